//! The faces a document uses: which glyphs, under which codes, standing for which text.
//!
//! A glyph that stands for several texts has a code for each of them where the font format can say so (TrueType, whose
//! codes are mapped to glyphs by `/CIDToGIDMap`). In CFF a code is a glyph, and stands for what it stands for most often.

use std::collections::BTreeMap;

use printpdf::ParsedFont;
use rayon::prelude::*;
use skrifa::prelude::Size;
use skrifa::raw::TableProvider;
use skrifa::{FontRef, GlyphId, MetadataProvider, Tag};
use subsetter::GlyphRemapper;

use super::clusters::{cluster_text, speaker};
use super::drawn::DrawnGlyphs;
use super::glyph_texts::{self, Texts, count, count_times, to_unicode};
use super::pictures::Wanted;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::layout::{GlyphRun, Layout, Page, Paint};
use crate::text::{Face, FaceId, FontLibrary};

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
    /// The code of the glyph of U+0020; zero where the font has none.
    pub(super) space: u16,
    /// The first code of each glyph of the face.
    first: Vec<u16>,
    /// How many glyphs the subset has.
    glyphs: u16,
    /// The subset, until it is in the document.
    pub(super) program: Option<ParsedFont>,
    /// The glyphs that are drawn.
    pub(super) drawn: DrawnGlyphs,
}

impl Font {
    fn new(id: FaceId, face: &Face) -> Self {
        Self {
            face: id,
            name: format!("F{}", id.0),
            units_per_em: face.units_per_em.max(1),
            codes: Vec::new(),
            space: 0,
            first: Vec::new(),
            glyphs: 0,
            program: None,
            drawn: DrawnGlyphs::default(),
        }
    }

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

    /// Whether it has codes of its own, and not only glyphs that are drawn.
    pub(super) fn is_composite(&self) -> bool {
        self.codes.len() > 1
    }

    /// How many glyphs the subset has.
    pub(super) fn glyph_count(&self) -> u16 {
        self.glyphs
    }

    /// Whether some glyph has a code that is not its number.
    pub(super) fn has_map(&self) -> bool {
        self.codes.iter().enumerate().any(|(code, entry)| code != usize::from(entry.glyph))
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
    /// Finds every glyph in use. What is wrong with a face is said, and its glyphs are shown as well as they can be.
    pub(super) fn collect(
        layout: &Layout,
        library: &FontLibrary,
        pictures: Wanted,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        // In the order of the pages, whatever threads share them: texts are known by their first occurrence.
        let usage = layout.pages.par_iter().fold(Usage::default, Usage::and).reduce(Usage::default, Usage::merged);
        let (list, said): (Vec<Font>, Vec<Option<Diagnostic>>) =
            usage.faces.into_par_iter().map(|(face, glyphs)| embed(face, library.face(face), glyphs, pictures)).unzip();
        diagnostics.extend(said.into_iter().flatten());
        let by_face = list.iter().enumerate().map(|(place, font)| (font.face, place)).collect();
        Self { list, by_face }
    }

    /// A face's place in the list.
    pub(super) fn place(&self, face: FaceId) -> Option<usize> {
        self.by_face.get(&face).copied()
    }
}

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

/// A face as it is embedded: what it lacks and what has colours of its own is drawn, and all of it where its font program cannot be cut down.
fn embed(id: FaceId, face: &Face, mut usage: Vec<Option<Texts>>, pictures: Wanted) -> (Font, Option<Diagnostic>) {
    let mut drawn = DrawnGlyphs::new(id);
    // The face was read from it when the library was made.
    let Ok(font) = FontRef::from_index(&face.data, face.index) else { return (Font::new(id, face), None) };
    drawn.add_missing(face, &font, &mut usage);
    drawn.add_colored(face, &font, &mut usage, pictures);
    if !face.outlined {
        drawn.add_all(face, &font, &mut usage);
    }
    if usage.iter().all(Option::is_none) {
        return (Font { drawn, ..Font::new(id, face) }, None);
    }
    match composite(id, face, &font, &usage) {
        Ok(font) => (Font { drawn, ..font }, None),
        Err(reason) => {
            drawn.add_all(face, &font, &mut usage);
            let name = &face.postscript_name;
            let message = format!("the font {name} cannot be embedded: {reason}; its letters are drawn one by one");
            let help = format!("install {name} anew, or name another font in the style");
            (Font { drawn, ..Font::new(id, face) }, Some(Diagnostic::error("damaged-font", message).help(help)))
        }
    }
}

/// The licence permits embedding all glyphs of the font, and not some of them (OpenType 1.9, OS/2 `fsType`, bit 8).
const WHOLE_ONLY: u16 = 0x0100;

/// A font of several thousand codes (ISO 32000-1 §9.7), with the outlines of the face.
fn composite(id: FaceId, face: &Face, font: &FontRef<'_>, usage: &[Option<Texts>]) -> Result<Font, String> {
    let location = face.location();
    let widths = font.glyph_metrics(Size::unscaled(), &location);
    let is_used = |glyph: u16| usage.get(usize::from(glyph)).is_some_and(Option::is_some);
    let mut nominal = glyph_texts::nominal(font, is_used);
    let mathematical = glyph_texts::is_mathematical(font);
    let nothing = Texts::new();
    if mathematical {
        glyph_texts::name_variants(font, usage, &mut nominal);
    }
    // What has the outlines of CFF2 is embedded as TrueType.
    let cff = font.table_data(Tag::new(b"CFF ")).is_some();
    let mut remapper = GlyphRemapper::new();
    if face.licence_bits() & WHOLE_ONLY != 0 {
        let count = font.maxp().map_or(0, |maxp| maxp.num_glyphs());
        (0..count).for_each(|glyph| _ = remapper.remap(glyph));
    }
    // Room for the glyph of a space, which may not be in use.
    let space = font.charmap().map(' ').and_then(|glyph| u16::try_from(glyph.to_u32()).ok()).unwrap_or(0);
    let mut first = vec![0; usage.len().max(usize::from(space) + 1)];
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
    for (glyph, texts) in usage.iter().enumerate().skip(1) {
        let (Some(texts), Ok(glyph)) = (texts, u16::try_from(glyph)) else { continue };
        let texts = if mathematical { &nothing } else { texts };
        let mut texts = to_unicode(texts, nominal.get(&glyph).copied());
        if cff {
            texts.truncate(1);
        }
        add(glyph, texts);
    }
    let space = match usage.get(usize::from(space)) {
        _ if space == 0 => 0,
        Some(Some(_)) => add(space, Vec::new()),
        _ => add(space, vec![" ".into()]),
    };
    let program = program(face, &remapper)?;
    Ok(Font { codes, space, first, glyphs: remapper.num_gids(), program: Some(program), ..Font::new(id, face) })
}

/// The font program with only the glyphs that are used.
fn program(face: &Face, glyphs: &GlyphRemapper) -> Result<ParsedFont, String> {
    let variations: Vec<_> = face.variations.iter().map(|(tag, value)| (subsetter::Tag::new(tag), *value)).collect();
    let program = subsetter::subset_with_variations(&face.data, face.index, &variations, glyphs)
        .map_err(|error| error.to_string())?;
    super::container::parse(&program, &face.postscript_name).ok_or_else(|| "its subset cannot be read".into())
}
