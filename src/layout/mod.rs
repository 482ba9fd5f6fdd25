//! Paragraphs to lines to pages, in points. Knows nothing of PDF.
//!
//! The stages are `flow` (blocks to boxes and the structure tree), `set` (boxes to vertical lists, paragraphs in parallel) and
//! `pages` (vertical lists to pages).
//!
//! **Invariant:** layout is integer arithmetic; the result is the same on every platform and for any number of threads.

mod extract;
mod flow;
mod fragment;
mod glyphs;
pub mod inline;
mod line;
mod measure;
mod node;
mod page;
mod pages;
pub mod paragraph;
mod plain;
mod set;
mod structure;
#[cfg(test)]
mod tests;
mod vertical;

pub use glyphs::Glyphs;
pub use line::{Line, LineLink};
pub use page::{
    Artifact, Bounds, CellScope, ColumnWidths, Content, Element, ElementId, ElementKind, Glyph, GlyphRun, Item, Layout,
    LinkArea, LinkTarget, OutlineEntry, Page, Paint, Place, Rule, SourcePoint, TableShape,
};
pub use plain::plain_line;
pub use structure::Structure;

use rayon::prelude::*;

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{BlockId, visit_blocks};
use crate::resolve::Resolved;
use crate::style::StyleSheet;
use crate::text::FontLibrary;
use crate::units::Length;

/// Lays a document out. Never fails: what cannot be set as it should be is set as well as possible and reported.
#[must_use]
pub fn layout(resolved: &Resolved, sheet: &StyleSheet, library: &FontLibrary) -> (Layout, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let geometry = pages::Geometry::new(sheet, &mut diagnostics);
    let flow = flow::flow(resolved, sheet);
    let mut structure = flow.structure;
    let width = geometry.column_width;
    let turned = geometry.turned();
    let room = set::Turned { from: width, width: turned.column_width, height: turned.body_height };
    let all_columns = (geometry.columns > 1).then_some(geometry.text_width);
    let (height, turned) = (geometry.body_height, Some(room));
    let setter = set::Setter { resolved, sheet, library, height, measure: width, turned, all_columns };
    let mut front = setter.nodes(&flow.front, Length::ZERO, width);
    let mut main =
        head(&setter.upright(), &flow.head, &geometry).followed_by(setter.nodes(&flow.main, Length::ZERO, width));
    let notes: Vec<_> = flow.notes.par_iter().map(|note| setter.upright().nodes(note, Length::ZERO, width)).collect();
    // What was set is not needed any more; long documents are long enough once.
    drop((flow.front, flow.head, flow.main, flow.notes));
    front.finish();
    main.finish();
    let mut column_widths = std::mem::take(&mut front.column_widths);
    column_widths.append(&mut main.column_widths);
    diagnostics.append(&mut front.diagnostics);
    diagnostics.append(&mut main.diagnostics);
    let notes = notes.into_iter().map(|mut note| {
        note.finish();
        column_widths.append(&mut note.column_widths);
        diagnostics.append(&mut note.diagnostics);
        note.flatten()
    });
    let notes = notes.collect();
    let front = (front, flow.display_pages);
    let reset = |pliant: &vertical::Pliant, lines: usize| setter.reset(pliant, lines);
    let mut pages = pages::compose(front, main, notes, &mut structure.elements, &geometry, sheet, &reset);
    pages.number(sheet);
    pages.fill_numbers(library);
    pages.running_lines(&resolved.metadata, &geometry, sheet, library);
    pages.pages.iter_mut().for_each(|page| page.items.shrink_to_fit());
    diagnostics.append(&mut pages.diagnostics);
    report_too_tall(&pages.too_tall, resolved, &mut diagnostics);
    paragraph::merge_diagnostics(&mut diagnostics);
    let layout = Layout {
        pages: pages.pages,
        elements: structure.elements,
        places: pages.places,
        outline: flow.outline,
        column_widths: column_widths.into_iter().collect(),
    };
    (layout, diagnostics)
}

/// The title above the columns of the first page, or, where it would leave little of that page, in the first of them.
fn head(setter: &set::Setter<'_>, nodes: &[node::Node], geometry: &pages::Geometry) -> vertical::VerticalList {
    let mut head = setter.nodes(nodes, Length::ZERO, geometry.text_width);
    let height: Length = head.slabs.iter().map(|slab| slab.space.length() + slab.height).sum();
    if height > geometry.body_height * 2 / 3 {
        return setter.nodes(nodes, Length::ZERO, geometry.column_width);
    }
    head.slabs.iter_mut().for_each(|slab| slab.spans = true);
    head
}

/// Says what was higher than a page, and where it stands in the source.
fn report_too_tall(blocks: &[Option<BlockId>], resolved: &Resolved, diagnostics: &mut Diagnostics) {
    let mut spans: HashMap<&BlockId, Span> = HashMap::new();
    if !blocks.is_empty() {
        let notes = resolved.notes.iter().map(|note| note.blocks.as_slice());
        for list in notes.chain([resolved.blocks.as_slice()]) {
            visit_blocks(list, &mut |block| {
                spans.insert(&block.id, block.span);
            });
        }
    }
    for block in blocks {
        let message = "something here is higher than the page; it has been made smaller";
        let diagnostic = Diagnostic::warning("too-tall", message).help("divide it, or make the page larger");
        let span = block.as_ref().and_then(|block| spans.get(block).copied());
        diagnostics.push(Diagnostic { span, ..diagnostic });
    }
}
