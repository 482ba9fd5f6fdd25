//! Blocks, one after another.

use std::fmt::Write as _;
use std::ops::Range;

use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::docx::element::Piece;
use crate::docx::names::Purpose;
use crate::docx::styles::built_in::callout_identity;
use crate::docx::styles::{Context, Letters, twips};
use crate::model::{
    Block, BlockId, BlockKind, CalloutKind, CodeBlock, DefinitionItem, Direction, Inline, Math, plain_text,
};
use crate::resolve::Term;
use crate::style::{Role, TokenClass};

impl Body<'_> {
    /// Blocks, with what their neighbours ask of them: the first paragraph after something else, space behind tables.
    pub(super) fn blocks(&mut self, blocks: &[Block], context: &Context) {
        let mut before: Option<&BlockKind> = None;
        for (place, block) in blocks.iter().enumerate() {
            let mut inner = context.clone();
            inner.ends_list = context.ends_list && place + 1 == blocks.len();
            if let Some(lang) = block.attributes.lang() {
                inner.lang = Some(lang.to_owned());
            }
            let after_table = matches!(before, Some(BlockKind::Table(_)));
            let plain = matches!(block.kind, BlockKind::Paragraph(_) | BlockKind::Heading { .. });
            if after_table && !plain {
                self.spacer();
            }
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    let first = !matches!(before, Some(BlockKind::Paragraph(_)));
                    let style = self.text_style(block, &inner, first, after_table);
                    self.text_paragraph(&style, Some(&block.id), content, &inner);
                }
                _ => {
                    self.code_follows = is_code(before) && is_code(Some(&block.kind));
                    self.block(block, &inner);
                }
            }
            before = Some(&block.kind);
        }
        // A cell, a note and a section must not end in a table.
        if matches!(before, Some(BlockKind::Table(_))) {
            self.spacer();
        }
    }

    /// The small paragraph behind a table.
    pub(super) fn spacer(&mut self) {
        self.paragraph(Paragraph { style: "AfterTable", ..Paragraph::default() }, |_| {});
    }

    fn text_style(&mut self, block: &Block, context: &Context, first: bool, after_table: bool) -> String {
        let mut style = match block.attributes.classes.first() {
            Some(class) => {
                let class = self.catalogue.class(class);
                self.catalogue.within(&class, context)
            }
            None if first && context.text == "BodyText" => "FirstParagraph".into(),
            None => context.text.clone(),
        };
        if after_table {
            let gap = twips(self.catalogue.sheet.role(&Role::Table).margin.bottom).max(120);
            style = self.catalogue.variant(&style, "after table", |p| p.before = p.before.max(gap));
        }
        style
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
        let direction = self.direction(&plain_text(content));
        let voice = Voice::new(self, &style, context, direction);
        self.paragraph(Paragraph { style: &style, block, direction, numbering: None }, |body| {
            body.inlines(content, &voice);
        });
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
                self.code_text(&style, &block.id, "", text, context);
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
        inner.list_depth = 0;
        inner.list_origin = (inner.left, inner.path.clone());
        inner
    }

    fn heading(&mut self, block: &Block, level: u8, content: &[Inline], context: &Context) {
        let level = level.clamp(1, 6);
        let mut style = self.catalogue.within(&format!("Heading{level}"), context);
        let numbered = self.catalogue.get(&format!("Heading{level}")).is_some_and(|s| s.paragraph.numbering.is_some());
        if numbered && self.resolved.heading_number(&block.id).is_none() {
            style = self.catalogue.variant(&style, "unnumbered", |p| p.numbering = Some((0, 0)));
        }
        let direction = self.direction(&plain_text(content));
        let voice = Voice::new(self, &style, context, direction);
        let referenced = self.survey.referenced.contains(&block.id);
        let listed = self.survey.listed.contains(&block.id);
        self.paragraph(Paragraph { style: &style, block: Some(&block.id), direction, numbering: None }, |body| {
            let names: Vec<String> = [(Purpose::Contents, listed), (Purpose::Label, referenced)]
                .into_iter()
                .filter(|(_, wanted)| *wanted)
                .map(|(purpose, _)| body.names.bookmark(purpose, &block.id))
                .collect();
            body.in_bookmarks(&names, |body| body.inlines(content, &voice));
        });
    }

    fn in_bookmarks(&mut self, names: &[String], content: impl FnOnce(&mut Self)) {
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

    fn callout(&mut self, kind: CalloutKind, title: Option<&[Inline]>, blocks: &[Block], context: &Context) {
        let (id, name) = callout_identity(kind);
        let inner = self.enter(&id, &name, context);
        let style = self.catalogue.within(&format!("{id}Title"), context);
        match title {
            Some(title) => self.text_paragraph(&style, None, title, context),
            None => {
                let direction = self.language.direction();
                let voice = Voice::new(self, &style, context, direction);
                let text = self.resolved.terms.get(Term::Callout(kind));
                self.paragraph(Paragraph { style: &style, direction, ..Paragraph::default() }, |body| {
                    body.text(text, &voice);
                });
            }
        }
        self.blocks(blocks, &inner);
    }

    fn container(&mut self, block: &Block, blocks: &[Block], context: &Context) {
        let sheet = self.catalogue.sheet;
        let known = |class: &&String| sheet.declarations(&Role::Class((*class).clone())).is_some();
        let classes = &block.attributes.classes;
        match classes.iter().find(known).or_else(|| classes.first()) {
            Some(class) => {
                let style = self.catalogue.class(class);
                let inner = self.enter(&style, class, context);
                self.blocks(blocks, &inner);
            }
            None => self.blocks(blocks, context),
        }
    }

    fn empty(&mut self, style: &str, block: &Block, context: &Context) {
        let style = self.catalogue.within(style, context);
        self.paragraph(Paragraph { style: &style, block: Some(&block.id), ..Paragraph::default() }, |_| {});
    }

    fn page_break(&mut self, id: &BlockId) {
        self.paragraph(Paragraph { style: "PageBreak", block: Some(id), ..Paragraph::default() }, |_| {});
    }

    fn code(&mut self, block: &Block, code: &CodeBlock, context: &Context) {
        if let Some(caption) = &code.caption {
            self.caption(&block.id, caption, true, context);
        }
        let language = code.language.as_deref().unwrap_or("");
        match code.first_line_number {
            None => {
                let style = self.code_style(context);
                self.code_text(&style, &block.id, language, &code.text, context);
            }
            Some(first) => self.numbered_code(&block.id, language, &code.text, first, context),
        }
    }

    /// The style of a block of code. Word joins the boxes of neighbours that are alike, so the second of two is not.
    fn code_style(&mut self, context: &Context) -> String {
        let style = self.catalogue.within("SourceCode", context);
        if !std::mem::take(&mut self.code_follows) {
            return style;
        }
        self.catalogue.variant(&style, "after code", |p| {
            for rule in p.rules.iter_mut().flatten() {
                rule.size += 1;
            }
        })
    }

    /// Code as one paragraph with line breaks, so that what is copied is the code.
    fn code_text(&mut self, style: &str, id: &BlockId, language: &str, text: &str, context: &Context) {
        let voice = Voice::new(self, style, context, Direction::LeftToRight);
        let paragraph = Paragraph { style, block: Some(id), ..Paragraph::default() };
        let tokens = tokens(language, text);
        self.paragraph(paragraph, |body| body.highlighted(&tokens, text, 0..text.len(), &voice));
    }

    /// One paragraph for each line, numbered by a list: the numbers are no part of the text.
    fn numbered_code(&mut self, id: &BlockId, language: &str, text: &str, first: u64, context: &Context) {
        let style = self.catalogue.within("SourceCodeNumbered", context);
        let list = self.numbering.lines(first, context.left);
        let voice = Voice::new(self, &style, context, Direction::LeftToRight);
        let tokens = tokens(language, text);
        let (mut start, mut token) = (0, 0);
        for line in text.split('\n') {
            let end = start + line.len();
            let block = (start == 0).then_some(id);
            let paragraph =
                Paragraph { style: &style, block, numbering: Some((list, 0)), direction: Direction::LeftToRight };
            token += tokens.iter().skip(token).take_while(|(range, _)| range.end <= start).count();
            let rest = tokens.get(token..).unwrap_or_default();
            self.paragraph(paragraph, |body| body.highlighted(rest, text, start..end, &voice));
            start = end + 1;
        }
    }

    /// A range of code, its tokens in their styles.
    fn highlighted(&mut self, tokens: &[Token], text: &str, range: Range<usize>, voice: &Voice) {
        let mut at = range.start;
        for (token, class) in tokens.iter().take_while(|(token, _)| token.start < range.end) {
            let (start, end) = (token.start.max(at), token.end.min(range.end));
            if start >= end {
                continue;
            }
            self.text(text.get(at..start).unwrap_or_default(), voice);
            let mut inner = voice.clone();
            inner.letters.push(Letters::Token(*class));
            self.text(text.get(start..end).unwrap_or_default(), &inner);
            at = end;
        }
        self.text(text.get(at..range.end).unwrap_or_default(), voice);
    }

    fn display_math(&mut self, block: &Block, math: &Math, context: &Context) {
        let style = self.catalogue.within("Equation", context);
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

fn is_code(kind: Option<&BlockKind>) -> bool {
    match kind {
        Some(BlockKind::Code(code)) => code.caption.is_none(),
        Some(BlockKind::Raw { .. }) => true,
        _ => false,
    }
}

/// A stretch of code and what it is.
type Token = (Range<usize>, TokenClass);

fn tokens(language: &str, text: &str) -> Vec<Token> {
    if language.is_empty() { Vec::new() } else { crate::highlight::tokens(language, text) }
}

/// The formula as an element of a line.
fn inline_formula(omml: &str) -> String {
    omml.replace("<m:oMathPara>", "").replace("</m:oMathPara>", "")
}

/// The formula as a display of its own.
fn display_formula(omml: &str) -> String {
    if omml.starts_with("<m:oMathPara") { omml.to_owned() } else { format!("<m:oMathPara>{omml}</m:oMathPara>") }
}
