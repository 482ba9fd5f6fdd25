//! Where lines may be broken (Unicode Standard Annex 14), with finer points of addresses and code.

use std::sync::LazyLock;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{GraphemeClusterSegmenter, LineSegmenter, LineSegmenterBorrowed};

/// Byte offsets in front of which a line may begin, in order; neither the start nor the end of the text.
#[must_use]
pub fn line_breaks(text: &str) -> Vec<usize> {
    static SEGMENTER: LazyLock<LineSegmenterBorrowed<'static>> =
        LazyLock::new(|| LineSegmenter::new_auto(LineBreakOptions::default()));
    let allowed = |&at: &usize| {
        // The annex (class B2) allows a break on either side of a dash; a line that begins with one is a mistake.
        let rest = text.get(at..).unwrap_or("");
        let dash = rest.starts_with('—');
        // Between spaces it stays with what it follows, as in print.
        let spaced = rest.starts_with("— ") || rest.starts_with("– ");
        // The shaft of an arrow is no hyphen.
        let arrow = rest.starts_with('>') && text.get(..at).is_some_and(|before| before.ends_with('-'));
        at > 0
            && at < text.len()
            && !spaced
            && !arrow
            && (!dash || text.get(..at).is_some_and(|before| before.ends_with(' ')))
    };
    let mut breaks: Vec<usize> = SEGMENTER.segment_str(text).filter(allowed).collect();
    // The annex (LB19) keeps every quotation mark with what stands before it, but one that opens after a dash is no part
    // of the word there.
    for (at, dash) in text.match_indices('—') {
        let after = at + dash.len();
        let mut rest = text.get(after..).unwrap_or("").chars();
        let opens = match rest.next() {
            Some('“' | '‘' | '„' | '«' | '‹') => true,
            Some('"' | '\'') => rest.next().is_some_and(char::is_alphanumeric),
            _ => false,
        };
        if opens && let Err(place) = breaks.binary_search(&after) {
            breaks.insert(place, after);
        }
    }
    // The annex (LB13, LB15d) lets no line begin with punctuation, not even after a space. What begins a word, as in
    // `.NET` and `/etc`, closes nothing.
    for (at, _) in text.match_indices(' ') {
        let after = at + 1;
        let mut rest = text.get(after..).unwrap_or("").chars();
        let begins =
            matches!(rest.next(), Some('.' | ':' | '/' | '!')) && rest.next().is_some_and(char::is_alphanumeric);
        if begins && let Err(place) = breaks.binary_search(&after) {
            breaks.insert(place, after);
        }
    }
    breaks
}

/// Byte offsets at which a user-perceived character ends, in order, with the end of the text.
pub fn graphemes(text: &str) -> impl Iterator<Item = usize> + '_ {
    const { GraphemeClusterSegmenter::new() }.segment_str(text).filter(|&at| at > 0)
}

/// Whether a word between spaces is an address: it is broken at its punctuation, and never hyphenated.
#[must_use]
pub fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.") || word.starts_with("mailto:")
}

/// Byte offsets inside an address, a path or a piece of code where a line may end without a hyphen: after slashes and
/// what opens or joins, in front of what begins the next part.
pub fn address_breaks(word: &str) -> impl Iterator<Item = usize> + '_ {
    word.char_indices().filter_map(move |(at, c)| {
        let after = at + c.len_utf8();
        let (before_rest, rest) = (word.get(..at)?, word.get(after..)?);
        match c {
            // Of a command such as `\newpage` it is part.
            '\\' if at == 0 => None,
            '/' | '\\' | ':' | '&' | '=' | '(' | ',' | ';' | '@' | '|' | '+' | '>' => {
                let repeated = rest.starts_with(['/', ':', '&', '=', ')', '|', '>']);
                (!rest.is_empty() && !repeated).then_some(after)
            }
            '.' | '?' | '#' | '%' | '_' | '~' | '-' => {
                let repeated = before_rest.ends_with(['.', '_', '-', '/', ':', '(', '#']);
                (at > 0 && !rest.is_empty() && !repeated).then_some(at)
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, breaks: impl Iterator<Item = usize>) -> String {
        let mut out = text.to_owned();
        for at in breaks.collect::<Vec<_>>().into_iter().rev() {
            out.insert(at, '|');
        }
        out
    }

    #[test]
    fn a_backslash_that_begins_a_command_stays_with_it() {
        assert_eq!(split(r"\newpage", address_breaks(r"\newpage")), r"\newpage");
        assert_eq!(split(r"C:\dir\file", address_breaks(r"C:\dir\file")), r"C:|\|dir\|file");
    }

    #[test]
    fn breaks_follow_the_annex() {
        let check = |text: &str, expected: &str| assert_eq!(split(text, line_breaks(text).into_iter()), expected);
        check("co-operate—yes (or no).", "co-|operate—|yes |(or |no).");
        check("down—“What”", "down—|“What”");
        check("so – or so — on", "so – |or |so — |on");
        check("a -> b-->c", "a |-> |b-->c");
        check("中文，排版。「好」", "中|文，|排|版。|「好」");
        check("ภาษาไทย", "ภาษา|ไทย");
        check("in .NET : yes", "in |.NET : |yes");
    }

    #[test]
    fn addresses_break_at_their_punctuation() {
        let check = |text: &str, expected: &str| assert_eq!(split(text, address_breaks(text)), expected);
        check("https://example.org/a/b?c=d", "https://|example|.org/|a/|b|?c=|d");
        check("std::collections::HashMap", "std::|collections::|HashMap");
        check("a_b", "a|_b");
    }
}
