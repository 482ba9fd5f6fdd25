//! Pictures as files of the package.

use std::sync::Arc;

use rayon::prelude::*;

use super::names::{Names, ascii_name};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::image::{self, Asset, AssetId, Format};

/// A picture of the package.
#[derive(Debug)]
pub(super) struct PictureFile {
    /// Its path in the package.
    pub(super) path: String,
    /// Its media type, a core type of EPUB 3.3 §3.2.
    pub(super) media_type: &'static str,
    /// The file.
    pub(super) bytes: Arc<[u8]>,
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
    ///
    /// Those of more than `most` pixels are made smaller.
    pub(super) fn new(assets: &[Asset], most: Option<u32>, diagnostics: &mut Diagnostics) -> Self {
        let converted: Vec<_> = assets.par_iter().map(|asset| convert(asset, most)).collect();
        let mut names = Names::default();
        let mut pictures = Self::default();
        for (i, (asset, converted)) in assets.iter().zip(converted).enumerate() {
            let (bytes, media_type, extension) = match converted {
                Ok(converted) if !converted.0.is_empty() => converted,
                Ok(_) => {
                    pictures.leave_out(asset, "it is not well-formed", diagnostics);
                    continue;
                }
                Err(error) => {
                    pictures.leave_out(asset, &error.to_string(), diagnostics);
                    continue;
                }
            };
            let stem = asset.name.rsplit_once('.').map_or(asset.name.as_str(), |(stem, _)| stem);
            let path = format!("images/{}.{extension}", names.unique(&ascii_name(stem, "picture")));
            pictures.paths.push(Some(pictures.files.len()));
            let asset = AssetId(u32::try_from(i).unwrap_or(u32::MAX));
            pictures.files.push(PictureFile { path, media_type, bytes, asset });
        }
        pictures
    }

    /// A frame with the alternative text stands for it.
    fn leave_out(&mut self, asset: &Asset, why: &str, diagnostics: &mut Diagnostics) {
        self.paths.push(None);
        let message = format!("the picture `{}` cannot be shown in the EPUB: {why}", asset.name);
        let diagnostic = Diagnostic::warning("broken-image", message).help("save it again as PNG, JPEG or SVG");
        diagnostics.push(Diagnostic { span: asset.place, ..diagnostic });
    }

    /// The path of a picture in the package.
    pub(super) fn path(&self, asset: AssetId) -> Option<&str> {
        let file = self.paths.get(asset.0 as usize).copied().flatten()?;
        self.files.get(file).map(|file| file.path.as_str())
    }
}

/// The bytes, media type and extension of a picture in a format that every reader knows.
fn convert(asset: &Asset, most: Option<u32>) -> Result<(Arc<[u8]>, &'static str, &'static str), image::Error> {
    let pixels = f64::from(asset.width) * f64::from(asset.height);
    let share = most.map_or(1.0, |most| (f64::from(most) / pixels.max(1.0)).sqrt());
    // What may move stays as it is.
    let still = matches!(asset.format, Format::Jpeg | Format::Png | Format::Bmp | Format::Tiff);
    if share < 1.0 && still {
        let reduced = image::reduce(asset, share)?;
        let kind = if reduced.format == Format::Jpeg { ("image/jpeg", "jpg") } else { ("image/png", "png") };
        return Ok((reduced.bytes, kind.0, kind.1));
    }
    let as_it_is = |media_type, extension| (asset.bytes.clone(), media_type, extension);
    Ok(match asset.format {
        Format::Jpeg => as_it_is("image/jpeg", "jpg"),
        Format::Png => as_it_is("image/png", "png"),
        Format::Gif => as_it_is("image/gif", "gif"),
        Format::WebP => as_it_is("image/webp", "webp"),
        // A reader runs scripts and fetches what is on the web; a book must need neither.
        Format::Svg => (image::clean_svg(asset).into(), "image/svg+xml", "svg"),
        Format::Bmp | Format::Tiff => (image::to_png(asset)?.into(), "image/png", "png"),
    })
}
