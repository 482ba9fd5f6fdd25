//! Which face sets what the style's own face lacks.

use std::ops::Range;

use super::shaping::{Run, Shaper, shape_run};
use crate::layout::inline::StyledRun;
use crate::style::FontStyle;
use crate::text::{self, FaceId, ShapedGlyph};

/// A face to fall back on, and how many families of the style are behind it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Choice {
    face: FaceId,
    tried: usize,
}

impl Shaper<'_> {
    /// Sets pictographs apart before anything is shaped: their parts only join in a font of their own.
    pub(super) fn with_pictographs(&mut self, run: Run) {
        let Some(text) = self.inlines.text.get(run.text.clone()) else { return };
        let styled = self.inlines.runs.get(run.styled);
        let lang = styled.map_or("", |styled| self.language_of(styled));
        // No pictograph stands before U+231A, and dashes, dots and quotation marks are none.
        let first = if lang.starts_with("zh") || lang.starts_with("ja") { '·' } else { '\u{231A}' };
        let slanted = styled.is_some_and(|styled| styled.style.font_style == FontStyle::Italic);
        if text.is_ascii() || !(slanted || text.chars().any(|c| c >= first)) {
            return self.fall_back(run, 0);
        }
        let families = self.inlines.runs.get(run.styled).map_or(&[][..], |styled| &styled.style.font_family);
        let offset = run.text.start;
        let mut stretch = offset..offset;
        let mut stretch_face = None;
        let mut from = 0;
        for end in text::graphemes(text).collect::<Vec<_>>() {
            let cluster = text.get(from..end).unwrap_or("");
            let place = offset + from..offset + end;
            let face = self
                .library
                .pictograph_face(cluster, families)
                .or_else(|| self.full_width_face(&run, cluster))
                .or_else(|| self.upright_bracket_face(&run, place).filter(|_| slanted));
            if face != stretch_face {
                self.flush_pictographs(&run, stretch.clone(), stretch_face);
                stretch = offset + from..offset + from;
                stretch_face = face;
            }
            stretch.end = offset + end;
            from = end;
        }
        self.flush_pictographs(&run, stretch, stretch_face);
    }

    /// Quotation marks, dashes and dots that Chinese shares with western scripts are as wide as its ideographs, and of their font.
    /// Of these, Japanese shares the dashes and dots.
    fn full_width_face(&self, run: &Run, cluster: &str) -> Option<FaceId> {
        if !matches!(cluster, "“" | "”" | "‘" | "’" | "—" | "…" | "‥" | "·") {
            return None;
        }
        let styled = self.inlines.runs.get(run.styled)?;
        let lang = self.language_of(styled);
        let shared = lang.starts_with("zh") || (lang.starts_with("ja") && matches!(cluster, "—" | "…" | "‥"));
        if !shared {
            return None;
        }
        let style = &styled.style;
        let own = |family: &String| self.library.in_family(family, style.font_weight, style.font_style);
        let ideographs = style.font_family.iter().filter_map(own).find(|&face| self.library.covers(face, '中'));
        let face = ideographs.or_else(|| self.library.covering('中', style.font_weight, style.font_style, lang))?;
        cluster.chars().all(|c| self.library.covers(face, c)).then_some(face)
    }

    /// Letters that have no slanted form stand upright in slanted text, and so do brackets and quotation marks around them.
    fn upright_bracket_face(&self, run: &Run, place: Range<usize>) -> Option<FaceId> {
        let (before, rest) = self.inlines.text.split_at_checked(place.start)?;
        let enclosed = match rest.get(..place.len())? {
            "(" | "[" | "{" | "“" | "‘" | "«" => rest.get(place.len()..)?.chars().next()?,
            ")" | "]" | "}" | "”" | "’" | "»" => before.chars().next_back()?,
            _ => return None,
        };
        let style = &self.inlines.runs.get(run.styled)?.style;
        let has_no_slant = enclosed.is_alphanumeric() && !self.library.covers(run.face, enclosed);
        has_no_slant.then(|| self.library.select(&style.font_family, style.font_weight, FontStyle::Normal))
    }

    /// The language of a stretch of text; among East Asian ones its letters tell it where nothing else does.
    fn language_of<'s>(&self, styled: &'s StyledRun) -> &'s str {
        match (&*styled.lang, self.east_asian) {
            (lang, _) if lang.starts_with("zh") || lang.starts_with("ja") || lang.starts_with("ko") => lang,
            (_, Some(guess)) => guess,
            (lang, None) => lang,
        }
    }

    fn flush_pictographs(&mut self, run: &Run, stretch: Range<usize>, face: Option<FaceId>) {
        if !stretch.is_empty() {
            let face_or_own = face.unwrap_or(run.face);
            self.fall_back(Run { text: stretch, face: face_or_own, ..run.clone() }, 0);
        }
    }

    /// Shapes a run, and what its face lacks with other faces. `tried` is how many families of the style came before.
    fn fall_back(&mut self, run: Run, tried: usize) {
        let glyphs = shape_run(self.library, self.inlines, &run, run.text.clone(), None);
        let lacking = self.lacking(&run, &glyphs);
        if lacking.is_empty() {
            return self.add(run, &glyphs);
        }
        let mut from = run.text.start;
        for gap in lacking {
            if from < gap.start {
                // What the face has is shaped by itself, so that no cluster mixes faces.
                let part = Run { text: from..gap.start, ..run.clone() };
                let glyphs = shape_run(self.library, self.inlines, &part, part.text.clone(), None);
                self.add(part, &glyphs);
            }
            from = gap.end;
            self.fill_gap(Run { text: gap, ..run.clone() }, tried);
        }
        if from < run.text.end {
            let part = Run { text: from..run.text.end, ..run };
            let glyphs = shape_run(self.library, self.inlines, &part, part.text.clone(), None);
            self.add(part, &glyphs);
        }
    }

    /// Shapes what a face lacks with the faces that have it, each for as long as it has what comes.
    fn fill_gap(&mut self, gap: Run, tried: usize) {
        let text = self.inlines.text.get(gap.text.clone()).unwrap_or("");
        let mut stretches: Vec<(Range<usize>, Option<Choice>)> = Vec::new();
        let mut from = 0;
        for end in text::graphemes(text) {
            let cluster = text.get(from..end).unwrap_or("");
            let place = gap.text.start + from..gap.text.start + end;
            from = end;
            if let Some((stretch, Some(choice))) = stretches.last_mut()
                && cluster.chars().all(|c| is_ignorable(c) || self.library.covers(choice.face, c))
            {
                stretch.end = place.end;
                continue;
            }
            let choice = self.choose(&gap, cluster, tried);
            match stretches.last_mut() {
                Some((stretch, known)) if *known == choice => stretch.end = place.end,
                _ => stretches.push((place, choice)),
            }
        }
        for (stretch, choice) in stretches {
            let run = Run { text: stretch.clone(), ..gap.clone() };
            match choice {
                Some(Choice { face, tried }) => self.fall_back(Run { face, ..run }, tried),
                None => {
                    let shown = text.get(stretch.start - gap.text.start..).unwrap_or("").char_indices();
                    let shown = shown.take_while(|(at, _)| *at < stretch.len()).filter(|(_, c)| !is_ignorable(*c));
                    self.missing.extend(shown.map(|(at, _)| stretch.start + at));
                    let glyphs = shape_run(self.library, self.inlines, &run, stretch, None);
                    self.add(run, &glyphs);
                }
            }
        }
    }

    /// The face for a user-perceived character that the face of a gap lacks.
    fn choose(&self, gap: &Run, cluster: &str, tried: usize) -> Option<Choice> {
        let styled = self.inlines.runs.get(gap.styled)?;
        let lacking = |c: &char| !is_ignorable(*c) && !self.library.covers(gap.face, *c);
        let wanted = cluster.chars().find(lacking).or_else(|| cluster.chars().next())?;
        let style = &styled.style;
        for (place, family) in style.font_family.iter().enumerate().skip(tried) {
            let face = self.library.in_family(family, style.font_weight, style.font_style);
            // U+FE0E asks for what is no picture (Unicode Technical Standard 51 §2.7).
            let suits = |face: &FaceId| !self.library.face(*face).colored || !cluster.contains('\u{FE0E}');
            let face = face.filter(|&face| face != gap.face && self.library.covers(face, wanted));
            if let Some(face) = face.filter(suits) {
                return Some(Choice { face, tried: place + 1 });
            }
        }
        let lang = self.language_of(styled);
        // A face that was tried last and still lacks something of the cluster would be asked for ever.
        let last = style.font_family.len();
        let face = self.library.covering(wanted, style.font_weight, style.font_style, lang)?;
        (tried <= last && face != gap.face).then_some(Choice { face, tried: last + 1 })
    }

    /// Stretches of a run, on the boundaries of user-perceived characters, in which the face lacks something.
    fn lacking(&self, run: &Run, glyphs: &[ShapedGlyph]) -> Vec<Range<usize>> {
        if glyphs.iter().all(|glyph| glyph.id != 0) {
            return Vec::new();
        }
        let Some(text) = self.inlines.text.get(run.text.clone()) else { return Vec::new() };
        let mut bad: Vec<usize> = glyphs.iter().filter(|g| g.id == 0).map(|g| g.cluster as usize).collect();
        bad.sort_unstable();
        bad.dedup();
        let mut gaps: Vec<Range<usize>> = Vec::new();
        let mut bad = bad.into_iter().peekable();
        let mut from = run.text.start;
        for end in text::graphemes(text) {
            let end = run.text.start + end;
            let mut lacks = false;
            while bad.peek().is_some_and(|&at| at < end) {
                bad.next();
                lacks = true;
            }
            let cluster = self.inlines.text.get(from..end).unwrap_or("");
            if lacks && !cluster.chars().all(is_ignorable) {
                match gaps.last_mut() {
                    Some(gap) if gap.end == from => gap.end = end,
                    _ => gaps.push(from..end),
                }
            }
            from = end;
        }
        gaps
    }
}

/// Characters that show nothing where a font lacks them (`Default_Ignorable_Code_Point`, and controls).
fn is_ignorable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}
