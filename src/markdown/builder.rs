//! The tree under construction: a stack of open nodes, fed by Markdown, container fences and raw HTML alike.
//!
//! **Invariant:** every Markdown start pushes exactly one frame of [`Origin::Markdown`], and its end closes everything
//! down to that frame. What HTML or a fence leaves open can therefore never swallow more than the Markdown around it.

use super::html::{Element, RubyPart};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use crate::model::{
    Attributes, Block, BlockId, BlockKind, CalloutKind, Cell, DefinitionItem, Inline, InlineKind, List, Note, RowGroup,
    Table,
};

/// Deeper nodes are flattened into their parents, so that no later pass runs out of stack.
const DEEPEST: usize = 1_200;

/// Who opened a frame, and who may therefore close it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Origin {
    Markdown,
    Fence,
    Html(String),
    /// Nobody: content that needed a paragraph or an item around it.
    Implied,
}

/// An open node.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    /// Blocks that go to the parent as they are.
    Flow,
    Paragraph,
    Heading(u8),
    Quote,
    Callout(CalloutKind),
    Container,
    List(List),
    Item(Option<bool>),
    Definitions(Vec<DefinitionItem>),
    Term,
    Definition,
    Note(String),
    Table(Table),
    Rows(RowGroup),
    Row(Vec<Cell>),
    Cell(Cell),
    Figure,
    Caption,
    Preformatted,
    /// Everything in it is thrown away.
    Dropped,
    Inline(InlineNode),
}

/// An open inline.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum InlineNode {
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    Code,
    Link {
        target: String,
        title: String,
    },
    Image {
        target: String,
        title: String,
    },
    Span,
    Insertion,
    Deletion,
    Quoted,
    /// With the places among its inlines where bases that were marked as such end.
    Ruby(Vec<usize>),
    RubyPart(RubyPart),
    Flow,
    Dropped,
}

/// A `[` that may turn out to open a span, an inline note or a citation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bracket {
    /// Where its content begins among the frame's inlines; the bracket itself is the inline before.
    pub(super) content: usize,
    /// Its byte in the source.
    pub(super) at: usize,
    /// It follows a `^`.
    pub(super) note: bool,
}

#[derive(Debug)]
pub(super) struct Frame {
    pub(super) node: Node,
    pub(super) origin: Origin,
    pub(super) span: Span,
    pub(super) attributes: Attributes,
    pub(super) blocks: Vec<Block>,
    pub(super) inlines: Vec<Inline>,
    pub(super) brackets: Vec<Bracket>,
    pub(super) caption: Option<Vec<Inline>>,
}

impl Node {
    /// Whether what stands in it is not read as usual.
    pub(super) fn is_special(&self) -> bool {
        matches!(self, Self::Dropped | Self::Preformatted | Self::Inline(InlineNode::Dropped))
    }

    fn holds_inlines(&self) -> bool {
        matches!(self, Self::Paragraph | Self::Heading(_) | Self::Term | Self::Inline(_))
    }
}

