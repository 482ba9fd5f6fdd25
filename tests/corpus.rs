//! Real documents, written by others: every one becomes three editions in which nothing is lost.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::path::Path;

use trefoil::diagnostic::Severity;
use trefoil::edition::{Build, Format, Options, build};
use trefoil::text::SystemFonts;

fn options() -> Options {
    Options {
        formats: Format::ALL.to_vec(),
        style: None,
        reference_doc: None,
        verify: true,
        page_list: true,
        pages: None,
        imposition: None,
        system_fonts: SystemFonts::Use,
        timestamp: Some(0),
    }
}

/// Builds a document and says what is wrong with the outcome, if anything is.
fn faults(path: &Path) -> Vec<String> {
    let options = options();
    let outcome = match build(Some(path), Path::new("."), &Build { options: &options, observer: &|_| {} }) {
        Ok(outcome) => outcome,
        Err(error) => return vec![format!("{}: {error}", path.display())],
    };
    let mut faults = Vec::new();
    if outcome.editions.len() != 3 {
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

#[test]
fn nothing_is_lost_from_real_documents() {
    let Some(corpus) = support::corpus() else { return };
    let mut files: Vec<_> = std::fs::read_dir(corpus)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md") && !path.ends_with("MANIFEST.md"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let faults: Vec<String> = files.iter().flat_map(|path| faults(path)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn nothing_is_lost_from_our_own_documents() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let faults: Vec<String> = ["source/briefing", "source/handbook", "tests/data/every-node.md"]
        .iter()
        .flat_map(|p| faults(&root.join(p)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
