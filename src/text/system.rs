//! Fonts of the machine: listed only when a document needs one, and read one file at a time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use super::face::{Face, FaceError, FontData, named_instances};
use crate::style::FontStyle;

/// The machine's fonts in a fixed order.
#[derive(Debug, Default)]
pub(super) struct SystemCatalogue {
    faces: OnceLock<Listed>,
    /// Files that have been read: one may hold many faces.
    files: Mutex<HashMap<PathBuf, Arc<[u8]>>>,
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
    /// The named instance of a variable font; `None` for the font as it is by default.
    instance: Option<u32>,
    /// All names of its family, the English one first.
    pub(super) families: Vec<String>,
    /// Weight, 100 to 900.
    pub(super) weight: u16,
    /// Upright or italic.
    pub(super) style: FontStyle,
    face: OnceLock<Result<Face, FaceError>>,
}

impl SystemCatalogue {
    fn listed(&self) -> &Listed {
        self.faces.get_or_init(|| {
            let mut database = fontdb::Database::new();
            database.load_system_fonts();
            let mut faces: Vec<SystemFace> = database.faces().flat_map(|info| faces_of(info, &database)).collect();
            // The order in which a folder lists its files differs from machine to machine.
            faces.sort_by(|a, b| {
                (a.families.first(), a.weight, a.style as u8, &a.path, a.index, a.instance).cmp(&(
                    b.families.first(),
                    b.weight,
                    b.style as u8,
                    &b.path,
                    b.index,
                    b.instance,
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
            return face.as_ref().is_ok_and(|face| face.covers(c));
        }
        let covered = listed.database.with_face_data(entry.id, |data, index| {
            use skrifa::MetadataProvider;
            skrifa::FontRef::from_index(data, index).is_ok_and(|font| font.charmap().map(c).is_some())
        });
        covered == Some(true)
    }

    /// The face at that place, read now if it was not before; `None` where it cannot be used.
    pub(super) fn face(&self, place: usize) -> Option<&Face> {
        self.read(place)?.as_ref().ok()
    }

    /// The name of the face at that place, where its licence forbids embedding it.
    pub(super) fn restricted(&self, place: usize) -> Option<&str> {
        match self.read(place)? {
            Err(FaceError::Restricted(name)) => Some(name),
            Ok(_) | Err(FaceError::Damaged(_)) => None,
        }
    }

    fn read(&self, place: usize) -> Option<&Result<Face, FaceError>> {
        let entry = self.faces().get(place)?;
        let damaged = |what: String| FaceError::Damaged(what);
        let read = || {
            let bytes = self.file(&entry.path).map_err(|error| damaged(error.to_string()))?;
            let face = Face::read(FontData::Read(bytes), entry.index)?;
            match entry.instance {
                Some(number) => face.named_instance(number).ok_or_else(|| damaged("its instances have changed".into())),
                None => Ok(face),
            }
        };
        Some(entry.face.get_or_init(read))
    }

    fn file(&self, path: &Path) -> std::io::Result<Arc<[u8]>> {
        let Ok(mut files) = self.files.lock() else { return std::fs::read(path).map(Arc::from) };
        if let Some(known) = files.get(path) {
            return Ok(Arc::clone(known));
        }
        let bytes: Arc<[u8]> = std::fs::read(path)?.into();
        files.insert(path.to_owned(), Arc::clone(&bytes));
        Ok(bytes)
    }
}

/// A face of a file, with the instances of a variable font.
fn faces_of(info: &fontdb::FaceInfo, database: &fontdb::Database) -> Vec<SystemFace> {
    let fontdb::Source::File(path) = &info.source else { return Vec::new() };
    let (weight, style) =
        (info.weight.0, if info.style == fontdb::Style::Normal { FontStyle::Normal } else { FontStyle::Italic });
    let instances = database.with_face_data(info.id, |data, index| {
        skrifa::FontRef::from_index(data, index)
            .map_or_else(|_| Vec::new(), |font| named_instances(&font, weight, style))
    });
    let instances = instances.into_iter().flatten().map(|found| (Some(found.number), found.weight, found.style));
    let face = |(instance, weight, style)| SystemFace {
        id: info.id,
        path: path.clone(),
        index: info.index,
        instance,
        families: info.families.iter().map(|(name, _)| name.clone()).collect(),
        weight,
        style,
        face: OnceLock::new(),
    };
    std::iter::once((None, weight, style)).chain(instances).map(face).collect()
}
