//! One face of a font file.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use skrifa::MetadataProvider;
use skrifa::instance::Location;
use skrifa::raw::types::{NameId, Tag};
use skrifa::raw::{FileRef, FontRef, TableProvider};

use super::color;
use crate::style::FontStyle;

/// The bytes of a font file: compiled in, or read and shared. Cloning is cheap.
#[derive(Clone)]
pub enum FontData {
    /// Compiled in.
    Bundled(&'static [u8]),
    /// Read from a file.
    Read(Arc<[u8]>),
}

impl Deref for FontData {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        match self {
            Self::Bundled(bytes) => bytes,
            Self::Read(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for FontData {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl fmt::Debug for FontData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.len())
    }
}

/// One face of a font file, with the bytes it was read from.
#[derive(Clone)]
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
    pub data: FontData,
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
    /// Whether all its glyphs are equally wide.
    pub monospaced: bool,
    /// Whether glyphs of it have colours of their own.
    pub colored: bool,
    /// Whether it has outlines of glyphs: some faces have only pictures of them.
    pub outlined: bool,
    /// Where in the design space of a variable font the face is: the tags of axes and values on them; empty for the font as
    /// it is by default.
    pub variations: Vec<([u8; 4], f32)>,
    font: harfrust::Font,
}

impl fmt::Debug for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Face").field(&self.postscript_name).field(&self.index).finish()
    }
}

/// Why a face cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum FaceError {
    /// The file is not a font, or parts that are needed are missing or damaged.
    Damaged(String),
    /// The licence bits forbid embedding; the name of the face.
    Restricted(String),
}

/// A place in the design space of a variable font that has a name.
pub(super) struct NamedInstance {
    /// Its place in the font's list.
    pub(super) number: u32,
    /// Weight, 100 to 900.
    pub(super) weight: u16,
    /// Upright or italic.
    pub(super) style: FontStyle,
    variations: Vec<([u8; 4], f32)>,
}

/// The named instances of a font that differ from the font as it is by default, which has that weight and style, in weight and
/// slant alone.
pub(super) fn named_instances(font: &FontRef<'_>, weight: u16, style: FontStyle) -> Vec<NamedInstance> {
    let axes: Vec<_> = font.axes().iter().collect();
    let found = (0_u32..).zip(font.named_instances().iter()).filter_map(|(number, instance)| {
        let variations: Vec<([u8; 4], f32)> = axes
            .iter()
            .zip(instance.user_coords())
            .filter(|(axis, value)| *value != axis.default_value())
            .map(|(axis, value)| (axis.tag().to_be_bytes(), value))
            .collect();
        let known = |tag: &[u8; 4]| matches!(tag, b"wght" | b"ital" | b"slnt");
        if variations.is_empty() || !variations.iter().all(|(tag, _)| known(tag)) {
            return None;
        }
        let on = |tag: &[u8; 4]| variations.iter().find(|(axis, _)| axis == tag).map(|(_, value)| *value);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "weights are 1 to 1000")]
        let weight = on(b"wght").map_or(weight, |weight| weight.round().clamp(1.0, 1000.0) as u16);
        let slanted = on(b"ital").map(|value| value != 0.0).or_else(|| on(b"slnt").map(|value| value != 0.0));
        let style = match slanted {
            Some(true) => FontStyle::Italic,
            Some(false) => FontStyle::Normal,
            None => style,
        };
        Some(NamedInstance { number, weight, style, variations })
    });
    found.collect()
}

/// The number of faces in a font file; zero where it is not a font.
pub(super) fn face_count(data: &[u8]) -> u32 {
    match FileRef::new(data) {
        Ok(FileRef::Font(_)) => 1,
        Ok(FileRef::Collection(collection)) => collection.len(),
        Err(_) => 0,
    }
}

