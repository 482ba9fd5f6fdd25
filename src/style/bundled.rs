//! The style sheets that are compiled in.

use super::computed::StyleSheet;
use super::load;

/// Name, description and text of each. `base` is what the others extend, and no style of its own.
const SHEETS: [(&str, &str, &str); 5] = [
    (
        "article",
        "A paper or essay on A4: one column, generous margins, quiet serif headings",
        include_str!("../../styles/article.toml"),
    ),
    (
        "book",
        "A printed book of 6 by 9 inches: two-sided, indented paragraphs, running heads",
        include_str!("../../styles/book.toml"),
    ),
    (
        "report",
        "A report on A4: title page, contents, numbered sans-serif headings in colour",
        include_str!("../../styles/report.toml"),
    ),
    (
        "manuscript",
        "For submission to an editor: double-spaced, ragged, a running head with author and title",
        include_str!("../../styles/manuscript.toml"),
    ),
    ("base", "What all the others extend", include_str!("../../styles/base.toml")),
];

/// The bundled style sheets with a line of description each.
#[must_use]
pub fn bundled_names() -> Vec<(&'static str, &'static str)> {
    SHEETS.iter().filter(|(name, ..)| *name != load::BASE).map(|(name, description, _)| (*name, *description)).collect()
}

/// The text of a bundled style sheet (`base` too), as a pattern for one's own.
#[must_use]
pub fn bundled_source(name: &str) -> Option<&'static str> {
    SHEETS.iter().find(|(known, ..)| *known == name).map(|(.., text)| *text)
}

impl StyleSheet {
    /// A bundled style sheet.
    #[must_use]
    pub fn bundled(name: &str) -> Option<Self> {
        bundled_source(name).map(|_| load::bundled(name))
    }
}
