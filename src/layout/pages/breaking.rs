//! Where pages end: a search over all of them at once, as Knuth and Plass search for lines.
//!
//! **Invariant:** every column holds at least one slab, so the search always ends; it is quadratic in the slabs of one
//! column only.

use std::ops::Range;

use super::inserts::{Heights, Opening};
use super::notes::NoteLines;
use crate::layout::vertical::{Cost, cost};
use crate::units::Length;

/// What the search knows of a slab.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Unit {
    /// Space above, dropped at the head of a column.
    pub(super) space: Length,
    /// Height.
    pub(super) height: Length,
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
    /// Whether anything stands at its head, at its foot or below its text.
    pub(super) fn has_inserts(&self) -> bool {
        [&self.top, &self.bottom, &self.tail].iter().any(|range| !range.is_empty())
    }
}

#[derive(Clone, Copy, Default)]
struct Best {
    cost: Cost,
    from: usize,
    /// How many columns there were before it, as far as they differ.
    lane: usize,
    notes_from: usize,
    notes_to: usize,
    inserts_from: usize,
    bottom_from: usize,
    inserts_to: usize,
}

/// The cost of `short` of room left at the foot of a column.
fn shortage(short: Length, line: Length) -> Cost {
    let sixteenths = short.at_least_zero().0.saturating_mul(16) / line.0.max(1);
    sixteenths.saturating_mul(sixteenths).saturating_mul(4)
}

/// A last column with few lines looks forsaken.
fn lonely(height: Length, line: Length) -> Cost {
    let lines = height.0 / line.0.max(1);
    (4 - lines).max(0) * 6_000
}

/// Finds the columns with the least cost in all.
pub(super) fn break_columns(units: &[Unit], notes: &NoteLines, inserts: &Heights, room: Room) -> Vec<Column> {
    let count = units.len();
    // Columns below a head have less room, so that it matters how many came before: a lane for each of them, and one for all others.
    let lanes = room.head.columns + 1;
    let mut best: Vec<Option<Best>> = vec![None; (count + 1) * lanes];
    best[0] = Some(Best::default());
    for place in 0..count * lanes {
        let (from, lane) = (place / lanes, place % lanes);
        let Some(start) = best[place] else { continue };
        let below_head = lane + opening(units, inserts, from, &start, room.height).alone.len();
        let height = if below_head < room.head.columns { room.height - room.head.height } else { room.height };
        let Opening { alone, with_text } = opening(units, inserts, from, &start, height);
        let height = height - inserts.top(&with_text);
        let mut barred = 0;
        let notes_from = start.notes_to;
        let mut body = units[from].head;
        for last in from..count {
            let unit = &units[last];
            if last > from && unit.bars_inserts && units[last - 1].inserts_end > with_text.end {
                barred = cost::AVOID * 10;
            }
            let space = if last > from || (from == 0 && room.keep_first_space) { unit.space } else { Length::ZERO };
            body += space + unit.height;
            let to = last + 1;
            let foot = units.get(to).map_or(Length::ZERO, |next| next.foot);
            let free = height - body - foot;
            if last > from && free < Length::ZERO && height < body {
                break;
            }
            let notes_to = notes.fit(notes_from, unit.notes_end, free, room.separator);
            let forced = free < Length::ZERO || notes_to < unit.notes_least.max(notes_from);
            if forced && last > from {
                // Notes only grow; but the foot of a frame may vanish below.
                if free >= Length::ZERO {
                    break;
                }
                continue;
            }
            let left = free - notes.height(&(notes_from..notes_to), room.separator);
            let inserts_to = inserts.bottom_end(with_text.end, unit.inserts_end, left);
            let left = left - inserts.bottom(&(with_text.end..inserts_to));
            let mut price = if to == count {
                if from > 0 { lonely(body + inserts.top(&with_text), room.line) } else { 0 }
            } else {
                shortage(left, room.line).saturating_add(units[to].cost)
            };
            if notes_to < unit.notes_end {
                price += cost::SPLIT_NOTE;
            }
            if forced {
                price += cost::NEVER;
            }
            let total = start.cost.saturating_add(price).saturating_add(barred);
            // Later starts win ties, so that columns are filled from the front.
            let next = to * lanes + (lane + alone.len() + 1).min(room.head.columns);
            if best[next].is_none_or(|known| total < known.cost) {
                let (inserts_from, bottom_from) = (with_text.start, with_text.end);
                let step = Best { cost: total, from, lane, notes_from, notes_to, ..start };
                best[next] = Some(Best { inserts_from, bottom_from, inserts_to, ..step });
            }
        }
    }
    let mut columns = Vec::new();
    let ends = count * lanes..(count + 1) * lanes;
    let cheapest = ends.filter(|&end| best[end].is_some()).min_by_key(|&end| best[end].map(|step| step.cost));
    let mut at = cheapest.unwrap_or(0);
    while at >= lanes {
        let Some(step) = best[at] else { break };
        columns.push(Column {
            end: at / lanes,
            notes: step.notes_from..step.notes_to,
            top: step.inserts_from..step.bottom_from,
            bottom: step.bottom_from..step.inserts_to,
            tail: step.inserts_to..step.inserts_to,
        });
        at = step.from * lanes + step.lane;
        if let Some(before) = best[at] {
            // Backwards, since the columns are found from the last to the first.
            let own = inserts.alone(before.inserts_to..step.inserts_from, room.height);
            let empty = |top: Range<usize>| Column {
                end: step.from,
                notes: step.notes_from..step.notes_from,
                bottom: top.end..top.end,
                tail: top.end..top.end,
                top,
            };
            columns.extend(own.into_iter().rev().map(empty));
        }
    }
    columns.reverse();
    place_the_rest(&mut columns, units, notes, inserts, room);
    // Notes that found no room go on by themselves.
    let mut placed = columns.last().map_or(0, |column| column.notes.end);
    while placed < notes.len() {
        let end = notes.fit(placed, notes.len(), room.height, room.separator).max(placed + 1);
        let all = inserts.len();
        columns.push(Column { end: count, notes: placed..end, top: all..all, bottom: all..all, tail: all..all });
        placed = end;
    }
    columns
}

