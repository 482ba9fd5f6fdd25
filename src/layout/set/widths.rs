//! How narrow and how wide content can be, and the columns of a table with it (CSS 2.1 §17.5.2.2).

use super::decimal::Decimal;
use super::{Setter, padding_and_border};
use crate::layout::node::{Node, NodeKind, Table};
use crate::layout::paragraph;
use crate::units::Length;

/// The width of a box when broken wherever possible, and when not broken at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Widths {
    /// With every permitted break made.
    pub(super) least: Length,
    /// With no break made but forced ones.
    pub(super) most: Length,
}

impl Widths {
    fn of(least: Length, most: Length) -> Self {
        Self { least, most: most.max(least) }
    }

    /// Wide enough for both.
    fn both(self, other: Self) -> Self {
        Self { least: self.least.max(other.least), most: self.most.max(other.most) }
    }

    fn wider(self, by: Length) -> Self {
        Self { least: self.least + by, most: self.most + by }
    }
}

/// A text in a cell.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// Where its lines may end.
    pub(super) stops: paragraph::Stops,
    /// What stands beside it: paddings, margins, the indent of a list.
    pub(super) around: Length,
    /// The size of its type.
    pub(super) size: Length,
    /// The height of its lines.
    pub(super) line_height: Length,
}

impl Text {
    /// How many lines it has in a cell of that width, and how many of them end within a word.
    pub(super) fn lines(&self, width: Length) -> (i64, i64) {
        self.stops.lines(width - self.around)
    }
}

/// Boxes below one another that have been measured.
#[derive(Clone, Debug, Default)]
pub(super) struct Measured {
    /// How narrow and wide they can be.
    pub(super) widths: Widths,
    /// The texts in them; those of code and of tables in them are left out, for these change little.
    pub(super) texts: Vec<Text>,
}

impl From<Widths> for Measured {
    fn from(widths: Widths) -> Self {
        Self { widths, texts: Vec::new() }
    }
}

impl Measured {
    fn above(mut self, other: Self) -> Self {
        self.widths = self.widths.both(other.widths);
        self.texts.extend(other.texts);
        self
    }

    fn wider(mut self, by: Length) -> Self {
        self.widths = self.widths.wider(by);
        self.texts.iter_mut().for_each(|text| text.around += by);
        self
    }
}

