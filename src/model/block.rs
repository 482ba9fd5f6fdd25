//! Blocks: what stands below one another.

use super::{Attributes, BlockId, Image, Inline, Math};
use crate::diagnostic::Span;

/// A block with its id, its place and its attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Unique in the document.
    pub id: BlockId,
    /// The block in the source.
    pub span: Span,
    /// What the author gave it.
    pub attributes: Attributes,
    /// What it is.
    pub kind: BlockKind,
}

/// Every kind of block. Backends match it exhaustively.
#[derive(Clone, Debug, PartialEq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A block quotation.
    Quote(Vec<Block>),
    /// A bullet, ordered or task list.
    List(List),
    /// A definition list.
    Definitions(Vec<DefinitionItem>),
    /// Preformatted code.
    Code(CodeBlock),
    /// A table.
    Table(Table),
    /// One or more pictures with a caption.
    Figure(Figure),
    /// A displayed formula.
    Math(Math),
    /// A note, tip, important, warning or caution box.
    Callout {
        /// Which of them.
        kind: CalloutKind,
        /// The author's own title, in place of the kind's localised name.
        title: Option<Vec<Inline>>,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A named group (`::: name`, `<div>`, `<details>`); the classes are in the block's attributes.
    Container(Vec<Block>),
    /// A thematic break (`***`).
    ThematicBreak,
    /// A page break asked for by the author.
    PageBreak,
    /// Text meant for one output format only, which none of the editions is: shown as code, never dropped.
    Raw {
        /// The format's name, such as `latex`.
        format: String,
        /// The text as written.
        text: String,
    },
    /// Where the contents or a list of figures or tables is to stand.
    Contents(ContentsKind),
}

/// What a generated list lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContentsKind {
    /// Headings.
    Headings,
    /// Figures with captions.
    Figures,
    /// Tables with captions.
    Tables,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// Bullets or numbers.
    pub kind: ListKind,
    /// No blank lines between the items (CommonMark 0.31 §5.3).
    pub tight: bool,
    /// The items.
    pub items: Vec<ListItem>,
}

/// How the items of a list are marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Bullets; task items show a box instead.
    Bullet,
    /// Numbers.
    Ordered {
        /// The first number.
        start: u64,
        /// Their form.
        style: NumberStyle,
    },
}

/// The form of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NumberStyle {
    /// 1, 2, 3
    #[default]
    Decimal,
    /// a, b, c
    LowerAlpha,
    /// A, B, C
    UpperAlpha,
    /// i, ii, iii
    LowerRoman,
    /// I, II, III
    UpperRoman,
}

impl NumberStyle {
    /// The number in this form; letters go on as aa, ab, …, and what has no roman or letter form stays decimal.
    #[must_use]
    pub fn format(self, number: u64) -> String {
        match self {
            Self::Decimal => number.to_string(),
            Self::LowerAlpha => alphabetic(number),
            Self::UpperAlpha => alphabetic(number).to_uppercase(),
            Self::LowerRoman => roman(number),
            Self::UpperRoman => roman(number).to_uppercase(),
        }
    }
}

fn alphabetic(mut number: u64) -> String {
    if number == 0 {
        return "0".into();
    }
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + u8::try_from(number % 26).unwrap_or(0)));
        number /= 26;
    }
    letters.iter().rev().collect()
}

fn roman(mut number: u64) -> String {
    const NUMERALS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number == 0 || number > 4_999 {
        return number.to_string();
    }
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while number >= value {
            text.push_str(numeral);
            number -= value;
        }
    }
    text
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// The item in the source.
    pub span: Span,
    /// A task's state: `Some(true)` for a ticked box, `None` for an ordinary item.
    pub task: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A term (or several) with its definitions.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinitionItem {
    /// The item in the source.
    pub span: Span,
    /// The term.
    pub term: Vec<Inline>,
    /// Its definitions.
    pub definitions: Vec<Vec<Block>>,
}

