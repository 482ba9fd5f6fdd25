//! What all editions share: numbers, targets of links, notes in order, contents, pictures, typographic punctuation.
//!
//! **Invariant:** a [`Resolved`] document is made here and nowhere else, so that no backend can be given one whose
//! references are still open. Resolving never fails; what stays open is shown as such and reported.

mod indents;
mod links;
mod notes;
mod numbers;
mod openings;
mod pictures;
mod quotes;
mod resolved;
mod terms;
mod typography;

pub use indents::letters_of_indent;
pub use openings::{DROP_CAP_LINES, initial, with_small_capitals};
pub use resolved::{
    ContentsEntry, Destination, HeadingNumber, Label, LabelKind, NoteNumber, Picture, ReferenceText, Resolved,
};
pub use terms::{Term, Terms};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use crate::math;
use crate::model::{
    Attributes, Block, BlockId, BlockKind, ContentsKind, Document, Inline, InlineKind, Math, Numbering, plain_text,
    visit_inlines,
};
use crate::source::Files;
use crate::style::StyleSheet;
use links::Anchors;
use pictures::Pictures;
use typography::Dashes;

/// Answers every question that a document leaves open.
#[must_use]
pub fn resolve(mut document: Document, sheet: &StyleSheet, files: &Files) -> (Resolved, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    insert_contents(&mut document, sheet);
    let original_anchors = Anchors::collect(&document);
    set_punctuation(&mut document);
    let openings = openings::open(&mut document.blocks, sheet.document.opening);
    let indents = indents::letters(&document.blocks, document.metadata.lang.as_deref(), sheet);
    document.assign_keys();

    let terms = Terms::of(document.metadata.language());
    let depth = match document.metadata.numbering {
        Some(Numbering::Off) => 0,
        Some(Numbering::Depth(depth)) => depth,
        None => sheet.document.number_depth,
    };
    let numbers = numbers::number(&document, depth, &terms);
    let notes = notes::number(&document, &mut diagnostics);
    let mut pictures = Pictures::new(files);
    let mut open = Open::default();
    open.collect(&document);

    let links = open
        .links
        .iter()
        .map(|(link, span)| links::destination(link, *span, &original_anchors, &mut diagnostics))
        .collect();
    let images =
        open.images.iter().map(|(image, span)| pictures.load(&image.target, *span, &mut diagnostics)).collect();
    let references = open
        .references
        .iter()
        .map(|(reference, span)| numbers.refer(reference, *span, &original_anchors, &terms, &mut diagnostics))
        .collect();
    for (source, span) in &open.citations {
        diagnostics.push(
            Diagnostic::warning("citation", format!("the works cited in `{source}` are not known"))
                .at(*span)
                .help("bibliographies are not read yet; the citation is shown as it is written"),
        );
    }
    let read: Vec<_> = open.formulas.par_iter().map(|(math, display)| math::read(math, *display)).collect();
    let mut formulas = Vec::with_capacity(read.len());
    for (formula, messages) in read {
        formulas.push(formula);
        diagnostics.extend(messages);
    }
    let cover = document.metadata.cover.clone().and_then(|(target, span)| {
        match pictures.load(&target, span, &mut diagnostics) {
            Picture::Asset(id) => Some(id),
            Picture::Missing => None,
        }
    });
    let assets = pictures.assets;
    let display_title = display_title(&document, &numbers.contents);
    let resolved = Resolved {
        display_title,
        metadata: document.metadata,
        blocks: document.blocks,
        notes: notes.notes,
        referenced_notes: notes.referenced,
        sources: document.sources,
        terms,
        contents: numbers.contents,
        assets,
        cover,
        links,
        pictures: images,
        formulas,
        note_numbers: notes.numbers,
        references,
        labels: numbers.labels,
        heading_numbers: numbers.headings,
        drop_caps: openings.drop_caps,
        first_lines: openings.first_lines,
        indents,
    };
    (resolved, diagnostics)
}

/// What the document is called where it must be called something: its title, else its first heading, else its file.
fn display_title(document: &Document, contents: &[ContentsEntry]) -> String {
    let title = plain_text(&document.metadata.title).trim().to_owned();
    let heading = || contents.iter().map(|entry| entry.text.trim().to_owned()).find(|text| !text.is_empty());
    let file = || {
        let path = &document.sources.get(FileId(0))?.path;
        path.file_stem().map(|stem| stem.to_string_lossy().into_owned())
    };
    if title.is_empty() { heading().or_else(file).unwrap_or_default() } else { title }
}

