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
}

impl<'a> PageMarks<'a> {
    /// Pages on which no text begins have no mark.
    pub(super) fn new(layout: Option<&'a Layout>, ids: &mut Names) -> Self {
        let mut pages = Self::default();
        let starts = layout.into_iter().flat_map(|layout| &layout.pages).enumerate();
        for (index, page, start) in starts.filter_map(|(i, page)| Some((i, page, page.start.as_ref()?))) {
            let label = page.label.trim();
            let label = if label.is_empty() { (index + 1).to_string() } else { label.to_owned() };
            let name: String = label.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            let marks = pages.marks.entry(&start.block).or_default();
            pages.order.push((&start.block, marks.len()));
            marks.push(PageMark { offset: start.offset, label, id: ids.unique(&format!("page-{name}")) });
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
