//! The faces at hand: bundled ones first, then the project's `fonts/`, then the system's.

use std::sync::Arc;

use crate::style::FontStyle;

/// A face, by its place in the [`FontLibrary`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// One face of a font file, with the bytes it was read from.
#[derive(Clone, Debug)]
pub struct Face {
    /// The family's name.
    pub family: String,
    /// The PostScript name.
    pub postscript_name: String,
    /// Weight, 100 to 900.
    pub weight: u16,
    /// Upright or italic.
    pub style: FontStyle,
    /// The whole font file.
    pub data: Arc<[u8]>,
    /// The face's place in a collection, zero otherwise.
    pub index: u32,
    /// Font units in an em.
    pub units_per_em: u16,
    /// Height above the baseline, in font units.
    pub ascender: i16,
    /// Depth below the baseline, in font units; negative.
    pub descender: i16,
    /// Height of capitals, in font units.
    pub cap_height: i16,
    /// Height of small letters, in font units.
    pub x_height: i16,
}

/// Every face that a document may use, in a fixed order.
#[derive(Clone, Debug, Default)]
pub struct FontLibrary {
    faces: Vec<Face>,
}

impl FontLibrary {
    /// The face of that id.
    ///
    /// # Panics
    /// When the id is of another library.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[id.0 as usize]
    }

    /// All faces, in order.
    #[must_use]
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }
}
