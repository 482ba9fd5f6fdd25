//! Colour profiles that pictures carry (ICC.1:2010).

use std::io::Read;

use super::header::PngChunks;
use super::{Asset, Format};

/// Larger profiles are no profiles.
const LARGEST: usize = 4 << 20;

/// The colour profile of a JPEG or PNG, as it is in the file; `None` where it has none that is whole.
#[must_use]
pub fn profile(asset: &Asset) -> Option<Vec<u8>> {
    let profile = match asset.format {
        Format::Jpeg => of_jpeg(&asset.bytes)?,
        Format::Png => of_png(&asset.bytes)?,
        Format::Gif | Format::WebP | Format::Svg | Format::Bmp | Format::Tiff => return None,
    };
    Some(profile).filter(|profile| profile_components(profile).is_some())
}

/// How many components the colours have that a profile describes; `None` where it is none that may stand in an edition: of
/// a device or a colour space, of version 2 or 4, and as long as it says (§7.2).
#[must_use]
pub fn profile_components(profile: &[u8]) -> Option<u8> {
    let field = |at: usize| profile.get(at..at + 4);
    let length = u32::from_be_bytes(field(0)?.try_into().ok()?) as usize;
    let version = *profile.get(8)?;
    let class = matches!(field(12)?, b"scnr" | b"mntr" | b"prtr" | b"spac");
    if length != profile.len() || field(36)? != b"acsp" || !matches!(version, 2 | 4) || !class {
        return None;
    }
    match field(16)? {
        b"GRAY" => Some(1),
        b"RGB " => Some(3),
        b"CMYK" => Some(4),
        _ => None,
    }
}

/// The parts of a profile in segments of a JPEG, each with its number and the number of all (annex B.4).
fn of_jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts: Vec<(u8, &[u8])> = Vec::new();
    let mut at = 2;
    while let Some(&[0xFF, marker, high, low]) = bytes.get(at..at + 4).and_then(|head| head.first_chunk()) {
        if marker == 0xFF {
            at += 1;
            continue;
        }
        if marker == 0xDA {
            break;
        }
        let length = usize::from(u16::from_be_bytes([high, low])).max(2);
        let segment = bytes.get(at + 4..at + 2 + length)?;
        if let (0xE2, Some([number, _, part @ ..])) = (marker, segment.strip_prefix(b"ICC_PROFILE\0")) {
            parts.push((*number, part));
        }
        at += 2 + length;
    }
    parts.sort_by_key(|(number, _)| *number);
    let profile: Vec<u8> = parts.into_iter().flat_map(|(_, part)| part).copied().collect();
    (!profile.is_empty()).then_some(profile)
}

/// The chunk of a profile: a name, a zero, the method of compression, and the data (PNG §11.3.2.3).
fn of_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let chunk = PngChunks::new(bytes).filter_map(Result::ok).find(|chunk| &chunk.kind == b"iCCP")?;
    let name = chunk.data.iter().position(|&byte| byte == 0)?;
    let packed = chunk.data.get(name + 2..)?;
    let mut profile = Vec::new();
    flate2::read::ZlibDecoder::new(packed).take(LARGEST as u64 + 1).read_to_end(&mut profile).ok()?;
    (profile.len() <= LARGEST).then_some(profile)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_profiles_of_devices_count() {
        let mut profile = vec![0; 132];
        profile[3] = 132;
        profile[8] = 4;
        profile[12..20].copy_from_slice(b"mntrRGB ");
        profile[36..40].copy_from_slice(b"acsp");
        assert_eq!(profile_components(&profile), Some(3));
        assert_eq!(profile_components(&profile[..131]), None);
        profile[12..16].copy_from_slice(b"link");
        assert_eq!(profile_components(&profile), None);
    }
}
