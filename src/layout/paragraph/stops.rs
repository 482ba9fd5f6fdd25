//! How wide a text is and how many lines it comes to, told from where it can be broken and without breaking it.

use super::breakpoints::{BreakKind, Breakpoint};
use super::{Inlines, Paragraph};
use crate::resolve::Resolved;
use crate::style::Computed;
use crate::text::FontLibrary;
use crate::units::Length;

/// The places where a text may end its lines without new hyphens.
#[derive(Clone, Debug, Default)]
pub struct Stops(Vec<Stop>);

/// One of them, as lengths from the beginning of the text.
#[derive(Clone, Copy, Debug)]
struct Stop {
    /// To the end of the line that ends here.
    end: Length,
    /// To the beginning of the line that begins here.
    start: Length,
    /// The author wants it, or the text is at its end.
    forced: bool,
    /// It cuts a name, an address or a compound.
    cut: bool,
}

impl Stops {
    pub(super) fn new(paragraph: &Paragraph<'_>, points: &[Breakpoint]) -> Self {
        let at = |cluster: usize| Length(paragraph.sums.get(cluster).map_or(0, |sum| sum.width));
        let stop = |point: &Breakpoint| Stop {
            end: at(point.end) + point.added,
            start: at(point.start),
            forced: point.kind == BreakKind::Forced,
            cut: point.penalty > 0,
        };
        Self(points.iter().map(stop).collect())
    }

    /// The widest part that cannot be broken.
    #[must_use]
    pub fn least(&self) -> Length {
        let parts = self.0.iter().zip(self.0.iter().skip(1));
        parts.map(|(from, to)| to.end - from.start).max().unwrap_or_default().at_least_zero()
    }

    /// The widest of the lines that the author ended.
    #[must_use]
    pub fn most(&self) -> Length {
        let mut lines = self.0.iter().filter(|stop| stop.forced);
        let Some(mut from) = lines.next() else { return Length::ZERO };
        let width = |to| (std::mem::replace(&mut from, to), to);
        lines.map(width).map(|(from, to)| to.end - from.start).max().unwrap_or_default().at_least_zero()
    }

    /// How many lines there are when each takes as much as fits into `width`, and how many of them end in a cut.
    #[must_use]
    pub fn lines(&self, width: Length) -> (i64, i64) {
        let Some((first, rest)) = self.0.split_first() else { return (0, 0) };
        let (mut lines, mut cuts) = (0, 0);
        let (mut start, mut last) = (first.start, *first);
        for stop in rest {
            if stop.end - start > width && last.start > start {
                lines += 1;
                cuts += i64::from(last.cut);
                start = last.start;
            }
            if stop.end - start > width && width > Length::ZERO {
                // What fits into no line is cut anywhere.
                let more = ((stop.end - start).0 - 1) / width.0;
                lines += more;
                cuts += more;
                start += width * more;
            }
            if stop.forced {
                lines += 1;
                start = stop.start;
            }
            last = *stop;
        }
        (lines, cuts)
    }
}

/// Where a text may end its lines without new hyphens.
#[must_use]
pub fn stops(library: &FontLibrary, resolved: &Resolved, inlines: &Inlines, style: &Computed) -> Stops {
    if inlines.is_empty() {
        return Stops::default();
    }
    let paragraph =
        Paragraph::new(library, &resolved.metadata.hyphenation, inlines, style, Length::MAX, &mut Vec::new());
    Stops::new(&paragraph, paragraph.plain())
}
