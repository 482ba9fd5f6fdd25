//! Settings as a tree with places: what YAML and TOML have in common.

use crate::diagnostic::Span;

/// A value in front matter or a project file.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// Where it stands; for a quoted string what is between the quotation marks.
    pub span: Span,
    /// What it is.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueKind {
    /// Nothing, as in `key:`.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number, as written.
    Number(String),
    /// Text; dates too.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Keys with values, in order.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as written.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
    /// Its value.
    pub value: Value,
}

impl Value {
    /// A scalar as text; `None` for lists, maps and nothing.
    #[must_use]
    pub fn as_text(&self) -> Option<String> {
        match &self.kind {
            ValueKind::Text(text) | ValueKind::Number(text) => Some(text.clone()),
            ValueKind::Bool(value) => Some(value.to_string()),
            ValueKind::Null | ValueKind::List(_) | ValueKind::Map(_) => None,
        }
    }

    /// What it is, for messages.
    #[must_use]
    pub const fn kind_name(&self) -> &'static str {
        match self.kind {
            ValueKind::Null => "nothing",
            ValueKind::Bool(_) => "true or false",
            ValueKind::Number(_) => "a number",
            ValueKind::Text(_) => "text",
            ValueKind::List(_) => "a list",
            ValueKind::Map(_) => "a table of keys",
        }
    }
}

/// The known name that `name` was probably meant to be: at most a third of its letters away.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let limit = (name.chars().count() / 3).max(1);
    known.into_iter().map(|k| (distance(&name, k), k)).filter(|(d, _)| *d <= limit).min().map(|(_, k)| k)
}

/// Levenshtein's distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, c) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        row[0] = left;
        for (j, d) in b.iter().enumerate() {
            let value = (diagonal + usize::from(c != *d)).min(left + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = value;
            left = value;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn typing_errors_are_understood() {
        let known = ["title", "author", "keywords", "toc-depth"];
        assert_eq!(nearest("autor", known), Some("author"));
        assert_eq!(nearest("keyword", known), Some("keywords"));
        assert_eq!(nearest("toc_depth", known), Some("toc-depth"));
        assert_eq!(nearest("colour", known), None);
    }
}
