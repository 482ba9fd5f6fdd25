//! The room between characters that no space makes: between ideographs and western letters, around East Asian punctuation, and
//! between the words of scripts that write no spaces.

use super::shaping::{Blank, ClusterKind, Run, Shaper};
use crate::layout::inline::{RunKind, is_ideographic, is_square, is_western};
use crate::text::{Region, line_breaks};
use crate::units::Length;

/// What the room behind a cluster comes to.
#[derive(Clone, Copy, Default)]
struct Room {
    /// What is added where the line goes on.
    gap: Length,
    stretch: Length,
    shrink: Length,
}

impl Shaper<'_> {
    /// Sets ideographs and western letters or figures that stand side by side apart by a quarter of an em (Requirements for
    /// Chinese Text Layout §3.2.2), takes the half-em of blank from punctuation that meets other punctuation (§3.1.6), and says
    /// how far the room between characters may grow and shrink.
    pub(super) fn put_gaps(&mut self) {
        let text = &self.inlines.text;
        if text.is_ascii() {
            return;
        }
        let clusters = &self.out.clusters;
        let end = self.out.length;
        let starts: Vec<usize> = clusters.iter().skip(1).map(|c| c.start).chain([end]).collect();
        let mut blanks: Vec<Blank> = Vec::with_capacity(clusters.len());
        for cluster in clusters {
            let run = self.out.runs.get(cluster.run as usize);
            let c = text.get(cluster.start..).and_then(|rest| rest.chars().next()).unwrap_or(' ');
            // A half-width form, or one of a proportional font, has no blank to lose.
            let full = run.is_some_and(|run| cluster.width >= run.size.ratio(9, 10));
            let square = full && (cluster.kind == ClusterKind::Square || "“”‘’".contains(c));
            blanks.push(if square { run.map_or(Blank::None, |run| self.blank(c, run)) } else { Blank::None });
        }
        // Where lines may be broken, words meet.
        let words = if text.contains(is_unspaced) { line_breaks(text) } else { Vec::new() };
        let mut rooms: Vec<(usize, Room)> = Vec::new();
        for (place, &next) in starts.iter().enumerate() {
            let last = text.get(..next).and_then(|t| t.chars().next_back());
            let first = text.get(next..).and_then(|t| t.chars().next());
            let (Some(last), Some(first), Some(cluster)) = (last, first, clusters.get(place)) else { continue };
            let following = clusters.get(place + 1).map(|c| c.run);
            let (Some(run), Some(after)) = (self.run(cluster.run), following.and_then(|run| self.run(run))) else {
                continue;
            };
            // A full-width sign has its own room: a space typed beside it has none.
            let beside = |place: Option<usize>| place.and_then(|p| blanks.get(p)).is_some_and(|b| *b != Blank::None);
            let typed = cluster.kind == ClusterKind::Space && !self.is_code(run);
            if typed && (beside(place.checked_sub(1)) || beside(Some(place + 1))) {
                rooms.push((place, Room { gap: Length::ZERO - cluster.width, ..Room::default() }));
                continue;
            }
            let pair = (blanks.get(place).copied(), blanks.get(place + 1).copied());
            let room = match pair {
                (Some(before), Some(behind))
                    if is_square(last) || is_square(first) || (before, behind) != (Blank::None, Blank::None) =>
                {
                    self.squares((last, run, before), (first, after, behind))
                }
                // Letters stay together, and words part only a little: wide room is taken for the space between sentences.
                _ if is_unspaced(last) && is_unspaced(first) && words.binary_search(&next).is_ok() => {
                    Room { stretch: run.size / 10, ..Room::default() }
                }
                _ => continue,
            };
            rooms.push((place, room));
        }
        for (cluster, blank) in self.out.clusters.iter_mut().zip(blanks) {
            cluster.blank = blank;
        }
        for (place, room) in rooms {
            if let Some(cluster) = self.out.clusters.get_mut(place) {
                cluster.width += room.gap;
                cluster.gap = room.gap;
                (cluster.stretch, cluster.shrink) = (room.stretch, room.shrink);
            }
        }
    }

    /// A run of words, which is neither code nor the mark of a note, that runs from left to right.
    fn run(&self, run: u32) -> Option<&Run> {
        self.out.runs.get(run as usize).filter(|run| run.level % 2 == 0)
    }

    fn is_code(&self, run: &Run) -> bool {
        self.inlines.runs.get(run.styled).is_some_and(|styled| styled.kind == RunKind::Code)
    }

    fn is_words(&self, run: &Run) -> bool {
        let styled = self.inlines.runs.get(run.styled).filter(|styled| styled.kind != RunKind::Mark);
        styled.is_some_and(|styled| styled.style.baseline_shift == Length::ZERO)
    }

    /// The room between two characters of which one at least is East Asian.
    fn squares(&self, before: (char, &Run, Blank), after: (char, &Run, Blank)) -> Room {
        let ((last, run, blank_before), (first, next, blank_after)) = (before, after);
        let em = run.size;
        let mixed = (is_ideographic(last) && is_western(first)) || (is_western(last) && is_ideographic(first));
        if mixed {
            let room = Room { gap: em / 4, stretch: em / 8, shrink: em / 8 };
            return if self.is_words(run) && self.is_words(next) { room } else { Room::default() };
        }
        let both = is_square(last) && is_square(first);
        let mut room = Room { stretch: if both { em / 20 } else { Length::ZERO }, ..Room::default() };
        let met = match (blank_before, blank_after) {
            // 」「, 。」 and ，（
            (Blank::After, Blank::Before | Blank::After) => true,
            // （「
            (Blank::Before, Blank::Before) => true,
            _ => false,
        };
        let blank = i64::from(blank_before == Blank::After) + i64::from(blank_after == Blank::Before);
        if met {
            room.gap = Length::ZERO - em / 2;
        }
        // Half an em of blank that is left may lose half of itself before anything else looks crammed.
        if blank > i64::from(met) {
            room.shrink = em / 4;
        }
        room
    }

    /// On which side of a full-width sign its square is empty, which depends on whose form it has.
    fn blank(&self, c: char, run: &Run) -> Blank {
        let lang = self.inlines.runs.get(run.styled).map_or("", |styled| &styled.lang);
        let region = match (Region::of(lang), self.east_asian) {
            (Region::Any, Some(guess)) => Region::of(guess),
            (region, _) => region,
        };
        match c {
            '“' | '‘' if region != Region::Traditional => Blank::Before,
            '”' | '’' if region != Region::Traditional => Blank::After,
            '「' | '『' | '（' | '《' | '【' | '〈' | '〔' | '〖' | '［' | '｛' => Blank::Before,
            '」' | '』' | '）' | '》' | '】' | '〉' | '〕' | '〗' | '］' | '｝' => Blank::After,
            // In traditional Chinese these stand in the middle of their squares.
            '、' | '。' | '，' | '．' if region != Region::Traditional => Blank::After,
            '：' | '；' | '！' | '？' if region == Region::Any => Blank::After,
            _ => Blank::None,
        }
    }
}

/// Whether a character is of a script that writes no spaces between words: Thai, Lao, Burmese or Khmer.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}
