//! The boxes that a vertical list was made of, so that a figure may change places with the text after it.

use std::ops::Range;

use super::pliant::replace_lines;
use super::{Slab, Space, VerticalList, cost};
use crate::layout::page::Paint;
use crate::style::Break;

/// Whether a part of a list may change places with its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::layout) enum PartKind {
    /// It may move down past text.
    Float,
    /// Floats may pass it.
    Text,
    /// Nothing passes it: headings, pictures, breaks.
    Bar,
}

/// What came of one of the boxes that a list was made of.
#[derive(Clone, Debug)]
pub(in crate::layout) struct Part {
    /// Its slabs.
    pub(in crate::layout) slabs: Range<usize>,
    /// Its margin above.
    pub(in crate::layout) lead: Space,
    /// Its margin below.
    pub(in crate::layout) trail: Space,
    /// Whether it may move or be passed.
    pub(in crate::layout) kind: PartKind,
    /// The lines of a paragraph once the figure above has moved away from it.
    pub(in crate::layout) below_text: Option<Vec<Slab>>,
}

impl VerticalList {
    /// What a figure that may move is as a part: notes would lose their order with it.
    pub(in crate::layout) fn float(&self) -> PartKind {
        let bound = self.slabs.iter().any(|slab| !slab.fragment.notes.is_empty());
        if bound || self.is_fixed() { PartKind::Bar } else { PartKind::Float }
    }

    /// What anything else is as a part.
    pub(in crate::layout) fn text(&self) -> PartKind {
        let pictured = |slab: &Slab| slab.fragment.items.iter().any(|item| matches!(item.paint, Paint::Image { .. }));
        let barred = self.slabs.iter().any(|slab| !slab.fragment.headings.is_empty() || pictured(slab));
        if barred || self.is_fixed() || self.cost >= cost::KEEP { PartKind::Bar } else { PartKind::Text }
    }

    fn is_fixed(&self) -> bool {
        let forced = self.slabs.iter().any(|slab| slab.forced != Break::Auto || slab.turned);
        forced || self.forced != Break::Auto || self.slabs.is_empty()
    }

    /// Adds another list as a part of this.
    pub(in crate::layout) fn append_part(&mut self, part: Self, kind: PartKind) {
        let start = self.slabs.len();
        let lead = part.slabs.first().map_or(Space::default(), |slab| slab.space);
        let trail = part.space;
        self.append(part);
        self.parts.push(Part { slabs: start..self.slabs.len(), lead, trail, kind, below_text: None });
    }

    /// Moves the parts `moved` down past the parts after them up to `to`. The paragraph below them goes on from the text above.
    pub(in crate::layout) fn move_down(&mut self, moved: Range<usize>, to: usize) {
        let at = |parts: &[Part], place: usize| parts.get(place).map_or(self.slabs.len(), |part| part.slabs.start);
        let (a, b, c) = (at(&self.parts, moved.start), at(&self.parts, moved.end), at(&self.parts, to));
        if !(a < b && b < c && c <= self.slabs.len()) {
            return;
        }
        // What a page end costs belongs to the places, not to what stands there.
        let (above, between) = (self.slabs[a].cost, self.slabs[b].cost);
        self.slabs[a].cost = between;
        self.slabs[b].cost = above;
        self.slabs[a..c].rotate_left(b - a);
        self.parts[moved.start..to].rotate_left(moved.len());
        let mut next = a;
        for part in &mut self.parts[moved.start..to] {
            part.slabs = next..next + part.slabs.len();
            next = part.slabs.end;
        }
        let figure_above = moved.start.checked_sub(1).is_some_and(|above| self.parts[above].kind == PartKind::Float);
        let first = self.parts.get_mut(moved.start).filter(|_| !figure_above);
        if let Some((slabs, lines)) = first.and_then(|part| Some((part.slabs.clone(), part.below_text.take()?))) {
            replace_lines(self.slabs.get_mut(slabs).unwrap_or_default(), lines);
        }
        for place in [moved.start, to - moved.len(), to] {
            let Some(part) = self.parts.get(place) else { continue };
            let mut space = part.lead;
            if let Some(before) = place.checked_sub(1).and_then(|before| self.parts.get(before)) {
                space.merge(before.trail);
            }
            if let Some(slab) = self.slabs.get_mut(part.slabs.start).filter(|_| !part.slabs.is_empty()) {
                slab.space = space;
            }
        }
    }
}
