//! Pages as pictures, beside those that were looked at and found good.
//!
//! With `TREFOIL_UPDATE=1` the pictures in `tests/reference/` are made anew; look at them before they are committed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    missing_docs,
    reason = "tests may panic, and say why they are skipped"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use image::GrayImage;
use image::imageops::{FilterType, resize};
use trefoil::style::StyleSheet;
use trefoil::text::FontLibrary;
use trefoil::{layout, markdown, pdf, resolve, source};

/// How far two pictures of the same page may be apart, as a share of their ink: Poppler's versions smooth letters differently.
const TOLERANCE: f64 = 0.12;

/// Document, style and the pages that are kept.
const KEPT: [(&str, &str, std::ops::RangeInclusive<usize>); 6] = [
    ("source/briefing/briefing.md", "article", 1..=1),
    ("source/briefing/briefing.md", "article", 4..=4),
    ("tests/data/every-node.md", "article", 1..=3),
    ("tests/data/every-node.md", "book", 3..=3),
    ("tests/data/directions.md", "article", 1..=1),
    ("tests/data/scripts.md", "article", 1..=1),
];

/// The pages of a document as pictures; `None` without Poppler.
fn pages(path: &str, style: &str, pages: &std::ops::RangeInclusive<usize>) -> Option<Vec<GrayImage>> {
    let path = root().join(path);
    let (project, _) = source::open(Some(&path), Path::new(".")).unwrap();
    let (document, _) = markdown::read(&project);
    let sheet = StyleSheet::bundled(style).unwrap();
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    let library = FontLibrary::bundled();
    let (laid_out, _) = layout::layout(&resolved, &sheet, &library);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.pdf");
    std::fs::write(&file, pdf::write(&resolved, &sheet, &laid_out, &library, pdf::PdfVersion::default()).unwrap().0)
        .unwrap();
    pages
        .clone()
        .map(|page| {
            let number = page.to_string();
            let picture = folder.path().join(&number);
            let arguments = ["-r", "72", "-gray", "-png", "-singlefile", "-f", &number, "-l", &number];
            let run = Command::new("pdftoppm").args(arguments).arg(&file).arg(&picture).output();
            if !run.is_ok_and(|run| run.status.success()) {
                return None;
            }
            let page = image::open(picture.with_extension("png")).unwrap().into_luma8();
            Some(resize(&page, page.width() / 2, page.height() / 2, FilterType::Triangle))
        })
        .collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The difference of two pictures as a share of the second one's ink; without end where they differ in size.
fn difference(a: &GrayImage, b: &GrayImage) -> f64 {
    if a.dimensions() != b.dimensions() {
        return f64::INFINITY;
    }
    let sum: u32 = a.iter().zip(b.iter()).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
    let ink: u32 = b.iter().map(|level| u32::from(255 - level)).sum();
    f64::from(sum) / f64::from(ink.max(1))
}

#[test]
fn pages_look_as_they_did_when_they_were_looked_at() {
    for (path, style, kept) in &KEPT {
        let Some(found) = pages(path, style, kept) else {
            eprintln!("skipped: pdftoppm is not installed");
            return;
        };
        for (number, page) in kept.clone().zip(found) {
            let name = format!("{}-{style}-{number}.png", Path::new(path).file_stem().unwrap().to_string_lossy());
            let known = root().join("tests/reference").join(&name);
            if std::env::var_os("TREFOIL_UPDATE").is_some() {
                page.save(&known).unwrap();
            }
            let known = image::open(&known).unwrap().into_luma8();
            let apart = difference(&page, &known);
            assert!(
                apart <= TOLERANCE,
                "{name}: {apart:.2} apart; if it is as it should be, run with TREFOIL_UPDATE=1"
            );
            // A line that moves by three points does not pass.
            let moved = GrayImage::from_fn(page.width(), page.height(), |x, y| {
                *page.get_pixel(x, if y > page.height() / 4 && y + 2 < page.height() { y + 2 } else { y })
            });
            assert!(difference(&moved, &known) > TOLERANCE, "{name}: the tolerance is too wide");
        }
    }
}
