//! Pieces of a line as items: placed in visual order, painted in logical order.

use super::decoration::{self, Extent};
use super::justify::painted_width;
use super::pieces::{Part, Piece};
use super::shaping::{ClusterKind, Run, scaled};
use super::{Paragraph, object, ruby};
use crate::layout::inline::{ObjectKind, StyledRun};
use crate::layout::line::{Line, LineLink};
use crate::layout::page::{Bounds, Content, Glyph, GlyphRun, Item, Paint};
use crate::text;
use crate::units::Length;

impl Paragraph<'_> {
    /// Adds the pieces to the line, from `start` on its baseline.
    pub(super) fn paint(&self, line: &mut Line, pieces: Vec<Piece>, stretch: i64, start: Length, content_end: usize) {
        let levels: Vec<u8> = pieces.iter().map(|piece| piece.level).collect();
        let mut places = vec![start; pieces.len()];
        let mut x = start;
        let mut extents: Vec<Extent> = Vec::new();
        for place in text::visual_order(&levels) {
            let (Some(piece), Some(left)) = (pieces.get(place), places.get_mut(place)) else { continue };
            let Some(run) = self.shaped.runs.get(piece.run) else { continue };
            *left = x;
            let width = painted_width(piece, stretch);
            let trailing: Length = piece
                .parts
                .iter()
                .filter(|p| p.text.start >= content_end && p.kind == ClusterKind::Space)
                .map(|p| p.width)
                .sum();
            let inked = width - trailing;
            if inked > Length::ZERO {
                let left = if piece.level % 2 == 1 { x + trailing } else { x };
                decoration::extend(&mut extents, run.styled, left, inked);
            }
            x += width;
        }
        // In the order of reading, which is that of the structure tree.
        for (piece, x) in pieces.into_iter().zip(places) {
            let Some(run) = self.shaped.runs.get(piece.run) else { continue };
            if let Some(styled) = self.inlines.runs.get(run.styled) {
                self.paint_piece(line, piece, run, styled, stretch, x);
            }
        }
        self.decorate(line, &extents);
        // All lines of a document are in memory at once.
        line.items.shrink_to_fit();
    }

    fn paint_piece(&self, line: &mut Line, piece: Piece, run: &Run, styled: &StyledRun, stretch: i64, x: Length) {
        let style = &styled.style;
        let rise = if run.position.is_some() { Length::ZERO } else { style.baseline_shift };
        if let Some(object) = run.object.and_then(|place| self.inlines.objects.get(place)) {
            let narrowest = super::narrowest(self.style, self.width);
            if let ObjectKind::Ruby(annotated) = &object.kind {
                let bounds = ruby::paint(self.library, annotated, x, narrowest, &mut line.items);
                // The annotation may stand in what the line above leaves free.
                let free = (style.line_height - style.font_size).at_least_zero() / 4;
                line.ascent = line.ascent.max(Length::ZERO - bounds.y - free);
                return;
            }
            let (width, height) = object::size(Some(object), narrowest);
            let mut descent = Length::ZERO;
            let bounds = match &object.kind {
                ObjectKind::Image { asset, .. } => {
                    let bounds = Bounds { x, y: -rise - height, width, height };
                    line.items.push(Item { content: styled.content, paint: Paint::Image { asset: *asset, bounds } });
                    bounds
                }
                ObjectKind::Ruby(_) => return,
                ObjectKind::Math(math) => {
                    let place = (x, -rise);
                    let (items, above, below) =
                        object::formula(self.library, math, narrowest, place, style.color, styled.content);
                    line.items.extend(items);
                    descent = below;
                    Bounds { x, y: -rise - above, width, height: above + below }
                }
            };
            if let Content::Element(element) = styled.content {
                line.extents.push((element, bounds));
            }
            line.ascent = line.ascent.max(-bounds.y);
            line.descent = line.descent.max(descent - rise);
            return;
        }
        let Some(first) = piece.parts.first().map(|part| part.text.start) else { return };
        let last = piece.parts.iter().map(|part| part.text.end).max().unwrap_or(first);
        // What an initial in front of the text says, its first cluster says: a copied word begins with its first letter.
        let initial = self.inlines.initial.as_ref().filter(|_| first == 0).map_or("", |initial| &initial.text);
        let mut text = initial.to_owned();
        text.push_str(self.inlines.text.get(first..last).unwrap_or(""));
        let length = text.len() - initial.len();
        text.extend(piece.ending);
        let offset = |at: usize| match at - first {
            0 => 0,
            after => u32::try_from(after + initial.len()).unwrap_or(u32::MAX),
        };
        let total = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let mut glyphs = Vec::with_capacity(piece.parts.iter().map(|part| part.glyphs.len()).sum());
        let right_to_left = piece.level % 2 == 1;
        let mut take = |part: Part| {
            let ends = piece.ending.is_some() && part.text.start - first == length;
            let end = if ends { total } else { offset(part.text.end) };
            let range = offset(part.text.start)..end;
            glyphs.extend(part.glyphs.into_iter().map(|g| Glyph { text: range.clone(), ..g }));
        };
        if right_to_left {
            piece.parts.into_iter().rev().for_each(&mut take);
        } else {
            piece.parts.into_iter().for_each(&mut take);
        }
        let face = self.library.face(run.face);
        let above = scaled(i32::from(face.cap_height.max(face.x_height)), run.size, face.units_per_em) + rise;
        let below = scaled(-i32::from(face.descender), run.size, face.units_per_em).ratio(4, 5) - rise;
        line.ascent = line.ascent.max(above);
        line.descent = line.descent.max(below.min(run.size / 3 - rise));
        let stretch = if piece.expandable { stretch } else { 1000 };
        line.items.push(Item {
            content: styled.content,
            paint: Paint::Text(GlyphRun {
                face: run.face,
                size: run.size,
                color: style.color,
                x,
                y: Length::ZERO - rise,
                stretch: u16::try_from(stretch).unwrap_or(1000),
                glyphs: glyphs.into(),
                text: text.into(),
                lang: Some(std::sync::Arc::clone(&styled.lang)),
            }),
        });
    }

    /// Adds backgrounds, underlines, frames and links.
    fn decorate(&self, line: &mut Line, extents: &[Extent]) {
        let mut behind: Vec<Item> = Vec::new();
        for extent in extents {
            let Some(styled) = self.inlines.runs.get(extent.styled) else { continue };
            let style = &styled.style;
            let face = self.library.face(self.library.select(&style.font_family, style.font_weight, style.font_style));
            decoration::paint(style, styled.kind, face, extent, &mut behind, &mut line.items);
            let Some(link) = styled.link.and_then(|place| self.inlines.links.get(place)) else { continue };
            let area = Bounds {
                x: extent.x,
                y: Length::ZERO - line.ascent,
                width: extent.width,
                height: line.ascent + line.descent,
            };
            match line.links.last_mut() {
                Some(known) if known.element == link.element && known.area.x + known.area.width == area.x => {
                    known.area.width += area.width;
                }
                _ => line.links.push(LineLink {
                    area,
                    target: link.target.clone(),
                    element: link.element,
                    description: link.description.clone(),
                }),
            }
        }
        if !behind.is_empty() {
            behind.append(&mut line.items);
            line.items = behind;
        }
    }
}
