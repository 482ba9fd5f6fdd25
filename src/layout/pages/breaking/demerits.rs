//! What speaks against a column: room left empty, too little text, pictures made smaller.

use super::Unit;
use crate::layout::pages::looseness::Reset;
use crate::layout::vertical::{Cost, cost};
use crate::units::Length;

/// Pictures as small as they may become: a page of them is no worse than one on which ten lines are missing.
const SMALLEST: Cost = 100_000;

/// The most lines that may be missing at the foot of a column without a reason that the reader sees, such as a picture overleaf.
const UNREASONED: i64 = 5;

/// More than that.
const GAP: Cost = 200_000;

/// The cost of `short` of room left at the foot of a column.
pub(super) fn shortage(short: Length, line: Length) -> Cost {
    let sixteenths = short.at_least_zero().0.saturating_mul(16) / line.0.max(1);
    sixteenths.saturating_mul(sixteenths).saturating_mul(4)
}

/// What it costs to leave so much room at the foot of a column, where more of what follows would stand there as well.
pub(super) fn gap(left: Length, line: Length) -> Cost {
    if left > line * UNREASONED { GAP } else { 0 }
}

/// What it takes to go on from the top of each slab to the next place at which a column may end without harm.
pub(super) fn onward(units: &[Unit]) -> Vec<Length> {
    to_next_end(units, cost::DISCOURAGED, |unit| unit.space + unit.height)
}

/// What a column that begins with each slab holds at least: the slab and all that must not be parted from it, with pictures made
/// as low as they may be.
pub(super) fn bound(units: &[Unit]) -> Vec<Length> {
    to_next_end(units, cost::KEEP, |unit| unit.space + unit.height - unit.shrink)
}

/// For each slab the heights from it to the next one above which a column may end for less than `limit`.
fn to_next_end(units: &[Unit], limit: Cost, height: fn(&Unit) -> Length) -> Vec<Length> {
    let mut found = vec![Length::ZERO; units.len()];
    let mut below = Length::ZERO;
    for (unit, found) in units.iter().zip(&mut found).rev() {
        *found = height(unit) + below;
        below = if unit.cost < limit { Length::ZERO } else { *found };
    }
    found
}

/// Lines that make a last column look like one.
const FEW: i64 = 5;

/// What it costs when one of them is missing; the cost grows with the square.
const FORSAKEN: Cost = 2_500;

/// A last column with few lines looks forsaken.
pub(super) fn lonely(height: Length, line: Length) -> Cost {
    let missing = (FEW - height.0 / line.0.max(1)).max(0);
    missing * missing * FORSAKEN
}

/// What is done for a column that would hold a little too much or too little.
#[derive(Clone, Copy)]
pub(super) enum Remedy {
    /// Nothing.
    None,
    /// A paragraph is set anew.
    Reset(Reset),
    /// Its pictures are made lower by so much in all.
    Shrink(Length),
}

impl Remedy {
    /// By how much its text grows.
    pub(super) fn growth(self, units: &[Unit]) -> Length {
        match self {
            Self::None => Length::ZERO,
            Self::Reset(reset) => reset.growth(units),
            Self::Shrink(by) => Length::ZERO - by,
        }
    }

    /// What that costs, where pictures may be made lower by `most`.
    pub(super) fn cost(self, units: &[Unit], most: Length) -> Cost {
        match self {
            Self::None => 0,
            Self::Reset(reset) => reset.cost(units),
            Self::Shrink(by) => {
                let share = 100 * by.0 / most.0.max(1);
                SMALLEST * share * share / 10_000
            }
        }
    }
}
