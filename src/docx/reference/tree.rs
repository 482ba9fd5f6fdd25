//! A part of somebody else's package as a tree of elements, each with its place in the text: what is carried over is
//! carried over letter by letter.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deeper than this no part of an honest document goes.
const DEEPEST: usize = 256;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// With its prefix, as in `w:style`.
    pub name: String,
    /// With their prefixes, and their values unescaped.
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// From the start tag's `<` to behind the end tag.
    pub range: Range<usize>,
    /// From behind the start tag to the end tag; empty for an element without one.
    pub content: Range<usize>,
}

impl Element {
    /// The root of a part; `None` for what is not well-formed, declares entities, or is too deep to be true.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Self> = Vec::new();
        let mut before = 0;
        loop {
            let event = reader.read_event().ok()?;
            let after = usize::try_from(reader.buffer_position()).ok()?;
            let closed = match event {
                Event::Start(tag) => {
                    if open.len() == DEEPEST {
                        return None;
                    }
                    open.push(Self::opened(&tag, before, after)?);
                    None
                }
                Event::Empty(tag) => Some(Self { range: before..after, ..Self::opened(&tag, before, after)? }),
                Event::End(_) => {
                    let mut element = open.pop()?;
                    element.content.end = before;
                    element.range.end = after;
                    Some(element)
                }
                Event::DocType(_) | Event::Eof => return None,
                _ => None,
            };
            if let Some(element) = closed {
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => return Some(element),
                }
            }
            before = after;
        }
    }

    fn opened(tag: &BytesStart<'_>, start: usize, end: usize) -> Option<Self> {
        let name = std::str::from_utf8(tag.name().as_ref()).ok()?.to_owned();
        let mut attributes = Vec::new();
        for attribute in tag.attributes() {
            let attribute = attribute.ok()?;
            let key = std::str::from_utf8(attribute.key.as_ref()).ok()?.to_owned();
            let value = std::str::from_utf8(&attribute.value).ok()?;
            attributes.push((key, quick_xml::escape::unescape(value).ok()?.into_owned()));
        }
        Some(Self { name, attributes, children: Vec::new(), range: start..end, content: end..end })
    }

    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The child at the end of a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// The children of that name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// `w:val` of the child of that name, as most properties have it.
    pub(super) fn value(&self, child: &str) -> Option<&str> {
        self.child(child)?.attribute("w:val")
    }

    /// Whether an on/off property is there and on (ECMA-376 Part 1 §17.17.4).
    pub(super) fn is_on(&self, child: &str) -> bool {
        self.child(child).is_some_and(|e| !matches!(e.attribute("w:val"), Some("0" | "false" | "off")))
    }

    /// The element and all elements in it, in the order of the text.
    pub(super) fn each<'e>(&'e self, visit: &mut impl FnMut(&'e Self)) {
        visit(self);
        for child in &self.children {
            child.each(visit);
        }
    }
}

/// The text with each of the ranges replaced; they must not overlap.
pub(super) fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_know_their_places() {
        let text = "<?xml version=\"1.0\"?>\n<w:a x=\"1 &amp; 2\"><w:b/><w:c w:val=\"0\">t</w:c></w:a>";
        let root = Element::parse(text).unwrap();
        assert_eq!(root.attribute("x"), Some("1 & 2"));
        assert_eq!(&text[root.content.clone()], "<w:b/><w:c w:val=\"0\">t</w:c>");
        let c = root.child("w:c").unwrap();
        assert_eq!((&text[c.range.clone()], &text[c.content.clone()]), ("<w:c w:val=\"0\">t</w:c>", "t"));
        assert!(root.is_on("w:b") && !root.is_on("w:c"));
        assert_eq!(
            edited(text, vec![(c.range.clone(), "<d/>".into())]),
            text.replace("<w:c w:val=\"0\">t</w:c>", "<d/>")
        );
    }

    #[test]
    fn what_is_no_honest_part_is_refused() {
        assert_eq!(Element::parse("<a><b></a>"), None);
        assert_eq!(Element::parse("<!DOCTYPE a [<!ENTITY x 'y'>]><a/>"), None);
        assert_eq!(Element::parse(&"<a>".repeat(10_000)), None);
        assert_eq!(Element::parse("no markup"), None);
    }
}
