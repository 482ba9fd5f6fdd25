//! Outline, named destinations and page labels.

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::annotations::destination;
use super::file::{text, text_bytes};
use crate::layout::{Layout, OutlineEntry};
use crate::style::{PagesShown, PdfView, Zoom};

/// Writes all three and enters them in the catalogue.
pub(super) fn write(
    document: &mut Document,
    catalog: &mut Dictionary,
    layout: &Layout,
    page_ids: &[ObjectId],
    view: PdfView,
) {
    if let Some(names) = named_destinations(document, layout, page_ids) {
        catalog.set("Names", dictionary! { "Dests" => names });
    }
    if let Some(outline) = outline(document, &layout.outline, layout, view.outline_open) {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    match view.pages {
        PagesShown::Reader => {}
        PagesShown::Single => catalog.set("PageLayout", "SinglePage"),
        PagesShown::Continuous => catalog.set("PageLayout", "OneColumn"),
        // Odd pages on the right, as in a book.
        PagesShown::Facing => catalog.set("PageLayout", "TwoPageRight"),
    }
    if let (Some(zoom), Some(first), Some(page)) = (zoom(view.zoom), page_ids.first(), layout.pages.first()) {
        let mut destination: Vec<Object> = vec![(*first).into(), zoom.into()];
        match view.zoom {
            Zoom::Width => destination.push(super::file::number(page.height.to_points())),
            Zoom::Actual => destination.extend([Object::Null, Object::Null, 1.into()]),
            Zoom::Reader | Zoom::Page => {}
        }
        catalog.set("OpenAction", destination);
    }
    catalog.set("PageLabels", page_labels(layout));
}

/// The kind of destination that shows a page so (§12.3.2.2, table 151).
fn zoom(zoom: Zoom) -> Option<&'static str> {
    match zoom {
        Zoom::Reader => None,
        Zoom::Page => Some("Fit"),
        Zoom::Width => Some("FitH"),
        Zoom::Actual => Some("XYZ"),
    }
}

/// Every block under its id, so that `file.pdf#id` works (ISO 32000-1 §12.3.2.3).
fn named_destinations(document: &mut Document, layout: &Layout, page_ids: &[ObjectId]) -> Option<ObjectId> {
    let mut entries: Vec<(Vec<u8>, Object)> = layout
        .places
        .iter()
        .filter_map(|(block, place)| Some((text_bytes(block.as_str()), destination(*place, layout, page_ids)?)))
        .collect();
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    super::trees::name_tree(document, entries)
}

/// An entry with the places of its children.
struct Item<'a> {
    entry: &'a OutlineEntry,
    parent: Option<usize>,
    /// Its place among its siblings.
    at: usize,
    children: Vec<usize>,
}

/// The nested outline (§12.3.3), open so many levels deep. Where the style does not say, headings of the first level show
/// their parts at once unless they are many.
fn outline(
    document: &mut Document,
    entries: &[OutlineEntry],
    layout: &Layout,
    open_levels: Option<u8>,
) -> Option<ObjectId> {
    const OPEN_AT_MOST: usize = 40;
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut top: Vec<usize> = Vec::new();
    for entry in entries.iter().filter(|entry| layout.places.contains_key(&entry.target)) {
        open.retain(|&above| items[above].entry.level < entry.level);
        let (place, parent) = (items.len(), open.last().copied());
        let siblings = match parent {
            Some(parent) => &mut items[parent].children,
            None => &mut top,
        };
        siblings.push(place);
        let at = siblings.len() - 1;
        items.push(Item { entry, parent, at, children: Vec::new() });
        open.push(place);
    }
    if items.is_empty() {
        return None;
    }
    let second: usize = top.iter().map(|&item| items[item].children.len()).sum();
    let few = top.len() == 1 || top.len() + second <= OPEN_AT_MOST;
    let open_levels = open_levels.map_or(if few { 2 } else { 1 }, usize::from);
    let count = |n: usize| i64::try_from(n).unwrap_or(0);
    // The depth of each entry, and how many entries below it are seen when it is opened.
    let mut depths = vec![1_usize; items.len()];
    for (place, item) in items.iter().enumerate() {
        depths[place] = item.parent.map_or(1, |parent| depths[parent] + 1);
    }
    let mut seen = vec![0_usize; items.len()];
    for (place, item) in items.iter().enumerate().rev() {
        let below = |child: &usize| 1 + if depths[*child] < open_levels { seen[*child] } else { 0 };
        seen[place] = item.children.iter().map(below).sum();
    }

    let root = document.new_object_id();
    let ids: Vec<ObjectId> = items.iter().map(|_| document.new_object_id()).collect();
    for (place, item) in items.iter().enumerate() {
        let siblings = item.parent.map_or(&top, |parent| &items[parent].children);
        let mut dict = dictionary! {
            "Title" => text(&item.entry.title),
            "Parent" => item.parent.map_or(root, |parent| ids[parent]),
            "Dest" => Object::String(text_bytes(item.entry.target.as_str()), lopdf::StringFormat::Literal),
        };
        let neighbours = [("Prev", item.at.checked_sub(1)), ("Next", Some(item.at + 1))];
        for (key, neighbour) in neighbours {
            if let Some(&neighbour) = neighbour.and_then(|at| siblings.get(at)) {
                dict.set(key, ids[neighbour]);
            }
        }
        if let (Some(&first), Some(&last)) = (item.children.first(), item.children.last()) {
            dict.set("First", ids[first]);
            dict.set("Last", ids[last]);
            let below = count(seen[place]);
            dict.set("Count", if depths[place] < open_levels { below } else { -below });
        }
        document.set_object(ids[place], dict);
    }
    let visible: usize = top.iter().map(|&item| 1 + if open_levels > 1 { seen[item] } else { 0 }).sum();
    let mut dict = dictionary! { "Type" => "Outlines", "Count" => count(visible) };
    if let (Some(&first), Some(&last)) = (top.first(), top.last()) {
        dict.set("First", ids[first]);
        dict.set("Last", ids[last]);
    }
    document.set_object(root, dict);
    Some(root)
}

