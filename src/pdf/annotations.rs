//! Link annotations (ISO 32000-1 §12.5.6.5), each belonging to an element of the structure.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::file::{number, text, text_bytes};
use super::structure::PlacedAnnotation;
use crate::layout::{Bounds, Layout, LinkArea, LinkTarget, Place};
use crate::units::Length;

/// Writes all link annotations and enters them in their pages. The structure parents of annotations follow those of pages.
pub(super) fn write(document: &mut Document, layout: &Layout, page_ids: &[ObjectId]) -> Vec<PlacedAnnotation> {
    let places = places(layout);
    let mut placed = Vec::new();
    for (page, (laid_out, page_id)) in layout.pages.iter().zip(page_ids).enumerate() {
        let mut on_page: Vec<Object> = Vec::new();
        for link in &laid_out.links {
            let Some(mut annotation) = annotation(link, laid_out.height, layout, &places, page_ids) else { continue };
            let key = page_ids.len() + placed.len();
            annotation.set("StructParent", i64::try_from(key).unwrap_or(0));
            annotation.set("P", *page_id);
            let object = document.add_object(annotation);
            on_page.push(object.into());
            placed.push(PlacedAnnotation { element: link.element, page, object });
        }
        if let Ok(dict) = document.get_dictionary_mut(*page_id) {
            if on_page.is_empty() {
                dict.remove(b"Annots");
            } else {
                dict.set("Annots", on_page);
            }
        }
    }
    placed
}

fn annotation(
    link: &LinkArea,
    height: Length,
    layout: &Layout,
    places: &[Option<Place>],
    page_ids: &[ObjectId],
) -> Option<Dictionary> {
    let whole = link.areas.iter().copied().reduce(union)?;
    let quads: Vec<Object> = link.areas.iter().flat_map(|area| quad(*area, height)).collect();
    // ISO 14289-1 §7.18.5: Contents says where the link leads. ISO 19005-2 §6.3.2: printed, never hidden.
    let mut annotation = dictionary! {
        "Type" => "Annot", "Subtype" => "Link", "F" => 4, "Border" => vec![0.into(), 0.into(), 0.into()],
        "Rect" => super::tags::rectangle(whole, height), "QuadPoints" => quads,
    };
    let description = match (&link.target, link.description.trim()) {
        (LinkTarget::Url(url), "") => url.as_str(),
        (LinkTarget::Block(block), "") => block.as_str(),
        (LinkTarget::Element(_), "") => "Link",
        (_, given) => given,
    };
    annotation.set("Contents", text(description));
    match &link.target {
        LinkTarget::Url(url) => {
            let action =
                dictionary! { "Type" => "Action", "S" => "URI", "URI" => Object::string_literal(url.as_str()) };
            annotation.set("A", action);
        }
        LinkTarget::Block(block) => {
            layout.places.get(block)?;
            let name = Object::String(text_bytes(block.as_str()), lopdf::StringFormat::Literal);
            annotation.set("Dest", name);
        }
        LinkTarget::Element(element) => {
            let place = (*places.get(element.0 as usize)?)?;
            annotation.set("Dest", destination(place, layout, page_ids)?);
        }
    }
    Some(annotation)
}

/// Where each element begins: where layout says, or where the first element inside it does.
fn places(layout: &Layout) -> Vec<Option<Place>> {
    let mut inside: Vec<Option<Place>> = vec![None; layout.elements.len()];
    for (id, element) in layout.elements.iter().enumerate().rev() {
        let place = element.place.or(inside[id]);
        inside[id] = place;
        if let (Some(place), Some(parent)) = (place, inside.get_mut(element.parent.0 as usize)) {
            *parent = Some(place);
        }
    }
    inside
}

/// A place as an explicit destination: as it is on the page, at the reader's own magnification.
pub(super) fn destination(place: Place, layout: &Layout, page_ids: &[ObjectId]) -> Option<Object> {
    let (page, id) = (layout.pages.get(place.page)?, page_ids.get(place.page)?);
    let top = (page.height - place.y).to_points();
    Some(vec![(*id).into(), "XYZ".into(), number(place.x.to_points()), number(top), Object::Null].into())
}

fn union(a: Bounds, b: Bounds) -> Bounds {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    let (right, bottom) = ((a.x + a.width).max(b.x + b.width), (a.y + a.height).max(b.y + b.height));
    Bounds { x, y, width: right - x, height: bottom - y }
}

/// Upper left, upper right, lower left, lower right: the order readers expect, though ISO 32000-1 draws another.
fn quad(area: Bounds, height: Length) -> [Object; 8] {
    let (left, right) = (number(area.x.to_points()), number((area.x + area.width).to_points()));
    let top = number((height - area.y).to_points());
    let bottom = number((height - area.y - area.height).to_points());
    [left.clone(), top.clone(), right.clone(), top, left, bottom.clone(), right, bottom]
}
