//! The search for page ends over all of them at once, as Knuth and Plass search for lines.
//!
//! **Invariant:** every column holds at least one slab, so the search always ends; it is quadratic in the slabs of one
//! column only.

use std::ops::Range;

use super::demerits::{Remedy, bound, lonely, shortage, waste};
use super::{Column, Room, Unit};
use crate::layout::pages::inserts::{Heights, Opening};
use crate::layout::pages::looseness::Offers;
use crate::layout::pages::notes::NoteLines;
use crate::layout::pages::spreads::Seats;
use crate::layout::vertical::{Cost, cost};
use crate::units::Length;

/// A column whose text leaves more than this share of its height is not thought of where a fuller one ends well, with nothing
/// left waiting.
const EMPTY: i64 = 4;

/// A figure that wants to stand at the foot of this column and has to wait for that of the next: less than a line of shortage, so
/// that no column ends in front of the place where it was written.
const WAITING: Cost = 900;

/// The columns with the least cost in all.
pub(super) fn columns(units: &[Unit], notes: &NoteLines, inserts: &Heights, room: Room) -> Vec<Column> {
    let seats = Seats::new(room.spread, room.head.columns);
    let states = States { seats: seats.count(), levels: room.spread.levels() };
    let mut best = vec![None; states.at(units.len() + 1, 0, 0)];
    best[0] = Some(Best::NOTHING);
    let bound = if inserts.len() > 0 { bound(units) } else { Vec::new() };
    let mut search = Search { units, notes, inserts, room, seats, states, best, bound };
    let mut ends = Ends::default();
    #[cfg(test)]
    super::tests::TRIED.set(0);
    for state in 0..states.at(units.len(), 0, 0) {
        search.columns_from(state, &mut ends);
    }
    search.trace()
}

/// The best way to some state.
#[derive(Clone, Copy)]
struct Best {
    cost: Cost,
    /// The state before.
    from: usize,
    /// The notes and the inserts that have their places.
    notes: usize,
    inserts: usize,
    /// By how much the spaces of the column that ends here grow.
    stretch: Length,
    /// The level of that column.
    level: u8,
    /// What it needs to hold its slabs.
    remedy: Remedy,
}

impl Best {
    /// Nothing has been set yet.
    const NOTHING: Self =
        Self { cost: 0, from: 0, notes: 0, inserts: 0, stretch: Length::ZERO, level: 0, remedy: Remedy::None };
}

/// The states of the search. What is ahead of a column depends on the slab that it begins with, on its seat, and on the level of
/// the spread that it stands in, which is open as long as that has no column.
#[derive(Clone, Copy)]
struct States {
    seats: usize,
    levels: usize,
}

impl States {
    fn at(self, slab: usize, seat: usize, level: usize) -> usize {
        (slab * self.seats + seat) * self.levels + level
    }

    /// The slab, the seat and the level.
    fn parts(self, state: usize) -> (usize, usize, usize) {
        let place = state / self.levels;
        (place / self.seats, place % self.seats, state % self.levels)
    }
}

/// A search under way.
struct Search<'a> {
    units: &'a [Unit],
    notes: &'a NoteLines,
    inserts: &'a Heights,
    room: Room,
    seats: Seats,
    states: States,
    best: Vec<Option<Best>>,
    /// What stands with each slab at least, where there are inserts.
    bound: Vec<Length>,
}

/// A column that begins in some state.
struct Start {
    state: usize,
    /// Its first slab.
    first: usize,
    seat: usize,
    level: usize,
    /// What its height leaves to text and notes.
    height: Length,
    /// The inserts at its head.
    top: Range<usize>,
    /// It has been found to end well with more in it than what is tried now.
    holds_more: bool,
    best: Best,
}

/// Where it may end.
#[derive(Clone, Copy)]
struct End {
    /// One past its last slab.
    to: usize,
    /// What its text takes up.
    body: Length,
    /// By how much its spaces may grow.
    glue: Length,
    /// By how much its pictures may be made lower.
    shrink: Length,
    /// What the inserts cost that it keeps waiting.
    barred: Cost,
    /// The paragraphs in it that may be set anew.
    offers: Offers,
}

/// How a column ends that has been weighed.
#[derive(Clone, Copy)]
struct Ending {
    /// What speaks against its end.
    harm: Cost,
    /// It leaves inserts waiting.
    waiting: bool,
}

impl Ending {
    /// No harm is done by it.
    fn is_good(self) -> bool {
        self.harm < cost::DISCOURAGED && !self.waiting
    }
}

/// The places where columns may end that begin in one way.
#[derive(Default)]
struct Ends {
    /// The first slab, the height, and the notes and inserts that have their places before.
    of: Option<(usize, Length, usize, usize)>,
    list: Vec<End>,
}

