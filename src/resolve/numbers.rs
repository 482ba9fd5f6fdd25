//! Numbers of headings, figures, tables, listings and equations, and what refers to them.

use std::collections::HashMap;

use super::links::Anchors;
use super::resolved::{ContentsEntry, HeadingNumber, Label, LabelKind, ReferenceText};
use super::terms::{Term, Terms};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{Block, BlockId, BlockKind, CrossReference, Document, plain_text};

/// Every number in the document.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) labels: HashMap<BlockId, Label>,
    pub(super) headings: HashMap<BlockId, HeadingNumber>,
    pub(super) contents: Vec<ContentsEntry>,
}

/// Numbers everything; headings down to `depth` levels below the highest that occurs.
pub(super) fn number(document: &Document, depth: u8, terms: &Terms) -> Numbers {
    let top = top_level(document);
    let mut numbers = Numbers::default();
    let mut counters = [0_u64; 6];
    let (mut figures, mut tables, mut listings, mut equations) = (0, 0, 0, 0);
    document.visit(&mut |block| match &block.kind {
        BlockKind::Heading { level, content } => {
            let place = usize::from(level.saturating_sub(top));
            let unnumbered = block.attributes.has_class("unnumbered") || block.attributes.has_class("-");
            let number = (place < usize::from(depth) && !unnumbered).then(|| {
                if let Some(counter) = counters.get_mut(place) {
                    *counter += 1;
                }
                counters.iter_mut().skip(place + 1).for_each(|counter| *counter = 0);
                let parts = counters[..=place.min(5)].to_vec();
                let text = parts.iter().map(u64::to_string).collect::<Vec<_>>().join(".");
                HeadingNumber { parts, text }
            });
            if !block.attributes.has_class("unlisted") {
                numbers.contents.push(ContentsEntry {
                    id: block.id.clone(),
                    level: *level,
                    number: number.as_ref().map(|n| n.text.clone()),
                    text: plain_text(content),
                });
            }
            if let Some(number) = number {
                numbers.headings.insert(block.id.clone(), number);
            }
        }
        BlockKind::Figure(figure) if figure.caption.is_some() => {
            numbers.label(block, LabelKind::Figure, &mut figures, terms);
        }
        BlockKind::Table(table) if table.caption.is_some() => {
            numbers.label(block, LabelKind::Table, &mut tables, terms);
        }
        BlockKind::Code(code) if code.caption.is_some() => {
            numbers.label(block, LabelKind::Listing, &mut listings, terms);
        }
        BlockKind::Math(_) if block.attributes.id.is_some() => {
            numbers.label(block, LabelKind::Equation, &mut equations, terms);
        }
        _ => {}
    });
    numbers
}

/// The highest heading level in the body, 1 where there is none.
fn top_level(document: &Document) -> u8 {
    let mut top = 6;
    document.visit(&mut |block| {
        if let BlockKind::Heading { level, .. } = block.kind {
            top = top.min(level);
        }
    });
    top
}

impl Numbers {
    fn label(&mut self, block: &Block, kind: LabelKind, counter: &mut u64, terms: &Terms) {
        if block.attributes.has_class("unnumbered") {
            return;
        }
        *counter += 1;
        let number = counter.to_string();
        let text = match kind {
            LabelKind::Figure => terms.numbered(Term::Figure, &number),
            LabelKind::Table => terms.numbered(Term::Table, &number),
            LabelKind::Listing => terms.numbered(Term::Listing, &number),
            LabelKind::Equation => format!("({number})"),
        };
        self.labels.insert(block.id.clone(), Label { kind, number, text });
    }

    /// What a cross-reference shows.
    pub(super) fn refer(
        &self,
        reference: &CrossReference,
        span: Span,
        anchors: &Anchors,
        terms: &Terms,
        diagnostics: &mut Diagnostics,
    ) -> ReferenceText {
        let Some(id) = anchors.find(&reference.target, span.file) else {
            diagnostics.push(
                Diagnostic::warning("unknown-reference", format!("nothing has the id `{}`", reference.target))
                    .at(span)
                    .help(format!(
                        "give the figure, table, formula or heading that is meant the id `{{#{}}}`",
                        reference.target
                    )),
            );
            return ReferenceText { text: format!("@{}", reference.target), target: None };
        };
        let text = if let Some(label) = self.labels.get(id) {
            match (label.kind, reference.bare) {
                (_, true) => label.number.clone(),
                (LabelKind::Equation, false) => terms.numbered(Term::Equation, &label.number),
                (_, false) => label.text.clone(),
            }
        } else if let Some(heading) = self.headings.get(id) {
            if reference.bare { heading.text.clone() } else { terms.numbered(Term::Section, &heading.text) }
        } else if let Some(entry) = self.contents.iter().find(|entry| &entry.id == id) {
            entry.text.clone()
        } else {
            diagnostics.push(
                Diagnostic::warning(
                    "unnumbered-reference",
                    format!("`{}` has no number to refer to", reference.target),
                )
                .at(span)
                .help("give it a caption, or use an ordinary link"),
            );
            reference.target.clone()
        };
        ReferenceText { text, target: Some(id.clone()) }
    }
}
