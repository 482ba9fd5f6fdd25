//! Navigation: contents, lists of figures and tables, landmarks and pages (EPUB 3.3 §7), and the NCX for older readers.

use super::book::{Book, FileKind, NAVIGATION, address};
use super::xhtml::{self, sections};
use super::xml::{close, element, tag};
use crate::model::{Block, BlockId, BlockKind, Caption, ContentsKind, plain_text, visit_blocks};
use crate::resolve::{LabelKind, Term};

/// A line of a list that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What is shown; never empty.
    pub(super) text: String,
    /// Path of the file and id of the element in it; the id is empty for the file as a whole.
    pub(super) target: (String, String),
    /// The block it leads to.
    pub(super) id: Option<BlockId>,
    /// Entries one level below it.
    pub(super) children: Vec<Entry>,
}

/// The contents, as deep as the style goes; one entry with the title where there are no headings.
pub(super) fn contents(book: &Book<'_>) -> Vec<Entry> {
    let metadata = &book.resolved.metadata;
    let depth = metadata.toc_depth.unwrap_or(book.sheet.document.toc_depth).clamp(1, 6);
    let mut roots: Vec<Entry> = Vec::new();
    // Entries whose children may still come, with their ranks.
    let mut open: Vec<(u8, Entry)> = Vec::new();
    for heading in &book.resolved.contents {
        let rank = book.rank(&heading.id, heading.level);
        let Some(home) = book.home(&heading.id).filter(|_| rank <= depth) else { continue };
        let text = match (&heading.number, heading.text.trim()) {
            (Some(number), text) => format!("{number} {text}").trim().to_owned(),
            (None, "") => "…".to_owned(),
            (None, text) => text.to_owned(),
        };
        settle(&mut open, &mut roots, rank);
        let target = (home.path.clone(), heading.id.to_string());
        open.push((rank, Entry { text, target, id: Some(heading.id.clone()), children: Vec::new() }));
    }
    settle(&mut open, &mut roots, 0);
    if roots.is_empty() {
        let file = book.files.iter().find(|file| matches!(file.kind, FileKind::Text(_)));
        let target = (file.map_or_else(String::new, |file| file.path.clone()), String::new());
        roots.push(Entry { text: book.title.clone(), target, id: None, children: Vec::new() });
    }
    // The notes of the whole book are a file that no heading of the text leads to.
    if let Some(file) = book.files.iter().find(|file| file.kind == FileKind::Notes) {
        let target = (file.path.clone(), String::new());
        roots.push(Entry { text: file.title.clone(), target, id: None, children: Vec::new() });
    }
    roots
}

/// Moves the open entries of that rank and below into their parents.
fn settle(open: &mut Vec<(u8, Entry)>, roots: &mut Vec<Entry>, rank: u8) {
    while let Some((_, entry)) = open.pop_if(|(open, _)| *open >= rank) {
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(entry),
            None => roots.push(entry),
        }
    }
}

/// Figures or tables with captions, in order.
fn captioned(book: &Book<'_>, wanted: LabelKind) -> Vec<Entry> {
    let mut entries = Vec::new();
    visit_blocks(book.blocks, &mut |block: &Block| {
        let (kind, caption): (_, Option<&Caption>) = match &block.kind {
            BlockKind::Figure(figure) => (LabelKind::Figure, figure.caption.as_ref()),
            BlockKind::Table(table) => (LabelKind::Table, table.caption.as_ref()),
            _ => return,
        };
        let (Some(caption), Some(home)) = (caption, book.home(&block.id)) else { return };
        if kind != wanted {
            return;
        }
        let label = book.resolved.label(&block.id).map_or("", |label| label.text.as_str());
        let text = format!("{label} {}", plain_text(&caption.content)).trim().to_owned();
        let text = if text.is_empty() { "…".to_owned() } else { text };
        let target = (home.path.clone(), block.id.to_string());
        entries.push(Entry { text, target, id: Some(block.id.clone()), children: Vec::new() });
    });
    entries
}

/// What a list is called, what the vocabulary calls it, and what it lists.
fn list(book: &Book<'_>, kind: ContentsKind) -> (&'static str, &'static str, Vec<Entry>) {
    match kind {
        ContentsKind::Headings => (book.term(Term::Contents), "toc", contents(book)),
        ContentsKind::Figures => (book.term(Term::ListOfFigures), "loi", captioned(book, LabelKind::Figure)),
        ContentsKind::Tables => (book.term(Term::ListOfTables), "lot", captioned(book, LabelKind::Table)),
    }
}

