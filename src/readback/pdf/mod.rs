//! PDF: the structure tree, and for each of its leaves the text that the pages show under its marked-content id
//! (ISO 32000-1 §14.7, §14.8). What is on the pages but not in the tree is an artifact and not read.

mod content;
mod encoding;
mod object;
mod tree;

use lopdf::Document;
use rayon::prelude::*;

use super::{Error, Readback};

/// Reads a tagged PDF.
///
/// # Errors
/// When the file is damaged or has no structure tree.
pub fn read(bytes: &[u8]) -> Result<Readback, Error> {
    let document = Document::load_mem(bytes).map_err(Error::Pdf)?;
    let pages: Vec<_> = document.page_iter().collect();
    let fonts = encoding::fonts(&document);
    let contents: Vec<content::Page> = pages.par_iter().map(|&id| content::read(&document, id, &fonts)).collect();
    let pages = pages.into_iter().enumerate().map(|(number, id)| (id, number)).collect();
    tree::read(&document, &pages, &contents)
}
