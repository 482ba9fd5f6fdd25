//! Lines that CommonMark would take for something else, hidden from the parser.
//!
//! Some of pandoc's conventions begin with characters that mean another thing to `pulldown-cmark`. Each is replaced by
//! as many bytes of something inert, so that every offset stays true; the reader takes the text from the source again.

use std::borrow::Cow;

use super::fence;

/// The text to be parsed: as long as `source`, and the same unless something in it must be hidden.
pub(super) fn mask(source: &str) -> Cow<'_, str> {
    let notes_in_links = source.contains("[^") && source.contains("](");
    if !(source.contains(':') || source.contains("^[") || source.contains("$$") || notes_in_links) {
        return Cow::Borrowed(source);
    }
    let mut masks = Masks { source, bytes: None };
    masks.lines();
    if notes_in_links {
        masks.notes_in_links();
    }
    match masks.bytes.map(String::from_utf8) {
        Some(Ok(text)) => Cow::Owned(text),
        // Only ASCII is ever put in the place of ASCII, so the text is still UTF-8.
        Some(Err(_)) | None => Cow::Borrowed(source),
    }
}

struct Masks<'a> {
    source: &'a str,
    bytes: Option<Vec<u8>>,
}

impl Masks<'_> {
    fn put(&mut self, range: std::ops::Range<usize>, byte: u8) {
        let bytes = self.bytes.get_or_insert_with(|| self.source.as_bytes().to_vec());
        if let Some(slice) = bytes.get_mut(range) {
            slice.fill(byte);
        }
    }

    fn lines(&mut self) {
        let source = self.source;
        let mut start = 0;
        let mut after_blank = true;
        // Inside a displayed formula that began on an earlier line.
        let mut formula_end = 0;
        for line in source.split_inclusive('\n') {
            let next = start + line.len();
            let prefix = line.bytes().take_while(|b| matches!(b, b' ' | b'\t' | b'>')).count();
            let content = line[prefix..].trim_end();
            let at = start + prefix;
            let bytes = content.as_bytes();
            if at < formula_end {
                // `- b`, `+ b` or `> b` in a formula is no list and no quotation.
                if matches!(bytes.first(), Some(b'-' | b'+' | b'*' | b'#' | b'|' | b'<' | b'=' | b'0'..=b'9')) {
                    self.put(at..at + 1, b'x');
                }
            } else if content.starts_with(":::") {
                if fence::parse(content).is_some() {
                    self.put(at..at + content.len(), b'*');
                } else {
                    self.put(at..at + 1, b';');
                }
            } else if bytes.first() == Some(&b':') {
                let marks_definition = matches!(bytes.get(1), Some(b' ' | b'\t'));
                if !marks_definition || (after_blank && table_follows(&source[next..])) {
                    self.put(at..at + 1, b';');
                }
            } else if bytes.starts_with(b"$$") {
                formula_end = formula(source, at).unwrap_or(0);
            }
            if bytes.contains(&b'^') {
                for (i, _) in content.match_indices("^[") {
                    self.put(at + i..at + i + 1, b';');
                }
            }
            after_blank = content.is_empty();
            start = next;
        }
    }
}

/// A bracket that is open.
enum Bracket {
    /// The mark of a note, and where its `^` stands.
    Note(usize),
    /// Another, and how many marks of notes came before it.
    Other(usize),
}

impl Masks<'_> {
    /// Hides the marks of notes inside links and pictures: the parser takes no brackets around a mark for anything.
    fn notes_in_links(&mut self) {
        let bytes = self.source.as_bytes();
        let mut open: Vec<Bracket> = Vec::new();
        let mut marks: Vec<usize> = Vec::new();
        let mut blank = true;
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'\\' => at += 1,
                b'\n' if std::mem::replace(&mut blank, true) => {
                    open.clear();
                    marks.clear();
                }
                b'[' if bytes.get(at + 1) == Some(&b'^') => open.push(Bracket::Note(at + 1)),
                b'[' => open.push(Bracket::Other(marks.len())),
                b']' => match open.pop() {
                    Some(Bracket::Note(caret)) => marks.push(caret),
                    Some(Bracket::Other(before)) => {
                        let inside = marks.split_off(before.min(marks.len()));
                        if bytes.get(at + 1) == Some(&b'(') {
                            inside.into_iter().for_each(|caret| self.put(caret..caret + 1, b';'));
                        }
                    }
                    None => {}
                },
                _ => {}
            }
            blank &= matches!(byte, b'\n' | b'\r' | b' ' | b'\t' | b'>');
            at += 1;
        }
    }
}

/// Whether a blank line and then a table come next: what stands before it is its caption.
fn table_follows(rest: &str) -> bool {
    let mut lines = rest.lines();
    lines.next().is_some_and(|line| line.trim().is_empty())
        && lines.next().is_some_and(|line| line.contains('|'))
        && lines.next().is_some_and(|line| {
            line.contains('-') && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' ' | b'\t' | b'>' | b'\r'))
        })
}

/// Where the formula that begins with `$$` at `start` ends; a blank line means that it is none.
fn formula(source: &str, start: usize) -> Option<usize> {
    let rest = source.get(start + 2..)?;
    let end = rest.find("$$")?;
    let lines: Vec<&str> = rest[..end].split('\n').collect();
    let inner = lines.get(1..lines.len() - 1).unwrap_or_default();
    let blank = inner.iter().any(|line| line.trim_matches([' ', '\t', '\r', '>']).is_empty());
    (!blank).then_some(start + end + 4)
}

#[cfg(test)]
mod tests {
    use super::mask;

    #[test]
    fn masks_keep_every_offset() {
        for (from, to) in [
            ("::: note\ntext\n:::\n", "********\ntext\n***\n"),
            ("> ::: {.a}\n> b\n", "> ********\n> b\n"),
            (":::: not a fence\n", ";::: not a fence\n"),
            ("Term\n: definition\n", "Term\n: definition\n"),
            ("image\n:label:`x`\n", "image\n;label:`x`\n"),
            ("a\n\n: caption\n\n| a |\n|---|\n", "a\n\n; caption\n\n| a |\n|---|\n"),
            ("$$\na\n- b\n$$\n- c\n", "$$\na\nx b\n$$\n- c\n"),
            ("a^[note]\n", "a;[note]\n"),
            ("![a[^x]\n[b] c[^y]](u) [^z]\n", "![a[;x]\n[b] c[;y]](u) [^z]\n"),
            ("[a[^x] [c](u)\n", "[a[^x] [c](u)\n"),
            ("[a[^x]\n \n](u)\n", "[a[^x]\n \n](u)\n"),
        ] {
            assert_eq!(mask(from), to);
        }
    }
}
