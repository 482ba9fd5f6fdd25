//! Numbers in a column of a table, with their decimal signs below one another.

use super::Setter;
use super::table::SetCell;
use crate::layout::measure::bounds;
use crate::layout::node::{Cell, Node, NodeKind};
use crate::layout::{paragraph, plain};
use crate::model::Direction;
use crate::style::TextAlign;
use crate::units::Length;

/// A number, as wide as it is before its decimal sign and from there on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Decimal {
    /// Before the sign.
    pub(super) whole: Length,
    /// From the sign to the end of the line.
    pub(super) rest: Length,
}

impl Decimal {
    /// As wide as both on both sides.
    pub(super) fn both(self, other: Self) -> Self {
        Self { whole: self.whole.max(other.whole), rest: self.rest.max(other.rest) }
    }
}

impl Setter<'_> {
    /// The number in a cell, if its style wants it to stand by its decimal sign.
    pub(super) fn decimal(&self, cell: &Cell) -> Option<Decimal> {
        let [Node { kind: NodeKind::Text(text), style, .. }] = cell.nodes.as_slice() else { return None };
        let at_right = match text.inlines.base_direction() {
            Direction::LeftToRight => TextAlign::End,
            Direction::RightToLeft => TextAlign::Start,
        };
        if !style.decimal_align || style.text_align != at_right || cell.columns > 1 {
            return None;
        }
        let written = &text.inlines.text;
        let end = whole_end(written, has_comma(self.resolved.metadata.language()))?;
        let (_, all) = paragraph::intrinsic_widths(self.library, self.resolved, &text.inlines, style);
        let whole = plain::width(self.library, written.get(..end)?, style).min(all);
        Some(Decimal { whole, rest: all - whole })
    }
}

/// Moves the numbers of each column to the left until their decimal signs stand below one another.
pub(super) fn align(rows: &mut [Vec<SetCell>], columns: usize) {
    let mut widest = vec![Length::ZERO; columns];
    let single = |cell: &SetCell| cell.decimal.filter(|_| cell.pieces.len() == 1);
    for cell in rows.iter().flatten() {
        if let (Some(number), Some(widest)) = (single(cell), widest.get_mut(cell.column)) {
            *widest = (*widest).max(number.rest);
        }
    }
    for cell in rows.iter_mut().flatten() {
        let (Some(number), Some(widest)) = (single(cell), widest.get(cell.column)) else { continue };
        let Some(piece) = cell.pieces.first_mut() else { continue };
        let left = piece.fragment.items.iter().map(|item| bounds(&item.paint).x).min().unwrap_or(Length::ZERO);
        let by = (*widest - number.rest).min((left - cell.padding).at_least_zero());
        piece.fragment.translate(-by, Length::ZERO);
    }
}

/// Where the whole part of the first number in a text ends.
fn whole_end(text: &str, comma: bool) -> Option<usize> {
    let sign = if comma { ',' } else { '.' };
    let start = text.find(|c: char| c.is_numeric())?;
    let mut end = start;
    let mut letters = text.get(start..)?.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let before_digit = letters.peek().is_some_and(|(_, next)| next.is_numeric());
        // Digits are grouped by points, commas, apostrophes and spaces.
        let groups =
            matches!(letter, '.' | ',' | '\'' | '’' | ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}') && letter != sign;
        if !(letter.is_numeric() || groups && before_digit) {
            break;
        }
        end = start + at + letter.len_utf8();
    }
    Some(end)
}

/// Whether the decimal sign of a language is a comma (CLDR, `decimal` of the number symbols).
fn has_comma(language: &str) -> bool {
    const COMMA: [&str; 41] = [
        "af", "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu",
        "hy", "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk",
        "sl", "sr", "sv", "tr", "uk",
    ];
    const POINT: [&str; 7] = ["de-ch", "de-li", "es-mx", "es-us", "es-pr", "es-gt", "it-ch"];
    let language = language.to_lowercase();
    let primary = language.split('-').next().unwrap_or_default();
    (COMMA.contains(&primary) || primary == "vi") && !POINT.contains(&language.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_part_ends_before_the_decimal_sign() {
        for (text, comma, whole) in [
            ("12.5", false, Some("12")),
            ("1,234.5", false, Some("1,234")),
            ("1.234,5", true, Some("1.234")),
            ("12 345,6", true, Some("12 345")),
            ("over $165 bn", false, Some("over $165")),
            ("−3", false, Some("−3")),
            ("v1.2.3", false, Some("v1")),
            ("7.", false, Some("7")),
            ("two", false, None),
        ] {
            assert_eq!(whole_end(text, comma).map(|end| &text[..end]), whole, "{text}");
        }
        assert!(has_comma("de-AT") && !has_comma("de-CH") && !has_comma("en-GB"));
    }
}
