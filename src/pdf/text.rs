//! Glyph runs to text operators.

use super::fonts::{Fonts, SILENT, SOFT_HYPHEN, cluster_text, speaker};
use super::marked::Sequences;
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
        if self.font.replace((place, run.size)) != Some((place, run.size)) {
            out.raw("/").raw(&font.name).raw(" ").milli(milli_points(run.size)).raw(" Tf\n");
        }
        if std::mem::replace(&mut self.stretch, run.stretch) != run.stretch {
            out.milli(i64::from(run.stretch) * 100).raw(" Tz\n");
        }
        let (x, y) = (milli_points(run.x), milli_points(height - run.y));
        out.millis(&[x - self.origin.0, y - self.origin.1]).raw("Td\n");
        self.origin = (x, y);

        let lang = run.lang.as_deref().filter(|lang| *lang != language);
        let missing = &mut self.missing;
        let mut line = Line {
            run,
            font,
            out,
            missing,
            sequences,
            lang,
            pen: 0,
            actual: 0,
            rise: Length::ZERO,
            array: false,
            string: false,
            nested: false,
        };
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
        line.end();
    }
}

/// How far from one another letters may stand, in thousandths of an em, and be of one word: Poppler sees a space from 100 on.
const LARGEST_GAP: i64 = 90;

/// How much narrower than its font has it the empty glyph of a joiner is.
const NARROWING: i64 = 10;

/// A run being written. Positions are in 1/65536 pt before `Tz`.
struct Line<'a, 'w> {
    run: &'a GlyphRun,
    font: &'w super::fonts::Font,
    out: &'w mut Operators,
    missing: &'w mut Vec<Bounds>,
    sequences: &'w mut Sequences<'a>,
    /// The language of the run, where it is not that of its element.
    lang: Option<&'a str>,
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

impl<'a> Line<'a, '_> {
    /// How much further a cluster whose text `/ToUnicode` gives moves on than its font has it: between Han and Latin letters,
    /// and between the ideographs of a justified line. Nothing for other clusters.
    fn gap(&self, cluster: &[Glyph]) -> Option<i64> {
        let [glyph] = cluster else { return None };
        let text = cluster_text(self.run, &glyph.text);
        let code = self.font.code(glyph.id, text);
        (code != 0 && self.font.text(code) == text).then(|| glyph.advance.0 - self.width(code))
    }

    /// Whether `/ToUnicode` gives the text of a cluster.
    fn is_exact(&self, cluster: &[Glyph]) -> bool {
        self.gap(cluster).is_some()
    }

    /// Whether a reader of the file would see a space behind a cluster where its text has none.
    fn is_spaced(&self, cluster: &[Glyph]) -> bool {
        self.gap(cluster).is_some_and(|gap| self.parts(gap))
    }

    fn parts(&self, gap: i64) -> bool {
        self.font.space != 0 && gap > self.run.size.0 * LARGEST_GAP / 1000
    }

    /// Whether a glyph has a code that stands for a text.
    fn says(&self, glyph: &Glyph, text: &str) -> bool {
        let code = self.font.code(glyph.id, text);
        code != 0 && self.font.text(code) == text
    }

    /// A word. Where `/ToUnicode` cannot say its text, all of it is in `/ActualText` (ISO 32000-1 §14.9.4): readers take a
    /// span for one unit, and a unit smaller than a word would tear the word apart.
    fn word(&mut self, clusters: &[&[Glyph]]) {
        let is_plain = |cluster: &&[Glyph]| self.gap(cluster).is_some_and(|gap| !self.parts(gap));
        if self.sequences.in_artifact() || clusters.iter().all(is_plain) {
            clusters.iter().for_each(|cluster| self.cluster(cluster));
            return;
        }
        if clusters.iter().all(|cluster| self.is_exact(cluster)) {
            let mut rest = clusters;
            while let Some(first) = rest.first() {
                let is_spaced = self.is_spaced(first);
                let count = rest.iter().take_while(|cluster| self.is_spaced(cluster) == is_spaced).count();
                let (part, after) = rest.split_at(count);
                if is_spaced {
                    self.spaced(part);
                } else {
                    part.iter().for_each(|cluster| self.cluster(cluster));
                }
                rest = after;
            }
            return;
        }
        let (start, text) = self.text_of(clusters);
        match base_direction(text, Direction::LeftToRight) {
            Direction::LeftToRight if has_unspaced_words(text) => self.unspaced(clusters, start, text),
            Direction::LeftToRight => {
                self.replaced(text, |line| clusters.iter().for_each(|cluster| line.cluster(cluster)));
            }
            Direction::RightToLeft => self.right_to_left(clusters),
        }
    }

