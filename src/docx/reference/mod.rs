//! A reference document: a house template whose styles, theme, lists, heads and feet, and page set-up a DOCX takes on.
//!
//! Styles are matched by name, which is the same in every language of Word. What the template lacks comes from the style
//! sheet. Only parts that are known here are carried over; macros, embedded objects and settings never are.

mod numbering;
mod page;
mod parts;
mod styles;
mod tree;

#[cfg(test)]
mod tests;

use std::fmt;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::style::StyleSheet;

pub(super) use numbering::{HouseList, HouseNumbering};
pub(super) use page::Running;
use page::{Carried, PageSetup};
use parts::{Parts, Target};
pub(super) use styles::HouseStyles;
use tree::Element;

/// A house template that has been read.
#[derive(Clone, Debug)]
pub struct Reference {
    pub(super) styles: HouseStyles,
    pub(super) numbering: Option<HouseNumbering>,
    pub(super) running: Running,
    pub(super) theme: Option<Carried>,
    /// `w:clrSchemeMapping`: which colours of the theme text and background are.
    pub(super) colors: Option<String>,
    page: PageSetup,
}

/// Why a file cannot serve as reference document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unusable {
    /// Not a ZIP file.
    NoPackage,
    /// A package without a document of Word's, or one whose document is damaged.
    NoDocument,
    /// No styles, or damaged ones.
    NoStyles,
    /// In the vocabulary of ISO/IEC 29500 Strict, which has other names for everything.
    Strict,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoPackage => "it is not a DOCX file",
            Self::NoDocument => "there is no readable text document in it",
            Self::NoStyles => "there are no readable styles in it",
            Self::Strict => "it is in the form “Strict Open XML”; save it as an ordinary Word document",
        })
    }
}

impl std::error::Error for Unusable {}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

impl Reference {
    /// Reads a template, with what there is to say of it: macros that stay behind, heads that cannot be taken over.
    ///
    /// # Errors
    /// When the file is no DOCX, or a damaged one.
    pub fn read(bytes: &[u8]) -> Result<(Self, Diagnostics), Unusable> {
        let mut parts = Parts::open(bytes).ok_or(Unusable::NoPackage)?;
        let main = parts.targets("").into_iter().find(|target| target.kind == "officeDocument");
        let main = main.map(|target| target.name).ok_or(Unusable::NoDocument)?;
        let text = parts.text(&main).ok_or(Unusable::NoDocument)?;
        let document = Element::parse(&text).ok_or(Unusable::NoDocument)?;
        let namespaced = |root: &Element| root.attribute("xmlns:w") == Some(WORD);
        if document.attributes.iter().any(|(_, value)| value.starts_with("http://purl.oclc.org/ooxml/")) {
            return Err(Unusable::Strict);
        }
        if document.name != "w:document" || !namespaced(&document) {
            return Err(Unusable::NoDocument);
        }
        let targets = parts.targets(&main);
        let named =
            |kind: &str| targets.iter().find(|t: &&Target| t.kind == kind && !t.external).map(|t| t.name.clone());
        let settings = named("settings").and_then(|name| parts.text(&name));
        let root = settings.as_deref().and_then(Element::parse);
        let is_on = |name: &str| root.as_ref().is_some_and(|root| root.is_on(name));
        let colors = root.as_ref().and_then(|root| {
            settings.as_deref()?.get(root.child("w:clrSchemeMapping")?.range.clone()).map(str::to_owned)
        });
        let numbering = named("numbering").and_then(|name| HouseNumbering::of(&name, &mut parts));
        let styles = named("styles").and_then(|name| parts.text(&name)).ok_or(Unusable::NoStyles)?;
        let styles = HouseStyles::of(&styles, numbering.is_some()).ok_or(Unusable::NoStyles)?;
        let theme = named("theme").and_then(|name| Carried::of(&name, &mut parts));
        let mut refused = Vec::new();
        let running = Running::of(&document, is_on("w:evenAndOddHeaders"), &targets, &mut parts, &mut refused);
        let page = PageSetup::of(&document, is_on("w:mirrorMargins"));

        let mut diagnostics = Vec::new();
        let macros = parts.any(|name| {
            let name = name.to_ascii_lowercase();
            name.ends_with("vbaproject.bin") || name.ends_with("vbadata.xml") || name.contains("activex/")
        });
        if macros {
            diagnostics.push(
                Diagnostic::warning(
                    "reference-document",
                    "the reference document has macros, which are not carried over",
                )
                .help("a DOCX cannot hold macros; its styles are used all the same"),
            );
        }
        for name in refused {
            let message = format!("the part `{name}` of the reference document is not carried over");
            let help = "heads and feet may hold text, fields, pictures and links; embedded objects and linked pictures stay behind";
            diagnostics.push(Diagnostic::warning("reference-document", message).help(help));
        }
        Ok((Self { styles, numbering, running, theme, colors, page }, diagnostics))
    }

    /// The style sheet with the page set-up of the template.
    pub(super) fn set_up(&self, sheet: &StyleSheet) -> StyleSheet {
        let mut sheet = sheet.clone();
        self.page.apply(&mut sheet);
        sheet
    }

    /// The list that the style of that name numbers its paragraphs with.
    pub(super) fn list(&self, style: &str) -> Option<HouseList> {
        let style = self.styles.find("paragraph", style)?;
        self.numbering.as_ref()?.list(style.numbering?, &style.id)
    }
}
