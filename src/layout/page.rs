//! Finished pages: what stands where, and what it is in the document.
//!
//! Coordinates are lengths from the top left corner of the trimmed page, downwards and to the right.

use std::collections::HashMap;
use std::ops::Range;

use super::glyphs::Glyphs;
use crate::image::AssetId;
use crate::model::BlockId;
use crate::text::FaceId;
use crate::units::{Color, Length};

/// A document laid out.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// Pages in order.
    pub pages: Vec<Page>,
    /// The document's logical structure; element 0 is its root.
    pub elements: Vec<Element>,
    /// Where each block begins.
    pub places: HashMap<BlockId, Place>,
    /// Headings for the outline, nested by level.
    pub outline: Vec<OutlineEntry>,
    /// The columns of every table, by its block, for other editions to share.
    pub column_widths: HashMap<BlockId, ColumnWidths>,
}

/// What the columns of a table came to (CSS 2.1 §17.5.2.2), paddings of the cells included.
///
/// Other editions set the same table in other type on other paper; [`ColumnWidths::shares`] is what carries over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnWidths {
    /// The width of each column on paper, in reading order.
    pub columns: Vec<Length>,
    /// The width that the table had to fit into: the text's, or that of the list item or cell it stands in.
    pub available: Length,
    /// The scale of the type in thousandths: 1000, or less where the table would not fit otherwise.
    pub scale: u32,
    /// It stands on a page of its own that lies on its side; `available` is the width there.
    pub turned: bool,
}

impl ColumnWidths {
    /// The share of the available width that each column has. They come to 1 in a table that fills the width and to less in
    /// one that needs less.
    #[must_use]
    pub fn shares(&self) -> Vec<f64> {
        #[expect(clippy::cast_precision_loss, reason = "widths of pages are far below 2^52 units")]
        let share = |width: Length| width.0 as f64 / self.available.0.max(1) as f64;
        self.columns.iter().map(|&width| share(width)).collect()
    }
}

/// A point on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The page, from 0.
    pub page: usize,
    /// From the left edge.
    pub x: Length,
    /// From the top edge, the top of what stands there.
    pub y: Length,
}

/// A finished page.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// Width of the paper.
    pub width: Length,
    /// Height of the paper.
    pub height: Length,
    /// Its number as printed, such as `iv` or `12`.
    pub label: String,
    /// Everything on it, in painting order; the content of one element is in reading order.
    pub items: Vec<Item>,
    /// Areas that lead somewhere.
    pub links: Vec<LinkArea>,
    /// The first text on it that is not an artifact, for page lists of other editions.
    pub start: Option<SourcePoint>,
}

impl Page {
    /// Keeps what is on it in as little room as it needs: all pages of a document are in memory at once.
    pub(super) fn settle(&mut self) {
        Glyphs::pack_items(&mut self.items);
        self.items.shrink_to_fit();
    }
}

/// A place in the text of a block: of a paragraph, heading, code block or term, the `offset`-th character of what
/// [`crate::model::plain_text`] gives for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePoint {
    /// The block that holds the text itself (the paragraph in the cell in the table, not the table).
    pub block: BlockId,
    /// Characters before the point.
    pub offset: usize,
}

/// Something painted, and what it belongs to.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it belongs to in the document, or that it is an artifact.
    pub content: Content,
    /// What is painted.
    pub paint: Paint,
}

/// What a painted item belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// An element of the structure.
    Element(ElementId),
    /// Nothing: decoration, running heads, repeated table headers.
    Artifact(Artifact),
}

/// Why something is not part of the document's content (ISO 32000-1 §14.8.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// Rules, backgrounds, repeated headers.
    Layout,
    /// Running heads.
    Header,
    /// Running feet.
    Footer,
}

/// What is painted.
#[derive(Clone, Debug)]
pub enum Paint {
    /// Glyphs on a baseline.
    Text(GlyphRun),
    /// A filled rectangle: rules, backgrounds, frames.
    Rule(Rule),
    /// A picture in a rectangle.
    Image {
        /// Which.
        asset: AssetId,
        /// Where.
        bounds: Bounds,
    },
}

/// A rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Left edge.
    pub x: Length,
    /// Top edge.
    pub y: Length,
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
}

/// A filled rectangle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Where.
    pub bounds: Bounds,
    /// Its colour.
    pub color: Color,
}

