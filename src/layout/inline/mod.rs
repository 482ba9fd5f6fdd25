//! The content of a paragraph before it is broken into lines: text with styles, objects, links and notes.

mod collect;
mod kana;
mod ruby;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

pub use collect::collect;
pub(super) use kana::{is_ideographic, is_square, is_western};
pub(super) use ruby::{InlineRuby, SetRuby};

use super::page::{Content, ElementId, LinkTarget};
use crate::diagnostic::Span;
use crate::image::AssetId;
use crate::math::{self, Formula, MathBox};
use crate::model::{Direction, Extent, base_direction};
use crate::style::Computed;
use crate::text::language_direction;
use crate::units::Length;

/// Stands in the text for a picture or formula.
pub(super) const OBJECT: char = '\u{FFFC}';

/// Inline content that is ready to be set, at any width and from any thread.
#[derive(Clone, Debug, Default)]
pub struct Inlines {
    pub(super) text: String,
    pub(super) runs: Vec<StyledRun>,
    pub(super) objects: Vec<Object>,
    pub(super) links: Vec<InlineLink>,
    /// Places in `text` where a hyphen may be put because the author put a soft hyphen there.
    pub(super) soft_hyphens: Vec<usize>,
    /// Places in `text` where a line begins because the author broke the one before. A space stands in front.
    pub(super) forced_breaks: Vec<usize>,
    /// Places in `text` where no line may begin: in front of note marks.
    pub(super) glued: Vec<usize>,
    /// First references to notes: the place of the mark, and the note's place in `Resolved::notes`.
    pub(super) notes: Vec<(usize, usize)>,
    /// The direction of the paragraph, where it is not that of its text.
    pub(super) direction: Option<Direction>,
    /// Stretches that run in a direction of their own, whatever is around them; an outer one before those in it.
    pub(super) isolates: Vec<(Range<usize>, Direction)>,
    /// A letter in front of the first lines.
    pub(super) initial: Option<Initial>,
}

/// A letter that stands in front of the first lines of a paragraph, which are indented by as much as it takes.
#[derive(Clone, Debug)]
pub(super) struct Initial {
    /// The text that it stands for, which is not part of the paragraph's.
    pub(super) text: String,
    /// How many lines are indented.
    pub(super) lines: u32,
}

/// What a stretch of text is, as far as breaking is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunKind {
    /// Words of a language.
    Text,
    /// Code: never hyphenated, broken at its punctuation.
    Code,
    /// A number or label: never hyphenated.
    Mark,
    /// Text in place of a picture that is missing, in a frame.
    Framed,
}

/// A stretch of text of one style that belongs to one element.
#[derive(Clone, Debug)]
pub(super) struct StyledRun {
    pub(super) range: Range<usize>,
    pub(super) style: Arc<Computed>,
    pub(super) content: Content,
    pub(super) lang: Arc<str>,
    pub(super) link: Option<usize>,
    pub(super) kind: RunKind,
    pub(super) span: Option<Span>,
    /// Characters of the plain text before it, and whether its own characters are among them.
    pub(super) plain: (usize, bool),
}

/// A link, by its place in [`Inlines::links`].
#[derive(Clone, Debug)]
pub(super) struct InlineLink {
    pub(super) target: LinkTarget,
    pub(super) element: ElementId,
    pub(super) description: String,
}

/// Something in the line that is not text.
#[derive(Clone, Debug)]
pub(super) struct Object {
    /// Where [`OBJECT`] stands for it in the text.
    pub(super) at: usize,
    pub(super) kind: ObjectKind,
}

impl Object {
    /// Whether it is a picture whose size is left to the layout.
    pub(super) fn is_picture_of_its_own_size(&self) -> bool {
        matches!(self.kind, ObjectKind::Image { width: None, height: None, .. })
    }
}

#[derive(Clone, Debug)]
pub(super) enum ObjectKind {
    /// A picture, with what the author wants and its natural size.
    Image { asset: AssetId, width: Option<Extent>, height: Option<Extent>, natural: (Length, Length), tallest: Length },
    /// A formula.
    Math(Arc<InlineMath>),
    /// Text with an annotation above it.
    Ruby(Arc<InlineRuby>),
}

/// A formula in the line. It is set when it is first asked for, which is in the parallel part of the layout.
#[derive(Debug)]
pub(super) struct InlineMath {
    pub(super) formula: Formula,
    pub(super) size: Length,
    set: OnceLock<MathBox>,
}

impl InlineMath {
    pub(super) fn new(formula: Formula, size: Length) -> Self {
        Self { formula, size, set: OnceLock::new() }
    }

    /// The formula as glyphs and rules.
    pub(super) fn set(&self) -> &MathBox {
        self.set.get_or_init(|| math::typeset(&self.formula, self.size).unwrap_or_default())
    }
}

