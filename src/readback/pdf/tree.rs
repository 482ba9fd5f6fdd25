//! The structure tree in reading order (ISO 32000-1 §14.7.2).

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::content::Page;
use super::object::{dictionary, follow, get, text};
use crate::readback::{Error, Part, Properties, Readback, Stream, Target};

/// How deep the tree may be; more is a circle. A list in a list in a list is three elements deep each time.
const MAX_DEPTH: usize = 8_000;

/// Reads the tree.
pub(super) fn read(
    document: &Document,
    pages: &HashMap<ObjectId, usize>,
    contents: &[Page],
) -> Result<Readback, Error> {
    let catalog = document.catalog().map_err(Error::Pdf)?;
    let root = dictionary(document, catalog, b"StructTreeRoot").ok_or(Error::Untagged)?;
    let mut walker = Walker {
        document,
        pages,
        contents,
        out: Readback { edition: "PDF", ..Readback::default() },
        notes: 0,
        depth: 0,
    };
    if let Ok(kids) = root.get(b"K") {
        walker.kids(kids, None);
    }
    let decorations: usize = contents.iter().map(|page| page.decorations).sum();
    walker.out.body.images.extend(std::iter::repeat_n(String::new(), decorations));
    let mut names = HashSet::new();
    if let Some(tree) = dictionary(document, catalog, b"Names").and_then(|names| dictionary(document, names, b"Dests"))
    {
        collect_names(document, tree, 0, &mut names);
    }
    if let Some(old) = dictionary(document, catalog, b"Dests") {
        names.extend(old.iter().map(|(name, _)| String::from_utf8_lossy(name).into_owned()));
    }
    walker.out.anchors = names;
    walker.out.properties = properties(document, catalog);
    Ok(walker.out)
}

/// The document information dictionary (§14.3.3) and the catalogue's language (§14.9.2).
fn properties(document: &Document, catalog: &Dictionary) -> Properties {
    let info = dictionary(document, &document.trailer, b"Info");
    let string = |from: Option<&Dictionary>, key| match from.and_then(|from| get(document, from, key)) {
        Some(Object::String(bytes, _)) => text(bytes),
        _ => String::new(),
    };
    Properties {
        title: string(info, b"Title"),
        people: string(info, b"Author"),
        keywords: string(info, b"Keywords"),
        language: string(Some(catalog), b"Lang"),
    }
}

/// The keys of a name tree (§7.9.6).
fn collect_names(document: &Document, node: &Dictionary, depth: usize, names: &mut HashSet<String>) {
    if depth > 64 {
        return;
    }
    if let Some(Object::Array(list)) = get(document, node, b"Names") {
        for pair in list.chunks(2) {
            if let Some(Object::String(name, _)) = pair.first() {
                names.insert(text(name));
            }
        }
    }
    if let Some(Object::Array(kids)) = get(document, node, b"Kids") {
        for kid in kids {
            if let Object::Dictionary(kid) = follow(document, kid) {
                collect_names(document, kid, depth + 1, names);
            }
        }
    }
}

struct Walker<'a> {
    document: &'a Document,
    pages: &'a HashMap<ObjectId, usize>,
    contents: &'a [Page],
    out: Readback,
    /// Notes that are open.
    notes: usize,
    depth: usize,
}

impl<'a> Walker<'a> {
    fn stream(&mut self) -> &mut Stream {
        if self.notes > 0 { &mut self.out.notes } else { &mut self.out.body }
    }

    /// The children of an element that stands on `page`.
    fn kids(&mut self, kids: &'a Object, page: Option<usize>) {
        match follow(self.document, kids) {
            Object::Array(list) => list.iter().for_each(|kid| self.kid(kid, page)),
            kid => self.kid(kid, page),
        }
    }

    fn kid(&mut self, kid: &'a Object, page: Option<usize>) {
        match follow(self.document, kid) {
            Object::Integer(id) => self.content(page, *id),
            Object::Dictionary(kid) => match kid.get(b"Type").and_then(Object::as_name) {
                Ok(b"MCR") => {
                    let page = self.page(kid).or(page);
                    if let Ok(id) = kid.get(b"MCID").and_then(Object::as_i64) {
                        self.content(page, id);
                    }
                }
                Ok(b"OBJR") => {}
                _ => self.element(kid, page),
            },
            _ => {}
        }
    }

