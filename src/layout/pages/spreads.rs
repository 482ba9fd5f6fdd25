//! Columns that face one another, on a page or on the two pages of a spread, should end on one line. Book typographers let both
//! pages of a spread run a line short where one of them has to.

use super::geometry::Geometry;
use crate::layout::vertical::Cost;
use crate::units::Length;

/// Columns that end on another line than those beside them. Dearer than a last page of a few lines, cheaper than any break that
/// the eye stumbles over.
pub(super) const UNEVEN: Cost = 40_000;

/// The most lines by which the spaces of a column grow to twice what they are.
const TWICE: i64 = 2;

/// The most lines by which they grow by half.
const BY_HALF: i64 = 4;

/// Differences that nobody sees, as a share of a line.
const UNSEEN: i64 = 16;

/// The columns of a page or spread, and the first of them that a segment fills.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spread {
    columns: usize,
    before: usize,
    foot: Foot,
}

/// Where columns end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Foot {
    /// Each where its last line falls.
    Ragged,
    /// On one line.
    Flush,
}

impl Spread {
    /// Columns that end where their last line falls.
    pub(super) const RAGGED: Self = Self { columns: 1, before: 0, foot: Foot::Ragged };

    #[cfg(test)]
    pub(super) const FACING: Self = Self { columns: 2, before: 1, foot: Foot::Flush };

    /// That in which the page at this place from 0 stands, whose columns are all still empty.
    pub(super) fn of(geometry: &Geometry, page: usize) -> Self {
        let facing = geometry.two_sided;
        // The first page is a right-hand one.
        let before = if facing && geometry.is_recto(page) { geometry.columns } else { 0 };
        Self { columns: if facing { geometry.columns * 2 } else { geometry.columns }, before, foot: Foot::Flush }
    }

    /// By how much the spaces of a column, `spaces` in all, may grow so that it ends where its neighbours end.
    pub(super) fn most_stretch(self, spaces: Length, line: Length) -> Length {
        match self.foot {
            Foot::Ragged => Length::ZERO,
            Foot::Flush => (spaces / 2).min(line * BY_HALF).max(spaces.min(line * TWICE)),
        }
    }

    /// Whether columns end each for itself.
    pub(super) fn is_ragged(self) -> bool {
        self.foot == Foot::Ragged
    }

    /// How many heights its columns may have together, each a line less than the one before.
    pub(super) fn levels(self) -> usize {
        if self.columns > 1 { 2 } else { 1 }
    }

    /// By how much the foot of columns is raised at a level.
    pub(super) fn raised(self, level: usize, line: Length) -> Length {
        line * i64::try_from(level).unwrap_or(0)
    }

    /// Whether a segment's first column has no other beside it.
    fn opens_alone(self) -> bool {
        self.before + 1 == self.columns
    }

    /// What it costs that a column, the one that begins with that slab, ends `left` above the line that its neighbours end on.
    pub(super) fn unevenness(self, first_slab: usize, left: Length, line: Length) -> Cost {
        let alone = self.columns == 1 || (first_slab == 0 && self.opens_alone());
        if alone || left <= line / UNSEEN { 0 } else { UNEVEN }
    }
}

/// Where a column stands, as far as that makes a difference: one of the first, which something stands above, or a place in a
/// spread.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seats {
    spread: Spread,
    /// The columns that something stands above.
    below_head: usize,
}

impl Seats {
    /// Of a segment.
    pub(super) fn new(spread: Spread, below_head: usize) -> Self {
        Self { spread, below_head }
    }

    /// How many there are.
    pub(super) fn count(self) -> usize {
        self.below_head + self.spread.columns
    }

    /// The seat of the column after so many others.
    pub(super) fn after(self, seat: usize, columns: usize) -> usize {
        let column = seat + columns;
        match column.checked_sub(self.below_head) {
            Some(free) => self.below_head + free % self.spread.columns,
            None => column,
        }
    }

    /// Whether the column is the first of its spread.
    pub(super) fn begins(self, seat: usize) -> bool {
        (self.spread.before + seat).is_multiple_of(self.spread.columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_grow_to_twice_what_they_are_where_they_are_small_and_by_half_where_they_are_large() {
        let line = Length::points(10);
        for (spaces, most) in [(5, 5), (20, 20), (30, 20), (60, 30), (80, 40), (200, 40)] {
            assert_eq!(Spread::FACING.most_stretch(Length::points(spaces), line), Length::points(most), "{spaces}");
        }
        assert_eq!(Spread::RAGGED.most_stretch(Length::points(80), line), Length::ZERO);
    }
}
