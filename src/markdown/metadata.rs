//! Front matter and project settings: from keys to [`Metadata`]. Names are pandoc's where pandoc has one.

use super::people;
use super::reader;
use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span};
use crate::model::{Block, Date, Document, Inline, Metadata, Numbering};
use crate::source::{Entry, Value, ValueKind};
use crate::suggest::nearest;

/// Every key that means something, as suggested for one that does not.
const KEYS: [&str; 49] = [
    "title",
    "subtitle",
    "author",
    "authors",
    "editor",
    "translator",
    "illustrator",
    "contributor",
    "title-sort",
    "certified-by",
    "sort-title",
    "date",
    "lang",
    "language",
    "abstract",
    "keywords",
    "subject",
    "subjects",
    "description",
    "publisher",
    "company",
    "category",
    "rights",
    "copyright",
    "license",
    "identifier",
    "isbn",
    "doi",
    "series",
    "series-index",
    "cover",
    "cover-image",
    "style",
    "toc",
    "toc-depth",
    "numbering",
    "number-sections",
    "number-depth",
    "lof",
    "lot",
    "list-of-figures",
    "list-of-tables",
    "hyphenation",
    "chapters",
    "output",
    "fonts",
    "creator",
    "tags",
    "edition",
];

/// Reads the front matter of the first file; what it does not say, the project file may.
pub(super) fn read(
    front: &[Entry],
    settings: &[Entry],
    sources: &Sources,
    document: &mut Document,
    diagnostics: &mut Diagnostics,
) {
    let mut reader =
        Reader { sources, diagnostics, metadata: Metadata::default(), notes: Vec::new(), series_index: None };
    for entry in front {
        reader.entry(entry, false);
    }
    let said = |key: &str| front.iter().any(|entry| canonical(&entry.key) == canonical(key));
    for entry in settings.iter().filter(|entry| !said(&entry.key)) {
        reader.entry(entry, true);
    }
    if let (Some((_, place)), Some(index)) = (&mut reader.metadata.series, reader.series_index.take()) {
        place.get_or_insert(index);
    }
    let Reader { metadata, notes, .. } = reader;
    document.metadata = metadata;
    document.notes.extend(notes);
}

/// One name for keys that mean the same.
fn canonical(key: &str) -> String {
    let key = key.to_ascii_lowercase().replace('_', "-");
    match key.as_str() {
        "authors" | "creator" => "author".into(),
        "language" => "lang".into(),
        "sort-title" => "title-sort".into(),
        "tags" => "keywords".into(),
        "subjects" => "subject".into(),
        "copyright" | "license" => "rights".into(),
        "isbn" | "doi" => "identifier".into(),
        "cover-image" => "cover".into(),
        "number-sections" | "number-depth" => "numbering".into(),
        "list-of-figures" => "lof".into(),
        "list-of-tables" => "lot".into(),
        _ => key,
    }
}

struct Reader<'a> {
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    metadata: Metadata,
    notes: Vec<crate::model::Note>,
    series_index: Option<String>,
}

