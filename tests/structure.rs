//! The structure tree of a PDF as Poppler reads it, against the model: the same kinds, in the same order, inside one another in
//! the same way.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use trefoil::model::{Block, BlockKind, Figure, Inline, InlineKind, Row, RowGroup};
use trefoil::resolve::{self, Picture, Resolved};
use trefoil::style::StyleSheet;
use trefoil::text::FontLibrary;
use trefoil::{layout, markdown, model, pdf, source};

/// An element: how many of those here it is in, its kind, and the block's id where it has one.
type Element = (usize, String, String);

/// What the model says that the tree must hold.
#[derive(Default)]
struct Expected<'a> {
    resolved: Option<&'a Resolved>,
    elements: Vec<Element>,
    /// Levels of headings that are open; none is skipped (ISO 14289-1 §7.4.2).
    levels: Vec<u8>,
}

impl Expected<'_> {
    fn add(&mut self, depth: usize, kind: &str, id: &str) {
        self.elements.push((depth, kind.to_owned(), id.to_owned()));
    }

    fn blocks(&mut self, blocks: &[Block], depth: usize) {
        for block in blocks {
            let id = block.id.as_str();
            match &block.kind {
                BlockKind::Heading { level, .. } => {
                    self.levels.retain(|above| above < level);
                    self.levels.push(*level);
                    let level = self.levels.len();
                    self.add(depth, &format!("H{level}"), id);
                }
                BlockKind::Paragraph(content) if shows(content) => self.add(depth, "P", id),
                BlockKind::Quote(blocks) => self.group(depth, "BlockQuote", id, blocks),
                BlockKind::Callout { blocks, .. } => self.group(depth, "Sect", id, blocks),
                BlockKind::Container(blocks) if !blocks.is_empty() => self.group(depth, "Div", id, blocks),
                BlockKind::List(list) => {
                    self.add(depth, "L", id);
                    list.items.iter().for_each(|item| self.group(depth + 1, "LI", "", &item.blocks));
                }
                BlockKind::Definitions(items) => {
                    self.add(depth, "L", id);
                    for item in items {
                        self.add(depth + 1, "LI", "");
                        item.definitions.iter().for_each(|blocks| self.blocks(blocks, depth + 2));
                    }
                }
                BlockKind::Code(_) | BlockKind::Raw { .. } => self.add(depth, "Code", id),
                BlockKind::Math(_) => self.add(depth, "Formula", id),
                BlockKind::Table(table) => {
                    self.add(depth, "Table", id);
                    for (group, rows) in table.groups() {
                        self.rows(rows, depth + 1, group);
                    }
                }
                BlockKind::Figure(figure) if self.is_missing(figure) => self.add(depth, "Div", id),
                BlockKind::Figure(figure) if !figure.is_decorative() => self.add(depth, "Figure", id),
                BlockKind::Contents(_) => self.add(depth, "TOC", id),
                BlockKind::Paragraph(_)
                | BlockKind::Container(_)
                | BlockKind::Figure(_)
                | BlockKind::ThematicBreak
                | BlockKind::PageBreak => {}
            }
        }
    }

    /// A frame stands in place of pictures that cannot be shown.
    fn is_missing(&self, figure: &Figure) -> bool {
        let missing =
            |resolved: &Resolved| figure.images.iter().all(|image| *resolved.picture(image) == Picture::Missing);
        self.resolved.is_some_and(missing)
    }

    fn group(&mut self, depth: usize, kind: &str, id: &str, blocks: &[Block]) {
        self.add(depth, kind, id);
        self.blocks(blocks, depth + 1);
    }

    fn rows(&mut self, rows: &[Row], depth: usize, group: RowGroup) {
        let head = group == RowGroup::Head;
        if !rows.is_empty() {
            let kind = match group {
                RowGroup::Head => "THead",
                RowGroup::Body => "TBody",
                RowGroup::Foot => "TFoot",
            };
            self.add(depth, kind, "");
        }
        for row in rows {
            self.add(depth + 1, "TR", "");
            for cell in &row.cells {
                self.group(depth + 2, if head || cell.heads_row { "TH" } else { "TD" }, "", &cell.blocks);
            }
        }
    }
}

/// Whether a paragraph has anything on the page: anchors and comments have not.
fn shows(content: &[Inline]) -> bool {
    content.iter().any(|inline| match &inline.kind {
        InlineKind::Text(text) => !text.trim().is_empty(),
        InlineKind::Span { content, .. } => shows(content),
        InlineKind::Link(link) => shows(&link.content),
        InlineKind::Image(image) => !image.alt.is_empty(),
        _ => true,
    })
}

