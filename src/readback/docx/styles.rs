//! What paragraph styles mean (ECMA-376 part 1, §17.7).

use std::collections::HashMap;

use crate::readback::xml::{Element, Handler};

/// What a paragraph of a style is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Heading(u8),
    Code,
}

/// The styles of the document. They are known by their names, which do not change with the language of the program that
/// wrote them, and not by their ids, which do.
#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    open: Option<String>,
}

#[derive(Default)]
struct Style {
    name: String,
    based_on: Option<String>,
}

impl Styles {
    /// What a paragraph of the style with this id is, by its name or by that of a style that it is based on.
    pub(super) fn meaning(&self, id: &str) -> Option<Meaning> {
        let mut next = Some(id);
        // Styles of a damaged file can be based on each other.
        for _ in 0..=self.by_id.len() {
            let style = self.by_id.get(next?)?;
            if let Some(meaning) = by_name(&style.name) {
                return Some(meaning);
            }
            next = style.based_on.as_deref();
        }
        None
    }
}

/// Word's names of the headings are lower case in the file (§17.7.4.9); pandoc's of code is as it is here.
fn by_name(name: &str) -> Option<Meaning> {
    let name = name.to_ascii_lowercase();
    match name.strip_prefix("heading ").map(str::as_bytes) {
        Some(&[level @ b'1'..=b'9']) => Some(Meaning::Heading(level - b'0')),
        _ if name == "source code" => Some(Meaning::Code),
        _ => None,
    }
}

impl Handler for Styles {
    fn start(&mut self, element: &Element<'_>) -> bool {
        match element.name {
            "w:style" => {
                self.open = element.attribute("w:styleId");
                if let Some(id) = &self.open {
                    self.by_id.insert(id.clone(), Style::default());
                }
            }
            "w:name" | "w:basedOn" => {
                if let Some(style) = self.open.as_ref().and_then(|id| self.by_id.get_mut(id))
                    && let Some(value) = element.attribute("w:val")
                {
                    match element.name {
                        "w:name" => style.name = value,
                        _ => style.based_on = Some(value),
                    }
                }
            }
            _ => {}
        }
        true
    }

    fn end(&mut self, name: &str) {
        if name == "w:style" {
            self.open = None;
        }
    }

    fn text(&mut self, _: &str) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readback::xml;

    #[test]
    fn styles_are_known_by_name_and_by_what_they_are_based_on() {
        let mut styles = Styles::default();
        let text = r#"<w:styles xmlns:w="w"><w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
            <w:style w:styleId="Own"><w:name w:val="House"/><w:basedOn w:val="berschrift2"/></w:style>
            <w:style w:styleId="Code"><w:name w:val="Source Code"/></w:style>
            <w:style w:styleId="Heading3"><w:name w:val="TOC Heading"/></w:style>
            <w:style w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>
            <w:style w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style></w:styles>"#;
        xml::walk("styles.xml", text, &mut styles).unwrap();
        assert_eq!(styles.meaning("Own"), Some(Meaning::Heading(2)));
        assert_eq!(styles.meaning("Code"), Some(Meaning::Code));
        assert_eq!(styles.meaning("Heading3"), None);
        assert_eq!(styles.meaning("A"), None);
        assert_eq!(styles.meaning("none"), None);
    }
}
