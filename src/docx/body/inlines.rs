//! Inlines as runs, links and fields.

use std::fmt::Write as _;

use super::Body;
use super::picture::Room;
use super::scripts::cut;
use super::stretches::stretches;
use crate::docx::element::{self, Piece};
use crate::docx::language::Language;
use crate::docx::names::Purpose;
use crate::docx::styles::{Context, Letters, RunLook};
use crate::docx::xml::escape;
use crate::model::{
    Attributes, CrossReference, Direction, Image, Inline, InlineKind, Link, Math, NoteReference, code_direction,
};
use crate::resolve::{Destination, NoteNumber};

/// What surrounds an inline.
#[derive(Clone)]
pub(super) struct Voice {
    /// What the letters are, outermost first.
    pub letters: Vec<Letters>,
    /// The letters of the paragraph.
    pub paragraph: RunLook,
    /// The language, where it is not the document's.
    pub lang: Option<String>,
    /// The direction of the paragraph.
    pub direction: Direction,
    /// Inside a link, where no other link may stand.
    pub linked: bool,
    /// Inside an insertion (`true`) or a deletion, by whom and when.
    pub revision: Option<(bool, String, String)>,
    /// Width of the text in twips.
    pub width: i32,
    /// Inside a footnote.
    pub note: bool,
}

impl Voice {
    /// The voice of a paragraph of that style.
    pub(super) fn new(body: &Body<'_>, style: &str, context: &Context, direction: Direction) -> Self {
        let paragraph = body.catalogue.get(style).map_or_else(|| context.run.clone(), |style| style.run.clone());
        Self {
            letters: Vec::new(),
            paragraph,
            lang: context.lang.clone(),
            direction,
            linked: false,
            revision: None,
            width: Body::width(context),
            note: context.note,
        }
    }

    pub(super) fn with(&self, letters: Letters) -> Self {
        let mut voice = self.clone();
        voice.letters.push(letters);
        voice
    }
}

