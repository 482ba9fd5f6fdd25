//! What has to be known of the whole document before the first paragraph is written.

use std::collections::{BTreeSet, HashSet};

use super::scripts::is_complex;
use crate::model::{Block, BlockId, BlockKind, Inline, InlineKind, visit_blocks, visit_inlines};
use crate::resolve::{NoteNumber, Resolved};

/// Which bookmarks will be wanted.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Blocks that cross-references show label or number of.
    pub referenced: HashSet<BlockId>,
    /// Blocks whose caption can carry a bookmark around label and number.
    pub captioned: HashSet<BlockId>,
    /// Headings that the contents list.
    pub listed: HashSet<BlockId>,
    /// Notes with more than one mark.
    pub repeated_notes: HashSet<usize>,
    /// Letters of complex scripts.
    pub complex: BTreeSet<char>,
}

impl Survey {
    pub(super) fn of(resolved: &Resolved) -> Self {
        let listed = resolved.contents.iter().map(|entry| entry.id.clone()).collect();
        let mut survey = Self { listed, ..Self::default() };
        survey.inlines(&resolved.metadata.title, resolved);
        survey.inlines(&resolved.metadata.subtitle, resolved);
        survey.blocks(&resolved.metadata.abstract_, resolved);
        survey.blocks(&resolved.blocks, resolved);
        for note in &resolved.notes {
            survey.blocks(&note.blocks, resolved);
        }
        survey
    }

    fn blocks(&mut self, blocks: &[Block], resolved: &Resolved) {
        visit_blocks(blocks, &mut |block| {
            let captioned = match &block.kind {
                BlockKind::Table(table) => table.caption.is_some(),
                BlockKind::Figure(figure) => figure.caption.is_some(),
                BlockKind::Code(code) => code.caption.is_some(),
                BlockKind::Math(_) => true,
                _ => false,
            };
            if captioned && resolved.label(&block.id).is_some() {
                self.captioned.insert(block.id.clone());
            }
            for sequence in block.inline_sequences() {
                self.inlines(sequence, resolved);
            }
        });
    }

    fn inlines(&mut self, inlines: &[Inline], resolved: &Resolved) {
        visit_inlines(inlines, &mut |inline| match &inline.kind {
            InlineKind::CrossReference(reference) => {
                self.referenced.extend(resolved.reference(reference).target.clone());
            }
            InlineKind::NoteReference(reference) => {
                if let NoteNumber::Number { number, first: false } = resolved.note_number(reference) {
                    self.repeated_notes.insert(number);
                }
            }
            InlineKind::Text(text) if !text.is_ascii() => {
                self.complex.extend(text.chars().filter(|&c| is_complex(c)));
            }
            _ => {}
        });
    }
}
