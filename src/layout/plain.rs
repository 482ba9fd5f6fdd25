//! Text set as it is, on one line: code, leaders, line numbers.

use super::fragment::Fragment;
use super::page::{Content, Glyph, GlyphRun, Item, Paint};
use crate::style::Computed;
use crate::text::{FaceId, FontLibrary};
use crate::units::Length;

pub(super) fn set<'a>(
    library: &FontLibrary,
    runs: impl Iterator<Item = (&'a str, &'a Computed)>,
    x: Length,
    y: Length,
    content: Content,
    fragment: &mut Fragment,
) -> Length {
    let _ = library;
    let mut x = x;
    for (text, style) in runs {
        let advance = style.font_size.ratio(3, 5);
        let glyphs =
            text.chars().map(|_| Glyph { id: 1, advance, dx: Length::ZERO, dy: Length::ZERO, text: 0..1 }).collect();
        let n = i64::try_from(text.chars().count()).unwrap_or(0);
        let run = GlyphRun {
            face: FaceId(0),
            size: style.font_size,
            color: style.color,
            x,
            y,
            stretch: 1000,
            glyphs,
            text: text.into(),
            lang: None,
        };
        fragment.items.push(Item { content, paint: Paint::Text(run) });
        x += advance * n;
    }
    x
}

pub(super) fn width(library: &FontLibrary, text: &str, style: &Computed) -> Length {
    set(
        library,
        std::iter::once((text, style)),
        Length::ZERO,
        Length::ZERO,
        Content::Artifact(super::page::Artifact::Layout),
        &mut Fragment::default(),
    )
}

pub(super) fn baseline(_library: &FontLibrary, style: &Computed) -> Length {
    style.line_height.ratio(3, 4)
}

pub(super) fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.char_indices().map(|(i, c)| (i, &text[i..i + c.len_utf8()]))
}

/// How many columns of a fixed-width face a grapheme takes.
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
