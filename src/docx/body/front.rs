//! What stands before the text: title, authors, date, abstract, contents; and the sections of pages that it divides into.

use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::docx::sections::{Matter, Paper, Section, Start};
use crate::docx::styles::Context;
use crate::model::{Block, BlockKind, Inline, Person, Role, plain_text};
use crate::resolve::Term;
use crate::style::NotePlacement;

impl Body<'_> {
    /// The whole body: front matter, text, last section.
    pub(in crate::docx) fn document(&mut self) {
        let resolved = self.resolved;
        let titled = self.title();
        let context = self.catalogue.body();
        let title_page = self.catalogue.sheet.document.title_page && titled;
        let mut text = resolved.blocks.as_slice();
        if title_page {
            let (front, rest) = self.divide(text);
            self.section.matter = Matter::Front;
            self.contents_break = true;
            self.blocks(front, &context);
            self.contents_break = false;
            self.end_section();
            self.section = Section { matter: Matter::Main, first: true, paper: Paper::Upright, start: Start::Page };
            text = rest;
        } else if titled && self.catalogue.sheet.page.columns > 1 {
            self.section.matter = Matter::Head;
            self.end_section();
            self.section.matter = Matter::Whole;
            self.section.start = Start::Below;
        }
        // Notes at the end of chapters are Word's notes at the end of sections.
        let by_chapter = self.catalogue.sheet.document.notes == NotePlacement::Chapter;
        let opens = |block: &Block| by_chapter && matches!(block.kind, BlockKind::Heading { level: 1, .. });
        for (place, chapter) in text.chunk_by(|_, next| !opens(next)).enumerate() {
            if place > 0 && !self.at_section_start() {
                self.end_section();
            }
            self.blocks(chapter, &context);
        }
        self.unreferenced_notes();
        let last = match self.last_break.take().filter(|(place, _)| place.end == self.xml.len()) {
            // Nothing stands behind the last break, which would be an empty page: its section is the last.
            Some((place, properties)) => {
                self.xml.truncate(place.start);
                self.spacer();
                properties
            }
            None => self.sections.properties(self.section),
        };
        self.xml.push_str(&last);
    }

    /// Ends the section; the next is of the same matter.
    pub(super) fn end_section(&mut self) {
        let begin = self.xml.len();
        let properties = self.sections.properties(self.section);
        self.xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"SectionBreak\"/>");
        self.xml.push_str(&properties);
        self.xml.push_str("</w:pPr></w:p>");
        self.section.first = false;
        self.section.start = Start::Page;
        self.last_break = Some((begin..self.xml.len(), properties));
    }

    /// Whether nothing stands in the section yet, and it is not the first.
    pub(super) fn at_section_start(&self) -> bool {
        self.last_break.as_ref().is_some_and(|(place, _)| place.end == self.xml.len())
    }

    /// Contents and lists at the head of the document belong to the front matter.
    fn divide<'b>(&self, blocks: &'b [Block]) -> (&'b [Block], &'b [Block]) {
        let front =
            blocks.iter().take_while(|block| matches!(block.kind, BlockKind::Contents(_) | BlockKind::PageBreak));
        blocks.split_at(front.count())
    }

    /// Title, subtitle, people, date, abstract and keywords; whether there was a title.
    fn title(&mut self) -> bool {
        let resolved = self.resolved;
        let metadata = &resolved.metadata;
        let context = self.catalogue.body();
        self.front_line("Title", &metadata.title, &context);
        self.front_line("Subtitle", &metadata.subtitle, &context);
        let shown = |person: &&Person| {
            matches!(person.role, Role::Author | Role::Editor | Role::Translator) && !person.name.is_empty()
        };
        for person in metadata.people.iter().filter(shown) {
            self.plain_line("Author", &person.name);
            if let Some(affiliation) = &person.affiliation {
                self.plain_line("Affiliation", affiliation);
            }
        }
        if let Some(date) = metadata.date.as_ref().filter(|date| !date.text.is_empty()) {
            self.plain_line("Date", &date.text);
        }
        if !metadata.abstract_.is_empty() {
            self.plain_line("AbstractTitle", resolved.terms.get(Term::Abstract));
            let gap = self.catalogue.get("BodyText").map_or(0, |style| style.paragraph.after.max(60));
            let inside = self.catalogue.variant("Abstract", "inside", |p| p.after = gap);
            let (inner, last) =
                (self.enter(&inside, "Abstract", &context), self.enter("Abstract", "Abstract", &context));
            let (most, end) = metadata.abstract_.split_at(metadata.abstract_.len() - 1);
            self.blocks(most, &inner);
            self.blocks(end, if metadata.keywords.is_empty() { &last } else { &inner });
        }
        if !metadata.keywords.is_empty() {
            let words = metadata.keywords.join(", ");
            self.plain_line("Keywords", &format!("{}: {words}", resolved.terms.get(Term::Keywords)));
        }
        !metadata.title.is_empty()
    }

    fn front_line(&mut self, style: &str, content: &[Inline], context: &Context) {
        if content.is_empty() {
            return;
        }
        let direction = self.direction(&plain_text(content));
        let voice = Voice::new(self, style, context, direction);
        self.paragraph(Paragraph { style, direction, ..Paragraph::default() }, |body| body.inlines(content, &voice));
    }
}
