//! Real documents, written by others: every one becomes three editions in which nothing is lost.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::path::{Path, PathBuf};

use trefoil::diagnostic::Severity;
use trefoil::edition::{Build, Format, Options, build};
use trefoil::text::SystemFonts;

fn options(formats: &[Format], style: Option<&str>) -> Options {
    Options {
        formats: formats.to_vec(),
        style: style.map(str::to_owned),
        reference_doc: None,
        verify: true,
        page_list: true,
        pages: None,
        imposition: None,
        pdf_version: trefoil::pdf::PdfVersion::default(),
        system_fonts: SystemFonts::Use,
        timestamp: Some(0),
    }
}

/// Builds editions of a document and says what is wrong with the outcome, if anything is.
fn faults(path: &Path, formats: &[Format], style: Option<&str>) -> Vec<String> {
    let options = options(formats, style);
    let outcome = match build(Some(path), Path::new("."), &Build { options: &options, observer: &|_| {} }) {
        Ok(outcome) => outcome,
        Err(error) => return vec![format!("{}: {error}", path.display())],
    };
    let mut faults = Vec::new();
    if outcome.editions.len() != formats.len() {
        faults.push(format!("{}: only {} editions", path.display(), outcome.editions.len()));
    }
    for diagnostic in &outcome.diagnostics {
        let place = diagnostic.span.and_then(|span| {
            let inside = outcome.sources.get(span.file).is_some_and(|file| file.text.get(span.range()).is_some());
            outcome.sources.position(span).filter(|_| inside)
        });
        if diagnostic.span.is_some() && place.is_none() {
            faults.push(format!("{}: no such place: {diagnostic:?}", path.display()));
        }
        if diagnostic.severity == Severity::Error {
            faults.push(format!("{}: {place:?}: {}", path.display(), diagnostic.message));
        }
    }
    faults
}

/// The documents of the corpus; none without one.
fn files() -> Vec<PathBuf> {
    let Some(corpus) = support::corpus() else { return Vec::new() };
    let mut files: Vec<_> = std::fs::read_dir(corpus)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md") && !path.ends_with("MANIFEST.md"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn nothing_is_lost_from_real_documents() {
    let faults: Vec<String> = files().iter().flat_map(|path| faults(path, &Format::ALL, None)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Fonts, measures and numbering differ from style to style, and with them what stands in a line of the PDF.
#[test]
fn nothing_is_lost_from_the_pages_of_any_style() {
    for style in ["book", "report", "manuscript"] {
        let faults: Vec<String> = files().iter().flat_map(|path| faults(path, &[Format::Pdf], Some(style))).collect();
        assert!(faults.is_empty(), "{style}: {}", faults.join("\n"));
    }
}

#[test]
fn nothing_is_lost_from_our_own_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let faults: Vec<String> = ["source/briefing", "source/handbook", "tests/data/every-node.md"]
        .iter()
        .flat_map(|p| faults(&root.join(p), &Format::ALL, None))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