    fn page(&self, element: &Dictionary) -> Option<usize> {
        let id = element.get(b"Pg").and_then(Object::as_reference).ok()?;
        self.pages.get(&id).copied()
    }

    fn content(&mut self, page: Option<usize>, id: i64) {
        let contents = self.contents;
        if let Some(text) = page.and_then(|page| contents.get(page)).and_then(|page| page.text.get(&id)) {
            self.stream().text.push_str(text);
        }
    }

    fn element(&mut self, element: &'a Dictionary, page: Option<usize>) {
        if self.depth > MAX_DEPTH {
            return;
        }
        let page = self.page(element).or(page);
        let kind = element.get(b"S").and_then(Object::as_name).unwrap_or(b"");
        let string = |key| match get(self.document, element, key) {
            Some(Object::String(bytes, _)) => Some(text(bytes)),
            _ => None,
        };
        if let Some(actual) = string(b"ActualText") {
            return self.stream().push(&actual);
        }
        match kind {
            // Generated lists.
            b"TOC" => return,
            b"Figure" => {
                let alt = string(b"Alt");
                if let Some(alt) = alt {
                    self.stream().images.push(alt);
                }
                // The alternative text stands for what is painted; a caption in the figure is text of its own.
                return self.inner_elements(element, page);
            }
            b"Formula" => {
                // One without alternative text says nothing to those who cannot see it.
                let alt = string(b"Alt").unwrap_or_default();
                return self.stream().formulas.push(Some(alt));
            }
            b"Reference" => {
                self.stream().note_marks += 1;
                return;
            }
            b"Link" => {
                if let Some(target) = element.get(b"K").ok().and_then(|kids| self.target(kids)) {
                    self.stream().links.push(target);
                }
            }
            b"Note" | b"FENote" => self.notes += 1,
            _ => {}
        }
        let part = match kind {
            [b'H', level @ b'1'..=b'9'] => Some(Part::Heading(level - b'0')),
            b"TH" | b"TD" => Some(Part::Cell),
            _ => None,
        };
        if let Some(part) = part {
            self.stream().begin(part);
        }
        if let Ok(kids) = element.get(b"K") {
            self.depth += 1;
            self.kids(kids, page);
            self.depth -= 1;
        }
        if part.is_some() {
            self.stream().end();
        }
        if matches!(kind, b"Note" | b"FENote") {
            self.notes -= 1;
        }
    }

    /// The elements directly in an element, without its content.
    fn inner_elements(&mut self, element: &'a Dictionary, page: Option<usize>) {
        let Ok(kids) = element.get(b"K") else { return };
        let list = match follow(self.document, kids) {
            Object::Array(list) => list.as_slice(),
            _ => std::slice::from_ref(kids),
        };
        self.depth += 1;
        for kid in list {
            if let Object::Dictionary(dictionary) = follow(self.document, kid)
                && dictionary.has(b"S")
            {
                self.kid(kid, page);
            }
        }
        self.depth -= 1;
    }

    /// Where the annotation of a link leads. A link over several lines has one for each, all alike.
    fn target(&self, kids: &'a Object) -> Option<Target> {
        let list = match follow(self.document, kids) {
            Object::Array(list) => list.as_slice(),
            _ => std::slice::from_ref(kids),
        };
        list.iter().find_map(|kid| {
            let kid = follow(self.document, kid).as_dict().ok()?;
            let annotation = dictionary(self.document, kid, b"Obj")?;
            if let Some(action) = dictionary(self.document, annotation, b"A") {
                if let Some(Object::String(url, _)) = get(self.document, action, b"URI") {
                    return Some(Target::External(String::from_utf8_lossy(url).into_owned()));
                }
                return Some(Target::Internal(self.destination(get(self.document, action, b"D")?)));
            }
            Some(Target::Internal(self.destination(get(self.document, annotation, b"Dest")?)))
        })
    }

    /// The name of a destination; explicit ones have none.
    fn destination(&self, destination: &Object) -> String {
        match destination {
            Object::String(name, _) => text(name),
            Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
            _ => String::new(),
        }
    }
}
