//! Fonts that travel with the document, where the style asks for it: the faces that its text is set in, reduced to its
//! characters and those of the European alphabets, so that a reviewer can go on writing.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::body::is_complex;
use super::names::hash;
use crate::style::FontStyle;
use crate::text::{FaceId, FontLibrary, subset};

/// One of the four faces that Word knows of a family (ECMA-376 Part 1 §17.8.3.3–6), in the order of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cut {
    /// `w:embedRegular`.
    Regular,
    /// `w:embedBold`.
    Bold,
    /// `w:embedItalic`.
    Italic,
    /// `w:embedBoldItalic`.
    BoldItalic,
}

impl Cut {
    /// The face of letters that are so.
    pub(super) const fn of(bold: bool, italic: bool) -> Self {
        match (bold, italic) {
            (false, false) => Self::Regular,
            (true, false) => Self::Bold,
            (false, true) => Self::Italic,
            (true, true) => Self::BoldItalic,
        }
    }

    pub(super) const fn weight(self) -> u16 {
        match self {
            Self::Regular | Self::Italic => 400,
            Self::Bold | Self::BoldItalic => 700,
        }
    }

    pub(super) const fn slant(self) -> FontStyle {
        match self {
            Self::Regular | Self::Bold => FontStyle::Normal,
            Self::Italic | Self::BoldItalic => FontStyle::Italic,
        }
    }

    /// The element that refers to it.
    pub(super) const fn element(self) -> &'static str {
        match self {
            Self::Regular => "embedRegular",
            Self::Bold => "embedBold",
            Self::Italic => "embedItalic",
            Self::BoldItalic => "embedBoldItalic",
        }
    }
}

/// The faces that the text is set in, with their characters.
#[derive(Debug, Default)]
pub(super) struct Used {
    faces: Vec<(String, Cut, Characters)>,
}

impl Used {
    /// Text in that face.
    pub(super) fn add(&mut self, family: &str, cut: Cut, text: &str) {
        let known = self.faces.iter().position(|(f, c, _)| *c == cut && f == family);
        let place = known.unwrap_or_else(|| {
            self.faces.push((family.to_owned(), cut, Characters::default()));
            self.faces.len() - 1
        });
        if let Some((_, _, characters)) = self.faces.get_mut(place) {
            characters.add(text);
        }
    }
}

impl Used {
    /// Adds the faces that show complex scripts where the families of the text have no letters of them, as our own pages do.
    pub(super) fn add_complex(&mut self, library: &FontLibrary) {
        let mut found: Vec<(String, Cut, char)> = Vec::new();
        for (family, cut, characters) in &self.faces {
            let own = library.in_family(family, cut.weight(), cut.slant());
            for c in characters.iter().filter(|&c| is_complex(c) && !own.is_some_and(|own| library.covers(own, c))) {
                let Some(id) = library.covering(c, cut.weight(), FontStyle::Normal, "") else { continue };
                let face = library.face(id);
                found.push((face.family.clone(), Cut::of(face.weight >= 600, false), c));
            }
        }
        for (family, cut, c) in &found {
            self.add(family, *cut, c.encode_utf8(&mut [0; 4]));
        }
    }
}

/// The family that shows the most of these letters of complex scripts, in text of the family `own`; `None` where that has
/// the most itself.
pub(super) fn complex(letters: &BTreeSet<char>, own: &str, library: &FontLibrary) -> Option<String> {
    let own = library.in_family(own, Cut::Regular.weight(), FontStyle::Normal);
    let mut families: Vec<(FaceId, usize)> = Vec::new();
    for &c in letters {
        let face = own.filter(|&own| library.covers(own, c));
        let Some(face) = face.or_else(|| library.covering(c, Cut::Regular.weight(), FontStyle::Normal, "")) else {
            continue;
        };
        match families.iter_mut().find(|(known, _)| *known == face) {
            Some((_, count)) => *count += 1,
            None => families.push((face, 1)),
        }
    }
    let most = families.iter().rev().max_by_key(|(_, count)| count)?.0;
    (Some(most) != own).then(|| library.face(most).family.clone())
}

/// A set of characters, a bit for each: adding the characters of a book is to cost nothing.
#[derive(Debug, Default)]
struct Characters(Vec<u64>);

impl Characters {
    fn add(&mut self, text: &str) {
        for c in text.chars().filter(|c| !c.is_ascii()) {
            let code = c as usize;
            if code / 64 >= self.0.len() {
                self.0.resize(code / 64 + 1, 0);
            }
            if let Some(word) = self.0.get_mut(code / 64) {
                *word |= 1 << (code % 64);
            }
        }
    }

    fn iter(&self) -> impl Iterator<Item = char> + '_ {
        let codes = self.0.iter().enumerate().flat_map(|(i, &word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).filter_map(move |bit| u32::try_from(i * 64 + bit).ok())
        });
        codes.filter_map(char::from_u32)
    }
}

/// What a reviewer may write into the text: Latin-1, Latin Extended-A, Greek, Cyrillic, and the punctuation of typographers.
/// LibreOffice shows two documents that are open at once in the faces of the first.
fn alphabet() -> impl Iterator<Item = char> {
    let letters = (' '..='~').chain('\u{A0}'..='\u{17F}').chain('\u{370}'..='\u{3FF}').chain('\u{400}'..='\u{45F}');
    letters.chain('\u{2010}'..='\u{203A}').chain(['€', '™', '−', '×', '•', '№'])
}

/// A font file of the package.
#[derive(Debug)]
pub(super) struct Embedded {
    /// The family, as styles name it.
    pub family: String,
    /// Which face of it.
    pub cut: Cut,
    /// `w:fontKey`.
    pub key: String,
    /// The file, obfuscated.
    pub bytes: Vec<u8>,
}

