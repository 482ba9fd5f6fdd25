//! The second stage: boxes are given their width and become vertical lists. Neighbours are set in parallel.

mod code;
mod columns;
mod decimal;
mod drop_cap;
mod entry;
mod grid;
mod list;
mod lowest;
mod picture;
mod table;
mod text;
mod widths;

use std::sync::Arc;

use rayon::prelude::*;

use super::fragment::Fragment;
use super::node::{Node, NodeKind};
use super::page::{Bounds, SourcePoint};
use super::vertical::{PartKind, Slab, VerticalList, cost};
use crate::model::BlockId;
use crate::resolve::Resolved;
use crate::style::{Break, Computed, Edges, Float};
use crate::text::FontLibrary;
use crate::units::Length;

/// What setting needs to know.
#[derive(Clone, Copy)]
pub(super) struct Setter<'a> {
    /// The document.
    pub(super) resolved: &'a Resolved,
    /// The style sheet.
    pub(super) sheet: &'a crate::style::StyleSheet,
    /// The fonts.
    pub(super) library: &'a FontLibrary,
    /// The height of a column of text.
    pub(super) height: Length,
    /// The width of the column or cell that indents are taken from.
    pub(super) measure: Length,
    /// The room on a page that lies on its side, for tables that are too wide; none for what cannot have a page of its own.
    pub(super) turned: Option<Turned>,
    /// The width of all columns, for what spans them; none where nothing does.
    pub(super) all_columns: Option<Length>,
}

/// The room on a page that lies on its side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turned {
    /// The width of a column on an upright page; only what has all of it may turn the page.
    pub(super) from: Length,
    /// The width on the turned page.
    pub(super) width: Length,
    /// The height there.
    pub(super) height: Length,
}

/// Fewer neighbours than this are not worth a second thread.
const PARALLEL: usize = 8;

/// The most lines of a text that is taken for the introduction of a table.
const INTRODUCTION: usize = 4;

/// A box that stands in others is no narrower than so many ems, if they leave it that: margins give way.
const LEGIBLE: i64 = 8;

/// No box is narrower, so that something always fits into it.
const NARROWEST: Length = Length::points(6);

