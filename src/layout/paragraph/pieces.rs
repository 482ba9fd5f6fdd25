//! The clusters of a line, shaped anew at its ends where a break changes their glyphs.

use std::ops::Range;

use smallvec::{SmallVec, smallvec};

use super::breakpoints::{BreakKind, Breakpoint};
use super::shaping::{ClusterKind, Run, scaled, shape_run};
use super::{Paragraph, hyphen, space_give};
use crate::layout::inline::is_square;
use crate::layout::page::Glyph;
use crate::model::Direction;
use crate::text;
use crate::units::Length;

/// Stands for a hyphen that the text does not have: readers of the page join the word again.
const SOFT_HYPHEN: char = '\u{AD}';

/// A cluster of a line.
pub(super) struct Part {
    pub(super) text: Range<usize>,
    pub(super) width: Length,
    pub(super) kind: ClusterKind,
    /// Stretch and shrink; none at the end of a line.
    pub(super) give: (i64, i64),
    pub(super) glyphs: SmallVec<[Glyph; 1]>,
}

/// A run of a line, clusters in logical order.
pub(super) struct Piece {
    pub(super) run: usize,
    pub(super) level: u8,
    pub(super) expandable: bool,
    /// What the last part stands for that is not in the text.
    pub(super) ending: Option<char>,
    pub(super) parts: Vec<Part>,
}

impl Part {
    /// Adds to the space behind it.
    pub(super) fn widen(&mut self, by: Length) {
        self.width += by;
        if let Some(last) = self.glyphs.last_mut() {
            last.advance += by;
        }
    }
}

impl Piece {
    pub(super) fn width(&self) -> Length {
        self.parts.iter().map(|part| part.width).sum()
    }
}

impl Paragraph<'_> {
    /// The clusters of a line, with runs at its ends shaped anew where the break changes them.
    pub(super) fn pieces(&self, from: &Breakpoint, to: &Breakpoint, content_end: usize) -> Vec<Piece> {
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
            let count = parts.len();
            for (i, part) in parts.iter_mut().enumerate() {
                let cluster = if anew { shaped.cluster_at(part.text.start) } else { first + i };
                let known = shaped.clusters.get(cluster).filter(|known| known.start == part.text.start);
                // The room behind the last sign of a line is not there.
                let ends = part.text.end >= content_end;
                part.give = match part.kind {
                    _ if part.text.start >= content_end => (0, 0),
                    ClusterKind::Space if anew => self.give_of_space(part, place),
                    ClusterKind::Space => self.give(cluster),
                    _ if ends || known.is_none() => (0, 0),
                    _ => self.give(cluster),
                };
                if let Some(known) = known.filter(|_| anew && i + 1 < count) {
                    part.widen(known.gap);
                }
            }
            let behind = end.checked_sub(1).and_then(|i| shaped.clusters.get(i)).map_or(Length::ZERO, |c| c.gap);
            let due = if ends_here { Length::ZERO } else { behind };
            let has = if anew { Length::ZERO } else { behind };
            if let Some(part) = parts.last_mut() {
                part.widen(due - has);
            }
            // Rule L1: spaces at the end of a line stand at its end, whatever they stand between.
            let split = parts.iter().position(|p| p.text.start >= content_end && p.kind == ClusterKind::Space);
            let tail = match split {
                Some(at) if run.level != base_level => parts.split_off(at),
                _ => Vec::new(),
            };
            if !parts.is_empty() {
                let ending = hyphen.then_some(SOFT_HYPHEN);
                pieces.push(Piece { run: place, level: run.level, expandable, ending, parts });
            }
            if !tail.is_empty() {
                pieces.push(Piece { run: place, level: base_level, expandable, ending: None, parts: tail });
            }
        }
        pieces.extend(self.unseen_ending(to));
        pieces
    }

    /// What readers of the page need at the end of a line and nobody sees: a word that is cut without a hyphen goes on
    /// where the next line begins, and the last line of a right-to-left paragraph, which ends where left-to-right text
    /// begins, is over.
    fn unseen_ending(&self, to: &Breakpoint) -> Option<Piece> {
        let right_to_left = self.base == Direction::RightToLeft;
        let ending = match to.kind {
            BreakKind::Emergency => SOFT_HYPHEN,
            BreakKind::Forced if right_to_left => ' ',
            _ => return None,
        };
        let place = self.shaped.runs.partition_point(|run| run.text.end < to.at);
        let run = self.shaped.runs.get(place).filter(|run| run.object.is_none())?;
        // A line of code that goes on is copied as it is shown.
        let style = self.style;
        let own = self.library.select(&style.font_family, style.font_weight, style.font_style);
        if self.library.face(own).monospaced {
            return None;
        }
        let face = self.library.face(run.face);
        let shaped = shape_run(self.library, self.inlines, run, to.at..to.at, Some(' '));
        let [space] = shaped.as_slice() else { return None };
        if space.id == 0 {
            return None;
        }
        let mut space = glyph(space, run.size, face.units_per_em);
        if right_to_left {
            space.dx = Length::ZERO - space.advance;
        }
        space.advance = Length::ZERO;
        let part = Part {
            text: to.at..to.at,
            width: Length::ZERO,
            kind: ClusterKind::Letter,
            give: (0, 0),
            glyphs: smallvec![space],
        };
        let level = u8::from(right_to_left);
        Some(Piece { run: place, level, expandable: false, ending: Some(ending), parts: vec![part] })
    }

    fn give_of_space(&self, part: &Part, run: usize) -> (i64, i64) {
        let code = self.is_code(u32::try_from(run).unwrap_or(u32::MAX));
        if code { (0, 0) } else { space_give(part.width) }
    }

    fn known_parts(&self, run: &Run, clusters: Range<usize>) -> Vec<Part> {
        let units_per_em = self.library.face(run.face).units_per_em;
        let spacing = self.inlines.runs.get(run.styled).map_or(Length::ZERO, |styled| styled.style.letter_spacing);
        let known = self.shaped.clusters.get(clusters.clone()).unwrap_or(&[]);
        let part = |(i, cluster): (usize, &super::shaping::Cluster)| {
            let end = self.shaped.start_of(clusters.start + i + 1).min(run.text.end);
            let (first, last) = cluster.glyphs;
            let glyphs = self.shaped.glyphs.get(first as usize..last as usize).unwrap_or(&[]);
            let mut glyphs: SmallVec<[Glyph; 1]> = glyphs.iter().map(|g| glyph(g, run.size, units_per_em)).collect();
            if let Some(last) = glyphs.last_mut() {
                last.advance += spacing + cluster.gap;
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
                    glyphs: smallvec![glyph],
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
