//! Entries of contents: text, a row of dots, and a page number at the end of the line.

use super::{set_with, widths};
use crate::diagnostic::Diagnostics;
use crate::layout::inline::Inlines;
use crate::layout::line::Line;
use crate::layout::page::{Artifact, Content, Item, Paint};
use crate::model::Direction;
use crate::resolve::Resolved;
use crate::style::{Computed, TextAlign};
use crate::text::FontLibrary;
use crate::units::Length;

/// Sets an entry: `text` from the start margin, with room kept free at the end of every line for `number`, which stands at the end
/// margin of the last line. Dots lead from one to the other where `leader` says so; they are no content.
#[must_use]
#[expect(clippy::too_many_arguments, reason = "what is set, how, and how wide")]
pub fn set_entry(
    library: &FontLibrary,
    resolved: &Resolved,
    text: &Inlines,
    number: &Inlines,
    leader: bool,
    style: &Computed,
    width: Length,
    diagnostics: &mut Diagnostics,
) -> Vec<Line> {
    entry(library, &resolved.metadata.hyphenation, text, number, leader, style, width, diagnostics)
}

#[expect(clippy::too_many_arguments, reason = "what is set, how, and how wide")]
pub(super) fn entry(
    library: &FontLibrary,
    exceptions: &[String],
    text: &Inlines,
    number: &Inlines,
    leader: bool,
    style: &Computed,
    width: Length,
    diagnostics: &mut Diagnostics,
) -> Vec<Line> {
    let em = style.font_size;
    // Numbers of up to three figures have one column, so that the dots of all entries end in one place.
    let room = widths(library, exceptions, number, style).1.max(em * 8 / 5);
    let ragged = Computed { text_align: TextAlign::Start, ..style.clone() };
    let inner = (width - room - em * 3 / 2).max(em * 4).min(width);
    let mut lines = set_with(library, exceptions, text, &ragged, inner, diagnostics);
    let plain = Computed { text_align: TextAlign::Start, text_indent: Length::ZERO, ..style.clone() };
    let mut number_lines = set_with(library, exceptions, number, &plain, Length::MAX / 4, diagnostics);
    let (Some(line), Some(number)) = (lines.last_mut(), number_lines.first_mut()) else { return lines };
    let right_to_left = crate::model::base_direction(&text.text, Direction::LeftToRight) == Direction::RightToLeft;
    let (left, right) = extent(line).unwrap_or_default();
    let own = extent(number).unwrap_or_default();
    // In right-to-left text the room for the number is at the left.
    let shift = width - inner;
    if right_to_left {
        lines.iter_mut().for_each(|line| line.shift(shift));
        number.shift(Length::ZERO - own.0);
    } else {
        number.shift(width - own.1);
    }
    let Some(line) = lines.last_mut() else { return lines };
    let gap = em / 2;
    let (from, to) = if right_to_left { (room + gap, left + shift - gap) } else { (right + gap, width - room - gap) };
    if leader {
        line.items.extend(dots(library, style, from, to));
    }
    line.items.append(&mut number.items);
    line.links.append(&mut number.links);
    lines
}

/// Dots between two places. They stand on a grid of their own, so that those of several lines are below one another.
fn dots(library: &FontLibrary, style: &Computed, from: Length, to: Length) -> Vec<Item> {
    let pitch = (style.font_size / 2).max(Length(1));
    let first = (from.0 + pitch.0 - 1).div_euclid(pitch.0);
    let count = to.0.div_euclid(pitch.0) - first;
    let (Ok(count), true) = (usize::try_from(count), to > from) else { return Vec::new() };
    let plain = Computed {
        text_align: TextAlign::Start,
        text_indent: Length::ZERO,
        letter_spacing: Length::ZERO,
        protrusion: false,
        ..style.clone()
    };
    let text = Inlines::from_text(".", &plain, Content::Artifact(Artifact::Layout), "en");
    let mut lines = set_with(library, &[], &text, &plain, Length::MAX / 4, &mut Vec::new());
    let Some(mut line) = lines.pop() else { return Vec::new() };
    line.shift(Length(first * pitch.0));
    for item in &mut line.items {
        let Paint::Text(run) = &mut item.paint else { continue };
        let Some(dot) = run.glyphs.first() else { continue };
        run.text = ".".repeat(count).into();
        run.glyphs = (0..u32::try_from(count).unwrap_or(0))
            .map(|place| crate::layout::page::Glyph { advance: pitch, text: place..place + 1, ..dot.clone() })
            .collect();
    }
    line.items
}

/// Left and right edge of what is painted in a line, trailing spaces left out.
fn extent(line: &Line) -> Option<(Length, Length)> {
    let edges = line.items.iter().filter_map(|item| match &item.paint {
        Paint::Text(run) => {
            let spaces = run.text.len() - run.text.trim_end_matches(' ').len();
            let shown = run.glyphs.len().saturating_sub(spaces);
            let width: Length = run.glyphs.iter().take(shown).map(|glyph| glyph.advance).sum();
            Some((run.x, run.x + width.ratio(i64::from(run.stretch), 1000)))
        }
        Paint::Image { bounds, .. } => Some((bounds.x, bounds.x + bounds.width)),
        Paint::Rule(_) => None,
    });
    edges.reduce(|(left, right), (l, r)| (left.min(l), right.max(r)))
}
