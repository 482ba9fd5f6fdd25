//! A document with every kind of node, and what its package must hold.

mod tables;

use std::io::{Cursor, Read};

use crate::diagnostic::{Sources, Span};
use crate::model::*;
use crate::resolve::{Resolved, resolve};
use crate::source::Files;
use crate::style::StyleSheet;
use crate::text::FontLibrary;

fn inline(kind: InlineKind) -> Inline {
    Inline { span: Span::default(), kind }
}

fn text(text: &str) -> Vec<Inline> {
    vec![inline(InlineKind::Text(text.into()))]
}

struct Builder {
    count: u32,
}

impl Builder {
    fn block(&mut self, kind: BlockKind) -> Block {
        self.count += 1;
        let id = BlockId::new(&format!("b-{}", self.count));
        Block {
            id,
            span: Span { start: self.count, end: self.count + 1, ..Span::default() },
            attributes: Attributes::default(),
            kind,
        }
    }

    fn named(&mut self, id: &str, kind: BlockKind) -> Block {
        let mut block = self.block(kind);
        block.id = BlockId::new(id);
        block.attributes.id = Some(id.into());
        block
    }

    fn paragraph(&mut self, content: &str) -> Block {
        self.block(BlockKind::Paragraph(text(content)))
    }

    fn heading(&mut self, level: u8, title: &str) -> Block {
        self.named(&slug(title), BlockKind::Heading { level, content: text(title) })
    }

    fn list(&mut self, kind: ListKind, items: Vec<Vec<Block>>) -> Block {
        let items = items.into_iter().map(|blocks| ListItem { span: Span::default(), task: None, blocks }).collect();
        self.block(BlockKind::List(List { kind, tight: true, items }))
    }

    fn deep_list(&mut self, depth: usize) -> Block {
        let mut blocks = vec![self.paragraph(&format!("item at depth {depth}"))];
        if depth < 11 {
            blocks.push(self.deep_list(depth + 1));
        }
        let kind = if depth.is_multiple_of(2) {
            ListKind::Bullet
        } else {
            ListKind::Ordered { start: 3, style: NumberStyle::LowerRoman }
        };
        let last = vec![self.paragraph("and one more")];
        self.list(kind, vec![blocks, last])
    }

    fn cell(&mut self, content: &str, column_span: u32, row_span: u32) -> Cell {
        let blocks = if content.is_empty() { Vec::new() } else { vec![self.paragraph(content)] };
        Cell { span: Span::default(), heads_row: false, column_span, row_span, alignment: None, blocks }
    }

    fn table(&mut self) -> Block {
        let head = vec![self.cell("Name", 1, 1), self.cell("Meaning of the thing", 1, 1), self.cell("Count", 1, 1)];
        let first = vec![self.cell("tall", 1, 2), self.cell("wide", 2, 1)];
        let second = vec![self.cell("in the second row", 1, 1), self.cell("12", 1, 1)];
        let mut nested = self.cell("", 1, 1);
        nested.blocks = vec![self.paragraph("with a list:"), self.deep_list(9)];
        let row = |cells| Row { span: Span::default(), cells };
        let columns = [None, None, Some(Alignment::Right)].map(|alignment| Column { alignment, width: None }).to_vec();
        let caption = Some(Caption { span: Span::default(), content: text("Things & their counts") });
        let table = Table {
            caption,
            columns,
            head: vec![row(head)],
            body: vec![row(first), row(second), row(vec![nested])],
            foot: Vec::new(),
        };
        self.named("tbl:things", BlockKind::Table(table))
    }
}

