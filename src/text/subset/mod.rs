//! A font file reduced to the glyphs that a text uses, for editions whose readers shape text for themselves. Outlines of all
//! others are emptied and keep their numbers, so that character map, kerning and ligatures stay as their designer made
//! them; what is emptied compresses to nothing.

mod pictures;

use skrifa::raw::collections::IntSet;
use skrifa::raw::tables::glyf::Glyph;
use skrifa::raw::types::{GlyphId, Tag};
use skrifa::raw::{FontRef, TableProvider};

/// Tables that say nothing to a reader: signatures, which the change breaks, and device metrics.
const DROPPED: [&[u8; 4]; 5] = [b"DSIG", b"hdmx", b"VDMX", b"LTSH", b"FFTM"];

/// A charstring that draws nothing (Adobe Technical Note 5177, `endchar`).
const ENDCHAR: u8 = 14;

/// The font at `index` of a file with the glyphs of these characters, and those that its substitutions make of them.
/// A variable font is kept whole. `None` where the file is damaged.
#[must_use]
pub fn subset(data: &[u8], index: u32, characters: impl Iterator<Item = char>) -> Option<Vec<u8>> {
    let font = FontRef::from_index(data, index).ok()?;
    let variable = font.gvar().is_ok() || font.cff2().is_ok();
    let glyphs = if variable { None } else { Some(glyphs(&font, characters)?) };
    let mut tables = Vec::new();
    for record in font.table_directory().table_records() {
        let tag = record.tag();
        let bytes = font.table_data(tag)?.as_bytes();
        if DROPPED.iter().any(|dropped| tag == Tag::new(dropped)) {
            continue;
        }
        let table = match (&glyphs, &tag.to_be_bytes()) {
            (Some(glyphs), b"CFF ") => outlines_of_cff(bytes, glyphs)?,
            (Some(glyphs), b"CBDT") => pictures::of_cbdt(&font, bytes, glyphs)?,
            (Some(glyphs), b"sbix") => pictures::of_sbix(&font, bytes, glyphs)?,
            // `glyf` and `loca` come as a pair.
            (Some(_), b"loca") => continue,
            (Some(glyphs), b"glyf") => {
                let (glyf, loca) = outlines_of_glyf(&font, glyphs)?;
                tables.push((Tag::new(b"loca"), loca));
                glyf
            }
            _ => bytes.to_vec(),
        };
        tables.push((tag, table));
    }
    Some(file(data.get(..4)?, tables))
}

/// The glyphs of the characters, with all that substitutions and composites may put in their place.
fn glyphs(font: &FontRef<'_>, characters: impl Iterator<Item = char>) -> Option<IntSet<GlyphId>> {
    let cmap = font.cmap().ok()?;
    let mut set = IntSet::empty();
    set.insert(GlyphId::new(0));
    for c in characters {
        if let Some(glyph) = cmap.map_codepoint(c) {
            set.insert(glyph);
        }
    }
    if let Ok(gsub) = font.gsub() {
        let lookups = (0..gsub.lookup_list().ok()?.lookup_count()).collect();
        gsub.closure_glyphs(&lookups, &mut set).ok()?;
    }
    if let Ok(colors) = font.colr() {
        // Coloured glyphs are made of others.
        let mut parts = IntSet::empty();
        colors.v0_closure_glyphs(&set, &mut parts);
        set.union(&parts);
        colors.v1_closure(&mut set, &mut IntSet::empty(), &mut IntSet::empty(), &mut IntSet::empty());
    }
    if let (Ok(glyf), Ok(loca)) = (font.glyf(), font.loca(None)) {
        let mut open: Vec<GlyphId> = set.iter().collect();
        while let Some(glyph) = open.pop() {
            if let Ok(Some(Glyph::Composite(composite))) = loca.get_glyf(glyph, &glyf) {
                for part in composite.components().map(|part| part.glyph) {
                    if set.insert(part) {
                        open.push(part);
                    }
                }
            }
        }
    }
    Some(set)
}

/// The tables `glyf` and `loca` (long form; `head` is told in `file`).
fn outlines_of_glyf(font: &FontRef<'_>, glyphs: &IntSet<GlyphId>) -> Option<(Vec<u8>, Vec<u8>)> {
    let count = font.maxp().ok()?.num_glyphs();
    let data = font.table_data(Tag::new(b"glyf"))?;
    let loca = font.loca(None).ok()?;
    let (mut glyf, mut offsets) = (Vec::new(), vec![0, 0, 0, 0]);
    for glyph in 0..u32::from(count) {
        if glyphs.contains(GlyphId::new(glyph)) {
            let at = |index: u32| Some(loca.get_raw(usize::try_from(index).ok()?)? as usize);
            glyf.extend_from_slice(data.as_bytes().get(at(glyph)?..at(glyph + 1)?)?);
            glyf.resize(glyf.len().next_multiple_of(4), 0);
        }
        offsets.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
    }
    Some((glyf, offsets))
}

