//! Blocks that are too large for one file, cut into pieces that are blocks of their own: lists between items, tables between rows,
//! quotations and containers between the blocks in them. What cannot be cut without a change of what it says, such as
//! a paragraph, stays whole.

use std::borrow::Cow;

use super::split::{LARGEST, weight};
use crate::model::{Block, BlockId, BlockKind, List, ListItem, ListKind, Row, Table, visit_blocks_mut};

/// The most bytes of XHTML that a piece has, by estimate. What is larger than a file may be is then cut into pieces of more than half of
/// that, so that no two stand in one file.
const PIECE: usize = LARGEST * 5 / 6;

/// The blocks, with pieces in place of those that are too large.
pub(super) fn cut(blocks: &[Block]) -> Cow<'_, [Block]> {
    if blocks.iter().all(|block| weight(block) <= LARGEST) {
        return Cow::Borrowed(blocks);
    }
    Cow::Owned(blocks.iter().flat_map(pieces).collect())
}

/// The pieces of a block; the first keeps its id.
fn pieces(block: &Block) -> Vec<Block> {
    let whole = || vec![block.clone()];
    if weight(block) <= LARGEST {
        return whole();
    }
    let kinds: Vec<BlockKind> = match &block.kind {
        BlockKind::List(list) => lists(list).into_iter().map(BlockKind::List).collect(),
        BlockKind::Table(table) => tables(table).into_iter().map(BlockKind::Table).collect(),
        BlockKind::Quote(blocks) => inner(blocks).into_iter().map(BlockKind::Quote).collect(),
        BlockKind::Container(blocks) => inner(blocks).into_iter().map(BlockKind::Container).collect(),
        BlockKind::Definitions(items) => {
            let sizes = items.iter().map(|item| item.definitions.iter().flatten().map(weight).sum::<usize>() + 60);
            runs(sizes, |_| true)
                .into_iter()
                .filter_map(|run| items.get(run))
                .map(|i| BlockKind::Definitions(i.to_vec()))
                .collect()
        }
        // Page marks count in the text of code.
        BlockKind::Code(_)
        | BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Figure(_)
        | BlockKind::Math(_)
        | BlockKind::Callout { .. }
        | BlockKind::ThematicBreak
        | BlockKind::PageBreak
        | BlockKind::Raw { .. }
        | BlockKind::Contents(_) => return whole(),
    };
    let pieces = kinds.into_iter().enumerate().map(|(i, kind)| {
        let id = if i == 0 { block.id.clone() } else { piece_id(&block.id, i) };
        Block { id, span: block.span, attributes: block.attributes.clone(), kind }
    });
    pieces.collect()
}

/// An id that no author gives: it is not the slug of anything.
fn piece_id(id: &BlockId, piece: usize) -> BlockId {
    BlockId::new(&format!("{id}.{}", piece + 1))
}

/// Runs of neighbours of about the same size; none ends where it may not.
fn runs(sizes: impl Iterator<Item = usize>, may_end: impl Fn(usize) -> bool) -> Vec<std::ops::Range<usize>> {
    let sizes: Vec<usize> = sizes.collect();
    let total: usize = sizes.iter().sum();
    let size = total.div_ceil(total.div_ceil(PIECE).max(1));
    let mut runs = Vec::new();
    let (mut start, mut sum) = (0, 0);
    for (i, own) in sizes.iter().enumerate() {
        if i > start && sum + own / 2 > size * (runs.len() + 1) && may_end(i) {
            runs.push(start..i);
            start = i;
        }
        sum += own;
    }
    runs.push(start..sizes.len());
    runs
}

fn inner(blocks: &[Block]) -> Vec<Vec<Block>> {
    let blocks: Vec<Block> = blocks.iter().flat_map(pieces).collect();
    let mut parts: Vec<Vec<Block>> = Vec::new();
    let mut size = 0;
    for block in blocks {
        let own = weight(&block);
        match parts.last_mut().filter(|_| size + own <= PIECE) {
            Some(part) => {
                size += own;
                part.push(block);
            }
            None => {
                size = own;
                parts.push(vec![block]);
            }
        }
    }
    parts
}

fn lists(list: &List) -> Vec<List> {
    let size = |item: &ListItem| item.blocks.iter().map(weight).sum::<usize>() + 20;
    let part = |run: std::ops::Range<usize>| {
        let kind = match list.kind {
            ListKind::Bullet => ListKind::Bullet,
            ListKind::Ordered { start, style } => {
                let past = run.start.try_into().unwrap_or(u32::MAX);
                ListKind::Ordered { start: start.saturating_add(past.into()), style }
            }
        };
        Some(List { kind, tight: list.tight, items: list.items.get(run)?.to_vec() })
    };
    runs(list.items.iter().map(size), |_| true).into_iter().filter_map(part).collect()
}

/// Each part has the head of the table, as on paper; the caption stands over the first, the foot ends the last.
fn tables(table: &Table) -> Vec<Table> {
    let size =
        |row: &Row| row.cells.iter().map(|cell| cell.blocks.iter().map(weight).sum::<usize>() + 30).sum::<usize>() + 20;
    // Rows that cells of rows above reach into.
    let mut held = vec![false; table.body.len()];
    for (i, row) in table.body.iter().enumerate() {
        let down = row.cells.iter().map(|cell| cell.row_span as usize).max().unwrap_or(1);
        held.iter_mut().skip(i + 1).take(down.saturating_sub(1)).for_each(|held| *held = true);
    }
    let runs = runs(table.body.iter().map(size), |row| held.get(row) == Some(&false));
    let last = runs.len().saturating_sub(1);
    let part = |(i, run): (usize, std::ops::Range<usize>)| {
        let mut head = table.head.clone();
        if i > 0 {
            head.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| {
                visit_blocks_mut(&mut cell.blocks, &mut |block| block.id = piece_id(&block.id, i));
            });
        }
        let caption = table.caption.clone().filter(|_| i == 0);
        let foot = if i == last { table.foot.clone() } else { Vec::new() };
        Some(Table { caption, columns: table.columns.clone(), head, body: table.body.get(run)?.to_vec(), foot })
    };
    runs.into_iter().enumerate().filter_map(part).collect()
}