/// The faces that may travel, by family and face.
pub(super) fn embed(used: &Used, library: &FontLibrary) -> Vec<Embedded> {
    let make = |(family, cut, characters): &(String, Cut, Characters)| {
        let face = library.face(library.in_family(family, cut.weight(), cut.slant())?);
        // Generic families and faces that would have to be slanted or emboldened are Word's to choose.
        let same = face.family.eq_ignore_ascii_case(family)
            && (face.weight >= 600) == (cut.weight() >= 600)
            && face.style == cut.slant();
        let bytes = match Licence::of(face.licence_bits()) {
            _ if !same => return None,
            Licence::ReadOnly => return None,
            Licence::Whole => face.data.to_vec(),
            Licence::Free => subset(&face.data, face.index, alphabet().chain(characters.iter()))?,
        };
        let number = u128::from(hash(&face.postscript_name)) << 64 | u128::from(hash(&bytes.len().to_string()));
        Some(Embedded { family: family.clone(), cut: *cut, key: guid(number), bytes: obfuscated(bytes, number) })
    };
    let mut fonts: Vec<Embedded> = used.faces.par_iter().filter_map(make).collect();
    fonts.sort_by(|a, b| (&a.family, a.cut).cmp(&(&b.family, b.cut)));
    fonts
}

/// What a font's licence bits permit for a document that is to be edited (OpenType 1.9, OS/2 `fsType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Licence {
    /// Embedding, whole or in part.
    Free,
    /// Embedding of the whole font.
    Whole,
    /// Embedding for reading alone, or none: Word would open the document for reading only.
    ReadOnly,
}

impl Licence {
    const fn of(bits: u16) -> Self {
        // Bits 0 to 3 zero: installable; bit 3: editable. Bit 9 allows bitmaps only, bit 8 forbids parts.
        let editable = bits & 0x000F == 0 || bits & 0x0008 != 0;
        match (editable && bits & 0x0200 == 0, bits & 0x0100 == 0) {
            (true, true) => Self::Free,
            (true, false) => Self::Whole,
            (false, _) => Self::ReadOnly,
        }
    }
}

/// The key as Word writes it.
fn guid(number: u128) -> String {
    let hex = format!("{number:032X}");
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    format!("{{{}-{}-{}-{}-{}}}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
}

/// The first 32 bytes combined with the key, its last byte first (ECMA-376 Part 1 §17.8.1).
fn obfuscated(mut font: Vec<u8>, key: u128) -> Vec<u8> {
    let key = key.to_le_bytes();
    font.iter_mut().take(32).zip(key.iter().cycle()).for_each(|(byte, key)| *byte ^= key);
    font
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_undoes_what_it_did() {
        let number = 0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF;
        assert_eq!(guid(number), "{00112233-4455-6677-8899-AABBCCDDEEFF}");
        let once = obfuscated(vec![0; 40], number);
        assert_eq!(once[0], 0xFF);
        assert_eq!(once[15], 0x00);
        assert_eq!(once[16], 0xFF);
        assert_eq!(once[32..], [0; 8]);
        assert_eq!(obfuscated(once, number), vec![0; 40]);
    }

    #[test]
    fn licence_bits_decide_what_travels() {
        assert_eq!(Licence::of(0), Licence::Free);
        assert_eq!(Licence::of(0x0008), Licence::Free);
        assert_eq!(Licence::of(0x0108), Licence::Whole);
        assert_eq!(Licence::of(0x0004), Licence::ReadOnly);
        assert_eq!(Licence::of(0x0002), Licence::ReadOnly);
        assert_eq!(Licence::of(0x0200), Licence::ReadOnly);
    }

    #[test]
    fn complex_scripts_bring_their_faces_along() {
        let library = FontLibrary::bundled();
        let mut used = Used::default();
        used.add("Libertinus Serif", Cut::Regular, "plain and Ω");
        used.add("Libertinus Serif", Cut::Bold, "ไทย");
        used.add("Libertinus Serif", Cut::Regular, "اللغة العربية");
        used.add_complex(&library);
        let fonts = embed(&used, &library);
        let names: Vec<_> = fonts.iter().map(|font| (font.family.as_str(), font.cut)).collect();
        let expected = [
            ("Libertinus Serif", Cut::Regular),
            ("Libertinus Serif", Cut::Bold),
            ("Noto Naskh Arabic", Cut::Regular),
            ("Noto Sans Thai", Cut::Bold),
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn the_family_of_complex_scripts_is_that_of_most_letters() {
        let library = FontLibrary::bundled();
        let family = |text: &str| {
            let letters = text.chars().filter(|&c| is_complex(c)).collect();
            complex(&letters, "Libertinus Serif", &library)
        };
        assert_eq!(family("plain and Ω"), None);
        assert_eq!(family("ไทย اللغة العربية").as_deref(), Some("Noto Naskh Arabic"));
        assert_eq!(family("ภาษาไทย ال").as_deref(), Some("Noto Sans Thai"));
    }

    #[test]
    fn only_faces_with_text_travel() {
        let mut used = Used::default();
        used.add("Libertinus Serif", Cut::Italic, "naïve Ω");
        used.add("Libertinus Serif", Cut::Regular, "plain");
        used.add("No Such Family", Cut::Regular, "plain");
        used.add("serif", Cut::Regular, "plain");
        let fonts = embed(&used, &FontLibrary::bundled());
        let names: Vec<_> = fonts.iter().map(|font| (font.family.as_str(), font.cut)).collect();
        assert_eq!(names, [("Libertinus Serif", Cut::Regular), ("Libertinus Serif", Cut::Italic)]);
    }
}
