//! Where what is painted has come to stand on a page.

use super::Composer;
use crate::layout::fragment::Fragment;
use crate::layout::measure::{left_edge, union};
use crate::layout::page::{Bounds, Content, Element, ElementId, ElementKind, LinkArea, Place};
use crate::model::BlockId;
use crate::units::Length;

impl Composer<'_> {
    /// Something higher than a page is made smaller until it fits.
    pub(super) fn too_tall(&mut self, fragment: &mut Fragment, height: &mut Length) {
        let room = self.geometry.body_height;
        fragment.scale(room.0, height.0.max(1));
        *height = room;
        let block = fragment.anchors.first().or(fragment.start.as_ref().map(|start| &start.block)).cloned();
        self.out.too_tall.push(block.or_else(|| self.block_of(fragment)));
    }

    /// The block that what is painted belongs to.
    fn block_of(&self, fragment: &Fragment) -> Option<BlockId> {
        let mut id = fragment.items.iter().find_map(|item| match item.content {
            Content::Element(id) => Some(id),
            Content::Artifact(_) => None,
        })?;
        // A parent is made before what is in it.
        loop {
            let element = self.elements.get(id.0 as usize)?;
            if element.block.is_some() || element.parent.0 >= id.0 {
                return element.block.clone();
            }
            id = element.parent;
        }
    }

    /// Puts a fragment on a page and notes where everything in it has come to stand.
    pub(super) fn place(&mut self, page: usize, mut fragment: Fragment, x: Length, y: Length) {
        fragment.translate(x, y);
        let here = Place { page, x, y };
        for anchor in fragment.anchors {
            self.out.places.entry(anchor).or_insert(here);
        }
        for item in &fragment.items {
            if let Content::Element(id) = item.content {
                settle(&mut self.elements, id, Place { x: left_edge(&item.paint), ..here });
            }
        }
        for (id, area) in fragment.extents {
            if let Some(Element { kind: ElementKind::Figure(known) | ElementKind::Formula(known), .. }) =
                self.elements.get_mut(id.0 as usize)
            {
                *known = if *known == Bounds::default() { area } else { union(*known, area) };
            }
        }
        self.out.numbers.extend(fragment.page_numbers.into_iter().map(|number| (page, number)));
        let (Some(target), Some(running)) = (self.out.pages.get_mut(page), self.out.running.get_mut(page)) else {
            return;
        };
        running.headings.extend(fragment.headings);
        target.items.append(&mut fragment.items);
        for link in fragment.links {
            let known = target.links.iter_mut().rev().find(|known| known.element == link.element);
            match known.filter(|known| known.target == link.target) {
                Some(known) => known.areas.push(link.area),
                None => target.links.push(LinkArea {
                    areas: vec![link.area],
                    target: link.target,
                    element: link.element,
                    description: link.description,
                }),
            }
        }
        if target.start.is_none() {
            target.start = fragment.start;
        }
    }
}

/// An element begins where its first content stands, and so do the elements around it that have not begun.
fn settle(elements: &mut [Element], mut id: ElementId, place: Place) {
    while let Some(element) = elements.get_mut(id.0 as usize) {
        if element.place.is_some() {
            return;
        }
        element.place = Some(place);
        if element.parent == id {
            return;
        }
        id = element.parent;
    }
}