impl Reader<'_> {
    fn entry(&mut self, entry: &Entry, from_project: bool) {
        let Entry { key, value, span } = entry;
        if value.kind == ValueKind::Null {
            return;
        }
        match canonical(key).as_str() {
            "title" => self.metadata.title = self.inlines(key, value),
            "certified-by" => self.metadata.certified_by = self.text(key, value),
            "title-sort" => self.metadata.title_sort = self.text(key, value),
            "subtitle" => self.metadata.subtitle = self.inlines(key, value),
            "author" | "editor" | "translator" | "illustrator" | "contributor" => {
                let found = people::read(key, value, self.diagnostics);
                self.metadata.people.extend(found);
            }
            "date" => self.metadata.date = self.text(key, value).map(|text| date(&text)),
            "lang" => self.metadata.lang = self.text(key, value).and_then(|text| self.language(text, value.span)),
            "abstract" => self.metadata.abstract_ = self.blocks(key, value),
            "keywords" => self.metadata.keywords = self.texts(key, value, true),
            "subject" => self.metadata.subjects = self.texts(key, value, false),
            "description" => self.metadata.description = self.text(key, value),
            "publisher" => self.metadata.publisher = self.text(key, value),
            "company" => self.metadata.company = self.text(key, value),
            "category" => self.metadata.category = self.text(key, value),
            "rights" => self.metadata.rights = self.text(key, value),
            "identifier" => {
                let text = self.texts(key, value, false).into_iter().next();
                if let Some(text) = text {
                    let scheme = key.to_ascii_lowercase();
                    let prefixed =
                        matches!(scheme.as_str(), "isbn" | "doi") && !text.to_ascii_lowercase().starts_with(&scheme);
                    self.metadata.identifier = Some(if prefixed { format!("{scheme}:{text}") } else { text });
                }
            }
            "series" => self.metadata.series = self.series(key, value),
            "series-index" => self.series_index = self.text(key, value),
            "cover" => self.metadata.cover = self.text(key, value).map(|text| (text, value.span)),
            "style" => self.metadata.style = self.text(key, value).map(|text| (text, value.span)),
            "toc" => self.metadata.toc = self.flag(key, value),
            "toc-depth" => self.metadata.toc_depth = self.level(key, value),
            "numbering" => self.numbering(key, value),
            "lof" => self.metadata.list_of_figures = self.flag(key, value).unwrap_or(false),
            "lot" => self.metadata.list_of_tables = self.flag(key, value).unwrap_or(false),
            "hyphenation" => self.metadata.hyphenation = self.texts(key, value, false),
            _ => self.unknown(key, value, *span, from_project),
        }
    }

    /// Kept for custom properties, with a word about it; in the project file it is an error.
    fn unknown(&mut self, key: &str, value: &Value, span: Span, from_project: bool) {
        if let Some(text) = shown(value) {
            self.metadata.custom.push((super::text::clean(key, false).0.into_owned(), text));
        }
        let near = nearest(key, KEYS);
        let mut diagnostic = if from_project {
            Diagnostic::error("unknown-key", format!("`{key}` is no setting"))
        } else {
            Diagnostic::warning(
                "unknown-key",
                format!("`{key}` means nothing here; it is kept as a property of the editions"),
            )
        };
        diagnostic.help = near.map(|near| format!("did you mean `{near}`?"));
        self.diagnostics.push(diagnostic.at(span));
    }

    fn wrong(&mut self, key: &str, wanted: &str, value: &Value) {
        let message = format!("`{key}` is {wanted}, not {}", value.kind_name());
        self.diagnostics.push(Diagnostic::error("wrong-type", message).at(value.span));
    }

    fn text(&mut self, key: &str, value: &Value) -> Option<String> {
        let Some(text) = value.as_text() else {
            self.wrong(key, "text", value);
            return None;
        };
        Some(super::text::clean(text.trim(), false).0.into_owned())
    }

    /// A list of texts, or one; with commas between them where that is usual.
    fn texts(&mut self, key: &str, value: &Value, commas: bool) -> Vec<String> {
        if let ValueKind::List(items) = &value.kind {
            return items.iter().filter_map(|item| self.text(key, item)).collect();
        }
        let Some(text) = self.text(key, value) else { return Vec::new() };
        let parts = text.split(|c| commas && matches!(c, ',' | ';' | '，' | '、'));
        parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
    }

    fn flag(&mut self, key: &str, value: &Value) -> Option<bool> {
        match &value.kind {
            ValueKind::Bool(flag) => Some(*flag),
            ValueKind::Text(text) if text.eq_ignore_ascii_case("yes") || text.eq_ignore_ascii_case("on") => Some(true),
            ValueKind::Text(text) if text.eq_ignore_ascii_case("no") || text.eq_ignore_ascii_case("off") => Some(false),
            _ => {
                self.wrong(key, "true or false", value);
                None
            }
        }
    }

    fn level(&mut self, key: &str, value: &Value) -> Option<u8> {
        let level = value.as_text().and_then(|text| text.parse::<u8>().ok()).filter(|level| (1..=6).contains(level));
        if level.is_none() {
            self.wrong(key, "a level from 1 to 6", value);
        }
        level
    }

    fn numbering(&mut self, key: &str, value: &Value) {
        self.metadata.numbering = match &value.kind {
            ValueKind::Number(_) => self.level(key, value).map(Numbering::Depth),
            _ => self.flag(key, value).map(|on| match (on, self.metadata.numbering) {
                (true, Some(Numbering::Depth(depth))) => Numbering::Depth(depth),
                (true, _) => Numbering::Depth(6),
                (false, _) => Numbering::Off,
            }),
        };
    }

    fn language(&mut self, text: String, span: Span) -> Option<String> {
        // RFC 5646 §2.1: a primary language of 2 to 8 letters, then subtags of 1 to 8 letters and digits.
        let tag = text.replace('_', "-");
        let good = tag.split('-').enumerate().all(|(i, part)| {
            (if i == 0 { 2 } else { 1 }..=8).contains(&part.len())
                && part.bytes().all(|b| b.is_ascii_alphabetic() || (i > 0 && b.is_ascii_digit()))
        });
        if !good {
            let diagnostic = Diagnostic::error("wrong-type", format!("`{text}` is not a language tag"));
            self.diagnostics.push(diagnostic.at(span).help("such as `en`, `en-GB`, `de`, `zh-Hans`"));
        }
        good.then_some(tag)
    }

    fn series(&mut self, key: &str, value: &Value) -> Option<(String, Option<String>)> {
        if let ValueKind::Map(entries) = &value.kind {
            let find = |names: &[&str]| {
                entries.iter().find(|entry| names.contains(&entry.key.as_str())).and_then(|entry| entry.value.as_text())
            };
            let name = find(&["title", "name"]);
            if name.is_none() {
                self.wrong(key, "text, or `title` and `number`", value);
            }
            return name.map(|name| (name, find(&["number", "index", "position", "volume"])));
        }
        self.text(key, value).map(|name| (name, None))
    }

    fn inlines(&mut self, key: &str, value: &Value) -> Vec<Inline> {
        let Some(text) = self.text(key, value) else { return Vec::new() };
        let file = value.span.file;
        let sources = self.sources;
        let source = sources.get(file).map_or("", |file| &file.text);
        reader::inlines(file, source, &text, value.span, self.diagnostics)
    }

    fn blocks(&mut self, key: &str, value: &Value) -> Vec<Block> {
        let Some(text) = value.as_text() else {
            self.wrong(key, "text", value);
            return Vec::new();
        };
        let file = value.span.file;
        let sources = self.sources;
        let source = sources.get(file).map_or("", |file| &file.text);
        let (blocks, notes) = reader::fragment(file, source, &text, value.span, self.diagnostics);
        self.notes.extend(notes);
        blocks
    }
}

