//! Laid-out pages to PDF: the only module that knows `printpdf`, and with `readback` the only one that knows `lopdf`.
//!
//! In the order in which they work: [`fonts`] finds every glyph in use, and [`drawn`] draws those that are no outlines; [`pages`] (with [`text`] and [`operators`]) writes
//! the content streams, in parallel; [`pictures`] makes image and form objects; [`container`] has printpdf make the page
//! tree and the fonts, and puts the streams in; [`annotations`], [`structure`], [`navigation`] and [`metadata`] add what
//! makes the file accessible and archivable; [mod@file] writes it.
//!
//! **Invariant:** everything on a page is either in the structure tree or an artifact, and every file claims, and is meant
//! to keep to, PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) at once. Section numbers beside the code say which clause a
//! line is there for.
//!
//! **Invariant:** the same pages give the same bytes: no clock, no random identifiers, no order of hash tables.

mod alternatives;
mod annotations;
mod clusters;
mod color_profile;
mod container;
mod drawn;
mod file;
mod fonts;
mod glyph_texts;
mod identity;
mod image_object;
mod impose;
mod marked;
mod metadata;
mod navigation;
mod operators;
mod pages;
mod pictures;
mod png;
mod press;
mod structure;
mod svg;
mod svg_gradient;
mod svg_path;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod trees;

pub use impose::booklet;

use std::fmt;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};

use crate::diagnostic::Diagnostics;
use crate::image::Asset;
use crate::layout::Layout;
use crate::model::{Block, Metadata, Note};
use crate::resolve::Resolved;
use crate::style::{PdfView, StyleSheet};
use crate::text::FontLibrary;

