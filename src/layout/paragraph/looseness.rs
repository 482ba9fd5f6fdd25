//! Another number of lines than comes out best, for the sake of the page (TeX's `\looseness`), within the limits of good spacing.

use super::Paragraph;
use super::breakpoints::BreakKind;
use super::knuth_plass::{Lines, Measure, best};
use super::passes::{Breaks, WITHOUT_HYPHENS, has_ladder, pick};
use crate::style::{LineBreaking, TextAlign};

/// What it would take to set a paragraph in a line less or a line more: demerits for each of its lines. `None` where its words do
/// not allow it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pliancy {
    /// Of a line less.
    pub shorter: Option<i64>,
    /// Of a line more.
    pub longer: Option<i64>,
}

/// Paragraphs of fewer lines have nothing to give.
const FEWEST: usize = 4;
/// Nor have those of more lines, which no page holds as a whole: what it takes to find out grows with the square of them.
const MOST: usize = 100;
/// Of what the spaces and letters of a paragraph can grow in all, in thousandths, the most that a line more may take: beyond
/// that some line would be too loose nearly always.
const MOST_STRETCH: i64 = 400;

impl Paragraph<'_> {
    /// What can be had instead of these lines.
    pub(super) fn pliancy(&self, breaks: &Breaks) -> Pliancy {
        let style = self.style;
        let breaks = &breaks.points;
        let justified = style.text_align == TextAlign::Justify && style.line_breaking == LineBreaking::Optimal;
        let inner = breaks.get(1..breaks.len().saturating_sub(1)).unwrap_or_default();
        let free = inner.iter().all(|point| point.kind != BreakKind::Forced);
        if !(FEWEST + 1..=MOST + 1).contains(&breaks.len())
            || !justified
            || !free
            || style.looseness != 0
            || self.head > 0
        {
            return Pliancy::default();
        }
        let Ok(lines) = u32::try_from(breaks.len() - 1) else { return Pliancy::default() };
        let measure = self.measure();
        // What the sums alone all but rule out is not tried.
        let sum = self.sums.last().copied().unwrap_or_default();
        let at = |i: usize| self.sums.get(i).map_or(0, |sum| sum.width);
        let vanishing: i64 = breaks.iter().map(|point| at(point.start) - at(point.end.min(point.start))).sum();
        let natural = sum.width - vanishing;
        let letters = sum.expandable * measure.expansion / 1000;
        let hanging = style.font_size.0 / 4 * i64::from(lines);
        let room = |lines: u32| measure.first.0 + measure.width.0 * (i64::from(lines) - 1);
        let tight = natural - hanging <= room(lines - 1);
        let loose = natural + (sum.stretch + letters) * MOST_STRETCH / 1000 >= room(lines);
        let strain = |lines: u32| self.in_lines(lines).map(|(_, demerits)| demerits / i64::from(lines));
        Pliancy {
            shorter: tight.then(|| strain(lines - 1)).flatten(),
            longer: loose.then(|| strain(lines + 1)).flatten(),
        }
    }

    /// The breakpoints that make so many lines, none of them too tight or too loose, with their demerits.
    pub(super) fn in_lines(&self, lines: u32) -> Option<(Breaks, i64)> {
        let points = self.all();
        let measure = Measure { lines: Lines::Exactly(lines), ..self.measure() };
        let way = best(&measure, points, WITHOUT_HYPHENS, false)?;
        let chosen = pick(points, &way.breaks);
        (!has_ladder(&chosen)).then_some((Breaks { points: chosen, effort: measure.effort }, way.demerits))
    }
}
