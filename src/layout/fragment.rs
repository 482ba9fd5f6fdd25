//! Painted things that have not found their place on a page yet.

use std::sync::Arc;

use super::line::{Line, LineLink};
use super::page::{Artifact, Bounds, Content, ElementId, Item, Paint, Rule, SourcePoint};
use crate::model::BlockId;
use crate::style::Computed;
use crate::units::{Color, Length};

/// What is painted in some rectangle, relative to its top left corner, with everything that depends on where it ends up.
#[derive(Clone, Debug, Default)]
pub(super) struct Fragment {
    /// What is painted, backgrounds first.
    pub(super) items: Vec<Item>,
    /// Areas that lead somewhere.
    pub(super) links: Vec<LineLink>,
    /// Notes that must stand at the foot of the same page.
    pub(super) notes: Vec<usize>,
    /// Blocks that begin here.
    pub(super) anchors: Vec<BlockId>,
    /// Elements that begin here and paint nothing themselves, or something wider than their text.
    pub(super) extents: Vec<(ElementId, Bounds)>,
    /// Headings that begin here, for running heads.
    pub(super) headings: Vec<HeadingMark>,
    /// Page numbers that are known only when all pages are made.
    pub(super) page_numbers: Vec<PageNumber>,
    /// The first text in it that is not an artifact.
    pub(super) start: Option<SourcePoint>,
}

/// Where the number of the page on which a block begins is to stand, with a leader before it.
#[derive(Clone, Debug)]
pub(super) struct PageNumber {
    /// The block.
    pub(super) target: BlockId,
    /// The structure element of the number.
    pub(super) element: ElementId,
    /// Its properties.
    pub(super) style: Arc<Computed>,
    /// The end of the text before it; the leader begins after it.
    pub(super) from: Length,
    /// The margin it stands at: right of `from`, or left of it after text that runs from right to left.
    pub(super) to: Length,
    /// The baseline.
    pub(super) y: Length,
}

/// A heading, as running heads see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeadingMark {
    /// 1 to 6.
    pub(super) level: u8,
    /// Its text with its number.
    pub(super) text: String,
}

impl Fragment {
    /// A line whose baseline stands `line.ascent` below the fragment's top and whose left edge is at `x`.
    pub(super) fn of_line(line: Line, x: Length) -> Self {
        let mut fragment =
            Self { items: line.items, links: line.links, notes: line.notes, extents: line.extents, ..Self::default() };
        fragment.translate(x, line.ascent);
        fragment
    }

    /// Moves everything in it.
    pub(super) fn translate(&mut self, dx: Length, dy: Length) {
        if dx == Length::ZERO && dy == Length::ZERO {
            return;
        }
        for item in &mut self.items {
            translate_paint(&mut item.paint, dx, dy);
        }
        for link in &mut self.links {
            move_bounds(&mut link.area, dx, dy);
        }
        for (_, bounds) in &mut self.extents {
            move_bounds(bounds, dx, dy);
        }
        for number in &mut self.page_numbers {
            number.from += dx;
            number.to += dx;
            number.y += dy;
        }
    }

    /// Takes over everything of another fragment, moved.
    pub(super) fn absorb(&mut self, mut other: Self, dx: Length, dy: Length) {
        other.translate(dx, dy);
        self.items.append(&mut other.items);
        self.links.append(&mut other.links);
        self.notes.append(&mut other.notes);
        self.anchors.append(&mut other.anchors);
        self.extents.append(&mut other.extents);
        self.headings.append(&mut other.headings);
        self.page_numbers.append(&mut other.page_numbers);
        if self.start.is_none() {
            self.start = other.start;
        }
    }

    /// Adds a filled rectangle that belongs to no element.
    pub(super) fn rule(&mut self, bounds: Bounds, color: Color) {
        self.items.push(artifact_rule(bounds, color));
    }

    /// The same picture as decoration: no element, link, note or place hangs on it.
    pub(super) fn to_artifact(&self, kind: Artifact) -> Self {
        let items = self.items.iter().map(|item| Item { content: Content::Artifact(kind), paint: item.paint.clone() });
        Self { items: items.collect(), ..Self::default() }
    }

    /// Scales everything in it about its origin by `numerator / denominator`.
    pub(super) fn scale(&mut self, numerator: i64, denominator: i64) {
        let by = |length: &mut Length| *length = length.ratio(numerator, denominator);
        let bounds = |b: &mut Bounds| {
            by(&mut b.x);
            by(&mut b.y);
            by(&mut b.width);
            by(&mut b.height);
        };
        for item in &mut self.items {
            match &mut item.paint {
                Paint::Text(run) => {
                    by(&mut run.x);
                    by(&mut run.y);
                    by(&mut run.size);
                    let scaled = run.glyphs.iter().map(|mut glyph| {
                        by(&mut glyph.advance);
                        by(&mut glyph.dx);
                        by(&mut glyph.dy);
                        glyph
                    });
                    run.glyphs = scaled.collect();
                }
                Paint::Rule(rule) => bounds(&mut rule.bounds),
                Paint::Image { bounds: area, .. } => bounds(area),
            }
        }
        self.links.iter_mut().for_each(|link| bounds(&mut link.area));
        self.extents.iter_mut().for_each(|(_, area)| bounds(area));
    }
}

/// A filled rectangle that belongs to no element.
pub(super) fn artifact_rule(bounds: Bounds, color: Color) -> Item {
    Item { content: Content::Artifact(Artifact::Layout), paint: Paint::Rule(Rule { bounds, color }) }
}

/// Moves something painted.
pub(super) fn translate_paint(paint: &mut Paint, dx: Length, dy: Length) {
    match paint {
        Paint::Text(run) => {
            run.x += dx;
            run.y += dy;
        }
        Paint::Rule(rule) => move_bounds(&mut rule.bounds, dx, dy),
        Paint::Image { bounds, .. } => move_bounds(bounds, dx, dy),
    }
}

fn move_bounds(bounds: &mut Bounds, dx: Length, dy: Length) {
    bounds.x += dx;
    bounds.y += dy;
}
