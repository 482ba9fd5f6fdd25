//! Formulas: LaTeX read once into a tree, and the tree written as MathML, OMML or glyphs and rules.
//!
//! **Invariant:** only [mod@read] knows the LaTeX parser, and only [mod@typeset] the layout engine; the three outputs are made from
//! the same [`Node`] tree.

pub mod mathml;
pub mod omml;
mod plain;
mod prepare;
mod read;
mod spacing;
mod text;
mod typeset;
mod variant;

pub use read::read;
pub use typeset::{MathBox, MathGlyph, MathRule, font_data, typeset};
pub use variant::Variant;

use crate::units::Color;

/// A formula that has been read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formula {
    /// The LaTeX source, the alternative text of the formula everywhere. What is copied from a page is [`Formula::plain_text`].
    pub latex: String,
    /// Set apart on lines of its own.
    pub display: bool,
    /// The tree; `None` where the LaTeX could not be read, and its source is shown.
    pub tree: Option<Node>,
}

/// A node of a formula's tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Nodes beside one another.
    Row(Vec<Node>),
    /// A variable, or the name of a function when it has several letters.
    Identifier {
        /// Its letters, not yet mapped to mathematical alphabets.
        text: String,
        /// The alphabet they are taken from.
        variant: Variant,
    },
    /// A number.
    Number {
        /// Its digits.
        text: String,
        /// The alphabet they are taken from.
        variant: Variant,
    },
    /// A sign with spacing of its own.
    Operator(Operator),
    /// Words.
    Text {
        /// The words; spaces count.
        text: String,
        /// How they are set.
        variant: Variant,
    },
    /// Blank space, in ems; negative widths pull together.
    Space {
        /// Width.
        width: f32,
        /// Height above the baseline.
        height: f32,
        /// Depth below the baseline.
        depth: f32,
    },
    /// One thing above another.
    Fraction {
        /// Above.
        numerator: Box<Node>,
        /// Below.
        denominator: Box<Node>,
        /// Thickness of the line in ems: `None` for the font's own, zero for no line.
        line: Option<f32>,
    },
    /// A root.
    Root {
        /// What stands under the sign.
        radicand: Box<Node>,
        /// The degree, where it is not a square root.
        index: Option<Box<Node>>,
    },
    /// Scripts to the right of a base; at least one is there.
    Scripts {
        /// What they belong to.
        base: Box<Node>,
        /// Below.
        sub: Option<Box<Node>>,
        /// Above.
        sup: Option<Box<Node>>,
    },
    /// Something below or above a base, in its middle; at least one is there.
    Limits {
        /// What they belong to.
        base: Box<Node>,
        /// Below.
        under: Option<Box<Node>>,
        /// Above.
        over: Option<Box<Node>>,
    },
    /// A mark over or under a base.
    Accent {
        /// What carries it.
        base: Box<Node>,
        /// The mark as a spacing character, such as `^`, `→` or `⏟`.
        mark: char,
        /// As wide as the base.
        stretchy: bool,
        /// Under the base.
        under: bool,
    },
    /// Delimiters that grow with what they hold.
    Fenced {
        /// The opening delimiter.
        open: Option<char>,
        /// The closing delimiter.
        close: Option<char>,
        /// What they hold.
        body: Vec<Node>,
    },
    /// Rows and columns.
    Table(Table),
    /// A change of colour or size for what it holds.
    Styled {
        /// What changes.
        style: Style,
        /// What it changes for.
        body: Vec<Node>,
    },
    /// Space as large as what it holds, which is not shown.
    Phantom {
        /// What is measured.
        body: Vec<Node>,
        /// Its width counts.
        width: bool,
        /// Its height and depth count.
        height: bool,
    },
    /// What it holds in a frame.
    Boxed(Vec<Node>),
    /// What it holds, struck out.
    Negated(Box<Node>),
}

/// A sign with spacing of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Operator {
    /// The sign; a few relations have two characters.
    pub text: String,
    /// What it does, which decides the space around it (TeX: The Program §764).
    pub class: Class,
    /// Height in ems where it was asked for (`\big(`); 0 for as tall as its neighbours (`\middle|`).
    pub size: Option<f32>,
    /// Grows to the width of what stands above and below it.
    pub stretchy: bool,
}

/// What a sign does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// No space around it.
    Ordinary,
    /// A sum or an integral; larger in displayed formulas.
    Large,
    /// Plus, times.
    Binary,
    /// Equals, in.
    Relation,
    /// An opening delimiter.
    Open,
    /// A closing delimiter.
    Close,
    /// A comma.
    Punctuation,
}

/// Rows and columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it is for, which decides the space between its columns.
    pub kind: TableKind,
    /// Cells by row; rows may be shorter than the widest.
    pub rows: Vec<Vec<Node>>,
    /// Alignment by column; the last holds for all further ones.
    pub columns: Vec<ColumnAlignment>,
    /// Lines between columns: `n` stands left of column `n`.
    pub column_lines: Vec<usize>,
    /// Lines between rows: `n` stands above row `n`.
    pub row_lines: Vec<usize>,
    /// Cells are set as displayed formulas.
    pub display: bool,
}

/// What a table is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableKind {
    /// A matrix or array: space between all columns.
    #[default]
    Matrix,
    /// Equations aligned at a sign: pairs of columns without space inside a pair.
    Aligned,
    /// Cases: expressions and their conditions.
    Cases,
    /// Lines of a script, without space between them.
    Stack,
}

/// Where cells of a column stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnAlignment {
    /// Left.
    Left,
    /// Centred.
    #[default]
    Center,
    /// Right.
    Right,
}

/// A change of colour or size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Style {
    /// Colour of the text.
    Color(Color),
    /// Colour behind it.
    Background(Color),
    /// `\displaystyle`.
    Display,
    /// `\textstyle`.
    Text,
    /// `\scriptstyle`.
    Script,
    /// `\scriptscriptstyle`.
    ScriptScript,
}

impl Node {
    /// The row of these nodes, or the only one.
    #[must_use]
    pub fn row(mut nodes: Vec<Self>) -> Self {
        match (nodes.pop(), nodes.is_empty()) {
            (Some(only), true) => only,
            (Some(last), false) => {
                nodes.push(last);
                Self::Row(nodes)
            }
            (None, _) => Self::Row(nodes),
        }
    }

    /// Space of that width in ems.
    #[must_use]
    pub const fn space(width: f32) -> Self {
        Self::Space { width, height: 0.0, depth: 0.0 }
    }

    /// The operator at the heart of this node (MathML Core §3.2.4.1, embellished operators).
    #[must_use]
    pub fn core_operator(&self) -> Option<&Operator> {
        match self {
            Self::Operator(operator) => Some(operator),
            Self::Scripts { base, .. }
            | Self::Limits { base, .. }
            | Self::Accent { base, .. }
            | Self::Negated(base) => base.core_operator(),
            Self::Styled { body, .. } | Self::Row(body) if body.len() == 1 => body.first()?.core_operator(),
            _ => None,
        }
    }
}

/// Text for XML 1.0: the entities, and no character that XML does not allow.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests;
