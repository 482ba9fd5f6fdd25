//! Setting a document in order to measure it.

use std::path::Path;
use std::time::{Duration, Instant};

use trefoil::source::Project;
use trefoil::style::StyleSheet;
use trefoil::text::{FontLibrary, SystemFonts};
use trefoil::{layout, markdown, resolve};

use crate::lines;
use crate::report::Report;

/// The figures of a document whose lines are broken in that way, and how long its layout took at best in so many runs.
pub(crate) fn measure(
    project: &Project,
    style: &str,
    breaking: &str,
    fonts: SystemFonts,
    runs: usize,
) -> (Report, Duration) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = project.files();
    let (mut document, _) = markdown::read(project);
    // A sheet that extends the wanted one says how to break lines.
    let base = std::fs::canonicalize(style).map_or_else(|_| style.to_owned(), |path| path.display().to_string());
    let sheet = format!("extends = {base:?}\n[body]\nline-breaking = {breaking:?}\n");
    let own = folder.path().join("breaking.toml");
    std::fs::write(&own, sheet).expect("a style sheet");
    let (sheet, messages) = StyleSheet::load(&own.to_string_lossy(), Path::new("/"), &mut document.sources);
    assert!(messages.is_empty(), "{messages:?}");
    let (library, _) = FontLibrary::load(project.fonts_dir.as_deref(), fonts);
    let (resolved, _) = resolve::resolve(document, &sheet, &files);
    let mut least = Duration::MAX;
    let mut report = Report::default();
    for _ in 0..runs {
        let start = Instant::now();
        let (layout, messages) = layout::layout(&resolved, &sheet, &library);
        least = least.min(start.elapsed());
        let overfull = messages.iter().filter(|message| message.code == "overfull-line").count();
        report = Report::new(&lines::read(&layout, &library), overfull);
    }
    (report, least)
}
