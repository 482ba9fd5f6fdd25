//! Pictures in a line.

use crate::layout::inline::{Object, ObjectKind};
use crate::model::Extent;
use crate::units::Length;

/// Width and height of an object in a line of that width. A picture keeps its proportions unless both were given, and never
/// stands out of its line or its page.
pub(super) fn size(object: Option<&Object>, line: Length) -> (Length, Length) {
    let Some(Object { kind: ObjectKind::Image { width, height, natural, tallest, .. }, .. }) = object else {
        return (Length::ZERO, Length::ZERO);
    };
    let (natural_width, natural_height) = (natural.0.max(Length(1)), natural.1.max(Length(1)));
    let given = |extent: &Option<Extent>, whole: Length| {
        extent.map(|extent| match extent {
            Extent::Points(points) => Length::from_points(points),
            Extent::Share(share) => whole.scale(share),
        })
    };
    let whole = if line == Length::MAX { natural_width } else { line };
    let (mut w, mut h) = match (given(width, whole), given(height, whole)) {
        (Some(w), Some(h)) => (w, h),
        (Some(w), None) => (w, w.ratio(natural_height.0, natural_width.0)),
        (None, Some(h)) => (h.ratio(natural_width.0, natural_height.0), h),
        (None, None) => (natural_width, natural_height),
    };
    if w > line {
        h = h.ratio(line.0, w.0);
        w = line;
    }
    if h > *tallest && *tallest > Length::ZERO {
        w = w.ratio(tallest.0, h.0);
        h = *tallest;
    }
    (w, h)
}
