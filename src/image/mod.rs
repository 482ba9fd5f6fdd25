//! Pictures: reading, probing, decoding and cleaning them.
//!
//! **Invariant:** nothing is ever fetched or executed: what an SVG names outside itself is not there.

mod clean;
mod error;
mod header;
mod profile;
mod raster;
mod reduce;
mod svg;

pub use clean::{clean_svg, svg_reaches_out};
pub use error::Error;
pub(crate) use header::PngChunks;
pub use profile::{profile, profile_components};
pub use raster::{Colors, Raster, decode, encode_png, to_png};
pub use reduce::reduce;
pub use svg::tree as svg_tree;

use std::sync::Arc;

use crate::diagnostic::Span;

/// A picture, by its place among the assets of a resolved document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

/// The file format of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG.
    Png,
    /// GIF; the first frame is shown on paper.
    Gif,
    /// WebP.
    WebP,
    /// SVG.
    Svg,
    /// BMP.
    Bmp,
    /// TIFF.
    Tiff,
}

impl Asset {
    /// Whether it may move: an animation in any of the formats that have such.
    #[must_use]
    pub fn may_move(&self) -> bool {
        let has = |mark: &[u8]| self.bytes.windows(mark.len()).any(|window| window == mark);
        match self.format {
            Format::Gif => true,
            Format::WebP => has(b"ANIM"),
            Format::Png => has(b"acTL"),
            Format::Svg => [b"<animate".as_slice(), b"<set", b"@keyframes"].into_iter().any(has),
            Format::Jpeg | Format::Bmp | Format::Tiff => false,
        }
    }
}

/// A picture that could be read. Identical pictures are stored once.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The file's bytes as read.
    pub bytes: Arc<[u8]>,
    /// What they are.
    pub format: Format,
    /// Width in pixels (SVG: CSS pixels), after EXIF orientation.
    pub width: u32,
    /// Height in pixels, after EXIF orientation.
    pub height: u32,
    /// Pixels per inch as the file says; 96 where it says nothing or for SVG.
    pub resolution: f64,
    /// The file's name without folders, for naming copies of it.
    pub name: String,
    /// Where the source names it first, if it does.
    pub place: Option<Span>,
    /// How the stored pixels are to be turned, 1 to 8 as in EXIF (TIFF 6.0, `Orientation`); 1 for as they are.
    pub orientation: u8,
}

/// Reads what a picture is and how large, without decoding it.
///
/// # Errors
/// When the bytes are no picture, or one that is damaged, too large or of a format that cannot be shown.
pub fn load(bytes: impl Into<Arc<[u8]>>, name: &str) -> Result<Asset, Error> {
    let bytes: Arc<[u8]> = bytes.into();
    let header = header::read(&bytes)?;
    Ok(Asset {
        format: header.format,
        width: header.width,
        height: header.height,
        resolution: header.resolution,
        orientation: header.orientation,
        name: name.to_owned(),
        place: None,
        bytes,
    })
}

impl Asset {
    /// Its natural width in points.
    #[must_use]
    pub fn natural_width(&self) -> crate::units::Length {
        crate::units::Length::from_points(f64::from(self.width) * 72.0 / self.resolution)
    }

    /// Its natural height in points.
    #[must_use]
    pub fn natural_height(&self) -> crate::units::Length {
        crate::units::Length::from_points(f64::from(self.height) * 72.0 / self.resolution)
    }
}
