//! What glyphs stand for, of all that they are used for.

use std::collections::BTreeMap;

use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};

use super::fonts::{SILENT, SOFT_HYPHEN};

/// How often a glyph stands for which text.
pub(super) type Texts = Vec<(String, u32)>;

/// Counts one use.
pub(super) fn count(texts: &mut Texts, text: &str) {
    count_times(texts, text, 1);
}

/// Counts several uses.
pub(super) fn count_times(texts: &mut Texts, text: &str, times: u32) {
    match texts.iter_mut().find(|(known, _)| known == text) {
        Some((_, n)) => *n = n.saturating_add(times),
        None => texts.push((text.to_owned(), times)),
    }
}

/// What the glyphs in use stand for by themselves, as far as the font says.
pub(super) fn nominal(font: &FontRef<'_>, is_used: impl Fn(u16) -> bool) -> BTreeMap<u16, char> {
    let mut nominal = BTreeMap::new();
    for (c, glyph) in font.charmap().mappings() {
        if let (Some(c), Ok(glyph)) = (char::from_u32(c), u16::try_from(glyph.to_u32()))
            && is_used(glyph)
        {
            nominal.entry(glyph).or_insert(c);
        }
    }
    nominal
}

/// Whether a font is one of formulas. The text of their glyphs is that of the whole formula, which `/ToUnicode` must not say of
/// any one of them.
pub(super) fn is_mathematical(font: &FontRef<'_>) -> bool {
    font.table_data(Tag::new(b"MATH")).is_some()
}

/// Gives variants of a glyph, such as larger brackets and the letters of exponents, the character of the glyph they are
/// variants of: OpenType names them after it, with a dot and a suffix (Adobe Glyph List Specification §2).
pub(super) fn name_variants(font: &FontRef<'_>, usage: &[Option<Texts>], nominal: &mut BTreeMap<u16, char>) {
    let names = font.glyph_names();
    let mut characters: BTreeMap<String, char> = BTreeMap::new();
    for (c, glyph) in font.charmap().mappings() {
        if let (Some(c), Some(name)) = (char::from_u32(c), names.get(glyph)) {
            characters.entry(name.as_str().to_owned()).or_insert(c);
        }
    }
    for glyph in (0..usage.len()).filter(|&glyph| usage.get(glyph).is_some_and(Option::is_some)) {
        let Ok(glyph) = u16::try_from(glyph) else { continue };
        if nominal.contains_key(&glyph) {
            continue;
        }
        let base = names.get(GlyphId::from(glyph)).and_then(|name| {
            let base = name.as_str().split('.').next()?.to_owned();
            characters.get(&base).copied()
        });
        if let Some(c) = base {
            nominal.insert(glyph, c);
        }
    }
}

/// How many UTF-16 units `/ToUnicode` gives one glyph at most: readers refuse more. The longest character that is
/// compatible with a phrase, U+FDFA, has 18 letters.
const LONGEST_TEXT: usize = 18;

/// The texts a glyph stands for, the most frequent first; at least one. A hyphen's own text goes before that of a
/// hyphenated line's end, and any text before that of a part of a letter.
pub(super) fn to_unicode(texts: &Texts, nominal: Option<char>) -> Vec<String> {
    let valid = |text: &str| {
        !text.is_empty()
            && text.encode_utf16().count() <= LONGEST_TEXT
            && !text.contains(['\0', '\u{FEFF}', '\u{FFFE}'])
    };
    let of_its_own = |text: &str| text != SOFT_HYPHEN && text != SILENT;
    let mut texts: Vec<&(String, u32)> = texts.iter().filter(|(text, _)| valid(text)).collect();
    texts.sort_by(|(a, m), (b, n)| of_its_own(b).cmp(&of_its_own(a)).then(n.cmp(m)).then_with(|| a.cmp(b)));
    let mut texts: Vec<String> = texts.into_iter().map(|(text, _)| text.clone()).collect();
    if !texts.first().is_some_and(|text| of_its_own(text))
        && let Some(nominal) = nominal.map(String::from).filter(|text| valid(text))
    {
        texts.insert(0, nominal);
    }
    if texts.is_empty() {
        // ISO 19005-2 §6.2.11.7.2: every glyph has a Unicode value, and not one of those that are not valid.
        texts.push("\u{FFFD}".into());
    }
    texts
}
