//! What stands at the head and at the foot of a column besides its text: notes and inserts.

use super::Composer;
use crate::layout::fragment::Fragment;
use crate::layout::page::Bounds;
use crate::layout::pages::inserts::Heights;
use crate::layout::pages::notes::NoteLines;
use crate::layout::pages::separator_height;
use crate::layout::vertical::{Insert, Slab};
use crate::units::Length;

impl Composer<'_> {
    /// Paints the notes at the foot of a column, which stands `foot` below its head, and returns their height.
    pub(super) fn notes(
        &mut self,
        page: usize,
        x: Length,
        foot: Length,
        notes: &mut [Option<Slab>],
        note_lines: &NoteLines,
        range: std::ops::Range<usize>,
    ) -> Length {
        let separator = separator_height(self.line);
        let (height, spots) = (note_lines.height(&range, separator), note_lines.spots(&range));
        let lines: Vec<Slab> = notes.get_mut(range).unwrap_or_default().iter_mut().filter_map(Option::take).collect();
        if lines.is_empty() {
            return Length::ZERO;
        }
        let top = self.geometry.top + (foot - height).at_least_zero();
        let mut rule = Fragment::default();
        let thickness = Length::points(1).ratio(2, 5);
        let area =
            Bounds { x, y: top + separator.ratio(11, 20), width: self.geometry.column_width / 5, height: thickness };
        rule.rule(area, self.makeup.sheet.root().color);
        self.place(page, rule, Length::ZERO, Length::ZERO);
        for (slab, spot) in lines.into_iter().zip(spots) {
            self.place(page, slab.fragment, x + spot.x, top + separator + spot.y);
        }
        height
    }

    /// Paints inserts at the head of a column and returns what they take of it.
    pub(super) fn inserts_at_head(
        &mut self,
        page: usize,
        x: Length,
        inserts: &mut [Option<Insert>],
        heights: &Heights,
        range: std::ops::Range<usize>,
        alone: bool,
    ) -> Length {
        let mut y = self.geometry.top + self.above;
        if alone {
            // Without text they stand a little above the middle.
            y += (self.geometry.body_height - self.above - heights.stacked(&range)).at_least_zero() / 3;
        }
        let height = heights.top(&range);
        for place in range {
            let (own, gap) = heights.of_one(place);
            self.insert(page, inserts.get_mut(place).and_then(Option::take), x, y);
            y += own + gap;
        }
        height
    }

    /// Paints inserts below one another, with their spaces above them, from `top` on in the text's height.
    pub(super) fn inserts_below(
        &mut self,
        page: usize,
        x: Length,
        top: Length,
        inserts: &mut [Option<Insert>],
        heights: &Heights,
        range: std::ops::Range<usize>,
    ) {
        let mut y = self.geometry.top + top;
        for place in range {
            let (own, gap) = heights.of_one(place);
            self.insert(page, inserts.get_mut(place).and_then(Option::take), x, y + gap);
            y += gap + own;
        }
    }

    fn insert(&mut self, page: usize, insert: Option<Insert>, x: Length, y: Length) {
        let Some(Insert { mut slab, .. }) = insert else { return };
        if slab.height > self.geometry.body_height {
            self.too_tall(&mut slab.fragment, &mut slab.height);
        }
        self.place(page, slab.fragment, x, y);
    }
}
