//! Some of the pages of a layout.

use std::collections::{BTreeSet, HashMap};

use super::page::{Layout, Place};

impl Layout {
    /// The pages at these places, counted from 0, in order. What leads to another page leads nowhere.
    #[must_use]
    pub fn extract(&self, wanted: &BTreeSet<usize>) -> Self {
        let moved: HashMap<usize, usize> = wanted.iter().enumerate().map(|(to, &from)| (from, to)).collect();
        let place = |place: &Place| moved.get(&place.page).map(|&page| Place { page, ..*place });
        let places: HashMap<_, _> =
            self.places.iter().filter_map(|(block, at)| Some((block.clone(), place(at)?))).collect();
        let mut elements = self.elements.clone();
        elements.iter_mut().for_each(|element| element.place = element.place.as_ref().and_then(place));
        Self {
            pages: wanted.iter().filter_map(|&page| self.pages.get(page).cloned()).collect(),
            elements,
            outline: self.outline.iter().filter(|entry| places.contains_key(&entry.target)).cloned().collect(),
            places,
            column_widths: self.column_widths.clone(),
        }
    }
}