/// What Poppler says of the tree.
fn shown(pdf: &Path) -> Option<String> {
    let output = Command::new("pdfinfo").arg("-struct").arg(pdf).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// An element as Poppler shows it on a line.
struct Shown<'a> {
    indent: usize,
    kind: &'a str,
    /// Its id; what is not ASCII is UTF-16, of which Poppler prints the bytes, ends of lines among them, so that its end may
    /// be missing.
    id: Option<&'a str>,
    is_block: bool,
}

/// The elements of the tree. A note hides what is in it, which stands where its mark is.
fn elements(shown: &str) -> impl Iterator<Item = Shown<'_>> {
    let mut note: Option<usize> = None;
    shown.lines().skip(1).filter_map(move |line| {
        let indent = line.len() - line.trim_start().len();
        let mut words = line.trim_start().trim_end_matches(':').split(' ');
        let kind = words.next().unwrap_or("");
        if !kind.starts_with(|c: char| c.is_ascii_uppercase()) || kind == "Object" {
            return None;
        }
        if note.is_some_and(|note| indent > note) {
            return None;
        }
        note = (kind == "Note").then_some(indent);
        let id = words.next().and_then(|word| word.strip_prefix('<'));
        Some(Shown { indent, kind, id, is_block: line.trim_end().ends_with("(block)") })
    })
}

/// The elements that Poppler shows, without those that no block is, parts of lines, labels and captions; and the number of
/// notes.
fn found_blocks(shown: &str) -> (Vec<Element>, usize) {
    let mut found = Vec::new();
    // The indents of the elements here that are open.
    let mut open: Vec<usize> = Vec::new();
    let mut notes = 0;
    for Shown { indent, kind, id, .. } in elements(shown) {
        notes += usize::from(kind == "Note");
        let id = id.map_or("", |id| id.strip_suffix('>').unwrap_or("\u{FFFD}"));
        let structural = matches!(kind, "LI" | "THead" | "TBody" | "TFoot" | "TR" | "TH" | "TD" | "TOC");
        if kind == "Note" || (id.is_empty() && !structural) {
            continue;
        }
        open.retain(|&above| above < indent);
        found.push((open.len(), kind.to_owned(), id.to_owned()));
        open.push(indent);
    }
    (found, notes)
}

/// What stands in the lines of a paragraph or heading and is more than a stretch of text.
type Inlines = Vec<(String, Vec<&'static str>)>;

/// The kinds that are looked for; a note's mark has a link in it, which is not counted.
const INLINE: [&str; 6] = ["Link", "Code", "Formula", "Figure", "Reference", "Ruby"];

fn wanted_inlines(resolved: &Resolved) -> Inlines {
    let mut out = Vec::new();
    let mut add = |block: &Block| {
        let (BlockKind::Paragraph(content) | BlockKind::Heading { content, .. }) = &block.kind else { return };
        let mut kinds = Vec::new();
        model::visit_inlines(content, &mut |inline| kinds.extend(inline_kind(resolved, inline)));
        if block.id.as_str().chars().all(|c| c.is_ascii_graphic()) && !kinds.is_empty() {
            out.push((block.id.as_str().to_owned(), kinds));
        }
    };
    model::visit_blocks(&resolved.metadata.abstract_, &mut add);
    model::visit_blocks(&resolved.blocks, &mut add);
    out.sort();
    out
}

/// What a part of a line is in the tree, if it is more than text.
fn inline_kind(resolved: &Resolved, inline: &Inline) -> Option<&'static str> {
    match &inline.kind {
        InlineKind::Code { .. } => Some("Code"),
        InlineKind::Math(_) => Some("Formula"),
        InlineKind::Link(link) => {
            (*resolved.destination(link) != resolve::Destination::None && shows(&link.content)).then_some("Link")
        }
        InlineKind::Image(image) => (!image.alt.trim().is_empty()).then_some("Figure"),
        InlineKind::NoteReference(reference) => {
            matches!(resolved.note_number(reference), resolve::NoteNumber::Number { .. }).then_some("Reference")
        }
        InlineKind::CrossReference(reference) => resolved.reference(reference).target.is_some().then_some("Link"),
        // What is longer has to be broken between lines, and has its annotation in parentheses.
        InlineKind::Ruby(ruby) => (ruby.base.chars().count() <= 16).then_some("Ruby"),
        InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Strikethrough(_)
        | InlineKind::Superscript(_)
        | InlineKind::Subscript(_)
        | InlineKind::SmallCaps(_)
        | InlineKind::Span { .. }
        | InlineKind::Insertion(_)
        | InlineKind::Deletion(_)
        | InlineKind::Comment(_)
        | InlineKind::Text(_)
        | InlineKind::Citation(_)
        | InlineKind::LineBreak
        | InlineKind::SoftBreak
        | InlineKind::IndexMark(_) => None,
    }
}

