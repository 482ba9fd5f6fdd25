//! What the whole-document tests share.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "every test file uses some of it; a test may panic and say why it is skipped"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use trefoil::diagnostic::Diagnostics;
use trefoil::layout::{GlyphRun, Layout, Paint};
use trefoil::resolve::{self, Resolved};
use trefoil::style::StyleSheet;
use trefoil::text::FontLibrary;
use trefoil::{docx, epub, layout, markdown, pdf, source};

/// A document and its editions as bytes.
pub struct Written {
    pub resolved: Resolved,
    pub pdf: Vec<u8>,
    pub epub: Vec<u8>,
    pub docx: Vec<u8>,
}

/// Writes the editions of a file of the repository, in the style `article`.
pub fn written(path: &str) -> Written {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let (project, _) = source::open(Some(&path), Path::new(".")).unwrap();
    let (document, _) = markdown::read(&project);
    let sheet = StyleSheet::bundled("article").unwrap();
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    let library = FontLibrary::bundled();
    let (layout, _) = layout::layout(&resolved, &sheet, &library);
    Written {
        pdf: pdf::write(&resolved, &sheet, &layout, &library, pdf::PdfVersion::default()).unwrap().0,
        epub: epub::write(&resolved, &sheet, &library, Some(&layout)).unwrap().0,
        docx: docx::write(&resolved, &sheet, &library, Some(&layout), None).unwrap().0,
        resolved,
    }
}

/// Where a user's own fonts are, on Linux (XDG Base Directory Specification).
pub const USER_FONTS: &str = ".local/share/fonts";

/// A folder of its own for one test, with files in it.
pub struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    /// A folder with these files.
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        Self { folder }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The bytes of a file in it.
    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path().join(name)).unwrap()
    }

    /// The names of everything in it, folders' contents included, in order.
    pub fn names(&self) -> Vec<String> {
        fn walk(folder: &Path, base: &Path, out: &mut Vec<String>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, base, out);
                } else {
                    out.push(path.strip_prefix(base).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        let mut names = Vec::new();
        walk(self.path(), self.path(), &mut names);
        names.sort();
        names
    }

    /// Runs `trefoil` in it.
    pub fn trefoil(&self, arguments: &[&str]) -> Run {
        Run::from(self.command(arguments).output().unwrap())
    }

    /// The same, where it is the home of a user, who has fonts installed in [`USER_FONTS`].
    pub fn trefoil_at_home(&self, arguments: &[&str]) -> Run {
        let mut command = self.command(arguments);
        command.env("HOME", self.path()).env("XDG_DATA_HOME", self.path().join(".local/share"));
        Run::from(command.output().unwrap())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trefoil"));
        command.args(arguments).current_dir(self.path()).env_remove("SOURCE_DATE_EPOCH");
        command
    }
}

/// What a run of the program came to.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The layout of a text in a bundled style with these lines added, and what there is to say of it.
pub fn laid_out(bundled: &str, text: &str, style: &str) -> (Layout, Diagnostics) {
    laid_out_with(&[], bundled, text, style)
}

/// The same with files that the text names.
pub fn laid_out_with(files: &[(&str, &[u8])], bundled: &str, text: &str, style: &str) -> (Layout, Diagnostics) {
    let sheet = format!("extends = \"{bundled}\"\n{style}\n");
    let own: [(&str, &[u8]); 2] = [("a.md", text.as_bytes()), ("house.toml", sheet.as_bytes())];
    let folder = Folder::with(&[&own, files].concat());
    let (project, _) = source::open(Some(&folder.path().join("a.md")), folder.path()).unwrap();
    let (mut document, _) = markdown::read(&project);
    let (sheet, told) = StyleSheet::load("house.toml", folder.path(), &mut document.sources);
    assert_eq!(told, Vec::new());
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    layout::layout(&resolved, &sheet, &FontLibrary::bundled())
}

/// Every run of glyphs on the pages, in painting order.
pub fn glyph_runs(layout: &Layout) -> impl Iterator<Item = &GlyphRun> {
    layout.pages.iter().flat_map(|page| &page.items).filter_map(|item| match &item.paint {
        Paint::Text(run) => Some(run),
        _ => None,
    })
}

/// The folder of real documents, where the variable names it; says so when it does not.
pub fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("TREFOIL_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: TREFOIL_CORPUS does not name the folder of real documents");
    }
    folder
}
