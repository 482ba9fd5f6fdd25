//! What a table begins with, be it the author's or a box around other blocks.

use std::fmt::Write as _;

use super::Body;
use crate::docx::language::Language;
use crate::docx::styles::Context;
use crate::docx::xml::escape;
use crate::model::Direction;

/// A table before its first row. Lengths in twips.
#[derive(Debug, Default)]
pub(super) struct Grid<'g> {
    /// The id of the table style.
    pub style: &'g str,
    /// From the start margin.
    pub left: i32,
    /// Of the columns.
    pub widths: &'g [i32],
    /// What the style has in store for certain rows.
    pub look: Look,
    /// What the table is called, for those who cannot see it.
    pub caption: Option<String>,
    /// What is in it, for the same.
    pub description: Option<String>,
}

/// Which conditional formats of its style a table takes (ECMA-376 Part 1 §17.4.55).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// That of the first row.
    pub first_row: bool,
    /// That of the last row.
    pub last_row: bool,
}

impl Body<'_> {
    /// Opens `w:tbl`, up to where its rows begin.
    pub(super) fn open_table(&mut self, grid: &Grid<'_>, context: &Context) {
        let _ = write!(self.xml, "<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/>", escape(grid.style));
        if self.right_to_left(context) {
            self.xml.push_str("<w:bidiVisual/>");
        }
        let width: i32 = grid.widths.iter().sum();
        let _ = write!(self.xml, "<w:tblW w:w=\"{width}\" w:type=\"dxa\"/>");
        if grid.left != 0 {
            let _ = write!(self.xml, "<w:tblInd w:w=\"{}\" w:type=\"dxa\"/>", grid.left);
        }
        let (first, last) = (u16::from(grid.look.first_row), u16::from(grid.look.last_row));
        // Without bands of rows and columns (ECMA-376 Part 4 §2.18.8).
        let value = 0x0600 | first << 5 | last << 6;
        let _ = write!(
            self.xml,
            "<w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"{value:04X}\" w:firstRow=\"{first}\" w:lastRow=\"{last}\" \
             w:firstColumn=\"0\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>"
        );
        for (name, text) in [("tblCaption", &grid.caption), ("tblDescription", &grid.description)] {
            if let Some(text) = text {
                let _ = write!(self.xml, "<w:{name} w:val=\"{}\"/>", escape(text));
            }
        }
        self.xml.push_str("</w:tblPr><w:tblGrid>");
        for width in grid.widths {
            let _ = write!(self.xml, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.xml.push_str("</w:tblGrid>");
    }

    /// Whether tables here run from right to left.
    fn right_to_left(&self, context: &Context) -> bool {
        let language = context.lang.as_deref().map(Language::new);
        language.as_ref().unwrap_or(&self.language).direction() == Direction::RightToLeft
    }
}
