//! Paragraphs to lines: shaping, breaking, justifying.

mod balance;
mod breakpoints;
mod decoration;
mod fallback;
mod features;
mod finish;
mod first_fit;
mod gaps;
mod hyphenation;
mod justify;
mod knuth_plass;
mod letters;
mod looseness;
mod missing;
mod object;
mod opening;
mod paint;
mod passes;
mod pieces;
mod protrusion;
mod ruby;
mod shaping;
mod stops;

pub use looseness::Pliancy;
pub use opening::set_opening;
pub use stops::{Stops, stops};

use std::cell::OnceCell;

use breakpoints::{Breakpoint, Finder};
use knuth_plass::Sum;
use passes::Breaks;
use shaping::{ClusterKind, Shaped};

use super::inline::{Inlines, ObjectKind, RunKind};
use super::line::Line;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Direction;
use crate::resolve::Resolved;
use crate::style::Computed;
use crate::text::{Face, FontLibrary};
use crate::units::Length;

/// Sets a paragraph in lines of that width. `style` is that of its block: alignment, indent, line height, hyphenation,
/// protrusion and expansion are taken from it. Nothing comes of empty inlines.
#[must_use]
pub fn set(
    library: &FontLibrary,
    resolved: &Resolved,
    inlines: &Inlines,
    style: &Computed,
    width: Length,
    diagnostics: &mut Diagnostics,
) -> Vec<Line> {
    set_with(library, &resolved.metadata.hyphenation, inlines, style, width, diagnostics)
}

fn set_with(
    library: &FontLibrary,
    exceptions: &[String],
    inlines: &Inlines,
    style: &Computed,
    width: Length,
    diagnostics: &mut Diagnostics,
) -> Vec<Line> {
    let broken = broken(library, exceptions, inlines, style, width, diagnostics);
    broken.map_or_else(Vec::new, |(paragraph, breaks)| paragraph.finish(&breaks, diagnostics))
}

/// A paragraph and where its lines end; none of empty inlines.
fn broken<'a>(
    library: &'a FontLibrary,
    exceptions: &'a [String],
    inlines: &'a Inlines,
    style: &'a Computed,
    width: Length,
    diagnostics: &mut Diagnostics,
) -> Option<(Paragraph<'a>, Breaks)> {
    if inlines.is_empty() {
        return None;
    }
    let paragraph = Paragraph::new(library, exceptions, inlines, style, width, diagnostics);
    let breaks = paragraph.break_lines(diagnostics);
    Some((paragraph, breaks))
}

/// The same, with what the paragraph can give to its page.
#[must_use]
pub fn set_pliant(
    library: &FontLibrary,
    resolved: &Resolved,
    inlines: &Inlines,
    style: &Computed,
    width: Length,
    diagnostics: &mut Diagnostics,
) -> (Vec<Line>, Pliancy) {
    let broken = broken(library, &resolved.metadata.hyphenation, inlines, style, width, diagnostics);
    let Some((paragraph, breaks)) = broken else { return (Vec::new(), Pliancy::default()) };
    (paragraph.finish(&breaks, diagnostics), paragraph.pliancy(&breaks))
}

/// The paragraph in so many lines, as far as [`Pliancy`] says that they can be had. Says nothing that [`set_pliant`] has not said.
#[must_use]
pub fn set_in(
    library: &FontLibrary,
    resolved: &Resolved,
    inlines: &Inlines,
    style: &Computed,
    width: Length,
    lines: usize,
) -> Option<Vec<Line>> {
    let mut said = Diagnostics::new();
    let paragraph = Paragraph::new(library, &resolved.metadata.hyphenation, inlines, style, width, &mut said);
    let (breaks, _) = paragraph.in_lines(u32::try_from(lines).ok()?)?;
    Some(paragraph.finish(&breaks, &mut said))
}

/// The width of the widest part that cannot be broken, and the width of all of it on one line (lines that the author ended
/// count by themselves).
#[must_use]
pub fn intrinsic_widths(
    library: &FontLibrary,
    resolved: &Resolved,
    inlines: &Inlines,
    style: &Computed,
) -> (Length, Length) {
    let stops = stops(library, resolved, inlines, style);
    (stops.least(), stops.most() + style.text_indent.at_least_zero())
}

/// Makes one message of all that say the same of missing glyphs, which every paragraph reports for itself.
pub fn merge_diagnostics(diagnostics: &mut Diagnostics) {
    missing::merge(diagnostics);
}

/// By how much a word space may grow and shrink: to 1.5 and to 0.8 of its width, beyond which lines look holed or crammed.
/// (Computer Modern's go down to two thirds, which TeX's readers have learned to see.)
fn space_give(width: Length) -> (i64, i64) {
    (width.0 / 2, width.0 / 5)
}

/// The hyphen of a face.
fn hyphen(face: &Face) -> char {
    if face.covers('\u{2010}') { '\u{2010}' } else { '-' }
}

/// A paragraph that has been shaped.
struct Paragraph<'a> {
    library: &'a FontLibrary,
    exceptions: &'a [String],
    inlines: &'a Inlines,
    style: &'a Computed,
    width: Length,
    base: Direction,
    shaped: Shaped,
    sums: Vec<Sum>,
    /// Where the first line has to end; zero where that is free.
    head: usize,
    /// Where lines may end, once asked for: without hyphens that the text does not have, and with them.
    plain: OnceCell<Vec<Breakpoint>>,
    all: OnceCell<Vec<Breakpoint>>,
}

