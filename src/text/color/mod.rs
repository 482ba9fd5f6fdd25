//! Glyphs that have colours of their own (OpenType 1.9.1, `COLR`, `sbix`, `CBDT`), as drawings and pictures.

mod brush;
mod painter;

use skrifa::bitmap::{BitmapData, BitmapFormat, BitmapStrikes, Origin};
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, MetadataProvider};

use super::face::Face;
use painter::Painter;

/// A glyph that has colours of its own. Lengths are in font units, from the glyph's origin to the right and upwards.
#[derive(Clone, Debug, PartialEq)]
pub struct ColorGlyph {
    /// What is shown.
    pub drawing: Drawing,
    /// Where its left edge is.
    pub left: f32,
    /// Where its lower edge is.
    pub bottom: f32,
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
}

/// What a coloured glyph shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// An SVG document.
    Svg(String),
    /// A PNG file.
    Png(Vec<u8>),
}

impl Face {
    /// The glyph in the colours of the face's first palette, or as the largest picture that the face has of it; `None` where
    /// it has no colours or cannot be read.
    #[must_use]
    pub fn color_glyph(&self, glyph: u16) -> Option<ColorGlyph> {
        if !self.colored {
            return None;
        }
        let font = FontRef::from_index(&self.data, self.index).ok()?;
        drawn(&font, self, GlyphId::from(glyph)).or_else(|| pictured(&font, self, GlyphId::from(glyph)))
    }
}

/// Whether a font has glyphs with colours of their own.
pub(super) fn has_colors(font: &FontRef<'_>) -> bool {
    (font.colr().is_ok() && font.cpal().is_ok()) || strikes(font).is_some()
}

/// Coloured pictures of glyphs; those of one colour (`EBDT`) are for screens of long ago.
pub(super) fn strikes<'a>(font: &FontRef<'a>) -> Option<BitmapStrikes<'a>> {
    let of = |format| BitmapStrikes::with_format(font, format).filter(|strikes| !strikes.is_empty());
    of(BitmapFormat::Sbix).or_else(|| of(BitmapFormat::Cbdt))
}

fn drawn(font: &FontRef<'_>, face: &Face, glyph: GlyphId) -> Option<ColorGlyph> {
    let color_glyph = font.color_glyphs().get(glyph)?;
    let palettes = font.color_palettes();
    let palette = palettes.get(0)?;
    let location = face.location();
    let mut painter = Painter::new(font, &location, palette.colors());
    color_glyph.paint(&location, &mut painter).ok()?;
    painter.finish(face.units_per_em)
}

fn pictured(font: &FontRef<'_>, face: &Face, glyph: GlyphId) -> Option<ColorGlyph> {
    let strikes = strikes(font)?;
    let best = strikes.iter().filter_map(|strike| Some((strike.ppem(), strike.get(glyph)?)));
    let (_, found) = best.max_by(|(a, _), (b, _)| a.total_cmp(b))?;
    let BitmapData::Png(png) = found.data else { return None };
    let em = f32::from(face.units_per_em);
    let (across, up) = (em / found.ppem_x.max(1.0), em / found.ppem_y.max(1.0));
    #[expect(clippy::cast_precision_loss, reason = "pictures of glyphs have a few hundred pixels")]
    let (width, height) = (found.width as f32 * across, found.height as f32 * up);
    let left = found.bearing_x + found.inner_bearing_x * across;
    let bottom = match found.placement_origin {
        Origin::TopLeft => found.bearing_y + found.inner_bearing_y * up - height,
        Origin::BottomLeft => found.bearing_y + found.inner_bearing_y * up,
    };
    Some(ColorGlyph { drawing: Drawing::Png(png.to_vec()), left, bottom, width, height })
}