    /// Where the text of clusters that follow one another begins, and what it is.
    fn text_of(&self, clusters: &[&[Glyph]]) -> (u32, &'a str) {
        let ranges = || clusters.iter().copied().flatten().map(|glyph| &glyph.text);
        let start = ranges().map(|range| range.start).min().unwrap_or(0);
        let end = ranges().map(|range| range.end).max().unwrap_or(0);
        (start, cluster_text(self.run, &(start..end)))
    }

    /// Letters that stand further apart than letters of a word, and are no words: readers take the box of a replaced text
    /// from its first glyph to its last, so that it must reach to the letter after it.
    fn spaced(&mut self, clusters: &[&[Glyph]]) {
        let (_, text) = self.text_of(clusters);
        self.replaced(text, |line| {
            clusters.iter().for_each(|cluster| line.cluster(cluster));
            let space = line.font.space;
            line.move_to(line.pen - line.width(space));
            line.code(space);
        });
    }

    /// Words without spaces between them, each a unit of its own, so that a reader can select one.
    fn unspaced(&mut self, clusters: &[&[Glyph]], start: u32, text: &str) {
        let breaks = crate::text::line_breaks(text);
        let word = |cluster: &[Glyph]| {
            let at = cluster.first().map_or(0, |glyph| glyph.text.start.saturating_sub(start));
            breaks.partition_point(|&place| u32::try_from(place).is_ok_and(|place| place <= at))
        };
        for word in clusters.chunk_by(|a, b| word(a) == word(b)) {
            if word.iter().all(|cluster| self.is_exact(cluster)) {
                word.iter().for_each(|cluster| self.cluster(cluster));
                continue;
            }
            let (_, text) = self.text_of(word);
            self.replaced(text, |line| word.iter().for_each(|cluster| line.cluster(cluster)));
        }
    }

    /// A right-to-left word. Readers turn such words round unit by unit, so that each unit should be one letter, and they
    /// begin a new word where a unit does not stand beside the last. So the letters come first, side by side, and the
    /// marks above and below them, which stand for nothing by themselves, after the last.
    fn right_to_left(&mut self, clusters: &[&[Glyph]]) {
        let mut marks: Vec<(i64, &Glyph)> = Vec::new();
        for cluster in clusters {
            let text = cluster.first().map_or("", |glyph| cluster_text(self.run, &glyph.text));
            let moving = cluster.iter().filter(|glyph| glyph.advance > Length::ZERO).count();
            match (cluster.get(speaker(cluster)), moving) {
                (Some(letter), 1) => {
                    for glyph in *cluster {
                        if glyph.advance > Length::ZERO {
                            if self.says(letter, text) {
                                self.glyph(glyph, text);
                            } else {
                                self.replaced_inside(text, |line| line.glyph(glyph, text));
                            }
                        } else {
                            marks.push((self.pen, glyph));
                        }
                    }
                }
                (Some(glyph), 0) if is_joiner(text) => self.joiner(glyph, text),
                _ if text.is_empty() => self.pen += cluster.iter().map(|glyph| glyph.advance.0).sum::<i64>(),
                _ => self.replaced_inside(text, |line| line.cluster(cluster)),
            }
        }
        if !marks.is_empty() {
            let end = self.pen;
            self.replaced_inside("", |line| {
                for (pen, mark) in marks {
                    line.pen = pen;
                    line.glyph(mark, SILENT);
                }
            });
            self.pen = end;
        }
    }

