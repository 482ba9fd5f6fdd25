//! The events of `pulldown-cmark`, one after the other.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Options, Parser, TagEnd};

use super::builder::{Builder, Node, Origin};
use super::code::Code;
use super::fence::{self, Fence};
use super::{attributes, captions, mask, text};
use crate::diagnostic::{Diagnostics, FileId, Span};
use crate::model::{Attributes, Block, BlockKind, Inline, InlineKind, Math, Note, NoteReference};

/// Every extension but those that would change the text (smart punctuation is a later pass, which knows the language), front
/// matter (which is read before), heading attributes (ours know quotation marks) and wiki links (which are looked for afterwards, so
/// that CommonMark stays what it is).
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}

/// Reads the Markdown that begins at `start` in a file.
pub(super) fn blocks(
    file: FileId,
    source: &str,
    start: usize,
    diagnostics: &mut Diagnostics,
) -> (Vec<Block>, Vec<Note>) {
    read(Builder::new(file, source, diagnostics), start)
}

/// Reads Markdown that stands in front matter or in an attribute. Where the text is a piece of the file as it stands, its
/// spans are exact; otherwise they are all `place`.
pub(super) fn fragment(
    file: FileId,
    source: &str,
    text: &str,
    place: Span,
    diagnostics: &mut Diagnostics,
) -> (Vec<Block>, Vec<Note>) {
    let range = place.range();
    if source.get(range.clone()) == Some(text) {
        return read(Builder::new(file, &source[..range.end], diagnostics), range.start);
    }
    let mut builder = Builder::new(file, text, diagnostics);
    builder.fixed = Some(place);
    read(builder, 0)
}

/// The inlines of a fragment of one paragraph.
pub(super) fn inlines(
    file: FileId,
    source: &str,
    text: &str,
    place: Span,
    diagnostics: &mut Diagnostics,
) -> Vec<Inline> {
    let (blocks, _) = fragment(file, source, text, place, diagnostics);
    let mut content = Vec::new();
    for block in &blocks {
        for sequence in block.inline_sequences() {
            if !content.is_empty() {
                content.push(Inline { span: place, kind: InlineKind::SoftBreak });
            }
            content.extend(sequence.iter().cloned());
        }
    }
    if content.is_empty() && !text.trim().is_empty() {
        // `# 1` or `- a` as a title: text after all.
        let (text, _) = text::clean(text.trim(), false);
        content.push(Inline { span: place, kind: InlineKind::Text(text.into_owned()) });
    }
    content
}

fn read(builder: Builder<'_>, start: usize) -> (Vec<Block>, Vec<Note>) {
    let source = builder.source;
    let body = source.get(start..).unwrap_or("");
    let masked = mask::mask(body);
    let is_masked = matches!(masked, std::borrow::Cow::Owned(_));
    let mut reader = Reader { builder, base: start, is_masked, code: None, html: None };
    for (event, range) in Parser::new_ext(&masked, options()).into_offset_iter() {
        let range = range.start + start..range.end + start;
        reader.event(event, range, &masked);
    }
    reader.builder.finish()
}

/// Gives each event to the builder.
pub(super) struct Reader<'a> {
    pub(super) builder: Builder<'a>,
    base: usize,
    is_masked: bool,
    /// The code block that is open.
    pub(super) code: Option<Code>,
    /// The pieces of an HTML block, each with its place.
    pub(super) html: Option<Vec<Range<usize>>>,
}

