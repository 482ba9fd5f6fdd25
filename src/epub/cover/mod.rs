//! The cover of a book that has none: its title and its authors in the style's type and colours, like stamped cloth.

mod canvas;
mod lines;

use super::book::Book;
use crate::model::{Role as PersonRole, plain_text};
use crate::style::Role;
use crate::text::FontLibrary;
use crate::units::Color;
use canvas::{Canvas, Ink, Rectangle};
use lines::Text;

/// Pixels, in the proportion 1 : 1.6 that book shops ask for.
const WIDTH: u32 = 1_600;
const HEIGHT: u32 = 2_560;

/// Sizes of the title in pixels, the first that fits being taken.
const SIZES: [f64; 8] = [230.0, 200.0, 170.0, 148.0, 128.0, 110.0, 92.0, 76.0];

/// From the edge of the picture to each line of the frame, and how thick that is, in pixels.
const FRAME: [(u32, u32); 2] = [(70, 5), (88, 2)];

/// The cover as PNG; `None` for a document without any name, or if it cannot be drawn.
pub(super) fn draw(book: &Book<'_>, library: &FontLibrary) -> Option<Vec<u8>> {
    if book.resolved.display_title.trim().is_empty() {
        return None;
    }
    let colors = Colors::of(book.sheet.role(&Role::Link).color);
    let mut canvas = Canvas::new(WIDTH, HEIGHT)?;
    compose(book, &library.of_one_color(), &mut canvas);
    canvas.png(colors.ground, [colors.text, colors.soft, colors.line])
}

fn compose(book: &Book<'_>, library: &FontLibrary, canvas: &mut Canvas) {
    let (sheet, metadata) = (book.sheet, &book.resolved.metadata);
    let set = |text: &str, role: Role, sizes: &[f64], leading: f64, spacing: f64| {
        Text::fit(library, text, &sheet.role(&role), sizes, leading, spacing)
    };
    let title = set(&book.title, Role::Title, &SIZES, 1.14, 0.0);
    let subtitle = set(&plain_text(&metadata.subtitle), Role::Subtitle, &[78.0, 64.0, 52.0], 1.3, 0.0);
    let authors = metadata.people.iter().filter(|person| person.role == PersonRole::Author).take(4);
    let authors: Vec<Text> =
        authors.map(|person| set(&person.name, Role::Author, &[72.0, 60.0, 48.0], 1.35, 2.0)).collect();
    let publisher = set(metadata.publisher.as_deref().unwrap_or_default(), Role::Author, &[44.0, 36.0], 1.3, 2.0);

    for (inset, thickness) in FRAME {
        frame(canvas, inset, thickness);
    }
    let middle = f64::from(WIDTH) / 2.0;
    let mut y = title.draw(library, canvas, middle, 520.0, Ink::Text) + 70.0;
    canvas.rectangle(Rectangle { x: WIDTH / 2 - 110, y: whole(y), width: 220, height: 6 }, Ink::Line);
    y = subtitle.draw(library, canvas, middle, y + 60.0, Ink::Soft);
    let foot = f64::from(HEIGHT) - 190.0;
    let space = if publisher.height() > 0.0 { publisher.height() + 130.0 } else { 40.0 };
    let mut y = (foot - space - authors.iter().map(Text::height).sum::<f64>()).max(y + 60.0);
    for author in &authors {
        y = author.draw(library, canvas, middle, y, Ink::Text);
    }
    publisher.draw(library, canvas, middle, foot - publisher.height(), Ink::Soft);
}

/// A frame around everything, as on a cloth binding.
fn frame(canvas: &mut Canvas, inset: u32, thickness: u32) {
    let (width, height) = (WIDTH - 2 * inset, HEIGHT - 2 * inset);
    for y in [inset, HEIGHT - inset - thickness] {
        canvas.rectangle(Rectangle { x: inset, y, width, height: thickness }, Ink::Line);
    }
    for x in [inset, WIDTH - inset - thickness] {
        canvas.rectangle(Rectangle { x, y: inset, width: thickness, height }, Ink::Line);
    }
}

/// A coordinate as a whole pixel.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded by the picture")]
fn whole(y: f64) -> u32 {
    y.round().clamp(0.0, f64::from(HEIGHT)) as u32
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