/// The table `CFF ` with the charstrings of all other glyphs emptied. The index of charstrings keeps its place and what it
/// no longer needs is zero, so that no offset of the table changes.
fn outlines_of_cff(table: &[u8], glyphs: &IntSet<GlyphId>) -> Option<Vec<u8>> {
    let names = Index::read(table, usize::from(*table.get(2)?))?;
    let tops = Index::read(table, names.end)?;
    let start = charstrings(tops.item(table, 0)?)?;
    let index = Index::read(table, start)?;
    let mut offsets = Vec::with_capacity(index.count * index.size);
    let mut data = Vec::new();
    let mut offset = |length: usize| -> Option<()> {
        let bytes = u32::try_from(length + 1).ok()?.to_be_bytes();
        offsets.extend_from_slice(bytes.get(4 - index.size..)?);
        Some(())
    };
    offset(0)?;
    for glyph in 0..index.count {
        if glyphs.contains(GlyphId::new(u32::try_from(glyph).ok()?)) {
            data.extend_from_slice(index.item(table, glyph)?);
        } else {
            data.push(ENDCHAR);
        }
        offset(data.len())?;
    }
    let mut out = table.to_vec();
    let place = out.get_mut(start + 3..index.end)?;
    let written = offsets.into_iter().chain(data).chain(std::iter::repeat(0));
    place.iter_mut().zip(written).for_each(|(old, new)| *old = new);
    Some(out)
}

/// An INDEX of a CFF table (Adobe Technical Note 5176 §5).
struct Index {
    count: usize,
    /// Bytes of an offset, 1 to 4.
    size: usize,
    offsets: usize,
    end: usize,
}

impl Index {
    fn read(table: &[u8], start: usize) -> Option<Self> {
        let count = usize::from(u16::from_be_bytes(table.get(start..start + 2)?.try_into().ok()?));
        if count == 0 {
            return Some(Self { count, size: 1, offsets: start + 2, end: start + 2 });
        }
        let size = usize::from(*table.get(start + 2)?);
        let mut index = Self { count, size, offsets: start + 3, end: 0 };
        index.end = index.place(table, count).filter(|_| (1..=4).contains(&size))?;
        table.get(..index.end)?;
        Some(index)
    }

    /// Where an item begins in the table.
    fn place(&self, table: &[u8], item: usize) -> Option<usize> {
        let at = self.offsets + item * self.size;
        let offset = table.get(at..at + self.size)?.iter().fold(0_usize, |sum, &byte| sum << 8 | usize::from(byte));
        Some(self.offsets + (self.count + 1) * self.size + offset.checked_sub(1)?)
    }

    fn item<'a>(&self, table: &'a [u8], item: usize) -> Option<&'a [u8]> {
        table.get(self.place(table, item)?..self.place(table, item + 1)?)
    }
}

/// The offset of the charstrings, operator 17 of a Top DICT.
fn charstrings(dict: &[u8]) -> Option<usize> {
    let mut operand = 0_i32;
    let mut bytes = dict.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            17 => return usize::try_from(operand).ok(),
            12 => _ = bytes.next()?,
            28 => operand = i32::from(i16::from_be_bytes([bytes.next()?, bytes.next()?])),
            29 => operand = i32::from_be_bytes([bytes.next()?, bytes.next()?, bytes.next()?, bytes.next()?]),
            // A real number ends with a nibble of all ones.
            30 => while bytes.next()? & 0x0F != 0x0F {},
            32..=246 => operand = i32::from(byte) - 139,
            247..=250 => operand = (i32::from(byte) - 247) * 256 + i32::from(bytes.next()?) + 108,
            251..=254 => operand = -(i32::from(byte) - 251) * 256 - i32::from(bytes.next()?) - 108,
            _ => {}
        }
    }
    None
}

