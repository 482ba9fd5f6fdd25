//! Fonts of the machine: listed only when a document needs one, and read one file at a time.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::face::{Face, FontData};
use crate::style::FontStyle;

/// The machine's fonts in a fixed order.
#[derive(Debug, Default)]
pub(super) struct SystemCatalogue {
    faces: OnceLock<Listed>,
}

#[derive(Default)]
struct Listed {
    database: fontdb::Database,
    faces: Vec<SystemFace>,
}

impl std::fmt::Debug for Listed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} faces", self.faces.len())
    }
}

/// A face of the machine that may not have been read yet.
#[derive(Debug)]
pub(super) struct SystemFace {
    id: fontdb::ID,
    path: PathBuf,
    index: u32,
    /// All names of its family, the English one first.
    pub(super) families: Vec<String>,
    /// Weight, 100 to 900.
    pub(super) weight: u16,
    /// Upright or italic.
    pub(super) style: FontStyle,
    face: OnceLock<Option<Face>>,
}

impl SystemCatalogue {
    fn listed(&self) -> &Listed {
        self.faces.get_or_init(|| {
            let mut database = fontdb::Database::new();
            database.load_system_fonts();
            let mut faces: Vec<SystemFace> = database
                .faces()
                .filter_map(|info| {
                    let fontdb::Source::File(path) = &info.source else { return None };
                    Some(SystemFace {
                        id: info.id,
                        path: path.clone(),
                        index: info.index,
                        families: info.families.iter().map(|(name, _)| name.clone()).collect(),
                        weight: info.weight.0,
                        style: if info.style == fontdb::Style::Normal { FontStyle::Normal } else { FontStyle::Italic },
                        face: OnceLock::new(),
                    })
                })
                .collect();
            // The order in which a folder lists its files differs from machine to machine.
            faces.sort_by(|a, b| {
                (a.families.first(), a.weight, a.style as u8, &a.path, a.index).cmp(&(
                    b.families.first(),
                    b.weight,
                    b.style as u8,
                    &b.path,
                    b.index,
                ))
            });
            Listed { database, faces }
        })
    }

    /// All faces, without reading them.
    pub(super) fn faces(&self) -> &[SystemFace] {
        &self.listed().faces
    }

    /// Whether the face at that place has a glyph for the character; looks into the file without keeping it.
    pub(super) fn covers(&self, place: usize, c: char) -> bool {
        let listed = self.listed();
        let Some(entry) = listed.faces.get(place) else { return false };
        if let Some(face) = entry.face.get() {
            return face.as_ref().is_some_and(|face| face.covers(c));
        }
        let covered = listed.database.with_face_data(entry.id, |data, index| {
            use skrifa::MetadataProvider;
            skrifa::FontRef::from_index(data, index).is_ok_and(|font| font.charmap().map(c).is_some())
        });
        covered == Some(true)
    }

    /// The face at that place, read now if it was not before; `None` where it cannot be used.
    pub(super) fn face(&self, place: usize) -> Option<&Face> {
        let entry = self.faces().get(place)?;
        let read = || {
            let bytes = std::fs::read(&entry.path).ok()?;
            Face::read(FontData::Read(Arc::from(bytes)), entry.index).ok()
        };
        entry.face.get_or_init(read).as_ref()
    }
}
