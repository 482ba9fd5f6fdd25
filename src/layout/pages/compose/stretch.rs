//! Spaces that grow so that a column ends at its foot.

use std::ops::Range;

use crate::layout::vertical::{VerticalList, cost, share_frame};
use crate::units::Length;

/// What is still to be given to the spaces of a column, each of which grows in proportion to its width.
pub(super) struct Stretch {
    rest: Length,
    /// The spaces still to come that grow.
    spaces: Length,
    /// Which these are.
    growing: Growing,
}

/// Which spaces grow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Growing {
    /// What belongs together, such as a heading and its text, does not drift apart.
    Between,
    /// All do, where those would grow to more than twice what they are.
    All,
}

impl Stretch {
    /// That of the spaces between these slabs, in all.
    pub(super) fn new(list: &VerticalList, slabs: Range<usize>, whole: Length) -> Self {
        let slabs = if whole > Length::ZERO { slabs } else { 0..0 };
        let sum = |growing| slabs.clone().skip(1).map(|slab| elastic(list, slab, growing)).sum();
        let between: Length = sum(Growing::Between);
        let growing = if whole <= between { Growing::Between } else { Growing::All };
        Self { rest: whole, spaces: sum(growing), growing }
    }

    /// What the space above a slab gets.
    pub(super) fn above(&mut self, list: &VerticalList, slab: usize) -> Length {
        if self.rest <= Length::ZERO {
            return Length::ZERO;
        }
        let space = elastic(list, slab, self.growing);
        let share = self.rest.ratio(space.0, self.spaces.0.max(1));
        self.rest -= share;
        self.spaces -= space;
        share
    }
}

/// The space above a slab, as far as it may grow: what is framed keeps its spaces.
fn elastic(list: &VerticalList, slab: usize, growing: Growing) -> Length {
    let at = |slab: usize| list.slabs.get(slab);
    let (Some(own), Some(above)) = (at(slab), slab.checked_sub(1).and_then(at)) else { return Length::ZERO };
    let kept = growing == Growing::Between && own.cost >= cost::KEEP;
    if kept || share_frame(&list.frames, above.frame, own.frame) { Length::ZERO } else { own.space.length() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::vertical::Slab;

    #[test]
    fn a_heading_stays_with_its_text_while_the_space_above_it_grows() {
        let mut list = VerticalList::default();
        let line = || Slab { height: Length::points(10), ..Slab::default() };
        list.push(line());
        list.space(Length::points(20));
        list.push(line());
        list.space(Length::points(10));
        list.cost(cost::KEEP);
        list.push(line());
        let grown = |whole| {
            let mut stretch = Stretch::new(&list, 0..3, Length::points(whole));
            [1, 2].map(|slab| stretch.above(&list, slab))
        };
        assert_eq!(grown(15), [15, 0].map(Length::points));
        assert_eq!(grown(24), [16, 8].map(Length::points));
        assert_eq!(grown(0), [Length::ZERO; 2]);
    }
}
