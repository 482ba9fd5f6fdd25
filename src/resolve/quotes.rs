//! Which quotation mark a straight quote stands for: by the language of the text, and by what is on its two sides.

use crate::model::{is_han, is_kana, primary_language};

/// How far the mate of a mark is looked for, in characters.
const REACH: usize = 2_000;

/// How a language quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quotes {
    double: (&'static str, &'static str),
    single: (&'static str, &'static str),
}

/// Quotation marks by language (Unicode CLDR, `delimiters`), with the second level that printers use where CLDR repeats the first.
pub(super) fn quotes(language: &str) -> Quotes {
    let guillemets = ("«", "»");
    let (double, single) = match primary_language(language) {
        "de" | "fr" | "it" if has_subtag(language, &["CH", "LI"]) => (guillemets, ("‹", "›")),
        "de" | "cs" | "sk" | "sl" | "is" | "et" | "bg" | "ka" | "mk" => (("„", "“"), ("‚", "‘")),
        "lt" => (("„", "“"), ("‚", "‘")),
        "fr" => (("«\u{202f}", "\u{202f}»"), ("“", "”")),
        "ru" | "uk" | "be" | "kk" | "ky" | "tg" | "hy" => (guillemets, ("„", "“")),
        // Across the Atlantic, as in English.
        "es" if has_subtag(language, &["419", "MX", "AR", "CO", "CL", "PE", "VE", "US"]) => (("“", "”"), ("‘", "’")),
        "pt" if has_subtag(language, &["PT", "AO", "MZ"]) => (guillemets, ("“", "”")),
        "es" | "it" | "el" | "ca" | "gl" | "eu" | "sq" => (guillemets, ("“", "”")),
        "fa" | "ar" | "ps" | "ckb" | "am" => (guillemets, ("‹", "›")),
        "ur" => (("”", "“"), ("’", "‘")),
        "pl" | "ro" => (("„", "”"), guillemets),
        "hu" => (("„", "”"), ("»", "«")),
        "hr" | "sr" | "bs" | "lv" => (("„", "”"), ("‚", "’")),
        "nb" | "no" | "nn" => (guillemets, ("‘", "’")),
        "sv" | "fi" | "da" | "he" | "iw" | "yi" => (("”", "”"), ("’", "’")),
        "ja" => (("「", "」"), ("『", "』")),
        "zh" if has_subtag(language, &["TW", "HK", "MO", "Hant"]) => (("「", "」"), ("『", "』")),
        _ => (("“", "”"), ("‘", "’")),
    };
    Quotes { double, single }
}

/// Whether a tag has one of these subtags behind the language.
pub(super) fn has_subtag(language: &str, subtags: &[&str]) -> bool {
    let mut own = language.split(['-', '_']).skip(1);
    own.any(|own| subtags.iter().any(|subtag| subtag.eq_ignore_ascii_case(own)))
}

/// A quotation mark opens where what stands before it separates words and what follows does not. Behind a dash that breaks off
/// it closes if the sentence goes on.
fn opens(before: Option<char>, after: Option<char>) -> bool {
    let broken_off = before.is_some_and(|c| matches!(c, '-' | '–' | '—'));
    let goes_on = |c: char| broken_off && matches!(c, ',' | ';' | ':' | ')');
    let separated = before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '(' | '[' | '{' | '-' | '–' | '—' | '/' | '“' | '‘' | '«' | '„' | '\'' | '"' | '¿' | '¡')
    });
    separated && after.is_some_and(|c| !c.is_whitespace() && !goes_on(c))
}

/// A quotation mark with spaces on both sides quotes spaces: `" - "`.
fn stands_alone(before: Option<char>, after: Option<char>) -> bool {
    before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_whitespace)
}

/// The mark for a straight double quote.
pub(super) fn double(all: &[char], at: usize, marks: Quotes) -> &'static str {
    let open = is_double_open(all, at);
    let before = at.checked_sub(1).map(|i| all[i]);
    // Where the sides do not tell it, as in text without spaces or behind a word that is written together with what follows it
    // (`و"نعم"`), it opens if none is open.
    match role(before, all.get(at + 1).copied()) {
        Some(false) if !open && before.is_some_and(|c| c.is_ascii_digit()) => "″",
        Some(true) => marks.double.0,
        None if !open => marks.double.0,
        _ => marks.double.1,
    }
}

/// Whether a double quote before `at` waits for its mate; looked for within a bounded stretch.
fn is_double_open(all: &[char], at: usize) -> bool {
    let mut opens = true;
    for i in (at.saturating_sub(REACH)..at).rev().filter(|&i| all[i] == '"') {
        match role(i.checked_sub(1).map(|j| all[j]), all.get(i + 1).copied()) {
            Some(known) => return known == opens,
            None => opens = !opens,
        }
    }
    !opens
}

