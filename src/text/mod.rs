//! Fonts, shaping, bidirectional order, line-break opportunities and hyphenation.

mod bundled;
mod emoji;
mod face;
mod fallback;
mod library;
mod system;

pub use face::{Face, FontData};
pub use library::{FaceId, FontLibrary, SystemFonts};
