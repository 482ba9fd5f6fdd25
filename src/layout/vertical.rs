//! Vertical lists: slabs that cannot be divided, the spaces between them, and what it costs to end a page there.

mod elastic;
mod inserts;
mod parts;
mod pliant;

pub(super) use elastic::Elastic;
pub(super) use inserts::Insert;
pub(super) use parts::{Part, PartKind};
pub(super) use pliant::{Pliant, replace_lines};

use super::fragment::Fragment;
use super::page::{Bounds, ColumnWidths};
use crate::diagnostic::Diagnostics;
use crate::model::BlockId;
use crate::style::{Border, Break, Computed, Edges};
use crate::units::{Color, Length};

/// What it costs to end a page at a place. Costs add up; the levels are far enough apart that no number of lesser evils on
/// a page outweighs a greater one.
pub(super) type Cost = i64;

/// Costs in ascending order.
pub(super) mod cost {
    use super::Cost;

    /// After a line that ends in a hyphen. Dearer than a line less on each page of a spread.
    pub(in crate::layout) const HYPHEN: Cost = 3_500;
    /// Inside something that would rather stay whole, such as a list item of a few lines.
    pub(in crate::layout) const DISCOURAGED: Cost = 4_000;
    /// A note that goes on overleaf. Dearer than seven lines missing at the foot of a page.
    pub(in crate::layout) const SPLIT_NOTE: Cost = 60_000;
    /// Between a row and the rest of its table, or an entry and the rest of the contents, where that would stand alone. Dearer
    /// than half a page left empty.
    pub(in crate::layout) const LONE_ROW: Cost = 250_000;
    /// Inside what the style wants whole: `break-inside: avoid`. Dearer than a page two thirds full.
    pub(in crate::layout) const AVOID: Cost = 1_000_000;
    /// A widow or an orphan.
    pub(in crate::layout) const WIDOW: Cost = 100_000_000;
    /// After a heading or between a caption and its table.
    pub(in crate::layout) const KEEP: Cost = 10_000_000_000;
    /// Only when a page can hold no more.
    pub(in crate::layout) const NEVER: Cost = 1_000_000_000_000;
}

/// Margins that have met and collapse (CSS 2.1 §8.3.1): the largest of the positive plus the least of the negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Space {
    positive: Length,
    negative: Length,
}

impl Space {
    /// Lets one more margin collapse into this.
    pub(super) fn collapse(&mut self, margin: Length) {
        self.positive = self.positive.max(margin);
        self.negative = self.negative.min(margin);
    }

    /// Lets all margins of another collapse into this.
    pub(super) fn merge(&mut self, other: Self) {
        self.positive = self.positive.max(other.positive);
        self.negative = self.negative.min(other.negative);
    }

    /// Makes what comes of it larger.
    pub(super) fn widen(&mut self, by: Length) {
        self.positive = self.length() + by - self.negative;
    }

    /// What comes of it; never less than zero, so that nothing is ever set over something else.
    pub(super) fn length(self) -> Length {
        (self.positive + self.negative).at_least_zero()
    }
}

/// Something as wide as the column that no page break divides.
#[derive(Clone, Debug, Default)]
pub(super) struct Slab {
    /// Space above, dropped at the head of a page.
    pub(super) space: Space,
    /// The cost of a page ending above it.
    pub(super) cost: Cost,
    /// A break above it that must be made.
    pub(super) forced: Break,
    /// Its height.
    pub(super) height: Length,
    /// From its top to its baseline, if it is a line of text.
    pub(super) baseline: Option<Length>,
    /// What is painted, relative to the column's left edge and the slab's top.
    pub(super) fragment: Fragment,
    /// The innermost frame it stands in.
    pub(super) frame: Option<usize>,
    /// It stands on a page that lies on its side.
    pub(super) turned: bool,
    /// It is as wide as all columns, which begin below it.
    pub(super) spans: bool,
    /// The paragraph of which it is the first line, if that can have another number of them.
    pub(super) pliant: Option<Box<Pliant>>,
    /// It holds nothing but pictures, which may be made smaller.
    pub(super) elastic: Option<Box<Elastic>>,
}

