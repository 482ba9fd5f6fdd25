//! Glyph runs to text operators.

use super::fonts::{Fonts, cluster_text};
use super::operators::{Operators, milli_points};
use crate::layout::{Bounds, Glyph, GlyphRun};
use crate::units::{Color, Length};

/// The graphics and text state of a page as far as text depends on it, so that only changes are written.
#[derive(Debug)]
pub(super) struct TextState {
    /// Inside `BT … ET`.
    open: bool,
    /// The start of the current line, in thousandths of a point.
    origin: (i64, i64),
    font: Option<(usize, Length)>,
    stretch: u16,
    /// The colour for filling, which text shares with rules.
    color: Option<Color>,
    /// Where glyphs are missing, on the page.
    missing: Vec<Bounds>,
}

impl Default for TextState {
    fn default() -> Self {
        Self { open: false, origin: (0, 0), font: None, stretch: 1000, color: None, missing: Vec::new() }
    }
}

impl TextState {
    /// Ends the text object, if there is one.
    pub(super) fn end(&mut self, out: &mut Operators) {
        if std::mem::take(&mut self.open) {
            out.raw("ET\n");
        }
    }

    /// Begins a text object, unless there is one.
    pub(super) fn begin(&mut self, out: &mut Operators) {
        if !std::mem::replace(&mut self.open, true) {
            out.raw("BT\n");
            self.origin = (0, 0);
        }
    }

    /// Sets the colour for filling.
    pub(super) fn fill(&mut self, color: Color, out: &mut Operators) {
        if self.color.replace(color) != Some(color) {
            out.fill_color(color);
        }
    }

    /// Where glyphs were missing since it was last asked.
    pub(super) fn take_missing(&mut self) -> Vec<Bounds> {
        std::mem::take(&mut self.missing)
    }

    /// Shows a run, on a page of that height. In artifacts the text does not matter, and no `/ActualText` is written.
    pub(super) fn show(&mut self, run: &GlyphRun, height: Length, artifact: bool, fonts: &Fonts, out: &mut Operators) {
        let Some(place) = fonts.place(run.face) else { return };
        if run.size <= Length::ZERO || run.glyphs.is_empty() {
            return;
        }
        self.begin(out);
        self.fill(run.color, out);
        let font = &fonts.list[place];
        if self.font.replace((place, run.size)) != Some((place, run.size)) {
            out.raw("/").raw(&font.name).raw(" ").milli(milli_points(run.size)).raw(" Tf\n");
        }
        if std::mem::replace(&mut self.stretch, run.stretch) != run.stretch {
            out.milli(i64::from(run.stretch) * 100).raw(" Tz\n");
        }
        let (x, y) = (milli_points(run.x), milli_points(height - run.y));
        out.millis(&[x - self.origin.0, y - self.origin.1]).raw("Td\n");
        self.origin = (x, y);

        let lang = run.lang.as_deref().filter(|_| !artifact);
        if let Some(lang) = lang {
            out.raw("/Span<</Lang").text_string(lang).raw(">>BDC\n");
        }
        let missing = &mut self.missing;
        let mut line =
            Line { run, font, out, missing, pen: 0, actual: 0, rise: Length::ZERO, array: false, string: false };
        let mut glyphs = run.glyphs.as_slice();
        while let Some(first) = glyphs.first() {
            let length = glyphs.iter().take_while(|glyph| glyph.text == first.text).count();
            let (cluster, rest) = glyphs.split_at(length);
            line.cluster(cluster, artifact);
            glyphs = rest;
        }
        line.end_array();
        line.set_rise(Length::ZERO);
        if lang.is_some() {
            out.raw("EMC\n");
        }
    }
}

/// A run being written. Positions are in 1/65536 pt before `Tz`.
struct Line<'a> {
    run: &'a GlyphRun,
    font: &'a super::fonts::Font,
    out: &'a mut Operators,
    missing: &'a mut Vec<Bounds>,
    /// Where layout wants the next glyph.
    pen: i64,
    /// Where a reader of the file would put it.
    actual: i64,
    rise: Length,
    /// Inside `[ … ] TJ`.
    array: bool,
    /// Inside a string of the array.
    string: bool,
}

