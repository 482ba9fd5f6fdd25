//! Footnotes: real ones, with formatted text, links and pictures in them.

use std::fmt::Write as _;

use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::docx::names::Purpose;
use crate::docx::styles::{Context, Letters};
use crate::model::{Block, BlockKind, Note, plain_text};
use crate::resolve::Term;

/// What notes are to Word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::docx) enum Notes {
    /// Footnotes.
    Foot,
    /// Endnotes.
    End,
}

impl Notes {
    /// The name of their elements.
    pub(in crate::docx) const fn element(self) -> &'static str {
        match self {
            Self::Foot => "footnote",
            Self::End => "endnote",
        }
    }

    /// The style of their text.
    const fn text_style(self) -> &'static str {
        match self {
            Self::Foot => "FootnoteText",
            Self::End => "EndnoteText",
        }
    }

    /// The style of their marks.
    const fn mark_style(self) -> &'static str {
        match self {
            Self::Foot => "FootnoteReference",
            Self::End => "EndnoteReference",
        }
    }
}

/// What stands between text and notes (ECMA-376 Part 1 §17.11.23): Word wants both, under these ids.
pub(in crate::docx) fn separators(notes: Notes) -> String {
    let (name, style) = (notes.element(), notes.text_style());
    let one = |id: i8, kind: &str| {
        format!(
            "<w:{name} w:type=\"{kind}\" w:id=\"{id}\"><w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:{kind}/></w:r>\
             </w:p></w:{name}>"
        )
    };
    format!("{}{}", one(-1, "separator"), one(0, "continuationSeparator"))
}

