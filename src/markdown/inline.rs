//! Conventions inside a line that `pulldown-cmark` leaves as text: spans, inline notes, citations, cross-references.

use super::builder::{Bracket, Builder};
use super::close::revision;
use super::{attributes, citations, scripts, text};
use crate::diagnostic::Span;
use crate::model::{
    Attributes, Block, BlockId, BlockKind, CrossReference, Inline, InlineKind, Note, NoteReference, plain_text,
};

impl Builder<'_> {
    /// Text as written in the source at `start`, where brackets and the like may mean something.
    pub(super) fn written(&mut self, written: &str, start: usize) {
        let end = start + written.len();
        let mut at = start.max(if self.skip.contains(&start) { self.skip.end } else { start });
        let mut plain = at;
        while at < end {
            let Some(offset) = self.source[at..end].find(['[', ']', '@', '^', '~']) else { break };
            at += offset;
            if self.escaped(at) {
                at += 1;
                continue;
            }
            match self.source.as_bytes()[at] {
                b'[' => {
                    let note = at > 0 && self.source.as_bytes()[at - 1] == b'^' && !self.escaped(at - 1);
                    self.plain(plain, at);
                    let span = self.span(at..at + 1);
                    // A node of its own, to be taken away again.
                    self.inline(InlineKind::Text("[".into()), span);
                    let frame = self.top();
                    frame.brackets.push(Bracket { content: frame.inlines.len(), at, note });
                    at += 1;
                    plain = at;
                }
                b']' => {
                    self.plain(plain, at);
                    plain = at;
                    if let Some(next) = self.close_bracket(at) {
                        at = next;
                        plain = next;
                        self.skip = self.skip.start.max(end)..next;
                    } else {
                        at += 1;
                    }
                }
                delimiter @ (b'^' | b'~') => match scripts::parse(self.source, at) {
                    Some((text, length)) => {
                        self.plain(plain, at);
                        let inner = self.span(at + 1..at + length - 1);
                        let content = vec![Inline { span: inner, kind: InlineKind::Text(text) }];
                        let span = self.span(at..at + length);
                        let raised = delimiter == b'^';
                        let kind =
                            if raised { InlineKind::Superscript(content) } else { InlineKind::Subscript(content) };
                        self.inline(kind, span);
                        at += length;
                        plain = at;
                        self.skip = end..at;
                    }
                    None => at += 1,
                },
                _ => match citations::bare_reference(self.source, at) {
                    Some(length) => {
                        self.plain(plain, at);
                        let span = self.span(at..at + length);
                        let target = self.source[at + 1..at + length].to_owned();
                        let reference = CrossReference { target, ..CrossReference::default() };
                        self.inline(InlineKind::CrossReference(reference), span);
                        at += length;
                        plain = at;
                        self.skip = end..at;
                    }
                    None => at += 1,
                },
            }
        }
        self.plain(plain, end);
    }

    /// Text in which nothing means anything.
    fn plain(&mut self, start: usize, end: usize) {
        if start < end {
            let source = self.source;
            let span = self.span(start..end);
            self.cleaned(&source[start..end], span);
        }
    }

    /// Adds text without its control characters.
    pub(super) fn cleaned(&mut self, written: &str, span: Span) {
        let (kept, dropped) = text::clean(written, false);
        self.report_controls(&dropped, span);
        self.text(&kept, span);
    }

    pub(super) fn report_controls(&mut self, dropped: &[(usize, char)], span: Span) {
        for (offset, c) in dropped {
            let start = span.start as usize + offset;
            let span = if self.fixed.is_some() { span } else { Span::new(span.file, start..start + c.len_utf8()) };
            self.warn("control-character", format!("the control character U+{:04X} is left out", u32::from(*c)), span);
        }
    }

    /// Whether an odd number of backslashes stands before that byte.
    fn escaped(&self, at: usize) -> bool {
        self.source.as_bytes()[..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
    }

    /// Decides what the brackets that close at `at` are. Returns where the text goes on if they were anything.
    fn close_bracket(&mut self, at: usize) -> Option<usize> {
        let source = self.source;
        let bracket = self.top().brackets.pop()?;
        let content = source.get(bracket.at + 1..at)?;
        let span = self.span(bracket.at..at + 1);
        if bracket.note {
            let whole = self.span(bracket.at - 1..at + 1);
            let inlines = self.take_bracket(bracket);
            self.drop_caret();
            self.inline_note(inlines, whole);
            return Some(at + 1);
        }
        if let Some((attributes, length)) = source.get(at + 1..).and_then(attributes::parse) {
            let inlines = self.take_bracket(bracket);
            let span = self.span(bracket.at..at + 1 + length);
            let kind = spanned(inlines, attributes);
            for kind in kind {
                self.inline(kind, span);
            }
            return Some(at + 1 + length);
        }
        if let Some(label) = content.strip_prefix('^') {
            if label.is_empty() || label.contains(char::is_whitespace) || label.contains(['[', ']']) {
                return None;
            }
            // The parser knows only notes that are defined; this one is not.
            self.take_bracket(bracket);
            let reference = NoteReference { label: label.to_owned(), ..NoteReference::default() };
            self.inline(InlineKind::NoteReference(reference), span);
            return Some(at + 1);
        }
        if content.contains('@') && !source[at + 1..].starts_with(['(', '[']) {
            let inlines = citations::parse(content, bracket.at + 1, source.get(bracket.at..=at)?)?;
            self.take_bracket(bracket);
            for (kind, range) in inlines {
                let span = self.span(range);
                match kind {
                    InlineKind::Text(text) => self.text(&text, span),
                    kind => self.inline(kind, span),
                }
            }
            return Some(at + 1);
        }
        None
    }

    /// Takes away a bracket and gives out what stood in it.
    fn take_bracket(&mut self, bracket: Bracket) -> Vec<Inline> {
        let frame = self.top();
        let content = frame.inlines.split_off(bracket.content.min(frame.inlines.len()));
        frame.inlines.pop();
        content
    }

    /// Takes away the `^` before an inline note.
    fn drop_caret(&mut self) {
        if let Some(Inline { kind: InlineKind::Text(text), span }) = self.top().inlines.last_mut()
            && text.ends_with('^')
        {
            text.pop();
            span.end = span.end.saturating_sub(1).max(span.start);
            if text.is_empty() {
                self.top().inlines.pop();
            }
        }
    }

    fn inline_note(&mut self, inlines: Vec<Inline>, span: Span) {
        // No author can write a label with a space in it.
        let label = format!("inline {}", span.start);
        let block = Block {
            id: BlockId::default(),
            span,
            attributes: Attributes::default(),
            kind: BlockKind::Paragraph(super::paragraph::trim(merge(inlines))),
        };
        self.notes.push(Note { id: BlockId::default(), label: label.clone(), span, blocks: vec![block] });
        self.inline(InlineKind::NoteReference(NoteReference { label, ..NoteReference::default() }), span);
    }

    /// Attributes written directly after a link, picture or code that ends at `end`.
    pub(super) fn attributes_after(&mut self, end: usize) -> Attributes {
        let Some((attributes, length)) =
            self.source.get(end..).filter(|rest| rest.starts_with('{')).and_then(attributes::parse)
        else {
            return Attributes::default();
        };
        self.skip = end..end + length;
        attributes
    }
}

