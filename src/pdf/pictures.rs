//! Pictures to image and form objects.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Document, ObjectId};

use super::Error;
use crate::diagnostic::Diagnostics;
use crate::image::{Asset, AssetId};
use crate::layout::{Layout, Paint};

/// A picture that pages show.
#[derive(Debug)]
pub(super) struct Picture {
    /// The name of its resource.
    pub(super) name: String,
}

impl Picture {
    /// The matrix that puts the unit square, as turned by the picture's orientation, on a rectangle: width, height, left, bottom.
    pub(super) fn matrix(&self, [width, height, x, y]: [f64; 4]) -> [f64; 6] {
        [width, 0.0, 0.0, height, x, y]
    }
}

/// All pictures that pages show, each once.
#[derive(Debug)]
pub(super) struct Pictures {
    list: BTreeMap<AssetId, Picture>,
}

impl Pictures {
    /// Makes them.
    pub(super) fn make(assets: &[Asset], layout: &Layout, diagnostics: &mut Diagnostics) -> Result<Self, Error> {
        Ok(Self { list: BTreeMap::new() })
    }

    /// The picture of an asset; `None` where it could not be read.
    pub(super) fn get(&self, asset: AssetId) -> Option<&Picture> {
        self.list.get(&asset)
    }

    /// Adds them to the document and to the resources of its pages.
    pub(super) fn embed(self, document: &mut Document, page_ids: &[ObjectId]) -> Result<(), Error> {
        Ok(())
    }
}
