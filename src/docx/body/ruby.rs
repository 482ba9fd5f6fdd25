//! Ruby: Word's phonetic guides.

use std::fmt::Write;

use super::Body;
use super::inlines::{Voice, pieces, run_properties};
use crate::docx::element;
use crate::docx::xml::escape;
use crate::model::Ruby;

impl Body<'_> {
    /// `w:ruby` (ECMA-376 Part 1 §17.3.3.25): the annotation in half the size of its base, close above it.
    pub(super) fn ruby(&mut self, ruby: &Ruby, voice: &Voice) {
        let style = self.catalogue.letters(&voice.letters, &voice.paragraph);
        self.note_face(&ruby.base, style.as_deref(), voice);
        self.note_face(&ruby.annotation, style.as_deref(), voice);
        let deleted = voice.revision.as_ref().is_some_and(|r| !r.0);
        let own = run_properties(voice, voice.direction);
        let run = |properties: &str, text: &str| {
            let mut xml = String::new();
            element::run(style.as_deref(), properties, pieces(text, deleted), &mut xml);
            xml
        };
        // Sizes and the rise in half-points; an ideograph reaches 0.88 of its size above the baseline.
        let size = style.as_deref().and_then(|id| self.catalogue.get(id)).map_or(voice.paragraph.size, |s| s.run.size);
        let half = (size / 2).max(2);
        let lang = voice.lang.as_deref().unwrap_or(self.resolved.metadata.language());
        // No style says "half of the size around it", so Word too writes the size here.
        let above = run(&format!("<w:sz w:val=\"{half}\"/><w:szCs w:val=\"{half}\"/>{own}"), &ruby.annotation);
        let mut content = String::new();
        let _ = write!(
            content,
            "<w:ruby><w:rubyPr><w:rubyAlign w:val=\"center\"/><w:hps w:val=\"{half}\"/><w:hpsRaise w:val=\"{}\"/>\
             <w:hpsBaseText w:val=\"{size}\"/><w:lid w:val=\"{}\"/></w:rubyPr><w:rt>{above}</w:rt><w:rubyBase>{}</w:rubyBase></w:ruby>",
            size * 22 / 25,
            escape(lang),
            run(&own, &ruby.base),
        );
        self.raw_run(voice, None, &content);
    }
}