    /// A joiner or non-joiner between letters: an empty glyph, which layout gives no width. It must neither stand too far
    /// from the letter before it, nor where the letter after it stands; so it is made narrow too.
    fn joiner(&mut self, glyph: &Glyph, text: &str) {
        let pen = self.pen;
        self.pen -= self.run.size.0 * 12 / 100;
        self.move_to(self.pen);
        self.end_array();
        self.out.milli(i64::from(self.run.stretch) * 100 / NARROWING).raw(" Tz\n");
        let start = self.actual;
        self.glyph(glyph, text);
        self.end_array();
        self.actual = start + (self.actual - start) / NARROWING;
        self.out.milli(i64::from(self.run.stretch) * 100).raw(" Tz\n");
        self.pen = pen;
    }

    /// The glyphs of a cluster, of which one speaks for it.
    fn cluster(&mut self, cluster: &[Glyph]) {
        let speaker = speaker(cluster);
        for (place, glyph) in cluster.iter().enumerate() {
            let text = if place == speaker { cluster_text(self.run, &glyph.text) } else { SILENT };
            self.glyph(glyph, text);
        }
    }

    /// Glyphs that stand for a text together.
    fn replaced(&mut self, text: &str, glyphs: impl FnOnce(&mut Self)) {
        self.end_array();
        self.sequences.open_replaced(text, self.lang, self.out);
        glyphs(self);
        self.end_array();
        self.sequences.close(self.out);
    }

    /// Glyphs of a right-to-left run that stand for a text together. They come in the order in which they are seen, and only
    /// inside one sequence are they turned round.
    fn replaced_inside(&mut self, text: &str, glyphs: impl FnOnce(&mut Self)) {
        self.end_array();
        self.sequences.open(self.lang, self.out);
        self.out.raw("/Span<</ActualText").text_string(text).raw(">>BDC\n");
        glyphs(self);
        self.end_array();
        self.out.raw("EMC\n");
        self.nested = true;
    }

    /// The end of the run.
    fn end(mut self) {
        self.end_array();
        self.set_rise(Length::ZERO);
        if self.nested {
            self.sequences.close(self.out);
        }
    }

    /// A glyph, by the code that stands for a text, if there is one.
    fn glyph(&mut self, glyph: &Glyph, text: &str) {
        let code = self.font.code(glyph.id, text);
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
        self.actual += self.width(code);
    }

    /// The advance of a code's glyph by its font, in 1/65536 pt.
    fn width(&self, code: u16) -> i64 {
        self.run.size.0 * i64::from(self.font.width(code)) / i64::from(self.font.units_per_em)
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

/// Whether a cluster is no part of a word: a space, or the hyphen of a line's end, whose text is a soft hyphen.
fn stands_alone(run: &GlyphRun, cluster: &[Glyph]) -> bool {
    let text = cluster.first().map_or("", |glyph| cluster_text(run, &glyph.text));
    text == SOFT_HYPHEN || text.chars().all(char::is_whitespace)
}

/// Whether a run stands from right to left, has no letter that says so, and signs enough to have an order: the full stop and the bracket
/// after an English sentence in a paragraph from right to left.
fn is_turned_punctuation(run: &GlyphRun) -> bool {
    let mut starts = run.glyphs.iter().map(|glyph| glyph.text.start);
    let (first, last) = (starts.next(), starts.last());
    let unseen = |c: char| c.is_whitespace() || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}');
    let signs = run.text.chars().filter(|&c| !unseen(c)).count();
    first > last && last.is_some() && signs > 1 && !run.text.chars().any(char::is_alphabetic)
}

/// Whether a text is of a script whose words have no spaces between them and whose signs stand above and below one another:
/// Thai, Lao, Burmese or Khmer.
fn has_unspaced_words(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'))
}

/// Whether a text only says that letters join or do not.
fn is_joiner(text: &str) -> bool {
    matches!(text, "\u{200C}" | "\u{200D}")
}

/// Division rounded to the nearest whole number.
fn div_round(numerator: i64, denominator: i64) -> i64 {
    if denominator == 0 {
        return 0;
    }
    let half = denominator / 2;
    if numerator >= 0 { (numerator + half) / denominator } else { (numerator - half) / denominator }
}
