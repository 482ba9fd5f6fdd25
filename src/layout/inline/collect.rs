//! Inlines of the model to text with styles, with an element of the structure for each that means something.

use std::sync::Arc;

use super::kana::is_square;
use super::{InlineLink, InlineMath, InlineRuby, Inlines, OBJECT, Object, ObjectKind, RunKind};
use crate::diagnostic::Span;
use crate::layout::page::{Artifact, Bounds, Content, ElementId, ElementKind, LinkTarget};
use crate::layout::structure::Structure;
use crate::model::{
    Attributes, BlockId, Direction, Extent, Image, Inline, InlineKind, Link, Math, NoteReference, Revision, Ruby,
    base_direction, code_direction, plain_text,
};
use crate::resolve::{Destination, NoteNumber, Picture, Resolved};
use crate::style::{Computed, Role, StyleSheet};

/// Collects the inlines of a block whose properties are `context`. Text directly in them belongs to `parent`; emphasis, links and
/// the like become children of it. The elements of pictures and formulas are made with empty bounds, for whoever places
/// them to fill in.
#[must_use]
#[expect(clippy::too_many_arguments, reason = "everything that inlines can refer to")]
pub fn collect(
    resolved: &Resolved,
    sheet: &StyleSheet,
    structure: &mut Structure,
    parent: ElementId,
    context: &Computed,
    lang: &str,
    inlines: &[Inline],
    _block: &BlockId,
) -> Inlines {
    let mut collector = Collector { resolved, sheet, structure, out: Inlines::default(), plain: 0, soft_break: None };
    let place =
        Place { style: Arc::new(context.clone()), element: parent, lang: Arc::from(lang), link: None, plain: true };
    collector.sequence(inlines, &place);
    collector.out
}

struct Collector<'a> {
    resolved: &'a Resolved,
    sheet: &'a StyleSheet,
    structure: &'a mut Structure,
    out: Inlines,
    /// Characters of the plain text so far.
    plain: usize,
    /// A line end of the source that is a space unless square characters stand on both sides of it.
    soft_break: Option<(Place, Span)>,
}

/// What the inlines around a place make of it.
#[derive(Clone)]
struct Place {
    style: Arc<Computed>,
    element: ElementId,
    lang: Arc<str>,
    link: Option<usize>,
    /// Whether the text is part of the plain text.
    plain: bool,
}

