//! Pixels: decoding pictures, and writing them as PNG.

use std::io::Cursor;

use ::image::metadata::Orientation;
use ::image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::{Asset, Error, Format, header, svg};
use crate::text::FontLibrary;
use crate::units::Color;

/// What the samples of a pixel are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colors {
    /// One sample: lightness.
    Gray,
    /// Three samples: red, green, blue (sRGB).
    Rgb,
}

/// A decoded picture: eight bits a sample, rows from the top, turned as its orientation says.
#[derive(Clone, Debug)]
pub struct Raster {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// What the samples are.
    pub colors: Colors,
    /// The samples, without alpha and not multiplied by it.
    pub samples: Vec<u8>,
    /// Opacity of each pixel, where not all are opaque.
    pub alpha: Option<Vec<u8>>,
    /// The colour profile that the samples are to be seen with.
    pub profile: Option<Vec<u8>>,
}

impl Raster {
    /// The same without colour.
    #[must_use]
    pub fn into_gray(self) -> Self {
        if self.colors == Colors::Gray {
            return self;
        }
        let (pixels, _) = self.samples.as_chunks::<3>();
        let samples = pixels.iter().map(|&[red, green, blue]| Color::rgb(red, green, blue).to_gray().red).collect();
        Self { colors: Colors::Gray, samples, profile: None, ..self }
    }
}

/// Decodes a picture: of an animation the first frame; an SVG at two pixels for each of its own, with the bundled fonts.
///
/// # Errors
/// When its data is damaged.
pub fn decode(asset: &Asset) -> Result<Raster, Error> {
    let (image, profile) = pixels(asset)?;
    Ok(Raster { profile, ..raster(image) })
}

/// A picture as a PNG file: of an animation the first frame; an SVG at two pixels for each of its own.
///
/// # Errors
/// When its data is damaged.
pub fn to_png(asset: &Asset) -> Result<Vec<u8>, Error> {
    let mut bytes = Cursor::new(Vec::new());
    let format = header::name(asset.format);
    dynamic(asset)?.write_to(&mut bytes, ImageFormat::Png).map_err(|error| Error::damaged(format, error))?;
    Ok(bytes.into_inner())
}

/// Samples of eight bits as a PNG file, each row filtered as suits it best.
///
/// # Errors
/// When there are not as many samples as the size says.
pub fn encode_png(width: u32, height: u32, colors: Colors, samples: &[u8]) -> Result<Vec<u8>, Error> {
    use ::image::codecs::png::{CompressionType, FilterType, PngEncoder};
    let kind = match colors {
        Colors::Gray => ::image::ExtendedColorType::L8,
        Colors::Rgb => ::image::ExtendedColorType::Rgb8,
    };
    if samples.len() as u64 != u64::from(width) * u64::from(height) * if colors == Colors::Gray { 1 } else { 3 } {
        return Err(Error::damaged("PNG", "its parts differ in size"));
    }
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Level(6), FilterType::Adaptive);
    ::image::ImageEncoder::write_image(encoder, samples, width, height, kind)
        .map_err(|error| Error::damaged("PNG", error))?;
    Ok(bytes)
}

fn dynamic(asset: &Asset) -> Result<DynamicImage, Error> {
    Ok(pixels(asset)?.0)
}

/// The pixels, and the colour profile that they are to be seen with.
pub(super) fn pixels(asset: &Asset) -> Result<(DynamicImage, Option<Vec<u8>>), Error> {
    let format = match asset.format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::Gif => ImageFormat::Gif,
        Format::WebP => ImageFormat::WebP,
        Format::Bmp => ImageFormat::Bmp,
        Format::Tiff => ImageFormat::Tiff,
        Format::Svg => return Ok((svg::render(asset, &FontLibrary::bundled(), 2.0)?, None)),
    };
    let damaged = |error: ::image::ImageError| Error::damaged(header::name(asset.format), error);
    let mut limits = Limits::no_limits();
    // Four bytes for each of 300 million pixels, and what the decoder needs besides.
    limits.max_alloc = Some(2 << 30);
    let mut reader = ImageReader::with_format(Cursor::new(&asset.bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    let stored = if asset.orientation >= 5 { (asset.height, asset.width) } else { (asset.width, asset.height) };
    if (width, height) != stored {
        return Err(Error::damaged(header::name(asset.format), "its parts differ in size"));
    }
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    // Pixels of four inks come out as red, green and blue, which a profile of inks does not describe.
    let space: &[u8] = if image.color().has_color() { b"RGB " } else { b"GRAY" };
    let profile = profile.filter(|profile| profile.get(16..20) == Some(space));
    if let Some(orientation) = Orientation::from_exif(asset.orientation) {
        image.apply_orientation(orientation);
    }
    Ok((image, profile))
}

fn raster(image: DynamicImage) -> Raster {
    let (width, height) = (image.width(), image.height());
    let color = image.color();
    let colors = if color.has_color() { Colors::Rgb } else { Colors::Gray };
    if !color.has_alpha() {
        let samples = match colors {
            Colors::Rgb => image.into_rgb8().into_raw(),
            Colors::Gray => image.into_luma8().into_raw(),
        };
        return Raster { width, height, colors, samples, alpha: None, profile: None };
    }
    let (interleaved, channels) = match colors {
        Colors::Rgb => (image.into_rgba8().into_raw(), 4),
        Colors::Gray => (image.into_luma_alpha8().into_raw(), 2),
    };
    let mut samples = Vec::with_capacity(interleaved.len() / channels * (channels - 1));
    let mut alpha = Vec::with_capacity(interleaved.len() / channels);
    for pixel in interleaved.chunks_exact(channels) {
        if let Some((opacity, color)) = pixel.split_last() {
            samples.extend_from_slice(color);
            alpha.push(*opacity);
        }
    }
    let opaque = alpha.iter().all(|&opacity| opacity == 255);
    Raster { width, height, colors, samples, alpha: (!opaque).then_some(alpha), profile: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pixels_survive_a_round_trip() {
        let image = ::image::RgbaImage::from_fn(3, 2, |x, y| {
            ::image::Rgba([u8::try_from(x * 80).unwrap(), 9, 7, if y == 0 { 255 } else { 128 }])
        });
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, ImageFormat::Png).expect("written");
        let asset = crate::image::load(bytes.into_inner(), "a.png").expect("a picture");
        let raster = decode(&asset).expect("decoded");
        assert_eq!((raster.width, raster.height, raster.colors), (3, 2, Colors::Rgb));
        assert_eq!(raster.samples[..6], [0, 9, 7, 80, 9, 7]);
        assert_eq!(raster.alpha.as_deref(), Some([255, 255, 255, 128, 128, 128].as_slice()));
    }
}
