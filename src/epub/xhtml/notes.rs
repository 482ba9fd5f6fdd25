//! Footnotes: their marks, and their texts at the end of the file, where readers find them to show in place.

use super::Writer;
use crate::epub::xml::{push_text, tag};
use crate::model::{Block, BlockKind, NoteReference};
use crate::resolve::{NoteNumber, Term};

/// An arrow back, shown as text and never as an emoji.
const BACK: &str = "\u{21A9}\u{FE0E}";

impl<'a> Writer<'a> {
    /// The mark of a note in the text.
    pub(super) fn note_reference(&mut self, reference: &NoteReference) {
        let book = self.book;
        let (number, first) = match book.resolved.note_number(reference) {
            NoteNumber::Number { number, first } => (number, first),
            NoteNumber::Missing => {
                push_text(&mut self.out, &format!("[^{}]", reference.label));
                return;
            }
        };
        let index = number.saturating_sub(1);
        let note = book.resolved.notes.get(index);
        let href = note.and_then(|note| book.href(&self.file.path, &note.id));
        let id = book.note_marks.get(index).filter(|_| first).map(String::as_str);
        match href.filter(|_| !self.in_link) {
            Some(href) => tag(&mut self.out, "a")
                .maybe("id", id)
                .attr("class", "note-reference")
                .attr("epub:type", "noteref")
                .attr("role", "doc-noteref")
                .attr("href", &href)
                .text("a", &number.to_string()),
            None => tag(&mut self.out, "span")
                .maybe("id", id)
                .attr("class", "note-reference")
                .text("span", &number.to_string()),
        }
        self.last = None;
    }

    /// The notes of this file.
    pub(super) fn notes(&mut self) {
        if self.file.notes.is_empty() {
            return;
        }
        let label = self.book.term(Term::Notes);
        tag(&mut self.out, "section").attr("class", "notes").attr("aria-label", label).open();
        self.out.push('\n');
        for &index in &self.file.notes {
            self.note(index);
        }
        self.end("section");
    }

    fn note(&mut self, index: usize) {
        let book = self.book;
        let Some(note) = book.resolved.notes.get(index) else { return };
        tag(&mut self.out, "aside")
            .attr("id", note.id.as_str())
            .attr("class", "note")
            .attr("epub:type", "footnote")
            .attr("role", "doc-footnote")
            .open();
        self.out.push('\n');
        // The number stands in the first paragraph and the way back at the end of the last, where there are such.
        let (first, rest) = match note.blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph(content), id, attributes, .. }, rest)) => {
                let direction = self.text_direction(attributes, content);
                self.open("p", id, attributes, "", direction);
                self.note_number(index);
                self.within(direction, |writer| writer.leaf(id, content));
                (true, rest)
            }
            _ => (false, note.blocks.as_slice()),
        };
        let open = if first && rest.is_empty() {
            true
        } else {
            if first {
                self.end("p");
            } else {
                self.out.push_str("<p>");
                self.note_number(index);
                self.end("p");
            }
            false
        };
        self.blocks(rest);
        if index < book.resolved.referenced_notes {
            if !open {
                self.out.push_str("<p>");
            }
            self.back_link(index);
            self.end("p");
        } else if open {
            self.end("p");
        }
        self.end("aside");
    }

    fn note_number(&mut self, index: usize) {
        tag(&mut self.out, "span").attr("class", "note-number").text("span", &format!("{}.", index + 1));
        self.out.push(' ');
    }

    fn back_link(&mut self, index: usize) {
        let book = self.book;
        let (Some(mark), Some(note)) = (book.note_marks.get(index), book.resolved.notes.get(index)) else { return };
        // The note stands in the file of the mark that first refers to it.
        debug_assert!(book.home(&note.id).is_some_and(|home| home.path == self.file.path));
        self.out.push(' ');
        tag(&mut self.out, "a")
            .attr("class", "back")
            .attr("role", "doc-backlink")
            .attr("href", &format!("#{mark}"))
            .attr("aria-label", book.term(Term::BackToText))
            .text("a", BACK);
    }
}
