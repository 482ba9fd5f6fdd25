//! Whole books, taken apart again.

mod matter;
mod notes;
mod pieces;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::write;
use crate::diagnostic::Span;
use crate::layout::{Layout, Page, SourcePoint};
use crate::model::*;
use crate::resolve::{Resolved, resolve};
use crate::source::Files;
use crate::style::StyleSheet;
use crate::text::FontLibrary;

fn inline(kind: InlineKind) -> Inline {
    Inline { span: Span::default(), kind }
}

fn text(text: &str) -> Inline {
    inline(InlineKind::Text(text.into()))
}

fn block(id: &str, kind: BlockKind) -> Block {
    Block { id: BlockId::new(id), span: Span::default(), attributes: Attributes::default(), kind }
}

fn paragraph(id: &str, content: &str) -> Block {
    block(id, BlockKind::Paragraph(vec![text(content)]))
}

fn heading(id: &str, level: u8, content: &str) -> Block {
    block(id, BlockKind::Heading { level, content: vec![text(content)] })
}

fn note_reference(label: &str) -> Inline {
    inline(InlineKind::NoteReference(NoteReference { label: label.into(), ..NoteReference::default() }))
}

fn link(target: &str, content: Vec<Inline>) -> Inline {
    inline(InlineKind::Link(Link { target: target.into(), content, title: "A \"title\"".into(), ..Link::default() }))
}

fn note(label: &str, blocks: Vec<Block>) -> Note {
    Note { id: BlockId::new(&format!("note-{label}")), label: label.into(), span: Span::default(), blocks }
}

fn sheet(name: &str) -> StyleSheet {
    StyleSheet::bundled(name).unwrap()
}

fn resolved(document: Document, sheet: &StyleSheet) -> Resolved {
    resolve(document, sheet, &Files::default()).0
}

fn page(label: &str, block: &str, offset: usize) -> Page {
    let start = Some(SourcePoint { block: BlockId::new(block), offset });
    Page { label: label.into(), start, ..Page::default() }
}

/// The files of a book.
fn unpack(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        files.insert(file.name().to_owned(), String::from_utf8_lossy(&content).into_owned());
    }
    files
}

/// Writes the document and checks what holds of every book: each XML file is well-formed, no id occurs twice in a file, and
/// each address leads to a file and an element of the book.
#[track_caller]
fn book(document: Document, layout: Option<&Layout>) -> BTreeMap<String, String> {
    book_in(&sheet("book"), document, layout)
}

