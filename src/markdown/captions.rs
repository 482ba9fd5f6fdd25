//! Captions of tables: a paragraph `Table: caption {#tbl:x}` or `: caption` beside the table.

use super::attributes;
use super::builder::Builder;
use crate::diagnostic::Span;
use crate::model::{Attributes, Block, BlockKind, Caption, Inline, InlineKind, Table};

/// Adds a block to the innermost frame, and puts a caption and its table together when the second of them comes.
pub(super) fn push(builder: &mut Builder<'_>, mut block: Block) {
    let source = builder.source;
    let siblings = &mut builder.top().blocks;
    match (&mut block.kind, siblings.last_mut()) {
        (BlockKind::Table(table), before) => {
            if table.caption.is_none()
                && let Some(Block { kind: BlockKind::Paragraph(content), span, .. }) = before
                && let Some((content, given)) = read(content, *span, source)
            {
                let span = *span;
                builder.top().blocks.pop();
                attach(table, content, span, given, &mut block.attributes);
            }
            absorb_last_row(source, table, &mut block.attributes);
        }
        (BlockKind::Paragraph(content), Some(Block { kind: BlockKind::Table(table), attributes, .. }))
            if table.caption.is_none() =>
        {
            if let Some((content, given)) = read(content, block.span, source) {
                attach(table, content, block.span, given, attributes);
                return;
            }
        }
        _ => {}
    }
    builder.top().blocks.push(block);
}

fn attach(table: &mut Table, content: Vec<Inline>, span: Span, given: Attributes, attributes: &mut Attributes) {
    table.caption = Some(Caption { span, content });
    attributes.id = given.id.or(attributes.id.take());
    attributes.classes.extend(given.classes);
    for (key, value) in given.pairs {
        if key == "widths" {
            widths(table, &value);
        } else {
            attributes.pairs.push((key, value));
        }
    }
}

/// `widths="20,30,50"`: shares of the table's width.
fn widths(table: &mut Table, value: &str) {
    let shares: Vec<f64> =
        value.split([',', ' ']).filter_map(|part| part.trim().trim_end_matches('%').parse().ok()).collect();
    let sum: f64 = shares.iter().sum();
    if sum > 0.0 && shares.iter().all(|share| share.is_finite() && *share >= 0.0) {
        for (column, share) in table.columns.iter_mut().zip(shares) {
            column.width = Some(share / sum.max(1.0).max(if sum > 1.5 { 100.0_f64.max(sum) } else { 1.0 }));
        }
    }
}

/// The caption in a paragraph, without its mark and its attributes.
fn read(content: &[Inline], span: Span, source: &str) -> Option<(Vec<Inline>, Attributes)> {
    let Some(Inline { kind: InlineKind::Text(first), .. }) = content.first() else { return None };
    let mark = mark(first)?;
    // An escaped colon is no mark.
    let written = source.get(span.start as usize..)?;
    if written.starts_with('\\') {
        return None;
    }
    let mut content = content.to_vec();
    if let Some(Inline { kind: InlineKind::Text(first), span }) = content.first_mut() {
        first.drain(..mark);
        span.start = (span.start + u32::try_from(mark).unwrap_or(0)).min(span.end);
    }
    let mut given = Attributes::default();
    if let Some(Inline { kind: InlineKind::Text(last), .. }) = content.last_mut()
        && let Some((attributes, start)) = trailing(last)
    {
        last.truncate(last[..start].trim_end().len());
        given = attributes;
    }
    Some((super::paragraph::trim(content), given))
}

/// Attributes at the end of a text, and where they begin.
pub(super) fn trailing(text: &str) -> Option<(Attributes, usize)> {
    let text = text.trim_end();
    if !text.ends_with('}') {
        return None;
    }
    let start = text.rfind('{')?;
    let (attributes, length) = attributes::parse(&text[start..])?;
    (start + length == text.len()).then_some((attributes, start))
}

fn mark(text: &str) -> Option<usize> {
    let length = ["Table:", "table:", ":"].iter().find(|mark| text.starts_with(**mark)).map(|mark| mark.len())?;
    let spaces = text[length..].len() - text[length..].trim_start().len();
    (spaces > 0 || (text.len() > length && length > 1)).then_some(length + spaces)
}

/// Without a blank line between them, the caption is read as the table's last row.
fn absorb_last_row(source: &str, table: &mut Table, attributes: &mut Attributes) {
    if table.caption.is_some() {
        return;
    }
    let rows = if table.foot.is_empty() { &mut table.body } else { &mut table.foot };
    let Some(row) = rows.last() else { return };
    if source.get(row.span.range()).is_none_or(|text| text.contains('|')) {
        return;
    }
    let Some(Block { kind: BlockKind::Paragraph(content), .. }) =
        row.cells.first().and_then(|cell| cell.blocks.first())
    else {
        return;
    };
    let span = row.span;
    if let Some((content, given)) = read(content, span, source) {
        rows.pop();
        attach(table, content, span, given, attributes);
    }
}
