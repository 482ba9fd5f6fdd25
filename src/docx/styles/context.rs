//! Where a block stands among others.

use super::{Rule, RunLook};
use crate::model::Alignment;
use crate::units::Color;

/// Where a block stands: what the blocks around it lend it.
#[derive(Clone, Debug)]
pub(in crate::docx) struct Context {
    /// The style of plain paragraphs here.
    pub text: String,
    /// What encloses it, for the names of styles.
    pub path: String,
    /// Twips from the start margin.
    pub left: i32,
    /// Twips from the end margin.
    pub right: i32,
    /// Twips from the start margin to the text of the box around it.
    pub box_left: i32,
    /// Rules of the box around it.
    pub rules: [Option<Rule>; 4],
    /// Colour behind it.
    pub shade: Option<Color>,
    /// Letters of the box around it.
    pub run: RunLook,
    /// Lists directly around it, since the last box of another kind.
    pub list_depth: u8,
    /// All lists around it.
    pub lists: u8,
    /// Twips from the start margin to where the outermost of `list_depth` lists stands, and the path to it.
    pub list_origin: (i32, String),
    /// Whether something stands before the block in the same place.
    pub follows: bool,
    /// Whether what comes last here is the end of an outermost list.
    pub ends_list: bool,
    /// The language in force, where it is not the document's.
    pub lang: Option<String>,
    /// Alignment of the cell around it.
    pub align: Option<Alignment>,
    /// Width of the text in twips, before `left` and `right` are taken off.
    pub width: i32,
    /// Inside a footnote.
    pub note: bool,
    /// Paragraphs here are those of a quotation or the like, with its space around each of them.
    pub grouped: bool,
    /// The block before left the space above this one.
    pub behind_code: bool,
}

impl Context {
    /// Inside a cell of a table that stands here: paragraphs in the style `text` with letters like `run`, on a line `width`
    /// twips long. `path` names what encloses them. The cell has indents, rules and ground of its own.
    pub(in crate::docx) fn inside_cell(&self, text: String, path: String, run: RunLook, width: i32) -> Self {
        Self {
            text,
            left: 0,
            right: 0,
            box_left: 0,
            rules: [None; 4],
            shade: None,
            run,
            list_depth: 0,
            lists: self.lists,
            list_origin: (0, path.clone()),
            follows: false,
            ends_list: false,
            lang: self.lang.clone(),
            align: None,
            width,
            note: self.note,
            grouped: false,
            behind_code: false,
            path,
        }
    }
}
