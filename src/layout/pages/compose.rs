//! Puts columns on pages: every fragment finds its place.

mod edges;
mod place;
mod stretch;

use std::collections::HashMap;

use stretch::Stretch;

use super::running::RunningText;
use super::{Geometry, Makeup, Segment, Start, grid, looseness, segments};
use crate::diagnostic::Diagnostics;
use crate::layout::fragment::{Fragment, PageNumber};
use crate::layout::page::{Element, Page, Place, SourcePoint};
use crate::layout::structure::Structure;
use crate::layout::vertical::{Slab, VerticalList, frames_around};
use crate::model::BlockId;
use crate::style::Break;
use crate::units::Length;

/// Pages with what was found out while they were made.
#[derive(Debug, Default)]
pub(in crate::layout) struct Pages {
    /// The pages, without labels and running heads.
    pub(in crate::layout) pages: Vec<Page>,
    /// What running heads need to know of each page.
    pub(in crate::layout) running: Vec<RunningText>,
    /// Where each block begins.
    pub(in crate::layout) places: HashMap<BlockId, Place>,
    /// Page numbers still to be filled in, with their pages.
    pub(in crate::layout) numbers: Vec<(usize, PageNumber)>,
    /// How many pages are front matter.
    pub(in crate::layout) front: usize,
    /// The blocks of what was higher than a page and has been made smaller.
    pub(in crate::layout) too_tall: Vec<Option<BlockId>>,
    /// What there was to say.
    pub(in crate::layout) diagnostics: Diagnostics,
}

/// What a list is of the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Matter {
    /// What stands before the text; so many of its first parts have neither head nor foot: title page, dedication.
    Front {
        /// That many.
        display: usize,
    },
    /// The text, from where it begins.
    Text,
    /// A later part of the text.
    FurtherText,
}

/// What begins with a segment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opens {
    /// The title page.
    Title,
    /// Contents, or something else in the front matter.
    Matter,
    /// A part of the text.
    Text,
}

/// Makes pages of the front matter and of the text, which comes in lists that each begin a page.
pub(in crate::layout) struct Composer<'a> {
    makeup: &'a Makeup<'a>,
    turned: Geometry,
    single: Geometry,
    /// That of the segment at hand.
    geometry: Geometry,
    line: Length,
    /// The distance of the lines of the baseline grid, if there is one.
    grid: Option<Length>,
    /// What stands above the column at hand.
    above: Length,
    /// The lines of the notes that have not been placed.
    notes: Vec<Vec<Slab>>,
    matter: Matter,
    /// The logical structure, while a list is being placed.
    elements: Vec<Element>,
    out: Pages,
}

impl<'a> Composer<'a> {
    pub(in crate::layout) fn new(makeup: &'a Makeup<'a>, notes: usize) -> Self {
        let (geometry, sheet) = (makeup.geometry, makeup.sheet);
        let line = sheet.root().line_height.max(Length::points(1));
        Self {
            makeup,
            turned: geometry.turned(),
            single: geometry.single(),
            geometry: geometry.clone(),
            line,
            grid: sheet.page.baseline_grid.then_some(line),
            above: Length::ZERO,
            notes: vec![Vec::new(); notes],
            matter: Matter::Text,
            elements: Vec::new(),
            out: Pages::default(),
        }
    }

    /// Takes the lines of a note, which must come before the list with its mark.
    pub(in crate::layout) fn note(&mut self, place: usize, lines: Vec<Slab>) {
        if let Some(slot) = self.notes.get_mut(place) {
            *slot = lines;
        }
    }

    /// The front matter. So many of its first parts have neither head nor foot.
    pub(in crate::layout) fn front(&mut self, list: VerticalList, display: usize, structure: &mut Structure) {
        if !list.is_empty() {
            self.placed(list, Matter::Front { display }, structure);
            self.out.front = self.out.pages.len();
        }
    }

    /// More of the text.
    pub(in crate::layout) fn text(&mut self, list: VerticalList, structure: &mut Structure) {
        if !list.is_empty() {
            self.placed(list, self.matter, structure);
            self.matter = Matter::FurtherText;
        }
    }

