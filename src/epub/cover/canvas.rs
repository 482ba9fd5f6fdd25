//! A picture of one ground and a few inks, and how it is written as PNG.
//!
//! Each pixel is a byte: which ink, and how much of it. That is a sixth of the memory of colours with opacity, and the PNG's
//! palette holds the mixtures.

use std::io::Write as _;

use flate2::{Compression, Crc, write::ZlibEncoder};
use resvg::tiny_skia::{FillRule, Mask, Path, PathBuilder, Transform};
use skrifa::instance::Size;
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

use crate::layout::GlyphRun;
use crate::text::FontLibrary;
use crate::units::Color;

/// Steps between ground and ink.
const SHADES: u8 = 64;

/// What is drawn with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// That of the title.
    Text,
    /// That of what stands back.
    Soft,
    /// That of rules and frames.
    Line,
}

/// A rectangle in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rectangle {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The picture.
pub(super) struct Canvas {
    width: usize,
    pixels: Vec<u8>,
    /// What a shape covers, while it is being drawn.
    mask: Mask,
}

impl Canvas {
    /// An empty picture; `None` where its size is none.
    pub(super) fn new(width: u32, height: u32) -> Option<Self> {
        let mask = Mask::new(width, height)?;
        Some(Self { width: width as usize, pixels: vec![0; mask.data().len()], mask })
    }

    /// Fills a rectangle.
    pub(super) fn rectangle(&mut self, area: Rectangle, ink: Ink) {
        let (from, to) = (area.x as usize, (area.x + area.width) as usize);
        let rows = self.pixels.chunks_exact_mut(self.width).skip(area.y as usize).take(area.height as usize);
        for row in rows {
            row.get_mut(from..to).unwrap_or_default().fill(index(ink, u8::MAX));
        }
    }

    /// Draws a line of text with its first origin at `x` on the baseline `y`, in pixels.
    pub(super) fn text(&mut self, library: &FontLibrary, runs: &[GlyphRun], x: f64, y: f64, ink: Ink) {
        let mut pen = Pen { path: PathBuilder::new(), x: 0.0, y: 0.0 };
        for run in runs {
            let face = library.face(run.face);
            let Ok(font) = FontRef::from_index(&face.data, face.index) else { continue };
            let (outlines, location) = (font.outline_glyphs(), face.location());
            let size = Size::new(pixel(run.size.to_points()));
            let mut origin = x + run.x.to_points();
            for glyph in &run.glyphs {
                pen.x = pixel(origin + glyph.dx.to_points());
                pen.y = pixel(y - glyph.dy.to_points());
                if let Some(outline) = outlines.get(GlyphId::from(glyph.id)) {
                    // What a damaged font cannot draw is left blank.
                    let _ = outline.draw(DrawSettings::unhinted(size, &location), &mut pen);
                }
                origin += glyph.advance.to_points();
            }
        }
        if let Some(path) = pen.path.finish() {
            self.fill(&path, ink);
        }
    }

    fn fill(&mut self, path: &Path, ink: Ink) {
        self.mask.fill_path(path, FillRule::Winding, true, Transform::identity());
        let bounds = path.bounds();
        let (top, bottom) = (row(bounds.top()), row(bounds.bottom().ceil()));
        let range = top * self.width..((bottom + 1) * self.width).min(self.pixels.len());
        let (Some(pixels), Some(covered)) = (self.pixels.get_mut(range.clone()), self.mask.data_mut().get_mut(range))
        else {
            return;
        };
        for (pixel, coverage) in pixels.iter_mut().zip(covered) {
            if *coverage >= u8::MAX / SHADES {
                *pixel = index(ink, *coverage);
            }
            *coverage = 0;
        }
    }

    /// The picture as PNG (ISO/IEC 15948), with the colours of the ground and of each ink.
    pub(super) fn png(&self, ground: Color, inks: [Color; 3]) -> Option<Vec<u8>> {
        let (width, height) = (self.mask.width(), self.mask.height());
        let mut header = Vec::new();
        header.extend(width.to_be_bytes());
        header.extend(height.to_be_bytes());
        // Eight bits a pixel, from a palette; the only compression, filter method and no interlace.
        header.extend([8, 3, 0, 0, 0]);
        let mut palette = Vec::new();
        for ink in inks {
            for shade in 0..SHADES {
                let color = crate::epub::css::mix(ground, ink, u8::try_from(u32::from(shade) * 255 / 63).ok()?);
                palette.extend([color.red, color.green, color.blue]);
            }
        }
        let mut data = ZlibEncoder::new(Vec::new(), Compression::new(4));
        for row in self.pixels.chunks_exact(self.width) {
            // Filter type 0: what is next to a pixel says little of its place in a palette.
            data.write_all(&[0]).ok()?;
            data.write_all(row).ok()?;
        }
        let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
        chunk(&mut png, b"IHDR", &header);
        chunk(&mut png, b"PLTE", &palette);
        chunk(&mut png, b"IDAT", &data.finish().ok()?);
        chunk(&mut png, b"IEND", &[]);
        Some(png)
    }
}

/// The place of a mixture in the palette. No ink at all is the ground, whichever ink it is.
const fn index(ink: Ink, coverage: u8) -> u8 {
    let first = match ink {
        Ink::Text => 0,
        Ink::Soft => SHADES,
        Ink::Line => 2 * SHADES,
    };
    first + coverage / (u8::MAX / SHADES + 1)
}

fn chunk(png: &mut Vec<u8>, name: &[u8; 4], data: &[u8]) {
    png.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    png.extend_from_slice(name);
    png.extend_from_slice(data);
    let mut crc = Crc::new();
    crc.update(name);
    crc.update(data);
    png.extend(crc.sum().to_be_bytes());
}

/// Outlines of glyphs, whose y runs upwards, from an origin on the picture.
struct Pen {
    path: PathBuilder,
    x: f32,
    y: f32,
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.x + x, self.y - y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.x + x, self.y - y);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to(self.x + cx, self.y - cy, self.x + x, self.y - y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.path.cubic_to(self.x + ax, self.y - ay, self.x + bx, self.y - by, self.x + x, self.y - y);
    }
    fn close(&mut self) {
        self.path.close();
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a picture needs no finer coordinates")]
fn pixel(points: f64) -> f32 {
    points as f32
}

/// The row that a height falls into.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not below zero, and bounded by the picture"
)]
fn row(y: f32) -> usize {
    y.max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_in_the_picture() {
        let mut canvas = Canvas::new(8, 4).unwrap();
        canvas.rectangle(Rectangle { x: 1, y: 1, width: 2, height: 1 }, Ink::Soft);
        let mut path = PathBuilder::new();
        path.push_rect(resvg::tiny_skia::Rect::from_xywh(4.0, 2.0, 2.0, 1.5).unwrap());
        canvas.fill(&path.finish().unwrap(), Ink::Line);
        let inks = [Color::rgb(255, 0, 0), Color::rgb(0, 255, 0), Color::rgb(0, 0, 255)];
        let png = canvas.png(Color::WHITE, inks).unwrap();
        let picture = image::load_from_memory(&png).unwrap().into_rgb8();
        let pixel = |x, y| picture.get_pixel(x, y).0;
        assert_eq!((picture.dimensions(), pixel(0, 0)), ((8, 4), [255, 255, 255]));
        assert_eq!((pixel(2, 1), pixel(4, 2)), ([0, 255, 0], [0, 0, 255]));
        let half = pixel(5, 3);
        assert!((100..156).contains(&half[0]) && half[2] == 255, "{half:?}");
    }
}
