//! `trefoil.toml` as a tree with places.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

use super::value::{Entry, Value, ValueKind};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};

/// Reads a project file; what could not be read is an error with a place.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Vec<Entry> {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = Span::new(file, error.span().unwrap_or(0..0));
        diagnostics.push(Diagnostic::error("project-file", format!("this is not TOML: {}", error.message())).at(span));
    }
    entries(file, text, table.get_ref())
}

fn entries(file: FileId, text: &str, table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, item)| Entry {
            key: key.get_ref().to_string(),
            span: Span::new(file, key.span()),
            value: value(file, text, item),
        })
        .collect();
    // In the order of the file, whatever order the table keeps.
    entries.sort_by_key(|entry| entry.span.start);
    entries
}

fn value(file: FileId, text: &str, item: &Spanned<DeValue<'_>>) -> Value {
    let range = item.span();
    let mut span = Span::new(file, range.clone());
    let kind = match item.get_ref() {
        DeValue::String(string) => {
            if text.get(range.start + 1..range.end.saturating_sub(1)) == Some(string) {
                span = Span::new(file, range.start + 1..range.end - 1);
            }
            ValueKind::Text(string.to_string())
        }
        DeValue::Integer(number) => ValueKind::Number(number.as_str().to_owned()),
        DeValue::Float(number) => ValueKind::Number(number.as_str().to_owned()),
        DeValue::Boolean(value) => ValueKind::Bool(*value),
        DeValue::Datetime(date) => ValueKind::Text(date.to_string()),
        DeValue::Array(items) => ValueKind::List(items.iter().map(|item| value(file, text, item)).collect()),
        DeValue::Table(table) => ValueKind::Map(entries(file, text, table)),
    };
    Value { span, kind }
}
