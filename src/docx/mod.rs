//! The resolved document to DOCX, as somebody who knows Word would have built it.
//!
//! `docx-rs` builds paragraphs, runs and comments ([`element`] names what it is used for and what not); everything goes
//! through one pass that puts children into schema order ([mod@canonical]); the parts around the text are written here, and
//! [`package`] stores them so that the same document gives the same bytes.
//!
//! **Invariant:** the body is formatted by styles alone ([`styles`]); no text reaches a part unescaped ([`xml`]).

mod body;
mod canonical;
mod element;
mod fonts;
mod language;
mod media;
mod names;
mod numbering;
mod package;
mod properties;
mod sections;
mod settings;
mod source_map;
mod styles;
mod theme;
mod xml;

#[cfg(test)]
mod tests;

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::layout::Layout;
use crate::model::NumberStyle;
use crate::model::Numbering as HeadingNumbering;
use crate::resolve::Resolved;
use crate::style::{Role, StyleSheet};
use crate::text::FontLibrary;

use body::{Body, Notes};
use canonical::canonical;
use language::Language;
use numbering::Numbering;
use package::{Package, Relationships};
use sections::Sections;
use styles::Catalogue;
use xml::{DECLARATION, NAMESPACES};

/// Why no DOCX could be written. None of these has to do with the document.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The ZIP file could not be put together.
    Package(zip::result::ZipError),
    /// A part came out as something that is not XML.
    Malformed(quick_xml::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Package(error) => write!(f, "the DOCX package could not be written: {error}"),
            Self::Malformed(error) => write!(f, "a part of the DOCX is not well-formed: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Package(error) => Some(error),
            Self::Malformed(error) => Some(error),
        }
    }
}

/// The document as a DOCX file. With a `layout`, its page numbers are the first guess of the contents, and tables have the
/// columns that they have on paper.
///
/// # Errors
/// When the package cannot be written, which no document brings about.
pub fn write(
    resolved: &Resolved,
    sheet: &StyleSheet,
    library: &FontLibrary,
    layout: Option<&Layout>,
) -> Result<(Vec<u8>, Diagnostics), Error> {
    let mut catalogue = Catalogue::new(sheet);
    let numbering = lists(resolved, &mut catalogue);
    let mut package = Package::default();
    let mut running = Package::default();
    let mut relationships = Relationships::default();
    for (kind, target) in [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("settings", "settings.xml"),
        ("webSettings", "webSettings.xml"),
        ("fontTable", "fontTable.xml"),
        ("theme", "theme/theme1.xml"),
        ("footnotes", "footnotes.xml"),
        ("customXml", "../customXml/item1.xml"),
    ] {
        relationships.part(kind, target);
    }
    let direction = Language::new(resolved.metadata.language()).direction();
    let sections = Sections::new(resolved, sheet, direction, &mut running, &mut relationships);
    let mut body = Body::new(resolved, library, catalogue, numbering, sections);
    body.layout = layout;
    body.relationships = relationships;
    body.document();
    if !body.comments.is_empty() {
        body.relationships.part("comments", "comments.xml");
    }
    let fonts = body.fonts.take().map_or_else(Vec::new, |used| fonts::embed(&used, library));
    let custom = properties::custom(resolved);

    let mut root = Relationships::default();
    root.part("officeDocument", "word/document.xml");
    root.part(
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
        "docProps/core.xml",
    );
    root.part("extended-properties", "docProps/app.xml");
    if custom.is_some() {
        root.part("custom-properties", "docProps/custom.xml");
    }
    package.relate("", &root);
    let document = format!("{DECLARATION}<w:document {NAMESPACES}><w:body>{}</w:body></w:document>", body.xml);
    package.add(
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        part(&document)?,
    );
    notes(&mut body, &mut package)?;
    if !body.comments.is_empty() {
        let comments = format!("{DECLARATION}<w:comments {NAMESPACES}>{}</w:comments>", body.comments);
        package.add(
            "word/comments.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
            part(&comments)?,
        );
    }
    package.relate("word/document.xml", &body.relationships);
    package.append(running);
    let styles = body.catalogue.write(&body.language);
    package.add(
        "word/styles.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
        part(&styles)?,
    );
    let numbering = body.numbering.write();
    package.add(
        "word/numbering.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
        part(&numbering)?,
    );
    let settings = settings::settings(sheet, &body.language, &fonts);
    package.add(
        "word/settings.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
        part(&settings)?,
    );
    package.add(
        "word/webSettings.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.webSettings+xml",
        settings::web_settings(),
    );
    let families = body.catalogue.families();
    let mut font_relationships = Relationships::default();
    package.add(
        "word/fontTable.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml",
        settings::font_table(&families, &fonts, &mut font_relationships),
    );
    package.relate("word/fontTable.xml", &font_relationships);
    package.add(
        "word/theme/theme1.xml",
        "application/vnd.openxmlformats-officedocument.theme+xml",
        theme::write(sheet, &body.catalogue.theme),
    );
    package.add(
        "docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
        properties::core(resolved),
    );
    package.add(
        "docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        properties::app(resolved),
    );
    if let Some(custom) = custom {
        package.add(
            "docProps/custom.xml",
            "application/vnd.openxmlformats-officedocument.custom-properties+xml",
            custom,
        );
    }
    package.add_media("customXml/item1.xml", source_map::write(resolved, &mut body.names));
    package.add(
        "customXml/itemProps1.xml",
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        source_map::item_properties(),
    );
    let mut item = Relationships::default();
    item.part("customXmlProps", "itemProps1.xml");
    package.relate("customXml/item1.xml", &item);
    for (path, bytes) in body.media.into_files() {
        package.add_media(&format!("word/{path}"), bytes);
    }
    for (place, font) in fonts.into_iter().enumerate() {
        package.add_media(&format!("word/{}", settings::font_file(place)), font.bytes);
    }
    Ok((package.write()?, body.diagnostics))
}

