//! Characters of scripts that are written without spaces between words, in squares.

/// Whether a character is an East Asian ideograph, kana or full-width sign: a line end in the source between two of them is
/// no space, and lines break between them.
pub(in crate::layout) fn is_square(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{3190}'..='\u{33FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// Whether a character is an ideograph or kana: a sign of words, not of punctuation.
pub(in crate::layout) fn is_ideographic(c: char) -> bool {
    is_square(c) && c.is_alphabetic() && !matches!(c, '\u{FF00}'..='\u{FFEF}')
}

/// Whether a character is a letter or figure of Latin, Greek or Cyrillic, which stands a little apart from ideographs.
pub(in crate::layout) fn is_western(c: char) -> bool {
    c < '\u{530}' && c.is_alphanumeric()
}
