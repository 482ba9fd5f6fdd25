//! TOML as a tree with places: `trefoil.toml`, and front matter between `+++` and `+++`.

use std::ops::Range;

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::value::{Entry, Value, ValueKind};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};

/// Reads a project file; what could not be read is an error with a place.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let whole = Place { file, base: 0, text };
    whole.read("project-file", diagnostics)
}

/// Reads the front matter that stands at that range of a file.
pub(super) fn front_matter(
    file: FileId,
    source: &str,
    range: &Range<usize>,
    diagnostics: &mut Diagnostics,
) -> Vec<Entry> {
    let part = Place { file, base: range.start, text: source.get(range.clone()).unwrap_or("") };
    part.read("front-matter", diagnostics)
}

/// TOML that begins at the byte `base` of a file.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: FileId,
    base: usize,
    text: &'a str,
}

impl Place<'_> {
    fn read(self, code: &'static str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let span = self.span(error.span().unwrap_or(0..0));
            diagnostics.push(Diagnostic::error(code, format!("this is not TOML: {}", error.message())).at(span));
        }
        self.entries(table.get_ref())
    }

    fn span(self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    fn entries(self, table: &DeTable<'_>) -> Vec<Entry> {
        let mut entries: Vec<Entry> = table
            .iter()
            .map(|(key, item)| Entry {
                key: key.get_ref().to_string(),
                span: self.span(key.span()),
                value: self.value(item),
            })
            .collect();
        // In the order of the file, whatever order the table keeps.
        entries.sort_by_key(|entry| entry.span.start);
        entries
    }

    fn value(self, item: &Spanned<DeValue<'_>>) -> Value {
        let range = item.span();
        let mut span = self.span(range.clone());
        let kind = match item.get_ref() {
            DeValue::String(string) => {
                if self.text.get(range.start + 1..range.end.saturating_sub(1)) == Some(string) {
                    span = self.span(range.start + 1..range.end - 1);
                }
                ValueKind::Text(string.to_string())
            }
            DeValue::Integer(number) => ValueKind::Number(number.as_str().to_owned()),
            DeValue::Float(number) => ValueKind::Number(number.as_str().to_owned()),
            DeValue::Boolean(value) => ValueKind::Bool(*value),
            DeValue::Datetime(date) => ValueKind::Text(date.to_string()),
            DeValue::Array(items) => ValueKind::List(items.iter().map(|item| self.value(item)).collect()),
            DeValue::Table(table) => ValueKind::Map(self.entries(table)),
        };
        Value { span, kind }
    }
}
