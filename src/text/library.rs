//! The faces at hand: bundled ones first, then the project's `fonts/`, then the system's.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use skrifa::raw::{FontRef, TableProvider};

use super::bundled;
use super::face::{Face, FaceError, FontData, face_count};
use super::fallback;
use super::shape::PlanCache;
use super::system::SystemCatalogue;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::style::FontStyle;

/// A face, by its place in the [`FontLibrary`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FaceId(pub u16);

/// Whether fonts of the machine may be used for what neither the bundled nor the project's fonts have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SystemFonts {
    /// They may; they are looked for only when they are needed.
    #[default]
    Use,
    /// They may not, so that the result is the same on every machine.
    Ignore,
}

/// Every face that a document may use, in a fixed order.
#[derive(Clone, Debug, Default)]
pub struct FontLibrary {
    pub(super) faces: Vec<Face>,
    system: Option<Arc<SystemCatalogue>>,
    pub(super) found: Arc<Mutex<HashMap<Wanted, Option<FaceId>>>>,
    /// Faces of the machine that were asked for by name, and whose licence forbids embedding them.
    restricted: Arc<Mutex<BTreeSet<String>>>,
    pub(super) plans: PlanCache,
}

/// A character and what its face should be like.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Wanted {
    character: char,
    weight: u16,
    style: FontStyle,
    region: fallback::Region,
}

/// Larger files are no fonts.
const LARGEST_FILE: u64 = 256 << 20;

impl FontLibrary {
    /// The bundled fonts and nothing else.
    #[must_use]
    pub fn bundled() -> Self {
        let faces = bundled::FILES.iter().filter_map(|file| Face::read(FontData::Bundled(file), 0).ok()).collect();
        Self { faces, ..Self::default() }
    }

    /// The bundled fonts, those in the project's folder, and, where they are allowed, the machine's.
    ///
    /// Files that are damaged, and fonts whose licence bits forbid embedding, are reported and left out.
    #[must_use]
    pub fn load(project_fonts: Option<&Path>, system: SystemFonts) -> (Self, Diagnostics) {
        let mut library = Self::bundled();
        let mut diagnostics = Vec::new();
        for path in project_fonts.map(font_files).unwrap_or_default() {
            library.add_file(&path, &mut diagnostics);
        }
        if system == SystemFonts::Use {
            library.system = Some(Arc::default());
        }
        (library, diagnostics)
    }

    fn add_file(&mut self, path: &Path, diagnostics: &mut Diagnostics) {
        let shown = path.display();
        let too_large = std::fs::metadata(path).is_ok_and(|m| m.len() > LARGEST_FILE);
        let bytes = match std::fs::read(path) {
            Ok(bytes) if !too_large => bytes,
            Ok(_) => {
                diagnostics.push(Diagnostic::warning("damaged-font", format!("{shown} is too large for a font")));
                return;
            }
            Err(error) => {
                diagnostics.push(Diagnostic::warning("damaged-font", format!("{shown} cannot be read: {error}")));
                return;
            }
        };
        let data = FontData::Read(Arc::from(bytes));
        let count = face_count(&data);
        if count == 0 {
            let message = format!("{shown} is not a TrueType or OpenType font");
            diagnostics.push(
                Diagnostic::warning("damaged-font", message)
                    .help("use .ttf, .otf, .ttc or .otc files; web fonts (.woff, .woff2) have to be converted"),
            );
        }
        for index in 0..count.min(64) {
            if self.faces.len() >= usize::from(u16::MAX / 2) {
                return;
            }
            match Face::read(data.clone(), index) {
                Ok(face) => match embeddable(&face) {
                    Ok(()) => {
                        let instances = face.instances();
                        self.faces.push(face);
                        self.faces.extend(instances);
                    }
                    Err(why) => {
                        diagnostics.push(Diagnostic::warning("damaged-font", format!("{shown} is not used: {why}")));
                    }
                },
                Err(FaceError::Damaged(why)) => {
                    diagnostics.push(Diagnostic::warning("damaged-font", format!("{shown} is not used: {why}")));
                }
                Err(FaceError::Restricted(name)) => {
                    let help =
                        format!("remove {shown} from the fonts folder, or obtain a version that may be embedded");
                    diagnostics.push(restricted_font(&name, help));
                }
            }
        }
    }

    /// The face of that id.
    ///
    /// # Panics
    /// When the id is of another library.
    #[must_use]
    pub fn face(&self, id: FaceId) -> &Face {
        let place = usize::from(id.0);
        if place < self.faces.len() {
            return &self.faces[place];
        }
        let system = self.system.as_ref().and_then(|s| s.face(place - self.faces.len()));
        system.unwrap_or(&self.faces[0])
    }

    /// The bundled and the project's faces, in order. Faces of the machine are not among them.
    #[must_use]
    pub fn faces(&self) -> &[Face] {
        &self.faces
    }