/// The parts that hold the notes. That of the footnotes is there in any case: Word looks for its separators.
fn notes(body: &mut Body<'_>, package: &mut Package) -> Result<(), Error> {
    const FOOTNOTES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml";
    const ENDNOTES: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml";
    let of = |kind: Notes, written: &str| {
        let name = kind.element();
        format!("{DECLARATION}<w:{name}s {NAMESPACES}>{}{written}</w:{name}s>", body::separators(kind))
    };
    let (foot, end) = match body.note_kind {
        Notes::Foot => (body.notes.as_str(), None),
        Notes::End => ("", Some(body.notes.as_str())),
    };
    package.add("word/footnotes.xml", FOOTNOTES, part(&of(Notes::Foot, foot))?);
    match end {
        None => package.relate("word/footnotes.xml", &body.note_relationships),
        Some(end) => {
            package.add("word/endnotes.xml", ENDNOTES, part(&of(Notes::End, end))?);
            body.relationships.part("endnotes", "endnotes.xml");
            package.relate("word/endnotes.xml", &body.note_relationships);
        }
    }
    Ok(())
}

/// A part with its elements in schema order.
fn part(xml: &str) -> Result<String, Error> {
    canonical(xml).map_err(|error| Error::Malformed(error.0))
}

/// The lists of the styles, and of the headings where these are numbered.
fn lists(resolved: &Resolved, catalogue: &mut Catalogue<'_>) -> Numbering {
    let (step, hang) = styles::built_in::list_indents(catalogue);
    let mut numbering = Numbering::new(step, hang);
    for level in 0..5_u8 {
        let suffix = if level == 0 { String::new() } else { (level + 1).to_string() };
        for (id, list) in [("ListBullet", numbering::BULLETS), ("ListNumber", numbering::NUMBERS)] {
            if let Some(style) = catalogue.get_mut(&format!("{id}{suffix}")) {
                style.paragraph.numbering = Some((list, level));
            }
        }
    }
    let depth = match resolved.metadata.numbering {
        Some(HeadingNumbering::Off) => 0,
        Some(HeadingNumbering::Depth(depth)) => depth.min(6),
        None => catalogue.sheet.document.number_depth.min(6),
    };
    if depth > 0 {
        let form = |level| catalogue.sheet.role(&Role::Heading(level)).number_style.unwrap_or(NumberStyle::Decimal);
        let list = numbering.headings((1..=depth).map(form).collect());
        for level in 1..=depth {
            if let Some(style) = catalogue.get_mut(&format!("Heading{level}")) {
                style.paragraph.numbering = Some((list, level - 1));
            }
        }
    }
    numbering
}
