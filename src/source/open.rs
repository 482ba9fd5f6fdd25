//! Finding and reading the files of a project.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::value::{Entry, Value, ValueKind};
use super::{Input, Project};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Severity, Sources, Span, clean};
use crate::suggest;

/// The name of the project file.
const PROJECT_FILE: &str = "trefoil.toml";
/// Spans count bytes in 32 bits.
const LARGEST: u64 = u32::MAX as u64;

/// Why there is nothing to build.
#[derive(Debug)]
pub enum Error {
    /// Neither a file nor a folder.
    Missing(PathBuf),
    /// A folder without `trefoil.toml`, `source/*.md` or `*.md`.
    NoSources(PathBuf),
    /// `trefoil.toml` asks for what cannot be had, such as a chapter that is not there. An incomplete document is none.
    Project {
        /// What is wrong, with places in the project file.
        diagnostics: Diagnostics,
        /// The files that the places are in.
        sources: Sources,
    },
    /// A source outside the project's folder.
    Outside(PathBuf),
    /// A file larger than 4 GiB.
    TooLarge(PathBuf),
    /// A file that the system does not let us read.
    Io(PathBuf, std::io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(f, "there is no file or folder {}", path.display()),
            Self::NoSources(path) => {
                write!(f, "{} has nothing to build: no {PROJECT_FILE}, no Markdown in source/, no *.md", path.display())
            }
            Self::Project { diagnostics, .. } => {
                write!(f, "{PROJECT_FILE} cannot be followed")?;
                diagnostics.iter().try_for_each(|diagnostic| write!(f, "; {}", diagnostic.message))
            }
            Self::Outside(path) => write!(f, "{} is outside the project's folder", path.display()),
            Self::TooLarge(path) => write!(f, "{} is larger than 4 GiB", path.display()),
            Self::Io(path, error) => write!(f, "{} cannot be read: {error}", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io(_, error) => Some(error),
            _ => None,
        }
    }
}

/// Opens what the command line names: a Markdown file, a folder, a project file, or nothing for the current folder `cwd`.
///
/// # Errors
///
/// When a file is missing or cannot be read, or a folder has no sources. What is wrong *in* a file is a diagnostic.
pub fn open(path: Option<&Path>, cwd: &Path) -> Result<(Project, Diagnostics), Error> {
    let shown = path.unwrap_or(Path::new("."));
    let full = clean(&cwd.join(shown));
    let mut opener = Opener { cwd: cwd.to_path_buf(), project: Project::default(), diagnostics: Vec::new() };
    if full.is_dir() {
        opener.folder(&full, shown)?;
    } else if !full.exists() {
        return Err(Error::Missing(clean(shown)));
    } else if full.file_name().is_some_and(|name| name == PROJECT_FILE) {
        let folder = clean(full.parent().unwrap_or(cwd));
        opener.folder(&folder, shown)?;
    } else {
        opener.single(&full)?;
    }
    Ok((opener.project, opener.diagnostics))
}

struct Opener {
    cwd: PathBuf,
    project: Project,
    diagnostics: Diagnostics,
}

impl Opener {
    fn single(&mut self, file: &Path) -> Result<(), Error> {
        let folder = clean(file.parent().unwrap_or(Path::new("")));
        self.project.output = stem(file);
        self.project.output_dir.clone_from(&folder);
        self.fonts(&folder, None);
        self.project.root = folder;
        self.input(file)
    }

    fn folder(&mut self, root: &Path, shown: &Path) -> Result<(), Error> {
        self.project.root = root.to_path_buf();
        self.project.output_dir = clean(&root.join("out"));
        self.project.output = root
            .canonicalize()
            .ok()
            .and_then(|path| path.file_name().map(|name| name.to_string_lossy().into_owned()))
            .unwrap_or_else(|| "document".into());
        let manifest = clean(&root.join(PROJECT_FILE));
        let mut chapters = None;
        if manifest.is_file() {
            let (file, text) = self.read(&manifest)?;
            let mut entries = super::toml::read(file, &text, &mut self.diagnostics);
            chapters = self.take_list(&mut entries, "chapters");
            self.output(&mut entries);
            let fonts = self.take_text(&mut entries, "fonts");
            self.fonts(root, fonts.as_ref());
            let reference = self.take_text(&mut entries, "reference-doc");
            self.project.reference_doc = reference.map(|(name, span)| (clean(&root.join(name)), span));
            if let Some(i) = entries.iter().position(|e| e.key == "style" && matches!(e.value.kind, ValueKind::Map(_)))
            {
                self.project.style = Some(entries.remove(i).span);
            }
            self.project.settings = entries;
        } else {
            self.fonts(root, None);
        }
        match chapters {
            Some(chapters) => self.chapters(root, chapters),
            None => {
                let mut found = markdown_in(&clean(&root.join("source")))?;
                if found.is_empty() {
                    found = markdown_in(root)?;
                }
                for path in found {
                    self.input(&path)?;
                }
            }
        }
        let stops = |d: &Diagnostic| d.severity == Severity::Error && d.code == "missing-chapter";
        let nothing = self.project.inputs.is_empty();
        if self.diagnostics.iter().any(stops) || (nothing && !self.diagnostics.is_empty()) {
            let sources = std::mem::take(&mut self.project.sources);
            return Err(Error::Project { diagnostics: std::mem::take(&mut self.diagnostics), sources });
        }
        if nothing {
            return Err(Error::NoSources(clean(shown)));
        }
        Ok(())
    }

