//! The document as boxes that do not know their width yet.

use std::sync::Arc;

use super::fragment::HeadingMark;
use super::inline::Inlines;
use super::page::ElementId;
use crate::diagnostic::Span;
use crate::image::AssetId;
use crate::model::{Alignment, BlockId, Direction, Extent};
use crate::style::{Break, Computed};
use crate::units::Length;

/// A block to be set, with the properties of its box.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// What it is.
    pub(super) kind: NodeKind,
    /// Its properties: margins, breaks, borders and type.
    pub(super) style: Arc<Computed>,
    /// Blocks that begin with it.
    pub(super) anchors: Vec<BlockId>,
    /// Its text runs from right to left, so that its left and right edges change places.
    pub(super) mirrored: bool,
}

/// Every kind of box.
#[derive(Clone, Debug)]
pub(super) enum NodeKind {
    /// A paragraph.
    Text(Text),
    /// Boxes within a box.
    Group(Vec<Node>),
    /// A figure that may move down past text.
    Float(Vec<Node>),
    /// A list.
    List(Vec<Item>),
    /// Lines of code.
    Code(Code),
    /// A table.
    Table(Box<Table>),
    /// Pictures beside one another.
    Pictures(Vec<Picture>),
    /// A displayed formula.
    Formula(Box<Formula>),
    /// A thematic break.
    Ornament,
    /// Nothing, but something that a page begins with.
    Strut,
    /// A break asked for.
    Break(Break),
    /// An entry of the contents.
    Entry(Entry),
}

/// A paragraph.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// What it says.
    pub(super) inlines: Inlines,
    /// The block that holds the text, and how many characters of the line offsets are not the author's.
    pub(super) source: Option<(BlockId, usize)>,
    /// For headings.
    pub(super) heading: Option<HeadingMark>,
    /// What stands in front of the first line, in the indent.
    pub(super) label: Option<Box<Label>>,
    /// Its first letter is as tall as its first lines.
    pub(super) drop_cap: bool,
    /// Its first line is in small capitals.
    pub(super) first_line: bool,
    /// Its indent if the figure above moves away, so that it follows the text above that; none where that changes nothing.
    pub(super) indent_below_text: Option<Length>,
}

impl Text {
    /// What says this and nothing else.
    pub(super) fn new(inlines: Inlines) -> Self {
        Self {
            inlines,
            source: None,
            heading: None,
            label: None,
            drop_cap: false,
            first_line: false,
            indent_below_text: None,
        }
    }
}

/// A label in front of something.
#[derive(Clone, Debug)]
pub(super) struct Label {
    /// What it says.
    pub(super) inlines: Inlines,
    /// Its type.
    pub(super) style: Arc<Computed>,
    /// Where it leads, for the marks of notes.
    pub(super) link: Option<(ElementId, ElementId, String)>,
}

/// An item of a list.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Bullet, number or box; definitions have none.
    pub(super) label: Option<Label>,
    /// Its box.
    pub(super) style: Arc<Computed>,
    /// What it says.
    pub(super) body: Vec<Node>,
}

/// Lines of code.
#[derive(Clone, Debug)]
pub(super) struct Code {
    /// The code, tabs expanded.
    pub(super) text: String,
    /// Its language.
    pub(super) language: Option<String>,
    /// The number of the first line, where lines are numbered.
    pub(super) first_line_number: Option<u64>,
    /// Lines to be emphasised, from 1.
    pub(super) highlighted: Vec<usize>,
    /// Its structure element.
    pub(super) element: ElementId,
    /// The block.
    pub(super) block: BlockId,
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Its block.
    pub(super) block: BlockId,
    /// Where it stands in the source.
    pub(super) span: Span,
    /// The author's share of the width for each column.
    pub(super) columns: Vec<Option<f64>>,
    /// All rows; the first `head` are header rows, the last `foot` footer rows.
    pub(super) rows: Vec<Vec<Cell>>,
    /// How many rows are header rows.
    pub(super) head: usize,
    /// How many rows are footer rows.
    pub(super) foot: usize,
    /// Which way its columns follow one another.
    pub(super) direction: Direction,
    /// Properties of header cells.
    pub(super) header_style: Arc<Computed>,
    /// Properties of body cells.
    pub(super) cell_style: Arc<Computed>,
    /// Properties of footer cells.
    pub(super) footer_style: Arc<Computed>,
}

impl Table {
    /// Properties of the cells in a row.
    pub(super) fn style_of(&self, row: usize) -> &Computed {
        if row < self.head {
            &self.header_style
        } else if row + self.foot < self.rows.len() {
            &self.cell_style
        } else {
            &self.footer_style
        }
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The column it begins in.
    pub(super) column: usize,
    /// Columns covered.
    pub(super) columns: usize,
    /// Rows covered.
    pub(super) rows: usize,
    /// What it says.
    pub(super) nodes: Vec<Node>,
}

/// A picture.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    /// Which.
    pub(super) asset: AssetId,
    /// Its element; none for one that only adorns.
    pub(super) element: Option<ElementId>,
    /// Natural width.
    pub(super) width: Length,
    /// Natural height.
    pub(super) height: Length,
    /// The width that the author gave.
    pub(super) wanted_width: Option<Extent>,
    /// The height that the author gave.
    pub(super) wanted_height: Option<Extent>,
}

/// A displayed formula.
#[derive(Clone, Debug)]
pub(super) struct Formula {
    /// Its key among the formulas of the document.
    pub(super) math: crate::model::Math,
    /// Its element.
    pub(super) element: ElementId,
    /// Its number.
    pub(super) number: Option<Inlines>,
    /// Its source, where it cannot be set.
    pub(super) source: Option<Inlines>,
}

/// An entry of the contents.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// What it says.
    pub(super) inlines: Inlines,
    /// What it leads to.
    pub(super) target: BlockId,
    /// The structure element of its link.
    pub(super) link: ElementId,
    /// Its text, as the link's description.
    pub(super) text: String,
    /// Its number with the space after it, which its text begins with and further lines keep clear of.
    pub(super) number: Option<String>,
}

/// How a style's alignment is replaced by a table's, whose left and right are those of the page.
pub(super) fn align(style: &mut Computed, alignment: Option<Alignment>, direction: Direction) {
    use crate::style::TextAlign;
    style.text_align = match (alignment, direction) {
        (Some(Alignment::Left), Direction::LeftToRight) | (Some(Alignment::Right), Direction::RightToLeft) => {
            TextAlign::Start
        }
        (Some(Alignment::Right), Direction::LeftToRight) | (Some(Alignment::Left), Direction::RightToLeft) => {
            TextAlign::End
        }
        (Some(Alignment::Center), _) => TextAlign::Center,
        (None, _) => return,
    };
}
