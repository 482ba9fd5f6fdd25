//! What speaks against a column: room left empty, too little text, pictures made smaller.

use super::{Room, Unit};
use crate::layout::pages::looseness::Reset;
use crate::layout::vertical::{Cost, cost};
use crate::units::Length;

/// Pictures as small as they may become: a page of them is no worse than one on which ten lines are missing.
const SMALLEST: Cost = 100_000;

/// A line that a column could hold and does not. So dear that columns do not share what has to be missing from one of them, up to half
/// a page: one that runs short for a reason is better than several that do for none.
const WASTE: Cost = 40_000;

/// Every column with such lines, so that they are missing from few.
const WASTEFUL: Cost = 5_000;

/// The cost of `short` of room left at the foot of a column.
pub(super) fn shortage(short: Length, line: Length) -> Cost {
    let sixteenths = short.at_least_zero().0.saturating_mul(16) / line.0.max(1);
    sixteenths.saturating_mul(sixteenths).saturating_mul(4)
}

/// What it costs besides when the column could hold more, and neither do its spaces grow nor its neighbours run short with it.
pub(super) fn waste(idle: Length, line: Length) -> Cost {
    let lines = idle.at_least_zero().0 / line.0.max(1);
    if lines > 0 { lines * WASTE + WASTEFUL } else { 0 }
}

/// What a column that begins with each slab holds at least: the slab and all that must not be parted from it, with pictures made
/// as low as they may be.
pub(super) fn bound(units: &[Unit]) -> Vec<Length> {
    let mut found = vec![Length::ZERO; units.len()];
    let mut below = Length::ZERO;
    for (unit, found) in units.iter().zip(&mut found).rev() {
        *found = unit.space + unit.height - unit.shrink + below;
        below = if unit.cost < cost::KEEP { Length::ZERO } else { *found };
    }
    found
}

/// Lines that make a last column look like one.
const FEW: i64 = 5;

/// What it costs when one of them is missing; the cost grows with the square.
const FORSAKEN: Cost = 2_500;

/// A last column with few lines looks forsaken. Where columns end each for itself, another one runs short so that it has four.
pub(super) fn lonely(height: Length, room: Room) -> Cost {
    let missing = (FEW - height.0 / room.line.0.max(1)).max(0);
    let waste = if room.spread.is_ragged() { WASTE } else { 0 };
    missing * missing * FORSAKEN + (missing - 1).max(0) * waste
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
