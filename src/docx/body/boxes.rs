//! Callouts and other boxes: tables of one cell, since Word draws one box only around paragraphs of the same indents, and
//! joins neighbours that are alike.

use std::fmt::Write as _;

use super::grid::Grid;
use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::docx::styles::built_in::callout_identity;
use crate::docx::styles::{Context, twips};
use crate::model::{Block, CalloutKind, Inline};
use crate::resolve::Term;
use crate::style::{Computed, Role};

impl Body<'_> {
    pub(super) fn callout(&mut self, kind: CalloutKind, title: Option<&[Inline]>, blocks: &[Block], context: &Context) {
        let (id, name) = callout_identity(kind);
        let look = self.catalogue.sheet.role(&Role::Callout(kind));
        let table = self.catalogue.boxed(&id, &name, &look);
        self.boxed(&table, &id, &name, &look, context, |body, inner| {
            let style = body.catalogue.within(&format!("{id}Title"), inner);
            match title {
                Some(title) => body.text_paragraph(&style, None, title, inner),
                None => {
                    let direction = body.language.direction();
                    let voice = Voice::new(body, &style, inner, direction);
                    let text = body.resolved.terms.get(Term::Callout(kind));
                    body.paragraph(Paragraph { style: &style, direction, ..Paragraph::default() }, |body| {
                        body.text(text, &voice);
                    });
                }
            }
            body.blocks(blocks, inner);
        });
    }

    /// A box around blocks in that table style. `text` is the style of the paragraphs in it.
    fn boxed(
        &mut self,
        table: &str,
        text: &str,
        path: &str,
        look: &Computed,
        context: &Context,
        content: impl FnOnce(&mut Self, &Context),
    ) {
        let left = context.left + twips(look.margin.left);
        let width = (Self::width(context) - twips(look.margin.left + look.margin.right)).max(720);
        self.open_table(&Grid { style: table, left, widths: &[width], ..Grid::default() }, context);
        let _ = write!(self.xml, "<w:tr><w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>");
        let run = self.catalogue.get(text).map_or_else(|| context.run.clone(), |style| style.run.clone());
        // Letters like those of the body need no styles of their own.
        let plain = context.path.is_empty() && run == self.catalogue.body().run;
        let path = if plain { String::new() } else { format!("{} {path}", context.path).trim().to_owned() };
        let inside = width - twips(look.padding.left + look.padding.right);
        let inner = context.inside_cell(text.to_owned(), path, run, inside);
        content(self, &inner);
        self.xml.push_str("</w:tc></w:tr></w:tbl>");
    }

    pub(super) fn container(&mut self, block: &Block, blocks: &[Block], context: &Context) {
        let Some(class) = self.container_class(block) else { return self.blocks(blocks, context) };
        let style = self.catalogue.class(class);
        if self.box_class(block).is_none() {
            let inner = self.enter(&style, class, context);
            return self.blocks(blocks, &inner);
        }
        let look = self.catalogue.sheet.role(&Role::Class(class.clone()));
        let table = self.catalogue.boxed(&style, class, &look);
        let inside = self.catalogue.variant(&style, "in a box", |p| {
            (p.before, p.left, p.right, p.after) = (0, 0, 0, p.line / 3);
            (p.rules, p.shade) = ([None; 4], None);
        });
        self.boxed(&table, &inside, class, &look, context, |body, inner| body.blocks(blocks, inner));
    }

    /// The class that makes a container a box: one with rules or a ground.
    pub(super) fn box_class<'b>(&self, block: &'b Block) -> Option<&'b String> {
        let class = self.container_class(block)?;
        let look = self.catalogue.sheet.role(&Role::Class(class.clone()));
        let border = &look.border;
        let ruled = [border.top, border.right, border.bottom, border.left].iter().any(Option::is_some);
        (ruled || look.background.is_some()).then_some(class)
    }

    /// The class that a container is styled by: the first that the sheet knows, else the first.
    fn container_class<'b>(&self, block: &'b Block) -> Option<&'b String> {
        let sheet = self.catalogue.sheet;
        let known = |class: &&String| sheet.declarations(&Role::Class((*class).clone())).is_some();
        let classes = &block.attributes.classes;
        classes.iter().find(known).or_else(|| classes.first())
    }
}
