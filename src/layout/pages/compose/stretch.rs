//! Spaces that grow so that a column ends at its foot.

use std::ops::Range;

use crate::layout::vertical::{VerticalList, share_frame};
use crate::units::Length;

/// What is still to be given to the spaces of a column, each of which grows in proportion to its width.
pub(super) struct Stretch {
    rest: Length,
    /// The spaces still to come.
    spaces: Length,
}

impl Stretch {
    /// That of the spaces between these slabs, in all.
    pub(super) fn new(list: &VerticalList, slabs: Range<usize>, whole: Length) -> Self {
        let grows = whole > Length::ZERO;
        let spaces = slabs.skip(1).filter(|_| grows).map(|slab| elastic(list, slab)).sum();
        Self { rest: whole, spaces }
    }

    /// What the space above a slab gets.
    pub(super) fn above(&mut self, list: &VerticalList, slab: usize) -> Length {
        if self.rest <= Length::ZERO {
            return Length::ZERO;
        }
        let space = elastic(list, slab);
        let share = self.rest.ratio(space.0, self.spaces.0.max(1));
        self.rest -= share;
        self.spaces -= space;
        share
    }
}

/// The space above a slab, as far as it may grow: what is framed keeps its spaces.
fn elastic(list: &VerticalList, slab: usize) -> Length {
    let at = |slab: usize| list.slabs.get(slab);
    let (Some(own), Some(above)) = (at(slab), slab.checked_sub(1).and_then(at)) else { return Length::ZERO };
    if share_frame(&list.frames, above.frame, own.frame) { Length::ZERO } else { own.space.length() }
}
