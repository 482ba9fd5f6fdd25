//! Pictures, figures, captions and formulas.

use super::{Writer, class_list};
use crate::epub::book::address;
use crate::epub::xml::{element, push_text, tag};
use crate::math::{self, mathml};
use crate::model::{Attributes, Block, BlockId, Caption, Extent, Figure, Image, Math};
use crate::resolve::Picture;
use crate::units::Length;

impl<'a> Writer<'a> {
    pub(super) fn figure(&mut self, block: &'a Block, figure: &'a Figure) {
        self.open("figure", &block.id, &block.attributes, "", self.direction);
        self.out.push('\n');
        let captioned = figure.caption.is_some() || self.book.resolved.label(&block.id).is_some();
        // A page begins with the pictures: captions stand below them.
        self.marks_before(&block.id);
        let several = figure.images.len() > 1;
        if several {
            self.out.push_str("<div class=\"pictures\">");
        }
        for image in &figure.images {
            self.image(image);
        }
        if several {
            self.close("div");
        }
        self.out.push('\n');
        if captioned {
            self.caption("figcaption", &block.id, figure.caption.as_ref(), false);
        }
        self.end("figure");
    }

    /// A caption with its number. Page marks count in captions of tables, but not in those of figures and code.
    pub(super) fn caption(&mut self, name: &str, id: &BlockId, caption: Option<&'a Caption>, marked: bool) {
        tag(&mut self.out, name).open();
        let label = self.book.resolved.label(id);
        if let Some(label) = label {
            tag(&mut self.out, "span").attr("class", "caption-label").text("span", &label.text);
        }
        if let Some(caption) = caption {
            if label.is_some() {
                self.out.push(' ');
            }
            if marked {
                self.leaf(id, &caption.content);
            } else {
                self.inlines(&caption.content);
            }
        }
        self.end(name);
    }

    /// A picture, or a frame with its alternative text and address where it could not be read.
    pub(super) fn image(&mut self, image: &Image) {
        let book = self.book;
        let path = match book.resolved.picture(image) {
            Picture::Asset(asset) => book.pictures.path(*asset),
            Picture::Missing => None,
        };
        let Some(path) = path else {
            tag(&mut self.out, "span").attr("class", "missing-picture").open();
            if !image.alt.is_empty() {
                push_text(&mut self.out, &image.alt);
                self.out.push(' ');
            }
            element(&mut self.out, "code", &image.target);
            return self.close("span");
        };
        let classes = class_list("", &image.attributes);
        let size = self.size(&image.attributes);
        tag(&mut self.out, "img")
            .attr("src", &address(&self.file.path, path, ""))
            .attr("alt", &image.alt)
            .unless_empty("class", &classes)
            .unless_empty("title", &image.title)
            .maybe("style", size.as_deref())
            .empty();
    }

    /// The size that the author gave, relative to the text.
    fn size(&self, attributes: &Attributes) -> Option<String> {
        let root = self.book.sheet.root().font_size.to_points().max(1.0);
        let length = |key| {
            attributes.get(key).and_then(Extent::parse).map(|extent| match extent {
                Extent::Points(points) => format!("{:.3}em", points / root),
                Extent::Share(share) => format!("{:.1}%", share * 100.0),
            })
        };
        match (length("width"), length("height")) {
            // The height follows from the width, or the picture would be distorted where the screen is too narrow for it.
            (Some(width), _) => Some(format!("width: {width}")),
            (None, Some(height)) if !height.ends_with('%') => Some(format!("height: {height}; width: auto")),
            (None, _) => None,
        }
    }

    pub(super) fn display_formula(&mut self, block: &'a Block, math: &'a Math) {
        self.marks_before(&block.id);
        let label = self.book.resolved.label(&block.id);
        let class = if label.is_some() { "math numbered" } else { "math" };
        self.open("div", &block.id, &block.attributes, class, self.direction);
        self.formula(math);
        if let Some(label) = label {
            tag(&mut self.out, "span").attr("class", "equation-number").text("span", &label.text);
        }
        self.end("div");
    }

    /// A formula in the line. One that may be wider than a narrow screen scrolls by itself, since no reading system breaks it.
    pub(super) fn inline_formula(&mut self, math: &Math) {
        const LONG: usize = 14;
        let em = Length::points(10);
        let formula = self.book.resolved.formula(math);
        // Short ones are not worth the measuring.
        let wide = formula.latex.len() > LONG
            && math::typeset(formula, em).is_some_and(|set| set.width > em * i64::try_from(LONG).unwrap_or(0));
        if wide {
            tag(&mut self.out, "span").attr("class", "scrolls").attr("tabindex", "0").open();
        }
        self.formula(math);
        if wide {
            self.close("span");
        }
    }

    /// A formula as MathML, or its source where it could not be read.
    pub(super) fn formula(&mut self, math: &Math) {
        let formula = self.book.resolved.formula(math);
        if formula.tree.is_some() {
            self.mathml = true;
            self.out.push_str(&mathml::write(formula));
        } else {
            tag(&mut self.out, "code").attr("class", "math").text("code", &math.latex);
        }
    }
}
