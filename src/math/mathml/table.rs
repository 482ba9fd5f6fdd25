//! Matrices, aligned equations and the like, as `<mtable>`.

use std::fmt::Write;

use super::{Reader, Writer};
use crate::math::{ColumnAlignment, Table, TableKind};

impl Writer {
    pub(super) fn table(&mut self, table: &Table, script: bool) {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let align = |i: usize| match table.columns.get(i).or(table.columns.last()).copied().unwrap_or_default() {
            ColumnAlignment::Left => "left",
            ColumnAlignment::Center => "center",
            ColumnAlignment::Right => "right",
        };
        let mut attributes = String::new();
        if width > 0 {
            let columns: Vec<&str> = (0..width).map(align).collect();
            let _ = write!(attributes, " columnalign=\"{}\"", columns.join(" "));
        }
        if table.display {
            attributes.push_str(" displaystyle=\"true\"");
        }
        self.element("mtable", &attributes, |w| {
            for (r, row) in table.rows.iter().enumerate() {
                w.element("mtr", "", |w| {
                    for (c, cell) in row.iter().enumerate() {
                        let style = match w.reader {
                            Reader::Browser => cell_style(table, r, c, width, align(c)),
                            Reader::Engine => String::new(),
                        };
                        w.element("mtd", &style, |w| {
                            if table.display && w.reader == Reader::Engine {
                                // The engine sets cells as text whatever their table says.
                                w.element("mstyle", " displaystyle=\"true\"", |w| {
                                    w.group(std::slice::from_ref(cell), script)
                                });
                            } else {
                                w.group(std::slice::from_ref(cell), script);
                            }
                        });
                    }
                });
            }
        });
    }
}

/// The CSS of a cell.
fn cell_style(table: &Table, row: usize, column: usize, width: usize, align: &str) -> String {
    let mut style = String::new();
    if align != "center" {
        let _ = write!(style, "text-align: {align};");
    }
    match table.kind {
        TableKind::Matrix => {}
        // Pairs of columns meet at the sign, and stand 2 em from other pairs.
        TableKind::Aligned if width > 1 => {
            let left = if column > 0 && column.is_multiple_of(2) { "2em" } else { "0" };
            let _ = write!(style, "padding-left: {left}; padding-right: 0;");
        }
        TableKind::Aligned => {}
        TableKind::Cases => {
            let _ = write!(style, "padding-left: {}; padding-right: 0;", if column == 0 { "0" } else { "1em" });
        }
        TableKind::Stack => style.push_str("padding: 0;"),
    }
    for (lines, at, side, last) in [
        (&table.column_lines, column, ["left", "right"], width),
        (&table.row_lines, row, ["top", "bottom"], table.rows.len()),
    ] {
        if lines.contains(&at) {
            let _ = write!(style, "border-{}: 1px solid;", side[0]);
        }
        if at + 1 == last && lines.contains(&last) {
            let _ = write!(style, "border-{}: 1px solid;", side[1]);
        }
    }
    if style.is_empty() { style } else { format!(" style=\"{}\"", style.trim_end_matches(';')) }
}
