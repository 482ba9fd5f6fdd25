//! Which file each block is in, and which notes each file carries.

use std::collections::HashMap;

use super::book::{Book, FileKind};
use super::split::Part;
use crate::model::{Block, BlockId, Inline, InlineKind, NoteReference, visit_blocks, visit_inlines};
use crate::resolve::{NoteNumber, Resolved};
use crate::style::EpubNotes;

/// The files of blocks and of the marks of notes, by their place in the book.
#[derive(Debug, Default)]
pub(super) struct Homes<'a> {
    blocks: HashMap<&'a BlockId, usize>,
    /// For each note the file of the mark that first refers to it.
    marks: Vec<Option<usize>>,
}

impl<'a> Homes<'a> {
    /// Finds them, and gives each file its notes: those first referred to in it, in its chapter or in the book.
    pub(super) fn find(book: &mut Book<'a>) -> Self {
        let resolved = book.resolved;
        let homes = Self { blocks: HashMap::new(), marks: vec![None; resolved.notes.len()] };
        let mut search = Search { resolved, homes, index: 0 };
        for index in 0..book.files.len() {
            search.index = index;
            let mut notes = Vec::new();
            let metadata = &resolved.metadata;
            match book.files.get(index).map(|file| &file.kind) {
                Some(FileKind::TitlePage) => {
                    search.inlines(&metadata.title, &mut notes);
                    search.inlines(&metadata.subtitle, &mut notes);
                    search.blocks(&metadata.abstract_, &mut notes);
                }
                Some(FileKind::Navigation) => {
                    search.blocks(book.blocks.get(..book.front_contents).unwrap_or_default(), &mut notes);
                }
                Some(FileKind::Text(part)) => {
                    search.blocks(book.blocks.get(part.blocks.clone()).unwrap_or_default(), &mut notes);
                }
                Some(FileKind::Notes) | None => {}
            }
            let target = target(book, index);
            search.index = target;
            // Notes may refer to notes.
            let mut next = 0;
            while let Some(note) = notes.get(next).and_then(|&note| resolved.notes.get(note)) {
                search.homes.blocks.insert(&note.id, target);
                search.blocks(&note.blocks, &mut notes);
                next += 1;
            }
            if let Some(file) = book.files.get_mut(target) {
                file.notes.extend(notes);
            }
        }
        // Notes that nothing refers to stand at the end of the document.
        let Some(last) = book.files.len().checked_sub(1) else { return search.homes };
        search.index = last;
        let placed = search.homes.marks.iter().enumerate();
        let orphans: Vec<usize> = placed.filter(|(_, mark)| mark.is_none()).map(|(note, _)| note).collect();
        for note in orphans.iter().filter_map(|&note| resolved.notes.get(note)) {
            search.homes.blocks.insert(&note.id, last);
            search.blocks(&note.blocks, &mut Vec::new());
        }
        if let Some(file) = book.files.get_mut(last) {
            file.notes.extend(orphans);
        }
        search.homes
    }

    /// The file that holds a block.
    pub(super) fn of(&self, block: &BlockId) -> Option<usize> {
        self.blocks.get(block).copied()
    }

    /// The file of the mark that first refers to a note.
    pub(super) fn of_mark(&self, note: usize) -> Option<usize> {
        self.marks.get(note).copied().flatten()
    }
}

/// The file that carries the notes of a file.
fn target(book: &Book<'_>, index: usize) -> usize {
    match book.sheet.document.epub_notes {
        EpubNotes::PopUp => index,
        // A long chapter has several files.
        EpubNotes::Chapter => {
            let rest = book.files.iter().skip(index + 1);
            let goes_on = |kind: &FileKind| matches!(kind, FileKind::Text(Part { continued: true, .. }));
            index + rest.take_while(|file| goes_on(&file.kind)).count()
        }
        EpubNotes::Book => book.files.len().saturating_sub(1),
    }
}

/// Finds what a file holds.
struct Search<'a> {
    resolved: &'a Resolved,
    homes: Homes<'a>,
    index: usize,
}

impl<'a> Search<'a> {
    fn blocks(&mut self, blocks: &'a [Block], notes: &mut Vec<usize>) {
        visit_blocks(blocks, &mut |block| {
            self.homes.blocks.insert(&block.id, self.index);
            block.inline_sequences().into_iter().for_each(|inlines| self.inlines(inlines, notes));
        });
    }

    fn inlines(&mut self, inlines: &[Inline], notes: &mut Vec<usize>) {
        visit_inlines(inlines, &mut |inline| {
            if let InlineKind::NoteReference(reference) = &inline.kind {
                self.note(reference, notes);
            }
        });
    }

    fn note(&mut self, reference: &NoteReference, notes: &mut Vec<usize>) {
        let NoteNumber::Number { number, .. } = self.resolved.note_number(reference) else { return };
        if let Some(home) = number.checked_sub(1).and_then(|n| self.homes.marks.get_mut(n))
            && home.is_none()
        {
            *home = Some(self.index);
            notes.push(number - 1);
        }
    }
}
