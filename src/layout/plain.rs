//! Text set as it is, on one line: code, running heads, page numbers and leaders. Nothing is broken, stretched or left out.

use std::ops::Range;

use super::fragment::Fragment;
use super::page::{Artifact, Content, Glyph, GlyphRun, Item, Paint};
use crate::model::{Direction, base_direction};
use crate::style::{Computed, TextTransform};
use crate::text::{self, FaceId, FontLibrary, RunProperties, ShapedGlyph};
use crate::units::Length;

/// Sets runs of text beside one another from `x` on the baseline `y`, each in the base direction that is its own (UAX #9 P2);
/// returns where they end.
pub(super) fn set<'a>(
    library: &FontLibrary,
    runs: impl Iterator<Item = (&'a str, &'a Computed)>,
    (mut x, y): (Length, Length),
    content: Content,
    fragment: &mut Fragment,
) -> Length {
    for (text, style) in runs {
        let base = base_direction(text, Direction::LeftToRight);
        x = set_run(library, text, style, (base, Kind::Text), (x, y), content, &mut fragment.items);
    }
    x
}

/// What a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Words.
    Text,
    /// Code, which stands in columns.
    Code,
}

/// Features that join characters or change them by their neighbours: code shows each as it is, unless the style asks for them.
const JOINING: &[[u8; 4]] = &[*b"liga", *b"clig", *b"dlig", *b"calt"];

/// Sets runs of code, which runs from left to right in every language (UAX #9 HL4).
pub(super) fn set_code<'a>(
    library: &FontLibrary,
    runs: impl Iterator<Item = (&'a str, &'a Computed)>,
    (mut x, y): (Length, Length),
    content: Content,
    fragment: &mut Fragment,
) {
    for (text, style) in runs {
        x = set_run(library, text, style, (Direction::LeftToRight, Kind::Code), (x, y), content, &mut fragment.items);
    }
}

/// Text on a line of its own, for pictures that are no pages: its runs in visual order from `x` 0 on the baseline `y` 0, and
/// how wide it is.
#[must_use]
pub fn plain_line(library: &FontLibrary, text: &str, style: &Computed) -> (Vec<GlyphRun>, Length) {
    let mut items = Vec::new();
    let nowhere = Content::Artifact(Artifact::Layout);
    let base = base_direction(text, Direction::LeftToRight);
    let width = set_run(library, text, style, (base, Kind::Text), (Length::ZERO, Length::ZERO), nowhere, &mut items);
    let runs = items.into_iter().filter_map(|item| match item.paint {
        Paint::Text(run) => Some(run),
        Paint::Rule(_) | Paint::Image { .. } => None,
    });
    (runs.collect(), width)
}

/// How wide text is on one line.
pub(super) fn width(library: &FontLibrary, text: &str, style: &Computed) -> Length {
    let nowhere = Content::Artifact(Artifact::Layout);
    let base = Direction::LeftToRight;
    set_run(library, text, style, (base, Kind::Text), (Length::ZERO, Length::ZERO), nowhere, &mut Vec::new())
}

/// From the top of a line of the style's line height to its baseline.
pub(super) fn baseline(library: &FontLibrary, style: &Computed) -> Length {
    let face = library.face(library.select(&style.font_family, style.font_weight, style.font_style));
    let em = i64::from(face.units_per_em.max(1));
    let ascent = style.font_size.ratio(i64::from(face.ascender), em);
    let descent = style.font_size.ratio(-i64::from(face.descender), em);
    ascent + (style.line_height - ascent - descent) / 2
}

/// What a reader takes for one character, with the byte where it begins.
pub(super) fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text::graphemes(text).filter(|&end| end > 0).map(move |end| {
        let begin = std::mem::replace(&mut start, end);
        (begin, text.get(begin..end).unwrap_or(""))
    })
}

/// How many columns of a fixed-width face a grapheme takes: two for East Asian characters and emoji.
pub(super) fn columns(grapheme: &str) -> usize {
    match grapheme.chars().next() {
        Some(
            '\u{1100}'..='\u{115F}'
            | '\u{2E80}'..='\u{A4CF}'
            | '\u{AC00}'..='\u{D7A3}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE6F}'
            | '\u{FF00}'..='\u{FF60}'
            | '\u{FFE0}'..='\u{FFE6}'
            | '\u{1F300}'..='\u{1FAFF}'
            | '\u{20000}'..='\u{3FFFD}',
        ) => 2,
        _ => 1,
    }
}

