//! The styles of the reference document.

use std::collections::HashSet;

use super::tree::{Element, edited};
use crate::docx::canonical::canonical;

/// All styles of the house, as they stand in its part.
#[derive(Clone, Debug)]
pub(in crate::docx) struct HouseStyles {
    /// XML declaration and start tag of the root, with the namespaces that the styles use.
    pub(in crate::docx) open: String,
    /// The end tag of the root.
    pub(in crate::docx) close: String,
    /// Children of the defaults for letters and for paragraphs, the language left out.
    pub(in crate::docx) letter_defaults: String,
    pub(in crate::docx) paragraph_defaults: String,
    /// `w:latentStyles`.
    pub(in crate::docx) latent: Option<String>,
    styles: Vec<HouseStyle>,
}

/// A style of the house.
#[derive(Clone, Debug)]
pub(in crate::docx) struct HouseStyle {
    pub(in crate::docx) id: String,
    /// In lower case: Word does not tell `Note` from `note`.
    name: String,
    /// `paragraph`, `character`, `table` or `numbering`.
    kind: String,
    default: bool,
    pub(in crate::docx) based_on: Option<String>,
    /// The list and level that the style itself numbers its paragraphs with.
    pub(in crate::docx) numbering: Option<(u32, u8)>,
    /// The element, its children in order, without the language, which is the document's to say, and without styles that
    /// the house does not have.
    pub(in crate::docx) xml: String,
}

impl HouseStyles {
    /// The styles of a part; `None` when it is none. Without `lists` there is nothing for styles to number with.
    pub(super) fn of(text: &str, lists: bool) -> Option<Self> {
        let root = Element::parse(text).filter(|root| root.name == "w:styles")?;
        let ids: HashSet<&str> = root.all("w:style").filter_map(|style| style.attribute("w:styleId")).collect();
        let dangling = |element: &Element| {
            matches!(element.name.as_str(), "w:basedOn" | "w:next" | "w:link")
                && element.attribute("w:val").is_some_and(|id| !ids.contains(id))
        };
        let stripped = |element: &Element, range: std::ops::Range<usize>| {
            let mut edits = Vec::new();
            element.each(&mut |inner| {
                if inner.name == "w:lang" || (inner.name == "w:numPr" && !lists) || dangling(inner) {
                    edits.push((inner.range.start - range.start..inner.range.end - range.start, String::new()));
                }
            });
            let stripped = edited(text.get(range).unwrap_or_default(), edits);
            // LibreOffice is one that does not mind the order of the schema.
            canonical(&stripped).unwrap_or(stripped)
        };
        let defaults = |path: &[&str]| {
            root.at(path).map_or_else(String::new, |element| stripped(element, element.content.clone()))
        };
        let mut styles = Vec::new();
        for element in root.all("w:style") {
            let (Some(id), Some(name)) = (element.attribute("w:styleId"), element.value("w:name")) else { continue };
            let number = |child: &str| element.at(&["w:pPr", "w:numPr"])?.value(child)?.parse().ok();
            let list = number("w:numId").filter(|&list| list > 0 && lists);
            let level = number("w:ilvl").and_then(|level| u8::try_from(level).ok()).unwrap_or(0);
            styles.push(HouseStyle {
                id: id.to_owned(),
                name: name.to_lowercase(),
                kind: element.attribute("w:type").unwrap_or("paragraph").to_owned(),
                default: matches!(element.attribute("w:default"), Some("1" | "true" | "on")),
                based_on: element.value("w:basedOn").map(str::to_owned),
                numbering: list.map(|list: u32| (list, level)),
                xml: stripped(element, element.range.clone()),
            });
        }
        Some(Self {
            open: text.get(..root.content.start)?.to_owned(),
            close: format!("</{}>", root.name),
            letter_defaults: defaults(&["w:docDefaults", "w:rPrDefault", "w:rPr"]),
            paragraph_defaults: defaults(&["w:docDefaults", "w:pPrDefault", "w:pPr"]),
            latent: root.child("w:latentStyles").and_then(|e| text.get(e.range.clone())).map(str::to_owned),
            styles,
        })
    }

    pub(in crate::docx) fn iter(&self) -> impl Iterator<Item = &HouseStyle> {
        self.styles.iter()
    }

