//! Notes in the order in which the text refers to them.

use std::collections::HashMap;

use super::resolved::NoteNumber;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Block, BlockKind, Document, Inline, InlineKind, Note, visit_inlines};

/// The notes in order, how many of them are referred to, and what each mark refers to (by key).
pub(super) struct Notes {
    pub(super) notes: Vec<Note>,
    pub(super) referenced: usize,
    pub(super) numbers: Vec<NoteNumber>,
}

struct Walk<'a> {
    definitions: &'a [Note],
    by_label: HashMap<&'a str, usize>,
    /// The place of each definition in `order`.
    number: Vec<Option<usize>>,
    order: Vec<usize>,
    marks: HashMap<u32, NoteNumber>,
    diagnostics: &'a mut Diagnostics,
}

/// Numbers the notes of a document whose keys have been given out.
pub(super) fn number(document: &Document, diagnostics: &mut Diagnostics) -> Notes {
    let definitions = &document.notes;
    let mut by_label = HashMap::new();
    for (i, note) in definitions.iter().enumerate() {
        by_label.entry(note.label.as_str()).or_insert(i);
    }
    let number = vec![None; definitions.len()];
    let mut walk = Walk { definitions, by_label, number, order: Vec::new(), marks: HashMap::new(), diagnostics };
    walk.inlines(&document.metadata.title);
    walk.inlines(&document.metadata.subtitle);
    walk.blocks(&document.metadata.abstract_);
    walk.blocks(&document.blocks);
    let referenced = walk.order.len();
    for (i, note) in definitions.iter().enumerate() {
        if walk.number[i].is_none() {
            walk.number[i] = Some(walk.order.len());
            walk.order.push(i);
            walk.diagnostics.push(
                Diagnostic::warning("unused-note", format!("nothing refers to the note `{}`", note.label))
                    .at(note.span)
                    .help(format!(
                        "put `[^{}]` where it belongs; until then it stands at the end of the document",
                        note.label
                    )),
            );
            walk.blocks(&note.blocks);
        }
    }
    let numbers = (0..).map_while(|key| walk.marks.remove(&key)).collect();
    let notes = walk.order.iter().map(|&i| definitions[i].clone()).collect();
    Notes { notes, referenced, numbers }
}

impl Walk<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                // Terms and definitions alternate, so the general order "own text, then children" would not do.
                BlockKind::Definitions(items) => {
                    for item in items {
                        self.inlines(&item.term);
                        item.definitions.iter().for_each(|blocks| self.blocks(blocks));
                    }
                }
                kind => {
                    for sequence in block.inline_sequences() {
                        self.inlines(sequence);
                    }
                    match kind {
                        BlockKind::Quote(inner)
                        | BlockKind::Container(inner)
                        | BlockKind::Callout { blocks: inner, .. } => self.blocks(inner),
                        BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
                        BlockKind::Table(table) => {
                            table.rows().flat_map(|row| &row.cells).for_each(|cell| self.blocks(&cell.blocks));
                        }
                        _ => {}
                    }
                }
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        let mut marks = Vec::new();
        visit_inlines(inlines, &mut |inline| {
            if let InlineKind::NoteReference(reference) = &inline.kind {
                marks.push((reference, inline.span));
            }
        });
        for (reference, span) in marks {
            let Some(&definition) = self.by_label.get(reference.label.as_str()) else {
                self.diagnostics.push(
                    Diagnostic::warning("missing-note", format!("there is no note `{}`", reference.label))
                        .at(span)
                        .help(format!("write it in a paragraph of its own: `[^{}]: …`", reference.label)),
                );
                self.marks.insert(reference.key.0, NoteNumber::Missing);
                continue;
            };
            let first = self.number[definition].is_none();
            let place = *self.number[definition].get_or_insert(self.order.len());
            self.marks.insert(reference.key.0, NoteNumber::Number { number: place + 1, first });
            if first {
                self.order.push(definition);
                let definitions = self.definitions;
                self.blocks(&definitions[definition].blocks);
            }
        }
    }
}
