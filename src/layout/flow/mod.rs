//! The first stage: the resolved blocks, walked once, become boxes and the structure tree.
//!
//! **Invariant:** elements are made in reading order; a note follows the paragraph that first refers to it.

mod code;
mod display;
mod figure;
mod front;
mod list;
mod notes;
mod table;

use std::sync::Arc;

use super::fragment::HeadingMark;
use super::inline::{self, Inlines};
use super::node::{Node, NodeKind, Text};
use super::page::{ElementId, ElementKind, OutlineEntry};
use super::structure::Structure;
use crate::diagnostic::Span;
use crate::model::{Block, BlockId, BlockKind, Direction, Inline, InlineKind, base_direction, plain_text};
use crate::resolve::{Resolved, Term};
use crate::style::{Break, Computed, Float, Role, StyleSheet};
use crate::text::language_direction;
use crate::units::Length;

/// The document as boxes, made one after another, so that no more of a long text is in the making than a few chapters.
pub(super) struct Flow<'a> {
    walk: Walk<'a>,
    context: Context<'a>,
    /// Title page and contents, where they stand on pages of their own.
    pub(super) front: Vec<Node>,
    /// The title, where it stands above the columns of the text.
    pub(super) head: Vec<Node>,
    /// What stands before the text, and has not been given out.
    before: Vec<Node>,
    /// Of the text, what has not been given out.
    body: &'a [Block],
}

/// The fewest boxes that are given out at once: enough for every thread to have some.
const AT_ONCE: usize = 256;

impl<'a> Flow<'a> {
    /// Begins with what stands before the text.
    pub(super) fn new(resolved: &'a Resolved, sheet: &'a StyleSheet) -> Self {
        let mut walk = Walk {
            resolved,
            sheet,
            structure: Structure::default(),
            notes: vec![None; resolved.notes.len()],
            outline: Vec::new(),
            endnotes: Vec::new(),
            fresh_notes: Vec::new(),
            display_pages: 0,
        };
        let context = Context {
            parent: Structure::ROOT,
            notes: Structure::ROOT,
            style: Arc::new(sheet.root().clone()),
            lang: resolved.metadata.language(),
            direction: None,
            depth: 0,
            tight: false,
        };
        let (front, head, before, body) = walk.opening(&context);
        Self { walk, context, front, head, before, body }
    }

    /// How many pages of the front matter, from the first, have neither head nor foot: half-title, title, copyright, dedication.
    pub(super) fn display_pages(&self) -> usize {
        self.walk.display_pages
    }

    /// More of the text, up to where a page must begin; nothing when all of it has been given out.
    pub(super) fn next_part(&mut self) -> Option<Vec<Node>> {
        let mut nodes = std::mem::take(&mut self.before);
        while nodes.len() < AT_ONCE && self.walk.chapters(&mut self.body, &mut nodes, &self.context) {}
        (!nodes.is_empty()).then_some(nodes)
    }

    /// Whether there is more of the text.
    pub(super) fn goes_on(&self) -> bool {
        !self.body.is_empty()
    }

    /// The notes that were made since it was last asked, with their places in `Resolved::notes`.
    pub(super) fn fresh_notes(&mut self) -> Vec<(usize, Vec<Node>)> {
        let fresh = std::mem::take(&mut self.walk.fresh_notes);
        let mut take = |place: usize| self.walk.notes.get_mut(place).and_then(Option::as_mut).map(std::mem::take);
        fresh.into_iter().filter_map(|place| Some((place, take(place)?))).collect()
    }

    /// The logical structure so far.
    pub(super) fn structure_mut(&mut self) -> &mut Structure {
        &mut self.walk.structure
    }

    /// The logical structure, and the headings for the outline.
    pub(super) fn finish(self) -> (Structure, Vec<OutlineEntry>) {
        (self.walk.structure, self.walk.outline)
    }
}

/// What stands above a block.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    /// A paragraph.
    Paragraph,
    /// Figures that may move down past this, and a paragraph above them.
    Float,
    /// Something else, or nothing.
    Other,
}

