//! Where links lead.

use std::collections::HashMap;
use std::path::Path;

use super::resolved::Destination;
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use crate::model::{Block, BlockId, BlockKind, Chapter, Document, InlineKind, Link, plain_text, slug, visit_inlines};

/// Everything in a document that a link can lead to.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    names: HashMap<String, BlockId>,
    /// Anchors of one file only, for documents of several files.
    by_file: HashMap<(FileId, String), BlockId>,
    chapters: Vec<Chapter>,
    files: Vec<String>,
}

impl Anchors {
    pub(super) fn collect(document: &Document) -> Self {
        let mut anchors = Self { chapters: document.metadata.chapters.clone(), ..Self::default() };
        anchors.files = document.sources.iter().map(|(_, file)| file.path.to_string_lossy().into_owned()).collect();
        // An id that an author gave outranks one that was made up, so all of those are entered first.
        document.visit(&mut |block| {
            if let Some(id) = &block.attributes.id {
                anchors.add(id, block);
            }
            for sequence in block.inline_sequences() {
                visit_inlines(sequence, &mut |inline| {
                    let attributes = match &inline.kind {
                        InlineKind::Span { attributes, .. } | InlineKind::Code { attributes, .. } => attributes,
                        InlineKind::Link(link) => &link.attributes,
                        InlineKind::Image(image) => &image.attributes,
                        _ => return,
                    };
                    if let Some(id) = &attributes.id {
                        anchors.add(id, block);
                    }
                });
            }
            if let BlockKind::Figure(figure) = &block.kind {
                for id in figure.images.iter().filter_map(|image| image.attributes.id.as_ref()) {
                    anchors.add(id, block);
                }
            }
        });
        document.visit(&mut |block| {
            anchors.add(block.id.as_str(), block);
            if let BlockKind::Heading { content, .. } = &block.kind {
                anchors.add(&slug(&plain_text(content)), block);
            }
        });
        anchors
    }

    fn add(&mut self, name: &str, block: &Block) {
        self.names.entry(name.to_owned()).or_insert_with(|| block.id.clone());
        self.by_file.entry((block.span.file, name.to_owned())).or_insert_with(|| block.id.clone());
    }

    /// The block of that anchor: first in the link's own file, then anywhere, as written or as GitHub would have made it.
    pub(super) fn find(&self, fragment: &str, file: FileId) -> Option<&BlockId> {
        let decoded = percent_decode(fragment);
        let bare = decoded.strip_prefix("user-content-").unwrap_or(&decoded);
        [bare.to_owned(), bare.to_lowercase(), slug(bare)]
            .iter()
            .filter(|name| !name.is_empty())
            .find_map(|name| self.by_file.get(&(file, name.clone())).or_else(|| self.names.get(name)))
    }

    /// The first block of the chapter that a relative path names, seen from `file`.
    fn chapter(&self, path: &str, file: FileId) -> Option<(&Chapter, Option<FileId>)> {
        let here = self.files.get(file.0 as usize)?;
        let folder = Path::new(here).parent().unwrap_or(Path::new(""));
        let wanted = normalise(&folder.join(percent_decode(path)));
        self.chapters.iter().find_map(|chapter| {
            let known = normalise(Path::new(&chapter.path));
            let matches = wanted == known || wanted.ends_with(&format!("/{known}"));
            matches.then(|| {
                let id = self.files.iter().position(|f| normalise(Path::new(f)).ends_with(&known));
                (chapter, id.and_then(|i| u32::try_from(i).ok()).map(FileId))
            })
        })
    }
}

