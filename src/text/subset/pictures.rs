//! The coloured pictures of glyphs in a font that is reduced: all others are zero at their places, so that no offset changes.

use skrifa::raw::collections::IntSet;
use skrifa::raw::types::GlyphId;
use skrifa::raw::{FontRef, TableProvider};

/// The table `CBDT` with the pictures of these glyphs.
pub(super) fn of_cbdt(font: &FontRef<'_>, table: &[u8], glyphs: &IntSet<GlyphId>) -> Option<Vec<u8>> {
    let places = font.cblc().ok()?;
    let mut out = vec![0; table.len()];
    // The version.
    keep(table, &mut out, 0, 4);
    for size in places.bitmap_sizes() {
        let found = glyphs.iter().filter_map(|glyph| size.location(places.offset_data(), glyph).ok());
        found.for_each(|place| keep(table, &mut out, place.data_offset, place.data_size));
    }
    Some(out)
}

/// The table `sbix` with the pictures of these glyphs (OpenType 1.9.1, `sbix`).
pub(super) fn of_sbix(font: &FontRef<'_>, table: &[u8], glyphs: &IntSet<GlyphId>) -> Option<Vec<u8>> {
    let sbix = font.sbix().ok()?;
    let mut out = vec![0; table.len()];
    keep(table, &mut out, 0, 8 + 4 * sbix.strike_offsets().len());
    for (offset, strike) in sbix.strike_offsets().iter().zip(sbix.strikes().iter()) {
        let (start, strike) = (offset.get().to_u32() as usize, strike.ok()?);
        let places = strike.glyph_data_offsets();
        keep(table, &mut out, start, 4 + 4 * places.len());
        for glyph in glyphs.iter() {
            let mut wanted = Some(glyph.to_u32() as usize);
            // A picture may be that of another glyph, whose number it then has instead.
            for _ in 0..2 {
                let Some(number) = wanted.take() else { break };
                let (Some(from), Some(to)) = (places.get(number), places.get(number + 1)) else { break };
                let (from, to) = (start + from.get() as usize, start + to.get() as usize);
                keep(table, &mut out, from, to.saturating_sub(from));
                if let Some([_, _, _, _, b'd', b'u', b'p', b'e', high, low]) = table.get(from..to) {
                    wanted = Some(usize::from(u16::from_be_bytes([*high, *low])));
                }
            }
        }
    }
    Some(out)
}

fn keep(table: &[u8], out: &mut [u8], start: usize, length: usize) {
    let end = start.saturating_add(length);
    if let (Some(from), Some(to)) = (table.get(start..end), out.get_mut(start..end)) {
        to.copy_from_slice(from);
    }
}
