//! The cover of a book that has none: its title and its authors in the style's type and colours.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::book::Book;
use super::xml::{close, push_text, tag};
use crate::model::{Role as PersonRole, plain_text};
use crate::style::{Computed, FontStyle, Role};
use crate::text::{Face, FontLibrary};
use crate::units::Color;

/// Pixels, in the proportion 1 : 1.6 that book shops ask for.
const WIDTH: u32 = 1_600;
const HEIGHT: u32 = 2_560;

/// The widest line of text, in pixels.
const MEASURE: f64 = 1_220.0;

/// Sizes of the title in pixels, the first that fits being taken, and the most lines it may have.
const SIZES: [f64; 8] = [230.0, 200.0, 170.0, 148.0, 128.0, 110.0, 92.0, 76.0];
const LINES: usize = 6;

/// Lines of text set in one face.
struct Text {
    lines: Vec<String>,
    size: f64,
    leading: f64,
    family: String,
    weight: u16,
    italic: bool,
    spacing: f64,
}

/// The cover as PNG; `None` for a document without any name, or if it cannot be drawn.
pub(super) fn draw(book: &Book<'_>, library: &FontLibrary) -> Option<Vec<u8>> {
    if book.resolved.display_title.trim().is_empty() {
        return None;
    }
    let mut fonts = fontdb::Database::new();
    let svg = compose(book, library, &mut fonts);
    let options = Options { fontdb: fonts.into(), ..Options::default() };
    let tree = Tree::from_str(&svg, &options).ok()?;
    let mut pixels = Pixmap::new(WIDTH, HEIGHT)?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    let rgb: Vec<u8> = pixels.data().chunks_exact(4).flat_map(|pixel| pixel.iter().take(3).copied()).collect();
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Sub)
        .write_image(&rgb, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
        .ok()?;
    Some(png)
}

fn compose(book: &Book<'_>, library: &FontLibrary, fonts: &mut fontdb::Database) -> String {
    let sheet = book.sheet;
    let metadata = &book.resolved.metadata;
    let mut set = |text: &str, style: &Computed, sizes: &[f64], leading: f64, spacing: f64| {
        let face = library.face(library.select(&style.font_family, style.font_weight, style.font_style));
        load(fonts, face);
        let lang = metadata.language();
        for c in text.chars().filter(|&c| !face.covers(c) && !c.is_whitespace()) {
            if let Some(id) = library.covering(c, style.font_weight, style.font_style, lang) {
                load(fonts, library.face(id));
            }
        }
        let (lines, size) = fit(text, face, sizes, spacing);
        let italic = face.style == FontStyle::Italic;
        Text { lines, size, leading: size * leading, family: face.family.clone(), weight: face.weight, italic, spacing }
    };
    let title = set(&book.title, &sheet.role(&Role::Title), &SIZES, 1.14, 0.0);
    let subtitle = plain_text(&metadata.subtitle);
    let subtitle = set(&subtitle, &sheet.role(&Role::Subtitle), &[78.0, 64.0, 52.0], 1.3, 0.0);
    let authors: Vec<Text> = metadata
        .people
        .iter()
        .filter(|person| person.role == PersonRole::Author)
        .take(4)
        .map(|person| set(&person.name, &sheet.role(&Role::Author), &[72.0, 60.0, 48.0], 1.35, 2.0))
        .collect();
    let publisher = metadata.publisher.as_deref().unwrap_or_default();
    let publisher = set(publisher, &sheet.role(&Role::Author), &[44.0, 36.0], 1.3, 2.0);

    let colors = Colors::of(sheet.role(&Role::Link).color);
    let mut out = String::new();
    tag(&mut out, "svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("width", &WIDTH.to_string())
        .attr("height", &HEIGHT.to_string())
        .open();
    rectangle(&mut out, [0.0, 0.0, f64::from(WIDTH), f64::from(HEIGHT)], colors.ground);
    // A fine double frame, as on a cloth binding.
    for (inset, width) in [(70.0, 5.0), (88.0, 2.0)] {
        frame(&mut out, inset, width, colors.line);
    }
    let middle = f64::from(WIDTH) / 2.0;
    let mut y = 520.0;
    lines(&mut out, &title, middle, &mut y, colors.text);
    y += 70.0;
    rectangle(&mut out, [middle - 110.0, y, 220.0, 6.0], colors.line);
    y += 60.0;
    lines(&mut out, &subtitle, middle, &mut y, colors.soft);
    let height = |text: &Text| Text::height(text);
    let below = if publisher.lines.is_empty() { 230.0 } else { 230.0 + height(&publisher) + 90.0 };
    let mut y = (f64::from(HEIGHT) - below - authors.iter().map(height).sum::<f64>()).max(y + 60.0);
    for author in &authors {
        lines(&mut out, author, middle, &mut y, colors.text);
    }
    let mut y = f64::from(HEIGHT) - 190.0 - height(&publisher);
    lines(&mut out, &publisher, middle, &mut y, colors.soft);
    close(&mut out, "svg");
    out
}

impl Text {
    fn height(&self) -> f64 {
        self.lines.iter().map(|_| self.leading).sum()
    }
}

/// Adds a face to those that the cover may be set in, once.
fn load(fonts: &mut fontdb::Database, face: &Face) {
    if !fonts.faces().any(|known| known.post_script_name == face.postscript_name) {
        fonts.load_font_data(face.data.to_vec());
    }
}

/// The text in the largest size at which it fits, and its lines.
fn fit(text: &str, face: &Face, sizes: &[f64], spacing: f64) -> (Vec<String>, f64) {
    let mut result = (Vec::new(), sizes.last().copied().unwrap_or(64.0));
    for &size in sizes {
        let lines = wrap(text, |word| width(word, face, size, spacing));
        let fits = lines.len() <= LINES && lines.iter().all(|line| width(line, face, size, spacing) <= MEASURE);
        result = (lines, size);
        if fits {
            break;
        }
    }
    // A title of hundreds of words is cut rather than run off the cover.
    if result.0.len() > LINES * 2 {
        result.0.truncate(LINES * 2);
        if let Some(last) = result.0.last_mut() {
            last.push('…');
        }
    }
    result
}

/// Lines of even length: as few as possible, and then as narrow as that number allows.
fn wrap(text: &str, width: impl Fn(&str) -> f64) -> Vec<String> {
    let greedy = |measure: f64| {
        let mut lines: Vec<String> = Vec::new();
        for word in pieces(text) {
            match lines.last_mut() {
                Some(line) if width(&format!("{line}{word}")) <= measure => line.push_str(&word),
                _ => lines.push(word.trim_start().to_owned()),
            }
        }
        lines
    };
    let widest = greedy(MEASURE);
    let mut best = widest.clone();
    for step in 1..=12 {
        let lines = greedy(MEASURE * (1.0 - f64::from(step) * 0.04));
        if lines.len() > widest.len() {
            break;
        }
        best = lines;
    }
    best
}

/// What may stand on a line of its own: words with the space before them, and East Asian characters.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut joins = false;
    for c in text.chars() {
        let alone = super::language::joins_lines(c);
        match pieces.last_mut() {
            Some(last) if !c.is_whitespace() && !alone && !joins => last.push(c),
            _ => pieces.push(c.to_string()),
        }
        joins = alone;
    }
    pieces
}

