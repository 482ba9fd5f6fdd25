//! Headers: format, size, resolution and orientation, from the bytes themselves and not from the file's name.

use super::{Error, Format};

/// Most pixels of a picture.
const MAX_PIXELS: u64 = 300_000_000;
/// Most pixels along an edge.
const MAX_EDGE: u64 = 65_535;

/// What a header says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Header {
    pub(super) format: Format,
    /// After orientation.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) resolution: f64,
    pub(super) orientation: u8,
}

pub(super) fn name(format: Format) -> &'static str {
    match format {
        Format::Jpeg => "JPEG",
        Format::Png => "PNG",
        Format::Gif => "GIF",
        Format::WebP => "WebP",
        Format::Svg => "SVG",
        Format::Bmp => "BMP",
        Format::Tiff => "TIFF",
    }
}

/// The format that the first bytes show.
fn sniff(bytes: &[u8]) -> Result<Format, Error> {
    if bytes.is_empty() {
        return Err(Error::Empty);
    }
    let at = |place: usize, magic: &[u8]| bytes.get(place..).is_some_and(|rest| rest.starts_with(magic));
    Ok(match bytes {
        _ if at(0, b"\x89PNG\r\n\x1A\n") => Format::Png,
        _ if at(0, b"\xFF\xD8\xFF") => Format::Jpeg,
        _ if at(0, b"GIF87a") || at(0, b"GIF89a") => Format::Gif,
        _ if at(0, b"RIFF") && at(8, b"WEBP") => Format::WebP,
        _ if at(0, b"BM") && bytes.len() > 26 => Format::Bmp,
        _ if at(0, b"II*\0") || at(0, b"MM\0*") => Format::Tiff,
        _ if at(4, b"ftypavif") || at(4, b"ftypavis") => return Err(Error::Unsupported("AVIF")),
        _ if at(4, b"ftyphei") || at(4, b"ftypmif1") || at(4, b"ftyphev") => return Err(Error::Unsupported("HEIC")),
        _ if at(0, b"%PDF") => return Err(Error::Unsupported("PDF")),
        _ if at(0, b"%!PS") => return Err(Error::Unsupported("PostScript")),
        _ if at(0, b"\x1F\x8B") => return Err(Error::Unsupported("compressed SVG")),
        _ if is_svg(bytes) => Format::Svg,
        _ => return Err(Error::Unknown),
    })
}

/// Whether an `svg` element opens the file, after a declaration, comments and whatever else XML allows before it.
fn is_svg(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4_096)).unwrap_or(bytes);
    let text = String::from_utf8_lossy(head);
    text.trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n']).starts_with('<')
        && (text.contains("<svg") || text.contains(":svg"))
}

/// Reads the header.
///
/// # Errors
/// When there is none, or one that cannot be.
pub(super) fn read(bytes: &[u8]) -> Result<Header, Error> {
    let format = sniff(bytes)?;
    if format == Format::Svg {
        let (width, height) = super::svg::size(bytes)?;
        return Ok(Header { format, width, height, resolution: 96.0, orientation: 1 });
    }
    let size = imagesize::blob_size(bytes).map_err(|_| Error::damaged(name(format), "its size cannot be read"))?;
    let (width, height) = (size.width as u64, size.height as u64);
    if width == 0 || height == 0 {
        return Err(Error::damaged(name(format), "it has no size"));
    }
    if width > MAX_EDGE || height > MAX_EDGE || width.saturating_mul(height) > MAX_PIXELS {
        return Err(Error::TooLarge(width, height));
    }
    let (resolution, orientation) = match format {
        Format::Jpeg => jpeg(bytes)?,
        Format::Png => png(bytes)?,
        Format::Gif | Format::WebP | Format::Bmp | Format::Tiff | Format::Svg => (None, 1),
    };
    let pixels = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let (width, height) = if orientation >= 5 { (height, width) } else { (width, height) };
    Ok(Header {
        format,
        width: pixels(width),
        height: pixels(height),
        // Cameras write 1 dpi and scanners 0; nobody means either.
        resolution: resolution.filter(|dpi| (10.0..=10_000.0).contains(dpi)).unwrap_or(96.0),
        orientation,
    })
}

/// The segments of a JPEG before its data: JFIF density and EXIF orientation.
fn jpeg(bytes: &[u8]) -> Result<(Option<f64>, u8), Error> {
    let (mut resolution, mut orientation) = (None, 1);
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4).and_then(|head| head.first_chunk()) {
        if marker == 0xFF {
            at += 1;
            continue;
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        let Some(segment) = bytes.get(at + 4..at + 2 + length.max(2)) else { break };
        match marker {
            0xE0 if segment.starts_with(b"JFIF\0") => {
                if let Some(&[unit, x1, x2]) = segment.get(7..10).and_then(|density| density.first_chunk()) {
                    let density = f64::from(u16::from_be_bytes([x1, x2]));
                    resolution = match unit {
                        1 => Some(density),
                        2 => Some(density * 2.54),
                        _ => None,
                    };
                }
            }
            0xE1 => {
                if let Some(tiff) = segment.strip_prefix(b"Exif\0\0") {
                    orientation = exif_orientation(tiff).unwrap_or(1);
                }
            }
            0xDA => {
                // The data begins: it ends with an EOI marker, or the file was cut.
                if bytes.windows(2).rev().any(|pair| pair == [0xFF, 0xD9]) {
                    return Ok((resolution, orientation));
                }
                break;
            }
            _ => {}
        }
        at += 2 + length.max(2);
    }
    Err(Error::damaged("JPEG", "it ends too early"))
}

