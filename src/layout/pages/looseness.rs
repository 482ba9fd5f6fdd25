//! Paragraphs that give a page what it lacks: set in a line less or a line more than comes out best (TeX's `\looseness`).

use rayon::prelude::*;

use super::breaking::Unit;
use crate::layout::vertical::{Cost, Pliant, Slab, VerticalList, replace_lines};
use crate::units::Length;

/// Sets a paragraph in so many lines.
pub(in crate::layout) type Resetter<'a> = dyn Fn(&Pliant, usize) -> Option<Vec<Slab>> + Sync + 'a;

/// What it costs besides what is seen in the lines: two pages would rather run a line short together than have a paragraph set
/// much worse than need be.
const STRAIN: Cost = 500;

/// What a paragraph can give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Give {
    /// Its lines.
    lines: usize,
    /// The height of a line.
    line: Length,
    /// What it costs to set it in a line less.
    shorter: Option<Cost>,
    /// What it costs to set it in a line more.
    longer: Option<Cost>,
}

impl Give {
    /// What the paragraph can give of which the slab is the first line.
    pub(super) fn of(slab: &Slab) -> Option<Self> {
        let pliant = slab.pliant.as_deref()?;
        let cost = |demerits: Option<i64>| demerits.map(|demerits| STRAIN + demerits / 4);
        let (shorter, longer) = (cost(pliant.pliancy.shorter), cost(pliant.pliancy.longer));
        Some(Self { lines: pliant.lines, line: slab.height, shorter, longer })
    }

    #[cfg(test)]
    pub(super) fn new(lines: usize, line: Length, shorter: Option<Cost>, longer: Option<Cost>) -> Self {
        Self { lines, line, shorter, longer }
    }

    /// How many lines it has.
    pub(super) fn lines(&self) -> usize {
        self.lines
    }
}

/// A line less or a line more for a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    Shorter,
    Longer,
}

/// A paragraph to be set in another number of lines; its last line is the unit `last`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reset {
    last: u32,
    change: Change,
}

impl Reset {
    fn give(self, units: &[Unit]) -> Option<&Give> {
        units.get(self.last as usize)?.give.as_ref()
    }

    /// By how much the paragraph grows.
    pub(super) fn growth(self, units: &[Unit]) -> Length {
        let line = self.give(units).map_or(Length::ZERO, |give| give.line);
        match self.change {
            Change::Shorter => Length::ZERO - line,
            Change::Longer => line,
        }
    }

    /// What that costs.
    pub(super) fn cost(self, units: &[Unit]) -> Cost {
        let give = self.give(units);
        let cost = match self.change {
            Change::Shorter => give.and_then(|give| give.shorter),
            Change::Longer => give.and_then(|give| give.longer),
        };
        cost.unwrap_or(0)
    }

    /// The first slab of the paragraph, and how many lines it is to have.
    pub(super) fn paragraph(self, units: &[Unit]) -> (usize, usize) {
        let lines = self.give(units).map_or(0, |give| give.lines);
        let wanted = match self.change {
            Change::Shorter => lines.saturating_sub(1),
            Change::Longer => lines + 1,
        };
        ((self.last as usize + 1).saturating_sub(lines), wanted)
    }
}

/// What the paragraphs of a column have to offer: for a line less and for a line more the one that suffers least, with its line and
/// what that costs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Offers {
    shorter: Option<(Cost, Length, u32)>,
    longer: Option<(Cost, Length, u32)>,
}

impl Offers {
    /// Adds a paragraph whose last line is the slab `last`, if a column that begins with the slab `first` has all of it.
    pub(super) fn add(&mut self, give: &Give, first: usize, last: usize) {
        let Ok(place) = u32::try_from(last) else { return };
        if last + 1 < first + give.lines {
            return;
        }
        let cheaper = |known: &mut Option<(Cost, Length, u32)>, cost: Option<Cost>| {
            if let Some(cost) = cost.filter(|cost| known.is_none_or(|known| *cost < known.0)) {
                *known = Some((cost, give.line, place));
            }
        };
        cheaper(&mut self.shorter, give.shorter);
        cheaper(&mut self.longer, give.longer);
    }

    /// Those that fill a column which is so much too high (or too low, where that is less than zero) but for less than `line`.
    pub(super) fn helping(&self, excess: Length, line: Length) -> impl Iterator<Item = Reset> + use<> {
        let filled = |excess: Length| excess <= Length::ZERO && excess + line > Length::ZERO;
        let shorter = self.shorter.filter(|(_, own, _)| excess > Length::ZERO && filled(excess - *own));
        let longer = self.longer.filter(|(_, own, _)| filled(excess + *own));
        let of = |change| move |(_, _, last)| Reset { last, change };
        shorter.map(of(Change::Shorter)).into_iter().chain(longer.map(of(Change::Longer)))
    }
}

/// Sets paragraphs of a list anew: those that begin with these slabs, in so many lines each.
pub(super) fn apply(list: &mut VerticalList, resets: &[(usize, usize)], set: &Resetter<'_>) {
    let anew = |&(slab, lines): &(usize, usize)| {
        let pliant = list.slabs.get(slab)?.pliant.as_deref()?;
        Some((slab..slab + pliant.lines, set(pliant, lines)?))
    };

    let all: Vec<_> = resets.par_iter().filter_map(anew).collect();
    for (slabs, lines) in all {
        replace_lines(list.slabs.get_mut(slabs).unwrap_or_default(), lines);
    }
}