impl Body<'_> {
    /// Inlines, one after another; the lines of the source that text stands on are no reason for a run to end.
    pub(super) fn inlines(&mut self, inlines: &[Inline], voice: &Voice) {
        let mut text = String::new();
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(more) => text.push_str(more),
                InlineKind::SoftBreak => text.push(' '),
                _ => {
                    self.text(&std::mem::take(&mut text), voice);
                    self.inline(inline, voice);
                }
            }
        }
        self.text(&text, voice);
    }

    fn inline(&mut self, inline: &Inline, voice: &Voice) {
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, voice),
            InlineKind::SoftBreak => self.text(" ", voice),
            InlineKind::Ruby(ruby) => self.ruby(ruby, voice),
            InlineKind::LineBreak => self.run(voice, [Piece::LineBreak]),
            InlineKind::Emphasis(content) => self.inlines(content, &voice.with(Letters::Emphasis)),
            InlineKind::Strong(content) => self.inlines(content, &voice.with(Letters::Strong)),
            InlineKind::Strikethrough(content) => self.inlines(content, &voice.with(Letters::Strikethrough)),
            InlineKind::Superscript(content) => self.inlines(content, &voice.with(Letters::Superscript)),
            InlineKind::Subscript(content) => self.inlines(content, &voice.with(Letters::Subscript)),
            InlineKind::SmallCaps(content) => self.inlines(content, &voice.with(Letters::SmallCaps)),
            InlineKind::Code { text, attributes } => {
                let voice = named(attributes, voice);
                self.text(text, &voice.with(Letters::Code));
            }
            InlineKind::Span { attributes, content } => self.inlines(content, &named(attributes, voice)),
            InlineKind::Math(math) => self.inline_math(math, voice),
            InlineKind::Link(link) => self.link(link, voice),
            InlineKind::Image(image) => self.inline_image(image, voice),
            InlineKind::NoteReference(reference) => self.note_reference(reference, voice),
            InlineKind::CrossReference(reference) => self.cross_reference(reference, voice),
            InlineKind::Citation(citation) => self.text(&citation.source, voice),
            InlineKind::IndexMark(term) => self.index_mark(term, voice),
            InlineKind::Insertion(revision) => self.revision(true, revision, voice),
            InlineKind::Deletion(revision) => self.revision(false, revision, voice),
            InlineKind::Comment(revision) => self.comment(revision, |body| body.inlines(&revision.content, voice)),
        }
    }

    /// Text as runs: one for each stretch of one direction and, where that matters, of one script.
    pub(super) fn text(&mut self, text: &str, voice: &Voice) {
        if text.is_empty() {
            return;
        }
        let style = self.catalogue.letters(&voice.letters, &voice.paragraph);
        self.note_face(text, style.as_deref(), voice);
        let deleted = voice.revision.as_ref().is_some_and(|r| !r.0);
        let around = if voice.letters.contains(&Letters::Code) { code_direction(text) } else { voice.direction };
        for (stretch, direction) in stretches(text, around) {
            for (stretch, letters) in self.by_script(stretch, style.as_deref(), voice) {
                let style = match letters {
                    Some(letters) => self.catalogue.letters(&voice.with(letters).letters, &voice.paragraph),
                    None => style.clone(),
                };
                self.styled_run(style.as_deref(), voice, direction, pieces(stretch, deleted));
            }
        }
    }

    pub(super) fn run<'p>(&mut self, voice: &Voice, pieces: impl IntoIterator<Item = Piece<'p>>) {
        let style = self.catalogue.letters(&voice.letters, &voice.paragraph);
        self.styled_run(style.as_deref(), voice, voice.direction, pieces);
    }

    fn styled_run<'p>(
        &mut self,
        style: Option<&str>,
        voice: &Voice,
        direction: Direction,
        pieces: impl IntoIterator<Item = Piece<'p>>,
    ) {
        let properties = run_properties(voice, direction);
        self.revised(voice, |body| element::run(style, &properties, pieces, &mut body.xml));
    }

    /// Remembers the face of the text, where fonts are to travel with the document.
    pub(super) fn note_face(&mut self, text: &str, style: Option<&str>, voice: &Voice) {
        let Some(mut fonts) = self.fonts.take() else { return };
        let own = style.and_then(|id| self.catalogue.get(id)).map(|style| &style.run);
        if let Some(family) = self.family(own, voice) {
            fonts.add(family, cut(own, voice), text);
        }
        self.fonts = Some(fonts);
    }

    /// A run written by hand, with the voice's properties in front of `content`.
    pub(super) fn raw_run(&mut self, voice: &Voice, style: Option<&str>, content: &str) {
        let style = style.map(str::to_owned).or_else(|| self.catalogue.letters(&voice.letters, &voice.paragraph));
        let style = style.map_or(String::new(), |id| format!("<w:rStyle w:val=\"{}\"/>", escape(&id)));
        let properties = run_properties(voice, voice.direction);
        self.revised(voice, |body| {
            let _ = write!(body.xml, "<w:r><w:rPr>{style}{properties}</w:rPr>{content}</w:r>");
        });
    }

    /// A field with its result filled in (ECMA-376 Part 1 §17.16.18).
    pub(super) fn field(&mut self, instruction: &str, voice: &Voice, result: impl FnOnce(&mut Self)) {
        let deleted = voice.revision.as_ref().is_some_and(|r| !r.0);
        let name = if deleted { "delInstrText" } else { "instrText" };
        self.raw_run(voice, None, "<w:fldChar w:fldCharType=\"begin\"/>");
        let code = format!("<w:{name} xml:space=\"preserve\"> {} </w:{name}>", escape(instruction));
        self.raw_run(voice, None, &code);
        self.raw_run(voice, None, "<w:fldChar w:fldCharType=\"separate\"/>");
        result(self);
        self.raw_run(voice, None, "<w:fldChar w:fldCharType=\"end\"/>");
    }

    fn link(&mut self, link: &Link, voice: &Voice) {
        let styled = named(&link.attributes, voice);
        if voice.linked {
            return self.inlines(&link.content, &styled);
        }
        let target = match self.resolved.destination(link) {
            Destination::Internal(id) => {
                format!("w:anchor=\"{}\"", self.names.bookmark(Purpose::Block, id))
            }
            Destination::External(url) => format!("r:id=\"{}\"", self.relationships.link(url)),
            Destination::None => return self.inlines(&link.content, &styled),
        };
        self.hyperlink(&target, &link.title, |body| {
            let mut inner = styled.with(Letters::Link);
            inner.linked = true;
            body.inlines(&link.content, &inner);
        });
    }

    /// `w:hyperlink` to `w:anchor="…"` or `r:id="…"`.
    pub(super) fn hyperlink(&mut self, target: &str, title: &str, content: impl FnOnce(&mut Self)) {
        let _ = write!(self.xml, "<w:hyperlink {target} w:history=\"1\"");
        if !title.is_empty() {
            // Word takes 260 characters.
            let title: String = title.chars().take(260).collect();
            let _ = write!(self.xml, " w:tooltip=\"{}\"", escape(&title));
        }
        self.xml.push('>');
        content(self);
        self.xml.push_str("</w:hyperlink>");
    }

    fn inline_math(&mut self, math: &Math, voice: &Voice) {
        let formula = self.resolved.formula(math);
        if formula.tree.is_some() {
            let omml = crate::math::omml::write(formula);
            self.xml.push_str(&omml);
        } else {
            self.latex(&formula.latex, voice);
        }
    }

    /// The source of a formula that could not be read.
    pub(super) fn latex(&mut self, latex: &str, voice: &Voice) {
        let deleted = voice.revision.as_ref().is_some_and(|r| !r.0);
        let properties = run_properties(voice, voice.direction);
        self.note_face(latex, Some("LaTeX"), voice);
        self.revised(voice, |body| element::run(Some("LaTeX"), &properties, pieces(latex, deleted), &mut body.xml));
    }

    fn inline_image(&mut self, image: &Image, voice: &Voice) {
        self.picture(image, Room { whole: voice.width, share: voice.width }, voice);
    }

    fn note_reference(&mut self, reference: &NoteReference, voice: &Voice) {
        match self.resolved.note_number(reference) {
            NoteNumber::Missing => self.text(&format!("[^{}]", reference.label), voice),
            NoteNumber::Number { number, .. } => self.note_mark(number, voice),
        }
    }

    fn cross_reference(&mut self, reference: &CrossReference, voice: &Voice) {
        let shown = self.resolved.reference(reference);
        let Some(target) = shown.target.as_ref() else { return self.text(&shown.text, voice) };
        if voice.linked {
            return self.text(&shown.text, voice);
        }
        if let Some(label) = self.resolved.label(target)
            && self.survey.captioned.contains(target)
        {
            let purpose = if shown.text == label.text { Purpose::Label } else { Purpose::Number };
            let cached = if purpose == Purpose::Label { label.text.as_str() } else { label.number.as_str() };
            if let Some(at) = shown.text.rfind(cached) {
                let name = self.names.bookmark(purpose, target);
                return self.reference(&format!("REF {name} \\h"), &shown.text, at, cached.len(), voice);
            }
        }
        if let Some(number) = self.resolved.heading_number(target)
            && let Some(at) = shown.text.rfind(number.text.as_str())
        {
            let name = self.names.bookmark(Purpose::Label, target);
            return self.reference(&format!("REF {name} \\r \\h"), &shown.text, at, number.text.len(), voice);
        }
        let anchor = format!("w:anchor=\"{}\"", self.names.bookmark(Purpose::Block, target));
        let mut inner = voice.clone();
        inner.linked = true;
        self.hyperlink(&anchor, "", |body| body.text(&shown.text, &inner));
    }

    /// Text of which the `length` bytes from `at` are what a field shows.
    fn reference(&mut self, instruction: &str, text: &str, at: usize, length: usize, voice: &Voice) {
        let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default();
        self.text(part(0..at), voice);
        self.field(instruction, voice, |body| body.text(part(at..at + length), voice));
        self.text(part(at + length..text.len()), voice);
    }

    /// `XE`: an entry for Word's index, which shows nothing.
    fn index_mark(&mut self, term: &str, voice: &Voice) {
        let term = term.replace(['"', '\\'], "");
        self.raw_run(voice, None, "<w:fldChar w:fldCharType=\"begin\"/>");
        let code = format!("<w:instrText xml:space=\"preserve\"> XE \"{}\" </w:instrText>", escape(&term));
        self.raw_run(voice, None, &code);
        self.raw_run(voice, None, "<w:fldChar w:fldCharType=\"end\"/>");
    }
}