/// About how wide a text is, in pixels; kerning is left to the renderer.
fn width(text: &str, face: &Face, size: f64, spacing: f64) -> f64 {
    let Ok(font) = FontRef::from_index(&face.data, face.index) else { return 0.0 };
    let (charmap, metrics) = (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()));
    let units = f64::from(face.units_per_em).max(1.0);
    text.chars()
        .map(|c| {
            let advance = charmap.map(c).and_then(|glyph| metrics.advance_width(glyph));
            advance.map_or(size, |advance| f64::from(advance) / units * size) + spacing
        })
        .sum()
}

fn lines(out: &mut String, text: &Text, x: f64, y: &mut f64, color: Color) {
    for line in &text.lines {
        *y += text.leading;
        let anchor = [("x", format!("{x}")), ("y", format!("{:.1}", *y - text.leading * 0.25))];
        let mut element = tag(out, "text");
        for (name, value) in &anchor {
            element = element.attr(name, value);
        }
        element
            .attr("text-anchor", "middle")
            .attr("font-family", &text.family)
            .attr("font-size", &format!("{}", text.size))
            .attr("font-weight", &text.weight.to_string())
            .attr("font-style", if text.italic { "italic" } else { "normal" })
            .attr("letter-spacing", &format!("{}", text.spacing))
            .attr("fill", &hex(color))
            .open();
        push_text(out, line);
        close(out, "text");
    }
}

fn rectangle(out: &mut String, [x, y, width, height]: [f64; 4], color: Color) {
    let mut element = tag(out, "rect").attr("fill", &hex(color));
    for (name, value) in [("x", x), ("y", y), ("width", width), ("height", height)] {
        element = element.attr(name, &format!("{value}"));
    }
    element.empty();
}

fn frame(out: &mut String, inset: f64, width: f64, color: Color) {
    tag(out, "rect")
        .attr("fill", "none")
        .attr("stroke", &hex(color))
        .attr("stroke-width", &format!("{width}"))
        .attr("x", &format!("{inset}"))
        .attr("y", &format!("{inset}"))
        .attr("width", &format!("{}", f64::from(WIDTH) - 2.0 * inset))
        .attr("height", &format!("{}", f64::from(HEIGHT) - 2.0 * inset))
        .empty();
}

fn hex(color: Color) -> String {
    format!("#{}", color.to_hex())
}

/// The colours of a cover: those of the style's links, as cloth and as stamping.
struct Colors {
    ground: Color,
    text: Color,
    soft: Color,
    line: Color,
}

impl Colors {
    fn of(accent: Color) -> Self {
        const CREAM: Color = Color::rgb(0xf7, 0xf1, 0xe4);
        const SLATE: Color = Color::rgb(0x24, 0x38, 0x4c);
        let channels = [accent.red, accent.green, accent.blue];
        let grey = channels.iter().max().zip(channels.iter().min()).is_none_or(|(most, least)| most - least < 24);
        let accent = if grey { SLATE } else { accent };
        // Cloth is dark: cream type on it has a contrast of 7 or more.
        let shades = (0..=10_u8).map(|step| super::css::mix(accent, Color::BLACK, 60 + step * 16));
        let ground = shades.into_iter().find(|&c| super::css::contrast(c, CREAM) >= 9.0).unwrap_or(SLATE);
        Self {
            ground,
            text: CREAM,
            soft: super::css::mix(CREAM, ground, 50),
            line: super::css::mix(CREAM, Color::rgb(0xb8, 0x8f, 0x4a), 190),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_broken_into_even_lines() {
        let width = |text: &str| text.chars().map(|_| 100.0).sum::<f64>();
        assert_eq!(wrap("Moby-Dick", width), ["Moby-Dick"]);
        assert_eq!(wrap("aaaaaa bbbb cccccc", width), ["aaaaaa bbbb", "cccccc"]);
        assert_eq!(wrap("第一章的标题很长很长很长", width).len(), 1);
        assert!(wrap("", width).is_empty());
    }
}