fn everything() -> Document {
    let mut b = Builder { count: 0 };
    let span = |class: &str, lang: Option<&str>, content: Vec<Inline>| {
        let pairs = lang.map(|l| ("lang".to_owned(), l.to_owned())).into_iter().collect();
        inline(InlineKind::Span { attributes: Attributes { id: None, classes: vec![class.into()], pairs }, content })
    };
    let revision =
        |what: &str| Revision { content: text(what), author: Some("A & B".into()), date: None, comment: String::new() };
    let note = |label: &str| {
        inline(InlineKind::NoteReference(NoteReference { label: label.into(), ..NoteReference::default() }))
    };
    let link = |target: &str, content: Vec<Inline>| {
        inline(InlineKind::Link(Link {
            target: target.into(),
            title: "A \"title\"".into(),
            content,
            ..Link::default()
        }))
    };
    let mut rich = text("Plain <text> & \u{1}\u{FFFE}more, ");
    rich.push(inline(InlineKind::Strong(vec![inline(InlineKind::Emphasis(text("both"))), note("one")])));
    rich.push(inline(InlineKind::Code { text: "code()".into(), attributes: Attributes::default() }));
    rich.push(link("https://example.org/a b?x=1&y=2", vec![inline(InlineKind::Strong(text("a link")))]));
    rich.push(link("#second-heading", text("inside")));
    rich.push(inline(InlineKind::Strikethrough(text("gone"))));
    rich.push(inline(InlineKind::Superscript(text("up"))));
    rich.push(inline(InlineKind::Subscript(text("down"))));
    rich.push(inline(InlineKind::SmallCaps(text("Caps"))));
    rich.push(inline(InlineKind::Ruby(Ruby { base: "base".into(), annotation: "above".into() })));
    rich.push(inline(InlineKind::LineBreak));
    rich.push(inline(InlineKind::Math(Math { latex: "\\frac{a}{b}".into(), ..Math::default() })));
    rich.push(inline(InlineKind::SoftBreak));
    rich.push(span("kbd", None, text("Ctrl")));
    rich.push(span("russian", Some("ru"), text("Привет")));
    rich.push(note("one"));
    rich.push(note("absent"));
    rich.push(inline(InlineKind::IndexMark("term".into())));
    for target in ["tbl:things", "second-heading", "eq:one", "fig:none"] {
        rich.push(inline(InlineKind::CrossReference(CrossReference {
            target: target.into(),
            ..CrossReference::default()
        })));
    }
    rich.push(inline(InlineKind::Citation(Citation { items: Vec::new(), source: "[@cite]".into() })));
    rich.push(inline(InlineKind::Insertion(revision("put in"))));
    rich.push(inline(InlineKind::Deletion(revision("taken out"))));
    rich.push(inline(InlineKind::Comment(Revision { comment: "Is this <so>?".into(), ..revision("remarked") })));
    rich.push(inline(InlineKind::Image(Image {
        target: "none.png".into(),
        alt: "Nothing".into(),
        ..Image::default()
    })));

    let code = CodeBlock {
        language: Some("rust".into()),
        text: "fn main() {\n\tlet x = 1;\n}".into(),
        ..CodeBlock::default()
    };
    let numbered = CodeBlock {
        first_line_number: Some(9),
        caption: Some(Caption { span: Span::default(), content: text("A listing") }),
        ..code.clone()
    };
    let figure = Figure {
        images: vec![Image { target: "no.png".into(), alt: "No".into(), ..Image::default() }],
        caption: Some(Caption { span: Span::default(), content: text("A picture that is not there") }),
    };
    let mut task = b.list(ListKind::Bullet, vec![vec![b_paragraph("done")], vec![b_paragraph("to do")]]);
    if let BlockKind::List(list) = &mut task.kind {
        list.items.iter_mut().enumerate().for_each(|(i, item)| item.task = Some(i == 0));
    }
    let definitions = vec![DefinitionItem {
        span: Span::default(),
        term: text("Term"),
        definitions: vec![vec![b.paragraph("What it means")]],
    }];
    let quoted = vec![b.paragraph("Quoted"), b.deep_list(8), b.block(BlockKind::Code(code.clone()))];
    let inner = vec![b.paragraph("Take care"), b.deep_list(10), b.table_copy()];
    let mut container = b.block(BlockKind::Container(vec![]));
    container.attributes.classes = vec!["aside".into()];
    container.kind = BlockKind::Container(vec![b.paragraph("Aside"), b.heading(3, "Heading in a box")]);
    let mut blocks = vec![
        b.block(BlockKind::Contents(ContentsKind::Headings)),
        b.block(BlockKind::Contents(ContentsKind::Figures)),
        b.block(BlockKind::Contents(ContentsKind::Tables)),
        b.heading(1, "First heading"),
        b.block(BlockKind::Paragraph(rich)),
        b.paragraph("A second paragraph."),
        b.heading(2, "Second heading"),
        b.deep_list(0),
        task,
        b.block(BlockKind::Quote(quoted)),
        b.block(BlockKind::Definitions(definitions)),
        b.block(BlockKind::Code(code)),
        b.block(BlockKind::Code(numbered)),
        b.table(),
        b.paragraph("After the table."),
        b.named("fig:one", BlockKind::Figure(figure)),
        b.named("eq:one", BlockKind::Math(Math { latex: "E = mc^2".into(), ..Math::default() })),
        b.block(BlockKind::Math(Math { latex: "\\sum_{i=0}^n i^2 = \\sqrt{2}".into(), ..Math::default() })),
        b.block(BlockKind::Callout { kind: CalloutKind::Warning, title: None, blocks: inner }),
        container,
        b.block(BlockKind::ThematicBreak),
        b.block(BlockKind::PageBreak),
        b.paragraph("שלום עולם (HTML) 5, וגם זה."),
        b.block(BlockKind::Raw { format: "latex".into(), text: "\\LaTeX".into() }),
    ];
    blocks.push(b.paragraph(&"x".repeat(40_000)));
    let mut with_note = text("The note, which refers to ");
    with_note.push(note("two"));
    with_note.push(link("https://example.org/note", text("a page")));
    let notes = vec![
        Note {
            id: BlockId::new("fn-one"),
            label: "one".into(),
            span: Span::default(),
            blocks: vec![b.block(BlockKind::Paragraph(with_note)), b.deep_list(10)],
        },
        Note {
            id: BlockId::new("fn-two"),
            label: "two".into(),
            span: Span::default(),
            blocks: vec![b.paragraph("The second note.")],
        },
        Note {
            id: BlockId::new("fn-never"),
            label: "never".into(),
            span: Span::default(),
            blocks: vec![b.paragraph("Nobody refers to this.")],
        },
    ];
    let metadata = Metadata {
        title: text("Everything & more"),
        subtitle: text("In one document"),
        people: vec![Person { name: "Ann & Bob".into(), ..Person::default() }],
        date: Some(Date { text: "3 May 2024".into(), iso: Some((2024, Some(5), Some(3))) }),
        abstract_: vec![b.paragraph("What it is about.")],
        keywords: vec!["one".into(), "two".into()],
        custom: vec![("project <x>".into(), "a & b".into())],
        numbering: Some(Numbering::Depth(3)),
        ..Metadata::default()
    };
    let mut sources = Sources::default();
    sources.add("all.md", "# First heading\n\nText.\n");
    Document { metadata, blocks, notes, sources }
}

