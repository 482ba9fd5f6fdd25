//! Code blocks, and raw text meant for another format.

use std::sync::Arc;

use super::{Context, Walk, node};
use crate::layout::node::{Code, Node, NodeKind};
use crate::layout::page::ElementKind;
use crate::model::{Block, CodeBlock};
use crate::style::{Computed, Role};

/// Columns from one tab stop to the next.
const TAB: usize = 4;

impl<'a> Walk<'a> {
    pub(super) fn code(&mut self, code: &'a CodeBlock, block: &'a Block, context: &Context<'a>) -> Vec<Node> {
        let mut nodes = Vec::new();
        if let Some(caption) = &code.caption {
            let mut caption = self.caption(&caption.content, caption.span, &block.id, context);
            caption.style = Arc::new(Computed { keep_with_next: true, ..(*caption.style).clone() });
            nodes.push(caption);
        }
        let style = self.sheet.compute(&Role::CodeBlock, &context.style);
        let element = self.element(ElementKind::Code, context, Some(&block.id));
        let mut lines = node(
            NodeKind::Code(Code {
                text: expand_tabs(&code.text),
                language: code.language.clone(),
                first_line_number: code.first_line_number,
                highlighted: code.highlighted.clone(),
                element,
                block: block.id.clone(),
            }),
            style,
        );
        if nodes.is_empty() {
            return vec![lines];
        }
        let mut outer = context.style.inherited();
        outer.margin.top = lines.style.margin.top;
        outer.margin.bottom = lines.style.margin.bottom;
        let mut inner = (*lines.style).clone();
        inner.margin.top = crate::units::Length::ZERO;
        inner.margin.bottom = inner.margin.top;
        lines.style = Arc::new(inner);
        nodes.push(lines);
        vec![super::group(nodes, outer)]
    }

    pub(super) fn raw(&mut self, text: &str, block: &'a Block, context: &Context<'a>) -> Node {
        let style = self.sheet.compute(&Role::CodeBlock, &context.style);
        let element = self.element(ElementKind::Code, context, Some(&block.id));
        let code = Code {
            text: expand_tabs(text.strip_suffix('\n').unwrap_or(text)),
            language: None,
            first_line_number: None,
            highlighted: Vec::new(),
            element,
            block: block.id.clone(),
        };
        node(NodeKind::Code(code), style)
    }
}

/// Spaces in place of tabs.
fn expand_tabs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let spaces = TAB - column % TAB;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\n' => {
                out.push('\n');
                column = 0;
            }
            c => {
                out.push(c);
                column += 1;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::expand_tabs;

    #[test]
    fn tabs_go_to_the_next_stop() {
        assert_eq!(expand_tabs("\ta\n123\tb"), "    a\n123 b");
    }
}
