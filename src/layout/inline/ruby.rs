//! Text with an annotation above it, as one object of the line.

use std::sync::{Arc, OnceLock};

use super::Inlines;
use crate::diagnostic::Diagnostics;
use crate::layout::line::Line;
use crate::style::Computed;
use crate::units::Length;

/// Annotated text. It is set when it is first asked for, which is in the parallel part of the layout.
#[derive(Debug)]
pub(in crate::layout) struct InlineRuby {
    pub(in crate::layout) base: Inlines,
    pub(in crate::layout) annotation: Inlines,
    /// Whether the base ends in a character that fills a square, so that lines may be broken around it.
    pub(in crate::layout) square: bool,
    /// The look of the base.
    pub(in crate::layout) style: Arc<Computed>,
    set: OnceLock<SetRuby>,
}

/// The two as lines, each with its own width.
#[derive(Debug)]
pub(in crate::layout) struct SetRuby {
    pub(in crate::layout) base: (Line, Length),
    pub(in crate::layout) annotation: (Line, Length),
    /// What is to be said about their letters.
    pub(in crate::layout) diagnostics: Diagnostics,
}

impl InlineRuby {
    pub(super) fn new(base: Inlines, annotation: Inlines, square: bool, style: Arc<Computed>) -> Self {
        Self { base, annotation, square, style, set: OnceLock::new() }
    }

    /// Its lines, made by `set` the first time.
    pub(in crate::layout) fn set(&self, set: impl FnOnce() -> SetRuby) -> &SetRuby {
        self.set.get_or_init(set)
    }
}