    /// The pages, when all of the text has been placed.
    pub(in crate::layout) fn finish(mut self, structure: &mut Structure) -> Pages {
        let left: Vec<Slab> = std::mem::take(&mut self.notes).into_iter().flatten().collect();
        if !left.is_empty() {
            // Notes whose marks were never set still belong to the document.
            let mut rest = VerticalList::default();
            left.into_iter().for_each(|slab| rest.push(slab));
            self.placed(rest, Matter::Text, structure);
        }
        if self.out.pages.is_empty() {
            self.new_page();
        }
        self.out
    }

    fn placed(&mut self, list: VerticalList, matter: Matter, structure: &mut Structure) {
        self.elements = std::mem::take(&mut structure.elements);
        let mut notes = std::mem::take(&mut self.notes);
        self.list(list, &mut notes, matter);
        self.notes = notes;
        structure.elements = std::mem::take(&mut self.elements);
    }

    fn list(&mut self, mut list: VerticalList, notes: &mut [Vec<Slab>], matter: Matter) {
        let after_front = matter == Matter::Text && !self.out.pages.is_empty();
        let kind = match list.slabs.first() {
            // The text begins on a right-hand page after front matter.
            _ if after_front && self.makeup.sheet.page.two_sided => Break::Recto,
            _ if after_front => Break::Page,
            first => first.map_or(Break::Auto, |slab| slab.forced),
        };
        let start = Start { pages: self.out.pages.len(), kind };
        let geometries = (&self.turned, &self.single);
        let segments = segments(&mut list, notes, geometries, self.line, self.makeup, start);
        let resets: Vec<(usize, usize)> = segments.iter().flat_map(Segment::resets).collect();
        looseness::apply(&mut list, &resets, self.makeup.reset);
        segments.iter().for_each(|segment| segment.shrink(&mut list));
        for (i, segment) in segments.into_iter().enumerate() {
            self.geometry = match () {
                () if segment.turned => self.turned.clone(),
                () if segment.single => self.single.clone(),
                () => self.makeup.geometry.clone(),
            };
            if i == 0 {
                self.open_page(kind);
                if after_front && start.pages == self.out.front {
                    // An empty page before the text belongs to the front matter, so that the text begins on page 1.
                    self.out.front = self.out.pages.len() - 1;
                }
            } else if segment.below.is_none() {
                self.open_page(segment.forced);
            }
            let opens = match matter {
                Matter::Front { display } if i < display => Opens::Title,
                Matter::Front { .. } => Opens::Matter,
                Matter::Text | Matter::FurtherText => Opens::Text,
            };
            self.segment(segment, &mut list, opens);
        }
    }

    fn new_page(&mut self) {
        if let Some(done) = self.out.pages.last_mut() {
            done.settle();
        }
        let page = Page { width: self.geometry.width, height: self.geometry.height, ..Page::default() };
        self.out.pages.push(page);
        let turned = self.geometry.width != self.makeup.geometry.width;
        self.out.running.push(RunningText { turned, ..RunningText::default() });
    }

    /// Begins a page, after an empty one where it must be a right-hand page.
    fn open_page(&mut self, kind: Break) {
        if self.geometry.next_page(self.out.pages.len(), kind) > self.out.pages.len() {
            self.new_page();
            if let Some(running) = self.out.running.last_mut() {
                running.blank = true;
            }
        }
        self.new_page();
    }

    fn segment(&mut self, segment: Segment, list: &mut VerticalList, opens: Opens) {
        let Segment { slabs, spanning, head, notes, note_lines, mut inserts, heights, columns, forced, below, .. } =
            segment;
        let first = slabs.start + spanning;
        let mut notes: Vec<Option<Slab>> = notes.into_iter().map(Some).collect();
        let mut begin = first;
        for (i, column) in columns.into_iter().enumerate() {
            let place = i % self.geometry.columns;
            if i > 0 && place == 0 {
                self.new_page();
            }
            let page = self.out.pages.len() - 1;
            if i == 0 && below.is_none() {
                let opening = list
                    .slabs
                    .get(first)
                    .is_some_and(|slab| forced != Break::Auto && !slab.fragment.headings.is_empty());
                if let Some(running) = self.out.running.get_mut(page) {
                    running.title_page = opens == Opens::Title;
                    running.opening = opening || opens == Opens::Matter || page == 0;
                }
            }
            if i == 0 && spanning > 0 {
                self.above = below.unwrap_or_default();
                self.column(list, slabs.start..first, page, self.geometry.left(page), Length::ZERO, true);
            }
            self.above = if i < head.columns { head.height } else { Length::ZERO };
            let x = self.geometry.column_left(page, place);
            let end = first + column.end;
            // A page begins with its text, though the notes are painted first.
            let start = self.replace_start(page, None);
            let foot = self.geometry.body_height - column.raised;
            let note_height = self.notes(page, x, foot, &mut notes, &note_lines, column.notes);
            let in_notes = self.replace_start(page, start);
            let alone = begin == end;
            let top = self.inserts_at_head(page, x, &mut inserts, &heights, column.top, alone);
            self.above += top;
            let bottom = heights.bottom(&column.bottom);
            self.inserts_below(page, x, foot - note_height - bottom, &mut inserts, &heights, column.bottom);
            let first = i == 0 && spanning == 0;
            let text_end = self.column(list, begin..end, page, x, column.stretch, first);
            self.inserts_below(page, x, text_end - self.geometry.top, &mut inserts, &heights, column.tail);
            let start = self.replace_start(page, None);
            self.replace_start(page, start.or(in_notes));
            begin = end;
        }
        self.above = Length::ZERO;
    }

