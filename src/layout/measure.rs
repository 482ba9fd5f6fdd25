//! How far painted things reach.

use super::line::Line;
use super::page::{Bounds, GlyphRun, Paint};
use crate::units::Length;

/// The advance of a run with its horizontal scale.
pub(super) fn run_width(run: &GlyphRun) -> Length {
    let natural: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
    natural.ratio(i64::from(run.stretch), 1000)
}

/// The left edge of something painted. That of text needs no look at its glyphs.
pub(super) fn left_edge(paint: &Paint) -> Length {
    match paint {
        Paint::Text(run) => run.x,
        Paint::Rule(rule) => rule.bounds.x,
        Paint::Image { bounds, .. } => bounds.x,
    }
}

/// The right edge of something painted.
pub(super) fn right_edge(paint: &Paint) -> Length {
    let bounds = bounds(paint);
    bounds.x + bounds.width
}

/// The rectangle that something painted covers; for text, from an em above the baseline to a quarter below.
pub(super) fn bounds(paint: &Paint) -> Bounds {
    match paint {
        Paint::Text(run) => {
            Bounds { x: run.x, y: run.y - run.size.ratio(4, 5), width: run_width(run), height: run.size }
        }
        Paint::Rule(rule) => rule.bounds,
        Paint::Image { bounds, .. } => *bounds,
    }
}

/// The right edge of a line's ink.
pub(super) fn line_width(line: &Line) -> Length {
    line.items.iter().map(|item| right_edge(&item.paint)).max().unwrap_or(Length::ZERO)
}

/// The smallest rectangle around both.
pub(super) fn union(a: Bounds, b: Bounds) -> Bounds {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    let right = (a.x + a.width).max(b.x + b.width);
    let bottom = (a.y + a.height).max(b.y + b.height);
    Bounds { x, y, width: right - x, height: bottom - y }
}
