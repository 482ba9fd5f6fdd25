//! The faces a document uses: which glyphs, under which codes, standing for which text.
//!
//! A glyph that stands for several texts has a code for each of them where the font format can say so (TrueType, whose
//! codes are mapped to glyphs by `/CIDToGIDMap`). In CFF a code is a glyph, and stands for what it stands for most often.

use std::collections::BTreeMap;

use rayon::prelude::*;
use skrifa::prelude::Size;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use subsetter::GlyphRemapper;

use super::Error;
use crate::layout::{Glyph, GlyphRun, Layout, Page, Paint};
use crate::text::{Face, FaceId, FontLibrary};
use crate::units::Length;

/// A soft hyphen: what a hyphen at a line's end stands for (ISO 32000-1 §14.8.2.2.3).
pub(super) const SOFT_HYPHEN: &str = "\u{AD}";

/// What a glyph stands for that is only a part of what another glyph stands for, such as the dots of an Arabic letter:
/// every glyph must stand for something (ISO 19005-2 §6.2.11.7.2), and a word joiner is not seen and joins.
pub(super) const SILENT: &str = "\u{2060}";

/// A code of the embedded font. It is its place in [`Font::codes`].
#[derive(Clone, Debug)]
pub(super) struct Code {
    /// Its glyph in the subset.
    pub(super) glyph: u16,
    /// The advance width in font units.
    pub(super) width: u16,
    /// What `/ToUnicode` says it stands for.
    pub(super) text: String,
    /// The next code of the same glyph; zero where there is none.
    next: u16,
}

/// A face as it is embedded.
#[derive(Debug)]
pub(super) struct Font {
    /// Which face.
    pub(super) face: FaceId,
    /// The name of the resource.
    pub(super) name: String,
    /// Font units in an em.
    pub(super) units_per_em: u16,
    /// The codes; the first is that of `.notdef`, which is never shown.
    pub(super) codes: Vec<Code>,
    /// The code of a glyph of whatever text that can stand in, unseen, for a missing glyph.
    pub(super) carrier: u16,
    /// The code of the glyph of U+0020; zero where the font has none.
    pub(super) space: u16,
    /// The first code of each glyph of the face.
    first: Vec<u16>,
    remapper: GlyphRemapper,
}

impl Font {
    /// The code of a glyph that stands for a text, or its first code; zero where the glyph is not in the subset.
    pub(super) fn code(&self, glyph: u16, text: &str) -> u16 {
        let first = self.first.get(usize::from(glyph)).copied().unwrap_or(0);
        let mut code = first;
        while let Some(known) = self.codes.get(usize::from(code)).filter(|_| code != 0) {
            if known.text == text {
                return code;
            }
            code = known.next;
        }
        first
    }

    /// The advance width of a code in font units.
    pub(super) fn width(&self, code: u16) -> u16 {
        self.codes.get(usize::from(code)).map_or(0, |code| code.width)
    }

    /// What `/ToUnicode` says a code stands for.
    pub(super) fn text(&self, code: u16) -> &str {
        self.codes.get(usize::from(code)).map_or("", |code| &code.text)
    }

    /// How many glyphs the subset has.
    pub(super) fn glyph_count(&self) -> u16 {
        self.remapper.num_gids()
    }

    /// Whether some glyph has a code that is not its number.
    pub(super) fn has_map(&self) -> bool {
        self.codes.iter().enumerate().any(|(code, entry)| code != usize::from(entry.glyph))
    }

    /// The font program with only the glyphs that are used.
    ///
    /// # Errors
    /// When the font file is damaged.
    pub(super) fn program(&self, library: &FontLibrary) -> Result<Vec<u8>, Error> {
        let face = library.face(self.face);
        let variations: Vec<_> =
            face.variations.iter().map(|(tag, value)| (subsetter::Tag::new(tag), *value)).collect();
        subsetter::subset_with_variations(&face.data, face.index, &variations, &self.remapper)
            .map_err(|error| Error::Font { name: face.postscript_name.clone(), reason: error.to_string() })
    }
}

/// The faces a document uses, in the library's order.
#[derive(Debug)]
pub(super) struct Fonts {
    /// The faces.
    pub(super) list: Vec<Font>,
    by_face: BTreeMap<FaceId, usize>,
}

