//! PNG data passed through: its filters are those of the `FlateDecode` predictors (ISO 32000-1 §7.4.4.4).

use lopdf::{Object, Stream, StringFormat, dictionary};

use super::image_object::{Image, image_dictionary};
use crate::image::PngChunks;

/// The image as it is in the file, where it is not interlaced, and each pixel is either there or not.
pub(super) fn pass_through(bytes: &[u8]) -> Option<Image> {
    let mut header: Option<(u32, u32, u8, u8)> = None;
    let (mut palette, mut transparent): (Option<&[u8]>, Option<&[u8]>) = (None, None);
    let mut data = Vec::new();
    for chunk in PngChunks::new(bytes) {
        let chunk = chunk.ok()?;
        match (&chunk.kind, chunk.data) {
            (b"IHDR", &[w0, w1, w2, w3, h0, h1, h2, h3, depth, kind, 0, 0, 0]) => {
                header =
                    Some((u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]), depth, kind));
            }
            // Interlaced.
            (b"IHDR", _) => return None,
            (b"tRNS", data) => transparent = Some(data),
            (b"PLTE", colors) => palette = Some(colors),
            (b"IDAT", part) => data.extend_from_slice(part),
            _ => {}
        }
    }
    let (width, height, depth, kind) = header?;
    let (components, space): (i64, Object) = match kind {
        0 => (1, "DeviceGray".into()),
        2 => (3, "DeviceRGB".into()),
        3 => {
            let colors = palette?;
            let last = i64::try_from(colors.len() / 3).ok()?.checked_sub(1)?;
            let table = Object::String(colors.to_vec(), StringFormat::Hexadecimal);
            (1, vec!["Indexed".into(), "DeviceRGB".into(), last.into(), table].into())
        }
        _ => return None,
    };
    // A reader must be able to decompress it; a damaged stream would be an empty picture there.
    let row = (u64::from(width) * u64::from(depth) * u64::try_from(components).ok()?).div_ceil(8) + 1;
    let complete = inflated_length(&data)? == row * u64::from(height);
    if !complete {
        return None;
    }
    let mut dict = image_dictionary(width, height, i64::from(depth), space);
    dict.set("Filter", "FlateDecode");
    dict.set(
        "DecodeParms",
        dictionary! {
            "Predictor" => 15, "Colors" => components, "BitsPerComponent" => i64::from(depth), "Columns" => i64::from(width),
        },
    );
    if let Some(transparent) = transparent {
        dict.set("Mask", color_key(transparent, kind, depth)?);
    }
    Some(Image::new(Stream::new(dict, data).with_compression(false)))
}

/// The colour that is not shown, as a range for each component (ISO 32000-1 §8.9.6.4); `None` where some are half shown, or
/// more than one range of a palette's are not.
fn color_key(transparent: &[u8], kind: u8, depth: u8) -> Option<Object> {
    let most = (1_i64 << depth) - 1;
    let range = |low: i64, high: i64| [Object::Integer(low), Object::Integer(high)];
    if kind == 3 {
        let first = transparent.iter().position(|&opacity| opacity == 0)?;
        let last = transparent.iter().rposition(|&opacity| opacity == 0)?;
        let as_range = transparent
            .iter()
            .enumerate()
            .all(|(at, &opacity)| opacity == if (first..=last).contains(&at) { 0 } else { 255 });
        let (first, last) = (i64::try_from(first).ok()?, i64::try_from(last).ok()?);
        return as_range.then(|| range(first, last.min(most)).to_vec().into());
    }
    let (samples, rest) = transparent.as_chunks::<2>();
    let colors = samples.iter().map(|&sample| i64::from(u16::from_be_bytes(sample)) & most);
    let ranges: Vec<Object> = colors.flat_map(|color| range(color, color)).collect();
    (rest.is_empty() && ranges.len() == if kind == 0 { 2 } else { 6 }).then(|| ranges.into())
}

/// The length of the decompressed data; `None` where it is damaged.
fn inflated_length(data: &[u8]) -> Option<u64> {
    std::io::copy(&mut flate2::read::ZlibDecoder::new(data), &mut std::io::sink()).ok()
}
