//! Lines of nearly one width, for titles and captions (CSS Text 4 §6.4.3, `text-wrap: balance`).

use super::breakpoints::Breakpoint;
use super::first_fit::first_fit;
use super::knuth_plass::Measure;
use super::passes::pick;
use crate::units::Length;

/// The breaks of which the widest line is as narrow as it gets without a line more, as places in `points`; `None` where something is
/// too wide for any line, or where the margins are to be straight.
pub(super) fn balanced(measure: &Measure<'_>, points: &[Breakpoint]) -> Option<Vec<usize>> {
    measure.rag?;
    let full = first_fit(measure, points);
    let chosen = pick(points, &full);
    let overfull = chosen.windows(2).zip(0..).any(|(pair, line)| match pair {
        [from, to] => measure.fit(from, to, line).excess < 0,
        _ => false,
    });
    if overfull {
        return None;
    }
    // Line by line makes the fewest lines there are for a width, so that the most that can be cut off it is found by halving.
    let mut breaks = full;
    let (mut cut, mut too_much) = (0, measure.width.min(measure.first).0);
    while too_much - cut > 1 {
        let middle = Length(cut + (too_much - cut) / 2);
        let narrower = Measure { width: measure.width - middle, first: measure.first - middle, ..*measure };
        let found = first_fit(&narrower, points);
        if found.len() == breaks.len() {
            (breaks, cut) = (found, middle.0);
        } else {
            too_much = middle.0;
        }
    }
    Some(breaks)
}
