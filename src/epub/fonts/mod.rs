//! Fonts that the book brings with it: the families of the style, in the faces that the text is set in.

mod used;

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::book::Book;
use super::names::{Names, ascii_name};
use crate::style::FontStyle;
use crate::text::{FaceId, FontLibrary, subset};
use used::Walk;

/// A font of the package.
#[derive(Debug)]
pub(super) struct FontFile {
    /// Its path in the package.
    pub(super) path: String,
    /// Its media type, a core type of EPUB 3.3 §3.2.
    pub(super) media_type: &'static str,
    /// The file.
    pub(super) bytes: Vec<u8>,
    family: String,
    weight: u16,
    style: FontStyle,
}

/// The fonts of the book; none where the style does not embed them.
pub(super) fn embed(book: &Book<'_>, library: &FontLibrary) -> Vec<FontFile> {
    if !book.sheet.document.epub_embed_fonts {
        return Vec::new();
    }
    let used = Walk::over(book);
    let mut faces: BTreeSet<FaceId> = BTreeSet::new();
    for wanted in &used.faces {
        // Only families that the style names: a generic family is for the reading system to choose.
        let found = wanted.families.iter().find_map(|family| library.in_family(family, wanted.weight, wanted.style()));
        faces.extend(found.filter(|&id| wanted.families.contains(&library.face(id).family)));
    }
    let faces: Vec<FaceId> = faces.into_iter().collect();
    let files: Vec<_> = faces
        .par_iter()
        .filter_map(|&id| {
            let face = library.face(id);
            // OpenType 1.9, OS/2 `fsType`, bit 8: the licence permits embedding the whole font alone.
            if face.licence_bits() & 0x0100 != 0 && face.index == 0 {
                return Some((id, face.data.to_vec()));
            }
            Some((id, subset(&face.data, face.index, used.characters.iter().copied())?))
        })
        .collect();
    let mut names = Names::default();
    let mut fonts = Vec::new();
    for (id, bytes) in files {
        let face = library.face(id);
        let name = names.unique(&ascii_name(&face.postscript_name, "font"));
        let (media_type, extension) =
            if bytes.starts_with(b"OTTO") { ("font/otf", "otf") } else { ("font/ttf", "ttf") };
        fonts.push(FontFile {
            path: format!("fonts/{name}.{extension}"),
            media_type,
            bytes,
            family: face.family.clone(),
            weight: face.weight,
            style: face.style,
        });
    }
    fonts
}

/// What the stylesheet says of them.
pub(super) fn css(fonts: &[FontFile]) -> String {
    let mut css = String::new();
    for font in fonts {
        let style = match font.style {
            FontStyle::Normal => "normal",
            FontStyle::Italic => "italic",
        };
        css.push_str(&format!(
            "@font-face {{ font-family: \"{}\"; font-weight: {}; font-style: {style}; src: url(\"{}\"); }}\n",
            font.family.replace(['"', '\\', '\n'], ""),
            font.weight,
            font.path
        ));
    }
    css
}