fn b_paragraph(content: &str) -> Block {
    let mut builder = Builder { count: u32::try_from(super::names::hash(content) % 10_000).unwrap_or(0) + 1_000 };
    builder.paragraph(content)
}

impl Builder {
    fn table_copy(&mut self) -> Block {
        let mut table = self.table();
        table.id = BlockId::new("another table");
        table
    }
}

pub(super) fn resolved(sheet: &StyleSheet) -> Resolved {
    resolve(everything(), sheet, &Files::default()).0
}

fn build(style: &str) -> Vec<u8> {
    let sheet = StyleSheet::bundled(style).unwrap();
    super::write(&resolved(&sheet), &sheet, &FontLibrary::bundled(), None, None).unwrap().0
}

pub(super) fn parts(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_bundled_style_gives_a_package() {
    for (style, _) in crate::style::bundled_names() {
        let bytes = build(style);
        if let Ok(folder) = std::env::var("TREFOIL_DOCX_OUT") {
            std::fs::write(format!("{folder}/{style}.docx"), &bytes).unwrap();
        }
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        for i in 0..zip.len() {
            let mut file = zip.by_index(i).unwrap();
            if file.name().ends_with(".odttf") {
                continue;
            }
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let mut reader = quick_xml::Reader::from_str(&text);
            while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
        }
    }
}

/// Every file of the corpus becomes a package; `TREFOIL_CORPUS` says where it is.
#[test]
#[expect(clippy::print_stderr, reason = "says what it skips, and how long files take")]
fn the_corpus_is_written() {
    let Ok(folder) = std::env::var("TREFOIL_CORPUS") else { return eprintln!("skipped: TREFOIL_CORPUS is not set") };
    let style = std::env::var("TREFOIL_DOCX_STYLE").unwrap_or_else(|_| "report".into());
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    for path in files {
        let style = style.clone();
        let work = move || {
            let (project, _) = crate::source::open(Some(&path), path.parent().unwrap()).unwrap();
            let (document, _) = crate::markdown::read(&project);
            let sheet = StyleSheet::bundled(&style).unwrap();
            let (resolved, _) = resolve(document, &sheet, &project.files());
            let start = std::time::Instant::now();
            let (bytes, diagnostics) = super::write(&resolved, &sheet, &FontLibrary::bundled(), None, None).unwrap();
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            eprintln!("{name}: {} bytes, {:?}, {diagnostics:?}", bytes.len(), start.elapsed());
            if let Ok(folder) = std::env::var("TREFOIL_DOCX_OUT") {
                std::fs::write(format!("{folder}/{name}.docx"), &bytes).unwrap();
            }
        };
        std::thread::Builder::new().stack_size(256 << 20).spawn(work).unwrap().join().unwrap();
    }
}

#[test]
fn the_body_has_no_formatting_by_hand() {
    let document = parts(&build("report"), "word/document.xml");
    // What stands above annotated text has half its size, which no style can say.
    let document: String =
        document.split("<w:rt>").map(|part| part.split_once("</w:rt>").map_or(part, |p| p.1)).collect();
    for property in ["jc", "ind", "spacing", "sz", "rFonts", "color", "b", "i", "shd", "pBdr", "tabs"] {
        assert!(!document.contains(&format!("<w:{property} ")), "{property}");
        assert!(!document.contains(&format!("<w:{property}/>")), "{property}");
    }
}

#[test]
fn every_style_and_bookmark_referred_to_is_there() {
    let bytes = build("book");
    let (document, styles) = (parts(&bytes, "word/document.xml"), parts(&bytes, "word/styles.xml"));
    for element in ["pStyle", "rStyle", "tblStyle"] {
        for piece in document.split(&format!("<w:{element} w:val=\"")).skip(1) {
            let id = piece.split('"').next().unwrap();
            assert!(styles.contains(&format!("w:styleId=\"{id}\"")), "{id}");
        }
    }
    for piece in document.split("w:anchor=\"").skip(1) {
        let name = piece.split('"').next().unwrap();
        assert!(document.contains(&format!("w:name=\"{name}\"")), "{name}");
    }
    for field in [" REF ", "PAGEREF ", "NOTEREF "] {
        for piece in document.split(field).skip(1) {
            let name = piece.split(' ').next().unwrap();
            assert!(document.contains(&format!("w:name=\"{name}\"")), "{field}{name}");
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_in_parallel() {
    let one = build("article");
    let handles: Vec<_> = (0..3).map(|_| std::thread::spawn(|| build("article"))).collect();
    assert!(handles.into_iter().all(|handle| handle.join().unwrap() == one));
}

#[test]
fn a_library_without_fonts_does_for_a_document_with_tables() {
    let sheet = StyleSheet::bundled("report").unwrap();
    let (bytes, _) = super::write(&resolved(&sheet), &sheet, &FontLibrary::default(), None, None).unwrap();
    assert!(parts(&bytes, "word/document.xml").contains("<w:tbl>"));
}
