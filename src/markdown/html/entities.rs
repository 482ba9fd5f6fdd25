//! Character references in raw HTML.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// Decodes `&amp;`, `&#8212;` and the like. The names are those of CommonMark (all of HTML's), so the parser is asked.
pub(in crate::markdown) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        decoded.push_str(&rest[..start]);
        rest = &rest[start..];
        // The longest name has 31 letters.
        let end = rest.bytes().take(34).position(|b| b == b';').map(|i| i + 1);
        let reference = end.and_then(|end| rest.get(..end)).filter(|reference| {
            reference.len() > 2
                && reference[1..reference.len() - 1].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
        });
        let Some(reference) = reference else {
            decoded.push('&');
            rest = &rest[1..];
            continue;
        };
        for event in Parser::new(reference) {
            if let Event::Text(text) = event {
                decoded.push_str(&text);
            }
        }
        rest = &rest[reference.len()..];
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references_are_decoded_and_ampersands_kept() {
        assert_eq!(decode("a &amp; b &mdash; &#x41;&#66; & &nope; &ouml"), "a & b — AB & &nope; &ouml");
        assert_eq!(decode("&nbsp;"), "\u{A0}");
    }
}