impl<'a> Reader<'a> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>, masked: &str) {
        if let Some(event) = self.skipped(event, &range) {
            let span = self.builder.span(range.clone());
            match event {
                Event::Start(tag) => self.start(tag, span),
                Event::End(tag) => self.end(tag, range),
                Event::Text(text) => self.text(&text, range),
                Event::Code(text) => {
                    let text = self.restored(&text, &range, masked, |written| {
                        let inside = written.trim_matches('`').replace(['\n', '\r'], " ");
                        inside.strip_prefix(' ').and_then(|t| t.strip_suffix(' ')).unwrap_or(&inside).to_owned()
                    });
                    let (kept, dropped) = text::clean(&text, false);
                    self.builder.report_controls(&dropped, span);
                    let text = kept.into_owned();
                    let attributes = self.builder.attributes_after(range.end);
                    self.builder.inline(InlineKind::Code { text, attributes }, span);
                }
                Event::InlineMath(latex) => {
                    let math = self.math(&latex, &range, masked);
                    self.builder.inline(InlineKind::Math(math), span);
                }
                Event::DisplayMath(latex) => {
                    let math = self.math(&latex, &range, masked);
                    self.display_math(math, &range, span);
                }
                Event::Html(_) => {
                    if let Some(pieces) = &mut self.html {
                        pieces.push(range);
                    }
                }
                Event::InlineHtml(_) => self.builder.html(&[range], false),
                Event::FootnoteReference(label) => {
                    let reference = NoteReference { label: label.to_string(), ..NoteReference::default() };
                    self.builder.inline(InlineKind::NoteReference(reference), span);
                }
                Event::SoftBreak => self.builder.inline(InlineKind::SoftBreak, span),
                Event::HardBreak => self.builder.inline(InlineKind::LineBreak, span),
                Event::Rule => self.rule(&range, span),
                Event::TaskListMarker(done) => {
                    if let Node::Item(task) = &mut self.builder.top().node {
                        *task = Some(done);
                    } else {
                        // The item of a loose list: its paragraph is open already.
                        let item = self.builder.stack.iter_mut().rev().find_map(|frame| match &mut frame.node {
                            Node::Item(task) => Some(task),
                            _ => None,
                        });
                        if let Some(task) = item {
                            *task = Some(done);
                        }
                    }
                }
            }
        }
    }

    /// Holds back what was read ahead as attributes or as part of a reference.
    fn skipped<'e>(&mut self, event: Event<'e>, range: &Range<usize>) -> Option<Event<'e>> {
        let skip = &self.builder.skip;
        if skip.is_empty() || range.start >= skip.end || range.start < skip.start || range.end <= range.start {
            return Some(event);
        }
        match event {
            Event::Text(_) if range.end > skip.end => Some(event),
            _ if range.end <= skip.end => None,
            event => Some(event),
        }
    }

    /// Text that may have been masked, as the author wrote it.
    fn restored<'t>(
        &self,
        text: &'t CowStr<'_>,
        range: &Range<usize>,
        masked: &str,
        read: impl Fn(&str) -> String,
    ) -> std::borrow::Cow<'t, str> {
        if self.is_masked {
            let written = self.builder.source.get(range.clone()).unwrap_or("");
            if masked.get(range.start - self.base..range.end - self.base) != Some(written) {
                return read(written).into();
            }
        }
        std::borrow::Cow::Borrowed(text)
    }

    fn math(&mut self, latex: &CowStr<'_>, range: &Range<usize>, masked: &str) -> Math {
        let latex = self.restored(latex, range, masked, |written| written.trim_matches('$').to_owned());
        let written = self.builder.source.get(range.clone()).unwrap_or("");
        let dollars = written.bytes().take_while(|b| *b == b'$').count();
        let inside = range.start + dollars..range.end.saturating_sub(dollars).max(range.start + dollars);
        let (kept, dropped) = text::clean(&latex, true);
        let span = self.builder.span(inside);
        self.builder.report_controls(&dropped, span);
        Math { span, latex: kept.into_owned(), ..Math::default() }
    }

    /// A displayed formula stands between paragraphs, unless it is inside a heading or emphasis.
    fn display_math(&mut self, mut math: Math, range: &Range<usize>, span: Span) {
        let in_cell = self.builder.stack.iter().any(|frame| matches!(frame.node, Node::Cell(_)));
        let plain = !self.builder.in_inlines() || matches!(self.builder.top().node, Node::Paragraph);
        if in_cell || !plain {
            self.builder.inline(InlineKind::Math(math), span);
            return;
        }
        let source = self.builder.source;
        let rest = source.get(range.end..).unwrap_or("");
        // Punctuation that ends the sentence belongs to the formula.
        let mut end = range.end;
        if let Some(c) = rest.chars().next().filter(|c| matches!(c, '.' | ',' | ';'))
            && rest[1..].trim_start_matches([' ', '\t']).starts_with(['\n', '\r', '{']) | (rest.len() == 1)
        {
            let trimmed = math.latex.trim_end().len();
            math.latex.truncate(trimmed);
            math.latex.push(c);
            end += 1;
        }
        let rest = source.get(end..).unwrap_or("");
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let mut given = Attributes::default();
        if let Some((attributes, length)) = attributes::parse(&rest[spaces..]) {
            given = attributes;
            end += spaces + length;
        }
        self.builder.skip = range.end..end;
        self.builder.end_paragraph();
        let span = self.builder.span(range.start..end).to(span);
        self.builder.block(BlockKind::Math(math), span, given);
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let source = self.builder.source;
        let written = source.get(range.clone()).unwrap_or("");
        let verbatim = written.len() == text.len() && (!written.starts_with('&') || text.starts_with('&'));
        if let Some(code) = &mut self.code {
            code.text.push_str(if verbatim { written } else { text });
        } else if verbatim {
            self.builder.written(written, range.start);
        } else {
            let span = self.builder.span(range);
            self.builder.cleaned(text, span);
        }
    }

    /// A thematic break, or a container's fence that was masked as one.
    fn rule(&mut self, range: &Range<usize>, span: Span) {
        let source = self.builder.source;
        let line = source.get(range.clone()).unwrap_or("").trim();
        let line = if line.starts_with(':') { line } else { "" };
        let start = range.start + source.get(range.clone()).unwrap_or("").find(':').unwrap_or(0);
        match fence::parse(line) {
            None => {
                self.builder.end_paragraph();
                self.builder.block(BlockKind::ThematicBreak, span, Attributes::default());
            }
            Some(Fence::Open(attributes)) => {
                let span = self.builder.span(start..start + line.len());
                self.builder.open_block(Node::Container, Origin::Fence, span, attributes);
            }
            Some(Fence::Close) => {
                let open = self.builder.stack.iter().rposition(|frame| frame.origin == Origin::Fence);
                let barrier = self.builder.stack.iter().rposition(|frame| frame.origin == Origin::Markdown);
                if let Some(open) = open.filter(|open| Some(*open) > barrier) {
                    while self.builder.stack.len() > open + 1 {
                        self.builder.close();
                    }
                    let end = self.builder.span(start..start + line.len());
                    let frame = self.builder.top();
                    frame.span = frame.span.to(end);
                    self.builder.close();
                } else {
                    let span = self.builder.span(start..start + line.len());
                    self.builder.end_paragraph();
                    self.builder.text(line, span);
                    self.builder.end_paragraph();
                    self.builder.warn(
                        "unopened-container",
                        "this fence closes no container: it is shown as text",
                        span,
                    );
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::CodeBlock => {
                if let Some(code) = self.code.take() {
                    self.builder.code(code);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(pieces) = self.html.take() {
                    self.builder.html(&pieces, true);
                }
            }
            TagEnd::Link | TagEnd::Image => {
                let given = self.builder.attributes_after(range.end);
                while self.builder.stack.len() > 1 && self.builder.top().origin != Origin::Markdown {
                    self.builder.close();
                }
                self.builder.top().attributes = given;
                self.builder.close_markdown();
            }
            TagEnd::Heading(_) => {
                while self.builder.stack.len() > 1 && self.builder.top().origin != Origin::Markdown {
                    self.builder.close();
                }
                self.heading_attributes();
                self.builder.close_markdown();
            }
            _ => self.builder.close_markdown(),
        }
    }

    /// `# Title {#id .class}`; the text of the attributes is already among the inlines.
    fn heading_attributes(&mut self) {
        let frame = self.builder.top();
        if let Some(Inline { kind: InlineKind::Text(last), .. }) = frame.inlines.last_mut()
            && let Some((attributes, start)) = captions::trailing(last)
        {
            last.truncate(last[..start].trim_end().len());
            frame.attributes = attributes;
            return;
        }
        // Attributes that hold Markdown of their own (`{#a_b_}`): read them from the source and drop what came of them.
        let (start, end) = (frame.span.start as usize, frame.span.end as usize);
        let fixed = self.builder.fixed.is_some();
        let Some(written) = self.builder.source.get(start..end).filter(|_| !fixed) else { return };
        let line = written.lines().next().unwrap_or("").trim_end().trim_end_matches('#').trim_end();
        if let Some((attributes, offset)) = captions::trailing(line) {
            let cut = u32::try_from(start + offset).unwrap_or(u32::MAX);
            let frame = self.builder.top();
            if frame.inlines.iter().all(|inline| inline.span.end <= cut || inline.span.start >= cut) {
                frame.inlines.retain(|inline| inline.span.start < cut);
                frame.attributes = attributes;
            }
        }
    }
}
