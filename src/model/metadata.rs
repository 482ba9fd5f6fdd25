//! Front matter: what is known of the document besides its text.

use super::{Block, BlockId, Inline};
use crate::diagnostic::Span;

/// What the front matter and the project file say. Names are those of pandoc where pandoc has one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// The title; empty where none is given.
    pub title: Vec<Inline>,
    /// The title by which it is sorted (`Whale, The`), where given.
    pub title_sort: Option<String>,
    /// Who has evaluated how accessible it is, where somebody has.
    pub certified_by: Option<String>,
    /// The subtitle.
    pub subtitle: Vec<Inline>,
    /// Everybody named as author, editor, translator or illustrator, in order.
    pub people: Vec<Person>,
    /// The date of publication.
    pub date: Option<Date>,
    /// The language as a BCP 47 tag; [`Metadata::language`] gives the one in force.
    pub lang: Option<String>,
    /// The abstract.
    pub abstract_: Vec<Block>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Subjects (BISAC or free).
    pub subjects: Vec<String>,
    /// A description in a sentence or two.
    pub description: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The company that the document is of, where that is not its publisher.
    pub company: Option<String>,
    /// What kind of document it is, such as a report or a letter.
    pub category: Option<String>,
    /// Copyright and licence.
    pub rights: Option<String>,
    /// An identifier such as an ISBN or a DOI, as written.
    pub identifier: Option<String>,
    /// The series and the place in it.
    pub series: Option<(String, Option<String>)>,
    /// The cover picture's address, relative to the file that names it.
    pub cover: Option<(String, Span)>,
    /// The style sheet's name or path.
    pub style: Option<(String, Span)>,
    /// Whether there is a contents list; the style decides where this is `None`.
    pub toc: Option<bool>,
    /// How deep it goes, in heading levels.
    pub toc_depth: Option<u8>,
    /// Whether and how headings are numbered; the style decides where this is `None`.
    pub numbering: Option<Numbering>,
    /// Whether lists of figures or tables are wanted.
    pub list_of_figures: bool,
    /// Whether a list of tables is wanted.
    pub list_of_tables: bool,
    /// Hyphenation exceptions (`al-go-rithm`).
    pub hyphenation: Vec<String>,
    /// Everything else, as written, for custom properties.
    pub custom: Vec<(String, String)>,
    /// The source files in order, with the first block of each (empty for a single file).
    pub chapters: Vec<Chapter>,
    /// When the source was last changed, in seconds since 1970-01-01 UTC; stands in for the date of the build.
    pub modified: Option<u64>,
}

impl Metadata {
    /// The language in force: the document's, or English.
    #[must_use]
    pub fn language(&self) -> &str {
        self.lang.as_deref().unwrap_or("en")
    }
}

/// Whether headings are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// Not numbered.
    Off,
    /// Numbered down to that level (1 to 6).
    Depth(u8),
}

/// One source file of several.
#[derive(Clone, Debug, PartialEq)]
pub struct Chapter {
    /// The path relative to the project, with `/`, as links between files write it.
    pub path: String,
    /// The first block of the file, where it has one.
    pub first: Option<BlockId>,
}

/// Somebody who made the document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// The name as it is to be shown.
    pub name: String,
    /// The name by which it is sorted (`Melville, Herman`), where given.
    pub sort: Option<String>,
    /// What they did.
    pub role: Role,
    /// Where they work.
    pub affiliation: Option<String>,
    /// An address for letters.
    pub email: Option<String>,
}

/// What somebody did for the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Wrote it.
    #[default]
    Author,
    /// Edited it.
    Editor,
    /// Translated it.
    Translator,
    /// Drew the pictures.
    Illustrator,
    /// Helped otherwise.
    Contributor,
}

impl Role {
    /// The MARC relator code.
    #[must_use]
    pub const fn relator(self) -> &'static str {
        match self {
            Self::Author => "aut",
            Self::Editor => "edt",
            Self::Translator => "trl",
            Self::Illustrator => "ill",
            Self::Contributor => "ctb",
        }
    }
}

/// A date, kept as written with what could be read of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Date {
    /// As the author wrote it; this is what is shown.
    pub text: String,
    /// Year, month (1–12) and day (1–31), as far as they are given in ISO 8601 form.
    pub iso: Option<(i32, Option<u8>, Option<u8>)>,
}

/// A width or height that an author gave a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Extent {
    /// Points.
    Points(f64),
    /// A share of the text's width, 0 to 1 or more.
    Share(f64),
}

impl Extent {
    /// Reads `50%`, `6cm`, `60mm`, `2in`, `120px`, `90pt`, `10em` (an em is taken as 10 pt) or a bare number of CSS pixels.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
        let number: f64 = text[..split].parse().ok()?;
        if !number.is_finite() || number <= 0.0 {
            return None;
        }
        Some(match text[split..].trim() {
            "%" => Self::Share(number / 100.0),
            "" | "px" => Self::Points(number * 0.75),
            "pt" => Self::Points(number),
            "cm" => Self::Points(number * 72.0 / 2.54),
            "mm" => Self::Points(number * 72.0 / 25.4),
            "in" => Self::Points(number * 72.0),
            "em" => Self::Points(number * 10.0),
            _ => return None,
        })
    }
}
