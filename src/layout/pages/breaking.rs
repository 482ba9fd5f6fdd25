//! Where pages end: what is known of the slabs and of the room, and the columns that come of it.

mod demerits;
mod search;

use std::ops::Range;

use super::inserts::Heights;
use super::looseness::Give;
use super::notes::NoteLines;
use super::spreads::Spread;
use crate::layout::vertical::Cost;
use crate::units::Length;

/// What the search knows of a slab.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Unit {
    /// Space above, dropped at the head of a column.
    pub(super) space: Length,
    /// By how much that space may grow so that a column ends where its neighbours end.
    pub(super) glue: Length,
    /// Height.
    pub(super) height: Length,
    /// By how much that may become less, by making pictures smaller.
    pub(super) shrink: Length,
    /// The cost of a column ending above it.
    pub(super) cost: Cost,
    /// What a column that begins with it needs at its head for frames and table headers that go on.
    pub(super) head: Length,
    /// What a column that ends above it needs at its foot for frames that go on.
    pub(super) foot: Length,
    /// The place in the sequence of note lines after all notes of this and all earlier slabs.
    pub(super) notes_end: usize,
    /// The first place at which the notes may be cut if a column ends below this slab.
    pub(super) notes_least: usize,
    /// The place in the sequence of inserts after all those that were written above the end of this slab.
    pub(super) inserts_end: usize,
    /// What the paragraph that ends with it can give.
    pub(super) give: Option<Give>,
    /// No insert that was written above may stand below this slab: a chapter begins here, or a figure in its place.
    pub(super) bars_inserts: bool,
}

/// The room in a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Its height.
    pub(super) height: Length,
    /// What the rule above notes takes up.
    pub(super) separator: Length,
    /// The body's line height, in which shortage is counted.
    pub(super) line: Length,
    /// Whether the space above the very first slab stays, as it does after a forced break.
    pub(super) keep_first_space: bool,
    /// What stands above the first columns.
    pub(super) head: Head,
    /// What columns end on one line.
    pub(super) spread: Spread,
}

/// What stands above the columns of a page and is as wide as all of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Head {
    /// Its height, with the space below it.
    pub(super) height: Length,
    /// How many columns begin below it.
    pub(super) columns: usize,
}

/// A column: slabs from the end of the one before to `end`, and note lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// One past its last slab.
    pub(super) end: usize,
    /// By how much its foot is raised, as those of its neighbours are.
    pub(super) raised: Length,
    /// By how much its spaces grow in all, so that its last line stands at its foot.
    pub(super) stretch: Length,
    /// By how much its pictures are made lower in all, so that it holds them.
    pub(super) shrink: Length,
    /// The paragraph of it that is set in another number of lines: its first slab and that number.
    pub(super) reset: Option<(usize, usize)>,
    /// By how much these make its text grow.
    pub(super) growth: Length,
    /// Its note lines.
    pub(super) notes: Range<usize>,
    /// The inserts at its head; a column of nothing else has no slabs.
    pub(super) top: Range<usize>,
    /// Those at its foot.
    pub(super) bottom: Range<usize>,
    /// Those that the text is over for, below its last line.
    pub(super) tail: Range<usize>,
}

impl Column {
    /// Notes and inserts alone, before the slab `end`.
    pub(super) fn without_text(end: usize, notes: Range<usize>, top: Range<usize>) -> Self {
        let none = top.end..top.end;
        let (raised, stretch, shrink, growth) = Default::default();
        Self { end, raised, stretch, shrink, reset: None, growth, notes, top, bottom: none.clone(), tail: none }
    }

    /// The height of its text, which begins with the slab `begin`, with the space above.
    pub(super) fn text_height(&self, units: &[Unit], begin: usize) -> Length {
        let own = units.get(begin..self.end).unwrap_or_default();
        own.iter().map(|unit| unit.space + unit.height).sum::<Length>() + self.growth
    }

    /// Whether anything stands at its head, at its foot or below its text.
    pub(super) fn has_inserts(&self) -> bool {
        [&self.top, &self.bottom, &self.tail].iter().any(|range| !range.is_empty())
    }
}

/// Finds the columns with the least cost in all.
pub(super) fn break_columns(units: &[Unit], notes: &NoteLines, inserts: &Heights, room: Room) -> Vec<Column> {
    let mut columns = search::columns(units, notes, inserts, room);
    place_the_rest(&mut columns, units, notes, inserts, room);
    // Notes that found no room go on by themselves.
    let mut placed = columns.last().map_or(0, |column| column.notes.end);
    while placed < notes.len() {
        let end = notes.fit(placed, (0, notes.len()), room.height, room.separator).max(placed + 1);
        let all = inserts.len();
        columns.push(Column::without_text(units.len(), placed..end, all..all));
        placed = end;
    }
    columns
}

/// Puts inserts for which the text has ended too soon below its last line, or into columns of their own.
fn place_the_rest(columns: &mut Vec<Column>, units: &[Unit], notes: &NoteLines, inserts: &Heights, room: Room) {
    let begin = columns.iter().rev().nth(1).map_or(0, |column| column.end);
    let first = columns.len() <= room.head.columns;
    let mut placed = 0;
    if let Some(last) = columns.last_mut() {
        placed = last.bottom.end;
        let text = last.text_height(units, begin);
        let head = if first { room.head.height } else { Length::ZERO };
        let noted = notes.height(&last.notes, room.separator);
        let left = room.height - head - text - noted - inserts.top(&last.top) - inserts.bottom(&last.bottom);
        let end = inserts.with_text_end(placed);
        if inserts.bottom(&(placed..end)) <= left {
            last.tail = placed..end;
            placed = end;
        }
    }
    let (end, noted) = columns.last().map_or((0, 0), |column| (column.end, column.notes.end));
    for top in inserts.alone(placed..inserts.len(), room.height) {
        columns.push(Column::without_text(end, noted..noted, top));
    }
}

#[cfg(test)]
mod tests;
