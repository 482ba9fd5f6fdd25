//! What the publication offers to those who read by ear, touch or large type: found out from the document, never assumed.

use super::book::{Book, every_block};
use crate::model::{BlockKind, Image, Inline, InlineKind, Row, visit_inlines};
use crate::resolve::Picture;

/// What is in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    images: usize,
    /// Pictures without alternative text.
    undescribed: usize,
    formulas: usize,
    /// Formulas that are shown as their source.
    unread: usize,
    tables: usize,
    /// Tables whose columns or rows have headers.
    headed: usize,
    notes: bool,
    headings: bool,
    pages: bool,
    /// The document names its language.
    language: bool,
    /// Pictures that may move, and so may flash.
    moving: bool,
}

impl Facts {
    pub(super) fn of(book: &Book<'_>) -> Self {
        let resolved = book.resolved;
        let mut facts = Self {
            language: resolved.metadata.lang.is_some(),
            notes: !resolved.notes.is_empty(),
            pages: book.page_targets().next().is_some(),
            ..Self::default()
        };
        resolved.metadata.title.iter().chain(&resolved.metadata.subtitle).for_each(|i| facts.inline(book, i));
        every_block(resolved, book.blocks, &mut |block| {
            match &block.kind {
                BlockKind::Figure(figure) => figure.images.iter().for_each(|image| facts.image(book, image)),
                BlockKind::Math(math) => facts.formula(resolved.formula(math).tree.is_some()),
                BlockKind::Table(table) => {
                    let heads = |row: &Row| row.cells.iter().any(|cell| cell.heads_row);
                    facts.tables += 1;
                    facts.headed += usize::from(!table.head.is_empty() || table.rows().any(heads));
                }
                BlockKind::Heading { .. } => facts.headings = true,
                _ => {}
            }
            for inlines in block.inline_sequences() {
                visit_inlines(inlines, &mut |inline| facts.inline(book, inline));
            }
        });
        facts
    }

    fn inline(&mut self, book: &Book<'_>, inline: &Inline) {
        match &inline.kind {
            InlineKind::Image(image) => self.image(book, image),
            InlineKind::Math(math) => self.formula(book.resolved.formula(math).tree.is_some()),
            _ => {}
        }
    }

    fn image(&mut self, book: &Book<'_>, image: &Image) {
        if let Picture::Asset(asset) = book.resolved.picture(image) {
            self.images += 1;
            self.undescribed += usize::from(image.alt.trim().is_empty());
            self.moving |= book.resolved.asset(*asset).may_move();
        }
    }

    fn formula(&mut self, read: bool) {
        self.formulas += 1;
        self.unread += usize::from(!read);
    }

    /// Everything can be had as text.
    fn textual(self) -> bool {
        self.undescribed == 0
    }

    /// Every demand of WCAG 2.2 AA that depends on the document and that a program can judge is met; the others are met by
    /// construction. A language that the document does not name is a guess (§3.1.1), and what moves may flash (§2.3.1).
    pub(super) fn conforms(self) -> bool {
        self.textual() && self.unread == 0 && self.language && !self.moving
    }

    /// `schema:` properties with their values (EPUB Accessibility 1.1 §2).
    pub(super) fn properties(self) -> Vec<(&'static str, String)> {
        let mut list = Vec::new();
        let mut add = |name, value: &str| list.push((name, value.to_owned()));
        add("schema:accessMode", "textual");
        if self.images > 0 {
            add("schema:accessMode", "visual");
        }
        if self.textual() {
            add("schema:accessModeSufficient", "textual");
        }
        if self.images > 0 {
            add("schema:accessModeSufficient", "textual,visual");
        }
        for (feature, present) in [
            ("alternativeText", self.images > 0 && self.undescribed == 0),
            ("ARIA", true),
            ("displayTransformability", true),
            ("MathML", self.formulas > self.unread),
            ("pageBreakMarkers", self.pages),
            ("pageNavigation", self.pages),
            ("readingOrder", true),
            ("structuralNavigation", self.headings),
            ("tableOfContents", true),
        ] {
            if present {
                add("schema:accessibilityFeature", feature);
            }
        }
        add("schema:accessibilityHazard", if self.moving { "unknown" } else { "none" });
        list
    }

    /// What a reader should know before buying, in plain words.
    pub(super) fn summary(self) -> String {
        let mut sentences =
            vec!["The text can be read aloud, enlarged and recoloured; its order is fixed and marked up"];
        if self.headings {
            sentences.push("Headings and the table of contents lead to every section");
        }
        if self.images > 0 {
            sentences.push(if self.undescribed == 0 {
                "All pictures have alternative texts"
            } else {
                "Some pictures have no alternative text"
            });
        }
        if self.formulas > 0 {
            sentences.push(if self.unread == 0 {
                "Formulas are in MathML"
            } else {
                "Formulas are in MathML, save some that are shown as LaTeX source"
            });
        }
        if self.tables > 0 && self.headed == self.tables {
            sentences.push("Tables have marked headers");
        }
        if self.notes {
            sentences.push("Notes are linked both ways");
        }
        if self.pages {
            sentences.push("Page numbers are those of the PDF edition");
        }
        sentences.join(". ") + "."
    }
}
