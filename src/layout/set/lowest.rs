//! Widths of columns that make a table least high. CSS 2.1 §17.5.2.2 gives columns their room in proportion to how much is in
//! them, and wraps a name beside a column that is half empty.
//!
//! Which widths are best of all cannot be said without trying too many. So room is handed from column to column, in steps that get
//! smaller, as long as that helps; then every column lets go of what it does not need.

use std::collections::HashMap;
use std::rc::Rc;

use super::widths::{Measured, TOLERANCE, Text, Widths};
use crate::layout::node::Table;
use crate::units::Length;

/// What is in the cells of a table.
#[derive(Default)]
pub(super) struct Contents<'a> {
    /// How many rows there are.
    rows: usize,
    /// How many of them are header rows.
    head: usize,
    /// The cells in each column.
    columns: Vec<Vec<Content<'a>>>,
}

/// A cell.
struct Content<'a> {
    /// The row it begins in.
    row: usize,
    /// How many rows it covers, each with its part of it.
    rows: i64,
    /// How many columns it covers. Its texts are measured as if all were as wide as the one.
    columns: i64,
    texts: &'a [Text],
    /// How wide what it has besides texts would like to be.
    others: Length,
}

impl<'a> Contents<'a> {
    /// What is in the cells of a table that has been measured.
    pub(super) fn of(table: &Table, measured: &'a [Vec<Measured>]) -> Self {
        let mut columns: Vec<Vec<Content<'a>>> = Vec::new();
        columns.resize_with(table.column_count(), Vec::new);
        for (row, (cells, measured)) in table.rows.iter().zip(measured).enumerate() {
            for (cell, own) in cells.iter().zip(measured) {
                let texts = own.texts.iter().map(|text| text.stops.most() + text.around).max().unwrap_or_default();
                let others = if own.widths.most > texts + TOLERANCE { own.widths.most } else { Length::ZERO };
                let [rows, covered] = [cell.rows, cell.columns].map(|count| i64::try_from(count.max(1)).unwrap_or(1));
                for column in columns.iter_mut().skip(cell.column).take(cell.columns) {
                    column.push(Content { row, rows, columns: covered, texts: &own.texts, others });
                }
            }
        }
        Self { rows: table.rows.len(), head: table.head, columns }
    }

    /// How wide a column is below its headings when none of its texts is broken.
    fn natural(&self, column: usize, widths: Widths) -> Length {
        let body = self.columns.get(column).into_iter().flatten().filter(|content| content.row >= self.head);
        let widest = |content: &Content<'_>| {
            let texts = content.texts.iter().map(|text| text.stops.most() + text.around);
            texts.max().unwrap_or_default().max(content.others) / content.columns
        };
        body.map(widest).max().unwrap_or_default().min(widths.most)
    }
}

/// A text that is narrower than this in the sizes of its type is a label, a name or a date: it would rather stay on its line.
const LABEL: i64 = 10;
/// A name that is cut is as bad as a table that is higher by so many halves of a line.
const CUT: i64 = 1;
/// The same of a label that goes on in another line.
const BROKEN_LABEL: i64 = 3;
/// The parts of the width that are handed on, the largest first.
const STEPS: [i64; 6] = [4, 8, 16, 32, 64, 128];
/// How often each is, at most.
const ROUNDS: usize = 64;
/// How exactly it is known what a column does not need.
const GRAIN: Length = Length(Length::UNITS_PER_POINT / 4);

/// The widths of a low table, looked for from both `starts`, which give every column what it needs at least. It is no wider than they
/// are.
pub(super) fn lowest(columns: &[Widths], contents: &Contents<'_>, starts: [Vec<Length>; 2]) -> Vec<Length> {
    let mut search = Search { columns, contents, known: HashMap::new() };
    let ways = starts.map(|start| search.descend(start));
    let [first, second] = ways;
    let (one, other) = (search.height(&first), search.height(&second));
    search.relax(if other < one { second } else { first })
}

/// How high a table is: with what its faults count for, and then all its cells together, so that what can be lower is lower even
/// where a neighbour is higher.
type Height = (Length, Length);

/// A column in a certain width.
struct Profile {
    /// The height of what it has in each row.
    rows: Vec<Length>,
    /// What its broken labels and words count for.
    faults: Length,
    /// All heights together.
    total: Length,
}

struct Search<'a> {
    columns: &'a [Widths],
    contents: &'a Contents<'a>,
    known: HashMap<(usize, Length), Rc<Profile>>,
}

