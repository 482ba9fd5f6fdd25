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
