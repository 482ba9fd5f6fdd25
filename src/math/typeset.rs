//! Glyphs and rules of a formula. The only module that knows formulary.
//!
//! The layout engine computes in `f32`; its results are rounded to [`Length`] here, so that everything outside is integers. A table
//! that makes up a whole formula (aligned equations) is put together here from its cells, since the engine leaves the same gap
//! between all columns.

use std::sync::OnceLock;

use formulary::{Item, Layout, LayoutOptions, MathFont};

use super::mathml::{self, FRAME, STRIKE};
use super::{ColumnAlignment, Formula, Node, Table, TableKind};
use crate::units::{Color, Length};

/// A formula that has been set. Coordinates are relative to the left end of the baseline, `x` to the right and `y` **downward**.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MathBox {
    /// Width.
    pub width: Length,
    /// Height above the baseline.
    pub ascent: Length,
    /// Depth below the baseline.
    pub descent: Length,
    /// Glyphs of the math face, in the order in which they are painted.
    pub glyphs: Vec<MathGlyph>,
    /// Filled rectangles: fraction bars, roots, frames, and colours behind glyphs, which are painted before the glyphs.
    pub rules: Vec<MathRule>,
}

/// A glyph of the math face.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MathGlyph {
    /// Its glyph id in the face of [`font_data`].
    pub id: u16,
    /// Its origin, from the left end of the formula.
    pub x: Length,
    /// Its baseline, down from the baseline of the formula.
    pub y: Length,
    /// The size it is set in; smaller in scripts.
    pub size: Length,
    /// Its advance at that size.
    pub advance: Length,
    /// Its colour; `None` for that of the text around.
    pub color: Option<Color>,
}

/// A filled rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MathRule {
    /// The left edge.
    pub x: Length,
    /// The upper edge, down from the baseline of the formula.
    pub y: Length,
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
    /// Its colour; `None` for that of the text around.
    pub color: Option<Color>,
}

/// The font file that formulas are set in: STIX Two Math.
#[must_use]
pub fn font_data() -> &'static [u8] {
    include_bytes!("../../fonts/stix-two-math/STIXTwoMath-Regular.otf")
}

fn font() -> Option<&'static MathFont<'static>> {
    static FONT: OnceLock<Option<MathFont<'static>>> = OnceLock::new();
    FONT.get_or_init(|| MathFont::new(font_data(), 0).ok()).as_ref()
}

/// Sets a formula at a size. `None` where it could not be read, and its LaTeX is to be shown as code.
#[must_use]
pub fn typeset(formula: &Formula, size: Length) -> Option<MathBox> {
    let setter = Setter { font: font()?, size };
    match formula.tree.as_ref()? {
        Node::Table(table) if formula.display && is_simple(table) => setter.table(table),
        tree => setter.node(tree, formula.display),
    }
}

/// Whether the pieces of a table can be set one by one.
fn is_simple(table: &Table) -> bool {
    table.kind == TableKind::Aligned && table.column_lines.is_empty() && table.row_lines.is_empty()
}

struct Setter {
    font: &'static MathFont<'static>,
    size: Length,
}

