//! What a file says of itself in elements of the Dublin Core: the package document of an EPUB (EPUB 3.3 §5.5.3), the core properties
//! of a DOCX (ECMA-376 part 2, §11).

use super::Properties;
use super::xml::{Element, Handler};

/// Collects the properties.
#[derive(Default)]
pub(super) struct DublinCore {
    pub(super) properties: Properties,
    /// The element whose text is being read.
    open: Option<Property>,
}

#[derive(Clone, Copy)]
enum Property {
    Title,
    Person,
    Keyword,
    Language,
}

impl DublinCore {
    fn text_of(&mut self, property: Property) -> &mut String {
        match property {
            Property::Title => &mut self.properties.title,
            Property::Person => &mut self.properties.people,
            Property::Keyword => &mut self.properties.keywords,
            Property::Language => &mut self.properties.language,
        }
    }
}

impl Handler for DublinCore {
    fn start(&mut self, element: &Element<'_>) -> bool {
        self.open = match element.name {
            "dc:title" => Some(Property::Title),
            "dc:creator" | "dc:contributor" => Some(Property::Person),
            "dc:subject" | "cp:keywords" => Some(Property::Keyword),
            "dc:language" => Some(Property::Language),
            _ => None,
        };
        true
    }

    fn end(&mut self, _: &str) {
        if let Some(property) = self.open.take() {
            self.text_of(property).push('\n');
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(property) = self.open {
            self.text_of(property).push_str(text);
        }
    }
}