/// Why no PDF could be made.
#[derive(Debug)]
pub enum Error {
    /// The container is not as expected.
    Container(&'static str),
    /// The file would be larger than its cross-reference table can say.
    TooLarge,
    /// An object is not as expected.
    Object(lopdf::Error),
    /// Compression failed.
    Io(std::io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Container(reason) => write!(f, "the PDF cannot be put together: {reason}"),
            Self::TooLarge => f.write_str("the PDF would be larger than 4 GiB"),
            Self::Object(error) => write!(f, "the PDF cannot be put together: {error}"),
            Self::Io(error) => write!(f, "the PDF cannot be put together: {error}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<lopdf::Error> for Error {
    fn from(error: lopdf::Error) -> Self {
        Self::Object(error)
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// The version of PDF that a file keeps to. Both hold everything that makes it accessible and archivable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PdfVersion {
    /// For old presses: no object streams, a cross-reference table in plain text, pictures of no more than 8 bits a sample.
    V1_4,
    /// Objects in compressed streams, and a compressed cross-reference table (ISO 32000-1 §7.5.7, §7.5.8).
    #[default]
    V1_7,
}

impl PdfVersion {
    /// As the file names it.
    fn number(self) -> &'static str {
        match self {
            Self::V1_4 => "1.4",
            Self::V1_7 => "1.7",
        }
    }
}

/// Writes a laid-out document as a PDF file of a version.
///
/// # Errors
/// When the file cannot be put together. What is wrong with the document or its fonts is a diagnostic.
pub fn write(
    resolved: &Resolved,
    style: &StyleSheet,
    layout: &Layout,
    library: &FontLibrary,
    version: PdfVersion,
) -> Result<(Vec<u8>, Diagnostics), Error> {
    let document = &style.document;
    let source = Source { max_dpi: document.image_max_dpi, version, view: document.pdf_view, ..Source::new(resolved) };
    write_document(&source, layout, library, press::Press::new(&style.page))
}

/// What is taken from the resolved document: all text and its order are the layout's.
#[derive(Clone, Copy, Debug)]
struct Source<'a> {
    metadata: &'a Metadata,
    blocks: &'a [Block],
    notes: &'a [Note],
    assets: &'a [Asset],
    /// More pixels to an inch than this are not kept.
    max_dpi: Option<u32>,
    /// The first heading, where the document has no title.
    heading: Option<&'a str>,
    version: PdfVersion,
    /// How the document is shown when it is opened.
    view: PdfView,
}

impl<'a> Source<'a> {
    fn new(resolved: &'a Resolved) -> Self {
        Self {
            metadata: &resolved.metadata,
            blocks: &resolved.blocks,
            notes: &resolved.notes,
            assets: &resolved.assets,
            max_dpi: None,
            heading: resolved.contents.first().map(|entry| entry.text.as_str()),
            version: PdfVersion::default(),
            view: PdfView::default(),
        }
    }
}

fn write_document(
    source: &Source<'_>,
    layout: &Layout,
    library: &FontLibrary,
    press: press::Press,
) -> Result<(Vec<u8>, Diagnostics), Error> {
    let mut diagnostics = Diagnostics::new();
    let tags = tags::tags(&layout.elements);
    let wanted = pictures::Wanted { max_dpi: source.max_dpi, inks: press.inks(), version: source.version };
    let fonts = fonts::Fonts::collect(layout, library, wanted, &mut diagnostics);
    let pictures = pictures::Pictures::make(source.assets, layout, library, wanted, &mut diagnostics);
    let contents = pages::write(layout, source.metadata.language(), &tags, &fonts, &pictures, press)?;
    let alternatives = alternatives::collect(source, layout, &mut diagnostics);
    let streams: Vec<&[u8]> = contents.iter().map(|content| content.stream.as_slice()).collect();
    let content_hash = identity::hash(&streams);
    let marked = contents.iter().map(|content| content.marked.clone()).collect::<Vec<_>>();

    let (mut document, page_ids) = container::make(layout, library, fonts, contents, press)?;
    pictures.embed(&mut document, &page_ids)?;
    let annotations = annotations::write(&mut document, layout, &page_ids);
    let tree = structure::Tree::new(layout, &tags, &marked, &annotations);
    let root = tree.write(&mut document, &page_ids, &annotations, &alternatives);

    let description = metadata::Description::new(source.metadata, source.heading);
    let mut catalog = catalog(&mut document, &description, root, source.version)?;
    navigation::write(&mut document, &mut catalog, layout, &page_ids, source.view);
    identify(&mut document, catalog, &description, content_hash)?;
    Ok((file::write(document, source.version)?, diagnostics))
}

/// The catalogue with what accessibility and archiving ask for; printpdf's own has only the page tree that is kept.
fn catalog(
    document: &mut Document,
    description: &metadata::Description,
    root: ObjectId,
    version: PdfVersion,
) -> Result<Dictionary, Error> {
    let pages = document.catalog()?.get(b"Pages")?.clone();
    // ISO 19005-2 §6.2.3: device colours are those of this profile.
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, color_profile::srgb()));
    let srgb = "sRGB IEC61966-2.1";
    let intent = dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "OutputConditionIdentifier" => file::text(srgb),
        "Info" => file::text(srgb), "RegistryName" => file::text("http://www.color.org"), "DestOutputProfile" => profile,
    };
    Ok(dictionary! {
        "Type" => "Catalog", "Version" => version.number(), "Pages" => pages,
        "Lang" => file::text(&description.language),
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => root,
        // ISO 14289-1 §7.1: the title is shown, not the file's name.
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "OutputIntents" => vec![intent.into()],
    })
}

/// Metadata, and identifiers that are the same for the same content.
fn identify(
    document: &mut Document,
    mut catalog: Dictionary,
    description: &metadata::Description,
    content_hash: u128,
) -> Result<(), Error> {
    let described = description.xmp("");
    let identity = identity::hash(&[&content_hash.to_le_bytes(), described.as_bytes()]);
    let xmp = description.xmp(&format!("{identity:032x}"));
    let stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp.into_bytes());
    catalog.set("Metadata", document.add_object(stream.with_compression(false)));
    if let Ok(old) = document.trailer.get(b"Info").and_then(Object::as_reference) {
        document.objects.remove(&old);
    }
    let catalog_id = document.trailer.get(b"Root")?.as_reference()?;
    document.set_object(catalog_id, catalog);
    let info = document.add_object(description.information());
    let id = Object::String(identity.to_be_bytes().to_vec(), StringFormat::Hexadecimal);
    document.trailer = dictionary! { "Root" => catalog_id, "Info" => info, "ID" => vec![id.clone(), id] };
    Ok(())
}
