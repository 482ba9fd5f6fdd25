//! Pictures: reading, probing, decoding and cleaning them.

use std::sync::Arc;

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