/// The shortest line of a paragraph of that width: an object fits it, wherever it comes to stand.
fn narrowest(style: &Computed, width: Length) -> Length {
    width - style.text_indent.at_least_zero()
}

impl<'a> Paragraph<'a> {
    fn new(
        library: &'a FontLibrary,
        exceptions: &'a [String],
        inlines: &'a Inlines,
        style: &'a Computed,
        width: Length,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let base = inlines.base_direction();
        let narrowest = narrowest(style, width);
        let object_width = |place: usize| match inlines.objects.get(place).map(|object| &object.kind) {
            Some(ObjectKind::Ruby(annotated)) => ruby::size(library, annotated, narrowest).0,
            _ => object::size(inlines.objects.get(place), narrowest).0,
        };
        for object in &inlines.objects {
            if let ObjectKind::Ruby(annotated) = &object.kind {
                diagnostics.extend_from_slice(&ruby::set(library, annotated).diagnostics);
            }
        }
        let shaped = shaping::shape(library, inlines, base, object_width, diagnostics);
        let mut paragraph = Self {
            library,
            exceptions,
            inlines,
            style,
            width,
            base,
            shaped,
            sums: Vec::new(),
            head: 0,
            plain: OnceCell::new(),
            all: OnceCell::new(),
        };
        paragraph.sums = paragraph.sum();
        paragraph
    }

    /// How many lines begin with the indent: those beside an initial, or the first.
    fn indented_lines(&self) -> u32 {
        self.inlines.initial.as_ref().map_or(1, |initial| initial.lines)
    }

    fn finder(&self) -> Finder<'_> {
        Finder {
            library: self.library,
            inlines: self.inlines,
            shaped: &self.shaped,
            protrusion: self.style.protrusion.then_some(&*self.style.protrusion_tables),
            capitalized: self.style.hyphenate_capitalized,
            align: self.style.text_align,
            base: self.base,
            exceptions: self.exceptions,
        }
    }

    /// All places where a line may end without a new hyphen.
    fn plain(&self) -> &[Breakpoint] {
        self.plain.get_or_init(|| self.finder().plain())
    }

    /// The same, and those that take a hyphen.
    fn all(&self) -> &[Breakpoint] {
        self.all.get_or_init(|| self.with_hyphens(self.plain()))
    }

    /// These places, and between them those that take a hyphen where the style or the author allows it.
    fn with_hyphens(&self, plain: &[Breakpoint]) -> Vec<Breakpoint> {
        if self.style.hyphens || !self.inlines.soft_hyphens.is_empty() {
            self.finder().hyphenated(plain, self.style.hyphens)
        } else {
            plain.to_vec()
        }
    }

    /// Width, stretch and shrink of everything before each cluster.
    fn sum(&self) -> Vec<Sum> {
        let mut sums = Vec::with_capacity(self.shaped.clusters.len() + 1);
        let mut sum = Sum::default();
        sums.push(sum);
        for (place, cluster) in self.shaped.clusters.iter().enumerate() {
            let width = cluster.width.0;
            sum.width += width;
            let (stretch, shrink) = self.give(place);
            sum.stretch += stretch;
            sum.shrink += shrink;
            if cluster.kind == ClusterKind::Letter && self.is_expandable(cluster.run) {
                sum.expandable += width;
            }
            sums.push(sum);
        }
        sums
    }

    /// By how much a cluster, or the room behind it, may grow and shrink.
    fn give(&self, place: usize) -> (i64, i64) {
        let Some(cluster) = self.shaped.clusters.get(place) else { return (0, 0) };
        match cluster.kind {
            ClusterKind::Space if !self.is_code(cluster.run) => space_give(cluster.width),
            ClusterKind::Space => (0, 0),
            _ => (cluster.stretch.0, cluster.shrink.0),
        }
    }

    fn is_code(&self, run: u32) -> bool {
        let styled = self.shaped.runs.get(run as usize).and_then(|run| self.inlines.runs.get(run.styled));
        styled.is_some_and(|styled| styled.kind == RunKind::Code)
    }

    /// Whether the glyphs of a run may be widened: letters of words, but not code or ideographs, which stand in columns.
    fn is_expandable(&self, run: u32) -> bool {
        let square = |script: [u8; 4]| matches!(&script, b"Hani" | b"Hira" | b"Kana" | b"Hang" | b"Bopo");
        self.shaped.runs.get(run as usize).is_some_and(|run| {
            let kind = self.inlines.runs.get(run.styled).map(|styled| styled.kind);
            kind == Some(RunKind::Text) && run.object.is_none() && !square(run.script)
        })
    }

    fn natural(&self, from: &Breakpoint, to: &Breakpoint) -> Length {
        let at = |i: usize| self.sums.get(i).map_or(0, |sum| sum.width);
        Length(at(to.end.max(from.start)) - at(from.start)) + to.added
    }

    /// The word around a byte of the text.
    fn word_at(&self, at: usize) -> std::ops::Range<usize> {
        let text = &self.inlines.text;
        let start = text.get(..at).and_then(|t| t.rfind(' ')).map_or(0, |i| i + 1);
        let end = text.get(at..).and_then(|t| t.find(' ')).map_or(text.len(), |i| at + i);
        start..end
    }

    fn at_source(&self, diagnostic: Diagnostic, range: std::ops::Range<usize>) -> Diagnostic {
        match self.inlines.span_of(range) {
            Some(span) => diagnostic.at(span),
            None => diagnostic,
        }
    }
}

/// A word for a message.
fn shorten(word: &str) -> String {
    match word.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", word.get(..end).unwrap_or("")),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests;
