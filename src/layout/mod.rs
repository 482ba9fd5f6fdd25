//! Paragraphs to lines to pages, in points. Knows nothing of PDF.
//!
//! The stages are `flow` (blocks to boxes and the structure tree), `set` (boxes to vertical lists, paragraphs in parallel) and
//! `pages` (vertical lists to pages). A long text goes through them a few chapters at a time.
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
    let width = geometry.column_width;
    let turned = geometry.turned();
    let room = set::Turned { from: width, width: turned.column_width, height: turned.body_height };
    let all_columns = (geometry.columns > 1).then_some(geometry.text_width);
    let (height, turned) = (geometry.body_height, Some(room));
    let setter = set::Setter { resolved, sheet, library, height, measure: width, turned, all_columns };
    let reset = |pliant: &vertical::Pliant, lines: usize| setter.reset(pliant, lines);
    let chapter = pages::chapter_level(&resolved.blocks);
    let makeup = pages::Makeup { geometry: &geometry, sheet, chapter, reset: &reset };
    let composer = pages::Composer::new(&makeup, resolved.notes.len());
    let mut assembly = Assembly { setter, composer, column_widths: Vec::new(), diagnostics, notes: Diagnostics::new() };
    let mut flow = flow::Flow::new(resolved, sheet);
    assembly.front(&mut flow);
    assembly.text(&mut flow, &geometry);
    let Assembly { composer, column_widths, mut diagnostics, mut notes, .. } = assembly;
    diagnostics.append(&mut notes);
    let mut pages = composer.finish(flow.structure_mut());
    let (structure, outline) = flow.finish();
    pages.number(sheet);
    pages.fill_numbers(library);
    pages.running_lines(&resolved.metadata, &geometry, sheet, library);
    diagnostics.append(&mut pages.diagnostics);
    report_too_tall(&pages.too_tall, resolved, &mut diagnostics);
    paragraph::merge_diagnostics(&mut diagnostics);
    let layout = Layout {
        pages: pages.pages,
        elements: structure.elements,
        places: pages.places,
        outline,
        column_widths: column_widths.into_iter().collect(),
    };
    (layout, diagnostics)
}

/// Takes a document through the stages, a few chapters at a time.
struct Assembly<'a> {
    setter: set::Setter<'a>,
    composer: pages::Composer<'a>,
    column_widths: Vec<(BlockId, ColumnWidths)>,
    diagnostics: Diagnostics,
    /// Those of the notes.
    notes: Diagnostics,
}

impl Assembly<'_> {
    fn front(&mut self, flow: &mut flow::Flow<'_>) {
        let nodes = std::mem::take(&mut flow.front);
        let mut list = self.setter.nodes(&nodes, Length::ZERO, self.setter.measure);
        list.finish();
        self.take_in(&mut list, flow);
        self.composer.front(list, flow.display_pages(), flow.structure_mut());
    }

    fn text(&mut self, flow: &mut flow::Flow<'_>, geometry: &pages::Geometry) {
        let mut before = head(&self.setter.upright(), &std::mem::take(&mut flow.head), geometry);
        // A part finds its pages while the next is being set.
        let mut part: Option<vertical::VerticalList> = None;
        loop {
            let nodes = flow.next_part();
            let (setter, composer) = (&self.setter, &mut self.composer);
            let set = |nodes: &Vec<node::Node>| setter.nodes(nodes, Length::ZERO, setter.measure);
            let (own, ()) = rayon::join(
                || nodes.as_ref().map(set),
                || part.take().into_iter().for_each(|list| composer.text(list, flow.structure_mut())),
            );
            let Some(own) = own else { break };
            let mut list = std::mem::take(&mut before).followed_by(own);
            if flow.goes_on() {
                before = list.rest();
            } else {
                list.finish();
            }
            self.take_in(&mut list, flow);
            part = Some(list);
        }
        // A title without text.
        self.composer.text(before, flow.structure_mut());
    }

    /// Sets the notes that a list refers to first, and takes out of it what does not stand on pages.
    fn take_in(&mut self, list: &mut vertical::VerticalList, flow: &mut flow::Flow<'_>) {
        self.column_widths.append(&mut list.column_widths);
        self.diagnostics.append(&mut list.diagnostics);
        let setter = self.setter.upright();
        let set = |nodes: &Vec<node::Node>| setter.nodes(nodes, Length::ZERO, setter.measure);
        let notes: Vec<_> = flow.fresh_notes().par_iter().map(|(place, nodes)| (*place, set(nodes))).collect();
        for (place, mut note) in notes {
            note.finish();
            self.column_widths.append(&mut note.column_widths);
            self.notes.append(&mut note.diagnostics);
            self.composer.note(place, note.flatten());
        }
    }
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
