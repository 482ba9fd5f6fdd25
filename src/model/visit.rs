//! Walks over the whole tree, in reading order.

use super::{Block, BlockKind, Document, Inline, InlineKind, Key};

/// Calls `f` on every block, parents before children.
pub fn visit_blocks<'a>(blocks: &'a [Block], f: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        f(block);
        match &block.kind {
            BlockKind::Quote(inner) | BlockKind::Container(inner) | BlockKind::Callout { blocks: inner, .. } => {
                visit_blocks(inner, f);
            }
            BlockKind::List(list) => list.items.iter().for_each(|item| visit_blocks(&item.blocks, f)),
            BlockKind::Definitions(items) => {
                items.iter().flat_map(|item| &item.definitions).for_each(|inner| visit_blocks(inner, f));
            }
            BlockKind::Table(table) => {
                table.rows().flat_map(|row| &row.cells).for_each(|cell| visit_blocks(&cell.blocks, f));
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Figure(_)
            | BlockKind::Math(_)
            | BlockKind::ThematicBreak
            | BlockKind::PageBreak
            | BlockKind::Raw { .. }
            | BlockKind::Contents(_) => {}
        }
    }
}

/// The same, to change them; children are visited before their parent.
pub fn visit_blocks_mut(blocks: &mut [Block], f: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Quote(inner) | BlockKind::Container(inner) | BlockKind::Callout { blocks: inner, .. } => {
                visit_blocks_mut(inner, f);
            }
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| visit_blocks_mut(&mut item.blocks, f)),
            BlockKind::Definitions(items) => {
                items.iter_mut().flat_map(|item| &mut item.definitions).for_each(|inner| visit_blocks_mut(inner, f));
            }
            BlockKind::Table(table) => {
                table.rows_mut().flat_map(|row| &mut row.cells).for_each(|cell| visit_blocks_mut(&mut cell.blocks, f));
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Code(_)
            | BlockKind::Figure(_)
            | BlockKind::Math(_)
            | BlockKind::ThematicBreak
            | BlockKind::PageBreak
            | BlockKind::Raw { .. }
            | BlockKind::Contents(_) => {}
        }
        f(block);
    }
}

impl Block {
    /// The inline sequences that this block itself holds (not those of blocks inside it), in reading order.
    #[must_use]
    pub fn inline_sequences(&self) -> Vec<&Vec<Inline>> {
        match &self.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => vec![content],
            BlockKind::Definitions(items) => items.iter().map(|item| &item.term).collect(),
            BlockKind::Code(code) => code.caption.iter().map(|c| &c.content).collect(),
            BlockKind::Table(table) => table.caption.iter().map(|c| &c.content).collect(),
            BlockKind::Figure(figure) => figure.caption.iter().map(|c| &c.content).collect(),
            BlockKind::Callout { title, .. } => title.iter().collect(),
            BlockKind::Quote(_)
            | BlockKind::List(_)
            | BlockKind::Math(_)
            | BlockKind::Container(_)
            | BlockKind::ThematicBreak
            | BlockKind::PageBreak
            | BlockKind::Raw { .. }
            | BlockKind::Contents(_) => Vec::new(),
        }
    }

    /// The same, to be changed.
    pub fn inline_sequences_mut(&mut self) -> Vec<&mut Vec<Inline>> {
        match &mut self.kind {
            BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) => vec![content],
            BlockKind::Definitions(items) => items.iter_mut().map(|item| &mut item.term).collect(),
            BlockKind::Code(code) => code.caption.iter_mut().map(|c| &mut c.content).collect(),
            BlockKind::Table(table) => table.caption.iter_mut().map(|c| &mut c.content).collect(),
            BlockKind::Figure(figure) => figure.caption.iter_mut().map(|c| &mut c.content).collect(),
            BlockKind::Callout { title, .. } => title.iter_mut().collect(),
            BlockKind::Quote(_)
            | BlockKind::List(_)
            | BlockKind::Math(_)
            | BlockKind::Container(_)
            | BlockKind::ThematicBreak
            | BlockKind::PageBreak
            | BlockKind::Raw { .. }
            | BlockKind::Contents(_) => Vec::new(),
        }
    }
}

/// Calls `f` on every inline of a sequence, parents before children.
pub fn visit_inlines<'a>(inlines: &'a [Inline], f: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        f(inline);
        visit_inlines(inline.children(), f);
    }
}

/// The same, to change them; parents are visited before their children.
pub fn visit_inlines_mut(inlines: &mut [Inline], f: &mut impl FnMut(&mut Inline)) {
    for inline in inlines {
        f(inline);
        if let Some(children) = inline.children_mut() {
            visit_inlines_mut(children, f);
        }
    }
}

impl Document {
    /// All blocks: front matter's abstract, body, notes.
    pub fn visit<'a>(&'a self, f: &mut impl FnMut(&'a Block)) {
        visit_blocks(&self.metadata.abstract_, f);
        visit_blocks(&self.blocks, f);
        self.notes.iter().for_each(|note| visit_blocks(&note.blocks, f));
    }

    /// The same, to change them, children first.
    pub fn visit_mut(&mut self, f: &mut impl FnMut(&mut Block)) {
        visit_blocks_mut(&mut self.metadata.abstract_, f);
        visit_blocks_mut(&mut self.blocks, f);
        self.notes.iter_mut().for_each(|note| visit_blocks_mut(&mut note.blocks, f));
    }

    /// Gives every link, picture, formula, note reference and cross-reference its key: its number among its kind.
    pub fn assign_keys(&mut self) {
        let mut keys = Keys::default();
        visit_inlines_mut(&mut self.metadata.title, &mut |inline| keys.assign(inline));
        visit_inlines_mut(&mut self.metadata.subtitle, &mut |inline| keys.assign(inline));
        self.visit_mut(&mut |block| {
            match &mut block.kind {
                BlockKind::Math(math) => math.key = next(&mut keys.formulas),
                BlockKind::Figure(figure) => {
                    figure.images.iter_mut().for_each(|image| image.key = next(&mut keys.images));
                }
                _ => {}
            }
            for sequence in block.inline_sequences_mut() {
                visit_inlines_mut(sequence, &mut |inline| keys.assign(inline));
            }
        });
    }
}

#[derive(Default)]
struct Keys {
    links: u32,
    images: u32,
    formulas: u32,
    notes: u32,
    references: u32,
}

impl Keys {
    fn assign(&mut self, inline: &mut Inline) {
        match &mut inline.kind {
            InlineKind::Link(link) => link.key = next(&mut self.links),
            InlineKind::Image(image) => image.key = next(&mut self.images),
            InlineKind::Math(math) => math.key = next(&mut self.formulas),
            InlineKind::NoteReference(reference) => reference.key = next(&mut self.notes),
            InlineKind::CrossReference(reference) => reference.key = next(&mut self.references),
            _ => {}
        }
    }
}

fn next(counter: &mut u32) -> Key {
    let key = Key(*counter);
    *counter += 1;
    key
}
