//! What there is to say about an edition.

use std::ops::Range;

use super::flow::Chunk;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};

/// Differences told one by one for an edition; one that lost everything would say it thousands of times.
const MOST: usize = 20;

/// Differences found so far.
pub(super) struct Report {
    edition: &'static str,
    told: Diagnostics,
    more: usize,
}

impl Report {
    pub(super) fn new(edition: &'static str) -> Self {
        Self { edition, told: Vec::new(), more: 0 }
    }

    pub(super) fn add(&mut self, code: &'static str, message: String, span: Span) {
        if self.told.len() < MOST {
            let message = format!("{}: {message}", self.edition);
            let span = Some(span).filter(|span| *span != Span::default());
            let mut diagnostic = Diagnostic::error(code, message);
            diagnostic.span = span;
            self.told.push(diagnostic);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn text(&mut self, chunk: &Chunk, range: Range<usize>) {
        let span = chunk.span(range.start);
        let words: Vec<&str> = chunk
            .words()
            .into_iter()
            .filter(|word| word.start < range.end && word.end > range.start)
            .filter_map(|word| chunk.text.get(word))
            .collect();
        let mut excerpt: String = words.join(" ");
        if excerpt.chars().count() > 60 {
            excerpt = excerpt.chars().take(59).chain(['…']).collect();
        }
        self.add("lost-text", format!("text is missing or out of its place: “{excerpt}”"), span);
    }

    pub(super) fn finish(mut self) -> Diagnostics {
        if self.more > 0 {
            let message = format!("{}: {} more differences from the source", self.edition, self.more);
            self.told.push(Diagnostic::error("lost-text", message));
        }
        self.told
    }
}
