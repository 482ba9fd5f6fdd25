//! Temporary stand-in.
use super::inline::Inlines;
use super::line::Line;
use super::page::{Content, Glyph, GlyphRun, Item, Paint};
use crate::diagnostic::Diagnostics;
use crate::resolve::Resolved;
use crate::style::Computed;
use crate::text::{FaceId, FontLibrary};
use crate::units::Length;

pub(super) fn set(
    _l: &FontLibrary,
    _r: &Resolved,
    inlines: &Inlines,
    style: &Computed,
    width: Length,
    _d: &mut Diagnostics,
) -> Vec<Line> {
    let advance = style.font_size / 2;
    let per = usize::try_from(width.0 / advance.0.max(1)).unwrap_or(1).max(1);
    let mut rows: Vec<String> = vec![String::new()];
    for word in inlines.text.split(' ') {
        let row = rows.last_mut().unwrap();
        if !row.is_empty() && row.chars().count() + 1 + word.chars().count() > per {
            rows.push(word.to_owned());
        } else {
            if !row.is_empty() {
                row.push(' ');
            }
            row.push_str(word);
        }
    }
    if inlines.text.is_empty() {
        rows.clear();
    }
    let mut offset = 0;
    let mut notes = inlines.notes.clone();
    rows.into_iter()
        .map(|text| {
            let glyphs = text
                .chars()
                .map(|_| Glyph { id: 1, advance, dx: Length::ZERO, dy: Length::ZERO, text: 0..1 })
                .collect();
            let n = text.chars().count();
            let run = GlyphRun {
                face: FaceId(0),
                size: style.font_size,
                color: style.color,
                x: Length::ZERO,
                y: Length::ZERO,
                stretch: 1000,
                glyphs,
                text,
                lang: None,
            };
            let ascent = style.line_height.ratio(3, 4);
            let line = Line {
                items: vec![Item { content: Content::Element(inlines.element), paint: Paint::Text(run) }],
                notes: std::mem::take(&mut notes),
                ascent,
                descent: style.line_height - ascent,
                offset,
                space_ratio: 1000,
                ..Line::default()
            };
            offset += n + 1;
            line
        })
        .collect()
}

pub(super) fn intrinsic_widths(
    _l: &FontLibrary,
    _r: &Resolved,
    inlines: &Inlines,
    style: &Computed,
) -> (Length, Length) {
    let advance = style.font_size / 2;
    let w = |n: usize| advance * i64::try_from(n).unwrap_or(0);
    (w(inlines.text.split(' ').map(|s| s.chars().count()).max().unwrap_or(0)), w(inlines.text.chars().count()))
}
