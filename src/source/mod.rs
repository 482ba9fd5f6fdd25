//! The project on disk: its settings, its source files, and what they may read beside them.
