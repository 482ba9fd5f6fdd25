//! Choosing line breaks for a whole paragraph at once (Knuth and Plass, "Breaking Paragraphs into Lines", 1981; TeX: The
//! Program §813–890), in integers.

use super::breakpoints::{BreakKind, Breakpoint};
use super::letters::{self, Effort};
use crate::units::Length;

/// Widths of everything before a cluster, so that the measure of a line is a difference of two.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    /// Natural width.
    pub(super) width: i64,
    /// By how much its spaces may grow without looking wide.
    pub(super) stretch: i64,
    /// By how much they may shrink.
    pub(super) shrink: i64,
    /// Width of the glyphs that may be expanded.
    pub(super) expandable: i64,
}

/// What the breaker needs to know of a paragraph.
pub(super) struct Measure<'a> {
    /// One sum more than there are clusters.
    pub(super) sums: &'a [Sum],
    /// Width of the first line, or lines.
    pub(super) first: Length,
    /// How many lines have that width.
    pub(super) short: u32,
    /// Width of all others.
    pub(super) width: Length,
    /// Thousandths by which glyphs may be widened or narrowed.
    pub(super) expansion: i64,
    /// `None` for straight margins; for ragged ones what a line may lack before it looks short.
    pub(super) rag: Option<Length>,
    /// A last line shorter than this is a runt.
    pub(super) runt: Length,
    /// What is asked of letters.
    pub(super) effort: Effort,
    /// How many lines there should be.
    pub(super) lines: Lines,
}

/// How many lines a paragraph should have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// As many as come out best.
    Best,
    /// So many more (or fewer) than come out best, or as near to that as can be had: TeX's `\looseness`.
    More(i8),
    /// So many and no others.
    Exactly(u32),
}

/// A way of breaking a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Way {
    /// The places at which lines end, with the paragraph's beginning in front.
    pub(super) breaks: Vec<usize>,
    /// What is wrong with it, in the measure of TeX.
    pub(super) demerits: i64,
}

/// How a line comes out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Fit {
    /// What is left over of the line's width; negative where it is too wide.
    pub(super) excess: i64,
    /// Thousandths of the stretch or (negative) shrink that its spaces need after the glyphs have done their part.
    pub(super) ratio: i64,
}

/// Ratios beyond this are all equally bad.
const WORST: i64 = 50_000;
/// The least ratio of a line without spaces that is not full: worse than spaces of six times their width. One that lacks half of
/// itself is as bad as can be.
const STIFF: i64 = 12_000;
/// The tightest lines there are where nothing better is to be had, in thousandths of their shrink.
pub(super) const TIGHTEST: i64 = 1_500;

impl Measure<'_> {
    /// The width of a line, counted from 0.
    fn width_of(&self, line: u32) -> Length {
        if line < self.short { self.first } else { self.width }
    }

    /// How the line from one breakpoint to another comes out.
    ///
    /// `line` is the number of the line, from 0.
    pub(super) fn fit(&self, from: &Breakpoint, to: &Breakpoint, line: u32) -> Fit {
        let at = |i: usize| self.sums.get(i).copied().unwrap_or_default();
        let (a, b) = (at(from.start), at(to.end.max(from.start)));
        let width = self.width_of(line);
        let natural = b.width - a.width + (to.added - from.hang_start - to.hang_end).0;
        let excess = width.0 - natural;
        let ratio = if let Some(rag) = self.rag {
            if excess >= 0 { ratio(excess, rag.0) } else { -WORST }
        } else {
            let (stretch, shrink) = (b.stretch - a.stretch - to.unused.0, b.shrink - a.shrink - to.unused.1);
            let give = if excess >= 0 { stretch } else { shrink };
            let expandable = b.expandable - a.expandable;
            let scale = letters::scale(excess, give, expandable, self.expansion, self.effort);
            let rest = (excess - expandable * scale / 1000).abs();
            match () {
                // Nothing can fill it, as in the midst of a long address: the fuller, the better.
                () if excess >= 0 && give <= 0 && rest > 0 => (STIFF + ratio(rest * 10, width.0)).min(WORST),
                () if excess >= 0 => ratio(rest, give),
                () => -ratio(rest, give),
            }
        };
        Fit { excess, ratio }
    }
}

