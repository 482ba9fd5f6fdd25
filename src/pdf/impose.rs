//! Imposition: finished pages on larger sheets, to be printed, folded and stapled.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::operators::Operators;
use super::{Error, PdfVersion, file};

/// A page as it was: its form object and its size in points.
#[derive(Clone, Copy)]
struct Leaf {
    form: ObjectId,
    width: f64,
    height: f64,
}

/// The pages of a PDF as a booklet: two on each side of a sheet, in the order in which they can be printed on both sides, turned on
/// the short edge, and stapled through the fold. Sheets are twice as wide as the first page.
///
/// The result is for the printer alone: it has no tags, links or outline, and claims to conform to nothing.
///
/// # Errors
/// When the PDF is not as [`super::write`] makes it.
pub fn booklet(pdf: &[u8]) -> Result<Vec<u8>, Error> {
    let mut document = Document::load_mem(pdf)?;
    let ids: Vec<ObjectId> = document.get_pages().into_values().collect();
    let leaves = ids.into_iter().map(|id| leaf(&mut document, id)).collect::<Result<Vec<_>, _>>()?;
    let first = *leaves.first().ok_or(Error::Container("there are no pages"))?;
    let tree = document.new_object_id();
    let mut sides: Vec<Object> = Vec::new();
    for slots in pairs(leaves.len()) {
        let slots = slots.map(|place| place.and_then(|place| leaves.get(place)));
        sides.push(side(&mut document, tree, first, slots).into());
    }
    let count = i64::try_from(sides.len()).unwrap_or(0);
    document.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => sides, "Count" => count });
    let preferences =
        dictionary! { "Duplex" => "DuplexFlipShortEdge", "PrintScaling" => "None", "DisplayDocTitle" => true };
    let mut catalog = dictionary! { "Type" => "Catalog", "Pages" => tree, "ViewerPreferences" => preferences };
    if let Ok(intents) = document.catalog().and_then(|old| old.get(b"OutputIntents")) {
        catalog.set("OutputIntents", intents.clone());
    }
    let root = document.add_object(catalog);
    let mut trailer = dictionary! { "Root" => root };
    for key in ["Info", "ID"] {
        if let Ok(value) = document.trailer.get(key.as_bytes()) {
            trailer.set(key, value.clone());
        }
    }
    document.trailer = trailer;
    document.prune_objects();
    document.renumber_objects();
    let version = if document.version == PdfVersion::V1_4.number() { PdfVersion::V1_4 } else { PdfVersion::V1_7 };
    file::write(document, version)
}

/// The pages on each side of each sheet, left and right, in the order of printing. Where there are not enough pages, none.
fn pairs(count: usize) -> impl Iterator<Item = [Option<usize>; 2]> {
    let whole = count.div_ceil(4) * 4;
    let page = move |place: usize| Some(place).filter(|place| *place < count);
    (0..whole / 2).map(move |side| {
        let (low, high) = (page(side), page(whole - 1 - side));
        // Folded, the outer side of a sheet has the lower page on the right.
        if side % 2 == 0 { [high, low] } else { [low, high] }
    })
}

/// Makes a form of a page, in place of its content.
fn leaf(document: &mut Document, id: ObjectId) -> Result<Leaf, Error> {
    let page = document.get_dictionary(id)?;
    let form = page.get(b"Contents")?.as_reference()?;
    let (trim, resources) = (page.get(b"TrimBox")?.clone(), page.get(b"Resources")?.clone());
    let corners: Vec<f64> =
        trim.as_array()?.iter().filter_map(|corner| corner.as_float().ok()).map(f64::from).collect();
    let &[left, bottom, right, top] = corners.as_slice() else {
        return Err(Error::Container("a page has no trim box"));
    };
    let content = document.get_object(form)?.as_stream()?.clone();
    let mut dict: Dictionary =
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => trim, "Resources" => resources };
    if let Ok(filter) = content.dict.get(b"Filter") {
        dict.set("Filter", filter.clone());
    }
    document.set_object(form, Stream::new(dict, content.content).with_compression(false));
    Ok(Leaf { form, width: right - left, height: top - bottom })
}

/// One side of a sheet.
fn side(document: &mut Document, tree: ObjectId, first: Leaf, slots: [Option<&Leaf>; 2]) -> ObjectId {
    let mut out = Operators::default();
    let mut forms = Dictionary::new();
    for (place, leaf) in slots.into_iter().enumerate() {
        let Some(leaf) = leaf else { continue };
        let name = if place == 0 { "L" } else { "R" };
        forms.set(name, leaf.form);
        // A page that lies on its side is turned to stand with the others.
        let turned = (leaf.width > leaf.height) != (first.width > first.height);
        let (width, height) = if turned { (leaf.height, leaf.width) } else { (leaf.width, leaf.height) };
        let scale = (first.width / width).min(first.height / height).min(1.0);
        let x = if place == 0 { 0.0 } else { first.width } + (first.width - width * scale) / 2.0;
        let y = (first.height - height * scale) / 2.0;
        let matrix =
            if turned { [0.0, scale, -scale, 0.0, x + width * scale, y] } else { [scale, 0.0, 0.0, scale, x, y] };
        out.raw("q ").reals(&matrix).raw("cm/").raw(name).raw(" Do Q\n");
    }
    let content = document.add_object(Stream::new(Dictionary::new(), out.into_bytes()));
    let sheet = vec![0.into(), 0.into(), file::number(first.width * 2.0), file::number(first.height)];
    document.add_object(dictionary! {
        "Type" => "Page", "Parent" => tree, "MediaBox" => sheet, "Contents" => content,
        "Resources" => dictionary! { "XObject" => forms },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_meet_at_the_fold() {
        let pairs: Vec<_> = pairs(6).collect();
        assert_eq!(pairs, [[None, Some(0)], [Some(1), None], [Some(5), Some(2)], [Some(3), Some(4)]]);
    }
}
