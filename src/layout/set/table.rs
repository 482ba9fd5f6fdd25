//! Tables: cells set in their columns, rows as slabs, header rows repeated on every page, footer rows kept with the last row
//! above them.

use rayon::prelude::*;

use super::columns::{distribute, least_width};
use super::decimal::{self, Decimal};
use super::grid::{Grid, fill, rule_above, rule_below};
use super::lowest::Contents;
use super::{Setter, padding_and_border};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::layout::fragment::Fragment;
use crate::layout::node::{Cell, Node, NodeKind, Table};
use crate::layout::page::{Artifact, Bounds, ColumnWidths};
use crate::layout::vertical::{Slab, VerticalList, cost};
use crate::model::Direction;
use crate::style::{Border, Break, Computed, Role, TextAlign};
use crate::units::Length;

/// A cell that has been set.
pub(super) struct SetCell {
    /// The column it begins in.
    pub(super) column: usize,
    pub(super) columns: usize,
    rows: usize,
    /// Its lines.
    pub(super) pieces: Vec<Slab>,
    height: Length,
    /// Its number, if it stands by its decimal sign.
    pub(super) decimal: Option<Decimal>,
    /// Its padding at the left.
    pub(super) padding: Length,
    /// Its padding at the foot.
    padding_below: Length,
}