impl Fonts {
    /// Finds every glyph in use.
    ///
    /// # Errors
    /// When a font file cannot be read or may not be embedded.
    pub(super) fn collect(layout: &Layout, library: &FontLibrary) -> Result<Self, Error> {
        // In the order of the pages, whatever threads share them: texts are known by their first occurrence.
        let usage = layout.pages.par_iter().fold(Usage::default, Usage::and).reduce(Usage::default, Usage::merged);
        let list = usage
            .faces
            .into_par_iter()
            .map(|(face, glyphs)| embed(face, library.face(face), &glyphs))
            .collect::<Result<Vec<_>, _>>()?;
        let by_face = list.iter().enumerate().map(|(place, font)| (font.face, place)).collect();
        Ok(Self { list, by_face })
    }

    /// A face's place in the list.
    pub(super) fn place(&self, face: FaceId) -> Option<usize> {
        self.by_face.get(&face).copied()
    }
}

/// How often a glyph stands for which text.
type Texts = Vec<(String, u32)>;

/// The glyphs of some pages, by face and glyph number.
#[derive(Default)]
struct Usage {
    faces: BTreeMap<FaceId, Vec<Option<Texts>>>,
}

impl Usage {
    fn and(mut self, page: &Page) -> Self {
        for item in &page.items {
            if let Paint::Text(run) = &item.paint {
                self.run(run);
            }
        }
        self
    }

    fn run(&mut self, run: &GlyphRun) {
        let glyphs = self.faces.entry(run.face).or_default();
        for cluster in run.glyphs.iter().collect::<Vec<_>>().chunk_by(|a, b| a.text == b.text) {
            let text = cluster.first().map_or("", |glyph| cluster_text(run, &glyph.text));
            let speaker = speaker(cluster);
            for (place, glyph) in cluster.iter().enumerate() {
                let at = usize::from(glyph.id);
                if glyphs.len() <= at {
                    glyphs.resize_with(at + 1, || None);
                }
                count(glyphs[at].get_or_insert_default(), if place == speaker { text } else { SILENT });
            }
        }
    }

    fn merged(mut self, other: Self) -> Self {
        for (face, glyphs) in other.faces {
            let own = self.faces.entry(face).or_default();
            if own.len() < glyphs.len() {
                own.resize_with(glyphs.len(), || None);
            }
            for (own, texts) in own.iter_mut().zip(glyphs) {
                if let Some(texts) = texts {
                    let own = own.get_or_insert_default();
                    texts.iter().for_each(|(text, times)| count_times(own, text, *times));
                }
            }
        }
        self
    }
}

fn count(texts: &mut Texts, text: &str) {
    count_times(texts, text, 1);
}

fn count_times(texts: &mut Texts, text: &str, times: u32) {
    match texts.iter_mut().find(|(known, _)| known == text) {
        Some((_, n)) => *n = n.saturating_add(times),
        None => texts.push((text.to_owned(), times)),
    }
}

/// The text of a cluster, without the direction marks around it, which its letters' places have made needless; empty where
/// the range does not lie in the run's text.
pub(super) fn cluster_text<'a>(run: &'a GlyphRun, range: &std::ops::Range<u32>) -> &'a str {
    let text = run.text.get(range.start as usize..range.end as usize).unwrap_or("");
    // They begin with these bytes, in UTF-8.
    if !text.as_bytes().iter().any(|byte| matches!(byte, 0xD8 | 0xE2)) {
        return text;
    }
    text.trim_matches(
        |c| matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'),
    )
}

/// Which glyph of a cluster stands for its text: the first that moves on, and not an accent or a dot.
pub(super) fn speaker(cluster: &[Glyph]) -> usize {
    if cluster.len() == 1 {
        return 0;
    }
    cluster.iter().position(|glyph| glyph.advance > Length::ZERO).unwrap_or(0)
}