impl Setter<'_> {
    /// The same for what stands inside something that cannot turn the page.
    pub(super) fn upright(self) -> Self {
        Self { turned: None, all_columns: None, ..self }
    }

    /// Sets boxes below one another in `width`, with their left edge at `x`.
    pub(super) fn nodes(&self, nodes: &[Node], x: Length, width: Length) -> VerticalList {
        let mut parts: Vec<VerticalList> = if nodes.len() < PARALLEL {
            nodes.iter().map(|node| self.node(node, x, width)).collect()
        } else {
            nodes.par_iter().map(|node| self.node(node, x, width)).collect()
        };
        self.turn_with_tables(nodes, &mut parts, x);
        self.span_with_next(nodes, &mut parts, x);
        let mut list = VerticalList::default();
        list.slabs.reserve_exact(parts.iter().map(|part| part.slabs.len()).sum());
        for (i, (node, mut part)) in nodes.iter().zip(parts).enumerate() {
            let floats = matches!(node.kind, NodeKind::Float(_));
            let kind = if floats { part.float() } else { part.text() };
            if kind == PartKind::Float {
                // It would rather move.
                part.slabs.iter_mut().filter_map(|slab| slab.elastic.as_mut()).for_each(|elastic| elastic.halve());
            }
            // Below a heading, or above a list, which it is then the head of.
            let lone_line = part.slabs.len() == 1 && (is_heading(nodes, i.checked_sub(1)) || is_list(nodes, i + 1));
            list.append_part(part, kind);
            if let Some(part) = list.parts.last_mut() {
                part.below_text = self.below_text(node, x, width);
            }
            if introduces(node) || lone_line {
                list.cost(cost::DISCOURAGED * 10);
            }
            if is_lone_entry(nodes, i) {
                list.cost(cost::LONE_ROW);
            }
        }
        list
    }

    /// The lines of a paragraph once the figure above has moved away from it, if it is then set in another way.
    fn below_text(&self, node: &Node, x: Length, width: Length) -> Option<Vec<Slab>> {
        let NodeKind::Text(text) = &node.kind else { return None };
        let style = Computed { text_indent: text.indent_below_text?, ..(*node.style).clone() };
        Some(self.node(&Node { style: Arc::new(style), ..node.clone() }, x, width).slabs)
    }

    /// Brings what must stay with a table, its caption and the headings above it, to the page that the table has turned: a
    /// heading left behind would have a page to itself.
    fn turn_with_tables(&self, nodes: &[Node], parts: &mut [VerticalList], x: Length) {
        let Some(turned) = self.turned else { return };
        for table in 1..parts.len() {
            if !parts[table].slabs.first().is_some_and(|slab| slab.turned) {
                continue;
            }
            let mut first = table;
            while let Some(above) = first.checked_sub(1).filter(|&above| leads_on(&nodes[above])) {
                // A short text between a heading and the table introduces the table.
                let intro = !nodes[above].style.keep_with_next;
                let headed = || above.checked_sub(1).is_some_and(|heading| nodes[heading].style.keep_with_next);
                if intro && (first != table || !headed() || parts[above].slabs.len() > INTRODUCTION) {
                    break;
                }
                parts[above] = self.node(&nodes[above], x, turned.width);
                parts[above].slabs.iter_mut().for_each(|slab| slab.turned = true);
                if let Some(slab) = parts[first].slabs.first_mut() {
                    slab.forced = Break::Auto;
                }
                first = above;
            }
            if let Some(slab) = parts[first].slabs.first_mut().filter(|slab| slab.forced == Break::Auto) {
                slab.forced = Break::Page;
            }
        }
    }

    /// Makes headings as wide as what they are above: below them the columns would end.
    fn span_with_next(&self, nodes: &[Node], parts: &mut [VerticalList], x: Length) {
        let Some(all) = self.all_columns else { return };
        for above in (0..parts.len().saturating_sub(1)).rev() {
            let spans = |part: &VerticalList| part.slabs.first().is_some_and(|slab| slab.spans);
            if is_heading(nodes, Some(above)) && spans(&parts[above + 1]) && !spans(&parts[above]) {
                parts[above] = self.node(&nodes[above], x, all);
                parts[above].slabs.iter_mut().for_each(|slab| slab.spans = true);
            }
        }
    }

    fn node(&self, node: &Node, x: Length, width: Length) -> VerticalList {
        if let Some(all) = self.all_columns.filter(|&all| spans(node) || self.needs_all_columns(node, width, all)) {
            let mut list = Self { all_columns: None, turned: None, ..*self }.node(node, x, all);
            list.slabs.iter_mut().for_each(|slab| slab.spans = true);
            return list;
        }
        Self { all_columns: None, ..*self }.column_node(node, x, width)
    }

    /// The same of what is no wider than a column.
    fn column_node(&self, node: &Node, x: Length, width: Length) -> VerticalList {
        let style = &*node.style;
        let mut list = VerticalList::default();
        node.anchors.iter().for_each(|anchor| list.anchor(anchor));
        list.force(style.break_before);
        list.space(style.margin.top);
        let least = (style.root_font_size * LEGIBLE).max(NARROWEST);
        let (x, width) = inside(x, width, mirror(style.margin, node.mirrored), least);
        let framed = style.background.is_some() || style.border != Edges::default();
        let edges = mirror(padding_and_border(style), node.mirrored);
        let (inner_x, inner_width) = inside(x, width, edges, least);
        // The rules of a table stand with its rows.
        let boxed = !matches!(node.kind, NodeKind::Table(_))
            && (framed || edges.top > Length::ZERO || edges.bottom > Length::ZERO);
        let first = list.slabs.len();
        if boxed {
            let mut own = style.clone();
            if node.mirrored {
                std::mem::swap(&mut own.border.left, &mut own.border.right);
            }
            list.open(&own, x, width);
        }
        match &node.kind {
            NodeKind::Text(text) => self.text(text, &node.style, inner_x, inner_width, &mut list),
            NodeKind::Group(nodes) | NodeKind::Float(nodes) => list.append(self.nodes(nodes, inner_x, inner_width)),
            NodeKind::List(items) => self.list(items, node, x, width, &mut list),
            NodeKind::Code(code) => self.code(code, style, inner_x, inner_width, &mut list),
            NodeKind::Table(table) => self.table(table, style, x, width, &mut list),
            NodeKind::Pictures(pictures) => self.pictures(pictures, style, inner_x, inner_width, &mut list),
            NodeKind::Formula(formula) => self.formula(formula, style, inner_x, inner_width, &mut list),
            NodeKind::Ornament => self.ornament(style, inner_x, inner_width, &mut list),
            NodeKind::Strut => list.push(Slab::default()),
            NodeKind::Break(kind) => list.force(*kind),
            NodeKind::Entry(entry) => self.entry(entry, style, node.mirrored, (inner_x, inner_width), &mut list),
        }
        // A page that begins with what has no text begins with all of it. The innermost block is named last.
        if let (Some(slab), Some(block)) = (list.slabs.get_mut(first), node.anchors.last())
            && slab.fragment.start.is_none()
            && (matches!(node.kind, NodeKind::Formula(_) | NodeKind::Ornament) || slab.pictured().is_some())
        {
            slab.fragment.start = start_of(block, 0);
        }
        if boxed {
            list.close(style);
        }
        if style.break_inside == Break::Avoid {
            list.keep_whole(first, cost::AVOID);
        }
        list.space(style.margin.bottom);
        list.force(style.break_after);
        if style.keep_with_next {
            list.cost(cost::KEEP);
        }
        match (&node.kind, style.float) {
            (NodeKind::Float(_), Float::Top | Float::Bottom | Float::Page) if self.turned.is_some() => {
                let gap = style.margin.top.max(style.margin.bottom).max(style.root_line_height / 2);
                list.lifted(style.float, gap)
            }
            _ => list,
        }
    }

    /// A thematic break: a rule where the style gives it a border, three stars otherwise.
    fn ornament(&self, style: &Computed, x: Length, width: Length, list: &mut VerticalList) {
        let mut fragment = Fragment::default();
        let height;
        if style.border == Edges::default() {
            let dot = style.font_size.ratio(3, 20);
            height = style.line_height;
            for place in [-1, 0, 1] {
                let left = x + width / 2 - dot / 2 + style.font_size * place;
                let area = Bounds { x: left, y: height / 2 - dot / 2, width: dot, height: dot };
                fragment.rule(area, style.color);
            }
        } else {
            height = Length::ZERO;
        }
        list.push(Slab { height, fragment, ..Slab::default() });
    }
}

