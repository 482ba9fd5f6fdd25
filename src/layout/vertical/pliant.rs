//! Paragraphs that are set anew for the sake of their page: in a line less or a line more, or with another indent.

use std::sync::Arc;

use super::Slab;
use crate::layout::node::Text;
use crate::layout::paragraph::Pliancy;
use crate::style::Computed;
use crate::units::Length;

/// A paragraph that can give its page a line, with what it takes to set it anew.
#[derive(Clone, Debug)]
pub(in crate::layout) struct Pliant {
    /// What it says.
    pub(in crate::layout) text: Text,
    /// Its properties.
    pub(in crate::layout) style: Arc<Computed>,
    /// Its left edge in the column.
    pub(in crate::layout) x: Length,
    /// Its width.
    pub(in crate::layout) width: Length,
    /// How many slabs it is now.
    pub(in crate::layout) lines: usize,
    /// What it can give.
    pub(in crate::layout) pliancy: Pliancy,
}

/// Puts the lines of a paragraph in the place of its old ones. So that everything behind keeps its place, the last slab may come to
/// hold two lines, which no page parts, or none.
pub(in crate::layout) fn replace_lines(slabs: &mut [Slab], lines: Vec<Slab>) {
    let mut lines = lines.into_iter();
    for (i, slab) in slabs.iter_mut().enumerate() {
        let line = lines.next().unwrap_or_default();
        slab.pliant = None;
        // What a page end above the first line costs belongs to the place.
        slab.cost = if i == 0 { slab.cost } else { line.cost };
        let anchors = std::mem::take(&mut slab.fragment.anchors);
        (slab.height, slab.baseline, slab.elastic, slab.fragment) =
            (line.height, line.baseline, line.elastic, line.fragment);
        slab.fragment.anchors = anchors;
    }
    if let Some(last) = slabs.last_mut() {
        for line in lines {
            last.elastic = None;
            last.fragment.absorb(line.fragment, Length::ZERO, last.height);
            last.height += line.height;
        }
    }
}