fn set_run(
    library: &FontLibrary,
    text: &str,
    style: &Computed,
    (base, kind): (Direction, Kind),
    (mut x, y): (Length, Length),
    content: Content,
    items: &mut Vec<Item>,
) -> Length {
    if text.is_empty() {
        return x;
    }
    let transformed;
    let text = if style.text_transform == TextTransform::Uppercase {
        transformed = text.to_uppercase();
        &transformed
    } else {
        text
    };
    let without = if kind == Kind::Code { JOINING } else { &[] };
    let mut features: Vec<([u8; 4], u32)> = without.iter().map(|tag| (*tag, 0)).collect();
    if style.text_transform == TextTransform::SmallCaps {
        features.push((*b"smcp", 1));
    }
    let declared = style.font_features.iter();
    features.extend(declared.filter_map(|(tag, value)| Some((<[u8; 4]>::try_from(tag.as_bytes()).ok()?, *value))));
    let levels = text::levels(text, base);
    let order = text::visual_order(&levels.iter().map(|(_, level)| *level).collect::<Vec<_>>());
    let mut painted: Vec<(usize, Item)> = Vec::new();
    for place in order {
        let Some((range, level)) = levels.get(place) else { continue };
        let right_to_left = level % 2 == 1;
        let mut pieces = by_face(library, text, range.clone(), style);
        if right_to_left {
            pieces.reverse();
        }
        for (range, face, script) in pieces {
            let part = text.get(range.clone()).unwrap_or("");
            let run = RunProperties { face, right_to_left, script, lang: "und", features: &features };
            let characters = part.char_indices().map(|(i, c)| (u32::try_from(i).unwrap_or(u32::MAX), c));
            let shaped = library.shape(&run, characters, "", "");
            let mut glyphs = glyphs(&shaped, part, style, library.face(face).units_per_em);
            if kind == Kind::Code && !part.is_ascii() {
                to_columns(&mut glyphs, part, column(library, style));
            }
            let advance: Length = glyphs.iter().map(|glyph| glyph.advance).sum();
            let run = GlyphRun {
                face,
                size: style.font_size,
                color: style.color,
                x,
                y,
                stretch: 1000,
                glyphs: glyphs.into(),
                text: part.into(),
                lang: None,
            };
            painted.push((range.start, Item { content, paint: Paint::Text(run) }));
            x += advance;
        }
    }
    // Painted in the order in which it is read, as lines of paragraphs are.
    painted.sort_by_key(|(start, _)| *start);
    items.extend(painted.into_iter().map(|(_, item)| item));
    x
}

/// The width of a column of code.
fn column(library: &FontLibrary, style: &Computed) -> Length {
    let face = library.face(library.select(&style.font_family, style.font_weight, style.font_style));
    style.font_size.ratio(i64::from(face.advance('0')), i64::from(face.units_per_em.max(1))) + style.letter_spacing
}

/// Gives characters that take two columns the room of both, which those of other faces do not have by themselves.
fn to_columns(glyphs: &mut [Glyph], text: &str, column: Length) {
    for glyph in glyphs {
        let own = text.get(glyph.text.start as usize..glyph.text.end as usize).unwrap_or("");
        if columns(own) == 2 {
            let more = (column * 2 - glyph.advance).at_least_zero();
            glyph.dx += more / 2;
            glyph.advance += more;
        }
    }
}

/// Stretches of one script that one face covers; a grapheme is never divided between faces.
fn by_face(
    library: &FontLibrary,
    text: &str,
    range: Range<usize>,
    style: &Computed,
) -> Vec<(Range<usize>, FaceId, [u8; 4])> {
    let own = library.select(&style.font_family, style.font_weight, style.font_style);
    let part = text.get(range.clone()).unwrap_or("");
    if part.is_ascii() {
        return vec![(range, own, *b"Latn")];
    }
    let mut pieces: Vec<(Range<usize>, FaceId, [u8; 4])> = Vec::new();
    for (scripted, script) in text::scripts(part) {
        let stretch = part.get(scripted.clone()).unwrap_or("");
        for (at, grapheme) in graphemes(stretch) {
            let first = grapheme.chars().next().unwrap_or(' ');
            let face = if library.covers(own, first) {
                own
            } else {
                library.covering(first, style.font_weight, style.font_style, "und").unwrap_or(own)
            };
            let start = range.start + scripted.start + at;
            let end = start + grapheme.len();
            match pieces.last_mut() {
                Some((known, known_face, known_script)) if *known_face == face && *known_script == script => {
                    known.end = end;
                }
                _ => pieces.push((start..end, face, script)),
            }
        }
    }
    pieces
}

/// Shaped glyphs with their lengths and the bytes that they stand for.
fn glyphs(shaped: &[ShapedGlyph], text: &str, style: &Computed, units_per_em: u16) -> Vec<Glyph> {
    let em = i64::from(units_per_em.max(1));
    let scaled = |units: i32| style.font_size.ratio(i64::from(units), em);
    let mut starts: Vec<u32> = shaped.iter().map(|glyph| glyph.cluster).collect();
    starts.sort_unstable();
    starts.dedup();
    let whole = u32::try_from(text.len()).unwrap_or(u32::MAX);
    shaped
        .iter()
        .map(|glyph| {
            let next = starts.partition_point(|&start| start <= glyph.cluster);
            let end = starts.get(next).copied().unwrap_or(whole);
            Glyph {
                id: glyph.id,
                advance: scaled(glyph.advance) + style.letter_spacing,
                dx: scaled(glyph.dx),
                dy: scaled(glyph.dy),
                text: glyph.cluster..end,
            }
        })
        .collect()
}
