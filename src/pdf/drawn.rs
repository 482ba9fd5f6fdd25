//! Glyphs that are drawn: Type 3 fonts (ISO 32000-1 §9.6.5) of the glyphs that have colours of their own, of boxes where a
//! face has no glyph, and of faces whose font program cannot be embedded. They are text like any other, with widths and a
//! meaning.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use skrifa::instance::{Location, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use super::container::{cmap, subset_name};
use super::file::{number, text};
use super::glyph_texts::{self, Texts, to_unicode};
use super::image_object::Profiles;
use super::operators::Operators;
use super::pictures::{Drawn, Wanted, drawn};
use crate::diagnostic::Diagnostics;
use crate::image;
use crate::text::{ColorGlyph, Drawing, Face, FaceId, FontLibrary};

/// Codes of a font, which are bytes; code zero is never shown.
const CODES: usize = 255;

/// How many thousandths of an em the box in place of a missing glyph is high.
const BOX: f64 = 700.0;

/// How many thousandths of an em an `m` is wide.
const MEASURE: i64 = 600;

/// The glyphs of a face that are drawn, in as many fonts as their codes need.
#[derive(Debug, Default)]
pub(super) struct DrawnGlyphs {
    /// What the names of the fonts begin with.
    stem: String,
    /// All codes, font by font.
    codes: Vec<DrawnCode>,
    /// The place of the first code of each glyph.
    first: BTreeMap<u16, usize>,
    shapes: BTreeMap<u16, Shape>,
}

/// A glyph that stands for a text.
#[derive(Debug)]
struct DrawnCode {
    glyph: u16,
    /// The advance width in font units.
    width: u16,
    text: String,
}

/// What a glyph shows.
#[derive(Debug)]
enum Shape {
    /// A picture with its place: width, height, left, bottom, in thousandths of an em.
    Picture(Box<Drawn>, [f64; 4]),
    /// Path operators that fill, and left, bottom, right, top.
    Outline(Vec<u8>, [f64; 4]),
    /// A box in place of a glyph that the face does not have: ISO 14289-1 §7.21.8 and ISO 19005-2 §6.2.11.8 forbid showing
    /// its own, `.notdef`.
    Missing,
    /// Nothing, such as a space.
    Nothing,
}

/// A code and the font that it is of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    /// The place of the font among those of the face, from one on.
    pub(super) font: usize,
    /// The code.
    pub(super) code: u8,
    /// The advance width in font units.
    pub(super) width: u16,
    /// What `/ToUnicode` says it stands for.
    pub(super) text: &'a str,
}

impl DrawnGlyphs {
    pub(super) fn new(face: FaceId) -> Self {
        Self { stem: format!("G{}", face.0), ..Self::default() }
    }

    /// The name of one of the fonts, counted from one on.
    pub(super) fn name(&self, font: usize) -> String {
        format!("{}.{font}", self.stem)
    }

