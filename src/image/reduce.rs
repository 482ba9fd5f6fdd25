//! Pictures with fewer pixels, for editions that have no use for all of them.

use std::io::Cursor;

use ::image::codecs::jpeg::JpegEncoder;
use ::image::codecs::png::PngEncoder;
use ::image::imageops::FilterType;
use ::image::{DynamicImage, ImageEncoder, ImageResult};

use super::raster::pixels;
use super::{Asset, Error, Format, header};

/// JPEG quality at which nobody sees a difference in a photograph.
const QUALITY: u8 = 88;

/// A picture that shows the same with `share` of its pixels in each direction, upright, in the format it has: JPEG stays
/// JPEG, everything else becomes PNG. Its colour profile goes with it. It is as large on paper as before.
///
/// # Errors
/// When its data is damaged.
pub fn reduce(asset: &Asset, share: f64) -> Result<Asset, Error> {
    let damaged = |error| Error::damaged(header::name(asset.format), error);
    let (image, profile) = pixels(asset)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "shares are between nothing and one")]
    let fewer = |count: u32| (f64::from(count) * share.clamp(0.0, 1.0)).round().max(1.0) as u32;
    let (width, height) = (fewer(image.width()), fewer(image.height()));
    let small = image.resize_exact(width, height, FilterType::Lanczos3);
    let (format, bytes) = match asset.format {
        Format::Jpeg => (Format::Jpeg, jpeg(small, profile).map_err(damaged)?),
        _ => (Format::Png, png(&small, profile).map_err(damaged)?),
    };
    Ok(Asset {
        bytes: bytes.into(),
        format,
        width,
        height,
        resolution: asset.resolution * f64::from(width) / f64::from(image.width().max(1)),
        orientation: 1,
        name: asset.name.clone(),
        place: asset.place,
    })
}

fn jpeg(image: DynamicImage, profile: Option<Vec<u8>>) -> ImageResult<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    if let Some(profile) = profile {
        // What cannot hold one is sRGB.
        let _ = encoder.set_icc_profile(profile);
    }
    let image = if image.color().has_color() {
        DynamicImage::ImageRgb8(image.into_rgb8())
    } else {
        DynamicImage::ImageLuma8(image.into_luma8())
    };
    image.write_with_encoder(encoder)?;
    Ok(bytes.into_inner())
}

fn png(image: &DynamicImage, profile: Option<Vec<u8>>) -> ImageResult<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = PngEncoder::new(&mut bytes);
    if let Some(profile) = profile {
        let _ = encoder.set_icc_profile(profile);
    }
    image.write_with_encoder(encoder)?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reduced_picture_is_as_large_on_paper() {
        for format in [::image::ImageFormat::Png, ::image::ImageFormat::Jpeg] {
            let image = ::image::RgbImage::from_pixel(400, 200, ::image::Rgb([200, 30, 60]));
            let mut bytes = Cursor::new(Vec::new());
            image.write_to(&mut bytes, format).expect("written");
            let asset = crate::image::load(bytes.into_inner(), "a").expect("a picture");
            let small = reduce(&asset, 0.25).expect("reduced");
            let read = crate::image::load(small.bytes.clone(), "a").expect("a picture");
            assert_eq!((small.width, small.height, small.format), (100, 50, asset.format));
            assert_eq!((read.width, read.height, read.format), (100, 50, asset.format));
            assert_eq!(small.natural_width(), asset.natural_width());
            let raster = crate::image::decode(&small).expect("decoded");
            assert!(raster.samples.first().is_some_and(|red| red.abs_diff(200) < 4), "the same colour");
        }
    }
}
