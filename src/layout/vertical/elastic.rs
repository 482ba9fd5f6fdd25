//! Pictures that may be made smaller so that they stand where they belong, and no page stays half empty for them.

use super::Slab;
use crate::layout::measure::{bounds, union};
use crate::layout::page::{Bounds, Paint};
use crate::style::TextAlign;
use crate::units::Length;

/// The most that a picture loses, in tenths of its size.
const MOST: i64 = 3;

/// What is lower than this share of a column leaves no page empty.
const SMALL: i64 = 5;

/// By how much pictures may be made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::layout) struct Elastic {
    /// The most that their height may lose.
    pub(in crate::layout) most: Length,
    /// What stays where it is, from the left edge of the column: their middle, or the margin that they stand at.
    axis: Length,
}

impl Elastic {
    /// Of a slab that stands in `width` from `x` on, in a column of that height; nothing where it holds more than pictures.
    pub(in crate::layout) fn of(
        slab: &Slab,
        (x, width): (Length, Length),
        align: TextAlign,
        column: Length,
    ) -> Option<Box<Self>> {
        let area = slab.pictured().filter(|area| area.height > column / SMALL)?;
        let (before, free) = ((area.x - x).at_least_zero(), (width - area.width).at_least_zero());
        let axis = match align {
            TextAlign::Center => area.x + area.width / 2,
            TextAlign::End => area.x + area.width,
            _ => area.x + area.width.ratio(before.min(free).0, free.0.max(1)),
        };
        Some(Box::new(Self { most: area.height * MOST / 10, axis }))
    }

    /// Half as much, for what may move away instead.
    pub(in crate::layout) fn halve(&mut self) {
        self.most = self.most / 2;
    }
}

impl Slab {
    /// Makes its pictures smaller until it is so much lower. They keep the line that they stand on.
    pub(in crate::layout) fn shrink(&mut self, by: Length) {
        let Some(axis) = self.elastic.as_ref().map(|elastic| elastic.axis) else { return };
        let Some(area) = self.pictured() else { return };
        let left = area.height - by;
        if by <= Length::ZERO || left <= Length::ZERO {
            return;
        }
        let foot = area.y + area.height;
        self.fragment.translate(-axis, -foot);
        self.fragment.scale(left.0, area.height.0);
        self.fragment.translate(axis, foot - by);
        self.height -= by;
        self.baseline = self.baseline.map(|baseline| baseline - by);
    }

    /// What its pictures cover, if it holds nothing else.
    pub(in crate::layout) fn pictured(&self) -> Option<Bounds> {
        let areas = self.fragment.items.iter().filter_map(|item| match &item.paint {
            Paint::Image { .. } => Some(Some(bounds(&item.paint))),
            // The end of a line.
            Paint::Text(run) if run.text.trim().is_empty() => None,
            Paint::Text(_) | Paint::Rule(_) => Some(None),
        });
        areas.collect::<Option<Vec<_>>>()?.into_iter().reduce(union)
    }
}
