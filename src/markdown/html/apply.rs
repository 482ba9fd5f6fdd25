//! Tags and text of raw HTML, put into the tree that Markdown builds.

use std::ops::Range;

use super::elements::{Element, Role, role};
use super::entities::decode;
use super::open::Pairs;
use super::tokens::{TokenKind, Tokens};
use crate::diagnostic::{Diagnostic, Span};
use crate::markdown::builder::{Builder, InlineNode, Node, Origin};
use crate::markdown::text::clean;
use crate::model::{Attributes, BlockKind, CodeBlock, ContentsKind};

impl Builder<'_> {
    /// Raw HTML that stands in these pieces of the source: a block, or one tag in a line.
    pub(in crate::markdown) fn html(&mut self, pieces: &[Range<usize>], block: bool) {
        let source = self.source;
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return };
        let whole = first.start..last.end;
        let together = pieces.windows(2).all(|pair| matches!(pair, [a, b] if a.end == b.start));
        // In a quotation the marks at the line starts lie between the pieces.
        let joined: String;
        let text = if together {
            source.get(whole).unwrap_or("")
        } else {
            joined = pieces.iter().filter_map(|piece| source.get(piece.clone())).collect();
            &joined
        };
        let mut starts = Vec::with_capacity(pieces.len());
        let mut length = 0;
        for piece in pieces {
            starts.push(length);
            length += piece.len();
        }
        let place = |range: &Range<usize>| {
            if together {
                return first.start + range.start..first.start + range.end;
            }
            let i = starts.partition_point(|start| *start <= range.start).saturating_sub(1);
            let (Some(offset), Some(piece)) = (starts.get(i), pieces.get(i)) else { return last.end..last.end };
            let start = piece.start + (range.start - offset);
            start..(start + range.len()).min(piece.end).max(start)
        };
        let verbatim = self.stack.iter().rev().take(if self.special > 0 { usize::MAX } else { 0 }).find_map(|frame| {
            match (&frame.node, &frame.origin) {
                (Node::Dropped | Node::Inline(InlineNode::Dropped), Origin::Html(name)) => Some(name.clone()),
                _ => None,
            }
        });
        for token in Tokens::new(text, verbatim.as_deref().filter(|_| block)) {
            let range = place(&token.range);
            let span = self.span(range.clone());
            match token.kind {
                TokenKind::Text(text) => self.html_text(text, span),
                TokenKind::Start { name, attributes, closed } => {
                    let value = |v| clean(&decode(v), false).0.into_owned();
                    let pairs = attributes.into_iter().map(|(k, v)| (k, value(v))).collect();
                    self.html_start(&name, &pairs, closed, span, block);
                }
                TokenKind::End(name) => self.html_end(&name, span),
                TokenKind::Comment(text) => self.comment(text, span),
                TokenKind::Other => {
                    let written = &text[token.range.clone()];
                    if !written.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
                        self.raw("instructions and declarations of HTML and XML are left out".into(), span);
                    }
                }
            }
        }
        if block {
            self.end_html_block(last.end);
        }
    }

    /// Inlines do not go on past the end of an HTML block, and what is thrown away only if its end tag is to come.
    fn end_html_block(&mut self, end: usize) {
        self.end_paragraph();
        while let Some(frame) = self.stack.last() {
            let (Node::Dropped, Origin::Html(name)) = (&frame.node, &frame.origin) else { break };
            let name = name.clone();
            if self.end_tag_after(&name, end) {
                break;
            }
            self.close();
        }
    }

    fn end_tag_after(&mut self, name: &str, start: usize) -> bool {
        let known = self.end_tags.iter().position(|(n, _)| n == name);
        if let Some((_, at)) = known.and_then(|i| self.end_tags.get(i)).filter(|(_, at)| *at >= start) {
            return *at < usize::MAX;
        }
        let closing = format!("</{name}");
        let rest = self.source.as_bytes().get(start..).unwrap_or_default();
        let found = rest.windows(closing.len()).position(|window| window.eq_ignore_ascii_case(closing.as_bytes()));
        let at = found.map_or(usize::MAX, |i| start + i);
        match known.and_then(|i| self.end_tags.get_mut(i)) {
            Some(entry) => entry.1 = at,
            None => self.end_tags.push((name.to_owned(), at)),
        }
        at < usize::MAX
    }

    fn dropping(&self) -> bool {
        self.special > 0
            && self.stack.iter().any(|frame| matches!(frame.node, Node::Dropped | Node::Inline(InlineNode::Dropped)))
    }

    pub(super) fn preformatted(&self) -> bool {
        self.special > 0 && self.stack.iter().any(|frame| frame.node == Node::Preformatted)
    }

    pub(super) fn html_text(&mut self, written: &str, span: Span) {
        if self.preformatted() {
            let text = decode(written).into_owned();
            let frame = self.stack.iter_mut().rev().find(|frame| frame.node == Node::Preformatted);
            if let Some(frame) = frame {
                frame.attributes.pairs.push(("text".into(), text));
            }
            return;
        }
        if self.dropping() {
            return;
        }
        let decoded = decode(written);
        let mut text = String::with_capacity(decoded.len());
        for c in decoded.chars() {
            let space = matches!(c, ' ' | '\t' | '\n' | '\r');
            match (space, text.ends_with(' ')) {
                (true, true) => {}
                (true, false) => text.push(' '),
                (false, _) => text.push(c),
            }
        }
        let begins = match self.stack.last() {
            Some(frame) if self.in_inlines() => frame.inlines.is_empty() && frame.node == Node::Paragraph,
            _ => true,
        };
        let text = if begins { text.trim_start_matches(' ') } else { &text };
        self.cleaned(text, span);
    }

    fn comment(&mut self, text: &str, span: Span) {
        if self.dropping() || !self.takes_blocks() {
            return;
        }
        let kind = match text.trim().to_ascii_lowercase().as_str() {
            "pagebreak" | "page-break" | "page break" | "newpage" => BlockKind::PageBreak,
            "toc" | "contents" => BlockKind::Contents(ContentsKind::Headings),
            _ => return,
        };
        self.end_paragraph();
        self.block(kind, span, Attributes::default());
    }

    fn html_start(&mut self, name: &str, pairs: &Pairs, closed: bool, span: Span, block: bool) {
        if self.dropping() {
            return;
        }
        if let Some((key, _)) = pairs.iter().find(|(key, _)| key.starts_with("on")) {
            self.raw(format!("the event handler `{key}` is left out: editions run no code"), span);
        }
        let origin = || Origin::Html(name.to_owned());
        match role(name) {
            Role::Inline(element) => self.inline_start(element, name, pairs, closed, span),
            Role::Block(Element::Rule) if self.takes_blocks() => {
                self.end_paragraph();
                self.block(BlockKind::ThematicBreak, span, Attributes::default());
            }
            Role::Block(_) if self.preformatted() => {}
            Role::Block(element) if self.takes_blocks() => {
                self.block_start(element, name, pairs, span);
                if closed {
                    self.close_html(|n| n == name);
                }
            }
            // A block inside a heading or emphasis: its content stays in the line.
            Role::Block(_) => {
                self.open_inline(InlineNode::Flow, origin(), span, Attributes::default());
                if closed {
                    self.close();
                }
            }
            Role::Transparent => {}
            Role::TransparentBlock => {
                if self.takes_blocks() {
                    self.end_paragraph();
                }
            }
            Role::Dropped => {
                self.raw(format!("`<{name}>` and what is in it are left out"), span);
                if closed {
                } else if block && self.takes_blocks() {
                    self.open_block(Node::Dropped, origin(), span, Attributes::default());
                } else {
                    self.open_inline(InlineNode::Dropped, origin(), span, Attributes::default());
                }
            }
            Role::Unsupported => {
                self.raw(format!("the tag `<{name}>` is left out and its text is kept: no edition can show it"), span);
            }
            Role::Unknown => self.literal(span),
        }
    }

    /// `<T>` is no element of HTML: the author meant what it says.
    fn literal(&mut self, span: Span) {
        let source = self.source;
        let written = match self.fixed {
            None => source.get(span.range()).unwrap_or("").to_owned(),
            Some(_) => return,
        };
        if self.preformatted() {
            return self.html_text(&written.replace('&', "&amp;"), span);
        }
        self.raw(format!("`{written}` is not HTML: it is shown as text"), span);
        if let Some(diagnostic) = self.diagnostics.last_mut() {
            diagnostic.help = Some("write it as code, or with a backslash before the `<`".into());
        }
        self.cleaned(&written, span);
    }

    pub(super) fn raw(&mut self, message: String, span: Span) {
        self.diagnostics.push(Diagnostic::warning("raw-html", message).at(span));
    }

    fn html_end(&mut self, name: &str, span: Span) {
        let same = |open: &str| open == name;
        if self.dropping() {
            let inner = self.stack.iter().rev().find_map(|frame| match (&frame.node, &frame.origin) {
                (Node::Dropped | Node::Inline(InlineNode::Dropped), Origin::Html(name)) => Some(name.clone()),
                _ => None,
            });
            if inner.as_deref() == Some(name) {
                self.close_html(same);
            }
            return;
        }
        match role(name) {
            Role::Block(Element::Preformatted) => {
                if let Some(i) = self.stack.iter().rposition(|frame| frame.node == Node::Preformatted) {
                    self.close_preformatted(i, span);
                }
            }
            _ if self.preformatted() => {
                if role(name) == Role::Unknown {
                    self.literal(span);
                }
            }
            Role::Block(Element::Rule) | Role::Inline(Element::Image) => {}
            // `</br>` is a line break to every browser.
            Role::Inline(Element::Break) => self.inline_start(Element::Break, name, &Vec::new(), true, span),
            // Their tags are left out in pairs where they mean nothing, and may be left away elsewhere.
            Role::Inline(Element::RubyPart(_)) => {
                self.close_html(same);
            }
            Role::Block(_) | Role::Inline(_) => {
                self.extend_html(name, span);
                if !self.close_html(same) && !matches!(name, "a" | "p") {
                    self.raw(format!("`</{name}>` closes nothing and is left out"), span);
                }
            }
            Role::Unknown => self.literal(span),
            Role::TransparentBlock => {
                if self.takes_blocks() {
                    self.end_paragraph();
                }
            }
            Role::Transparent | Role::Dropped | Role::Unsupported => {}
        }
    }

    /// An element reaches to the end of its end tag.
    fn extend_html(&mut self, name: &str, end: Span) {
        if let Some(frame) =
            self.stack.iter_mut().rev().find(|frame| matches!(&frame.origin, Origin::Html(open) if open == name))
        {
            frame.span = frame.span.to(end);
        }
    }

    fn close_preformatted(&mut self, depth: usize, end: Span) {
        while self.stack.len() > depth + 1 {
            self.close();
        }
        let Some(mut frame) = self.stack.pop() else { return };
        self.special -= 1;
        let text: String =
            frame.attributes.pairs.iter().filter(|(k, _)| k == "text").map(|(_, v)| v.as_str()).collect();
        let language = frame.attributes.get("language").map(str::to_owned);
        frame.attributes.pairs.clear();
        // HTML standard §13.1.2.5: a line feed directly after `<pre>` is not part of the content.
        let text = text.strip_prefix('\n').unwrap_or(&text);
        let (text, dropped) = clean(text, true);
        self.report_controls(&dropped, frame.span);
        let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
        let code = CodeBlock { language, text, ..CodeBlock::default() };
        self.block(BlockKind::Code(code), frame.span.to(end), frame.attributes);
    }
}
