//! Blocks, one after another.

use std::fmt::Write as _;

use super::code::is_uncaptioned_code;
use super::inlines::Voice;
use super::scripts::is_in_east_asian;
use super::{Body, Paragraph};
use crate::docx::element::Piece;
use crate::docx::names::Purpose;
use crate::docx::styles::{Context, twips};
use crate::model::{Block, BlockId, BlockKind, DefinitionItem, Direction, Inline, Math, plain_text};
use crate::resolve::{letters_of_indent, with_small_capitals};
use crate::style::Role;

/// The least space around tables, in twips.
const SPACER: i32 = 120;

impl Body<'_> {
    /// Blocks, with what their neighbours ask of them: the first paragraph after something else, space around tables.
    pub(super) fn blocks(&mut self, blocks: &[Block], context: &Context) {
        let mut before: Option<&Block> = None;
        for (place, block) in blocks.iter().enumerate() {
            let mut inner = context.clone();
            inner.follows = place > 0;
            inner.ends_list = context.ends_list && place + 1 == blocks.len();
            if let Some(lang) = block.attributes.lang() {
                inner.lang = Some(lang.to_owned());
            }
            self.turn_ahead(blocks.get(place..).unwrap_or_default(), &inner);
            let space = before.and_then(|before| self.table_space(before)).map(|(_, below)| below);
            let plain = matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Heading { .. });
            // Word joins the grounds of two blocks of code, too.
            let code = |block: &Block| matches!(block.kind, BlockKind::Code(_) | BlockKind::Raw { .. });
            let joined = before.is_some_and(code) && is_uncaptioned_code(&block.kind);
            // A paragraph before a table leaves the space above it, what else stands there may leave too little.
            let above =
                self.table_space(block).filter(|_| before.is_some_and(|b| !matches!(b.kind, BlockKind::Paragraph(_))));
            let close = above.is_some_and(|(above, _)| self.after + SPACER / 2 < above);
            if joined && !self.at_section_start() {
                self.paragraph(Paragraph { style: "BetweenCode", ..Paragraph::default() }, |_| {});
                self.after = self.catalogue.gap();
            } else if ((space.is_some() && !plain) || close) && !self.at_section_start() {
                self.spacer();
            }
            inner.behind_code = joined;
            let around = self.asked;
            self.asked = block.attributes.direction().or(around);
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    let first = !matches!(before.map(|b| &b.kind), Some(BlockKind::Paragraph(_)));
                    let mut style = self.text_style(block, &inner, first);
                    if inner.grouped {
                        let next = matches!(blocks.get(place + 1).map(|b| &b.kind), Some(BlockKind::Paragraph(_)));
                        style = self.between(style, place > 0 && !first, next);
                    }
                    style = match self.resolved.letters_of_indent(&block.id) {
                        Some(letters) => self.catalogue.indented(&style, letters),
                        None if letters_of_indent(self.resolved.metadata.language()).is_some() => {
                            self.catalogue.indented_as_declared(&style)
                        }
                        None => style,
                    };
                    if let Some(space) = space {
                        style = self.catalogue.variant(&style, "after table", |p| p.before = p.before.max(space));
                    }
                    if let Some((above, _)) = blocks.get(place + 1).and_then(|next| self.table_space(next)) {
                        style = self.catalogue.variant(&style, "before table", |p| p.after = p.after.max(above));
                    }
                    self.text_paragraph(&style, Some(&block.id), content, &inner);
                }
                _ => {
                    self.block(block, &inner);
                }
            }
            self.asked = around;
            before = Some(block);
        }
        // A cell, a note and a section must not end in a table.
        if before.is_some_and(|before| self.table_space(before).is_some()) && !self.at_section_start() {
            self.spacer();
        }
    }

    /// The space above and below a block that is a table to Word, which has none of its own; `None` for other blocks.
    fn table_space(&self, block: &Block) -> Option<(i32, i32)> {
        let role = match &block.kind {
            BlockKind::Table(_) => Role::Table,
            BlockKind::Callout { kind, .. } => Role::Callout(*kind),
            BlockKind::Container(_) => self.box_class(block).map(|class| Role::Class(class.clone()))?,
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Quote(_)
            | BlockKind::List(_)
            | BlockKind::Definitions(_)
            | BlockKind::Code(_)
            | BlockKind::Figure(_)
            | BlockKind::Math(_)
            | BlockKind::ThematicBreak
            | BlockKind::PageBreak
            | BlockKind::Raw { .. }
            | BlockKind::Contents(_) => return None,
        };
        let margin = self.catalogue.sheet.role(&role).margin;
        // The caption above a table has its own space.
        let captioned = matches!(&block.kind, BlockKind::Table(table) if table.caption.is_some());
        let above = if captioned { 0 } else { twips(margin.top).max(SPACER) };
        Some((above, twips(margin.bottom).max(SPACER)))
    }

    /// The small paragraph behind a table.
    pub(super) fn spacer(&mut self) {
        self.paragraph(Paragraph { style: "AfterTable", ..Paragraph::default() }, |_| {});
    }

    fn text_style(&mut self, block: &Block, context: &Context, first: bool) -> String {
        match block.attributes.classes.first() {
            Some(class) => {
                let class = self.catalogue.class(class);
                self.catalogue.within(&class, context)
            }
            None if first && context.text == "BodyText" => "FirstParagraph".into(),
            None => context.text.clone(),
        }
    }

    /// The style of a paragraph that has another of the same group before it or behind it: what parts them is what parts
    /// those of text, space or an indent.
    fn between(&mut self, mut style: String, before: bool, behind: bool) -> String {
        let gap = self.catalogue.gap();
        let indent = self.catalogue.get("BodyText").map_or(0, |style| style.paragraph.first_line);
        let aside = self.catalogue.get(&style).is_some_and(|style| !style.paragraph.align.is_set_apart());
        if before && aside && gap == 0 && indent > 0 {
            style = self.catalogue.variant(&style, "going on", |p| p.first_line = indent);
        } else if before && gap > 0 {
            style = self.catalogue.variant(&style, "going on", |p| p.before = 0);
        }
        if gap > 0 && behind {
            style = self.catalogue.variant(&style, "to go on", |p| p.after = gap);
        }
        style
    }

    /// The style with the space above that it has behind text, where what stands before it leaves less than text does.
    pub(super) fn spaced(&mut self, style: String) -> String {
        let lack = (self.catalogue.gap() - self.after) / 20;
        if lack < 2 {
            return style;
        }
        self.catalogue.variant(&style, &format!("{lack} pt more above"), |p| p.before += lack * 20)
    }

    /// A paragraph of text.
    pub(super) fn text_paragraph(
        &mut self,
        style: &str,
        block: Option<&BlockId>,
        content: &[Inline],
        context: &Context,
    ) {
        let style = if context.ends_list { self.list_end(style) } else { style.to_owned() };
        // Word has no properties for the first line of a paragraph.
        let opening = block.filter(|block| self.resolved.begins_with_small_capitals(block));
        let opening = opening.map(|_| with_small_capitals(content));
        let content = opening.as_deref().unwrap_or(content);
        let direction = self.direction(&plain_text(content));
        let voice = Voice::new(self, &style, context, direction);
        let paragraph = Paragraph { style: &style, block, direction, numbering: None };
        match (self.drop_cap(&style, block, content, direction), block) {
            (Some(cap), Some(block)) => self.dropped(&cap, paragraph, block, &voice),
            _ => self.paragraph(paragraph, |body| body.inlines(content, &voice)),
        }
    }

    fn block(&mut self, block: &Block, context: &Context) {
        match &block.kind {
            BlockKind::Paragraph(content) => {
                self.text_paragraph(&context.text.clone(), Some(&block.id), content, context);
            }
            BlockKind::Heading { level, content } => self.heading(block, *level, content, context),
            BlockKind::Quote(blocks) => {
                let inner = self.enter("Quote", "Quote", context);
                self.group(&block.id, |body| body.blocks(blocks, &inner));
            }
            BlockKind::List(list) => self.group(&block.id, |body| body.list(list, context)),
            BlockKind::Definitions(items) => self.group(&block.id, |body| body.definitions(items, context)),
            BlockKind::Code(code) => self.code(block, code, context),
            BlockKind::Table(table) => self.table(block, table, context),
            BlockKind::Figure(figure) => self.figure(block, figure, context),
            BlockKind::Math(math) => self.display_math(block, math, context),
            BlockKind::Callout { kind, title, blocks } => {
                self.group(&block.id, |body| body.callout(*kind, title.as_deref(), blocks, context));
            }
            BlockKind::Container(blocks) => self.group(&block.id, |body| body.container(block, blocks, context)),
            BlockKind::ThematicBreak => self.empty("ThematicBreak", block, context),
            BlockKind::PageBreak => self.page_break(&block.id),
            BlockKind::Raw { format: _, text } => {
                let style = self.code_style(context);
                self.code_text(&style, &block.id, "", text, &[], context);
            }
            BlockKind::Contents(kind) => self.contents(block, *kind),
        }
    }

    /// Blocks inside the bookmark of the block that holds them.
    fn group(&mut self, id: &BlockId, content: impl FnOnce(&mut Self)) {
        self.bookmarked(Purpose::Block, id, content);
    }

    /// The context inside a box whose paragraphs have that style.
    pub(super) fn enter(&mut self, base: &str, path: &str, context: &Context) -> Context {
        let text = self.catalogue.within(base, context);
        let mut inner = context.clone();
        inner.path = format!("{} {path}", context.path).trim().to_owned();
        if let Some(style) = self.catalogue.get(&text) {
            (inner.left, inner.right) = (style.paragraph.left, style.paragraph.right);
            (inner.rules, inner.shade) = (style.paragraph.rules, style.paragraph.shade);
            inner.box_left = style.paragraph.left;
            inner.run = style.run.clone();
        }
        inner.text = text;
        inner.grouped = true;
        inner.list_depth = 0;
        inner.list_origin = (inner.left, inner.path.clone());
        inner
    }

    fn heading(&mut self, block: &Block, level: u8, content: &[Inline], context: &Context) {
        let level = level.clamp(1, 6);
        let mut style = self.catalogue.within(&format!("Heading{level}"), context);
        let numbered = self.catalogue.get(&format!("Heading{level}")).is_some_and(|s| s.paragraph.numbering.is_some());
        let plain = numbered && self.resolved.heading_number(&block.id).is_none();
        let numbering = plain.then(|| (self.numbering.unnumbered(), level - 1));
        let text = plain_text(content);
        // Running heads look for the styles of the first two levels by name.
        if level > 2 && is_in_east_asian(&text) {
            style = self.catalogue.upright(style);
        }
        let direction = self.direction(&text);
        let voice = Voice::new(self, &style, context, direction);
        let referenced = self.survey.referenced.contains(&block.id);
        let listed = self.survey.listed.contains(&block.id);
        self.paragraph(Paragraph { style: &style, block: Some(&block.id), direction, numbering }, |body| {
            let names: Vec<String> = [(Purpose::Contents, listed), (Purpose::Label, referenced)]
                .into_iter()
                .filter(|(_, wanted)| *wanted)
                .map(|(purpose, _)| body.names.bookmark(purpose, &block.id))
                .collect();
            body.in_bookmarks(&names, |body| body.inlines(content, &voice));
        });
    }

    /// Content inside all of these bookmarks.
    pub(super) fn in_bookmarks(&mut self, names: &[String], content: impl FnOnce(&mut Self)) {
        let ids: Vec<u32> = names.iter().map(|_| self.names.bookmark_id()).collect();
        for (id, name) in ids.iter().zip(names) {
            let _ = write!(self.xml, "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>");
        }
        content(self);
        for id in ids.iter().rev() {
            let _ = write!(self.xml, "<w:bookmarkEnd w:id=\"{id}\"/>");
        }
    }

    fn definitions(&mut self, items: &[DefinitionItem], context: &Context) {
        for item in items {
            let style = self.catalogue.within("DefinitionTerm", context);
            self.text_paragraph(&style, None, &item.term, context);
            let inner = self.enter("Definition", "Definition", context);
            for blocks in &item.definitions {
                self.blocks(blocks, &inner);
            }
        }
    }

    fn empty(&mut self, style: &str, block: &Block, context: &Context) {
        let style = self.catalogue.within(style, context);
        self.paragraph(Paragraph { style: &style, block: Some(&block.id), ..Paragraph::default() }, |_| {});
    }

    fn page_break(&mut self, id: &BlockId) {
        self.paragraph(Paragraph { style: "PageBreak", block: Some(id), ..Paragraph::default() }, |_| {});
    }

    fn display_math(&mut self, block: &Block, math: &Math, context: &Context) {
        let style = self.catalogue.within("Equation", context);
        let style = self.spaced(style);
        let voice = Voice::new(self, &style, context, Direction::LeftToRight);
        let formula = self.resolved.formula(math);
        let label = self.resolved.label(&block.id).cloned();
        let numbered = label.is_some();
        self.paragraph(Paragraph { style: &style, block: Some(&block.id), ..Paragraph::default() }, |body| {
            // An equation with a number is centred by the style's first tab stop, its number stands at the second: only
            // `m:oMath` may share a line with text.
            if numbered {
                body.run(&voice, [Piece::Tab]);
            }
            if formula.tree.is_some() {
                let omml = crate::math::omml::write(formula);
                body.xml.push_str(&if numbered { inline_formula(&omml) } else { display_formula(&omml) });
            } else {
                body.latex(&formula.latex, &voice);
            }
            if let Some(label) = &label {
                body.run(&voice, [Piece::Tab]);
                body.label(&block.id, label, &voice);
            }
        });
    }

    /// The style of the last paragraph of a list.
    pub(super) fn list_end(&mut self, style: &str) -> String {
        let sheet = self.catalogue.sheet;
        let after = twips(sheet.role(&Role::List).margin.bottom).max(twips(sheet.role(&Role::Paragraph).margin.bottom));
        if self.catalogue.get(style).is_some_and(|s| s.paragraph.after >= after) {
            return style.to_owned();
        }
        self.catalogue.variant(style, "end", |p| p.after = after)
    }

    /// A line of the edition's own, such as the heading of the contents.
    pub(super) fn plain_line(&mut self, style: &str, text: &str) {
        let direction = self.direction(text);
        let context = self.catalogue.body();
        let voice = Voice::new(self, style, &context, direction);
        self.paragraph(Paragraph { style, direction, ..Paragraph::default() }, |body| body.text(text, &voice));
    }
}

/// The formula as an element of a line.
fn inline_formula(omml: &str) -> String {
    omml.replace("<m:oMathPara>", "").replace("</m:oMathPara>", "")
}

/// The formula as a display of its own.
fn display_formula(omml: &str) -> String {
    if omml.starts_with("<m:oMathPara") { omml.to_owned() } else { format!("<m:oMathPara>{omml}</m:oMathPara>") }
}
