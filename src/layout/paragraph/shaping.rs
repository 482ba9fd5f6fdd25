//! The text of a paragraph as glyphs: runs of one face, script, direction and style, cut into clusters.

use std::ops::Range;

use super::{features, missing};
use crate::diagnostic::Diagnostics;
use crate::layout::inline::{Inlines, OBJECT, RunKind, StyledRun, is_ideographic, is_square};
use crate::model::{Direction, is_kana};
use crate::style::{Computed, TextTransform, VariantPosition};
use crate::text::{self, FaceId, FontLibrary, RunProperties, ShapedGlyph};
use crate::units::Length;

/// A stretch of the paragraph that is shaped at once.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The bytes of the paragraph's text.
    pub(super) text: Range<usize>,
    /// The face; that of the surrounding text for an object.
    pub(super) face: FaceId,
    /// Its place in `Inlines::runs`.
    pub(super) styled: usize,
    /// The embedding level; odd levels run from right to left.
    pub(super) level: u8,
    /// The ISO 15924 code of the script.
    pub(super) script: [u8; 4],
    /// Size of the type; smaller than the style's for small capitals made from large ones.
    pub(super) size: Length,
    /// Whether small letters are shown as capitals.
    pub(super) uppercase: bool,
    /// Forms that the face has for standing above or below the line; they are on the line by themselves.
    pub(super) position: Option<VariantPosition>,
    /// An object's place in `Inlines::objects`.
    pub(super) object: Option<usize>,
}

/// The smallest stretch of text that has glyphs of its own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cluster {
    /// The first byte in the paragraph's text; the next cluster's is its end.
    pub(super) start: usize,
    /// Its width, letter spacing included.
    pub(super) width: Length,
    /// How much of that is the gap to a neighbour in another kind of script, which goes where a line ends between the two.
    pub(super) gap: Length,
    /// Its glyphs in [`Shaped::glyphs`].
    pub(super) glyphs: (u32, u32),
    /// Its run.
    pub(super) run: u32,
    /// What it is for justification.
    pub(super) kind: ClusterKind,
    /// By how much the room behind it may grow, besides what its kind says.
    pub(super) stretch: Length,
    /// By how much that may shrink.
    pub(super) shrink: Length,
    /// On which side half of its square is empty.
    pub(super) blank: Blank,
    /// Shaping comes out differently when a line begins here.
    pub(super) unsafe_to_break: bool,
}

/// On which side half of a full-width sign's square is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Blank {
    /// On neither.
    #[default]
    None,
    /// In front of the sign: it opens something.
    Before,
    /// Behind it: it closes something.
    After,
}

/// What a cluster is for justification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ClusterKind {
    /// A letter or sign.
    Letter,
    /// A space between words.
    Space,
    /// An East Asian character.
    Square,
    /// A picture or formula.
    Object,
}

/// A paragraph as glyphs, in logical order.
#[derive(Clone, Debug, Default)]
pub(super) struct Shaped {
    pub(super) runs: Vec<Run>,
    pub(super) clusters: Vec<Cluster>,
    /// Glyphs in font units, those of one cluster together and in visual order.
    pub(super) glyphs: Vec<ShapedGlyph>,
    /// Length of the text.
    pub(super) length: usize,
}

impl Shaped {
    /// The first byte of the cluster at that place; the end of the text past the last one.
    pub(super) fn start_of(&self, cluster: usize) -> usize {
        self.clusters.get(cluster).map_or(self.length, |c| c.start)
    }

    /// The cluster that begins at, or holds, that byte.
    pub(super) fn cluster_at(&self, byte: usize) -> usize {
        self.clusters.partition_point(|c| c.start < byte)
    }
}

/// A length in font units at a size.
pub(super) fn scaled(units: i32, size: Length, units_per_em: u16) -> Length {
    size.ratio(i64::from(units), i64::from(units_per_em.max(1)))
}

/// Shapes the whole paragraph.
pub(super) fn shape(
    library: &FontLibrary,
    inlines: &Inlines,
    base: Direction,
    object_width: impl Fn(usize) -> Length,
    diagnostics: &mut Diagnostics,
) -> Shaped {
    let mut shaper = Shaper {
        library,
        inlines,
        out: Shaped { length: inlines.text.len(), ..Shaped::default() },
        missing: Vec::new(),
        east_asian: east_asian_language(&inlines.text),
    };
    for (stretch, level) in text::isolated_levels(&inlines.text, base, &inlines.isolates) {
        let first = inlines.runs.partition_point(|run| run.range.end <= stretch.start);
        for (styled, run) in inlines.runs.iter().enumerate().skip(first) {
            if run.range.start >= stretch.end {
                break;
            }
            let range = run.range.start.max(stretch.start)..run.range.end.min(stretch.end);
            shaper.styled(range, styled, run, level, &object_width);
        }
    }
    shaper.put_gaps();
    let Shaper { out, missing, .. } = shaper;
    missing::report(inlines, &missing, diagnostics);
    out
}

