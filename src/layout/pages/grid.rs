//! The baseline grid: lines of the body on the same heights on every page, so that facing pages and both sides of a leaf agree.

use super::breaking::Unit;
use crate::layout::vertical::Slab;
use crate::units::Length;

/// Whether a slab is a line of the body, with nothing around it that would push it off the grid.
pub(super) fn holds(slab: &Slab, line: Length) -> bool {
    slab.baseline.is_some() && slab.height == line && slab.frame.is_none()
}

/// What is missing from a height to the next line of the grid.
pub(super) fn missing(height: Length, line: Length) -> Length {
    let over = height.0.rem_euclid(line.0.max(1));
    if over == 0 { Length::ZERO } else { line - Length(over) }
}

/// Widens the spaces above lines of the body so that they come to stand on the grid when the page goes on from above, and
/// counts what a page needs besides when it begins with something else.
pub(super) fn settle(slabs: &mut [Slab], units: &mut [Unit], line: Length) {
    let mut y = Length::ZERO;
    for (slab, unit) in slabs.iter_mut().zip(units.iter_mut()) {
        y += unit.space;
        // Nothing else moves a line once it is there.
        (unit.glue, unit.shrink) = Default::default();
        if holds(slab, line) {
            let by = missing(y, line);
            slab.space.widen(by);
            unit.space += by;
            y += by;
        }
        y += unit.height;
    }
    // From the top of each slab to the next line of the body.
    let mut below = Length::ZERO;
    let mut space = Length::ZERO;
    for (slab, unit) in slabs.iter().zip(units.iter_mut()).rev() {
        if holds(slab, line) {
            below = Length::ZERO;
        } else {
            below = unit.height + space + below;
            unit.head += missing(below + unit.head, line);
        }
        space = unit.space;
    }
}