fn ratio(part: i64, whole: i64) -> i64 {
    if part <= 0 {
        0
    } else if whole <= 0 {
        WORST
    } else {
        (part.saturating_mul(1000) / whole).min(WORST)
    }
}

/// A way of breaking the paragraph up to some breakpoint that may still turn out best.
#[derive(Clone, Copy, Debug)]
struct Node {
    point: usize,
    previous: Option<usize>,
    fitness: Fitness,
    /// Hyphens at the ends of the lines that end here, in a row.
    hyphens: u8,
    demerits: i64,
    /// Lines so far.
    lines: u32,
}

impl Node {
    /// The demerits with the most that the next line can add on account of this one.
    fn at_most(&self) -> i64 {
        let hyphen = match self.hyphens {
            0 => 0,
            1 => DOUBLE_HYPHEN + FINAL_HYPHEN + FRAGMENT,
            _ => TRIPLE_HYPHEN + FRAGMENT,
        };
        self.demerits.saturating_add(MISMATCH + hyphen)
    }
}

/// How tight or loose a line looks. Neighbours should not differ much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fitness {
    Tight,
    Decent,
    Loose,
    VeryLoose,
}

impl Fitness {
    fn of(ratio: i64) -> Self {
        match ratio {
            ..-500 => Self::Tight,
            -500..=500 => Self::Decent,
            501..=1000 => Self::Loose,
            _ => Self::VeryLoose,
        }
    }

    fn far_from(self, other: Self) -> bool {
        (self as i8 - other as i8).abs() > 1
    }
}

/// Demerits of two hyphens in a row, as TeX's `\doublehyphendemerits`.
const DOUBLE_HYPHEN: i64 = 10_000;
/// A third hyphen in a row is worse than any loose line of a reasonable measure.
const TRIPLE_HYPHEN: i64 = 50_000_000;
/// Demerits of neighbours that look different, as TeX's `\adjdemerits`.
const MISMATCH: i64 = 10_000;
/// Demerits of a hyphen at the end of the last line but one, as TeX's `\finalhyphendemerits`.
const FINAL_HYPHEN: i64 = 5_000;
/// Demerits of a last line that is very short.
const RUNT: i64 = 20_000;
/// Demerits of a last line that has nothing but the end of a word (Chicago Manual of Style, "Word division"): worse than
/// several loose lines.
const FRAGMENT: i64 = 100_000;

