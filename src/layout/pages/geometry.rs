//! The page: its size, its margins, its columns.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::style::{Break, StyleSheet};
use crate::units::Length;

/// What is the same for all pages.
#[derive(Clone, Debug)]
pub(in crate::layout) struct Geometry {
    /// Width of the paper.
    pub(in crate::layout) width: Length,
    /// Height of the paper.
    pub(in crate::layout) height: Length,
    /// Top of the text.
    pub(in crate::layout) top: Length,
    /// Height of a column.
    pub(in crate::layout) body_height: Length,
    /// Margin at the binding.
    inside: Length,
    /// Width of all columns with the gaps between them.
    pub(in crate::layout) text_width: Length,
    /// Width of a column.
    pub(in crate::layout) column_width: Length,
    /// Space between columns.
    gap: Length,
    /// How many columns.
    pub(in crate::layout) columns: usize,
    /// Whether pages face each other.
    pub(in crate::layout) two_sided: bool,
}

/// The smallest paper, and the least of it that margins leave to the text, in points.
const LEAST_PAPER: i64 = 36;
const LEAST_WIDTH: i64 = 24;
const LARGEST_PAPER: i64 = 14_400;

impl Geometry {
    /// Of a style sheet; what cannot be is brought to what can, with a warning.
    pub(in crate::layout) fn new(sheet: &StyleSheet, diagnostics: &mut Diagnostics) -> Self {
        let page = &sheet.page;
        let paper = |length: Length| length.clamp(Length::points(LEAST_PAPER), Length::points(LARGEST_PAPER));
        let (width, height) = (paper(page.width), paper(page.height));
        let line = sheet.root().line_height.max(Length::points(1));
        let least_height = (line * 3).min(height);
        let (inside, text_width) = between(page.margin_inside, page.margin_outside, width, Length::points(LEAST_WIDTH));
        let (top, body_height) = between(page.margin_top, page.margin_bottom, height, least_height);
        let mut columns = page.columns.clamp(1, 12);
        let gap = page.column_gap.at_least_zero();
        let column_width = |columns: u32| (text_width - gap * i64::from(columns - 1)) / i64::from(columns);
        while columns > 1 && column_width(columns) < Length::points(LEAST_WIDTH) {
            columns -= 1;
        }
        let geometry = Self {
            width,
            height,
            top,
            body_height,
            inside,
            text_width,
            column_width: column_width(columns),
            gap,
            columns: columns as usize,
            two_sided: page.two_sided,
        };
        let as_asked = width == page.width
            && height == page.height
            && inside == page.margin_inside
            && top == page.margin_top
            && text_width == page.width - page.margin_inside - page.margin_outside
            && body_height == page.height - page.margin_top - page.margin_bottom
            && columns == page.columns.max(1);
        if !as_asked {
            let message = "the page is too small for its margins and columns; they have been reduced";
            let help = "make the margins smaller or the page larger";
            diagnostics.push(Diagnostic::warning("page-too-small", message).help(help));
        }
        geometry
    }

    /// The same paper on its side, with one column between the same margins.
    pub(in crate::layout) fn turned(&self) -> Self {
        let text_width = (self.height - (self.width - self.text_width)).max(self.height / 2);
        let body_height = (self.width - (self.height - self.body_height)).max(self.width / 2);
        Self {
            width: self.height,
            height: self.width,
            top: self.top.min(self.width - body_height),
            body_height,
            inside: self.inside.min(self.height - text_width),
            text_width,
            column_width: text_width,
            columns: 1,
            ..self.clone()
        }
    }

    /// The same page with one column as wide as all.
    pub(in crate::layout) fn single(&self) -> Self {
        Self { column_width: self.text_width, columns: 1, ..self.clone() }
    }

    /// Whether the page at this place from 0 is a right-hand one.
    pub(in crate::layout) fn is_recto(&self, page: usize) -> bool {
        !self.two_sided || page.is_multiple_of(2)
    }

    /// The place of the page that a break begins after so many pages.
    pub(in crate::layout) fn next_page(&self, pages: usize, kind: Break) -> usize {
        if kind == Break::Recto && !self.is_recto(pages) { pages + 1 } else { pages }
    }

    /// The baseline of a running head in letters of that size, so far from the top of the paper: never in the text.
    pub(in crate::layout) fn head_line(&self, distance: Length, size: Length) -> Length {
        distance.min(self.top - size / 2).max(size.ratio(3, 4).min(self.height))
    }

    /// The baseline of a running foot, so far from the bottom of the paper.
    pub(in crate::layout) fn foot_line(&self, distance: Length, size: Length) -> Length {
        let below = self.top + self.body_height + size.ratio(5, 4);
        (self.height - distance).max(below).min(self.height - size / 4).at_least_zero()
    }

    /// The left edge of the text on a page.
    pub(in crate::layout) fn left(&self, page: usize) -> Length {
        if self.is_recto(page) { self.inside } else { self.width - self.inside - self.text_width }
    }

    /// The left edge of a column.
    pub(in crate::layout) fn column_left(&self, page: usize, column: usize) -> Length {
        let step = self.column_width + self.gap;
        self.left(page) + step * i64::try_from(column).unwrap_or(0)
    }
}

/// Where content begins and how far it reaches between two margins; margins shrink in proportion when they leave too little.
fn between(before: Length, after: Length, whole: Length, least: Length) -> (Length, Length) {
    let (before, after) = (before.at_least_zero(), after.at_least_zero());
    let room = whole - before - after;
    if room >= least {
        return (before, room);
    }
    let spare = (whole - least).at_least_zero();
    (spare.ratio(before.0, (before + after).0.max(1)), whole - spare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_lines_stand_clear_of_the_text() {
        let points = Length::points;
        let mut sheet = StyleSheet::bundled("article").unwrap();
        sheet.page.height = points(600);
        let lines = |sheet: &StyleSheet| {
            let geometry = Geometry::new(sheet, &mut Vec::new());
            (geometry.head_line(points(36), points(8)), geometry.foot_line(points(50), points(8)))
        };
        (sheet.page.margin_top, sheet.page.margin_bottom) = (points(72), points(72));
        assert_eq!(lines(&sheet), (points(36), points(550)), "where the style puts them");
        (sheet.page.margin_top, sheet.page.margin_bottom) = (points(30), points(30));
        assert_eq!(lines(&sheet), (points(26), points(580)), "in the margins");
        (sheet.page.margin_top, sheet.page.margin_bottom) = (points(0), points(0));
        assert_eq!(lines(&sheet), (points(6), points(598)), "on the paper");
    }

    #[test]
    fn margins_shrink_when_they_leave_nothing() {
        let points = Length::points;
        assert_eq!(between(points(50), points(50), points(300), points(24)), (points(50), points(200)));
        assert_eq!(between(points(300), points(100), points(124), points(24)), (points(75), points(24)));
        assert_eq!(between(points(-5), points(10), points(100), points(24)), (points(0), points(90)));
    }
}
