//! Fonts, shaping, bidirectional order, line-break opportunities and hyphenation.

mod library;

pub use library::{Face, FaceId, FontLibrary};
