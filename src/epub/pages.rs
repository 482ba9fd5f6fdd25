//! Where the pages of the PDF edition begin in the text.

use std::collections::HashMap;

use super::names::Names;
use crate::layout::Layout;
use crate::model::BlockId;

/// The beginning of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PageMark {
    /// Characters of the block's plain text in front of it.
    pub(super) offset: usize,
    /// The page's number as printed.
    pub(super) label: String,
    /// The id of the mark.
    pub(super) id: String,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct PageMarks<'a> {
    /// For each block the pages that begin in it, in order.
    marks: HashMap<&'a BlockId, Vec<PageMark>>,
    /// The blocks in which pages begin, in the order of the pages; each once for each run of its marks.
    order: Vec<(&'a BlockId, usize)>,
    /// The page that begins with the document's title, which is no block.
    pub(super) title: Option<PageMark>,
}

impl<'a> PageMarks<'a> {
    /// Pages on which nothing begins have no mark, nor have those of the contents: in an EPUB they are the navigation document,
    /// and reading systems do not look for pages there.
    pub(super) fn new(layout: Option<&'a Layout>, titled: bool, ids: &mut Names) -> Self {
        let mut pages = Self::default();
        let Some(layout) = layout else { return pages };
        for (index, page) in layout.pages.iter().enumerate() {
            let label = page.label.trim();
            let label = if label.is_empty() { (index + 1).to_string() } else { label.to_owned() };
            let name: String = label.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let mut mark = |offset| PageMark { offset, label: label.clone(), id: ids.unique(&format!("page-{name}")) };
            if titled && index == 0 {
                pages.title = Some(mark(0));
                continue;
            }
            let Some((block, offset)) = page.start.as_ref().map(|start| (&start.block, start.offset)) else { continue };
            let marks = pages.marks.entry(block).or_default();
            pages.order.push((block, marks.len()));
            marks.push(mark(offset));
        }
        // The index into a block's marks was taken in page order; text runs in page order too, save in notes.
        for marks in pages.marks.values_mut() {
            debug_assert!(marks.is_sorted_by_key(|mark| mark.offset), "pages begin in reading order");
        }
        pages
    }

    /// The pages that begin in a block.
    pub(super) fn of(&self, block: &BlockId) -> &[PageMark] {
        self.marks.get(block).map_or(&[], Vec::as_slice)
    }

    /// Every page with the block it begins in, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a BlockId, &PageMark)> {
        self.order.iter().filter_map(|&(block, index)| Some((block, self.marks.get(block)?.get(index)?)))
    }
}