/// Kana and hangul tell whose ideographs are meant where the language does not; where there are none, and most letters are
/// ideographs, they are Chinese.
fn east_asian_language(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let hangul = |c: char| matches!(c, '\u{1100}'..='\u{11FF}' | '\u{AC00}'..='\u{D7A3}');
    if text.chars().any(is_kana) {
        Some("ja")
    } else if text.chars().any(hangul) {
        Some("ko")
    } else {
        let count = |wanted: fn(&char) -> bool| text.chars().filter(wanted).count();
        let ideographs = count(|&c| is_ideographic(c));
        // A word of Latin has several letters where Chinese has one.
        (ideographs > 0 && ideographs * 3 > count(|c| c.is_alphabetic()) - ideographs).then_some("zh")
    }
}

pub(super) struct Shaper<'a> {
    pub(super) library: &'a FontLibrary,
    pub(super) inlines: &'a Inlines,
    pub(super) out: Shaped,
    /// Where characters stand that no font has.
    pub(super) missing: Vec<usize>,
    pub(super) east_asian: Option<&'static str>,
}

impl Shaper<'_> {
    fn styled(
        &mut self,
        range: Range<usize>,
        styled: usize,
        run: &StyledRun,
        level: u8,
        object_width: &impl Fn(usize) -> Length,
    ) {
        let Some(text) = self.inlines.text.get(range.clone()) else { return };
        let style = &run.style;
        let face = self.library.select(&style.font_family, style.font_weight, style.font_style);
        let template = Run {
            text: range.clone(),
            face,
            styled,
            level,
            script: *b"Latn",
            size: style.font_size,
            uppercase: style.text_transform == TextTransform::Uppercase,
            position: None,
            object: None,
        };
        if text.starts_with(OBJECT)
            && let Ok(object) = self.inlines.objects.binary_search_by_key(&range.start, |object| object.at)
        {
            let run = u32::try_from(self.out.runs.len()).unwrap_or(u32::MAX);
            self.out.runs.push(Run { object: Some(object), ..template });
            self.out.clusters.push(Cluster {
                start: range.start,
                width: object_width(object),
                gap: Length::ZERO,
                stretch: Length::ZERO,
                shrink: Length::ZERO,
                blank: Blank::None,
                glyphs: (0, 0),
                run,
                kind: ClusterKind::Object,
                unsafe_to_break: false,
            });
            return;
        }
        let small_capitals =
            style.text_transform == TextTransform::SmallCaps && !features::has_small_capitals(self.library.face(face));
        for (stretch, script) in text::scripts(text) {
            let at = range.start + stretch.start..range.start + stretch.end;
            if let Some(run) = self.positioned(Run { text: at.clone(), script, ..template.clone() }, style) {
                self.with_pictographs(run);
                continue;
            }
            for (part, small) in split_small(&self.inlines.text, at, small_capitals) {
                let size = if small { template.size.ratio(4, 5) } else { template.size };
                let uppercase = template.uppercase || small;
                let run = Run { text: part, script, size, uppercase, ..template.clone() };
                self.with_pictographs(run);
            }
        }
    }

    /// A run in superior or inferior forms, where its style wants them and its face has them all.
    fn positioned(&self, run: Run, style: &Computed) -> Option<Run> {
        let (position, size) = style.variant_position?;
        let forms = Run { size, position: Some(position), ..run.clone() };
        let [plain, formed] =
            [&run, &forms].map(|run| shape_run(self.library, self.inlines, run, run.text.clone(), None));
        let all = plain.len() == formed.len() && plain.iter().zip(&formed).all(|(a, b)| b.id != 0 && a.id != b.id);
        all.then_some(forms)
    }

    /// Takes the glyphs of a run in, cluster by cluster in logical order.
    pub(super) fn add(&mut self, run: Run, glyphs: &[ShapedGlyph]) {
        let place = u32::try_from(self.out.runs.len()).unwrap_or(u32::MAX);
        let spacing = self.inlines.runs.get(run.styled).map_or(Length::ZERO, |styled| styled.style.letter_spacing);
        let units_per_em = self.library.face(run.face).units_per_em;
        let mut groups: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while let Some(first) = glyphs.get(at) {
            let length = glyphs.iter().skip(at).take_while(|g| g.cluster == first.cluster).count();
            groups.push((at, at + length));
            at += length;
        }
        if run.level % 2 == 1 {
            groups.reverse();
        }
        for (from, to) in groups {
            let Some(group) = glyphs.get(from..to) else { continue };
            let Some(first) = group.first() else { continue };
            let advance: i32 = group.iter().map(|g| g.advance).sum();
            let start = first.cluster as usize;
            let c = self.inlines.text.get(start..).and_then(|t| t.chars().next()).unwrap_or(' ');
            let kind = match c {
                ' ' | '\u{A0}' => ClusterKind::Space,
                c if is_square(c) => ClusterKind::Square,
                _ => ClusterKind::Letter,
            };
            let begin = u32::try_from(self.out.glyphs.len()).unwrap_or(u32::MAX);
            self.out.glyphs.extend_from_slice(group);
            let end = u32::try_from(self.out.glyphs.len()).unwrap_or(u32::MAX);
            self.out.clusters.push(Cluster {
                start,
                width: scaled(advance, run.size, units_per_em) + spacing,
                gap: Length::ZERO,
                stretch: Length::ZERO,
                shrink: Length::ZERO,
                blank: Blank::None,
                glyphs: (begin, end),
                run: place,
                kind,
                unsafe_to_break: group.iter().any(|g| g.unsafe_to_break),
            });
        }
        self.out.runs.push(run);
    }
}

