//! The lines of a cover: a text in the largest size at which it fits, broken into lines of even length.

use super::canvas::{Canvas, Ink};
use crate::layout::{GlyphRun, plain_line};
use crate::style::Computed;
use crate::text::{FontLibrary, line_breaks};
use crate::units::Length;

/// The widest line of text, in pixels.
const MEASURE: f64 = 1_220.0;

/// The most lines that a text may have at any but its smallest size.
const LINES: usize = 6;

/// A text set in lines; a point of the layout is a pixel.
pub(super) struct Text {
    lines: Vec<(Vec<GlyphRun>, f64)>,
    leading: f64,
}

impl Text {
    /// The text in the first of the sizes (in pixels, falling) at which it fits. `leading` is a multiple of the size,
    /// `spacing` stands between letters, in pixels.
    pub(super) fn fit(
        library: &FontLibrary,
        text: &str,
        style: &Computed,
        sizes: &[f64],
        leading: f64,
        spacing: f64,
    ) -> Self {
        const UNIT: f64 = 100.0;
        let set = |text: &str, size: f64| {
            let style = Computed {
                font_size: Length::from_points(size),
                letter_spacing: Length::from_points(spacing),
                ..style.clone()
            };
            plain_line(library, text, &style)
        };
        // Type grows evenly, so that its pieces need to be measured but once.
        let pieces: Vec<Piece<'_>> = pieces(text)
            .map(|text| {
                let full = set(text, UNIT).1.to_points() / UNIT;
                let bare = set(text.trim_end(), UNIT).1.to_points() / UNIT;
                Piece { text, full, bare }
            })
            .collect();
        let (mut lines, mut size) = (Vec::new(), sizes.last().copied().unwrap_or(UNIT));
        for &wanted in sizes {
            size = wanted;
            lines = wrap(&pieces, MEASURE / size);
            if lines.len() <= LINES && lines.iter().all(|line| width(line) * size <= MEASURE) {
                break;
            }
        }
        // A word that is too long at any size is set smaller, and a title of hundreds of words is cut.
        let widest = lines.iter().map(|line| width(line)).fold(0.0, f64::max);
        if widest * size > MEASURE {
            size = MEASURE / widest;
        }
        let cut = lines.len() > LINES * 2;
        lines.truncate(LINES * 2);
        let count = lines.len();
        let lines = lines.iter().enumerate().map(|(i, line)| {
            let text: String = line.iter().map(|piece| piece.text).collect();
            let end = if cut && i + 1 == count { "…" } else { "" };
            let (runs, width) = set(&format!("{}{end}", text.trim_end()), size);
            (runs, width.to_points())
        });
        Self { lines: lines.collect(), leading: size * leading }
    }

    /// From the top of the first line to the bottom of the last, in pixels.
    pub(super) fn height(&self) -> f64 {
        self.lines.iter().map(|_| self.leading).sum()
    }

    /// Draws the lines around the vertical `middle`, from `y` downwards; returns where they end.
    pub(super) fn draw(&self, library: &FontLibrary, canvas: &mut Canvas, middle: f64, mut y: f64, ink: Ink) -> f64 {
        for (runs, width) in &self.lines {
            y += self.leading;
            canvas.text(library, runs, middle - width / 2.0, y - self.leading * 0.25, ink);
        }
        y
    }
}

/// What may not be divided, with its width in ems: with the space after it, and without.
#[derive(Clone, Copy)]
struct Piece<'a> {
    text: &'a str,
    full: f64,
    bare: f64,
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let ends = line_breaks(text).into_iter().chain([text.len()]);
    ends.filter_map(move |end| text.get(std::mem::replace(&mut start, end)..end).filter(|piece| !piece.is_empty()))
}

fn width(line: &[Piece<'_>]) -> f64 {
    line.split_last().map_or(0.0, |(last, others)| others.iter().map(|piece| piece.full).sum::<f64>() + last.bare)
}

/// Lines of even length: as few as possible, and then as narrow as that number allows.
fn wrap<'a, 'b>(pieces: &'b [Piece<'a>], measure: f64) -> Vec<&'b [Piece<'a>]> {
    let greedy = |measure: f64| {
        let (mut lines, mut start) = (Vec::new(), 0);
        for end in 1..=pieces.len() {
            let line = pieces.get(start..end).unwrap_or_default();
            if line.len() > 1 && width(line) > measure {
                lines.extend(pieces.get(start..end - 1));
                start = end - 1;
            }
        }
        lines.extend(pieces.get(start..).filter(|rest| !rest.is_empty()));
        lines
    };
    let widest = greedy(measure);
    let mut best = widest.clone();
    for step in 1..=12 {
        let lines = greedy(measure * (1.0 - f64::from(step) * 0.04));
        if lines.len() > widest.len() {
            break;
        }
        best = lines;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let width = |text: &str| text.chars().map(|_| 1.0).sum::<f64>();
        let pieces: Vec<_> =
            pieces(text).map(|text| Piece { text, full: width(text), bare: width(text.trim_end()) }).collect();
        let lines = wrap(&pieces, 12.0);
        let lines: Vec<String> = lines.iter().map(|line| line.iter().map(|piece| piece.text).collect()).collect();
        assert_eq!(lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn titles_are_broken_into_even_lines() {
        check("Moby-Dick", &["Moby-Dick"]);
        check("aaaaaa bbbb cccccc", &["aaaaaa bbbb", "cccccc"]);
        check("one two three four", &["one two", "three four"]);
        check("第一章的标题很长很长很长很长", &["第一章的标题很", "长很长很长很长"]);
        check("Donaudampfschiffahrtsgesellschaft", &["Donaudampfschiffahrtsgesellschaft"]);
        check("", &[]);
    }

    #[test]
    fn a_long_word_stays_on_the_cover() {
        let sheet = crate::style::StyleSheet::bundled("book").unwrap();
        let style = sheet.role(&crate::style::Role::Title);
        let text = Text::fit(&FontLibrary::bundled(), &"w".repeat(90), &style, &super::super::SIZES, 1.2, 0.0);
        assert!(text.lines.iter().all(|(_, width)| *width <= MEASURE + 1.0));
        let text = Text::fit(&FontLibrary::bundled(), &"word ".repeat(900), &style, &super::super::SIZES, 1.2, 0.0);
        assert_eq!(text.lines.len(), LINES * 2);
    }
}
