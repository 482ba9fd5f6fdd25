//! Names and numbers that stay the same from build to build: bookmarks, paragraph ids, relationship ids.

use std::collections::{HashMap, HashSet};

use crate::model::BlockId;

/// Word cuts bookmark names after this many characters.
const LONGEST_BOOKMARK: usize = 40;

/// FNV-1a, 64 bits: stable across platforms and releases, unlike the standard library's hashers.
pub(super) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// Gives out names; one for the whole package, since bookmarks and paragraph ids are unique in it.
#[derive(Debug, Default)]
pub(super) struct Names {
    bookmarks: HashMap<(Purpose, BlockId), String>,
    /// Lower case, since Word compares bookmark names without regard to case.
    taken: HashSet<String>,
    paragraphs: HashSet<u32>,
    bookmark_ids: u32,
    drawings: u32,
}

/// What a bookmark is for; a block may have one for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Purpose {
    /// Finding the block again in the source.
    Block,
    /// An entry of the contents.
    Contents,
    /// A reference that shows label and number.
    Label,
    /// A reference that shows the number alone.
    Number,
    /// The mark of a note.
    Note,
}

impl Names {
    /// The bookmark of a block for a purpose: the same name each time it is asked for.
    pub(super) fn bookmark(&mut self, purpose: Purpose, id: &BlockId) -> String {
        if let Some(name) = self.bookmarks.get(&(purpose, id.clone())) {
            return name.clone();
        }
        let text = id.as_str();
        let mut name = match purpose {
            Purpose::Block => block_name(text),
            Purpose::Contents => format!("_Toc{:09}", hash(text) % 1_000_000_000),
            Purpose::Label => format!("_Ref{:09}", hash(text) % 1_000_000_000),
            Purpose::Number => format!("_Ref{:09}n", hash(text) % 1_000_000_000),
            Purpose::Note => format!("_Ref{:09}m", hash(text) % 1_000_000_000),
        };
        let mut attempt = 0_u64;
        while !self.taken.insert(name.to_lowercase()) {
            attempt += 1;
            name = format!("_tf_{:016x}", hash(&format!("{text}\u{0}{attempt}\u{0}{purpose:?}")));
        }
        self.bookmarks.insert((purpose, id.clone()), name.clone());
        name
    }

    /// A number for a bookmark's start and end.
    pub(super) fn bookmark_id(&mut self) -> u32 {
        self.bookmark_ids += 1;
        self.bookmark_ids
    }

    /// A number for `wp:docPr`, unique in the package.
    pub(super) fn drawing_id(&mut self) -> u32 {
        self.drawings += 1;
        self.drawings
    }

    /// The `w14:paraId` of a block: from 1 to 7FFFFFFF ([MS-DOCX] §2.2.4).
    pub(super) fn paragraph_id(&mut self, id: &BlockId) -> String {
        let mut number = u32::try_from(hash(id.as_str()) & 0x7FFF_FFFF).unwrap_or(1).max(1);
        while !self.paragraphs.insert(number) {
            number = (number % 0x7FFF_FFFE) + 1;
        }
        format!("{number:08X}")
    }
}

/// `_tf_` and the id; where Word would not take that as it stands, a readable part of it and its hash.
fn block_name(id: &str) -> String {
    let plain = id.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if plain && id.len() + 4 <= LONGEST_BOOKMARK {
        return format!("_tf_{id}");
    }
    let readable: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(23).collect::<String>();
    format!("_tf_{readable}_{:012x}", hash(id) & 0xFFFF_FFFF_FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookmarks_are_short_unique_and_stable() {
        let mut names = Names::default();
        let long = BlockId::new(&"very-long-heading-".repeat(9));
        let name = names.bookmark(Purpose::Block, &long);
        assert!(name.len() <= LONGEST_BOOKMARK, "{name}");
        assert_eq!(name, names.bookmark(Purpose::Block, &long));
        let upper = names.bookmark(Purpose::Block, &BlockId::new("Intro"));
        let lower = names.bookmark(Purpose::Block, &BlockId::new("intro"));
        assert_eq!(upper, "_tf_Intro");
        assert_ne!(upper.to_lowercase(), lower.to_lowercase());
    }

    #[test]
    fn paragraph_ids_fit_their_type() {
        let mut names = Names::default();
        let ids: HashSet<_> = (0..2_000).map(|n| names.paragraph_id(&BlockId::new(&format!("p{n}")))).collect();
        assert_eq!(ids.len(), 2_000);
        assert!(ids.iter().all(|id| u32::from_str_radix(id, 16).is_ok_and(|n| n > 0 && n < 0x8000_0000)));
    }
}