/// A box around slabs that page breaks may divide.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    /// The frame around it.
    pub(super) parent: Option<usize>,
    /// Its left edge in the column.
    pub(super) x: Length,
    /// Its width, borders included.
    pub(super) width: Length,
    /// The colour behind it.
    pub(super) background: Option<Color>,
    /// The rules along its edges; the upper and lower one only where it begins and ends.
    pub(super) border: Edges<Option<Border>>,
    /// Space that it keeps where a page break divides it, at the head and at the foot.
    pub(super) cut: Length,
    /// What is repeated at the head of every further page it covers, with its height.
    pub(super) repeat: Option<Box<(Fragment, Length)>>,
}

/// A vertical list under construction and when done.
#[derive(Clone, Debug, Default)]
pub(super) struct VerticalList {
    /// Everything that takes up room, from top to bottom.
    pub(super) slabs: Vec<Slab>,
    /// The frames, parents before children.
    pub(super) frames: Vec<Frame>,
    /// The boxes it was made of, one after another.
    pub(super) parts: Vec<Part>,
    /// What stands at the head or the foot of a page after the places where it was written.
    pub(super) inserts: Vec<Insert>,
    /// What the columns of tables came to.
    pub(super) column_widths: Vec<(BlockId, ColumnWidths)>,
    /// What there was to say.
    pub(super) diagnostics: Diagnostics,
    frame: Option<usize>,
    space: Space,
    cost: Cost,
    forced: Break,
    anchors: Vec<BlockId>,
    /// Margins are dropped until the next slab: nothing pushes away the upper edge of a frame.
    at_edge: bool,
}

impl VerticalList {
    /// Adds a margin, which collapses with its neighbours.
    pub(super) fn space(&mut self, margin: Length) {
        if !self.at_edge {
            self.space.collapse(margin);
        }
    }

    /// Raises the cost of a page ending here.
    pub(super) fn cost(&mut self, cost: Cost) {
        self.cost = self.cost.max(cost);
    }

    /// Asks for a break here. Margins before it end with their page (CSS Fragmentation 3 §5.2); those after it stay.
    pub(super) fn force(&mut self, kind: Break) {
        match kind {
            Break::Auto => return,
            Break::Avoid => return self.cost(cost::AVOID),
            Break::Page if self.forced == Break::Recto => {}
            Break::Page | Break::Recto => self.forced = kind,
        }
        self.space = Space::default();
    }

    /// Notes that a block begins with the next slab.
    pub(super) fn anchor(&mut self, block: &BlockId) {
        self.anchors.push(block.clone());
    }

    /// Adds a slab.
    pub(super) fn push(&mut self, mut slab: Slab) {
        self.hand_over(&mut slab);
        slab.frame = self.frame;
        self.slabs.push(slab);
    }

    /// Gives a slab what waits for the next one.
    fn hand_over(&mut self, slab: &mut Slab) {
        self.force(slab.forced);
        slab.space.merge(std::mem::take(&mut self.space));
        slab.cost = slab.cost.max(std::mem::take(&mut self.cost));
        slab.forced = std::mem::take(&mut self.forced);
        if !self.anchors.is_empty() {
            let mut anchors = std::mem::take(&mut self.anchors);
            anchors.append(&mut slab.fragment.anchors);
            slab.fragment.anchors = anchors;
        }
        self.at_edge = false;
    }

