//! Real documents are read to the end, and everything said about them has a place.

#![expect(clippy::expect_used, clippy::print_stderr, reason = "a test fails by panicking, and says when it is skipped")]

use std::path::Path;

use trefoil::diagnostic::Severity;
use trefoil::markdown;
use trefoil::model::{InlineKind, visit_inlines};
use trefoil::source;

#[test]
fn every_document_of_the_corpus_is_read() {
    let Some(corpus) = std::env::var_os("TREFOIL_CORPUS") else {
        eprintln!("skipped: TREFOIL_CORPUS is not set");
        return;
    };
    let mut count = 0;
    for entry in std::fs::read_dir(&corpus).expect("the corpus") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "md") {
            read(&path);
            count += 1;
        }
    }
    assert!(count > 5);
}

#[test]
fn the_document_with_every_node_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/every-node.md");
    assert!(read(&path).iter().all(|code| *code == "control-character"));
}

/// Reads a document, holds what the model promises, and gives out the codes of its diagnostics.
fn read(path: &Path) -> Vec<&'static str> {
    let (project, mut diagnostics) = source::open(Some(path), Path::new(".")).expect("a project");
    let (document, more) = markdown::read(&project);
    diagnostics.extend(more);
    let mut ids = std::collections::HashSet::new();
    document.visit(&mut |block| {
        assert!(ids.insert(block.id.clone()), "{} twice in {}", block.id, path.display());
        assert!(!document.sources.slice(block.span).is_empty(), "{}: no place: {block:?}", path.display());
        for sequence in block.inline_sequences() {
            visit_inlines(sequence, &mut |inline| {
                if let InlineKind::Text(text) = &inline.kind {
                    assert!(!text.is_empty() && !text.contains(|c: char| c.is_control()), "{inline:?}");
                }
            });
        }
    });
    for diagnostic in &diagnostics {
        let span = diagnostic.span.expect("a place");
        assert!(
            document.sources.position(span).is_some() && !document.sources.slice(span).is_empty(),
            "{diagnostic:?}"
        );
        assert!(diagnostic.severity <= Severity::Warning, "{diagnostic:?}");
    }
    diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}
