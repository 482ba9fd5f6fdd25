//! The proof: a written edition compared with the model, word by word.
//!
//! What the document says is walked here once more, apart from the writers, and looked for in what was read back: every word in its
//! order, every link, picture, formula and note, every heading, cell and line of code as such, and what the file says of itself. An edition may add (numbers, markers, titles of generated lists) but not leave out
//! or reorder. White space and characters that only shape text are not compared.

mod compare;
mod expected;
mod flow;
mod parts;
mod report;
mod tally;

use crate::diagnostic::Diagnostics;
use crate::readback::Readback;
use crate::resolve::Resolved;

/// Compares an edition with the document it was made from. Every difference is an error: `lost-text`, `lost-link`, `lost-image`,
/// `lost-note`, `lost-formula`, `lost-heading`, `lost-cell`, `lost-code` or `lost-property`.
#[must_use]
pub fn verify(resolved: &Resolved, read: &Readback) -> Diagnostics {
    compare::compare(resolved, read)
}
