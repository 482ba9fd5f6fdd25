//! Footnotes: each follows, in the structure, the paragraph with the first mark that refers to it.

use std::sync::Arc;

use super::{Context, Walk, generated};
use crate::layout::node::{Label, Node, NodeKind, Text};
use crate::layout::page::{ElementId, ElementKind};
use crate::model::{Inline, InlineKind, visit_inlines};
use crate::resolve::NoteNumber;
use crate::style::{Computed, NotePlacement, Role, TextAlign};
use crate::units::Length;

impl<'a> Walk<'a> {
    /// Makes the notes to which `content` of the element `element` refers first.
    pub(super) fn notes_of(&mut self, content: &[Inline], element: ElementId, context: &Context<'a>) {
        let mut marks = Vec::new();
        visit_inlines(content, &mut |inline| {
            if let InlineKind::NoteReference(reference) = &inline.kind {
                marks.push(self.resolved.note_number(reference));
            }
        });
        if marks.is_empty() {
            return;
        }
        let elements = self.mark_elements(element);
        let paired = elements.len() == marks.len();
        for (i, mark) in marks.into_iter().enumerate() {
            if let NoteNumber::Number { number, first: true } = mark {
                let mark = if paired { elements.get(i).copied() } else { None };
                let index = number.saturating_sub(1);
                self.note(index, mark, context);
                if self.sheet.document.notes != NotePlacement::Page {
                    self.endnotes.push(index);
                }
            }
        }
    }

    /// The elements of the marks inside the element, which was the last to be filled.
    fn mark_elements(&self, element: ElementId) -> Vec<ElementId> {
        let from = element.0 as usize;
        let inner = self.structure.elements.iter().enumerate().skip(from);
        inner
            .filter(|(_, element)| element.kind == ElementKind::NoteReference)
            .filter_map(|(i, _)| u32::try_from(i).ok().map(ElementId))
            .collect()
    }

    /// Makes the note at `index`, unless it is there already.
    pub(super) fn note(&mut self, index: usize, mark: Option<ElementId>, context: &Context<'a>) {
        let resolved = self.resolved;
        let (Some(note), Some(slot)) = (resolved.notes.get(index), self.notes.get_mut(index)) else { return };
        if slot.is_some() {
            return;
        }
        *slot = Some(Vec::new());
        let style = self.sheet.role(&Role::Note);
        let outer = Context { parent: context.notes, lang: resolved.metadata.language(), ..context.clone() };
        let element = self.element(ElementKind::Note, &outer, Some(&note.id));
        let inner = Context {
            direction: None,
            parent: element,
            notes: element,
            style: Arc::new(Computed { margin: style.inherited().margin, ..style.clone() }),
            lang: outer.lang,
            depth: 0,
            tight: true,
        };
        let label_element = self.element(ElementKind::ListLabel, &inner, None);
        let label_inner = Context { parent: label_element, ..inner.clone() };
        let label_link = mark.map(|mark| (self.element(ElementKind::Link, &label_inner, None), mark));
        let label_text = (index + 1).to_string();
        let label_style = Computed {
            text_align: TextAlign::Start,
            text_indent: Length::ZERO,
            protrusion: false,
            ..self.sheet.compute(&Role::NoteReference, &style)
        };
        let content = [generated(&label_text, note.span)];
        let holder = label_link.map_or(label_element, |(link, _)| link);
        let inlines = self.inlines(holder, &content, &label_style, inner.lang, None);
        let link = label_link.map(|(link, mark)| (link, mark, label_text));
        let label = Label { inlines, style: Arc::new(label_style), link };
        let mut nodes = self.blocks(&note.blocks, &inner);
        let indent = style.text_indent;
        for (i, node) in nodes.iter_mut().enumerate() {
            if let NodeKind::Text(_) = node.kind {
                let later = if i == 0 { indent } else { indent.max(style.font_size) };
                node.style = Arc::new(Computed { text_indent: later, ..(*node.style).clone() });
            }
        }
        attach(label, &mut nodes, &style);
        if let Some(first) = nodes.first_mut() {
            first.anchors.insert(0, note.id.clone());
        }
        if let Some(slot) = self.notes.get_mut(index) {
            *slot = Some(nodes);
            self.fresh_notes.push(index);
        }
    }
}

/// Puts a label into the first paragraph, or a line of its own where there is none.
fn attach(label: Label, nodes: &mut Vec<Node>, style: &Computed) {
    if let Some(Node { kind: NodeKind::Text(text), .. }) = nodes.first_mut() {
        text.label = Some(Box::new(label));
        return;
    }
    let text = Text::new(label.inlines);
    let style = Computed { text_indent: Length::ZERO, keep_with_next: true, ..style.inherited() };
    nodes.insert(0, super::node(NodeKind::Text(text), style));
}
