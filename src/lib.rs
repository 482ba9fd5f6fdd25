//! Trefoil: one Markdown source, three finished editions.
//!
//! The modules stand on floors; each may use only the floors below it (see `ARCHITECTURE.md`).

pub mod cli;
pub mod diagnostic;
pub mod docx;
pub mod edition;
pub mod epub;
pub mod highlight;
pub mod image;
pub mod layout;
pub mod markdown;
pub mod math;
pub mod model;
pub mod pdf;
pub mod readback;
pub mod resolve;
pub mod source;
pub mod style;
pub mod suggest;
pub mod text;
pub mod units;
pub mod verify;
