//! Figures of a layout's lines, and their table.

use crate::lines::{Pages, SetLine, SetParagraph};

/// Upper ends of the classes of word spaces, in natural widths.
const CLASSES: [f64; 8] = [0.7, 0.8, 0.9, 1.1, 1.25, 1.5, 2.0, f64::INFINITY];

/// What can be said of how a document is set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Report {
    /// Pages.
    pub(crate) pages: usize,
    /// Lines of running text.
    pub(crate) lines: usize,
    /// Those that reach both margins and have spaces.
    pub(crate) justified: usize,
    /// How many of them fall into each class of [`CLASSES`].
    pub(crate) classes: [usize; CLASSES.len()],
    /// The median of their spaces, in natural widths.
    pub(crate) median: f64,
    /// The standard deviation of their spaces over the median.
    pub(crate) spread: f64,
    /// Narrowest and widest.
    pub(crate) extremes: (f64, f64),
    /// The loosest lines, worst first: page from 1, space, text.
    pub(crate) loosest: Vec<(usize, f64, String)>,
    /// Lines that end in a hyphen.
    pub(crate) hyphenated: usize,
    /// Three or more such lines in a row: page from 1, text.
    pub(crate) ladders: Vec<(usize, String)>,
    /// Pages that end in a hyphen in the middle of a paragraph.
    pub(crate) page_hyphens: usize,
    /// Last lines narrower than two ems.
    pub(crate) runts: usize,
    /// Lines wider than their measure, as the diagnostics say.
    pub(crate) overfull: usize,
    /// Last lines of a paragraph alone at the head of a page.
    pub(crate) widows: usize,
    /// First lines alone at the foot.
    pub(crate) orphans: usize,
    /// Headings at the foot of a page.
    pub(crate) headings_at_foot: usize,
    /// Pages that are filled, but for a few lines.
    pub(crate) full: usize,
    /// How many of them end above the foot of the text.
    pub(crate) short: usize,
    /// Facing pages, both of them filled but for a few lines.
    pub(crate) spreads: usize,
    /// Those that end on different lines: pages of each, from 1.
    pub(crate) uneven: Vec<usize>,
}

/// A page on which less than this share of the deepest is empty counts as filled: chapters end higher.
const FILLED: f64 = 0.125;
/// Differences that nobody sees, in points.
const UNSEEN: f64 = 1.0;

impl Report {
    /// The figures of what stands on the pages; `overfull` is how many lines were reported to be too wide.
    #[must_use]
    pub(crate) fn new(pages: &Pages, overfull: usize) -> Self {
        let mut report = Self { pages: pages.count, overfull, ..Self::default() };
        report.headings_at_foot = pages.headings_at_foot;
        report.feet(&pages.feet);
        let mut ratios: Vec<f64> = Vec::new();
        for paragraph in &pages.paragraphs {
            report.paragraph(paragraph);
            for line in paragraph.justified_lines() {
                let Some(ratio) = line.space_ratio else { continue };
                ratios.push(ratio);
                report.loosest.push((line.page + 1, ratio, line.text.clone()));
            }
        }
        report.loosest.sort_by(|a, b| b.1.total_cmp(&a.1));
        report.loosest.truncate(10);
        ratios.sort_by(f64::total_cmp);
        report.justified = ratios.len();
        for ratio in &ratios {
            let class = CLASSES.iter().position(|end| ratio <= end).unwrap_or(CLASSES.len() - 1);
            report.classes[class] += 1;
        }
        if let (Some(first), Some(last)) = (ratios.first(), ratios.last()) {
            let count = ratios.len() as f64;
            report.extremes = (*first, *last);
            report.median = ratios[ratios.len() / 2];
            let mean = ratios.iter().sum::<f64>() / count;
            let variance = ratios.iter().map(|ratio| (ratio - mean).powi(2)).sum::<f64>() / count;
            report.spread = variance.sqrt() / report.median;
        }
        report
    }

