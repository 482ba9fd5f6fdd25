//! Raw HTML: the harmless subset that Markdown authors use, mapped to the model.
//!
//! **Invariant:** scripts, style sheets, forms and event handlers never reach the model.

mod apply;
mod elements;
mod entities;
mod open;
mod ruby;
mod tokens;

pub(super) use elements::{Element, RubyPart};
pub(super) use ruby::end_ruby;
