//! Glyph runs to text operators.

use super::fonts::{Fonts, SOFT_HYPHEN, cluster_text};
use super::operators::{Operators, milli_points};
use crate::layout::{Bounds, Glyph, GlyphRun};
use crate::model::{Direction, base_direction};
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

    /// Shows a run, on a page of that height, in an element of that language. In artifacts, which have none, the text does
    /// not matter, and no `/ActualText` is written.
    pub(super) fn show(
        &mut self,
        run: &GlyphRun,
        height: Length,
        language: Option<&str>,
        fonts: &Fonts,
        out: &mut Operators,
    ) {
        let artifact = language.is_none();
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

        let lang = run.lang.as_deref().filter(|lang| language.is_some_and(|around| around != *lang));
        if let Some(lang) = lang {
            out.raw("/Span<</Lang").text_string(lang).raw(">>BDC\n");
        }
        let missing = &mut self.missing;
        let mut line =
            Line { run, font, out, missing, pen: 0, actual: 0, rise: Length::ZERO, array: false, string: false };
        let clusters: Vec<&[Glyph]> = run.glyphs.chunk_by(|a, b| a.text == b.text).collect();
        for word in clusters.chunk_by(|a, b| !stands_alone(run, a) && !stands_alone(run, b)) {
            line.word(word, artifact);
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
    /// Whether `/ToUnicode` gives the text of a cluster.
    fn is_exact(&self, cluster: &[Glyph]) -> bool {
        match cluster {
            [glyph] => {
                let code = self.font.code(glyph.id);
                code != 0 && self.font.text(code) == cluster_text(self.run, &glyph.text)
            }
            _ => false,
        }
    }

    /// A word. Where `/ToUnicode` cannot say its text, all of it is in `/ActualText` (ISO 32000-1 §14.9.4): readers take a
    /// span for one unit, and a unit smaller than a word would tear the word apart.
    fn word(&mut self, clusters: &[&[Glyph]], artifact: bool) {
        let glyphs = || clusters.iter().copied().flatten();
        if artifact || clusters.iter().all(|cluster| self.is_exact(cluster)) {
            glyphs().for_each(|glyph| self.glyph(glyph));
            return;
        }
        let start = glyphs().map(|glyph| glyph.text.start).min().unwrap_or(0);
        let end = glyphs().map(|glyph| glyph.text.end).max().unwrap_or(0);
        let text = cluster_text(self.run, &(start..end));
        match base_direction(text, Direction::LeftToRight) {
            Direction::LeftToRight => self.replaced(text, glyphs()),
            Direction::RightToLeft => clusters.iter().for_each(|cluster| self.right_to_left(cluster)),
        }
    }

    /// A cluster of a right-to-left word. Readers turn such words round unit by unit, so that a unit should be one
    /// letter: it stands for the text, and the marks above and below it for nothing.
    fn right_to_left(&mut self, cluster: &[Glyph]) {
        if self.is_exact(cluster) {
            cluster.iter().for_each(|glyph| self.glyph(glyph));
            return;
        }
        let text = cluster.first().map_or("", |glyph| cluster_text(self.run, &glyph.text));
        let letters = cluster.iter().filter(|glyph| glyph.advance > Length::ZERO).count();
        if letters != 1 {
            self.replaced(text, cluster.iter());
            return;
        }
        for glyph in cluster {
            let text = if glyph.advance > Length::ZERO { text } else { "" };
            if self.is_exact(std::slice::from_ref(glyph)) && !text.is_empty() {
                self.glyph(glyph);
            } else {
                self.replaced(text, std::iter::once(glyph));
            }
        }
    }

    /// Glyphs that stand for a text together.
    fn replaced<'g>(&mut self, text: &str, glyphs: impl Iterator<Item = &'g Glyph>) {
        self.end_array();
        self.out.raw("/Span<</ActualText").text_string(text).raw(">>BDC\n");
        glyphs.for_each(|glyph| self.glyph(glyph));
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

/// Whether a cluster is no part of a word: a space, or the hyphen of a line's end, whose text is a soft hyphen.
fn stands_alone(run: &GlyphRun, cluster: &[Glyph]) -> bool {
    let text = cluster.first().map_or("", |glyph| cluster_text(run, &glyph.text));
    text == SOFT_HYPHEN || text.chars().all(char::is_whitespace)
}

/// Division rounded to the nearest whole number.
fn div_round(numerator: i64, denominator: i64) -> i64 {
    if denominator == 0 {
        return 0;
    }
    let half = denominator / 2;
    if numerator >= 0 { (numerator + half) / denominator } else { (numerator - half) / denominator }
}