    /// Where pages end. The first is a right-hand page, so that the second and the third face each other.
    fn feet(&mut self, feet: &[Option<f64>]) {
        let deepest = feet.iter().flatten().copied().fold(0.0, f64::max);
        let filled: Vec<Option<f64>> = feet.iter().map(|foot| foot.filter(|y| *y > deepest * (1.0 - FILLED))).collect();
        self.full = filled.iter().flatten().count();
        self.short = filled.iter().flatten().filter(|foot| deepest - **foot > UNSEEN).count();
        for (spread, facing) in filled.get(1..).unwrap_or_default().chunks(2).enumerate() {
            let [Some(left), Some(right)] = facing else { continue };
            self.spreads += 1;
            if (left - right).abs() > UNSEEN {
                self.uneven.push(spread * 2 + 2);
            }
        }
    }

    fn paragraph(&mut self, paragraph: &SetParagraph) {
        let lines = &paragraph.lines;
        self.lines += lines.len();
        self.hyphenated += lines.iter().filter(|line| line.hyphenated).count();
        let ladders = lines.chunk_by(|a, b| a.hyphenated && b.hyphenated);
        for run in ladders.filter(|run| run.len() > 2) {
            let texts: Vec<&str> = run.iter().map(|line| line.text.trim_end()).collect();
            self.ladders.push((run[0].page + 1, texts.join(" | ")));
        }
        let turns = lines.windows(2).filter(|pair| pair[0].page != pair[1].page);
        self.page_hyphens += turns.filter(|pair| pair[0].hyphenated).count();
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        let width = |line: &SetLine| line.edges.1 - line.edges.0;
        self.runts += usize::from(lines.len() > 1 && width(last) < 2.0 * last.size);
        if first.page != last.page {
            let on = |page: usize| lines.iter().filter(|line| line.page == page).count();
            self.orphans += usize::from(on(first.page) == 1);
            self.widows += usize::from(on(last.page) == 1);
        }
    }

    /// Share of justified lines whose spaces are narrower than 0.8 or wider than 1.5 of their natural width.
    #[must_use]
    pub(crate) fn outside(&self) -> f64 {
        let [a, b, .., y, z] = self.classes;
        share(a + b + y + z, self.justified)
    }

    /// The figures by name, as they are printed.
    #[must_use]
    pub(crate) fn rows(&self) -> Vec<(String, String)> {
        let count = |n: usize| n.to_string();
        let of = |n: usize, whole: usize| format!("{n} ({:.2} %)", 100.0 * share(n, whole));
        let mut rows = vec![
            ("pages".to_owned(), count(self.pages)),
            ("lines of running text".to_owned(), count(self.lines)),
            ("justified lines with spaces".to_owned(), count(self.justified)),
        ];
        let mut from = 0.0;
        for (end, n) in CLASSES.iter().zip(self.classes) {
            let name = match (from, *end) {
                (0.0, end) => format!("  spaces up to {end}"),
                (from, f64::INFINITY) => format!("  over {from}"),
                (from, end) => format!("  {from} to {end}"),
            };
            rows.push((name, of(n, self.justified)));
            from = *end;
        }
        let tight = self.classes[0] + self.classes[1];
        let loose = self.classes[6] + self.classes[7];
        rows.extend([
            ("tighter than 0.8".to_owned(), of(tight, self.justified)),
            ("looser than 1.5".to_owned(), of(loose, self.justified)),
            ("narrowest and widest space".to_owned(), format!("{:.3} and {:.3}", self.extremes.0, self.extremes.1)),
            ("median".to_owned(), format!("{:.3}", self.median)),
            ("spread (standard deviation / median)".to_owned(), format!("{:.3}", self.spread)),
            ("lines ending in a hyphen".to_owned(), of(self.hyphenated, self.lines)),
            ("ladders of three hyphens or more".to_owned(), count(self.ladders.len())),
            ("pages ending in a hyphen".to_owned(), count(self.page_hyphens)),
            ("runts (last lines under two ems)".to_owned(), count(self.runts)),
            ("overfull lines".to_owned(), count(self.overfull)),
            ("widows".to_owned(), count(self.widows)),
            ("orphans".to_owned(), count(self.orphans)),
            ("headings at the foot of a page".to_owned(), count(self.headings_at_foot)),
            ("full pages that end higher than others".to_owned(), of(self.short, self.full)),
            ("spreads whose pages end on different lines".to_owned(), of(self.uneven.len(), self.spreads)),
        ]);
        rows
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
