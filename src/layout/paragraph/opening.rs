//! Paragraphs whose first line is in small capitals.

use super::breakpoints::{BreakKind, Breakpoint};
use super::knuth_plass::Measure;
use super::{Paragraph, set};
use crate::diagnostic::Diagnostics;
use crate::layout::inline::{Inlines, RunKind};
use crate::layout::line::Line;
use crate::resolve::Resolved;
use crate::style::Computed;
use crate::text::FontLibrary;
use crate::units::Length;

/// Sets a paragraph as [`set`] does, with its first line in small capitals. What the line holds depends on how wide its letters are, and
/// how they look on where it ends: so the paragraph is broken in capitals throughout first, and where its first line ends then, it ends.
#[must_use]
pub fn set_opening(
    library: &FontLibrary,
    resolved: &Resolved,
    inlines: &Inlines,
    style: &Computed,
    capitals: impl Fn(&Computed) -> Computed,
    width: Length,
    diagnostics: &mut Diagnostics,
) -> Vec<Line> {
    let exceptions = &resolved.metadata.hyphenation;
    let whole = inlines.in_capitals(inlines.text().len(), &capitals);
    let rigid = Computed { hyphens: false, ..style.clone() };
    let rough = Paragraph::new(library, exceptions, &whole, &rigid, width, &mut Diagnostics::new());
    let first = match rough.break_lines(&mut Diagnostics::new()).points.get(1) {
        Some(end) if end.kind != BreakKind::Forced && end.kind != BreakKind::Emergency => end.at,
        // One line, or a word that fits on none.
        Some(end) if end.kind == BreakKind::Forced => {
            let all = inlines.in_capitals(end.at, &capitals);
            return set(library, resolved, &all, style, width, diagnostics);
        }
        _ => return set(library, resolved, inlines, style, width, diagnostics),
    };
    let own = inlines.in_capitals(first, &capitals);
    let mut paragraph = Paragraph::new(library, exceptions, &own, style, width, diagnostics);
    paragraph.head = first;
    let breaks = paragraph.break_lines(diagnostics);
    paragraph.finish(&breaks, diagnostics)
}

/// The breakpoints behind a first line that ends at that byte, the end of that line in front; and that of its beginning.
pub(super) fn behind(points: &[Breakpoint], head: usize) -> Option<(Breakpoint, &[Breakpoint])> {
    let place = points.iter().position(|point| point.at == head)?;
    Some((*points.first()?, points.get(place..)?))
}

/// The measure of the lines behind the first.
pub(super) fn rest<'a>(measure: &Measure<'a>) -> Measure<'a> {
    Measure { first: measure.width, short: 1, ..*measure }
}

impl Inlines {
    /// The same with words before that byte in the properties that `capitals` makes of theirs.
    fn in_capitals(&self, end: usize, capitals: &impl Fn(&Computed) -> Computed) -> Self {
        let mut changed = self.clone();
        changed.runs.clear();
        for run in &self.runs {
            if run.kind != RunKind::Text || run.range.start >= end {
                changed.runs.push(run.clone());
                continue;
            }
            let split = run.range.end.min(end);
            let style = std::sync::Arc::new(capitals(&run.style));
            changed.runs.push(crate::layout::inline::StyledRun { range: run.range.start..split, style, ..run.clone() });
            if split < run.range.end {
                let own = self.text.get(run.range.start..split).map_or(0, |text| text.chars().count());
                let plain = (run.plain.0 + if run.plain.1 { own } else { 0 }, run.plain.1);
                let span = run.span.filter(|span| span.range().len() == run.range.len()).map(|span| {
                    let start = span.range().start + (split - run.range.start);
                    crate::diagnostic::Span::new(span.file, start..span.range().end)
                });
                let rest = crate::layout::inline::StyledRun {
                    range: split..run.range.end,
                    plain,
                    span: span.or(run.span),
                    ..run.clone()
                };
                changed.runs.push(rest);
            }
        }
        changed
    }
}
