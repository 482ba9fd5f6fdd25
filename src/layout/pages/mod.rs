//! The third stage: vertical lists become columns, columns become pages.

mod bands;
mod breaking;
mod compose;
mod floats;
mod geometry;
mod grid;
mod inserts;
mod looseness;
mod notes;
mod numbers;
mod running;
mod spreads;

use std::ops::Range;

use breaking::{Column, Head, Room, Unit, break_columns};
pub(super) use compose::Composer;
pub(super) use geometry::Geometry;
use inserts::Heights;
pub(super) use inserts::chapter_level;
use looseness::Give;
use notes::{NoteLines, NoteMarks, Shared};
use spreads::Spread;

use super::vertical::{Frame, Insert, Slab, Space, VerticalList, cost, frames_around};
use crate::style::{Break, StyleSheet};
use crate::units::Length;

/// What pages are made up by.
pub(super) struct Makeup<'a> {
    /// The page.
    pub(super) geometry: &'a Geometry,
    /// The style sheet.
    pub(super) sheet: &'a StyleSheet,
    /// The level of the headings that begin chapters.
    pub(super) chapter: u8,
    /// Sets paragraphs in another number of lines.
    pub(super) reset: &'a looseness::Resetter<'a>,
}

/// Where a list begins.
#[derive(Clone, Copy, Debug)]
struct Start {
    /// How many pages there are before.
    pages: usize,
    /// The break in front of it.
    kind: Break,
}

/// Slabs between two forced breaks, with their notes.
#[derive(Debug)]
struct Segment {
    /// The slabs in the list.
    slabs: Range<usize>,
    /// How many of them stand above the columns of the first page.
    spanning: usize,
    /// What these take up there.
    head: Head,
    /// The break in front of it.
    forced: Break,
    /// Its pages lie on their side.
    turned: bool,
    /// All of it is as wide as all columns.
    single: bool,
    /// Where it begins on the page of the segment before it, if it does.
    below: Option<Length>,
    /// The lines of the notes that its slabs refer to, and the notes in these.
    notes: Vec<Slab>,
    /// How these stand.
    note_lines: NoteLines,
    /// What stands at the head or the foot of its pages.
    inserts: Vec<Option<Insert>>,
    /// How high these are.
    heights: Heights,
    /// The columns it was broken into; ends count from the segment's first slab in a column.
    columns: Vec<Column>,
}

impl Segment {
    /// The paragraphs that are set in another number of lines: the first slab of each in the list, and that number.
    fn resets(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let first = self.slabs.start + self.spanning;
        self.columns.iter().filter_map(|column| column.reset).map(move |(slab, lines)| (first + slab, lines))
    }

    /// Makes pictures of the list smaller, in columns that would not hold them.
    fn shrink(&self, list: &mut VerticalList) {
        let first = self.slabs.start + self.spanning;
        let mut begin = first;
        for column in &self.columns {
            let slabs = list.slabs.get_mut(begin..first + column.end).unwrap_or_default();
            let mut most: Length = slabs.iter().map(shrink_of).sum();
            let mut rest = column.shrink;
            for slab in slabs.iter_mut().filter(|_| column.shrink > Length::ZERO) {
                let own = shrink_of(slab);
                let by = rest.ratio(own.0, most.0.max(1));
                slab.shrink(by);
                (rest, most) = (rest - by, most - own);
            }
            begin = first + column.end;
        }
    }
}

/// The space above the rule over the notes, the rule's share, and the space below, in line heights.
fn separator_height(line: Length) -> Length {
    line.ratio(9, 10)
}

