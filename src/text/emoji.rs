//! Which characters are pictographs, and which faces show them.

use std::sync::Arc;

use super::bundled;
use super::library::{FaceId, FontLibrary, face_id};
use crate::style::FontStyle;

/// Whether a character is shown as a pictograph unless a variation selector says otherwise (`Emoji_Presentation`,
/// Unicode Technical Standard 51), as far as the blocks that hold them say.
pub(super) fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{231A}' | '\u{231B}' | '\u{23E9}'..='\u{23EC}' | '\u{23F0}' | '\u{23F3}' | '\u{25FD}' | '\u{25FE}'
        | '\u{2614}' | '\u{2615}' | '\u{2648}'..='\u{2653}' | '\u{267F}' | '\u{2693}' | '\u{26A1}' | '\u{26AA}'
        | '\u{26AB}' | '\u{26BD}' | '\u{26BE}' | '\u{26C4}' | '\u{26C5}' | '\u{26CE}' | '\u{26D4}' | '\u{26EA}'
        | '\u{26F2}' | '\u{26F3}' | '\u{26F5}' | '\u{26FA}' | '\u{26FD}' | '\u{2705}' | '\u{270A}' | '\u{270B}'
        | '\u{2728}' | '\u{274C}' | '\u{274E}' | '\u{2753}'..='\u{2755}' | '\u{2757}' | '\u{2795}'..='\u{2797}'
        | '\u{27B0}' | '\u{27BF}' | '\u{2B1B}' | '\u{2B1C}' | '\u{2B50}' | '\u{2B55}' | '\u{1F004}' | '\u{1F0CF}'
        | '\u{1F18E}' | '\u{1F191}'..='\u{1F19A}' | '\u{1F1E6}'..='\u{1F1FF}' | '\u{1F201}' | '\u{1F21A}'
        | '\u{1F22F}' | '\u{1F232}'..='\u{1F236}' | '\u{1F238}'..='\u{1F23A}' | '\u{1F250}' | '\u{1F251}'
        | '\u{1F300}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}' | '\u{1F7E0}'..='\u{1F7F0}'
        | '\u{1F90C}'..='\u{1F9FF}' | '\u{1FA70}'..='\u{1FAFF}')
}

/// The first character of a user-perceived character that is to be shown as a pictograph (Unicode Technical Standard 51 §2.7:
/// U+FE0E asks for text, U+FE0F for a picture).
pub(super) fn pictograph(cluster: &str) -> Option<char> {
    let first = cluster.chars().next()?;
    if cluster.contains('\u{FE0E}') {
        return None;
    }
    (is_pictograph(first) || cluster.contains('\u{FE0F}')).then_some(first)
}

impl FontLibrary {
    /// The face for a user-perceived character that is shown as a picture, if it is one: of the families, the first coloured
    /// one that has it; else the project's first coloured face that has it; else the bundled one, if that has it.
    #[must_use]
    pub fn pictograph_face(&self, cluster: &str, families: &[String]) -> Option<FaceId> {
        let first = pictograph(cluster)?;
        let named = families.iter().filter_map(|family| self.in_family(family, 400, FontStyle::Normal));
        named.chain(self.colored()).find(|&face| self.face(face).colored && self.covers(face, first)).or_else(|| {
            let face = self.in_own_family(bundled::EMOJI, 400, FontStyle::Normal)?;
            self.covers(face, first).then_some(face)
        })
    }

    /// The project's coloured faces.
    pub(super) fn colored(&self) -> impl Iterator<Item = FaceId> + '_ {
        let own = self.faces.iter().enumerate().skip(bundled::FILES.len());
        own.filter(|(_, face)| face.colored).filter_map(|(place, _)| face_id(place))
    }

    /// The same faces, none of which counts as coloured, for pictures of a few inks.
    #[must_use]
    pub fn of_one_color(&self) -> Self {
        let mut library = self.clone();
        library.faces.iter_mut().for_each(|face| face.colored = false);
        library.found = Arc::default();
        library
    }
}
