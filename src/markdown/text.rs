//! Characters that no edition can hold.

use std::borrow::Cow;

/// Whether a character may not stand in a document: controls (tabs and line ends are seen to elsewhere) and the two
/// non-characters that XML 1.0 §2.2 forbids.
fn forbidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}

/// The text without forbidden characters, and the offsets in it of those that were taken out. Tabs and line ends become spaces,
/// unless it is code.
pub(super) fn clean(text: &str, code: bool) -> (Cow<'_, str>, Vec<(usize, char)>) {
    // Every forbidden character has one of these bytes: C0, DEL, the lead of C1, the lead of U+FFFE.
    if !text.bytes().any(|b| b < 0x20 || b == 0x7F || b == 0xC2 || b == 0xEF) {
        return (Cow::Borrowed(text), Vec::new());
    }
    let mut dropped = Vec::new();
    let mut kept = String::with_capacity(text.len());
    let mut characters = text.char_indices().peekable();
    while let Some((i, c)) = characters.next() {
        match c {
            '\n' | '\t' if code => kept.push(c),
            '\r' if code => {
                if characters.peek().is_none_or(|(_, next)| *next != '\n') {
                    kept.push('\n');
                }
            }
            '\n' | '\t' => kept.push(' '),
            '\r' => {}
            // CommonMark 0.31 §2.3.
            '\0' => kept.push('\u{FFFD}'),
            c if forbidden(c) => dropped.push((i, c)),
            c => kept.push(c),
        }
    }
    (Cow::Owned(kept), dropped)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn controls_are_taken_out_and_named() {
        assert_eq!(
            clean("a\u{7}b\u{FFFE}c\u{85}d é", false),
            ("abcd é".into(), vec![(1, '\u{7}'), (3, '\u{FFFE}'), (7, '\u{85}')])
        );
        assert_eq!(clean("a\tb\0", false).0, "a b\u{FFFD}");
        assert_eq!(clean("a\tb\r\n", true).0, "a\tb\n");
    }
}
