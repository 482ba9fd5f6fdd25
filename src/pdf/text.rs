//! Glyph runs to text operators.

mod words;

use super::clusters::{cluster_text, is_turned_punctuation, stands_alone};
use super::fonts::Fonts;
use super::marked::Sequences;
use super::operators::{Operators, milli_points};
use crate::layout::{Glyph, GlyphRun};
use crate::units::{Color, Length};

/// The graphics and text state of a page as far as text depends on it, so that only changes are written.
#[derive(Debug)]
pub(super) struct TextState {
    /// Inside `BT … ET`.
    open: bool,
    /// The start of the current line, in thousandths of a point.
    origin: (i64, i64),
    /// The face's place among the fonts, which of its fonts is chosen (zero is the composite one), and the size.
    font: Option<(usize, usize, Length)>,
    stretch: u16,
    /// The colour for filling, which text shares with rules.
    color: Option<Color>,
}

impl Default for TextState {
    fn default() -> Self {
        Self { open: false, origin: (0, 0), font: None, stretch: 1000, color: None }
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

    /// Shows a run, on a page of that height, in an element of that language.
    pub(super) fn show<'a>(
        &mut self,
        run: &'a GlyphRun,
        height: Length,
        language: &str,
        fonts: &Fonts,
        sequences: &mut Sequences<'a>,
        out: &mut Operators,
    ) {
        let Some(place) = fonts.place(run.face) else { return };
        if run.size <= Length::ZERO || run.glyphs.is_empty() {
            return;
        }
        self.begin(out);
        self.fill(run.color, out);
        let font = &fonts.list[place];
        let chosen = self.font.filter(|&(face, _, size)| (face, size) == (place, run.size)).map(|(_, part, _)| part);
        if std::mem::replace(&mut self.stretch, run.stretch) != run.stretch {
            out.milli(i64::from(run.stretch) * 100).raw(" Tz\n");
        }
        let (x, y) = (milli_points(run.x), milli_points(height - run.y));
        out.millis(&[x - self.origin.0, y - self.origin.1]).raw("Td\n");
        self.origin = (x, y);

        let lang = run.lang.as_deref().filter(|lang| *lang != language);
        let mut line = Line {
            run,
            font,
            out,
            sequences,
            lang,
            chosen,
            pen: 0,
            actual: 0,
            rise: Length::ZERO,
            array: false,
            string: false,
            nested: false,
        };
        line.choose(usize::from(!font.is_composite()));
        let glyphs: Vec<Glyph> = run.glyphs.iter().collect();
        let clusters: Vec<&[Glyph]> = glyphs.chunk_by(|a, b| a.text == b.text).collect();
        if !line.sequences.in_artifact() && is_turned_punctuation(run) {
            // Readers turn letters round, and these signs with them only where there are letters among them.
            line.replaced(&run.text, |line| clusters.iter().for_each(|cluster| line.cluster(cluster)));
        } else {
            for word in clusters.chunk_by(|a, b| !stands_alone(run, a) && !stands_alone(run, b)) {
                line.word(word);
            }
        }
        self.font = line.end().map(|part| (place, part, run.size));
    }
}

/// A run being written. Positions are in 1/65536 pt before `Tz`.
struct Line<'a, 'w> {
    run: &'a GlyphRun,
    font: &'w super::fonts::Font,
    out: &'w mut Operators,
    sequences: &'w mut Sequences<'a>,
    /// The language of the run, where it is not that of its element.
    lang: Option<&'a str>,
    /// Which font of the face is chosen, if one of it is.
    chosen: Option<usize>,
    /// Where layout wants the next glyph.
    pen: i64,
    /// Where a reader of the file would put it.
    actual: i64,
    rise: Length,
    /// Inside `[ … ] TJ`.
    array: bool,
    /// Inside a string of the array.
    string: bool,
    /// There are sequences inside that of the element.
    nested: bool,
}

impl Line<'_, '_> {
    /// How much further a cluster whose text `/ToUnicode` gives moves on than its font has it: between Han and Latin letters,
    /// and between the ideographs of a justified line. Nothing for other clusters.
    fn gap(&self, cluster: &[Glyph]) -> Option<i64> {
        let [glyph] = cluster else { return None };
        let width = self.said(glyph, cluster_text(self.run, &glyph.text))?;
        Some(glyph.advance.0 - self.length(width))
    }

    /// The advance width, in font units, of the code of a glyph that stands for a text; `None` where there is none.
    fn said(&self, glyph: &Glyph, text: &str) -> Option<u16> {
        if let Some(shown) = self.font.drawn.shown(glyph.id, text) {
            return (shown.text == text).then_some(shown.width);
        }
        let code = self.font.code(glyph.id, text);
        (code != 0 && self.font.text(code) == text).then(|| self.font.width(code))
    }

    /// The end of the run, and which font is chosen then.
    fn end(mut self) -> Option<usize> {
        self.end_array();
        self.set_rise(Length::ZERO);
        if self.nested {
            self.sequences.close(self.out);
        }
        self.chosen
    }

    /// Chooses one of the face's fonts; zero is the composite one.
    fn choose(&mut self, part: usize) {
        if self.chosen.replace(part) == Some(part) {
            return;
        }
        self.end_array();
        self.out.raw("/");
        if part == 0 {
            self.out.raw(&self.font.name);
        } else {
            self.out.raw(&self.font.drawn.name(part));
        }
        self.out.raw(" ").milli(milli_points(self.run.size)).raw(" Tf\n");
    }

    /// A glyph, by the code that stands for a text, if there is one.
    fn glyph(&mut self, glyph: &Glyph, text: &str) {
        let code = self.font.code(glyph.id, text);
        self.set_rise(glyph.dy);
        self.move_to(self.pen + glyph.dx.0);
        if let Some(shown) = self.font.drawn.shown(glyph.id, text) {
            self.choose(shown.font);
            self.bytes(&[shown.code], shown.width);
        } else if code != 0 {
            self.code(code);
        }
        self.pen += glyph.advance.0;
    }

    fn code(&mut self, code: u16) {
        self.choose(0);
        self.bytes(&code.to_be_bytes(), self.font.width(code));
    }

    /// The bytes of a code, whose glyph is that wide.
    fn bytes(&mut self, bytes: &[u8], width: u16) {
        self.begin_array();
        if !std::mem::replace(&mut self.string, true) {
            self.out.byte(b'(');
        }
        bytes.iter().for_each(|&byte| self.out.string_byte(byte));
        self.actual += self.length(width);
    }

    /// Font units in 1/65536 pt.
    fn length(&self, units: u16) -> i64 {
        self.run.size.0 * i64::from(units) / i64::from(self.font.units_per_em)
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
            self.sequences.open(self.lang, self.out);
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
