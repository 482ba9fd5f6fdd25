//! Chosen breaks to finished lines: shaped anew where a break changes the glyphs, justified, in visual order.

use std::ops::Range;

use super::breakpoints::{BreakKind, Breakpoint};
use super::decoration::{self, Extent};
use super::knuth_plass::glyph_share;
use super::shaping::{ClusterKind, Run, scaled, shape_run};
use super::{Paragraph, hyphen, object, shorten};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::layout::inline::{ObjectKind, StyledRun, is_square};
use crate::layout::line::{Line, LineLink};
use crate::layout::page::{Bounds, Content, Glyph, GlyphRun, Item, Paint};
use crate::model::Direction;
use crate::style::TextAlign;
use crate::text;
use crate::units::Length;

/// A cluster of a line.
struct Part {
    text: Range<usize>,
    width: Length,
    kind: ClusterKind,
    /// Stretch and shrink; none at the end of a line.
    give: (i64, i64),
    glyphs: Vec<Glyph>,
}

/// A run of a line, clusters in logical order.
struct Piece {
    run: usize,
    level: u8,
    expandable: bool,
    hyphen: bool,
    parts: Vec<Part>,
}

impl Piece {
    fn width(&self) -> Length {
        self.parts.iter().map(|part| part.width).sum()
    }
}

/// How a line is made as wide as it has to be.
#[derive(Default)]
struct Justification {
    /// Thousandths by which glyphs are scaled, 1000 for not at all.
    stretch: i64,
    /// What the spaces share.
    spaces: i64,
    /// By how much the line is too wide even so.
    overfull: Length,
}

