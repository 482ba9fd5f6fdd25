//! Title, abstract, contents and the notes that nothing refers to.

use std::sync::Arc;

use super::display::is_display;
use super::{Context, Walk, generated, group, node};
use crate::diagnostic::Span;
use crate::layout::node::{Entry, Node, NodeKind};
use crate::layout::page::ElementKind;
use crate::model::{self, Block, BlockId, BlockKind, ContentsKind, Direction, Inline, base_direction, plain_text};
use crate::resolve::Term;
use crate::style::{Break, Computed, NotePlacement, Role};

impl<'a> Walk<'a> {
    /// What stands on pages before the text, above its columns and in front of it, and the text.
    pub(super) fn opening(&mut self, context: &Context<'a>) -> (Vec<Node>, Vec<Node>, Vec<Node>, &'a [Block]) {
        let resolved = self.resolved;
        let mut title = self.title_block(context);
        let lists = resolved.blocks.iter().take_while(|b| matches!(b.kind, BlockKind::Contents(_))).count();
        let (contents, body) = resolved.blocks.split_at(lists);
        let mut body = body;
        let title_page = self.sheet.document.title_page;
        let mut front = Vec::new();
        if title_page {
            if !title.is_empty() {
                self.display(self.half_title(context), Break::Page, context, &mut front);
                self.display(std::mem::take(&mut title), Break::Recto, context, &mut front);
                let imprint = self.imprint(context);
                self.display(imprint, Break::Page, context, &mut front);
                let (display, rest) = body.split_at(body.iter().take_while(|block| is_display(block)).count());
                body = rest;
                for block in display {
                    let nodes = self.blocks(std::slice::from_ref(block), context);
                    self.display(nodes, Break::Recto, context, &mut front);
                }
                // The contents of a book face the reader who has turned the title page over.
                let side = if self.sheet.page.two_sided && !contents.is_empty() { Break::Recto } else { Break::Page };
                front.push(node(NodeKind::Break(side), context.style.inherited()));
            }
            front.extend(self.blocks(contents, context));
        }
        // Above columns, the title is as wide as all of them.
        let (head, mut main) = if self.sheet.page.columns > 1 { (title, Vec::new()) } else { (Vec::new(), title) };
        if !title_page {
            main.extend(self.blocks(contents, context));
        }
        if body.is_empty() {
            self.end(&mut main, context);
        }
        (front, head, main, body)
    }

    /// Adds more of the text, up to where a page must begin. Whether there was any.
    pub(super) fn chapters(&mut self, body: &mut &'a [Block], nodes: &mut Vec<Node>, context: &Context<'a>) -> bool {
        let by_chapter = self.sheet.document.notes == NotePlacement::Chapter;
        let ends_notes = |block: &Block| by_chapter && matches!(block.kind, BlockKind::Heading { level: 1, .. });
        let Some(rest) = body.get(1..) else { return false };
        let count = rest.iter().take_while(|block| !self.begins_page(block, context)).count();
        let (chapters, rest) = body.split_at(count + 1);
        *body = rest;
        for (i, chapter) in chapters.chunk_by(|_, next| !ends_notes(next)).enumerate() {
            if i > 0 {
                nodes.extend(self.endnotes(context));
            }
            nodes.extend(self.blocks(chapter, context));
        }
        match rest.first() {
            Some(next) if ends_notes(next) => nodes.extend(self.endnotes(context)),
            Some(_) => {}
            None => self.end(nodes, context),
        }
        true
    }

    /// Whether a page must begin with a block. What begins one inside it is not looked for.
    fn begins_page(&self, block: &Block, context: &Context<'_>) -> bool {
        match block.kind {
            BlockKind::Heading { level, .. } => {
                let style = self.sheet.compute(&Role::Heading(level.clamp(1, 6)), &context.style);
                matches!(style.break_before, Break::Page | Break::Recto)
            }
            BlockKind::PageBreak => true,
            _ => false,
        }
    }

    /// The notes at the end of the document.
    fn end(&mut self, nodes: &mut Vec<Node>, context: &Context<'a>) {
        nodes.extend(self.endnotes(context));
        nodes.extend(self.leftover_notes(context));
    }

    /// The notes that waited for this place, under a heading of their own.
    fn endnotes(&mut self, context: &Context<'a>) -> Vec<Node> {
        let waiting = std::mem::take(&mut self.endnotes);
        if waiting.is_empty() {
            return Vec::new();
        }
        let mut nodes = vec![self.notes_heading(context)];
        for index in waiting {
            if let Some(Some(note)) = self.notes.get_mut(index) {
                nodes.append(note);
            }
        }
        nodes
    }

    fn notes_heading(&mut self, context: &Context<'a>) -> Node {
        let mut style = self.sheet.compute(&Role::Heading(2), &context.style);
        style.keep_with_next = true;
        style.break_before = Break::Auto;
        let text = [generated(self.resolved.terms.get(Term::Notes), Span::default())];
        self.text(ElementKind::Paragraph, &text, style, context, None)
    }

