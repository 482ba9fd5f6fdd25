//! Finding a style sheet and those it extends.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::de::DeTable;

use super::bundled::{bundled_names, bundled_source};
use super::computed::StyleSheet;
use super::sheet::{Draft, top_string};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Sources, Span, clean};
use crate::suggest;

/// The sheet that every other one extends when it does not say otherwise.
pub(super) const BASE: &str = "base";

/// The style of a document that names none, and what stands in for a sheet that cannot be read.
const DEFAULT: &str = "article";

/// Longest style sheet that is read; the bundled ones are a hundredth of it.
const MAX_BYTES: u64 = 1 << 20;

/// The table of a project file that is a style sheet of its own.
const TABLE: &str = "style";

/// One sheet of a chain.
struct Link {
    file: FileId,
    text: Arc<str>,
    extent: Extent,
}

/// How much of a file is the sheet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    File,
    /// What stands in the table [`TABLE`].
    Table,
}

impl Link {
    /// Runs `work` on the sheet; what cannot be parsed is left out of it.
    fn with_sheet<T>(&self, work: impl FnOnce(&DeTable<'_>, Vec<toml::de::Error>) -> T) -> T {
        let (file, errors) = DeTable::parse_recoverable(&self.text);
        match self.extent {
            Extent::File => work(file.get_ref(), errors),
            // The rest of the file, and its syntax, are read elsewhere.
            Extent::Table => match file.get_ref().get(TABLE).and_then(|value| value.get_ref().as_table()) {
                Some(table) => work(table, Vec::new()),
                None => work(&DeTable::default(), Vec::new()),
            },
        }
    }
}

/// Where a sheet comes from, to know it again.
#[derive(Clone, PartialEq, Eq)]
enum Place {
    Bundled(&'static str),
    File(PathBuf),
    /// The table of a project file that was read before.
    Table(FileId),
}

impl StyleSheet {
    /// The style sheet of a document that names none.
    #[must_use]
    pub fn standard() -> Self {
        bundled(DEFAULT)
    }

    /// Loads a bundled style sheet by its name or a file by its path, relative to `root`, with all that it extends. Files
    /// outside `root` are refused. Never fails: what cannot be read is reported, and `article` or the default value stands in.
    #[must_use]
    pub fn load(name_or_path: &str, root: &Path, sources: &mut Sources) -> (Self, Diagnostics) {
        let mut diagnostics = Vec::new();
        let place = match place(name_or_path, root, root) {
            Ok(place) => place,
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                return (bundled(DEFAULT), diagnostics);
            }
        };
        let name = match &place {
            Place::Bundled(name) => (*name).to_owned(),
            Place::File(path) => path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            Place::Table(_) => TABLE.to_owned(),
        };
        load(&name, place, root, sources, diagnostics)
    }

