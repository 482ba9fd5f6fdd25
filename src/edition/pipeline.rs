//! From a path to finished editions.

use std::path::{Path, PathBuf};

use super::{Format, PageRanges};
use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span};
use crate::docx::Reference;
use crate::layout::Layout;
use crate::resolve::Resolved;
use crate::source;
use crate::style::StyleSheet;
use crate::text::{FontLibrary, SystemFonts};
use crate::{docx, epub, layout, markdown, pdf, readback, resolve, verify};

/// What is to be made.
#[derive(Clone, Debug)]
pub struct Options {
    /// The editions wanted.
    pub formats: Vec<Format>,
    /// A style sheet's name or path, in place of the document's own.
    pub style: Option<String>,
    /// The template that the DOCX takes its styles from, in place of the project's own.
    pub reference_doc: Option<PathBuf>,
    /// Whether each edition is read back and compared with the document.
    pub verify: bool,
    /// Whether the EPUB has the page numbers of the PDF edition. Pages are laid out for it even where no PDF is made.
    pub page_list: bool,
    /// Whether fonts of the system may stand in for characters that no bundled font covers.
    pub system_fonts: SystemFonts,
    /// The pages that the PDF has; all where nothing is said. A PDF of some pages is not compared with the document.
    pub pages: Option<PageRanges>,
    /// The version of PDF that the PDF keeps to.
    pub pdf_version: pdf::PdfVersion,
    /// A second PDF with the pages laid out on larger sheets.
    pub imposition: Option<Imposition>,
    /// The time to write into the editions, in seconds since 1970-01-01 UTC, in place of the source's last change.
    pub timestamp: Option<u64>,
}

/// How pages are laid out on sheets for the printer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imposition {
    /// Two pages on each side, to be folded and stapled.
    Booklet,
}

/// What is being done, for whoever shows progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The source is being read.
    Read,
    /// Fonts are being loaded and pages laid out.
    Layout,
    /// An edition is being written.
    Write(Format),
    /// An edition is being read back.
    Verify(Format),
}

/// A finished edition, not yet on disk.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its format.
    pub format: Format,
    /// What its file's name has after that of the document.
    pub suffix: &'static str,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// What a build came to.
#[derive(Debug)]
pub struct Outcome {
    /// The editions that could be made.
    pub editions: Vec<Edition>,
    /// Everything there is to say, in the order of the source.
    pub diagnostics: Diagnostics,
    /// The files that the diagnostics point into.
    pub sources: Sources,
    /// Where the editions belong when nobody says otherwise, without extension.
    pub output: PathBuf,
}

/// The steps of a build, told one by one to an observer.
pub struct Build<'a> {
    /// What is to be made.
    pub options: &'a Options,
    /// Told of every step; called from several threads.
    pub observer: &'a (dyn Fn(Step) + Sync),
}

/// Makes every edition asked for.
///
/// # Errors
/// When there is nothing to build: no such file, a folder without sources, an unreadable project file.
pub fn build(path: Option<&Path>, folder: &Path, build: &Build<'_>) -> Result<Outcome, source::Error> {
    on_deep_stack(|| {
        let Prepared { resolved, sheet, library, reference_doc, mut diagnostics, output } =
            prepare(path, folder, build)?;
        let formats = &build.options.formats;
        let reference = reference_doc.filter(|_| formats.contains(&Format::Docx)).and_then(|(path, place)| {
            let (reference, messages) = read_reference(&path, place);
            diagnostics.extend(messages);
            reference
        });
        let mut pages = None;
        let wants_pages = |format: &Format| match format {
            Format::Pdf => true,
            Format::Epub => build.options.page_list,
            Format::Docx => docx::wants_layout(&resolved),
        };
        if formats.iter().any(wants_pages) {
            (build.observer)(Step::Layout);
            let (layout, messages) = layout::layout(&resolved, &sheet, &library);
            diagnostics.extend(messages);
            diagnostics.extend(library.refusals());
            pages = Some(layout);
        }
        let source =
            Source { resolved: &resolved, sheet: &sheet, library: &library, layout: pages.as_ref(), reference };
        let (pdf, (epub, docx)) = rayon::join(
            || source.make(Format::Pdf, build, formats),
            || rayon::join(|| source.make(Format::Epub, build, formats), || source.make(Format::Docx, build, formats)),
        );
        let mut editions = Vec::new();
        for (made, messages) in [pdf, epub, docx].into_iter().flatten() {
            editions.extend(made);
            diagnostics.extend(messages);
        }
        Ok(Outcome { editions, diagnostics: in_order(diagnostics), sources: resolved.sources, output })
    })
}

