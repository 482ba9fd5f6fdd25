//! Why a picture cannot be shown, in words for its author.

use std::fmt;

/// Why a picture cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The bytes are no picture of a known format.
    Unknown,
    /// A format that is known by name only.
    Unsupported(&'static str),
    /// The file is empty.
    Empty,
    /// Larger than can be handled: width and height in pixels.
    TooLarge(u64, u64),
    /// The file ends too early or contradicts itself.
    Damaged {
        /// The format it claims to be.
        format: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// An SVG that would grow beyond all bounds, or that names entities.
    Hostile(&'static str),
}

impl Error {
    pub(super) fn damaged(format: &'static str, reason: impl fmt::Display) -> Self {
        Self::Damaged { format, reason: reason.to_string() }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("it is not a picture in a format that is known here"),
            Self::Unsupported(format) => write!(f, "{format} pictures cannot be read here"),
            Self::Empty => f.write_str("the file is empty"),
            Self::TooLarge(width, height) => write!(f, "it is too large ({width} × {height} pixels)"),
            Self::Damaged { format, reason } => write!(f, "the {format} file is damaged: {reason}"),
            Self::Hostile(reason) => write!(f, "the SVG is refused: {reason}"),
        }
    }
}

impl std::error::Error for Error {}
