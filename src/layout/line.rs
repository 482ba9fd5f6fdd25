//! Lines of text, the boxes that pages are built from.

use super::page::{Bounds, ElementId, Item, LinkTarget, Paint};
use crate::units::Length;

/// A line of a paragraph. Coordinates of its items are relative to the left edge of the paragraph's box (lines of
/// right-to-left paragraphs are already at the right) and to the baseline, downwards.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What is painted.
    pub items: Vec<Item>,
    /// Areas of links.
    pub links: Vec<LineLink>,
    /// Where pictures and formulas of the line stand, for their elements.
    pub extents: Vec<(ElementId, Bounds)>,
    /// Notes whose marks stand in the line, by their place in `Resolved::notes`; only first references.
    pub notes: Vec<usize>,
    /// Height above the baseline: half-leading included, so that `ascent + descent` is the line height unless something
    /// in the line is taller.
    pub ascent: Length,
    /// Depth below the baseline.
    pub descent: Length,
    /// Characters of the paragraph's plain text before the line.
    pub offset: usize,
    /// Whether it ends in a hyphen that the source does not have.
    pub hyphenated: bool,
    /// Whether it ends in a hyphen at all.
    pub ends_in_hyphen: bool,
    /// By how much it is wider than it should be; zero unless nothing else was possible.
    pub overfull: Length,
    /// Word spaces over their natural width, in thousandths; 1000 where the line has none or is not justified.
    pub space_ratio: u32,
}

impl Line {
    /// Moves everything in it to the right.
    pub fn shift(&mut self, x: Length) {
        for item in &mut self.items {
            match &mut item.paint {
                Paint::Text(run) => run.x += x,
                Paint::Rule(rule) => rule.bounds.x += x,
                Paint::Image { bounds, .. } => bounds.x += x,
            }
        }
        self.links.iter_mut().for_each(|link| link.area.x += x);
        self.extents.iter_mut().for_each(|(_, area)| area.x += x);
    }
}

/// An area of a line that leads somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct LineLink {
    /// Where, relative as the items are.
    pub area: Bounds,
    /// Where it leads.
    pub target: LinkTarget,
    /// The structure element of the link.
    pub element: ElementId,
    /// What it is about.
    pub description: String,
}
