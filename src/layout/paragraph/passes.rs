//! The passes over a paragraph: without hyphens, with them and letters that help, and in distress (TeX: The Program §863).

use std::borrow::Cow;

use super::balance::balanced;
use super::breakpoints::{BreakKind, Breakpoint};
use super::first_fit::first_fit;
use super::knuth_plass::{Lines, Measure, best};
use super::letters::Effort;
use super::{Paragraph, opening, shorten};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::style::{LineBreaking, TextAlign};
use crate::units::Length;

/// The loosest lines, in thousandths of their stretch, with which no hyphenation is tried: word spaces of 1.5 of their width.
pub(super) const WITHOUT_HYPHENS: i64 = 1_000;
/// The loosest lines with which hyphenation is enough: word spaces of 1.55 of their width, not quite half as wide again as most
/// are, rather than one hyphen more.
const WITH_HYPHENS: i64 = 1_100;
/// The same for ragged lines, whose ratio is what they lack at their end.
const RAGGED_WITH_HYPHENS: i64 = 2_500;
/// Columns narrower than this, in tenths of an em, ask more of letters before a word is cut.
const NARROW: i64 = 285;
/// No limit.
const ANY: i64 = 50_000;

/// How a paragraph is broken.
#[derive(Clone, Debug, Default)]
pub(super) struct Breaks {
    /// The places at which its lines end, with the paragraph's beginning in front.
    pub(super) points: Vec<Breakpoint>,
    /// What its letters have to do for it.
    pub(super) effort: Effort,
}

impl Breaks {
    /// How many lines there are.
    pub(super) fn lines(&self) -> usize {
        self.points.len().saturating_sub(1)
    }
}

impl Paragraph<'_> {
    /// How its lines come out best.
    pub(super) fn break_lines(&self, diagnostics: &mut Diagnostics) -> Breaks {
        let measure = self.measure();
        let plain = self.plain();
        match opening::behind(plain, self.head).filter(|_| self.head > 0) {
            Some((first, behind)) => {
                let mut breaks = self.break_between(behind, opening::rest(&measure), diagnostics);
                breaks.points.insert(0, first);
                breaks
            }
            None => self.break_between(plain, measure, diagnostics),
        }
    }

    pub(super) fn measure(&self) -> Measure<'_> {
        let justified = self.style.text_align == TextAlign::Justify;
        let em = self.style.font_size;
        Measure {
            sums: &self.sums,
            first: self.width - self.style.text_indent,
            short: self.indented_lines(),
            width: self.width,
            expansion: i64::from(self.style.expansion.min(50)),
            rag: (!justified).then(|| (em * 3).min(self.width / 6).max(Length(1))),
            runt: (self.style.text_indent + em).max(em * 2),
            effort: Effort::Ordinary,
            lines: match self.style.looseness {
                0 => Lines::Best,
                more => Lines::More(more),
            },
        }
    }

    /// Whether its lines hold so few words that they would be cut too often.
    fn is_narrow(&self) -> bool {
        self.width < self.style.font_size.ratio(NARROW, 10)
    }

    /// The chosen ones of these breakpoints and of those that hyphens add between them, the first and the last among them.
    fn break_between(&self, plain: &[Breakpoint], measure: Measure<'_>, diagnostics: &mut Diagnostics) -> Breaks {
        let finder = self.finder();
        let may_hyphenate = self.style.hyphens || !self.inlines.soft_hyphens.is_empty();
        let optimal = self.style.line_breaking != LineBreaking::FirstFit;
        if self.style.line_breaking == LineBreaking::Balanced
            && let Some(breaks) = balanced(&measure, plain)
        {
            return Breaks { points: pick(plain, &breaks), effort: Effort::Ordinary };
        }
        let (without, with) = match measure.rag {
            None => (WITHOUT_HYPHENS, WITH_HYPHENS),
            Some(rag) => {
                let zone = self.width.ratio(i64::from(self.style.hyphenate_limit_zone), 1000);
                let without = zone.0.saturating_mul(1000) / rag.0.max(1);
                (without, RAGGED_WITH_HYPHENS.max(without))
            }
        };
        // Another number of lines than the best is not to be had without trouble: hyphens at once.
        if optimal
            && measure.lines == Lines::Best
            && let Some(way) = best(&measure, plain, without, false)
        {
            return Breaks { points: pick(plain, &way.breaks), effort: measure.effort };
        }
        let helping = if self.is_narrow() { Effort::Great } else { Effort::Ordinary };
        let points = if self.head > 0 { self.with_hyphens(plain).into() } else { Cow::Borrowed(self.all()) };
        if optimal
            && may_hyphenate
            && let Some(way) = best(&Measure { effort: helping, ..measure }, &points, with, false)
        {
            let chosen = pick(&points, &way.breaks);
            if !has_ladder(&chosen) {
                return Breaks { points: chosen, effort: helping };
            }
        }
        let narrow = self.width.min(measure.first);
        let too_wide = |start: usize, end: usize| {
            let at = |i: usize| self.sums.get(i).map_or(0, |sum| sum.width);
            at(end.max(start)) - at(start) > narrow.0
        };
        let points = finder.with_emergency(&points, too_wide);
        let measure = Measure { effort: Effort::Utmost, ..measure };
        let breaks = if optimal {
            let good = best(&measure, &points, with, false);
            let good = good.filter(|way| !has_ladder(&pick(&points, &way.breaks)));
            good.or_else(|| best(&measure, &points, ANY, true)).map(|way| way.breaks)
        } else {
            Some(first_fit(&measure, &points))
        };
        let points = breaks.map_or_else(|| points.clone(), |breaks| pick(&points, &breaks));
        self.report_cut_words(&points, diagnostics);
        Breaks { points, effort: measure.effort }
    }

    fn report_cut_words(&self, chosen: &[Breakpoint], diagnostics: &mut Diagnostics) {
        for point in chosen.iter().filter(|point| point.kind == BreakKind::Emergency) {
            let word = self.word_at(point.at);
            let shown = self.inlines.text.get(word.clone()).unwrap_or("");
            let message = format!("“{}” is wider than its line and was cut", shorten(shown));
            let diagnostic =
                Diagnostic::warning("overfull-line", message).help("put soft hyphens (&shy;) where it may be broken");
            diagnostics.push(self.at_source(diagnostic, word));
        }
    }
}

/// Whether three lines in a row end in a hyphen.
pub(super) fn has_ladder(chosen: &[Breakpoint]) -> bool {
    chosen.windows(3).any(|run| run.iter().all(|point| point.kind.is_hyphen()))
}

pub(super) fn pick(points: &[Breakpoint], places: &[usize]) -> Vec<Breakpoint> {
    places.iter().filter_map(|&place| points.get(place).copied()).collect()
}
