//! The start tags of `pulldown-cmark`: each opens a frame of the tree that is being built.

use pulldown_cmark::{Alignment as ColumnAlignment, BlockQuoteKind, CodeBlockKind, LinkType, Tag};

use super::builder::{InlineNode, Node, Origin};
use super::code::Code;
use super::reader::Reader;
use super::text;
use crate::diagnostic::Span;
use crate::model::{Alignment, Attributes, CalloutKind, Cell, Column, List, ListKind, NumberStyle, RowGroup, Table};

impl Reader<'_> {
    /// Opens what a tag begins.
    pub(super) fn start(&mut self, tag: Tag<'_>, span: Span) {
        let none = Attributes::default;
        let builder = &mut self.builder;
        match tag {
            Tag::Paragraph => {
                builder.loosen_list();
                builder.open_block(Node::Flow, Origin::Markdown, span, none());
            }
            Tag::Heading { level, .. } => {
                builder.open_block(Node::Heading(level as u8), Origin::Markdown, span, none())
            }
            Tag::BlockQuote(kind) => {
                let node = kind.map_or(Node::Quote, |kind| Node::Callout(callout(kind)));
                builder.open_block(node, Origin::Markdown, span, none());
            }
            Tag::CodeBlock(kind) => {
                builder.end_paragraph();
                let info = match kind {
                    CodeBlockKind::Indented => None,
                    CodeBlockKind::Fenced(info) => Some(info.to_string()),
                };
                self.code = Some(Code { info, text: String::new(), span });
            }
            Tag::HtmlBlock => {
                builder.end_paragraph();
                self.html = Some(Vec::new());
            }
            Tag::List(start) => {
                let kind =
                    start.map_or(ListKind::Bullet, |start| ListKind::Ordered { start, style: NumberStyle::Decimal });
                // The parser wraps the text of a loose list's items in paragraphs, and only theirs.
                let list = List { kind, tight: true, items: Vec::new() };
                builder.open_block(Node::List(list), Origin::Markdown, span, none());
            }
            Tag::Item => builder.open_block(Node::Item(None), Origin::Markdown, span, none()),
            Tag::FootnoteDefinition(label) => {
                builder.open_block(Node::Note(label.to_string()), Origin::Markdown, span, none());
            }
            Tag::DefinitionList => {
                builder.open_block(Node::Definitions(Vec::new()), Origin::Markdown, span, none());
            }
            Tag::DefinitionListTitle => builder.open_block(Node::Term, Origin::Markdown, span, none()),
            Tag::DefinitionListDefinition => builder.open_block(Node::Definition, Origin::Markdown, span, none()),
            Tag::Table(alignments) => {
                let columns = alignments.into_iter().map(|a| Column { alignment: alignment(a), width: None }).collect();
                let table = Table { columns, ..Table::default() };
                builder.open_block(Node::Table(table), Origin::Markdown, span, none());
            }
            Tag::TableHead => {
                builder.open_block(Node::Rows(RowGroup::Head), Origin::Markdown, span, none());
                // A head's cells come without a row around them.
                builder.push(Node::Row(Vec::new()), Origin::Implied, span, none());
            }
            Tag::TableRow => builder.open_block(Node::Row(Vec::new()), Origin::Markdown, span, none()),
            Tag::TableCell => {
                let cell =
                    Cell { span, heads_row: false, column_span: 1, row_span: 1, alignment: None, blocks: Vec::new() };
                builder.open_block(Node::Cell(cell), Origin::Markdown, span, none());
            }
            Tag::Emphasis => builder.open_inline(InlineNode::Emphasis, Origin::Markdown, span, none()),
            Tag::Strong => builder.open_inline(InlineNode::Strong, Origin::Markdown, span, none()),
            Tag::Strikethrough => builder.open_inline(InlineNode::Strikethrough, Origin::Markdown, span, none()),
            Tag::Superscript => builder.open_inline(InlineNode::Superscript, Origin::Markdown, span, none()),
            Tag::Subscript => builder.open_inline(InlineNode::Subscript, Origin::Markdown, span, none()),
            Tag::Link { link_type, dest_url, title, .. } => {
                let mut target = text::clean(&dest_url, false).0.into_owned();
                if link_type == LinkType::Email {
                    target.insert_str(0, "mailto:");
                }
                let title = text::clean(&title, false).0.into_owned();
                builder.open_inline(InlineNode::Link { target, title }, Origin::Markdown, span, none());
            }
            Tag::Image { dest_url, title, .. } => {
                let target = text::clean(&dest_url, false).0.into_owned();
                let title = text::clean(&title, false).0.into_owned();
                builder.open_inline(InlineNode::Image { target, title }, Origin::Markdown, span, none());
            }
            // Not asked for: front matter is read before.
            Tag::MetadataBlock(_) => builder.open_block(Node::Flow, Origin::Markdown, span, none()),
        }
    }
}

fn callout(kind: BlockQuoteKind) -> CalloutKind {
    match kind {
        BlockQuoteKind::Note => CalloutKind::Note,
        BlockQuoteKind::Tip => CalloutKind::Tip,
        BlockQuoteKind::Important => CalloutKind::Important,
        BlockQuoteKind::Warning => CalloutKind::Warning,
        BlockQuoteKind::Caution => CalloutKind::Caution,
    }
}

fn alignment(alignment: ColumnAlignment) -> Option<Alignment> {
    match alignment {
        ColumnAlignment::None => None,
        ColumnAlignment::Left => Some(Alignment::Left),
        ColumnAlignment::Center => Some(Alignment::Center),
        ColumnAlignment::Right => Some(Alignment::Right),
    }
}