/// Page labels as ranges (§12.4.2).
fn page_labels(layout: &Layout) -> Dictionary {
    let mut numbers: Vec<Object> = Vec::new();
    let mut expected: Option<Label> = None;
    for (page, laid_out) in layout.pages.iter().enumerate() {
        let label = Label::read(&laid_out.label, expected.as_ref());
        if expected.as_ref() != Some(&label) {
            numbers.push(i64::try_from(page).unwrap_or(0).into());
            numbers.push(label.to_dictionary().into());
        }
        expected = Some(label.next());
    }
    dictionary! { "Nums" => numbers }
}

/// A page's label: numbered in some style, or whatever else it is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Label {
    Numbered { style: &'static str, number: i64 },
    Other(String),
}

impl Label {
    /// Reads a label; a letter that is also a roman number is what continues the pages before it.
    fn read(label: &str, expected: Option<&Self>) -> Self {
        let decimal = label.parse().ok().filter(|n: &i64| *n > 0 && n.to_string() == label);
        let readings = [("D", decimal), ("r", roman(label, 'i')), ("R", roman(label, 'I'))]
            .map(|(style, number)| number.map(|number| Self::Numbered { style, number }));
        let mut readings = readings.into_iter().flatten();
        let first = readings.next();
        first
            .clone()
            .into_iter()
            .chain(readings)
            .find(|reading| Some(reading) == expected)
            .or(first)
            .unwrap_or_else(|| Self::Other(label.to_owned()))
    }

    fn next(&self) -> Self {
        match self {
            Self::Numbered { style, number } => Self::Numbered { style, number: number + 1 },
            Self::Other(label) => Self::Other(label.clone()),
        }
    }

    fn to_dictionary(&self) -> Dictionary {
        match self {
            Self::Numbered { style, number: 1 } => dictionary! { "S" => *style },
            Self::Numbered { style, number } => dictionary! { "S" => *style, "St" => *number },
            Self::Other(label) => dictionary! { "P" => text(label) },
        }
    }
}

fn roman(label: &str, one: char) -> Option<i64> {
    use crate::model::NumberStyle::{LowerRoman, UpperRoman};
    if label.is_empty() || !label.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let style = if one == 'i' { LowerRoman } else { UpperRoman };
    // Front matter longer than this is labelled page by page.
    (1..=500_u64).find(|n| style.format(*n) == label).and_then(|n| i64::try_from(n).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Page;

    #[test]
    fn labels_become_ranges() {
        let page = |label: &&str| Page { label: (*label).to_owned(), ..Page::default() };
        let labels = ["i", "ii", "iii", "1", "2", "", "", "A-1"];
        let layout = Layout { pages: labels.iter().map(page).collect(), ..Layout::default() };
        let labels = page_labels(&layout);
        let numbers = labels.get(b"Nums").and_then(Object::as_array).expect("an array");
        let starts: Vec<i64> = numbers.iter().step_by(2).filter_map(|n| n.as_i64().ok()).collect();
        // Equal labels that are not numbers still begin anew: a prefix alone repeats by itself.
        assert_eq!(starts, [0, 3, 5, 7]);
    }
}