    /// The code of a glyph that stands for a text, or its first code; `None` where the glyph is not drawn.
    pub(super) fn shown(&self, glyph: u16, text: &str) -> Option<Shown<'_>> {
        let first = *self.first.get(&glyph)?;
        let codes = self.codes.get(first..)?.iter().take_while(|code| code.glyph == glyph);
        let place = first + codes.enumerate().find(|(_, code)| code.text == text).map_or(0, |(place, _)| place);
        let code = self.codes.get(place)?;
        let byte = u8::try_from(place % CODES + 1).ok()?;
        Some(Shown { font: place / CODES + 1, code: byte, width: code.width, text: &code.text })
    }

    /// Takes over what the face has no glyph for.
    pub(super) fn add_missing(&mut self, face: &Face, font: &FontRef<'_>, usage: &mut [Option<Texts>]) {
        if let Some(texts) = usage.first_mut().and_then(Option::take) {
            self.add(face, font, 0, &texts, None, Shape::Missing);
        }
    }

    /// Takes over the glyphs that have colours of their own.
    pub(super) fn add_colored(&mut self, face: &Face, font: &FontRef<'_>, usage: &mut [Option<Texts>], wanted: Wanted) {
        if !face.colored {
            return;
        }
        let library = FontLibrary::default();
        let nominal = nominal(font, usage);
        for glyph in (1..usage.len()).filter_map(|glyph| u16::try_from(glyph).ok()) {
            let Some(slot) = usage.get_mut(usize::from(glyph)).filter(|texts| texts.is_some()) else { continue };
            let picture = face.color_glyph(glyph).and_then(|found| picture(&found, face, &library, wanted));
            if let Some(shape) = picture {
                self.add(face, font, glyph, &slot.take().unwrap_or_default(), nominal.get(&glyph), shape);
            }
        }
    }

    /// Takes over all glyphs, as outlines where they can be read.
    pub(super) fn add_all(&mut self, face: &Face, font: &FontRef<'_>, usage: &mut [Option<Texts>]) {
        let (location, nominal) = (face.location(), nominal(font, usage));
        for (glyph, slot) in usage.iter_mut().enumerate() {
            let (Some(texts), Ok(glyph)) = (slot.take(), u16::try_from(glyph)) else { continue };
            self.add(face, font, glyph, &texts, nominal.get(&glyph), outline(face, font, &location, glyph));
        }
    }

    fn add(
        &mut self,
        face: &Face,
        font: &FontRef<'_>,
        glyph: u16,
        texts: &Texts,
        nominal: Option<&char>,
        shape: Shape,
    ) {
        let location = face.location();
        let width = font.glyph_metrics(Size::unscaled(), &location).advance_width(GlyphId::from(glyph));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "advances are 16-bit")]
        let width = width.unwrap_or(0.0) as u16;
        self.first.insert(glyph, self.codes.len());
        self.codes.extend(to_unicode(texts, nominal.copied()).into_iter().map(|text| DrawnCode { glyph, width, text }));
        self.shapes.insert(glyph, shape);
    }

    /// Adds the fonts to a document; gives out their names and objects.
    pub(super) fn embed(
        self,
        face: &Face,
        document: &mut Document,
        profiles: &mut Profiles,
    ) -> Vec<(String, ObjectId)> {
        let em = |units: i16| number(f64::from(units) * 1000.0 / f64::from(face.units_per_em.max(1)));
        let thousandths = |units: u16| number(f64::from(units) * 1000.0 / f64::from(face.units_per_em.max(1)));
        let names: Vec<String> = (1..=self.codes.len().div_ceil(CODES)).map(|font| self.name(font)).collect();
        let mut widths: BTreeMap<u16, Object> = BTreeMap::new();
        for code in &self.codes {
            widths.insert(code.glyph, thousandths(code.width));
        }
        let mut pictures = Dictionary::new();
        let mut procedures: BTreeMap<u16, ObjectId> = BTreeMap::new();
        let mut area = [0.0_f64, f64::from(face.descender), 0.0, f64::from(face.ascender)]
            .map(|units| units * 1000.0 / f64::from(face.units_per_em.max(1)));
        for (glyph, shape) in self.shapes {
            let width = widths.get(&glyph).and_then(|width| width.as_float().ok()).map_or(0.0, f64::from);
            let mut out = Operators::default();
            let mut extent = [0.0; 4];
            match shape {
                Shape::Picture(drawn, place) => {
                    let [across, up, left, bottom] = place;
                    extent = [left, bottom, left + across, bottom + up];
                    let name = format!("P{glyph}");
                    out.reals(&[width, 0.0]).raw("d0 q ").reals(&[across, 0.0, 0.0, up, left, bottom]);
                    out.raw("cm/").raw(&name).raw(" Do Q");
                    pictures.set(name, drawn.add(document, profiles));
                }
                Shape::Outline(path, bounds) => {
                    extent = bounds;
                    out.reals(&[width, 0.0]).reals(&bounds).raw("d1\n");
                    path.into_iter().for_each(|byte| out.byte(byte));
                }
                Shape::Missing => {
                    extent = [0.0, 0.0, width, BOX];
                    out.reals(&[width, 0.0]).raw("d0 .5 G 30 w ");
                    out.reals(&[width / 10.0, 0.0, width * 0.8, BOX]).raw("re S");
                }
                Shape::Nothing => _ = out.reals(&[width, 0.0]).raw("d0"),
            }
            area = [area[0].min(extent[0]), area[1].min(extent[1]), area[2].max(extent[2]), area[3].max(extent[3])];
            procedures.insert(glyph, document.add_object(Stream::new(Dictionary::new(), out.into_bytes())));
        }
        let mut resources = Dictionary::new();
        if !pictures.is_empty() {
            resources.set("XObject", pictures);
        }
        let resources = document.add_object(resources);
        let area: Vec<Object> = area.map(number).into();
        // Poppler measures such fonts by the width of the letter that is named `m`, which is taken to be as wide as in most.
        let measure = document.add_object(Stream::new(Dictionary::new(), format!("{MEASURE} 0 d0").into_bytes()));
        let fonts = names.into_iter().zip(self.codes.chunks(CODES)).map(|(name, codes)| {
            let mut differences: Vec<Object> = vec![0.into(), "m".into()];
            let mut drawn = dictionary! { "m" => measure };
            for code in codes {
                let shape = format!("g{}", code.glyph);
                differences.push(Object::Name(shape.clone().into_bytes()));
                if let Some(id) = procedures.get(&code.glyph) {
                    drawn.set(shape, *id);
                }
            }
            let map = cmap(codes.iter().map(|code| code.text.as_str()), 2);
            let font_name = subset_name(&map, &face.postscript_name);
            let map = document.add_object(Stream::new(Dictionary::new(), map));
            let font_name = Object::Name(font_name.into_bytes());
            // ISO 32000-1 table 112: tagged documents describe fonts of this kind too. `/BaseFont` is not in that table, but
            // it is where lists of fonts look for a name and whether the font is a subset.
            let descriptor = document.add_object(dictionary! {
                "Type" => "FontDescriptor", "FontName" => font_name.clone(), "FontFamily" => text(&face.family),
                "Flags" => 4, "ItalicAngle" => 0, "FontBBox" => area.clone(),
                "Ascent" => em(face.ascender), "Descent" => em(face.descender), "CapHeight" => em(face.cap_height),
            });
            let widths = codes.iter().map(|code| thousandths(code.width));
            let widths: Vec<Object> = [MEASURE.into()].into_iter().chain(widths).collect();
            let matrix = [0.001, 0.0, 0.0, 0.001, 0.0, 0.0].map(number);
            let font = dictionary! {
                "Type" => "Font", "Subtype" => "Type3", "BaseFont" => font_name, "FontBBox" => area.clone(), "FontMatrix" => matrix.to_vec(),
                "CharProcs" => drawn, "Encoding" => dictionary! { "Type" => "Encoding", "Differences" => differences },
                "FirstChar" => 0, "LastChar" => i64::try_from(codes.len()).unwrap_or(1), "Widths" => widths,
                "Resources" => resources, "FontDescriptor" => descriptor, "ToUnicode" => map,
            };
            (name, document.add_object(font))
        });
        fonts.collect()
    }
}

