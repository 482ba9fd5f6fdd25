//! What is expected of an edition.

use crate::diagnostic::Span;
use crate::readback::{Target, push_shown};
use crate::text;

/// Everything that an edition must say.
#[derive(Debug, Default)]
pub(super) struct Expected {
    /// The text in its order.
    pub(super) body: Vec<Chunk>,
    /// The notes in their order.
    pub(super) notes: Vec<Chunk>,
    /// What must stand somewhere: titles, authors, notes that nothing refers to.
    pub(super) anywhere: Vec<Chunk>,
    pub(super) links: Vec<(Target, Span)>,
    /// Pictures that could be read, by their alternative text.
    pub(super) images: Vec<(String, Span)>,
    /// Formulas that could be read, by their LaTeX.
    pub(super) formulas: Vec<(String, Span)>,
    /// Marks of notes.
    pub(super) marks: Vec<Span>,
    /// Headings: the level in the source and the one that is left when skipped levels are closed up, which accessible formats
    /// ask for (ISO 14289-1 §7.4.2).
    pub(super) headings: Vec<([u8; 2], Part)>,
    /// Cells of tables that say something, each with the number of columns of its table.
    pub(super) cells: Vec<(usize, Part)>,
    /// Lines of code.
    pub(super) code: Vec<(String, Span)>,
}

/// A part of the text that is a thing of its own.
#[derive(Debug)]
pub(super) struct Part {
    /// Its text, in stretches between which an edition may add some.
    pub(super) texts: Vec<String>,
    /// Whether the text may be shown in another order than it is read in.
    pub(super) turned: bool,
    pub(super) span: Span,
}

/// How a chunk is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind the chunk before it.
    #[default]
    Ordered,
    /// Near, but editions differ on which side of its neighbours (captions, numbers of equations).
    Near,
    /// Near, as text or as the alternative text of a picture: a picture that could not be read.
    NearOrImage,
    /// Near, as text or as a formula's source: a formula that could not be read.
    NearOrFormula,
}

/// A stretch of text that belongs together.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub(super) place: Place,
    /// As it is compared, without white space.
    pub(super) text: String,
    /// Whether it may be shown in another order than it is read in: right-to-left text.
    pub(super) turned: bool,
    /// Where words begin in `text`.
    words: Vec<usize>,
    /// Where what is at a place in `text` stands in the source.
    spans: Vec<(usize, Span)>,
}

/// A word this long (in bytes) is compared in pieces, since scripts without spaces have no shorter words.
const LONG: usize = 48;

impl Chunk {
    /// Adds text that stands at `span`.
    pub(super) fn push(&mut self, text: &str, span: Span) {
        self.turned |= text::may_turn(text);
        if self.spans.last().is_none_or(|(_, last)| *last != span) {
            self.spans.push((self.text.len(), span));
        }
        let mut after_space = text.starts_with(char::is_whitespace);
        for part in text.split_whitespace() {
            if after_space {
                self.space();
            }
            after_space = true;
            push_shown(part, &mut self.text);
        }
        if text.ends_with(char::is_whitespace) {
            self.space();
        }
    }

    /// The next text begins a new word.
    pub(super) fn space(&mut self) {
        if self.words.last() != Some(&self.text.len()) {
            self.words.push(self.text.len());
        }
    }

    /// The words, as ranges of `text`.
    pub(super) fn words(&self) -> Vec<std::ops::Range<usize>> {
        let mut words = Vec::new();
        let ends = self.words.iter().copied().chain([self.text.len()]);
        let mut start = 0;
        for end in ends {
            while end - start > LONG {
                let mut cut = start + LONG / 2;
                while !self.text.is_char_boundary(cut) {
                    cut += 1;
                }
                words.push(start..cut);
                start = cut;
            }
            if end > start {
                words.push(start..end);
            }
            start = end;
        }
        words
    }

    /// The first bytes of the text, about so many.
    pub(super) fn beginning(&self, length: usize) -> &str {
        let mut end = length.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        &self.text[..end]
    }

    /// Where the text at a place stands in the source.
    pub(super) fn span(&self, place: usize) -> Span {
        let next = self.spans.partition_point(|(start, _)| *start <= place);
        self.spans.get(next.saturating_sub(1)).map_or_else(Span::default, |(_, span)| *span)
    }
}
