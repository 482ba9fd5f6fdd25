//! EPUB: the package document's spine, and the XHTML of each of its items.

use rayon::prelude::*;

use super::properties::DublinCore;
use super::xml::{self, Element, Handler};
use super::{Error, Part, Readback, Stream, Target};

/// Reads an EPUB.
///
/// # Errors
/// When the container, its package document or a part of the spine cannot be read.
pub fn read(bytes: &[u8]) -> Result<Readback, Error> {
    let mut archive = xml::open(bytes)?;
    let mut container = Rootfile::default();
    xml::walk("META-INF/container.xml", &required(&mut archive, "META-INF/container.xml")?, &mut container)?;
    let path = container.path.ok_or_else(|| Error::Missing("package document".into()))?;
    let mut package = Package::default();
    xml::walk(&path, &required(&mut archive, &path)?, &mut package)?;
    let mut parts = Vec::new();
    for idref in &package.spine {
        let item = package.items.iter().find(|item| item.id == *idref);
        let item = item.ok_or_else(|| Error::Missing(idref.clone()))?;
        if !item.navigation {
            let (name, _) = xml::join(&path, &item.href);
            let text = required(&mut archive, &name)?;
            parts.push((name, text));
        }
    }
    let chapters = parts.par_iter().map(|(name, text)| chapter(name, text)).collect::<Result<Vec<_>, _>>()?;
    let mut all =
        Readback { edition: "EPUB", properties: package.core.properties, keeps_code: true, ..Readback::default() };
    for chapter in chapters {
        all.anchors.extend(chapter.anchors);
        append(&mut all.body, chapter.body);
        append(&mut all.notes, chapter.notes);
    }
    Ok(all)
}

fn required(archive: &mut xml::Archive<'_>, name: &str) -> Result<String, Error> {
    xml::part(archive, name)?.ok_or_else(|| Error::Missing(name.to_owned()))
}

fn append(all: &mut Stream, part: Stream) {
    all.text.push_str(&part.text);
    all.links.extend(part.links);
    all.images.extend(part.images);
    all.formulas.extend(part.formulas);
    all.note_marks += part.note_marks;
    all.headings.extend(part.headings);
    all.cells.extend(part.cells);
    all.code.extend(part.code);
}

#[derive(Default)]
struct Rootfile {
    path: Option<String>,
}

impl Handler for Rootfile {
    fn start(&mut self, element: &Element<'_>) -> bool {
        if element.name == "rootfile" && self.path.is_none() {
            self.path = element.attribute("full-path");
        }
        true
    }
    fn end(&mut self, _: &str) {}
    fn text(&mut self, _: &str) {}
}

struct Item {
    id: String,
    href: String,
    navigation: bool,
}

#[derive(Default)]
struct Package {
    items: Vec<Item>,
    spine: Vec<String>,
    core: DublinCore,
}

impl Handler for Package {
    fn start(&mut self, element: &Element<'_>) -> bool {
        self.core.start(element);
        match element.name.rsplit(':').next() {
            Some("item") => self.items.push(Item {
                id: element.attribute("id").unwrap_or_default(),
                href: element.attribute("href").unwrap_or_default(),
                navigation: element.attribute("properties").is_some_and(|p| p.split(' ').any(|p| p == "nav")),
            }),
            Some("itemref") => self.spine.extend(element.attribute("idref")),
            _ => {}
        }
        true
    }

    fn end(&mut self, name: &str) {
        self.core.end(name);
    }

    fn text(&mut self, text: &str) {
        self.core.text(text);
    }
}

fn chapter(name: &str, text: &str) -> Result<Readback, Error> {
    let mut chapter = Chapter { name, depth: 0, note: None, code: None, out: Readback::default() };
    chapter.out.anchors.insert(name.to_owned());
    xml::walk(name, text, &mut chapter)?;
    Ok(chapter.out)
}

struct Chapter<'a> {
    name: &'a str,
    depth: usize,
    /// The depth of the note that is open.
    note: Option<usize>,
    /// The depth of the block of code that is open, and its text.
    code: Option<(usize, String)>,
    out: Readback,
}

impl Chapter<'_> {
    fn stream(&mut self) -> &mut Stream {
        if self.note.is_some() { &mut self.out.notes } else { &mut self.out.body }
    }
}

impl Handler for Chapter<'_> {
    fn start(&mut self, element: &Element<'_>) -> bool {
        if let Some(id) = element.attribute("id") {
            self.out.anchors.insert(id);
        }
        let role = |wanted: &str| {
            let is =
                |name, value: &str| element.attribute(name).is_some_and(|list| list.split(' ').any(|v| v == value));
            is("epub:type", wanted) || is("role", &format!("doc-{wanted}"))
        };
        match element.name {
            "head" | "script" | "style" | "nav" => return false,
            "a" if role("backlink") => return false,
            "a" if role("noteref") => {
                self.stream().note_marks += 1;
                return false;
            }
            "a" => {
                if let Some(href) = element.attribute("href") {
                    let target = self.target(&href);
                    self.stream().links.push(target);
                }
            }
            "img" => {
                let alt = element.attribute("alt").unwrap_or_default();
                self.stream().images.push(alt);
            }
            "math" => {
                let latex = element.attribute("alttext");
                self.stream().formulas.push(latex);
                return false;
            }
            "aside" | "section" if self.note.is_none() && (role("footnote") || role("endnotes")) => {
                self.note = Some(self.depth)
            }
            "pre" => self.code = Some((self.depth, String::new())),
            name => {
                if let Some(part) = part(name) {
                    self.stream().begin(part);
                }
            }
        }
        self.depth += 1;
        true
    }

    fn end(&mut self, name: &str) {
        self.depth = self.depth.saturating_sub(1);
        if part(name).is_some() {
            self.stream().end();
        }
        if let Some((_, code)) = self.code.take_if(|(depth, _)| *depth == self.depth) {
            self.stream().code(&code);
        }
        if self.note == Some(self.depth) {
            self.note = None;
        }
    }

    fn text(&mut self, text: &str) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
        }
        self.stream().push(text);
    }
}

/// What an element of XHTML is.
fn part(name: &str) -> Option<Part> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(Part::Heading(level - b'0')),
        b"th" | b"td" => Some(Part::Cell),
        _ => None,
    }
}

impl Chapter<'_> {
    fn target(&self, href: &str) -> Target {
        let scheme = href.split_once(':').map(|(scheme, _)| scheme);
        if scheme.is_some_and(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)))
        {
            return Target::External(href.to_owned());
        }
        let (path, fragment) = xml::join(self.name, href);
        Target::Internal(fragment.unwrap_or(path))
    }
}
