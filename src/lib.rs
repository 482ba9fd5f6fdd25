//! Trefoil: one Markdown source, three finished editions.
//!
//! The modules stand on floors; each may use only the floors below it (see `ARCHITECTURE.md`).

pub mod diagnostic;
pub mod image;
pub mod layout;
pub mod math;
pub mod model;
pub mod resolve;
pub mod style;
pub mod text;
pub mod units;