    /// Adds everything of another list.
    pub(super) fn append(&mut self, other: Self) {
        let offset = self.frames.len();
        let outer = self.frame;
        let above = self.slabs.len();
        self.inserts.extend(other.inserts.into_iter().map(|insert| Insert { at: insert.at + above, ..insert }));
        self.frames.extend(other.frames.into_iter().map(|mut frame| {
            frame.parent = frame.parent.map_or(outer, |parent| Some(parent + offset));
            frame
        }));
        for mut slab in other.slabs {
            let frame = slab.frame.map_or(outer, |frame| Some(frame + offset));
            if self.at_edge {
                slab.space = Space::default();
            }
            self.push(slab);
            if let Some(last) = self.slabs.last_mut() {
                last.frame = frame;
            }
        }
        self.force(other.forced);
        if !self.at_edge {
            self.space.merge(other.space);
        }
        self.cost(other.cost);
        self.anchors.extend(other.anchors);
        self.diagnostics.extend(other.diagnostics);
        self.column_widths.extend(other.column_widths);
    }

    /// This list, with another after it.
    pub(super) fn followed_by(mut self, mut other: Self) -> Self {
        if let (true, Some(first)) = (self.is_empty() && self.frames.is_empty(), other.slabs.first_mut()) {
            // A long list stays where it is.
            self.hand_over(first);
            self.diagnostics.append(&mut other.diagnostics);
            self.column_widths.append(&mut other.column_widths);
            let Self { diagnostics, column_widths, .. } = self;
            return Self { diagnostics, column_widths, ..other };
        }
        let offset = self.slabs.len();
        let parts = std::mem::take(&mut other.parts);
        self.append(other);
        let moved = |part: Part| Part { slabs: part.slabs.start + offset..part.slabs.end + offset, ..part };
        self.parts.extend(parts.into_iter().map(moved));
        self
    }

    /// Begins a frame with the box properties of `style`, `width` wide at `x`.
    pub(super) fn open(&mut self, style: &Computed, x: Length, width: Length) {
        let border = |side: Option<Border>| side.map_or(Length::ZERO, |b| b.width);
        let edge = border(style.border.top) + style.padding.top;
        let framed = style.background.is_some() || style.border != Edges::default();
        self.frames.push(Frame {
            parent: self.frame,
            x,
            width,
            background: style.background,
            border: style.border,
            cut: if framed { style.padding.top.min(style.padding.bottom).at_least_zero() } else { Length::ZERO },
            repeat: None,
        });
        self.frame = Some(self.frames.len() - 1);
        if edge > Length::ZERO {
            self.push(Slab { height: edge, ..Slab::default() });
            self.cost(cost::NEVER);
            self.at_edge = true;
        }
    }

    /// Ends the innermost frame.
    pub(super) fn close(&mut self, style: &Computed) {
        let edge = style.border.bottom.map_or(Length::ZERO, |b| b.width) + style.padding.bottom;
        if edge > Length::ZERO {
            self.space = Space::default();
            self.cost(cost::NEVER);
            self.push(Slab { height: edge, ..Slab::default() });
        }
        self.at_edge = false;
        self.frame = self.frame.and_then(|frame| self.frames.get(frame)).and_then(|frame| frame.parent);
    }

    /// The innermost frame.
    pub(super) fn frame_mut(&mut self) -> Option<&mut Frame> {
        self.frame.and_then(|frame| self.frames.get_mut(frame))
    }

    /// Raises the cost of every page end after the slab `start`, inside what follows it.
    pub(super) fn keep_whole(&mut self, start: usize, cost: Cost) {
        for slab in self.slabs.iter_mut().skip(start + 1) {
            slab.cost = slab.cost.max(cost);
        }
    }

    /// What waits for the next slab, as the beginning of a list that goes on where this ends.
    pub(super) fn rest(&mut self) -> Self {
        Self {
            space: std::mem::take(&mut self.space),
            cost: std::mem::take(&mut self.cost),
            forced: std::mem::take(&mut self.forced),
            anchors: std::mem::take(&mut self.anchors),
            ..Self::default()
        }
    }

    /// Hangs what is still waiting for a slab on an empty one at the end.
    pub(super) fn finish(&mut self) {
        if !self.anchors.is_empty() {
            match self.slabs.last_mut() {
                Some(last) => last.fragment.anchors.append(&mut self.anchors),
                None => self.push(Slab::default()),
            }
        }
    }

