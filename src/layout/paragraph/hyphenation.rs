//! Where words may be hyphenated: by the patterns of their language, and where neither the style nor the author forbids it.

use std::ops::Range;

use super::breakpoints::Finder;
use crate::layout::inline::RunKind;
use crate::model::Direction;
use crate::text::{self, Hyphenator};

impl Finder<'_> {
    /// Whether the text at that byte runs in the direction of the paragraph.
    pub(super) fn runs_along(&self, at: usize) -> bool {
        let runs = &self.shaped.runs;
        let run = runs.get(runs.partition_point(|run| run.text.end <= at));
        run.is_none_or(|run| (run.level % 2 == 1) == (self.base == Direction::RightToLeft))
    }

    /// The language of a stretch of text, if all of its styles let words be hyphenated.
    fn hyphenated_language(&self, range: Range<usize>) -> Option<&str> {
        let first = self.inlines.runs.partition_point(|run| run.range.end <= range.start);
        let mut runs = self.inlines.runs.iter().skip(first).take_while(|run| run.range.start < range.end);
        let lang = runs.clone().next().map(|run| &*run.lang)?;
        runs.all(|run| run.kind == RunKind::Text && run.style.hyphens).then_some(lang)
    }

    /// Adds the bytes before which a hyphen may be put.
    pub(super) fn hyphenate(&self, places: &mut Vec<usize>) {
        let text = self.inlines.text.as_str();
        let mut hyphenators: Vec<(&str, Hyphenator)> = Vec::new();
        let mut token_start = 0;
        for token in text.split_inclusive([' ', '\u{A0}', '—', '–']) {
            let start = token_start;
            token_start += token.len();
            if token.len() < 5 || token.bytes().any(|b| b.is_ascii_digit()) || text::is_address(token) {
                continue;
            }
            let Some(lang) = self.hyphenated_language(start..start + token.len()) else { continue };
            let lang = text::language_of_word(token, lang);
            let place = match hyphenators.iter().position(|(known, _)| *known == lang) {
                Some(place) => place,
                None => {
                    hyphenators.push((lang, Hyphenator::new(lang, self.exceptions)));
                    hyphenators.len() - 1
                }
            };
            let Some((_, hyphenator)) = hyphenators.get(place) else { continue };
            if hyphenator.is_empty() {
                continue;
            }
            for (word_start, word) in words(token) {
                // Where a word runs against the paragraph, its line goes on behind the hyphen, which would stand in its midst.
                if !self.runs_along(start + word_start) {
                    continue;
                }
                // A soft hyphen says that the author knows better.
                let range = start + word_start..start + word_start + word.len();
                let first = self.inlines.soft_hyphens.partition_point(|&at| at <= range.start);
                if self.inlines.soft_hyphens.get(first).is_some_and(|at| range.contains(at)) {
                    continue;
                }
                if !self.capitalized && word.starts_with(char::is_uppercase) {
                    continue;
                }
                hyphenator.points(word, |at| places.push(range.start + at));
            }
        }
    }
}

/// The words of a token, with the offset of each: stretches of letters and what combines with them.
fn words(token: &str) -> impl Iterator<Item = (usize, &str)> {
    let inner = |c: char| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36F}');
    let mut rest = 0;
    std::iter::from_fn(move || {
        let begin = rest + token.get(rest..)?.find(inner)?;
        let length = token.get(begin..)?.find(|c| !inner(c)).unwrap_or(token.len() - begin);
        rest = begin + length;
        Some((begin, token.get(begin..rest)?))
    })
}