/// What a block needs to know of its surroundings.
#[derive(Clone)]
struct Context<'a> {
    /// The element around it.
    parent: ElementId,
    /// The element that takes notes: the nearest that may hold any block.
    notes: ElementId,
    /// The properties around it.
    style: Arc<Computed>,
    /// The language around it.
    lang: &'a str,
    /// The direction that the author asks for, where it is not left to the text.
    direction: Option<Direction>,
    /// How many bullet lists are around it.
    depth: usize,
    /// Paragraphs have no margins: in tight lists, cells and notes.
    tight: bool,
}

struct Walk<'a> {
    resolved: &'a Resolved,
    sheet: &'a StyleSheet,
    structure: Structure,
    notes: Vec<Option<Vec<Node>>>,
    /// Those of them that have been made and not been given out.
    fresh_notes: Vec<usize>,
    outline: Vec<OutlineEntry>,
    /// Notes that wait for the end of their chapter or of the document.
    endnotes: Vec<usize>,
    /// Pages of the front matter with neither head nor foot.
    display_pages: usize,
}

impl<'a> Walk<'a> {
    /// Boxes of blocks that follow one another.
    fn blocks(&mut self, blocks: &'a [Block], context: &Context<'a>) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(blocks.len());
        let mut above = Above::Other;
        for block in blocks {
            let begin = nodes.len();
            self.block(block, context, above, &mut nodes);
            let own = nodes.get(begin..).unwrap_or_default();
            above = match above {
                // Text goes on past a figure that leaves its place.
                above if own.iter().any(leaves) => above,
                _ if matches!(block.kind, BlockKind::Paragraph(_)) => Above::Paragraph,
                Above::Paragraph | Above::Float if own.iter().any(may_move) => Above::Float,
                _ => Above::Other,
            };
            match nodes.get_mut(begin) {
                Some(node) => anchor(node, &block.id),
                None => nodes.push(Node {
                    kind: NodeKind::Group(Vec::new()),
                    style: Arc::new(context.style.inherited()),
                    anchors: vec![block.id.clone()],
                    mirrored: false,
                }),
            }
        }
        nodes
    }

    fn block(&mut self, block: &'a Block, context: &Context<'a>, above: Above, nodes: &mut Vec<Node>) {
        let mut context = context.clone();
        if let Some(lang) = block.attributes.lang() {
            context.lang = lang;
        }
        context.direction = block.attributes.direction().or(context.direction);
        let classes = self.class_styles(block, &context);
        // A class on a container or a paragraph is a box around it (the EPUB's `div`, Word's paragraph style).
        if let Some(style) = classes.last() {
            context.style = Arc::new(style.clone());
        }
        let inner = self.plain_block(block, &context, above);
        let mut wrapped = inner;
        for style in classes.into_iter().rev() {
            wrapped = vec![group(wrapped, style)];
        }
        nodes.append(&mut wrapped);
    }

    /// The properties of the classes that the style sheet knows, each inside the one before it.
    fn class_styles(&self, block: &Block, context: &Context<'_>) -> Vec<Computed> {
        let mut styles: Vec<Computed> = Vec::new();
        for class in &block.attributes.classes {
            let role = Role::Class(class.clone());
            if self.sheet.declarations(&role).is_some() {
                let style = self.sheet.compute(&role, styles.last().unwrap_or(&context.style));
                styles.push(style);
            }
        }
        styles
    }

    fn plain_block(&mut self, block: &'a Block, context: &Context<'a>, above: Above) -> Vec<Node> {
        let id = Some(&block.id);
        match &block.kind {
            BlockKind::Heading { level, content } => vec![self.heading(block, *level, content, context)],
            BlockKind::Paragraph(content) => {
                let role = if above == Above::Paragraph { Role::Paragraph } else { Role::FirstParagraph };
                let mut style = self.sheet.compute(&role, &context.style);
                let mut indent_below_text = None;
                if context.tight {
                    style.margin = context.style.inherited().margin;
                    style.padding = style.margin;
                    style.text_indent = Length::ZERO;
                    style.text_align = context.style.text_align;
                } else if let Some(letters) = self.resolved.letters_of_indent(&block.id) {
                    style.text_indent = style.font_size * i64::from(letters);
                } else if above == Above::Float {
                    let indent = self.sheet.compute(&Role::Paragraph, &context.style).text_indent;
                    indent_below_text = Some(indent).filter(|indent| *indent != style.text_indent);
                }
                let mut node = self.text(ElementKind::Paragraph, content, style, context, id);
                if let NodeKind::Text(text) = &mut node.kind {
                    text.drop_cap = self.resolved.begins_with_drop_cap(&block.id);
                    text.first_line = self.resolved.begins_with_small_capitals(&block.id);
                    text.indent_below_text = indent_below_text;
                }
                vec![node]
            }
            BlockKind::Quote(blocks) => self.boxed(ElementKind::Quote, Role::Quote, blocks, context, block),
            BlockKind::Container(blocks) => {
                let style = context.style.inherited();
                let parent = self.element(ElementKind::Container, context, id);
                let inner = Context { parent, notes: parent, style: Arc::new(style.clone()), ..context.clone() };
                vec![group(self.blocks(blocks, &inner), style)]
            }
            BlockKind::Callout { kind, title, blocks } => {
                let style = self.sheet.compute(&Role::Callout(*kind), &context.style);
                let parent = self.element(ElementKind::Callout, context, id);
                let inner =
                    Context { parent, notes: parent, style: Arc::new(style.clone()), tight: false, ..context.clone() };
                let mut title_style = self.sheet.compute(&Role::CalloutTitle, &style);
                title_style.keep_with_next = true;
                let own = [generated(self.resolved.terms.get(Term::Callout(*kind)), block.span)];
                let content = title.as_deref().unwrap_or(&own);
                let mut nodes = vec![self.text(ElementKind::Paragraph, content, title_style, &inner, None)];
                nodes.extend(self.blocks(blocks, &inner));
                vec![group(nodes, style)]
            }
            BlockKind::List(list) => self.list(list, block, context),
            BlockKind::Definitions(items) => vec![self.definitions(items, block, context)],
            BlockKind::Code(code) => self.code(code, block, context),
            BlockKind::Raw { text, .. } => vec![self.raw(text, block, context)],
            BlockKind::Table(table) => self.table(table, block, context),
            BlockKind::Figure(figure) => self.figure(figure, block, context),
            BlockKind::Math(math) => vec![self.formula(math, block, context)],
            BlockKind::ThematicBreak => {
                let style = self.sheet.compute(&Role::ThematicBreak, &context.style);
                vec![node(NodeKind::Ornament, style)]
            }
            BlockKind::PageBreak => vec![node(NodeKind::Break(Break::Page), context.style.inherited())],
            BlockKind::Contents(kind) => self.contents(*kind, block, context),
        }
    }

    fn heading(&mut self, block: &'a Block, level: u8, content: &[Inline], context: &Context<'a>) -> Node {
        let level = level.clamp(1, 6);
        let mut style = self.sheet.compute(&Role::Heading(level), &context.style);
        style.keep_with_next = true;
        let mut text = plain_text(content);
        let mut numbered = Vec::new();
        let mut prefix = 0;
        if let Some(number) = self.resolved.heading_number(&block.id) {
            let label = format!("{}\u{2002}", number.text);
            prefix = label.chars().count();
            text = format!("{} {text}", number.text);
            numbered.push(generated(&label, block.span));
            numbered.extend_from_slice(content);
        }
        let shown = if numbered.is_empty() { content } else { &numbered };
        self.outline.push(OutlineEntry { title: text.clone(), level, target: block.id.clone() });
        let mut node = self.text(ElementKind::Heading(level), shown, style, context, Some(&block.id));
        if let NodeKind::Text(paragraph) = &mut node.kind {
            paragraph.heading = Some(HeadingMark { level, text });
            paragraph.source = Some((block.id.clone(), prefix));
        }
        node
    }

    fn boxed(
        &mut self,
        kind: ElementKind,
        role: Role,
        blocks: &'a [Block],
        context: &Context<'a>,
        block: &Block,
    ) -> Vec<Node> {
        let style = self.sheet.compute(&role, &context.style);
        let parent = self.element(kind, context, Some(&block.id));
        let inner = Context { parent, notes: parent, style: Arc::new(style.clone()), tight: false, ..context.clone() };
        vec![group(self.blocks(blocks, &inner), style)]
    }

    /// A paragraph with the properties `style`, and the notes that it refers to.
    fn text(
        &mut self,
        kind: ElementKind,
        content: &[Inline],
        style: Computed,
        context: &Context<'a>,
        block: Option<&BlockId>,
    ) -> Node {
        let element = self.element(kind, context, block);
        self.text_in(element, content, style, context, block)
    }

    /// The same inside an element that is there already.
    fn text_in(
        &mut self,
        element: ElementId,
        content: &[Inline],
        style: Computed,
        context: &Context<'a>,
        block: Option<&BlockId>,
    ) -> Node {
        let mut inlines = self.inlines(element, content, &style, context.lang, block);
        inlines.direction = context.direction;
        self.notes_of(content, element, context);
        let source = block.map(|block| (block.clone(), 0));
        node(NodeKind::Text(Text { source, ..Text::new(inlines) }), style)
    }

    fn inlines(
        &mut self,
        element: ElementId,
        content: &[Inline],
        style: &Computed,
        lang: &str,
        block: Option<&BlockId>,
    ) -> Inlines {
        let nowhere = BlockId::default();
        let block = block.unwrap_or(&nowhere);
        inline::collect(self.resolved, self.sheet, &mut self.structure, element, style, lang, content, block)
    }

    /// A new element in the context's.
    fn element(&mut self, kind: ElementKind, context: &Context<'_>, block: Option<&BlockId>) -> ElementId {
        let id = self.structure.add(kind, context.parent, block.cloned());
        if context.lang != self.resolved.metadata.language()
            && let Some(element) = self.structure.elements.get_mut(id.0 as usize)
        {
            element.lang = Some(context.lang.into());
        }
        id
    }
}