    /// The style of that name; the house's default style of its kind stands for Word's own.
    pub(in crate::docx) fn find(&self, kind: &str, name: &str) -> Option<&HouseStyle> {
        let name = name.to_lowercase();
        let is_default = matches!(name.as_str(), "normal" | "default paragraph font" | "normal table" | "no list");
        let of_kind = || self.styles.iter().filter(|style| style.kind == kind);
        of_kind().find(|style| style.name == name).or_else(|| of_kind().find(|style| is_default && style.default))
    }

    pub(in crate::docx) fn has_id(&self, id: &str) -> bool {
        self.styles.iter().any(|style| style.id == id)
    }

    pub(in crate::docx) fn has_name(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.styles.iter().any(|style| style.name == name)
    }
}

impl HouseStyle {
    /// The style with its paragraphs numbered by that list and level; by list 0, not at all.
    pub(in crate::docx) fn numbered(&self, list: u32, level: u8) -> String {
        let property = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        let Some(root) = Element::parse(&self.xml) else { return self.xml.clone() };
        let place = |at: usize| at..at;
        let edit = match root.child("w:pPr") {
            // Such as list 0, with which LibreOffice says that a heading has no number.
            Some(paragraph) if let Some(own) = paragraph.child("w:numPr") => (own.range.clone(), property),
            Some(paragraph) if paragraph.content.start < paragraph.range.end => {
                (place(paragraph.content.start), property)
            }
            Some(paragraph) => (paragraph.range.clone(), format!("<w:pPr>{property}</w:pPr>")),
            None => (place(root.content.end), format!("<w:pPr>{property}</w:pPr>")),
        };
        let xml = edited(&self.xml, vec![edit]);
        canonical(&xml).unwrap_or_else(|_| self.xml.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = "<w:styles xmlns:w=\"x\"><w:docDefaults><w:rPrDefault><w:rPr><w:b/><w:lang w:val=\"de\"/></w:rPr>\
        </w:rPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Standard\">\
        <w:name w:val=\"Grundtext\"/><w:rPr><w:lang w:val=\"de\"/></w:rPr></w:style><w:style w:type=\"paragraph\" \
        w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/><w:pPr><w:jc w:val=\"left\"/></w:pPr></w:style></w:styles>";

    #[test]
    fn styles_are_found_by_name_and_say_no_language() {
        let styles = HouseStyles::of(PART, true).unwrap();
        assert_eq!(styles.letter_defaults, "<w:b/>");
        assert_eq!(styles.find("paragraph", "Heading 1").unwrap().id, "berschrift1");
        let normal = styles.find("paragraph", "Normal").unwrap();
        assert_eq!(normal.id, "Standard");
        assert!(!normal.xml.contains("w:lang"));
        assert!(styles.find("character", "heading 1").is_none());
    }

    #[test]
    fn what_the_schema_does_not_allow_is_put_right() {
        let part = PART.replace(
            "<w:pPr><w:jc w:val=\"left\"/>",
            "<w:basedOn w:val=\"Gone\"/><w:pPr><w:jc w:val=\"left\"/><w:keepNext/>",
        );
        let styles = HouseStyles::of(&part, true).unwrap();
        let heading = styles.find("paragraph", "heading 1").unwrap();
        assert!(heading.xml.contains("<w:pPr><w:keepNext/><w:jc w:val=\"left\"/></w:pPr>"), "{}", heading.xml);
        assert!(!heading.xml.contains("Gone"));
    }

    #[test]
    fn a_list_is_put_where_the_schema_wants_it() {
        let styles = HouseStyles::of(PART, true).unwrap();
        let heading = styles.find("paragraph", "heading 1").unwrap().numbered(7, 0);
        let expected =
            "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"7\"/></w:numPr><w:jc w:val=\"left\"/></w:pPr>";
        assert!(heading.contains(expected), "{heading}");
        let part = PART.replace(
            "<w:jc w:val=\"left\"/>",
            "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"0\"/></w:numPr><w:jc w:val=\"left\"/>",
        );
        let none = HouseStyles::of(&part, true).unwrap();
        let none = none.find("paragraph", "heading 1").unwrap();
        assert!(none.numbering.is_none() && none.numbered(7, 0) == heading, "no list is said by list 0");
        let bare = styles.find("paragraph", "Normal").unwrap().numbered(7, 0);
        assert!(bare.contains("<w:pPr><w:numPr>"), "{bare}");
    }
}