fn found_inlines(shown: &str) -> Inlines {
    let mut out: Inlines = Vec::new();
    // The block that is open, if what is in it counts, and the mark of a note.
    let (mut block, mut mark): (Option<(usize, String)>, Option<usize>) = (None, None);
    for Shown { indent, kind, id, is_block } in elements(shown) {
        mark = mark.filter(|&mark| indent > mark);
        block = block.filter(|(open, _)| indent > *open);
        if is_block {
            let id = id.and_then(|id| id.strip_suffix('>'));
            block = id.filter(|_| kind == "P" || kind.starts_with('H')).map(|id| (indent, id.to_owned()));
            continue;
        }
        if let Some(kind) = INLINE.iter().find(|known| **known == kind)
            && let (Some((_, id)), None) = (&block, mark)
        {
            match out.iter_mut().find(|(known, _)| known == id) {
                Some((_, kinds)) => kinds.push(kind),
                None => out.push((id.clone(), vec![kind])),
            }
            mark = (*kind == "Reference").then_some(indent);
        }
    }
    out.retain(|(id, _)| id.chars().all(|c| c.is_ascii_graphic()));
    out.sort();
    out
}

fn resolved(path: &Path, style: &str) -> (Resolved, StyleSheet) {
    let (project, _) = source::open(Some(path), Path::new(".")).unwrap();
    let (document, _) = markdown::read(&project);
    let sheet = StyleSheet::bundled(style).unwrap();
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    (resolved, sheet)
}

fn sources() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources: Vec<PathBuf> =
        ["tests/data/every-node.md", "source/briefing", "source/handbook"].map(|path| root.join(path)).into();
    if let Some(corpus) = std::env::var_os("TREFOIL_CORPUS") {
        let files = Path::new(&corpus).read_dir().into_iter().flatten().flatten().map(|entry| entry.path());
        sources
            .extend(files.filter(|file| file.extension().is_some_and(|e| e == "md") && !file.ends_with("MANIFEST.md")));
    }
    sources
}

#[test]
fn poppler_reads_the_tree_of_the_model() {
    let folder = tempfile::tempdir().unwrap();
    for source in sources() {
        let (resolved, sheet) = resolved(&source, "article");
        let library = FontLibrary::bundled();
        let (pages, _) = layout::layout(&resolved, &sheet, &library);
        let path = folder.path().join("a.pdf");
        let (bytes, _) = pdf::write(&resolved, &sheet, &pages, &library, pdf::PdfVersion::default()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        let Some(shown) = shown(&path) else { return };
        let (found, notes) = found_blocks(&shown);
        let mut expected = Expected { resolved: Some(&resolved), ..Expected::default() };
        expected.blocks(&resolved.metadata.abstract_, 1);
        if !expected.elements.is_empty() {
            expected.elements.iter_mut().for_each(|element| element.0 -= 1);
        }
        expected.blocks(&resolved.blocks, 0);
        // Poppler cannot print what is not ASCII.
        let plain = |(depth, kind, id): &Element| {
            (*depth, kind.clone(), id.chars().all(|c| c.is_ascii_graphic()).then(|| id.clone()))
        };
        let wanted: Vec<_> = expected.elements.iter().map(plain).collect();
        let found: Vec<_> = found.iter().map(plain).collect();
        let at = wanted.iter().zip(&found).position(|(a, b)| a != b);
        let around = |list: &[(usize, String, Option<String>)]| {
            at.map(|at| list[at.saturating_sub(2)..list.len().min(at + 4)].to_vec())
        };
        assert!(
            at.is_none() && wanted.len() == found.len(),
            "{source:?}, element {at:?}: the model has {:?}, Poppler {:?} ({} and {})",
            around(&wanted),
            around(&found),
            wanted.len(),
            found.len()
        );
        assert_eq!(notes, resolved.notes.len(), "{source:?}: notes");
        let (wanted, found) = (wanted_inlines(&resolved), found_inlines(&shown));
        assert!(!wanted.is_empty() || !source.starts_with(env!("CARGO_MANIFEST_DIR")), "{source:?}");
        let lost: Vec<_> = wanted.iter().filter(|block| !found.contains(block)).take(3).collect();
        let strange: Vec<_> = found.iter().filter(|block| !wanted.contains(block)).take(3).collect();
        assert!(lost.is_empty() && strange.is_empty(), "{source:?}: {lost:?} are {strange:?}");
    }
}
