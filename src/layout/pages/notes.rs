//! Notes at the foot of a column: which lines of them fit, and which of them share a line.

use std::ops::Range;

use super::breaking::Unit;
use crate::layout::fragment::Fragment;
use crate::layout::measure::bounds;
use crate::layout::page::Paint;
use crate::layout::vertical::Slab;
use crate::style::{NoteDisplay, StyleSheet};
use crate::units::Length;

/// A line of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NoteLine {
    /// Its height.
    height: Length,
    /// How far it reaches to the right, if it is a whole note that leaves room for another.
    reach: Option<Length>,
}

impl NoteLine {
    /// A line that shares with no other.
    #[cfg(test)]
    pub(super) const fn of(height: Length) -> Self {
        Self { height, reach: None }
    }
}

/// The fewest lines of a note that stand on a page, and of what goes on overleaf.
const LINES_OF_A_PART: usize = 2;

/// Where the lines of notes end, for each mark in the text.
#[derive(Clone, Debug, Default)]
pub(super) struct NoteMarks {
    /// The place in the sequence of note lines after those of each mark.
    pub(super) ends: Vec<usize>,
    /// How many marks stand in slabs that have no units.
    before: usize,
}

impl NoteMarks {
    /// Leaves out what stands above the columns.
    pub(super) fn skip<'a>(&mut self, slabs: impl Iterator<Item = &'a Slab>) {
        self.before = slabs.map(|slab| slab.fragment.notes.len()).sum();
    }

    /// Notes for each slab which lines stand at the foot of its column, and how many of them at least.
    pub(super) fn settle(&self, units: &mut [Unit], slabs: &[Slab]) {
        let mut marks = self.before;
        let end = |marks: usize| marks.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        let mut least = 0;
        for (unit, slab) in units.iter_mut().zip(slabs) {
            let before = end(marks);
            marks += slab.fragment.notes.len();
            unit.notes_end = end(marks);
            if unit.notes_end > before {
                let begin = end(marks.saturating_sub(1));
                let whole = unit.notes_end < begin + 2 * LINES_OF_A_PART;
                least = if whole { unit.notes_end } else { begin + LINES_OF_A_PART };
            }
            unit.notes_least = least;
        }
    }
}

/// The line in which short notes stand beside one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shared {
    /// Its width.
    width: Length,
    /// The space between two notes.
    gap: Length,
}

impl Shared {
    /// What the style sheet wants of notes in a column of that width.
    pub(super) fn new(sheet: &StyleSheet, width: Length) -> Option<Self> {
        let gap = sheet.role(&crate::style::Role::Note).font_size * 2;
        (sheet.document.note_display == NoteDisplay::Compact).then_some(Self { width, gap })
    }

    /// How far a note reaches that is one short line, from left to right.
    fn reach(self, slab: &Slab) -> Option<Length> {
        let Fragment { items, page_numbers, .. } = &slab.fragment;
        let is_text = items.iter().all(|item| !matches!(item.paint, Paint::Image { .. }));
        if slab.baseline.is_none() || items.is_empty() || !is_text || !page_numbers.is_empty() {
            return None;
        }
        let left = items.iter().map(|item| bounds(&item.paint).x).min()?;
        let right = items.iter().map(|item| bounds(&item.paint)).map(|area| area.x + area.width).max()?;
        // Half a line at most, so that at least two fit; what begins further in runs from right to left.
        (left <= self.gap && right <= (self.width - self.gap) / 2).then_some(right)
    }
}

/// Where a line of a note stands below the rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    /// From the left edge of the column.
    pub(super) x: Length,
    /// From the first line's top.
    pub(super) y: Length,
}

/// The lines of notes, one after another.
#[derive(Clone, Debug, Default)]
pub(super) struct NoteLines {
    lines: Vec<NoteLine>,
    shared: Option<Shared>,
}

impl NoteLines {
    /// Of these lines.
    pub(super) fn new(lines: impl IntoIterator<Item = NoteLine>, shared: Option<Shared>) -> Self {
        Self { lines: lines.into_iter().collect(), shared }
    }

    /// Of the lines of whole notes; those of each are given by how many there are.
    pub(super) fn of(slabs: &[Slab], lengths: &[usize], shared: Option<Shared>) -> Self {
        let mut rest = slabs.iter();
        let lines = lengths.iter().flat_map(|&length| {
            let whole = length == 1;
            rest.by_ref()
                .take(length)
                .map(move |slab| NoteLine {
                    height: slab.height,
                    reach: shared.filter(|_| whole).and_then(|shared| shared.reach(slab)),
                })
                .collect::<Vec<_>>()
        });
        Self::new(lines, shared)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Where lines from `start` on stand, with the height of all up to each.
    fn stack(&self, start: usize) -> impl Iterator<Item = (Spot, Length)> + '_ {
        let (mut top, mut bottom, mut right) = (Length::ZERO, Length::ZERO, None::<Length>);
        self.lines.iter().skip(start).map(move |line| {
            let beside = match (self.shared, right, line.reach) {
                (Some(shared), Some(right), Some(reach)) => {
                    let x = shared.step(right + shared.gap);
                    (x + reach <= shared.width).then_some(x)
                }
                _ => None,
            };
            if beside.is_none() {
                top = bottom;
            }
            let x = beside.unwrap_or(Length::ZERO);
            bottom = bottom.max(top + line.height);
            right = line.reach.map(|reach| x + reach);
            (Spot { x, y: top }, bottom)
        })
    }

