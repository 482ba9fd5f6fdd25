//! Indents that a language has of its own: paragraphs of Chinese begin two letters from the margin and those of Japanese one, the
//! first below a heading as all others (Requirements for Chinese Text Layout, "Line Head Indent at the Beginning of
//! Paragraphs"; Requirements for Japanese Text Layout §3.5.1). Paragraphs that begin with a picture have none in any language.

use std::collections::HashMap;

use crate::model::{Block, BlockId, BlockKind, Inline, InlineKind, is_han, is_kana, plain_text, primary_language};
use crate::style::{Role, StyleSheet, TextAlign};
use crate::units::Length;

/// Of how many letters the indent of each paragraph is that has such an indent. There are none where the style indents no
/// paragraphs, or sets them apart from the margin.
pub(super) fn letters(blocks: &[Block], language: Option<&str>, sheet: &StyleSheet) -> HashMap<BlockId, u8> {
    let mut walk = Walk { sheet, letters: HashMap::new() };
    let style = sheet.role(&Role::Paragraph);
    if style.text_indent > Length::ZERO && !style.text_align.is_set_apart() {
        walk.blocks(blocks, language, First::Indented);
    }
    walk.letters
}

/// How many letters wide the indents of a language are, where that is its own affair.
#[must_use]
pub fn letters_of_indent(language: &str) -> Option<u8> {
    match primary_language(language) {
        "zh" => Some(2),
        "ja" => Some(1),
        _ => None,
    }
}

/// What becomes of the first of several paragraphs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Indented,
    /// It stands beside a bullet or a term.
    Flush,
}

struct Walk<'a> {
    sheet: &'a StyleSheet,
    letters: HashMap<BlockId, u8>,
}

impl Walk<'_> {
    fn blocks(&mut self, blocks: &[Block], language: Option<&str>, first: First) {
        for (place, block) in blocks.iter().enumerate() {
            if block.attributes.classes.iter().any(|class| self.sets_apart(class)) {
                continue;
            }
            let language = block.attributes.lang().or(language);
            match &block.kind {
                BlockKind::Paragraph(content) if place > 0 || first == First::Indented => {
                    let letters = match language {
                        _ if begins_with_picture(content) => Some(0),
                        Some(language) => letters_of_indent(language),
                        None => by_script(content),
                    };
                    if let Some(letters) = letters {
                        self.letters.insert(block.id.clone(), letters);
                    }
                }
                BlockKind::Quote(inner) | BlockKind::Container(inner) | BlockKind::Callout { blocks: inner, .. } => {
                    self.blocks(inner, language, First::Indented);
                }
                BlockKind::List(list) => {
                    list.items.iter().for_each(|item| self.blocks(&item.blocks, language, First::Flush));
                }
                BlockKind::Definitions(items) => {
                    let definitions = items.iter().flat_map(|item| &item.definitions);
                    definitions.for_each(|blocks| self.blocks(blocks, language, First::Flush));
                }
                // Cells of tables indent nothing.
                BlockKind::Paragraph(_)
                | BlockKind::Table(_)
                | BlockKind::Heading { .. }
                | BlockKind::Code(_)
                | BlockKind::Figure(_)
                | BlockKind::Math(_)
                | BlockKind::ThematicBreak
                | BlockKind::PageBreak
                | BlockKind::Raw { .. }
                | BlockKind::Contents(_) => {}
            }
        }
    }

    fn sets_apart(&self, class: &str) -> bool {
        let declared = self.sheet.declarations(&Role::Class(class.into()));
        declared.and_then(|declared| declared.text_align).is_some_and(TextAlign::is_set_apart)
    }
}

fn begins_with_picture(content: &[Inline]) -> bool {
    matches!(content.first().map(|inline| &inline.kind), Some(InlineKind::Image(_)))
}

/// The indent of a paragraph in a document that does not name its language: most of its letters tell it.
fn by_script(content: &[Inline]) -> Option<u8> {
    let text = plain_text(content);
    let (mut ideographs, mut kana, mut others) = (0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        match () {
            () if is_kana(c) => kana += 1,
            () if is_han(c) => ideographs += 1,
            () => others += 1,
        }
    }
    // A word of Latin has several letters where Chinese has one.
    match (kana > 0, (ideographs + kana) * 3 > others) {
        (_, false) => None,
        (true, true) => letters_of_indent("ja"),
        (false, true) => letters_of_indent("zh"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    #[test]
    fn the_letters_tell_the_language_where_nothing_else_does() {
        let check = |text: &str, expected| {
            assert_eq!(by_script(&[Inline { span: Span::default(), kind: InlineKind::Text(text.into()) }]), expected);
        };
        check("系统设计是一个很宽泛的话题。", Some(2));
        check("使用 Redis 缓存。", Some(2));
        check("システム設計", Some(1));
        check("A sign such as 道 in English", None);
        check("한국어 문장", None);
        check("1851", None);
    }
}
