//! The arguments, and the decisions that follow from them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::edition::{Format, Imposition, PageRanges, PdfVersion};

/// One Markdown source, three finished editions: PDF, EPUB and DOCX.
#[derive(Debug, Parser)]
#[command(name = "trefoil", version, propagate_version = true, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make the editions of a document
    Build(BuildArgs),
    /// Report every problem without writing anything
    Check(CheckArgs),
    /// Make a project to start from
    Init {
        /// The folder to make
        folder: PathBuf,
    },
    /// List the style sheets, or print one
    Styles {
        /// A style sheet to print
        name: Option<String>,
    },
    /// List the fonts and the scripts they cover
    Fonts {
        /// A project whose own fonts are listed too
        path: Option<PathBuf>,
        /// List only the bundled fonts and the project's own
        #[arg(long)]
        no_system_fonts: bool,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder
    Man {
        /// The folder
        folder: PathBuf,
    },
}

/// What `build` and `check` share.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// A Markdown file, or a folder with trefoil.toml, source/*.md or *.md [default: this folder]
    pub(super) path: Option<PathBuf>,
    /// The style sheet: a bundled one's name or a file
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) style: Option<String>,
    /// Take warnings for errors
    #[arg(long)]
    pub(super) strict: bool,
    /// How messages are printed
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    pub(super) message_format: MessageFormat,
    /// Use the bundled fonts and the project's own only
    #[arg(long)]
    pub(super) no_system_fonts: bool,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) common: Common,
    /// The editions to make
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Target::Pdf, Target::Epub, Target::Docx])]
    pub(super) to: Vec<Target>,
    /// The folder to write into [default: beside the file, or `out` in a project]
    #[arg(short, long, value_name = "FOLDER")]
    pub(super) output: Option<PathBuf>,
    /// A Word document whose styles, theme, lists, heads and feet, and page set-up the DOCX takes on
    #[arg(long, value_name = "FILE.docx")]
    pub(super) reference_doc: Option<PathBuf>,
    /// The pages that the PDF has, counted from 1: 3-10, or 1,4-6,12-
    #[arg(long, value_name = "RANGES")]
    pub(super) pages: Option<PageRanges>,
    /// Make a second PDF with the pages laid out on larger sheets
    #[arg(long, value_enum, value_name = "FORM")]
    pub(super) impose: Option<Impose>,
    /// The version of PDF: 1.4 has no object streams, for old presses
    #[arg(long, value_enum, default_value_t, value_name = "VERSION")]
    pub(super) pdf_version: Version,
    /// Leave the PDF's page numbers out of the EPUB; without a PDF to make, no pages are laid out
    #[arg(long)]
    pub(super) no_page_list: bool,
    /// Read each edition back and compare it with the source (the default)
    #[arg(long, overrides_with = "no_verify")]
    pub(super) verify: bool,
    /// Do not read the editions back
    #[arg(long)]
    pub(super) no_verify: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Target {
    Pdf,
    Epub,
    Docx,
}

impl From<Target> for Format {
    fn from(target: Target) -> Self {
        match target {
            Target::Pdf => Self::Pdf,
            Target::Epub => Self::Epub,
            Target::Docx => Self::Docx,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Impose {
    /// Two pages on each side of a sheet, to be folded and stapled
    Booklet,
}

impl From<Impose> for Imposition {
    fn from(impose: Impose) -> Self {
        match impose {
            Impose::Booklet => Self::Booklet,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Version {
    #[value(name = "1.4")]
    V1_4,
    #[default]
    #[value(name = "1.7")]
    V1_7,
}

impl From<Version> for PdfVersion {
    fn from(version: Version) -> Self {
        match version {
            Version::V1_4 => Self::V1_4,
            Version::V1_7 => Self::V1_7,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// For people, with an excerpt of the source
    #[default]
    Human,
    /// For editors: one JSON object a line
    Json,
}
