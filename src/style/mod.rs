//! Style sheets: their schema, their inheritance, and the properties each role comes to.

mod computed;
mod declarations;

pub use computed::{
    Border, Break, Computed, DocumentStyle, Edges, FontStyle, Page, Role, RunningLine, StyleSheet, TextAlign,
    TextTransform, TokenClass,
};
pub use declarations::{BorderDeclaration, Declarations, Dimension, LineHeight};
