//! What all editions share: numbers, targets of links, notes in order, contents, pictures, typographic punctuation.
//!
//! **Invariant:** a [`Resolved`] document is made here and nowhere else, so that no backend can be given one whose
//! references are still open. Resolving never fails; what stays open is shown as such and reported.

mod resolved;
mod terms;

pub use resolved::{
    ContentsEntry, Destination, HeadingNumber, Label, LabelKind, NoteNumber, Picture, ReferenceText, Resolved,
};
pub use terms::{Term, Terms};
