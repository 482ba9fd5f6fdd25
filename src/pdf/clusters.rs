//! Clusters: glyphs that stand for a stretch of text together, and what kind of text it is.

use super::fonts::SOFT_HYPHEN;
use crate::layout::{Glyph, GlyphRun};
use crate::units::Length;

/// The text of a cluster, without the direction marks around it, which its letters' places have made needless; empty where
/// the range does not lie in the run's text.
pub(super) fn cluster_text<'a>(run: &'a GlyphRun, range: &std::ops::Range<u32>) -> &'a str {
    let text = run.text.get(range.start as usize..range.end as usize).unwrap_or("");
    // They begin with these bytes, in UTF-8.
    if !text.as_bytes().iter().any(|byte| matches!(byte, 0xD8 | 0xE2)) {
        return text;
    }
    text.trim_matches(
        |c| matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'),
    )
}

/// Which glyph of a cluster stands for its text: the first that moves on, and not an accent or a dot.
pub(super) fn speaker(cluster: &[Glyph]) -> usize {
    if cluster.len() == 1 {
        return 0;
    }
    cluster.iter().position(|glyph| glyph.advance > Length::ZERO).unwrap_or(0)
}

/// Whether a cluster is no part of a word: a space, or the hyphen of a line's end, whose text is a soft hyphen.
pub(super) fn stands_alone(run: &GlyphRun, cluster: &[Glyph]) -> bool {
    let text = cluster.first().map_or("", |glyph| cluster_text(run, &glyph.text));
    text == SOFT_HYPHEN || text.chars().all(char::is_whitespace)
}

/// Whether a run stands from right to left, has no letter that says so, and signs enough to have an order: the full stop and the bracket
/// after an English sentence in a paragraph from right to left.
pub(super) fn is_turned_punctuation(run: &GlyphRun) -> bool {
    let mut starts = run.glyphs.iter().map(|glyph| glyph.text.start);
    let (first, last) = (starts.next(), starts.last());
    let unseen = |c: char| c.is_whitespace() || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}');
    let signs = run.text.chars().filter(|&c| !unseen(c)).count();
    first > last && last.is_some() && signs > 1 && !run.text.chars().any(char::is_alphabetic)
}

/// Whether a text is of a script whose words have no spaces between them and whose signs stand above and below one another:
/// Thai, Lao, Burmese or Khmer.
pub(super) fn has_unspaced_words(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'))
}

/// Whether a text only says that letters join or do not.
pub(super) fn is_joiner(text: &str) -> bool {
    matches!(text, "\u{200C}" | "\u{200D}")
}