    /// Loads the style sheet that the table `[style]` of a project file is, with all that it extends: `article` where it
    /// does not say.
    #[must_use]
    pub fn load_table(file: FileId, root: &Path, sources: &mut Sources) -> (Self, Diagnostics) {
        load(TABLE, Place::Table(file), root, sources, Vec::new())
    }
}

fn load(
    name: &str,
    place: Place,
    root: &Path,
    sources: &mut Sources,
    mut diagnostics: Diagnostics,
) -> (StyleSheet, Diagnostics) {
    let chain = chain(place, root, sources, &mut diagnostics);
    let (sheet, mut found) = lay(name, &chain, diagnostics);
    // Where the syntax breaks off, the value is missing too; that is one mistake.
    found.retain(|d| d.code != "bad-value" || d.span.is_none_or(|s| s.start < s.end));
    found.sort_by_key(|d| d.span.map(|s| (s.file, s.start)));
    (sheet, found)
}

/// A bundled style sheet; one without a known name is empty.
pub(super) fn bundled(name: &str) -> StyleSheet {
    let mut chain = Vec::new();
    let mut next = bundled_source(name);
    while let Some(text) = next {
        chain.push(Link { file: FileId::default(), text: text.into(), extent: Extent::File });
        next = match DeTable::parse(text) {
            Ok(sheet) if name != BASE && chain.len() < 8 => {
                let parent = top_string(sheet.get_ref(), "extends").map_or(BASE, |(parent, _)| parent);
                // The base extends nothing, and is the end of every chain.
                let last = std::ptr::eq(text, bundled_source(BASE).unwrap_or_default());
                if last { None } else { bundled_source(parent) }
            }
            _ => None,
        };
    }
    lay(name, &chain, Vec::new()).0
}

/// Lays a chain together, from the base to the sheet itself.
fn lay(name: &str, chain: &[Link], diagnostics: Diagnostics) -> (StyleSheet, Diagnostics) {
    let mut draft = Draft::new();
    draft.diagnostics = diagnostics;
    for link in chain.iter().rev() {
        // What cannot be parsed was reported when the chain was made; the rest of it counts all the same.
        link.with_sheet(|sheet, _| draft.apply(link.file, sheet));
    }
    draft.finish(name)
}

/// The sheet at a place and all it extends, itself first.
fn chain(start: Place, root: &Path, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Vec<Link> {
    let mut chain = Vec::new();
    let mut seen = Vec::new();
    let mut next = Some((start, None));
    while let Some((place, asked)) = next.take() {
        let at = |diagnostic: Diagnostic| Diagnostic { span: asked, ..diagnostic };
        if seen.contains(&place) {
            let diagnostic = Diagnostic::error("style-cycle", "this style sheet extends itself in a circle")
                .help("one of the sheets must extend a bundled one, such as \"base\"");
            diagnostics.push(at(diagnostic));
            next = Some((Place::Bundled(BASE), None)).filter(|(base, _)| !seen.contains(base));
            continue;
        }
        seen.push(place.clone());
        let link = match &place {
            Place::Bundled(name) => {
                // A bundled sheet has no mistakes, and is no file that a message could show.
                let text = bundled_source(name).unwrap_or_default().into();
                Ok(Link { file: FileId(u32::MAX), text, extent: Extent::File })
            }
            Place::File(path) => read(path, root, sources),
            Place::Table(file) => {
                let text = sources.get(*file).map_or_else(|| "".into(), |file| file.text.clone());
                Ok(Link { file: *file, text, extent: Extent::Table })
            }
        };
        let link = match link {
            Ok(link) => link,
            Err(diagnostic) => {
                diagnostics.push(at(diagnostic));
                next = Some((Place::Bundled(DEFAULT), None)).filter(|(other, _)| !seen.contains(other));
                continue;
            }
        };
        if place != Place::Bundled(BASE) {
            next = Some(parent(&link, &place, root, diagnostics));
        }
        chain.push(link);
    }
    chain
}

/// What a sheet extends, and where it says so.
fn parent(link: &Link, place: &Place, root: &Path, diagnostics: &mut Diagnostics) -> (Place, Option<Span>) {
    let base = match place {
        Place::Bundled(_) | Place::File(_) => (Place::Bundled(BASE), None),
        // A project that changes a few things changes them in the style it would have had.
        Place::Table(_) => (Place::Bundled(DEFAULT), None),
    };
    let target = link.with_sheet(|sheet, errors| {
        for error in errors {
            let mut diagnostic = Diagnostic::error("style-syntax", error.message().trim_end().replace('\n', "; "));
            diagnostic.span = Some(Span::new(link.file, error.span().unwrap_or_default()));
            diagnostics.push(diagnostic);
        }
        sheet.get("extends").map(|value| (value.get_ref().as_str().map(str::to_owned), value.span()))
    });
    let Some((target, span)) = target else { return base };
    let span = Span::new(link.file, span);
    let Some(target) = target else {
        let message = "`extends` is the name or the path of a style sheet, in quotes";
        diagnostics.push(Diagnostic::error("bad-value", message).at(span));
        return base;
    };
    let folder = match place {
        Place::File(path) => path.parent().unwrap_or(root),
        Place::Bundled(_) | Place::Table(_) => root,
    };
    match self::place(&target, folder, root) {
        Ok(place) => (place, Some(span)),
        Err(diagnostic) => {
            diagnostics.push(diagnostic.at(span));
            base
        }
    }
}

/// Where a name or path leads. Paths are relative to `folder` and stay inside `root`.
fn place(target: &str, folder: &Path, root: &Path) -> Result<Place, Diagnostic> {
    if target == BASE {
        return Ok(Place::Bundled(BASE));
    }
    let names = bundled_names();
    if let Some((name, _)) = names.iter().find(|(name, _)| *name == target) {
        return Ok(Place::Bundled(name));
    }
    let is_path = target.contains(['/', '\\']) || Path::new(target).extension().is_some();
    if !is_path {
        let known: Vec<_> = names.iter().map(|(name, _)| *name).collect();
        let help = suggest::did_you_mean(target, known.iter().copied()).unwrap_or_else(|| {
            format!(
                "bundled are {}; a style sheet of your own is named by its path, such as `{target}.toml`",
                known.join(", ")
            )
        });
        return Err(Diagnostic::error("style-not-found", format!("there is no style sheet `{target}`")).help(help));
    }
    let missing = |e: std::io::Error| {
        Diagnostic::error("style-not-found", format!("the style sheet `{target}` cannot be read: {e}"))
    };
    let path = folder.join(target).canonicalize().map_err(missing)?;
    let root = root.canonicalize().map_err(missing)?;
    if !path.starts_with(&root) {
        let message = format!("the style sheet `{target}` lies outside the project's folder");
        return Err(Diagnostic::error("style-outside-project", message).help("copy it into the project"));
    }
    Ok(Place::File(path))
}

fn read(path: &Path, root: &Path, sources: &mut Sources) -> Result<Link, Diagnostic> {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let shown = clean(&path.strip_prefix(&real).map_or_else(|_| path.to_owned(), |inner| root.join(inner)));
    let fail = |why: String| {
        Diagnostic::error("style-not-found", format!("the style sheet `{}` cannot be read: {why}", shown.display()))
    };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|e| fail(e.to_string()))?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|e| fail(e.to_string()))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(fail(format!("it is larger than {} kB", MAX_BYTES / 1024)));
    }
    let text =
        String::from_utf8(bytes).map_err(|e| fail(format!("byte {} is not UTF-8", e.utf8_error().valid_up_to())))?;
    let text: Arc<str> = text.into();
    let file = sources.add(&shown, Arc::clone(&text));
    Ok(Link { file, text, extent: Extent::File })
}