fn nominal(font: &FontRef<'_>, usage: &[Option<Texts>]) -> BTreeMap<u16, char> {
    glyph_texts::nominal(font, |glyph| usage.get(usize::from(glyph)).is_some_and(Option::is_some))
}

/// A coloured glyph as a picture; `None` where it cannot be read.
fn picture(glyph: &ColorGlyph, face: &Face, library: &FontLibrary, wanted: Wanted) -> Option<Shape> {
    let bytes = match &glyph.drawing {
        Drawing::Svg(svg) => svg.as_bytes(),
        Drawing::Png(png) => png,
    };
    let asset = image::load(bytes, "glyph").ok()?;
    // What of it becomes pixels is no concern of the author, who did not draw it.
    let (content, _) = drawn(&asset, library, wanted, &mut Diagnostics::new()).ok()?;
    let scale = 1000.0 / f64::from(face.units_per_em.max(1));
    let place = [glyph.width, glyph.height, glyph.left, glyph.bottom].map(|units| f64::from(units) * scale);
    Some(Shape::Picture(Box::new(content), place))
}

/// A glyph's outline in thousandths of an em.
fn outline(face: &Face, font: &FontRef<'_>, location: &Location, glyph: u16) -> Shape {
    let scale = 1000.0 / f64::from(face.units_per_em.max(1));
    let mut pen = Pen { out: Operators::default(), scale, at: (0.0, 0.0), bounds: None };
    let settings = DrawSettings::unhinted(Size::unscaled(), location);
    let found =
        font.outline_glyphs().get(GlyphId::from(glyph)).and_then(|outline| outline.draw(settings, &mut pen).ok());
    match pen.bounds.filter(|_| found.is_some()) {
        Some(bounds) => {
            pen.out.raw("f");
            Shape::Outline(pen.out.into_bytes(), bounds)
        }
        None => Shape::Nothing,
    }
}

/// Writes an outline as path operators (ISO 32000-1 §8.5.2).
struct Pen {
    out: Operators,
    scale: f64,
    at: (f64, f64),
    bounds: Option<[f64; 4]>,
}

impl Pen {
    fn points(&mut self, points: &[(f64, f64)], operator: &str) {
        for &(x, y) in points {
            let [left, bottom, right, top] = self.bounds.get_or_insert([x, y, x, y]);
            (*left, *bottom, *right, *top) = (left.min(x), bottom.min(y), right.max(x), top.max(y));
            self.out.reals(&[x, y]);
            self.at = (x, y);
        }
        self.out.raw(operator).raw("\n");
    }

    fn scaled(&self, x: f32, y: f32) -> (f64, f64) {
        (f64::from(x) * self.scale, f64::from(y) * self.scale)
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.points(&[self.scaled(x, y)], "m");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.points(&[self.scaled(x, y)], "l");
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        // The same curve with two handles, each two thirds of the way.
        let (handle, end) = (self.scaled(cx, cy), self.scaled(x, y));
        let toward =
            |from: (f64, f64)| (from.0 + (handle.0 - from.0) * 2.0 / 3.0, from.1 + (handle.1 - from.1) * 2.0 / 3.0);
        self.points(&[toward(self.at), toward(end), end], "c");
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.points(&[self.scaled(ax, ay), self.scaled(bx, by), self.scaled(x, y)], "c");
    }

    fn close(&mut self) {
        self.out.raw("h\n");
    }
}
