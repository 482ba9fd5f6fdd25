//! Alternative texts of figures and formulas (ISO 14289-1 §7.3, §7.7).

use std::collections::{BTreeMap, HashMap};

use super::Source;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::layout::{ElementId, ElementKind, Layout};
use crate::model::{Attributes, Block, BlockId, BlockKind, InlineKind, plain_text, visit_blocks, visit_inlines};

/// The alternative text of every element that needs one. Where the author gave none, the caption or the file's name must do,
/// and the author is told.
pub(super) fn collect(
    source: &Source<'_>,
    layout: &Layout,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<ElementId, String> {
    let mut alternatives = BTreeMap::new();
    adornments(source, diagnostics);
    let mut blocks: Option<HashMap<&BlockId, &Block>> = None;
    for (place, element) in layout.elements.iter().enumerate() {
        let Ok(id) = u32::try_from(place).map(ElementId) else { break };
        let given = element.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty());
        if let Some(alt) = given {
            alternatives.insert(id, alt.to_owned());
            continue;
        }
        let (code, noun, clause) = match element.kind {
            ElementKind::Figure(_) => ("figure-without-alt", "picture", "ISO 14289-1 §7.3"),
            ElementKind::Formula(_) => ("formula-without-alt", "formula", "ISO 14289-1 §7.7"),
            _ => continue,
        };
        let blocks = blocks.get_or_insert_with(|| index(source));
        let block = ancestor_block(layout, element).and_then(|id| blocks.get(id).copied());
        let message = format!("a {noun} has no alternative text, which accessible PDF asks for ({clause})");
        let mut diagnostic = Diagnostic::warning(code, message);
        if let Some((block, span)) = block.map(|block| (block, block.span)) {
            diagnostic = diagnostic.at(image_span(block).unwrap_or(span));
        }
        diagnostics.push(diagnostic.help("say in a few words what is to be seen: ![alternative text](file)"));
        alternatives.insert(id, block.and_then(described).unwrap_or_else(|| noun.to_owned()));
    }
    alternatives
}

/// Says which pictures count as decoration, unless the author says so too with the class `decorative`.
fn adornments(source: &Source<'_>, diagnostics: &mut Diagnostics) {
    let known = |attributes: &Attributes| attributes.has_class("decorative");
    let mut found: Vec<Span> = Vec::new();
    visit_blocks(source.blocks, &mut |block| {
        if let BlockKind::Figure(figure) = &block.kind {
            let first = figure.images.first().filter(|_| figure.is_decorative() && !known(&block.attributes));
            found.extend(first.filter(|image| !known(&image.attributes)).map(|image| image.span));
        }
        for sequence in block.inline_sequences() {
            let mut linked: Vec<Span> = Vec::new();
            visit_inlines(sequence, &mut |inline| match &inline.kind {
                // A picture that is a link must be described; what is in a link comes after it.
                InlineKind::Link(_) => linked.push(inline.span),
                InlineKind::Image(image) if image.alt.trim().is_empty() && !known(&image.attributes) => {
                    let is_linked =
                        linked.iter().any(|link| link.start <= image.span.start && image.span.end <= link.end);
                    found.extend((!is_linked).then_some(image.span));
                }
                _ => {}
            });
        }
    });
    diagnostics.extend(found.into_iter().map(|span| {
        let message = "a picture has no alternative text and counts as decoration, which those who cannot see it are not told of \
                       (ISO 14289-1 §7.3)";
        let help = "say in a few words what is to be seen: ![alternative text](file); or that it is decoration: ![](file){.decorative}";
        Diagnostic::warning("figure-without-alt", message).at(span).help(help)
    }));
}

fn index<'a>(source: &Source<'a>) -> HashMap<&'a BlockId, &'a Block> {
    let mut blocks = HashMap::new();
    let notes = source.notes.iter().map(|note| note.blocks.as_slice());
    let all = [source.metadata.abstract_.as_slice(), source.blocks].into_iter().chain(notes);
    all.for_each(|list| {
        visit_blocks(list, &mut |block| {
            blocks.insert(&block.id, block);
        })
    });
    blocks
}

/// The block of the element or of what it is in.
fn ancestor_block<'a>(layout: &'a Layout, mut element: &'a crate::layout::Element) -> Option<&'a BlockId> {
    loop {
        if let Some(block) = &element.block {
            return Some(block);
        }
        let parent = element.parent;
        let above = layout.elements.get(parent.0 as usize)?;
        if parent == ElementId(0) || std::ptr::eq(above, element) {
            return above.block.as_ref();
        }
        element = above;
    }
}

fn image_span(block: &Block) -> Option<Span> {
    match &block.kind {
        BlockKind::Figure(figure) => {
            figure.images.iter().find(|image| image.alt.trim().is_empty()).map(|image| image.span)
        }
        _ => None,
    }
}

/// What a figure's caption or its file's name says.
fn described(block: &Block) -> Option<String> {
    let BlockKind::Figure(figure) = &block.kind else { return None };
    let caption =
        figure.caption.as_ref().map(|caption| plain_text(&caption.content)).filter(|text| !text.trim().is_empty());
    caption.or_else(|| {
        let target = &figure.images.first()?.target;
        target.rsplit('/').next().filter(|name| !name.is_empty()).map(str::to_owned)
    })
}
