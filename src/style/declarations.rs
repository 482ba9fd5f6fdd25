//! What a style sheet says of one role: the properties it sets, in the units it sets them in.

use super::computed::{
    Border, Break, Computed, Edges, Float, FontStyle, LineBreaking, TextAlign, TextTransform, VariantPosition,
};
use crate::model::NumberStyle;
use crate::units::{Color, Length};

/// A length as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dimension {
    /// Absolute.
    Absolute(Length),
    /// Times the size of the type: the role's own, or for `font-size` its parent's.
    Em(f64),
    /// Times the size of the body's type.
    Rem(f64),
    /// Times the line height of the body.
    Line(f64),
}

/// A line height as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LineHeight {
    /// Times the size of the type.
    Number(f64),
    /// Absolute.
    Absolute(Length),
}

/// A rule as written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BorderDeclaration {
    /// Its thickness.
    pub width: Dimension,
    /// Its colour.
    pub color: Color,
}

/// The properties a role sets; those it leaves alone are `None`. Meanings are those of [`Computed`].
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each field has the name and meaning of the one in `Computed`")]
pub struct Declarations {
    pub font_family: Option<Vec<String>>,
    pub font_size: Option<Dimension>,
    pub font_weight: Option<u16>,
    pub font_style: Option<FontStyle>,
    pub font_features: Option<Vec<(String, u32)>>,
    pub line_height: Option<LineHeight>,
    pub color: Option<Color>,
    /// `Some(None)` for `background = "none"`.
    pub background: Option<Option<Color>>,
    /// `Some(None)` on an edge for `border-… = "none"`.
    pub border: Edges<Option<Option<BorderDeclaration>>>,
    pub padding: Edges<Option<Dimension>>,
    pub margin: Edges<Option<Dimension>>,
    pub text_align: Option<TextAlign>,
    pub text_indent: Option<Dimension>,
    pub hyphens: Option<bool>,
    pub letter_spacing: Option<Dimension>,
    pub text_transform: Option<TextTransform>,
    pub underline: Option<bool>,
    pub line_through: Option<bool>,
    pub baseline_shift: Option<Dimension>,
    pub break_before: Option<Break>,
    pub break_after: Option<Break>,
    pub break_inside: Option<Break>,
    pub keep_with_next: Option<bool>,
    pub float: Option<Float>,
    pub column_span: Option<bool>,
    pub orphans: Option<u32>,
    pub widows: Option<u32>,
    pub hyphenate_capitalized: Option<bool>,
    pub hyphenate_limit_zone: Option<u32>,
    /// `Some(None)` for `font-variant-position = "normal"`.
    pub variant_position: Option<Option<VariantPosition>>,
    pub protrusion: Option<bool>,
    pub expansion: Option<u32>,
    pub line_breaking: Option<LineBreaking>,
    pub looseness: Option<i8>,
    pub number_style: Option<NumberStyle>,
    pub decimal_align: Option<bool>,
    pub row_rule: Option<Option<BorderDeclaration>>,
}