impl Setter<'_> {
    /// How narrow and wide boxes below one another can be, and the texts in them.
    pub(super) fn measured(&self, nodes: &[Node]) -> Measured {
        nodes.iter().map(|node| self.node_measured(node)).fold(Measured::default(), Measured::above)
    }

    fn node_measured(&self, node: &Node) -> Measured {
        let style = &*node.style;
        let edges = padding_and_border(style);
        let around = edges.left + edges.right + style.margin.left + style.margin.right;
        let own = match &node.kind {
            NodeKind::Text(text) => {
                let stops = paragraph::stops(self.library, self.resolved, &text.inlines, style);
                let indent = style.text_indent.at_least_zero();
                let label = if text.label.is_some() { style.font_size * 2 } else { Length::ZERO };
                let widths = Widths::of(stops.least(), stops.most() + indent + label);
                let text = Text { stops, around: label, size: style.font_size, line_height: style.line_height };
                Measured { widths, texts: vec![text] }
            }
            NodeKind::Group(nodes) | NodeKind::Float(nodes) => self.measured(nodes),
            NodeKind::List(items) => {
                let inner =
                    items.iter().map(|item| self.measured(&item.body)).fold(Measured::default(), Measured::above);
                inner.wider((style.font_size * 2 - edges.left).at_least_zero())
            }
            NodeKind::Code(code) => {
                let advance = style.font_size.ratio(3, 5);
                let longest = code.text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
                let most = advance * i64::try_from(longest + 1).unwrap_or(i64::MAX / 2);
                Widths::of(most.min(advance * 16), most).into()
            }
            NodeKind::Table(table) => {
                let columns = self.columns(table, style.font_size).0;
                let total = |f: fn(&Widths) -> Length| columns.iter().map(f).sum();
                Widths::of(total(|w| w.least), total(|w| w.most)).into()
            }
            NodeKind::Pictures(pictures) => {
                let most = pictures.iter().map(|picture| picture.width).max().unwrap_or(Length::ZERO);
                Widths::of(most.min(style.font_size * 4), most).into()
            }
            NodeKind::Formula(_) => Widths::of(style.font_size * 4, style.font_size * 12).into(),
            NodeKind::Ornament | NodeKind::Strut | NodeKind::Break(_) => Measured::default(),
            NodeKind::Entry(entry) => {
                let (least, most) = paragraph::intrinsic_widths(self.library, self.resolved, &entry.inlines, style);
                Widths::of(least, most).wider(style.font_size * 3).into()
            }
        };
        own.wider(around)
    }

    /// How narrow and wide the columns of a table can be, paddings of the cells included, and what is in the cells of its rows.
    pub(super) fn columns(&self, table: &Table, em: Length) -> (Vec<Widths>, Vec<Vec<Measured>>) {
        use rayon::prelude::*;
        let count = table.column_count();
        let floor = Widths::of(em, em);
        let measured: Vec<Vec<Measured>> = table
            .rows
            .par_iter()
            .enumerate()
            .map(|(i, row)| {
                let edges = padding_and_border(table.style_of(i));
                row.iter().map(|cell| self.measured(&cell.nodes).wider(edges.left + edges.right + TOLERANCE)).collect()
            })
            .collect();
        let mut columns = vec![floor; count];
        let mut decimals: Vec<Option<Decimal>> = vec![None; count];
        for cell in table.rows.iter().skip(table.head).flatten() {
            if let (Some(number), Some(widest)) = (self.decimal(cell), decimals.get_mut(cell.column)) {
                *widest = Some(widest.unwrap_or_default().both(number));
            }
        }
        let edges = padding_and_border(&table.cell_style);
        for (column, number) in columns.iter_mut().zip(decimals) {
            if let Some(Decimal { whole, rest }) = number {
                let width = whole + rest + edges.left + edges.right + TOLERANCE;
                *column = column.both(Widths::of(width, width));
            }
        }
        for (row, measured) in table.rows.iter().zip(&measured) {
            for (cell, own) in row.iter().zip(measured) {
                if cell.columns == 1
                    && let Some(column) = columns.get_mut(cell.column)
                {
                    *column = column.both(own.widths);
                }
            }
        }
        for (row, measured) in table.rows.iter().zip(&measured) {
            for (cell, own) in row.iter().zip(measured) {
                if cell.columns > 1 {
                    spread(&mut columns, cell.column, cell.columns, own.widths);
                }
            }
        }
        (columns, measured)
    }
}

/// Room for what line ends add to words measured by themselves.
pub(super) const TOLERANCE: Length = Length::points(1);

/// Widens the columns under a spanning cell evenly by what they lack.
fn spread(columns: &mut [Widths], first: usize, count: usize, own: Widths) {
    let end = (first + count).min(columns.len());
    let Some(covered) = columns.get_mut(first..end) else { return };
    let share = i64::try_from(covered.len().max(1)).unwrap_or(1);
    let least: Length = covered.iter().map(|w| w.least).sum();
    let most: Length = covered.iter().map(|w| w.most).sum();
    let (more_least, more_most) =
        ((own.least - least).at_least_zero() / share, (own.most - most).at_least_zero() / share);
    for column in covered {
        column.least += more_least;
        column.most = (column.most + more_most).max(column.least);
    }
}

impl Table {
    /// How many columns the grid has.
    pub(super) fn column_count(&self) -> usize {
        let cells = self.rows.iter().flatten().map(|cell| cell.column + cell.columns);
        cells.max().unwrap_or(0).max(self.columns.len()).max(1)
    }
}
