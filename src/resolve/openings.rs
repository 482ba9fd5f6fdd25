//! How the first paragraph of a chapter begins: `opening` in the `[document]` of a style sheet.

use std::collections::HashSet;

use crate::model::{Block, BlockId, BlockKind, Inline, InlineKind, plain_text};
use crate::style::Opening;

/// So many words, at most, are set in small capitals.
const WORDS: usize = 4;

/// A paragraph of fewer characters is too short to stand beside a drop cap.
const BESIDE_A_DROP_CAP: usize = 160;

/// How many lines stand beside a drop cap.
pub const DROP_CAP_LINES: u8 = 3;

/// Paragraphs that open chapters.
#[derive(Debug, Default)]
pub(super) struct Openings {
    /// Those that begin with a drop cap.
    pub(super) drop_caps: HashSet<BlockId>,
    /// Those whose first line is in small capitals.
    pub(super) first_lines: HashSet<BlockId>,
}

/// Sets the first words of every chapter in small capitals where the style asks for that; returns the paragraphs that begin with a
/// drop cap, or with a line in small capitals, where it asks for those.
pub(super) fn open(blocks: &mut [Block], opening: Opening) -> Openings {
    let mut openings = Openings::default();
    if opening == Opening::Plain {
        return openings;
    }
    let count = |wanted: u8| blocks.iter().filter(|block| heading_level(block) == Some(wanted)).count();
    // Where the only heading of level 1 is the document's title, its chapters are those of level 2.
    let deepest = if count(1) <= 1 && count(2) > 0 { 2 } else { 1 };
    let mut opens = false;
    for block in blocks {
        if let Some(level) = heading_level(block) {
            opens = level <= deepest;
            continue;
        }
        // An epigraph stands between a chapter's heading and its beginning.
        if opens && !matches!(block.kind, BlockKind::Quote(_)) {
            opens = false;
            openings.begin(block, opening);
        }
    }
    openings
}

impl Openings {
    /// Opens a chapter that begins with that block.
    fn begin(&mut self, block: &mut Block, opening: Opening) {
        match &mut block.kind {
            BlockKind::Paragraph(content) => match opening {
                Opening::Plain => {}
                Opening::SmallCaps => small_capitals(content),
                Opening::DropCap => {
                    if takes_drop_cap(content) {
                        self.drop_caps.insert(block.id.clone());
                    }
                }
                Opening::FirstLine => {
                    if begins_with_words(content) {
                        self.first_lines.insert(block.id.clone());
                    }
                }
            },
            // What only says the language of a chapter is no part of its look.
            BlockKind::Container(inner) if block.attributes.classes.is_empty() => {
                if let Some(first) = inner.first_mut() {
                    self.begin(first, opening);
                }
            }
            _ => {}
        }
    }
}

/// The same paragraph with a few words in small capitals, for an edition that cannot know what its first line is.
#[must_use]
pub fn with_small_capitals(content: &[Inline]) -> Vec<Inline> {
    let mut content = content.to_vec();
    small_capitals(&mut content);
    content
}

/// Whether a paragraph begins with words of a script that has capitals.
fn begins_with_words(content: &[Inline]) -> bool {
    matches!(content.first(), Some(Inline { kind: InlineKind::Text(text), .. }) if first_words(text).is_some())
}

fn heading_level(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading { level, .. } => Some(level),
        _ => None,
    }
}

/// Sets the first words in small capitals: as many as there are up to the first punctuation mark, and no more than four.
fn small_capitals(content: &mut Vec<Inline>) {
    let Some(Inline { span, kind: InlineKind::Text(text) }) = content.first_mut() else { return };
    let Some(end) = first_words(text) else { return };
    let span = *span;
    let rest = text.split_off(end);
    let words = std::mem::take(text);
    let words = Inline { span, kind: InlineKind::Text(words) };
    content[0].kind = InlineKind::SmallCaps(vec![words]);
    if !rest.is_empty() {
        content.insert(1, Inline { span, kind: InlineKind::Text(rest) });
    }
}

/// The end of the first words of a text in a script that has small capitals.
fn first_words(text: &str) -> Option<usize> {
    let mut words = 0;
    let mut end = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            words += 1;
            if words == WORDS {
                break;
            }
        } else if has_capitals(c) || matches!(c, '\'' | '’' | '-' | '\u{AD}') {
            end = Some(at + c.len_utf8());
        } else if end.is_some() {
            break;
        } else if c.is_alphanumeric() {
            return None;
        }
    }
    end
}

