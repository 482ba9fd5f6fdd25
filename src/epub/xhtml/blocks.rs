//! Blocks.

use super::{Writer, class_list, sections};
use crate::epub::language;
use crate::epub::nav;
use crate::epub::xml::{element, push_text, tag};
use crate::model::{
    Attributes, Block, BlockId, BlockKind, CalloutKind, DefinitionItem, Direction, Inline, InlineKind, List, ListItem,
    ListKind, NumberStyle, base_direction, plain_text,
};
use crate::resolve::Term;

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        let around = self.asked;
        self.asked = block.attributes.direction().or(around);
        self.directed(block);
        self.asked = around;
    }

    fn directed(&mut self, block: &'a Block) {
        let (id, attributes) = (&block.id, &block.attributes);
        match &block.kind {
            BlockKind::Heading { level, content } => self.heading(block, *level, content),
            BlockKind::Paragraph(content) => {
                let direction = self.text_direction(attributes, content);
                // A picture as wide as the text would stand out of it by the indent.
                let resolved = self.book.resolved;
                let class = match content.first().map(|inline| &inline.kind) {
                    Some(InlineKind::Image(_)) => "pictured",
                    _ if resolved.begins_with_drop_cap(id) => "drop-cap",
                    _ if resolved.begins_with_small_capitals(id) => "first-line",
                    _ => match resolved.letters_of_indent(id) {
                        Some(1) => "one-letter",
                        Some(_) => "two-letters",
                        None => "",
                    },
                };
                self.open("p", id, attributes, class, direction);
                self.within(direction, |writer| writer.leaf(id, content));
                self.end("p");
            }
            BlockKind::Quote(blocks) => self.container("blockquote", block, "", blocks),
            BlockKind::List(list) => self.list(block, list),
            BlockKind::Definitions(items) => self.definitions(block, items),
            BlockKind::Code(code) => self.code_block(block, code),
            BlockKind::Table(table) => self.table(block, table),
            BlockKind::Figure(figure) => self.figure(block, figure),
            BlockKind::Math(math) => self.display_formula(block, math),
            BlockKind::Callout { kind, title, blocks } => self.callout(block, *kind, title.as_deref(), blocks),
            BlockKind::Container(blocks) => match sections::kind(attributes) {
                Some(kind) => {
                    let direction = self.container_direction(attributes);
                    tag(&mut self.out, "section")
                        .attr("id", id.as_str())
                        .attr("epub:type", kind)
                        .attr("role", &format!("doc-{kind}"))
                        .unless_empty("class", &class_list("", attributes))
                        .maybe("dir", (direction != self.direction).then_some(language::dir(direction)))
                        .open();
                    self.out.push('\n');
                    self.within(direction, |writer| writer.blocks(blocks));
                    self.end("section");
                }
                None => self.container("div", block, "", blocks),
            },
            BlockKind::ThematicBreak => {
                self.marks_before(id);
                tag(&mut self.out, "hr").attr("id", id.as_str()).empty();
                self.out.push('\n');
            }
            BlockKind::PageBreak => {
                self.marks_before(id);
                tag(&mut self.out, "div").attr("id", id.as_str()).attr("class", "page-break").text("div", "");
                self.out.push('\n');
            }
            BlockKind::Raw { format, text } => {
                self.open("pre", id, attributes, &format!("raw raw-{}", super::css_class(format)), self.direction);
                self.out.push_str("<code>");
                self.verbatim(id, text);
                self.out.push_str("</code>");
                self.end("pre");
            }
            BlockKind::Contents(kind) => {
                self.marks_before(id);
                nav::write_list_in_text(&mut self.out, self.book, &self.file.path, id, *kind);
            }
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        self.close(name);
        self.out.push('\n');
    }

    /// The direction of a block of text: as given for it or what is around it, else that of its first letter.
    pub(super) fn text_direction(&self, attributes: &Attributes, content: &[Inline]) -> Direction {
        if let Some(asked) = attributes.direction().or(self.asked) {
            return asked;
        }
        base_direction(&plain_text(content), self.container_direction(attributes))
    }

    fn container(&mut self, name: &str, block: &'a Block, class: &str, blocks: &'a [Block]) {
        let direction = self.container_direction(&block.attributes);
        self.open(name, &block.id, &block.attributes, class, direction);
        self.out.push('\n');
        self.within(direction, |writer| writer.blocks(blocks));
        self.end(name);
    }

    fn list(&mut self, block: &'a Block, list: &'a List) {
        let (name, start, kind) = match list.kind {
            ListKind::Bullet => ("ul", None, None),
            ListKind::Ordered { start, style } => {
                ("ol", (start != 1).then(|| start.min(999_999_999).to_string()), list_type(style))
            }
        };
        let mut classes = String::new();
        if list.tight {
            classes.push_str("tight");
        }
        if list.items.iter().any(|item| item.task.is_some()) {
            classes.push_str(if classes.is_empty() { "tasks" } else { " tasks" });
        }
        // A list runs the way its first item does, so that its markers stand on the right side.
        let direction = match (self.container_direction(&block.attributes), list.items.first()) {
            (direction, Some(ListItem { blocks, .. })) => match blocks.first().map(|block| &block.kind) {
                Some(BlockKind::Paragraph(content)) => base_direction(&plain_text(content), direction),
                _ => direction,
            },
            (direction, None) => direction,
        };
        let lang = block.attributes.lang().and_then(language::well_formed);
        tag(&mut self.out, name)
            .attr("id", block.id.as_str())
            .unless_empty("class", &class_list(&classes, &block.attributes))
            .maybe("start", start.as_deref())
            .maybe("type", kind)
            .maybe("lang", lang.as_deref())
            .maybe("xml:lang", lang.as_deref())
            .maybe("dir", (direction != self.direction).then_some(language::dir(direction)))
            .open();
        self.out.push('\n');
        self.within(direction, |writer| {
            for item in &list.items {
                writer.list_item(item, list.tight);
            }
        });
        self.end(name);
    }

    /// An item. In a tight list its first paragraph needs no element of its own.
    fn list_item(&mut self, item: &'a ListItem, tight: bool) {
        let bare = match item.blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph(content), id, attributes, .. }, rest))
                if tight && attributes.is_empty() =>
            {
                Some((id, content, rest))
            }
            _ => None,
        };
        let direction =
            bare.map_or(self.direction, |(_, content, _)| base_direction(&plain_text(content), self.direction));
        tag(&mut self.out, "li")
            .maybe("id", bare.map(|(id, _, _)| id.as_str()))
            .maybe("class", item.task.map(|_| "task"))
            .maybe("dir", (direction != self.direction).then_some(language::dir(direction)))
            .open();
        if let Some(done) = item.task {
            tag(&mut self.out, "span").attr("class", "box").text("span", if done { "☑" } else { "☐" });
            self.out.push(' ');
        }
        self.within(direction, |writer| match bare {
            Some((id, content, rest)) => {
                writer.leaf(id, content);
                if !rest.is_empty() {
                    writer.out.push('\n');
                }
                writer.blocks(rest);
            }
            None => writer.blocks(&item.blocks),
        });
        self.end("li");
    }

    fn definitions(&mut self, block: &'a Block, items: &'a [DefinitionItem]) {
        let direction = self.container_direction(&block.attributes);
        self.open("dl", &block.id, &block.attributes, "", direction);
        self.out.push('\n');
        self.within(direction, |writer| {
            for (i, item) in items.iter().enumerate() {
                writer.out.push_str("<dt>");
                // The block's page marks count in its first term.
                if i == 0 {
                    writer.leaf(&block.id, &item.term);
                } else {
                    writer.inlines(&item.term);
                }
                writer.end("dt");
                for definition in &item.definitions {
                    writer.out.push_str("<dd>\n");
                    writer.blocks(definition);
                    writer.end("dd");
                }
            }
        });
        self.end("dl");
    }

    fn callout(&mut self, block: &'a Block, kind: CalloutKind, title: Option<&'a [Inline]>, blocks: &'a [Block]) {
        let direction = self.container_direction(&block.attributes);
        let lang = block.attributes.lang().and_then(language::well_formed);
        let label = title.map_or_else(|| self.book.term(Term::Callout(kind)).to_owned(), plain_text);
        tag(&mut self.out, "aside")
            .attr("id", block.id.as_str())
            .attr("class", &class_list(&format!("callout {}", kind.name()), &block.attributes))
            .attr("role", "note")
            .unless_empty("aria-label", &label)
            .maybe("lang", lang.as_deref())
            .maybe("xml:lang", lang.as_deref())
            .maybe("dir", (direction != self.direction).then_some(language::dir(direction)))
            .open();
        self.out.push('\n');
        self.within(direction, |writer| {
            tag(&mut writer.out, "p").attr("class", "callout-title").open();
            match title {
                Some(title) => writer.leaf(&block.id, title),
                None => push_text(&mut writer.out, &label),
            }
            writer.end("p");
            writer.blocks(blocks);
        });
        self.end("aside");
    }

    /// The heading of something that has none in the source.
    pub(super) fn plain_heading(&mut self, name: &str, class: &str, text: &str) {
        if class.is_empty() {
            element(&mut self.out, name, text);
        } else {
            tag(&mut self.out, name).attr("class", class).text(name, text);
        }
        self.out.push('\n');
    }
}

/// The value of an ordered list's `type`.
const fn list_type(style: NumberStyle) -> Option<&'static str> {
    match style {
        NumberStyle::Decimal => None,
        NumberStyle::LowerAlpha => Some("a"),
        NumberStyle::UpperAlpha => Some("A"),
        NumberStyle::LowerRoman => Some("i"),
        NumberStyle::UpperRoman => Some("I"),
    }
}

impl Writer<'_> {
    /// Text that is shown exactly as it is, with the marks of the pages that begin in it.
    pub(super) fn verbatim(&mut self, id: &BlockId, text: &str) {
        let book = self.book;
        self.marks = book.pages.of(id);
        self.position = 0;
        self.text(text);
        for mark in std::mem::take(&mut self.marks) {
            self.mark(mark);
        }
    }
}
