//! Which glyphs of a run stand for a text together, so that whoever reads the file gets words.

use super::Line;
use crate::layout::Glyph;
use crate::model::{Direction, base_direction};
use crate::pdf::clusters::{cluster_text, has_unspaced_words, is_joiner, speaker};
use crate::pdf::fonts::SILENT;
use crate::units::Length;

/// How much narrower than its font has it the empty glyph of a joiner is.
const NARROWING: i64 = 10;

/// How far from one another letters may stand, in thousandths of an em, and be of one word: Poppler sees a space from 100 on.
const LARGEST_GAP: i64 = 90;

impl<'a> Line<'a, '_> {
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

    /// A word. Where `/ToUnicode` cannot say its text, all of it is in `/ActualText` (ISO 32000-1 §14.9.4): readers take a
    /// span for one unit, and a unit smaller than a word would tear the word apart.
    pub(super) fn word(&mut self, clusters: &[&[Glyph]]) {
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
            line.move_to(line.pen - line.length(line.font.width(space)));
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
                            if self.said(letter, text).is_some() {
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
    pub(super) fn cluster(&mut self, cluster: &[Glyph]) {
        let speaker = speaker(cluster);
        for (place, glyph) in cluster.iter().enumerate() {
            let text = if place == speaker { cluster_text(self.run, &glyph.text) } else { SILENT };
            self.glyph(glyph, text);
        }
    }

    /// Glyphs that stand for a text together.
    pub(super) fn replaced(&mut self, text: &str, glyphs: impl FnOnce(&mut Self)) {
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
}