/// Preformatted code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodeBlock {
    /// The language named after the fence.
    pub language: Option<String>,
    /// The code, lines ended by `\n`, without the last one's.
    pub text: String,
    /// A caption (`caption="…"`).
    pub caption: Option<Caption>,
    /// The first line's number, where lines are to be numbered.
    pub first_line_number: Option<u64>,
    /// Lines to be emphasised, counted from 1 in the block.
    pub highlighted: Vec<usize>,
}

/// A caption of a table, figure or code block, without its number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caption {
    /// The caption in the source.
    pub span: Span,
    /// Its text.
    pub content: Vec<Inline>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Its caption.
    pub caption: Option<Caption>,
    /// Alignment and width of each column; as many as the widest row has cells, spans counted.
    pub columns: Vec<Column>,
    /// Header rows, repeated on every page.
    pub head: Vec<Row>,
    /// All other rows.
    pub body: Vec<Row>,
    /// Footer rows, such as sums, once at the end of the table.
    pub foot: Vec<Row>,
}

/// Which rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RowGroup {
    /// Header rows.
    Head,
    /// All others.
    Body,
    /// Footer rows.
    Foot,
}

impl Table {
    /// The groups of rows, from top to bottom; some may be empty.
    #[must_use]
    pub fn groups(&self) -> [(RowGroup, &[Row]); 3] {
        [(RowGroup::Head, &self.head), (RowGroup::Body, &self.body), (RowGroup::Foot, &self.foot)]
    }

    /// All rows, from top to bottom.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.head.iter().chain(&self.body).chain(&self.foot)
    }

    /// The same, to change them.
    pub fn rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.head.iter_mut().chain(&mut self.body).chain(&mut self.foot)
    }
}

/// A column of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Column {
    /// Alignment of its cells.
    pub alignment: Option<Alignment>,
    /// Its share of the table's width, 0 to 1, where the author gave one.
    pub width: Option<f64>,
}

/// Where text stands between its margins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alignment {
    /// Left.
    Left,
    /// Centred.
    Center,
    /// Right.
    Right,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The row in the source.
    pub span: Span,
    /// Its cells; a cell that a span from above or the left covers is not listed.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The cell in the source.
    pub span: Span,
    /// A header of its row (`<th>` in the body); cells of head rows head their columns without being marked.
    pub heads_row: bool,
    /// Columns covered, 1 or more.
    pub column_span: u32,
    /// Rows covered, 1 or more.
    pub row_span: u32,
    /// Its own alignment, in place of the column's.
    pub alignment: Option<Alignment>,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// One or more pictures with a caption.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figure {
    /// The pictures, side by side where they fit. Never empty.
    pub images: Vec<Image>,
    /// The caption.
    pub caption: Option<Caption>,
}

impl Figure {
    /// Whether it only adorns the page: nothing is said of it, neither in a caption nor in place of a picture.
    #[must_use]
    pub fn is_decorative(&self) -> bool {
        self.caption.is_none() && self.images.iter().all(|image| image.alt.trim().is_empty())
    }
}

/// Alerts of GitHub Flavored Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalloutKind {
    /// Useful even when skimming.
    Note,
    /// Optional help.
    Tip,
    /// Needed to succeed.
    Important,
    /// Needs attention at once.
    Warning,
    /// Consequences of an action.
    Caution,
}

impl CalloutKind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Note, Self::Tip, Self::Important, Self::Warning, Self::Caution];

    /// Its name in Markdown, style sheets and classes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::NumberStyle;

    #[test]
    fn numbers_take_their_forms() {
        assert_eq!(NumberStyle::LowerRoman.format(1_994), "mcmxciv");
        assert_eq!(NumberStyle::UpperAlpha.format(28), "AB");
        assert_eq!(NumberStyle::LowerRoman.format(0), "0");
        assert_eq!(NumberStyle::LowerAlpha.format(0), "0");
    }
}
