//! Captions that Word's own lists of figures and tables find, and labels that references can show.

use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::docx::names::Purpose;
use crate::docx::styles::Context;
use crate::model::{BlockId, Caption, plain_text};
use crate::resolve::{Label, LabelKind};

impl Body<'_> {
    /// A caption in Word's Caption style, above or below what it belongs to.
    pub(super) fn caption(&mut self, id: &BlockId, caption: &Caption, above: bool, context: &Context) {
        let style = self.catalogue.within(if above { "CaptionAbove" } else { "Caption" }, context);
        let direction = self.direction(&plain_text(&caption.content));
        let voice = Voice::new(self, &style, context, direction);
        let label = self.resolved.label(id).cloned();
        let name = self.names.bookmark(Purpose::Contents, id);
        self.paragraph(Paragraph { style: &style, direction, ..Paragraph::default() }, |body| {
            body.in_bookmark(&name, |body| {
                if let Some(label) = &label {
                    body.label(id, label, &voice);
                    if !caption.content.is_empty() {
                        body.text(": ", &voice);
                    }
                }
                body.inlines(&caption.content, &voice);
            });
        });
    }

    /// `Figure 3`, its number a field that counts (ECMA-376 Part 1 §17.16.5.56), with the bookmarks that references need.
    pub(super) fn label(&mut self, id: &BlockId, label: &Label, voice: &Voice) {
        let referenced = self.survey.referenced.contains(id);
        let at = label.text.rfind(label.number.as_str()).unwrap_or(label.text.len());
        let part = |range: std::ops::Range<usize>| label.text.get(range).unwrap_or_default();
        let behind = part((at + label.number.len()).min(label.text.len())..label.text.len());
        let content = |body: &mut Self| {
            body.text(part(0..at), voice);
            let number = |body: &mut Self| body.counter(label, voice);
            if referenced {
                body.bookmarked(Purpose::Number, id, number)
            } else {
                number(body)
            }
            body.text(behind, voice);
        };
        if referenced { self.bookmarked(Purpose::Label, id, content) } else { content(self) }
    }

    /// The number; one that begins with a chapter's keeps that as text and counts within the chapter.
    fn counter(&mut self, label: &Label, voice: &Voice) {
        let (chapter, number) = label.number.rsplit_once('.').map_or(("", label.number.as_str()), |(c, n)| (c, n));
        let kind = sequence(label.kind);
        if chapter.is_empty() {
            self.field(&format!("SEQ {kind} \\* ARABIC"), voice, |body| body.text(number, voice));
        } else {
            self.text(&format!("{chapter}."), voice);
            self.field(&format!("SEQ {kind} \\* ARABIC \\s 1"), voice, |body| body.text(number, voice));
        }
    }
}

/// The name of the sequence, by which lists of figures and tables find its captions.
pub(super) const fn sequence(kind: LabelKind) -> &'static str {
    match kind {
        LabelKind::Figure => "Figure",
        LabelKind::Table => "Table",
        LabelKind::Listing => "Listing",
        LabelKind::Equation => "Equation",
    }
}