impl Declarations {
    /// `base` with what is declared here; relative lengths refer to `parent`.
    #[must_use]
    pub fn apply(&self, base: Computed, parent: &Computed) -> Computed {
        let mut c = base;
        if let Some(size) = self.font_size {
            let old = parent.font_size;
            c.font_size = match size {
                // Factors multiply where blocks stand in one another: they make nothing smaller than half of the document's size.
                Dimension::Em(n) => old.scale(n).max(old.min(parent.root_font_size.ratio(1, 2))),
                other => other.resolve(old, parent),
            };
            // A line height inherited as a factor grows with the type (CSS 2.1 §10.8.1).
            if self.line_height.is_none() && old > Length::ZERO {
                c.line_height = parent.line_height.ratio(c.font_size.0, old.0);
            }
        }
        match self.line_height {
            Some(LineHeight::Number(n)) => c.line_height = c.font_size.scale(n),
            Some(LineHeight::Absolute(length)) => c.line_height = length,
            None => {}
        }
        let size = c.font_size;
        let length = |d: Dimension| d.resolve(size, parent);
        let edges = |own: &Edges<Option<Dimension>>, old: Edges<Length>| Edges {
            top: own.top.map_or(old.top, length),
            right: own.right.map_or(old.right, length),
            bottom: own.bottom.map_or(old.bottom, length),
            left: own.left.map_or(old.left, length),
        };
        c.padding = edges(&self.padding, c.padding);
        c.margin = edges(&self.margin, c.margin);
        let border = |own: Option<Option<BorderDeclaration>>, old: Option<Border>| {
            own.map_or(old, |b| b.map(|b| Border { width: length(b.width), color: b.color }))
        };
        c.border = Edges {
            top: border(self.border.top, c.border.top),
            right: border(self.border.right, c.border.right),
            bottom: border(self.border.bottom, c.border.bottom),
            left: border(self.border.left, c.border.left),
        };
        c.row_rule = border(self.row_rule, c.row_rule);
        set(&mut c.text_indent, self.text_indent.map(length));
        set(&mut c.letter_spacing, self.letter_spacing.map(length));
        set(&mut c.baseline_shift, self.baseline_shift.map(length));
        set(&mut c.font_family, self.font_family.clone());
        set(&mut c.font_weight, self.font_weight);
        set(&mut c.font_style, self.font_style);
        set(&mut c.font_features, self.font_features.clone());
        set(&mut c.color, self.color);
        set(&mut c.background, self.background);
        set(&mut c.text_align, self.text_align);
        set(&mut c.hyphens, self.hyphens);
        set(&mut c.text_transform, self.text_transform);
        set(&mut c.underline, self.underline);
        set(&mut c.line_through, self.line_through);
        set(&mut c.break_before, self.break_before);
        set(&mut c.break_after, self.break_after);
        set(&mut c.break_inside, self.break_inside);
        set(&mut c.keep_with_next, self.keep_with_next);
        set(&mut c.float, self.float);
        set(&mut c.column_span, self.column_span);
        set(&mut c.orphans, self.orphans);
        set(&mut c.widows, self.widows);
        set(&mut c.hyphenate_capitalized, self.hyphenate_capitalized);
        set(&mut c.hyphenate_limit_zone, self.hyphenate_limit_zone);
        let around = parent.variant_position.map_or(parent.font_size, |(_, around)| around);
        set(&mut c.variant_position, self.variant_position.map(|wanted| wanted.map(|position| (position, around))));
        set(&mut c.protrusion, self.protrusion);
        set(&mut c.expansion, self.expansion);
        set(&mut c.line_breaking, self.line_breaking);
        set(&mut c.looseness, self.looseness);
        set(&mut c.decimal_align, self.decimal_align);
        set(&mut c.number_style, self.number_style.map(Some));
        if c.text_align.is_set_apart() {
            c.text_indent = Length::ZERO;
        }
        c
    }
}

fn set<T>(field: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *field = value;
    }
}

impl Dimension {
    /// The length in absolute units, for type of that size inside `parent`.
    #[must_use]
    pub fn resolve(self, font_size: Length, parent: &Computed) -> Length {
        match self {
            Self::Absolute(length) => length,
            Self::Em(n) => font_size.scale(n),
            Self::Rem(n) => parent.root_font_size.scale(n),
            Self::Line(n) => parent.root_line_height.scale(n),
        }
    }
}

impl Computed {
    /// What a child starts from: inherited properties are kept, boxes, breaks and rules begin afresh.
    #[must_use]
    pub fn inherited(&self) -> Self {
        Self {
            background: None,
            border: Edges::default(),
            padding: Edges::default(),
            margin: Edges::default(),
            letter_spacing: self.letter_spacing,
            underline: self.underline,
            line_through: self.line_through,
            baseline_shift: Length::ZERO,
            break_before: Break::Auto,
            break_after: Break::Auto,
            break_inside: Break::Auto,
            keep_with_next: false,
            column_span: false,
            number_style: None,
            row_rule: None,
            ..self.clone()
        }
    }
}
