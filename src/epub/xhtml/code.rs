//! Blocks of code: colours, numbered and emphasised lines, captions.

use std::ops::Range;

use super::{Writer, css_class};
use crate::epub::css::token_class;
use crate::epub::xml::tag;
use crate::highlight;
use crate::model::{Block, CodeBlock};
use crate::style::TokenClass;

/// A stretch of code of one class.
type Token = (Range<usize>, TokenClass);

impl<'a> Writer<'a> {
    pub(super) fn code_block(&mut self, block: &'a Block, code: &'a CodeBlock) {
        let captioned = code.caption.is_some() || self.book.resolved.label(&block.id).is_some();
        if captioned {
            self.open("figure", &block.id, &block.attributes, "listing", self.direction);
            self.out.push('\n');
            self.caption("figcaption", &block.id, code.caption.as_ref(), false);
        }
        let mut classes = vec!["code".to_owned()];
        let mut style = None;
        if let Some(first) = code.first_line_number {
            classes.push("numbered".into());
            style = (first != 1).then(|| format!("counter-reset: line {}", first.min(999_999).saturating_sub(1)));
        }
        let classes =
            if captioned { classes.join(" ") } else { super::class_list(&classes.join(" "), &block.attributes) };
        let language = code.language.as_deref().map(|language| format!("language-{}", css_class(language)));
        tag(&mut self.out, "pre")
            .maybe("id", (!captioned).then(|| block.id.as_str()))
            .attr("class", &classes)
            .maybe("style", style.as_deref())
            // Code runs from left to right in every language.
            .maybe("dir", (self.direction != crate::model::Direction::LeftToRight).then_some("ltr"))
            .open();
        tag(&mut self.out, "code").maybe("class", language.as_deref()).open();
        self.code_text(block, code);
        self.out.push_str("</code>");
        self.end("pre");
        if captioned {
            self.end("figure");
        }
    }

    fn code_text(&mut self, block: &Block, code: &CodeBlock) {
        let book = self.book;
        self.marks = book.pages.of(&block.id);
        self.position = 0;
        let tokens =
            code.language.as_deref().map(|language| highlight::tokens(language, &code.text)).unwrap_or_default();
        let by_line = code.first_line_number.is_some() || !code.highlighted.is_empty();
        if by_line {
            let mut start = 0;
            for (i, line) in code.text.split('\n').enumerate() {
                if i > 0 {
                    self.text("\n");
                }
                let emphasised = code.highlighted.contains(&(i + 1));
                tag(&mut self.out, "span").attr("class", if emphasised { "line hl" } else { "line" }).open();
                self.tokens(&code.text, start..start + line.len(), &tokens);
                self.close("span");
                start += line.len() + 1;
            }
        } else {
            self.tokens(&code.text, 0..code.text.len(), &tokens);
        }
        for mark in std::mem::take(&mut self.marks) {
            self.mark(mark);
        }
    }

    /// A stretch of the code with its colours.
    fn tokens(&mut self, code: &str, range: Range<usize>, tokens: &[Token]) {
        let mut at = range.start;
        let first = tokens.partition_point(|(token, _)| token.end <= range.start);
        for (token, class) in tokens.get(first..).unwrap_or_default() {
            let (start, end) = (token.start.max(at), token.end.min(range.end));
            if token.start >= range.end {
                break;
            }
            let (Some(before), Some(text)) = (code.get(at..start), code.get(start..end)) else { continue };
            self.text(before);
            tag(&mut self.out, "span").attr("class", token_class(*class)).open();
            self.text(text);
            self.close("span");
            at = end;
        }
        self.text(code.get(at..range.end).unwrap_or_default());
    }
}
