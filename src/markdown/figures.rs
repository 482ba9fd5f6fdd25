//! Figures that are written out: `<figure>` and `::: {.figure}`.

use super::builder::Builder;
use super::close::take_pair;
use crate::diagnostic::Span;
use crate::model::{Attributes, Block, BlockId, BlockKind, Caption, Figure, Image, Inline, InlineKind};

/// Adds the figure that holds these blocks; a container where they are more than pictures.
pub(super) fn close(
    builder: &mut Builder<'_>,
    mut blocks: Vec<Block>,
    caption: Option<Vec<Inline>>,
    span: Span,
    mut attributes: Attributes,
) {
    let caption = caption.filter(|content| !content.is_empty());
    if let Some(images) = images(&blocks) {
        let whole = caption.as_ref().and_then(|content| Some(content.first()?.span.to(content.last()?.span)));
        let own = match blocks.as_mut_slice() {
            [Block { kind: BlockKind::Figure(figure), .. }] => figure.caption.take(),
            _ => None,
        };
        let caption = caption.zip(whole).map(|(content, span)| Caption { span, content }).or(own);
        attributes.classes.retain(|class| class != "figure");
        builder.block(BlockKind::Figure(Figure { images, caption }), span, attributes);
        return;
    }
    if let Some(content) = caption {
        let attributes = Attributes { classes: vec!["caption".into()], ..Attributes::default() };
        blocks.push(Block { id: BlockId::default(), span, attributes, kind: BlockKind::Paragraph(content) });
    }
    if !blocks.is_empty() {
        if !attributes.has_class("figure") {
            attributes.classes.insert(0, "figure".into());
        }
        builder.block(BlockKind::Container(blocks), span, attributes);
    }
}

/// The pictures, if there is nothing else.
fn images(blocks: &[Block]) -> Option<Vec<Image>> {
    let mut images = Vec::new();
    for block in blocks {
        match &block.kind {
            BlockKind::Figure(figure) => images.extend(figure.images.iter().cloned()),
            BlockKind::Paragraph(inlines) => {
                for inline in inlines {
                    match &inline.kind {
                        InlineKind::Image(image) => images.push(image.clone()),
                        InlineKind::SoftBreak | InlineKind::LineBreak => {}
                        InlineKind::Text(text) if text.trim().is_empty() => {}
                        _ => return None,
                    }
                }
            }
            _ => return None,
        }
    }
    (!images.is_empty()).then_some(images)
}

/// `{alt="…"}` or `{fig-alt="…"}` stands in for the text between the brackets, which is then the caption alone.
pub(super) fn replace_alt(image: &mut Image) {
    if let Some(alt) = take_pair(&mut image.attributes, "fig-alt").or_else(|| take_pair(&mut image.attributes, "alt")) {
        image.alt = alt;
    }
}
