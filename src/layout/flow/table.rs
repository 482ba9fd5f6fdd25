//! Tables: a grid of cells, with their places worked out from their spans.

use std::sync::Arc;

use super::{Context, Walk, default_direction, direction_of, node};
use crate::layout::node::{Cell, Node, NodeKind, Table, align};
use crate::layout::page::{CellScope, ElementKind, TableShape};
use crate::model::{self, Block, BlockKind, RowGroup};
use crate::style::{Computed, Role};
use crate::units::Length;

impl<'a> Walk<'a> {
    pub(super) fn table(&mut self, table: &'a model::Table, block: &'a Block, context: &Context<'a>) -> Vec<Node> {
        let style = self.sheet.compute(&Role::Table, &context.style);
        let shape = TableShape { columns: u32::try_from(table.columns.len()).unwrap_or(u32::MAX) };
        let element = self.element(ElementKind::Table(shape), context, Some(&block.id));
        let inside = Context { parent: element, style: Arc::new(style.inherited()), ..context.clone() };
        let mut nodes = Vec::new();
        let mut outer = context.style.inherited();
        outer.margin = style.margin;
        outer.break_before = style.break_before;
        outer.break_after = style.break_after;
        outer.column_span = style.column_span;
        if let Some(caption) = &table.caption {
            let mut caption = self.caption(&caption.content, caption.span, &block.id, &inside);
            caption.style = Arc::new(Computed { keep_with_next: true, ..(*caption.style).clone() });
            nodes.push(caption);
        }
        let [header_style, cell_style, footer_style] = [RowGroup::Head, RowGroup::Body, RowGroup::Foot]
            .map(|group| Arc::new(self.sheet.compute(&Role::cell_of(group), &inside.style)));
        let mut rows = Vec::with_capacity(table.rows().count());
        for (group, part) in table.groups() {
            if part.is_empty() {
                continue;
            }
            let head = group == RowGroup::Head;
            let (kind, style) = match group {
                RowGroup::Head => (ElementKind::TableHead, &header_style),
                RowGroup::Body => (ElementKind::TableBody, &cell_style),
                RowGroup::Foot => (ElementKind::TableFoot, &footer_style),
            };
            let part_element = self.element(kind, &inside, None);
            let mut grid = Grid::new(table.columns.len().max(1));
            for row in part {
                let row_context = Context { parent: part_element, ..inside.clone() };
                let row_element = self.element(ElementKind::TableRow, &row_context, None);
                let row_context = Context { parent: row_element, ..inside.clone() };
                let mut cells = Vec::with_capacity(row.cells.len());
                for cell in &row.cells {
                    let Some((column, columns)) = grid.place(cell) else { continue };
                    let base = if cell.heads_row { &header_style } else { style };
                    let alignment = cell.alignment.or(table.columns.get(column).and_then(|c| c.alignment));
                    let nodes = self.cell(cell, base, alignment, head, &row_context);
                    cells.push(Cell { column, columns, rows: (cell.row_span.max(1) as usize).min(part.len()), nodes });
                }
                grid.next_row();
                rows.push(cells);
            }
        }
        let kind = NodeKind::Table(Box::new(Table {
            block: block.id.clone(),
            span: block.span,
            columns: table.columns.iter().map(|column| column.width).collect(),
            rows,
            head: table.head.len(),
            foot: table.foot.len(),
            direction: default_direction(context),
            header_style,
            cell_style,
            footer_style,
        }));
        let inner = Computed {
            margin: outer.inherited().margin,
            break_before: outer.inherited().break_before,
            break_after: outer.inherited().break_after,
            column_span: false,
            ..style
        };
        nodes.push(node(kind, inner));
        vec![super::group(nodes, outer)]
    }

    fn cell(
        &mut self,
        cell: &'a model::Cell,
        base: &Computed,
        alignment: Option<model::Alignment>,
        head: bool,
        context: &Context<'a>,
    ) -> Vec<Node> {
        let (columns, rows) = (cell.column_span.max(1), cell.row_span.max(1));
        let kind = if head || cell.heads_row {
            // ISO 14289-1 §7.5: header cells say what they head.
            let scope = if head { CellScope::Column } else { CellScope::Row };
            ElementKind::TableHeaderCell { scope, columns, rows }
        } else {
            ElementKind::TableCell { columns, rows }
        };
        let element = self.element(kind, context, None);
        let mut style = base.inherited();
        align(&mut style, alignment, direction_of(&cell.blocks, context));
        style.text_indent = Length::ZERO;
        let single = matches!(cell.blocks.as_slice(), [Block { kind: BlockKind::Paragraph(_), .. }]);
        let inner = Context {
            direction: context.direction,
            parent: element,
            notes: element,
            style: Arc::new(style),
            tight: single,
            depth: 0,
            lang: context.lang,
        };
        self.blocks(&cell.blocks, &inner)
    }
}

/// Which columns of the coming rows are covered by cells from above.
struct Grid {
    /// For each column, how many rows from here on are covered, this one included.
    covered: Vec<u32>,
}

impl Grid {
    fn new(columns: usize) -> Self {
        Self { covered: vec![0; columns] }
    }

    /// The column in which the next cell of this row begins and how many it covers; `None` when the row is full.
    fn place(&mut self, cell: &model::Cell) -> Option<(usize, usize)> {
        let column = self.covered.iter().position(|&rows| rows == 0)?;
        let free = self.covered.iter().skip(column).take_while(|&&rows| rows == 0).count();
        let columns = (cell.column_span.max(1) as usize).min(free);
        for covered in self.covered.iter_mut().skip(column).take(columns) {
            *covered = cell.row_span.max(1);
        }
        Some((column, columns))
    }

    fn next_row(&mut self) {
        for covered in &mut self.covered {
            *covered = covered.saturating_sub(1);
        }
    }
}
