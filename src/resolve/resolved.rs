//! The resolved document.

use std::collections::{HashMap, HashSet};

use super::terms::Terms;
use crate::diagnostic::Sources;
use crate::image::{Asset, AssetId};
use crate::math::Formula;
use crate::model::{Block, BlockId, CrossReference, Image, Link, Math, Metadata, Note, NoteReference};

/// A document with every question answered. The tree is that of the model; what its links, pictures, formulas and references
/// come to is asked here with the node in hand.
///
/// **Invariant:** every key in the tree has an entry in its table.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// What the document is called where it must be called something: its title, else its first heading, else the name of
    /// its file. Empty only for a document without any of them.
    pub display_title: String,
    /// Front matter; `toc`, `toc_depth`, `numbering` are settled by the style where the author said nothing.
    pub metadata: Metadata,
    /// The body. A contents list asked for in the front matter stands in it as a block.
    pub blocks: Vec<Block>,
    /// Every note that is referred to, in the order of first reference; number = place + 1. Notes that nothing refers to
    /// follow, with a warning, and are shown at the end of the document.
    pub notes: Vec<Note>,
    /// How many of `notes` are referred to.
    pub referenced_notes: usize,
    /// Every file that spans point into.
    pub sources: Sources,
    /// Words of the document's language for "Figure", "Contents" and so on.
    pub terms: Terms,
    /// Headings in order, for contents and outlines.
    pub contents: Vec<ContentsEntry>,
    /// Pictures that could be read.
    pub assets: Vec<Asset>,
    /// The cover picture.
    pub cover: Option<AssetId>,
    pub(super) links: Vec<Destination>,
    pub(super) pictures: Vec<Picture>,
    pub(super) formulas: Vec<Formula>,
    pub(super) note_numbers: Vec<NoteNumber>,
    pub(super) references: Vec<ReferenceText>,
    pub(super) labels: HashMap<BlockId, Label>,
    pub(super) heading_numbers: HashMap<BlockId, HeadingNumber>,
    pub(super) drop_caps: HashSet<BlockId>,
    pub(super) first_lines: HashSet<BlockId>,
    pub(super) indents: HashMap<BlockId, u8>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A block of this document.
    Internal(BlockId),
    /// A URL of scheme `http`, `https` or `mailto`, percent-encoded so that it is a valid URI.
    External(String),
    /// Nowhere: the text is shown without a link, and the author has been told.
    None,
}

/// What a picture comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Picture {
    /// A picture that could be read.
    Asset(AssetId),
    /// One that could not: a framed placeholder shows its alternative text and address.
    Missing,
}

/// What a mark in the text refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteNumber {
    /// The note of that number, from 1; `notes[number - 1]`.
    Number {
        /// The number.
        number: usize,
        /// The first mark that refers to this note; back-links lead to it, and only it carries the note on paper.
        first: bool,
    },
    /// No note has that label: shown as `[^label]`.
    Missing,
}

/// What a cross-reference shows and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceText {
    /// Such as `Figure 3`, or as written in the source where the target is not known.
    pub text: String,
    /// The block referred to, if there is one.
    pub target: Option<BlockId>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LabelKind {
    /// Figures.
    Figure,
    /// Tables.
    Table,
    /// Code blocks with captions.
    Listing,
    /// Displayed formulas with an id.
    Equation,
}

/// The number of a figure, table, listing or equation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// What it is.
    pub kind: LabelKind,
    /// Its number among its kind, such as `3`.
    pub number: String,
    /// What a caption begins with, such as `Figure 3`; for an equation `(3)`.
    pub text: String,
}

/// The number of a heading, such as `2.1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingNumber {
    /// Its parts, from the top level down.
    pub parts: Vec<u64>,
    /// As shown.
    pub text: String,
}

/// An entry of the contents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentsEntry {
    /// The heading.
    pub id: BlockId,
    /// Its level, 1 to 6.
    pub level: u8,
    /// Its number, where headings are numbered.
    pub number: Option<String>,
    /// Its text.
    pub text: String,
}

impl Resolved {
    /// Whether a paragraph begins with a letter as tall as its first lines.
    #[must_use]
    pub fn begins_with_drop_cap(&self, block: &BlockId) -> bool {
        self.drop_caps.contains(block)
    }

    /// Whether the first line of a paragraph is in small capitals.
    #[must_use]
    pub fn begins_with_small_capitals(&self, block: &BlockId) -> bool {
        self.first_lines.contains(block)
    }

    /// Of how many letters the indent of a paragraph is, where it is not the one of its style: its language has one of its own, or it
    /// begins with a picture. There is no such indent where the style indents no paragraphs at all.
    #[must_use]
    pub fn letters_of_indent(&self, block: &BlockId) -> Option<u8> {
        self.indents.get(block).copied()
    }

    /// Where a link leads.
    #[must_use]
    pub fn destination(&self, link: &Link) -> &Destination {
        &self.links[link.key.0 as usize]
    }

    /// What a picture comes to.
    #[must_use]
    pub fn picture(&self, image: &Image) -> &Picture {
        &self.pictures[image.key.0 as usize]
    }

    /// A formula's tree.
    #[must_use]
    pub fn formula(&self, math: &Math) -> &Formula {
        &self.formulas[math.key.0 as usize]
    }

    /// The number of the note that a mark refers to.
    #[must_use]
    pub fn note_number(&self, reference: &NoteReference) -> NoteNumber {
        self.note_numbers[reference.key.0 as usize]
    }

    /// What a cross-reference shows.
    #[must_use]
    pub fn reference(&self, reference: &CrossReference) -> &ReferenceText {
        &self.references[reference.key.0 as usize]
    }

    /// The number of a figure, table, listing or equation, where it has one.
    #[must_use]
    pub fn label(&self, id: &BlockId) -> Option<&Label> {
        self.labels.get(id)
    }

    /// The number of a heading, where it has one.
    #[must_use]
    pub fn heading_number(&self, id: &BlockId) -> Option<&HeadingNumber> {
        self.heading_numbers.get(id)
    }

    /// A picture's data.
    #[must_use]
    pub fn asset(&self, id: AssetId) -> &Asset {
        &self.assets[id.0 as usize]
    }
}
