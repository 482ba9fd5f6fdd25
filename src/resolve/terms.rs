//! Words that the editions add of their own accord, in the language of the document.

use crate::model::CalloutKind;

/// A word or phrase that an edition needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// "Figure", before a number.
    Figure,
    /// "Table", before a number.
    Table,
    /// "Listing", before a number.
    Listing,
    /// "Equation", before a number in running text.
    Equation,
    /// "Section", before a number in running text.
    Section,
    /// "Contents", as a heading.
    Contents,
    /// "List of figures", as a heading.
    ListOfFigures,
    /// "List of tables", as a heading.
    ListOfTables,
    /// "Notes", as a heading.
    Notes,
    /// "Abstract", as a heading.
    Abstract,
    /// "Keywords", before the keywords.
    Keywords,
    /// The title of a callout.
    Callout(CalloutKind),
    /// "Back to the text", what a back-link from a note is called.
    BackToText,
    /// "Title page", in navigation.
    TitlePage,
    /// "Cover", in navigation.
    Cover,
    /// "Page", before a number.
    Page,
}

/// The terms of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    language: &'static str,
}