impl Setter {
    fn node(&self, node: &Node, display: bool) -> Option<MathBox> {
        let root = formulary::parse(&mathml::for_engine(node, display)).ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "a font size is far from the limits of f32")]
        let font_size = self.size.to_points() as f32;
        Some(convert(formulary::layout(&root, self.font, &LayoutOptions { font_size }), self.size))
    }

    /// Aligned equations: pairs of columns meet at their sign, pairs stand 2 em apart, lines as far as `amsmath` puts them.
    fn table(&self, table: &Table) -> Option<MathBox> {
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            rows.push(row.iter().map(|cell| self.node(cell, table.display)).collect::<Option<Vec<_>>>()?);
        }
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<Length> = (0..columns)
            .map(|i| rows.iter().filter_map(|row| row.get(i)).map(|cell| cell.width).max().unwrap_or_default())
            .collect();
        let gap = |i: usize| if i > 0 && i.is_multiple_of(2) { self.size * 2 } else { Length::ZERO };
        let mut out = MathBox::default();
        let mut baseline = Length::ZERO;
        let mut depth = Length::ZERO;
        for (r, row) in rows.into_iter().enumerate() {
            let ascent = row.iter().map(|cell| cell.ascent).max().unwrap_or_default();
            if r == 0 {
                out.ascent = ascent;
            } else {
                // \baselineskip 1.2 em and \jot 0.3 em; at least 0.4 em of white where lines are tall.
                baseline += (self.size.ratio(3, 2)).max(depth + ascent + self.size.ratio(2, 5));
            }
            depth = row.iter().map(|cell| cell.descent).max().unwrap_or_default();
            let mut x = Length::ZERO;
            for (i, (cell, &width)) in row.into_iter().zip(&widths).enumerate() {
                x += gap(i);
                let slack = width - cell.width;
                let shift = match table.columns.get(i).or(table.columns.last()).copied().unwrap_or_default() {
                    ColumnAlignment::Left => Length::ZERO,
                    ColumnAlignment::Center => slack / 2,
                    ColumnAlignment::Right => slack,
                };
                out.add(cell, x + shift, baseline);
                x += width;
            }
        }
        out.width = widths.iter().enumerate().map(|(i, &width)| width + gap(i)).sum();
        // Centred on the mathematical axis (a quarter of an em up), as TeX's \vcenter does.
        let height = out.ascent + baseline + depth;
        let up = height / 2 + self.size / 4 - out.ascent;
        out.shift(-up);
        out.ascent += up;
        out.descent = height - out.ascent;
        Some(out)
    }
}

impl MathBox {
    fn add(&mut self, other: Self, x: Length, y: Length) {
        self.glyphs.extend(other.glyphs.into_iter().map(|g| MathGlyph { x: g.x + x, y: g.y + y, ..g }));
        self.rules.extend(other.rules.into_iter().map(|r| MathRule { x: r.x + x, y: r.y + y, ..r }));
    }

    fn shift(&mut self, y: Length) {
        self.glyphs.iter_mut().for_each(|glyph| glyph.y += y);
        self.rules.iter_mut().for_each(|rule| rule.y += y);
    }
}

fn convert(layout: Layout, size: Length) -> MathBox {
    let length = |value: f32| Length::from_points(f64::from(value));
    let mut out = MathBox {
        width: length(layout.width),
        ascent: length(layout.ascent),
        descent: length(layout.descent),
        ..MathBox::default()
    };
    let line = size / 25;
    for item in layout.items {
        match item {
            Item::Glyph { id, x, y, size, advance, color, .. } => out.glyphs.push(MathGlyph {
                id: id.0,
                x: length(x),
                y: length(y),
                size: length(size),
                advance: length(advance),
                color: color.map(rgb),
            }),
            Item::Rule { x, y, w, h, color } => {
                out.rules.push(MathRule {
                    x: length(x),
                    y: length(y),
                    width: length(w),
                    height: length(h),
                    color: color.map(rgb),
                });
            }
            Item::Background { x, y, w, h, color } => {
                let area = MathRule { x: length(x), y: length(y), width: length(w), height: length(h), color: None };
                match rgb(color) {
                    FRAME => frame(&mut out, area, size, line),
                    STRIKE => out.rules.push(MathRule { y: area.y + area.height / 2, height: line, ..area }),
                    color => out.rules.push(MathRule { color: Some(color), ..area }),
                }
            }
            _ => {}
        }
    }
    out
}

/// Four rules around an area, which is made larger above and below.
fn frame(out: &mut MathBox, area: MathRule, size: Length, line: Length) {
    let padding = size.ratio(3, 10);
    let (top, height) = (area.y - padding, area.height + padding * 2);
    out.ascent = out.ascent.max(-top);
    out.descent = out.descent.max(top + height);
    out.rules.extend([
        MathRule { y: top, height: line, ..area },
        MathRule { y: top + height - line, height: line, ..area },
        MathRule { y: top, height, width: line, ..area },
        MathRule { x: area.x + area.width - line, y: top, height, width: line, ..area },
    ]);
}

fn rgb(color: formulary::Color) -> Color {
    Color::rgb(color.r, color.g, color.b)
}
