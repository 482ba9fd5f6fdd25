//! What a written edition says, read with code that shares nothing with the writers.
//!
//! A reader keeps what `verify` compares: the text in reading order without white space, and the links, pictures, formulas and
//! note marks that stand in it. What an edition adds of its own accord outside the text (contents lists, running heads,
//! back-links) is left out; what it adds inside (numbers, markers) is not told apart.

pub mod docx;
pub mod epub;
pub mod pdf;
mod properties;
mod xml;

use std::collections::HashSet;
use std::fmt;

/// What an edition says.
#[derive(Clone, Debug, Default)]
pub struct Readback {
    /// The edition's name, such as `PDF`.
    pub edition: &'static str,
    /// The text and what stands in it, notes apart.
    pub body: Stream,
    /// The notes, one after another in the order in which they stand.
    pub notes: Stream,
    /// What the file says of itself.
    pub properties: Properties,
    /// Whether the lines of code are told with their white space.
    pub keeps_code: bool,
    /// How many columns a table of the format can have, where that is limited.
    pub most_columns: Option<usize>,
    /// Names of places that links can lead to.
    pub anchors: HashSet<String>,
}

/// Content in reading order.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    /// All text, without white space and characters that only shape it (see [`is_shown`]).
    pub text: String,
    /// Links.
    pub links: Vec<Target>,
    /// The alternative texts of pictures; empty for decorative ones.
    pub images: Vec<String>,
    /// Formulas: their LaTeX, where the format keeps it.
    pub formulas: Vec<Option<String>>,
    /// How many marks refer to notes.
    pub note_marks: usize,
    /// Headings: their level and text.
    pub headings: Vec<(u8, String)>,
    /// The texts of table cells, row by row.
    pub cells: Vec<String>,
    /// The lines of code blocks with their white space, where the format keeps it.
    pub code: Vec<String>,
    /// Headings and cells that have begun, with the place in `text`.
    open: Vec<(Part, usize)>,
}

/// A part of the text that is a thing of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A heading of a level.
    Heading(u8),
    /// A cell of a table.
    Cell,
}

/// What a file says of itself.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    /// The title.
    pub title: String,
    /// Who made it.
    pub people: String,
    /// Keywords and subjects.
    pub keywords: String,
    /// Its language (BCP 47).
    pub language: String,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Out of the document, to a URL.
    External(String),
    /// To a place in the document, by its name in the edition.
    Internal(String),
}

impl Stream {
    /// Adds text, without what is not compared.
    pub fn push(&mut self, text: &str) {
        push_shown(text, &mut self.text);
    }

    /// A part begins here.
    fn begin(&mut self, part: Part) {
        self.open.push((part, self.text.len()));
    }

    /// The innermost part ends here.
    fn end(&mut self) {
        let Some((part, start)) = self.open.pop() else { return };
        let text = self.text.get(start..).unwrap_or("").to_owned();
        match part {
            Part::Heading(level) => self.headings.push((level, text)),
            Part::Cell => self.cells.push(text),
        }
    }

    /// Code, as it is copied. An empty line is a line.
    fn code(&mut self, text: &str) {
        let text = text.strip_suffix('\n').unwrap_or(text);
        self.code.extend(text.split('\n').map(str::to_owned));
    }
}

/// Adds the characters of a text that are compared.
pub fn push_shown(text: &str, out: &mut String) {
    let mut rest = text;
    // Runs of visible ASCII are copied at once; everything else is looked at one by one.
    while let Some(c) = rest.chars().next() {
        let run = rest.bytes().take_while(u8::is_ascii_graphic).count();
        if run > 0 {
            out.push_str(&rest[..run]);
            rest = &rest[run..];
        } else {
            if is_shown(c) {
                out.push(c);
            }
            rest = &rest[c.len_utf8()..];
        }
    }
}

/// Whether a character can be seen: not white space, not a control, and none of the format characters that editions may add or
/// drop, such as soft hyphens, joiners, direction marks and variation selectors.
#[must_use]
pub fn is_shown(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}'))
}

/// Letters and marks of Hebrew, Arabic, Syriac, Thaana, N'Ko and the scripts that follow them.
pub(crate) const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{65F}' | '\u{66A}'..='\u{6EF}' | '\u{6FA}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}'
        | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// Why an edition could not be read.
#[derive(Debug)]
pub enum Error {
    /// The container is damaged.
    Archive(zip::result::ZipError),
    /// A file is missing from the container.
    Missing(String),
    /// A part is not well-formed XML.
    Xml(String, quick_xml::Error),
    /// The PDF is damaged.
    Pdf(lopdf::Error),
    /// The PDF has no structure tree, so that it has no reading order.
    Untagged,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Archive(error) => write!(f, "the container cannot be read: {error}"),
            Self::Missing(name) => write!(f, "`{name}` is missing from the container"),
            Self::Xml(name, error) => write!(f, "`{name}` is not well-formed: {error}"),
            Self::Pdf(error) => write!(f, "the PDF cannot be read: {error}"),
            Self::Untagged => write!(f, "the PDF has no structure tree"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Archive(error) => Some(error),
            Self::Xml(_, error) => Some(error),
            Self::Pdf(error) => Some(error),
            Self::Missing(_) | Self::Untagged => None,
        }
    }
}