impl Paragraph<'_> {
    /// The lines between the chosen breakpoints.
    pub(super) fn finish(&self, breaks: &[Breakpoint], diagnostics: &mut Diagnostics) -> Vec<Line> {
        let mut lines = Vec::with_capacity(breaks.len().saturating_sub(1));
        for (number, pair) in breaks.windows(2).enumerate() {
            let [from, to] = pair else { continue };
            let line = self.line(number, from, to);
            if line.overfull > Length::points(1) / 10 {
                let word = self.word_at(self.shaped.start_of(to.end.saturating_sub(1)));
                let shown = self.inlines.text.get(word.clone()).unwrap_or("");
                let excess = line.overfull.to_points();
                let message = format!("the line that ends in “{}” is {excess:.1} pt too wide", shorten(shown));
                let diagnostic = Diagnostic::warning("overfull-line", message)
                    .help("Reword it, or put soft hyphens (&shy;) where its words may be broken.");
                diagnostics.push(self.at_source(diagnostic, word));
            }
            lines.push(line);
        }
        lines
    }

    fn line(&self, number: usize, from: &Breakpoint, to: &Breakpoint) -> Line {
        let content_end = self.shaped.start_of(to.end).max(from.at).min(to.at);
        let content_end = if to.end == to.start { to.at } else { content_end };
        let mut pieces = self.pieces(from, to, content_end);
        let indent = if number == 0 { self.style.text_indent } else { Length::ZERO };
        let available = self.width - indent;
        let trailing: Length = pieces
            .iter()
            .flat_map(|piece| &piece.parts)
            .filter(|part| part.text.start >= content_end && part.kind == ClusterKind::Space)
            .map(|part| part.width)
            .sum();
        let natural: Length = pieces.iter().map(Piece::width).sum::<Length>() - trailing;
        let (hang_start, hang_end) = self.hang(from, to);
        let excess = available - (natural - hang_start - hang_end);
        let justified = self.style.text_align == TextAlign::Justify;
        let last = to.kind == BreakKind::Forced;
        let justification = if justified && !(last && excess >= Length::ZERO) {
            self.justify(&pieces, excess)
        } else {
            Justification { stretch: 1000, spaces: 0, overfull: (Length::ZERO - excess).at_least_zero() }
        };
        let space_ratio = apply(&mut pieces, &justification, content_end);
        let right_to_left = self.base == Direction::RightToLeft;
        let painted: Length = pieces.iter().map(|piece| painted_width(piece, justification.stretch)).sum();
        let inner = painted - trailing;
        // Where the line's own edge that is at the margin stands; what hangs is outside of it.
        let slack = available - inner;
        let offset = match (self.style.text_align, right_to_left) {
            (TextAlign::Justify | TextAlign::Start, false) => indent - hang_start,
            (TextAlign::Justify | TextAlign::Start, true) => slack + hang_start,
            (TextAlign::End, false) => indent + slack + hang_end,
            (TextAlign::End, true) => Length::ZERO - hang_end,
            (TextAlign::Center, false) => indent + slack / 2,
            (TextAlign::Center, true) => slack / 2,
        };
        let start = if right_to_left { offset - trailing } else { offset };
        let (ascent, descent) = self.line_box();
        let mut line = Line {
            ascent,
            descent,
            offset: self.inlines.plain_offset(from.at),
            hyphenated: to.kind == BreakKind::Hyphenated,
            overfull: justification.overfull,
            space_ratio,
            notes: self.notes(from.at..to.at),
            ..Line::default()
        };
        self.paint(&mut line, pieces, justification.stretch, start, content_end);
        line
    }

    fn notes(&self, range: Range<usize>) -> Vec<usize> {
        let notes = self.inlines.notes.iter();
        notes.filter(|(at, _)| range.contains(at)).map(|(_, note)| *note).collect()
    }

    /// How far the first and last signs hang into the margins.
    fn hang(&self, from: &Breakpoint, to: &Breakpoint) -> (Length, Length) {
        if !self.style.protrusion || self.style.text_align == TextAlign::Center {
            return (Length::ZERO, Length::ZERO);
        }
        let start = from.hang_start.at_least_zero();
        match self.style.text_align {
            TextAlign::Start => (start, Length::ZERO),
            TextAlign::End => (Length::ZERO, to.hang_end),
            TextAlign::Justify | TextAlign::Center => (start, to.hang_end),
        }
    }

    /// The clusters of a line, with runs at its ends shaped anew where the break changes them.
    fn pieces(&self, from: &Breakpoint, to: &Breakpoint, content_end: usize) -> Vec<Piece> {
        let shaped = &self.shaped;
        let first_run = shaped.runs.partition_point(|run| run.text.end <= from.at);
        let hyphenated = to.kind == BreakKind::Hyphenated;
        let mut pieces = Vec::new();
        let base_level = u8::from(self.base == Direction::RightToLeft);
        for (place, run) in shaped.runs.iter().enumerate().skip(first_run) {
            if run.text.start >= to.at {
                break;
            }
            let range = run.text.start.max(from.at)..run.text.end.min(to.at);
            let first = shaped.cluster_at(range.start);
            let end = shaped.cluster_at(range.end);
            let cut = |at: usize, cluster: usize| {
                let known = shaped.clusters.get(cluster);
                shaped.start_of(cluster) != at || known.is_some_and(|c| c.start == at && c.unsafe_to_break)
            };
            let ends_here = range.end == to.at;
            let anew = run.object.is_none()
                && ((range.start > run.text.start && cut(range.start, first))
                    || (range.end < run.text.end && ends_here && cut(range.end, end))
                    || (hyphenated && ends_here));
            let expandable = self.is_expandable(u32::try_from(place).unwrap_or(u32::MAX));
            let hyphen = hyphenated && ends_here;
            let mut parts =
                if anew { self.shape_part(run, range.clone(), hyphen) } else { self.known_parts(run, first..end) };
            for (i, part) in parts.iter_mut().enumerate() {
                part.give = if part.text.start >= content_end { (0, 0) } else { self.give(first + i) };
                if anew {
                    part.give = self.give_of(part, place, content_end);
                }
            }
            // Rule L1: spaces at the end of a line stand at its end, whatever they stand between.
            let split = parts.iter().position(|p| p.text.start >= content_end && p.kind == ClusterKind::Space);
            let tail = match split {
                Some(at) if run.level != base_level => parts.split_off(at),
                _ => Vec::new(),
            };
            if !parts.is_empty() {
                pieces.push(Piece { run: place, level: run.level, expandable, hyphen, parts });
            }
            if !tail.is_empty() {
                pieces.push(Piece { run: place, level: base_level, expandable, hyphen: false, parts: tail });
            }
        }
        pieces
    }

    fn give_of(&self, part: &Part, run: usize, content_end: usize) -> (i64, i64) {
        let code = self.is_code(u32::try_from(run).unwrap_or(u32::MAX));
        match part.kind {
            ClusterKind::Space if !code && part.text.start < content_end => (part.width.0 / 2, part.width.0 / 3),
            ClusterKind::Square if part.text.end < content_end => (part.width.0 / 20, 0),
            _ => (0, 0),
        }
    }

    fn known_parts(&self, run: &Run, clusters: Range<usize>) -> Vec<Part> {
        let units_per_em = self.library.face(run.face).units_per_em;
        let spacing = self.inlines.runs.get(run.styled).map_or(Length::ZERO, |styled| styled.style.letter_spacing);
        let known = self.shaped.clusters.get(clusters.clone()).unwrap_or(&[]);
        let part = |(i, cluster): (usize, &super::shaping::Cluster)| {
            let end = self.shaped.start_of(clusters.start + i + 1).min(run.text.end);
            let (first, last) = cluster.glyphs;
            let glyphs = self.shaped.glyphs.get(first as usize..last as usize).unwrap_or(&[]);
            let mut glyphs: Vec<Glyph> = glyphs.iter().map(|g| glyph(g, run.size, units_per_em)).collect();
            if let Some(last) = glyphs.last_mut() {
                last.advance += spacing;
            }
            Part { text: cluster.start..end, width: cluster.width, kind: cluster.kind, give: (0, 0), glyphs }
        };
        known.iter().enumerate().map(part).collect()
    }

    fn shape_part(&self, run: &Run, range: Range<usize>, hyphenated: bool) -> Vec<Part> {
        let face = self.library.face(run.face);
        let shaped = shape_run(self.library, self.inlines, run, range.clone(), hyphenated.then(|| hyphen(face)));
        let spacing = self.inlines.runs.get(run.styled).map_or(Length::ZERO, |styled| styled.style.letter_spacing);
        let mut parts: Vec<Part> = Vec::new();
        for g in &shaped {
            let start = g.cluster as usize;
            let glyph = glyph(g, run.size, face.units_per_em);
            match parts.last_mut() {
                Some(part) if part.text.start == start => part.glyphs.push(glyph),
                _ => parts.push(Part {
                    text: start..start,
                    width: Length::ZERO,
                    kind: ClusterKind::Letter,
                    give: (0, 0),
                    glyphs: vec![glyph],
                }),
            }
        }
        if run.level % 2 == 1 {
            parts.reverse();
        }
        let mut end = range.end;
        for part in parts.iter_mut().rev() {
            part.text.end = end;
            end = part.text.start;
            part.kind = match self.inlines.text.get(part.text.clone()).and_then(|t| t.chars().next()) {
                Some(' ' | '\u{A0}') => ClusterKind::Space,
                Some(c) if is_square(c) => ClusterKind::Square,
                _ => ClusterKind::Letter,
            };
            if let Some(last) = part.glyphs.last_mut() {
                last.advance += spacing;
            }
            part.width = part.glyphs.iter().map(|g| g.advance).sum();
        }
        parts
    }

    /// Shares what is left over of a line's width between its glyphs and its spaces.
    fn justify(&self, pieces: &[Piece], excess: Length) -> Justification {
        let parts = || pieces.iter().flat_map(|piece| &piece.parts);
        let stretch: i64 = parts().map(|part| part.give.0).sum();
        let shrink: i64 = parts().map(|part| part.give.1).sum();
        let expandable: i64 = pieces
            .iter()
            .filter(|piece| piece.expandable)
            .flat_map(|piece| &piece.parts)
            .filter(|part| part.kind == ClusterKind::Letter)
            .map(|part| part.width.0)
            .sum();
        let limit = i64::from(self.style.expansion.min(50));
        let give = if excess.0 >= 0 { stretch } else { shrink };
        let share = glyph_share(excess.0.abs(), give, expandable, limit);
        let scale = if excess.0 >= 0 { share } else { -share };
        let rest = excess.0 - expandable * scale / 1000;
        // Glyphs that came out wider when a line end was shaped anew are made up for by a hair.
        let spaces = if stretch == 0 { 0 } else { rest.max(-shrink * 11 / 10) };
        let overfull = if excess.0 < 0 { Length(spaces - rest).at_least_zero() } else { Length::ZERO };
        Justification { stretch: 1000 + scale, spaces, overfull }
    }

    /// Height and depth of a line of the paragraph's own type, half-leading included (CSS 2.1 §10.8.1).
    fn line_box(&self) -> (Length, Length) {
        let style = self.style;
        let face = self.library.face(self.library.select(&style.font_family, style.font_weight, style.font_style));
        let ascender = scaled(i32::from(face.ascender), style.font_size, face.units_per_em);
        let descender = scaled(-i32::from(face.descender), style.font_size, face.units_per_em);
        let leading = style.line_height - ascender - descender;
        let ascent = ascender + leading / 2;
        (ascent, style.line_height - ascent)
    }

    fn paint(&self, line: &mut Line, pieces: Vec<Piece>, stretch: i64, start: Length, content_end: usize) {
        let levels: Vec<u8> = pieces.iter().map(|piece| piece.level).collect();
        let mut pieces: Vec<Option<Piece>> = pieces.into_iter().map(Some).collect();
        let mut x = start;
        let mut extents: Vec<Extent> = Vec::new();
        for place in text::visual_order(&levels) {
            let Some(piece) = pieces.get_mut(place).and_then(Option::take) else { continue };
            let (Some(run), Some(styled)) = (
                self.shaped.runs.get(piece.run),
                self.shaped.runs.get(piece.run).and_then(|r| self.inlines.runs.get(r.styled)),
            ) else {
                continue;
            };
            let width = painted_width(&piece, stretch);
            let trailing: Length = piece
                .parts
                .iter()
                .filter(|p| p.text.start >= content_end && p.kind == ClusterKind::Space)
                .map(|p| p.width)
                .sum();
            let inked = width - trailing;
            let left = if piece.level % 2 == 1 { x + trailing } else { x };
            if inked > Length::ZERO {
                decoration::extend(&mut extents, run.styled, left, inked);
            }
            self.paint_piece(line, piece, run, styled, stretch, x);
            x += width;
        }
        self.decorate(line, &extents);
    }

    fn paint_piece(&self, line: &mut Line, piece: Piece, run: &Run, styled: &StyledRun, stretch: i64, x: Length) {
        let style = &styled.style;
        let rise = style.baseline_shift;
        if let Some(object) = run.object.and_then(|place| self.inlines.objects.get(place)) {
            let (width, height) = object::size(Some(object), self.width);
            let mut descent = Length::ZERO;
            let bounds = match &object.kind {
                ObjectKind::Image { asset, .. } => {
                    let bounds = Bounds { x, y: -rise - height, width, height };
                    line.items.push(Item { content: styled.content, paint: Paint::Image { asset: *asset, bounds } });
                    bounds
                }
                ObjectKind::Math(math) => {
                    let place = (x, -rise);
                    let (items, above, below) =
                        object::formula(self.library, math, self.width, place, style.color, styled.content);
                    line.items.extend(items);
                    descent = below;
                    Bounds { x, y: -rise - above, width, height: above + below }
                }
            };
            if let Content::Element(element) = styled.content {
                line.extents.push((element, bounds));
            }
            line.ascent = line.ascent.max(-bounds.y);
            line.descent = line.descent.max(descent - rise);
            return;
        }
        let Some(first) = piece.parts.first().map(|part| part.text.start) else { return };
        let last = piece.parts.iter().map(|part| part.text.end).max().unwrap_or(first);
        let mut text = self.inlines.text.get(first..last).unwrap_or("").to_owned();
        let length = text.len();
        if piece.hyphen {
            text.push('\u{AD}');
        }
        let offset = |at: usize| u32::try_from(at - first).unwrap_or(u32::MAX);
        let total = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let mut glyphs = Vec::with_capacity(piece.parts.iter().map(|part| part.glyphs.len()).sum());
        let right_to_left = piece.level % 2 == 1;
        let mut take = |part: Part| {
            let is_hyphen = piece.hyphen && part.text.start - first == length;
            let end = if is_hyphen { total } else { offset(part.text.end) };
            let range = offset(part.text.start)..end;
            glyphs.extend(part.glyphs.into_iter().map(|g| Glyph { text: range.clone(), ..g }));
        };
        if right_to_left {
            piece.parts.into_iter().rev().for_each(&mut take);
        } else {
            piece.parts.into_iter().for_each(&mut take);
        }
        let face = self.library.face(run.face);
        let above = scaled(i32::from(face.cap_height.max(face.x_height)), run.size, face.units_per_em) + rise;
        let below = scaled(-i32::from(face.descender), run.size, face.units_per_em).ratio(4, 5) - rise;
        line.ascent = line.ascent.max(above);
        line.descent = line.descent.max(below.min(run.size / 3 - rise));
        let stretch = if piece.expandable { stretch } else { 1000 };
        line.items.push(Item {
            content: styled.content,
            paint: Paint::Text(GlyphRun {
                face: run.face,
                size: run.size,
                color: style.color,
                x,
                y: Length::ZERO - rise,
                stretch: u16::try_from(stretch).unwrap_or(1000),
                glyphs,
                text,
                lang: Some(std::sync::Arc::clone(&styled.lang)),
            }),
        });
    }

    /// Adds backgrounds, underlines, frames and links.
    fn decorate(&self, line: &mut Line, extents: &[Extent]) {
        let mut behind: Vec<Item> = Vec::new();
        for extent in extents {
            let Some(styled) = self.inlines.runs.get(extent.styled) else { continue };
            let style = &styled.style;
            let face = self.library.face(self.library.select(&style.font_family, style.font_weight, style.font_style));
            decoration::paint(style, styled.kind, face, extent, &mut behind, &mut line.items);
            let Some(link) = styled.link.and_then(|place| self.inlines.links.get(place)) else { continue };
            let area = Bounds {
                x: extent.x,
                y: Length::ZERO - line.ascent,
                width: extent.width,
                height: line.ascent + line.descent,
            };
            match line.links.last_mut() {
                Some(known) if known.element == link.element && known.area.x + known.area.width == area.x => {
                    known.area.width += area.width;
                }
                _ => line.links.push(LineLink {
                    area,
                    target: link.target.clone(),
                    element: link.element,
                    description: link.description.clone(),
                }),
            }
        }
        if !behind.is_empty() {
            behind.append(&mut line.items);
            line.items = behind;
        }
    }
}

