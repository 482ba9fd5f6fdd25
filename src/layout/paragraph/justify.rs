//! Sharing what is left over of a line's width between its letters and its spaces.

use super::Paragraph;
use super::knuth_plass::TIGHTEST;
use super::letters::{self, Effort};
use super::pieces::{Part, Piece};
use super::shaping::ClusterKind;
use crate::units::Length;

/// How a line is made as wide as it has to be.
#[derive(Default)]
pub(super) struct Justification {
    /// Thousandths by which glyphs are scaled, 1000 for not at all.
    pub(super) stretch: i64,
    /// What the spaces share.
    pub(super) spaces: i64,
    /// By how much the line is too wide even so.
    pub(super) overfull: Length,
}

impl Paragraph<'_> {
    /// Shares what is left over of a line's width between its glyphs and its spaces.
    pub(super) fn justify(&self, pieces: &[Piece], excess: Length, effort: Effort) -> Justification {
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
        let scale = letters::scale(excess.0, give, expandable, limit, effort);
        let rest = excess.0 - expandable * scale / 1000;
        let spaces = if give == 0 { 0 } else { rest.max(-shrink * TIGHTEST / 1000) };
        let overfull = if excess.0 < 0 { Length(spaces - rest).at_least_zero() } else { Length::ZERO };
        Justification { stretch: 1000 + scale, spaces, overfull }
    }
}

/// Gives spaces their share, and returns how wide they are over their natural width, in thousandths.
pub(super) fn apply(pieces: &mut [Piece], justification: &Justification, content_end: usize) -> u32 {
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
                let due = Length(justification.spaces).ratio(sum, whole).0;
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
            if target == part.width.0 && (is_letter || stretch == 1000) {
                continue;
            }
            if is_letter {
                part.widen(Length((target - part.width.0) * 1000 / stretch.max(1)));
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
pub(super) fn painted_width(piece: &Piece, stretch: i64) -> Length {
    let letters: i64 = piece.parts.iter().filter(|p| p.kind == ClusterKind::Letter).map(|p| p.width.0).sum();
    let others: i64 = piece.parts.iter().filter(|p| p.kind != ClusterKind::Letter).map(|p| p.width.0).sum();
    let scaled = if piece.expandable { letters * stretch / 1000 } else { letters };
    Length(scaled + others)
}
