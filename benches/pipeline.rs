//! How long each stage takes on a long document: `TREFOIL_BENCH=book.md cargo bench`. Without the variable, a book of
//! made-up prose stands in.
#![allow(
    clippy::expect_used,
    missing_docs,
    reason = "a benchmark may panic, and criterion writes functions of its own"
)]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use trefoil::edition::{Build, Format, Options, build};
use trefoil::style::StyleSheet;
use trefoil::text::{FontLibrary, SystemFonts};
use trefoil::{docx, epub, layout, markdown, pdf, resolve, source};

/// The document to measure on; the folder keeps a made-up one alive.
fn document() -> (PathBuf, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = std::env::var_os("TREFOIL_BENCH").map_or_else(
        || {
            let paragraph = "It was a day like any other, and yet the harbour lay so still that one might have heard \
                the gulls think; nobody, it seemed, had told the wind that there was work to be done. ";
            let chapter =
                |n: usize| format!("## Chapter {n}\n\n{}\n", format!("{}\n\n", paragraph.repeat(4)).repeat(40));
            let path = folder.path().join("book.md");
            std::fs::write(&path, (1..=40).map(chapter).collect::<String>()).expect("a file in it");
            path
        },
        PathBuf::from,
    );
    (path, folder)
}

fn stages(c: &mut Criterion) {
    let (path, _folder) = document();
    let mut group = c.benchmark_group("stages");
    group.sample_size(10);
    let (project, _) = source::open(Some(&path), Path::new(".")).expect("a document to read");
    group.bench_function("read", |b| b.iter(|| markdown::read(black_box(&project))));
    let sheet = StyleSheet::bundled("book").expect("the bundled style");
    let library = FontLibrary::bundled();
    let (document, _) = markdown::read(&project);
    let files = project.files();
    group.bench_function("resolve", |b| b.iter(|| resolve::resolve(document.clone(), &sheet, &files)));
    let (resolved, _) = resolve::resolve(document.clone(), &sheet, &files);
    group.bench_function("lay out", |b| b.iter(|| layout::layout(&resolved, &sheet, &library)));
    let (pages, _) = layout::layout(&resolved, &sheet, &library);
    group.bench_function("write PDF", |b| {
        b.iter(|| pdf::write(&resolved, &sheet, &pages, &library, pdf::PdfVersion::default()))
    });
    group.bench_function("write EPUB", |b| b.iter(|| epub::write(&resolved, &sheet, &library, Some(&pages))));
    group.bench_function("write DOCX", |b| b.iter(|| docx::write(&resolved, &sheet, &library, Some(&pages), None)));
    group.finish();
}

fn whole(c: &mut Criterion) {
    let (path, _folder) = document();
    let mut group = c.benchmark_group("build");
    group.sample_size(10);
    for (name, verify) in [("all three, verified", true), ("all three", false)] {
        let options = Options {
            formats: Format::ALL.to_vec(),
            style: Some("book".into()),
            reference_doc: None,
            verify,
            page_list: true,
            pages: None,
            imposition: None,
            pdf_version: pdf::PdfVersion::default(),
            system_fonts: SystemFonts::Ignore,
            timestamp: Some(0),
        };
        let job = Build { options: &options, observer: &|_| {} };
        group.bench_function(name, |b| b.iter(|| build(Some(&path), Path::new("."), &job)));
    }
    group.finish();
}

/// The DOCX of 10,000 paragraphs, about 1,100 pages: less than 0.4 s on two cores is what is wanted of it.
fn long(c: &mut Criterion) {
    let sentence =
        "It was a day like any other, and yet the harbour lay so *still* that one might have heard the gulls think. ";
    let chapter = |n: usize| format!("# Chapter {n}\n\n{}\n", format!("{}\n\n", sentence.repeat(2)).repeat(50));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("long.md");
    std::fs::write(&path, (1..=200).map(chapter).collect::<String>()).expect("a file in it");
    let (project, _) = source::open(Some(&path), Path::new(".")).expect("a document to read");
    let sheet = StyleSheet::bundled("book").expect("the bundled style");
    let library = FontLibrary::bundled();
    let (document, _) = markdown::read(&project);
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    let mut group = c.benchmark_group("long");
    group.sample_size(10);
    group.bench_function("DOCX of 10,000 paragraphs", |b| {
        b.iter(|| docx::write(&resolved, &sheet, &library, None, None));
    });
    group.finish();
}

criterion_group!(benches, stages, long, whole);
criterion_main!(benches);
