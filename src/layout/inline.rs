//! Temporary stand-in.
use super::page::ElementId;
use super::structure::Structure;
use crate::model::{BlockId, Inline, InlineKind, plain_text, visit_inlines};
use crate::resolve::{NoteNumber, Resolved};
use crate::style::{Computed, StyleSheet};

/// Stand-in.
#[derive(Clone, Debug)]
pub struct Inlines {
    pub(super) text: String,
    pub(super) element: ElementId,
    pub(super) notes: Vec<usize>,
}

/// Stand-in.
#[expect(clippy::too_many_arguments, reason = "stand-in")]
pub fn collect(
    resolved: &Resolved,
    _sheet: &StyleSheet,
    _structure: &mut Structure,
    parent: ElementId,
    _context: &Computed,
    _lang: &str,
    inlines: &[Inline],
    _block: &BlockId,
) -> Inlines {
    let mut notes = Vec::new();
    visit_inlines(inlines, &mut |inline| {
        if let InlineKind::NoteReference(r) = &inline.kind {
            if let NoteNumber::Number { number, first: true } = resolved.note_number(r) {
                notes.push(number - 1);
            }
        }
    });
    Inlines { text: plain_text(inlines), element: parent, notes }
}