/// Cuts a list where pages must begin and where something spans all columns, and breaks each part into columns, after so many
/// pages.
fn segments(
    list: &mut VerticalList,
    notes: &mut [Vec<Slab>],
    (turned_geometry, single_geometry): (&Geometry, &Geometry),
    line: Length,
    makeup: &Makeup<'_>,
    from: Start,
) -> Vec<Segment> {
    let (upright, sheet, chapter) = (makeup.geometry, makeup.sheet, makeup.chapter);
    let grid_line = sheet.page.baseline_grid.then_some(line);
    let starts = bands::starts(&list.slabs, upright);
    let mut segments: Vec<Segment> = Vec::with_capacity(starts.len());
    // How far the last page is filled, if something may stand below.
    let mut filled: Option<Length> = None;
    let mut pages = from.pages;
    for (i, &start) in starts.iter().enumerate() {
        let end = starts.get(i + 1).copied().unwrap_or(list.slabs.len());
        let slabs = list.slabs.get(start..end).unwrap_or_default();
        let turned = slabs.first().is_some_and(|slab| slab.turned);
        let single = upright.columns > 1 && !slabs.is_empty() && slabs.iter().all(|slab| slab.spans);
        let geometry = match () {
            () if turned => turned_geometry,
            () if single => single_geometry,
            () => upright,
        };
        let mut units = units(slabs, &list.frames);
        let mut lines: Vec<Slab> = Vec::new();
        let mut lengths: Vec<usize> = Vec::new();
        let mut marks = NoteMarks::default();
        for &note in slabs.iter().flat_map(|slab| &slab.fragment.notes) {
            take_note(note, notes, &mut lines, &mut lengths);
            marks.ends.push(lines.len());
        }
        marks.settle(&mut units, slabs);
        let inserts = inserts::take(list, end);
        inserts::mark(&mut units, list.slabs.get(start..end).unwrap_or_default(), &inserts, start, chapter);
        if let (Some(line), Some(slabs)) = (grid_line, list.slabs.get_mut(start..end)) {
            grid::settle(slabs, &mut units, line);
        }
        let forced = list.slabs.get(start).map_or(Break::Auto, |slab| slab.forced);
        // What spans the columns at the head of a page has no space above, as anything else there.
        if let (Some(slab), Some(unit)) = (list.slabs.get_mut(start), units.first_mut())
            && i > 0
            && forced == Break::Auto
            && filled.is_none()
        {
            (slab.space, unit.space) = (Space::default(), Length::ZERO);
        }
        let slabs = list.slabs.get(start..end).unwrap_or_default();
        let below = filled.filter(|_| i > 0 && forced == Break::Auto && !turned);
        let (spanning, head, below) = bands::head(slabs, &units, geometry, below, line);
        units.drain(..spanning);
        marks.skip(slabs.iter().take(spanning));
        let page = match below {
            Some(_) => pages.saturating_sub(1),
            None if i == 0 => geometry.next_page(pages, from.kind),
            None => geometry.next_page(pages, forced),
        };
        let flush = sheet.page.flush_bottom;
        let room = Room {
            spread: if flush { Spread::of(geometry, page) } else { Spread::RAGGED },
            height: geometry.body_height,
            separator: separator_height(line),
            line,
            keep_first_space: spanning == 0,
            head,
        };
        let note_lines = NoteLines::of(&lines, &lengths, Shared::new(sheet, geometry.column_width));
        let heights = Heights::new(&inserts, start + spanning, geometry.body_height, grid_line);
        let mut columns = break_columns(&units, &note_lines, &heights, room);
        let beside = floats::Beside { notes: &note_lines, marks: &marks, inserts: &heights };
        floats::settle(list, start + spanning..end, &mut units, &mut columns, beside, room, grid_line);
        balance(&mut columns, &units, &note_lines, room, geometry.columns);
        pages = page + columns.len().div_ceil(geometry.columns).max(1);
        filled = bands::filled(&columns, &units, room, geometry).filter(|_| !turned);
        let inserts = inserts.into_iter().map(Some).collect();
        segments.push(Segment {
            slabs: start..end,
            spanning,
            head,
            forced,
            turned,
            single,
            below,
            notes: lines,
            note_lines,
            inserts,
            heights,
            columns,
        });
    }
    segments
}

/// By how much a slab may be made lower.
fn shrink_of(slab: &Slab) -> Length {
    slab.elastic.as_ref().map_or(Length::ZERO, |elastic| elastic.most)
}

/// Moves a note's lines to `lines`, and after them those of the notes that it refers to.
fn take_note(note: usize, notes: &mut [Vec<Slab>], lines: &mut Vec<Slab>, lengths: &mut Vec<usize>) {
    let Some(own) = notes.get_mut(note).map(std::mem::take) else { return };
    let inner: Vec<usize> = own.iter().flat_map(|slab| slab.fragment.notes.iter().copied()).collect();
    lengths.push(own.len());
    lines.extend(own);
    inner.into_iter().for_each(|note| take_note(note, notes, lines, lengths));
}

