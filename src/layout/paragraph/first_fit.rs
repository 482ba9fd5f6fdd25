//! Line by line, each as full as it gets: what word processors do.

use super::breakpoints::{BreakKind, Breakpoint};
use super::knuth_plass::Measure;

/// The breaks of which every line holds as much as it can without its spaces getting narrower, as places in `points`.
pub(super) fn first_fit(measure: &Measure<'_>, points: &[Breakpoint]) -> Vec<usize> {
    let mut breaks = vec![0];
    let (mut start, mut fits) = (0, None);
    let mut place = 1;
    while let (Some(from), Some(to)) = (points.get(start), points.get(place)) {
        let line = u32::try_from(breaks.len() - 1).unwrap_or(u32::MAX);
        let fit = measure.fit(from, to, line);
        let ends = if fit.excess >= 0 {
            fits = Some(place);
            to.kind == BreakKind::Forced
        } else {
            true
        };
        if ends {
            // What fits nowhere stands on a line of its own.
            start = fits.take().unwrap_or(place);
            breaks.push(start);
            place = start;
        }
        place += 1;
    }
    breaks
}