impl Collector<'_> {
    fn sequence(&mut self, inlines: &[Inline], place: &Place) {
        for inline in inlines {
            self.inline(inline, place);
        }
    }

    fn inline(&mut self, inline: &Inline, place: &Place) {
        let span = inline.span;
        match &inline.kind {
            InlineKind::Text(text) => self.text(text, place, RunKind::Text, span),
            InlineKind::Emphasis(content) => self.styled(&Role::Emphasis, ElementKind::Emphasis, content, place),
            InlineKind::Strong(content) => self.styled(&Role::Strong, ElementKind::Strong, content, place),
            InlineKind::Strikethrough(content) => self.styled(&Role::Strikethrough, ElementKind::Span, content, place),
            InlineKind::Superscript(content) => self.styled(&Role::Superscript, ElementKind::Span, content, place),
            InlineKind::Subscript(content) => self.styled(&Role::Subscript, ElementKind::Span, content, place),
            InlineKind::SmallCaps(content) => self.styled(&Role::SmallCaps, ElementKind::Span, content, place),
            InlineKind::Code { text, attributes } => self.code(text, attributes, place, span),
            InlineKind::Math(math) => self.math(math, place, span),
            InlineKind::Link(link) => self.link(link, place),
            InlineKind::Image(image) => self.image(image, place, span),
            InlineKind::NoteReference(reference) => self.note_reference(reference, place, span),
            InlineKind::CrossReference(reference) => {
                let shown = self.resolved.reference(reference);
                let inner = match &shown.target {
                    Some(target) => {
                        let target = LinkTarget::Block(target.clone());
                        self.linked(target, ElementKind::Link, shown.text.clone(), &Role::Link, place)
                    }
                    None => place.clone(),
                };
                // The plain text has the reference as written.
                let start = self.plain;
                self.text(&shown.text, &Place { plain: false, ..inner }, RunKind::Text, span);
                self.plain = start + if place.plain { reference.target.chars().count() + 1 } else { 0 };
            }
            InlineKind::Citation(citation) => self.text(&citation.source, place, RunKind::Text, span),
            InlineKind::Span { attributes, content } => {
                let inner = self.with_attributes(attributes, place);
                match attributes.direction() {
                    Some(direction) => self.isolated(direction, |own| own.sequence(content, &inner)),
                    None => self.sequence(content, &inner),
                }
            }
            InlineKind::Ruby(ruby) => self.ruby(ruby, place, span),
            InlineKind::LineBreak => {
                self.text(" ", place, RunKind::Text, span);
                self.out.forced_breaks.push(self.out.text.len());
            }
            InlineKind::SoftBreak => {
                self.flush_soft_break(None);
                self.soft_break = Some((place.clone(), span));
            }
            InlineKind::IndexMark(_) => {}
            InlineKind::Insertion(revision) => self.revision(revision, place, |style| style.underline = true, true),
            InlineKind::Deletion(revision) => self.revision(revision, place, |style| style.line_through = true, false),
            InlineKind::Comment(revision) => self.sequence(&revision.content, place),
        }
    }

    /// Adds the space that a line end of the source stands for, now that what follows is known.
    fn flush_soft_break(&mut self, next: Option<char>) {
        let Some((place, span)) = self.soft_break.take() else { return };
        let between = self.out.text.chars().next_back().is_some_and(is_square) && next.is_some_and(is_square);
        if !between {
            let plain = (self.plain, place.plain);
            let content = Content::Element(place.element);
            let Place { style, lang, link, .. } = &place;
            self.out.push_run(" ", style, content, lang, RunKind::Text, Some(span), *link, plain);
        }
        self.plain += usize::from(place.plain);
    }

    fn text(&mut self, text: &str, place: &Place, kind: RunKind, span: Span) {
        let Some(first) = text.chars().next() else { return };
        self.flush_soft_break(Some(first));
        let plain = (self.plain, place.plain);
        let content = Content::Element(place.element);
        self.out.push_run(text, &place.style, content, &place.lang, kind, Some(span), place.link, plain);
        self.plain += if place.plain { text.chars().count() } else { 0 };
    }

    /// The properties of a role inside others.
    fn over(&self, role: &Role, around: &Computed) -> Arc<Computed> {
        let mut style = self.sheet.compute(role, around);
        // What stands in raised text is raised with it.
        style.baseline_shift += around.baseline_shift;
        Arc::new(style)
    }

    fn inside(&mut self, role: &Role, kind: ElementKind, place: &Place) -> Place {
        let element = self.structure.add(kind, place.element, None);
        Place { style: self.over(role, &place.style), element, ..place.clone() }
    }

    fn styled(&mut self, role: &Role, kind: ElementKind, content: &[Inline], place: &Place) {
        let inner = self.inside(role, kind, place);
        self.sequence(content, &inner);
    }

    fn with_attributes(&mut self, attributes: &Attributes, place: &Place) -> Place {
        let mut inner = place.clone();
        if attributes.is_empty() {
            return inner;
        }
        inner.element = self.structure.add(ElementKind::Span, place.element, None);
        for class in &attributes.classes {
            inner.style = self.over(&Role::Class(class.clone()), &inner.style);
        }
        if attributes.has_class("abbr")
            && let Some(element) = self.structure.elements.get_mut(inner.element.0 as usize)
        {
            element.expansion = attributes.get("title").map(str::to_owned);
        }
        if let Some(lang) = attributes.lang() {
            inner.lang = Arc::from(lang);
            if let Some(element) = self.structure.elements.get_mut(inner.element.0 as usize) {
                element.lang = Some(Arc::clone(&inner.lang));
            }
        }
        inner
    }

    fn code(&mut self, text: &str, attributes: &Attributes, place: &Place, span: Span) {
        let mut inner = self.inside(&Role::Code, ElementKind::InlineCode, place);
        for class in &attributes.classes {
            inner.style = self.over(&Role::Class(class.clone()), &inner.style);
        }
        self.isolated(code_direction(text), |own| own.text(text, &inner, RunKind::Code, span));
    }

    /// What is added runs in a direction of its own.
    fn isolated(&mut self, direction: Direction, add: impl FnOnce(&mut Self)) {
        let place = self.out.isolates.len();
        let start = self.out.text.len();
        add(self);
        // A line end of the source before it is still outside.
        let added = self.out.text.get(start..).unwrap_or("");
        let start = start + added.len() - added.trim_start_matches(' ').len();
        if start < self.out.text.len() {
            self.out.isolates.insert(place, (start..self.out.text.len(), direction));
        }
    }

    fn math(&mut self, math: &Math, place: &Place, span: Span) {
        let kind = ElementKind::Formula(Bounds::default());
        let formula = self.resolved.formula(math);
        if formula.tree.is_some() {
            let element = self.structure.add(kind, place.element, None);
            self.set_alt(element, &math.latex);
            self.flush_soft_break(None);
            let set = InlineMath::new(formula.clone(), place.style.font_size);
            self.out.objects.push(Object { at: self.out.text.len(), kind: ObjectKind::Math(Arc::new(set)) });
            let start = self.plain;
            let inner = Place { element, plain: false, ..place.clone() };
            self.text(OBJECT.encode_utf8(&mut [0; 4]), &inner, RunKind::Mark, span);
            self.plain = start + if place.plain { math.latex.chars().count() } else { 0 };
            return;
        }
        let inner = self.inside(&Role::Code, kind, place);
        self.set_alt(inner.element, &math.latex);
        self.text(&math.latex, &inner, RunKind::Code, span);
    }

    /// Annotated text as one object. A base of more than a few letters has to be broken between lines, and has its annotation in
    /// parentheses.
    fn ruby(&mut self, ruby: &Ruby, place: &Place, span: Span) {
        const LONGEST: usize = 16;
        let square = ruby.base.chars().next_back().is_some_and(is_square);
        if ruby.base.chars().count() > LONGEST || ruby.annotation.chars().count() > 3 * LONGEST {
            self.text(&ruby.base, place, RunKind::Text, span);
            let (open, close) = if square { ("（", "）") } else { (" (", ")") };
            let annotation = format!("{open}{}{close}", ruby.annotation);
            return self.text(&annotation, &Place { plain: false, ..place.clone() }, RunKind::Text, span);
        }
        self.flush_soft_break(ruby.base.chars().next());
        let element = self.structure.add(ElementKind::Ruby, place.element, None);
        // What runs through the line runs through the object as a whole.
        let mut style = Computed { underline: false, line_through: false, background: None, ..(*place.style).clone() };
        let mut part = |kind, text: &str, style: &Computed| {
            let content = Content::Element(self.structure.add(kind, element, None));
            let mut inlines = Inlines::default();
            inlines.push(text, &Arc::new(style.clone()), content, &place.lang, RunKind::Mark, Some(span));
            inlines
        };
        let base = part(ElementKind::RubyBase, &ruby.base, &style);
        let own = Arc::new(style.clone());
        style.font_size = style.font_size / 2;
        let annotation = part(ElementKind::RubyText, &ruby.annotation, &style);
        let set = InlineRuby::new(base, annotation, square, own);
        self.out.objects.push(Object { at: self.out.text.len(), kind: ObjectKind::Ruby(Arc::new(set)) });
        let start = self.plain;
        let inner = Place { element, plain: false, ..place.clone() };
        self.text(OBJECT.encode_utf8(&mut [0; 4]), &inner, RunKind::Mark, span);
        self.plain = start + if place.plain { ruby.base.chars().count() } else { 0 };
    }

    fn set_alt(&mut self, element: ElementId, alt: &str) {
        if let Some(element) = self.structure.elements.get_mut(element.0 as usize) {
            element.alt = Some(alt.to_owned());
        }
    }

    /// A place inside a link of its own.
    fn linked(
        &mut self,
        target: LinkTarget,
        kind: ElementKind,
        description: String,
        role: &Role,
        place: &Place,
    ) -> Place {
        let mut inner = self.inside(role, kind, place);
        inner.link = Some(self.out.links.len());
        self.out.links.push(InlineLink { target, element: inner.element, description });
        inner
    }

    fn link(&mut self, link: &Link, place: &Place) {
        let target = match self.resolved.destination(link) {
            Destination::Internal(id) => LinkTarget::Block(id.clone()),
            Destination::External(url) => LinkTarget::Url(url.clone()),
            Destination::None => return self.sequence(&link.content, place),
        };
        let mut description = plain_text(&link.content);
        if !link.title.is_empty() {
            description = format!("{description} ({})", link.title);
        }
        if description.trim().is_empty() {
            description.clone_from(&link.target);
        }
        let mut inner = self.linked(target, ElementKind::Link, description, &Role::Link, place);
        for class in &link.attributes.classes {
            inner.style = self.over(&Role::Class(class.clone()), &inner.style);
        }
        self.sequence(&link.content, &inner);
    }

    fn note_reference(&mut self, reference: &NoteReference, place: &Place, span: Span) {
        self.flush_soft_break(None);
        let NoteNumber::Number { number, first } = self.resolved.note_number(reference) else {
            return self.text(
                &format!("[^{}]", reference.label),
                &Place { plain: false, ..place.clone() },
                RunKind::Mark,
                span,
            );
        };
        let at = self.out.text.len();
        if at > 0 {
            self.out.glued.push(at);
        }
        let text = number.to_string();
        let inner = match self.resolved.notes.get(number.saturating_sub(1)) {
            Some(note) => {
                let target = LinkTarget::Block(note.id.clone());
                self.linked(target, ElementKind::NoteReference, text.clone(), &Role::NoteReference, place)
            }
            None => self.inside(&Role::NoteReference, ElementKind::NoteReference, place),
        };
        if first {
            self.out.notes.push((at, number.saturating_sub(1)));
        }
        self.text(&text, &Place { plain: false, ..inner }, RunKind::Mark, span);
    }

    fn image(&mut self, image: &Image, place: &Place, span: Span) {
        let start = self.plain;
        let picture = self.resolved.picture(image);
        // What nothing is said of adorns the page, unless it is all that there is of a link.
        let adorns = image.alt.trim().is_empty() && place.link.is_none() && *picture != Picture::Missing;
        let mut inner = Place { plain: false, ..place.clone() };
        if !adorns {
            inner.element = self.structure.add(ElementKind::Figure(Bounds::default()), place.element, None);
            self.set_alt(inner.element, &image.alt);
        }
        match picture {
            Picture::Asset(id) => {
                let asset = self.resolved.asset(*id);
                let extent = |key| image.attributes.get(key).and_then(Extent::parse);
                self.flush_soft_break(None);
                let page = &self.sheet.page;
                self.out.objects.push(Object {
                    at: self.out.text.len(),
                    kind: ObjectKind::Image {
                        asset: *id,
                        width: extent("width"),
                        height: extent("height"),
                        natural: (asset.natural_width(), asset.natural_height()),
                        tallest: (page.height - page.margin_top - page.margin_bottom).ratio(9, 10),
                    },
                });
                let content =
                    if adorns { Content::Artifact(Artifact::Layout) } else { Content::Element(inner.element) };
                let (object, plain) = (OBJECT.to_string(), (self.plain, false));
                let Place { style, lang, link, .. } = &inner;
                self.out.push_run(&object, style, content, lang, RunKind::Mark, Some(span), *link, plain);
            }
            Picture::Missing => {
                let text = if image.alt.is_empty() {
                    format!("[{}]", image.target)
                } else {
                    format!("[{} — {}]", image.alt, image.target)
                };
                let direction = base_direction(&text, Direction::LeftToRight);
                self.isolated(direction, |own| own.text(&text, &inner, RunKind::Framed, span));
            }
        }
        self.plain = start + if place.plain { image.alt.chars().count() } else { 0 };
    }

    fn revision(&mut self, revision: &Revision, place: &Place, mark: impl FnOnce(&mut Computed), plain: bool) {
        let mut style = Computed::clone(&place.style);
        mark(&mut style);
        let element = self.structure.add(ElementKind::Span, place.element, None);
        let inner = Place { style: Arc::new(style), element, plain: place.plain && plain, ..place.clone() };
        self.sequence(&revision.content, &inner);
    }
}