/// Shapes `range` of a run; `hyphen` is put at its end. Clusters are byte offsets in the paragraph's text.
pub(super) fn shape_run(
    library: &FontLibrary,
    inlines: &Inlines,
    run: &Run,
    range: Range<usize>,
    hyphen: Option<char>,
) -> Vec<ShapedGlyph> {
    let (Some(text), Some(styled)) = (inlines.text.get(range.clone()), inlines.runs.get(run.styled)) else {
        return Vec::new();
    };
    let code = styled.kind == RunKind::Code || library.face(run.face).monospaced;
    let features = features::of(&styled.style, code, run.position);
    let properties = RunProperties {
        face: run.face,
        right_to_left: run.level % 2 == 1,
        script: run.script,
        lang: &styled.lang,
        features: &features,
    };
    let place = |at: usize| u32::try_from(range.start + at).unwrap_or(u32::MAX);
    let upper = run.uppercase;
    let characters = text.char_indices().flat_map(|(at, c)| {
        let capitals = upper.then(|| c.to_uppercase()).into_iter().flatten();
        capitals.chain((!upper).then_some(c)).map(move |c| (place(at), c))
    });
    let tail = hyphen.map(|c| (place(text.len()), c));
    let joins = !text.is_ascii();
    let before = if joins { context_before(&inlines.text, range.start) } else { "" };
    let after = if joins && hyphen.is_none() { context_after(&inlines.text, range.end) } else { "" };
    library.shape(&properties, characters.chain(tail), before, after)
}

fn context_before(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or("");
    let from = before.char_indices().rev().nth(4).map_or(0, |(i, _)| i);
    before.get(from..).unwrap_or("")
}

fn context_after(text: &str, at: usize) -> &str {
    let after = text.get(at..).unwrap_or("");
    let to = after.char_indices().nth(5).map_or(after.len(), |(i, _)| i);
    after.get(..to).unwrap_or("")
}

/// Splits off small letters, to be set as smaller capitals where a face has none of its own.
fn split_small(text: &str, range: Range<usize>, apply: bool) -> Vec<(Range<usize>, bool)> {
    if !apply {
        return vec![(range, false)];
    }
    let mut parts: Vec<(Range<usize>, bool)> = Vec::new();
    for (at, c) in text.get(range.clone()).unwrap_or("").char_indices() {
        let at = range.start + at..range.start + at + c.len_utf8();
        let small = c.is_lowercase();
        match parts.last_mut() {
            Some((part, kind)) if *kind == small => part.end = at.end,
            _ => parts.push((at, small)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_tell_whose_ideographs_are_meant() {
        let check = |text: &str, expected| assert_eq!(east_asian_language(text), expected, "{text}");
        check("他说“好”。", Some("zh"));
        check("使用 Redis 缓存", Some("zh"));
        check("「はい」と言った", Some("ja"));
        check("한국어 漢字", Some("ko"));
        check("He said “道” and no more", None);
        check("“Quoted”", None);
    }
}
