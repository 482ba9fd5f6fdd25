//! PNG data passed through: its filters are those of the `FlateDecode` predictors (ISO 32000-1 §7.4.4.4).

use lopdf::{Object, Stream, StringFormat, dictionary};

use super::pictures::{Image, image_dictionary};
use crate::image::PngChunks;

/// The image as it is in the file, where it is not interlaced and has neither alpha nor a transparent colour.
pub(super) fn pass_through(bytes: &[u8]) -> Option<Image> {
    let mut header: Option<(u32, u32, u8, u8)> = None;
    let mut palette: Option<&[u8]> = None;
    let mut data = Vec::new();
    for chunk in PngChunks::new(bytes) {
        let chunk = chunk.ok()?;
        match (&chunk.kind, chunk.data) {
            (b"IHDR", &[w0, w1, w2, w3, h0, h1, h2, h3, depth, kind, 0, 0, 0]) => {
                header =
                    Some((u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]), depth, kind));
            }
            // Interlaced.
            (b"IHDR" | b"tRNS", _) => return None,
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
    Some(Image { stream: Stream::new(dict, data).with_compression(false), mask: None, profile: None })
}

/// The length of the decompressed data; `None` where it is damaged.
fn inflated_length(data: &[u8]) -> Option<u64> {
    std::io::copy(&mut flate2::read::ZlibDecoder::new(data), &mut std::io::sink()).ok()
}