/// A font file of these tables (OpenType 1.9, "Organization of an OpenType Font").
fn file(version: &[u8], mut tables: Vec<(Tag, Vec<u8>)>) -> Vec<u8> {
    tables.sort_by_key(|(tag, _)| *tag);
    let version: &[u8] = if tables.iter().any(|(tag, _)| *tag == Tag::new(b"CFF ")) {
        b"OTTO"
    } else if version == b"true" {
        version
    } else {
        &[0, 1, 0, 0]
    };
    if tables.iter().any(|(tag, _)| *tag == Tag::new(b"loca"))
        && let Some((_, head)) = tables.iter_mut().find(|(tag, _)| *tag == Tag::new(b"head"))
    {
        // indexToLocFormat: long.
        set(head, 50, &[0, 1]);
    }
    if let Some((_, head)) = tables.iter_mut().find(|(tag, _)| *tag == Tag::new(b"head")) {
        set(head, 8, &[0; 4]);
    }
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let log = count.checked_ilog2().and_then(|log| u16::try_from(log).ok()).unwrap_or(0);
    let range = 16_u16 << log;
    let mut out = version.to_vec();
    for value in [count, range, log, (count * 16).saturating_sub(range)] {
        out.extend(value.to_be_bytes());
    }
    let mut offset = out.len() + tables.len() * 16;
    let mut head = None;
    for (tag, table) in &tables {
        if *tag == Tag::new(b"head") {
            head = Some(offset);
        }
        out.extend(tag.to_be_bytes());
        out.extend(checksum(table).to_be_bytes());
        for value in [offset, table.len()] {
            out.extend(u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes());
        }
        offset += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        out.extend_from_slice(table);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    if let Some(head) = head {
        let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&out));
        set(&mut out, head + 8, &adjustment.to_be_bytes());
    }
    out
}

fn set(bytes: &mut [u8], at: usize, value: &[u8]) {
    if let Some(place) = bytes.get_mut(at..at + value.len()) {
        place.copy_from_slice(value);
    }
}

fn checksum(bytes: &[u8]) -> u32 {
    bytes.chunks(4).fold(0, |sum: u32, chunk| {
        let mut word = [0; 4];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        sum.wrapping_add(u32::from_be_bytes(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::FontStyle;
    use crate::text::FontLibrary;
    use skrifa::MetadataProvider;
    use skrifa::instance::{LocationRef, Size};
    use skrifa::outline::{DrawSettings, OutlinePen};

    #[derive(Default)]
    struct Pen(usize);

    impl OutlinePen for Pen {
        fn move_to(&mut self, _: f32, _: f32) {
            self.0 += 1;
        }
        fn line_to(&mut self, _: f32, _: f32) {
            self.0 += 1;
        }
        fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {
            self.0 += 1;
        }
        fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {
            self.0 += 1;
        }
        fn close(&mut self) {}
    }

    fn strokes(font: &FontRef<'_>, c: char) -> usize {
        let glyph = font.charmap().map(c).unwrap();
        let mut pen = Pen::default();
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        font.outline_glyphs().get(glyph).unwrap().draw(settings, &mut pen).unwrap();
        pen.0
    }

    #[test]
    fn used_glyphs_keep_their_outlines_and_others_lose_them() {
        let library = FontLibrary::bundled();
        for family in ["Libertinus Serif", "DejaVu Sans Mono"] {
            let face = library.face(library.in_family(family, 400, FontStyle::Normal).unwrap());
            let small = subset(&face.data, face.index, "aé".chars()).unwrap();
            let (old, new) = (FontRef::from_index(&face.data, face.index).unwrap(), FontRef::new(&small).unwrap());
            assert_eq!(strokes(&old, 'a'), strokes(&new, 'a'));
            assert_eq!(strokes(&old, 'é'), strokes(&new, 'é'));
            assert!(strokes(&old, 'Q') > 0);
            assert_eq!(strokes(&new, 'Q'), 0, "{family}");
            assert_eq!(checksum(&small), 0xB1B0_AFBA);
        }
    }

    #[test]
    fn coloured_glyphs_keep_what_they_are_made_of() {
        let layered = include_bytes!("../../../tests/data/pictures/fonts/colours.ttf");
        let (old, small) = (FontRef::new(layered).unwrap(), subset(layered, 0, "\u{1F680}".chars()).unwrap());
        let new = FontRef::new(&small).unwrap();
        let part = |font: &FontRef<'_>, glyph: u32| {
            let mut pen = Pen::default();
            let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
            font.outline_glyphs().get(GlyphId::new(glyph)).unwrap().draw(settings, &mut pen).unwrap();
            pen.0
        };
        // The two glyphs that the rocket is made of, and a grin that nobody asked for.
        assert_eq!([part(&new, 4), part(&new, 5)], [part(&old, 4), part(&old, 5)]);
        assert!(part(&old, 2) > 0 && part(&new, 2) == 0);
        for pictures in [
            include_bytes!("../../../tests/data/pictures/fonts/pictures.ttf").as_slice(),
            include_bytes!("../../../tests/data/pictures/fonts/strikes.ttf"),
        ] {
            let small = subset(pictures, 0, "\u{1F680}".chars()).unwrap();
            let count = |font: &[u8]| font.windows(4).filter(|four| four == b"IDAT").count();
            assert_eq!((count(pictures), count(&small)), (2, 1));
        }
    }

    #[test]
    fn damaged_files_are_refused() {
        assert_eq!(subset(b"OTTO", 0, "a".chars()), None);
        assert_eq!(charstrings(&[29, 0, 0]), None);
        assert!(Index::read(&[0, 1, 9, 1, 1], 0).is_none());
    }
}