/// Whether a double quote between these characters opens, where they tell it.
fn role(before: Option<char>, after: Option<char>) -> Option<bool> {
    let begins = |c: char| c.is_alphanumeric() || matches!(c, '《' | '〈' | '「' | '『' | '（' | '【' | '(' | '[');
    // Inches, and the sign of abbreviations in Hebrew.
    let closes = |c: char| c.is_numeric() || matches!(c, '\u{5D0}'..='\u{5EA}');
    if opens(before, after) {
        Some(true)
    } else if stands_alone(before, after) {
        None
    } else if !after.is_some_and(begins) || before.is_some_and(closes) {
        Some(false)
    } else {
        None
    }
}

/// A straight single quote: an apostrophe inside or at the end of a word and before figures, the sign of feet and minutes behind
/// a figure, else a quotation mark.
pub(super) fn single(all: &[char], at: usize, marks: Quotes) -> &'static str {
    const CLIPPED: [&str; 12] =
        ["tis", "twas", "twere", "twill", "twould", "em", "til", "till", "cause", "bout", "round", "n"];
    let before = at.checked_sub(1).map(|i| all[i]);
    let after = all.get(at + 1).copied();
    let role = single_role(before, after);
    match role {
        Single::Inside if [before, after].iter().all(|c| c.is_some_and(|c| c.is_ascii_digit())) => "′",
        Single::Inside => "’",
        // No apostrophe is written beside these letters, nor a space around what is quoted: quotes open and close by turns.
        _ if is_beside_squares(all, at) => match (is_every_other(all, at), single_quotes_behind(all, at).next()) {
            (true, _) => marks.single.1,
            (false, Some(_)) => marks.single.0,
            (false, None) => "’",
        },
        Single::Closes | Single::Alone if is_single_open(all, at) => marks.single.1,
        Single::Closes if before.is_some_and(|c| c.is_ascii_digit()) => "′",
        // The apostrophe of a plural possessive.
        Single::Closes => "’",
        Single::Opens if after.is_some_and(|c| c.is_ascii_digit()) => "’",
        Single::Opens | Single::Alone => {
            let word: String =
                all[at + 1..].iter().take_while(|c| c.is_alphabetic()).take(8).flat_map(|c| c.to_lowercase()).collect();
            if CLIPPED.contains(&word.as_str()) || !closes_later(all, at) { "’" } else { marks.single.0 }
        }
    }
}

/// What a single quote can be, as its two sides tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Single {
    /// An apostrophe in a word.
    Inside,
    Opens,
    Closes,
    /// One or the other, between spaces.
    Alone,
}

fn single_role(before: Option<char>, after: Option<char>) -> Single {
    let in_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_square_letter(c));
    if opens(before, after) {
        Single::Opens
    } else if stands_alone(before, after) {
        Single::Alone
    } else if in_word(before) && in_word(after) {
        Single::Inside
    } else {
        Single::Closes
    }
}

/// Whether a character is a letter of Chinese or Japanese.
fn is_square_letter(c: char) -> bool {
    is_kana(c) || is_han(c)
}

/// The single quotes within a bounded stretch that are no apostrophes inside words.
fn single_quotes(all: &[char], stretch: std::ops::Range<usize>) -> impl DoubleEndedIterator<Item = (usize, Single)> {
    stretch.filter(|&i| all[i] == '\'').filter_map(|i| {
        let role = single_role(i.checked_sub(1).map(|j| all[j]), all.get(i + 1).copied());
        (role != Single::Inside).then_some((i, role))
    })
}

/// Those before a place, nearest last.
fn single_quotes_before(all: &[char], at: usize) -> impl DoubleEndedIterator<Item = (usize, Single)> {
    single_quotes(all, at.saturating_sub(REACH)..at)
}

/// Those behind it, nearest first.
fn single_quotes_behind(all: &[char], at: usize) -> impl DoubleEndedIterator<Item = (usize, Single)> {
    single_quotes(all, at + 1..all.len().min(at + REACH))
}

/// Whether one of the single quotes around touches a letter of Chinese or Japanese.
fn is_beside_squares(all: &[char], at: usize) -> bool {
    let touches = |i: usize| {
        let sides = [i.checked_sub(1).map(|j| all[j]), all.get(i + 1).copied()];
        sides.into_iter().flatten().any(is_square_letter)
    };
    touches(at) || single_quotes_before(all, at).chain(single_quotes_behind(all, at)).any(|(i, _)| touches(i))
}

/// Whether the number of single quotes before is odd.
fn is_every_other(all: &[char], at: usize) -> bool {
    single_quotes_before(all, at).count() % 2 == 1
}

/// Whether a single quote before `at` waits for its mate; looked for within a bounded stretch.
fn is_single_open(all: &[char], at: usize) -> bool {
    let mut opens = true;
    for (_, role) in single_quotes_before(all, at).rev() {
        match role {
            Single::Opens => return opens,
            Single::Closes | Single::Inside => return !opens,
            Single::Alone => opens = !opens,
        }
    }
    !opens
}

/// Whether a single quote that closes follows within a bounded stretch.
fn closes_later(all: &[char], at: usize) -> bool {
    single_quotes_behind(all, at).any(|(_, role)| role != Single::Opens)
}
