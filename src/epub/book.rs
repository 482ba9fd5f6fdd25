//! The plan of the book, made before a word of it is written: its files, and where everything is.

use std::collections::HashMap;

use super::homes::Homes;
use super::language;
use super::names::{Names, ascii_name};
use super::pages::PageMarks;
use super::pictures::Pictures;
use super::split::{Part, heading_level, split};
use crate::layout::Layout;
use crate::model::{Block, BlockId, BlockKind, Direction, plain_text, visit_blocks};
use crate::resolve::{Resolved, Term};
use crate::style::{EpubNotes, StyleSheet};

/// Path of the navigation document.
pub(super) const NAVIGATION: &str = "nav.xhtml";

/// Path of the style sheet.
pub(super) const STYLESHEET: &str = "stylesheet.css";

/// A file of the book that is read from beginning to end.
#[derive(Debug)]
pub(super) struct File {
    /// Its path in the package.
    pub(super) path: String,
    /// Its title.
    pub(super) title: String,
    /// What it holds.
    pub(super) kind: FileKind,
    /// The notes at its end, by their place in [`Resolved::notes`].
    pub(super) notes: Vec<usize>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    /// The title page.
    TitlePage,
    /// The navigation document, where the contents are part of the text.
    Navigation,
    /// A part of the body.
    Text(Part),
    /// The notes of the whole book.
    Notes,
}

/// The plan.
#[derive(Debug)]
pub(super) struct Book<'a> {
    /// The document.
    pub(super) resolved: &'a Resolved,
    /// Its body; blocks that are too large for a file are in pieces.
    pub(super) blocks: &'a [Block],
    /// The style.
    pub(super) sheet: &'a StyleSheet,
    /// The title; never empty.
    pub(super) title: String,
    /// The base direction of the document.
    pub(super) direction: Direction,
    /// The files in reading order.
    pub(super) files: Vec<File>,
    /// Headings of this level begin chapters, where there is more than one.
    pub(super) chapter_level: Option<u8>,
    /// How many blocks at the front ask for contents and lists; the navigation document stands for them.
    pub(super) front_contents: usize,
    /// Where the pages of the PDF edition begin.
    pub(super) pages: PageMarks<'a>,
    /// The pictures.
    pub(super) pictures: Pictures,
    /// For each note the id of the mark that first refers to it.
    pub(super) note_marks: Vec<String>,
    homes: Homes<'a>,
    ranks: HashMap<&'a BlockId, u8>,
}

impl<'a> Book<'a> {
    /// Plans the book.
    pub(super) fn plan(
        resolved: &'a Resolved,
        blocks: &'a [Block],
        sheet: &'a StyleSheet,
        layout: Option<&'a Layout>,
        pictures: Pictures,
    ) -> Self {
        let title = title(resolved);
        let front_contents = front_contents(blocks);
        let (files, split_level) = files(resolved, blocks, sheet, &title, front_contents);
        let mut ids = Names::default();
        every_block(resolved, blocks, &mut |block| ids.reserve(block.id.as_str()));
        resolved.notes.iter().for_each(|note| ids.reserve(note.id.as_str()));
        let note_marks = resolved.notes.iter().map(|note| ids.unique(&format!("{}-mark", note.id))).collect();
        let titled = files.iter().any(|file| file.kind == FileKind::TitlePage);
        let pages = PageMarks::new(layout, titled, &mut ids);
        let headings = |wanted| blocks.iter().filter_map(heading_level).filter(|&level| level == wanted).count();
        let mut book = Self {
            resolved,
            blocks,
            sheet,
            title,
            chapter_level: (1..=split_level).find(|&level| headings(level) > 1),
            direction: language::direction(resolved.metadata.language()),
            files,
            front_contents,
            pages,
            pictures,
            note_marks,
            homes: Homes::default(),
            ranks: ranks(blocks),
        };
        book.homes = Homes::find(&mut book);
        book
    }

    /// The address of a block, seen from a file; `None` where no file holds it.
    pub(super) fn href(&self, from: &str, id: &BlockId) -> Option<String> {
        let home = self.homes.of(id)?;
        self.files.get(home).map(|file| address(from, &file.path, id.as_str()))
    }

    /// The file that holds a block.
    pub(super) fn home(&self, id: &BlockId) -> Option<&File> {
        self.homes.of(id).and_then(|home| self.files.get(home))
    }

    /// The address of the mark that first refers to a note, seen from a file.
    pub(super) fn mark_href(&self, from: &str, note: usize) -> Option<String> {
        let file = self.files.get(self.homes.of_mark(note)?)?;
        Some(address(from, &file.path, self.note_marks.get(note)?))
    }

    /// The level at which a heading is marked up: levels that the author skips are closed up, so that no heading is more
    /// than one deeper than the one above it (WCAG 2.2 technique H42).
    pub(super) fn rank(&self, id: &BlockId, level: u8) -> u8 {
        self.ranks.get(id).copied().unwrap_or(level).clamp(1, 6)
    }

    /// The level of the heading of a file's notes: below the file's own, or that of a chapter.
    pub(super) fn rank_of_notes(&self, file: &File) -> u8 {
        let FileKind::Text(part) = &file.kind else { return 1 };
        let blocks = self.blocks.get(part.blocks.clone()).unwrap_or_default();
        let heading = blocks.iter().find_map(|block| Some(self.rank(&block.id, heading_level(block)?)));
        heading.map_or(2, |rank| (rank + 1).min(6))
    }

