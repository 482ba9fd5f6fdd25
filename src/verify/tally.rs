//! Pictures, formulas and links, which are counted: their places show in the text around them.

use std::collections::{HashMap, HashSet};

use super::flow::Expected;
use super::report::Report;
use crate::diagnostic::Span;
use crate::readback::{Readback, Target, push_shown};

/// Pictures and formulas that were read and not yet asked for.
pub(super) struct Known {
    images: HashMap<String, usize>,
    /// Pictures in all, asked for or not.
    images_left: usize,
    formulas: HashMap<String, usize>,
    formulas_left: usize,
    /// Formulas of a format that does not keep the LaTeX.
    unnamed: bool,
}

impl Known {
    pub(super) fn new(read: &Readback) -> Self {
        let mut known =
            Self { images: HashMap::new(), images_left: 0, formulas: HashMap::new(), formulas_left: 0, unnamed: false };
        for stream in [&read.body, &read.notes] {
            for alt in &stream.images {
                *known.images.entry(shown(alt)).or_default() += 1;
                known.images_left += 1;
            }
            for latex in &stream.formulas {
                known.formulas_left += 1;
                match latex {
                    Some(latex) => *known.formulas.entry(shown(latex)).or_default() += 1,
                    None => known.unnamed = true,
                }
            }
        }
        known
    }

    pub(super) fn take_image(&mut self, alt: &str) -> bool {
        // A picture without alternative text may have been given one.
        let found = alt.is_empty() || take(&mut self.images, alt);
        let found = found && self.images_left > 0;
        self.images_left -= usize::from(found);
        found
    }

    pub(super) fn take_formula(&mut self, latex: &str) -> bool {
        let found = (take(&mut self.formulas, latex) || self.unnamed) && self.formulas_left > 0;
        self.formulas_left -= usize::from(found);
        found
    }

    /// Pictures and formulas that are expected, those with a name first.
    pub(super) fn rest(&mut self, expected: &Expected, report: &mut Report) {
        let (named, unnamed): (Vec<_>, Vec<_>) = expected.images.iter().partition(|(alt, _)| !alt.is_empty());
        for (alt, span) in named.into_iter().chain(unnamed) {
            if !self.take_image(alt) {
                report.add("lost-image", "a picture or its alternative text is missing".into(), *span);
            }
        }
        for (latex, span) in &expected.formulas {
            if !self.take_formula(latex) {
                report.add("lost-formula", "a formula or its source is missing".into(), *span);
            }
        }
    }
}

fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_shown(text, &mut out);
    out
}

fn take(counts: &mut HashMap<String, usize>, key: &str) -> bool {
    match counts.get_mut(key) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    }
}

pub(super) fn links(expected: &Expected, read: &Readback, report: &mut Report) {
    let mut external: HashMap<&str, usize> = HashMap::new();
    let mut internal: HashMap<&str, usize> = HashMap::new();
    // Where names of places are not those of the document, inner links can only be counted.
    let named: HashSet<&str> = read.anchors.iter().map(String::as_str).collect();
    let mut spare = 0_usize;
    for target in read.body.links.iter().chain(&read.notes.links) {
        match target {
            Target::External(url) => *external.entry(url).or_default() += 1,
            Target::Internal(name) => {
                if named.contains(name.as_str()) || name.is_empty() {
                    *internal.entry(name).or_default() += 1;
                    spare += 1;
                } else {
                    let span =
                        expected.links.iter().find(|(t, _)| t == target).map_or_else(Span::default, |(_, span)| *span);
                    report.add("lost-link", format!("a link leads to `{name}`, which is not there"), span);
                }
            }
        }
    }
    for (target, span) in &expected.links {
        match target {
            Target::External(url) => match external.get_mut(url.as_str()) {
                Some(count) if *count > 0 => *count -= 1,
                _ => report.add("lost-link", format!("a link to <{url}> is missing"), *span),
            },
            Target::Internal(id) => {
                let exact = match internal.get_mut(id.as_str()) {
                    Some(count) if *count > 0 => {
                        *count -= 1;
                        true
                    }
                    _ => false,
                };
                let renamed = !named.contains(id.as_str());
                if spare > 0 && (exact || renamed) {
                    spare -= 1;
                } else {
                    report.add("lost-link", format!("a link to `{id}` is missing"), *span);
                }
            }
        }
    }
}
