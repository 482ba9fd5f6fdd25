//! Page labels, and the page numbers of contents lists.

use super::compose::Pages;
use crate::layout::fragment::{Fragment, PageNumber};
use crate::layout::page::{Artifact, Content};
use crate::layout::plain;
use crate::style::StyleSheet;
use crate::text::FontLibrary;
use crate::units::Length;

impl Pages {
    /// Gives every page its label: front matter and text count for themselves where their forms differ.
    pub(in crate::layout) fn number(&mut self, sheet: &StyleSheet) {
        let apart = self.front > 0 && sheet.page.front_folio != sheet.page.folio;
        for (i, page) in self.pages.iter_mut().enumerate() {
            let (number, style) = match (apart, i < self.front) {
                (true, true) => (i + 1, sheet.page.front_folio),
                (true, false) => (i + 1 - self.front, sheet.page.folio),
                (false, _) => (i + 1, sheet.page.folio),
            };
            page.label = style.format(u64::try_from(number).unwrap_or(u64::MAX));
        }
    }

    /// Fills in the page numbers of contents lists, with leaders.
    pub(in crate::layout) fn fill_numbers(&mut self, library: &FontLibrary) {
        for (page, number) in std::mem::take(&mut self.numbers) {
            let place = self.places.get(&number.target);
            let label = place.and_then(|place| self.pages.get(place.page)).map(|page| page.label.clone());
            let Some(label) = label else { continue };
            let mut fragment = Fragment::default();
            set_number(library, &number, &label, &mut fragment);
            if let Some(page) = self.pages.get_mut(page) {
                page.items.append(&mut fragment.items);
            }
        }
    }
}

fn set_number(library: &FontLibrary, number: &PageNumber, label: &str, fragment: &mut Fragment) {
    let style = &*number.style;
    let width = plain::width(library, label, style);
    let mirrored = number.to < number.from;
    // Dots stand on a grid counted from the margin, so that they are in line from entry to entry.
    let step = style.font_size.ratio(3, 5).max(Length(1));
    let gap = style.font_size.ratio(2, 5);
    // Numbers of up to three figures have one column, so that all leaders end in one place.
    let figures = width.max(style.font_size.ratio(7, 5));
    let reserve = Length((figures + step).0 / step.0 * step.0);
    let dot_width = plain::width(library, ".", style);
    let room = (number.to - number.from).0.abs() - gap.0 - reserve.0;
    for i in 0..(room / step.0).max(0) {
        let away = reserve + step * i;
        let x = if mirrored { number.to + away + step - dot_width } else { number.to - away - step };
        let run = std::iter::once((".", style));
        plain::set(library, run, (x, number.y), Content::Artifact(Artifact::Layout), fragment);
    }
    let left = if mirrored { number.to } else { number.to - width };
    let run = std::iter::once((label, style));
    plain::set(library, run, (left, number.y), Content::Element(number.element), fragment);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::page::Page;

    #[test]
    fn front_matter_counts_for_itself_in_roman() {
        let sheet = crate::layout::tests::sheet();
        let mut pages = Pages { pages: vec![Page::default(); 5], front: 2, ..Pages::default() };
        pages.number(&sheet);
        let labels: Vec<&str> = pages.pages.iter().map(|page| page.label.as_str()).collect();
        let roman = sheet.page.front_folio != sheet.page.folio;
        assert_eq!(labels, if roman { ["i", "ii", "1", "2", "3"] } else { ["1", "2", "3", "4", "5"] });
    }
}