/// Whether a paragraph begins with a letter that can stand in front of its first lines, and is long enough to have some.
fn takes_drop_cap(content: &[Inline]) -> bool {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first() else { return false };
    let Some(rest) = initial(text).and_then(|initial| text.strip_prefix(initial)) else { return false };
    rest.starts_with(|c| has_capitals(c) || c == ' ') && plain_text(content).chars().count() >= BESIDE_A_DROP_CAP
}

/// The first letter of a text, with the marks that belong to it: those that open a quotation before it and the apostrophe behind
/// it (CSS Pseudo-Elements 4 §2.2, `::first-letter`).
#[must_use]
pub fn initial(text: &str) -> Option<&str> {
    let opens = |c| matches!(c, '“' | '‘' | '„' | '‚' | '«' | '‹' | '»' | '›' | '"' | '\'' | '¿' | '¡' | '(' | '[');
    let spaces = ['\u{A0}', '\u{202F}'];
    let letter = text.trim_start_matches(|c| opens(c) || spaces.contains(&c));
    let behind = letter.strip_prefix(has_capitals)?;
    let behind = behind.strip_prefix(['’', '\'']).unwrap_or(behind);
    text.get(..text.len() - behind.len())
}

/// Whether a character is a letter of a script that has capitals: Latin, Greek or Cyrillic.
fn has_capitals(c: char) -> bool {
    c.is_alphabetic() && (c < '\u{530}' || ('\u{1E00}'..'\u{2000}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_container_that_only_names_the_language_is_looked_into() {
        use crate::model::Attributes;
        let text = |text: &str| {
            vec![Inline { span: crate::diagnostic::Span::default(), kind: InlineKind::Text(text.repeat(20)) }]
        };
        let block = |kind, attributes| Block {
            id: BlockId::new("a"),
            span: crate::diagnostic::Span::default(),
            attributes,
            kind,
        };
        let opened = |classes: &[&str]| {
            let paragraph = block(BlockKind::Paragraph(text("Il était une fois ")), Attributes::default());
            let classes = classes.iter().map(|&class| class.into()).collect();
            let attributes = Attributes { classes, ..Attributes::default() };
            let container = block(BlockKind::Container(vec![paragraph]), attributes);
            let heading = BlockKind::Heading { level: 1, content: text("Un") };
            let mut blocks = [block(heading, Attributes::default()), container];
            open(&mut blocks, Opening::DropCap).drop_caps.len()
        };
        assert_eq!((opened(&[]), opened(&["dedication"])), (1, 0));
    }

    #[test]
    fn marks_around_the_first_letter_belong_to_it() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(initial(text), expected, "{text}");
        check("Call me Ishmael", Some("C"));
        check("“Call me Ishmael”", Some("“C"));
        check("“‘Call me,’ he said”", Some("“‘C"));
        check("«\u{202F}À la fin", Some("«\u{202F}À"));
        check("¿Qué", Some("¿Q"));
        check("L’été", Some("L’"));
        check("“", None);
        check("1851", None);
        check("— Oui", None);
    }

    #[test]
    fn what_opens_with_a_quotation_takes_a_drop_cap() {
        let takes = |text: &str| {
            let text = format!("{text}{}", " and so on".repeat(20));
            takes_drop_cap(&[Inline { span: crate::diagnostic::Span::default(), kind: InlineKind::Text(text) }])
        };
        assert!(takes("“Call me Ishmael,” he said") && takes("I was there") && takes("L’été"));
        assert!(!takes("“I,” he said") && !takes("A.D. 1851") && !takes("“你好"));
    }

    #[test]
    fn the_first_words_end_at_punctuation_or_after_the_fourth() {
        let check = |text: &str, words: Option<&str>| assert_eq!(first_words(text).map(|end| &text[..end]), words);
        check("Call me Ishmael. Some years ago", Some("Call me Ishmael"));
        check("It was the best of times", Some("It was the best"));
        check("“I don’t know,” he said", Some("“I don’t know"));
        check("1851 was the year", None);
        check("你好，世界", None);
    }
}