/// Reads and lays out a document, and says everything there is to say of it, without making an edition.
///
/// # Errors
/// As [`build`].
pub fn check(path: Option<&Path>, folder: &Path, build: &Build<'_>) -> Result<Outcome, source::Error> {
    on_deep_stack(|| {
        let Prepared { resolved, sheet, library, mut diagnostics, output, .. } = prepare(path, folder, build)?;
        (build.observer)(Step::Layout);
        diagnostics.extend(layout::layout(&resolved, &sheet, &library).1);
        Ok(Outcome { editions: Vec::new(), diagnostics: in_order(diagnostics), sources: resolved.sources, output })
    })
}

/// Everything that the backends share, but the pages.
struct Prepared {
    resolved: Resolved,
    sheet: StyleSheet,
    library: FontLibrary,
    /// The template of the DOCX, and where it is named.
    reference_doc: Option<(PathBuf, Option<Span>)>,
    diagnostics: Diagnostics,
    output: PathBuf,
}

fn prepare(path: Option<&Path>, folder: &Path, build: &Build<'_>) -> Result<Prepared, source::Error> {
    let options = build.options;
    (build.observer)(Step::Read);
    let (project, mut diagnostics) = source::open(path, folder)?;
    let root = project.root.clone();
    let output = project.output_dir.join(&project.output);
    let fonts = project.fonts_dir.clone();
    let named = project.reference_doc.clone().map(|(path, place)| (path, Some(place)));
    let reference_doc = options.reference_doc.clone().map(|path| (path, None)).or(named);
    let files = project.files();
    let (mut document, messages) = markdown::read(&project);
    diagnostics.extend(messages);
    if let Some(timestamp) = options.timestamp {
        document.metadata.modified = Some(timestamp);
    }
    let written = document.metadata.style.clone();
    let (sheet, messages) = match (&options.style, written, project.style) {
        (Some(name), ..) => StyleSheet::load(name, &root, &mut document.sources),
        (None, Some((name, place)), _) => {
            let (sheet, messages) = StyleSheet::load(&name, &root, &mut document.sources);
            // What is wrong with the name itself is wrong where it stands.
            let place = |message: Diagnostic| Diagnostic { span: message.span.or(Some(place)), ..message };
            (sheet, messages.into_iter().map(place).collect())
        }
        (None, None, Some(place)) => StyleSheet::load_table(place.file, &root, &mut document.sources),
        (None, None, None) => (StyleSheet::standard(), Diagnostics::new()),
    };
    diagnostics.extend(messages);
    let (library, messages) = FontLibrary::load(fonts.as_deref(), options.system_fonts);
    diagnostics.extend(messages);
    let (resolved, messages) = resolve::resolve(document, &sheet, &files);
    diagnostics.extend(messages);
    Ok(Prepared { resolved, sheet, library, reference_doc, diagnostics, output })
}

/// The template of the DOCX; without one that can be read, the DOCX is made from the style sheet alone.
fn read_reference(path: &Path, place: Option<Span>) -> (Option<Reference>, Diagnostics) {
    let read = std::fs::read(path).map_err(|error| error.to_string());
    let read = read.and_then(|bytes| Reference::read(&bytes).map_err(|error| error.to_string()));
    let (reference, mut messages) = match read {
        Ok((reference, messages)) => (Some(reference), messages),
        Err(error) => {
            let message = format!("the reference document {} cannot be used: {error}", path.display());
            let help = "the DOCX is made from the style sheet alone";
            (None, vec![Diagnostic::error("reference-document", message).help(help)])
        }
    };
    messages.iter_mut().for_each(|message| message.span = place);
    (reference, messages)
}

