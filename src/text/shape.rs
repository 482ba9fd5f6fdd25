//! Shaping: characters of one face, script, direction and language to glyphs.

use std::sync::{Arc, RwLock};

use harfrust::{Buffer, Direction, Feature, Language, Script, ShapeOptions, ShapePlan, ShaperFont, Tag, shape};

use super::library::{FaceId, FontLibrary};

/// A glyph of a shaped run, in font units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShapedGlyph {
    /// Its number in the face; zero where the face lacks the character.
    pub id: u16,
    /// The cluster number that its first character was given.
    pub cluster: u32,
    /// How far the next glyph's origin is.
    pub advance: i32,
    /// Shift to the right.
    pub dx: i32,
    /// Shift upwards.
    pub dy: i32,
    /// A line broken in front of its cluster has to be shaped anew.
    pub unsafe_to_break: bool,
}

/// What is the same for all characters of a run.
#[derive(Clone, Copy, Debug)]
pub struct RunProperties<'a> {
    /// The face.
    pub face: FaceId,
    /// Whether the run is set from right to left.
    pub right_to_left: bool,
    /// The ISO 15924 code of the script, such as `Latn`.
    pub script: [u8; 4],
    /// The language as a BCP 47 tag.
    pub lang: &'a str,
    /// OpenType features with their values.
    pub features: &'a [([u8; 4], u32)],
}

/// Plans that have been made; making one costs more than shaping a paragraph with it.
pub(super) type PlanCache = Arc<RwLock<Vec<CachedPlan>>>;

pub(super) struct CachedPlan {
    face: FaceId,
    right_to_left: bool,
    script: [u8; 4],
    lang: Box<str>,
    features: Box<[([u8; 4], u32)]>,
    plan: Arc<ShapePlan>,
}

impl std::fmt::Debug for CachedPlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {}", self.face, self.lang)
    }
}

impl CachedPlan {
    fn is_for(&self, run: &RunProperties<'_>) -> bool {
        self.face == run.face
            && self.right_to_left == run.right_to_left
            && self.script == run.script
            && *self.lang == *run.lang
            && *self.features == *run.features
    }
}

impl FontLibrary {
    /// Shapes characters, each with its cluster number; numbers do not decrease. `before` and `after` are the text around
    /// the run, for scripts whose letters join. Glyphs come in visual order.
    #[must_use]
    pub fn shape(
        &self,
        run: &RunProperties<'_>,
        characters: impl Iterator<Item = (u32, char)>,
        before: &str,
        after: &str,
    ) -> Vec<ShapedGlyph> {
        let script = Script::from_iso15924_tag(Tag::new(&run.script)).unwrap_or(Script::LATIN);
        let direction = if run.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight };
        let mut buffer = Buffer::new();
        for (cluster, c) in characters {
            buffer.push(u32::from(c), cluster);
        }
        let count = buffer.len();
        buffer.set_direction(direction);
        buffer.set_script(Some(script));
        buffer.set_language(Language::new(run.lang));
        if !before.is_empty() {
            buffer.set_pre_context(before);
        }
        if !after.is_empty() {
            buffer.set_post_context(after);
        }
        let face = self.face(run.face);
        let font = ShaperFont::new(face.shaping_font());
        let plan = self.plan(run, direction, script);
        if shape(&font, &mut buffer, ShapeOptions::new().plan(Some(&plan))).is_err() {
            let missing = ShapedGlyph { id: 0, cluster: 0, advance: 0, dx: 0, dy: 0, unsafe_to_break: false };
            return vec![missing; count.min(1)];
        }
        buffer
            .glyph_infos()
            .iter()
            .zip(buffer.glyph_positions())
            .map(|(info, position)| ShapedGlyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                cluster: info.cluster,
                advance: position.x_advance,
                dx: position.x_offset,
                dy: position.y_offset,
                unsafe_to_break: info.unsafe_to_break(),
            })
            .collect()
    }

    fn plan(&self, run: &RunProperties<'_>, direction: Direction, script: Script) -> Arc<ShapePlan> {
        if let Ok(plans) = self.plans.read()
            && let Some(cached) = plans.iter().find(|cached| cached.is_for(run))
        {
            return Arc::clone(&cached.plan);
        }
        let features: Vec<Feature> =
            run.features.iter().map(|(tag, value)| Feature::new(Tag::new(tag), *value, ..)).collect();
        let language = Language::new(run.lang);
        let font = self.face(run.face).shaping_font();
        let plan = Arc::new(ShapePlan::new(font, direction, Some(script), language.as_ref(), &features));
        if let Ok(mut plans) = self.plans.write() {
            plans.push(CachedPlan {
                face: run.face,
                right_to_left: run.right_to_left,
                script: run.script,
                lang: run.lang.into(),
                features: run.features.into(),
                plan: Arc::clone(&plan),
            });
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::FontStyle;

    fn shaped(text: &str, features: &[([u8; 4], u32)]) -> Vec<ShapedGlyph> {
        let library = FontLibrary::bundled();
        let face = library.select(&["serif".to_owned()], 400, FontStyle::Normal);
        let run = RunProperties { face, right_to_left: false, script: *b"Latn", lang: "en", features };
        let characters = text.char_indices().map(|(i, c)| (u32::try_from(i).unwrap_or(0), c));
        library.shape(&run, characters, "", "")
    }

    #[test]
    fn ligatures_are_one_glyph_for_several_characters() {
        let glyphs = shaped("office", &[]);
        assert_eq!(glyphs.iter().map(|g| g.cluster).collect::<Vec<_>>(), [0, 1, 4, 5]);
        assert_eq!(shaped("office", &[(*b"liga", 0)]).len(), 6);
    }

    #[test]
    fn features_change_glyphs() {
        assert_ne!(shaped("1789", &[])[0].id, shaped("1789", &[(*b"onum", 1)])[0].id);
        assert_ne!(shaped("abc", &[])[0].id, shaped("abc", &[(*b"smcp", 1)])[0].id);
    }
}
