//! Whole files from pages made by hand, and what other programs say of them.

use std::process::Command;

use super::{PdfVersion, Source, write_document};
use crate::layout::{
    Artifact, Bounds, CellScope, Content, ElementId, ElementKind, Glyph, GlyphRun, Item, Layout, LinkArea, LinkTarget,
    OutlineEntry, Page, Paint, Place, Rule, Structure, TableShape,
};
use crate::model::{BlockId, Metadata, NumberStyle};
use crate::style::{FontStyle, PdfView};
use crate::text::{FaceId, FontLibrary};
use crate::units::{Color, Length};

/// Builds pages as layout would, line by line.
struct Draft<'a> {
    library: &'a FontLibrary,
    face: FaceId,
    structure: Structure,
    layout: Layout,
    y: Length,
}

impl<'a> Draft<'a> {
    fn new(library: &'a FontLibrary) -> Self {
        let face = library.select(&["Libertinus Serif".into()], 400, FontStyle::Normal);
        let mut draft =
            Self { library, face, structure: Structure::default(), layout: Layout::default(), y: Length::ZERO };
        draft.page("1");
        draft
    }

    fn page(&mut self, label: &str) {
        let (width, height) = (Length::points(420), Length::points(595));
        self.layout.pages.push(Page { width, height, label: label.into(), ..Page::default() });
        self.y = Length::points(60);
    }

    fn add(&mut self, kind: ElementKind, parent: ElementId) -> ElementId {
        self.structure.add(kind, parent, None)
    }

    fn block(&mut self, kind: ElementKind, parent: ElementId, id: &str) -> ElementId {
        let block = BlockId::new(id);
        let page = self.layout.pages.len() - 1;
        self.layout.places.insert(block.clone(), Place { page, x: Length::points(50), y: self.y - Length::points(10) });
        self.structure.add(kind, parent, Some(block))
    }

    fn run(&self, text: &str, size: i64, x: Length) -> GlyphRun {
        use skrifa::MetadataProvider;
        let face = self.library.face(self.face);
        let font = skrifa::FontRef::from_index(&face.data, face.index).expect("a font");
        let widths = font.glyph_metrics(skrifa::prelude::Size::unscaled(), skrifa::prelude::LocationRef::default());
        let size = Length::points(size);
        let glyphs = text
            .char_indices()
            .map(|(at, c)| {
                let shown = if c == '\u{AD}' { '-' } else { c };
                let id = font.charmap().map(shown).map_or(0, |glyph| u16::try_from(glyph.to_u32()).expect("16 bits"));
                let width = widths.advance_width(u32::from(id).into()).unwrap_or(500.0);
                let advance = size.scale(f64::from(width) / f64::from(face.units_per_em));
                let range = u32::try_from(at).expect("short")..u32::try_from(at + c.len_utf8()).expect("short");
                Glyph { id, advance, dx: Length::ZERO, dy: Length::ZERO, text: range }
            })
            .collect();
        GlyphRun {
            face: self.face,
            size,
            color: Color::BLACK,
            x,
            y: self.y,
            stretch: 1000,
            glyphs,
            text: text.into(),
            lang: None,
        }
    }

    fn paint(&mut self, content: Content, paint: Paint) {
        if let Content::Element(id) = content {
            let place = Place { page: self.layout.pages.len() - 1, x: Length::points(50), y: self.y };
            self.structure.elements[id.0 as usize].place.get_or_insert(place);
        }
        self.layout.pages.last_mut().expect("a page").items.push(Item { content, paint });
    }

    /// Sets parts of a line beside one another; the next line stands below.
    fn line(&mut self, size: i64, parts: &[(ElementId, &str)]) {
        let mut x = Length::points(50);
        for (element, text) in parts {
            let run = self.run(text, size, x);
            x += run.glyphs.iter().map(|glyph| glyph.advance).sum();
            self.paint(Content::Element(*element), Paint::Text(run));
        }
        self.y += Length::points(size + 4);
    }

    fn link(&mut self, element: ElementId, target: LinkTarget) {
        let bounds = Bounds {
            x: Length::points(50),
            y: self.y - Length::points(24),
            width: Length::points(80),
            height: Length::points(12),
        };
        let description = "Where it leads".into();
        let link = LinkArea { areas: vec![bounds], target, element, description };
        self.layout.pages.last_mut().expect("a page").links.push(link);
    }

    fn finish(mut self) -> Layout {
        self.layout.elements = self.structure.elements;
        self.layout
    }
}

fn metadata() -> Metadata {
    use crate::model::{Inline, InlineKind, Person};
    Metadata {
        title: vec![Inline {
            span: crate::diagnostic::Span::default(),
            kind: InlineKind::Text("Proof & “test”".into()),
        }],
        people: vec![
            Person { name: "Ada".into(), ..Person::default() },
            Person { name: "Борис".into(), ..Person::default() },
        ],
        lang: Some("en-GB".into()),
        keywords: vec!["one".into(), "two".into()],
        description: Some("A short description".into()),
        rights: Some("CC0".into()),
        modified: Some(1_700_000_000),
        ..Metadata::default()
    }
}

