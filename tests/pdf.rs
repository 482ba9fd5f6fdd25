//! Whole documents to PDF, judged by programs that nobody here wrote.

use std::path::{Path, PathBuf};
use std::process::Command;

use trefoil::{layout, markdown, pdf, resolve, source, style, text};

/// The PDF of a Markdown file, with the style of that name.
fn pdf_of(source: &Path, style_name: &str) -> Option<Vec<u8>> {
    let (project, _) = source::open(Some(source), Path::new(".")).ok()?;
    let (document, _) = markdown::read(&project);
    let sheet = style::StyleSheet::bundled(style_name)?;
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    let library = text::FontLibrary::bundled();
    let (pages, _) = layout::layout(&resolved, &sheet, &library);
    pdf::write(&resolved, &sheet, &pages, &library).ok().map(|(bytes, _)| bytes)
}

/// The document with every kind of node, and the corpus where `TREFOIL_CORPUS` says that there is one.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")];
    folders.extend(std::env::var_os("TREFOIL_CORPUS").map(PathBuf::from));
    let files =
        folders.iter().filter_map(|folder| folder.read_dir().ok()).flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    files.sort();
    files
}

#[test]
fn qpdf_finds_nothing_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    // With `TREFOIL_KEEP` the files stay there, to be looked at or judged by other programs.
    let folder = std::env::var_os("TREFOIL_KEEP").map_or_else(|| folder.path().to_owned(), PathBuf::from);
    for source in sources() {
        let name = source.file_stem().expect("a name").to_string_lossy().into_owned();
        let path = folder.join(format!("{name}.pdf"));
        std::fs::write(&path, pdf_of(&source, "article").expect("a PDF")).expect("written");
        let Ok(checked) = Command::new("qpdf").arg("--check").arg(&path).output() else { return };
        assert!(checked.status.success(), "{name}: {}", String::from_utf8_lossy(&checked.stdout));
    }
}
