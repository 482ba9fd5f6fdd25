//! Drop caps as Word makes them: the letter is a paragraph of its own, in a frame that the next one runs around.

use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::docx::element;
use crate::docx::names::Purpose;
use crate::docx::styles::Initial;
use crate::model::{BlockId, Direction, Inline, InlineKind};
use crate::resolve::{DROP_CAP_LINES, initial};
use crate::style::FontStyle;

impl Body<'_> {
    /// What a paragraph of that style begins with in a frame, with the style of that, and the rest of it; nothing where the
    /// style is not ours to fit the letter to, or where lines run from right to left.
    pub(super) fn drop_cap(
        &mut self,
        style: &str,
        block: Option<&BlockId>,
        content: &[Inline],
        direction: Direction,
    ) -> Option<DropCap> {
        let wanted = block.is_some_and(|block| self.resolved.begins_with_drop_cap(block));
        if !wanted || self.house.is_some() || direction == Direction::RightToLeft {
            return None;
        }
        let Some(Inline { kind: InlineKind::Text(text), .. }) = content.first() else { return None };
        let letter = initial(text)?.to_owned();
        let behind = text.strip_prefix(&letter)?.to_owned();
        let own = &self.catalogue.get(style)?.run;
        let families = own.family.as_slice();
        let slant = if own.italic { FontStyle::Italic } else { FontStyle::Normal };
        let face = self.library.face(self.library.select(families, if own.bold { 700 } else { 400 }, slant));
        let metrics = Initial {
            lines: DROP_CAP_LINES,
            capitals: i64::from(face.cap_height),
            ascender: i64::from(face.ascender),
            descender: i64::from(-face.descender),
            units_per_em: i64::from(face.units_per_em),
        };
        // A twelfth of an em, as on paper; an em has ten twips for each half-point.
        let gap = i32::try_from(own.size * 10 / 12).unwrap_or(0).max(1);
        let style = self.catalogue.initial(style, metrics)?;
        let mut rest = content.to_vec();
        if let Some(Inline { kind: InlineKind::Text(text), .. }) = rest.first_mut() {
            *text = behind;
        }
        Some(DropCap { style, letter, gap, rest })
    }

    /// A paragraph that begins so. Its bookmark is around both paragraphs that it is to Word.
    pub(super) fn dropped(&mut self, cap: &DropCap, paragraph: Paragraph<'_>, block: &BlockId, voice: &Voice) {
        element::open_drop_cap(&cap.style, DROP_CAP_LINES, cap.gap, &mut self.xml);
        self.bookmarked(Purpose::Block, block, |body| {
            body.text(&cap.letter, voice);
            body.xml.push_str("</w:p>");
            body.open(paragraph);
            body.inlines(&cap.rest, voice);
        });
        self.xml.push_str("</w:p>");
    }
}

/// A paragraph that begins with a drop cap, in two.
pub(super) struct DropCap {
    /// The style of the letter's paragraph.
    style: String,
    /// The letter, with the marks that belong to it.
    letter: String,
    /// Twips between it and the text.
    gap: i32,
    /// What stands behind it.
    rest: Vec<Inline>,
}
