//! Pandoc's citations `[see @key, p. 3; -@other]` and pandoc-crossref's references `@fig:x`.

use std::ops::Range;

use crate::model::{Citation, CitationItem, CrossReference, InlineKind};

/// What can be referred to: figures, tables, equations, sections, listings.
const PREFIXES: [&str; 7] = ["fig:", "tbl:", "tab:", "eq:", "sec:", "lst:", "note:"];

/// The length of a reference such as `@fig:x` at `at`, where the source has an `@`. An `@` inside a word is none.
pub(super) fn bare_reference(source: &str, at: usize) -> Option<usize> {
    if source[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '@')) {
        return None;
    }
    let key = key(&source[at + 1..]);
    is_label(key).then_some(1 + key.len())
}

fn is_label(key: &str) -> bool {
    PREFIXES.iter().any(|prefix| key.len() > prefix.len() && key.starts_with(prefix))
}

/// A citation key at the start of `text`: letters, digits and inner punctuation.
fn key(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return "";
    }
    let inner = |c: char| matches!(c, ':' | '.' | '#' | '$' | '%' | '&' | '-' | '+' | '?' | '<' | '>' | '~' | '/');
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || inner(c))).unwrap_or(text.len());
    text[..end].trim_end_matches(inner)
}

/// The references and citations in brackets; `None` when they hold anything else. `content` stands at `start`; `written` is
/// all of it with its brackets.
pub(super) fn parse(content: &str, start: usize, written: &str) -> Option<Vec<(InlineKind, Range<usize>)>> {
    if content.len() > 2_000 {
        return None;
    }
    let mut items = Vec::new();
    let mut at = start;
    for part in content.split(';') {
        items.push((item(part)?, at..at + part.len()));
        at += part.len() + 1;
    }
    if items.iter().all(|(item, _)| is_label(&item.key)) {
        let mut inlines = Vec::new();
        let count = items.len();
        for (i, (item, range)) in items.into_iter().enumerate() {
            let end = range.end;
            if !item.prefix.is_empty() {
                inlines.push((InlineKind::Text(format!("{} ", item.prefix)), range.clone()));
            }
            let reference =
                CrossReference { target: item.key, bare: item.suppress_author, ..CrossReference::default() };
            inlines.push((InlineKind::CrossReference(reference), range));
            let mut after = item.suffix;
            if !after.is_empty() && !after.starts_with([',', '.', ':', ')']) {
                after.insert(0, ' ');
            }
            if i + 1 < count {
                after.push_str(", ");
            }
            if !after.is_empty() {
                inlines.push((InlineKind::Text(after), end..end));
            }
        }
        return Some(inlines);
    }
    let citation = Citation { items: items.into_iter().map(|(item, _)| item).collect(), source: one_line(written) };
    Some(vec![(InlineKind::Citation(citation), start - 1..start + content.len() + 1)])
}

/// `prefix -@key, suffix`.
fn item(part: &str) -> Option<CitationItem> {
    let at = part
        .match_indices('@')
        .map(|(i, _)| i)
        .find(|i| !part[..*i].ends_with(|c: char| c.is_alphanumeric()) && !key(&part[i + 1..]).is_empty())?;
    let key = key(&part[at + 1..]);
    let before = &part[..at];
    let suppress_author = before.ends_with('-');
    let prefix = if suppress_author { &before[..before.len() - 1] } else { before };
    let after = part[at + 1 + key.len()..].trim();
    let suffix = after.strip_prefix(',').unwrap_or(after).trim();
    Some(CitationItem { key: key.to_owned(), prefix: one_line(prefix), suffix: one_line(suffix), suppress_author })
}

fn one_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    super::text::clean(&text, false).0.into_owned()
}