fn written(layout: &Layout, library: &FontLibrary) -> Vec<u8> {
    let (metadata, assets) = (metadata(), assets());
    let source = Source {
        metadata: &metadata,
        blocks: &[],
        notes: &[],
        assets: &assets,
        max_dpi: None,
        heading: None,
        version: PdfVersion::default(),
        view: PdfView::default(),
    };
    write_document(&source, layout, library, super::press::Press::default()).expect("a file").0
}

const DRAWING: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="120" height="80" viewBox="0 0 120 80">
<defs><linearGradient id="l"><stop offset="0.2" stop-color="#c00"/><stop offset="1" stop-color="#00c"/></linearGradient>
<radialGradient id="r"><stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="#080"/></radialGradient>
<clipPath id="c"><circle cx="95" cy="20" r="14"/></clipPath><filter id="f"><feGaussianBlur stdDeviation="2"/></filter></defs>
<rect x="2" y="2" width="50" height="30" rx="5" fill="url(#l)" stroke="#333" stroke-width="2" stroke-dasharray="4 2"/>
<g transform="rotate(20 60 50)"><ellipse cx="60" cy="55" rx="20" ry="12" fill="url(#r)"/></g>
<g opacity="0.5"><rect x="10" y="40" width="20" height="20" fill="#00f"/><rect x="20" y="50" width="20" height="20" fill="#f00"/></g>
<rect x="75" y="0" width="40" height="40" fill="#fa0" clip-path="url(#c)"/>
<circle cx="100" cy="60" r="10" fill="#a0a" filter="url(#f)"/>
<text x="60" y="20" font-size="12">Text</text></svg>"##;

fn assets() -> Vec<crate::image::Asset> {
    use image::{DynamicImage, ImageFormat};
    let wide = |format: ImageFormat, image: DynamicImage| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).expect("written");
        bytes.into_inner()
    };
    let byte = |n: u32| u8::try_from(n % 256).expect("a byte");
    let opaque = image::RgbImage::from_fn(40, 20, |x, y| image::Rgb([byte(x * 6), byte(y * 12), 90]));
    let clear = image::RgbaImage::from_fn(40, 20, |x, y| image::Rgba([200, byte(y * 12), 90, byte(x * 6)]));
    let deep = image::ImageBuffer::from_fn(40, 20, |x, y| image::Luma([u16::try_from(x * y * 80).expect("small")]));
    let files = [
        ("a.png", wide(ImageFormat::Png, opaque.clone().into())),
        ("b.jpg", wide(ImageFormat::Jpeg, opaque.into())),
        ("c.png", wide(ImageFormat::Png, clear.into())),
        ("d.png", wide(ImageFormat::Png, DynamicImage::ImageLuma16(deep))),
        ("e.svg", DRAWING.as_bytes().to_vec()),
    ];
    files.into_iter().map(|(name, bytes)| crate::image::load(bytes, name).expect("a picture")).collect()
}

