//! What is as wide as all columns: the columns above it end on one line, and others begin below it.

use super::breaking::{Column, Head, Room, Unit};
use super::geometry::Geometry;
use crate::layout::vertical::Slab;
use crate::style::Break;
use crate::units::Length;

/// The fewest lines of text below what spans the columns.
const LEAST: i64 = 3;

/// The most of a page's height that may span the columns above text in columns, as numerator and denominator. More of it is
/// broken into pages by itself.
const MOST: (i64, i64) = (2, 3);

/// The slabs with which segments begin: where pages must begin, and where columns end above something or begin anew.
pub(super) fn starts(slabs: &[Slab], geometry: &Geometry) -> Vec<usize> {
    let most = geometry.body_height.ratio(MOST.0, MOST.1);
    let mut starts = vec![0];
    // The height of what has been spanning the columns down to here.
    let mut height = Length::ZERO;
    for (i, slab) in slabs.iter().enumerate() {
        let spanned = i.checked_sub(1).and_then(|above| slabs.get(above)).is_some_and(|slab| slab.spans);
        let begins = slab.spans && !spanned;
        let ends = spanned && !slab.spans && height > most;
        if i > 0 && (slab.forced != Break::Auto || (geometry.columns > 1 && (begins || ends))) {
            starts.push(i);
        }
        height = if begins { Length::ZERO } else { height };
        height += if slab.spans { slab.space.length() + slab.height } else { Length::ZERO };
    }
    starts
}

/// How many slabs of a segment stand above its columns, what they take up there, and where they begin if they stand on the page
/// of the segment before, which is filled as far as `filled`.
pub(super) fn head(
    slabs: &[Slab],
    units: &[Unit],
    geometry: &Geometry,
    filled: Option<Length>,
    line: Length,
) -> (usize, Head, Option<Length>) {
    let run = slabs.iter().take_while(|slab| slab.spans).count();
    let text = units.get(run).filter(|_| run > 0 && geometry.columns > 1);
    let spanning = if text.is_some() { run } else { 0 };
    let own: Length = units.iter().take(spanning).map(|unit| unit.space + unit.height).sum();
    let own = own + text.map_or(Length::ZERO, |below| below.space);
    let first = if spanning == 0 { units.first().map_or(Length::ZERO, |unit| unit.space + unit.height) } else { own };
    let below = filled.filter(|filled| *filled + first + line * LEAST <= geometry.body_height);
    let height = own + below.unwrap_or_default();
    let columns = if height > Length::ZERO { geometry.columns } else { 0 };
    (spanning, Head { height, columns }, below)
}

/// How far down the last page is filled, unless something stands at its foot.
pub(super) fn filled(columns: &[Column], units: &[Unit], room: Room, geometry: &Geometry) -> Option<Length> {
    if geometry.columns == 1 && room.head.columns == 0 && columns.is_empty() {
        return None;
    }
    let first = columns.len().saturating_sub(1) / geometry.columns.max(1) * geometry.columns;
    let mut begin = first.checked_sub(1).and_then(|before| columns.get(before)).map_or(0, |column| column.end);
    let head = if first == 0 { room.head.height } else { Length::ZERO };
    let mut tallest = Length::ZERO;
    for column in columns.iter().skip(first) {
        if !column.notes.is_empty() || column.has_inserts() {
            return None;
        }
        let goes_on = units.get(begin..column.end).and_then(<[Unit]>::first).map_or(Length::ZERO, |unit| unit.head);
        tallest = tallest.max(column.text_height(units, begin) + goes_on);
        begin = column.end;
    }
    Some(head + tallest)
}