impl Line<'_> {
    fn cluster(&mut self, glyphs: &[Glyph], artifact: bool) {
        let text = glyphs.first().map_or("", |glyph| cluster_text(self.run, &glyph.text));
        let missing = glyphs.iter().any(|glyph| self.font.code(glyph.id) == 0);
        let exact = match glyphs {
            [glyph] => self.font.text(self.font.code(glyph.id)) == text,
            _ => false,
        };
        if artifact || (exact && !missing) {
            glyphs.iter().for_each(|glyph| self.glyph(glyph));
            return;
        }
        self.end_array();
        self.out.raw("/Span<</ActualText").text_string(text).raw(">>BDC\n");
        glyphs.iter().for_each(|glyph| self.glyph(glyph));
        self.end_array();
        self.out.raw("EMC\n");
    }

    fn glyph(&mut self, glyph: &Glyph) {
        let code = self.font.code(glyph.id);
        self.set_rise(glyph.dy);
        self.move_to(self.pen + glyph.dx.0);
        if code == 0 {
            self.missing(glyph);
        } else {
            self.code(code);
        }
        self.pen += glyph.advance.0;
    }

    fn code(&mut self, code: u16) {
        self.begin_array();
        if !std::mem::replace(&mut self.string, true) {
            self.out.byte(b'(');
        }
        let [high, low] = code.to_be_bytes();
        self.out.string_byte(high);
        self.out.string_byte(low);
        self.actual += self.run.size.0 * i64::from(self.font.width(code)) / i64::from(self.font.units_per_em);
    }

    /// A glyph that the font does not have: ISO 14289-1 §7.21.8 and ISO 19005-2 §6.2.11.8 forbid showing `.notdef`, so
    /// an unseen glyph carries the text, and the page builder draws a box in its place.
    fn missing(&mut self, glyph: &Glyph) {
        self.end_array();
        self.out.raw("3 Tr\n");
        self.code(self.font.carrier);
        self.end_array();
        self.out.raw("0 Tr\n");
        let stretched = |length: i64| Length(length).ratio(i64::from(self.run.stretch), 1000);
        let height = self.run.size.ratio(7, 10);
        self.missing.push(Bounds {
            x: self.run.x + stretched(self.pen + glyph.dx.0),
            y: self.run.y - glyph.dy - height,
            width: stretched(glyph.advance.0),
            height,
        });
    }

    fn move_to(&mut self, wanted: i64) {
        let size = self.run.size.0;
        let thousandths = div_round((self.actual - wanted).saturating_mul(1000), size);
        if thousandths != 0 {
            self.begin_array();
            self.end_string();
            self.out.milli(thousandths.saturating_mul(1000));
            self.actual -= thousandths.saturating_mul(size) / 1000;
        }
    }

    fn set_rise(&mut self, rise: Length) {
        if self.rise != rise {
            self.end_array();
            self.rise = rise;
            self.out.milli(milli_points(rise)).raw(" Ts\n");
        }
    }

    fn begin_array(&mut self) {
        if !std::mem::replace(&mut self.array, true) {
            self.out.byte(b'[');
        }
    }

    fn end_string(&mut self) {
        if std::mem::take(&mut self.string) {
            self.out.byte(b')');
        }
    }

    fn end_array(&mut self) {
        self.end_string();
        if std::mem::take(&mut self.array) {
            self.out.raw("]TJ\n");
        }
    }
}

/// Division rounded to the nearest whole number.
fn div_round(numerator: i64, denominator: i64) -> i64 {
    if denominator == 0 {
        return 0;
    }
    let half = denominator / 2;
    if numerator >= 0 { (numerator + half) / denominator } else { (numerator - half) / denominator }
}