/// What the search needs to know of slabs.
fn units(slabs: &[Slab], frames: &[Frame]) -> Vec<Unit> {
    let mut before: Vec<usize> = Vec::new();
    let mut before_frame = None;
    // What the paragraph at hand can give, and how many of its lines are still to come.
    let mut paragraph: Option<(usize, Give)> = None;
    slabs
        .iter()
        .map(|slab| {
            let space = slab.space.length();
            let mut unit = Unit {
                space,
                glue: space,
                height: slab.height,
                shrink: shrink_of(slab),
                cost: slab.cost,
                ..Unit::default()
            };
            if let Some(give) = Give::of(slab) {
                paragraph = Some((give.lines(), give));
            }
            if let Some((lines, give)) = paragraph.as_mut() {
                *lines -= 1;
                if *lines == 0 {
                    unit.give = Some(*give);
                    paragraph = None;
                }
            }
            if slab.frame.is_none() && before_frame.is_none() {
                return unit;
            }
            let around = if slab.frame == before_frame { before.clone() } else { frames_around(frames, slab.frame) };
            // Only frames that hold the slab above as well go on across a break.
            for frame in around.iter().filter(|frame| before.contains(frame)).filter_map(|&frame| frames.get(frame)) {
                let repeat = frame.repeat.as_ref().map_or(Length::ZERO, |repeat| repeat.1);
                unit.head += frame.cut + repeat;
                unit.foot += frame.cut;
            }
            // What is framed keeps its spaces.
            if before.first().is_some_and(|outermost| around.first() == Some(outermost)) {
                unit.glue = Length::ZERO;
            }
            before = around;
            before_frame = slab.frame;
            unit
        })
        .collect()
}

/// The fewest lines of a column that has another beside it.
const LEAST_LINES: i64 = 2;

/// Makes the text of the columns of the last page equally high. Notes stand at the foot of the page, as long as they find room
/// below the text that refers to them.
fn balance(columns: &mut Vec<Column>, units: &[Unit], notes: &NoteLines, room: Room, per_page: usize) {
    if per_page < 2 || columns.is_empty() {
        return;
    }
    let keep = (columns.len() - 1) / per_page * per_page;
    let before = keep.checked_sub(1).and_then(|last| columns.get(last));
    let (start, noted) = before.map_or((0, 0), |column| (column.end, column.notes.end));
    if columns.iter().skip(keep).any(Column::has_inserts) {
        return;
    }
    let rest = units.get(start..).unwrap_or_default();
    let rest: Vec<Unit> =
        rest.iter().map(|unit| Unit { notes_end: 0, notes_least: 0, inserts_end: 0, give: None, ..*unit }).collect();
    let total: Length = rest.iter().map(|unit| unit.space + unit.height).sum();
    let tallest = rest.iter().map(|unit| unit.height).max().unwrap_or(Length::ZERO);
    let head = if keep == 0 { room.head } else { Head::default() };
    let spread = Spread::RAGGED;
    let mut height = (total / i64::try_from(per_page).unwrap_or(1)).max(tallest) + head.height;
    while height < room.height {
        let keep_first_space = room.keep_first_space && start == 0;
        let tried = break_columns(
            &rest,
            &NoteLines::default(),
            &Heights::default(),
            Room { height, keep_first_space, head, spread, ..room },
        );
        let cut = |column: &Column| rest.get(column.end).is_some_and(|next| next.cost >= cost::WIDOW);
        let begins = std::iter::once(0).chain(tried.iter().map(|column| column.end));
        let thin = tried.iter().zip(begins).any(|(column, begin)| {
            column.end < rest.len() && column.text_height(&rest, begin) < room.line * LEAST_LINES
        });
        if tried.len() <= per_page && !tried.iter().any(cut) && !thin {
            let placed = before.map_or(0, |column| column.tail.end);
            let (mut begin, mut noted) = (start, noted);
            let own = tried.iter().map(|column| {
                let end = column.end + start;
                let to = units.get(..end).and_then(<[Unit]>::last).map_or(noted, |unit| unit.notes_end.max(noted));
                let column = Column::without_text(end, noted..to, placed..placed);
                let taken =
                    head.height + column.text_height(units, begin) + notes.height(&column.notes, room.separator);
                (begin, noted) = (end, to);
                Some(column).filter(|column| column.notes.is_empty() || taken <= room.height)
            });
            if let Some(own) = own.collect::<Option<Vec<_>>>() {
                columns.truncate(keep);
                columns.extend(own);
                return;
            }
        }
        height += room.line / 2;
    }
}