fn glyph(g: &text::ShapedGlyph, size: Length, units_per_em: u16) -> Glyph {
    Glyph {
        id: g.id,
        advance: scaled(g.advance, size, units_per_em),
        dx: scaled(g.dx, size, units_per_em),
        dy: scaled(g.dy, size, units_per_em),
        text: 0..0,
    }
}

/// Gives spaces their share, and returns how wide they are over their natural width, in thousandths.
fn apply(pieces: &mut [Piece], justification: &Justification, content_end: usize) -> u32 {
    let growing = justification.spaces >= 0;
    let share = |part: &Part| if growing { part.give.0 } else { part.give.1 };
    let whole: i64 = pieces.iter().flat_map(|piece| &piece.parts).map(share).sum();
    let (mut before, mut after) = (0, 0);
    let (mut sum, mut given) = (0, 0);
    for piece in pieces.iter_mut() {
        let stretch = if piece.expandable { justification.stretch } else { 1000 };
        for part in &mut piece.parts {
            let mut target = part.width.0;
            if whole > 0 && share(part) > 0 {
                sum += share(part);
                let due = i64::try_from(i128::from(justification.spaces) * i128::from(sum) / i128::from(whole));
                let due = due.unwrap_or(given);
                target += due - given;
                given = due;
            }
            let space = part.kind == ClusterKind::Space;
            if space && part.text.start < content_end && part.give.0 > 0 {
                before += part.width.0;
                after += target;
            }
            // The run's scale applies to every advance in it: what is not a letter has to be made up for.
            let is_letter = part.kind == ClusterKind::Letter;
            if is_letter || (target == part.width.0 && stretch == 1000) {
                continue;
            }
            let advance = target * 1000 / stretch.max(1);
            let rest: Length = part.glyphs.iter().map(|g| g.advance).sum();
            if let Some(last) = part.glyphs.last_mut() {
                last.advance += Length(advance) - rest;
            }
            part.width = Length(target);
        }
    }
    if before == 0 { 1000 } else { u32::try_from(after * 1000 / before).unwrap_or(1000) }
}

/// The width of a piece as it is painted.
fn painted_width(piece: &Piece, stretch: i64) -> Length {
    let letters: i64 = piece.parts.iter().filter(|p| p.kind == ClusterKind::Letter).map(|p| p.width.0).sum();
    let others: i64 = piece.parts.iter().filter(|p| p.kind != ClusterKind::Letter).map(|p| p.width.0).sum();
    let scaled = if piece.expandable { letters * stretch / 1000 } else { letters };
    Length(scaled + others)
}
