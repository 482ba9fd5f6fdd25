//! The glyphs of runs, packed. A long book has millions of glyphs, all of which are in memory at once before the first page is
//! written; most of them follow one another, are not shifted, and come again and again in the same paragraph, so that a byte is
//! enough to tell one.

use std::ops::Range;
use std::sync::Arc;

use super::page::{Glyph, Item, Paint};
use crate::units::Length;

/// Glyphs in visual order.
#[derive(Clone, Debug)]
pub struct Glyphs(Kept);

#[derive(Clone, Debug)]
enum Kept {
    /// As they are, until [`Glyphs::pack`].
    Loose(Box<[Glyph]>),
    /// In a pack that those of other runs may share.
    Packed { pack: Pack, start: u32, count: u32 },
}

/// Glyphs of runs, such as those of a paragraph, one after another and all in one piece: how many glyphs are common, these (letters
/// of the same word space and kerning, which come again most often), and then a byte for each glyph, its place among them, or
/// [`RARE`] and then the glyph in full.
type Pack = Arc<[u8]>;

/// A glyph that is not shifted and whose text stands beside that of the one before: its advance and its number, lowest byte
/// first, and in the last byte how its text is told, with the length of that text from [`LENGTH`] on.
type Common = [u8; 6];

/// The place of the length of a text beside how it is told.
const LENGTH: u32 = 2;

fn common(glyph: &Glyph, told: u8) -> Option<Common> {
    let length = if told == SAME { 0 } else { glyph.text.end.checked_sub(glyph.text.start)? };
    let length = u8::try_from(length).ok().filter(|length| *length <= u8::MAX >> LENGTH)?;
    let advance = i32::try_from(glyph.advance.0).ok().filter(|advance| (-(1 << 23)..1 << 23).contains(advance))?;
    let ([a, b, c, _], [d, e]) = (advance.to_le_bytes(), glyph.id.to_le_bytes());
    let plain = glyph.dx == Length::ZERO && glyph.dy == Length::ZERO && told != ANYWHERE;
    plain.then_some([a, b, c, d, e, told | length << LENGTH])
}

/// A glyph that is not among the common ones.
const RARE: u8 = u8::MAX;

/// How the text of a glyph is told, in the two lowest bits of a byte: in full, …
const ANYWHERE: u8 = 0;
/// … as what follows that of the glyph before, …
const NEXT: u8 = 1;
/// … as the same, …
const SAME: u8 = 2;
/// … or as what stands before it in the text, as it does from right to left.
const BEFORE: u8 = 3;
/// Set beside it where the glyph is shifted.
const SHIFTED: u8 = 1 << 2;

impl Glyphs {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Loose(glyphs) => glyphs.len(),
            Kept::Packed { count, .. } => *count as usize,
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The glyphs one by one.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        match &self.0 {
            Kept::Loose(glyphs) => Iter(Source::Loose(glyphs.iter())),
            Kept::Packed { pack, start, count } => {
                let (known, after) = pack.split_first().unwrap_or((&0, &[]));
                let (common, _) = after.as_chunks();
                let common = common.get(..usize::from(*known)).unwrap_or_default();
                let rest = pack.get(*start as usize..).unwrap_or_default();
                Iter(Source::Packed { common, rest, left: *count, text: 0..0 })
            }
        }
    }

    /// The first one.
    #[must_use]
    pub fn first(&self) -> Option<Glyph> {
        self.iter().next()
    }

    /// Whether they are packed.
    #[cfg(test)]
    pub(super) fn are_packed(&self) -> bool {
        matches!(self.0, Kept::Packed { .. })
    }

    /// Packs those of the items that are loose together.
    pub(super) fn pack_items<'a>(items: impl IntoIterator<Item = &'a mut Item>) {
        Self::pack(items.into_iter().filter_map(|item| match &mut item.paint {
            Paint::Text(run) => Some(&mut run.glyphs),
            Paint::Rule(_) | Paint::Image { .. } => None,
        }));
    }

    /// Packs those that are loose together.
    fn pack<'a>(all: impl Iterator<Item = &'a mut Self>) {
        let mut all = all.filter(|glyphs| matches!(glyphs.0, Kept::Loose(_))).peekable();
        if all.peek().is_none() {
            return;
        }
        let mut packer = Packer::default();
        let mut loose = Vec::new();
        for glyphs in all {
            if let Kept::Loose(own) = &glyphs.0 {
                let start = packer.bytes.len();
                packer.add(own);
                loose.push((start, own.len(), glyphs));
            }
        }
        let (pack, first) = packer.finish();
        for (start, count, glyphs) in loose {
            if let (Ok(start), Ok(count)) = (u32::try_from(first + start), u32::try_from(count)) {
                glyphs.0 = Kept::Packed { pack: Arc::clone(&pack), start, count };
            }
        }
    }
}