/// A list that stands in the text.
pub(super) fn write_list_in_text(out: &mut String, book: &Book<'_>, from: &str, id: &BlockId, kind: ContentsKind) {
    let (title, _, entries) = list(book, kind);
    tag(out, "nav").attr("id", id.as_str()).attr("class", "contents").attr("aria-label", title).open();
    tag(out, "p").attr("class", "contents-title").text("p", title);
    out.push('\n');
    write_entries(out, from, &entries, kind, 1);
    close(out, "nav");
    out.push('\n');
}

fn write_entries(out: &mut String, from: &str, entries: &[Entry], kind: ContentsKind, level: u8) {
    if entries.is_empty() {
        return;
    }
    // The style's levels are those of headings.
    let class = (kind == ContentsKind::Headings).then(|| format!("contents-{}", level.min(6)));
    tag(out, "ol").maybe("class", class.as_deref()).open();
    out.push('\n');
    for entry in entries {
        out.push_str("<li>");
        tag(out, "a").attr("href", &address(from, &entry.target.0, &entry.target.1)).text("a", &entry.text);
        if !entry.children.is_empty() {
            out.push('\n');
            write_entries(out, from, &entry.children, kind, level + 1);
        }
        close(out, "li");
        out.push('\n');
    }
    close(out, "ol");
    out.push('\n');
}

/// The navigation document.
pub(super) fn navigation(book: &Book<'_>) -> String {
    let mut out = String::new();
    write_nav(&mut out, book, ContentsKind::Headings, "h1");
    write_nav(&mut out, book, ContentsKind::Figures, "h2");
    write_nav(&mut out, book, ContentsKind::Tables, "h2");
    landmarks(&mut out, book);
    page_list(&mut out, book);
    xhtml::document(book, NAVIGATION, book.term(Term::Contents), "frontmatter", &out)
}

fn write_nav(out: &mut String, book: &Book<'_>, kind: ContentsKind, heading: &str) {
    let (title, name, entries) = list(book, kind);
    let block = book.blocks.iter().take(book.front_contents).find(|b| b.kind == BlockKind::Contents(kind));
    if entries.is_empty() {
        return;
    }
    // Reading systems offer every list; those that the author did not ask for are not shown in the text.
    let metadata = &book.resolved.metadata;
    let shown = block.is_some()
        || match kind {
            ContentsKind::Headings => true,
            ContentsKind::Figures => metadata.list_of_figures,
            ContentsKind::Tables => metadata.list_of_tables,
        };
    tag(out, "nav")
        .maybe("hidden", (!shown).then_some("hidden"))
        .attr("epub:type", name)
        .maybe("role", (kind == ContentsKind::Headings).then_some("doc-toc"))
        .attr("id", block.map_or(name, |block| block.id.as_str()))
        .attr("class", "contents")
        .attr("aria-label", title)
        .open();
    out.push('\n');
    tag(out, heading).attr("class", "contents-title").text(heading, title);
    out.push('\n');
    write_entries(out, NAVIGATION, &entries, kind, 1);
    close(out, "nav");
    out.push('\n');
}

fn landmarks(out: &mut String, book: &Book<'_>) {
    tag(out, "nav").attr("epub:type", "landmarks").attr("hidden", "hidden").open();
    out.push_str("\n<ol>\n");
    let mut landmark = |kind: &str, path: &str, title: &str| {
        out.push_str("<li>");
        tag(out, "a").attr("epub:type", kind).attr("href", path).text("a", title);
        out.push_str("</li>\n");
    };
    if let Some(file) = book.files.iter().find(|file| file.kind == FileKind::TitlePage) {
        landmark("titlepage", &file.path, book.term(Term::TitlePage));
    }
    // Landmarks lead to what is read, as everything here does (EPUB 3.3 §7.4.3).
    if book.navigation_in_text() {
        landmark("toc", &format!("{NAVIGATION}#{}", contents_id(book)), book.term(Term::Contents));
    }
    // The first file of each kind; where the body begins, readers begin.
    let mut known = vec!["chapter", "part"];
    let mut begun = false;
    for file in &book.files {
        if !begun && matches!(file.kind, FileKind::Text(_)) && sections::matter(book, file) == "bodymatter" {
            begun = true;
            landmark("bodymatter", &file.path, &file.title);
        }
        let kind = match &file.kind {
            FileKind::Notes => Some("endnotes"),
            FileKind::Text(_) => sections::kind_of_file(book, file),
            FileKind::TitlePage | FileKind::Navigation => None,
        };
        if let Some(kind) = kind.filter(|kind| !known.contains(kind)) {
            known.push(kind);
            landmark(kind, &file.path, &file.title);
        }
    }
    out.push_str("</ol>\n</nav>\n");
}

