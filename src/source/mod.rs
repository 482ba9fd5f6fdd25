//! The project on disk: its settings, its source files, and what they may read beside them.
//!
//! **Invariant:** nothing outside the project's folder is ever read, and nothing is fetched.

mod files;
mod open;
mod toml;
mod value;
mod yaml;

pub use files::{Files, ReadError};
pub use open::{Error, open};
pub use value::{Entry, Value, ValueKind};
pub use yaml::front_matter;

use std::path::PathBuf;

use crate::diagnostic::{FileId, Sources, Span};

/// What is to be built: source files with their settings, all read into memory.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The folder that nothing outside of is read: that of `trefoil.toml`, or of the Markdown file.
    pub root: PathBuf,
    /// The source files in reading order.
    pub inputs: Vec<Input>,
    /// Every file read so far.
    pub sources: Sources,
    /// What `trefoil.toml` says, apart from `chapters`, `output`, `fonts`, `reference-doc` and the table `style`; front matter goes before it.
    pub settings: Vec<Entry>,
    /// Where `trefoil.toml` has a table `[style]`, which is a style sheet of its own: its key.
    pub style: Option<Span>,
    /// The name of the editions, without extension.
    pub output: String,
    /// Where the editions go when nobody says otherwise.
    pub output_dir: PathBuf,
    /// The project's own fonts.
    pub fonts_dir: Option<PathBuf>,
    /// The template that the DOCX takes its styles from, and where the project file names it.
    pub reference_doc: Option<(PathBuf, Span)>,
    /// The latest change of any input, in seconds since 1970-01-01 UTC.
    pub modified: Option<u64>,
}

/// A source file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its text is in [`Project::sources`].
    pub file: FileId,
    /// Its path relative to the root, with `/`.
    pub path: String,
}

impl Project {
    /// The safe reader for what the sources name.
    #[must_use]
    pub fn files(&self) -> Files {
        Files::new(&self.root, &self.inputs)
    }
}
