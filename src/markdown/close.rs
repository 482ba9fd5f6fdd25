//! What each node becomes when it closes.

use super::builder::{Builder, Frame, InlineNode, Node, Origin};
use super::{fence, figures, paragraph};
use crate::diagnostic::Span;
use crate::model::{
    Attributes, Block, BlockId, BlockKind, CodeBlock, ContentsKind, DefinitionItem, Image, Inline, InlineKind, Link,
    List, ListItem, ListKind, Note, Revision, Row, plain_text, visit_inlines,
};

impl Builder<'_> {
    /// Closes the innermost frame.
    pub(super) fn close(&mut self) {
        if self.stack.len() <= 1 {
            return;
        }
        let Some(frame) = self.stack.pop() else { return };
        self.special -= usize::from(frame.node.is_special());
        let Frame { node, origin, span, attributes, mut blocks, inlines, caption, .. } = frame;
        // Brackets that came to nothing left their text in pieces.
        let inlines = super::inline::merge(inlines);
        match node {
            Node::Flow => self.flow(blocks, span, attributes, &origin),
            Node::Dropped => {}
            Node::Paragraph => paragraph::close(self, inlines, caption, attributes),
            Node::Heading(level) => self.heading(level, inlines, span, attributes),
            Node::Quote => self.block(BlockKind::Quote(blocks), span, attributes),
            Node::Callout(kind) => self.block(BlockKind::Callout { kind, title: None, blocks }, span, attributes),
            Node::Container => self.container(blocks, span, attributes),
            Node::List(list) => {
                if !blocks.is_empty() {
                    self.splice(blocks);
                }
                if !list.items.is_empty() {
                    self.block(BlockKind::List(list), span, attributes);
                }
            }
            Node::Item(task) => self.item(ListItem { span, task, blocks }),
            Node::Definitions(items) => {
                self.splice(blocks);
                if !items.is_empty() {
                    self.block(BlockKind::Definitions(items), span, attributes);
                }
            }
            Node::Term => {
                let term = paragraph::trim(inlines);
                match &mut self.top().node {
                    Node::Definitions(items) => items.push(DefinitionItem { span, term, definitions: Vec::new() }),
                    _ => self.block(BlockKind::Paragraph(term), span, attributes),
                }
            }
            Node::Definition => match &mut self.top().node {
                Node::Definitions(items) => {
                    if items.is_empty() {
                        items.push(DefinitionItem { span, term: Vec::new(), definitions: Vec::new() });
                    }
                    if let Some(item) = items.last_mut() {
                        item.span = item.span.to(span);
                        item.definitions.push(blocks);
                    }
                }
                _ => self.splice(blocks),
            },
            Node::Note(label) => {
                self.notes.push(Note { id: BlockId::default(), label, span, blocks });
            }
            Node::Table(table) => {
                self.splice(blocks);
                self.table(table, span, attributes, caption);
            }
            Node::Rows(_) => self.splice(blocks),
            Node::Row(cells) => {
                self.splice(blocks);
                self.row(Row { span, cells });
            }
            Node::Cell(mut cell) => {
                cell.blocks = blocks;
                match &mut self.top().node {
                    Node::Row(cells) => cells.push(cell),
                    _ => self.splice(cell.blocks),
                }
            }
            Node::Figure => figures::close(self, blocks, caption, span, attributes),
            Node::Caption => {
                let content = caption_content(&mut blocks);
                let holds = self.stack.last().is_some_and(|f| matches!(f.node, Node::Figure | Node::Table(_)));
                if holds && self.top().caption.is_none() {
                    self.top().caption = Some(content);
                } else if !content.is_empty() {
                    self.block(BlockKind::Paragraph(content), span, attributes);
                }
            }
            Node::Preformatted => self.splice(blocks),
            Node::Inline(node) => {
                // A tag that the block's end left open, or one around nothing: only its white space counts.
                let blank = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(t) if t.trim().is_empty());
                let named = attributes.id.is_some();
                if !named && matches!(origin, Origin::Html(_)) && inlines.iter().all(blank) {
                    inlines.into_iter().for_each(|inline| self.inline(inline.kind, inline.span));
                } else {
                    self.close_inline(node, inlines, span, attributes);
                }
            }
        }
    }

    pub(super) fn splice(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            self.top().blocks.push(block);
        }
    }

    fn flow(&mut self, mut blocks: Vec<Block>, span: Span, attributes: Attributes, origin: &Origin) {
        // A Markdown paragraph that came to one block: the parser knows its extent best.
        if *origin == Origin::Markdown
            && self.fixed.is_none()
            && let [block] = blocks.as_mut_slice()
        {
            let text = self.source.get(span.range()).unwrap_or("");
            let start = span.start as usize;
            block.span = Span::new(span.file, start..start + text.trim_end().len());
        }
        if !attributes.is_empty() {
            let Attributes { mut id, classes, pairs } = attributes;
            for block in &mut blocks {
                if block.attributes.id.is_none() {
                    block.attributes.id = id.take();
                }
                block.attributes.classes.extend(classes.iter().cloned());
                for (key, value) in &pairs {
                    if block.attributes.get(key).is_none() {
                        block.attributes.pairs.push((key.clone(), value.clone()));
                    }
                }
            }
            if let Some(id) = id {
                self.anchors.push((id, span));
            }
        }
        for block in blocks {
            // Through the door for blocks, so that a caption finds its table.
            super::captions::push(self, block);
        }
    }

    fn heading(&mut self, level: u8, mut content: Vec<Inline>, span: Span, mut attributes: Attributes) {
        content = paragraph::trim(content);
        attributes.classes.dedup();
        self.block(BlockKind::Heading { level, content }, span, attributes);
    }

    fn item(&mut self, item: ListItem) {
        match &mut self.top().node {
            Node::List(list) => {
                list.items.push(item);
            }
            // `<li>` without a list.
            _ => {
                let span = item.span;
                let list = List { kind: ListKind::Bullet, tight: true, items: vec![item] };
                self.block(BlockKind::List(list), span, Attributes::default());
            }
        }
    }

    fn container(&mut self, mut blocks: Vec<Block>, span: Span, mut attributes: Attributes) {
        let named = |names: &[&str]| attributes.classes.iter().position(|c| names.contains(&c.as_str()));
        if let Some((i, kind)) = attributes.classes.iter().enumerate().find_map(|(i, c)| Some((i, fence::callout(c)?)))
        {
            attributes.classes.remove(i);
            let title = take_pair(&mut attributes, "title").map(|title| self.title(&title, span));
            self.block(BlockKind::Callout { kind, title, blocks }, span, attributes);
        } else if named(&["pagebreak", "page-break", "newpage"]).is_some() {
            self.block(BlockKind::PageBreak, self.first_line(span), Attributes::default());
            self.splice(blocks);
        } else if let Some(kind) = named(&["contents", "toc"])
            .map(|_| ContentsKind::Headings)
            .or_else(|| named(&["list-of-figures", "lof"]).map(|_| ContentsKind::Figures))
            .or_else(|| named(&["list-of-tables", "lot"]).map(|_| ContentsKind::Tables))
        {
            self.block(BlockKind::Contents(kind), self.first_line(span), Attributes::default());
            self.splice(blocks);
        } else if attributes.has_class("figure") || attributes.id.as_deref().is_some_and(|id| id.starts_with("fig:")) {
            let several = blocks.len() > 1;
            let caption = match blocks.last_mut() {
                Some(Block { kind: BlockKind::Paragraph(content), .. }) if several => {
                    let content = std::mem::take(content);
                    blocks.pop();
                    Some(content)
                }
                _ => None,
            };
            figures::close(self, blocks, caption, span, attributes);
        } else {
            self.block(BlockKind::Container(blocks), span, attributes);
        }
    }

    /// Markdown in an attribute.
    pub(super) fn title(&mut self, text: &str, span: Span) -> Vec<Inline> {
        super::reader::inlines(self.file, "", text, span, self.diagnostics)
    }

    fn close_inline(&mut self, node: InlineNode, mut inlines: Vec<Inline>, span: Span, mut attributes: Attributes) {
        if matches!(node, InlineNode::Ruby(_)) {
            super::html::end_ruby(&mut inlines);
        }
        let kind = match node {
            InlineNode::Dropped => return,
            InlineNode::Flow => {
                for inline in inlines {
                    self.inline(inline.kind, inline.span);
                }
                return;
            }
            InlineNode::RubyPart(part) => return self.close_ruby_part(part, inlines, span),
            InlineNode::Emphasis => InlineKind::Emphasis(inlines),
            InlineNode::Strong => InlineKind::Strong(inlines),
            InlineNode::Strikethrough => InlineKind::Strikethrough(inlines),
            InlineNode::Superscript => InlineKind::Superscript(inlines),
            InlineNode::Subscript => InlineKind::Subscript(inlines),
            InlineNode::Insertion => InlineKind::Insertion(revision(inlines, &mut attributes)),
            InlineNode::Deletion => InlineKind::Deletion(revision(inlines, &mut attributes)),
            InlineNode::Code => {
                let text = plain_text(&inlines);
                if text.is_empty() {
                    return;
                }
                InlineKind::Code { text, attributes }
            }
            InlineNode::Quoted => {
                let quote = |text: &str| Inline { span, kind: InlineKind::Text(text.into()) };
                let mut content = vec![quote("\"")];
                content.extend(inlines);
                content.push(quote("\""));
                InlineKind::Span { attributes, content }
            }
            InlineNode::Span | InlineNode::Ruby(_) if attributes.is_empty() => {
                for inline in inlines {
                    self.inline(inline.kind, inline.span);
                }
                return;
            }
            InlineNode::Span | InlineNode::Ruby(_) => InlineKind::Span { attributes, content: inlines },
            InlineNode::Link { target, title } => {
                InlineKind::Link(Link { target, title, content: inlines, attributes, ..Link::default() })
            }
            InlineNode::Image { target, title } => {
                let alt = plain_text(&inlines).trim().to_owned();
                // The caption of a figure is made from these; nothing else sees them.
                let image = Image { span, target, alt, title, attributes, ..Image::default() };
                self.inline(InlineKind::Image(image), span);
                // An alternative text has no notes; their marks come behind the picture.
                let mut marks = Vec::new();
                visit_inlines(&inlines, &mut |inline| {
                    if let InlineKind::NoteReference(mark) = &inline.kind {
                        marks.push((mark.clone(), inline.span));
                    }
                });
                self.keep_caption(inlines);
                for (mark, span) in marks {
                    self.inline(InlineKind::NoteReference(mark), span);
                }
                return;
            }
        };
        self.inline(kind, span);
    }

    /// Remembers the formatted alternative text of the picture that was just closed.
    fn keep_caption(&mut self, inlines: Vec<Inline>) {
        let frame = self.top();
        if matches!(frame.node, Node::Paragraph) && frame.inlines.len() == 1 {
            frame.caption = Some(inlines);
        }
    }
}

