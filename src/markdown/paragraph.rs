//! What a paragraph turns out to be: text, a figure, a page break or the place of the contents.

use super::builder::Builder;
use crate::model::{Attributes, BlockKind, Caption, ContentsKind, Figure, Image, Inline, InlineKind};

/// Adds the block that these inlines come to; nothing for blank ones.
pub(super) fn close(
    builder: &mut Builder<'_>,
    inlines: Vec<Inline>,
    caption: Option<Vec<Inline>>,
    attributes: Attributes,
) {
    let inlines = trim(inlines);
    let (Some(first), Some(last)) = (inlines.first(), inlines.last()) else { return };
    let span = first.span.to(last.span);
    if let Some(kind) = command(&inlines) {
        builder.block(kind, span, attributes);
    } else if let Some((figure, attributes)) = figure(&inlines, caption, &attributes) {
        builder.block(BlockKind::Figure(figure), span, attributes);
    } else {
        builder.block(BlockKind::Paragraph(inlines), span, attributes);
    }
}

/// A paragraph that is one command.
fn command(inlines: &[Inline]) -> Option<BlockKind> {
    let [Inline { kind: InlineKind::Text(text), .. }] = inlines else { return None };
    if text.len() > 32 {
        return None;
    }
    Some(match text.trim() {
        "\\newpage" | "\\pagebreak" | "\\clearpage" | "\\cleardoublepage" => BlockKind::PageBreak,
        "[TOC]" | "[toc]" | "[[toc]]" | "[[TOC]]" | "[[_TOC_]]" | "\\tableofcontents" => {
            BlockKind::Contents(ContentsKind::Headings)
        }
        "\\listoffigures" => BlockKind::Contents(ContentsKind::Figures),
        "\\listoftables" => BlockKind::Contents(ContentsKind::Tables),
        _ => return None,
    })
}

/// Pandoc's implicit figures: a paragraph of pictures alone. One picture's alternative text is the caption.
fn figure(inlines: &[Inline], caption: Option<Vec<Inline>>, attributes: &Attributes) -> Option<(Figure, Attributes)> {
    let mut images: Vec<Image> = Vec::new();
    let mut notes_in_alternatives = false;
    for inline in inlines {
        match &inline.kind {
            InlineKind::Image(image) => images.push(image.clone()),
            InlineKind::NoteReference(_) if images.last().is_some_and(|image| inline.span.end < image.span.end) => {
                notes_in_alternatives = true;
            }
            InlineKind::SoftBreak | InlineKind::LineBreak => {}
            InlineKind::Text(text) if text.trim().is_empty() => {}
            _ => return None,
        }
    }
    let mut attributes = attributes.clone();
    if let [image] = images.as_mut_slice() {
        attributes.id = attributes.id.or(image.attributes.id.take());
        attributes.classes.append(&mut image.attributes.classes);
        let caption = caption.filter(|content| !content.is_empty());
        let span = caption.as_ref().and_then(|content| Some(content.first()?.span.to(content.last()?.span)));
        let caption = caption.zip(span).map(|(content, span)| Caption { span, content });
        super::figures::replace_alt(image);
        return Some((Figure { images, caption }, attributes));
    }
    if notes_in_alternatives {
        return None;
    }
    images.iter_mut().for_each(super::figures::replace_alt);
    // The first picture that has an id names the whole.
    let named = images.iter_mut().find(|image| image.attributes.id.is_some());
    attributes.id = attributes.id.or(named.and_then(|image| image.attributes.id.take()));
    (!images.is_empty()).then_some((Figure { images, caption: None }, attributes))
}

/// Without white space and breaks at both ends.
pub(super) fn trim(mut inlines: Vec<Inline>) -> Vec<Inline> {
    while let Some(last) = inlines.last_mut() {
        match &mut last.kind {
            InlineKind::SoftBreak | InlineKind::LineBreak => {}
            InlineKind::Text(text) => {
                text.truncate(text.trim_end_matches([' ', '\t']).len());
                if !text.is_empty() {
                    break;
                }
            }
            _ => break,
        }
        inlines.pop();
    }
    let blank = inlines
        .iter()
        .take_while(|inline| match &inline.kind {
            InlineKind::SoftBreak | InlineKind::LineBreak => true,
            InlineKind::Text(text) => text.trim_matches([' ', '\t']).is_empty(),
            _ => false,
        })
        .count();
    inlines.drain(..blank);
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = inlines.first_mut() {
        let length = text.len() - text.trim_start_matches([' ', '\t']).len();
        text.drain(..length);
    }
    inlines
}
