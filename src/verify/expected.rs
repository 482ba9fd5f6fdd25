//! The document walked once more: what each edition must say.

use super::flow::{Chunk, Expected, Part, Place};
use crate::diagnostic::Span;
use crate::model::{Block, BlockKind, Caption, Image, Inline, InlineKind, Math, Row};
use crate::readback::{Target, push_shown};
use crate::resolve::{Destination, NoteNumber, Picture, Resolved};
use crate::text;

/// What an edition of this document must say.
pub(super) fn expect(resolved: &Resolved) -> Expected {
    let mut walker = Walker {
        resolved,
        out: Expected::default(),
        chunks: Vec::new(),
        chunk: Chunk::default(),
        linked: false,
        turned: false,
        levels: Vec::new(),
    };
    walker.turned = text::is_right_to_left(resolved.metadata.language());
    walker.inlines(&resolved.metadata.title);
    walker.end_chunk();
    walker.inlines(&resolved.metadata.subtitle);
    walker.end_chunk();
    walker.out.anywhere = std::mem::take(&mut walker.chunks);
    walker.blocks(&resolved.metadata.abstract_);
    walker.blocks(&resolved.blocks);
    walker.out.body = std::mem::take(&mut walker.chunks);
    for (i, note) in resolved.notes.iter().enumerate() {
        walker.blocks(&note.blocks);
        let chunks = std::mem::take(&mut walker.chunks);
        if i < resolved.referenced_notes {
            walker.out.notes.extend(chunks);
        } else {
            walker.out.anywhere.extend(chunks);
        }
    }
    walker.out
}

struct Walker<'a> {
    resolved: &'a Resolved,
    out: Expected,
    chunks: Vec<Chunk>,
    /// The chunk being filled.
    chunk: Chunk,
    /// Inside a link, where no edition has another.
    linked: bool,
    /// In a language written from right to left.
    turned: bool,
    /// The levels of the headings above, each below the one before it.
    levels: Vec<u8>,
}

