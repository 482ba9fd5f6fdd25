//! Pages of the front matter that show one thing: half-title, title, copyright, dedication.

use std::sync::Arc;

use super::{Context, Walk, generated, node};
use crate::diagnostic::Span;
use crate::layout::inline::Inlines;
use crate::layout::node::{Node, NodeKind, Text};
use crate::layout::page::{Artifact, Content, ElementKind};
use crate::model::{Block, BlockKind, plain_text};
use crate::style::{Break, Computed, Float, Role};

/// Whether a block at the head of a document has a page of the front matter: what it is dedicated to, or its motto.
pub(super) fn is_display(block: &Block) -> bool {
    let class = |class: &String| class == "dedication" || class == "epigraph";
    matches!(block.kind, BlockKind::Container(_)) && block.attributes.classes.iter().any(class)
}

impl<'a> Walk<'a> {
    /// Adds a page with neither head nor foot, after a break of that kind unless it is the first.
    pub(super) fn display(&mut self, mut nodes: Vec<Node>, kind: Break, context: &Context<'a>, front: &mut Vec<Node>) {
        if nodes.is_empty() {
            return;
        }
        if !front.is_empty() {
            front.push(node(NodeKind::Break(kind), context.style.inherited()));
        }
        front.append(&mut nodes);
        self.display_pages += 1;
    }

    /// The title by itself, where the style wants it before the title page. It is said again there, so it is no content.
    pub(super) fn half_title(&self, context: &Context<'a>) -> Vec<Node> {
        if !self.sheet.document.half_title {
            return Vec::new();
        }
        let style = self.sheet.compute(&Role::Class("half-title".into()), &context.style);
        let title = plain_text(&self.resolved.metadata.title);
        let inlines = Inlines::from_text(&title, &style, Content::Artifact(Artifact::Layout), context.lang);
        let text = Text::new(inlines);
        vec![node(NodeKind::Text(text), style)]
    }

    /// Rights, publisher, series, date and identifier at the foot of a page, where the style wants them.
    pub(super) fn imprint(&mut self, context: &Context<'a>) -> Vec<Node> {
        let metadata = &self.resolved.metadata;
        let known = [&metadata.rights, &metadata.publisher, &metadata.identifier].iter().any(|known| known.is_some());
        if !self.sheet.document.copyright_page || !known {
            return Vec::new();
        }
        let series = metadata.series.as_ref().map(|(series, number)| match number {
            Some(number) => format!("{series} {number}"),
            None => series.clone(),
        });
        let date = metadata.date.as_ref().map(|date| date.text.clone());
        let publisher = match (&metadata.publisher, date) {
            (Some(publisher), Some(date)) => Some(format!("{publisher}, {date}")),
            (publisher, date) => publisher.clone().or(date),
        };
        let lines = [metadata.rights.clone(), publisher, series, metadata.identifier.clone()];
        let lines: Vec<String> = lines.into_iter().flatten().filter(|line| !line.trim().is_empty()).collect();
        if lines.is_empty() {
            return Vec::new();
        }
        let style = self.sheet.compute(&Role::Class("imprint".into()), &context.style);
        let inner = Computed { text_indent: style.text_indent, ..style.inherited() };
        let paragraphs = lines
            .iter()
            .map(|line| {
                let text = [generated(line, Span::default())];
                self.text(ElementKind::Paragraph, &text, inner.clone(), context, None)
            })
            .collect();
        let foot = Computed { float: Float::Bottom, ..style };
        let foot =
            Node { kind: NodeKind::Float(paragraphs), style: Arc::new(foot), anchors: Vec::new(), mirrored: false };
        vec![node(NodeKind::Strut, context.style.inherited()), foot]
    }
}
