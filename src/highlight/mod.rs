//! Colours for code: the only module that knows `syntaxmate`.
