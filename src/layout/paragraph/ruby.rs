//! Text with an annotation above it (Requirements for Japanese Text Layout §3.3).

use super::Paragraph;
use super::passes::Breaks;
use crate::diagnostic::Diagnostics;
use crate::layout::inline::{InlineRuby, Inlines, SetRuby};
use crate::layout::line::Line;
use crate::layout::page::{Bounds, Item, Paint};
use crate::style::{Computed, TextAlign};
use crate::text::FontLibrary;
use crate::units::Length;

/// Base and annotation, each in a line of its own.
pub(super) fn set<'a>(library: &FontLibrary, ruby: &'a InlineRuby) -> &'a SetRuby {
    ruby.set(|| {
        let mut diagnostics = Diagnostics::new();
        let base = one_line(library, &ruby.base, &ruby.style, &mut diagnostics);
        let annotation = one_line(library, &ruby.annotation, &ruby.style, &mut diagnostics);
        SetRuby { base, annotation, diagnostics }
    })
}

fn one_line(
    library: &FontLibrary,
    inlines: &Inlines,
    style: &Computed,
    diagnostics: &mut Diagnostics,
) -> (Line, Length) {
    let style =
        Computed { text_align: TextAlign::Start, text_indent: Length::ZERO, protrusion: false, ..style.clone() };
    let mut paragraph = Paragraph::new(library, &[], inlines, &style, Length::MAX, diagnostics);
    let points = paragraph.finder().plain();
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Default::default() };
    let width = paragraph.natural(first, last);
    paragraph.width = width;
    let whole = Breaks { points: vec![*first, *last], ..Breaks::default() };
    let line = paragraph.finish(&whole, &mut Diagnostics::new()).pop();
    (line.unwrap_or_default(), width)
}

/// How wide both are together, and what part of it is left in a line of that width, as a ratio.
pub(super) fn size(library: &FontLibrary, ruby: &InlineRuby, line: Length) -> (Length, (i64, i64)) {
    let SetRuby { base, annotation, .. } = set(library, ruby);
    let width = base.1.max(annotation.1);
    if width > line { (line, (line.0, width.0)) } else { (width, (1, 1)) }
}

/// What is painted with its left end at `x`, each centred over the other; and where it stands.
pub(super) fn paint(
    library: &FontLibrary,
    ruby: &InlineRuby,
    x: Length,
    line: Length,
    items: &mut Vec<Item>,
) -> Bounds {
    let SetRuby { base, annotation, .. } = set(library, ruby);
    let (width, (part, whole)) = size(library, ruby, line);
    let size = ruby.style.font_size.ratio(part, whole);
    // An ideograph reaches 0.88 of its size above its baseline, and one of half the size 0.06 below it.
    let above = size.ratio(24, 25);
    for ((set, own), raise) in [(base, Length::ZERO), (annotation, above)] {
        let left = x + (width - own.ratio(part, whole)) / 2;
        items.extend(set.items.iter().map(|item| {
            let mut item = item.clone();
            scale(&mut item.paint, part, whole);
            shift(&mut item.paint, left, Length::ZERO - raise);
            item
        }));
    }
    let top = above + size.ratio(9, 25);
    Bounds { x, y: Length::ZERO - top - ruby.style.baseline_shift, width, height: top }
}

fn shift(paint: &mut Paint, x: Length, y: Length) {
    match paint {
        Paint::Text(run) => (run.x, run.y) = (run.x + x, run.y + y),
        Paint::Rule(rule) => (rule.bounds.x, rule.bounds.y) = (rule.bounds.x + x, rule.bounds.y + y),
        Paint::Image { bounds, .. } => (bounds.x, bounds.y) = (bounds.x + x, bounds.y + y),
    }
}

fn scale(paint: &mut Paint, part: i64, whole: i64) {
    let of = |length: &mut Length| *length = length.ratio(part, whole);
    match paint {
        Paint::Text(run) => {
            [&mut run.size, &mut run.x, &mut run.y].into_iter().for_each(of);
            let glyphs = run.glyphs.iter().map(|mut glyph| {
                [&mut glyph.advance, &mut glyph.dx, &mut glyph.dy].into_iter().for_each(of);
                glyph
            });
            run.glyphs = glyphs.collect();
        }
        Paint::Rule(crate::layout::page::Rule { bounds, .. }) | Paint::Image { bounds, .. } => {
            [&mut bounds.x, &mut bounds.y, &mut bounds.width, &mut bounds.height].into_iter().for_each(of);
        }
    }
}
