//! Rows and tables, from Markdown and from HTML alike.

use super::builder::{Builder, Node};
use crate::diagnostic::Span;
use crate::model::{Attributes, BlockKind, Caption, Cell, Column, Inline, Row, RowGroup, Table};

impl Builder<'_> {
    /// Adds a row to the table that is open.
    pub(super) fn row(&mut self, mut row: Row) {
        if row.cells.is_empty() {
            return;
        }
        let group = match self.top().node {
            Node::Rows(group) => group,
            _ => RowGroup::Body,
        };
        let table = self.stack.iter_mut().rev().take(2).find_map(|frame| match &mut frame.node {
            Node::Table(table) => Some(table),
            _ => None,
        });
        let Some(table) = table else {
            for cell in row.cells {
                self.splice(cell.blocks);
            }
            return;
        };
        // HTML tables often have no `<thead>`: a first row of `<th>` alone is one.
        let first = table.head.is_empty() && table.body.is_empty();
        let heads = group == RowGroup::Body && first && row.cells.iter().all(|cell| cell.heads_row);
        match group {
            RowGroup::Body if !heads => table.body.push(row),
            RowGroup::Foot => table.foot.push(row),
            RowGroup::Body | RowGroup::Head => {
                row.cells.iter_mut().for_each(|cell| cell.heads_row = false);
                table.head.push(row);
            }
        }
    }

    /// Puts a table that has closed.
    pub(super) fn table(&mut self, mut table: Table, span: Span, attributes: Attributes, caption: Option<Vec<Inline>>) {
        if table.rows().next().is_none() {
            if let Some(caption) = caption {
                self.block(BlockKind::Paragraph(caption), span, attributes);
            }
            return;
        }
        divide(self.source, &mut table);
        let width = table
            .rows()
            .map(|row| row.cells.iter().map(|cell: &Cell| cell.column_span as usize).sum())
            .max()
            .unwrap_or(0);
        if table.columns.len() < width {
            table.columns.resize(width, Column::default());
        }
        table.caption = caption.map(|content| Caption { span, content });
        self.block(BlockKind::Table(table), span, attributes);
    }
}

/// Rows below a row of `===` are the footer, as in kramdown and in pandoc's grid tables; one more such row may close it.
fn divide(source: &str, table: &mut Table) {
    let is_rule = |row: &Row| source.get(row.span.range()).is_some_and(is_rule);
    let Some(rule) = table.body.iter().position(is_rule) else { return };
    if table.body.iter().skip(rule).all(is_rule) {
        return;
    }
    table.foot = table.body.split_off(rule);
    table.foot.retain(|row| !is_rule(row));
}

/// Whether a row of a pipe table has equals signs in each of its cells and nothing else.
fn is_rule(row: &str) -> bool {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').unwrap_or(row);
    row.split(['|', '+']).all(|cell| {
        let cell = cell.trim();
        cell.len() >= 3 && cell.bytes().all(|letter| letter == b'=')
    })
}
