//! Text in stretches of one direction.

use crate::model::Direction;

/// The text in stretches of one direction each, for `w:rtl`: Word does not find it out for itself. Spaces and punctuation
/// belong to what is on both sides of them, or else to the paragraph.
pub(super) fn stretches(text: &str, paragraph: Direction) -> Vec<(&str, Direction)> {
    if text.is_ascii() && paragraph == Direction::LeftToRight {
        return if text.is_empty() { Vec::new() } else { vec![(text, paragraph)] };
    }
    let strong = |c: char| match c {
        '0'..='9' => None,
        c if c.is_alphabetic() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{61C}') => {
            Some(crate::model::base_direction(c.encode_utf8(&mut [0; 4]), Direction::LeftToRight))
        }
        _ => None,
    };
    let mut list: Vec<(&str, Direction)> = Vec::new();
    let (mut start, mut current) = (0, None);
    // Where the neutral characters behind the last strong one begin.
    let mut neutral = 0;
    for (at, c) in text.char_indices() {
        if let Some(direction) = strong(c) {
            match current {
                Some(old) if old != direction => {
                    let cut = if old == paragraph { at } else { neutral };
                    list.push((&text[start..cut], old));
                    start = cut;
                    current = Some(direction);
                    if cut < at && direction != paragraph {
                        list.push((&text[cut..at], paragraph));
                        start = at;
                    }
                }
                None if at > 0 && direction != paragraph => {
                    list.push((&text[..at], paragraph));
                    start = at;
                    current = Some(direction);
                }
                _ => current = Some(direction),
            }
            neutral = at + c.len_utf8();
        }
    }
    match current {
        Some(direction) if direction != paragraph && neutral < text.len() => {
            list.push((&text[start..neutral], direction));
            list.push((&text[neutral..], paragraph));
        }
        _ => list.push((&text[start..], current.unwrap_or(paragraph))),
    }
    list.retain(|(stretch, _)| !stretch.is_empty());
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_are_of_one_direction() {
        use Direction::{LeftToRight as L, RightToLeft as R};
        assert_eq!(stretches("see שלום עולם, then", L), [("see ", L), ("שלום עולם", R), (", then", L)]);
        assert_eq!(stretches("שלום (HTML) 5", R), [("שלום (", R), ("HTML", L), (") 5", R)]);
        assert_eq!(stretches("1. plain", L), [("1. plain", L)]);
        assert_eq!(stretches("12", R), [("12", R)]);
        assert_eq!(stretches("", L), []);
    }
}
