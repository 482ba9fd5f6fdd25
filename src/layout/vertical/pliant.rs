//! Paragraphs that can be set in a line less or a line more for the sake of their page.

use std::sync::Arc;

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