impl Search<'_> {
    fn profile(&mut self, column: usize, width: Length) -> Rc<Profile> {
        if let Some(known) = self.known.get(&(column, width)) {
            return Rc::clone(known);
        }
        let mut profile =
            Profile { rows: vec![Length::ZERO; self.contents.rows], faults: Length::ZERO, total: Length::ZERO };
        for content in self.contents.columns.get(column).into_iter().flatten() {
            let mut height = Length::ZERO;
            for text in content.texts {
                let (lines, cuts) = text.lines(width * content.columns);
                height += text.line_height * lines;
                profile.faults += text.line_height * cuts * CUT / 2;
                if lines > 1 && text.stops.most() < text.size * LABEL {
                    let more = lines - text.lines(Length::MAX).0;
                    profile.faults += text.line_height * more * BROKEN_LABEL / 2;
                }
            }
            let height = height / content.rows;
            for row in profile.rows.iter_mut().skip(content.row).take(usize::try_from(content.rows).unwrap_or(1)) {
                *row = height.max(*row);
            }
            profile.total += height;
        }
        let profile = Rc::new(profile);
        self.known.insert((column, width), Rc::clone(&profile));
        profile
    }

    fn height(&mut self, widths: &[Length]) -> Height {
        let profiles: Vec<Rc<Profile>> = widths.iter().enumerate().map(|(i, w)| self.profile(i, *w)).collect();
        let row = |row: usize| profiles.iter().filter_map(|profile| profile.rows.get(row).copied()).max();
        let rows: Length = (0..self.contents.rows).filter_map(row).sum();
        let faults: Length = profiles.iter().map(|profile| profile.faults).sum();
        (rows + faults, profiles.iter().map(|profile| profile.total).sum())
    }

    /// Hands room from column to column as long as that makes the table lower.
    fn descend(&mut self, mut widths: Vec<Length>) -> Vec<Length> {
        let width: Length = widths.iter().copied().sum();
        let mut height = self.height(&widths);
        for part in STEPS {
            let step = width / part;
            for _ in 0..ROUNDS {
                let Some((lower, from, to)) = self.best_move(&widths, step).filter(|(lower, ..)| *lower < height)
                else {
                    break;
                };
                widths[from] -= step;
                widths[to] += step;
                height = lower;
            }
        }
        widths
    }

    /// Which column gives a step to which other best.
    fn best_move(&mut self, widths: &[Length], step: Length) -> Option<(Height, usize, usize)> {
        let count = widths.len();
        let current: Vec<Rc<Profile>> = (0..count).map(|i| self.profile(i, widths[i])).collect();
        let others = Highest::of(&current, self.contents.rows);
        let faults: Length = current.iter().map(|profile| profile.faults).sum();
        let total: Length = current.iter().map(|profile| profile.total).sum();
        let givers = (0..count).filter(|&i| widths[i] - step >= self.columns[i].least);
        let takers = (0..count).filter(|&i| widths[i] < self.columns[i].most);
        let (givers, takers): (Vec<usize>, Vec<usize>) = (givers.collect(), takers.collect());
        let mut best: Option<(Height, usize, usize)> = None;
        for &from in &givers {
            let less = self.profile(from, widths[from] - step);
            for &to in takers.iter().filter(|&&to| to != from) {
                let more = self.profile(to, widths[to] + step);
                let row = |row: usize| others.beside(row, from, to).max(less.rows[row]).max(more.rows[row]);
                let rows: Length = (0..self.contents.rows).map(row).sum();
                let faults = faults - current[from].faults - current[to].faults + less.faults + more.faults;
                let total = total - current[from].total - current[to].total + less.total + more.total;
                if best.is_none_or(|(height, ..)| (rows + faults, total) < height) {
                    best = Some(((rows + faults, total), from, to));
                }
            }
        }
        best
    }

    /// Takes from every column what it does not need, and gives that to those with texts of several lines, to all the same. Where only
    /// headings have them, the table is narrower than it may be.
    fn relax(&mut self, widths: Vec<Length>) -> Vec<Length> {
        let mut needed: Vec<Length> = (0..widths.len()).map(|i| self.needed(i, widths[i])).collect();
        let mut spare: Length = widths.iter().copied().sum::<Length>() - needed.iter().copied().sum();
        loop {
            let open: Vec<usize> =
                (0..needed.len()).filter(|&i| needed[i] < self.contents.natural(i, self.columns[i])).collect();
            let share = spare / i64::try_from(open.len().max(1)).unwrap_or(1);
            if open.is_empty() || share <= Length::ZERO {
                return needed;
            }
            for i in open {
                let more = share.min(self.contents.natural(i, self.columns[i]) - needed[i]);
                needed[i] += more;
                spare -= more;
            }
        }
    }

    /// The least width in which a column is no higher than in this.
    fn needed(&mut self, column: usize, width: Length) -> Length {
        let now = self.profile(column, width);
        let others =
            self.contents.columns.get(column).into_iter().flatten().map(|content| content.others / content.columns);
        let least = others.max().unwrap_or_default().max(self.columns[column].least);
        let (mut less, mut enough) = (least, width.min(self.columns[column].most));
        while enough - less > GRAIN {
            let middle = less + (enough - less) / 2;
            let profile = self.profile(column, middle);
            if profile.rows == now.rows && profile.faults == now.faults {
                enough = middle;
            } else {
                less = middle;
            }
        }
        enough
    }
}

/// The three columns that are highest in each row, so that the height beside any two of them is at hand.
struct Highest(Vec<[(Length, usize); 3]>);

impl Highest {
    fn of(profiles: &[Rc<Profile>], rows: usize) -> Self {
        let mut highest = vec![[(Length::ZERO, usize::MAX); 3]; rows];
        for (column, profile) in profiles.iter().enumerate() {
            for (top, &height) in highest.iter_mut().zip(&profile.rows) {
                if height > top[2].0 {
                    top[2] = (height, column);
                    top.sort_unstable_by_key(|own| std::cmp::Reverse(own.0));
                }
            }
        }
        Self(highest)
    }

    /// The height of a row without two of its cells.
    fn beside(&self, row: usize, one: usize, other: usize) -> Length {
        let beside = self.0[row].iter().find(|(_, column)| *column != one && *column != other);
        beside.map_or(Length::ZERO, |(height, _)| *height)
    }
}
