//! How narrow and how wide content can be, and what columns of a table make of it (CSS 2.1 §17.5.2.2).

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

impl Setter<'_> {
    /// How narrow and wide boxes below one another can be.
    pub(super) fn widths(&self, nodes: &[Node]) -> Widths {
        nodes.iter().map(|node| self.node_widths(node)).fold(Widths::default(), Widths::both)
    }

    fn node_widths(&self, node: &Node) -> Widths {
        let style = &*node.style;
        let edges = padding_and_border(style);
        let around = edges.left + edges.right + style.margin.left + style.margin.right;
        let own = match &node.kind {
            NodeKind::Text(text) => {
                let (least, most) = paragraph::intrinsic_widths(self.library, self.resolved, &text.inlines, style);
                let indent = style.text_indent.at_least_zero();
                let label = if text.label.is_some() { style.font_size * 2 } else { Length::ZERO };
                Widths::of(least, most + indent + label)
            }
            NodeKind::Group(nodes) | NodeKind::Float(nodes) => self.widths(nodes),
            NodeKind::List(items) => {
                let inner = items.iter().map(|item| self.widths(&item.body)).fold(Widths::default(), Widths::both);
                inner.wider((style.font_size * 2 - edges.left).at_least_zero())
            }
            NodeKind::Code(code) => {
                let advance = style.font_size.ratio(3, 5);
                let longest = code.text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
                let most = advance * i64::try_from(longest + 1).unwrap_or(i64::MAX / 2);
                Widths::of(most.min(advance * 16), most)
            }
            NodeKind::Table(table) => {
                let columns = self.column_widths(table, style.font_size);
                let total = |f: fn(&Widths) -> Length| columns.iter().map(f).sum();
                Widths::of(total(|w| w.least), total(|w| w.most))
            }
            NodeKind::Pictures(pictures) => {
                let most = pictures.iter().map(|picture| picture.width).max().unwrap_or(Length::ZERO);
                Widths::of(most.min(style.font_size * 4), most)
            }
            NodeKind::Formula(_) => Widths::of(style.font_size * 4, style.font_size * 12),
            NodeKind::Ornament | NodeKind::Strut | NodeKind::Break(_) => Widths::default(),
            NodeKind::Entry(entry) => {
                let (least, most) = paragraph::intrinsic_widths(self.library, self.resolved, &entry.inlines, style);
                Widths::of(least, most).wider(style.font_size * 3)
            }
        };
        own.wider(around)
    }

    /// How narrow and wide the columns of a table can be, paddings of the cells included.
    pub(super) fn column_widths(&self, table: &Table, em: Length) -> Vec<Widths> {
        use rayon::prelude::*;
        let count = table.column_count();
        let floor = Widths::of(em, em);
        let measured: Vec<Vec<Widths>> = table
            .rows
            .par_iter()
            .enumerate()
            .map(|(i, row)| {
                let edges = padding_and_border(table.style_of(i));
                row.iter().map(|cell| self.widths(&cell.nodes).wider(edges.left + edges.right + TOLERANCE)).collect()
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
        for (row, widths) in table.rows.iter().zip(&measured) {
            for (cell, own) in row.iter().zip(widths) {
                if cell.columns == 1
                    && let Some(column) = columns.get_mut(cell.column)
                {
                    *column = column.both(*own);
                }
            }
        }
        for (row, widths) in table.rows.iter().zip(&measured) {
            for (cell, own) in row.iter().zip(widths) {
                if cell.columns > 1 {
                    spread(&mut columns, cell.column, cell.columns, *own);
                }
            }
        }
        columns
    }
}

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

/// What columns come to in a given width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// Their widths, in the scale of the text.
    pub(super) widths: Vec<Length>,
    /// The scale of the text, in thousandths: 1000, or down to 800 where the table would not fit.
    pub(super) scale: i64,
    /// Words must be broken anywhere for it to fit.
    pub(super) broken: bool,
}

/// Room for what line ends add to words measured by themselves.
const TOLERANCE: Length = Length::points(1);

/// The smallest scale a table's text is set in, in thousandths.
const SMALLEST: i64 = 800;

/// Gives columns their widths so that they fill at most `width`.
pub(super) fn distribute(columns: &[Widths], shares: &[Option<f64>], width: Length) -> Columns {
    let least: Length = columns.iter().map(|w| w.least).sum();
    if least > width {
        let scale = width.0.saturating_mul(1000) / least.0.max(1);
        if scale >= SMALLEST {
            // A little smaller than it must be, so that columns of long text have more than their longest word.
            let scale = (scale - 60).max(SMALLEST);
            return Columns { widths: by_content(columns, width.ratio(1000, scale)), scale, broken: false };
        }
        let room = width.ratio(1000, SMALLEST);
        return Columns { widths: squeeze(columns, room), scale: SMALLEST, broken: true };
    }
    let shared = shares.iter().take(columns.len()).any(Option::is_some);
    let widths = if shared { by_shares(columns, shares, width) } else { by_content(columns, width) };
    Columns { widths, scale: 1000, broken: false }
}

/// Columns that get along with an even share of the room keep their natural width; the others divide what is left in
/// proportion to it.
fn by_content(columns: &[Widths], width: Length) -> Vec<Length> {
    let most: Length = columns.iter().map(|w| w.most).sum();
    if most <= width {
        return columns.iter().map(|w| w.most).collect();
    }
    fill(columns, width, |w| w.least, |w| w.most)
}

