//! Picture files in the package: bytes as they are where Word reads the format, PNG otherwise.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::image::{Asset, AssetId, Format, clean_svg, to_png};

/// Where a picture is in the package, relative to `word/`.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    /// What every reader can show.
    pub raster: String,
    /// The drawing that newer readers show in its place.
    pub vector: Option<String>,
    /// The name of the author's file.
    pub name: String,
}

/// All pictures of the document.
#[derive(Debug, Default)]
pub(super) struct Media {
    /// The assets that Word could not show as they are, as PNG; `None` for those that it can, and the error for those that
    /// cannot be converted.
    converted: Vec<Option<Result<Vec<u8>, String>>>,
    stored: BTreeMap<AssetId, Option<Stored>>,
    files: Vec<(String, Vec<u8>)>,
}

impl Media {
    /// With what has to be converted, in parallel.
    pub(super) fn new(assets: &[Asset]) -> Self {
        let convert =
            |asset: &Asset| extension(asset).is_none().then(|| to_png(asset).map_err(|error| error.to_string()));
        Self { converted: assets.par_iter().map(convert).collect(), ..Self::default() }
    }

    /// The picture's place, and why it has none at the first time that it is asked for.
    pub(super) fn store(&mut self, id: AssetId, asset: &Asset) -> (Option<Stored>, Option<String>) {
        if let Some(known) = self.stored.get(&id) {
            return (known.clone(), None);
        }
        let number = self.stored.len() + 1;
        let converted = self.converted.get_mut(id.0 as usize).and_then(Option::take);
        let (extension, bytes) = match (extension(asset), converted) {
            (Some(extension), _) => (extension, asset.bytes.to_vec()),
            (None, Some(Ok(png))) => ("png", png),
            (None, Some(Err(error))) => {
                self.stored.insert(id, None);
                return (None, Some(error));
            }
            (None, None) => return (None, None),
        };
        let raster = self.file(number, extension, bytes);
        let vector = (asset.format == Format::Svg).then(|| clean_svg(asset)).filter(|svg| !svg.is_empty());
        let vector = vector.map(|svg| self.file(number, "svg", svg));
        let stored = Some(Stored { raster, vector, name: asset.name.clone() });
        self.stored.insert(id, stored.clone());
        (stored, None)
    }

    fn file(&mut self, number: usize, extension: &str, bytes: Vec<u8>) -> String {
        let path = format!("media/image{number}.{extension}");
        self.files.push((path.clone(), bytes));
        path
    }

    /// The files with their paths under `word/`.
    pub(super) fn into_files(self) -> Vec<(String, Vec<u8>)> {
        self.files
    }
}

/// The extension of formats that Word shows as they are. It shows stored pixels and passes over how they are to be turned.
fn extension(asset: &Asset) -> Option<&'static str> {
    match asset.format {
        Format::Jpeg if asset.orientation <= 1 => Some("jpeg"),
        Format::Png if asset.orientation <= 1 => Some("png"),
        Format::Gif => Some("gif"),
        Format::Jpeg | Format::Png | Format::WebP | Format::Svg | Format::Bmp | Format::Tiff => None,
    }
}
