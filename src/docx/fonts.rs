//! Fonts that travel with the document, where the style asks for it: the faces that its text is set in, reduced to its
//! characters and those of the Latin alphabets, so that a reviewer can go on writing.

use rayon::prelude::*;

use super::names::hash;
use crate::style::FontStyle;
use crate::text::{FontLibrary, subset};

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

    const fn weight(self) -> u16 {
        match self {
            Self::Regular | Self::Italic => 400,
            Self::Bold | Self::BoldItalic => 700,
        }
    }

    const fn slant(self) -> FontStyle {
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
    /// The family that shows the most of them, which is the document's for such scripts.
    pub(super) fn complex(&mut self, library: &FontLibrary) -> Option<String> {
        let mut found: Vec<(String, Cut, String)> = Vec::new();
        for (family, cut, characters) in &self.faces {
            let own = library.in_family(family, cut.weight(), cut.slant());
            for c in characters.iter().filter(|&c| is_complex(c) && !own.is_some_and(|own| library.covers(own, c))) {
                let Some(id) = library.covering(c, cut.weight(), FontStyle::Normal, "") else { continue };
                let face = library.face(id);
                let cut = Cut::of(face.weight >= 600, false);
                match found.iter_mut().find(|(family, known, _)| *known == cut && *family == face.family) {
                    Some((_, _, text)) => text.push(c),
                    None => found.push((face.family.clone(), cut, c.into())),
                }
            }
        }
        let most = found.iter().rev().max_by_key(|(_, _, text)| text.len()).map(|(family, ..)| family.clone());
        for (family, cut, text) in &found {
            self.add(family, *cut, text);
        }
        most
    }
}

/// Whether Word takes the font for the character from `w:cs` (ECMA-376 Part 1 §17.3.2.26).
const fn is_complex(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
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

/// What a reviewer may write into the text: Latin-1, Latin Extended-A, and the punctuation of typographers.
fn alphabet() -> impl Iterator<Item = char> {
    (' '..='~').chain('\u{A0}'..='\u{17F}').chain('\u{2010}'..='\u{203A}').chain(['€', '™', '−', '×', '•'])
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
        assert_eq!(used.complex(&library), None);
        used.add("Libertinus Serif", Cut::Bold, "ไทย");
        used.add("Libertinus Serif", Cut::Regular, "اللغة العربية");
        assert_eq!(used.complex(&library).as_deref(), Some("Noto Naskh Arabic"));
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
