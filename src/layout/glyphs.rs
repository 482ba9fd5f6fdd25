//! The glyphs of a run, packed. A long book has millions of glyphs, all of which are in memory at once before the first page is
//! written; most of them follow one another, stand for one letter and are not shifted, which takes six or seven bytes.

use super::page::Glyph;
use crate::units::Length;

/// Glyphs in visual order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Glyphs {
    bytes: Box<[u8]>,
    count: u32,
}

/// How the text of a glyph is told, in the two lowest bits of its first byte: in full, …
const ANYWHERE: u8 = 0;
/// … as what follows that of the glyph before, …
const NEXT: u8 = 1;
/// … as the same, …
const SAME: u8 = 2;
/// … or as what stands before it in the text, as it does from right to left.
const BEFORE: u8 = 3;
/// The place of the length of a text in the first byte; zero where it is longer than three bytes and follows.
const LENGTH: u32 = 2;
/// Set in the first byte where the glyph is shifted.
const SHIFTED: u8 = 1 << 4;

impl Glyphs {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The glyphs one by one.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        Iter { rest: &self.bytes, left: self.count, text: 0..0 }
    }

    /// The first one.
    #[must_use]
    pub fn first(&self) -> Option<Glyph> {
        self.iter().next()
    }
}

impl FromIterator<Glyph> for Glyphs {
    fn from_iter<I: IntoIterator<Item = Glyph>>(glyphs: I) -> Self {
        let mut bytes = Vec::with_capacity(256);
        let mut count = 0;
        let mut last = 0..0;
        for glyph in glyphs {
            let length = glyph.text.end.saturating_sub(glyph.text.start);
            let kind = match &glyph.text {
                text if *text == last => SAME,
                text if text.start > text.end => ANYWHERE,
                text if text.start == last.end => NEXT,
                text if text.end == last.start => BEFORE,
                _ => ANYWHERE,
            };
            let short = u8::try_from(length).ok().filter(|length| matches!(length, 1..=3)).unwrap_or(0);
            let shifted = glyph.dx != Length::ZERO || glyph.dy != Length::ZERO;
            bytes.push(kind | short << LENGTH | if shifted { SHIFTED } else { 0 });
            bytes.extend_from_slice(&glyph.id.to_le_bytes());
            put_signed(&mut bytes, glyph.advance.0);
            if shifted {
                put_signed(&mut bytes, glyph.dx.0);
                put_signed(&mut bytes, glyph.dy.0);
            }
            if kind == ANYWHERE {
                put(&mut bytes, u64::from(glyph.text.start));
                put(&mut bytes, u64::from(glyph.text.end));
            } else if kind != SAME && short == 0 {
                put(&mut bytes, u64::from(length));
            }
            last = glyph.text;
            count += 1;
        }
        Self { bytes: bytes.as_slice().into(), count }
    }
}

impl From<Vec<Glyph>> for Glyphs {
    fn from(glyphs: Vec<Glyph>) -> Self {
        glyphs.into_iter().collect()
    }
}

impl<'a> IntoIterator for &'a Glyphs {
    type Item = Glyph;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

/// Unpacks glyphs.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    rest: &'a [u8],
    left: u32,
    /// What the glyph before stands for.
    text: std::ops::Range<u32>,
}

impl Iterator for Iter<'_> {
    type Item = Glyph;

    fn next(&mut self) -> Option<Glyph> {
        self.left = self.left.checked_sub(1)?;
        let [first, low, high, rest @ ..] = self.rest else { return None };
        self.rest = rest;
        let advance = Length(self.signed());
        let (mut dx, mut dy) = (Length::ZERO, Length::ZERO);
        if first & SHIFTED != 0 {
            (dx, dy) = (Length(self.signed()), Length(self.signed()));
        }
        let kind = first & 3;
        if kind == ANYWHERE {
            self.text = self.number()..self.number();
        } else if kind != SAME {
            let length = match u32::from(first >> LENGTH & 3) {
                0 => self.number(),
                short => short,
            };
            self.text = match kind {
                NEXT => self.text.end..self.text.end.saturating_add(length),
                _ => self.text.start.saturating_sub(length)..self.text.start,
            };
        }
        Some(Glyph { id: u16::from_le_bytes([*low, *high]), advance, dx, dy, text: self.text.clone() })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl Iter<'_> {
    fn take(&mut self) -> u64 {
        let mut number = 0;
        let mut shift = 0;
        while let [byte, rest @ ..] = self.rest {
            self.rest = rest;
            number |= u64::from(byte & 0x7F) << shift;
            shift += 7;
            if byte & 0x80 == 0 || shift >= u64::BITS {
                break;
            }
        }
        number
    }

    fn number(&mut self) -> u32 {
        u32::try_from(self.take()).unwrap_or(u32::MAX)
    }

    fn signed(&mut self) -> i64 {
        let number = self.take();
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }
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
            let packed = Glyphs::from(glyphs.clone());
            prop_assert_eq!(packed.len(), glyphs.len());
            prop_assert_eq!(packed.first(), glyphs.first().cloned());
            prop_assert_eq!(packed.iter().collect::<Vec<_>>(), glyphs);
        }
    }

    #[test]
    fn a_letter_of_running_text_takes_few_bytes() {
        let letter = |at: u32| Glyph {
            id: 300,
            advance: Length::points(6),
            dx: Length::ZERO,
            dy: Length::ZERO,
            text: at..at + 1,
        };
        let packed: Glyphs = (0..100).map(letter).collect();
        assert!(packed.bytes.len() <= 700, "{}", packed.bytes.len());
    }
}