impl Inlines {
    /// The direction of a paragraph of them: as the author says, or as their text has it, or their language.
    pub(super) fn base_direction(&self) -> Direction {
        let default = self.runs.first().map(|run| language_direction(&run.lang)).unwrap_or_default();
        self.direction.unwrap_or_else(|| base_direction(&self.text, default))
    }

    /// Generated text of one style: running heads, labels, list markers, entries of contents.
    #[must_use]
    pub fn from_text(text: &str, style: &Computed, content: Content, lang: &str) -> Self {
        let mut inlines = Self::default();
        inlines.push(text, &Arc::new(style.clone()), content, &Arc::from(lang), RunKind::Text, None);
        inlines
    }

    /// Adds text at the end. `span` is where it stands in the source, if it does.
    pub fn push(
        &mut self,
        text: &str,
        style: &Arc<Computed>,
        content: Content,
        lang: &Arc<str>,
        kind: RunKind,
        span: Option<Span>,
    ) {
        let plain = self.plain_end();
        self.push_run(text, style, content, lang, kind, span, None, (plain, true));
    }

    /// Takes the first letter, with the marks that belong to it and the space after it, out of the text, for the caller to put in
    /// front of so many lines. Nothing comes of it where the letter is all that there is of its style.
    pub(super) fn take_initial(&self, lines: u32) -> Option<(StyledRun, Self)> {
        let first = self.runs.first().filter(|run| run.kind == RunKind::Text && run.plain.1)?;
        let behind = self.text.strip_prefix(crate::resolve::initial(&self.text)?)?;
        let length = self.text.len() - behind.trim_start_matches(' ').len();
        if first.range.end <= length {
            return None;
        }
        let mut rest = self.clone();
        let text = rest.text.drain(..length).collect::<String>();
        for run in &mut rest.runs {
            run.range = run.range.start.saturating_sub(length)..run.range.end - length;
        }
        if let Some(run) = rest.runs.first_mut() {
            run.plain.0 += text.chars().count();
        }
        let objects = rest.objects.iter_mut().map(|object| &mut object.at);
        let places = [&mut rest.soft_hyphens, &mut rest.forced_breaks, &mut rest.glued].into_iter().flatten();
        for (range, _) in &mut rest.isolates {
            *range = range.start.saturating_sub(length)..range.end.saturating_sub(length);
        }
        let notes = rest.notes.iter_mut().map(|(at, _)| at);
        objects.chain(places).chain(notes).for_each(|at| *at -= length);
        rest.initial = Some(Initial { text, lines });
        Some((first.clone(), rest))
    }

    /// The text as it will be set, with U+FFFC in place of pictures and formulas.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing to set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn plain_end(&self) -> usize {
        self.runs.last().map_or(0, |run| {
            let own = self.text.get(run.range.clone()).map_or(0, |text| text.chars().count());
            run.plain.0 + if run.plain.1 { own } else { 0 }
        })
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one run")]
    fn push_run(
        &mut self,
        text: &str,
        style: &Arc<Computed>,
        content: Content,
        lang: &Arc<str>,
        kind: RunKind,
        span: Option<Span>,
        link: Option<usize>,
        mut plain: (usize, bool),
    ) {
        // Soft hyphens are places, not characters: what is searched and copied is the word.
        for (place, part) in text.split('\u{AD}').enumerate() {
            if place > 0 {
                self.soft_hyphens.push(self.text.len());
                plain.0 += usize::from(plain.1);
            }
            if part.is_empty() {
                continue;
            }
            let start = self.text.len();
            self.text.push_str(part);
            self.runs.push(StyledRun {
                range: start..self.text.len(),
                style: Arc::clone(style),
                content,
                lang: Arc::clone(lang),
                link,
                kind,
                span,
                plain,
            });
            plain.0 += if plain.1 { part.chars().count() } else { 0 };
        }
    }

    /// The run in which a byte of the text stands.
    pub(super) fn run_at(&self, byte: usize) -> Option<&StyledRun> {
        let place = self.runs.partition_point(|run| run.range.end <= byte);
        self.runs.get(place).filter(|run| run.range.contains(&byte))
    }

    /// Characters of the plain text before a byte of the text.
    pub(super) fn plain_offset(&self, byte: usize) -> usize {
        match self.run_at(byte) {
            Some(run) if run.plain.1 => {
                run.plain.0 + self.text.get(run.range.start..byte).map_or(0, |text| text.chars().count())
            }
            Some(run) => run.plain.0,
            None => self.plain_end(),
        }
    }

    /// Where a byte of the text stands in the source, as exactly as is known.
    pub(super) fn span_of(&self, range: Range<usize>) -> Option<Span> {
        let run = self.run_at(range.start)?;
        let span = run.span?;
        if span.range().len() != run.range.len() {
            return Some(span);
        }
        let start = span.range().start + (range.start - run.range.start);
        let end = (start + range.len()).min(span.range().end);
        Some(Span::new(span.file, start..end))
    }
}
