//! Fonts, shaping, bidirectional order, line-break opportunities and hyphenation.

mod breaks;
mod bundled;
mod color;
mod emoji;
mod face;
mod fallback;
mod hyphenate;
mod itemise;
mod library;
mod shape;
mod subset;
mod system;

pub use breaks::{address_breaks, graphemes, is_address, line_breaks};
pub use color::{ColorGlyph, Drawing};
pub use face::{Face, FontData};
pub use fallback::{Region, describe_missing, example};
pub use hyphenate::{Hyphenator, language_of_word};
pub use itemise::{is_right_to_left, isolated_levels, language_direction, levels, may_turn, scripts, visual_order};
pub use library::{FaceId, FontLibrary, SystemFonts};
pub use shape::{RunProperties, ShapedGlyph};
pub use subset::subset;
