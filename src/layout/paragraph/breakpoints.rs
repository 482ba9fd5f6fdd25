//! Where the lines of a paragraph may end, with what each place costs and adds.

use std::borrow::Cow;

use super::protrusion;
use super::shaping::{Blank, ClusterKind, Shaped};
use crate::layout::inline::{Inlines, OBJECT, Object, ObjectKind, RunKind};
use crate::model::Direction;
use crate::style::{Protrusion, TextAlign};
use crate::text::{self, FontLibrary};
use crate::units::Length;

/// A place where a line may end. Clusters from `end` to `start` are spaces that vanish there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Breakpoint {
    /// The byte of the text that begins the next line.
    pub(super) at: usize,
    /// One past the last cluster of the line that ends here.
    pub(super) end: usize,
    /// The first cluster of the line that begins here.
    pub(super) start: usize,
    /// What it costs, in the measure of TeX, whose demerits are its square.
    pub(super) penalty: i64,
    /// What it is.
    pub(super) kind: BreakKind,
    /// Width of the hyphen that appears.
    pub(super) added: Length,
    /// By how much the room behind the line's last cluster could grow and shrink if the line went on.
    pub(super) unused: (i64, i64),
    /// How far the line that ends here may hang out at its end.
    pub(super) hang_end: Length,
    /// How far the line that begins here may hang out at its start; negative for what is left over of a cut ligature.
    pub(super) hang_start: Length,
}

/// What a breakpoint is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BreakKind {
    /// The author wants it, or the text is at its end.
    Forced,
    /// At a space, after a dash, between ideographs.
    Plain,
    /// After a hyphen that the text has.
    Hyphen,
    /// With a hyphen that the text does not have.
    Hyphenated,
    /// Inside a word that fits on no line.
    Emergency,
}

impl BreakKind {
    /// Whether the line ends in a hyphen, the text's own or not.
    pub(super) fn is_hyphen(self) -> bool {
        matches!(self, Self::Hyphen | Self::Hyphenated)
    }
}

/// Cost of a hyphen that the text does not have, as TeX's `\hyphenpenalty`: more than that of two lines whose spaces are
/// 1.5 of their width.
const HYPHEN_PENALTY: i64 = 200;
/// Cost of a break after a hyphen of the text: it costs nothing in ink, but makes the edge as restless.
const OWN_HYPHEN_PENALTY: i64 = 140;
/// Cost of a break inside an address.
const ADDRESS_PENALTY: i64 = 80;
/// Cost of a break inside code.
const CODE_PENALTY: i64 = 150;
/// Cost of a break after a hyphen between letters in code, of which it is not seen that it is the code's own.
const CODE_HYPHEN_PENALTY: i64 = 600;
/// Cost of a break that cuts a word anywhere.
const EMERGENCY_PENALTY: i64 = 2_000;

/// Finds the breakpoints of a paragraph. Those that need a hyphen are asked for separately, because most paragraphs come
/// out well without.
pub(super) struct Finder<'a> {
    pub(super) library: &'a FontLibrary,
    pub(super) inlines: &'a Inlines,
    pub(super) shaped: &'a Shaped,
    /// None where nothing hangs into the margins.
    pub(super) protrusion: Option<&'a Protrusion>,
    pub(super) capitalized: bool,
    pub(super) align: TextAlign,
    /// The direction of the paragraph.
    pub(super) base: Direction,
    pub(super) exceptions: &'a [String],
}

