//! Contents and lists of figures and tables: fields with their results filled in, so that Word has nothing to ask.

use std::fmt::Write as _;

use super::captions::sequence;
use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::docx::element::Piece;
use crate::docx::names::Purpose;
use crate::model::{Block, BlockId, BlockKind, ContentsKind, plain_text, visit_blocks};
use crate::resolve::{LabelKind, Term};

/// A line of a list.
struct Entry {
    id: BlockId,
    style: String,
    number: Option<String>,
    text: String,
}

impl Body<'_> {
    pub(super) fn contents(&mut self, block: &Block, kind: ContentsKind) {
        let (term, instruction, entries) = match kind {
            ContentsKind::Headings => {
                let depth = self.resolved.metadata.toc_depth.unwrap_or(3).clamp(1, 6);
                let entries: Vec<Entry> = (self.resolved.contents.iter())
                    .filter(|entry| entry.level <= depth)
                    .map(|entry| Entry {
                        id: entry.id.clone(),
                        style: format!("TOC{}", entry.level.clamp(1, 6)),
                        number: entry.number.clone(),
                        text: entry.text.clone(),
                    })
                    .collect();
                (Term::Contents, format!("TOC \\o \"1-{depth}\" \\h \\z \\u"), entries)
            }
            ContentsKind::Figures => self.captions_list(LabelKind::Figure, Term::ListOfFigures),
            ContentsKind::Tables => self.captions_list(LabelKind::Table, Term::ListOfTables),
        };
        let title = self.resolved.terms.get(term);
        self.bookmarked(Purpose::Block, &block.id, |body| {
            if kind == ContentsKind::Headings {
                // What Word's own gallery puts in: it offers to update the table when the reader clicks into it.
                body.xml.push_str(
                    "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/>\
                     </w:docPartObj></w:sdtPr><w:sdtContent>",
                );
            }
            // After a title page the contents begin a page of their own.
            let style = if std::mem::take(&mut body.contents_break) {
                body.catalogue.variant("TOCHeading", "new page", |p| p.page_break_before = true)
            } else {
                "TOCHeading".into()
            };
            body.plain_line(&style, title);
            body.entries(&instruction, &entries, kind);
            if kind == ContentsKind::Headings {
                body.xml.push_str("</w:sdtContent></w:sdt>");
            }
        });
    }

    fn captions_list(&self, kind: LabelKind, term: Term) -> (Term, String, Vec<Entry>) {
        let mut entries = Vec::new();
        visit_blocks(&self.resolved.blocks, &mut |block| {
            let caption = match &block.kind {
                BlockKind::Figure(figure) => figure.caption.as_ref(),
                BlockKind::Table(table) => table.caption.as_ref(),
                _ => None,
            };
            let label = self.resolved.label(&block.id).filter(|label| label.kind == kind);
            if let (Some(caption), Some(label)) = (caption, label) {
                entries.push(Entry {
                    id: block.id.clone(),
                    style: "TableofFigures".into(),
                    number: None,
                    text: format!("{}: {}", label.text, plain_text(&caption.content)),
                });
            }
        });
        (term, format!("TOC \\h \\z \\c \"{}\"", sequence(kind)), entries)
    }

    fn entries(&mut self, instruction: &str, entries: &[Entry], kind: ContentsKind) {
        let context = self.catalogue.body();
        let begin = format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {} \
             </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>",
            crate::docx::xml::escape(instruction)
        );
        let end = "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
        if entries.is_empty() {
            let style = if kind == ContentsKind::Headings { "TOC1" } else { "TableofFigures" };
            self.paragraph(Paragraph { style, ..Paragraph::default() }, |body| {
                let _ = write!(body.xml, "{begin}{end}");
            });
        }
        for (place, entry) in entries.iter().enumerate() {
            let direction = self.direction(&entry.text);
            let mut voice = Voice::new(self, &entry.style, &context, direction);
            voice.linked = true;
            let bookmark = self.names.bookmark(Purpose::Contents, &entry.id);
            let page = self.page_of(&entry.id);
            self.paragraph(Paragraph { style: &entry.style, direction, ..Paragraph::default() }, |body| {
                if place == 0 {
                    body.xml.push_str(&begin);
                }
                body.hyperlink(&format!("w:anchor=\"{bookmark}\""), "", |body| {
                    if let Some(number) = &entry.number {
                        body.text(number, &voice);
                        body.run(&voice, [Piece::Tab]);
                    }
                    body.text(&entry.text, &voice);
                    body.run(&voice, [Piece::Tab]);
                    body.field(&format!("PAGEREF {bookmark} \\h"), &voice, |body| body.text(&page, &voice));
                });
                if place + 1 == entries.len() {
                    body.xml.push_str(end);
                }
            });
        }
    }

    /// The page that our own layout has a block on, as a first guess for Word.
    fn page_of(&self, id: &BlockId) -> String {
        let label = self.layout.and_then(|layout| {
            let place = layout.places.get(id)?;
            layout.pages.get(place.page).map(|page| page.label.clone())
        });
        label.filter(|label| !label.is_empty()).unwrap_or_else(|| "1".into())
    }
}
