//! Inlines.

use super::{Writer, class_list, element_of_class};
use crate::epub::language;
use crate::epub::xml::{element, push_text, tag};
use crate::model::{Attributes, BlockId, Direction, Inline, InlineKind, Link, Revision, Ruby, code_direction};
use crate::resolve::Destination;

impl<'a> Writer<'a> {
    /// The text of a block, with the marks of the pages that begin in it.
    pub(super) fn leaf(&mut self, id: &BlockId, inlines: &'a [Inline]) {
        let book = self.book;
        self.marks = book.pages.of(id);
        self.position = 0;
        self.last = None;
        self.inlines(inlines);
        for mark in std::mem::take(&mut self.marks) {
            self.mark(mark);
        }
    }

    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        for (i, inline) in inlines.iter().enumerate() {
            self.inline(inline, inlines.get(i + 1..).unwrap_or_default());
        }
    }

    fn inline(&mut self, inline: &'a Inline, following: &'a [Inline]) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text),
            InlineKind::Emphasis(content) => self.wrapped("em", "", content),
            InlineKind::Strong(content) => self.wrapped("strong", "", content),
            InlineKind::Strikethrough(content) => self.wrapped("s", "", content),
            InlineKind::Superscript(content) => self.wrapped("sup", "", content),
            InlineKind::Subscript(content) => self.wrapped("sub", "", content),
            InlineKind::SmallCaps(content) => self.wrapped("span", "small-caps", content),
            InlineKind::Code { text, attributes } => {
                // HTML standard §3.2.6.4: with a direction of its own it is isolated from what is around it.
                let own = code_direction(text);
                let turned = [self.direction, own].contains(&Direction::RightToLeft);
                self.start_in("code", "", attributes, turned.then(|| language::dir(own)));
                self.text(text);
                self.close("code");
            }
            InlineKind::Math(math) => {
                self.marks_up_to(math.latex.chars().count());
                self.inline_formula(math);
                self.advance(&math.latex);
            }
            InlineKind::Link(link) => self.link(link),
            InlineKind::Image(image) => {
                self.marks_up_to(image.alt.chars().count());
                self.image(image);
                self.advance(&image.alt);
            }
            InlineKind::NoteReference(reference) => self.note_reference(reference),
            InlineKind::CrossReference(reference) => {
                let book = self.book;
                let text = book.resolved.reference(reference);
                let length = reference.target.chars().count() + 1;
                self.marks_up_to(length);
                let href = text.target.as_ref().and_then(|id| book.href(&self.file.path, id));
                self.anchor(href.as_deref(), "reference", "", |writer| push_text(&mut writer.out, &text.text));
                self.position += length;
                self.last = text.text.chars().next_back();
            }
            InlineKind::Citation(citation) => {
                tag(&mut self.out, "span").attr("class", "citation").open();
                self.text(&citation.source);
                self.close("span");
            }
            InlineKind::Span { attributes, content } => self.span(attributes, content),
            InlineKind::Ruby(ruby) => self.ruby(ruby),
            InlineKind::LineBreak => {
                self.out.push_str("<br/>\n");
                self.position += 1;
                self.last = None;
            }
            InlineKind::SoftBreak => {
                let joins = |c: Option<char>| c.is_some_and(language::joins_lines);
                if !(joins(self.last) && joins(first_character(following))) {
                    self.out.push('\n');
                }
                self.position += 1;
            }
            // Shows nothing, by definition.
            InlineKind::IndexMark(_) => {}
            InlineKind::Insertion(revision) => self.revision("ins", revision),
            InlineKind::Deletion(revision) => {
                // Text taken out is no part of the plain text that page marks count in.
                let position = self.position;
                let marks = std::mem::take(&mut self.marks);
                self.revision("del", revision);
                (self.position, self.marks) = (position, marks);
            }
            // The remark is for those who work on the document, not for its readers.
            InlineKind::Comment(revision) => self.inlines(&revision.content),
        }
    }

    /// Text, with the page marks that fall into it.
    pub(super) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some((mark, others)) = self.marks.split_first() {
            let skip = mark.offset.saturating_sub(self.position);
            // A page that begins where this text ends begins with what follows.
            let Some((at, _)) = rest.char_indices().nth(skip) else { break };
            let (before, after) = rest.split_at(at);
            push_text(&mut self.out, before);
            self.mark(mark);
            self.position += skip;
            self.marks = others;
            rest = after;
        }
        push_text(&mut self.out, rest);
        if !self.marks.is_empty() {
            self.position += rest.chars().count();
        }
        if let Some(c) = text.chars().next_back() {
            self.last = Some(c);
        }
    }

    /// The page marks that fall into the next `length` characters, which cannot be divided.
    fn marks_up_to(&mut self, length: usize) {
        while let Some((mark, others)) = self.marks.split_first()
            && mark.offset < self.position + length.max(1)
        {
            self.mark(mark);
            self.marks = others;
        }
    }

    /// Base and annotation. Reading systems set it above; parentheses for others are discouraged (EPUBCheck HTM-055).
    fn ruby(&mut self, ruby: &Ruby) {
        self.marks_up_to(ruby.base.chars().count());
        self.out.push_str("<ruby>");
        push_text(&mut self.out, &ruby.base);
        element(&mut self.out, "rt", &ruby.annotation);
        self.out.push_str("</ruby>");
        self.position += ruby.base.chars().count();
        self.last = ruby.base.chars().next_back();
    }

    fn advance(&mut self, text: &str) {
        self.position += text.chars().count();
        self.last = None;
    }

    fn wrapped(&mut self, name: &str, class: &str, content: &'a [Inline]) {
        tag(&mut self.out, name).unless_empty("class", class).open();
        self.inlines(content);
        self.close(name);
    }

    /// Opens an inline element with what the author gave it.
    fn start(&mut self, name: &str, class: &str, attributes: &Attributes) {
        self.start_in(name, class, attributes, None);
    }

    /// The same of something that has a direction where the author gives it none.
    fn start_in(&mut self, name: &str, class: &str, attributes: &Attributes, own: Option<&str>) {
        let lang = attributes.lang().and_then(language::well_formed);
        let direction = match attributes.get("dir") {
            Some(dir @ ("ltr" | "rtl")) => Some(dir),
            _ => own.or_else(|| {
                let direction = lang.as_deref().map(language::direction);
                direction.filter(|&d| d != self.direction).map(language::dir)
            }),
        };
        let classes = class_list(class, attributes);
        tag(&mut self.out, name)
            .unless_empty("class", &classes)
            .maybe("lang", lang.as_deref())
            .maybe("xml:lang", lang.as_deref())
            .maybe("dir", direction)
            .open();
    }

    /// A span; classes that HTML has an element for become that element.
    fn span(&mut self, attributes: &'a Attributes, content: &'a [Inline]) {
        let known = attributes.classes.iter().find_map(|class| Some((class, element_of_class(class)?)));
        let name = known.map_or("span", |(_, element)| element);
        match known {
            Some((class, _)) => {
                let mut others = attributes.clone();
                others.classes.retain(|c| c != class);
                self.start(name, "", &others);
            }
            None => self.start(name, "", attributes),
        }
        let direction = self.container_direction(attributes);
        self.within(direction, |writer| writer.inlines(content));
        self.close(name);
    }

    fn link(&mut self, link: &'a Link) {
        let book = self.book;
        let href = match book.resolved.destination(link) {
            Destination::Internal(id) => book.href(&self.file.path, id),
            Destination::External(url) => Some(url.clone()),
            Destination::None => None,
        };
        let classes = class_list("", &link.attributes);
        self.anchor(href.as_deref(), &classes, &link.title, |writer| writer.inlines(&link.content));
    }

    /// A link; only its content where it leads nowhere or stands in another.
    pub(super) fn anchor(&mut self, href: Option<&str>, class: &str, title: &str, content: impl FnOnce(&mut Self)) {
        let Some(href) = href.filter(|_| !self.in_link) else {
            return content(self);
        };
        tag(&mut self.out, "a").attr("href", href).unless_empty("class", class).unless_empty("title", title).open();
        self.in_link = true;
        content(self);
        self.in_link = false;
        self.close("a");
        for mark in std::mem::take(&mut self.held_marks) {
            self.note_reference(mark);
        }
    }

    fn revision(&mut self, name: &str, revision: &'a Revision) {
        let date = revision.date.as_deref().filter(|date| is_date(date));
        tag(&mut self.out, name).maybe("datetime", date).open();
        self.inlines(&revision.content);
        self.close(name);
    }
}

