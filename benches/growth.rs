//! How time and memory grow with the text: a document once, five times and twenty times over, laid out without being written,
//! each in a process of its own. `cargo bench --bench growth -- FILE [--style NAME]`; without a file, a chapter of the handbook.
//!
//! Time in proportion to the text and less memory than ten times the source and 60 MB are what is wanted.
#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    missing_docs,
    reason = "a benchmark may panic and prints its figures, which are far below 2^52"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use trefoil::style::StyleSheet;
use trefoil::text::FontLibrary;
use trefoil::{layout, markdown, resolve, source};

const TIMES: [usize; 3] = [1, 5, 20];

fn main() {
    let mut path = PathBuf::from("source/handbook/02-markdown.md");
    let mut style = "book".to_owned();
    let mut times = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            // What cargo says to every benchmark.
            "--bench" => {}
            "--style" => style = arguments.next().expect("a style sheet after --style"),
            "--times" => times = arguments.next().and_then(|times| times.parse().ok()),
            _ => path = PathBuf::from(argument),
        }
    }
    match times {
        Some(times) => once(&path, &style, times),
        None => TIMES.into_iter().for_each(|times| apart(&path, &style, times)),
    }
}

/// Runs [`once`] in a process of its own, whose peak of memory is nobody else's.
fn apart(path: &Path, style: &str, times: usize) {
    let program = std::env::current_exe().expect("this program");
    let mut command = Command::new(program);
    command.arg(path).args(["--style", style, "--times", &times.to_string()]);
    assert!(command.status().expect("it runs").success());
}

/// Lays the document out so many times over, once, and says what that took.
fn once(path: &Path, style: &str, times: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let many = folder.path().join("many.md");
    let text = std::fs::read_to_string(path).expect("a document to read");
    std::fs::write(&many, vec![text; times].join("\n\n")).expect("a file");
    let start = Instant::now();
    let (project, _) = source::open(Some(&many), Path::new(".")).expect("a document to read");
    let size = project.sources.iter().map(|(_, file)| file.text.len()).sum::<usize>();
    let files = project.files();
    let (document, _) = markdown::read(&project);
    drop(project);
    let read = start.elapsed();
    let sheet = StyleSheet::bundled(style).expect("a bundled style");
    let library = FontLibrary::bundled();
    let (resolved, _) = resolve::resolve(document, &sheet, &files);
    let start = Instant::now();
    let (layout, _) = layout::layout(&resolved, &sheet, &library);
    let took = start.elapsed();
    let megabytes = size as f64 / 1e6;
    println!(
        "× {times:<3} {megabytes:>6.2} MB {:>6} pages: read in {:.3} s, laid out in {:.3} s, {:.3} s for each MB{}",
        layout.pages.len(),
        read.as_secs_f64(),
        took.as_secs_f64(),
        took.as_secs_f64() / megabytes,
        peak().map_or_else(String::new, |peak| {
            let wanted = 10.0 * megabytes + 60.0;
            format!("; at most {:.1} MB in use ({wanted:.1} wanted)", peak as f64 * 1024.0 / 1e6)
        }),
    );
}

/// The most memory that was in use, in KiB (`proc_pid_status(5)`).
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
}
