//! Notes: their marks, and their texts at the end of the file, where reading systems find them to show in place; or lists of endnotes.

use super::Writer;
use crate::epub::xml::{push_text, tag};
use crate::model::{Block, BlockKind, NoteReference};
use crate::resolve::{NoteNumber, Term};
use crate::style::EpubNotes;

/// An arrow back, shown as text and never as an emoji.
const BACK: &str = "\u{21A9}\u{FE0E}";

impl<'a> Writer<'a> {
    /// The mark of a note in the text. Links do not stand in links: from inside one, it comes behind it.
    pub(super) fn note_reference(&mut self, reference: &'a NoteReference) {
        if self.in_link {
            return self.held_marks.push(reference);
        }
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
        match href {
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
        if self.book.sheet.document.epub_notes == EpubNotes::PopUp {
            tag(&mut self.out, "section")
                .attr("class", "notes")
                .attr("epub:type", "footnotes")
                .attr("aria-label", label)
                .open();
            self.out.push('\n');
            for &index in &self.file.notes {
                self.footnote(index);
            }
        } else {
            tag(&mut self.out, "section")
                .attr("class", "notes")
                .attr("epub:type", "endnotes")
                .attr("role", "doc-endnotes")
                .attr("aria-label", label)
                .open();
            self.out.push('\n');
            let rank = self.book.rank_of_notes(self.file);
            self.plain_heading(&format!("h{rank}"), if rank == 1 { "level-1" } else { "notes-title" }, label);
            self.out.push_str("<ol class=\"endnotes\">\n");
            for &index in &self.file.notes {
                self.endnote(index);
            }
            self.end("ol");
        }
        self.end("section");
    }

    /// A note that reading systems can show in place, with its number in its text.
    fn footnote(&mut self, index: usize) {
        let Some(note) = self.book.resolved.notes.get(index) else { return };
        tag(&mut self.out, "aside")
            .attr("id", note.id.as_str())
            .attr("class", "footnote")
            .attr("epub:type", "footnote")
            .attr("role", "doc-footnote")
            .open();
        self.out.push('\n');
        self.note_text(index, &format!("{}.", index + 1));
        self.end("aside");
    }

    /// A note in a list, which numbers it.
    fn endnote(&mut self, index: usize) {
        let Some(note) = self.book.resolved.notes.get(index) else { return };
        tag(&mut self.out, "li").attr("id", note.id.as_str()).attr("value", &(index + 1).to_string()).open();
        self.out.push('\n');
        self.note_text(index, "");
        self.end("li");
    }

    /// The number, if there is one, stands in the first paragraph and the way back at the end of the last, where there are such.
    fn note_text(&mut self, index: usize, number: &str) {
        let book = self.book;
        let Some(note) = book.resolved.notes.get(index) else { return };
        let mut open = false;
        let mut rest = note.blocks.as_slice();
        if let Some((Block { kind: BlockKind::Paragraph(content), id, attributes, .. }, others)) = rest.split_first() {
            let direction = self.text_direction(attributes, content);
            self.open("p", id, attributes, "", direction);
            self.note_number(number);
            self.within(direction, |writer| writer.leaf(id, content));
            rest = others;
            open = rest.is_empty();
            if !open {
                self.end("p");
            }
        } else if !number.is_empty() {
            self.out.push_str("<p>");
            self.note_number(number);
            self.end("p");
        }
        // The way back stands at the end of the last paragraph.
        if let Some((Block { kind: BlockKind::Paragraph(content), id, attributes, .. }, others)) = rest.split_last() {
            self.blocks(others);
            let direction = self.text_direction(attributes, content);
            self.open("p", id, attributes, "", direction);
            self.within(direction, |writer| writer.leaf(id, content));
            open = true;
        } else {
            self.blocks(rest);
        }
        if let Some(href) = book.mark_href(&self.file.path, index) {
            if !open {
                self.out.push_str("<p>");
            }
            self.back_link(&href);
            open = true;
        }
        if open {
            self.end("p");
        }
    }

    fn note_number(&mut self, number: &str) {
        if !number.is_empty() {
            tag(&mut self.out, "span").attr("class", "note-number").text("span", number);
            self.out.push(' ');
        }
    }

    fn back_link(&mut self, href: &str) {
        self.out.push(' ');
        tag(&mut self.out, "a")
            .attr("class", "back")
            .attr("role", "doc-backlink")
            .attr("href", href)
            .attr("aria-label", self.book.term(Term::BackToText))
            .text("a", BACK);
    }
}
