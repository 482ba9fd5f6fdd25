//! The model's tree as XHTML.
//!
//! **Invariant:** files are written from the plan of the book alone, so that they can be written in parallel.

mod blocks;
mod code;
mod inlines;
mod media;
mod notes;
pub(super) mod sections;
mod tables;
mod title_page;

use super::book::{Book, File, FileKind, STYLESHEET, address};
use super::language;
use super::pages::PageMark;
use super::xml::{close, element, tag};
use crate::model::{Attributes, BlockId, Direction, NoteReference};

/// A file that has been written.
#[derive(Debug)]
pub(super) struct Written {
    /// The XHTML.
    pub(super) text: String,
    /// It has formulas in MathML.
    pub(super) mathml: bool,
}

/// Writes one file of the text.
pub(super) fn write(book: &Book<'_>, file: &File) -> Written {
    let mut writer = Writer::new(book, file);
    match &file.kind {
        FileKind::TitlePage => writer.title_page(),
        FileKind::Text(part) => writer.part(part),
        // Written by `nav`, and below.
        FileKind::Navigation | FileKind::Notes => {}
    }
    writer.notes();
    let matter = sections::matter(book, file);
    Written { text: document(book, &file.path, &file.title, matter, &writer.out), mathml: writer.mathml }
}

/// A whole XHTML document around the content of its body.
pub(super) fn document(book: &Book<'_>, path: &str, title: &str, kind: &str, content: &str) -> String {
    let mut out = String::with_capacity(content.len() + 600);
    out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n");
    let lang = language::well_formed(book.resolved.metadata.language()).unwrap_or_else(|| "en".into());
    tag(&mut out, "html")
        .attr("xmlns", "http://www.w3.org/1999/xhtml")
        .attr("xmlns:epub", "http://www.idpf.org/2007/ops")
        .attr("lang", &lang)
        .attr("xml:lang", &lang)
        .maybe("dir", (book.direction == Direction::RightToLeft).then_some("rtl"))
        .open();
    out.push_str("\n<head>\n<meta charset=\"utf-8\"/>\n");
    element(&mut out, "title", title);
    out.push('\n');
    tag(&mut out, "link")
        .attr("rel", "stylesheet")
        .attr("type", "text/css")
        .attr("href", &address(path, STYLESHEET, ""))
        .empty();
    out.push_str("\n</head>\n");
    tag(&mut out, "body").unless_empty("epub:type", kind).open();
    out.push('\n');
    out.push_str(content);
    out.push_str("</body>\n</html>\n");
    out
}

/// One file while it is being written.
struct Writer<'a> {
    book: &'a Book<'a>,
    file: &'a File,
    out: String,
    /// Direction of the element that is open.
    direction: Direction,
    /// The direction that the author asks for, where it is not left to each text.
    asked: Option<Direction>,
    /// Inside a link, where no other may be.
    in_link: bool,
    /// The marks of notes in the link, which come behind it.
    held_marks: Vec<&'a NoteReference>,
    /// Pages that begin in the sequence of inlines being written, past `position`.
    marks: &'a [PageMark],
    /// Characters of the sequence's plain text so far.
    position: usize,
    /// The last character written, to know whether a line end is a space.
    last: Option<char>,
    mathml: bool,
    /// Levels of the sections that are open.
    sections: Vec<u8>,
}

impl<'a> Writer<'a> {
    fn new(book: &'a Book<'a>, file: &'a File) -> Self {
        Self {
            book,
            file,
            out: String::new(),
            direction: book.direction,
            asked: None,
            in_link: false,
            held_marks: Vec::new(),
            marks: &[],
            position: 0,
            last: None,
            mathml: false,
            sections: Vec::new(),
        }
    }

    fn close(&mut self, name: &str) {
        close(&mut self.out, name);
    }

    /// Opens the element of a block: its id, classes, language and direction.
    fn open(&mut self, name: &str, id: &BlockId, attributes: &Attributes, class: &str, direction: Direction) {
        let classes = class_list(class, attributes);
        let lang = attributes.lang().and_then(language::well_formed);
        tag(&mut self.out, name)
            .attr("id", id.as_str())
            .unless_empty("class", &classes)
            .maybe("lang", lang.as_deref())
            .maybe("xml:lang", lang.as_deref())
            .maybe("dir", (direction != self.direction).then_some(language::dir(direction)))
            .open();
    }

    /// The direction of a block that holds blocks: that of its language where it names one.
    fn container_direction(&self, attributes: &Attributes) -> Direction {
        match attributes.get("dir") {
            Some("rtl") => Direction::RightToLeft,
            Some("ltr") => Direction::LeftToRight,
            _ => attributes.lang().map_or(self.direction, language::direction),
        }
    }

    /// Writes something in which another direction prevails.
    fn within(&mut self, direction: Direction, write: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.direction, direction);
        write(self);
        self.direction = outer;
    }

    /// The marks of pages that begin in front of a block which holds no text of its own.
    fn marks_before(&mut self, id: &BlockId) {
        let book = self.book;
        for mark in book.pages.of(id) {
            self.mark(mark);
        }
    }

    fn mark(&mut self, mark: &PageMark) {
        write_mark(&mut self.out, mark);
    }
}

/// A page's mark (EPUB Accessibility 1.1 §5.2).
pub(super) fn write_mark(out: &mut String, mark: &PageMark) {
    tag(out, "span")
        .attr("id", &mark.id)
        .attr("epub:type", "pagebreak")
        .attr("role", "doc-pagebreak")
        .attr("aria-label", &mark.label)
        .text("span", "");
}

/// Our own classes and the author's, made fit for CSS.
fn class_list(own: &str, attributes: &Attributes) -> String {
    let mut list = own.to_owned();
    for class in &attributes.classes {
        let class = css_class(class);
        if !class.is_empty() {
            if !list.is_empty() {
                list.push(' ');
            }
            list.push_str(&class);
        }
    }
    list
}

/// A class as both XHTML and CSS take it without escapes.
pub(super) fn css_class(class: &str) -> String {
    let mut name: String =
        class.chars().map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    if name.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
        name.insert(0, '_');
    }
    name
}

/// The element that HTML has for what a class of the model says.
pub(super) fn element_of_class(class: &str) -> Option<&'static str> {
    match class {
        "kbd" => Some("kbd"),
        "mark" => Some("mark"),
        "underline" => Some("u"),
        "small" => Some("small"),
        _ => None,
    }
}
