//! What leaves its place for the head or the foot of a page.

use super::{Slab, VerticalList};
use crate::style::Float;
use crate::units::Length;

/// A figure that stands at the head or the foot of a page, or on a page without text.
#[derive(Clone, Debug)]
pub(in crate::layout) struct Insert {
    /// The slab in front of which it was written.
    pub(in crate::layout) at: usize,
    /// Where it wants to stand.
    pub(in crate::layout) float: Float,
    /// What is painted.
    pub(in crate::layout) slab: Slab,
    /// The space between it and text.
    pub(in crate::layout) gap: Length,
}

impl VerticalList {
    /// A list that holds nothing but this as an insert. What has notes, or must begin a page, keeps its place.
    pub(in crate::layout) fn lifted(mut self, float: Float, gap: Length) -> Self {
        let noted = self.slabs.iter().any(|slab| !slab.fragment.notes.is_empty() || slab.turned);
        if noted || self.slabs.is_empty() {
            return self;
        }
        self.finish();
        let lifted = Self {
            diagnostics: std::mem::take(&mut self.diagnostics),
            column_widths: std::mem::take(&mut self.column_widths),
            ..Self::default()
        };
        let mut slab = Slab::default();
        for piece in self.flatten() {
            slab.fragment.absorb(piece.fragment, Length::ZERO, slab.height);
            slab.height += piece.height;
        }
        Self { inserts: vec![Insert { at: 0, float, slab, gap }], ..lifted }
    }
}