impl Setter<'_> {
    /// Whether a table, with its caption or not, does not fit into a column, but into all of them.
    pub(super) fn needs_all_columns(&self, node: &Node, width: Length, all: Length) -> bool {
        match &node.kind {
            NodeKind::Table(table) => {
                let least = least_width(&self.columns(table, node.style.font_size).0);
                width < least && least <= all
            }
            NodeKind::Group(nodes) => match nodes.as_slice() {
                [.., only] if matches!(only.kind, NodeKind::Table(_)) => self.needs_all_columns(only, width, all),
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) fn table(&self, table: &Table, style: &Computed, x: Length, width: Length, list: &mut VerticalList) {
        let (natural, measured) = self.columns(table, style.font_size);
        let contents = Contents::of(table, &measured);
        let mut columns = distribute(&natural, &contents, &table.columns, width);
        let turned = self.turned.filter(|turned| columns.broken && turned.from == width && turned.width > width);
        let (width, height) = turned.map_or((width, self.height), |turned| (turned.width, turned.height));
        if turned.is_some() {
            columns = distribute(&natural, &contents, &table.columns, width);
            list.force(Break::Page);
        }
        let first_slab = list.slabs.len();
        if columns.broken {
            let message = "the table is too wide for the page; words in it are broken anywhere";
            let help = "leave out columns, or shorten the longest words";
            list.diagnostics.push(Diagnostic::warning("table-too-wide", message).at(table.span).help(help));
        }
        let scaled: Vec<Length> = columns.widths.iter().map(|w| w.ratio(columns.scale, 1000)).collect();
        let total: Length = scaled.iter().copied().sum();
        // A narrow table stands where the lines of captions stand, but where its own style says otherwise.
        let place = match style.text_align {
            TextAlign::Start | TextAlign::Justify => self.sheet.role(&Role::Caption).text_align,
            own => own,
        };
        let free = (width - total).at_least_zero();
        let left = x + match (place, table.direction) {
            (TextAlign::Center, _) => free / 2,
            (TextAlign::End, Direction::LeftToRight) => free,
            (TextAlign::End, Direction::RightToLeft) => Length::ZERO,
            (TextAlign::Start | TextAlign::Justify, Direction::LeftToRight) => Length::ZERO,
            (TextAlign::Start | TextAlign::Justify, Direction::RightToLeft) => free,
        };
        let known = ColumnWidths {
            columns: scaled.clone(),
            available: width,
            scale: u32::try_from(columns.scale).unwrap_or(1000),
            turned: turned.is_some(),
        };
        list.column_widths.push((table.block.clone(), known));
        let grid = Grid::new(&scaled, left, table.direction, columns.scale);
        let set: Vec<(Vec<SetCell>, Diagnostics)> = table
            .rows
            .par_iter()
            .enumerate()
            .map(|(i, row)| {
                let own = table.style_of(i);
                let mut diagnostics = Diagnostics::new();
                let cells = row.iter().map(|cell| self.cell(cell, own, &columns.widths, grid.scale, &mut diagnostics));
                let cells = cells.collect();
                if columns.broken {
                    // That words are cut is said once for the whole table.
                    diagnostics.retain(|diagnostic| diagnostic.code != "overfull-line");
                }
                (cells, diagnostics)
            })
            .collect();
        let mut rows = Vec::with_capacity(set.len());
        for (cells, diagnostics) in set {
            list.diagnostics.extend(diagnostics);
            rows.push(cells);
        }
        let mut body = rows.split_off(table.head.min(rows.len()));
        decimal::align(&mut body, columns.widths.len());
        let foot = body.split_off(body.len().saturating_sub(table.foot));
        let setter = Self { height, ..self.upright() };
        // The frame has no box of its own: it only repeats the header.
        list.open(&style.inherited(), Length::ZERO, Length::ZERO);
        let repeated = setter.header(table, style, &grid, rows, list);
        setter.rows(table, style, &grid, (body, foot), height - repeated, list);
        list.close(&style.inherited());
        let total: Length = list.slabs.iter().skip(first_slab).map(|slab| slab.height).sum();
        if total < height / 3 {
            list.keep_whole(first_slab, cost::AVOID);
        }
        if turned.is_some() {
            list.slabs.iter_mut().skip(first_slab).for_each(|slab| slab.turned = true);
            list.force(Break::Page);
        }
    }

    /// Sets a cell in the width of its columns; its coordinates are relative to its top left corner, in the table's scale.
    fn cell(
        &self,
        cell: &Cell,
        style: &Computed,
        widths: &[Length],
        scale: i64,
        diagnostics: &mut Diagnostics,
    ) -> SetCell {
        let padding = padding_and_border(style);
        let end = (cell.column + cell.columns).min(widths.len());
        let width: Length = widths.get(cell.column..end).unwrap_or_default().iter().copied().sum();
        let inner = (width - padding.left - padding.right).max(width / 3);
        let setter = Self { measure: inner, ..self.upright() };
        let mut list = setter.nodes(&cell.nodes, padding.left.min(width / 3), inner);
        list.finish();
        diagnostics.append(&mut list.diagnostics);
        let mut pieces = list.flatten();
        if let Some(first) = pieces.first_mut() {
            first.fragment.translate(Length::ZERO, padding.top);
            first.height += padding.top;
        }
        if let Some(last) = pieces.last_mut() {
            last.height += padding.bottom;
        }
        if scale != 1000 {
            for piece in &mut pieces {
                piece.fragment.scale(scale, 1000);
                piece.height = piece.height.ratio(scale, 1000);
            }
        }
        let height = pieces.iter().map(|piece| piece.height).sum();
        let scaled = |length: Length| length.ratio(scale, 1000);
        let decimal = self.decimal(cell).map(|n| Decimal { whole: scaled(n.whole), rest: scaled(n.rest) });
        SetCell {
            column: cell.column,
            columns: cell.columns,
            rows: cell.rows,
            pieces,
            height,
            decimal,
            padding: scaled(padding.left),
            padding_below: scaled(padding.bottom),
        }
    }

    /// Puts the header rows. Returns how high they are where they are repeated on every page.
    fn header(
        &self,
        table: &Table,
        style: &Computed,
        grid: &Grid,
        rows: Vec<Vec<SetCell>>,
        list: &mut VerticalList,
    ) -> Length {
        let mut header = Fragment::default();
        let mut header_height = Length::ZERO;
        let mut slabs: Vec<Slab> = Vec::new();
        for group in groups(rows) {
            slabs.extend(join(group, grid, self.height, &Rows::Header));
        }
        if let Some(first) = slabs.first_mut() {
            rule_above(first, style.border.top, grid);
        }
        if let Some(last) = slabs.last_mut() {
            rule_below(last, table.header_style.border.bottom, grid);
        }
        slabs.iter_mut().for_each(|slab| fill(slab, table.header_style.background, grid));
        for slab in &slabs {
            header.absorb(slab.fragment.to_artifact(Artifact::Layout), Length::ZERO, header_height);
            header_height += slab.height;
        }
        let has_head = !slabs.is_empty();
        for slab in slabs {
            list.push(slab);
            list.cost(cost::KEEP);
        }
        // A header that leaves no room for rows below it is shown once only.
        if !has_head || header_height >= self.height / 3 {
            return Length::ZERO;
        }
        if let Some(frame) = list.frame_mut() {
            frame.repeat = Some(Box::new((header, header_height)));
        }
        header_height
    }

    /// Puts the rows of the body and of the foot, in pages that have room for rows as high as `limit`.
    fn rows(
        &self,
        table: &Table,
        style: &Computed,
        grid: &Grid,
        (body, foot): (Vec<Vec<SetCell>>, Vec<Vec<SetCell>>),
        limit: Length,
        list: &mut VerticalList,
    ) {
        let (body, foot) = (groups(body), groups(foot));
        let (above, count) = (body.len(), body.len() + foot.len());
        for (i, group) in body.into_iter().chain(foot).enumerate() {
            let in_foot = i >= above;
            let own = if in_foot { &table.footer_style } else { &table.cell_style };
            let mut slabs = join(group, grid, limit, &Rows::Ruled(style.row_rule));
            let last = i + 1 == count;
            slabs.iter_mut().for_each(|slab| fill(slab, own.background, grid));
            if let Some(slab) = slabs.first_mut() {
                let rule = match i {
                    // Below a header its own rule stands.
                    0 => style.border.top.filter(|_| table.head == 0),
                    i if i == above => own.border.top.or(style.row_rule),
                    _ => style.row_rule,
                };
                rule_above(slab, rule, grid);
            }
            if let Some(slab) = slabs.last_mut().filter(|_| last) {
                rule_below(slab, style.border.bottom, grid);
            }
            for (k, slab) in slabs.into_iter().enumerate() {
                // A lone row at the head or foot of a page is a widow or an orphan of the table.
                let lone = above > 3 && (i == 1 || last && !in_foot);
                list.cost(match k {
                    0 if in_foot && i > 0 => cost::KEEP,
                    0 if lone => cost::LONE_ROW,
                    0 => 0,
                    _ => cost::DISCOURAGED,
                });
                list.push(slab);
            }
        }
    }
}

/// Rows that cells spanning downwards hold together.
fn groups(rows: Vec<Vec<SetCell>>) -> Vec<Vec<Vec<SetCell>>> {
    let mut groups: Vec<Vec<Vec<SetCell>>> = Vec::new();
    let mut open = 0usize;
    for row in rows {
        let span = row.iter().map(|cell| cell.rows).max().unwrap_or(1);
        match groups.last_mut().filter(|_| open > 0) {
            Some(group) => group.push(row),
            None => groups.push(vec![row]),
        }
        open = open.max(span).saturating_sub(1);
    }
    groups
}

/// How rows are joined.
enum Rows {
    /// Cells stand on the rule below the header.
    Header,
    /// With a rule between rows.
    Ruled(Option<Border>),
}

/// Rules between the rows of a group, beside the cells that reach over them.
fn rule_between(into: &mut Fragment, group: &[Vec<SetCell>], heights: &[Length], border: Border, grid: &Grid) {
    let mut y = Length::ZERO;
    for (i, height) in heights.iter().enumerate() {
        let reaches = |column: usize| {
            let above = group.iter().enumerate().take(i);
            above
                .flat_map(|(row, cells)| cells.iter().map(move |cell| (row, cell)))
                .any(|(row, cell)| row + cell.rows > i && (cell.column..cell.column + cell.columns).contains(&column))
        };
        for column in (0..grid.edges.len().saturating_sub(1)).filter(|&column| i > 0 && !reaches(column)) {
            let (x, width) = grid.place(column, 1);
            into.rule(Bounds { x, y, width, height: border.width }, border.color);
        }
        y += *height;
    }
}

/// One slab of a group of rows, or several where it is higher than a page.
fn join(group: Vec<Vec<SetCell>>, grid: &Grid, limit: Length, kind: &Rows) -> Vec<Slab> {
    let heights = row_heights(&group);
    let total: Length = heights.iter().copied().sum();
    let last_row = heights.len();
    let mut slabs = Vec::new();
    if total <= limit {
        let mut slab = Slab { height: total, ..Slab::default() };
        let mut top = Length::ZERO;
        if let Rows::Ruled(Some(border)) = kind {
            rule_between(&mut slab.fragment, &group, &heights, *border, grid);
        }
        for (i, row) in group.into_iter().enumerate() {
            let row_height = heights.get(i).copied().unwrap_or(Length::ZERO);
            for cell in row {
                let covered: Length = heights.iter().take((i + cell.rows).min(last_row)).skip(i).copied().sum();
                // Header cells stand on the rule below them.
                let header = matches!(kind, Rows::Header);
                let sink = if header { (covered.max(row_height) - cell.height).at_least_zero() } else { Length::ZERO };
                let x = grid.place(cell.column, cell.columns).0;
                place(&mut slab.fragment, cell.pieces, x, top + sink);
            }
            top += row_height;
        }
        slabs.push(slab);
        return slabs;
    }
    // Higher than a page: line by line, each step as high as the highest line that is next in any column.
    for row in group {
        let highest = row.iter().map(|cell| cell.height).max().unwrap_or(Length::ZERO);
        let pieces = |mut cell: SetCell| {
            // Below a cell that ends before the others there is room enough: the line beside its last is no further from the next.
            if let Some(last) = cell.pieces.last_mut().filter(|_| cell.height < highest) {
                last.height = (last.height - cell.padding_below).at_least_zero();
            }
            (grid.place(cell.column, cell.columns).0, cell.pieces.into())
        };
        let mut cells: Vec<(Length, std::collections::VecDeque<Slab>)> = row.into_iter().map(pieces).collect();
        loop {
            let step = cells.iter().filter_map(|(_, pieces)| pieces.front()).map(|piece| piece.height).max();
            let Some(step) = step else { break };
            let mut slab = Slab { height: step, ..Slab::default() };
            for (x, pieces) in &mut cells {
                let mut used = Length::ZERO;
                while let Some(piece) = pieces.pop_front_if(|piece| used + piece.height <= step) {
                    let height = piece.height;
                    slab.fragment.absorb(piece.fragment, *x, used);
                    used += height;
                }
            }
            slabs.push(slab);
        }
    }
    slabs
}

/// The heights of rows: their highest cells; cells over several rows make the last of them higher where they must.
fn row_heights(group: &[Vec<SetCell>]) -> Vec<Length> {
    let mut heights: Vec<Length> = group
        .iter()
        .map(|row| row.iter().filter(|c| c.rows <= 1).map(|c| c.height).max().unwrap_or(Length::ZERO))
        .collect();
    for (i, row) in group.iter().enumerate() {
        for cell in row.iter().filter(|cell| cell.rows > 1) {
            let end = (i + cell.rows).min(heights.len());
            let covered: Length = heights[i..end].iter().copied().sum();
            if let Some(last) = heights[i..end].last_mut() {
                *last += (cell.height - covered).at_least_zero();
            }
        }
    }
    heights
}

fn place(fragment: &mut Fragment, pieces: Vec<Slab>, x: Length, mut y: Length) {
    for piece in pieces {
        fragment.absorb(piece.fragment, x, y);
        y += piece.height;
    }
}
