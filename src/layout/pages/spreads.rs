//! Columns that face one another, on a page or on the two pages of a spread, should end on one line. Book typographers let both
//! pages of a spread run a line short where one of them has to.

use super::geometry::Geometry;
use crate::layout::vertical::Cost;
use crate::units::Length;

/// Columns that end on another line than those beside them. Dearer than a last page of a few lines, cheaper than any break that
/// the eye stumbles over.
pub(super) const UNEVEN: Cost = 40_000;

/// The most by which the spaces of a column grow, in lines.
const MOST_STRETCH: i64 = 2;

/// Differences that nobody sees, as a share of a line.
const UNSEEN: i64 = 16;

/// The columns of a page or spread, and the first of them that a segment fills.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spread {
    columns: usize,
    before: usize,
    /// By how many lines the spaces of a column may grow in all.
    stretch: i64,
}

impl Spread {
    /// Columns that end where their last line falls.
    pub(super) const RAGGED: Self = Self { columns: 1, before: 0, stretch: 0 };

    #[cfg(test)]
    pub(super) const FACING: Self = Self { columns: 2, before: 1, stretch: MOST_STRETCH };

    /// That in which the page at this place from 0 stands, whose columns are all still empty.
    pub(super) fn of(geometry: &Geometry, page: usize) -> Self {
        let facing = geometry.two_sided;
        // The first page is a right-hand one.
        let before = if facing && geometry.is_recto(page) { geometry.columns } else { 0 };
        Self { columns: if facing { geometry.columns * 2 } else { geometry.columns }, before, stretch: MOST_STRETCH }
    }

    /// By how much the spaces of a column may grow in all, so that it ends where its neighbours end.
    pub(super) fn most_stretch(self, line: Length) -> Length {
        line * self.stretch
    }

    /// Whether columns end each for itself.
    pub(super) fn is_ragged(self) -> bool {
        self.stretch == 0
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
