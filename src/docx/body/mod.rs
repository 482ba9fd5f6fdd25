//! The text of the document: blocks and inlines as paragraphs, runs and tables, each in a style of its own.
//!
//! **Invariant:** nothing here formats by hand. What a paragraph or a run looks like is said by its style; the properties
//! written beside it are those of structure and language (`w:numPr`, `w:framePr`, `w:bidi`, `w:rtl`, `w:lang`, `w:sectPr`).

mod blocks;
mod boxes;
mod captions;
mod code;
mod columns;
mod contents;
mod drop_cap;
mod front;
mod grid;
mod inlines;
mod lists;
mod measure;
mod notes;
mod picture;
mod review;
mod ruby;
mod scripts;
mod stretches;
mod survey;
mod table;

use std::collections::{HashMap, HashSet};

use super::element;
use super::fonts::Used;
use super::language::Language;
use super::media::Media;
use super::names::{Names, Purpose};
use super::numbering::Numbering;
use super::package::Relationships;
use super::reference::Reference;
use super::sections::{Matter, Paper, Section, Sections, Start};
use super::styles::{Catalogue, Context};
use crate::diagnostic::Diagnostics;
use crate::layout::Layout;
use crate::model::{BlockId, Direction};
use crate::resolve::Resolved;
use crate::style::NotePlacement;
use crate::text::FontLibrary;

pub(super) use notes::{Notes, separators};
pub(super) use scripts::is_complex;
use survey::Survey;

/// What is being written, and everything that it refers to.
pub(super) struct Body<'a> {
    pub resolved: &'a Resolved,
    pub library: &'a FontLibrary,
    pub layout: Option<&'a Layout>,
    /// The template that styles and lists come from.
    pub house: Option<&'a Reference>,
    pub language: Language,
    /// The direction that the author asks for, where it is not left to each text.
    pub asked: Option<Direction>,
    pub catalogue: Catalogue<'a>,
    pub numbering: Numbering,
    pub names: Names,
    pub media: Media,
    pub sections: Sections<'a>,
    /// The section being written.
    section: Section,
    /// The paragraph that ended the section before it, and that one's properties.
    last_break: Option<(std::ops::Range<usize>, String)>,
    /// The faces that the text is set in, where they are to travel with it.
    pub fonts: Option<Used>,
    /// Relationships of the part being written.
    pub relationships: Relationships,
    pub diagnostics: Diagnostics,
    /// The part being written.
    pub xml: String,
    /// What notes are, those so far, and the relationships of their part.
    pub note_kind: Notes,
    pub notes: String,
    pub note_relationships: Relationships,
    /// The comments so far.
    pub comments: String,
    comment_count: u32,
    revisions: u32,
    written_notes: HashSet<usize>,
    /// Notes whose first mark stands in another note, which Word does not allow, with their labels.
    nested_notes: HashMap<usize, String>,
    /// Those of them whose text is still to come in the note being written.
    waiting_notes: Vec<usize>,
    /// Notes of Word's so far.
    note_count: u32,
    /// While a note is being written: the bookmarks of its blocks, which stand around its mark in the text.
    note_blocks: Option<Vec<String>>,
    survey: Survey,
    /// When the document was made, in RFC 3339.
    pub date: String,
    deep_lists: bool,
    /// The next contents begin a page.
    contents_break: bool,
    /// Twips that the last paragraph leaves behind it.
    after: i32,
}

/// The parts of a paragraph besides its content.
#[derive(Clone, Copy, Default)]
struct Paragraph<'p> {
    style: &'p str,
    /// The block that it is the text of.
    block: Option<&'p BlockId>,
    /// List and level.
    numbering: Option<(u32, u8)>,
    direction: Direction,
}

impl<'a> Body<'a> {
    /// Nothing written yet.
    pub(super) fn new(
        resolved: &'a Resolved,
        library: &'a FontLibrary,
        mut catalogue: Catalogue<'a>,
        numbering: Numbering,
        sections: Sections<'a>,
    ) -> Self {
        let sheet = catalogue.sheet;
        let survey = Survey::of(resolved);
        let fonts = sheet.document.docx_embed_fonts.then(Used::default);
        let root = sheet.root().font_family.first().filter(|_| fonts.is_some());
        catalogue.theme.complex = root.and_then(|root| super::fonts::complex(&survey.complex, root, library));
        Self {
            library,
            layout: None,
            house: None,
            sections,
            section: Section { matter: Matter::Whole, first: true, paper: Paper::Upright, start: Start::Page },
            last_break: None,
            fonts,
            note_kind: match sheet.document.notes {
                NotePlacement::Page => Notes::Foot,
                NotePlacement::Chapter | NotePlacement::Document => Notes::End,
            },
            after: catalogue.gap(),
            language: Language::new(resolved.metadata.language()),
            asked: None,
            survey,
            date: super::properties::date(resolved),
            resolved,
            catalogue,
            numbering,
            names: Names::default(),
            media: Media::new(&resolved.assets),
            relationships: Relationships::default(),
            diagnostics: Vec::new(),
            xml: String::new(),
            notes: String::new(),
            note_relationships: Relationships::default(),
            comments: String::new(),
            comment_count: 0,
            revisions: 0,
            written_notes: HashSet::new(),
            nested_notes: HashMap::new(),
            waiting_notes: Vec::new(),
            note_count: 0,
            note_blocks: None,
            deep_lists: false,
            contents_break: false,
        }
    }

    /// A paragraph; the block's bookmark is around its content.
    fn paragraph(&mut self, paragraph: Paragraph<'_>, content: impl FnOnce(&mut Self)) {
        self.open(paragraph);
        match paragraph.block {
            Some(block) => self.bookmarked(Purpose::Block, block, content),
            None => content(self),
        }
        self.xml.push_str("</w:p>");
    }

    /// The start tag of a paragraph and its properties.
    fn open(&mut self, paragraph: Paragraph<'_>) {
        let id = paragraph.block.map(|block| self.names.paragraph_id(block));
        self.after = self.catalogue.get(paragraph.style).map_or(0, |style| style.paragraph.after);
        let bidi = paragraph.direction == Direction::RightToLeft;
        element::open_paragraph(paragraph.style, id.as_deref(), paragraph.numbering, bidi, &mut self.xml);
    }

    /// Content inside a bookmark of that block. LibreOffice loses bookmarks inside notes, all but those of the first, so
    /// that blocks of a note are marked where the note is.
    fn bookmarked(&mut self, purpose: Purpose, block: &BlockId, content: impl FnOnce(&mut Self)) {
        let name = self.names.bookmark(purpose, block);
        match &mut self.note_blocks {
            Some(blocks) if purpose == Purpose::Block => {
                blocks.push(name);
                content(self);
            }
            _ => self.in_bookmark(&name, content),
        }
    }

    fn in_bookmark(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        let id = self.names.bookmark_id();
        self.xml.push_str(&format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>"));
        content(self);
        self.xml.push_str(&format!("<w:bookmarkEnd w:id=\"{id}\"/>"));
    }

    /// The direction of text that begins so.
    fn direction(&self, text: &str) -> Direction {
        self.asked.unwrap_or_else(|| crate::model::base_direction(text, self.language.direction()))
    }

    /// The width of the text where the context stands, in twips.
    fn width(context: &Context) -> i32 {
        (context.width - context.left - context.right).max(720)
    }
}
