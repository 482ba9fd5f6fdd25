//! Ruby: `<ruby>`, in which each `<rt>` annotates what stands before it (HTML standard §4.5.10–12).

use super::RubyPart;
use crate::diagnostic::Span;
use crate::markdown::builder::{Builder, InlineNode, Node, Origin};
use crate::model::{Attributes, Inline, InlineKind, Ruby};

impl Builder<'_> {
    /// Opens a part; the one that is open ends there (HTML standard §13.1.2.4). Outside of `<ruby>` the tags mean nothing.
    pub(super) fn ruby_part(&mut self, part: RubyPart, name: &str, closed: bool, span: Span) {
        if !self.html_open(|open| open == "ruby", |_| false) {
            return;
        }
        if self.html_open(|open| matches!(open, "rb" | "rt" | "rp"), |open| open == "ruby") {
            self.close_html(|open| matches!(open, "rb" | "rt" | "rp"));
        }
        if !closed {
            let node = InlineNode::RubyPart(part);
            self.open_inline(node, Origin::Html(name.to_owned()), span, Attributes::default());
        }
    }

    /// What a part comes to when it ends.
    pub(in crate::markdown) fn close_ruby_part(&mut self, part: RubyPart, inlines: Vec<Inline>, span: Span) {
        match (part, &mut self.top().node) {
            (RubyPart::Parenthesis, Node::Inline(InlineNode::Ruby(_))) => {}
            (RubyPart::Annotation, Node::Inline(InlineNode::Ruby(_))) => self.annotate(inlines, span),
            _ => {
                inlines.into_iter().for_each(|inline| self.inline(inline.kind, inline.span));
                let end = self.top().inlines.len();
                if let Node::Inline(InlineNode::Ruby(ends)) = &mut self.top().node {
                    ends.push(end);
                }
            }
        }
    }

    /// Puts an annotation to what stands before it: the first base that has none, or all that follows the last one that has.
    fn annotate(&mut self, annotation: Vec<Inline>, span: Span) {
        let frame = self.top();
        let annotated = |inline: &Inline| matches!(inline.kind, InlineKind::Ruby(_));
        let start = frame.inlines.iter().rposition(annotated).map_or(0, |place| place + 1);
        let count = frame.inlines.len();
        frame.brackets.clear();
        let Node::Inline(InlineNode::Ruby(ends)) = &mut frame.node else { return };
        let end = ends.iter().copied().find(|&end| end > start).unwrap_or(count).min(count);
        let base: Vec<Inline> = frame.inlines.splice(start..end, []).collect();
        // What follows has moved to the front, and one inline is going to stand before it.
        ends.iter_mut().for_each(|at| *at = if *at >= end { *at + 1 + start - end } else { 0 });
        let whole = base.first().map_or(span, |first| first.span.to(span));
        let put = match (text(&base), text(&annotation)) {
            (Some(base), Some(annotation)) if !base.is_empty() && !annotation.is_empty() => {
                vec![Inline { span: whole, kind: InlineKind::Ruby(Ruby { base, annotation }) }]
            }
            (Some(_), Some(annotation)) if annotation.is_empty() => base,
            (base_text, _) => {
                let message = match base_text {
                    Some(base) if base.is_empty() => "this annotation stands above nothing: it is shown in parentheses",
                    _ => "more than text stands in this `<ruby>`: its annotation is shown in parentheses",
                };
                self.raw(message.into(), whole);
                let sign = |sign: &str| Inline { span, kind: InlineKind::Text(sign.into()) };
                base.into_iter().chain([sign("(")]).chain(annotation).chain([sign(")")]).collect()
            }
        };
        self.top().inlines.splice(start..start, put);
    }
}

/// White space in front of `</ruby>` only arranges the source.
pub(in crate::markdown) fn end_ruby(inlines: &mut Vec<Inline>) {
    while inlines.pop_if(|inline| text(std::slice::from_ref(inline)).is_some_and(|text| text.is_empty())).is_some() {}
}

/// What inlines say, where they are text alone.
fn text(inlines: &[Inline]) -> Option<String> {
    let mut text = String::new();
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(part) => text.push_str(part),
            InlineKind::SoftBreak => text.push(' '),
            _ => return None,
        }
    }
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
