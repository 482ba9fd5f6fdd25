//! Pictures: each file read once, identical ones stored once, and a message for each that cannot be shown.

use std::collections::HashMap;

use super::resolved::Picture;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::image::{Asset, AssetId, Format, svg_reaches_out};
use crate::source::{Files, ReadError};

/// The pictures of a document while they are being read.
pub(super) struct Pictures<'a> {
    files: &'a Files,
    pub(super) assets: Vec<Asset>,
    by_bytes: HashMap<std::sync::Arc<[u8]>, AssetId>,
    by_address: HashMap<(crate::diagnostic::FileId, String), Picture>,
}

impl<'a> Pictures<'a> {
    pub(super) fn new(files: &'a Files) -> Self {
        Self { files, assets: Vec::new(), by_bytes: HashMap::new(), by_address: HashMap::new() }
    }

    /// The picture at `target`, as seen from the file of `span`.
    pub(super) fn load(&mut self, target: &str, span: Span, diagnostics: &mut Diagnostics) -> Picture {
        let key = (span.file, target.to_owned());
        if let Some(known) = self.by_address.get(&key) {
            return known.clone();
        }
        let picture = match self.read(target, span) {
            Ok(id) => {
                let reaches_out = |asset: &&Asset| asset.format == Format::Svg && svg_reaches_out(asset);
                if let Some(asset) = self.assets.get(id.0 as usize).filter(reaches_out) {
                    let message = format!("`{}` has scripts or names other files, which are left out", asset.name);
                    let help = "nothing is run or fetched; embed in the SVG what it needs";
                    diagnostics.push(Diagnostic::warning("svg-cleaned", message).at(span).help(help));
                }
                Picture::Asset(id)
            }
            Err(diagnostic) => {
                diagnostics.push(diagnostic.at(span));
                Picture::Missing
            }
        };
        self.by_address.insert(key, picture.clone());
        picture
    }

    fn read(&mut self, target: &str, span: Span) -> Result<AssetId, Diagnostic> {
        let bytes = self.files.read(span.file, target).map_err(|error| match error {
            ReadError::Remote => Diagnostic::warning("remote-image", format!("the picture `{target}` is on the web, and nothing is fetched"))
                .help("save it beside the source and name it there; a frame with its description and address stands in its place"),
            error => Diagnostic::warning("missing-image", format!("the picture `{target}` cannot be read: {error}"))
                .help("check its path, which is relative to the file that names it; a frame with its description stands in its place"),
        })?;
        let name = target.rsplit(['/', '\\']).next().unwrap_or(target);
        let mut asset = crate::image::load(bytes, name).map_err(|error| {
            Diagnostic::warning("broken-image", format!("the picture `{target}` cannot be shown: {error}"))
                .help("save it again as PNG, JPEG or SVG; a frame with its description stands in its place")
        })?;
        if let Some(&id) = self.by_bytes.get(&asset.bytes) {
            return Ok(id);
        }
        asset.place = Some(span);
        let id = AssetId(u32::try_from(self.assets.len()).unwrap_or(u32::MAX));
        self.by_bytes.insert(asset.bytes.clone(), id);
        self.assets.push(asset);
        Ok(id)
    }
}