/// A value of any kind in one line, for custom properties.
fn shown(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::List(items) => Some(items.iter().filter_map(shown).collect::<Vec<_>>().join(", ")),
        ValueKind::Map(entries) => {
            let pairs = entries.iter().filter_map(|entry| Some(format!("{}: {}", entry.key, shown(&entry.value)?)));
            Some(pairs.collect::<Vec<_>>().join("; "))
        }
        _ => value.as_text().map(|text| super::text::clean(text.trim(), false).0.into_owned()),
    }
}

/// Reads `2024`, `2024-03` and `2024-03-16`; a time after it is passed over.
fn date(text: &str) -> Date {
    let day = text.split(['T', ' ']).next().unwrap_or("");
    let mut parts = day.split('-');
    let digits = |part: Option<&str>, length: usize| {
        part.filter(|p| p.len() == length && p.bytes().all(|b| b.is_ascii_digit())).and_then(|p| p.parse::<u16>().ok())
    };
    let year = digits(parts.next(), 4);
    let rest: Vec<&str> = parts.collect();
    let month = digits(rest.first().copied(), 2).and_then(|m| u8::try_from(m).ok()).filter(|m| (1..=12).contains(m));
    let date = digits(rest.get(1).copied(), 2).and_then(|d| u8::try_from(d).ok()).filter(|d| (1..=31).contains(d));
    let whole = match rest.len() {
        0 => true,
        1 => month.is_some(),
        2 => month.is_some() && date.is_some(),
        _ => false,
    };
    let plain =
        text == day || text.contains('T') || text[day.len()..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    let iso = year.filter(|_| whole && plain).map(|year| (i32::from(year), month, date));
    Date { text: text.to_owned(), iso }
}

#[cfg(test)]
mod tests {
    use crate::markdown::read_text;
    use crate::model::{Numbering, Role, plain_text};

    #[test]
    fn front_matter_becomes_metadata() {
        let (document, diagnostics) = read_text(
            "---\ntitle: The *Whale*\nauthor:\n  - Herman Melville\n  - {name: A. Editor, role: editor, email: a@b.c}\n\
             date: 1851-10-18\nlang: en_US\nkeywords: whales, sea\nabstract: |\n  One.\n\n  Two.\ntoc: true\ntoc-depth: 2\n\
             number-sections: true\nisbn: 0123\ncolour: blue\n---\n\nText.\n",
        );
        let metadata = &document.metadata;
        assert_eq!(plain_text(&metadata.title), "The Whale");
        assert_eq!(document.sources.slice(metadata.title[1].span), "*Whale*");
        assert_eq!(metadata.people[1].role, Role::Editor);
        assert_eq!(metadata.date.as_ref().and_then(|d| d.iso), Some((1851, Some(10), Some(18))));
        assert_eq!(metadata.lang.as_deref(), Some("en-US"));
        assert_eq!(metadata.keywords, ["whales", "sea"]);
        assert_eq!(metadata.abstract_.len(), 2);
        assert_eq!((metadata.toc, metadata.toc_depth), (Some(true), Some(2)));
        assert_eq!(metadata.numbering, Some(Numbering::Depth(6)));
        assert_eq!(metadata.identifier.as_deref(), Some("isbn:0123"));
        assert_eq!(metadata.custom, [("colour".to_owned(), "blue".to_owned())]);
        assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["unknown-key"]);
    }

    #[test]
    fn wrong_values_are_errors_with_places() {
        let (document, diagnostics) =
            read_text("---\ntitle: [a]\ntoc: maybe\ntoc-depth: 9\nlang: x\nautor: b\n---\nText\n");
        let found: Vec<_> =
            diagnostics.iter().map(|d| (d.code, document.sources.slice(d.span.expect("a place")))).collect();
        let wrong = "wrong-type";
        assert_eq!(found, [(wrong, "[a"), (wrong, "maybe"), (wrong, "9"), (wrong, "x"), ("unknown-key", "autor")]);
        assert_eq!(diagnostics[4].help.as_deref(), Some("did you mean `author`?"));
    }
}
