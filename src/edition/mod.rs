//! The pipeline: project to document to editions to proof.
//!
//! **Invariant:** the source is parsed once; every edition of a build is made from the same resolved document.

mod output;
mod page_ranges;
mod pipeline;

pub use crate::pdf::PdfVersion;
pub use output::{WriteError, write_atomically};
pub use page_ranges::PageRanges;
pub use pipeline::{Build, Edition, Imposition, Options, Outcome, Step, build, check};

/// A format that Trefoil writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// PDF, to print.
    Pdf,
    /// EPUB, to read.
    Epub,
    /// DOCX, to send out for review.
    Docx,
}

impl Format {
    /// All formats, in the order in which they are made.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Epub, Self::Docx];

    /// The file name extension, without a dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Epub => "epub",
            Self::Docx => "docx",
        }
    }
}