    fn chapters(&mut self, root: &Path, (chapters, list): (Vec<(String, Span)>, Span)) {
        let missing = |message: String| Diagnostic::error("missing-chapter", message);
        if chapters.is_empty() && self.diagnostics.is_empty() {
            let help = "name the files of the document in their order, or leave `chapters` out";
            self.diagnostics.push(missing("there are no chapters".into()).at(list).help(help));
        }
        for (name, span) in chapters {
            let path = clean(&root.join(&name));
            if !path.is_file() {
                let what = if path.is_dir() { "is a folder" } else { "is not there" };
                let known = markdown_near(root, &name);
                let help = suggest::did_you_mean(&name, known.iter().map(String::as_str))
                    .unwrap_or_else(|| format!("paths are relative to the folder of {PROJECT_FILE}"));
                self.diagnostics.push(missing(format!("the chapter `{name}` {what}")).at(span).help(help));
            } else if let Err(error) = self.input(&path) {
                self.diagnostics.push(missing(format!("the chapter `{name}` cannot be read: {error}")).at(span));
            }
        }
    }

    fn output(&mut self, entries: &mut Vec<Entry>) {
        let Some((name, span)) = self.take_text(entries, "output") else { return };
        if name.contains(['/', '\\', '\0']) || matches!(name.trim(), "" | "." | "..") {
            let message = format!("`{name}` is not a file name");
            let help = "the folder is chosen with `--output`";
            self.diagnostics.push(Diagnostic::error("project-file", message).at(span).help(help));
        } else {
            self.project.output = name;
        }
    }

    fn fonts(&mut self, root: &Path, given: Option<&(String, Span)>) {
        let folder = clean(&root.join(given.map_or("fonts", |(name, _)| name)));
        let found = folder.is_dir();
        if let Some((name, span)) = given.filter(|_| !found) {
            let message = format!("there is no folder `{name}` of fonts");
            let help = format!("paths are relative to the folder of {PROJECT_FILE}");
            self.diagnostics.push(Diagnostic::error("project-file", message).at(*span).help(help));
        }
        self.project.fonts_dir = found.then_some(folder);
    }

    fn input(&mut self, path: &Path) -> Result<(), Error> {
        let io = |error| Error::Io(path.to_path_buf(), error);
        let real = path.canonicalize().map_err(io)?;
        let root = &self.project.root;
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root }.canonicalize().map_err(io)?;
        let Ok(relative) = real.strip_prefix(&root) else { return Err(Error::Outside(path.to_path_buf())) };
        let relative: Vec<String> =
            relative.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let (file, _) = self.read(path)?;
        self.project.inputs.push(Input { file, path: relative.join("/") });
        Ok(())
    }

    /// Reads a text file into the sources. Bytes that are not UTF-8 are an error with a place; the rest is kept.
    fn read(&mut self, path: &Path) -> Result<(FileId, String), Error> {
        let io = |error| Error::Io(path.to_path_buf(), error);
        let metadata = path.metadata().map_err(io)?;
        if metadata.len() > LARGEST {
            return Err(Error::TooLarge(path.to_path_buf()));
        }
        let changed = metadata.modified().ok().and_then(|time| Some(time.duration_since(UNIX_EPOCH).ok()?.as_secs()));
        self.project.modified = self.project.modified.max(changed);
        let bytes = std::fs::read(path).map_err(io)?;
        // Names in messages are those that the user knows.
        let name = path.strip_prefix(&self.cwd).unwrap_or(path);
        let file = FileId(u32::try_from(self.project.sources.iter().count()).unwrap_or(u32::MAX));
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let message = format!("the file is not UTF-8: the byte at offset {offset} cannot be read");
                let place = Span::new(file, offset..offset + '\u{FFFD}'.len_utf8());
                self.diagnostics
                    .push(Diagnostic::error("invalid-utf8", message).at(place).help("save the file as UTF-8"));
                text
            }
        };
        self.project.sources.add(name, text.as_str());
        Ok((file, text))
    }

    fn take_text(&mut self, entries: &mut Vec<Entry>, key: &str) -> Option<(String, Span)> {
        let i = entries.iter().position(|entry| entry.key == key)?;
        let value = entries.remove(i).value;
        let text = value.as_text();
        if text.is_none() {
            self.wrong_type(key, "text", &value);
        }
        text.map(|text| (text, value.span))
    }

    /// A list of texts with their places, and the place of the list.
    fn take_list(&mut self, entries: &mut Vec<Entry>, key: &str) -> Option<(Vec<(String, Span)>, Span)> {
        let i = entries.iter().position(|entry| entry.key == key)?;
        let value = entries.remove(i).value;
        let ValueKind::List(items) = &value.kind else {
            self.wrong_type(key, "a list of files", &value);
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            match item.as_text() {
                Some(text) => texts.push((text, item.span)),
                None => self.wrong_type(key, "a list of files", item),
            }
        }
        Some((texts, value.span))
    }

    fn wrong_type(&mut self, key: &str, wanted: &str, value: &Value) {
        let message = format!("`{key}` is {wanted}, not {}", value.kind_name());
        self.diagnostics.push(Diagnostic::error("wrong-type", message).at(value.span));
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "document".into(), |stem| stem.to_string_lossy().into_owned())
}

