//! What a printer is given: boxes, marks, some of the pages, booklets.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use lopdf::{Document, Object};
use support::Folder;

const FIVE_PAGES: &str = "# One {#one}\n\n\\newpage\n\n# Two\n\nSee [one](#one) and [three](#three).\n\n\\newpage\n\n# Three {#three}\n\n\
    | a | b |\n|--|--|\n| c | d |\n\n\\newpage\n\nFour\n\n\\newpage\n\nFive[^n]\n\n[^n]: A note.\n";

fn built(arguments: &[&str]) -> (support::Run, Folder) {
    let style = b"extends = \"article\"\n[page]\nsize = \"a5\"\nbleed = \"3mm\"\nmarks = \"registration\"\n";
    let folder = Folder::with(&[("a.md", FIVE_PAGES.as_bytes()), ("press.toml", style)]);
    let run = folder.trefoil(&[&["build", "a.md", "--to", "pdf"], arguments].concat());
    (run, folder)
}

fn numbers(object: &Object) -> Vec<f32> {
    object.as_array().unwrap().iter().map(|number| number.as_float().unwrap()).collect()
}

#[test]
fn a_page_has_room_for_bleed_and_marks() {
    let (run, folder) = built(&["--style", "press.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let document = Document::load_mem(&folder.read("a.pdf")).unwrap();
    let page = document.get_dictionary(document.get_pages()[&1]).unwrap();
    let shown = |name: &str| numbers(page.get(name.as_bytes()).unwrap());
    assert_eq!(shown("TrimBox")[..2], [0.0, 0.0]);
    assert_eq!(shown("BleedBox")[0], -8.504);
    assert!(shown("MediaBox")[0] < -20.0 && shown("MediaBox")[2] > shown("TrimBox")[2] + 20.0);
    let content = document.get_page_content(document.get_pages()[&1]);
    let text = String::from_utf8_lossy(&content);
    let marks = text.rsplit("/Artifact<</Type/Page>>BDC").next().unwrap();
    assert_eq!((marks.matches(" l\n").count(), marks.matches(" c ").count()), (8 + 8, 16));
}

#[test]
fn pages_are_printed_with_the_inks_of_the_style() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><linearGradient id='g'><stop offset='0' stop-color='red'/>\
        <stop offset='1' stop-color='blue'/></linearGradient><rect width='90' height='40' fill='url(#g)'/><rect y='50' width='9' height='9' fill='#0a0'/></svg>";
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(4, 4, image::Rgb([250, 20, 40])).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let text = b"A [link](https://example.org) and text.\n\n![Drawn](a.svg)\n\n![Dots](a.png)\n";
    let folder = Folder::with(&[("a.md", text), ("a.svg", svg), ("a.png", &png.into_inner())]);
    // Everything that the file says of colours, in streams and outside of them.
    let said = |colour: &str| {
        let style = format!("extends = \"report\"\n[page]\ncolour = \"{colour}\"\n");
        std::fs::write(folder.path().join("inks.toml"), style).unwrap();
        let run = folder.trefoil(&["build", "a.md", "--to", "pdf", "--style", "inks.toml"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        let document = Document::load_mem(&folder.read("a.pdf")).unwrap();
        let mut said = String::new();
        for object in document.objects.values() {
            match object {
                Object::Stream(stream) if stream.dict.has(b"Alternate") || stream.dict.has(b"N") => {}
                Object::Stream(stream) => {
                    let content = stream.decompressed_content().unwrap_or_default();
                    said += &format!("{:?} {}\n", stream.dict, String::from_utf8_lossy(&content));
                }
                other => said += &format!("{other:?}\n"),
            }
        }
        said
    };
    let gray = said("gray");
    assert!(!gray.contains("DeviceRGB") && !gray.contains(" rg\n") && !gray.contains(" RG\n"), "{gray}");
    assert!(said("rgb").contains("DeviceRGB") && said("rgb").contains(" rg\n"));
    let black = said("cmyk-black-text");
    assert!(black.contains("/Black cs ") && black.contains("Separation") && black.contains(" rg\n"), "{black}");
}

#[test]
fn pages_can_be_chosen() {
    let (run, folder) = built(&["--pages", "2-3,5"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(Document::load_mem(&folder.read("a.pdf")).unwrap().get_pages().len(), 3);
    let read = trefoil::readback::pdf::read(&folder.read("a.pdf")).unwrap();
    let text = format!("{read:?}");
    assert!(text.contains("Two") && text.contains("Three") && !text.contains("Four"), "{text}");

    let (run, _) = built(&["--pages", "7-"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("none of the pages"), "{}", run.err);
    assert_eq!(built(&["--pages", "0"]).0.code, Some(2));
}

#[test]
fn a_booklet_has_two_pages_on_a_side() {
    let (run, folder) = built(&["--impose", "booklet"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(folder.names(), ["a-booklet.pdf", "a.md", "a.pdf", "press.toml"]);
    let document = Document::load_mem(&folder.read("a-booklet.pdf")).unwrap();
    let pages = document.get_pages();
    assert_eq!(pages.len(), 4);
    let page = document.get_dictionary(pages[&1]).unwrap();
    let single = Document::load_mem(&folder.read("a.pdf")).unwrap();
    let trim = numbers(single.get_dictionary(single.get_pages()[&1]).unwrap().get(b"TrimBox").unwrap());
    let sheet = numbers(page.get(b"MediaBox").unwrap());
    assert!((sheet[2] - trim[2] * 2.0).abs() < 0.01 && (sheet[3] - trim[3]).abs() < 0.01, "{sheet:?} {trim:?}");
    let catalog = document.catalog().unwrap();
    assert!(!catalog.has(b"StructTreeRoot") && !catalog.has(b"Metadata"), "it claims nothing");
}
