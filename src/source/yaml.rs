//! Front matter: YAML between `---` and `---` at the beginning of a file, or TOML between `+++` and `+++`.

use std::ops::Range;

use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle};

use super::value::{Entry, Value, ValueKind};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};

/// Front matter with more nodes than this is refused: aliases could make it grow without end.
const MOST_NODES: usize = 20_000;
/// Deeper nesting is refused.
const DEEPEST: usize = 64;

/// Reads the front matter of a file: its entries, and the byte at which the Markdown begins (after a byte order mark in any
/// case). Broken front matter is an error with a place; the Markdown is read all the same.
#[must_use]
pub fn front_matter(file: FileId, source: &str, diagnostics: &mut Diagnostics) -> (Vec<Entry>, usize) {
    let mark = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    if let Some((toml, body)) = find(source, mark, &["+++"]) {
        return (super::toml::front_matter(file, source, &toml, diagnostics), body);
    }
    let Some((yaml, body)) = find(source, mark, &["---", "..."]) else { return (Vec::new(), mark) };
    match parse(file, source, &yaml) {
        Ok(Some(Value { kind: ValueKind::Map(entries), .. })) => (entries, body),
        Ok(None | Some(Value { kind: ValueKind::Null, .. })) => (Vec::new(), body),
        Ok(Some(value)) => {
            diagnostics.push(
                Diagnostic::error(
                    "front-matter",
                    format!("front matter is `key: value` lines, not {}", value.kind_name()),
                )
                .at(value.span),
            );
            (Vec::new(), body)
        }
        Err((message, at)) => {
            let start = (yaml.start + at).min(yaml.end);
            let line = source.get(start..yaml.end).and_then(|rest| rest.lines().next()).unwrap_or("");
            diagnostics.push(
                Diagnostic::error("front-matter", format!("this is not YAML: {message}"))
                    .at(Span::new(file, start..start + line.len()))
                    .help("text with a colon, a `#` or a quotation mark in it needs quotation marks around it"),
            );
            (Vec::new(), body)
        }
    }
}

