//! Rules that go with text: backgrounds, underlines, strikes and frames.

use super::shaping::scaled;
use crate::layout::inline::RunKind;
use crate::layout::page::{Artifact, Bounds, Content, Item, Paint, Rule};
use crate::style::Computed;
use crate::text::Face;
use crate::units::{Color, Length};

/// A stretch of a line that is of one styled run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    /// The place of the run in `Inlines::runs`.
    pub(super) styled: usize,
    /// Its left edge.
    pub(super) x: Length,
    /// Its width.
    pub(super) width: Length,
}

/// Adds a stretch, joined to the one before where that is of the same run.
pub(super) fn extend(extents: &mut Vec<Extent>, styled: usize, x: Length, width: Length) {
    match extents.last_mut() {
        Some(last) if last.styled == styled && last.x + last.width == x => last.width += width,
        _ => extents.push(Extent { styled, x, width }),
    }
}

/// The rules of a stretch: what goes behind the text, and what goes over it.
pub(super) fn paint(
    style: &Computed,
    kind: RunKind,
    face: &Face,
    extent: &Extent,
    behind: &mut Vec<Item>,
    over: &mut Vec<Item>,
) {
    let size = style.font_size;
    let rise = style.baseline_shift;
    let thin = size / 20;
    let rule = |y: Length, height: Length, color: Color| item(extent.x, y - rise, extent.width, height, color);
    let ascender = scaled(i32::from(face.ascender), size, face.units_per_em).min(size);
    let depth = scaled(-i32::from(face.descender), size, face.units_per_em).min(size / 3);
    if let Some(color) = style.background {
        behind.push(rule(Length::ZERO - ascender, ascender + depth, color));
    }
    if style.underline {
        behind.push(rule(size * 12 / 100, thin, style.color));
    }
    if style.line_through {
        let middle = scaled(i32::from(face.x_height), size, face.units_per_em) / 2;
        over.push(rule(Length::ZERO - middle - thin / 2, thin, style.color));
    }
    if kind == RunKind::Framed {
        let hair = Length::points(1) / 2;
        let (top, height) = (Length::ZERO - ascender, ascender + depth);
        over.push(rule(top, hair, style.color));
        over.push(rule(top + height - hair, hair, style.color));
        over.push(item(extent.x, top - rise, hair, height, style.color));
        over.push(item(extent.x + extent.width - hair, top - rise, hair, height, style.color));
    }
}

fn item(x: Length, y: Length, width: Length, height: Length, color: Color) -> Item {
    let bounds = Bounds { x, y, width, height };
    Item { content: Content::Artifact(Artifact::Layout), paint: Paint::Rule(Rule { bounds, color }) }
}
