//! The EPUB edition: EPUB 3.3, accessible to EPUB Accessibility 1.1.
//!
//! The stages are files, in this order: `pictures`, `pieces`, `split`, `homes` and `pages` make the plan that `book` keeps; `xhtml` and `css`
//! write what is read, `nav` and `package` what is said about it; `container` puts it together and is the only place that
//! knows `epub-builder`.
//!
//! **Invariant:** the same document gives the same bytes: no clock, no random ids, no order of a hash table.

mod accessibility;
mod book;
mod container;
mod cover;
mod css;
mod fonts;
mod homes;
mod identifier;
mod language;
mod names;
mod nav;
mod package;
mod pages;
mod pictures;
mod pieces;
mod sort;
mod split;
#[cfg(test)]
mod tests;
mod xhtml;
mod xml;

use std::fmt;

use rayon::prelude::*;

use crate::diagnostic::Diagnostics;
use crate::layout::Layout;
use crate::resolve::Resolved;
use crate::style::StyleSheet;
use crate::text::FontLibrary;
use book::{Book, File, FileKind, NAVIGATION, STYLESHEET};
use container::Entry;
use package::Item;
use pictures::Pictures;

/// Why no EPUB could be written. None of these comes from the document.
#[derive(Debug)]
pub enum Error {
    /// The builder could not assemble the container.
    Builder(epub_builder::Error),
    /// The archive could not be written.
    Archive(zip::result::ZipError),
    /// Bytes could not be written to memory.
    Io(std::io::Error),
    /// The builder left out a file.
    Missing(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Builder(error) => write!(f, "the EPUB could not be assembled: {error}"),
            Self::Archive(error) => write!(f, "the EPUB's archive could not be written: {error}"),
            Self::Io(error) => write!(f, "the EPUB could not be written: {error}"),
            Self::Missing(path) => write!(f, "the EPUB was assembled without {path}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Builder(error) => Some(error),
            Self::Archive(error) => Some(error),
            Self::Io(error) => Some(error),
            Self::Missing(_) => None,
        }
    }
}

impl From<epub_builder::Error> for Error {
    fn from(error: epub_builder::Error) -> Self {
        Self::Builder(error)
    }
}

impl From<zip::result::ZipError> for Error {
    fn from(error: zip::result::ZipError) -> Self {
        Self::Archive(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// Writes the EPUB. With the layout of the PDF edition it has that edition's page numbers.
///
/// # Errors
/// When the container cannot be assembled in memory; never because of the document.
pub fn write(
    resolved: &Resolved,
    sheet: &StyleSheet,
    library: &FontLibrary,
    layout: Option<&Layout>,
) -> Result<(Vec<u8>, Diagnostics), Error> {
    let mut diagnostics = Diagnostics::new();
    let pictures = Pictures::new(&resolved.assets, sheet.document.image_max_pixels, &mut diagnostics);
    let blocks = pieces::cut(&resolved.blocks);
    let book = Book::plan(resolved, &blocks, sheet, layout, pictures);
    let write = |file: &File| (file.kind != FileKind::Navigation).then(|| xhtml::write(&book, file));
    let ((fonts, cover), texts): (_, Vec<_>) = rayon::join(
        || {
            rayon::join(
                || fonts::embed(&book, library),
                || if resolved.cover.is_none() { cover::draw(&book, library) } else { None },
            )
        },
        || book.files.par_iter().map(write).collect(),
    );
    let stylesheet = fonts::css(&fonts) + &css::write(sheet);
    let navigation = nav::navigation(&book);

    let mut entries = vec![Entry { item: item("css", STYLESHEET, "text/css", ""), bytes: stylesheet.as_bytes() }];
    for (i, (file, written)) in book.files.iter().zip(&texts).enumerate() {
        if let Some(written) = written {
            let properties = if written.mathml { "mathml" } else { "" };
            let mut item = item(&format!("text-{}", i + 1), &file.path, XHTML, properties);
            item.in_spine = true;
            entries.push(Entry { item, bytes: written.text.as_bytes() });
        }
    }
    for (i, font) in fonts.iter().enumerate() {
        let item = item(&format!("font-{}", i + 1), &font.path, font.media_type, "");
        entries.push(Entry { item, bytes: &font.bytes });
    }
    for (i, picture) in book.pictures.files.iter().enumerate() {
        let properties = if resolved.cover == Some(picture.asset) { "cover-image" } else { "" };
        let item = item(&format!("image-{}", i + 1), &picture.path, picture.media_type, properties);
        entries.push(Entry { item, bytes: &picture.bytes });
    }
    if let Some(cover) = &cover {
        entries.push(Entry { item: item("cover", "cover.png", "image/png", "cover-image"), bytes: cover });
    }

    let mut manifest = vec![
        Item { in_spine: book.navigation_in_text(), ..item("nav", NAVIGATION, XHTML, "nav") },
        item("ncx", "toc.ncx", "application/x-dtbncx+xml", ""),
    ];
    manifest.extend(entries.iter().map(|entry| entry.item.clone()));
    let identifiers = identifier::identifiers(&book);
    let package = package::write(&book, &manifest, &identifiers);
    let ncx = nav::ncx(&book, identifiers.first().map_or("", String::as_str));
    Ok((container::assemble(&package, &navigation, &ncx, &entries)?, diagnostics))
}

const XHTML: &str = "application/xhtml+xml";

fn item(id: &str, path: &str, media_type: &'static str, properties: &'static str) -> Item {
    Item { id: id.to_owned(), path: path.to_owned(), media_type, properties, in_spine: false }
}
