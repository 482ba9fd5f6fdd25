//! The resolved document to EPUB: the only module that knows `epub-builder`.
