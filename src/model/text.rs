//! The plain text of inlines, and the direction it runs in.

use super::{Inline, InlineKind};

/// Which way a line runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    #[default]
    LeftToRight,
    /// Right to left.
    RightToLeft,
}

/// The text that a reader sees, without markup: for outlines, properties, alternative texts and anchors. Formulas stand as
/// LaTeX, pictures as their alternative text; note marks, index marks and annotations are left out, deletions too.
#[must_use]
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code { text, .. } => out.push_str(text),
            InlineKind::Math(math) => out.push_str(&math.latex),
            InlineKind::Ruby(ruby) => out.push_str(&ruby.base),
            InlineKind::Image(image) => out.push_str(&image.alt),
            InlineKind::LineBreak | InlineKind::SoftBreak => out.push(' '),
            InlineKind::CrossReference(reference) => {
                out.push('@');
                out.push_str(&reference.target);
            }
            InlineKind::Citation(citation) => out.push_str(&citation.source),
            InlineKind::NoteReference(_) | InlineKind::IndexMark(_) | InlineKind::Deletion(_) => {}
            InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strikethrough(_)
            | InlineKind::Superscript(_)
            | InlineKind::Subscript(_)
            | InlineKind::SmallCaps(_)
            | InlineKind::Link(_)
            | InlineKind::Span { .. }
            | InlineKind::Insertion(_)
            | InlineKind::Comment(_) => push_plain(inline.children(), out),
        }
    }
}

/// The language of a BCP 47 tag without what narrows it down: `zh` of `zh-Hant-HK`.
#[must_use]
pub fn primary_language(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or("")
}

/// Whether a character is hiragana or katakana.
#[must_use]
pub const fn is_kana(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}')
}

/// Whether a character is an ideograph.
#[must_use]
pub const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFD}')
}

/// The base direction of a paragraph from its own text: that of its first strong character (Unicode Standard Annex 9, rules
/// P2 and P3), or `default` where it has none.
#[must_use]
pub fn base_direction(text: &str, default: Direction) -> Direction {
    for c in text.chars() {
        match c {
            // Letters of Hebrew, Arabic, Syriac, Thaana, N'Ko and what follows them, with their presentation forms.
            '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFF}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
                if c.is_alphabetic() =>
            {
                return Direction::RightToLeft;
            }
            '\u{200F}' | '\u{061C}' => return Direction::RightToLeft,
            '\u{200E}' => return Direction::LeftToRight,
            c if c.is_alphabetic() => return Direction::LeftToRight,
            _ => {}
        }
    }
    default
}

/// The direction of inline code. It runs from left to right in every language, but a word of nothing but letters that run from
/// right to left has their direction, as in HTML with `dir=auto`: brackets around it would be turned.
#[must_use]
pub fn code_direction(code: &str) -> Direction {
    let own = |c: char| c.is_alphabetic().then(|| base_direction(c.encode_utf8(&mut [0; 4]), Direction::LeftToRight));
    let mut letters = code.chars().filter_map(own);
    let first = letters.next().unwrap_or_default();
    if letters.all(|direction| direction == Direction::RightToLeft) { first } else { Direction::LeftToRight }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_without_letters_from_left_to_right_has_a_direction_of_its_own() {
        let check = |code, expected| assert_eq!(code_direction(code), expected, "{code}");
        check("--option", Direction::LeftToRight);
        check("[قائمة]", Direction::RightToLeft);
        check("متغير = name", Direction::LeftToRight);
        check("name = متغير", Direction::LeftToRight);
        check("1", Direction::LeftToRight);
    }

    #[test]
    fn direction_is_that_of_the_first_letter() {
        let check = |text, expected| assert_eq!(base_direction(text, Direction::LeftToRight), expected, "{text}");
        check("12: שלום hello", Direction::RightToLeft);
        check("«مرحبا»", Direction::RightToLeft);
        check("hello שלום", Direction::LeftToRight);
        check("123", Direction::LeftToRight);
    }
}