/// What every backend is given.
struct Source<'a> {
    resolved: &'a Resolved,
    sheet: &'a StyleSheet,
    library: &'a FontLibrary,
    /// Missing only where no edition asks for pages.
    layout: Option<&'a Layout>,
    reference: Option<Reference>,
}

impl Source<'_> {
    /// The files of one edition with what there is to say of it; `None` when it is not wanted.
    fn make(&self, format: Format, build: &Build<'_>, wanted: &[Format]) -> Option<(Vec<Edition>, Diagnostics)> {
        if !wanted.contains(&format) {
            return None;
        }
        (build.observer)(Step::Write(format));
        let failed = |error: String| {
            let name = format.extension().to_uppercase();
            (Vec::new(), vec![Diagnostic::error("edition-failed", format!("the {name} could not be made: {error}"))])
        };
        let made = match format {
            Format::Pdf => self.pdf(build.options.pages.as_ref(), build.options.pdf_version),
            Format::Epub => {
                let layout = self.layout.filter(|_| build.options.page_list);
                epub::write(self.resolved, self.sheet, self.library, layout).map_err(|error| error.to_string())
            }
            Format::Docx => docx::write(self.resolved, self.sheet, self.library, self.layout, self.reference.as_ref())
                .map_err(|error| error.to_string()),
        };
        let (bytes, mut diagnostics) = match made {
            Ok(made) => made,
            Err(error) => return Some(failed(error)),
        };
        let whole = format != Format::Pdf || build.options.pages.is_none();
        if build.options.verify && whole {
            (build.observer)(Step::Verify(format));
            let read = match format {
                Format::Pdf => readback::pdf::read(&bytes),
                Format::Epub => readback::epub::read(&bytes),
                Format::Docx => readback::docx::read(&bytes),
            };
            match read {
                Ok(read) => diagnostics.extend(verify::verify(self.resolved, &read)),
                Err(error) => return Some(failed(format!("it cannot be read back: {error}"))),
            }
        }
        let mut made = Vec::new();
        if let (Format::Pdf, Some(Imposition::Booklet)) = (format, build.options.imposition) {
            match pdf::booklet(&bytes) {
                Ok(bytes) => made.push(Edition { format, suffix: "-booklet", bytes }),
                Err(error) => diagnostics.extend(failed(format!("no booklet can be made of it: {error}")).1),
            }
        }
        made.insert(0, Edition { format, suffix: "", bytes });
        Some((made, diagnostics))
    }

    /// The PDF, or some pages of it.
    fn pdf(&self, pages: Option<&PageRanges>, version: pdf::PdfVersion) -> Result<(Vec<u8>, Diagnostics), String> {
        let layout = self.layout.ok_or("its pages were not laid out")?;
        let count = layout.pages.len();
        let chosen = pages.map(|pages| layout.extract(&pages.places(count)));
        let layout = chosen.as_ref().unwrap_or(layout);
        if layout.pages.is_empty() {
            return Err(format!("none of the pages asked for is among its {count}"));
        }
        pdf::write(self.resolved, self.sheet, layout, self.library, version).map_err(|error| error.to_string())
    }
}

/// Errors before warnings before notes would tear apart what belongs together, so the order is that of the source; what
/// has no place comes first. Said twice is once too often.
fn in_order(mut diagnostics: Diagnostics) -> Diagnostics {
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span, std::cmp::Reverse(diagnostic.severity)));
    let mut seen = std::collections::HashSet::new();
    diagnostics.retain(|d| seen.insert((d.span, d.code, d.message.clone())));
    diagnostics
}

/// Runs `work` where recursion over a deeply nested document has room: on a thread of a pool whose stacks are large.
fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    const STACK: usize = 256 << 20;
    match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
