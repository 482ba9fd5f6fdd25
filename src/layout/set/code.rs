//! Code: every line as it is, long ones wrapped with a mark that is not part of the text.

use std::ops::Range;

use super::{Setter, start_of};
use crate::layout::fragment::Fragment;
use crate::layout::node::Code;
use crate::layout::page::{Artifact, Bounds, Content};
use crate::layout::plain;
use crate::layout::vertical::{Slab, VerticalList, cost};
use crate::style::{Computed, Role};
use crate::units::{Color, Length};

impl Setter<'_> {
    pub(super) fn code(&self, code: &Code, style: &Computed, x: Length, width: Length, list: &mut VerticalList) {
        let lines: Vec<&str> = code.text.split('\n').collect();
        let number_columns = code.first_line_number.map_or(0, |first| {
            let last = first.saturating_add(u64::try_from(lines.len()).unwrap_or(0));
            last.to_string().len() + 2
        });
        let drawing = code.text.contains(joins_upwards).then(|| self.drawing(&lines, number_columns, style, width));
        let style = drawing.as_ref().unwrap_or(style);
        let tokens = tokens(code);
        let styles: Vec<Computed> = tokens.iter().map(|(_, role)| self.sheet.compute(role, style)).collect();
        let advance = plain::width(self.library, "0", style).max(Length(1));
        let number_width = advance * i64::try_from(number_columns).unwrap_or(4);
        let x = x + number_width;
        let width = (width - number_width).max(advance * 4);
        let per_line = usize::try_from(width.0 / advance.0).unwrap_or(1).max(4);
        let first_slab = list.slabs.len();
        let mut start = 0;
        let mut offset = 0;
        for (i, line) in lines.iter().enumerate() {
            for (k, piece) in wrap(line, per_line).into_iter().enumerate() {
                let mut fragment = Fragment::default();
                let indent = if k > 0 { advance * 2 } else { Length::ZERO };
                if code.highlighted.contains(&(i + 1)) {
                    let area = Bounds {
                        x: x - number_width,
                        y: Length::ZERO,
                        width: width + number_width,
                        height: style.line_height,
                    };
                    fragment.rule(area, emphasis(style));
                }
                let baseline = plain::baseline(self.library, style);
                if k > 0 {
                    continuation(style, x, baseline, advance, &mut fragment);
                } else if let Some(first) = code.first_line_number {
                    let number = first.saturating_add(u64::try_from(i).unwrap_or(0)).to_string();
                    let own = plain::width(self.library, &number, style);
                    let left = x - advance.ratio(3, 2) - own;
                    self.number(&number, style, left, baseline, &mut fragment);
                }
                let range = start + piece.start..start + piece.end;
                let runs = split(&range, &tokens).map(|(range, token)| {
                    let own = token.and_then(|token| styles.get(token)).unwrap_or(style);
                    (code.text.get(range).unwrap_or(""), own)
                });
                let content = Content::Element(code.element);
                plain::set_code(self.library, runs, (x + indent, baseline), content, &mut fragment);
                let before = line.get(..piece.start).map_or(0, |text| text.chars().count());
                fragment.start = start_of(&code.block, offset + before);
                if k > 0 {
                    list.cost(cost::WIDOW);
                }
                list.push(Slab { height: style.line_height, baseline: Some(baseline), fragment, ..Slab::default() });
            }
            start += line.len() + 1;
            offset += line.chars().count() + 1;
        }
        // Two lines at least stay together at both ends, as in a paragraph.
        let end = list.slabs.len();
        if style.line_height * i64::try_from(end - first_slab).unwrap_or(i64::MAX / 2) < self.height / 4 {
            list.keep_whole(first_slab, cost::AVOID);
        }
        for edge in [first_slab + 1, end.saturating_sub(1)] {
            if let Some(slab) = list.slabs.get_mut(edge).filter(|_| edge > first_slab && edge < end) {
                slab.cost = slab.cost.max(cost::WIDOW);
            }
        }
    }

    /// The style of what is drawn with characters: without room between the lines, which would be gaps in it, and as much smaller as makes
    /// it fit, for a drawing whose lines wrap is none.
    fn drawing(&self, lines: &[&str], number_columns: usize, style: &Computed, width: Length) -> Computed {
        let columns = |line: &&str| plain::graphemes(line).map(|(_, grapheme)| plain::columns(grapheme)).sum::<usize>();
        let widest = number_columns + lines.iter().map(columns).max().unwrap_or(0);
        let natural = plain::width(self.library, "0", style) * i64::try_from(widest).unwrap_or(i64::MAX >> 32);
        let mut own = style.clone();
        if natural > width {
            // A little less, for widths are rounded.
            let fitting = style.font_size.ratio(width.0, natural.0).ratio(999, 1000);
            own.font_size = fitting.max(style.font_size.ratio(SMALLEST_DRAWING.0, SMALLEST_DRAWING.1));
        }
        own.line_height = self.type_height(&own).min(style.line_height);
        own
    }

    /// From the top of the highest to the foot of the lowest letter of a face.
    fn type_height(&self, style: &Computed) -> Length {
        let face = self.library.face(self.library.select(&style.font_family, style.font_weight, style.font_style));
        let height = i64::from(face.ascender) - i64::from(face.descender);
        style.font_size.ratio(height, i64::from(face.units_per_em.max(1)))
    }

    /// The number of a line.
    fn number(&self, text: &str, style: &Computed, x: Length, y: Length, fragment: &mut Fragment) {
        let pale = Computed { color: pale(style.color), font_weight: 400, ..style.clone() };
        let content = Content::Artifact(Artifact::Layout);
        plain::set(self.library, std::iter::once((text, &pale)), (x, y), content, fragment);
    }
}

