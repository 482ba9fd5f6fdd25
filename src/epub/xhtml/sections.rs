//! Chapters and sections: headings open them, and what they are called says what they are.

use super::Writer;
use crate::epub::book::{Book, File, FileKind};
use crate::epub::split::{Part, heading_level};
use crate::epub::xml::{push_text, tag};
use crate::model::{Attributes, Block, BlockKind, Inline};

/// Sections that have a name of their own in the EPUB structural semantics vocabulary and in DPUB-ARIA 1.1, which agree
/// on it. An author names one by a class on its heading or on a container.
const KINDS: [&str; 19] = [
    "abstract",
    "acknowledgments",
    "afterword",
    "appendix",
    "bibliography",
    "chapter",
    "colophon",
    "conclusion",
    "dedication",
    "epigraph",
    "epilogue",
    "errata",
    "foreword",
    "glossary",
    "index",
    "introduction",
    "part",
    "preface",
    "prologue",
];

/// The kind of section that the author's classes name.
pub(super) fn kind(attributes: &Attributes) -> Option<&'static str> {
    KINDS.into_iter().find(|kind| attributes.has_class(kind))
}

/// What the first heading or container of a file says that it is.
pub(in crate::epub) fn kind_of_file(book: &Book<'_>, file: &File) -> Option<&'static str> {
    let FileKind::Text(part) = &file.kind else { return None };
    let blocks = book.blocks.get(part.blocks.clone()).unwrap_or_default();
    let named = |block: &&Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Container(_));
    kind(&blocks.iter().find(named)?.attributes)
}

/// Which part of the book a file belongs to (EPUB 3 Structural Semantics Vocabulary 1.1 §2).
pub(in crate::epub) fn matter(book: &Book<'_>, file: &File) -> &'static str {
    match &file.kind {
        FileKind::TitlePage | FileKind::Navigation => "frontmatter",
        FileKind::Notes => "backmatter",
        FileKind::Text(_) => match kind_of_file(book, file) {
            Some("abstract" | "acknowledgments" | "dedication" | "epigraph" | "foreword" | "preface") => "frontmatter",
            Some("afterword" | "appendix" | "bibliography" | "colophon" | "errata" | "glossary" | "index") => {
                "backmatter"
            }
            _ => "bodymatter",
        },
    }
}

impl<'a> Writer<'a> {
    /// A part of the body.
    pub(super) fn part(&mut self, part: &Part) {
        let book = self.book;
        let blocks = book.blocks.get(part.blocks.clone()).unwrap_or_default();
        // What goes on with a chapter is a section of its own, so that the files of a chapter look alike.
        if part.continued && blocks.first().is_some_and(|block| heading_level(block).is_none()) {
            tag(&mut self.out, "section").open();
            self.out.push('\n');
            self.sections.push(0);
        }
        for block in blocks {
            if let Some(level) = heading_level(block) {
                self.end_sections(level);
                self.start_section(block, level);
            }
            self.block(block);
        }
        self.end_sections(0);
    }

    fn start_section(&mut self, heading: &Block, level: u8) {
        let kind = kind(&heading.attributes).or_else(|| self.implied_kind(level));
        let role = kind.map(|kind| format!("doc-{kind}"));
        tag(&mut self.out, "section")
            .maybe("epub:type", kind)
            .maybe("role", role.as_deref())
            .attr("aria-labelledby", heading.id.as_str())
            .open();
        self.out.push('\n');
        self.sections.push(level);
    }

    /// Headings of the highest level that divides the text begin chapters, where files begin at them.
    fn implied_kind(&self, level: u8) -> Option<&'static str> {
        (self.book.chapter_level == Some(level)).then_some("chapter")
    }

    /// Ends the sections of that level and below.
    fn end_sections(&mut self, level: u8) {
        while self.sections.pop_if(|open| *open >= level).is_some() {
            self.close("section");
            self.out.push('\n');
        }
    }

    /// A heading.
    pub(super) fn heading(&mut self, block: &'a Block, level: u8, content: &'a [Inline]) {
        let book = self.book;
        let name = format!("h{}", book.rank(&block.id, level));
        let direction = self.text_direction(&block.attributes, content);
        // Heading levels that the author skipped are closed up, but each keeps the look of its own level.
        self.open(&name, &block.id, &block.attributes, &format!("level-{level}"), direction);
        if let Some(number) = book.resolved.heading_number(&block.id) {
            tag(&mut self.out, "span").attr("class", "heading-number").open();
            push_text(&mut self.out, &number.text);
            self.out.push_str("</span> ");
        }
        self.within(direction, |writer| writer.leaf(&block.id, content));
        self.close(&name);
        self.out.push('\n');
    }
}