impl From<Vec<Glyph>> for Glyphs {
    fn from(glyphs: Vec<Glyph>) -> Self {
        Self(Kept::Loose(glyphs.into()))
    }
}

impl FromIterator<Glyph> for Glyphs {
    fn from_iter<I: IntoIterator<Item = Glyph>>(glyphs: I) -> Self {
        let mut own = Self::from(glyphs.into_iter().collect::<Vec<_>>());
        Self::pack(std::iter::once(&mut own));
        own
    }
}

impl<'a> IntoIterator for &'a Glyphs {
    type Item = Glyph;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// A pack in the making.
struct Packer {
    common: Vec<Common>,
    bytes: Vec<u8>,
    /// Where a common glyph was last found, by a few bits of it.
    known: [u8; 256],
}

impl Default for Packer {
    fn default() -> Self {
        Self { common: Vec::new(), bytes: Vec::new(), known: [RARE; 256] }
    }
}

impl Packer {
    fn add(&mut self, glyphs: &[Glyph]) {
        let mut last = 0..0;
        for glyph in glyphs {
            let told = match &glyph.text {
                text if *text == last => SAME,
                text if text.start > text.end => ANYWHERE,
                text if text.start == last.end => NEXT,
                text if text.end == last.start => BEFORE,
                _ => ANYWHERE,
            };
            let place = common(glyph, told).map_or(RARE, |common| self.place(common));
            self.bytes.push(place);
            if place == RARE {
                self.rare(glyph, told);
            }
            last = glyph.text.clone();
        }
    }

    /// The place of a glyph among the common ones, which it may be from now on.
    fn place(&mut self, glyph: Common) -> u8 {
        let key = glyph.iter().fold(0_u8, |key, byte| key.rotate_left(3) ^ byte);
        let known = &mut self.known[usize::from(key)];
        if self.common.get(usize::from(*known)) != Some(&glyph) {
            let found = self.common.iter().position(|common| *common == glyph);
            let place = found.unwrap_or(self.common.len());
            *known = u8::try_from(place).unwrap_or(RARE);
            if found.is_none() && *known != RARE {
                self.common.push(glyph);
            }
        }
        *known
    }

    fn rare(&mut self, glyph: &Glyph, told: u8) {
        let shifted = glyph.dx != Length::ZERO || glyph.dy != Length::ZERO;
        let bytes = &mut self.bytes;
        bytes.push(told | if shifted { SHIFTED } else { 0 });
        bytes.extend_from_slice(&glyph.id.to_le_bytes());
        put_signed(bytes, glyph.advance.0);
        if shifted {
            put_signed(bytes, glyph.dx.0);
            put_signed(bytes, glyph.dy.0);
        }
        match told {
            ANYWHERE => {
                put(bytes, u64::from(glyph.text.start));
                put(bytes, u64::from(glyph.text.end));
            }
            SAME => {}
            _ => put(bytes, u64::from(glyph.text.end - glyph.text.start)),
        }
    }

    /// The pack, and where the bytes of its glyphs begin.
    fn finish(self) -> (Pack, usize) {
        let common = self.common.as_flattened();
        let mut pack = Vec::with_capacity(1 + common.len() + self.bytes.len());
        // At most 255 found a place.
        pack.push(u8::try_from(self.common.len()).unwrap_or(u8::MAX));
        pack.extend_from_slice(common);
        let first = pack.len();
        pack.extend_from_slice(&self.bytes);
        (pack.into(), first)
    }
}

/// Unpacks glyphs.
#[derive(Clone, Debug)]
pub struct Iter<'a>(Source<'a>);

#[derive(Clone, Debug)]
enum Source<'a> {
    Loose(std::slice::Iter<'a, Glyph>),
    Packed {
        common: &'a [Common],
        rest: &'a [u8],
        left: u32,
        /// What the glyph before stands for.
        text: Range<u32>,
    },
}

