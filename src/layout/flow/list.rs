//! Lists and definition lists.

use std::sync::Arc;

use super::{Context, Walk, generated, is_mirrored, node};
use crate::layout::node::{Item, Label, Node, NodeKind};
use crate::layout::page::ElementKind;
use crate::model::{Block, DefinitionItem, Direction, List, ListKind, NumberStyle};
use crate::style::{Computed, Role, TextAlign};
use crate::units::Length;

/// Bullets by depth; they go on with the last.
const BULLETS: [&str; 3] = ["•", "–", "▪"];

impl<'a> Walk<'a> {
    pub(super) fn list(&mut self, list: &'a List, block: &'a Block, context: &Context<'a>) -> Vec<Node> {
        let style = self.sheet.compute(&Role::List, &context.style);
        let (ordered, number_style) = match list.kind {
            ListKind::Bullet => (false, NumberStyle::Decimal),
            ListKind::Ordered { style, .. } => (true, style),
        };
        let list_element = self.element(ElementKind::List { ordered, style: number_style }, context, Some(&block.id));
        let depth = if ordered { context.depth } else { context.depth + 1 };
        let mut mirrored = false;
        let mut items = Vec::with_capacity(list.items.len());
        for (i, item) in list.items.iter().enumerate() {
            let mut item_style = self.sheet.compute(&Role::ListItem, &style);
            if i == 0 {
                mirrored = is_mirrored(&item.blocks, context.direction);
            }
            if !list.tight && item_style.margin.top == Length::ZERO && item_style.margin.bottom == Length::ZERO {
                // Blank lines between the items in the source are to be seen on paper too.
                item_style.margin.top = style.line_height.ratio(1, 4);
                item_style.margin.bottom = item_style.margin.top;
            }
            let inside = Context { parent: list_element, ..context.clone() };
            let item_element = self.element(ElementKind::ListItem, &inside, None);
            let inside = Context { parent: item_element, ..inside };
            let label_text = match (item.task, list.kind) {
                (Some(done), _) => (if done { "☑" } else { "☐" }).to_owned(),
                (None, ListKind::Bullet) => BULLETS[context.depth.min(BULLETS.len() - 1)].to_owned(),
                (None, ListKind::Ordered { start, style }) => {
                    let number = start.saturating_add(u64::try_from(i).unwrap_or(u64::MAX));
                    format!("{}.", style.format(number))
                }
            };
            let label_element = self.element(ElementKind::ListLabel, &inside, None);
            let label_style = Computed {
                text_align: TextAlign::Start,
                text_indent: Length::ZERO,
                hyphens: false,
                protrusion: false,
                ..item_style.inherited()
            };
            let content = [generated(&label_text, item.span)];
            let mut inlines = self.inlines(label_element, &content, &label_style, context.lang, None);
            // The full stop stands on the side to which the text goes on.
            inlines.direction = Some(if mirrored { Direction::RightToLeft } else { Direction::LeftToRight });
            let label = Some(Label { inlines, style: Arc::new(label_style), link: None });
            let body_element = self.element(ElementKind::ListBody, &inside, None);
            let inner = Context {
                parent: body_element,
                notes: body_element,
                style: Arc::new(item_style.inherited()),
                lang: context.lang,
                direction: context.direction,
                depth,
                tight: list.tight,
            };
            let body = self.blocks(&item.blocks, &inner);
            items.push(Item { label, style: Arc::new(item_style), body });
        }
        let mut node = node(NodeKind::List(items), style);
        node.mirrored = mirrored;
        vec![node]
    }

    pub(super) fn definitions(
        &mut self,
        entries: &'a [DefinitionItem],
        block: &'a Block,
        context: &Context<'a>,
    ) -> Node {
        let parent = self.element(ElementKind::Definitions, context, Some(&block.id));
        let outer = Context { parent, notes: context.notes, ..context.clone() };
        let mut nodes = Vec::new();
        for entry in entries {
            let mut term_style = self.sheet.compute(&Role::DefinitionTerm, &context.style);
            term_style.keep_with_next = true;
            let term = self.text(ElementKind::DefinitionTerm, &entry.term, term_style, &outer, None);
            nodes.push(term);
            for definition in &entry.definitions {
                let style = self.sheet.compute(&Role::Definition, &context.style);
                let element = self.element(ElementKind::Definition, &outer, None);
                let inner = Context {
                    parent: element,
                    notes: element,
                    style: Arc::new(style.inherited()),
                    tight: definition.len() == 1,
                    ..context.clone()
                };
                let body = self.blocks(definition, &inner);
                let mut group = super::group(body, style);
                group.mirrored = is_mirrored(definition, context.direction);
                nodes.push(group);
            }
        }
        node(NodeKind::Group(nodes), context.style.inherited())
    }
}
