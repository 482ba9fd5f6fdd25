//! Which inserts a column takes at its head and at its foot.
//!
//! **Invariant:** inserts stand in the order in which they were written, and none above the place where it was written.

use std::ops::Range;

use super::breaking::Unit;
use crate::layout::page::Paint;
use crate::layout::vertical::{Insert, Slab, VerticalList};
use crate::model::{Block, BlockKind, visit_blocks};
use crate::style::Float;
use crate::units::Length;

/// The most of a column that inserts at its head take from the text, in tenths.
const SHARE: i64 = 7;

#[derive(Clone, Copy, Debug)]
struct Height {
    float: Float,
    own: Length,
    gap: Length,
}

/// The heights of the inserts of a segment.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    list: Vec<Height>,
    before_text: usize,
}

/// What inserts that were written in earlier columns make of the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Opening {
    /// Columns of inserts alone, before the column.
    pub(super) alone: Vec<Range<usize>>,
    /// Inserts at its head.
    pub(super) with_text: Range<usize>,
}

impl Heights {
    /// Of these inserts, in front of text that begins with the slab `first`. On a grid of lines they are whole lines high.
    pub(super) fn new(inserts: &[Insert], first: usize, body: Length, grid: Option<Length>) -> Self {
        let list = inserts.iter().map(|insert| {
            let own = insert.slab.height.min(body);
            let over = grid.map_or(Length::ZERO, |line| super::grid::missing(own + insert.gap, line));
            Height { float: insert.float, own, gap: insert.gap + over }
        });
        Self { list: list.collect(), before_text: inserts.iter().take_while(|insert| insert.at <= first).count() }
    }

