//! The lists of the reference document.

use std::collections::HashMap;

use super::page::Carried;
use super::parts::Parts;
use super::tree::Element;
use crate::docx::canonical::canonical;

/// The part of the lists, in the pieces between which ours are put.
#[derive(Clone, Debug)]
pub(in crate::docx) struct HouseNumbering {
    /// Declaration, start tag, and pictures that serve as bullets.
    pub(in crate::docx) open: String,
    pub(in crate::docx) definitions: String,
    pub(in crate::docx) instances: String,
    pub(in crate::docx) close: String,
    /// The first number that no definition and no instance has.
    pub(in crate::docx) free: u32,
    /// Relationships of the part.
    pub(in crate::docx) carried: Carried,
    /// Definition of each instance.
    definition_of: HashMap<u32, u32>,
    /// Form of number and style of each level of each definition.
    levels: HashMap<(u32, u8), (String, Option<String>)>,
}

/// What a style of the house numbers its paragraphs with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::docx) struct HouseList {
    pub(in crate::docx) definition: u32,
    pub(in crate::docx) level: u8,
    /// `ST_NumberFormat`.
    pub(in crate::docx) format: String,
}

/// A definition or an instance with its children in order, and sides by the names that the transitional schema has for them
/// (LibreOffice writes those of the strict one).
fn repaired(element: &str) -> String {
    let ordered = canonical(element).unwrap_or_else(|_| element.to_owned());
    ordered
        .replace("<w:lvlJc w:val=\"start\"", "<w:lvlJc w:val=\"left\"")
        .replace("<w:lvlJc w:val=\"end\"", "<w:lvlJc w:val=\"right\"")
}

impl HouseNumbering {
    /// `None` when the part needs what is not carried over, or is none.
    pub(super) fn of(name: &str, parts: &mut Parts<'_>) -> Option<Self> {
        let carried = Carried::of(name, parts)?;
        let text = carried.text();
        let root = Element::parse(text).filter(|root| root.name == "w:numbering")?;
        let mut numbering = Self {
            open: text.get(..root.content.start)?.to_owned(),
            definitions: String::new(),
            instances: String::new(),
            close: format!("</{}>", root.name),
            free: 0,
            definition_of: HashMap::new(),
            levels: HashMap::new(),
            carried: Carried::default(),
        };
        for element in &root.children {
            let number = |name: &str| element.attribute(name).and_then(|value| value.parse::<u32>().ok());
            let source = text.get(element.range.clone()).unwrap_or_default();
            let source = &repaired(source);
            match element.name.as_str() {
                "w:numPicBullet" => numbering.open.push_str(source),
                "w:abstractNum" => {
                    let id = number("w:abstractNumId")?;
                    numbering.free = numbering.free.max(id.checked_add(1)?);
                    numbering.definitions.push_str(source);
                    for level in element.all("w:lvl") {
                        let place = level.attribute("w:ilvl").and_then(|value| value.parse().ok()).unwrap_or(0);
                        let format = level.value("w:numFmt").unwrap_or("decimal").to_owned();
                        numbering.levels.insert((id, place), (format, level.value("w:pStyle").map(str::to_owned)));
                    }
                }
                "w:num" => {
                    let id = number("w:numId")?;
                    numbering.free = numbering.free.max(id.checked_add(1)?);
                    numbering.instances.push_str(source);
                    let definition = element.value("w:abstractNumId").and_then(|value| value.parse().ok())?;
                    numbering.definition_of.insert(id, definition);
                }
                _ => {}
            }
        }
        numbering.carried = carried;
        Some(numbering)
    }

    /// The list behind an instance, as a style uses it that names this level, or is named by a level itself.
    pub(in crate::docx) fn list(&self, (instance, level): (u32, u8), style: &str) -> Option<HouseList> {
        let definition = *self.definition_of.get(&instance)?;
        let linked = self.levels.iter().filter(|((id, _), _)| *id == definition);
        let own =
            linked.filter(|(_, (_, linked))| linked.as_deref() == Some(style)).map(|((_, level), _)| *level).min();
        let level = own.unwrap_or(level);
        let (format, _) = self.levels.get(&(definition, level))?;
        Some(HouseList { definition, level, format: format.clone() })
    }
}