impl Finder<'_> {
    /// The text in which formulas are letters, so that no line begins with the full stop or the hyphen after one, and annotated text
    /// is a character of its own script.
    fn breakable_text(&self) -> Cow<'_, str> {
        // Characters that are as long in UTF-8 as the one in their place.
        let stand_in = |object: &Object| match &object.kind {
            ObjectKind::Math(_) => Some("ℓ"),
            ObjectKind::Ruby(ruby) => Some(if ruby.square { "一" } else { "ℓ" }),
            ObjectKind::Image { .. } => None,
        };
        let mut objects = self.inlines.objects.iter().filter_map(|o| Some((o.at, stand_in(o)?))).peekable();
        if objects.peek().is_none() {
            return Cow::Borrowed(&self.inlines.text);
        }
        let mut text = self.inlines.text.clone();
        for (at, character) in objects {
            text.replace_range(at..at + OBJECT.len_utf8(), character);
        }
        Cow::Owned(text)
    }

    /// All places where a line may end without a new hyphen; the first is the paragraph's beginning, the last its end.
    pub(super) fn plain(&self) -> Vec<Breakpoint> {
        let text = &self.inlines.text;
        let mut places: Vec<(usize, BreakKind, i64)> = Vec::with_capacity(text.len() / 5);
        for at in text::line_breaks(&self.breakable_text()) {
            if self.inlines.glued.binary_search(&at).is_ok() || self.protected(at) {
                continue;
            }
            let hyphen = text.get(..at).is_some_and(|t| t.ends_with(['-', '\u{2010}']));
            if hyphen {
                places.push((at, BreakKind::Hyphen, OWN_HYPHEN_PENALTY));
            } else {
                places.push((at, BreakKind::Plain, 0));
            }
        }
        self.addresses(&mut places);
        places.extend(self.inlines.forced_breaks.iter().map(|&at| (at, BreakKind::Forced, 0)));
        places.sort_unstable_by_key(|&(at, kind, penalty)| (at, kind, penalty));
        places.dedup_by_key(|(at, ..)| *at);
        let mut points = vec![self.point(0, BreakKind::Forced, 0, 0)];
        for (at, kind, penalty) in places {
            self.push(&mut points, at, kind, penalty);
        }
        points.push(self.point(text.len(), BreakKind::Forced, 0, 0));
        points
    }

    /// The same with places inside words.
    pub(super) fn hyphenated(&self, plain: &[Breakpoint], automatic: bool) -> Vec<Breakpoint> {
        let mut places = self.inlines.soft_hyphens.clone();
        if automatic {
            self.hyphenate(&mut places);
        }
        places.sort_unstable();
        places.dedup();
        let begin = plain.first().map_or(0, |first| self.shaped.start_of(first.start));
        places.drain(..places.partition_point(|&at| at <= begin));
        let mut points = Vec::with_capacity(plain.len() + places.len());
        let mut places = places.into_iter().peekable();
        for &point in plain {
            let start = self.shaped.start_of(point.start);
            while let Some(at) = places.next_if(|&at| at < start) {
                self.push(&mut points, at, BreakKind::Hyphenated, HYPHEN_PENALTY);
            }
            let _ = places.next_if_eq(&start);
            points.push(point);
        }
        points
    }

    /// The same, with words that are wider than `width` cut anywhere.
    pub(super) fn with_emergency(
        &self,
        points: &[Breakpoint],
        width: impl Fn(usize, usize) -> bool,
    ) -> Vec<Breakpoint> {
        let mut all: Vec<Breakpoint> = Vec::with_capacity(points.len());
        for point in points {
            if let Some(last) = all.last().copied()
                && width(last.start, point.end)
            {
                for cluster in last.start + 1..point.end {
                    all.push(self.point_at(cluster, BreakKind::Emergency, EMERGENCY_PENALTY, last.start));
                }
            }
            all.push(*point);
        }
        all
    }

    fn push(&self, points: &mut Vec<Breakpoint>, at: usize, kind: BreakKind, penalty: i64) {
        let cluster = self.shaped.cluster_at(at);
        let inside = self.shaped.start_of(cluster) != at;
        let last_start = points.last().map_or(0, |p| p.start);
        if at == 0 || at >= self.shaped.length || cluster <= last_start {
            return;
        }
        if inside && kind != BreakKind::Hyphenated {
            return;
        }
        if inside {
            // The place is inside a ligature: the line is shaped anew when it is chosen, and measured roughly until then.
            let mut point = self.point(at, kind, penalty, last_start);
            point.inside(at, self.shaped, cluster);
            points.push(point);
        } else {
            points.push(self.point(at, kind, penalty, last_start));
        }
    }

    fn point(&self, at: usize, kind: BreakKind, penalty: i64, not_before: usize) -> Breakpoint {
        self.point_at(self.shaped.cluster_at(at), kind, penalty, not_before)
    }

    fn point_at(&self, start: usize, kind: BreakKind, penalty: i64, not_before: usize) -> Breakpoint {
        let clusters = &self.shaped.clusters;
        let space = |i: usize| clusters.get(i).is_some_and(|c| c.kind == ClusterKind::Space);
        let mut end = start;
        while end > not_before && space(end - 1) {
            end -= 1;
        }
        let mut point = Breakpoint {
            at: self.shaped.start_of(start),
            end,
            start,
            penalty,
            kind,
            added: Length::ZERO,
            unused: (0, 0),
            hang_end: Length::ZERO,
            hang_start: Length::ZERO,
        };
        if kind == BreakKind::Hyphenated {
            point.added = self.hyphen_width(start);
        }
        if end == start
            && let Some(last) = end.checked_sub(1).and_then(|i| clusters.get(i))
        {
            point.added -= last.gap;
            point.unused = (last.stretch.0, last.shrink.0);
        }
        let sign = (kind == BreakKind::Hyphenated).then_some(('-', point.added));
        // Only what stands at a straight edge hangs out of it.
        if matches!(self.align, TextAlign::Justify | TextAlign::End) {
            point.hang_end = self.hang(end.checked_sub(1), sign).1;
        }
        if matches!(self.align, TextAlign::Justify | TextAlign::Start) {
            point.hang_start = self.hang(Some(start), None).0;
        }
        point
    }

    /// How far a cluster hangs into the margins, or a sign of that width behind it.
    fn hang(&self, cluster: Option<usize>, sign: Option<(char, Length)>) -> (Length, Length) {
        let cluster = cluster.and_then(|place| self.shaped.clusters.get(place));
        let Some(cluster) = cluster else { return Default::default() };
        // The empty half of a square is no part of the line's edge (Requirements for Chinese Text Layout §3.1.6).
        match cluster.blank {
            Blank::None => {}
            Blank::Before => return ((cluster.width - cluster.gap) / 2, Length::ZERO),
            Blank::After => return (Length::ZERO, (cluster.width - cluster.gap) / 2),
        }
        let Some(tables) = self.protrusion else { return Default::default() };
        let Some(run) = self.shaped.runs.get(cluster.run as usize) else { return Default::default() };
        // A dash or a dot in a square of Chinese stays in the row.
        if matches!(&run.script, b"Hani" | b"Hira" | b"Kana") {
            return Default::default();
        }
        let (c, width) = sign.unwrap_or((self.char_at(cluster.start), cluster.width));
        protrusion::of(tables, self.library.face(run.face), c, run.size, width)
    }

    fn char_at(&self, byte: usize) -> char {
        self.inlines.text.get(byte..).and_then(|t| t.chars().next()).unwrap_or(' ')
    }

    fn hyphen_width(&self, before: usize) -> Length {
        let Some(run) = before
            .checked_sub(1)
            .and_then(|i| self.shaped.clusters.get(i))
            .and_then(|c| self.shaped.runs.get(c.run as usize))
        else {
            return Length::ZERO;
        };
        let face = self.library.face(run.face);
        super::shaping::scaled(face.advance(super::hyphen(face)), run.size, face.units_per_em)
    }

    /// Whether the rules of Unicode are not to be followed here: inside addresses and code only our own breaks count.
    fn protected(&self, at: usize) -> bool {
        let text = &self.inlines.text;
        if text.get(..at).is_some_and(|t| t.ends_with(' ')) {
            return false;
        }
        self.inlines.run_at(at).is_some_and(|run| run.kind == RunKind::Code && run.range.start < at)
    }

    fn addresses(&self, places: &mut Vec<(usize, BreakKind, i64)>) {
        for run in &self.inlines.runs {
            let Some(text) = self.inlines.text.get(run.range.clone()) else { continue };
            if run.kind != RunKind::Code && !text.contains("://") && !text.contains("www.") {
                continue;
            }
            let mut at = run.range.start;
            for word in text.split_inclusive(' ') {
                if run.kind == RunKind::Code {
                    // A hyphen in code belongs to what follows it: an option, a negative number, a name.
                    let breaks = text::address_breaks(word)
                        .filter(|&i| !word.get(i..).is_some_and(|rest| rest.starts_with('-')));
                    places.extend(breaks.map(|i| (at + i, BreakKind::Plain, CODE_PENALTY)));
                    // One that joins two words may end a line that would be full of holes.
                    let joints = joints(word).map(|i| at + i).filter(|&place| self.runs_along(place));
                    places.extend(joints.map(|place| (place, BreakKind::Hyphen, CODE_HYPHEN_PENALTY)));
                } else if text::is_address(word) {
                    // What Unicode allows inside an address (after a hyphen, say) is not what we want.
                    let inside = at + 1..at + word.trim_end().len();
                    places.retain(|(place, ..)| !inside.contains(place));
                    let word = word.trim_end();
                    places.extend(text::address_breaks(word).map(|i| (at + i, BreakKind::Plain, ADDRESS_PENALTY)));
                }
                at += word.len();
            }
        }
    }
}

impl Breakpoint {
    /// Makes a place in the middle of the cluster before `cluster` count that cluster's part before it.
    fn inside(&mut self, at: usize, shaped: &Shaped, cluster: usize) {
        let Some(split) = cluster.checked_sub(1).and_then(|i| shaped.clusters.get(i)) else { return };
        let length = shaped.start_of(cluster).saturating_sub(split.start).max(1);
        let rest = shaped.start_of(cluster).saturating_sub(at);
        let rest = split.width.ratio(i64::try_from(rest).unwrap_or(0), i64::try_from(length).unwrap_or(1));
        self.at = at;
        self.added -= rest;
        self.hang_start -= rest;
    }
}

/// Places behind the hyphens of a word that stand between letters.
fn joints(word: &str) -> impl Iterator<Item = usize> + '_ {
    word.match_indices('-').map(|(at, _)| at).filter_map(|at| {
        let (before, after) = (word.get(..at)?, word.get(at + 1..)?);
        (before.ends_with(char::is_alphabetic) && after.starts_with(char::is_alphabetic)).then_some(at + 1)
    })
}