/// Fills `width`: every column has its `floor`; those that want less than an even share of what is left get what they want.
fn fill(columns: &[Widths], width: Length, floor: fn(&Widths) -> Length, wish: fn(&Widths) -> Length) -> Vec<Length> {
    let mut given: Vec<Option<Length>> = vec![None; columns.len()];
    loop {
        let open: Vec<usize> = (0..columns.len()).filter(|&i| given[i].is_none()).collect();
        let taken: Length = given.iter().flatten().copied().sum();
        let room = (width - taken).at_least_zero();
        let wishes: Length = open.iter().map(|&i| wish(&columns[i])).sum();
        let count = i64::try_from(open.len().max(1)).unwrap_or(1);
        // Modest columns are settled first, then those whose share would be less than their floor; one at a time, since
        // each leaves the others another room.
        let modest = |&i: &usize| wish(&columns[i]) <= room / count && wishes > room;
        let poor = |&i: &usize| room.ratio(wish(&columns[i]).0, wishes.0.max(1)) < floor(&columns[i]);
        let settled = if let Some(i) = open.iter().copied().find(modest) {
            given[i] = Some(wish(&columns[i]).max(floor(&columns[i])));
            true
        } else if let Some(i) = open.iter().copied().find(poor) {
            given[i] = Some(floor(&columns[i]));
            true
        } else {
            false
        };
        if !settled {
            for &i in &open {
                given[i] = Some(room.ratio(wish(&columns[i]).0, wishes.0.max(1)));
            }
            let widths: Vec<Length> = given.into_iter().flatten().collect();
            return trim(widths, columns, width, floor);
        }
    }
}

/// Takes what is too much from columns that are wider than their floor.
fn trim(mut widths: Vec<Length>, columns: &[Widths], width: Length, floor: fn(&Widths) -> Length) -> Vec<Length> {
    let total: Length = widths.iter().copied().sum();
    let excess = total - width;
    if excess <= Length::ZERO {
        return widths;
    }
    let slack: Length = widths.iter().zip(columns).map(|(w, c)| (*w - floor(c)).at_least_zero()).sum();
    for (own, column) in widths.iter_mut().zip(columns) {
        let spare = (*own - floor(column)).at_least_zero();
        *own -= excess.ratio(spare.0, slack.0.max(1)).min(spare);
    }
    widths
}

/// Widths as the author wants them, as far as the content allows.
fn by_shares(columns: &[Widths], shares: &[Option<f64>], width: Length) -> Vec<Length> {
    let share = |i: usize| shares.get(i).copied().flatten().filter(|s| s.is_finite() && *s > 0.0);
    let given: f64 = (0..columns.len()).filter_map(share).sum();
    let scale = if given > 1.0 { 1.0 / given } else { 1.0 };
    let mut widths: Vec<Length> = Vec::with_capacity(columns.len());
    let open: Length = (0..columns.len()).filter(|&i| share(i).is_none()).map(|i| columns[i].most).sum();
    let rest = (width - width.scale(given * scale)).at_least_zero();
    for (i, column) in columns.iter().enumerate() {
        let own = match share(i) {
            Some(share) => width.scale(share * scale),
            None => rest.ratio(column.most.0, open.0.max(1)).min(column.most),
        };
        widths.push(own.max(column.least));
    }
    trim(widths, columns, width, |w| w.least)
}

/// Columns too narrow for their longest words: those that are modest keep what they need, the others share the rest.
fn squeeze(columns: &[Widths], width: Length) -> Vec<Length> {
    let count = i64::try_from(columns.len().max(1)).unwrap_or(1);
    let even = width / count;
    let needs: Vec<Widths> =
        columns.iter().map(|w| Widths { least: w.least.min(even).min(Length::points(12)), most: w.least }).collect();
    fill(&needs, width, |w| w.least, |w| w.most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(pairs: &[(i64, i64)]) -> Vec<Widths> {
        pairs.iter().map(|&(a, b)| Widths { least: Length::points(a), most: Length::points(b) }).collect()
    }

    #[track_caller]
    fn check(pairs: &[(i64, i64)], width: i64, scale: i64, broken: bool) -> Vec<i64> {
        let columns = distribute(&widths(pairs), &[], Length::points(width));
        assert_eq!((columns.scale, columns.broken), (scale, broken));
        let total: Length = columns.widths.iter().copied().sum();
        assert!(total.ratio(scale, 1000) <= Length::points(width) + Length(64), "{total}");
        columns.widths.iter().map(|w| w.0 / Length::UNITS_PER_POINT).collect()
    }

    #[test]
    fn columns_keep_their_natural_width_while_they_fit() {
        assert_eq!(check(&[(10, 50), (20, 100)], 200, 1000, false), [50, 100]);
    }

    #[test]
    fn modest_columns_are_not_broken() {
        assert_eq!(check(&[(10, 30), (20, 1000), (10, 40)], 300, 1000, false), [30, 230, 40]);
    }

    #[test]
    fn a_table_too_wide_shrinks_before_words_break() {
        assert_eq!(check(&[(100, 100), (100, 100)], 180, 840, false), [100, 100]);
        let widths = check(&[(20, 20), (300, 300)], 100, 800, true);
        assert_eq!(widths[0], 20);
    }

    #[test]
    fn forty_columns_all_get_some_room() {
        let widths = check(&[(40, 80); 40], 300, 800, true);
        assert!(widths.iter().all(|w| *w > 5));
    }

    #[test]
    fn shares_of_the_author_are_kept() {
        let columns = distribute(&widths(&[(10, 300), (10, 300)]), &[Some(0.25), Some(0.75)], Length::points(200));
        assert_eq!(columns.widths, [Length::points(50), Length::points(150)]);
    }
}