    /// The pages of the PDF edition: label, path of the file and id of the mark.
    pub(super) fn page_targets(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let title = self.files.iter().find(|file| file.kind == FileKind::TitlePage);
        let title = title.zip(self.pages.title.as_ref());
        let others = self.pages.iter().filter_map(|(block, mark)| Some((self.home(block)?, mark)));
        title.into_iter().chain(others).map(|(file, mark)| (mark.label.as_str(), file.path.as_str(), mark.id.as_str()))
    }

    /// A word of the document's language.
    pub(super) fn term(&self, term: Term) -> &'static str {
        self.resolved.terms.get(term)
    }

    /// Whether the navigation document is part of the text.
    pub(super) fn navigation_in_text(&self) -> bool {
        self.files.iter().any(|file| file.kind == FileKind::Navigation)
    }
}

/// An address seen from a file; paths have at most one folder.
pub(super) fn address(from: &str, path: &str, id: &str) -> String {
    let up = if from.contains('/') { "../" } else { "" };
    let file = match (from.rsplit_once('/'), path.rsplit_once('/')) {
        _ if from == path => String::new(),
        (Some((a, _)), Some((b, name))) if a == b => name.to_owned(),
        _ => format!("{up}{path}"),
    };
    if id.is_empty() { file } else { format!("{file}#{id}") }
}

/// Calls `f` on every block of the document: abstract, body, notes.
pub(super) fn every_block<'a>(resolved: &'a Resolved, blocks: &'a [Block], f: &mut impl FnMut(&'a Block)) {
    visit_blocks(&resolved.metadata.abstract_, f);
    visit_blocks(blocks, f);
    resolved.notes.iter().for_each(|note| visit_blocks(&note.blocks, f));
}

/// What the book is called; a package must be called something.
fn title(resolved: &Resolved) -> String {
    let title = resolved.display_title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() { "Untitled".to_owned() } else { title }
}

/// How many of the first blocks only ask for contents and lists; zero if there are none that do.
fn front_contents(blocks: &[Block]) -> usize {
    let front =
        blocks.iter().take_while(|block| matches!(block.kind, BlockKind::Contents(_) | BlockKind::PageBreak)).count();
    let asks = |block: &&Block| matches!(block.kind, BlockKind::Contents(_));
    if blocks.iter().take(front).any(|block| asks(&block)) { front } else { 0 }
}

fn files(resolved: &Resolved, blocks: &[Block], sheet: &StyleSheet, title: &str, front: usize) -> (Vec<File>, u8) {
    let mut names = Names::default();
    let mut files = Vec::new();
    let mut add = |title: &str, kind, name: &str| {
        let path = format!("text/{}.xhtml", names.unique(name));
        files.push(File { path, title: title.to_owned(), kind, notes: Vec::new() });
    };
    if !resolved.metadata.title.is_empty() {
        add(title, FileKind::TitlePage, "title-page");
    }
    let body = blocks.get(front..).unwrap_or_default();
    let (parts, level) = split(body, sheet.document.epub_split_level);
    let mut chapter = title.to_owned();
    for part in parts {
        let heading = body.get(part.blocks.clone()).unwrap_or_default().iter().find(|b| heading_level(b).is_some());
        if let Some(BlockKind::Heading { content, .. }) = heading.map(|block| &block.kind) {
            let text = plain_text(content);
            chapter = if text.trim().is_empty() { title.to_owned() } else { text };
        }
        let name = ascii_name(&chapter, "chapter");
        let blocks = part.blocks.start + front..part.blocks.end + front;
        add(&chapter, FileKind::Text(Part { blocks, ..part }), &name);
    }
    if files.is_empty() {
        // A package needs a spine (EPUB 3.3 §5.7).
        let part = Part { blocks: front..front, continued: false };
        let path = format!("text/{}.xhtml", names.unique(&ascii_name(title, "document")));
        files.push(File { path, title: title.to_owned(), kind: FileKind::Text(part), notes: Vec::new() });
    }
    if sheet.document.epub_notes == EpubNotes::Book && !resolved.notes.is_empty() {
        let title = resolved.terms.get(Term::Notes).to_owned();
        let path = format!("text/{}.xhtml", names.unique("notes"));
        files.push(File { path, title, kind: FileKind::Notes, notes: Vec::new() });
    }
    if front > 0 {
        let at = usize::from(files.first().is_some_and(|file| file.kind == FileKind::TitlePage));
        let title = resolved.terms.get(Term::Contents).to_owned();
        let file = File { path: NAVIGATION.into(), title, kind: FileKind::Navigation, notes: Vec::new() };
        files.insert(at, file);
    }
    (files, level)
}

fn ranks(blocks: &[Block]) -> HashMap<&BlockId, u8> {
    let mut ranks = HashMap::new();
    let mut open: Vec<u8> = Vec::new();
    visit_blocks(blocks, &mut |block| {
        if let Some(level) = heading_level(block) {
            open.retain(|&l| l < level);
            open.push(level);
            ranks.insert(&block.id, u8::try_from(open.len()).unwrap_or(6));
        }
    });
    ranks
}
