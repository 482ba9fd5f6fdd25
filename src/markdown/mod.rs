//! Markdown to model: the only module that knows `pulldown-cmark`.