    fn replace_start(&mut self, page: usize, start: Option<SourcePoint>) -> Option<SourcePoint> {
        self.out.pages.get_mut(page).and_then(|page| std::mem::replace(&mut page.start, start))
    }

    /// Places the text of a column, whose spaces grow by `stretch` in all, and returns where it ends.
    fn column(
        &mut self,
        list: &mut VerticalList,
        slabs: std::ops::Range<usize>,
        page: usize,
        x: Length,
        stretch: Length,
        first: bool,
    ) -> Length {
        let frame_of = |list: &VerticalList, slab: usize| {
            list.slabs.get(slab).map_or_else(Vec::new, |slab| frames_around(&list.frames, slab.frame))
        };
        let (begin, end) = (slabs.start, slabs.end);
        let before = begin.checked_sub(1).map_or_else(Vec::new, |slab| frame_of(list, slab));
        let after = if end < list.slabs.len() { frame_of(list, end) } else { Vec::new() };
        let mut stretch = Stretch::new(list, begin..end, stretch);
        let mut y = self.geometry.top + self.above;
        // Each frame by itself, its rules over its background.
        let mut behind: Vec<Fragment> = Vec::new();
        // Open frames with the place where they begin on this page, and whether that is their real beginning.
        let mut open: Vec<(usize, Length, bool)> = Vec::new();
        let mut pieces: Vec<(Fragment, Length)> = Vec::with_capacity(end - begin);
        for i in begin..end {
            let around = frame_of(list, i);
            let close_at = y;
            while open.last().is_some_and(|(frame, ..)| !around.contains(frame)) {
                if let Some((frame, top, begins)) = open.pop() {
                    behind.push(list.frames[frame].painted(top, close_at - top, begins, true));
                }
            }
            if i > begin {
                y += stretch.above(list, i);
            }
            let slab = &mut list.slabs[i];
            if i > begin || first {
                y += slab.space.length();
            }
            if let Some(line) = self.grid.filter(|line| grid::holds(slab, *line)) {
                y += grid::missing(y - self.geometry.top, line);
            }
            let (mut fragment, mut height) = (std::mem::take(&mut slab.fragment), slab.height);
            for frame in around {
                if open.iter().any(|(known, ..)| *known == frame) {
                    continue;
                }
                let goes_on = i == begin && before.contains(&frame);
                open.push((frame, y, !goes_on));
                if goes_on {
                    y += list.frames[frame].cut;
                    if let Some(repeat) = &list.frames[frame].repeat {
                        pieces.push((repeat.0.clone(), y));
                        y += repeat.1;
                    }
                }
            }
            if height > self.geometry.body_height {
                self.too_tall(&mut fragment, &mut height);
            }
            pieces.push((fragment, y));
            y += height;
        }
        while let Some((frame, top, begins)) = open.pop() {
            let goes_on = after.contains(&frame);
            if goes_on {
                y += list.frames[frame].cut;
            }
            behind.push(list.frames[frame].painted(top, y - top, begins, !goes_on));
        }
        // Inner frames were closed first but lie over outer ones.
        for fragment in behind.into_iter().rev() {
            self.place(page, fragment, x, Length::ZERO);
        }
        for (fragment, y) in pieces {
            self.place(page, fragment, x, y);
        }
        y
    }
}
