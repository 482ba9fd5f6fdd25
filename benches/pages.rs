//! From 500 laid-out pages of prose to a finished tagged PDF: time, and on Linux the most memory that is in use meanwhile. Less
//! than 100 ms on two cores and less than 120 MB are what is wanted.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark may panic and says what it found, and criterion writes functions of its own"
)]

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use trefoil::style::StyleSheet;
use trefoil::text::FontLibrary;
use trefoil::{layout, markdown, pdf, resolve, source};

const PAGES: usize = 500;

/// Prose in which no paragraph is like another, with emphasis and a note now and then.
fn book() -> String {
    const WORDS: [&str; 24] = [
        "harbour",
        "the",
        "of",
        "evening",
        "nobody",
        "office",
        "and",
        "remembered",
        "a",
        "window",
        "before",
        "light",
        "first",
        "that",
        "between",
        "letters",
        "had",
        "stillness",
        "under",
        "which",
        "affairs",
        "morning",
        "to",
        "quietly",
    ];
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        WORDS[(state >> 24) as usize % WORDS.len()]
    };
    let mut text = String::new();
    for chapter in 0..60 {
        text += &format!("# Chapter {chapter}\n\n");
        for paragraph in 0..45 {
            let words: Vec<&str> = (0..90).map(|_| next()).collect();
            let (first, rest) = words.split_at(8);
            text += &format!("{} *{}* {}", first.join(" "), next(), rest.join(" "));
            text += if paragraph % 15 == 7 { "^[A note to it.].\n\n" } else { ".\n\n" };
        }
    }
    text
}

fn pages(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("book.md");
    std::fs::write(&path, book()).expect("a file in it");
    let (project, _) = source::open(Some(&path), Path::new(".")).expect("a document to read");
    let sheet = StyleSheet::bundled("book").expect("the bundled style");
    let library = FontLibrary::bundled();
    let (document, _) = markdown::read(&project);
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    let (whole, _) = layout::layout(&resolved, &sheet, &library);
    assert!(whole.pages.len() >= PAGES, "{} pages", whole.pages.len());
    let laid_out = whole.extract(&(0..PAGES).collect());
    drop(whole);
    let write = || pdf::write(&resolved, &sheet, &laid_out, &library, pdf::PdfVersion::default()).expect("a PDF").0;

    // Writing 5 begins the peak anew (proc(5)).
    let before = std::fs::write("/proc/self/clear_refs", "5").ok().and_then(|()| peak());
    let bytes = write();
    if let (Some(before), Some(after)) = (before, peak()) {
        println!(
            "{PAGES} pages, {} kB: at most {} MB in use, {} MB before",
            bytes.len() / 1000,
            after / 1024,
            before / 1024
        );
    }
    let mut group = c.benchmark_group("pages");
    group.sample_size(20);
    group.bench_function("PDF of 500 pages", |b| b.iter(write));
    group.finish();
}

/// The most memory that was in use, in KiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}

criterion_group!(benches, pages);
criterion_main!(benches);
