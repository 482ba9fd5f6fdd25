//! Colour profiles that are built here (ICC.1:2004-10): sRGB, and inks of which nothing is known.

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

/// The sRGB profile of the output intent (IEC 61966-2-1): a display profile of three primaries and one parametric curve,
/// which says exactly what tables would only approximate.
pub(super) fn srgb() -> Vec<u8> {
    // Curve type 3 (§10.15): Y = (aX + b)^g for X ≥ d, else cX, with g, a, b, c, d of sRGB.
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    fixed(&mut curve, &[157_286, 62_119, 3_417, 5_072, 2_651]);
    // The Bradford adaptation from D65 to D50 (annex E).
    let mut adaptation = b"sf32\0\0\0\0".to_vec();
    fixed(&mut adaptation, &[68_675, 1_502, -3_290, 1_940, 64_912, -1_118, -605, 988, 49_262]);
    let [red, green, blue] = PRIMARIES;
    let tags = [
        (b"desc", localized("sRGB")),
        (b"chad", adaptation),
        (b"rXYZ", xyz(red)),
        (b"gXYZ", xyz(green)),
        (b"bXYZ", xyz(blue)),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    profile(b"mntrRGB XYZ ", &tags)
}

/// The primaries of sRGB adapted to D50; their sum is the D50 white.
const PRIMARIES: [[i32; 3]; 3] = [[28_578, 14_581, 912], [25_240, 46_982, 6_362], [9_372, 3_973, 46_787]];

/// The exponent that stands for the curve of sRGB where a product must stay a product.
const GAMMA: f64 = 2.2;

/// A profile for inks whose own is not known: each takes away its complement of sRGB, and black takes away all three. So
/// browsers show pictures of four inks that say nothing of them.
///
/// With a curve that is a power, the light that is left is a product of what each ink leaves, so that the tables of two
/// points for each ink are exact (§10.8).
pub(super) fn inks() -> Vec<u8> {
    let white = [63_190, 65_536, 54_061];
    let mut to_light = Vec::new();
    for corner in 0_u8..16 {
        let left = |ink: u8| i32::from(corner >> (3 - ink) & 1 == 0 && corner & 1 == 0);
        for axis in 0..3 {
            let light: i32 = (0_u8..).zip(PRIMARIES).map(|(ink, primary)| primary[axis] * left(ink)).sum();
            // A thing of one is written as 32768.
            to_light.push(u16::try_from(light / 2).unwrap_or(u16::MAX));
        }
    }
    let absorbed = |amount: f64| 1.0 - (1.0 - amount).powf(GAMMA);
    let identity = [65_536, 0, 0, 0, 65_536, 0, 0, 0, 65_536];
    let there = table16([4, 3], identity, &absorbed, &to_light);

    // Back: light to the three colours it is a sum of, those to the inks that leave them, and no black.
    let corners: Vec<u16> = (0_u8..8)
        .flat_map(|corner| [4, 2, 1].map(|bit| if corner & bit == 0 { u16::MAX } else { 0 }).into_iter().chain([0]))
        .collect();
    // The inverse of the primaries; a thing of one comes out as 32768 and is made full by the curve.
    let inverse = [205_393, -105_990, -32_142, -64_143, 125_581, 2_185, 4_718, -15_010, 92_128];
    let back =
        table16([3, 4], inverse, &|amount: f64| (amount * 65_535.0 / 32_768.0).min(1.0).powf(1.0 / GAMMA), &corners);
    profile(
        b"spacCMYKXYZ ",
        &[
            (b"desc", localized("Inks as the complements of sRGB")),
            (b"A2B0", there),
            (b"B2A0", back),
            (b"wtpt", xyz(white)),
        ],
    )
}

/// A table of two points for each of its inputs (lut16Type, §10.8): a matrix, a curve for every input, the table itself.
fn table16([inputs, outputs]: [u8; 2], matrix: [i32; 9], curve: &dyn Fn(f64) -> f64, points: &[u16]) -> Vec<u8> {
    const STEPS: u16 = 256;
    let mut tag = b"mft2\0\0\0\0".to_vec();
    tag.extend_from_slice(&[inputs, outputs, 2, 0]);
    fixed(&mut tag, &matrix);
    let mut numbers = vec![STEPS, 2];
    for _ in 0..inputs {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between nothing and one")]
        let value =
            |step: u16| (curve(f64::from(step) / f64::from(STEPS - 1)).clamp(0.0, 1.0) * 65_535.0).round() as u16;
        numbers.extend((0..STEPS).map(value));
    }
    numbers.extend_from_slice(points);
    numbers.extend([0, u16::MAX].repeat(usize::from(outputs)));
    numbers.iter().for_each(|number| tag.extend_from_slice(&number.to_be_bytes()));
    tag
}

/// A profile of version 4.2: its class, its colours and what they are told in; and its tags. Tags with the same data share it
/// (§7.3.1).
fn profile(kind: &[u8; 12], tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let white = [63_190, 65_536, 54_061];
    let mut all: Vec<(&[u8; 4], Vec<u8>)> = vec![(b"cprt", localized("No copyright, use freely"))];
    if !tags.iter().any(|(name, _)| *name == b"wtpt") {
        all.push((b"wtpt", xyz(white)));
    }
    all.extend(tags.iter().cloned());
    let start = 128 + 4 + 12 * all.len();
    let number = |value: usize| u32::try_from(value).unwrap_or(0).to_be_bytes();
    let (mut table, mut data, mut places) = (Vec::new(), Vec::new(), Vec::<(Vec<u8>, usize)>::new());
    for (name, tag) in all {
        let place = places.iter().find(|(known, _)| *known == tag).map(|(_, place)| *place);
        let place = place.unwrap_or_else(|| {
            let place = start + data.len();
            data.extend_from_slice(&tag);
            data.resize(data.len().next_multiple_of(4), 0);
            places.push((tag.clone(), place));
            place
        });
        table.extend_from_slice(name);
        table.extend_from_slice(&number(place));
        table.extend_from_slice(&number(tag.len()));
    }
    let mut profile = Vec::new();
    profile.extend_from_slice(&number(start + data.len()));
    profile.extend_from_slice(b"\0\0\0\0\x04\x20\0\0");
    profile.extend_from_slice(kind);
    // The date of creation: a fixed one, so that the same document gives the same bytes.
    profile.extend_from_slice(b"\x07\xE8\0\x01\0\x01\0\0\0\0\0\0acsp");
    profile.resize(68, 0);
    fixed(&mut profile, &white);
    profile.resize(128, 0);
    profile.extend_from_slice(&number(table.len() / 12));
    profile.extend_from_slice(&table);
    profile.extend_from_slice(&data);
    profile
}

#[cfg(test)]
mod tests {
    #[test]
    fn they_are_what_an_edition_may_hold() {
        assert_eq!(crate::image::profile_components(&super::srgb()), Some(3));
        assert_eq!(crate::image::profile_components(&super::inks()), Some(4));
    }
}
