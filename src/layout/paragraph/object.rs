//! Pictures and formulas in a line.

use crate::layout::glyphs::Glyphs;
use crate::layout::inline::{InlineMath, Object, ObjectKind};
use crate::layout::page::{Bounds, Content, Glyph, GlyphRun, Item, Paint, Rule};
use crate::model::Extent;
use crate::style::FontStyle;
use crate::text::FontLibrary;
use crate::units::{Color, Length};

/// Width and height of an object in a line of that width. A picture keeps its proportions unless both were given, and never
/// stands out of its line or its page.
pub(super) fn size(object: Option<&Object>, line: Length) -> (Length, Length) {
    let (width, height, natural, tallest) = match object.map(|object| &object.kind) {
        Some(ObjectKind::Image { width, height, natural, tallest, .. }) => (width, height, natural, tallest),
        Some(ObjectKind::Math(math)) => {
            let set = math.set();
            let scale = |length: Length| if set.width > line { length.ratio(line.0, set.width.0) } else { length };
            return (scale(set.width), scale(set.ascent + set.descent));
        }
        // Annotated text has fonts, which are not known here.
        Some(ObjectKind::Ruby(_)) | None => return (Length::ZERO, Length::ZERO),
    };
    let (natural_width, natural_height) = (natural.0.max(Length(1)), natural.1.max(Length(1)));
    let given = |extent: &Option<Extent>, whole: Length| {
        extent.map(|extent| match extent {
            Extent::Points(points) => Length::from_points(points),
            Extent::Share(share) => whole.scale(share),
        })
    };
    let whole = if line == Length::MAX { natural_width } else { line };
    let (mut w, mut h) = match (given(width, whole), given(height, whole)) {
        (Some(w), Some(h)) => (w, h),
        (Some(w), None) => (w, w.ratio(natural_height.0, natural_width.0)),
        (None, Some(h)) => (h.ratio(natural_width.0, natural_height.0), h),
        (None, None) => (natural_width, natural_height),
    };
    if w > line {
        h = h.ratio(line.0, w.0);
        w = line;
    }
    if h > *tallest && *tallest > Length::ZERO {
        w = w.ratio(tallest.0, h.0);
        h = *tallest;
    }
    (w, h)
}

/// The glyphs and rules of a formula with its left end at `x`, and how far it reaches above and below the baseline `y`. One that is wider
/// than the line is made smaller. Its first glyph stands for its text, and the last one on the same line for the last word of it:
/// a reader that measures words by their glyphs must not find one without any width.
pub(super) fn formula(
    library: &FontLibrary,
    math: &InlineMath,
    line: Length,
    (x, y): (Length, Length),
    color: Color,
    content: Content,
) -> (Vec<Item>, Length, Length) {
    let set = math.set();
    let scale = |length: Length| if set.width > line { length.ratio(line.0, set.width.0) } else { length };
    let Some(face) = library.in_family("STIX Two Math", 400, FontStyle::Normal) else {
        return (Vec::new(), Length::ZERO, Length::ZERO);
    };
    let rules = set.rules.iter().map(|rule| {
        let bounds =
            Bounds { x: x + scale(rule.x), y: y + scale(rule.y), width: scale(rule.width), height: scale(rule.height) };
        Paint::Rule(Rule { bounds, color: rule.color.unwrap_or(color) })
    });
    let plain = math.formula.plain_text();
    let last = set.glyphs.iter().rposition(|glyph| set.glyphs.first().is_some_and(|first| first.y == glyph.y));
    let last_word = plain.trim_end().rfind(char::is_whitespace).map_or(0, |space| space + 1);
    let (words, word) = if last > Some(0) { plain.split_at(last_word) } else { (plain.as_str(), "") };
    let glyphs = set.glyphs.iter().enumerate().map(|(place, glyph)| {
        let text = match place {
            0 if words.is_empty() => word,
            0 => words,
            _ if Some(place) == last && !words.is_empty() => word,
            _ => "",
        };
        Paint::Text(GlyphRun {
            face,
            size: scale(glyph.size),
            color: glyph.color.unwrap_or(color),
            x: x + scale(glyph.x),
            y: y + scale(glyph.y),
            stretch: 1000,
            glyphs: Glyphs::from(vec![Glyph {
                id: glyph.id,
                advance: scale(glyph.advance),
                dx: Length::ZERO,
                dy: Length::ZERO,
                text: 0..u32::try_from(text.len()).unwrap_or(u32::MAX),
            }]),
            text: text.into(),
            lang: None,
        })
    });
    let items = rules.chain(glyphs).map(|paint| Item { content, paint }).collect();
    (items, scale(set.ascent), scale(set.descent))
}
