//! What stands before the text: title, authors, date, abstract, contents; and the sections of pages that it divides into.

use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::docx::sections::{Matter, Sections};
use crate::docx::styles::Context;
use crate::model::{Block, BlockKind, Inline, Role, plain_text};
use crate::resolve::Term;

impl Body<'_> {
    /// The whole body: front matter, text, last section.
    pub(in crate::docx) fn document(&mut self, sections: &Sections) {
        let resolved = self.resolved;
        let titled = self.title();
        let context = self.catalogue.body();
        let (front, text) = self.divide(&resolved.blocks);
        let title_page = self.catalogue.sheet.document.title_page && titled;
        if title_page {
            self.contents_break = true;
            self.blocks(front, &context);
            self.contents_break = false;
            self.section_break(&sections.properties(Matter::Front));
            self.blocks(text, &context);
        } else {
            self.blocks(&resolved.blocks, &context);
        }
        self.unreferenced_notes();
        let last = if title_page { Matter::Main } else { Matter::Whole };
        self.xml.push_str(&sections.properties(last));
    }

    /// Contents and lists at the head of the document belong to the front matter.
    fn divide<'b>(&self, blocks: &'b [Block]) -> (&'b [Block], &'b [Block]) {
        let front =
            blocks.iter().take_while(|block| matches!(block.kind, BlockKind::Contents(_) | BlockKind::PageBreak));
        blocks.split_at(front.count())
    }

    fn section_break(&mut self, properties: &str) {
        self.xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"SectionBreak\"/>");
        self.xml.push_str(properties);
        self.xml.push_str("</w:pPr></w:p>");
    }

    /// Title, subtitle, people, date, abstract and keywords; whether there was a title.
    fn title(&mut self) -> bool {
        let resolved = self.resolved;
        let metadata = &resolved.metadata;
        let context = self.catalogue.body();
        self.front_line("Title", &metadata.title, &context);
        self.front_line("Subtitle", &metadata.subtitle, &context);
        for person in metadata.people.iter().filter(|p| matches!(p.role, Role::Author | Role::Editor)) {
            self.plain_line("Author", &person.name);
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
        if !metadata.keywords.is_empty() && !metadata.abstract_.is_empty() {
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