/// What `[…]{…}` is.
fn spanned(inlines: Vec<Inline>, mut attributes: Attributes) -> Vec<InlineKind> {
    let inlines = merge(inlines);
    let mut take = |names: &[&str]| {
        let found = attributes.classes.iter().position(|class| names.contains(&class.as_str()));
        found.map(|i| attributes.classes.remove(i)).is_some()
    };
    if take(&["insertion"]) {
        return vec![InlineKind::Insertion(revision(inlines, &mut attributes))];
    }
    if take(&["deletion"]) {
        return vec![InlineKind::Deletion(revision(inlines, &mut attributes))];
    }
    if take(&["comment"]) {
        return vec![InlineKind::Comment(revision(inlines, &mut attributes))];
    }
    if take(&["index"]) {
        let entry = super::close::take_pair(&mut attributes, "entry").unwrap_or_else(|| plain_text(&inlines));
        let mut kinds: Vec<InlineKind> = inlines.into_iter().map(|inline| inline.kind).collect();
        kinds.push(InlineKind::IndexMark(entry));
        return kinds;
    }
    let small_caps = take(&["smallcaps", "small-caps", "sc"]);
    let underlined = take(&["ul", "underline"]);
    if underlined {
        attributes.classes.insert(0, "underline".into());
    }
    if !small_caps {
        return vec![InlineKind::Span { attributes, content: inlines }];
    }
    if attributes.is_empty() {
        return vec![InlineKind::SmallCaps(inlines)];
    }
    let span = inlines.first().map(|inline| inline.span).unwrap_or_default();
    vec![InlineKind::Span { attributes, content: vec![Inline { span, kind: InlineKind::SmallCaps(inlines) }] }]
}

/// Joins texts that stand beside one another.
pub(super) fn merge(mut inlines: Vec<Inline>) -> Vec<Inline> {
    let is_text = |inline: &Inline| matches!(inline.kind, InlineKind::Text(_));
    if !inlines.windows(2).any(|pair| pair.iter().all(is_text)) {
        inlines.shrink_to_fit();
        return inlines;
    }
    let mut merged: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        if let InlineKind::Text(text) = &inline.kind
            && let Some(Inline { kind: InlineKind::Text(before), span }) = merged.last_mut()
        {
            before.push_str(text);
            *span = span.to(inline.span);
        } else {
            merged.push(inline);
        }
    }
    // A paragraph came line by line, and most are one text now; all of them stay in memory.
    merged.shrink_to_fit();
    merged
}