/// The Markdown files beside the file that is not there, named as it was named.
fn markdown_near(root: &Path, name: &str) -> Vec<String> {
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    let found = markdown_in(&root.join(folder)).unwrap_or_default();
    let names = found.iter().filter_map(|path| path.file_name());
    names.map(|file| folder.join(file).to_string_lossy().into_owned()).collect()
}

/// The Markdown files in a folder, by name. Files about the repository are not part of the document.
fn markdown_in(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| Error::Io(folder.to_path_buf(), error))?.path();
        let is_markdown = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("md") || e == "markdown");
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if is_markdown && !hidden && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        }
        folder
    }

    #[test]
    fn a_project_file_orders_the_chapters() {
        let folder = project(&[
            ("trefoil.toml", b"title = \"T\"\nchapters = [\"b.md\", \"x/a.md\"]\noutput = \"book\"\n"),
            ("b.md", b"b"),
            ("x/a.md", b"a"),
        ]);
        let (project, diagnostics) = open(None, folder.path()).expect("a project");
        assert_eq!(diagnostics, []);
        assert_eq!(project.inputs.iter().map(|i| i.path.as_str()).collect::<Vec<_>>(), ["b.md", "x/a.md"]);
        assert_eq!((project.output.as_str(), project.settings.len()), ("book", 1));
        assert!(project.modified.is_some());
    }

    #[test]
    fn folders_and_files_are_found() {
        let folder = project(&[("source/2.md", b""), ("source/1.md", b""), ("README.md", b"")]);
        let (found, _) = open(None, folder.path()).expect("a project");
        assert_eq!(found.inputs.iter().map(|i| i.path.as_str()).collect::<Vec<_>>(), ["source/1.md", "source/2.md"]);
        let (single, _) = open(Some(Path::new("README.md")), folder.path()).expect("a file");
        assert_eq!((single.output.as_str(), single.inputs.len()), ("README", 1));
    }

    #[test]
    fn what_is_missing_has_a_message() {
        let folder = project(&[("a/trefoil.toml", b"chapters = [\"none.md\"]"), ("b/x.txt", b"")]);
        let message =
            |path: &str| open(Some(Path::new(path)), folder.path()).map(|_| ()).expect_err("an error").to_string();
        assert_eq!(message("b"), "b has nothing to build: no trefoil.toml, no Markdown in source/, no *.md");
        assert_eq!(message("c"), "there is no file or folder c");
    }

    #[test]
    fn what_a_project_file_asks_for_in_vain_has_a_place() {
        let check = |text: &str, code: &str, place: &str| {
            let folder = project(&[("trefoil.toml", text.as_bytes()), ("first.md", b"")]);
            let Err(Error::Project { diagnostics, sources }) = open(None, folder.path()) else {
                panic!("{text}: read")
            };
            let found: Vec<_> = diagnostics.iter().map(|d| (d.code, sources.slice(d.span.expect("a place")))).collect();
            assert_eq!(found, [(code, place)], "{text}");
        };
        check("chapters = [\"frist.md\"]", "missing-chapter", "frist.md");
        check("chapters = [\"first.md\", \"../x.md\"]", "missing-chapter", "../x.md");
        check("chapters = []", "missing-chapter", "[]");
        check("chapters = [[1]]", "wrong-type", "[1]");
    }

    #[test]
    fn bytes_that_are_not_utf8_are_named() {
        let folder = project(&[("a.md", b"ab\xffcd")]);
        let (project, diagnostics) = open(Some(Path::new("a.md")), folder.path()).expect("a file");
        assert_eq!(diagnostics[0].code, "invalid-utf8");
        assert!(diagnostics[0].message.contains("offset 2"));
        assert_eq!(project.sources.slice(diagnostics[0].span.expect("a place")), "\u{FFFD}");
    }
}