/// The same in another style.
#[track_caller]
fn book_in(sheet: &StyleSheet, document: Document, layout: Option<&Layout>) -> BTreeMap<String, String> {
    let resolved = resolved(document, sheet);
    let bytes = write(&resolved, sheet, &FontLibrary::bundled(), layout).unwrap().0;
    if let Ok(path) = std::env::var("TREFOIL_DUMP") {
        std::fs::write(path, &bytes).unwrap();
    }
    let files = unpack(&bytes);
    let mut ids: BTreeSet<(String, String)> = BTreeSet::new();
    let mut addresses = Vec::new();
    for (name, content) in files.iter().filter(|(name, _)| name.ends_with("ml") || name.ends_with("opf")) {
        let mut reader = Reader::from_str(content);
        loop {
            match reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}\n{content}")) {
                Event::Eof => break,
                Event::Start(tag) | Event::Empty(tag) => {
                    for attribute in tag.attributes() {
                        let attribute = attribute.unwrap_or_else(|e| panic!("{name}: {e}"));
                        let value = String::from_utf8(attribute.value.to_vec()).unwrap();
                        match attribute.key.as_ref() {
                            b"id" => assert!(ids.insert((name.clone(), value.clone())), "{name}: {value} twice"),
                            b"href" | b"src" => addresses.push((name.clone(), value)),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
    }
    for (from, address) in addresses.into_iter().filter(|(_, address)| !address.contains(':')) {
        let (file, id) = address.split_once('#').unwrap_or((&address, ""));
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = match file.strip_prefix("../") {
            _ if file.is_empty() => from.clone(),
            Some(rest) => format!("OEBPS/{rest}"),
            None => format!("{folder}/{file}"),
        };
        assert!(files.contains_key(&file), "{from} leads to {file}");
        assert!(id.is_empty() || ids.contains(&(file.clone(), id.to_owned())), "{from} leads to {file}#{id}");
    }
    files
}

fn document(blocks: Vec<Block>) -> Document {
    Document { blocks, ..Document::default() }
}

fn everything() -> Document {
    let mut document = document(Vec::new());
    let metadata = &mut document.metadata;
    metadata.title = vec![text("A book of \"tests\" & <more>")];
    metadata.subtitle = vec![text("In one part")];
    metadata.people = vec![
        Person { name: "Herman Melville".into(), ..Person::default() },
        Person { name: "Eva Redakteurin".into(), role: Role::Editor, ..Person::default() },
    ];
    metadata.series = Some(("Tests".into(), Some("2".into())));
    metadata.identifier = Some("978-3-16-148410-0".into());
    metadata.date = Some(Date { text: "May 2026".into(), iso: Some((2026, Some(5), None)) });
    metadata.abstract_ = vec![paragraph("abstract", "What it is about.")];
    metadata.rights = Some("© 2026 & later".into());
    let item = |task, blocks| ListItem { span: Span::default(), task, blocks };
    let cell = |id: &str, text: &str| Cell {
        span: Span::default(),
        heads_row: false,
        column_span: 1,
        row_span: 1,
        alignment: None,
        blocks: if text.is_empty() { Vec::new() } else { vec![paragraph(id, text)] },
    };
    let row = |name: &str, first: &str| Row {
        span: Span::default(),
        cells: (0..6).map(|i| cell(&format!("{name}-{i}"), if i == 0 { first } else { "text" })).collect(),
    };
    let mut rows = vec![row("r1", "one"), row("r2", "two"), row("r3", "three")];
    rows[0].cells[0].heads_row = true;
    rows[1].cells[1].row_span = 9;
    rows[2].cells.pop();
    let caption = |content: &str| Some(Caption { content: vec![text(content)], ..Caption::default() });
    let math = |latex: &str| Math { latex: latex.into(), ..Math::default() };
    let span = |attributes, content: &str| inline(InlineKind::Span { attributes, content: vec![text(content)] });
    let class = |class: &str| Attributes { classes: vec![class.into()], ..Attributes::default() };
    let arabic = Attributes { pairs: vec![("lang".into(), "ar".into())], ..Attributes::default() };
    document.blocks = vec![
        paragraph("before", "Before all headings."),
        heading("same", 1, "Same title"),
        block(
            "p",
            BlockKind::Paragraph(vec![
                text("Hello "),
                inline(InlineKind::Emphasis(vec![text("brave")])),
                inline(InlineKind::SoftBreak),
                inline(InlineKind::Strong(vec![text("new world")])),
                note_reference("a"),
                note_reference("b"),
                note_reference("a"),
                note_reference("nowhere"),
                link("#größe", vec![text("inside"), note_reference("b")]),
                link("#nowhere", vec![text("dead")]),
                link("https://example.org/?a=b&c=d", vec![text("outside")]),
                inline(InlineKind::Code { text: "a < b && c".into(), attributes: Attributes::default() }),
                inline(InlineKind::Math(math("a<b^2"))),
                inline(InlineKind::Math(math("\\frac{"))),
                span(class("kbd"), "Ctrl"),
                span(arabic, "مرحبا"),
                inline(InlineKind::Ruby(Ruby { base: "漢字".into(), annotation: "か<ん>じ".into() })),
                inline(InlineKind::LineBreak),
                inline(InlineKind::IndexMark("term".into())),
            ]),
        ),
        paragraph("hebrew", "שלום hello"),
        block("quote", BlockKind::Quote(vec![paragraph("quoted", "Quoted.")])),
        block(
            "list",
            BlockKind::List(List {
                kind: ListKind::Ordered { start: 3, style: NumberStyle::LowerAlpha },
                tight: true,
                items: vec![item(Some(true), vec![paragraph("l1", "done")]), item(None, vec![paragraph("l2", "two")])],
            }),
        ),
        block(
            "code",
            BlockKind::Code(CodeBlock {
                language: Some("rust".into()),
                text: "fn main() {\n    print(\"<hi>\");\n}".into(),
                caption: caption("A listing"),
                first_line_number: Some(9),
                highlighted: vec![2],
            }),
        ),
        heading("größe", 1, "Same title"),
        heading("deep", 4, "A level skipped"),
        block(
            "table",
            BlockKind::Table(Table {
                caption: caption("A table"),
                columns: vec![Column { alignment: Some(Alignment::Right), width: Some(0.3) }; 6],
                head: vec![row("h", "")],
                body: rows,
                foot: Vec::new(),
            }),
        ),
        block("break", BlockKind::ThematicBreak),
        block("page", BlockKind::PageBreak),
        block("raw", BlockKind::Raw { format: "latex".into(), text: "\\foo{<>}".into() }),
        block("formula", BlockKind::Math(math("\\int_0^1 x\\,dx"))),
        block(
            "figure",
            BlockKind::Figure(Figure {
                images: vec![Image { target: "none.png".into(), alt: "Not there".into(), ..Image::default() }],
                caption: caption("A figure"),
            }),
        ),
        block("figures", BlockKind::Contents(ContentsKind::Figures)),
        heading("emoji", 1, "😀"),
        paragraph("last", "The end.\u{1}\u{FFFE}"),
    ];
    for kind in CalloutKind::ALL {
        let blocks = vec![paragraph(&format!("in-{}", kind.name()), "Careful with this.")];
        document.blocks.push(block(kind.name(), BlockKind::Callout { kind, title: None, blocks }));
    }
    document.notes = vec![
        note("a", vec![paragraph("na", "The first note.")]),
        note("b", vec![block("nb", BlockKind::ThematicBreak)]),
        note("unused", vec![paragraph("nu", "Nobody refers to it.")]),
    ];
    document
}

#[test]
fn a_book_of_everything_holds_together() {
    let layout = Layout {
        pages: vec![
            page("1", "before", 7),
            page("2", "p", 6),
            page("3", "code", 3),
            page("4", "r2-2", 2),
            page("5", "na", 4),
        ],
        ..Layout::default()
    };
    let files = book(everything(), Some(&layout));
    let chapter = &files["OEBPS/text/same-title.xhtml"];
    // The page begins inside the emphasis, not in front of it.
    let mark =
        |n| format!("<span id=\"page-{n}\" epub:type=\"pagebreak\" role=\"doc-pagebreak\" aria-label=\"{n}\"></span>");
    assert!(chapter.contains(&format!("Hello <em>{}brave</em>", mark(2))), "{chapter}");
    assert!(chapter.contains(&format!("The {}first note", mark(5))));
    assert!(files["OEBPS/text/same-title-2.xhtml"].contains(&format!("te{}xt</td>", mark(4))));
    // A note stands where it is first referred to, and its mark is no link inside a link.
    assert!(chapter.contains("role=\"doc-backlink\" href=\"#note-a-mark\""));
    assert_eq!(chapter.matches("epub:type=\"footnote\"").count(), 2);
    assert!(chapter.contains("[^nowhere]"));
    assert!(chapter.contains("<ruby>漢字<rt>か&lt;ん&gt;じ</rt></ruby>"));
    assert!(chapter.contains("inside</a><a class=\"note-reference\""));
    assert!(chapter.contains("<p id=\"hebrew\" dir=\"rtl\">"));
    // Skipped levels are closed up.
    assert!(files["OEBPS/text/same-title-2.xhtml"].contains("<h2 id=\"deep\" class=\"level-4\">"));
    assert!(files["OEBPS/text/chapter.xhtml"].contains("The end.</p>"));
    let package = &files["OEBPS/content.opf"];
    for expected in [
        "<dc:identifier id=\"id\">urn:isbn:9783161484100</dc:identifier>",
        "<meta refines=\"#m1\" property=\"title-type\">main</meta>",
        "scheme=\"marc:relators\">edt</meta>",
        ">Melville, Herman</meta>",
        "<dc:date>2026-05</dc:date>",
        "properties=\"mathml\"",
        "properties=\"cover-image\"",
        "<meta property=\"pageBreakSource\">urn:isbn:9783161484100</meta>",
        "pageBreakMarkers",
    ] {
        assert!(package.contains(expected), "{expected} in {package}");
    }
    // One formula cannot be read, so not everything can be had as MathML.
    assert!(!package.contains("dcterms:conformsTo"));
    assert!(files["OEBPS/nav.xhtml"].contains("epub:type=\"page-list\""));
}

#[test]
fn the_source_of_the_pages_is_named_without_an_identifier_too() {
    let mut document = everything();
    document.metadata.identifier = None;
    document.metadata.publisher = Some("Nantucket Press".into());
    let layout = Layout { pages: vec![page("1", "before", 0)], ..Layout::default() };
    let package = &book(document, Some(&layout))["OEBPS/content.opf"];
    let expected = "<meta property=\"pageBreakSource\">A book of “tests” &amp; &lt;more&gt;, Herman Melville, Nantucket Press, PDF edition</meta>";
    assert!(package.contains(expected), "{package}");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let sheet = sheet("article");
    let resolved = resolved(everything(), &sheet);
    let fonts = FontLibrary::bundled();
    let first = write(&resolved, &sheet, &fonts, None).unwrap().0;
    assert_eq!(first, write(&resolved, &sheet, &fonts, None).unwrap().0);
    // OCF §4.3: the media type stands at a fixed place in the file.
    assert_eq!(first.get(30..58), Some(b"mimetypeapplication/epub+zip".as_slice()));
}

#[test]
fn a_document_without_anything_is_a_book() {
    let files = book(Document::default(), None);
    assert!(files["OEBPS/nav.xhtml"].contains(">Untitled</a>"));
    assert!(!files["OEBPS/content.opf"].contains("cover-image"));
}

#[test]
fn a_document_without_headings_has_one_entry() {
    let mut document = document(vec![paragraph("p", "Only text.")]);
    document.metadata.title = vec![text("Loose & free")];
    let files = book(document, None);
    assert!(files["OEBPS/toc.ncx"].contains("Loose &amp; free"));
    assert_eq!(files["OEBPS/toc.ncx"].matches("<navPoint").count(), 1);
}

#[test]
fn thousands_of_nested_headings_are_no_trouble() {
    let blocks: Vec<Block> = (0..5_000_usize)
        .map(|i| heading(&format!("h{i}"), u8::try_from(i % 6 + 1).unwrap(), ["A/B", "“Q”", "<&>", ""][i % 4]))
        .collect();
    let files = book(document(blocks), None);
    let chapters = files.keys().filter(|name| name.starts_with("OEBPS/text/")).count();
    assert!(chapters > 800, "{chapters}");
}

#[test]
fn code_is_isolated_where_something_runs_from_right_to_left() {
    let chapter = |markdown: &str| {
        let files = book(crate::markdown::read_text(&format!("# a\n\n{markdown}")).0, None);
        files.into_iter().find(|(name, _)| name.starts_with("OEBPS/text/a")).unwrap().1
    };
    assert!(chapter("a `--option`").contains("<code>--option"));
    assert!(chapter("a `[רשימה]`").contains("<code dir=\"rtl\">[רשימה]"));
    let turned = chapter("שלום `--option` `[רשימה]`");
    assert!(turned.contains("<code dir=\"ltr\">--option") && turned.contains("<code dir=\"rtl\">[רשימה]"), "{turned}");
}
