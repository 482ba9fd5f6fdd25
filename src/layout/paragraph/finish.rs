//! Chosen breaks to finished lines.

use std::ops::Range;

use super::breakpoints::{BreakKind, Breakpoint};
use super::justify::{Justification, apply, painted_width};
use super::letters::Effort;
use super::passes::Breaks;
use super::pieces::Piece;
use super::shaping::{ClusterKind, scaled};
use super::{Paragraph, shorten};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::layout::glyphs::Glyphs;
use crate::layout::line::Line;
use crate::model::Direction;
use crate::style::TextAlign;
use crate::units::Length;

impl Paragraph<'_> {
    /// The lines between the chosen breakpoints.
    pub(super) fn finish(&self, breaks: &Breaks, diagnostics: &mut Diagnostics) -> Vec<Line> {
        let mut lines = Vec::with_capacity(breaks.lines());
        for (number, pair) in breaks.points.windows(2).enumerate() {
            let [from, to] = pair else { continue };
            let line = self.line(number, from, to, breaks.effort);
            if line.overfull > Length::points(1) / 10 {
                let word = self.word_at(self.shaped.start_of(to.end.saturating_sub(1)));
                let shown = self.inlines.text.get(word.clone()).unwrap_or("");
                let excess = line.overfull.to_points();
                let message = format!("the line that ends in “{}” is {excess:.1} pt too wide", shorten(shown));
                let diagnostic = Diagnostic::warning("overfull-line", message)
                    .help("reword it, or put soft hyphens (&shy;) where its words may be broken");
                diagnostics.push(self.at_source(diagnostic, word));
            }
            lines.push(line);
        }
        Glyphs::pack_items(lines.iter_mut().flat_map(|line| &mut line.items));
        lines
    }

    fn line(&self, number: usize, from: &Breakpoint, to: &Breakpoint, effort: Effort) -> Line {
        let content_end = self.shaped.start_of(to.end).max(from.at).min(to.at);
        let content_end = if to.end == to.start { to.at } else { content_end };
        let mut pieces = self.pieces(from, to, content_end);
        let indented = u32::try_from(number).is_ok_and(|number| number < self.indented_lines());
        let indent = if indented { self.style.text_indent } else { Length::ZERO };
        let available = self.width - indent;
        let trailing: Length = pieces
            .iter()
            .flat_map(|piece| &piece.parts)
            .filter(|part| part.text.start >= content_end && part.kind == ClusterKind::Space)
            .map(|part| part.width)
            .sum();
        let natural: Length = pieces.iter().map(Piece::width).sum::<Length>() - trailing;
        // Less than nothing is what is left over of a ligature, which the pieces do not have.
        let (hang_start, hang_end) = (from.hang_start.at_least_zero(), to.hang_end);
        let excess = available - (natural - hang_start - hang_end);
        let justified = self.style.text_align == TextAlign::Justify;
        let last = to.kind == BreakKind::Forced;
        let justification = if justified && !(last && excess >= Length::ZERO) {
            self.justify(&pieces, excess, effort)
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
            ends_in_hyphen: to.kind == BreakKind::Hyphenated || self.ends_in_hyphen(to.at),
            overfull: justification.overfull,
            space_ratio,
            notes: self.notes(from.at..to.at),
            ..Line::default()
        };
        self.paint(&mut line, pieces, justification.stretch, start, content_end);
        line
    }

    /// Whether the text has a hyphen in front of a place.
    fn ends_in_hyphen(&self, at: usize) -> bool {
        self.inlines.text.get(..at).is_some_and(|text| text.trim_end().ends_with(['-', '\u{2010}']))
    }

    fn notes(&self, range: Range<usize>) -> Vec<usize> {
        let notes = self.inlines.notes.iter();
        notes.filter(|(at, _)| range.contains(at)).map(|(_, note)| *note).collect()
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
}