impl Search<'_> {
    /// Tries all columns that begin in a state.
    fn columns_from(&mut self, state: usize, ends: &mut Ends) {
        let Some(best) = self.best.get(state).copied().flatten() else { return };
        let (first, seat, level) = self.states.parts(state);
        let (opening, seat, whole) = self.opening(first, seat, &best);
        let open = self.seats.begins(seat) || !opening.alone.is_empty();
        let levels = if open { 0..self.states.levels } else { level..level + 1 };
        let height = whole - self.inserts.top(&opening.with_text);
        let mut start = Start { state, first, seat, level, height, top: opening.with_text, holds_more: false, best };
        // States at one slab mostly differ in nothing else.
        let of = Some((first, height, best.notes, start.top.end));
        if ends.of != of {
            ends.of = of;
            self.ends(&start, &mut ends.list);
        }
        for level in levels {
            start.level = level;
            start.height = height - self.room.spread.raised(level, self.room.line);
            start.holds_more = false;
            let mut ended_well = false;
            for end in ends.list.iter().rev() {
                if ended_well && start.height - end.body > self.room.height / EMPTY {
                    break;
                }
                ended_well |= self.end(&mut start, end);
            }
        }
    }

    /// What inserts do to a column that begins with the slab `first`, its seat behind those that stand alone, and its height.
    fn opening(&self, first: usize, seat: usize, best: &Best) -> (Opening, usize, Length) {
        let above = first.checked_sub(1).and_then(|above| self.units.get(above));
        let written = if first == 0 { self.inserts.before_text() } else { above.map_or(0, |unit| unit.inserts_end) };
        let waiting = best.inserts..written.max(best.inserts);
        let room = self.room;
        // The space above the first slab is dropped, what the frames around it need is not.
        let text = self.units.get(first).map_or(Length::ZERO, |unit| unit.head - unit.space)
            + self.bound.get(first).copied().unwrap_or_default();
        let seat = self.seats.after(seat, self.inserts.opening(waiting.clone(), text, room.height).alone.len());
        let height = if seat < room.head.columns { room.height - room.head.height } else { room.height };
        (self.inserts.opening(waiting, text, height), seat, height)
    }

    /// Collects all places where a column may end, from the first on.
    fn ends(&self, start: &Start, ends: &mut Vec<End>) {
        ends.clear();
        let (mut body, mut glue, mut shrink) = (Length::ZERO, Length::ZERO, Length::ZERO);
        let mut barred = 0;
        let mut offers = Offers::default();
        let mut passed = 0;
        for (last, unit) in self.units.iter().enumerate().skip(start.first) {
            if last == start.first {
                let keeps = last == 0 && self.room.keep_first_space;
                body = unit.head + if keeps { unit.space } else { Length::ZERO };
            } else {
                body += unit.space;
                glue += unit.glue;
                if unit.bars_inserts && passed > start.top.end {
                    barred = cost::AVOID * 10;
                }
            }
            body += unit.height;
            shrink += unit.shrink;
            passed = unit.inserts_end;
            if let Some(give) = &unit.give {
                offers.add(give, start.first, last);
            }
            let end = End { to: last + 1, body, glue, shrink, barred, offers };
            // The foot of a frame may vanish below, a paragraph may still give a line, and pictures some of their size.
            if last > start.first && self.excess(start, &end) - shrink > self.foot(end.to) + self.room.line {
                break;
            }
            #[cfg(test)]
            super::tests::TRIED.set(super::tests::TRIED.get() + 1);
            ends.push(end);
        }
    }

    /// What a column that ends before the slab `to` needs for frames that go on.
    fn foot(&self, to: usize) -> Length {
        self.units.get(to).map_or(Length::ZERO, |next| next.foot)
    }

    /// By how much text, and what cannot be put off of its notes, are too high for a column.
    fn excess(&self, start: &Start, end: &End) -> Length {
        let least = self.units.get(end.to - 1).map_or(0, |unit| unit.notes_least);
        self.excess_with(start, end, least)
    }

    /// The same with the notes up to a place.
    fn excess_with(&self, start: &Start, end: &End, notes_end: usize) -> Length {
        let notes = start.best.notes..notes_end.max(start.best.notes);
        end.body + self.foot(end.to) + self.notes.height(&notes, self.room.separator) - start.height
    }

    /// Tries one end of a column as it is, and with what may help it. Returns whether no harm is done by it.
    fn end(&mut self, start: &mut Start, end: &End) -> bool {
        let excess = self.excess(start, end);
        let fits = excess <= Length::ZERO;
        let mut well = false;
        let mut holds_it = false;
        if fits || end.to == start.first + 1 {
            let ending = self.record(start, end, Remedy::None);
            (well, holds_it) = (ending.is_good(), ending.harm == 0);
        }
        for reset in end.offers.helping(excess, self.room.line) {
            well |= self.record(start, end, Remedy::Reset(reset)).is_good();
        }
        if end.shrink > Length::ZERO {
            let all_notes = self.units.get(end.to - 1).map_or(0, |unit| unit.notes_end);
            let by = self.excess_with(start, end, all_notes);
            if by > Length::ZERO && by <= end.shrink {
                self.record(start, end, Remedy::Shrink(by));
            }
        }
        start.holds_more |= holds_it;
        well
    }

    /// Notes a way to the state behind a column, if none is better.
    fn record(&mut self, start: &Start, end: &End, remedy: Remedy) -> Ending {
        let room = self.room;
        let body = end.body + remedy.growth(self.units);
        let unit = self.units.get(end.to - 1).copied().unwrap_or_default();
        let next = self.units.get(end.to);
        let free = start.height - body - self.foot(end.to);
        let notes = start.best.notes
            ..self.notes.fit(start.best.notes, (unit.notes_least, unit.notes_end), free, room.separator);
        let left = free - self.notes.height(&notes, room.separator);
        let bottom = start.top.end..self.inserts.bottom_end(start.top.end, unit.inserts_end, left);
        let left = left - self.inserts.bottom(&bottom);
        let mut stretch = Length::ZERO;
        let mut harm = end.barred;
        if self.inserts.next_at_foot(bottom.end..unit.inserts_end) > 0 {
            harm += WAITING;
        }
        let mut price = remedy.cost(self.units, end.shrink);
        match next {
            None if start.first > 0 => price += lonely(body + self.inserts.top(&start.top), room),
            None => {}
            Some(next) => {
                harm += next.cost;
                let raised = room.spread.raised(start.level, room.line);
                price += shortage(left + raised, room.line);
                if left > Length::ZERO && left <= room.spread.most_stretch(end.glue, room.line) {
                    stretch = left;
                }
                if start.holds_more {
                    price += waste(left - stretch, room.line);
                }
                // Notes and inserts at the foot end there in any case.
                if notes.is_empty() && bottom.is_empty() {
                    let uneven = room.spread.unevenness(start.first, left - stretch, room.line);
                    // Its neighbours run short with it for nothing.
                    price += if uneven > 0 { uneven + waste(raised, room.line) } else { 0 };
                }
            }
        }
        if notes.end < unit.notes_end {
            harm += cost::SPLIT_NOTE;
        }
        if free < Length::ZERO || notes.end < unit.notes_least {
            harm += cost::NEVER;
        }
        let cost = start.best.cost.saturating_add(price).saturating_add(harm);
        let seat = self.seats.after(start.seat, 1);
        let level = if self.seats.begins(seat) { 0 } else { start.level };
        // Earlier starts win ties.
        if let Some(known) = self.best.get_mut(self.states.at(end.to, seat, level))
            && known.is_none_or(|known| cost < known.cost)
        {
            let (notes, inserts) = (notes.end, bottom.end);
            let level = u8::try_from(start.level).unwrap_or(0);
            *known = Some(Best { cost, from: start.state, notes, inserts, stretch, level, remedy });
        }
        Ending { harm, waiting: bottom.end < unit.inserts_end }
    }

    /// The columns of the best way to the end.
    fn trace(self) -> Vec<Column> {
        let (states, room) = (self.states, self.room);
        let at = |state: usize| self.best.get(state).copied().flatten();
        let ends = states.at(self.units.len(), 0, 0)..self.best.len();
        let cheapest = ends.filter_map(|end| Some((at(end)?.cost, end))).min();
        let mut state = cheapest.map_or(0, |(_, end)| end);
        let mut columns = Vec::new();
        while let Some(step) = at(state).filter(|_| states.parts(state).0 > 0) {
            let Some(before) = at(step.from) else { break };
            let (first, seat, _) = states.parts(step.from);
            let (Opening { with_text: top, alone }, ..) = self.opening(first, seat, &before);
            columns.push(Column {
                end: states.parts(state).0,
                raised: room.spread.raised(step.level.into(), room.line),
                stretch: step.stretch,
                shrink: if let Remedy::Shrink(by) = step.remedy { by } else { Length::ZERO },
                reset: if let Remedy::Reset(reset) = step.remedy { Some(reset.paragraph(self.units)) } else { None },
                growth: step.remedy.growth(self.units),
                notes: before.notes..step.notes,
                bottom: top.end..step.inserts,
                tail: step.inserts..step.inserts,
                top,
            });
            // Backwards, since the columns are found from the last to the first.
            let notes = before.notes..before.notes;
            columns.extend(alone.into_iter().rev().map(|top| Column::without_text(first, notes.clone(), top)));
            state = step.from;
        }
        columns.reverse();
        columns
    }
}
