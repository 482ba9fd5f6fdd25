//! Pictures as files of the package.

use std::borrow::Cow;

use rayon::prelude::*;

use super::names::{Names, ascii_name};
use crate::image::{Asset, AssetId, Format};

/// A picture of the package.
#[derive(Debug)]
pub(super) struct PictureFile {
    /// Its path in the package.
    pub(super) path: String,
    /// Its media type, a core type of EPUB 3.3 §3.2.
    pub(super) media_type: &'static str,
    /// The file.
    pub(super) bytes: Cow<'static, [u8]>,
    /// Which picture of the document it is.
    pub(super) asset: AssetId,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// In the order of the document's assets; those that could not be converted are missing.
    pub(super) files: Vec<PictureFile>,
    paths: Vec<Option<usize>>,
}

impl Pictures {
    /// Names every picture and converts those that readers need not know.
    pub(super) fn new(assets: &[Asset]) -> Self {
        let converted: Vec<_> = assets.par_iter().map(convert).collect();
        let mut names = Names::default();
        let mut pictures = Self::default();
        for (i, (asset, converted)) in assets.iter().zip(converted).enumerate() {
            let Some((bytes, media_type, extension)) = converted else {
                pictures.paths.push(None);
                continue;
            };
            let stem = asset.name.rsplit_once('.').map_or(asset.name.as_str(), |(stem, _)| stem);
            let path = format!("images/{}.{extension}", names.unique(&ascii_name(stem, "picture")));
            pictures.paths.push(Some(pictures.files.len()));
            let asset = AssetId(u32::try_from(i).unwrap_or(u32::MAX));
            pictures.files.push(PictureFile { path, media_type, bytes, asset });
        }
        pictures
    }

    /// The path of a picture in the package.
    pub(super) fn path(&self, asset: AssetId) -> Option<&str> {
        let file = self.paths.get(asset.0 as usize).copied().flatten()?;
        self.files.get(file).map(|file| file.path.as_str())
    }
}

/// The bytes, media type and extension of a picture in a format that every reader knows.
fn convert(asset: &Asset) -> Option<(Cow<'static, [u8]>, &'static str, &'static str)> {
    let (media_type, extension) = match asset.format {
        Format::Jpeg => ("image/jpeg", "jpg"),
        Format::Png => ("image/png", "png"),
        Format::Gif => ("image/gif", "gif"),
        Format::WebP => ("image/webp", "webp"),
        Format::Svg => ("image/svg+xml", "svg"),
        Format::Bmp | Format::Tiff => ("image/png", "png"),
    };
    Some((Cow::Owned(asset.bytes.to_vec()), media_type, extension))
}