fn embed(id: FaceId, face: &Face, usage: &[Option<Texts>]) -> Result<Font, Error> {
    let damaged = |reason: String| Error::Font { name: face.postscript_name.clone(), reason };
    let font = FontRef::from_index(&face.data, face.index).map_err(|error| damaged(error.to_string()))?;
    may_embed(&font, face)?;
    let location = face.location();
    let widths = font.glyph_metrics(Size::unscaled(), &location);
    let mut nominal: BTreeMap<u16, char> = BTreeMap::new();
    for (c, glyph) in font.charmap().mappings() {
        if let (Some(c), Ok(glyph)) = (char::from_u32(c), u16::try_from(glyph.to_u32()))
            && usage.get(usize::from(glyph)).is_some_and(Option::is_some)
        {
            nominal.entry(glyph).or_insert(c);
        }
    }

    // The text of a formula's glyphs is that of the whole formula, which `/ToUnicode` must not say of any one of them.
    let mathematical = font.table_data(Tag::new(b"MATH")).is_some();
    let nothing = Texts::new();
    if mathematical {
        name_variants(&font, usage, &mut nominal);
    }
    // What has the outlines of CFF2 is embedded as TrueType.
    let cff = font.table_data(Tag::new(b"CFF ")).is_some();
    let mut remapper = GlyphRemapper::new();
    // Room for the glyph of a space, which may not be in use, and for that of the number 1.
    let space = font.charmap().map(' ').and_then(|glyph| u16::try_from(glyph.to_u32()).ok()).unwrap_or(0);
    let mut first = vec![0; usage.len().max(usize::from(space) + 1).max(2)];
    let mut codes = vec![Code { glyph: 0, width: 0, text: String::new(), next: 0 }];
    let mut add = |glyph: u16, texts: Vec<String>| {
        let subset = remapper.remap(glyph);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "advances are 16-bit")]
        let width = widths.advance_width(GlyphId::from(glyph)).unwrap_or(0.0) as u16;
        let mut last = 0;
        for text in texts {
            let Ok(code) = u16::try_from(codes.len()) else { break };
            codes.push(Code { glyph: subset, width, text, next: 0 });
            match codes.get_mut(usize::from(last)).filter(|_| last != 0) {
                Some(before) => before.next = code,
                None => {
                    if let Some(slot) = first.get_mut(usize::from(glyph)) {
                        *slot = code;
                    }
                }
            }
            last = code;
        }
        first.get(usize::from(glyph)).copied().unwrap_or(0)
    };
    let mut carrier = 0;
    for (glyph, texts) in usage.iter().enumerate().skip(1) {
        let (Some(texts), Ok(glyph)) = (texts, u16::try_from(glyph)) else { continue };
        let texts = if mathematical { &nothing } else { texts };
        let mut texts = to_unicode(texts, nominal.get(&glyph).copied());
        if cff {
            texts.truncate(1);
        }
        let code = add(glyph, texts);
        carrier = if carrier == 0 { code } else { carrier };
    }
    let space = match usage.get(usize::from(space)) {
        _ if space == 0 => 0,
        Some(Some(_)) => add(space, Vec::new()),
        _ => add(space, vec![" ".into()]),
    };
    if usage.first().is_some_and(Option::is_some) && carrier == 0 {
        // Only missing glyphs: some glyph must be there to carry their text.
        carrier = if space == 0 { add(1, vec!["\u{FFFD}".into()]) } else { space };
    }
    let name = format!("F{}", id.0);
    Ok(Font { face: id, name, units_per_em: face.units_per_em.max(1), codes, carrier, space, first, remapper })
}

/// Gives variants of a glyph, such as larger brackets and the letters of exponents, the character of the glyph they are
/// variants of: OpenType names them after it, with a dot and a suffix (Adobe Glyph List Specification §2).
fn name_variants(font: &FontRef<'_>, usage: &[Option<Texts>], nominal: &mut BTreeMap<u16, char>) {
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
fn to_unicode(texts: &Texts, nominal: Option<char>) -> Vec<String> {
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

/// Whether the font's licence bits allow embedding (OpenType 1.9, OS/2 `fsType`).
fn may_embed(font: &FontRef<'_>, face: &Face) -> Result<(), Error> {
    let Ok(os2) = font.os2() else { return Ok(()) };
    let bits = os2.fs_type();
    let (restricted, bitmap_only) = (bits & 0x000F == 0x0002, bits & 0x0200 != 0);
    if restricted || bitmap_only {
        return Err(Error::FontLicence { name: face.postscript_name.clone() });
    }
    Ok(())
}
