//! Which quotation mark a straight quote stands for: by the language of the text, and by what is on its two sides.

/// How a language quotes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quotes {
    double: (&'static str, &'static str),
    single: (&'static str, &'static str),
}

/// Quotation marks by language (Unicode CLDR, `delimiters`), with the second level that printers use where CLDR repeats the first.
pub(super) fn quotes(language: &str) -> Quotes {
    let guillemets = ("«", "»");
    let (double, single) = match primary(language) {
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
        "sv" | "fi" | "da" | "he" | "yi" => (("”", "”"), ("’", "’")),
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

/// The language of a tag.
pub(super) fn primary(language: &str) -> &str {
    language.split(['-', '_']).next().unwrap_or("")
}

/// A quotation mark opens where what stands before it separates words and what follows does not.
fn opens(before: Option<char>, after: Option<char>) -> bool {
    let separated = before.is_none_or(|c| {
        c.is_whitespace()
            || matches!(c, '(' | '[' | '{' | '-' | '–' | '—' | '/' | '“' | '‘' | '«' | '„' | '\'' | '"' | '¿' | '¡')
    });
    separated && after.is_some_and(|c| !c.is_whitespace())
}

/// The mark for a straight double quote.
pub(super) fn double(all: &[char], at: usize, marks: Quotes) -> &'static str {
    if opens_at(all, at) { marks.double.0 } else { marks.double.1 }
}

/// Whether a straight double quote opens. Where it stands between letters, as in text without spaces or behind a word that is
/// written together with what follows it (`و"نعم"`), it does if none before it is open.
fn opens_at(all: &[char], at: usize) -> bool {
    let start = at.saturating_sub(2_000);
    let mut opens = true;
    for i in (start..=at).rev().filter(|&i| i == at || all[i] == '"') {
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
    } else if !after.is_some_and(begins) || before.is_some_and(closes) {
        Some(false)
    } else {
        None
    }
}

/// A straight single quote: an apostrophe inside or at the end of a word and before figures, else a quotation mark.
pub(super) fn single(all: &[char], at: usize, marks: Quotes) -> &'static str {
    const CLIPPED: [&str; 12] =
        ["tis", "twas", "twere", "twill", "twould", "em", "til", "till", "cause", "bout", "round", "n"];
    let before = at.checked_sub(1).map(|i| all[i]);
    let after = all.get(at + 1).copied();
    if before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric) {
        return "’";
    }
    if !opens(before, after) {
        // Closing, or the apostrophe of a plural possessive; both are the same mark in English.
        return if is_open(all, at) { marks.single.1 } else { "’" };
    }
    if after.is_some_and(|c| c.is_ascii_digit()) {
        return "’";
    }
    let word: String =
        all[at + 1..].iter().take_while(|c| c.is_alphabetic()).take(8).flat_map(|c| c.to_lowercase()).collect();
    if CLIPPED.contains(&word.as_str()) || !closes_later(all, at) {
        return "’";
    }
    marks.single.0
}

/// Whether a single quote before `at` waits for its mate; looked for within a bounded stretch.
fn is_open(all: &[char], at: usize) -> bool {
    let start = at.saturating_sub(2_000);
    (start..at).rev().filter(|&i| all[i] == '\'').find_map(|i| {
        let (b, a) = (i.checked_sub(1).map(|j| all[j]), all.get(i + 1).copied());
        let inside = b.is_some_and(char::is_alphanumeric) && a.is_some_and(char::is_alphanumeric);
        (!inside).then(|| opens(b, a))
    }) == Some(true)
}

/// Whether a single quote that closes follows within a bounded stretch.
fn closes_later(all: &[char], at: usize) -> bool {
    let end = all.len().min(at + 2_000);
    (at + 1..end).any(|i| all[i] == '\'' && all[i - 1] != ' ' && all.get(i + 1).is_none_or(|c| !c.is_alphanumeric()))
}