/// The chunks of a PNG: physical size and EXIF; every chunk must be there, to the last.
fn png(bytes: &[u8]) -> Result<(Option<f64>, u8), Error> {
    let (mut resolution, mut orientation) = (None, 1);
    for chunk in PngChunks::new(bytes) {
        let chunk = chunk?;
        match &chunk.kind {
            b"pHYs" => {
                if let Some(&[a, b, c, d, _, _, _, _, 1]) = chunk.data.first_chunk::<9>() {
                    // Pixels in a metre.
                    resolution = Some((f64::from(u32::from_be_bytes([a, b, c, d])) * 0.0254).round());
                }
            }
            b"eXIf" => orientation = exif_orientation(chunk.data).unwrap_or(1),
            b"IEND" => return Ok((resolution, orientation)),
            _ => {}
        }
    }
    Err(Error::damaged("PNG", "it ends too early"))
}

/// A chunk of a PNG file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PngChunk<'a> {
    /// Its four letters.
    pub(crate) kind: [u8; 4],
    /// What it holds.
    pub(crate) data: &'a [u8],
}

/// The chunks of a PNG file in order, their checksums unchecked.
#[derive(Clone, Debug)]
pub(crate) struct PngChunks<'a> {
    rest: &'a [u8],
}

impl<'a> PngChunks<'a> {
    /// The chunks of a file that begins with the PNG signature.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes.get(8..).unwrap_or(&[]) }
    }
}

impl<'a> Iterator for PngChunks<'a> {
    type Item = Result<PngChunk<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let cut = || Some(Err(Error::damaged("PNG", "it ends too early")));
        if self.rest.is_empty() {
            return None;
        }
        let Some((&[a, b, c, d, k0, k1, k2, k3], after)) = self.rest.split_first_chunk::<8>() else {
            self.rest = &[];
            return cut();
        };
        let length = u32::from_be_bytes([a, b, c, d]) as usize;
        let (Some(data), Some(rest)) = (after.get(..length), length.checked_add(4).and_then(|end| after.get(end..)))
        else {
            self.rest = &[];
            return cut();
        };
        self.rest = rest;
        Some(Ok(PngChunk { kind: [k0, k1, k2, k3], data }))
    }
}

/// The orientation in a TIFF structure (EXIF 2.32 §4.6.4).
fn exif_orientation(tiff: &[u8]) -> Option<u8> {
    let little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk::<2>()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes = *tiff.get(at..)?.first_chunk::<4>()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) } as usize)
    };
    let directory = long(4)?;
    let entries = usize::from(short(directory)?);
    let orientation = (0..entries)
        .map(|entry| directory + 2 + entry * 12)
        .find(|&at| short(at) == Some(0x0112))
        .and_then(|at| short(at + 8))?;
    u8::try_from(orientation).ok().filter(|value| (1..=8).contains(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png_header(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
        bytes.extend_from_slice(&width.to_be_bytes());
        bytes.extend_from_slice(&height.to_be_bytes());
        bytes.extend_from_slice(b"\x08\x02\0\0\0\0\0\0\0");
        bytes
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert_eq!(read(b""), Err(Error::Empty));
        assert_eq!(read(b"hello"), Err(Error::Unknown));
        assert_eq!(read(b"\0\0\0\x1Cftypavif\0\0\0\0"), Err(Error::Unsupported("AVIF")));
        assert!(matches!(read(b"\xFF\xD8\xFF\xE0\0\x10JFIF"), Err(Error::Damaged { .. })));
        assert!(matches!(read(&png_header(10, 10)), Err(Error::Damaged { .. })));
        assert_eq!(read(&png_header(100_000, 10)), Err(Error::TooLarge(100_000, 10)));
        assert_eq!(read(&png_header(60_000, 60_000)), Err(Error::TooLarge(60_000, 60_000)));
    }

    #[test]
    fn resolution_is_read() {
        let mut bytes = png_header(10, 20);
        bytes.extend_from_slice(b"\0\0\0\x09pHYs\0\0\x2E\x23\0\0\x2E\x23\x01\0\0\0\0\0\0\0\0IEND\0\0\0\0");
        let header = read(&bytes).expect("a header");
        assert_eq!((header.width, header.height, header.resolution), (10, 20, 300.0));
    }

    #[test]
    fn orientation_is_read_in_both_byte_orders() {
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0";
        assert_eq!(exif_orientation(little), Some(6));
        assert_eq!(exif_orientation(big), Some(8));
        assert_eq!(exif_orientation(b"II*\0\xFF\xFF\xFF\xFF"), None);
    }
}
