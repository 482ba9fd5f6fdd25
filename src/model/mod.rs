//! The document, as the author wrote it: one tree that all three editions are made from.
//!
//! **Invariant:** every block and every inline keeps its span in the source, and every block has an id that is unique
//! in the document. The same id names the PDF structure element and destination, the EPUB element and the DOCX bookmark.

mod attributes;
mod block;
mod inline;
mod metadata;
mod text;
mod visit;

pub use attributes::{Attributes, BlockId, slug};
pub use block::{
    Alignment, Block, BlockKind, CalloutKind, Caption, Cell, CodeBlock, Column, ContentsKind, DefinitionItem, Figure,
    List, ListItem, ListKind, NumberStyle, Row, RowGroup, Table,
};
pub use inline::{
    Citation, CitationItem, CrossReference, Image, Inline, InlineKind, Key, Link, Math, NoteReference, Revision, Ruby,
};
pub use metadata::{Chapter, Date, Extent, Metadata, Numbering, Person, Role};
pub use text::{Direction, base_direction, code_direction, is_han, is_kana, plain_text, primary_language};
pub use visit::{visit_blocks, visit_blocks_mut, visit_inlines, visit_inlines_mut};

use crate::diagnostic::{Sources, Span};

/// A whole document: what `markdown` yields and `resolve` takes.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Front matter and project settings.
    pub metadata: Metadata,
    /// The body, in reading order; chapters from several files follow one another.
    pub blocks: Vec<Block>,
    /// Footnote definitions, in the order in which the source defines them.
    pub notes: Vec<Note>,
    /// Every file that spans point into.
    pub sources: Sources,
}

/// A footnote definition.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The id of the note as a block.
    pub id: BlockId,
    /// The label between `[^` and `]`; made up for inline notes (`^[…]`).
    pub label: String,
    /// The whole definition in the source.
    pub span: Span,
    /// What the note says.
    pub blocks: Vec<Block>,
}