/// A path with `.` and `..` taken out, with `/` between its parts.
fn normalise(path: &Path) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => {
                parts.pop();
            }
            std::path::Component::Normal(part) => parts.push(part.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let value = (first == b'%')
            .then(|| tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match value {
            Some(value) => {
                bytes.push(value);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// Where a link leads, with a diagnostic where it leads nowhere.
pub(super) fn destination(link: &Link, span: Span, anchors: &Anchors, diagnostics: &mut Diagnostics) -> Destination {
    let target = link.target.trim();
    let mut dead = |message: String, help: &str| {
        diagnostics.push(Diagnostic::warning("dead-link", message).at(span).help(help));
        Destination::None
    };
    if target.is_empty() {
        // `<a id="x"></a>` is an anchor, not a link that failed.
        if link.attributes.id.is_some() {
            return Destination::None;
        }
        return dead(
            "this link has no destination".into(),
            "write an address between the parentheses; the text is kept",
        );
    }
    if let Some(fragment) = target.strip_prefix('#') {
        return match anchors.find(fragment, span.file) {
            Some(id) => Destination::Internal(id.clone()),
            None => dead(
                format!("nothing in the document has the id `{fragment}`"),
                "give a heading or block that id with `{#id}`, or correct the link; the text is kept without a link",
            ),
        };
    }
    match scheme(target) {
        Some("http" | "https" | "mailto") => match external(target) {
            Some(url) => Destination::External(url),
            None => dead(
                format!("`{target}` is not a valid address"),
                "correct the address; the text is kept without a link",
            ),
        },
        Some(other) => {
            let message = format!("links of the scheme `{other}` are not carried into the editions");
            diagnostics.push(
                Diagnostic::warning("link-scheme", message).at(span).help(
                    "only http, https, mailto and links inside the document are; the text is kept without a link",
                ),
            );
            Destination::None
        }
        None if target.starts_with("//") => {
            external(&format!("https:{target}")).map_or(Destination::None, Destination::External)
        }
        None => {
            let (path, fragment) = target.split_once('#').map_or((target, None), |(p, f)| (p, Some(f)));
            let Some((chapter, file)) = anchors.chapter(path, span.file) else {
                return dead(
                    format!("`{path}` is not part of this document"),
                    "list the file among the chapters, or link to its address on the web; the text is kept without a link",
                );
            };
            let found = match fragment {
                Some(fragment) if !fragment.is_empty() => anchors.find(fragment, file.unwrap_or(span.file)).cloned(),
                _ => chapter.first.clone(),
            };
            match found {
                Some(id) => Destination::Internal(id),
                None => dead(
                    format!("`{target}` leads to no place in that chapter"),
                    "correct the part after `#`; the text is kept without a link",
                ),
            }
        }
    }
}

/// The scheme of a URI (RFC 3986 §3.1), where the text begins with one.
fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let mut bytes = scheme.bytes();
    let valid = bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    // `C:` is a drive, and `foo.md:` no scheme anybody writes.
    if !valid || scheme.len() < 2 {
        return None;
    }
    match scheme {
        "HTTP" | "Http" => Some("http"),
        "HTTPS" | "Https" => Some("https"),
        other => Some(other),
    }
}

/// A URL in the form that every reader takes: parsed as a browser would (URL Standard), and with the characters that
/// RFC 3986 does not allow percent-encoded.
fn external(target: &str) -> Option<String> {
    let url = url::Url::parse(target).ok()?;
    let text = url.as_str();
    if url.scheme() == "mailto" && url.path().is_empty() {
        return None;
    }
    let authority_end = text.find("://").map_or(0, |i| text[i + 3..].find('/').map_or(text.len(), |j| i + 3 + j));
    let mut out = text[..authority_end].to_owned();
    for c in text[authority_end..].chars() {
        match c {
            '[' | ']' | '|' | '\\' | '^' | '`' | '{' | '}' | '"' | '<' | '>' | ' ' => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    Some(fix_percents(&out))
}

/// A `%` that begins no escape becomes one.
fn fix_percents(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        out.push(c);
        let escape = bytes.get(i + 1..i + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        if c == '%' && !escape {
            out.push_str("25");
        }
    }
    // A second `#` is not allowed in a fragment (RFC 3986 §3.5).
    match out.split_once('#') {
        Some((before, fragment)) if fragment.contains('#') => format!("{before}#{}", fragment.replace('#', "%23")),
        _ => out,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_valid() {
        let check = |from, to: Option<&str>| assert_eq!(external(from).as_deref(), to, "{from}");
        check("https://example.com/a b[1]|x", Some("https://example.com/a%20b%5B1%5D%7Cx"));
        check("https://例え.jp/ü?q=ü", Some("https://xn--r8jz45g.jp/%C3%BC?q=%C3%BC"));
        check("http://", None);
        check("https://example.com/100%", Some("https://example.com/100%25"));
        check("mailto:a@example.com", Some("mailto:a@example.com"));
        check("https://example.com/#a#b", Some("https://example.com/#a%23b"));
    }

    #[test]
    fn schemes_are_told_from_paths() {
        assert_eq!(scheme("javascript:alert(1)"), Some("javascript"));
        assert_eq!(scheme("chapter.md#a"), None);
        assert_eq!(scheme("./a:b"), None);
    }
}
