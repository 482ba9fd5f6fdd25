//! Laid-out pages to PDF: the only module that knows `printpdf`.
