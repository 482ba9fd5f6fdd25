//! Start tags of raw HTML: each opens a frame of the tree that Markdown builds.

use super::elements::{Element, align_of, breaks_page, declaration, keep};
use crate::diagnostic::Span;
use crate::markdown::builder::{Builder, InlineNode, Node, Origin, inline_node};
use crate::markdown::close::take_pair;
use crate::model::{
    Alignment, Attributes, BlockKind, Cell, Direction, Image, InlineKind, List, ListKind, NumberStyle, Table,
    base_direction,
};

/// Characters of an element among which its first letter is looked for.
const LOOKED_AT: usize = 400;

/// The attributes of a tag, as they are written.
pub(super) type Pairs = Vec<(String, String)>;

impl Builder<'_> {
    /// Opens an inline element, or puts one that has no content.
    pub(super) fn inline_start(&mut self, element: Element, name: &str, pairs: &Pairs, closed: bool, span: Span) {
        match element {
            Element::Break => {
                if self.preformatted() {
                    self.html_text("\n", span);
                } else if self.in_inlines() {
                    self.inline(InlineKind::LineBreak, span);
                }
                return;
            }
            Element::Image => return self.image(pairs, span),
            Element::RubyPart(part) if !self.preformatted() => return self.ruby_part(part, name, closed, span),
            Element::Code if self.preformatted() => {
                let language = pairs.iter().find(|(k, _)| k == "class").and_then(|(_, v)| {
                    v.split_whitespace().find_map(|c| c.strip_prefix("language-").or_else(|| c.strip_prefix("lang-")))
                });
                if let Some((language, frame)) =
                    language.zip(self.stack.iter_mut().rev().find(|frame| frame.node == Node::Preformatted))
                {
                    frame.attributes.pairs.push(("language".into(), language.to_owned()));
                }
                return;
            }
            _ if self.preformatted() => return,
            _ => {}
        }
        let get = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.clone());
        let mut attributes = keep(pairs);
        let node = match element {
            Element::Anchor => match get("href") {
                Some(target) => {
                    let title = take_pair(&mut attributes, "title").unwrap_or_default();
                    InlineNode::Link { target: target.trim().to_owned(), title }
                }
                None => {
                    // `<a id="x"></a>` between blocks names the next one.
                    if let Some(id) = attributes.id.take_if(|_| !self.in_inlines() && self.takes_blocks()) {
                        let waits = self.source.get(span.end as usize..).is_some_and(|rest| {
                            let rest = rest.strip_prefix("</a>").unwrap_or(rest);
                            rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n') || rest.trim().is_empty()
                        });
                        if waits && self.fixed.is_none() {
                            self.anchors.push((id, span));
                            return;
                        }
                        attributes.id = Some(id);
                    }
                    InlineNode::Span
                }
            },
            Element::Classed(class) => {
                attributes.classes.insert(0, class.to_owned());
                InlineNode::Span
            }
            Element::Deletion | Element::Insertion => {
                attributes.pairs.extend(pairs.iter().filter(|(key, _)| key == "datetime").cloned());
                inline_node(element).unwrap_or(InlineNode::Span)
            }
            _ => inline_node(element).unwrap_or(InlineNode::Span),
        };
        self.open_inline(node, Origin::Html(name.to_owned()), span, attributes);
        if closed {
            self.close();
        }
    }

    fn image(&mut self, pairs: &Pairs, span: Span) {
        let get = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.trim().to_owned());
        let Some(target) = get("src").filter(|src| !src.is_empty()) else {
            return self.raw("a picture without `src` is left out".into(), span);
        };
        let mut attributes = keep(pairs);
        let title = take_pair(&mut attributes, "title").unwrap_or_default();
        if let Some(align) = align_of(pairs) {
            attributes.classes.push(align.to_owned());
        }
        for key in ["width", "height"] {
            let styled = pairs.iter().filter(|(k, _)| k == "style").find_map(|(_, v)| declaration(v, key));
            if let Some(value) = styled.filter(|_| attributes.get(key).is_none()) {
                attributes.pairs.push((key.to_owned(), value));
            }
        }
        let alt = get("alt").unwrap_or_default();
        let image = Image { span, target, alt, title, attributes, ..Image::default() };
        self.inline(InlineKind::Image(image), span);
    }

    /// Opens a block element, and closes what its start tag closes.
    pub(super) fn block_start(&mut self, element: Element, name: &str, pairs: &Pairs, span: Span) {
        let get = |key: &str| pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.trim());
        let origin = Origin::Html(name.to_owned());
        self.close_implied(element);
        let mut attributes = keep(pairs);
        if let Some(align) = align_of(pairs).filter(|_| !matches!(element, Element::Cell | Element::HeadCell)) {
            // The classes are those of styles, where left is where lines start.
            let class = match align {
                "left" if self.is_right_to_left(name, &attributes, span) => "right",
                "right" if self.is_right_to_left(name, &attributes, span) => "left",
                align => align,
            };
            attributes.classes.push(class.to_owned());
        }
        let (before, after) = breaks_page(pairs);
        if before || after {
            self.end_paragraph();
            self.block(BlockKind::PageBreak, span, Attributes::default());
        }
        let class = |mut attributes: Attributes, class: &str| {
            if !attributes.has_class(class) {
                attributes.classes.insert(0, class.to_owned());
            }
            attributes
        };
        match element {
            Element::Paragraph => self.open_block(Node::Flow, origin, span, attributes),
            // Without a name or a place it only groups.
            Element::Division if attributes.is_empty() => self.open_block(Node::Flow, origin, span, attributes),
            Element::Division => self.open_block(Node::Container, origin, span, attributes),
            Element::Center => self.open_block(Node::Container, origin, span, class(attributes, "center")),
            Element::Details => {
                attributes.pairs.retain(|(key, _)| key != "open");
                self.open_block(Node::Container, origin, span, class(attributes, "details"));
            }
            Element::Summary => self.open_block(Node::Flow, origin, span, class(attributes, "summary")),
            Element::Figure => self.open_block(Node::Figure, origin, span, attributes),
            Element::Caption => self.open_block(Node::Caption, origin, span, attributes),
            Element::Quote => self.open_block(Node::Quote, origin, span, attributes),
            Element::BulletList | Element::OrderedList => {
                let kind = if element == Element::BulletList {
                    ListKind::Bullet
                } else {
                    let style = match get("type") {
                        Some("a") => NumberStyle::LowerAlpha,
                        Some("A") => NumberStyle::UpperAlpha,
                        Some("i") => NumberStyle::LowerRoman,
                        Some("I") => NumberStyle::UpperRoman,
                        _ => NumberStyle::Decimal,
                    };
                    ListKind::Ordered { start: get("start").and_then(|s| s.parse().ok()).unwrap_or(1), style }
                };
                self.open_block(Node::List(List { kind, tight: true, items: Vec::new() }), origin, span, attributes);
            }
            Element::Item => self.open_block(Node::Item(None), origin, span, attributes),
            Element::DefinitionList => self.open_block(Node::Definitions(Vec::new()), origin, span, attributes),
            Element::Term => self.open_block(Node::Term, origin, span, attributes),
            Element::Definition => self.open_block(Node::Definition, origin, span, attributes),
            Element::Table => self.open_block(Node::Table(Table::default()), origin, span, attributes),
            Element::Rows(group) => self.open_block(Node::Rows(group), origin, span, attributes),
            Element::Row => self.open_block(Node::Row(Vec::new()), origin, span, attributes),
            Element::Cell | Element::HeadCell => {
                let spanned = |key: &str| get(key).and_then(|n| n.parse::<u32>().ok()).unwrap_or(1).clamp(1, 1_000);
                let cell = Cell {
                    span,
                    heads_row: element == Element::HeadCell,
                    column_span: spanned("colspan"),
                    row_span: spanned("rowspan"),
                    alignment: match align_of(pairs) {
                        Some("left") => Some(Alignment::Left),
                        Some("center") => Some(Alignment::Center),
                        Some("right") => Some(Alignment::Right),
                        _ => None,
                    },
                    blocks: Vec::new(),
                };
                self.open_block(Node::Cell(cell), origin, span, attributes);
            }
            Element::Heading(level) => self.open_block(Node::Heading(level), origin, span, attributes),
            Element::Preformatted => {
                // Pairs named `text` and `language` gather the content until it closes.
                attributes.pairs.clear();
                self.open_block(Node::Preformatted, origin, span, attributes);
            }
            // Inlines do not come here.
            _ => self.open_block(Node::Flow, origin, span, attributes),
        }
    }

    /// Whether the lines of an element run from right to left: as the author has said of it or of one around it, else as the first
    /// letter behind its start tag has it.
    fn is_right_to_left(&self, name: &str, attributes: &Attributes, start: Span) -> bool {
        let around = self.stack.iter().rev().map(|frame| &frame.attributes);
        let said = std::iter::once(attributes).chain(around).find_map(|attributes| attributes.get("dir"));
        if let Some(direction) = said {
            return direction.eq_ignore_ascii_case("rtl");
        }
        let behind = self.source.get(start.range().end..).unwrap_or("");
        let inside = behind.split(&format!("</{name}")).next().unwrap_or("");
        let mut in_tag = false;
        let text = inside.chars().take(LOOKED_AT).filter(|&c| {
            let shown = !in_tag && c != '<';
            in_tag = c == '<' || (in_tag && c != '>');
            shown
        });
        base_direction(&text.collect::<String>(), Direction::LeftToRight) == Direction::RightToLeft
    }

    /// HTML standard §13.1.2.4: what a start tag closes that authors need not close.
    fn close_implied(&mut self, element: Element) {
        let closes: (&[&str], &[&str]) = match element {
            Element::Item => (&["li"], &["ul", "ol", "menu"]),
            Element::Term | Element::Definition => (&["dt", "dd"], &["dl"]),
            Element::Row => (&["tr"], &["table"]),
            Element::Cell | Element::HeadCell => (&["td", "th"], &["tr", "table"]),
            Element::Rows(_) => (&["thead", "tbody", "tfoot"], &["table"]),
            _ => (&["p"], &["td", "th", "li", "dd", "blockquote", "div", "figure"]),
        };
        if self.html_open(|name| closes.0.contains(&name), |name| closes.1.contains(&name)) {
            self.close_html(|name| closes.0.contains(&name));
        }
    }
}
