//! How wide the longest word of a cell is: Word breaks a word in the middle where its column is narrower.

use super::Body;
use crate::model::{Cell, Inline, InlineKind, plain_text, visit_blocks};
use crate::style::{Computed, FontStyle, Role};

/// Measures words in points, one letter after another.
struct Meter {
    /// The word so far, the longest, and the line so far, in points.
    word: f64,
    longest: f64,
    line: f64,
}

/// Widths in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Extent {
    /// Of the longest word.
    pub word: f64,
    /// Of the longest paragraph on one line.
    pub line: f64,
}

impl Body<'_> {
    /// The extent of a cell's text in letters of that look.
    pub(super) fn extent(&self, cell: &Cell, look: &Computed) -> Extent {
        let mut extent = Extent::default();
        visit_blocks(&cell.blocks, &mut |block| {
            for sequence in block.inline_sequences() {
                let mut meter = Meter { word: 0.0, longest: 0.0, line: 0.0 };
                self.measure(sequence, look, &mut meter);
                extent.word = extent.word.max(meter.longest);
                extent.line = extent.line.max(meter.line);
            }
        });
        extent
    }

    fn measure(&self, inlines: &[Inline], look: &Computed, meter: &mut Meter) {
        let sheet = self.catalogue.sheet;
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => self.letters_of(text, look, meter),
                InlineKind::Code { text, .. } => self.letters_of(text, &sheet.compute(&Role::Code, look), meter),
                InlineKind::SoftBreak => self.letters_of(" ", look, meter),
                InlineKind::Ruby(ruby) => self.letters_of(&ruby.base, look, meter),
                InlineKind::LineBreak => meter.word = 0.0,
                InlineKind::Emphasis(content) => self.measure(content, &sheet.compute(&Role::Emphasis, look), meter),
                InlineKind::Strong(content) => self.measure(content, &sheet.compute(&Role::Strong, look), meter),
                InlineKind::NoteReference(_) => meter.add(look.font_size.to_points() / 2.0),
                InlineKind::CrossReference(reference) => {
                    self.letters_of(&self.resolved.reference(reference).text, look, meter);
                }
                InlineKind::Citation(citation) => self.letters_of(&citation.source, look, meter),
                InlineKind::Strikethrough(_)
                | InlineKind::Superscript(_)
                | InlineKind::Subscript(_)
                | InlineKind::SmallCaps(_)
                | InlineKind::Span { .. }
                | InlineKind::Link(_)
                | InlineKind::Insertion(_)
                | InlineKind::Deletion(_)
                | InlineKind::Comment(_) => self.measure(inline.children(), look, meter),
                // Formulas and pictures have no letters: about as wide as their source is long.
                InlineKind::Math(_) | InlineKind::Image(_) => {
                    let letters = plain_text(std::slice::from_ref(inline)).chars().count().min(20);
                    let letters = u32::try_from(letters).unwrap_or(20);
                    meter.add(look.font_size.to_points() * f64::from(letters) / 3.0);
                }
                InlineKind::IndexMark(_) => {}
            }
        }
    }

    fn letters_of(&self, text: &str, look: &Computed, meter: &mut Meter) {
        let slant = if look.font_style == FontStyle::Italic { FontStyle::Italic } else { FontStyle::Normal };
        // A library may have no face at all.
        let face = (!self.library.faces().is_empty())
            .then(|| self.library.face(self.library.select(&look.font_family, look.font_weight, slant)));
        let size = look.font_size.to_points();
        for c in text.chars() {
            let known = face.filter(|face| face.covers(c));
            let wide = known.is_none() && is_ideographic(c);
            let width = match known {
                Some(face) => f64::from(face.advance(c)) * size / f64::from(face.units_per_em),
                None if wide => size,
                None => size * 0.55,
            };
            meter.add(width + look.letter_spacing.to_points());
            // Where Word may break a line: at spaces, behind hyphens and dashes, beside ideographs.
            if (c.is_whitespace() && c != '\u{A0}') || wide || matches!(c, '-' | '–' | '—' | '\u{200B}') {
                meter.word = 0.0;
            }
        }
    }
}

impl Meter {
    fn add(&mut self, width: f64) {
        self.word += width;
        self.line += width;
        self.longest = self.longest.max(self.word);
    }
}

/// Whether lines may break on both sides of the character.
fn is_ideographic(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{20000}'..='\u{3FFFF}')
}
