//! Where pages end: a search over all of them at once, as Knuth and Plass search for lines.
//!
//! **Invariant:** every column holds at least one slab, so the search always ends; it is quadratic in the slabs of one
//! column only.

use std::ops::Range;

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
}

/// The lines of notes, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct NoteLines {
    /// Height of all lines before each place; one more than there are lines.
    above: Vec<Length>,
}

impl NoteLines {
    /// Of lines of these heights.
    pub(super) fn new(heights: impl Iterator<Item = Length>) -> Self {
        let mut above = vec![Length::ZERO];
        for height in heights {
            above.push(above.last().copied().unwrap_or_default() + height);
        }
        Self { above }
    }

    fn len(&self) -> usize {
        self.above.len().saturating_sub(1)
    }

    /// The height of lines with the rule above them.
    pub(super) fn height(&self, range: &Range<usize>, separator: Length) -> Length {
        if range.is_empty() {
            return Length::ZERO;
        }
        let at = |place: usize| self.above.get(place).copied().unwrap_or_default();
        at(range.end) - at(range.start) + separator
    }

    /// The last place up to `wanted` at which lines from `start` on still fit into `room`.
    fn fit(&self, start: usize, wanted: usize, room: Length, separator: Length) -> usize {
        let mut end = wanted.max(start);
        while end > start && self.height(&(start..end), separator) > room {
            end -= 1;
        }
        end
    }
}

#[derive(Clone, Copy)]
struct Best {
    cost: Cost,
    from: usize,
    /// How many columns there were before it, as far as they differ.
    lane: usize,
    notes_from: usize,
    notes_to: usize,
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
pub(super) fn break_columns(units: &[Unit], notes: &NoteLines, room: Room) -> Vec<Column> {
    let count = units.len();
    // Columns below a head have less room, so that it matters how many came before: a lane for each of them, and one for all others.
    let lanes = room.head.columns + 1;
    let mut best: Vec<Option<Best>> = vec![None; (count + 1) * lanes];
    best[0] = Some(Best { cost: 0, from: 0, lane: 0, notes_from: 0, notes_to: 0 });
    for place in 0..count * lanes {
        let (from, lane) = (place / lanes, place % lanes);
        let Some(start) = best[place] else { continue };
        let height = if lane < room.head.columns { room.height - room.head.height } else { room.height };
        let notes_from = start.notes_to;
        let mut body = units[from].head;
        for last in from..count {
            let unit = &units[last];
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
            let mut price = if to == count {
                if from > 0 { lonely(body, room.line) } else { 0 }
            } else {
                shortage(left, room.line).saturating_add(units[to].cost)
            };
            if notes_to < unit.notes_end {
                price += cost::SPLIT_NOTE;
            }
            if forced {
                price += cost::NEVER;
            }
            let total = start.cost.saturating_add(price);
            // Later starts win ties, so that columns are filled from the front.
            let next = to * lanes + (lane + 1).min(room.head.columns);
            if best[next].is_none_or(|known| total < known.cost) {
                best[next] = Some(Best { cost: total, from, lane, notes_from, notes_to });
            }
        }
    }
    let mut columns = Vec::new();
    let ends = count * lanes..(count + 1) * lanes;
    let cheapest = ends.filter(|&end| best[end].is_some()).min_by_key(|&end| best[end].map(|step| step.cost));
    let mut at = cheapest.unwrap_or(0);
    while at >= lanes {
        let Some(step) = best[at] else { break };
        columns.push(Column { end: at / lanes, notes: step.notes_from..step.notes_to });
        at = step.from * lanes + step.lane;
    }
    columns.reverse();
    // Notes that found no room go on by themselves.
    let mut placed = columns.last().map_or(0, |column| column.notes.end);
    while placed < notes.len() {
        let end = notes.fit(placed, notes.len(), room.height, room.separator).max(placed + 1);
        columns.push(Column { end: count, notes: placed..end });
        placed = end;
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

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
        break_columns(units, &NoteLines::default(), ROOM).into_iter().map(|column| column.end).collect()
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
        (units, NoteLines::new(std::iter::repeat_n(Length::points(10), note_lines)))
    }

    #[test]
    fn notes_stand_on_the_page_of_their_mark() {
        let (units, notes) = with_note(3, 12, 2);
        let columns = break_columns(&units, &notes, ROOM);
        assert_eq!(columns[0], Column { end: 7, notes: 0..2 });
        let (units, notes) = with_note(9, 20, 2);
        let columns = break_columns(&units, &notes, ROOM);
        assert_eq!(columns[0], Column { end: 9, notes: 0..0 });
        assert_eq!(columns[1].notes, 0..2);
    }

    #[test]
    fn a_note_longer_than_a_page_is_split() {
        let (units, notes) = with_note(1, 12, 30);
        let columns = break_columns(&units, &notes, ROOM);
        let mut next = 0;
        for column in &columns {
            assert_eq!(column.notes.start, next);
            next = column.notes.end;
        }
        assert_eq!(next, 30);
        assert_eq!(columns.last().map(|c| c.end), Some(12));
    }
}
