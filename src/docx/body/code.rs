//! Blocks of code, in which copying gives the code back exactly.

use std::ops::Range;

use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::docx::element::Piece;
use crate::docx::styles::{Context, Letters};
use crate::model::{Block, BlockId, BlockKind, CodeBlock, Direction};
use crate::style::TokenClass;

impl Body<'_> {
    pub(super) fn code(&mut self, block: &Block, code: &CodeBlock, context: &Context) {
        if let Some(caption) = &code.caption {
            self.caption(&block.id, caption, true, context);
        }
        let language = code.language.as_deref().unwrap_or("");
        match code.first_line_number {
            None => {
                let style = self.code_style(context);
                self.code_text(&style, &block.id, language, &code.text, &code.highlighted, context);
            }
            Some(first) => self.numbered_code(&block.id, code, first, context),
        }
    }

    /// The style of a block of code.
    pub(super) fn code_style(&mut self, context: &Context) -> String {
        let style = self.catalogue.within("SourceCode", context);
        let style = self.behind_code(style, context);
        self.spaced(style)
    }

    /// The style without space above, where the block of code before has left it.
    fn behind_code(&mut self, style: String, context: &Context) -> String {
        if !context.behind_code {
            return style;
        }
        self.catalogue.variant(&style, "behind code", |p| p.before = 0)
    }

    /// Code as one paragraph with line breaks, so that what is copied is the code. `marked` are lines to be emphasised, from 1.
    pub(super) fn code_text(
        &mut self,
        style: &str,
        id: &BlockId,
        language: &str,
        text: &str,
        marked: &[usize],
        context: &Context,
    ) {
        let voice = Voice::new(self, style, context, Direction::LeftToRight);
        let paragraph = Paragraph { style, block: Some(id), ..Paragraph::default() };
        let tokens = tokens(language, text);
        self.paragraph(paragraph, |body| {
            if marked.is_empty() {
                return body.highlighted(&tokens, text, 0..text.len(), &voice);
            }
            let mut token = 0;
            for (number, range) in lines(text) {
                if range.start > 0 {
                    body.run(&voice, [Piece::LineBreak]);
                }
                token += tokens.iter().skip(token).take_while(|(t, _)| t.end <= range.start).count();
                let voice = line_voice(&voice, marked, number);
                body.highlighted(tokens.get(token..).unwrap_or_default(), text, range, &voice);
            }
        });
    }

    /// One paragraph for each line, numbered by a list: the numbers are no part of the text.
    fn numbered_code(&mut self, id: &BlockId, code: &CodeBlock, first: u64, context: &Context) {
        let style = self.catalogue.within("SourceCodeNumbered", context);
        let style = self.behind_code(style, context);
        let list = self.numbering.lines(first, context.left);
        let voice = Voice::new(self, &style, context, Direction::LeftToRight);
        let tokens = tokens(code.language.as_deref().unwrap_or(""), &code.text);
        let mut token = 0;
        for (number, range) in lines(&code.text) {
            let block = (range.start == 0).then_some(id);
            let paragraph =
                Paragraph { style: &style, block, numbering: Some((list, 0)), direction: Direction::LeftToRight };
            token += tokens.iter().skip(token).take_while(|(t, _)| t.end <= range.start).count();
            let rest = tokens.get(token..).unwrap_or_default();
            let voice = line_voice(&voice, &code.highlighted, number);
            self.paragraph(paragraph, |body| body.highlighted(rest, &code.text, range, &voice));
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
}

/// Whether the block is one of code without a caption above it.
pub(super) fn is_uncaptioned_code(kind: &BlockKind) -> bool {
    match kind {
        BlockKind::Code(code) => code.caption.is_none(),
        BlockKind::Raw { .. } => true,
        _ => false,
    }
}

/// The lines of code with their numbers, from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
    let mut start = 0;
    text.split('\n').zip(1..).map(move |(line, number)| {
        let range = start..start + line.len();
        start = range.end + 1;
        (number, range)
    })
}

/// The voice of a line that may be one of those to be emphasised.
fn line_voice(voice: &Voice, marked: &[usize], number: usize) -> Voice {
    let mut voice = voice.clone();
    if marked.contains(&number) {
        voice.letters.push(Letters::MarkedLine);
    }
    voice
}

/// A stretch of code and what it is.
type Token = (Range<usize>, TokenClass);

fn tokens(language: &str, text: &str) -> Vec<Token> {
    if language.is_empty() { Vec::new() } else { crate::highlight::tokens(language, text) }
}