/// Draws a hook with an arrowhead in the two columns before a line that goes on. It is no character, so that whoever copies the code
/// does not copy it.
fn continuation(style: &Computed, x: Length, baseline: Length, advance: Length, fragment: &mut Fragment) {
    let (em, color) = (style.font_size, pale(style.color));
    let stroke = em / 14;
    let (left, right) = (x + advance.ratio(2, 5), x + advance.ratio(13, 10));
    let axis = baseline - em.ratio(3, 10);
    let mut rule = |x, y, width, height| fragment.rule(Bounds { x, y, width, height }, color);
    rule(left, axis - em.ratio(3, 10), stroke, em.ratio(3, 10));
    rule(left, axis, right - left, stroke);
    // The head, in slices too thin to be seen.
    let (length, half) = (em.ratio(1, 4), em.ratio(3, 20));
    for slice in 0..HEAD {
        let height = half.ratio(HEAD - slice, HEAD);
        rule(right + length.ratio(slice, HEAD), axis + stroke / 2 - height, length / HEAD, height * 2);
    }
}

/// The share of its size down to which a drawing is made smaller; what is wider even so wraps as other code does.
const SMALLEST_DRAWING: (i64, i64) = (2, 3);

/// Slices of an arrowhead.
const HEAD: i64 = 12;

/// Whether a character of a drawing goes on in the line above or below it.
fn joins_upwards(c: char) -> bool {
    matches!(c, '\u{2502}'..='\u{257F}' | '\u{2588}')
        && !matches!(c, '\u{2504}'..='\u{2505}' | '\u{2508}'..='\u{2509}'
        | '\u{254C}'..='\u{254D}' | '\u{2550}')
}

/// Coloured stretches of the code.
fn tokens(code: &Code) -> Vec<(Range<usize>, Role)> {
    let Some(language) = &code.language else { return Vec::new() };
    let found = crate::highlight::tokens(language, &code.text);
    found.into_iter().map(|(range, class)| (range, Role::Token(class))).collect()
}

/// The pieces of `range` with the token each lies in.
fn split<'a>(
    range: &Range<usize>,
    tokens: &'a [(Range<usize>, Role)],
) -> impl Iterator<Item = (Range<usize>, Option<usize>)> + use<'a> {
    let end = range.end;
    let mut at = range.start;
    let mut next = tokens.partition_point(|(token, _)| token.end <= at);
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let (piece, token) = match tokens.get(next) {
            Some((token, _)) if token.start <= at => {
                next += 1;
                (at..token.end.min(end), Some(next - 1))
            }
            Some((token, _)) if token.start < end => (at..token.start, None),
            _ => (at..end, None),
        };
        at = piece.end.max(at + 1).min(end);
        Some((piece.start..at, token))
    })
}

/// Breaks a line of code into pieces of at most `columns` columns, after a space near the end if there is one, else after a
/// sign. The pieces after the first are two columns narrower, for the mark in front of them.
fn wrap(line: &str, columns: usize) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    while start < line.len() {
        let room = if pieces.is_empty() { columns } else { columns.saturating_sub(2).max(1) };
        let mut used = 0;
        let mut end = start;
        let (mut space, mut sign) = (None, None);
        for (i, grapheme) in plain::graphemes(line.get(start..).unwrap_or("")) {
            let own = plain::columns(grapheme);
            if used + own > room && end > start {
                break;
            }
            used += own;
            end = start + i + grapheme.len();
            if used * 4 >= room * 3 {
                match grapheme.chars().next_back() {
                    Some(' ') => space = Some(end),
                    Some(c) if c.is_ascii_punctuation() => sign = Some(end),
                    _ => {}
                }
            }
        }
        let end = if end >= line.len() { line.len() } else { space.or(sign).unwrap_or(end) };
        pieces.push(start..end);
        start = end;
    }
    if pieces.is_empty() {
        pieces.push(0..0);
    }
    pieces
}

/// A colour half way to white, for what stands beside the code.
fn pale(color: Color) -> Color {
    let half = |channel: u8| channel / 2 + 128;
    Color::rgb(half(color.red), half(color.green), half(color.blue))
}

/// The colour behind an emphasised line.
fn emphasis(style: &Computed) -> Color {
    let base = style.background.unwrap_or(Color::WHITE);
    Color::rgb(base.red, base.green.saturating_sub(6), base.blue.saturating_sub(40))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_wrap_after_signs() {
        let check = |line: &str, columns, expected: &[&str]| {
            let pieces: Vec<&str> = wrap(line, columns).into_iter().map(|range| &line[range]).collect();
            assert_eq!(pieces, expected);
        };
        check("", 10, &[""]);
        check("short", 10, &["short"]);
        check("let a = b + c;", 10, &["let a = b ", "+ c;"]);
        check("run --and --output-folder", 12, &["run --and ", "--output-", "folder"]);
        check("aaaaaaaaaaaaaaaaaaaa", 10, &["aaaaaaaaaa", "aaaaaaaa", "aa"]);
        check("漢字漢字漢字", 6, &["漢字漢", "字漢", "字"]);
    }

    #[test]
    fn lines_are_divided_into_tokens() {
        let tokens = [(2..4, Role::Body), (6..20, Role::Code)];
        let pieces: Vec<_> = split(&(0..8), &tokens).collect();
        assert_eq!(pieces, [(0..2, None), (2..4, Some(0)), (4..6, None), (6..8, Some(1))]);
        let pieces: Vec<_> = split(&(8..12), &tokens).collect();
        assert_eq!(pieces, [(8..12, Some(1))]);
    }
}
