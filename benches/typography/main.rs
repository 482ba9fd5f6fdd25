//! How well a document is set, and how much of that is owed to breaking its paragraphs as wholes: figures of its lines beside
//! those of the same text, type and measure set line by line.
//!
//! `cargo bench --bench typography -- FILE [--style NAME]`; without a file, the handbook.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a benchmark may panic and prints its figures, which are far below 2^52"
)]

mod lines;
mod report;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use report::Report;
use trefoil::source::Project;
use trefoil::style::StyleSheet;
use trefoil::text::{FontLibrary, SystemFonts};
use trefoil::{layout, markdown, resolve, source};

fn main() {
    let (path, style) = arguments();
    let (project, _) = source::open(Some(&path), Path::new(".")).expect("a document to read");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (optimal, took) = measure(&project, &style, "optimal", folder.path());
    let (greedy, greedy_took) = measure(&project, &style, "first-fit", folder.path());
    println!("{} in {style}\n\n{:<38}{:>18}{:>18}", path.display(), "", "optimal", "first fit");
    for ((name, figure), (_, other)) in optimal.rows().into_iter().zip(greedy.rows()) {
        println!("{name:<38}{figure:>18}{other:>18}");
    }
    let seconds = |took: Duration| format!("{:.3} s", took.as_secs_f64());
    println!("{:<38}{:>18}{:>18}", "layout, best of five", seconds(took), seconds(greedy_took));
    println!("\noutside 0.8 to 1.5: {:.2} % against {:.2} %", 100.0 * optimal.outside(), 100.0 * greedy.outside());
}

fn arguments() -> (PathBuf, String) {
    let mut path = PathBuf::from("source/handbook");
    let mut style = "book".to_owned();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // What cargo says to every benchmark.
            "--bench" => {}
            "--style" => style = arguments.next().expect("a style sheet after --style"),
            _ => path = PathBuf::from(argument),
        }
    }
    (path, style)
}

/// The figures of a document whose lines are broken in that way, and how long its layout took.
fn measure(project: &Project, style: &str, breaking: &str, folder: &Path) -> (Report, Duration) {
    let files = project.files();
    let (mut document, _) = markdown::read(project);
    // A sheet that extends the wanted one says how to break lines.
    let base = std::fs::canonicalize(style).map_or_else(|_| style.to_owned(), |path| path.display().to_string());
    let sheet = format!("extends = {base:?}\n[body]\nline-breaking = {breaking:?}\n");
    std::fs::write(folder.join("breaking.toml"), sheet).expect("a style sheet");
    let (sheet, messages) = StyleSheet::load("breaking.toml", folder, &mut document.sources);
    assert!(messages.is_empty(), "{messages:?}");
    let (library, _) = FontLibrary::load(project.fonts_dir.as_deref(), SystemFonts::Use);
    let (resolved, _) = resolve::resolve(document, &sheet, &files);
    let mut least = Duration::MAX;
    let mut report = Report::default();
    for _ in 0..5 {
        let start = Instant::now();
        let (layout, messages) = layout::layout(&resolved, &sheet, &library);
        least = least.min(start.elapsed());
        let overfull = messages.iter().filter(|message| message.code == "overfull-line").count();
        report = Report::new(&lines::read(&layout, &library), overfull);
    }
    (report, least)
}
