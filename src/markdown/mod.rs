//! Markdown to model: the only module that knows `pulldown-cmark`.
//!
//! **Invariant:** reading never fails. It yields a document and what there is to say about it.
//!
//! The stages, in order: [`mask`] hides the lines that CommonMark would take for something else; [`reader`] takes the
//! parser's events; [`builder`] keeps the stack of open nodes, which Markdown, container fences and raw [`html`] open
//! and close alike; [`close`] says what each node becomes; [`ids`] names the blocks.

mod attributes;
mod builder;
mod captions;
mod citations;
mod close;
mod fence;
mod figures;
mod html;
mod ids;
mod inline;
mod mask;
mod paragraph;
mod reader;
mod text;

use crate::diagnostic::{Diagnostics, Sources};
use crate::model::Document;

/// Reads Markdown that is not on disk, such as that of a test.
#[must_use]
pub fn read_text(text: &str) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut document = Document::default();
    let mut sources = Sources::default();
    let file = sources.add("text.md", text);
    let (blocks, notes) = reader::blocks(file, text, 0, &mut diagnostics);
    document.blocks = blocks;
    document.notes = notes;
    document.sources = sources;
    ids::assign(&mut document, &mut diagnostics);
    (document, diagnostics)
}
