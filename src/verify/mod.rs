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
use flow::Place;

/// What the document says, without white space: stretches of the text in their order, those that editions may put before or after
/// their neighbours (captions, annotations), and those of notes.
#[derive(Debug, Default)]
pub struct Words {
    /// The text in its order.
    pub ordered: Vec<String>,
    /// What stands near its place in the order, or anywhere.
    pub near: Vec<String>,
    /// The notes in their order.
    pub notes: Vec<String>,
}

/// The words of a document, for programs that look for them in an edition by other means.
#[must_use]
pub fn words(resolved: &Resolved) -> Words {
    let expected = expected::expect(resolved);
    let mut words = Words::default();
    for chunk in expected.body {
        match chunk.place {
            Place::Ordered => words.ordered.push(chunk.text),
            // A picture that could not be read is shown by what the source calls it, a formula as its source.
            Place::Near | Place::NearOrImage | Place::NearOrFormula => words.near.push(chunk.text),
        }
    }
    words.near.extend(expected.anywhere.into_iter().map(|chunk| chunk.text));
    for chunk in expected.notes {
        if chunk.place == Place::Ordered { words.notes.push(chunk.text) } else { words.near.push(chunk.text) }
    }
    words
}

/// Compares an edition with the document it was made from. Every difference is an error: `lost-text`, `lost-link`, `lost-image`,
/// `lost-note`, `lost-formula`, `lost-heading`, `lost-cell`, `lost-code` or `lost-property`.
#[must_use]
pub fn verify(resolved: &Resolved, read: &Readback) -> Diagnostics {
    compare::compare(resolved, read)
}
