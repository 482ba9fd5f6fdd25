//! The logical structure while it is being built.

use super::page::{Element, ElementId, ElementKind};
use crate::model::BlockId;

/// A tree of elements that grows; element 0 is the document.
#[derive(Clone, Debug)]
pub struct Structure {
    /// The elements so far.
    pub elements: Vec<Element>,
}

impl Default for Structure {
    fn default() -> Self {
        let root = Element {
            kind: ElementKind::Document,
            parent: ElementId(0),
            block: None,
            lang: None,
            alt: None,
            expansion: None,
            place: None,
        };
        Self { elements: vec![root] }
    }
}

impl Structure {
    /// The document itself.
    pub const ROOT: ElementId = ElementId(0);

    /// Adds an element as the last child of `parent`.
    pub fn add(&mut self, kind: ElementKind, parent: ElementId, block: Option<BlockId>) -> ElementId {
        let id = ElementId(u32::try_from(self.elements.len()).unwrap_or(u32::MAX));
        self.elements.push(Element { kind, parent, block, lang: None, alt: None, expansion: None, place: None });
        id
    }
}
