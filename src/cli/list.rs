//! What there is: style sheets and fonts.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::Path;

use super::Failure;
use crate::style::{self, FontStyle};
use crate::text::{FontLibrary, SystemFonts};

/// Lists the bundled style sheets, or prints one.
pub(super) fn styles(name: Option<&str>) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let Some(name) = name else {
        for (name, description) in style::bundled_names() {
            writeln!(out, "{name:<12} {description}")?;
        }
        return Ok(());
    };
    let Some(text) = style::bundled_source(name) else {
        return Err(Failure::Message(format!("there is no style sheet `{name}`; `trefoil styles` lists them")));
    };
    out.write_all(text.as_bytes())?;
    Ok(())
}

/// Scripts with a letter that a font of the script cannot do without.
const SCRIPTS: [(&str, char, &str); 24] = [
    ("Latin", 'a', "en"),
    ("Greek", 'α', "el"),
    ("Cyrillic", 'я', "ru"),
    ("Hebrew", 'א', "he"),
    ("Arabic", 'ب', "ar"),
    ("Devanagari", 'क', "hi"),
    ("Bengali", 'ক', "bn"),
    ("Tamil", 'க', "ta"),
    ("Telugu", 'క', "te"),
    ("Thai", 'ก', "th"),
    ("Lao", 'ກ', "lo"),
    ("Khmer", 'ក', "km"),
    ("Myanmar", 'က', "my"),
    ("Georgian", 'ა', "ka"),
    ("Armenian", 'ա', "hy"),
    ("Ethiopic", 'ሀ', "am"),
    ("Han, simplified", '国', "zh-Hans"),
    ("Han, traditional", '國', "zh-Hant"),
    ("Japanese", 'あ', "ja"),
    ("Korean", '한', "ko"),
    ("Mathematics", '∫', "en"),
    ("Box drawing", '┼', "en"),
    ("Emoji", '😀', "en"),
    ("Braille", '⠿', "en"),
];

/// Lists the font families with their faces, and for each script the family that sets it.
pub(super) fn fonts(path: Option<&Path>, system: SystemFonts) -> Result<(), Failure> {
    let folder = path.map(|path| path.join("fonts")).filter(|folder| folder.is_dir());
    let (library, _) = FontLibrary::load(folder.as_deref(), system);
    let mut families: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for face in library.faces() {
        let slant = if face.style == FontStyle::Italic { " italic" } else { "" };
        families.entry(&face.family).or_default().push(format!("{}{slant}", face.weight));
    }
    let mut out = io::stdout().lock();
    for (family, faces) in families {
        writeln!(out, "{family:<26} {}", faces.join(", "))?;
    }
    writeln!(out)?;
    for (script, letter, language) in SCRIPTS {
        // As a paragraph takes it: the text's own family, else the one that stands in for it.
        let own =
            library.in_family("Libertinus Serif", 400, FontStyle::Normal).filter(|&id| library.covers(id, letter));
        let found = own.or_else(|| library.covering(letter, 400, FontStyle::Normal, language)).map(|id| {
            let family = &library.face(id).family;
            let at_hand = library.faces().iter().any(|face| face.family == *family);
            if at_hand { family.clone() } else { format!("{family} (of the system)") }
        });
        writeln!(
            out,
            "{script:<26} {}",
            found.as_deref().unwrap_or("no font; put one into the project's `fonts` folder")
        )?;
    }
    Ok(())
}