    /// Whether nothing takes up room.
    pub(super) fn is_empty(&self) -> bool {
        self.slabs.is_empty() && self.inserts.is_empty()
    }

    /// The slabs as pieces that need no list: frames are painted into each, spaces added to their heights. The first
    /// piece has no space above.
    pub(super) fn flatten(self) -> Vec<Slab> {
        let mut pieces: Vec<Slab> = Vec::with_capacity(self.slabs.len());
        let chain = |frame: Option<usize>| frames_around(&self.frames, frame);
        let members: Vec<Option<usize>> = self.slabs.iter().map(|slab| slab.frame).collect();
        for (i, mut slab) in self.slabs.into_iter().enumerate() {
            let above = if i == 0 { Length::ZERO } else { slab.space.length() };
            let before = if i == 0 { Vec::new() } else { chain(members[i - 1]) };
            let after = members.get(i + 1).map_or_else(Vec::new, |&frame| chain(frame));
            let mut fragment = Fragment::default();
            for &frame in &chain(slab.frame) {
                let first = !before.contains(&frame);
                let top = if first { above } else { Length::ZERO };
                let height = above + slab.height - top;
                self.frames[frame].paint(&mut fragment, top, height, first, !after.contains(&frame));
            }
            fragment.absorb(std::mem::take(&mut slab.fragment), Length::ZERO, above);
            slab.fragment = fragment;
            slab.height += above;
            slab.baseline = slab.baseline.map(|baseline| baseline + above);
            slab.space = Space::default();
            slab.frame = None;
            pieces.push(slab);
        }
        pieces
    }
}

/// Whether slabs with these innermost frames stand in one frame.
pub(super) fn share_frame(frames: &[Frame], a: Option<usize>, b: Option<usize>) -> bool {
    let outermost = |frame: Option<usize>| {
        std::iter::successors(frame, |&frame| frames.get(frame).and_then(|frame| frame.parent)).last()
    };
    a.is_some() && b.is_some() && outermost(a) == outermost(b)
}

/// The frames around a slab, outermost first.
pub(super) fn frames_around(frames: &[Frame], mut innermost: Option<usize>) -> Vec<usize> {
    let mut chain = Vec::new();
    while let Some(frame) = innermost {
        chain.push(frame);
        innermost = frames.get(frame).and_then(|frame| frame.parent);
    }
    chain.reverse();
    chain
}

impl Frame {
    /// What [`Frame::paint`] paints, by itself.
    pub(super) fn painted(&self, top: Length, height: Length, begins: bool, ends: bool) -> Fragment {
        let mut fragment = Fragment::default();
        self.paint(&mut fragment, top, height, begins, ends);
        fragment
    }

    /// Paints its background and rules over `height` from `top`; the upper rule only where it begins and the lower one
    /// only where it ends.
    pub(super) fn paint(&self, into: &mut Fragment, top: Length, height: Length, begins: bool, ends: bool) {
        let area = Bounds { x: self.x, y: top, width: self.width, height };
        if let Some(color) = self.background {
            into.rule(area, color);
        }
        if let Some(b) = self.border.top.filter(|b| begins && b.width > Length::ZERO) {
            into.rule(Bounds { height: b.width, ..area }, b.color);
        }
        if let Some(b) = self.border.bottom.filter(|b| ends && b.width > Length::ZERO) {
            into.rule(Bounds { y: top + height - b.width, height: b.width, ..area }, b.color);
        }
        if let Some(b) = self.border.left.filter(|b| b.width > Length::ZERO) {
            into.rule(Bounds { width: b.width, ..area }, b.color);
        }
        if let Some(b) = self.border.right.filter(|b| b.width > Length::ZERO) {
            into.rule(Bounds { x: self.x + self.width - b.width, width: b.width, ..area }, b.color);
        }
    }
}
