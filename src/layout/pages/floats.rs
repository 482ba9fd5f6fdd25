//! Figures that would leave a page partly empty move down past the text that follows them.
//!
//! They stay in order, never come before the place where they were written and never pass a heading.

use std::ops::Range;

use super::breaking::{Column, Room, Unit, break_columns};
use super::inserts::Heights;
use super::notes::{NoteLines, NoteMarks};
use super::{grid, units};
use crate::layout::vertical::{PartKind, VerticalList, cost};
use crate::units::Length;

/// So many lines have to stay empty before a figure moves.
const EMPTY: i64 = 2;

/// What stands at the head and the foot of columns besides their text.
#[derive(Clone, Copy)]
pub(super) struct Beside<'a> {
    /// The lines of the notes.
    pub(super) notes: &'a NoteLines,
    /// Where they belong.
    pub(super) marks: &'a NoteMarks,
    /// The inserts.
    pub(super) inserts: &'a Heights,
}

/// Moves the floats of a segment, the slabs `slabs` of the list, and breaks it into columns anew.
pub(super) fn settle(
    list: &mut VerticalList,
    slabs: Range<usize>,
    of: &mut [Unit],
    columns: &mut Vec<Column>,
    beside: Beside<'_>,
    room: Room,
    grid: Option<Length>,
) {
    let mut next = list.parts.partition_point(|part| part.slabs.start < slabs.start);
    let last = list.parts.partition_point(|part| part.slabs.start < slabs.end);
    if !list.parts.get(next..last).unwrap_or_default().iter().any(|part| part.kind == PartKind::Float) {
        return;
    }
    // Each move leaves the parts before it alone, so there are at most as many as there are floats.
    while let Some(found) = find(list, slabs.start, next..last, of, columns, beside, room) {
        let first_slab = list.parts[found.floats.start].slabs.start - slabs.start;
        let moved_slabs = list.parts[found.floats.end - 1].slabs.end - slabs.start - first_slab;
        let end_slab = list.parts[found.to - 1].slabs.end - slabs.start;
        list.move_down(found.floats, found.to);
        of[first_slab..end_slab].rotate_left(moved_slabs);
        let fresh = units(&list.slabs[slabs.clone()], &list.frames);
        for (unit, fresh) in of.iter_mut().zip(fresh) {
            let Unit { inserts_end, bars_inserts, .. } = *unit;
            *unit = Unit { inserts_end, bars_inserts, ..fresh };
        }
        beside.marks.settle(of, &list.slabs[slabs.clone()]);
        if let Some(line) = grid {
            grid::settle(&mut list.slabs[slabs.clone()], of, line);
        }
        *columns = break_columns(of, beside.notes, beside.inserts, room);
        next = found.to;
    }
}

/// What a column takes of a part at least, which no space divides up to there.
fn least(list: &VerticalList, part: usize) -> Length {
    let slabs = list.parts.get(part).and_then(|part| list.slabs.get(part.slabs.clone())).unwrap_or_default();
    let whole = slabs.iter().skip(1).take_while(|slab| slab.cost >= cost::WIDOW).count() + 1;
    slabs.iter().take(whole).map(|slab| slab.height).sum()
}

/// Floats that should move, and the part before which they are to stand.
struct Move {
    floats: Range<usize>,
    to: usize,
}

/// The first floats among `parts` that leave a column too empty and that have text to pass.
fn find(
    list: &VerticalList,
    first_slab: usize,
    parts: Range<usize>,
    of: &[Unit],
    columns: &[Column],
    Beside { notes, inserts, .. }: Beside<'_>,
    room: Room,
) -> Option<Move> {
    let mut begin = 0;
    for column in columns.iter().take(columns.len().saturating_sub(1)) {
        let beside = inserts.top(&column.top) + inserts.bottom(&column.bottom);
        let text = column.text_height(of, begin);
        let left = room.height - text - beside - notes.height(&column.notes, room.separator);
        begin = column.end;
        if left < room.line * EMPTY {
            continue;
        }
        let mut at = list.parts.partition_point(|part| part.slabs.start < first_slab + column.end);
        // A heading goes with what follows it, so the column may end above the headings above the figure.
        let keeps = |place: usize| {
            let next = list.parts.get(place + 1).and_then(|part| list.slabs.get(part.slabs.start));
            list.parts[place].kind == PartKind::Bar && next.is_some_and(|slab| slab.cost >= cost::KEEP)
        };
        while at < parts.end && keeps(at) {
            at += 1;
        }
        // Inserts that are written in text would come before a figure that has passed it.
        let inserted = |place: usize| {
            let slabs = &list.parts[place].slabs;
            let count = |slab: usize| slab.checked_sub(first_slab + 1).and_then(|slab| of.get(slab));
            let (above, below) = (count(slabs.start), count(slabs.end));
            above.map_or(0, |unit| unit.inserts_end) != below.map_or(0, |unit| unit.inserts_end)
        };
        let is = |place: &usize, kind| *place < parts.end && list.parts[*place].kind == kind;
        let end = (at..parts.end).find(|place| !is(place, PartKind::Float)).unwrap_or(parts.end);
        let mut passed = Length::ZERO;
        let mut to = end;
        while passed < left && is(&to, PartKind::Text) && !inserted(to) {
            passed += list.slabs[list.parts[to].slabs.clone()].iter().map(|s| s.space.length() + s.height).sum();
            to += 1;
        }
        if at >= parts.start && at < end && to > end && least(list, end) <= left {
            return Some(Move { floats: at..end, to });
        }
    }
    None
}