impl Body<'_> {
    /// A mark in the text: the note itself at the first, the note's number at the others.
    pub(super) fn note_mark(&mut self, number: usize, voice: &Voice) {
        let Some(note) = number.checked_sub(1).and_then(|place| self.resolved.notes.get(place)) else { return };
        let name = self.names.bookmark(Purpose::Note, &note.id);
        if let Some(label) = self.nested_notes.get(&number).cloned() {
            return self.nested_mark(&name, &label, voice);
        }
        if self.written_notes.contains(&number) {
            let instruction = format!("NOTEREF {name} \\f \\h");
            let inner = self.raised(voice);
            return self.field(&instruction, voice, |body| body.text(&number.to_string(), &inner));
        }
        if voice.note {
            // Word allows no note inside a note, and counts without it: its text follows the text of the note that refers to it,
            // with a label of that note's.
            let letter = format_letter(self.waiting_notes.len());
            let label = format!("{}{letter}", self.note_count);
            self.nested_notes.insert(number, label.clone());
            self.waiting_notes.push(number);
            return self.nested_mark(&name, &label, voice);
        }
        self.note_count += 1;
        self.written_notes.insert(number);
        let kind = self.note_kind;
        let mark = format!("<w:{}Reference w:id=\"{number}\"/>", kind.element());
        let mut names = self.write_note(number, note);
        names.extend(self.survey.repeated_notes.contains(&number).then_some(name));
        self.in_bookmarks(&names, |body| body.raw_run(voice, Some(kind.mark_style()), &mark));
    }

    /// A mark that is no note of Word's: the label of a note that stands in another.
    fn nested_mark(&mut self, name: &str, label: &str, voice: &Voice) {
        let raised = self.raised(voice);
        if voice.linked {
            return self.text(label, &raised);
        }
        self.hyperlink(&format!("w:anchor=\"{name}\""), "", |body| body.text(label, &raised));
    }

    fn raised(&self, voice: &Voice) -> Voice {
        let mut raised = voice.clone();
        raised.letters.push(Letters::Superscript);
        raised
    }

    /// Writes the note; the bookmarks of its blocks.
    fn write_note(&mut self, number: usize, note: &Note) -> Vec<String> {
        std::mem::swap(&mut self.xml, &mut self.notes);
        std::mem::swap(&mut self.relationships, &mut self.note_relationships);
        let (name, mark) = (self.note_kind.element(), self.note_kind.mark_style());
        let after = self.after;
        self.note_blocks = Some(Vec::new());
        let _ = write!(self.xml, "<w:{name} w:id=\"{number}\">");
        let context = self.note_context();
        let (lead, rest) = lead(&note.blocks);
        let direction = self.direction(&plain_text(lead.map_or(&[][..], |(_, content)| content)));
        let style = self.note_kind.text_style();
        let voice = Voice::new(self, style, &context, direction);
        self.paragraph(Paragraph { style, block: Some(&note.id), direction, numbering: None }, |body| {
            let _ = write!(body.xml, "<w:r><w:rPr><w:rStyle w:val=\"{mark}\"/></w:rPr><w:{name}Ref/></w:r>");
            body.text(" ", &voice);
            if let Some((block, content)) = lead {
                body.bookmarked(Purpose::Block, &block.id, |body| body.inlines(content, &voice));
            }
        });
        self.blocks(rest, &context);
        let mut place = 0;
        while let Some(inner) = self.waiting_notes.get(place).copied() {
            self.appended_note(inner, &context);
            place += 1;
        }
        self.waiting_notes.clear();
        let _ = write!(self.xml, "</w:{name}>");
        self.after = after;
        std::mem::swap(&mut self.xml, &mut self.notes);
        std::mem::swap(&mut self.relationships, &mut self.note_relationships);
        self.note_blocks.take().unwrap_or_default()
    }

    fn appended_note(&mut self, number: usize, context: &Context) {
        if !self.written_notes.insert(number) {
            return;
        }
        let Some(note) = number.checked_sub(1).and_then(|place| self.resolved.notes.get(place)) else { return };
        let label = self.nested_notes.get(&number).cloned().unwrap_or_default();
        self.labelled_note(&label, note, context);
    }

    /// A note as ordinary paragraphs, its label in front.
    fn labelled_note(&mut self, label: &str, note: &Note, context: &Context) {
        let (lead, rest) = lead(&note.blocks);
        let direction = self.direction(&plain_text(lead.map_or(&[][..], |(_, content)| content)));
        let style = self.note_kind.text_style();
        let voice = Voice::new(self, style, context, direction);
        self.paragraph(Paragraph { style, block: Some(&note.id), direction, numbering: None }, |body| {
            let raised = body.raised(&voice);
            let name = body.names.bookmark(Purpose::Note, &note.id);
            body.in_bookmark(&name, |body| body.text(label, &raised));
            body.text(" ", &voice);
            if let Some((block, content)) = lead {
                body.bookmarked(Purpose::Block, &block.id, |body| body.inlines(content, &voice));
            }
        });
        self.blocks(rest, context);
    }

    fn note_context(&self) -> Context {
        let mut context = self.catalogue.body();
        let style = self.note_kind.text_style();
        context.text = style.into();
        context.path = "Footnote".into();
        context.note = true;
        if let Some(style) = self.catalogue.get(style) {
            context.run = style.run.clone();
        }
        context
    }

    /// Notes that no mark refers to, at the end: nothing that the author wrote is lost.
    pub(in crate::docx) fn unreferenced_notes(&mut self) {
        let resolved = self.resolved;
        let unwritten: Vec<usize> =
            (1..=resolved.notes.len()).filter(|number| !self.written_notes.contains(number)).collect();
        if unwritten.is_empty() {
            return;
        }
        self.plain_line("TOCHeading", resolved.terms.get(Term::Notes));
        let mut context = self.note_context();
        context.note = false;
        for number in unwritten {
            if self.written_notes.insert(number)
                && let Some(note) = resolved.notes.get(number - 1)
            {
                self.labelled_note(&note.label, note, &context);
            }
        }
    }
}

/// The letter of that place: `a` to `z`, then `27` and so on.
fn format_letter(place: usize) -> String {
    u8::try_from(place)
        .ok()
        .filter(|place| *place < 26)
        .map_or_else(|| (place + 1).to_string(), |place| char::from(b'a' + place).to_string())
}

type Lead<'n> = (Option<(&'n Block, &'n [crate::model::Inline])>, &'n [Block]);

/// The first paragraph, which the mark stands in, and the rest.
fn lead(blocks: &[Block]) -> Lead<'_> {
    match blocks.split_first() {
        Some((block, rest)) => match &block.kind {
            BlockKind::Paragraph(content) => (Some((block, content)), rest),
            _ => (None, blocks),
        },
        None => (None, blocks),
    }
}