    /// The names of all families, in order, with the machine's at the end.
    #[must_use]
    pub fn families(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        let own = self.faces.iter().map(|face| face.family.as_str());
        let system = self.system.iter().flat_map(|s| s.faces()).filter_map(|f| f.families.first().map(String::as_str));
        for name in own.chain(system) {
            if names.last() != Some(&name) && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The face nearest to `weight` and `style` of the first family that is at hand; the bundled serif where none is. Knows
    /// `serif`, `sans-serif` and `monospace`.
    #[must_use]
    pub fn select(&self, families: &[String], weight: u16, style: FontStyle) -> FaceId {
        families
            .iter()
            .find_map(|family| self.in_family(family, weight, style))
            .or_else(|| self.in_family(bundled::SERIF, weight, style))
            .unwrap_or_default()
    }

    /// The face of a family nearest to `weight` and `style`.
    #[must_use]
    pub fn in_family(&self, family: &str, weight: u16, style: FontStyle) -> Option<FaceId> {
        let family = match family {
            "serif" => bundled::SERIF,
            "sans-serif" => bundled::SANS,
            "monospace" => bundled::MONO,
            other => other,
        };
        let own = self.faces.iter().enumerate().filter(|(_, face)| face.family.eq_ignore_ascii_case(family));
        if let Some((place, _)) = own.min_by_key(|(_, f)| distance(f.weight, f.style, weight, style)) {
            return face_id(place);
        }
        let system = self.system.as_ref()?;
        let named = |names: &[String]| names.iter().any(|name| name.eq_ignore_ascii_case(family));
        let mut candidates: Vec<usize> =
            (0..system.faces().len()).filter(|&i| named(&system.faces()[i].families)).collect();
        candidates.sort_by_key(|&i| {
            let face = &system.faces()[i];
            distance(face.weight, face.style, weight, style)
        });
        let nearest = candidates.first().and_then(|&place| system.restricted(place));
        if let Some((name, mut restricted)) = nearest.zip(self.restricted.lock().ok()) {
            restricted.insert(name.to_owned());
        }
        let place = candidates.into_iter().find(|&i| system.face(i).is_some())?;
        face_id(self.faces.len() + place)
    }

    /// What there is to say of the machine's fonts that were asked for by name until now.
    #[must_use]
    pub fn refusals(&self) -> Diagnostics {
        let Ok(restricted) = self.restricted.lock() else { return Diagnostics::new() };
        let say = |name: &String| restricted_font(name, "name another font in the style".to_owned());
        restricted.iter().map(say).collect()
    }

    /// Whether a face has a glyph for a character.
    #[must_use]
    pub fn covers(&self, id: FaceId, character: char) -> bool {
        self.face(id).covers(character)
    }

    /// A face for a character that the style's own families lack, whichever family it is of; `None` where no font at hand
    /// has it. `lang` (BCP 47) decides between regional forms of East Asian characters.
    #[must_use]
    pub fn covering(&self, character: char, weight: u16, style: FontStyle, lang: &str) -> Option<FaceId> {
        let wanted = Wanted { character, weight, style, region: fallback::Region::of(lang) };
        if let Some(&known) = self.found.lock().ok()?.get(&wanted) {
            return known;
        }
        let found = self.find_covering(&wanted);
        self.found.lock().ok()?.insert(wanted, found);
        found
    }

    fn find_covering(&self, wanted: &Wanted) -> Option<FaceId> {
        let Wanted { character, weight, style, region } = *wanted;
        let in_family =
            |family: &str| self.in_own_family(family, weight, style).filter(|&id| self.covers(id, character));
        if super::emoji::is_pictograph(character)
            && let Some(id) =
                self.colored().find(|&id| self.covers(id, character)).or_else(|| in_family(bundled::EMOJI))
        {
            return Some(id);
        }
        // A face made for East Asian text has its punctuation too, which the bundled faces have in other shapes.
        let of_script = || {
            let families = fallback::families(character, region);
            families.filter_map(|family| self.in_family(family, weight, style)).find(|&id| self.covers(id, character))
        };
        if fallback::is_square(character)
            && let Some(id) = self.in_project(wanted).or_else(of_script)
        {
            return Some(id);
        }
        if let Some(id) = bundled::FALLBACKS.iter().find_map(|family| in_family(family)) {
            return Some(id);
        }
        if let Some(id) = self.in_project(wanted).or_else(of_script) {
            return Some(id);
        }
        let system = self.system.as_ref()?;
        let mut rest: Vec<usize> = (0..system.faces().len()).filter(|&i| system.covers(i, character)).collect();
        rest.sort_by_key(|&i| {
            let face = &system.faces()[i];
            (distance(face.weight, face.style, weight, style), i)
        });
        let place = rest.into_iter().find(|&i| system.face(i).is_some())?;
        face_id(self.faces.len() + place)
    }

    /// The nearest of the project's own faces that has a character.
    fn in_project(&self, wanted: &Wanted) -> Option<FaceId> {
        let own = self.faces.iter().enumerate().skip(bundled::FILES.len());
        let own = own.filter(|(_, face)| face.covers(wanted.character));
        own.min_by_key(|(_, f)| distance(f.weight, f.style, wanted.weight, wanted.style))
            .and_then(|(place, _)| face_id(place))
    }

    pub(super) fn in_own_family(&self, family: &str, weight: u16, style: FontStyle) -> Option<FaceId> {
        let own = self.faces.iter().enumerate().filter(|(_, face)| face.family == family);
        own.min_by_key(|(_, f)| distance(f.weight, f.style, weight, style)).and_then(|(place, _)| face_id(place))
    }
}

fn restricted_font(name: &str, help: String) -> Diagnostic {
    let message = format!("the licence of the font {name} forbids embedding it");
    Diagnostic::error("restricted-font", message).help(help)
}

/// Whether the face can be cut down to some of its glyphs, as editions have it; of all glyphs none may be out of reach.
fn embeddable(face: &Face) -> Result<(), String> {
    if !face.outlined {
        return Ok(());
    }
    let count =
        FontRef::from_index(&face.data, face.index).and_then(|font| font.maxp()).map_or(0, |maxp| maxp.num_glyphs());
    let mut glyphs = subsetter::GlyphRemapper::new();
    (0..count).for_each(|glyph| _ = glyphs.remap(glyph));
    let cut = subsetter::subset_with_variations(&face.data, face.index, &[], &glyphs);
    cut.map(|_| ()).map_err(|error| format!("its outlines are damaged: {error}"))
}

pub(super) fn face_id(place: usize) -> Option<FaceId> {
    u16::try_from(place).ok().map(FaceId)
}

/// How far a face is from what is wanted: style counts before weight, and of two equally far weights the one on the side
/// that CSS Fonts 4 §5.2 prefers (bolder for bold, lighter for light) is nearer.
fn distance(weight: u16, style: FontStyle, wanted_weight: u16, wanted_style: FontStyle) -> (bool, u32) {
    let difference = u32::from(weight.abs_diff(wanted_weight)) * 2;
    let wrong_side = (wanted_weight > 500) == (weight < wanted_weight) && weight != wanted_weight;
    (style != wanted_style, difference + u32::from(wrong_side))
}

/// Font files in a folder and its subfolders, in the order of their paths.
fn font_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    collect_files(folder, 0, &mut files);
    files.sort();
    files
}

fn collect_files(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| entry.ok().map(|e| e.path())) {
        if path.is_dir() && depth < 4 {
            collect_files(&path, depth + 1, files);
        }
        let extension = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
        if matches!(extension.as_str(), "ttf" | "otf" | "ttc" | "otc" | "woff" | "woff2") {
            files.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bundled_faces_are_all_read_and_chosen_by_weight_and_style() {
        let library = FontLibrary::bundled();
        assert_eq!(library.faces().len(), bundled::FILES.len());
        let name = |family: &str, weight, style| {
            library.face(library.select(&[family.to_owned()], weight, style)).postscript_name.clone()
        };
        assert_eq!(name("Libertinus Serif", 400, FontStyle::Normal), "LibertinusSerif-Regular");
        assert_eq!(name("libertinus serif", 600, FontStyle::Italic), "LibertinusSerif-BoldItalic");
        assert_eq!(name("monospace", 400, FontStyle::Italic), "DejaVuSansMono-Oblique");
        assert_eq!(name("No Such Family", 700, FontStyle::Normal), "LibertinusSerif-Bold");
    }

    #[test]
    fn fallback_finds_the_family_of_the_script() {
        let library = FontLibrary::bundled();
        let family = |c| library.covering(c, 400, FontStyle::Normal, "en").map(|id| library.face(id).family.clone());
        assert_eq!(family('س').as_deref(), Some("Noto Naskh Arabic"));
        assert_eq!(family('ก').as_deref(), Some("Noto Sans Thai"));
        assert_eq!(family('😀').as_deref(), Some("Noto Emoji"));
        assert_eq!(family('∫').as_deref(), Some("Libertinus Serif"));
        assert_eq!(family('中'), None);
    }

    #[test]
    fn a_file_that_is_no_font_is_reported() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("broken.ttf"), b"no font at all").expect("a written file");
        let cut = &bundled::FILES[0][..40_000];
        std::fs::write(folder.path().join("cut.otf"), cut).expect("a written file");
        let (library, diagnostics) = FontLibrary::load(Some(folder.path()), SystemFonts::Ignore);
        assert_eq!(library.faces().len(), bundled::FILES.len());
        assert_eq!(diagnostics.len(), 2, "{diagnostics:?}");
    }

    #[test]
    fn a_font_that_may_not_be_embedded_is_an_error() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut bytes = bundled::FILES[4].to_vec();
        let table = (0..20).map(|i| 12 + i * 16).find(|&at| &bytes[at..at + 4] == b"OS/2").expect("an OS/2 table");
        let offset = u32::from_be_bytes([bytes[table + 8], bytes[table + 9], bytes[table + 10], bytes[table + 11]]);
        bytes[offset as usize + 9] = 2;
        std::fs::write(folder.path().join("restricted.ttf"), bytes).expect("a written file");
        let (_, diagnostics) = FontLibrary::load(Some(folder.path()), SystemFonts::Ignore);
        assert_eq!(diagnostics.first().map(|d| d.code), Some("restricted-font"));
    }
}
