//! Which blocks go into which file.

use std::ops::Range;

use crate::model::{Block, BlockKind, plain_text, visit_blocks};

/// A file may have about this many bytes of text before it is split; readers load a whole file at a time.
pub(super) const LARGEST: usize = 300_000;

/// A file is not split before it has this many bytes, so that no scraps are left over.
const SMALLEST: usize = 100_000;

/// A document shorter than this many bytes stays in one file unless it has headings of the very level that the style
/// splits at: each file begins a page, and short sections are not to stand on pages of their own.
const SHORT: usize = 40_000;

/// Blocks that stand in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The top-level blocks.
    pub(super) blocks: Range<usize>,
    /// Goes on with a chapter that another file began.
    pub(super) continued: bool,
}

/// Splits the body at headings of `level` and above, and what is still too long inside chapters.
pub(super) fn split(blocks: &[Block], level: u8) -> (Vec<Part>, u8) {
    let weights: Vec<usize> = blocks.iter().map(weight).collect();
    let level = split_level(blocks, level, weights.iter().sum());
    let mut parts = Vec::new();
    let mut start = 0;
    // Whether there is text so far, or a heading that stands alone before one of this level.
    let mut has_text = false;
    let mut lone: Option<u8> = None;
    for (i, block) in blocks.iter().enumerate() {
        let own = heading_level(block);
        // Breaks in front of the first heading are not worth a file, nor is a heading with nothing before the next one below it.
        if own.is_some_and(|l| l <= level && (has_text || lone.is_some_and(|lone| l <= lone))) {
            push_part(&mut parts, blocks, &weights, start..i);
            start = i;
            (has_text, lone) = (false, None);
        }
        match own {
            // A part of a book has a page for its title.
            Some(_) if block.attributes.has_class("part") => has_text = true,
            Some(own) => lone = lone.max(Some(own)),
            None => has_text |= !matches!(block.kind, BlockKind::PageBreak | BlockKind::ThematicBreak),
        }
    }
    push_part(&mut parts, blocks, &weights, start..blocks.len());
    (parts, level)
}

/// The wanted level where headings of it (or above) divide the text, else the highest one that does.
fn split_level(blocks: &[Block], wanted: u8, size: usize) -> u8 {
    let count = |level| blocks.iter().filter(|b| heading_level(b).is_some_and(|l| l <= level)).count();
    let wanted = wanted.clamp(1, 6);
    if count(wanted) > 1 || size < SHORT {
        return wanted;
    }
    (wanted..=6).find(|&level| count(level) > 1).unwrap_or(wanted)
}

/// The level of a heading.
pub(super) fn heading_level(block: &Block) -> Option<u8> {
    match block.kind {
        BlockKind::Heading { level, .. } => Some(level),
        _ => None,
    }
}

/// Adds the blocks as one part, or as several where they are too many: cut in front of the last heading of those that fit,
/// or else between blocks.
fn push_part(parts: &mut Vec<Part>, blocks: &[Block], weights: &[usize], range: Range<usize>) {
    let mut start = range.start;
    let mut continued = false;
    let mut size = 0;
    let mut heading: Option<usize> = None;
    let mut i = range.start;
    while i < range.end {
        let weight = weights.get(i).copied().unwrap_or(0);
        if size > SMALLEST && size + weight > LARGEST {
            let cut = heading.unwrap_or(i);
            parts.push(Part { blocks: start..cut, continued });
            (start, i, size, heading, continued) = (cut, cut, 0, None, true);
            continue;
        }
        if size > SMALLEST && blocks.get(i).and_then(heading_level).is_some() {
            heading = Some(i);
        }
        size += weight;
        i += 1;
    }
    if start < range.end {
        parts.push(Part { blocks: start..range.end, continued });
    }
}

/// About how many bytes of XHTML a block comes to.
pub(super) fn weight(block: &Block) -> usize {
    let mut bytes = 0;
    visit_blocks(std::slice::from_ref(block), &mut |block| {
        bytes += 40;
        bytes += match &block.kind {
            BlockKind::Code(code) => code.text.len() * 2,
            BlockKind::Raw { text, .. } => text.len(),
            BlockKind::Math(math) => math.latex.len() * 10,
            BlockKind::Table(table) => table.rows().map(|row| row.cells.len() * 30).sum(),
            _ => 0,
        };
        bytes += block.inline_sequences().into_iter().map(|inlines| plain_text(inlines).len()).sum::<usize>();
    });
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::model::{Attributes, BlockId, Inline, InlineKind};

    fn block(kind: BlockKind) -> Block {
        Block { id: BlockId::new("x"), span: Span::default(), attributes: Attributes::default(), kind }
    }

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline { span: Span::default(), kind: InlineKind::Text(text.into()) }]
    }

    fn blocks(levels: &[u8], paragraph: usize) -> Vec<Block> {
        let paragraph = "x".repeat(paragraph);
        levels
            .iter()
            .map(|&level| match level {
                0 => block(BlockKind::Paragraph(text(&paragraph))),
                level => block(BlockKind::Heading { level, content: text("Title") }),
            })
            .collect()
    }

    #[track_caller]
    fn check(levels: &[u8], paragraph: usize, wanted: u8, expected: &[(usize, usize)]) {
        let (parts, _) = split(&blocks(levels, paragraph), wanted);
        let ranges: Vec<_> = parts.into_iter().map(|part| (part.blocks.start, part.blocks.end)).collect();
        assert_eq!(ranges, expected);
    }

    #[test]
    fn files_begin_at_headings_of_the_level() {
        check(&[0, 1, 0, 2, 0, 1, 0], 10, 1, &[(0, 1), (1, 5), (5, 7)]);
        check(&[], 10, 1, &[]);
        check(&[0, 0], 10, 1, &[(0, 2)]);
        // A heading does not stand alone, unless nothing below it follows.
        check(&[1, 2, 0, 2, 0, 1, 1, 2, 0], 10, 2, &[(0, 3), (3, 5), (5, 6), (6, 9)]);
    }

    #[test]
    fn a_document_without_that_level_is_split_at_the_next() {
        check(&[2, 0, 2, 0], 30_000, 1, &[(0, 2), (2, 4)]);
        check(&[1, 0, 2, 0, 2, 0], 30_000, 1, &[(0, 2), (2, 4), (4, 6)]);
        check(&[1, 0, 2, 0, 2, 0], 10, 1, &[(0, 6)]);
    }

    #[test]
    fn long_chapters_are_cut_at_sections_or_else_between_paragraphs() {
        check(&[1, 0, 2, 0, 2, 0, 1], 120_000, 1, &[(0, 4), (4, 6), (6, 7)]);
        check(&[1, 0, 0, 0, 0, 1], 120_000, 1, &[(0, 3), (3, 5), (5, 6)]);
    }
}