/// Whether a box is as wide as all columns: it says so, or the only box in it does.
fn spans(node: &Node) -> bool {
    let only = |nodes: &[Node]| matches!(nodes, [only] if spans(only));
    node.style.column_span || matches!(&node.kind, NodeKind::Group(nodes) if only(nodes))
}

/// Text that may belong to what follows it.
fn leads_on(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Text(_))
}

/// The content box inside edges. Edges that would leave it narrower than `least` share what there is beyond that.
fn inside(x: Length, width: Length, edges: Edges<Length>, least: Length) -> (Length, Length) {
    // Negative edges go no further than the column, so that nothing leaves the page.
    let edges = Edges { left: edges.left.max(-x), right: edges.right.at_least_zero(), ..edges };
    let taken = edges.left + edges.right;
    if width - taken >= least || taken <= Length::ZERO {
        return (x + edges.left, width - taken);
    }
    let spare = (width - least).at_least_zero();
    (x + spare.ratio(edges.left.at_least_zero().0, taken.0.max(1)), width - spare)
}

/// Padding and borders together.
fn padding_and_border(style: &Computed) -> Edges<Length> {
    let side = |padding: Length, border: Option<crate::style::Border>| {
        padding.at_least_zero() + border.map_or(Length::ZERO, |b| b.width.at_least_zero())
    };
    Edges {
        top: side(style.padding.top, style.border.top),
        right: side(style.padding.right, style.border.right),
        bottom: side(style.padding.bottom, style.border.bottom),
        left: side(style.padding.left, style.border.left),
    }
}

fn mirror<T>(edges: Edges<T>, mirrored: bool) -> Edges<T> {
    if mirrored { Edges { left: edges.right, right: edges.left, ..edges } } else { edges }
}

/// Where slabs of a code block or cell begin in the source.
fn start_of(block: &BlockId, offset: usize) -> Option<SourcePoint> {
    Some(SourcePoint { block: block.clone(), offset })
}

/// Whether a paragraph ends with a colon, so that what follows belongs to it.
fn introduces(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Text(text) if text.inlines.text.trim_end().ends_with([':', '：']))
}

/// Whether a box keeps with the one after it, as headings do.
fn is_heading(nodes: &[Node], at: Option<usize>) -> bool {
    at.and_then(|at| nodes.get(at)).is_some_and(|node| node.style.keep_with_next && leads_on(node))
}

fn is_list(nodes: &[Node], at: usize) -> bool {
    nodes.get(at).is_some_and(|node| matches!(node.kind, NodeKind::List(_)))
}

/// Whether a page that ends below this entry of a list of contents has the first of them alone, or leaves the last alone.
fn is_lone_entry(nodes: &[Node], at: usize) -> bool {
    let is_entry =
        |at: Option<usize>| at.and_then(|at| nodes.get(at)).is_some_and(|node| matches!(node.kind, NodeKind::Entry(_)));
    let (here, next) = (is_entry(Some(at)), is_entry(Some(at + 1)));
    here && next && !(is_entry(at.checked_sub(1)) && is_entry(Some(at + 2)))
}