fn contents_id<'a>(book: &'a Book<'_>) -> &'a str {
    let front = book.blocks.iter().take(book.front_contents);
    front
        .into_iter()
        .find(|block| block.kind == BlockKind::Contents(ContentsKind::Headings))
        .map_or("toc", |block| block.id.as_str())
}

/// The pages of the PDF edition (EPUB 3.3 §7.4.4).
fn page_list(out: &mut String, book: &Book<'_>) {
    let pages: Vec<_> = book.page_targets().collect();
    if pages.is_empty() {
        return;
    }
    tag(out, "nav")
        .attr("epub:type", "page-list")
        .attr("role", "doc-pagelist")
        .attr("aria-label", book.term(Term::Page))
        .attr("hidden", "hidden")
        .open();
    out.push_str("\n<ol>\n");
    for (label, path, id) in pages {
        out.push_str("<li>");
        tag(out, "a").attr("href", &address(NAVIGATION, path, id)).text("a", label);
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</nav>\n");
}

/// The NCX (OPF 2.0.1 §2.4.1), which EPUB 3 readers ignore.
pub(super) fn ncx(book: &Book<'_>, identifier: &str) -> String {
    let entries = contents(book);
    // The navigation document is not for readers that need the NCX.
    let pages: Vec<_> = book.page_targets().filter(|(_, path, _)| *path != NAVIGATION).collect();
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    tag(&mut out, "ncx")
        .attr("xmlns", "http://www.daisy.org/z3986/2005/ncx/")
        .attr("version", "2005-1")
        .attr("xml:lang", book.resolved.metadata.language())
        .open();
    out.push_str("\n<head>\n");
    let numbers = pages.iter().filter_map(|(label, _, _)| label.parse::<u32>().ok()).max().unwrap_or(0);
    for (name, content) in [
        ("dtb:uid", identifier.to_owned()),
        ("dtb:depth", depth(&entries).to_string()),
        ("dtb:totalPageCount", pages.len().to_string()),
        ("dtb:maxPageNumber", numbers.to_string()),
    ] {
        tag(&mut out, "meta").attr("name", name).attr("content", &content).empty();
        out.push('\n');
    }
    out.push_str("</head>\n");
    label(&mut out, "docTitle", &book.title);
    out.push_str("<navMap>\n");
    let mut order = 0;
    nav_points(&mut out, &entries, &mut order);
    out.push_str("</navMap>\n");
    if !pages.is_empty() {
        out.push_str("<pageList>\n");
        label(&mut out, "navLabel", book.term(Term::Page));
        for (text, path, id) in pages {
            order += 1;
            let number = text.parse::<u32>().ok();
            tag(&mut out, "pageTarget")
                .attr("id", &format!("p{order}"))
                .attr("type", if number.is_some() { "normal" } else { "front" })
                .maybe("value", number.map(|n| n.to_string()).as_deref())
                .attr("playOrder", &order.to_string())
                .open();
            label(&mut out, "navLabel", text);
            tag(&mut out, "content").attr("src", &address(NAVIGATION, path, id)).empty();
            out.push_str("</pageTarget>\n");
        }
        out.push_str("</pageList>\n");
    }
    out.push_str("</ncx>\n");
    out
}

fn label(out: &mut String, name: &str, text: &str) {
    tag(out, name).open();
    element(out, "text", text);
    close(out, name);
}

fn nav_points(out: &mut String, entries: &[Entry], order: &mut usize) {
    for entry in entries {
        *order += 1;
        tag(out, "navPoint").attr("id", &format!("n{order}")).attr("playOrder", &order.to_string()).open();
        label(out, "navLabel", &entry.text);
        tag(out, "content").attr("src", &address(NAVIGATION, &entry.target.0, &entry.target.1)).empty();
        out.push('\n');
        nav_points(out, &entry.children, order);
        out.push_str("</navPoint>\n");
    }
}

fn depth(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| 1 + depth(&entry.children)).max().unwrap_or(0)
}
