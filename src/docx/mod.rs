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
mod reference;
mod sections;
mod settings;
mod source_map;
mod styles;
mod theme;
mod xml;

#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::layout::Layout;
use crate::model::Numbering as HeadingNumbering;
use crate::model::{Block, BlockKind, NumberStyle, visit_blocks};
use crate::resolve::{Resolved, letters_of_indent};
use crate::style::{Edges, Role, StyleSheet};
use crate::text::FontLibrary;

use body::{Body, Notes};
use canonical::{Malformed, canonical};
use numbering::Numbering;
use package::{Package, Relationships};
pub use reference::{Reference, Unusable};
use sections::{Paper, Sections};
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

/// Whether the DOCX of the document would have anything from its pages: numbers in contents, columns of tables.
#[must_use]
pub fn wants_layout(resolved: &Resolved) -> bool {
    let mut found = false;
    let mut look = |block: &Block| found |= matches!(block.kind, BlockKind::Contents(_) | BlockKind::Table(_));
    visit_blocks(&resolved.metadata.abstract_, &mut look);
    visit_blocks(&resolved.blocks, &mut look);
    resolved.notes.iter().for_each(|note| visit_blocks(&note.blocks, &mut look));
    found
}

/// The document as a DOCX file. With a `layout`, its page numbers are the first guess of the contents, and tables have the
/// columns that they have on paper; with a `reference`, styles, theme, lists, heads, feet and paper are those of the template,
/// as far as it has them.
///
/// # Errors
/// When the package cannot be written, which no document brings about.
pub fn write(
    resolved: &Resolved,
    sheet: &StyleSheet,
    library: &FontLibrary,
    layout: Option<&Layout>,
    reference: Option<&Reference>,
) -> Result<(Vec<u8>, Diagnostics), Error> {
    let set_up = reference.map(|reference| reference.set_up(sheet));
    let sheet = set_up.as_ref().unwrap_or(sheet);
    let house_numbering = reference.and_then(|reference| reference.numbering.as_ref());
    let mut catalogue = Catalogue::new(sheet);
    if language::Language::new(resolved.metadata.language()).is_east_asian() {
        catalogue.set_headings_upright();
    }
    if let Some(letters) = letters_of_indent(resolved.metadata.language())
        && catalogue.get("BodyText").is_some_and(|style| style.paragraph.first_line > 0)
    {
        catalogue.indent_text(letters);
    }
    let numbering = lists(resolved, &mut catalogue, house_numbering.map_or(1, |house| house.free));
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
    let house_lines = reference.map(|reference| &reference.running).filter(|lines| !lines.is_empty());
    // Sections are divided in the body alone.
    let turned = layout.is_some_and(|layout| {
        resolved.blocks.iter().any(|block| layout.column_widths.get(&block.id).is_some_and(|known| known.turned))
    });
    let papers = if turned { &[Paper::Upright, Paper::Turned][..] } else { &[Paper::Upright] };
    let sections = Sections::new(resolved, &mut catalogue, papers, house_lines, &mut running, &mut relationships);
    let mut body = Body::new(resolved, library, catalogue, numbering, sections);
    body.layout = layout;
    body.house = reference;
    if reference.is_some() {
        // The letters are the house's, of which there are no files here.
        body.fonts = None;
        body.catalogue.theme.complex = None;
    }
    body.relationships = relationships;
    let (snapshots, ()) = rayon::join(|| source_map::snapshots(resolved), || body.document());
    if !body.comments.is_empty() {
        body.relationships.part("comments", "comments.xml");
    }
    let fonts = body.fonts.take().map_or_else(Vec::new, |mut used| {
        used.add_complex(library);
        fonts::embed(&used, library)
    });
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
    let mut text = Package::default();
    text.add(
        "word/document.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        part(&document)?,
    );
    notes(&mut body, &mut text)?;
    if !body.comments.is_empty() {
        let comments = format!("{DECLARATION}<w:comments {NAMESPACES}>{}</w:comments>", body.comments);
        text.add(
            "word/comments.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml",
            part(&comments)?,
        );
    }
    text.relate("word/document.xml", &body.relationships);
    let (styles, ids) = match reference {
        Some(house) => {
            let mut used = BTreeSet::new();
            text.each_text(|part| styles::used(part, &mut used));
            if house_lines.is_none() {
                running.each_text(|part| styles::used(part, &mut used));
            }
            let matched = body.catalogue.matched(&house.styles, &used, &body.language)?;
            text.rewrite(|part| styles::renamed(part, &matched.ids));
            if house_lines.is_none() {
                running.rewrite(|part| styles::renamed(part, &matched.ids));
            }
            body.diagnostics.extend(lacking(&matched.lacking));
            (matched.xml, matched.ids)
        }
        None => (part(&body.catalogue.write(&body.language))?, HashMap::new()),
    };
    package.append(text);
    package.append(running);
    package.add("word/styles.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml", styles);
    let linked = |id: &str| match reference {
        Some(house) => {
            let own = body.catalogue.get(id)?;
            let theirs = house.styles.find("paragraph", &own.name);
            // A style that the house has is linked to a list of ours only where that is what numbers it.
            match theirs {
                Some(theirs) => (id.starts_with("Heading") && theirs.numbering.is_none()).then(|| theirs.id.clone()),
                None => ids.get(id).cloned(),
            }
        }
        None => Some(id.to_owned()),
    };
    package.add(
        "word/numbering.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml",
        match house_numbering {
            // The house's own lists are left as they are.
            Some(_) => body.numbering.write(house_numbering, &linked),
            None => part(&body.numbering.write(None, &linked))?,
        },
    );
    if let Some(house) = house_numbering {
        house.carried.relate("numbering.xml", &mut package);
    }
    let settings = settings::settings(sheet, &body.language, &fonts, reference);
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
    let mut families = body.catalogue.families();
    families.extend(fonts.iter().map(|font| font.family.clone()));
    families.sort();
    families.dedup();
    let mut font_relationships = Relationships::default();
    package.add(
        "word/fontTable.xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml",
        settings::font_table(&families, &fonts, &mut font_relationships),
    );
    package.relate("word/fontTable.xml", &font_relationships);
    const THEME: &str = "application/vnd.openxmlformats-officedocument.theme+xml";
    match reference.and_then(|reference| reference.theme.as_ref()) {
        Some(house) => house.add("theme/theme1.xml", THEME, &mut package),
        None => package.add("word/theme/theme1.xml", THEME, theme::write(sheet, &body.catalogue.theme)),
    }
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
    package.add_media("customXml/item1.xml", source_map::write(resolved, &snapshots, &mut body.names));
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

impl From<Malformed> for Error {
    fn from(error: Malformed) -> Self {
        Self::Malformed(error.0)
    }
}

/// A part with its elements in schema order.
fn part(xml: &str) -> Result<String, Error> {
    Ok(canonical(xml)?)
}

/// Says which styles the template lacks.
fn lacking(names: &[String]) -> Option<Diagnostic> {
    let named: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let (message, what) = match names.len() {
        0 => return None,
        1 => (format!("the reference document has no style {}", named.concat()), "it comes"),
        count => (format!("the reference document lacks {count} styles: {}", named.join(", ")), "they come"),
    };
    let help = format!("{what} from the style sheet; add styles of these names to the template to change that");
    Some(Diagnostic::note("reference-lacks", message).help(help))
}

/// The lists of the styles, and of the headings where these are numbered. Numbers below `free` are taken.
fn lists(resolved: &Resolved, catalogue: &mut Catalogue<'_>, free: u32) -> Numbering {
    let mut numbering = Numbering::new(styles::built_in::list_indents(catalogue), free);
    let [bullets, numbers] = numbering.of_styles();
    for level in 0..5_u8 {
        let suffix = if level == 0 { String::new() } else { (level + 1).to_string() };
        for (id, list) in [("ListBullet", bullets), ("ListNumber", numbers)] {
            if let Some(style) = catalogue.get_mut(&format!("{id}{suffix}")) {
                style.paragraph.numbering = Some((list, level));
            }
        }
    }
    if catalogue.sheet.role(&Role::ThematicBreak).border == Edges::default() {
        let ornament = numbering.ornament();
        if let Some(style) = catalogue.get_mut("ThematicBreak") {
            style.paragraph.numbering = Some((ornament, 0));
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
