//! The custom XML part that finds the way back: the source as it was, its hash, and where each block stands in it.
//!
//! Editors keep the part but may give it another name; it is found by its namespace.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use rayon::prelude::*;

use super::names::{Names, Purpose, hash};
use super::xml::{DECLARATION, escape};
use crate::model::{Block, visit_blocks};
use crate::resolve::Resolved;

/// The namespace of the part.
pub(crate) const NAMESPACE: &str = "urn:trefoil:source-map:1";
/// The identity of the part as a data store item; any GUID will do as long as it stays the same.
const ITEM: &str = "{7A0F7B5E-0F5A-4C38-9C0B-5D1A2E6C3F41}";

/// The files that the document was read from, each deflated and in base 64, by their numbers. This takes a while, and needs nothing
/// that the writing of the text finds out.
pub(super) fn snapshots(resolved: &Resolved) -> HashMap<u32, String> {
    let files: Vec<_> = resolved.sources.iter().collect();
    files.into_par_iter().map(|(id, file)| (id.0, base64(&deflate(file.text.as_bytes())))).collect()
}

/// The part: `source` elements hold a file each, deflated (RFC 1951) and in base 64; `block` elements a bookmark, a file and
/// the first byte and the one past the last. The bookmarks of blocks in a note stand around its mark in the text, in the order of the
/// blocks.
pub(super) fn write(resolved: &Resolved, snapshots: &HashMap<u32, String>, names: &mut Names) -> String {
    let mut map = String::new();
    let mut files: Vec<u32> = Vec::new();
    let mut enter = |block: &Block, names: &mut Names| {
        if !files.contains(&block.span.file.0) {
            files.push(block.span.file.0);
        }
        let bookmark = names.bookmark(Purpose::Block, &block.id);
        let (id, span) = (escape(block.id.as_str()), block.span);
        let _ = write!(
            map,
            "<block id=\"{id}\" bookmark=\"{bookmark}\" file=\"{}\" start=\"{}\" end=\"{}\"/>",
            span.file.0, span.start, span.end
        );
    };
    for blocks in [&resolved.metadata.abstract_, &resolved.blocks] {
        visit_blocks(blocks, &mut |block| enter(block, names));
    }
    for note in &resolved.notes {
        visit_blocks(&note.blocks, &mut |block| enter(block, names));
    }
    files.sort_unstable();
    let mut xml = format!("{DECLARATION}<sourceMap xmlns=\"{NAMESPACE}\">");
    for (id, file) in resolved.sources.iter().filter(|(id, _)| files.contains(&id.0)) {
        let path = file.path.to_string_lossy();
        let _ = write!(
            xml,
            "<source file=\"{}\" path=\"{}\" fnv1a=\"{:016x}\" length=\"{}\">{}</source>",
            id.0,
            escape(&path),
            hash(&file.text),
            file.text.len(),
            snapshots.get(&id.0).map_or("", String::as_str)
        );
    }
    xml.push_str(&map);
    xml.push_str("</sourceMap>");
    xml
}

/// The properties that make the part a data store item (ECMA-376 Part 1 §22.5).
pub(super) fn item_properties() -> String {
    format!(
        "{DECLARATION}<ds:datastoreItem ds:itemID=\"{ITEM}\" \
         xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\"><ds:schemaRefs>\
         <ds:schemaRef ds:uri=\"{NAMESPACE}\"/></ds:schemaRefs></ds:datastoreItem>"
    )
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let written = encoder.write_all(bytes);
    debug_assert!(written.is_ok());
    encoder.finish().unwrap_or_default()
}

/// RFC 4648 §4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |place: usize| u32::from(chunk.get(place).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let index = (group >> (18 - 6 * digit)) & 63;
            let pad = digit > chunk.len();
            text.push(if pad { '=' } else { char::from(DIGITS[index as usize]) });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_is_that_of_the_rfc() {
        for (from, to) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(super::base64(from.as_bytes()), to);
        }
    }
}