/// The best way of breaking, as places in `points` (which begins with the start of the paragraph and ends with its end), if
/// every line can be had with a ratio of at most `tolerance`. With `always` there is a result in any case; lines that are too wide
/// even so are left for the caller to find.
pub(super) fn best(measure: &Measure<'_>, points: &[Breakpoint], tolerance: i64, always: bool) -> Option<Way> {
    let mut nodes =
        vec![Node { point: 0, previous: None, fitness: Fitness::Decent, hyphens: 0, demerits: 0, lines: 0 }];
    let mut active: Vec<usize> = vec![0];
    let tightest = if measure.effort == Effort::Utmost { TIGHTEST } else { 1_000 };
    let mut candidates: Vec<Node> = Vec::new();
    let last = points.len().checked_sub(1)?;
    let last_word = points.iter().rposition(|point| point.kind == BreakKind::Plain).unwrap_or(0);
    for (place, to) in points.iter().enumerate().skip(1) {
        candidates.clear();
        let mut widest: Option<usize> = None;
        active.retain(|&index| {
            let Some(node) = nodes.get(index) else { return false };
            let Some(from) = points.get(node.point) else { return false };
            let fit = measure.fit(from, to, node.lines);
            let too_wide = fit.ratio < -tightest;
            if !too_wide {
                let ends = to.kind == BreakKind::Forced;
                let ratio = if ends && fit.excess > 0 { 0 } else { fit.ratio };
                if ratio <= tolerance {
                    let mut demerits =
                        node.demerits.saturating_add(cost(measure, node, to, ratio, &fit, place == last));
                    if place == last && from.kind == BreakKind::Hyphenated && node.point > last_word {
                        demerits += FRAGMENT;
                    }
                    let fitness = Fitness::of(ratio);
                    let hyphens = if to.kind.is_hyphen() { node.hyphens.saturating_add(1) } else { 0 };
                    let lines = node.lines + 1;
                    let new = Node { point: place, previous: Some(index), fitness, hyphens, demerits, lines };
                    // As long as the number of lines is free and the lines to come are as wide either way, only the best way to get
                    // here counts.
                    let rival = |known: &&mut Node| {
                        known.fitness == fitness
                            && known.hyphens.min(2) == hyphens.min(2)
                            && (measure.lines == Lines::Best || known.lines == lines)
                            && known.lines.min(measure.short) == lines.min(measure.short)
                    };
                    match candidates.iter_mut().find(rival) {
                        Some(known) if known.demerits <= demerits => {}
                        Some(known) => *known = new,
                        None => candidates.push(new),
                    }
                }
            }
            let keep = !too_wide && to.kind != BreakKind::Forced;
            if !keep {
                widest = Some(index);
            }
            keep
        });
        if active.is_empty() && candidates.is_empty() {
            if !always {
                return None;
            }
            // The last way that was possible until now: its line is too wide, but there is no other.
            let index = widest?;
            let node = *nodes.get(index)?;
            let demerits = node.demerits.saturating_add(1 << 40);
            let lines = node.lines + 1;
            let previous = Some(index);
            candidates.push(Node { point: place, previous, fitness: Fitness::Tight, hyphens: 0, demerits, lines });
        }
        let least = candidates.iter().map(Node::at_most).min().unwrap_or(0);
        for candidate in candidates.drain(..) {
            // What is worse even than the best with all that its neighbour can add to it will never win.
            if measure.lines != Lines::Best || measure.short > 1 || candidate.demerits <= least {
                active.push(nodes.len());
                nodes.push(candidate);
            }
        }
    }
    let ends = || active.iter().filter_map(|&i| nodes.get(i)).filter(|node| node.point == last);
    let mut node = ends().min_by_key(|node| node.demerits)?;
    let demerits = |node: &&Node| node.demerits;
    node = match measure.lines {
        Lines::Best => node,
        Lines::More(more) => {
            let wanted = node.lines.saturating_add_signed(i32::from(more));
            ends().min_by_key(|node| (node.lines.abs_diff(wanted), node.demerits))?
        }
        Lines::Exactly(wanted) => ends().filter(|node| node.lines == wanted).min_by_key(demerits)?,
    };
    let demerits = node.demerits;
    let mut breaks = vec![node.point];
    while let Some(previous) = node.previous.and_then(|i| nodes.get(i)) {
        breaks.push(previous.point);
        node = previous;
    }
    breaks.reverse();
    Some(Way { breaks, demerits })
}

fn cost(measure: &Measure<'_>, node: &Node, to: &Breakpoint, ratio: i64, fit: &Fit, last: bool) -> i64 {
    // TeX's badness: 100 r³, here with r in thousandths.
    let r = ratio.abs();
    let badness = (r.saturating_mul(r).saturating_mul(r) / 10_000_000).min(1_000_000_000);
    let mut demerits = (10 + badness).saturating_mul(10 + badness).min(1 << 38);
    demerits += to.penalty * to.penalty;
    if node.fitness.far_from(Fitness::of(ratio)) {
        demerits += MISMATCH;
    }
    if to.kind.is_hyphen() {
        demerits += match node.hyphens {
            0 => 0,
            1 => DOUBLE_HYPHEN,
            _ => TRIPLE_HYPHEN,
        };
    }
    if last {
        if node.hyphens > 0 {
            demerits += FINAL_HYPHEN;
        }
        let width = measure.width_of(node.lines);
        if node.lines > 0 && fit.excess > (width - measure.runt).0 {
            demerits += RUNT;
        }
    }
    demerits
}

#[cfg(test)]
mod tests;