    #[cfg(test)]
    pub(super) fn of(inserts: &[(Float, i64)], gap: Length) -> Self {
        let height = |&(float, own): &(Float, i64)| Height { float, own: Length::points(own), gap };
        Self { list: inserts.iter().map(height).collect(), before_text: 0 }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// How many were written before the first slab.
    pub(super) fn before_text(&self) -> usize {
        self.before_text
    }

    fn slice(&self, range: &Range<usize>) -> &[Height] {
        self.list.get(range.clone()).unwrap_or_default()
    }

    /// What inserts take up at the head of a column, with the spaces below them.
    pub(super) fn top(&self, range: &Range<usize>) -> Length {
        self.slice(range).iter().map(|insert| insert.own + insert.gap).sum()
    }

    /// What they take up at its foot, with the spaces above them.
    pub(super) fn bottom(&self, range: &Range<usize>) -> Length {
        self.top(range)
    }

    /// The height of an insert, and the space between it and its neighbours.
    pub(super) fn of_one(&self, insert: usize) -> (Length, Length) {
        self.list.get(insert).map_or((Length::ZERO, Length::ZERO), |insert| (insert.own, insert.gap))
    }

    /// Where an insert wants to stand.
    fn wants(&self, insert: usize) -> Option<Float> {
        self.list.get(insert).map(|insert| insert.float)
    }

    /// How many of them are the next to stand at the foot of a column.
    pub(super) fn next_at_foot(&self, range: Range<usize>) -> usize {
        range.take_while(|&insert| self.wants(insert) == Some(Float::Bottom)).count()
    }

    /// What becomes of inserts that wait when a column of that height begins, whose text is at least as high as `text`.
    pub(super) fn opening(&self, waiting: Range<usize>, text: Length, height: Length) -> Opening {
        let most = height * SHARE / 10;
        let (mut alone, mut end) = (waiting.start, waiting.start);
        // What cannot stand above text stands alone, and with it all that comes before it.
        for place in waiting.clone() {
            let (own, gap) = self.of_one(place);
            let too_high = own + gap > most;
            match self.wants(place) {
                // It has to wait for the column after this one if something stands above the text here.
                Some(Float::Page) if alone < end => break,
                Some(Float::Page) => alone = place + 1,
                // What stands at the foot is found with the column's end.
                Some(Float::Bottom) if !too_high => break,
                _ if too_high => alone = place + 1,
                _ if self.top(&(alone..place + 1)) > most => alone = place,
                _ => {}
            }
            end = place + 1;
        }
        // Text that cannot stand below them has a column of its own, unless no column holds it.
        if text <= height && self.top(&(alone..end)) + text > height {
            alone = end;
        }
        Opening { alone: self.alone(waiting.start..alone, height), with_text: alone..end }
    }

    /// Columns of inserts alone. What has a page of its own shares it with its like only.
    pub(super) fn alone(&self, range: Range<usize>, height: Length) -> Vec<Range<usize>> {
        let mut columns: Vec<Range<usize>> = Vec::new();
        for place in range {
            match columns.last_mut() {
                Some(column)
                    if self.stacked(&(column.start..place + 1)) <= height
                        && self.is_apart(column.start) == self.is_apart(place) =>
                {
                    column.end = place + 1;
                }
                _ => columns.push(place..place + 1),
            }
        }
        columns
    }

    fn is_apart(&self, insert: usize) -> bool {
        self.wants(insert) == Some(Float::Page)
    }

    /// The end of those from `start` on that may stand below text.
    pub(super) fn with_text_end(&self, start: usize) -> usize {
        (start..self.len()).find(|&insert| self.is_apart(insert)).unwrap_or(self.len())
    }

    /// The height of inserts without text.
    pub(super) fn stacked(&self, range: &Range<usize>) -> Length {
        let gap = self.slice(range).last().map_or(Length::ZERO, |insert| insert.gap);
        (self.top(range) - gap).at_least_zero()
    }

    /// The end of those from `start` on that stand at the foot of a column which has that much room left.
    pub(super) fn bottom_end(&self, start: usize, end: usize, left: Length) -> usize {
        let mut to = start;
        while to < end && self.wants(to) == Some(Float::Bottom) && self.bottom(&(start..to + 1)) <= left {
            to += 1;
        }
        to
    }
}

/// Takes the inserts out of a list that were written above the end of the slabs `slabs`.
pub(super) fn take(list: &mut VerticalList, end: usize) -> Vec<Insert> {
    let last = list.slabs.len() == end;
    let count = list.inserts.iter().take_while(|insert| last || insert.at <= end).count();
    list.inserts.drain(..count).collect()
}

/// Notes for each slab, the slabs from `start` on, which inserts were written above its end, and which must not stand below it.
pub(super) fn mark(units: &mut [Unit], slabs: &[Slab], inserts: &[Insert], start: usize, chapter: u8) {
    if inserts.is_empty() {
        return;
    }
    let mut count = 0;
    for (i, (unit, slab)) in units.iter_mut().zip(slabs).enumerate() {
        while inserts.get(count).is_some_and(|insert| insert.at <= start + i + 1) {
            count += 1;
        }
        unit.inserts_end = count;
        let pictured = slab.fragment.items.iter().any(|item| matches!(item.paint, Paint::Image { .. }));
        unit.bars_inserts = pictured || slab.fragment.headings.iter().any(|heading| heading.level <= chapter);
    }
}

/// The level of the headings that begin chapters: the highest of which there is more than one.
pub(in crate::layout) fn chapter_level(blocks: &[Block]) -> u8 {
    let mut seen = [0usize; 7];
    visit_blocks(blocks, &mut |block| {
        if let BlockKind::Heading { level, .. } = block.kind
            && let Some(count) = seen.get_mut(usize::from(level))
        {
            *count += 1;
        }
    });
    let level = (1..7).find(|&level| seen.get(level).is_some_and(|&count| count > 1));
    level.and_then(|level| u8::try_from(level).ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_no_room_for_text_stands_alone() {
        let heights = Heights::of(&[(Float::Top, 30), (Float::Top, 30), (Float::Top, 30)], Length::points(5));
        let opening = heights.opening(0..3, Length::ZERO, Length::points(100));
        assert_eq!((opening.alone.len(), opening.alone.first(), opening.with_text), (1, Some(&(0..2)), 2..3));
        let opening = heights.opening(0..2, Length::ZERO, Length::points(100));
        assert_eq!((opening.alone, opening.with_text), (vec![], 0..2));
        let opening = heights.opening(0..2, Length::points(60), Length::points(100));
        assert_eq!((opening.alone.len(), opening.alone.first(), opening.with_text), (1, Some(&(0..2)), 2..2));
        let opening = heights.opening(0..2, Length::points(101), Length::points(100));
        assert_eq!((opening.alone, opening.with_text), (vec![], 0..2), "no column holds it");
        assert_eq!(heights.alone(0..3, Length::points(60)), [0..1, 1..2, 2..3]);
    }
}
