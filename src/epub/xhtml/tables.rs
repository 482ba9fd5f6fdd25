//! Tables.

use super::Writer;
use crate::epub::language;
use crate::epub::xml::tag;
use crate::model::{Alignment, Block, BlockKind, Cell, Row, RowGroup, Table, base_direction, plain_text};

/// With more columns than these a table can be wider than a narrow screen; its frame then scrolls, and must take the
/// keyboard's focus to be scrolled without a mouse (WCAG 2.2 §2.1.1).
const NARROW: usize = 4;

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, block: &'a Block, table: &'a Table) {
        let wide = table.columns.len() > NARROW;
        tag(&mut self.out, "div").attr("class", "table").maybe("tabindex", wide.then_some("0")).open();
        let direction = self.container_direction(&block.attributes);
        self.open("table", &block.id, &block.attributes, "", direction);
        self.out.push('\n');
        self.within(direction, |writer| {
            if table.caption.is_some() || writer.book.resolved.label(&block.id).is_some() {
                writer.caption("caption", &block.id, table.caption.as_ref(), true);
            } else {
                writer.marks_before(&block.id);
            }
            writer.columns(table);
            table.groups().into_iter().for_each(|(group, rows)| writer.rows(group, rows, table));
        });
        self.close("table");
        self.end("div");
    }

    fn columns(&mut self, table: &Table) {
        if table.columns.iter().all(|column| column.width.is_none()) {
            return;
        }
        self.out.push_str("<colgroup>");
        for column in &table.columns {
            let style = column.width.map(|share| format!("width: {:.1}%", (share * 100.0).clamp(0.0, 100.0)));
            tag(&mut self.out, "col").maybe("style", style.as_deref()).empty();
        }
        self.end("colgroup");
    }

    fn rows(&mut self, group: RowGroup, rows: &'a [Row], table: &Table) {
        if rows.is_empty() {
            return;
        }
        let name = match group {
            RowGroup::Head => "thead",
            RowGroup::Body => "tbody",
            RowGroup::Foot => "tfoot",
        };
        tag(&mut self.out, name).open();
        self.out.push('\n');
        // Columns that cells of rows above still cover, with how many rows more.
        let mut covered: Vec<u32> = Vec::new();
        for (i, row) in rows.iter().enumerate() {
            let left = u32::try_from(rows.len() - i).unwrap_or(u32::MAX);
            self.out.push_str("<tr>");
            let mut column = 0_usize;
            for cell in &row.cells {
                while covered.get(column).is_some_and(|rows| *rows > 0) {
                    column += 1;
                }
                let alignment =
                    cell.alignment.or_else(|| table.columns.get(column).and_then(|column| column.alignment));
                // A span may not leave its group of rows (HTML §4.9.12.1), nor the table.
                let rows = cell.row_span.clamp(1, left);
                let width = table.columns.len().saturating_sub(column).max(1);
                let columns = (cell.column_span.max(1) as usize).min(width);
                self.cell(cell, alignment, (columns, rows), group);
                for _ in 0..columns {
                    if covered.len() <= column {
                        covered.resize(column + 1, 0);
                    }
                    if let Some(place) = covered.get_mut(column) {
                        *place = rows;
                    }
                    column += 1;
                }
            }
            covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            self.end("tr");
        }
        self.end(name);
    }

    fn cell(&mut self, cell: &'a Cell, alignment: Option<Alignment>, (columns, rows): (usize, u32), group: RowGroup) {
        let head = group == RowGroup::Head;
        // A header without text heads nothing (WCAG 2.2 technique H51).
        let header = (head || cell.heads_row) && !cell.blocks.is_empty();
        let name = if header { "th" } else { "td" };
        let scope = match (header, head) {
            (false, _) => None,
            (true, true) => Some(if columns > 1 { "colgroup" } else { "col" }),
            (true, false) => Some(if rows > 1 { "rowgroup" } else { "row" }),
        };
        // A cell of one paragraph needs no element for it.
        let bare = match cell.blocks.as_slice() {
            [Block { kind: BlockKind::Paragraph(content), id, attributes, .. }] if attributes.is_empty() => {
                Some((id, content))
            }
            _ => None,
        };
        let direction =
            bare.map_or(self.direction, |(_, content)| base_direction(&plain_text(content), self.direction));
        let class = alignment.map_or("", |alignment| match alignment {
            Alignment::Left => "align-left",
            Alignment::Center => "align-center",
            Alignment::Right => "align-right",
        });
        tag(&mut self.out, name)
            .maybe("id", bare.map(|(id, _)| id.as_str()))
            .unless_empty("class", class)
            .maybe("scope", scope)
            .maybe("colspan", (columns > 1).then(|| columns.to_string()).as_deref())
            .maybe("rowspan", (rows > 1).then(|| rows.to_string()).as_deref())
            .maybe("dir", (direction != self.direction).then_some(language::dir(direction)))
            .open();
        self.within(direction, |writer| match bare {
            Some((id, content)) => writer.leaf(id, content),
            None => writer.blocks(&cell.blocks),
        });
        self.close(name);
    }
}
