//! What letters of some scripts ask for, and no style of the text around them gives: fonts of complex scripts, of which Word
//! has one for all of them in a style, and no italics where a script has none.

use unicode_script::{Script, UnicodeScript};

use super::Body;
use super::inlines::Voice;
use crate::docx::fonts::Cut;
use crate::docx::styles::{Letters, RunLook};
use crate::style::FontStyle;

/// The letters around a text.
struct Around<'b> {
    family: Option<&'b str>,
    cut: Cut,
}

impl Body<'_> {
    /// The text in stretches, with what the letters of each are besides what the voice says. `style` is that of its letters.
    pub(super) fn by_script<'t>(
        &self,
        text: &'t str,
        style: Option<&str>,
        voice: &Voice,
    ) -> Vec<(&'t str, Option<Letters>)> {
        if text.is_ascii() {
            return vec![(text, None)];
        }
        let own = style.and_then(|id| self.catalogue.get(id)).map(|style| &style.run);
        let around = Around { family: self.family(own, voice), cut: cut(own, voice) };
        let slanted = voice.paragraph.italic || own.is_some_and(|own| own.italic);
        let mut stretches: Vec<(usize, Option<Letters>)> = Vec::new();
        for (at, c) in text.char_indices() {
            let letters = match stretches.last() {
                // Spaces, punctuation and marks go with the complex letters before them.
                Some((_, Some(Letters::Family(_)))) if is_common(c) => continue,
                _ if slanted && is_east_asian(c) => Some(Letters::Upright),
                _ if is_complex(c) => self.complex_family(c, &around).map(Letters::Family),
                _ => None,
            };
            if stretches.last().is_none_or(|(_, last)| *last != letters) {
                stretches.push((at, letters));
            }
        }
        let ends: Vec<usize> = stretches.iter().skip(1).map(|(at, _)| *at).chain([text.len()]).collect();
        let cut = stretches.into_iter().zip(ends);
        cut.map(|((start, letters), end)| (text.get(start..end).unwrap_or_default(), letters)).collect()
    }

    /// The family that letters in that voice are set in.
    pub(super) fn family<'b>(&'b self, own: Option<&'b RunLook>, voice: &'b Voice) -> Option<&'b str> {
        let body = self.catalogue.sheet.root().font_family.first();
        let family = own.and_then(|own| own.family.as_ref()).filter(|family| Some(*family) != body);
        family.or(voice.paragraph.family.as_ref()).map(String::as_str)
    }

    /// The family for a letter of a complex script, where it is not the one that Word would take; of families that do not
    /// travel with the document nothing is said, since Word finds others by itself.
    fn complex_family(&self, c: char, around: &Around<'_>) -> Option<String> {
        self.fonts.as_ref()?;
        let (library, family, weight) = (self.library, around.family?, around.cut.weight());
        let own = library.in_family(family, weight, around.cut.slant()).filter(|&own| library.covers(own, c));
        let family = match own {
            Some(_) => family,
            None => &library.face(library.covering(c, weight, FontStyle::Normal, "")?).family,
        };
        (self.catalogue.theme.complex_of(around.family?) != Some(family)).then(|| family.to_owned())
    }
}

/// The face of letters in that voice.
pub(super) fn cut(own: Option<&RunLook>, voice: &Voice) -> Cut {
    let bold = voice.paragraph.bold || own.is_some_and(|own| own.bold);
    let italic = voice.paragraph.italic || own.is_some_and(|own| own.italic);
    Cut::of(bold, italic)
}

/// Whether Word takes the font for the character from `w:cs` (ECMA-376 Part 1 §17.3.2.26).
pub(in crate::docx) const fn is_complex(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
}

/// Whether the character goes with letters of any script.
fn is_common(c: char) -> bool {
    matches!(c.script(), Script::Common | Script::Inherited)
}

/// Whether the character is of a script that has no italics, or punctuation of its own of such a script.
pub(super) fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FFEF}')
        || matches!(c.script(), Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo)
}

/// Whether all letters of the text are of scripts that have no italics.
pub(super) fn is_in_east_asian(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(is_east_asian)
}
