//! OpenType features that a style asks for.

use crate::style::{Computed, TextTransform, VariantPosition};
use crate::text::Face;
use crate::units::Length;

/// The features of a style, in the order in which they are declared; later ones win.
pub(super) fn of(style: &Computed, code: bool, position: Option<VariantPosition>) -> Vec<([u8; 4], u32)> {
    let mut features = Vec::new();
    // Code shows each character; spaced letters cannot be joined (CSS Text 3 §8.2).
    if code || style.letter_spacing != Length::ZERO {
        features.extend([(*b"liga", 0), (*b"clig", 0)]);
    }
    if code {
        features.push((*b"calt", 0));
    }
    if style.text_transform == TextTransform::SmallCaps {
        features.push((*b"smcp", 1));
    }
    let declared = style.font_features.iter();
    features.extend(declared.filter_map(|(tag, value)| Some((<[u8; 4]>::try_from(tag.as_bytes()).ok()?, *value))));
    // What stands above or below the line is neither old-style nor of one width.
    if let Some(position) = position {
        features.extend([(*b"onum", 0), (*b"tnum", 0), (*b"pnum", 0)]);
        features.push((if position == VariantPosition::Super { *b"sups" } else { *b"subs" }, 1));
    }
    features
}

/// Whether a face has small capitals of its own.
pub(super) fn has_small_capitals(face: &Face) -> bool {
    face.has_feature(*b"smcp")
}
