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
mod setting;

use std::path::{Path, PathBuf};
use std::time::Duration;

use trefoil::source;
use trefoil::text::SystemFonts;

fn main() {
    let (path, style) = arguments();
    let (project, _) = source::open(Some(&path), Path::new(".")).expect("a document to read");
    let (optimal, took) = setting::measure(&project, &style, "optimal", SystemFonts::Use, 5);
    let (greedy, greedy_took) = setting::measure(&project, &style, "first-fit", SystemFonts::Use, 5);
    println!("{} in {style}\n\n{:<44}{:>18}{:>18}", path.display(), "", "optimal", "first fit");
    for ((name, figure), (_, other)) in optimal.rows().into_iter().zip(greedy.rows()) {
        println!("{name:<44}{figure:>18}{other:>18}");
    }
    let seconds = |took: Duration| format!("{:.3} s", took.as_secs_f64());
    println!("{:<44}{:>18}{:>18}", "layout, best of five", seconds(took), seconds(greedy_took));
    println!("\nloosest lines:");
    for (page, ratio, text) in &optimal.loosest {
        println!("  page {page:>4}  {ratio:.2}  {}", text.trim_end());
    }
    for (page, text) in &optimal.ladders {
        println!("\nladder on page {page}: {text}");
    }
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