/// Puts the contents and the lists that the front matter or the style asks for at the head of the document, unless the
/// author has placed them.
fn insert_contents(document: &mut Document, sheet: &StyleSheet) {
    let mut placed = Vec::new();
    let (mut headings, mut figures, mut tables) = (0, 0, 0);
    document.visit(&mut |block| match &block.kind {
        BlockKind::Contents(kind) => placed.push(*kind),
        BlockKind::Heading { .. } => headings += 1,
        BlockKind::Figure(figure) if figure.caption.is_some() => figures += 1,
        BlockKind::Table(table) if table.caption.is_some() => tables += 1,
        _ => {}
    });
    let metadata = &mut document.metadata;
    // A contents list of one entry says nothing; an author who asks for it gets it all the same.
    let toc = metadata.toc.unwrap_or(sheet.document.toc && headings > 1) && headings > 0;
    metadata.toc = Some(toc);
    metadata.toc_depth = Some(metadata.toc_depth.unwrap_or(sheet.document.toc_depth));
    let wanted = [
        (ContentsKind::Headings, toc, "contents"),
        (ContentsKind::Figures, metadata.list_of_figures && figures > 0, "list-of-figures"),
        (ContentsKind::Tables, metadata.list_of_tables && tables > 0, "list-of-tables"),
    ];
    let span = document.blocks.first().map(|block| Span { end: block.span.start, ..block.span }).unwrap_or_default();
    let mut lists = Vec::new();
    for (kind, wanted, name) in wanted {
        if !wanted || placed.contains(&kind) {
            continue;
        }
        let id = unused_id(document, name);
        lists.push(Block { id, span, attributes: Attributes::default(), kind: BlockKind::Contents(kind) });
    }
    if !lists.is_empty() {
        // A splice would make room for as many blocks again.
        document.blocks.reserve_exact(lists.len());
        document.blocks.splice(0..0, lists);
    }
}

fn unused_id(document: &Document, name: &str) -> BlockId {
    let mut taken = std::collections::HashSet::new();
    document.visit(&mut |block| {
        taken.insert(block.id.clone());
    });
    document.notes.iter().for_each(|note| {
        taken.insert(note.id.clone());
    });
    let plain = BlockId::new(name);
    if !taken.contains(&plain) {
        return plain;
    }
    (1_u64..).map(|n| BlockId::new(&format!("{name}-{n}"))).find(|id| !taken.contains(id)).unwrap_or(plain)
}

/// Typographic punctuation everywhere, in the language of each block.
fn set_punctuation(document: &mut Document) {
    // A stray `---` in a book that writes `--` throughout does not show a habit.
    let (mut two, mut three) = (0_usize, 0_usize);
    document.visit(&mut |block| {
        for sequence in block.inline_sequences() {
            visit_inlines(sequence, &mut |inline| {
                if let InlineKind::Text(text) = &inline.kind {
                    let (twos, threes) = typography::count_dashes(text);
                    two += twos;
                    three += threes;
                }
            });
        }
    });
    let dashes = if three * 4 > two { Dashes::ThreeIsEm } else { Dashes::TwoIsEm };
    let language = document.metadata.language().to_owned();
    typography::apply(&mut document.metadata.title, &language, dashes);
    typography::apply(&mut document.metadata.subtitle, &language, dashes);
    let apply = |blocks: &mut [Block]| punctuate(blocks, &language, dashes);
    apply(&mut document.metadata.abstract_);
    apply(&mut document.blocks);
    document.notes.iter_mut().for_each(|note| apply(&mut note.blocks));
}

fn punctuate(blocks: &mut [Block], language: &str, dashes: Dashes) {
    for block in blocks {
        let language = block.attributes.lang().unwrap_or(language).to_owned();
        for sequence in block.inline_sequences_mut() {
            typography::apply(sequence, &language, dashes);
        }
        match &mut block.kind {
            BlockKind::Quote(inner) | BlockKind::Container(inner) | BlockKind::Callout { blocks: inner, .. } => {
                punctuate(inner, &language, dashes);
            }
            BlockKind::List(list) => {
                list.items.iter_mut().for_each(|item| punctuate(&mut item.blocks, &language, dashes));
            }
            BlockKind::Definitions(items) => items
                .iter_mut()
                .flat_map(|item| &mut item.definitions)
                .for_each(|blocks| punctuate(blocks, &language, dashes)),
            BlockKind::Table(table) => {
                let cells = table.rows_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| punctuate(&mut cell.blocks, &language, dashes));
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

/// Everything that waits for an answer, each list in the order of its keys.
#[derive(Default)]
struct Open<'a> {
    links: Vec<(&'a crate::model::Link, Span)>,
    images: Vec<(&'a crate::model::Image, Span)>,
    formulas: Vec<(&'a Math, bool)>,
    references: Vec<(&'a crate::model::CrossReference, Span)>,
    citations: Vec<(&'a str, Span)>,
}

impl<'a> Open<'a> {
    fn collect(&mut self, document: &'a Document) {
        self.inlines(&document.metadata.title);
        self.inlines(&document.metadata.subtitle);
        document.visit(&mut |block| {
            match &block.kind {
                BlockKind::Math(math) => self.formulas.push((math, true)),
                BlockKind::Figure(figure) => self.images.extend(figure.images.iter().map(|image| (image, image.span))),
                _ => {}
            }
            for sequence in block.inline_sequences() {
                self.inlines(sequence);
            }
        });
        self.links.sort_by_key(|(link, _)| link.key);
        self.images.sort_by_key(|(image, _)| image.key);
        self.formulas.sort_by_key(|(math, _)| math.key);
        self.references.sort_by_key(|(reference, _)| reference.key);
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        visit_inlines(inlines, &mut |inline| match &inline.kind {
            InlineKind::Link(link) => self.links.push((link, inline.span)),
            InlineKind::Image(image) => self.images.push((image, inline.span)),
            InlineKind::Math(math) => self.formulas.push((math, false)),
            InlineKind::CrossReference(reference) => self.references.push((reference, inline.span)),
            InlineKind::Citation(citation) => self.citations.push((&citation.source, inline.span)),
            _ => {}
        });
    }
}