/// What of the inserts stands at the head of a column that begins with the slab `from`.
fn opening(units: &[Unit], inserts: &Heights, from: usize, start: &Best, height: Length) -> Opening {
    let written = from.checked_sub(1).and_then(|above| units.get(above)).map_or(0, |unit| unit.inserts_end);
    let written = if from == 0 { inserts.before_text() } else { written };
    inserts.opening(start.inserts_to..written.max(start.inserts_to), height)
}

/// Puts inserts for which the text has ended too soon below its last line, or into columns of their own.
fn place_the_rest(columns: &mut Vec<Column>, units: &[Unit], notes: &NoteLines, inserts: &Heights, room: Room) {
    let begin = columns.iter().rev().nth(1).map_or(0, |column| column.end);
    let first = columns.len() <= room.head.columns;
    let mut placed = 0;
    if let Some(last) = columns.last_mut() {
        placed = last.bottom.end;
        let text: Length =
            units.get(begin..last.end).unwrap_or_default().iter().map(|unit| unit.space + unit.height).sum();
        let head = if first { room.head.height } else { Length::ZERO };
        let noted = notes.height(&last.notes, room.separator);
        let left = room.height - head - text - noted - inserts.top(&last.top) - inserts.bottom(&last.bottom);
        if inserts.bottom(&(placed..inserts.len())) <= left {
            last.tail = placed..inserts.len();
            placed = inserts.len();
        }
    }
    let (end, noted) = columns.last().map_or((0, 0), |column| (column.end, column.notes.end));
    for top in inserts.alone(placed..inserts.len(), room.height) {
        let none = top.end..top.end;
        columns.push(Column { end, notes: noted..noted, bottom: none.clone(), tail: none, top });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::pages::notes::NoteLine;

    const ROOM: Room = Room {
        height: Length::points(100),
        separator: Length::points(5),
        line: Length::points(10),
        keep_first_space: false,
        head: Head { height: Length::ZERO, columns: 0 },
    };

    fn lines(count: usize) -> Vec<Unit> {
        vec![Unit { height: Length::points(10), ..Unit::default() }; count]
    }

    fn ends(units: &[Unit]) -> Vec<usize> {
        break_columns(units, &NoteLines::default(), &Heights::default(), ROOM)
            .into_iter()
            .map(|column| column.end)
            .collect()
    }

    #[test]
    fn pages_are_filled() {
        assert_eq!(ends(&lines(25)), [10, 20, 25]);
        assert_eq!(ends(&[]), [0; 0]);
    }

    #[test]
    fn widows_and_headings_move_to_the_next_page() {
        let mut units = lines(25);
        units[10].cost = cost::WIDOW;
        assert_eq!(ends(&units)[0], 9);
        units[9].cost = cost::KEEP;
        assert_eq!(ends(&units)[0], 8);
    }

    #[test]
    fn the_search_looks_ahead() {
        // Filling the first page leaves one line over; a page of nine lines avoids it.
        let mut units = lines(31);
        units[20].cost = cost::WIDOW;
        let ends = ends(&units);
        assert!(!ends.contains(&20));
        assert_eq!(ends.len(), 4);
    }

    #[test]
    fn a_last_page_is_not_left_with_one_line() {
        let ends = ends(&lines(21));
        assert!(21 - ends[ends.len() - 2] > 1, "{ends:?}");
    }

    #[test]
    fn what_is_higher_than_a_page_has_one_for_itself() {
        let mut units = lines(3);
        units[1].height = Length::points(900);
        assert_eq!(ends(&units), [1, 2, 3]);
    }

    #[test]
    fn space_at_the_head_of_a_page_is_dropped() {
        let mut units = lines(20);
        units[10].space = Length::points(10);
        assert_eq!(ends(&units), [10, 20]);
    }

    #[test]
    fn repeated_headers_take_room() {
        let mut units = lines(20);
        units.iter_mut().for_each(|unit| unit.head = Length::points(20));
        assert_eq!(ends(&units), [8, 16, 20]);
    }

    fn with_note(mark: usize, count: usize, note_lines: usize) -> (Vec<Unit>, NoteLines) {
        let mut units = lines(count);
        for unit in &mut units[mark..] {
            unit.notes_end = note_lines;
            unit.notes_least = note_lines.min(2);
        }
        (units, NoteLines::new(std::iter::repeat_n(NoteLine::of(Length::points(10)), note_lines), None))
    }

    #[test]
    fn notes_stand_on_the_page_of_their_mark() {
        let (units, notes) = with_note(3, 12, 2);
        let columns = break_columns(&units, &notes, &Heights::default(), ROOM);
        assert_eq!((columns[0].end, &columns[0].notes), (7, &(0..2)));
        let (units, notes) = with_note(9, 20, 2);
        let columns = break_columns(&units, &notes, &Heights::default(), ROOM);
        assert_eq!((columns[0].end, &columns[0].notes), (9, &(0..0)));
        assert_eq!(columns[1].notes, 0..2);
    }

    #[test]
    fn a_note_longer_than_a_page_is_split() {
        let (units, notes) = with_note(1, 12, 30);
        let columns = break_columns(&units, &notes, &Heights::default(), ROOM);
        let mut next = 0;
        for column in &columns {
            assert_eq!(column.notes.start, next);
            next = column.notes.end;
        }
        assert_eq!(next, 30);
        assert_eq!(columns.last().map(|c| c.end), Some(12));
    }

    type Shape = (usize, Range<usize>, Range<usize>, Range<usize>);

    /// What each column holds: its slabs, and the inserts at its head, at its foot and below its text.
    fn shape(units: &[Unit], inserts: &Heights) -> Vec<Shape> {
        let columns = break_columns(units, &NoteLines::default(), inserts, ROOM);
        columns.into_iter().map(|column| (column.end, column.top, column.bottom, column.tail)).collect()
    }

    /// Lines with an insert after each of some of them.
    fn written(count: usize, after: &[usize]) -> Vec<Unit> {
        let mut units = lines(count);
        for (i, unit) in units.iter_mut().enumerate() {
            unit.inserts_end = after.iter().filter(|&&line| line <= i).count();
        }
        units
    }

    #[test]
    fn inserts_stand_at_the_head_of_the_next_column_or_at_the_foot_of_this() {
        use crate::style::Float::{Bottom, Top};
        let top = Heights::of(&[(Top, 25)], Length::points(5));
        assert_eq!(shape(&written(17, &[3]), &top), [(10, 0..0, 0..0, 0..0), (17, 0..1, 1..1, 1..1)]);
        let bottom = Heights::of(&[(Bottom, 25)], Length::points(5));
        assert_eq!(shape(&written(17, &[3]), &bottom), [(7, 0..0, 0..1, 1..1), (17, 1..1, 1..1, 1..1)]);
    }

    #[test]
    fn inserts_keep_their_order() {
        use crate::style::Float::{Bottom, Top};
        let both = Heights::of(&[(Top, 25), (Bottom, 25)], Length::points(5));
        // The second could stand at the foot of the first column, but the first comes before it.
        let columns = shape(&written(22, &[2, 3]), &both);
        assert_eq!(columns[0], (10, 0..0, 0..0, 0..0));
        assert_eq!(columns[1].1, 0..2);
    }

    #[test]
    fn inserts_that_the_text_is_too_short_for_come_after_it() {
        use crate::style::Float::{Page, Top};
        let top = Heights::of(&[(Top, 25)], Length::points(5));
        assert_eq!(shape(&written(4, &[3]), &top), [(4, 0..0, 0..0, 0..1)]);
        assert_eq!(shape(&written(9, &[3]), &top), [(9, 0..0, 0..0, 0..0), (9, 0..1, 1..1, 1..1)]);
        let page = Heights::of(&[(Page, 25)], Length::points(5));
        assert_eq!(
            shape(&written(20, &[3]), &page),
            [(10, 0..0, 0..0, 0..0), (10, 0..1, 1..1, 1..1), (20, 1..1, 1..1, 1..1)]
        );
    }

    #[test]
    fn no_insert_stands_in_the_next_chapter() {
        let mut units = written(19, &[3]);
        units[8].bars_inserts = true;
        let top = Heights::of(&[(crate::style::Float::Top, 25)], Length::points(5));
        assert_eq!(shape(&units, &top)[..2], [(8, 0..0, 0..0, 0..0), (15, 0..1, 1..1, 1..1)]);
    }
}