    /// Where the lines stand.
    pub(super) fn spots(&self, range: &Range<usize>) -> Vec<Spot> {
        self.stack(range.start).take(range.len()).map(|(spot, _)| spot).collect()
    }

    /// The height of lines with the rule above them.
    pub(super) fn height(&self, range: &Range<usize>, separator: Length) -> Length {
        if range.is_empty() {
            return Length::ZERO;
        }
        let last = self.stack(range.start).take(range.len()).last();
        last.map_or(Length::ZERO, |(_, height)| height + separator)
    }

    /// The last place up to `wanted` at which lines from `start` on still fit into `room`; but where a line alone would be left, one
    /// more goes with it, unless that is before `least`.
    pub(super) fn fit(&self, start: usize, (least, wanted): (usize, usize), room: Length, separator: Length) -> usize {
        let lines = wanted.max(start) - start;
        let fitting =
            start + self.stack(start).take(lines).take_while(|(_, height)| *height + separator <= room).count();
        let forsaken = fitting + 1 == wanted && fitting > least.max(start);
        if forsaken { fitting - 1 } else { fitting }
    }
}

impl Shared {
    /// The next quarter of the line, so that notes below one another begin at the same places.
    fn step(self, x: Length) -> Length {
        let quarter = (self.width / 4).max(Length(1));
        quarter * ((x.0 + quarter.0 - 1) / quarter.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARED: Shared = Shared { width: Length::points(200), gap: Length::points(20) };

    fn lines(reaches: &[i64]) -> NoteLines {
        let line =
            |&reach: &i64| NoteLine { height: Length::points(10), reach: (reach > 0).then_some(Length::points(reach)) };
        NoteLines::new(reaches.iter().map(line), Some(SHARED))
    }

    #[track_caller]
    fn check(reaches: &[i64], expected: &[(i64, i64)]) {
        let lines = lines(reaches);
        let spots = lines.spots(&(0..reaches.len()));
        let points = |length: Length| length.0 / Length::UNITS_PER_POINT;
        assert_eq!(spots.iter().map(|spot| (points(spot.x), points(spot.y))).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn no_note_leaves_the_page_of_its_mark_however_far_below_that_ends() {
        // A note of one line, one of three, and one of six.
        let marks = NoteMarks { ends: vec![1, 4, 10], before: 0 };
        let slab = |notes: &[usize]| Slab {
            fragment: Fragment { notes: notes.to_vec(), ..Fragment::default() },
            ..Slab::default()
        };
        let slabs = [slab(&[]), slab(&[0]), slab(&[]), slab(&[1]), slab(&[]), slab(&[2]), slab(&[])];
        let mut units = [Unit::default(); 7];
        marks.settle(&mut units, &slabs);
        assert_eq!(units.map(|unit| unit.notes_least), [0, 1, 1, 4, 4, 6, 6]);
    }

    #[test]
    fn two_lines_of_a_note_go_overleaf_at_least() {
        let notes = lines(&[0; 6]);
        let fit = |lines: i64| notes.fit(0, (2, 6), Length::points(lines * 10), Length::ZERO);
        assert_eq!([3, 4, 5, 6].map(fit), [3, 4, 4, 6]);
    }

    #[test]
    fn short_notes_share_a_line_while_there_is_room() {
        check(&[40, 30, 60], &[(0, 0), (100, 0), (0, 10)]);
        check(&[20, 20, 20], &[(0, 0), (50, 0), (100, 0)]);
        check(&[40, 0, 40, 40], &[(0, 0), (0, 10), (0, 20), (100, 20)]);
    }

    #[test]
    fn a_shared_line_counts_once() {
        let lines = lines(&[40, 40, 40]);
        let separator = Length::points(5);
        assert_eq!(lines.height(&(0..2), separator), Length::points(15));
        assert_eq!(lines.height(&(1..3), separator), Length::points(15));
        assert_eq!(lines.height(&(0..0), separator), Length::ZERO);
        assert_eq!(lines.fit(0, (3, 3), Length::points(15), separator), 2);
        assert_eq!(lines.fit(0, (3, 3), Length::points(14), separator), 0);
    }
}
