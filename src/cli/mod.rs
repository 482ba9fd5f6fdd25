//! The command line: the only module that knows `clap`, and the only one that prints.
//!
//! Exit codes: 0, done; 1, the document has errors (with `--strict`, or warnings); 2, the command line or the environment is
//! wrong: a file that is not there, a folder that cannot be written. Scripts can so tell a mistake in the text from one
//! in how they were run.

mod args;
mod init;
mod list;
mod progress;
mod report;

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::diagnostic::{Severity, clean};
use crate::edition::{self, Build, Options, Outcome, write_atomically};
use crate::source;
use crate::text::SystemFonts;
use args::{BuildArgs, CheckArgs, Cli, Command, Common, MessageFormat};
use progress::Progress;
use report::Detail;

const DOCUMENT_HAS_ERRORS: u8 = 1;
const CANNOT_RUN: u8 = 2;

/// Runs the command that the process was called with.
#[must_use]
pub fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(code) => code,
        // Whoever closed the pipe has seen enough.
        Err(Failure::Io(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(failure) => {
            let text = match failure {
                Failure::Io(error) => error.to_string(),
                Failure::Message(text) => text,
            };
            // Nothing is left to be done when even this cannot be said.
            let _ = writeln!(io::stderr(), "error: {text}");
            ExitCode::from(CANNOT_RUN)
        }
    }
}

/// Why the command could not do its work.
enum Failure {
    Io(io::Error),
    Message(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

fn run(cli: Cli) -> Result<ExitCode, Failure> {
    match cli.command {
        Command::Build(args) => build(&args),
        Command::Check(args) => check(&args),
        Command::Init { folder } => init::init(&folder).map(|()| ExitCode::SUCCESS),
        Command::Styles { name } => list::styles(name.as_deref()).map(|()| ExitCode::SUCCESS),
        Command::Fonts { path, no_system_fonts } => {
            list::fonts(path.as_deref(), system_fonts(no_system_fonts)).map(|()| ExitCode::SUCCESS)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "trefoil", &mut script);
            io::stdout().write_all(&script)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Man { folder } => {
            std::fs::create_dir_all(&folder)?;
            clap_mangen::generate_to(Cli::command(), &folder)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn system_fonts(no: bool) -> SystemFonts {
    if no { SystemFonts::Ignore } else { SystemFonts::Use }
}

fn options(common: &Common, formats: Vec<edition::Format>, verify: bool) -> Result<Options, Failure> {
    // https://reproducible-builds.org/specs/source-date-epoch/
    let timestamp = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => Some(text.trim().parse().map_err(|_| {
            Failure::Message(format!("SOURCE_DATE_EPOCH is `{text}`, which is not a number of seconds"))
        })?),
        Err(_) => None,
    };
    Ok(Options {
        formats,
        style: common.style.clone(),
        reference_doc: None,
        verify,
        page_list: true,
        system_fonts: system_fonts(common.no_system_fonts),
        pages: None,
        imposition: None,
        pdf_version: edition::PdfVersion::default(),
        timestamp,
    })
}

fn build(args: &BuildArgs) -> Result<ExitCode, Failure> {
    let mut formats: Vec<edition::Format> = args.to.iter().map(|&target| target.into()).collect();
    formats.sort_unstable();
    formats.dedup();
    if let Some(path) = args.reference_doc.as_ref().filter(|path| !path.is_file()) {
        return Err(Failure::Message(format!("there is no file {}", path.display())));
    }
    let options = Options {
        page_list: !args.no_page_list,
        reference_doc: args.reference_doc.clone(),
        pages: args.pages.clone(),
        imposition: args.impose.map(Into::into),
        pdf_version: args.pdf_version.into(),
        ..options(&args.common, formats, !args.no_verify)?
    };
    let progress = Progress::new(args.common.message_format);
    let steps = Build { options: &options, observer: &|s| progress.step(s) };
    let made = edition::build(args.common.path.as_deref(), Path::new("."), &steps);
    progress.finish();
    let outcome = match made {
        Ok(outcome) => outcome,
        Err(error) => return nothing_to_build(error, &args.common),
    };
    let mut written = Vec::new();
    for edition in &outcome.editions {
        let path = target(&outcome.output, args.output.as_deref(), edition.suffix, edition.format);
        write_atomically(&path, &edition.bytes).map_err(|error| Failure::Message(error.to_string()))?;
        written.push((path, edition.bytes.len()));
    }
    conclude(&outcome, &args.common, Detail::Digest, &written)
}

fn check(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let options = options(&args.common, Vec::new(), false)?;
    let progress = Progress::new(args.common.message_format);
    let steps = Build { options: &options, observer: &|s| progress.step(s) };
    let made = edition::check(args.common.path.as_deref(), Path::new("."), &steps);
    progress.finish();
    let outcome = match made {
        Ok(outcome) => outcome,
        Err(error) => return nothing_to_build(error, &args.common),
    };
    conclude(&outcome, &args.common, Detail::Full, &[])
}

/// Why there is no document: mistakes in the project file are the author's, all else is the environment's.
fn nothing_to_build(error: source::Error, common: &Common) -> Result<ExitCode, Failure> {
    match error {
        source::Error::Project { diagnostics, sources } => {
            let outcome = Outcome { editions: Vec::new(), diagnostics, sources, output: PathBuf::new() };
            conclude(&outcome, common, Detail::Full, &[])
        }
        error => Err(Failure::Message(error.to_string())),
    }
}

/// `base` with a suffix and the format's extension, in `folder` where one is given. The base may have dots of its own.
fn target(base: &Path, folder: Option<&Path>, suffix: &str, format: edition::Format) -> PathBuf {
    let mut name = base.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    name.push(".");
    name.push(format.extension());
    clean(&match folder {
        Some(folder) => folder.join(name),
        None => base.with_file_name(name),
    })
}

/// Says what there is to say, and what that means for the exit code.
fn conclude(
    outcome: &Outcome,
    common: &Common,
    detail: Detail,
    written: &[(PathBuf, usize)],
) -> Result<ExitCode, Failure> {
    report::print(&outcome.diagnostics, &outcome.sources, common.message_format, detail)?;
    if common.message_format == MessageFormat::Human {
        let mut err = io::stderr().lock();
        for (path, bytes) in written {
            writeln!(err, "wrote {} ({})", path.display(), size(*bytes))?;
        }
        let summary = report::summary(&outcome.diagnostics);
        if !summary.is_empty() {
            writeln!(err, "{summary}")?;
        }
    }
    let worst = outcome.diagnostics.iter().map(|diagnostic| diagnostic.severity).max();
    let fails = match worst {
        Some(Severity::Error) => true,
        Some(Severity::Warning) => common.strict,
        Some(Severity::Note) | None => false,
    };
    Ok(if fails { ExitCode::from(DOCUMENT_HAS_ERRORS) } else { ExitCode::SUCCESS })
}

/// A file's size for people, in decimal units.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn names_keep_their_own_dots() {
        let check = |base: &str, folder: Option<&str>, expected: &str| {
            assert_eq!(target(Path::new(base), folder.map(Path::new), "", edition::Format::Pdf), Path::new(expected));
        };
        check("a/v1.2", None, "a/v1.2.pdf");
        check("a/v1.2", Some("out"), "out/v1.2.pdf");
    }
}