impl Walker<'_> {
    fn end_chunk(&mut self) {
        let mut chunk = std::mem::take(&mut self.chunk);
        chunk.turned |= self.turned;
        if !chunk.text.is_empty() {
            self.chunks.push(chunk);
        }
    }

    /// A chunk of its own; what follows it goes on in another.
    fn apart(&mut self, place: Place, text: &str, span: Span) {
        self.end_chunk();
        self.chunk.place = place;
        self.chunk.push(text, span);
        self.end_chunk();
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            let outer = self.turned;
            if let Some(lang) = block.attributes.lang() {
                self.turned = text::is_right_to_left(lang);
            }
            self.block(block);
            self.end_chunk();
            self.turned = outer;
        }
    }

    /// A part of the text that is a thing of its own.
    fn part(&mut self, span: Span, content: impl FnOnce(&mut Self)) -> Part {
        self.end_chunk();
        let first = self.chunks.len();
        content(self);
        self.end_chunk();
        let chunks = self.chunks.get(first..).unwrap_or(&[]);
        let ordered = chunks.iter().filter(|chunk| chunk.place == Place::Ordered);
        Part {
            texts: ordered.map(|chunk| chunk.text.clone()).collect(),
            turned: chunks.iter().any(|chunk| chunk.turned),
            span,
        }
    }

    fn heading(&mut self, level: u8, content: &[Inline], span: Span) {
        self.levels.retain(|&above| above < level);
        self.levels.push(level);
        let closed_up = u8::try_from(self.levels.len()).unwrap_or(u8::MAX);
        let part = self.part(span, |walker| walker.inlines(content));
        // What says nothing is no heading to a reader, and a PDF has no element for it.
        if !part.texts.is_empty() {
            self.out.headings.push(([level, closed_up], part));
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, content } => self.heading(*level, content, block.span),
            BlockKind::Paragraph(content) => self.inlines(content),
            BlockKind::Quote(blocks) | BlockKind::Container(blocks) => self.blocks(blocks),
            BlockKind::List(list) => list.items.iter().for_each(|item| self.blocks(&item.blocks)),
            BlockKind::Definitions(items) => {
                for item in items {
                    self.inlines(&item.term);
                    self.end_chunk();
                    item.definitions.iter().for_each(|blocks| self.blocks(blocks));
                }
            }
            BlockKind::Code(code) => {
                self.caption(block, code.caption.as_ref());
                self.chunk.push(&code.text, block.span);
                self.out.code.extend(code.text.lines().map(|line| (line.to_owned(), block.span)));
            }
            BlockKind::Table(table) => {
                self.caption(block, table.caption.as_ref());
                self.rows(table.rows(), table.columns.len());
            }
            BlockKind::Figure(figure) => {
                figure.images.iter().for_each(|image| self.image(image));
                self.caption(block, figure.caption.as_ref());
            }
            BlockKind::Math(math) => {
                self.math(math);
                self.label(block);
            }
            BlockKind::Callout { title, blocks, .. } => {
                self.inlines(title.as_deref().unwrap_or_default());
                self.end_chunk();
                self.blocks(blocks);
            }
            BlockKind::Raw { text, .. } => self.chunk.push(text, block.span),
            BlockKind::ThematicBreak | BlockKind::PageBreak | BlockKind::Contents(_) => {}
        }
    }

    fn rows<'r>(&mut self, rows: impl Iterator<Item = &'r Row>, columns: usize) {
        for cell in rows.flat_map(|row| &row.cells) {
            let span = cell.blocks.first().map_or_else(Span::default, |block| block.span);
            let part = self.part(span, |walker| walker.blocks(&cell.blocks));
            if !part.texts.is_empty() {
                self.out.cells.push((columns, part));
            }
        }
    }

    fn label(&mut self, block: &Block) {
        if let Some(label) = self.resolved.label(&block.id) {
            self.apart(Place::Near, &label.text, block.span);
        }
    }

    /// Styles put captions above or below.
    fn caption(&mut self, block: &Block, caption: Option<&Caption>) {
        self.label(block);
        let Some(caption) = caption else { return };
        self.end_chunk();
        let first = self.chunks.len();
        self.inlines(&caption.content);
        self.end_chunk();
        self.chunks.iter_mut().skip(first).filter(|chunk| chunk.place == Place::Ordered).for_each(|chunk| {
            chunk.place = Place::Near;
        });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        let span = inline.span;
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code { text, .. } => self.chunk.push(text, span),
            InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strikethrough(_)
            | InlineKind::Superscript(_)
            | InlineKind::Subscript(_)
            | InlineKind::SmallCaps(_)
            | InlineKind::Span { .. }
            | InlineKind::Insertion(_)
            | InlineKind::Deletion(_)
            | InlineKind::Comment(_) => self.inlines(inline.children()),
            InlineKind::Math(math) => self.math(math),
            InlineKind::Image(image) => self.image(image),
            InlineKind::Link(link) => {
                let target = match self.resolved.destination(link) {
                    Destination::Internal(id) => Some(Target::Internal(id.as_str().to_owned())),
                    Destination::External(url) => Some(Target::External(url.clone())),
                    Destination::None => None,
                };
                self.linked(target, span, |walker| walker.inlines(&link.content));
            }
            InlineKind::NoteReference(reference) => match self.resolved.note_number(reference) {
                NoteNumber::Number { .. } => self.out.marks.push(span),
                NoteNumber::Missing => self.chunk.push(&format!("[^{}]", reference.label), span),
            },
            InlineKind::CrossReference(reference) => {
                let reference = self.resolved.reference(reference);
                let target = reference.target.as_ref().map(|id| Target::Internal(id.as_str().to_owned()));
                self.linked(target, span, |walker| walker.chunk.push(&reference.text, span));
            }
            InlineKind::Citation(citation) => self.chunk.push(&citation.source, span),
            InlineKind::Ruby(ruby) => {
                // Word has the annotation first.
                self.end_chunk();
                self.chunk.push(&ruby.base, span);
                self.apart(Place::Near, &ruby.annotation, span);
            }
            InlineKind::LineBreak | InlineKind::SoftBreak => self.chunk.space(),
            InlineKind::IndexMark(_) => {}
        }
    }

    /// Content that leads somewhere. What shows nothing cannot be touched, and links do not stand in one another.
    fn linked(&mut self, target: Option<Target>, span: Span, content: impl FnOnce(&mut Self)) {
        let (text, images) =
            (self.chunk.text.len() + self.chunks.len(), self.out.images.len() + self.out.formulas.len());
        let outer = self.linked;
        self.linked |= target.is_some();
        content(self);
        self.linked = outer;
        let shown = self.chunk.text.len() + self.chunks.len() != text
            || self.out.images.len() + self.out.formulas.len() != images;
        if let Some(target) = target
            && shown
            && !outer
        {
            self.out.links.push((target, span));
        }
    }

    fn math(&mut self, math: &Math) {
        let formula = self.resolved.formula(math);
        if formula.tree.is_some() {
            let mut latex = String::new();
            push_shown(&formula.latex, &mut latex);
            self.out.formulas.push((latex, math.span));
        } else {
            self.apart(Place::NearOrFormula, &math.latex, math.span);
        }
    }

    fn image(&mut self, image: &Image) {
        match self.resolved.picture(image) {
            Picture::Asset(_) => {
                let mut alt = String::new();
                push_shown(&image.alt, &mut alt);
                self.out.images.push((alt, image.span));
            }
            Picture::Missing => self.apart(Place::NearOrImage, &image.alt, image.span),
        }
    }
}