/// Glyphs of one face and size on one baseline, in visual order.
#[derive(Clone, Debug)]
pub struct GlyphRun {
    /// The face.
    pub face: FaceId,
    /// Size of the type.
    pub size: Length,
    /// Colour.
    pub color: Color,
    /// Where the first glyph's origin is.
    pub x: Length,
    /// The baseline, from the top of the page.
    pub y: Length,
    /// Horizontal scale in thousandths, 1000 for the font as it is (font expansion). Applies to the advances of `glyphs` too.
    pub stretch: u16,
    /// The glyphs in visual order.
    pub glyphs: Glyphs,
    /// The text that the glyphs stand for, in logical order. Where a word is hyphenated at the line's end it has U+00AD
    /// instead of the hyphen.
    pub text: Box<str>,
    /// The language of the text as a BCP 47 tag, where it is not its element's.
    pub lang: Option<std::sync::Arc<str>>,
}

/// One glyph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u16,
    /// How far the next glyph's origin is, justification and kerning included, before `stretch`.
    pub advance: Length,
    /// Shift to the right of where it would stand.
    pub dx: Length,
    /// Shift upwards.
    pub dy: Length,
    /// The bytes of the run's `text` that its cluster stands for. Glyphs of one cluster have the same range; ranges of
    /// different clusters do not overlap.
    pub text: Range<u32>,
}

/// An area that leads somewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkArea {
    /// One rectangle for each line the link covers on this page.
    pub areas: Vec<Bounds>,
    /// Where it leads.
    pub target: LinkTarget,
    /// The structure element of the link.
    pub element: ElementId,
    /// What it is about, for those who cannot see it (ISO 14289-1 §7.18.5).
    pub description: String,
}

/// Where an area leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A block.
    Block(BlockId),
    /// A URL.
    Url(String),
    /// Where an element begins, such as a note or the mark that refers to it.
    Element(ElementId),
}

/// An element of the structure, by its place in [`Layout::elements`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);

/// An element of the logical structure. Its children come in the order in which they were made, except that content and
/// inline elements inside one leaf block come in the order of the items on the pages.
#[derive(Clone, Debug)]
pub struct Element {
    /// What it is.
    pub kind: ElementKind,
    /// What it is in; the root is in itself.
    pub parent: ElementId,
    /// The block it was made from, where there is exactly one.
    pub block: Option<BlockId>,
    /// Its language, where it is not its parent's.
    pub lang: Option<std::sync::Arc<str>>,
    /// Text in place of what is painted, for figures and formulas.
    pub alt: Option<String>,
    /// What an abbreviation stands for.
    pub expansion: Option<String>,
    /// Where it begins.
    pub place: Option<Place>,
}

/// What an element is, in terms of documents rather than of a file format.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names are those of the model and of ISO 32000-1 §14.8.4")]
pub enum ElementKind {
    Document,
    Section,
    Title,
    Heading(u8),
    Paragraph,
    Quote,
    List {
        ordered: bool,
        style: crate::model::NumberStyle,
    },
    ListItem,
    ListLabel,
    ListBody,
    Definitions,
    DefinitionTerm,
    Definition,
    Code,
    Table(TableShape),
    TableHead,
    TableBody,
    TableFoot,
    TableRow,
    TableHeaderCell {
        scope: CellScope,
        columns: u32,
        rows: u32,
    },
    TableCell {
        columns: u32,
        rows: u32,
    },
    Figure(Bounds),
    Caption,
    Formula(Bounds),
    Callout,
    Container,
    Note,
    Contents,
    ContentsEntry,
    /// Inline: a link.
    Link,
    /// Inline: the mark of a note.
    NoteReference,
    /// Inline: emphasis, code and other spans.
    Emphasis,
    Strong,
    InlineCode,
    Span,
    /// Inline: text with an annotation (ISO 32000-1 §14.8.4.4.2), and its two parts.
    Ruby,
    RubyBase,
    RubyText,
}

/// How many columns a table has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableShape {
    /// Columns.
    pub columns: u32,
}

/// What a header cell heads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellScope {
    /// The cells below it.
    Column,
    /// The cells beside it.
    Row,
}

/// A heading in the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlineEntry {
    /// Its text with its number.
    pub title: String,
    /// Its level, 1 to 6.
    pub level: u8,
    /// Where it leads.
    pub target: BlockId,
}