/// The voice inside something with those classes and that language.
fn named(attributes: &Attributes, voice: &Voice) -> Voice {
    let mut voice = voice.clone();
    voice.letters.extend(attributes.classes.iter().cloned().map(Letters::Class));
    if let Some(lang) = attributes.lang() {
        voice.lang = Some(lang.to_owned());
    }
    voice
}

pub(super) fn run_properties(voice: &Voice, direction: Direction) -> String {
    let mut properties = String::new();
    if direction == Direction::RightToLeft {
        properties.push_str("<w:rtl/>");
    }
    if let Some(lang) = &voice.lang {
        properties.push_str(&Language::new(lang).run_property());
    }
    properties
}

/// Text with its tabs and line ends as elements.
pub(super) fn pieces(text: &str, deleted: bool) -> impl Iterator<Item = Piece<'_>> {
    text.split_inclusive(['\t', '\n']).flat_map(move |part| {
        let (text, end) = match part.as_bytes().last() {
            Some(b'\t') => (&part[..part.len() - 1], Some(Piece::Tab)),
            Some(b'\n') => (&part[..part.len() - 1], Some(Piece::LineBreak)),
            _ => (part, None),
        };
        let text = (!text.is_empty()).then_some(if deleted { Piece::Deleted(text) } else { Piece::Text(text) });
        text.into_iter().chain(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_and_line_ends_become_elements() {
        assert_eq!(
            format!("{:?}", pieces("a\tb\n", false).collect::<Vec<_>>()),
            "[Text(\"a\"), Tab, Text(\"b\"), LineBreak]"
        );
    }
}
