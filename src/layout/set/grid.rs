//! Where the columns of a table stand on paper, and what is painted across them.

use crate::layout::fragment::artifact_rule;
use crate::layout::page::Bounds;
use crate::layout::vertical::Slab;
use crate::model::Direction;
use crate::style::Border;
use crate::units::{Color, Length};

/// The columns of a table on paper.
pub(super) struct Grid {
    /// The edge at which the first begins, then those at which they end.
    pub(super) edges: Vec<Length>,
    /// The scale of the text in thousandths.
    pub(super) scale: i64,
}

impl Grid {
    /// Columns of these widths beside one another from `left`, the first of them where lines of that direction begin.
    pub(super) fn new(widths: &[Length], left: Length, direction: Direction, scale: i64) -> Self {
        let total: Length = widths.iter().copied().sum();
        let (mut edge, forwards) = match direction {
            Direction::LeftToRight => (left, 1),
            Direction::RightToLeft => (left + total, -1),
        };
        let mut edges = vec![edge];
        for width in widths {
            edge += *width * forwards;
            edges.push(edge);
        }
        Self { edges, scale }
    }

    /// The left edge of so many columns from one on, and how wide they are together.
    pub(super) fn place(&self, first: usize, count: usize) -> (Length, Length) {
        let edge = |at: usize| self.edges.get(at).or(self.edges.last()).copied().unwrap_or(Length::ZERO);
        let (start, end) = (edge(first), edge(first + count));
        (start.min(end), start.max(end) - start.min(end))
    }

    fn line(&self, y: Length, border: Border) -> Bounds {
        let (x, width) = self.place(0, self.edges.len());
        Bounds { x, y, width, height: border.width }
    }
}

/// Paints a colour behind a row.
pub(super) fn fill(slab: &mut Slab, color: Option<Color>, grid: &Grid) {
    if let Some(color) = color {
        let area = Bounds { height: slab.height, ..grid.line(Length::ZERO, Border { width: slab.height, color }) };
        slab.fragment.items.insert(0, artifact_rule(area, color));
    }
}

/// Puts a rule above a row.
pub(super) fn rule_above(slab: &mut Slab, border: Option<Border>, grid: &Grid) {
    if let Some(border) = border.filter(|border| border.width > Length::ZERO) {
        slab.fragment.translate(Length::ZERO, border.width);
        slab.height += border.width;
        slab.fragment.rule(grid.line(Length::ZERO, border), border.color);
    }
}

/// Puts a rule below a row.
pub(super) fn rule_below(slab: &mut Slab, border: Option<Border>, grid: &Grid) {
    if let Some(border) = border.filter(|border| border.width > Length::ZERO) {
        slab.fragment.rule(grid.line(slab.height, border), border.color);
        slab.height += border.width;
    }
}
