//! Scripts and directions of stretches of text.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script, UnicodeScript};

use crate::model::{Direction, primary_language};

/// Splits text into stretches of one script, with its ISO 15924 code. Signs that all scripts share go with what stands
/// before them, at the start with what follows.
pub fn scripts(text: &str) -> Vec<(Range<usize>, [u8; 4])> {
    const LATIN: [u8; 4] = *b"Latn";
    if text.is_ascii() {
        return vec![(0..text.len(), LATIN)];
    }
    let mut stretches: Vec<(Range<usize>, Option<Script>)> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let script = match script_of(c) {
            Script::Common | Script::Inherited | Script::Unknown => None,
            script => Some(script),
        };
        match stretches.last_mut() {
            Some((range, current)) if script.is_none() || *current == script => range.end = end,
            Some((range, current)) if current.is_none() => {
                range.end = end;
                *current = script;
            }
            _ => stretches.push((at..end, script)),
        }
    }
    let code = |script: Option<Script>| {
        script.and_then(|s| <[u8; 4]>::try_from(s.short_name().as_bytes()).ok()).unwrap_or(LATIN)
    };
    stretches.into_iter().map(|(range, script)| (range, code(script))).collect()
}

/// The script of a character; ASCII needs no table.
fn script_of(c: char) -> Script {
    match c {
        c if c.is_ascii_alphabetic() => Script::Latin,
        c if c.is_ascii() => Script::Common,
        c => c.script(),
    }
}

/// Whether text can hold anything that runs from right to left or changes the direction.
#[must_use]
pub fn may_turn(text: &str) -> bool {
    !text.is_ascii()
        && text.chars().any(|c| {
            matches!(c, '\u{590}'..='\u{8FF}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}'
                | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        })
}

/// Whether a language (BCP 47) is written from right to left.
#[must_use]
pub fn is_right_to_left(lang: &str) -> bool {
    matches!(
        primary_language(lang),
        "ar" | "he" | "iw" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "dv" | "ckb" | "syr"
    )
}

/// The direction of text in a language.
#[must_use]
pub fn language_direction(lang: &str) -> Direction {
    if is_right_to_left(lang) { Direction::RightToLeft } else { Direction::LeftToRight }
}

/// Splits a paragraph into stretches of one embedding level (Unicode Standard Annex 9), in logical order.
#[must_use]
pub fn levels(text: &str, base: Direction) -> Vec<(Range<usize>, u8)> {
    let base_level = match base {
        Direction::LeftToRight => Level::ltr(),
        Direction::RightToLeft => Level::rtl(),
    };
    if base == Direction::LeftToRight && !may_turn(text) {
        return vec![(0..text.len(), 0)];
    }
    let info = BidiInfo::new(text, Some(base_level));
    let mut stretches: Vec<(Range<usize>, u8)> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let level = info.levels.get(at).map_or(base_level.number(), Level::number);
        match stretches.last_mut() {
            Some((range, current)) if *current == level => range.end = end,
            _ => stretches.push((at..end, level)),
        }
    }
    stretches
}

/// The same, where some ranges stand by themselves and run in a direction of their own (code, and what the author says so of): as if
/// they stood in isolates (rules X5a to X6a), which the text does not have. An outer range comes before those in it.
#[must_use]
pub fn isolated_levels(text: &str, base: Direction, isolates: &[(Range<usize>, Direction)]) -> Vec<(Range<usize>, u8)> {
    if isolates.is_empty() || (base == Direction::LeftToRight && !may_turn(text)) {
        return levels(text, base);
    }
    let mut marks: Vec<(usize, char)> = Vec::with_capacity(isolates.len() * 2);
    for (range, direction) in isolates {
        marks.push((range.start, if *direction == Direction::RightToLeft { '\u{2067}' } else { '\u{2066}' }));
        marks.push((range.end, '\u{2069}'));
    }
    // What ends somewhere ends before what begins there.
    marks.sort_by_key(|&(at, mark)| (at, mark != '\u{2069}'));
    let mut marked = String::with_capacity(text.len() + marks.len() * 3);
    let mut from = 0;
    // Where each stretch of the text begins, in the text with marks and in the text without.
    let mut starts: Vec<(usize, usize)> = Vec::with_capacity(marks.len() + 1);
    for (at, mark) in marks {
        starts.push((marked.len(), from));
        marked.push_str(text.get(from..at).unwrap_or(""));
        marked.push(mark);
        from = at.max(from);
    }
    starts.push((marked.len(), from));
    marked.push_str(text.get(from..).unwrap_or(""));
    let found = levels(&marked, base);
    let mut stretches: Vec<(Range<usize>, u8)> = Vec::new();
    for (place, &(start, own)) in starts.iter().enumerate() {
        let end = starts.get(place + 1).map_or(marked.len(), |next| next.0 - '\u{2069}'.len_utf8());
        let first = found.partition_point(|(range, _)| range.end <= start);
        for (range, level) in found.iter().skip(first).take_while(|(range, _)| range.start < end) {
            let part = own + range.start.max(start) - start..own + range.end.min(end) - start;
            match stretches.last_mut() {
                Some((known, same)) if same == level => known.end = part.end,
                _ => stretches.push((part, *level)),
            }
        }
    }
    stretches
}

/// The order from left to right of stretches with these levels on one line (rule L2): places in `levels`.
#[must_use]
pub fn visual_order(levels: &[u8]) -> Vec<usize> {
    if levels.iter().all(|&level| level == 0) {
        return (0..levels.len()).collect();
    }
    let levels: Vec<Level> = levels.iter().map(|&n| Level::new(n).unwrap_or_else(|_| Level::ltr())).collect();
    BidiInfo::reorder_visual(&levels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_split_and_shared_signs_follow() {
        let codes = |text| {
            scripts(text)
                .into_iter()
                .map(|(range, code)| format!("{}={}", &text[range], String::from_utf8_lossy(&code)))
                .collect::<Vec<_>>()
        };
        assert_eq!(codes("“Ωμέγα” is"), ["“Ωμέγα” =Grek", "is=Latn"]);
        assert_eq!(codes("12"), ["12=Latn"]);
    }

    #[test]
    fn isolates_keep_to_themselves() {
        let text = "שלום a = ב; ab";
        let code = 9..16;
        assert_eq!(text.get(code.clone()), Some("a = ב;"));
        let found = isolated_levels(text, Direction::RightToLeft, &[(code, Direction::LeftToRight)]);
        let shown: Vec<_> = found.iter().map(|(range, level)| (&text[range.clone()], *level)).collect();
        assert_eq!(shown, [("שלום ", 1), ("a = ", 2), ("ב", 3), (";", 2), (" ", 1), ("ab", 2)]);
        assert_eq!(isolated_levels(text, Direction::RightToLeft, &[]), levels(text, Direction::RightToLeft));
    }

    #[test]
    fn numbers_in_hebrew_keep_their_order() {
        let text = "שלום 12 ab";
        let found = levels(text, Direction::RightToLeft);
        assert_eq!(found.iter().map(|(_, level)| *level).collect::<Vec<_>>(), [1, 2, 1, 2]);
        assert_eq!(visual_order(&[1, 2, 1, 2]), [3, 2, 1, 0]);
    }
}
