//! The sRGB profile of the output intent (IEC 61966-2-1), built here: an ICC version 4.2 display profile of three primaries
//! and one parametric curve, which says exactly what tables would only approximate.

/// A number in the s15Fixed16 format (ICC.1:2004-10 §4.5), given in 1/65536.
fn fixed(out: &mut Vec<u8>, values: &[i32]) {
    values.iter().for_each(|value| out.extend_from_slice(&value.to_be_bytes()));
}

fn xyz(values: [i32; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    fixed(&mut tag, &values);
    tag
}

/// A text in English (§10.13).
fn localized(text: &str) -> Vec<u8> {
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut tag = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
    tag.extend_from_slice(&u32::try_from(utf16.len()).unwrap_or(0).to_be_bytes());
    tag.extend_from_slice(&28_u32.to_be_bytes());
    tag.extend_from_slice(&utf16);
    tag
}

/// The profile.
pub(super) fn srgb() -> Vec<u8> {
    // Curve type 3 (§10.15): Y = (aX + b)^g for X ≥ d, else cX, with g, a, b, c, d of sRGB.
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    fixed(&mut curve, &[157_286, 62_119, 3_417, 5_072, 2_651]);
    // The Bradford adaptation from D65 to D50 (annex E).
    let mut adaptation = b"sf32\0\0\0\0".to_vec();
    fixed(&mut adaptation, &[68_675, 1_502, -3_290, 1_940, 64_912, -1_118, -605, 988, 49_262]);
    // Primaries adapted to D50; their sum is the D50 white.
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", localized("sRGB")),
        (b"cprt", localized("No copyright, use freely")),
        (b"wtpt", xyz([63_190, 65_536, 54_061])),
        (b"chad", adaptation),
        (b"rXYZ", xyz([28_578, 14_581, 912])),
        (b"gXYZ", xyz([25_240, 46_982, 6_362])),
        (b"bXYZ", xyz([9_372, 3_973, 46_787])),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve),
    ];
    let (mut table, mut data) = (Vec::new(), Vec::new());
    let start = 128 + 4 + 12 * 10;
    let offset = |data: &[u8]| u32::try_from(start + data.len()).unwrap_or(0);
    let mut entries: Vec<([u8; 4], u32, u32)> = Vec::new();
    for (name, tag) in tags {
        let size = u32::try_from(tag.len()).unwrap_or(0);
        // The three curves are one (§7.3.1 allows tags to share their data).
        let at = if name == b"gTRC" { entries.last().map_or(0, |last| last.1) } else { offset(&data) };
        if name != b"gTRC" {
            data.extend_from_slice(&tag);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        entries.push((*name, at, size));
        if name == b"gTRC" {
            entries.push((*b"bTRC", at, size));
        }
    }
    table.extend_from_slice(&u32::try_from(entries.len()).unwrap_or(0).to_be_bytes());
    for (name, at, size) in entries {
        table.extend_from_slice(&name);
        table.extend_from_slice(&at.to_be_bytes());
        table.extend_from_slice(&size.to_be_bytes());
    }

    let mut profile = Vec::new();
    profile.extend_from_slice(&u32::try_from(start + data.len()).unwrap_or(0).to_be_bytes());
    profile.extend_from_slice(b"\0\0\0\0\x04\x20\0\0mntrRGB XYZ ");
    // The date of creation: a fixed one, so that the same document gives the same bytes.
    profile.extend_from_slice(b"\x07\xE8\0\x01\0\x01\0\0\0\0\0\0acsp");
    profile.resize(68, 0);
    fixed(&mut profile, &[63_190, 65_536, 54_061]);
    profile.resize(128, 0);
    profile.extend_from_slice(&table);
    profile.extend_from_slice(&data);
    profile
}

#[cfg(test)]
mod tests {
    #[test]
    fn its_header_gives_its_size() {
        let profile = super::srgb();
        assert_eq!(&profile[36..40], b"acsp");
        assert_eq!(profile[..4], u32::try_from(profile.len()).expect("small").to_be_bytes());
    }
}
