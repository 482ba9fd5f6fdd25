//! The resolved document to DOCX: the only module that knows `docx-rs`.
