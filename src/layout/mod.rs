//! Paragraphs to lines to pages, in points. Knows nothing of PDF.
//!
//! **Invariant:** layout is integer arithmetic; the result is the same on every platform and for any number of threads.

pub mod inline;
mod line;
mod page;
pub mod paragraph;
mod structure;

pub use line::{Line, LineLink};
pub use page::{
    Artifact, Bounds, CellScope, Content, Element, ElementId, ElementKind, Glyph, GlyphRun, Item, Layout, LinkArea,
    LinkTarget, OutlineEntry, Page, Paint, Place, Rule, SourcePoint, TableShape,
};
pub use structure::Structure;
