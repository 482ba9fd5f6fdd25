//! The package: parts, relationships and content types into a ZIP file that is the same for the same parts (ECMA-376 Part 2).

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::Error;
use super::xml::{DECLARATION, escape};

const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

/// Relationships of one part, in the order in which they were asked for.
#[derive(Debug, Default)]
pub(super) struct Relationships {
    list: Vec<Relationship>,
}

#[derive(Debug)]
struct Relationship {
    id: String,
    kind: String,
    target: String,
    external: bool,
}

/// Where a relationship ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// At a part of the package.
    Inside,
    /// At a URL.
    Outside,
}

/// Where the types of relationships that Office Open XML defines are named.
pub(super) const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

impl Relationships {
    /// The id of a relationship to a part, made when there is none yet. `kind` is the last step of an [`OFFICE`] name or a
    /// whole URI; `target` is relative to the part's folder.
    pub(super) fn part(&mut self, kind: &str, target: &str) -> String {
        self.add(kind, target, false)
    }

    /// The id of a relationship to a URL.
    pub(super) fn link(&mut self, url: &str) -> String {
        self.add("hyperlink", url, true)
    }

    fn add(&mut self, kind: &str, target: &str, external: bool) -> String {
        let kind = if kind.contains(':') { kind.to_owned() } else { format!("{OFFICE}{kind}") };
        if let Some(known) = self.list.iter().find(|r| r.kind == kind && r.target == target && r.external == external) {
            return known.id.clone();
        }
        let id = format!("rId{}", self.list.len() + 1);
        self.list.push(Relationship { id: id.clone(), kind, target: target.to_owned(), external });
        id
    }

    /// A relationship whose id somebody else has chosen.
    pub(super) fn with_id(&mut self, id: &str, kind: &str, target: &str, to: Ends) {
        let kind = format!("{OFFICE}{kind}");
        let external = to == Ends::Outside;
        self.list.push(Relationship { id: id.to_owned(), kind, target: target.to_owned(), external });
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The relationships part.
    pub(super) fn write(&self) -> String {
        let mut xml = format!("{DECLARATION}<Relationships xmlns=\"{RELATIONSHIPS}\">");
        for r in &self.list {
            let mode = if r.external { " TargetMode=\"External\"" } else { "" };
            let (id, kind, target) = (escape(&r.id), escape(&r.kind), escape(&r.target));
            let _ = write!(xml, "<Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"{target}\"{mode}/>");
        }
        xml.push_str("</Relationships>");
        xml
    }
}

/// The parts so far, in the order in which they will stand.
#[derive(Debug, Default)]
pub(super) struct Package {
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    name: String,
    /// The content type; `None` for a type that follows from the extension.
    content_type: Option<&'static str>,
    bytes: Vec<u8>,
}

impl Package {
    /// Adds a part with a content type of its own.
    pub(super) fn add(&mut self, name: &str, content_type: &'static str, bytes: impl Into<Vec<u8>>) {
        self.parts.push(Part { name: name.into(), content_type: Some(content_type), bytes: bytes.into() });
    }

    /// Adds a picture, font or other part whose type follows from its extension.
    pub(super) fn add_media(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.parts.push(Part { name: name.into(), content_type: None, bytes: bytes.into() });
    }

    /// Adds the relationships of a part, if it has any.
    pub(super) fn relate(&mut self, part: &str, relationships: &Relationships) {
        if relationships.is_empty() {
            return;
        }
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        self.add_media(&format!("{folder}{slash}_rels/{file}.rels"), relationships.write());
    }

    /// Shows the text of all parts that have a content type of their own.
    pub(super) fn each_text(&self, mut visit: impl FnMut(&str)) {
        for part in self.parts.iter().filter(|part| part.content_type.is_some()) {
            visit(std::str::from_utf8(&part.bytes).unwrap_or_default());
        }
    }

    /// Changes the text of all parts that have a content type of their own.
    pub(super) fn rewrite(&mut self, change: impl Fn(&str) -> String) {
        for part in self.parts.iter_mut().filter(|part| part.content_type.is_some()) {
            if let Ok(text) = std::str::from_utf8(&part.bytes) {
                part.bytes = change(text).into_bytes();
            }
        }
    }

    /// Adds the parts of another package behind its own.
    pub(super) fn append(&mut self, other: Self) {
        self.parts.extend(other.parts);
    }

    /// The ZIP file: content types in front, as Office writes them.
    pub(super) fn write(self) -> Result<Vec<u8>, Error> {
        let mut parts = self.parts;
        parts.insert(
            0,
            Part { name: "[Content_Types].xml".into(), content_type: None, bytes: content_types(&parts).into_bytes() },
        );
        // Compression is most of the work, and each part can be compressed on its own.
        let packed = parts.par_iter().map(Part::packed).collect::<Result<Vec<_>, _>>()?;
        let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(packed.iter().map(Vec::len).sum())));
        for bytes in &packed {
            let mut one = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(Error::Package)?;
            zip.raw_copy_file(one.by_index_raw(0).map_err(Error::Package)?).map_err(Error::Package)?;
        }
        Ok(zip.finish().map_err(Error::Package)?.into_inner())
    }
}

impl Part {
    /// The part as the one file of a ZIP file.
    fn packed(&self) -> Result<Vec<u8>, Error> {
        // Pictures are compressed already.
        let method = match self.name.rsplit('.').next() {
            Some("png" | "jpeg" | "jpg" | "gif") => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method).last_modified_time(DateTime::DEFAULT);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(self.name.as_str(), options).map_err(Error::Package)?;
        zip.write_all(&self.bytes).map_err(|e| Error::Package(e.into()))?;
        Ok(zip.finish().map_err(Error::Package)?.into_inner())
    }
}

fn content_types(parts: &[Part]) -> String {
    const BY_EXTENSION: [(&str, &str); 13] = [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("jpg", "image/jpeg"),
        ("gif", "image/gif"),
        ("bmp", "image/bmp"),
        ("tiff", "image/tiff"),
        ("tif", "image/tiff"),
        ("emf", "image/x-emf"),
        ("wmf", "image/x-wmf"),
        ("svg", "image/svg+xml"),
        ("odttf", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
    ];
    let mut xml =
        format!("{DECLARATION}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    for (extension, content_type) in BY_EXTENSION {
        let suffix = format!(".{extension}");
        if extension == "xml" || parts.iter().any(|part| part.name.ends_with(&suffix)) {
            let _ = write!(xml, "<Default Extension=\"{extension}\" ContentType=\"{content_type}\"/>");
        }
    }
    for part in parts {
        if let Some(content_type) = part.content_type {
            let name = escape(&part.name);
            let _ = write!(xml, "<Override PartName=\"/{name}\" ContentType=\"{content_type}\"/>");
        }
    }
    xml.push_str("</Types>");
    xml
}