impl Iterator for Iter<'_> {
    type Item = Glyph;

    fn next(&mut self) -> Option<Glyph> {
        let (common, rest, left, text) = match &mut self.0 {
            Source::Loose(glyphs) => return glyphs.next().cloned(),
            Source::Packed { common, rest, left, text } => (common, rest, left, text),
        };
        *left = left.checked_sub(1)?;
        let (&place, after) = rest.split_first()?;
        *rest = after;
        let (mut dx, mut dy) = (Length::ZERO, Length::ZERO);
        if let Some(&[a, b, c, d, e, last]) = common.get(usize::from(place)).filter(|_| place != RARE) {
            *text = told(last & 3, u32::from(last >> LENGTH), text);
            // The sign is that of the highest of three bytes.
            let advance = i32::from_le_bytes([0, a, b, c]) >> 8;
            let id = u16::from_le_bytes([d, e]);
            return Some(Glyph { id, advance: Length(advance.into()), dx, dy, text: text.clone() });
        }
        let [first, low, high, after @ ..] = *rest else { return None };
        *rest = after;
        let advance = Length(signed(rest));
        if first & SHIFTED != 0 {
            (dx, dy) = (Length(signed(rest)), Length(signed(rest)));
        }
        *text = match first & 3 {
            ANYWHERE => number(rest)..number(rest),
            SAME => text.clone(),
            kind => told(kind, number(rest), text),
        };
        Some(Glyph { id: u16::from_le_bytes([*low, *high]), advance, dx, dy, text: text.clone() })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Source::Loose(glyphs) => glyphs.size_hint(),
            Source::Packed { left, .. } => (*left as usize, Some(*left as usize)),
        }
    }
}

/// The text of that length beside that of the glyph before.
fn told(kind: u8, length: u32, last: &Range<u32>) -> Range<u32> {
    match kind {
        NEXT => last.end..last.end.saturating_add(length),
        BEFORE => last.start.saturating_sub(length)..last.start,
        _ => last.clone(),
    }
}

impl ExactSizeIterator for Iter<'_> {}

fn take(rest: &mut &[u8]) -> u64 {
    let mut number = 0;
    let mut shift = 0;
    while let [byte, after @ ..] = *rest {
        *rest = after;
        number |= u64::from(byte & 0x7F) << shift;
        shift += 7;
        if byte & 0x80 == 0 || shift >= u64::BITS {
            break;
        }
    }
    number
}

fn number(rest: &mut &[u8]) -> u32 {
    u32::try_from(take(rest)).unwrap_or(u32::MAX)
}

fn signed(rest: &mut &[u8]) -> i64 {
    let number = take(rest);
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// Seven bits to a byte, the lowest first; the highest bit says that more follow (LEB128).
fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number > 0x7F {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// The same of a number that may be negative: its sign goes to the lowest bit.
fn put_signed(bytes: &mut Vec<u8>, number: i64) {
    put(bytes, (number << 1 ^ number >> 63).cast_unsigned());
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn glyphs_come_out_as_they_went_in(
            glyphs in prop::collection::vec(
                (any::<u16>(), any::<i64>(), -9_i64..9, any::<i64>(), 0_u32..9, 0_u32..9, any::<bool>()),
                0..30,
            ),
        ) {
            let glyphs: Vec<Glyph> = glyphs
                .into_iter()
                .map(|(id, advance, dx, dy, start, length, far)| {
                    let start = if far { u32::MAX - 20 + start } else { start };
                    let text = start..start + length;
                    Glyph { id, advance: Length(advance), dx: Length(dx), dy: Length(dy), text }
                })
                .collect();
            let mut runs = [Glyphs::from(glyphs.clone()), Glyphs::from(glyphs.clone())];
            for packed in [false, true] {
                if packed {
                    Glyphs::pack(runs.iter_mut());
                }
                for run in &runs {
                    prop_assert_eq!(matches!(run.0, Kept::Packed { .. }), packed);
                    prop_assert_eq!(run.len(), glyphs.len());
                    prop_assert_eq!(run.first(), glyphs.first().cloned());
                    prop_assert_eq!(run.iter().collect::<Vec<_>>(), glyphs.clone());
                }
            }
        }
    }

    #[test]
    fn a_letter_that_comes_again_takes_a_byte() {
        let letter = |at: u32| Glyph {
            id: u16::try_from(300 + at % 300).unwrap_or(0),
            advance: Length::points(6),
            dx: Length::ZERO,
            dy: Length::ZERO,
            text: at..at + 1,
        };
        let line = |letters: Range<u32>| Glyphs::from(letters.map(letter).collect::<Vec<_>>());
        let mut runs = [line(0..200), line(0..200), line(0..300)];
        let glyphs: Vec<Vec<Glyph>> = runs.iter().map(|run| run.iter().collect()).collect();
        Glyphs::pack(runs.iter_mut());
        assert_eq!(runs.iter().map(|run| run.iter().collect::<Vec<_>>()).collect::<Vec<_>>(), glyphs);
        let Kept::Packed { pack, .. } = &runs[0].0 else { panic!("they are not packed") };
        assert_eq!(pack[0], 255);
        // 45 of the 300 find no place among the common ones.
        assert!(pack.len() < 1 + 255 * 6 + 700 + 45 * 8, "{}", pack.len());
    }
}
