//! How well whole documents are set, by the figures that `cargo bench --bench typography` prints.
#![allow(
    clippy::expect_used,
    clippy::cast_precision_loss,
    dead_code,
    missing_docs,
    reason = "tests may panic; the figures are far below 2^52, and not all that are printed are tested"
)]

#[path = "../benches/typography/lines.rs"]
mod lines;
#[path = "../benches/typography/report.rs"]
mod report;
#[path = "../benches/typography/setting.rs"]
mod setting;

use std::path::Path;

use report::Report;
use trefoil::source;
use trefoil::text::SystemFonts;

fn figures(path: &Path, style: &str, breaking: &str) -> Report {
    let (project, _) = source::open(Some(path), Path::new(".")).expect("a document to read");
    setting::measure(&project, style, breaking, SystemFonts::Ignore, 1).0
}

/// What no typographer would let pass.
fn assert_well_set(report: &Report) {
    assert!(report.justified > 100, "{report:#?}");
    assert!(report.ladders.is_empty() && report.overfull == 0, "{report:#?}");
    assert_eq!((report.widows, report.orphans, report.headings_at_foot), (0, 0, 0), "{report:#?}");
    assert!(report.spreads > 3 && report.uneven.is_empty(), "{report:#?}");
}

/// Prose without mercy for a line breaker: few words, many of them long.
fn prose() -> tempfile::TempDir {
    let words = "the captain of a whale ship considered every circumstance with philosophical indifference and yet \
        he never once mentioned Nantucket without affectionate remembrance for all those who had gone before him into \
        uninterrupted solitude upon extraordinarily treacherous waters";
    let words: Vec<&str> = words.split(' ').collect();
    let mut at = 7_usize;
    let mut text = String::new();
    for paragraph in 0..120 {
        for _ in 0..40 + paragraph % 50 {
            at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
            text.push_str(words[at / 65_536 % words.len()]);
            text.push(' ');
        }
        text.push_str("\n\n");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("prose.md"), text).expect("a document");
    folder
}

#[test]
fn prose_in_a_book_is_even() {
    let folder = prose();
    let path = folder.path().join("prose.md");
    let optimal = figures(&path, "book", "optimal");
    assert_well_set(&optimal);
    assert!(optimal.outside() < 0.04 && optimal.extremes.1 < 1.6, "{optimal:#?}");
    let greedy = figures(&path, "book", "first-fit");
    assert!(optimal.spread < greedy.spread && optimal.hyphenated < greedy.hyphenated, "{optimal:#?} {greedy:#?}");
}

#[test]
fn prose_in_a_narrow_column_is_even() {
    let folder = prose();
    let sheet = folder.path().join("narrow.toml");
    std::fs::write(&sheet, "extends = \"book\"\n[page]\nmargin = \"62pt 113pt 82pt 56pt\"\n").expect("a style sheet");
    let narrow = figures(&folder.path().join("prose.md"), &sheet.to_string_lossy(), "optimal");
    assert!(narrow.spread < 0.16 && narrow.outside() < 0.02, "{narrow:#?}");
    assert!(narrow.ladders.is_empty() && narrow.overfull == 0, "{narrow:#?}");
    let Some(corpus) = std::env::var_os("TREFOIL_CORPUS") else { return };
    let novel = figures(&Path::new(&corpus).join("moby-dick.md"), &sheet.to_string_lossy(), "optimal");
    assert!(novel.spread < 0.15 && novel.outside() < 0.01 && novel.hyphenated * 100 < novel.lines * 4, "{novel:#?}");
    assert!(novel.ladders.is_empty() && novel.overfull == 0, "{novel:#?}");
}

#[test]
fn the_novel_of_the_corpus_is_even() {
    let Some(corpus) = std::env::var_os("TREFOIL_CORPUS") else { return };
    let novel = figures(&Path::new(&corpus).join("moby-dick.md"), "book", "optimal");
    assert_well_set(&novel);
    assert!(novel.spread < 0.14 && novel.outside() < 0.01 && novel.hyphenated * 100 < novel.lines * 4, "{novel:#?}");
}
