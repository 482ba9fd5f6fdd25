//! Files that were damaged after they were written: the proof reads bytes, so it must see in them what an author would miss.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get is its failure")]

use std::io::{Cursor, Read, Write};

use lopdf::{Dictionary, Document, Object};
use trefoil::readback::{self, Error};
use trefoil::verify::verify;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

mod support;
use support::{Written, written};

/// The container with the parts changed whose names hold `part`.
fn repacked(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let mut changed = 0;
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let name = file.name().to_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name.contains(part) {
            let text = String::from_utf8(content).unwrap();
            let new = change(&text);
            changed += usize::from(new != text);
            content = new.into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    assert!(changed > 0, "no damage was done to `{part}`");
    out.finish().unwrap().into_inner()
}

/// What the proof says of an EPUB with one of its parts changed.
fn epub(written: &Written, part: &str, change: impl Fn(&str) -> String) -> Vec<&'static str> {
    let read = readback::epub::read(&repacked(&written.epub, part, change)).unwrap();
    verify(&written.resolved, &read).iter().map(|diagnostic| diagnostic.code).collect()
}

fn docx(written: &Written, part: &str, change: impl Fn(&str) -> String) -> Vec<&'static str> {
    let read = readback::docx::read(&repacked(&written.docx, part, change)).unwrap();
    verify(&written.resolved, &read).iter().map(|diagnostic| diagnostic.code).collect()
}

/// What the proof says of a PDF of which one object was changed.
fn pdf(written: &Written, change: impl Fn(&mut Dictionary) -> bool) -> Vec<&'static str> {
    let mut document = Document::load_mem(&written.pdf).unwrap();
    let changed = document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok()).any(change);
    assert!(changed, "no damage was done");
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    let read = readback::pdf::read(&bytes).unwrap();
    verify(&written.resolved, &read).iter().map(|diagnostic| diagnostic.code).collect()
}

fn is(dictionary: &Dictionary, kind: &[u8]) -> bool {
    dictionary.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == kind)
}

#[test]
fn damage_to_an_epub_is_seen() {
    let written = written("tests/data/proof.md");
    let chapter = "OEBPS/text/";
    let demoted = |text: &str| text.replace("<h2", "<p").replace("</h2>", "</p>");
    assert_eq!(epub(&written, chapter, demoted), ["lost-heading"]);
    assert_eq!(epub(&written, chapter, |text| text.replace("harpooneers", "")), ["lost-text"]);
    assert_eq!(epub(&written, chapter, |text| text.replace("    second line", "second line")), ["lost-code"]);
    let undone = |text: &str| text.replace("<td", "<span").replace("</td>", "</span>");
    let told = epub(&written, chapter, undone);
    assert!(told.len() == 4 && told.iter().all(|code| *code == "lost-cell"), "{told:?}");
    assert_eq!(
        epub(&written, chapter, |text| text.replace("https://example.org/whale", "https://example.org/")),
        ["lost-link"]
    );
    assert_eq!(epub(&written, chapter, |text| text.replace("alt=\"A wheel\"", "alt=\"Wheel\"")), ["lost-image"]);
    assert_eq!(epub(&written, "content.opf", |text| text.replace("Melville", "")), ["lost-property"]);
}

#[test]
fn damage_to_a_docx_is_seen() {
    let written = written("tests/data/proof.md");
    let main = "word/document.xml";
    assert_eq!(docx(&written, main, |text| text.replace("\"Heading2\"", "\"Heading3\"")), ["lost-heading"]);
    assert_eq!(docx(&written, main, |text| text.replace("harpooneers", "")), ["lost-text"]);
    assert_eq!(docx(&written, main, |text| text.replace("    second line", "second line")), ["lost-code"]);
    assert_eq!(docx(&written, main, |text| text.replace("4,711", "")), ["lost-text", "lost-cell"]);
    assert_eq!(docx(&written, "word/_rels/document.xml.rels", |text| text.replace("org/whale", "org/")), ["lost-link"]);
    assert_eq!(docx(&written, "docProps/core.xml", |text| text.replace("whaling", "")), ["lost-property"]);
    assert_eq!(docx(&written, "word/footnotes.xml", |text| text.replace("dread", "")), ["lost-text"]);
}

#[test]
fn damage_to_a_pdf_is_seen() {
    let written = written("tests/data/proof.md");
    let heading = |element: &mut Dictionary| {
        let found = is(element, b"H2");
        if found {
            element.set("S", Object::Name(b"P".to_vec()));
        }
        found
    };
    assert_eq!(pdf(&written, heading), ["lost-heading"]);
    let emptied =
        |kind: &'static [u8]| move |element: &mut Dictionary| is(element, kind) && element.remove(b"K").is_some();
    assert_eq!(pdf(&written, emptied(b"TD")), ["lost-text", "lost-cell"]);
    assert_eq!(pdf(&written, emptied(b"Note")), ["lost-text"]);
    assert_eq!(pdf(&written, |element| is(element, b"Formula") && element.remove(b"Alt").is_some()), ["lost-formula"]);
    assert_eq!(pdf(&written, |info| info.has(b"Producer") && info.remove(b"Title").is_some()), ["lost-property"]);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    let written = written("tests/data/proof.md");
    let half = |bytes: &[u8]| bytes[..bytes.len() / 2].to_vec();
    assert!(matches!(readback::pdf::read(&half(&written.pdf)), Err(Error::Pdf(_))));
    assert!(matches!(readback::epub::read(&half(&written.epub)), Err(Error::Archive(_))));
    assert!(matches!(readback::docx::read(&half(&written.docx)), Err(Error::Archive(_))));
    let torn = repacked(&written.docx, "word/document.xml", |text| text.replace("</w:body>", ""));
    assert!(matches!(readback::docx::read(&torn), Err(Error::Xml(..))));
    let mut document = Document::load_mem(&written.pdf).unwrap();
    document.catalog_mut().unwrap().remove(b"StructTreeRoot");
    let mut untagged = Vec::new();
    document.save_to(&mut untagged).unwrap();
    assert!(matches!(readback::pdf::read(&untagged), Err(Error::Untagged)));
}
