//! Name trees and number trees (ISO 32000-1 §7.9.6, §7.9.7).

use lopdf::{Document, Object, ObjectId, StringFormat, dictionary};

/// Entries of a leaf.
const LEAF: usize = 64;

/// Writes entries, sorted by name, as a name tree; `None` where there are none.
pub(super) fn name_tree(document: &mut Document, entries: Vec<(Vec<u8>, Object)>) -> Option<ObjectId> {
    let key = |name: &[u8]| Object::String(name.to_vec(), StringFormat::Literal);
    let mut kids = Vec::new();
    for leaf in entries.chunks(LEAF) {
        let (Some((first, _)), Some((last, _))) = (leaf.first(), leaf.last()) else { continue };
        let limits = vec![key(first), key(last)];
        let names: Vec<Object> = leaf.iter().flat_map(|(name, value)| [key(name), value.clone()]).collect();
        kids.push(Object::from(document.add_object(dictionary! { "Limits" => limits, "Names" => names })));
    }
    (!kids.is_empty()).then(|| document.add_object(dictionary! { "Kids" => kids }))
}

/// Writes entries with the keys 0, 1, 2 … as a number tree.
pub(super) fn number_tree(document: &mut Document, entries: Vec<Object>) -> ObjectId {
    let mut kids = Vec::new();
    let number = |n: usize| Object::Integer(i64::try_from(n).unwrap_or(0));
    for (place, leaf) in entries.chunks(LEAF).enumerate() {
        let start = place * LEAF;
        let limits = vec![number(start), number(start + leaf.len() - 1)];
        let numbers: Vec<Object> =
            leaf.iter().enumerate().flat_map(|(at, value)| [number(start + at), value.clone()]).collect();
        kids.push(Object::from(document.add_object(dictionary! { "Limits" => limits, "Nums" => numbers })));
    }
    if kids.is_empty() {
        return document.add_object(dictionary! { "Nums" => Vec::<Object>::new() });
    }
    document.add_object(dictionary! { "Kids" => kids })
}
