//! Fonts with colours of their own: in the PDF they are glyphs of those colours, and text like any other.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use std::process::Command;

use lopdf::{Dictionary, Document, Object};
use support::Folder;

/// Each with a red or red and blue 😀; where there is a 🚀 it is blue. The fonts were made by `tests/data/pictures/fonts/make.py`.
const FONTS: [(&str, &[u8]); 4] = [
    ("Flat Test", include_bytes!("data/pictures/fonts/flat.ttf")),
    ("Colour Test", include_bytes!("data/pictures/fonts/colours.ttf")),
    ("Picture Test", include_bytes!("data/pictures/fonts/pictures.ttf")),
    ("Strike Test", include_bytes!("data/pictures/fonts/strikes.ttf")),
];

fn project(font: &[u8], style: &str) -> Folder {
    Folder::with(&[
        ("trefoil.toml", b"style = \"house.toml\"\n"),
        ("house.toml", format!("extends = \"article\"\n{style}").as_bytes()),
        ("source/a.md", "First \u{1F680} and \u{1F600}\u{1F680} last.\n".as_bytes()),
        ("fonts/color.ttf", font),
    ])
}

fn pdf(folder: &Folder) -> (Vec<u8>, Document) {
    let run = folder.trefoil(&["build", "-o", "out"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(!run.err.contains("lost"), "{}", run.err);
    let name = folder.names().into_iter().find(|name| name.ends_with(".pdf")).unwrap();
    let bytes = folder.read(&name);
    let document = Document::load_mem(&bytes).unwrap();
    (bytes, document)
}

/// The fonts of a PDF whose glyphs are drawn.
fn drawn(document: &Document) -> Vec<&Dictionary> {
    let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
    let is_drawn =
        |dict: &&Dictionary| dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type3");
    dictionaries.filter(is_drawn).collect()
}

#[test]
fn coloured_glyphs_are_text() {
    for (name, font) in FONTS {
        let (bytes, document) = pdf(&project(font, ""));
        let fonts = drawn(&document);
        assert_eq!(fonts.len(), 1, "{name}");
        // One as wide as an em for each glyph, behind the one that nothing shows.
        let widths: Vec<f32> = fonts[0].get(b"Widths").unwrap().as_array().unwrap()[1..]
            .iter()
            .map(|width| width.as_float().unwrap())
            .collect();
        assert!(!widths.is_empty() && widths.iter().all(|&width| (width - 1000.0).abs() < 0.01), "{name}: {widths:?}");
        let read = format!("{:?}", trefoil::readback::pdf::read(&bytes).unwrap());
        assert!(read.contains("First\u{1F680}and\u{1F600}\u{1F680}last."), "{name}: {read}");
    }
}

/// How many pixels of a page are red, and how many are blue.
fn pixels(bytes: &[u8]) -> Option<(usize, usize)> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, bytes).unwrap();
    let arguments = ["-r", "72", "-png", "-singlefile"];
    Command::new("pdftoppm").args(arguments).arg(&path).arg(path.with_extension("")).output().ok()?;
    let page = image::open(path.with_extension("png")).unwrap().to_rgb8();
    let strong = |high: u8, low: u8| high > 150 && low < 120;
    let red = page.pixels().filter(|pixel| strong(pixel[0], pixel[2]) && pixel[1] < 120).count();
    let blue = page.pixels().filter(|pixel| strong(pixel[2], pixel[0]) && pixel[1] < 120).count();
    Some((red, blue))
}

#[test]
fn coloured_glyphs_are_seen_in_their_colours() {
    for (name, font) in FONTS {
        let folder = project(font, "");
        let Some((red, blue)) = pixels(&pdf(&folder).0) else { return };
        // A glyph covers 60 to 120 of them.
        assert!(red > 15 && blue > 15, "{name}: {red} red, {blue} blue");
        std::fs::write(folder.path().join("house.toml"), "extends = \"article\"\n[page]\ncolour = \"gray\"\n").unwrap();
        assert_eq!(pixels(&pdf(&folder).0), Some((0, 0)), "{name}: in gray");
    }
}

/// What the font has no colours for, and what the text is otherwise set in, stays as it is.
#[test]
fn a_coloured_family_can_be_named() {
    for (name, font) in FONTS {
        let (bytes, document) =
            pdf(&project(font, &format!("[body]\nfont-family = [\"Libertinus Serif\", \"{name}\"]\n")));
        assert_eq!(drawn(&document).len(), 1, "{name}");
        let read = format!("{:?}", trefoil::readback::pdf::read(&bytes).unwrap());
        assert!(read.contains("First\u{1F680}and\u{1F600}"), "{name}: {read}");
    }
}

/// Without such a font there are no colours.
#[test]
fn emoji_are_of_one_colour_otherwise() {
    let folder = Folder::with(&[("a.md", "\u{1F600}\n".as_bytes())]);
    assert_eq!(folder.trefoil(&["build", "a.md", "--to", "pdf"]).code, Some(0));
    let bytes = folder.read("a.pdf");
    assert!(drawn(&Document::load_mem(&bytes).unwrap()).is_empty());
    assert!(pixels(&bytes).is_none_or(|found| found == (0, 0)));
}

/// The cover of a book has a few inks, so that its emoji are those of the bundled font.
#[test]
fn emoji_on_a_drawn_cover_are_of_its_inks() {
    let cover = |fonts: &[(&str, &[u8])]| {
        let text = "---\ntitle: \u{1F680} Rockets\nlang: en\ndate: 2026-03-21\n---\n\nText.\n";
        let files: [(&str, &[u8]); 2] = [("trefoil.toml", b""), ("source/a.md", text.as_bytes())];
        let folder = Folder::with(&[&files, fonts].concat());
        let run = folder.trefoil(&["build", "--to", "epub", "-o", "out"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        let name = folder.names().into_iter().find(|name| name.ends_with(".epub")).unwrap();
        let mut book = zip::ZipArchive::new(std::io::Cursor::new(folder.read(&name))).unwrap();
        let name = book.file_names().find(|name| name.ends_with("cover.png")).unwrap().to_owned();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut book.by_name(&name).unwrap(), &mut bytes).unwrap();
        bytes
    };
    let plain = cover(&[]);
    for (name, font) in FONTS {
        assert!(cover(&[("fonts/color.ttf", font)]) == plain, "{name}");
    }
}