/// Where the front matter is, and where the Markdown begins. Its first line is the first of the fences, its last one any of them. `---`
/// alone is a thematic break when no line closes it or nothing follows it directly.
fn find(source: &str, start: usize, fences: &[&str]) -> Option<(Range<usize>, usize)> {
    let mut lines = source.get(start..)?.split_inclusive('\n');
    let first = lines.next()?;
    if fences.first() != Some(&first.trim_end()) {
        return None;
    }
    let begin = start + first.len();
    let mut at = begin;
    for (i, line) in lines.enumerate() {
        if i == 0 && line.trim().is_empty() {
            return None;
        }
        if fences.contains(&line.trim_end()) {
            return Some((begin..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

type Failure = (String, usize);

fn parse(file: FileId, source: &str, range: &Range<usize>) -> Result<Option<Value>, Failure> {
    let text = source.get(range.clone()).unwrap_or("");
    let mut reader =
        Reader { file, base: range.start, text, stack: Vec::new(), anchors: Vec::new(), nodes: 0, root: None };
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| (error.info(), byte(text, error.marker().byte_offset(), error.marker().index())))?;
        let start = byte(text, span.start.byte_offset(), span.start.index());
        let end = byte(text, span.end.byte_offset(), span.end.index()).max(start);
        reader.event(event, start..end)?;
    }
    Ok(reader.root)
}

fn byte(text: &str, bytes: Option<usize>, characters: usize) -> usize {
    bytes.unwrap_or_else(|| text.char_indices().nth(characters).map_or(text.len(), |(i, _)| i)).min(text.len())
}

enum Open {
    List { anchor: usize, start: usize, items: Vec<Value> },
    Map { anchor: usize, start: usize, entries: Vec<Entry>, key: Option<(String, Span)> },
}

struct Reader<'a> {
    file: FileId,
    base: usize,
    text: &'a str,
    stack: Vec<Open>,
    anchors: Vec<(usize, Value)>,
    nodes: usize,
    root: Option<Value>,
}

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start..self.base + range.end)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) -> Result<(), Failure> {
        self.nodes += 1;
        if self.nodes > MOST_NODES || self.stack.len() > DEEPEST {
            return Err(("front matter this large or deep is not read".into(), range.start));
        }
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = Value { span: self.scalar_span(&text, style, range), kind: scalar(&text, style) };
                self.add(value, anchor, Some(&text))?;
            }
            Event::SequenceStart(_, anchor, _) => {
                self.stack.push(Open::List { anchor, start: range.start, items: Vec::new() });
            }
            Event::MappingStart(_, anchor, _) => {
                self.stack.push(Open::Map { anchor, start: range.start, entries: Vec::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => match self.stack.pop() {
                Some(Open::List { anchor, start, items }) => {
                    let end = items.last().map_or(range.end, |item| item.span.end as usize - self.base);
                    let span = self.span(start..end.max(start));
                    self.add(Value { span, kind: ValueKind::List(items) }, anchor, None)?;
                }
                Some(Open::Map { anchor, start, entries, .. }) => {
                    let end = entries.last().map_or(range.end, |entry| entry.value.span.end as usize - self.base);
                    let span = self.span(start..end.max(start));
                    self.add(Value { span, kind: ValueKind::Map(entries) }, anchor, None)?;
                }
                None => {}
            },
            Event::Alias(id) => {
                let Some((_, value)) = self.anchors.iter().find(|(anchor, _)| *anchor == id) else {
                    return Err(("this alias names nothing".into(), range.start));
                };
                let value = Value { span: self.span(range.clone()), kind: value.kind.clone() };
                self.nodes += count(&value);
                self.add(value, 0, None)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Without its quotation marks, a scalar's text is mostly what stands in the file.
    fn scalar_span(&self, text: &str, style: ScalarStyle, range: Range<usize>) -> Span {
        if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) && range.len() >= 2 {
            let inner = range.start + 1..range.end - 1;
            if self.text.get(inner.clone()) == Some(text) {
                return self.span(inner);
            }
        }
        if self.text.get(range.start..range.start + text.len()) == Some(text) {
            return self.span(range.start..range.start + text.len());
        }
        self.span(range)
    }

    fn add(&mut self, value: Value, anchor: usize, written: Option<&str>) -> Result<(), Failure> {
        if anchor != 0 {
            self.anchors.push((anchor, value.clone()));
        }
        let base = self.base;
        match self.stack.last_mut() {
            None => self.root = Some(value),
            Some(Open::List { items, .. }) => items.push(value),
            Some(Open::Map { entries, key, .. }) => match key.take() {
                Some((key, span)) => {
                    if entries.iter().any(|entry| entry.key == key) {
                        return Err((format!("the key `{key}` is given twice"), span.start as usize - base));
                    }
                    entries.push(Entry { key, span, value });
                }
                None => {
                    let Some(text) = written else {
                        return Err(("a key must be text".into(), value.span.start as usize - base));
                    };
                    *key = Some((text.to_owned(), value.span));
                }
            },
        }
        Ok(())
    }
}

fn count(value: &Value) -> usize {
    match &value.kind {
        ValueKind::List(items) => 1 + items.iter().map(count).sum::<usize>(),
        ValueKind::Map(entries) => 1 + entries.iter().map(|entry| count(&entry.value)).sum::<usize>(),
        ValueKind::Null | ValueKind::Bool(_) | ValueKind::Number(_) | ValueKind::Text(_) => 1,
    }
}

/// YAML 1.2 §10.3.2, the core schema; a number stays as written, so that a date or an ISBN keeps its zeros.
fn scalar(text: &str, style: ScalarStyle) -> ValueKind {
    if style != ScalarStyle::Plain {
        return ValueKind::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => ValueKind::Null,
        "true" | "True" | "TRUE" => ValueKind::Bool(true),
        "false" | "False" | "FALSE" => ValueKind::Bool(false),
        _ if text.parse::<f64>().is_ok()
            && text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.')) =>
        {
            ValueKind::Number(text.to_owned())
        }
        _ => ValueKind::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_places() {
        let source = "---\ntitle: Größe\nlist: [a, \"b c\"]\nmap:\n  x: 1\n---\ntext\n";
        let mut diagnostics = Vec::new();
        let (entries, body) = front_matter(FileId(0), source, &mut diagnostics);
        assert_eq!(diagnostics, []);
        assert_eq!(&source[body..], "text\n");
        let at = |span: Span| &source[span.range()];
        assert_eq!((at(entries[0].span), at(entries[0].value.span)), ("title", "Größe"));
        let ValueKind::List(items) = &entries[1].value.kind else { panic!("no list") };
        assert_eq!(at(items[1].span), "b c");
        let ValueKind::Map(inner) = &entries[2].value.kind else { panic!("no map") };
        assert_eq!(inner[0].value.kind, ValueKind::Number("1".into()));
    }

    #[test]
    fn front_matter_may_be_toml() {
        let source = "+++\ntitle = \"Größe\"\nlist = [\"a\"]\n+++\ntext\n";
        let mut diagnostics = Vec::new();
        let (entries, body) = front_matter(FileId(0), source, &mut diagnostics);
        assert_eq!((diagnostics.len(), &source[body..]), (0, "text\n"));
        let at = |span: Span| &source[span.range()];
        assert_eq!((at(entries[0].span), at(entries[0].value.span)), ("title", "Größe"));
        assert!(matches!(&entries[1].value.kind, ValueKind::List(items) if items.len() == 1));
        let broken = "+++\ntitle = \n+++\ntext\n";
        let (_, body) = front_matter(FileId(0), broken, &mut diagnostics);
        assert_eq!((diagnostics.len(), diagnostics[0].code, &broken[body..]), (1, "front-matter", "text\n"));
        assert!(diagnostics[0].span.is_some_and(|span| span.start >= 4 && span.end <= 13), "{diagnostics:?}");
    }

    #[test]
    fn broken_front_matter_is_an_error_with_a_place() {
        for source in
            ["---\ntitle: a: b\n---\nx", "---\ntitle: [a\n---\nx", "---\na: 1\na: 2\n---\nx", "---\n- a\n---\nx"]
        {
            let mut diagnostics = Vec::new();
            let (entries, body) = front_matter(FileId(0), source, &mut diagnostics);
            assert!(entries.is_empty());
            assert_eq!(&source[body..], "x");
            assert_eq!(diagnostics.len(), 1, "{source}");
            assert!(diagnostics[0].span.is_some());
        }
    }

    #[test]
    fn a_thematic_break_is_no_front_matter() {
        for source in ["---\n\ntext\n---\n", "---\n", "--- \ntext", "text"] {
            assert_eq!(front_matter(FileId(0), source, &mut Vec::new()).1, 0, "{source}");
        }
    }

    #[test]
    fn aliases_cannot_grow_without_end() {
        let mut source = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let before = i - 1;
            source += &format!("a{i}: &a{i} [{}]\n", vec![format!("*a{before}"); 10].join(", "));
        }
        source += "---\n";
        let mut diagnostics = Vec::new();
        let _ = front_matter(FileId(0), &source, &mut diagnostics);
        assert_eq!(diagnostics.len(), 1);
    }
}