/// Whether a text is a date as `datetime` takes it: `2026-11-23` or `2026-11-23T21:05:00Z`.
fn is_date(text: &str) -> bool {
    let pattern = |pattern: &str| {
        text.len() == pattern.len()
            && text.bytes().zip(pattern.bytes()).all(|(c, p)| if p == b'0' { c.is_ascii_digit() } else { c == p })
    };
    pattern("0000-00-00") || pattern("0000-00-00T00:00:00Z")
}

/// The first character that inlines show.
fn first_character(inlines: &[Inline]) -> Option<char> {
    inlines.iter().find_map(|inline| match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code { text, .. } => text.chars().next(),
        InlineKind::Ruby(ruby) => ruby.base.chars().next(),
        InlineKind::LineBreak | InlineKind::SoftBreak | InlineKind::Math(_) | InlineKind::Image(_) => Some(' '),
        InlineKind::NoteReference(_) | InlineKind::CrossReference(_) | InlineKind::Citation(_) => Some(' '),
        InlineKind::IndexMark(_) => None,
        InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Strikethrough(_)
        | InlineKind::Superscript(_)
        | InlineKind::Subscript(_)
        | InlineKind::SmallCaps(_)
        | InlineKind::Link(_)
        | InlineKind::Span { .. }
        | InlineKind::Insertion(_)
        | InlineKind::Deletion(_)
        | InlineKind::Comment(_) => first_character(inline.children()),
    })
}