    fn title_block(&mut self, context: &Context<'a>) -> Vec<Node> {
        let metadata = &self.resolved.metadata;
        let mut nodes = Vec::new();
        let span = Span::default();
        let mut line = |walk: &mut Self, kind, role, content: &[Inline]| {
            let mut style = walk.sheet.compute(&role, &context.style);
            style.keep_with_next = true;
            let node = walk.text(kind, content, style, context, None);
            nodes.push(node);
        };
        if !metadata.title.is_empty() {
            line(self, ElementKind::Title, Role::Title, &metadata.title);
        }
        if !metadata.subtitle.is_empty() {
            line(self, ElementKind::Paragraph, Role::Subtitle, &metadata.subtitle);
        }
        for person in &metadata.people {
            let shown = matches!(person.role, model::Role::Author | model::Role::Editor | model::Role::Translator);
            if shown && !person.name.is_empty() {
                line(self, ElementKind::Paragraph, Role::Author, &[generated(&person.name, span)]);
                if let Some(affiliation) = &person.affiliation {
                    line(self, ElementKind::Paragraph, Role::Date, &[generated(affiliation, span)]);
                }
            }
        }
        if let Some(date) = metadata.date.as_ref().filter(|date| !date.text.is_empty()) {
            line(self, ElementKind::Paragraph, Role::Date, &[generated(&date.text, span)]);
        }
        if let Some(last) = nodes.last_mut() {
            last.style = Arc::new(Computed { keep_with_next: false, ..(*last.style).clone() });
        }
        let style = self.sheet.compute(&Role::Abstract, &context.style);
        let mut summary = Vec::new();
        if !metadata.abstract_.is_empty() {
            let parent = self.element(ElementKind::Container, context, None);
            let inner = Context { parent, notes: parent, style: Arc::new(style.clone()), ..context.clone() };
            let heading = Computed { keep_with_next: true, font_weight: 700, ..style.inherited() };
            let text = [generated(self.resolved.terms.get(Term::Abstract), span)];
            summary.push(self.text(ElementKind::Paragraph, &text, heading, &inner, None));
            summary.extend(self.blocks(&metadata.abstract_, &inner));
        }
        if !metadata.keywords.is_empty() {
            let text = format!("{}: {}", self.resolved.terms.get(Term::Keywords), metadata.keywords.join(", "));
            let mut own = style.inherited();
            own.margin.top = style.line_height.ratio(1, 2);
            own.text_indent = crate::units::Length::ZERO;
            summary.push(self.text(ElementKind::Paragraph, &[generated(&text, span)], own, context, None));
        }
        if !summary.is_empty() {
            nodes.push(group(summary, style));
        }
        nodes
    }

    pub(super) fn contents(&mut self, kind: ContentsKind, block: &'a Block, context: &Context<'a>) -> Vec<Node> {
        let (term, entries) = self.listed(kind);
        let mut title_style = self.sheet.compute(&Role::ContentsTitle, &context.style);
        title_style.keep_with_next = true;
        let text = [generated(self.resolved.terms.get(term), block.span)];
        let mut nodes = vec![self.text(ElementKind::Paragraph, &text, title_style, context, None)];
        let element = self.element(ElementKind::Contents, context, Some(&block.id));
        let inside = Context { parent: element, ..context.clone() };
        for (level, number, text, target) in entries {
            let style = self.sheet.compute(&Role::ContentsEntry(level.clamp(1, 6)), &context.style);
            let entry = self.element(ElementKind::ContentsEntry, &inside, None);
            let number = number.map(|number| format!("{number}\u{2002}"));
            let shown = format!("{}{text}", number.as_deref().unwrap_or_default());
            let inlines = self.inlines(entry, &[generated(&shown, block.span)], &style, context.lang, None);
            let mirrored = base_direction(&text, Direction::LeftToRight) == Direction::RightToLeft;
            let entry = node(NodeKind::Entry(Entry { inlines, target, link: entry, text: shown, number }), style);
            nodes.push(Node { mirrored, ..entry });
        }
        nodes
    }

    /// What a contents list lists: level, number, text and target.
    #[expect(clippy::type_complexity, reason = "the four are taken apart at once")]
    fn listed(&self, kind: ContentsKind) -> (Term, Vec<(u8, Option<String>, String, BlockId)>) {
        let resolved = self.resolved;
        let depth = resolved.metadata.toc_depth.unwrap_or(self.sheet.document.toc_depth);
        let captioned = |wanted: fn(&BlockKind) -> Option<&model::Caption>| {
            let mut found = Vec::new();
            model::visit_blocks(&resolved.blocks, &mut |block| {
                if let (Some(caption), Some(label)) = (wanted(&block.kind), resolved.label(&block.id)) {
                    found.push((1, Some(label.text.clone()), plain_text(&caption.content), block.id.clone()));
                }
            });
            found
        };
        match kind {
            ContentsKind::Headings => {
                let entries = resolved.contents.iter().filter(|entry| entry.level <= depth);
                let entries = entries.map(|e| (e.level, e.number.clone(), e.text.clone(), e.id.clone())).collect();
                (Term::Contents, entries)
            }
            ContentsKind::Figures => (
                Term::ListOfFigures,
                captioned(|kind| if let BlockKind::Figure(f) = kind { f.caption.as_ref() } else { None }),
            ),
            ContentsKind::Tables => (
                Term::ListOfTables,
                captioned(|kind| if let BlockKind::Table(t) = kind { t.caption.as_ref() } else { None }),
            ),
        }
    }

    /// Notes that no mark in the text leads to, under a heading of their own.
    fn leftover_notes(&mut self, context: &Context<'a>) -> Vec<Node> {
        let missing: Vec<usize> =
            self.notes.iter().enumerate().filter(|(_, note)| note.is_none()).map(|(i, _)| i).collect();
        if missing.is_empty() {
            return Vec::new();
        }
        let mut nodes = vec![self.notes_heading(context)];
        for index in missing {
            self.note(index, None, context);
            if let Some(Some(note)) = self.notes.get_mut(index) {
                nodes.append(note);
            }
        }
        nodes
    }
}