/// Text that the layout adds of its own accord.
fn generated(text: &str, span: Span) -> Inline {
    Inline { span, kind: InlineKind::Text(text.to_owned()) }
}

fn node(kind: NodeKind, style: Computed) -> Node {
    Node { kind, style: Arc::new(style), anchors: Vec::new(), mirrored: false }
}

/// Whether a box holds a figure that stands at the head or the foot of a page, and nothing else.
fn leaves(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Float(_) => matches!(node.style.float, Float::Top | Float::Bottom | Float::Page),
        NodeKind::Group(nodes) => matches!(nodes.as_slice(), [only] if leaves(only)),
        _ => false,
    }
}

/// Lets a block begin with a box, or with the figure in it that leaves its place.
fn anchor(node: &mut Node, block: &BlockId) {
    let moves = leaves(node);
    match &mut node.kind {
        NodeKind::Group(nodes) if moves => nodes.iter_mut().for_each(|only| anchor(only, block)),
        _ => node.anchors.insert(0, block.clone()),
    }
}

/// Whether a box holds a figure that moves down past text where a page would stay empty, and nothing else.
fn may_move(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Float(_)) && !leaves(node)
}

/// A box around nodes; its edges are mirrored when its first text runs from right to left.
fn group(nodes: Vec<Node>, style: Computed) -> Node {
    let mirrored = nodes.first().is_some_and(|node| node.mirrored);
    Node { kind: NodeKind::Group(nodes), style: Arc::new(style), anchors: Vec::new(), mirrored }
}

/// Whether these blocks run from right to left: as the author says, or as their first text does.
fn is_mirrored(blocks: &[Block], direction: Option<Direction>) -> bool {
    direction.unwrap_or_else(|| first_direction(blocks, Direction::LeftToRight)) == Direction::RightToLeft
}

/// The direction of blocks: as the author says, or as their first text has it, or their language.
fn direction_of(blocks: &[Block], context: &Context<'_>) -> Direction {
    context.direction.unwrap_or_else(|| first_direction(blocks, default_direction(context)))
}

/// The direction of what has no text of its own: as the author says, or as the language has it.
fn default_direction(context: &Context<'_>) -> Direction {
    context.direction.unwrap_or_else(|| language_direction(context.lang))
}

/// The direction of the first text in these blocks.
fn first_direction(blocks: &[Block], default: Direction) -> Direction {
    let mut found = None;
    crate::model::visit_blocks(blocks, &mut |block| {
        if found.is_none()
            && let Some(text) = block.inline_sequences().first()
        {
            found = Some(base_direction(&plain_text(text), default));
        }
    });
    found.unwrap_or(default)
}