pub(super) fn take_pair(attributes: &mut Attributes, key: &str) -> Option<String> {
    let i = attributes.pairs.iter().position(|(k, _)| k == key)?;
    Some(attributes.pairs.remove(i).1)
}

/// An insertion, deletion or comment with its author and date.
pub(super) fn revision(content: Vec<Inline>, attributes: &mut Attributes) -> Revision {
    Revision {
        content,
        author: take_pair(attributes, "author"),
        date: take_pair(attributes, "date").or_else(|| take_pair(attributes, "datetime")),
        comment: take_pair(attributes, "comment").unwrap_or_default(),
    }
}

/// The inlines of a caption's paragraphs, one after the other.
fn caption_content(blocks: &mut Vec<Block>) -> Vec<Inline> {
    let mut content = Vec::new();
    for block in blocks.drain(..) {
        for sequence in block.inline_sequences() {
            if !content.is_empty() {
                content.push(Inline { span: block.span, kind: InlineKind::SoftBreak });
            }
            content.extend(sequence.iter().cloned());
        }
    }
    content
}

/// Code that is a block of its own.
pub(super) fn code_block(text: &str, mut attributes: Attributes) -> (CodeBlock, Attributes) {
    let language = (!attributes.classes.is_empty()
        && !matches!(attributes.classes[0].as_str(), "numberLines" | "number-lines"))
    .then(|| attributes.classes.remove(0));
    let numbered = attributes.classes.iter().position(|c| matches!(c.as_str(), "numberLines" | "number-lines"));
    if let Some(i) = numbered {
        attributes.classes.remove(i);
    }
    let start = take_pair(&mut attributes, "startFrom").or_else(|| take_pair(&mut attributes, "start-from"));
    let first_line_number = match (numbered, start) {
        (None, None) => None,
        (_, start) => Some(start.and_then(|s| s.parse().ok()).unwrap_or(1)),
    };
    let lines = take_pair(&mut attributes, "highlight").or_else(|| take_pair(&mut attributes, "hl_lines"));
    let highlighted = lines.map(|lines| line_numbers(&lines)).unwrap_or_default();
    let text = text.strip_suffix('\n').unwrap_or(text).to_owned();
    (CodeBlock { language, text, caption: None, first_line_number, highlighted }, attributes)
}

/// `2,4-6` as numbers, at most ten thousand.
fn line_numbers(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    for part in text.split([',', ' ']).map(str::trim).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        if let (Ok(from), Ok(to)) = (from.trim().parse::<usize>(), to.trim().parse::<usize>()) {
            numbers.extend((from.max(1)..=to).take(10_000));
        }
    }
    numbers.truncate(10_000);
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}
