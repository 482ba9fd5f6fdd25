//! Fonts of a project in its PDF: instances of variable fonts, and files that are damaged or may not be embedded.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use lopdf::{Document, Object};
use support::Folder;

/// Its bold is 520 units wide, its regular 400.
const SLIDING: &[u8] = include_bytes!("data/sliding.ttf");

fn project(font: &[u8]) -> Folder {
    let style = b"extends = \"article\"\n[body]\nfont-family = \"Sliding Test\"\n";
    let files: [(&str, &[u8]); 4] = [
        ("trefoil.toml", b"style = \"house.toml\"\n"),
        ("house.toml", style),
        ("source/a.md", b"thin words **bold words**\n"),
        ("fonts/sliding.ttf", font),
    ];
    Folder::with(&files)
}

/// The same, with the font installed for the user.
fn installed(font: &[u8]) -> Folder {
    let style = b"extends = \"article\"\n[body]\nfont-family = \"Sliding Test\"\n";
    let path = format!("{}/sliding.ttf", support::USER_FONTS);
    let files: [(&str, &[u8]); 4] = [
        ("trefoil.toml", b"style = \"house.toml\"\n"),
        ("house.toml", style),
        ("source/a.md", b"thin words **bold words**\n"),
        (&path, font),
    ];
    Folder::with(&files)
}

fn pdf(folder: &Folder) -> (support::Run, Option<Document>) {
    let run = folder.trefoil_at_home(&["build", "--to", "pdf", "-o", "."]);
    let path = folder.path().read_dir().unwrap().flatten().map(|entry| entry.path());
    let made = path.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    (run, made.map(|path| Document::load(path).unwrap()))
}

#[test]
fn a_variable_font_is_embedded_at_the_instances_in_use() {
    for folder in [project(SLIDING), installed(SLIDING)] {
        instances_are_embedded(&folder);
    }
}

fn instances_are_embedded(folder: &Folder) {
    let (run, document) = pdf(folder);
    let document = document.unwrap_or_else(|| panic!("{}", run.err));
    let mut found = Vec::new();
    for dict in document.objects.values().filter_map(|object| object.as_dict().ok()) {
        let Ok(descendants) = dict.get(b"DescendantFonts") else { continue };
        let name = String::from_utf8_lossy(dict.get(b"BaseFont").and_then(Object::as_name).unwrap()).into_owned();
        let follow = |object: &Object| document.dereference(object).unwrap().1.clone();
        let descendant = follow(&follow(descendants).as_array().unwrap()[0]);
        let widths = follow(descendant.as_dict().unwrap().get(b"W").unwrap());
        let list = follow(&widths.as_array().unwrap()[1]);
        found.push((name[7..].to_owned(), list.as_array().unwrap()[0].as_float().unwrap()));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(
        found,
        [("SlidingTest-Bold".to_owned(), 520.0), ("SlidingTest-Regular".to_owned(), 400.0)],
        "{}",
        run.err
    );
}

/// Where the directory of the font has a table's entry.
fn entry(name: &[u8; 4]) -> usize {
    (0..20).map(|i| 12 + i * 16).find(|&at| &SLIDING[at..at + 4] == name).unwrap()
}

fn offset(name: &[u8; 4]) -> usize {
    let at = entry(name);
    u32::from_be_bytes(SLIDING[at + 8..at + 12].try_into().unwrap()) as usize
}

/// The font with some bytes changed.
fn damaged(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut font = SLIDING.to_vec();
    font[at..at + bytes.len()].copy_from_slice(bytes);
    font
}

/// Whatever is wrong with a font, it is said or does not matter, and there is a PDF.
#[test]
fn a_damaged_font_is_no_reason_for_no_pdf() {
    let cases = [
        ("cut", SLIDING[..SLIDING.len() / 2].to_vec()),
        ("no outlines where they should be", damaged(offset(b"loca"), &[0xFF; 40])),
        ("outlines beyond the file", damaged(entry(b"glyf") + 8, &[0x7F; 4])),
        ("nothing of it", b"no font at all".to_vec()),
    ];
    for (name, font) in cases {
        let (run, document) = pdf(&project(&font));
        assert!(run.err.contains("damaged-font"), "{name}: {}", run.err);
        let document = document.unwrap_or_else(|| panic!("{name}: {}", run.err));
        assert_eq!(document.get_pages().len(), 1, "{name}");
    }
}

/// A font of the machine is read when it is needed, and found wanting when it is cut down.
#[test]
fn a_damaged_font_of_the_machine_is_named_and_the_rest_is_made() {
    let (run, document) = pdf(&installed(&damaged(offset(b"loca"), &[0xFF; 40])));
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("damaged-font") && run.err.contains("SlidingTest-Regular"), "{}", run.err);
    let document = document.unwrap_or_else(|| panic!("{}", run.err));
    let page = document.get_pages()[&1];
    let content = document.get_page_content(page);
    assert!(String::from_utf8_lossy(&content).contains(" Tf"), "its words are there all the same");
}

/// OpenType 1.9, OS/2 `fsType`: restricted licence embedding, and bitmap embedding only.
#[test]
fn a_font_that_may_not_be_embedded_is_named_and_the_rest_is_made() {
    for (at, bits) in [(9, 2), (8, 2)] {
        let font = damaged(offset(b"OS/2") + at, &[bits]);
        for folder in [project(&font), installed(&font)] {
            let (run, document) = pdf(&folder);
            assert_eq!(run.code, Some(1), "{}", run.err);
            assert_eq!(run.err.matches("restricted-font").count(), 1, "{}", run.err);
            assert!(run.err.contains("SlidingTest-Regular"), "{}", run.err);
            let document = document.unwrap_or_else(|| panic!("{}", run.err));
            let names = document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"FontName").ok());
            let names: Vec<String> =
                names.map(|name| String::from_utf8_lossy(name.as_name().unwrap()).into()).collect();
            assert!(!names.is_empty() && !names.iter().any(|name| name.contains("Sliding")), "{names:?}");
        }
    }
}

/// OpenType 1.9, OS/2 `fsType`, bit 8: no subsetting.
#[test]
fn a_font_that_must_stay_whole_does() {
    use skrifa::raw::{FontRef, TableProvider};
    let glyphs = |font: &[u8]| FontRef::new(font).unwrap().maxp().unwrap().num_glyphs();
    let embedded = |font: &[u8]| {
        let (run, document) = pdf(&project(font));
        let document = document.unwrap_or_else(|| panic!("{}", run.err));
        let files = document.objects.values().filter_map(|object| {
            let file = object.as_dict().ok()?.get(b"FontFile2").and_then(Object::as_reference).ok()?;
            document.get_object(file).and_then(Object::as_stream).ok()?.decompressed_content().ok()
        });
        files.map(|file| glyphs(&file)).max().unwrap()
    };
    assert!(embedded(SLIDING) < glyphs(SLIDING));
    assert_eq!(embedded(&damaged(offset(b"OS/2") + 8, &[1])), glyphs(SLIDING));
}
