//! Drop caps: the first letter of a chapter, as tall as its first lines, with the quotation mark before it.

use super::Setter;
use crate::diagnostic::Diagnostics;
use crate::layout::inline::Inlines;
use crate::layout::line::Line;
use crate::layout::page::{Glyph, GlyphRun, Paint};
use crate::layout::paragraph;
use crate::resolve::DROP_CAP_LINES;
use crate::style::{Computed, TextAlign};
use crate::units::Length;

/// How many lines stand beside the letter.
pub(super) const LINES: usize = DROP_CAP_LINES as usize;

/// The letter stands on the baseline so many lines below that of the first.
pub(super) const BELOW: i64 = 2;

/// A paragraph whose first letter is in front of its first lines.
pub(super) struct Dropped {
    pub(super) lines: Vec<Line>,
    /// The letter, to stand on the baseline of the last line beside it. It says nothing: the first word does.
    pub(super) letter: Line,
}

impl Setter<'_> {
    /// Sets a paragraph with a drop cap. Nothing comes of it where there are too few lines to stand beside the letter, or
    /// where they would be too short.
    pub(super) fn dropped(
        &self,
        inlines: &Inlines,
        style: &Computed,
        width: Length,
        diagnostics: &mut Diagnostics,
    ) -> Option<Dropped> {
        let (run, rest) = inlines.take_initial(u32::from(DROP_CAP_LINES))?;
        let initial = rest.initial.as_ref()?.text.clone();
        let face = self.library.face(self.library.select(&style.font_family, style.font_weight, style.font_style));
        let capitals = i64::from(face.cap_height);
        if capitals <= 0 {
            return None;
        }
        let units_per_em = i64::from(face.units_per_em.max(1));
        // From the top of the first line's capitals to the baseline of the last line beside it.
        let height = style.line_height * BELOW + style.font_size.ratio(capitals, units_per_em);
        let large = Computed {
            font_size: height.ratio(units_per_em, capitals),
            text_indent: Length::ZERO,
            text_align: TextAlign::Start,
            protrusion: false,
            hyphens: false,
            ..(*run.style).clone()
        };
        let letter = Inlines::from_text(initial.trim_end(), &large, run.content, &run.lang);
        let (_, letter_width) = paragraph::intrinsic_widths(self.library, self.resolved, &letter, &large);
        let gap = style.font_size.ratio(1, 12);
        let gap = if initial.ends_with(' ') { gap + style.font_size.ratio(1, 5) } else { gap };
        let room = letter_width + Length::points(1);
        let mut said = Diagnostics::new();
        let set = paragraph::set(self.library, self.resolved, &letter, &large, room, &mut said);
        let mut letter = set.into_iter().next()?;
        // The letter stands at the margin, and a quotation mark before it hangs out; by half where another column is near.
        let mark = width_of_mark(&letter);
        let hanging = if self.sheet.page.columns > 1 { mark / 2 } else { mark };
        letter.shift(Length::ZERO - hanging);
        let indent = letter_width - hanging + gap;
        if indent * 3 > width {
            return None;
        }
        let indented = Computed { text_indent: indent, ..style.clone() };
        let lines = paragraph::set(self.library, self.resolved, &rest, &indented, width, &mut said);
        if lines.len() < LINES {
            return None;
        }
        diagnostics.append(&mut said);
        for item in &mut letter.items {
            if let Paint::Text(run) = &mut item.paint {
                run.text = Box::default();
                run.glyphs = run.glyphs.iter().map(|glyph| Glyph { text: 0..0, ..glyph }).collect();
            }
        }
        Some(Dropped { lines, letter })
    }
}

/// The width of what stands before the letter.
fn width_of_mark(initial: &Line) -> Length {
    let runs = initial.items.iter().filter_map(|item| match &item.paint {
        Paint::Text(run) => Some(run),
        Paint::Rule(_) | Paint::Image { .. } => None,
    });
    let width = |run: &GlyphRun| {
        let letter = run.text.find(char::is_alphabetic).and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
        run.glyphs.iter().filter(|glyph| glyph.text.end <= letter).map(|glyph| glyph.advance).sum::<Length>()
    };
    runs.map(width).sum()
}