/// One of every kind of element, over two pages.
fn specimen(library: &FontLibrary) -> Layout {
    let mut d = Draft::new(library);
    let root = Structure::ROOT;
    let title = d.add(ElementKind::Title, root);
    d.line(20, &[(title, "A Proof of Pages")]);
    let contents = d.add(ElementKind::Contents, root);
    let heading = d.add(ElementKind::Heading(2), contents);
    d.line(14, &[(heading, "Contents")]);
    let entry = d.add(ElementKind::ContentsEntry, contents);
    d.line(10, &[(entry, "First part . . . 1")]);
    d.link(entry, LinkTarget::Block(BlockId::new("first")));
    let section = d.add(ElementKind::Section, root);
    let heading = d.block(ElementKind::Heading(2), section, "first");
    d.line(16, &[(heading, "First part")]);
    let paragraph = d.block(ElementKind::Paragraph, section, "größe");
    let strong = d.add(ElementKind::Strong, paragraph);
    let link = d.add(ElementKind::Link, paragraph);
    let mark = d.add(ElementKind::NoteReference, paragraph);
    d.line(
        10,
        &[
            (paragraph, "Plain text, "),
            (strong, "strong text"),
            (paragraph, ", and a "),
            (link, "link to"),
            (paragraph, " a hyphen\u{AD}"),
        ],
    );
    d.line(10, &[(paragraph, "ated word"), (mark, "1"), (paragraph, " with \u{4E2D} missing.")]);
    d.link(link, LinkTarget::Url("https://example.org/a?b=(c)".into()));
    let list = d.block(ElementKind::List { ordered: true, style: NumberStyle::LowerRoman }, section, "list");
    for label in ["i.", "ii."] {
        let item = d.add(ElementKind::ListItem, list);
        let lbl = d.add(ElementKind::ListLabel, item);
        let body = d.add(ElementKind::ListBody, item);
        let text = d.add(ElementKind::Paragraph, body);
        d.line(10, &[(lbl, label), (text, " An item")]);
    }
    let definitions = d.add(ElementKind::Definitions, section);
    for _ in 0..2 {
        let term = d.add(ElementKind::DefinitionTerm, definitions);
        let definition = d.add(ElementKind::Definition, definitions);
        let text = d.add(ElementKind::Paragraph, definition);
        d.line(10, &[(term, "Term")]);
        d.line(10, &[(text, "What it means")]);
    }
    let table = d.block(ElementKind::Table(TableShape { columns: 2 }), section, "table");
    let caption = d.add(ElementKind::Caption, table);
    d.line(9, &[(caption, "Table 1 A table")]);
    let head = d.add(ElementKind::TableHead, table);
    let row = d.add(ElementKind::TableRow, head);
    let header = |d: &mut Draft<'_>, scope| d.add(ElementKind::TableHeaderCell { scope, columns: 1, rows: 1 }, row);
    let (a, b) = (header(&mut d, CellScope::Column), header(&mut d, CellScope::Column));
    d.line(10, &[(a, "Head "), (b, "Head")]);
    let bounds = Bounds {
        x: Length::points(50),
        y: d.y - Length::points(8),
        width: Length::points(300),
        height: Length::from_points(0.5),
    };
    d.paint(Content::Artifact(Artifact::Layout), Paint::Rule(Rule { bounds, color: Color::rgb(200, 30, 30) }));
    let body = d.add(ElementKind::TableBody, table);
    for columns in [1, 2] {
        let row = d.add(ElementKind::TableRow, body);
        let cells: Vec<ElementId> =
            (columns..=2).map(|_| d.add(ElementKind::TableCell { columns, rows: 1 }, row)).collect();
        d.line(10, &[(cells[0], "Cell")]);
    }
    let bounds = Bounds { x: Length::points(50), y: d.y, width: Length::points(60), height: Length::points(30) };
    let formula = d.add(ElementKind::Formula(bounds), section);
    d.structure.elements[formula.0 as usize].alt = Some("x squared".into());
    d.y += Length::points(10);
    d.line(12, &[(formula, "x2")]);
    let footer = d.run("1", 9, Length::points(200));
    d.paint(Content::Artifact(Artifact::Footer), Paint::Text(footer));

    let across = d.block(ElementKind::Paragraph, section, "across");
    d.line(10, &[(across, "A paragraph that begins here")]);
    let note = d.add(ElementKind::Note, section);
    let text = d.add(ElementKind::Paragraph, note);
    let back = d.add(ElementKind::Link, text);
    d.line(8, &[(back, "1"), (text, " The note.")]);
    d.link(back, LinkTarget::Element(mark));
    d.link(mark, LinkTarget::Element(note));
    d.page("2");
    d.line(10, &[(across, "and ends on the next page.")]);
    let russian = d.block(ElementKind::Quote, section, "quote");
    d.structure.elements[russian.0 as usize].lang = Some("ru".into());
    let text = d.add(ElementKind::Paragraph, russian);
    d.line(10, &[(text, "Слова по-русски")]);
    let code = d.add(ElementKind::Code, section);
    d.line(10, &[(code, "let x = (1);\\")]);
    d.y += Length::points(20);
    for asset in 0..5 {
        let bounds = Bounds {
            x: Length::points(50),
            y: d.y,
            width: Length::points(120),
            height: Length::points(if asset == 4 { 80 } else { 60 }),
        };
        let figure = d.add(ElementKind::Figure(bounds), section);
        d.structure.elements[figure.0 as usize].alt = (asset != 1).then(|| "A picture".into());
        d.paint(Content::Element(figure), Paint::Image { asset: crate::image::AssetId(asset), bounds });
        d.y += Length::points(70);
    }
    for (title, level) in [("First part", 1), ("Below", 2)] {
        d.layout.outline.push(OutlineEntry { title: title.into(), level, target: BlockId::new("first") });
    }
    d.finish()
}

#[test]
fn the_same_pages_give_the_same_bytes() {
    let library = FontLibrary::bundled();
    let layout = specimen(&library);
    assert!(written(&layout, &library) == written(&layout, &library));
}

#[test]
fn other_programs_read_the_specimen() {
    let library = FontLibrary::bundled();
    let bytes = written(&specimen(&library), &library);
    let folder = tempfile::tempdir().expect("a folder");
    let path = std::env::var_os("TREFOIL_KEEP_PDF").map_or_else(|| folder.path().join("specimen.pdf"), Into::into);
    std::fs::write(&path, bytes).expect("written");
    let Ok(checked) = Command::new("qpdf").arg("--check").arg(&path).output() else { return };
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
}
