//! Pandoc's superscripts and subscripts inside a word: `mc^2^`, `H~2~O`.
//!
//! `pulldown-cmark` takes `^` and `~` for delimiters only at the edges of words; inside one it leaves them as text.

/// The script that the unescaped delimiter at `at` opens: its text and its length with both delimiters. White space in it
/// must be escaped, so that `~/a ~/b` is none; what could begin any other node ends the search.
pub(super) fn parse(source: &str, at: usize) -> Option<(String, usize)> {
    let (before, rest) = (source.get(..at)?, source.get(at..)?);
    let delimiter = rest.chars().next().filter(|c| matches!(c, '^' | '~'))?;
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1).peekable();
    let length = loop {
        match characters.next()? {
            (i, c) if c == delimiter => break i + 1,
            (_, '\\') => match characters.next()?.1 {
                ' ' => text.push('\u{A0}'),
                c if c.is_ascii_punctuation() => text.push(c),
                _ => return None,
            },
            (
                _,
                '[' | ']' | '{' | '}' | '<' | '>' | '`' | '$' | '*' | '_' | '@' | '|' | '&' | '!' | '/' | '^' | '~',
            ) => {
                return None;
            }
            (_, c) if c.is_whitespace() || c.is_control() => return None,
            (_, c) => text.push(c),
        }
    };
    // Two of them together mean something else, or nothing.
    if text.is_empty() || before.ends_with(delimiter) || rest[length..].starts_with(delimiter) {
        return None;
    }
    // `~5-~10` and `(^-^)` are neither: what stands at no word must begin and end as one.
    let attached = before.chars().next_back().is_some_and(|c| !c.is_whitespace() && !"([{\"'“‘«".contains(c));
    let is_word = text.starts_with(char::is_alphanumeric) && text.ends_with(char::is_alphanumeric);
    ((attached || is_word) && !in_address(before)).then_some((text, length))
}

/// Whether the word that ends here is a URL so far.
fn in_address(before: &str) -> bool {
    // Far more than any word has: a long text without spaces must not be searched again and again.
    let tail = before.char_indices().rev().take(2_000).take_while(|(_, c)| !c.is_whitespace()).last();
    let word = tail.and_then(|(start, _)| before.get(start..)).unwrap_or("");
    word.contains("://") || word.contains("www.") || word.contains("mailto:")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_script_has_no_space_in_it() {
        let script = |source: &str| parse(source, source.find(['^', '~']).unwrap_or(0)).map(|(text, _)| text);
        assert_eq!(script("H~2~O").as_deref(), Some("2"));
        assert_eq!(script("Ca^2+^").as_deref(), Some("2+"));
        assert_eq!(script("^14^C").as_deref(), Some("14"));
        assert_eq!(script("P~a\\ cat~x").as_deref(), Some("a\u{A0}cat"));
        for text in ["~/a ~/b", "a^b c^", "a~~b~~", "a^^b", "~5-~10", "(^-^)", "https://x.org/~a~b", "x^2", "a^[b]^"] {
            assert_eq!(script(text), None, "{text}");
        }
    }
}