/// Builds the blocks of one file, or of one piece of Markdown in the front matter.
pub(super) struct Builder<'a> {
    pub(super) file: FileId,
    pub(super) source: &'a str,
    pub(super) stack: Vec<Frame>,
    pub(super) notes: Vec<Note>,
    pub(super) diagnostics: &'a mut Diagnostics,
    /// Source that has been read ahead (attributes, citations) and is not text.
    pub(super) skip: std::ops::Range<usize>,
    /// Where spans point when the text is not a piece of the file (a folded YAML scalar).
    pub(super) fixed: Option<Span>,
    /// Anchors (`<a id=x></a>`) that wait for the block they stand before.
    pub(super) anchors: Vec<(String, Span)>,
    pub(super) flattened: bool,
    /// How many of the open frames are [`Node::Dropped`] or [`Node::Preformatted`], so that the stack is seldom searched.
    pub(super) special: usize,
    /// Where the next end tag of an element stands, by its name, so that each is looked for once.
    pub(super) end_tags: Vec<(String, usize)>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(file: FileId, source: &'a str, diagnostics: &'a mut Diagnostics) -> Self {
        let mut builder = Self {
            file,
            source,
            stack: Vec::new(),
            notes: Vec::new(),
            diagnostics,
            skip: 0..0,
            fixed: None,
            anchors: Vec::new(),
            flattened: false,
            special: 0,
            end_tags: Vec::new(),
        };
        builder.push(Node::Flow, Origin::Markdown, Span::new(file, 0..source.len()), Attributes::default());
        builder
    }

    /// Closes everything and gives out the blocks.
    pub(super) fn finish(mut self) -> (Vec<Block>, Vec<Note>) {
        while self.stack.len() > 1 {
            self.close_reporting();
        }
        self.place_anchors_at_end();
        let blocks = self.stack.pop().map(|frame| frame.blocks).unwrap_or_default();
        (blocks, self.notes)
    }

    pub(super) fn span(&self, range: std::ops::Range<usize>) -> Span {
        self.fixed.unwrap_or_else(|| Span::new(self.file, range))
    }

    pub(super) fn warn(&mut self, code: &'static str, message: impl Into<String>, span: Span) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic::warning(code, message).at(span));
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// The innermost open frame. The first frame is there from beginning to end.
    pub(super) fn top(&mut self) -> &mut Frame {
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    pub(super) fn push(&mut self, node: Node, origin: Origin, span: Span, attributes: Attributes) {
        let mut node = node;
        if self.stack.len() >= DEEPEST && !matches!(node, Node::Paragraph) {
            if !self.flattened {
                self.flattened = true;
                self.warn("too-deep", "nested too deeply: what lies deeper is set at this level", span);
            }
            node = if node.holds_inlines() { Node::Inline(InlineNode::Flow) } else { Node::Flow };
        }
        self.special += usize::from(node.is_special());
        self.stack.push(Frame {
            node,
            origin,
            span,
            attributes,
            blocks: Vec::new(),
            inlines: Vec::new(),
            brackets: Vec::new(),
            caption: None,
        });
    }

    /// Opens a block: a paragraph that nobody closed ends first.
    pub(super) fn open_block(&mut self, node: Node, origin: Origin, span: Span, attributes: Attributes) {
        self.end_paragraph();
        self.push(node, origin, span, attributes);
    }

    /// Opens an inline, and a paragraph around it where there is none.
    pub(super) fn open_inline(&mut self, node: InlineNode, origin: Origin, span: Span, attributes: Attributes) {
        self.begin_paragraph(span);
        self.push(Node::Inline(node), origin, span, attributes);
    }

    /// Closes everything down to the innermost frame that Markdown opened, and that frame too.
    pub(super) fn close_markdown(&mut self) {
        while self.stack.len() > 1 {
            let origin = self.top().origin.clone();
            self.close_reporting();
            if origin == Origin::Markdown {
                return;
            }
        }
    }

    /// Closes the innermost frame; a container should have been closed by its own fence.
    fn close_reporting(&mut self) {
        if self.top().origin == Origin::Fence {
            let span = self.top().span;
            let line = self.first_line(span);
            self.warn("unclosed-container", "this container is not closed before the block around it ends", line)
                .help = Some("close it with a line of `:::`".into());
        }
        self.close();
    }

    /// The first line of what a span covers.
    pub(super) fn first_line(&self, span: Span) -> Span {
        let text = self.source.get(span.range()).unwrap_or("");
        let length = text.find('\n').unwrap_or(text.len());
        let start = span.start as usize;
        if self.fixed.is_some() { span } else { Span::new(span.file, start..start + length) }
    }

    /// Whether a block can begin here: no heading, term or Markdown inline is open.
    pub(super) fn takes_blocks(&self) -> bool {
        self.stack
            .iter()
            .rev()
            .take_while(|frame| frame.node.holds_inlines())
            .all(|frame| frame.origin != Origin::Markdown)
    }

    pub(super) fn in_inlines(&self) -> bool {
        self.stack.last().is_some_and(|frame| frame.node.holds_inlines())
    }

    /// A Markdown paragraph in an item makes its list loose: in a tight one the parser leaves paragraphs out.
    pub(super) fn loosen_list(&mut self) {
        if let [.., list, item] = self.stack.as_mut_slice()
            && matches!(item.node, Node::Item(_))
            && let Node::List(list) = &mut list.node
        {
            list.tight = false;
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        while self.stack.len() > 1 && self.in_inlines() {
            self.close();
        }
    }

    fn begin_paragraph(&mut self, span: Span) {
        if !self.in_inlines() {
            self.push(Node::Paragraph, Origin::Implied, span, Attributes::default());
        }
    }

    pub(super) fn inline(&mut self, kind: InlineKind, span: Span) {
        self.begin_paragraph(span);
        self.top().inlines.push(Inline { span, kind });
    }

    /// Adds text, joined to text that stands before it.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        if text.is_empty() {
            return;
        }
        self.begin_paragraph(span);
        let frame = self.top();
        let joins = frame.brackets.last().is_none_or(|bracket| bracket.content < frame.inlines.len());
        if joins && let Some(Inline { kind: InlineKind::Text(before), span: whole }) = frame.inlines.last_mut() {
            before.push_str(text);
            *whole = whole.to(span);
        } else {
            frame.inlines.push(Inline { span, kind: InlineKind::Text(text.to_owned()) });
        }
    }

    pub(super) fn block(&mut self, kind: BlockKind, span: Span, attributes: Attributes) {
        let block = Block { id: BlockId::default(), span, attributes, kind };
        self.place_anchors(block);
    }

    /// Adds a block, with the anchors that stood before it at its beginning.
    fn place_anchors(&mut self, mut block: Block) {
        if !self.anchors.is_empty() {
            let anchors = std::mem::take(&mut self.anchors);
            if let BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } = &mut block.kind {
                content.splice(0..0, anchors.into_iter().map(anchor));
            } else if block.attributes.id.is_none() && anchors.len() == 1 {
                block.attributes.id = anchors.into_iter().next().map(|(id, _)| id);
            } else {
                let span = block.span;
                let content = anchors.into_iter().map(anchor).collect();
                let kind = BlockKind::Paragraph(content);
                let place = Block { id: BlockId::default(), span, attributes: Attributes::default(), kind };
                self.top().blocks.push(place);
            }
        }
        super::captions::push(self, block);
    }

    fn place_anchors_at_end(&mut self) {
        if self.anchors.is_empty() {
            return;
        }
        let anchors = std::mem::take(&mut self.anchors);
        if let Some(Block { kind: BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }, .. }) =
            self.top().blocks.last_mut()
        {
            content.extend(anchors.into_iter().map(anchor));
        }
    }

    /// Closes the HTML element of that name, with what is open inside it. Says whether there was one.
    pub(super) fn close_html(&mut self, matches: impl Fn(&str) -> bool) -> bool {
        let mut paragraph = None;
        let mut depth = None;
        for (i, frame) in self.stack.iter().enumerate().rev() {
            match &frame.origin {
                Origin::Html(name) if matches(name) => {
                    depth = Some(i);
                    break;
                }
                Origin::Html(_) | Origin::Implied => {}
                // `text</div>` ends the paragraph and the division; the rest of the paragraph begins anew.
                Origin::Markdown if frame.node == Node::Flow && paragraph.is_none() && i > 0 => {
                    paragraph = Some(frame.span)
                }
                Origin::Markdown | Origin::Fence => break,
            }
        }
        let Some(depth) = depth else { return false };
        while self.stack.len() > depth {
            self.close();
        }
        if let Some(span) = paragraph {
            self.push(Node::Flow, Origin::Markdown, span, Attributes::default());
        }
        true
    }

    /// Whether the innermost HTML element among those that `matches` names is open here.
    pub(super) fn html_open(&self, matches: impl Fn(&str) -> bool, barrier: impl Fn(&str) -> bool) -> bool {
        for frame in self.stack.iter().rev() {
            match &frame.origin {
                Origin::Html(name) if matches(name) => return true,
                Origin::Html(name) if barrier(name) => return false,
                Origin::Html(_) | Origin::Implied => {}
                Origin::Markdown | Origin::Fence => return false,
            }
        }
        false
    }
}

fn anchor((id, span): (String, Span)) -> Inline {
    let attributes = Attributes { id: Some(id), ..Attributes::default() };
    Inline { span, kind: InlineKind::Span { attributes, content: Vec::new() } }
}

/// The open inline that an HTML element becomes.
pub(super) fn inline_node(element: Element) -> Option<InlineNode> {
    Some(match element {
        Element::Emphasis => InlineNode::Emphasis,
        Element::Strong => InlineNode::Strong,
        Element::Strike => InlineNode::Strikethrough,
        Element::Deletion => InlineNode::Deletion,
        Element::Insertion => InlineNode::Insertion,
        Element::Superscript => InlineNode::Superscript,
        Element::Subscript => InlineNode::Subscript,
        Element::Code => InlineNode::Code,
        Element::QuotedText => InlineNode::Quoted,
        Element::Ruby => InlineNode::Ruby(Vec::new()),
        Element::Span | Element::Classed(_) => InlineNode::Span,
        _ => return None,
    })
}