impl Face {
    /// Reads the face at `index` of a font file.
    pub(super) fn read(data: FontData, index: u32) -> Result<Self, FaceError> {
        let damaged = |what: &str| FaceError::Damaged(what.to_owned());
        let font = FontRef::from_index(&data, index).map_err(|_| damaged("it is not a TrueType or OpenType font"))?;
        let head = font.head().map_err(|_| damaged("its head table is missing or damaged"))?;
        let hhea = font.hhea().map_err(|_| damaged("its hhea table is missing or damaged"))?;
        let glyphs = font.maxp().map_err(|_| damaged("its maxp table is missing or damaged"))?.num_glyphs();
        if font.cmap().is_err() || font.hmtx().is_err() || glyphs == 0 {
            return Err(damaged("its character map or its glyph widths are missing or damaged"));
        }
        let outlined = (font.glyf().is_ok() && font.loca(None).is_ok()) || font.cff().is_ok() || font.cff2().is_ok();
        let colored = color::has_colors(&font);
        if !outlined && color::strikes(&font).is_none() {
            return Err(damaged("it has neither outlines nor coloured pictures of its glyphs"));
        }
        let units_per_em = head.units_per_em();
        if !(16..=16_384).contains(&units_per_em) {
            return Err(damaged("its units per em are out of range"));
        }
        let name = |id: NameId| english_name(&font, id);
        let family = name(NameId::TYPOGRAPHIC_FAMILY_NAME)
            .or_else(|| name(NameId::FAMILY_NAME))
            .ok_or_else(|| damaged("it has no name"))?;
        let postscript_name = name(NameId::POSTSCRIPT_NAME).unwrap_or_else(|| family.replace(' ', ""));
        let os2 = font.os2().ok();
        // OpenType 1.9, OS/2 fsType: bit 1 alone is "Restricted License embedding", bit 9 "Bitmap embedding only".
        if os2.as_ref().is_some_and(|t| t.fs_type() & 0x000F == 0x0002 || t.fs_type() & 0x0200 != 0) {
            return Err(FaceError::Restricted(postscript_name));
        }
        let mac_style = head.mac_style();
        let weight = os2.as_ref().map_or(if mac_style.bits() & 1 != 0 { 700 } else { 400 }, |t| t.us_weight_class());
        let slanted = os2.as_ref().is_some_and(|t| t.fs_selection().bits() & 0x0201 != 0) || mac_style.bits() & 2 != 0;
        let ascender = hhea.ascender().to_i16();
        let cap = os2.as_ref().and_then(|t| t.s_cap_height()).filter(|&h| h > 0);
        let x = os2.as_ref().and_then(|t| t.sx_height()).filter(|&h| h > 0);
        let monospaced = font.post().is_ok_and(|post| post.is_fixed_pitch() != 0);
        let descender = hhea.descender().to_i16();
        let shaping = match &data {
            FontData::Bundled(bytes) => harfrust::Font::new(*bytes, index),
            FontData::Read(_) => {
                let shared: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(data.clone());
                harfrust::Font::new(shared, index)
            }
        };
        let shaping = shaping.ok_or_else(|| damaged("it cannot be read"))?;
        Ok(Self {
            family,
            postscript_name,
            weight: weight.clamp(1, 1000),
            style: if slanted { FontStyle::Italic } else { FontStyle::Normal },
            index,
            units_per_em,
            ascender,
            descender,
            cap_height: cap.unwrap_or(ascender / 10 * 7),
            x_height: x.unwrap_or(ascender / 2),
            monospaced,
            colored,
            outlined,
            variations: Vec::new(),
            data,
            font: shaping,
        })
    }

    /// The named instances of a variable font that differ from this face in weight and slant alone (OpenType 1.9, `fvar`).
    pub(super) fn instances(&self) -> Vec<Self> {
        let Ok(font) = FontRef::from_index(&self.data, self.index) else { return Vec::new() };
        named_instances(&font, self.weight, self.style).into_iter().map(|found| self.instance(&font, found)).collect()
    }

    /// The named instance of that number; `None` where it is none of [`Self::instances`].
    pub(super) fn named_instance(&self, number: u32) -> Option<Self> {
        let font = FontRef::from_index(&self.data, self.index).ok()?;
        let mut known = named_instances(&font, self.weight, self.style).into_iter();
        known.find(|found| found.number == number).map(|found| self.instance(&font, found))
    }

    fn instance(&self, font: &FontRef<'_>, found: NamedInstance) -> Self {
        let NamedInstance { number, weight, style, variations } = found;
        let instance = font.named_instances().get(number as usize);
        let name = instance.and_then(|instance| {
            instance.postscript_name_id().and_then(|id| english_name(font, id)).or_else(|| {
                let name = english_name(font, instance.subfamily_name_id())?;
                Some(format!("{}-{}", self.family.replace(' ', ""), name.replace(' ', "")))
            })
        });
        Self {
            postscript_name: name.unwrap_or_else(|| format!("{}-{number}", self.postscript_name)),
            weight,
            style,
            font: self.font.instance_builder().named_instance(number).build(),
            variations,
            ..self.clone()
        }
    }

    /// The face's place in the design space of its font, for reading outlines and widths.
    #[must_use]
    pub fn location(&self) -> Location {
        let settings = self.variations.iter().map(|(tag, value)| (Tag::new(tag), *value));
        FontRef::from_index(&self.data, self.index)
            .map_or_else(|_| Location::default(), |font| font.axes().location(settings))
    }

    /// What the font's licence permits (OpenType 1.9, OS/2 `fsType`); zero where it does not say.
    #[must_use]
    pub fn licence_bits(&self) -> u16 {
        let font = FontRef::from_index(&self.data, self.index);
        font.and_then(|font| font.os2()).map_or(0, |os2| os2.fs_type())
    }

    /// Whether the face has a glyph for the character.
    #[must_use]
    pub fn covers(&self, c: char) -> bool {
        self.font.charmap().map_unicode(c).is_some()
    }

    /// The glyph of a character by itself, without shaping.
    #[must_use]
    pub fn glyph(&self, c: char) -> Option<u16> {
        self.font.charmap().map_unicode(c).and_then(|glyph| u16::try_from(glyph.to_u32()).ok())
    }

    /// How far a character by itself advances, without shaping, in font units.
    #[must_use]
    pub fn advance(&self, c: char) -> i32 {
        let glyph = self.font.charmap().map_unicode(c).unwrap_or_default();
        harfrust::ShaperFont::new(&self.font).glyph_h_advance(glyph)
    }

    /// Whether the face substitutes glyphs for an OpenType feature such as `smcp`.
    #[must_use]
    pub fn has_feature(&self, tag: [u8; 4]) -> bool {
        let Ok(font) = FontRef::from_index(&self.data, self.index) else { return false };
        let Ok(features) = font.gsub().and_then(|gsub| gsub.feature_list()) else { return false };
        features.feature_records().iter().any(|record| record.feature_tag().to_be_bytes() == tag)
    }

    /// The face as the shaper knows it.
    pub(super) fn shaping_font(&self) -> &harfrust::Font {
        &self.font
    }
}

fn english_name(font: &FontRef<'_>, id: NameId) -> Option<String> {
    let text: String = font.localized_strings(id).english_or_first()?.chars().filter(|c| !c.is_control()).collect();
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}
