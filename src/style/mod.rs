//! Style sheets: their schema, their inheritance, and the properties each role comes to.
//!
//! A sheet is a TOML file. Its tables and keys are the closed lists of `roles`, `properties` and `settings`; whatever
//! else stands in it is an error with its place.

mod bundled;
mod computed;
mod contrast;
mod declarations;
mod document;
mod load;
mod properties;
mod protrusion;
mod roles;
mod settings;
mod sheet;
mod value;

#[cfg(test)]
mod tests;

pub use bundled::{bundled_names, bundled_source};
pub use computed::{
    Border, Break, Computed, Edges, Float, FontStyle, LineBreaking, Role, StyleSheet, TextAlign, TextTransform,
    TokenClass, VariantPosition,
};
pub use contrast::contrast;
pub use declarations::{BorderDeclaration, Declarations, Dimension, LineHeight};
pub use document::{
    DocumentStyle, EpubNotes, Inks, Marks, NoteDisplay, NotePlacement, Opening, Page, PagesShown, PdfView, RunningLine,
    Zoom,
};
pub use properties::{Editions, Property, PropertyDoc, properties};
pub use protrusion::Protrusion;
pub use settings::{
    document_properties, docx_properties, epub_properties, image_properties, page_properties, pdf_properties,
};
