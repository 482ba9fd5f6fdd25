//! What a language tag says of direction and script.

use crate::model::Direction;

/// Scripts that run from right to left, and languages that are written in one of them unless the tag names another.
const RIGHT_TO_LEFT_SCRIPTS: [&str; 8] = ["arab", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "aran"];
const RIGHT_TO_LEFT_LANGUAGES: [&str; 18] =
    ["ar", "he", "iw", "fa", "ur", "yi", "ji", "ps", "sd", "ug", "dv", "ckb", "syr", "nqo", "arc", "arz", "lrc", "mzn"];

/// The direction of text in a language, from its BCP 47 tag.
pub(super) fn direction(tag: &str) -> Direction {
    let mut subtags = tag.split(['-', '_']).map(str::to_ascii_lowercase);
    let language = subtags.next().unwrap_or_default();
    let right_to_left =
        match subtags.find(|subtag| subtag.len() == 4 && !subtag.starts_with(|c: char| c.is_ascii_digit())) {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.as_str()),
            None => RIGHT_TO_LEFT_LANGUAGES.contains(&language.as_str()),
        };
    if right_to_left { Direction::RightToLeft } else { Direction::LeftToRight }
}

/// The value of a `dir` attribute.
pub(super) const fn dir(direction: Direction) -> &'static str {
    match direction {
        Direction::LeftToRight => "ltr",
        Direction::RightToLeft => "rtl",
    }
}

/// Whether a line end next to this character means no space: it is written without spaces between words (CSS Text 3 §4.1.2).
pub(super) const fn joins_lines(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{31A0}'..='\u{A4CF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FF9F}' | '\u{FFE0}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// A tag as it may stand in `xml:lang`; `None` where it is not well-formed (BCP 47 §2.1), which would make the file invalid.
pub(super) fn well_formed(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let mut subtags = tag.split('-');
    let first = subtags.next()?;
    let primary = (2..=8).contains(&first.len()) || first == "x" || first == "i";
    let fine = primary
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && subtags.all(|s| (1..=8).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphanumeric()))
        && tag.as_bytes().iter().rev().nth(1) != Some(&b'-');
    fine.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_follows_script_then_language() {
        for (tag, expected) in [("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("en", "ltr")]
        {
            assert_eq!(dir(direction(tag)), expected, "{tag}");
        }
    }

    #[test]
    fn tags_are_checked() {
        assert_eq!(well_formed("pt_BR").as_deref(), Some("pt-BR"));
        for bad in ["", "a", "english language", "12", "en-", "en-toolongsubtag"] {
            assert_eq!(well_formed(bad), None, "{bad}");
        }
    }
}
