//! Hyphenation by Liang's patterns, with the author's exceptions.

use std::cell::RefCell;
use std::collections::HashMap;

use hypher::Lang;

use crate::model::primary_language;

/// Words of capitals that have fewer letters may be abbreviations.
const SHORTEST_IN_CAPITALS: usize = 9;

/// Hyphenates words of one language.
#[derive(Clone, Debug, Default)]
pub struct Hyphenator {
    language: Option<(Lang, usize, usize)>,
    exceptions: HashMap<String, Vec<usize>>,
}

/// The language by whose patterns a word is hyphenated that stands in text of the language `lang`: that one, or the one that is
/// most often written in the word's letters where it is not written in them.
#[must_use]
pub fn language_of_word<'a>(word: &str, lang: &'a str) -> &'a str {
    match word.chars().find(|c| c.is_alphabetic()) {
        Some('\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}') => "el",
        Some('\u{10D0}'..='\u{10FF}') => "ka",
        Some('\u{400}'..='\u{52F}')
            if !matches!(
                primary_language(lang),
                "be" | "bg" | "kk" | "ky" | "mk" | "mn" | "ru" | "sr" | "tg" | "uk"
            ) =>
        {
            "ru"
        }
        _ => lang,
    }
}

impl Hyphenator {
    /// A hyphenator for a BCP 47 tag. Exceptions are words with hyphens where they may be broken (`al-go-rithm`); a word
    /// without any is never broken. A language without patterns has only the exceptions.
    #[must_use]
    pub fn new(lang: &str, exceptions: &[String]) -> Self {
        let primary = primary_language(lang).to_ascii_lowercase();
        let language = <[u8; 2]>::try_from(primary.as_bytes()).ok().and_then(Lang::from_iso).map(|language| {
            let (left, right) = language.bounds();
            (language, left.max(2), right.max(2))
        });
        let exceptions = exceptions
            .iter()
            .map(|word| {
                let mut plain = String::new();
                let mut points = Vec::new();
                for c in word.trim().chars() {
                    if matches!(c, '-' | '\u{AD}' | '\u{2010}') {
                        points.push(plain.len());
                    } else {
                        plain.extend(c.to_lowercase());
                    }
                }
                (plain, points)
            })
            .collect();
        Self { language, exceptions }
    }

    /// Whether there is anything to find at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.language.is_none() && self.exceptions.is_empty()
    }

    /// Calls `f` with each byte offset of `word` at which it may be broken. The word is letters only; an abbreviation (`NASA`,
    /// `GmbH`) is left whole, but what is longer than any of them is a word in capitals.
    pub fn points(&self, word: &str, mut f: impl FnMut(usize)) {
        if word.len() < 4 {
            return;
        }
        let capitals = word.chars().skip(1).any(char::is_uppercase);
        if capitals && (word.chars().count() < SHORTEST_IN_CAPITALS || !word.chars().all(char::is_uppercase)) {
            return;
        }
        if !self.exceptions.is_empty() {
            let lower = word.to_lowercase();
            if lower.len() == word.len()
                && let Some(points) = self.exceptions.get(&lower)
            {
                points.iter().filter(|&&at| at > 0 && at < word.len()).for_each(|&at| f(at));
                return;
            }
        }
        let Some((language, left, right)) = self.language else { return };
        let ends = || {
            let mut at = 0;
            let syllables = hypher::hyphenate_bounded(word, language, left, right);
            syllables.map(move |syllable| {
                at += syllable.len();
                at
            })
        };
        if word.len() > LONGEST_KNOWN {
            ends().filter(|&at| at < word.len()).for_each(f);
            return;
        }
        let mut points = KNOWN.with_borrow_mut(|known| {
            let words = known.entry(language as usize).or_default();
            if let Some(&points) = words.get(word) {
                return points;
            }
            let points = ends().filter(|&at| at < word.len()).fold(0_u64, |points, at| points | 1 << at);
            if words.len() == MOST_KNOWN {
                words.clear();
            }
            words.insert(word.into(), points);
            points
        });
        while points != 0 {
            f(points.trailing_zeros() as usize);
            points &= points - 1;
        }
    }
}

/// The longest word, in bytes, whose points are remembered: they are bits of a number.
const LONGEST_KNOWN: usize = 63;

/// How many words of a language each thread remembers.
const MOST_KNOWN: usize = 16_384;

thread_local! {
    /// The points of words by language: a text uses the same words over and over.
    static KNOWN: RefCell<HashMap<usize, HashMap<Box<str>, u64>>> = RefCell::default();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hyphenated(word: &str, lang: &str, exceptions: &[String]) -> String {
        let mut points = Vec::new();
        Hyphenator::new(lang, exceptions).points(word, |at| points.push(at));
        let mut out = word.to_owned();
        points.iter().rev().for_each(|&at| out.insert(at, '-'));
        out
    }

    #[test]
    fn words_are_broken_as_their_language_wants() {
        for (word, lang, expected) in [
            ("hyphenation", "en-GB", "hy-phen-ation"),
            ("Silbentrennung", "de", "Sil-ben-tren-nung"),
            ("NASA", "en", "NASA"),
            ("AFGHANISTAN", "en", "AFGHANISTAN"),
            ("PhilosophyDoc", "en", "PhilosophyDoc"),
            ("only", "en", "only"),
            ("hyphenation", "tlh", "hyphenation"),
        ] {
            assert_eq!(hyphenated(word, lang, &[]), expected);
        }
    }

    #[test]
    fn words_are_broken_alike_again_and_however_long_they_are() {
        let word = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft";
        for word in [word, "Silbentrennung"] {
            assert!(hyphenated(word, "de", &[]).contains("-"));
            assert_eq!(hyphenated(word, "de", &[]), hyphenated(word, "de", &[]));
        }
        assert!(word.len() > LONGEST_KNOWN && hyphenated(word, "de", &[]).ends_with("-schaft"));
        assert_ne!(hyphenated("international", "en", &[]), hyphenated("international", "de", &[]));
    }

    #[test]
    fn exceptions_come_first() {
        let exceptions = ["Al-gorithm".to_owned(), "present".to_owned()];
        assert_eq!(hyphenated("algorithm", "en", &exceptions), "al-gorithm");
        assert_eq!(hyphenated("present", "en", &exceptions), "present");
    }
}
