//! The proof finds what is lost, says where, and says nothing where all is there.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get is its failure")]

use std::path::Path;

use trefoil::diagnostic::{Diagnostic, Diagnostics};
use trefoil::readback::{self, Readback, Target};
use trefoil::resolve::{self, Resolved};
use trefoil::style::StyleSheet;
use trefoil::text::FontLibrary;
use trefoil::{docx, epub, layout, markdown, pdf, source, verify};

struct Editions {
    resolved: Resolved,
    read: Vec<Readback>,
}

fn editions(path: &str) -> Editions {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let (project, _) = source::open(Some(&path), Path::new(".")).unwrap();
    let (document, _) = markdown::read(&project);
    let sheet = StyleSheet::bundled("article").unwrap();
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    let library = FontLibrary::bundled();
    let (layout, _) = layout::layout(&resolved, &sheet, &library);
    let pdf = pdf::write(&resolved, &sheet, &layout, &library).unwrap().0;
    let epub = epub::write(&resolved, &sheet, &library, Some(&layout)).unwrap().0;
    let docx = docx::write(&resolved, &sheet, &library, Some(&layout), None).unwrap().0;
    let read = vec![
        readback::pdf::read(&pdf).unwrap(),
        readback::epub::read(&epub).unwrap(),
        readback::docx::read(&docx).unwrap(),
    ];
    Editions { resolved, read }
}

fn told(diagnostics: &Diagnostics) -> Vec<&'static str> {
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// What is told after something was done to an edition that was complete.
fn after(editions: &Editions, change: impl Fn(&mut Readback)) -> Vec<Diagnostics> {
    editions
        .read
        .iter()
        .map(|read| {
            let mut read = read.clone();
            change(&mut read);
            verify::verify(&editions.resolved, &read)
        })
        .collect()
}

fn line(editions: &Editions, diagnostic: &Diagnostic) -> String {
    let Some(span) = diagnostic.span else { return String::new() };
    editions.resolved.sources.slice(span).to_owned()
}

fn remove(text: &mut String, part: &str) {
    let at = text.find(part).unwrap_or_else(|| panic!("no {part}"));
    text.replace_range(at..at + part.len(), "");
}

#[test]
fn complete_editions_pass() {
    let editions = editions("tests/data/every-node.md");
    for read in &editions.read {
        let diagnostics = verify::verify(&editions.resolved, read);
        assert!(diagnostics.is_empty(), "{}: {diagnostics:#?}", read.edition);
    }
}

#[test]
fn every_loss_is_found_in_its_place() {
    let editions = editions("tests/data/proof.md");
    for (edition, diagnostics) in editions.read.iter().zip(after(&editions, |_| {})) {
        assert!(diagnostics.is_empty(), "{}: {diagnostics:#?}", edition.edition);
    }

    for diagnostics in after(&editions, |read| remove(&mut read.body.text, "harpooneers")) {
        assert_eq!(told(&diagnostics), ["lost-text"], "{diagnostics:#?}");
        assert!(diagnostics[0].message.contains("harpooneers"), "{}", diagnostics[0].message);
        assert!(line(&editions, &diagnostics[0]).contains("harpooneers"));
    }
    for diagnostics in after(&editions, |read| remove(&mut read.body.text, "Asecondparagraph,quiteshort.")) {
        assert_eq!(told(&diagnostics), ["lost-text"], "{diagnostics:#?}");
        assert!(line(&editions, &diagnostics[0]).contains("A second paragraph"));
    }
    // Two paragraphs in the wrong order.
    for diagnostics in after(&editions, |read| {
        remove(&mut read.body.text, "Asecondparagraph,quiteshort.");
        read.body.text.push_str("Asecondparagraph,quiteshort.");
    }) {
        assert_eq!(told(&diagnostics), ["lost-text"], "{diagnostics:#?}");
    }
    // A short cell.
    for diagnostics in after(&editions, |read| remove(&mut read.body.text, "4,711")) {
        assert_eq!(told(&diagnostics), ["lost-text"], "{diagnostics:#?}");
    }
    for diagnostics in after(&editions, |read| remove(&mut read.notes.text, "dread")) {
        assert_eq!(told(&diagnostics), ["lost-text"], "{diagnostics:#?}");
    }
    for diagnostics in after(&editions, |read| read.body.note_marks -= 1) {
        assert_eq!(told(&diagnostics), ["lost-note"]);
    }
    for diagnostics in after(&editions, |read| read.body.links.retain(|link| !matches!(link, Target::External(_)))) {
        assert_eq!(told(&diagnostics), ["lost-link"]);
        assert!(line(&editions, &diagnostics[0]).contains("https://example.org/whale"));
    }
    for diagnostics in after(&editions, |read| read.body.links.retain(|link| matches!(link, Target::External(_)))) {
        assert_eq!(told(&diagnostics), ["lost-link"]);
    }
    for diagnostics in after(&editions, |read| read.body.images.clear()) {
        assert_eq!(told(&diagnostics), ["lost-image"]);
        assert!(line(&editions, &diagnostics[0]).contains("A wheel"));
    }
    for diagnostics in after(&editions, |read| {
        read.body.formulas.pop();
    }) {
        assert_eq!(told(&diagnostics), ["lost-formula"]);
    }
}

#[test]
fn an_empty_edition_is_told_in_few_words() {
    let editions = editions("tests/data/every-node.md");
    for diagnostics in after(&editions, |read| *read = Readback { edition: read.edition, ..Readback::default() }) {
        assert!(!diagnostics.is_empty() && diagnostics.len() <= 21, "{}", diagnostics.len());
    }
}
