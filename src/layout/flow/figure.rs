//! Figures, captions and displayed formulas.

use std::sync::Arc;

use super::{Context, Walk, generated, node};
use crate::diagnostic::Span;
use crate::layout::node::{Formula, Node, NodeKind, Picture};
use crate::layout::page::{Bounds, ElementKind};
use crate::model::{Block, BlockId, Extent, Figure, Image, Inline, Math, plain_text};
use crate::resolve;
use crate::style::{Break, Computed, Float, Role, TextAlign};
use crate::units::Length;

impl<'a> Walk<'a> {
    pub(super) fn figure(&mut self, figure: &'a Figure, block: &'a Block, context: &Context<'a>) -> Vec<Node> {
        let mut style = self.sheet.compute(&Role::Figure, &context.style);
        // What the author says of this one, or of the container around it, counts more than what the style does with all.
        let around = Some(context.style.float).filter(|float| *float != self.sheet.root().float);
        if let Some(float) = self.float_of_classes(block).or(around) {
            style.float = float;
        }
        style.break_inside = Break::Avoid;
        style.text_indent = Length::ZERO;
        let id = Some(&block.id);
        let all_missing = figure.images.iter().all(|image| *self.resolved.picture(image) == resolve::Picture::Missing);
        let caption_text = figure.caption.as_ref().map(|caption| plain_text(&caption.content));
        let decorative = figure.is_decorative();
        let kind =
            if all_missing || decorative { ElementKind::Container } else { ElementKind::Figure(Bounds::default()) };
        let element = self.element(kind, context, id);
        let single = figure.images.len() == 1;
        if !all_missing && !decorative {
            let alts: Vec<&str> = figure.images.iter().map(|i| i.alt.as_str()).filter(|alt| !alt.is_empty()).collect();
            let alt = if alts.is_empty() { caption_text.unwrap_or_default() } else { alts.join("; ") };
            self.set_alt(element, alt);
        }
        let inside = Context { parent: element, style: Arc::new(style.inherited()), ..context.clone() };
        let mut nodes = Vec::new();
        let mut pictures = Vec::new();
        for image in &figure.images {
            match self.resolved.picture(image) {
                resolve::Picture::Asset(asset) => {
                    let data = self.resolved.asset(*asset);
                    let own = if decorative {
                        None
                    } else if single || image.alt.is_empty() {
                        Some(element)
                    } else {
                        let own = self.element(ElementKind::Figure(Bounds::default()), &inside, None);
                        self.set_alt(own, image.alt.clone());
                        Some(own)
                    };
                    pictures.push(Picture {
                        asset: *asset,
                        element: own,
                        width: data.natural_width(),
                        height: data.natural_height(),
                        wanted_width: image.attributes.get("width").and_then(Extent::parse),
                        wanted_height: image.attributes.get("height").and_then(Extent::parse),
                    });
                }
                resolve::Picture::Missing => nodes.push(self.placeholder(image, &inside)),
            }
        }
        if !pictures.is_empty() {
            let kind = NodeKind::Pictures(pictures);
            nodes.insert(0, node(kind, Computed { text_align: style.text_align, ..style.inherited() }));
        }
        if let Some(caption) = &figure.caption {
            for picture in &mut nodes {
                picture.style = Arc::new(Computed { keep_with_next: true, ..(*picture.style).clone() });
            }
            nodes.push(self.caption(&caption.content, caption.span, &block.id, &inside));
        }
        // Only what has a caption can be found again away from its text.
        let floats = figure.caption.is_some() && style.float != Float::None;
        let mut figure = super::group(nodes, style);
        if let NodeKind::Group(nodes) = &mut figure.kind
            && floats
        {
            figure.kind = NodeKind::Float(std::mem::take(nodes));
        }
        vec![figure]
    }

    /// Where the author sends this one figure, whatever the style does with figures.
    fn float_of_classes(&self, block: &Block) -> Option<Float> {
        let classes = block.attributes.classes.iter().rev();
        classes.filter_map(|class| self.sheet.declarations(&Role::Class(class.clone()))?.float).next()
    }

    /// What stands in place of a picture that could not be read: its alternative text and its address in a frame.
    fn placeholder(&mut self, image: &Image, context: &Context<'a>) -> Node {
        let text = match (image.alt.is_empty(), image.target.is_empty()) {
            (true, _) => image.target.clone(),
            (false, true) => image.alt.clone(),
            (false, false) => format!("{} ({})", image.alt, image.target),
        };
        let mut style = context.style.inherited();
        style.text_align = TextAlign::Center;
        style.hyphens = false;
        let paragraph =
            self.text(ElementKind::Paragraph, &[generated(&text, image.span)], style.clone(), context, None);
        let rule = Some(crate::style::Border { width: Length::points(1).ratio(1, 2), color: style.color });
        style.border = crate::style::Edges { top: rule, right: rule, bottom: rule, left: rule };
        let padding = style.font_size;
        style.padding = crate::style::Edges { top: padding, right: padding, bottom: padding, left: padding };
        super::group(vec![paragraph], style)
    }

    /// A caption with its number.
    pub(super) fn caption(&mut self, content: &[Inline], span: Span, block: &BlockId, context: &Context<'a>) -> Node {
        let style = self.sheet.compute(&Role::Caption, &context.style);
        let mut numbered = Vec::new();
        if let Some(label) = self.resolved.label(block) {
            let separator = if content.is_empty() { "" } else { ": " };
            numbered.push(generated(&format!("{}{separator}", label.text), span));
        }
        numbered.extend_from_slice(content);
        self.text(ElementKind::Caption, &numbered, style, context, None)
    }

    pub(super) fn formula(&mut self, math: &'a Math, block: &'a Block, context: &Context<'a>) -> Node {
        let mut style = self.sheet.compute(&Role::Math, &context.style);
        style.text_indent = Length::ZERO;
        let formula = self.resolved.formula(math);
        let element = if formula.tree.is_some() {
            let element = self.element(ElementKind::Formula(Bounds::default()), context, Some(&block.id));
            self.set_alt(element, formula.latex.clone());
            element
        } else {
            self.element(ElementKind::Code, context, Some(&block.id))
        };
        let source = formula.tree.is_none().then(|| {
            let code = Computed { text_align: TextAlign::Center, ..self.sheet.compute(&Role::Code, &style) };
            self.inlines(element, &[generated(&math.latex, math.span)], &code, context.lang, Some(&block.id))
        });
        let number = self.resolved.label(&block.id).map(|label| {
            let element = self.element(ElementKind::Paragraph, context, None);
            let own = Computed { text_align: TextAlign::End, ..style.inherited() };
            self.inlines(element, &[generated(&label.text, block.span)], &own, context.lang, None)
        });
        node(NodeKind::Formula(Box::new(Formula { math: math.clone(), element, number, source })), style)
    }

    pub(super) fn set_alt(&mut self, element: crate::layout::page::ElementId, alt: String) {
        if let Some(element) = self.structure.elements.get_mut(element.0 as usize) {
            element.alt = Some(alt);
        }
    }
}
