//! The table style: rules, cell margins and the look of header and footer rows.

use std::fmt::Write as _;

use super::{BoxStyle, Catalogue, ParagraphLook, twips};
use crate::docx::xml::escape;
use crate::model::RowGroup;
use crate::style::{Border, Computed, Edges, Role};
use crate::units::Color;

/// A table style as an element.
pub(super) struct TableStyle {
    pub id: String,
    pub name: String,
    /// `w:style`.
    pub xml: String,
}

/// The styles for tables: Word's default, ours with the formatting of its first and last row (ECMA-376 Part 1 §17.7.6), and those of
/// the boxes.
pub(super) fn all(catalogue: &Catalogue<'_>) -> Vec<TableStyle> {
    let style = |id: &str, name: &str, xml: String| TableStyle { id: id.into(), name: name.into(), xml };
    let mut styles =
        vec![style("TableNormal", "Normal Table", DEFAULT.into()), style("Table", "Table", own(catalogue))];
    if catalogue.narrow {
        styles.push(style("TableNarrow", "Table Narrow", NARROW.into()));
    }
    styles.extend(catalogue.boxes.iter().map(|boxed| style(&boxed.id, &boxed.name, of_box(boxed))));
    styles
}

const DEFAULT: &str = "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
    <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>\
    <w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>\
    <w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>";

const NARROW: &str = "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"TableNarrow\"><w:name w:val=\"Table Narrow\"/>\
    <w:basedOn w:val=\"Table\"/><w:uiPriority w:val=\"38\"/><w:tblPr><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/>\
    <w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>";

fn own(catalogue: &Catalogue<'_>) -> String {
    let table = catalogue.sheet.role(&Role::Table);
    let head = catalogue.sheet.compute(&Role::TableHeader, &table);
    let cell = catalogue.sheet.compute(&Role::TableCell, &table);
    let mut xml = String::from(
        "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"Table\"><w:name w:val=\"Table\"/>\
         <w:basedOn w:val=\"TableNormal\"/><w:uiPriority w:val=\"38\"/><w:qFormat/><w:tblPr>\
         <w:tblStyleRowBandSize w:val=\"1\"/><w:tblInd w:w=\"0\" w:type=\"dxa\"/>",
    );
    let [top, left, bottom, right] = ParagraphLook::of(&table).rules;
    xml.push_str("<w:tblBorders>");
    for (rule, edge) in [(top, "top"), (left, "left"), (bottom, "bottom"), (right, "right")] {
        if let Some(rule) = rule {
            super::Rule { space: 0, ..rule }.write(edge, &mut xml);
        }
    }
    if let Some(rule) = table.row_rule {
        let size = (rule.width.0 * 8 / crate::units::Length::UNITS_PER_POINT).clamp(2, 96);
        super::Rule { size, space: 0, color: rule.color }.write("insideH", &mut xml);
    }
    xml.push_str("</w:tblBorders>");
    margins(&cell, &mut xml);
    xml.push_str("</w:tblPr>");
    xml.push_str("<w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr>");
    cells_of(&head, "bottom", head.border.bottom, &mut xml);
    xml.push_str("<w:vAlign w:val=\"bottom\"/></w:tcPr></w:tblStylePr>");
    let foot = catalogue.sheet.compute(&Role::TableFooter, &table);
    xml.push_str("<w:tblStylePr w:type=\"lastRow\"><w:tblPr/><w:tcPr>");
    cells_of(&foot, "top", foot.border.top.or(table.row_rule), &mut xml);
    xml.push_str("</w:tcPr></w:tblStylePr>");
    on_request(catalogue, &mut xml);
    xml.push_str("</w:style>");
    xml
}

impl Catalogue<'_> {
    /// Properties of the cells of a row of the header or footer, counted from 0, where it has `count` rows, more than one.
    pub(in crate::docx) fn row(&self, group: RowGroup, row: usize, count: usize) -> String {
        let table = self.sheet.role(&Role::Table);
        let own = self.sheet.compute(&Role::cell_of(group), &table);
        let (edge, rule) = match group {
            RowGroup::Head => ("bottom", own.border.bottom.filter(|_| row + 1 == count)),
            RowGroup::Body => return String::new(),
            RowGroup::Foot if row == 0 => ("top", own.border.top.or(table.row_rule)),
            RowGroup::Foot => ("top", table.row_rule),
        };
        let mut xml = String::new();
        if rule.is_none() {
            let _ = write!(xml, "<w:tcBorders><w:{edge} w:val=\"nil\"/></w:tcBorders>");
        }
        cells_of(&own, edge, rule, &mut xml);
        xml
    }
}

/// A rule along one edge of cells, and the colour behind them.
fn cells_of(cell: &Computed, edge: &str, rule: Option<Border>, xml: &mut String) {
    if let Some(rule) = rule {
        xml.push_str("<w:tcBorders>");
        super::Rule::of(rule).write(edge, xml);
        xml.push_str("</w:tcBorders>");
    }
    if let Some(fill) = cell.background.map(Color::to_hex) {
        let _ = write!(xml, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>");
    }
}

/// What the check boxes of Word's table tools turn on; tables of ours have none of it.
fn on_request(catalogue: &Catalogue<'_>, xml: &mut String) {
    for edge in ["firstCol", "lastCol"] {
        let _ = write!(xml, "<w:tblStylePr w:type=\"{edge}\"><w:rPr><w:b/><w:bCs/></w:rPr></w:tblStylePr>");
    }
    let ground = catalogue.sheet.role(&Role::CodeBlock).background.unwrap_or(Color::rgb(0xF2, 0xF2, 0xF2)).to_hex();
    let _ = write!(
        xml,
        "<w:tblStylePr w:type=\"band1Horz\"><w:tblPr/><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" \
         w:fill=\"{ground}\"/></w:tcPr></w:tblStylePr>"
    );
}

/// A table style for a box: what it holds are ordinary paragraphs, lists and tables, which one box of paragraphs could not
/// hold together.
fn of_box(BoxStyle { id, name, look }: &BoxStyle) -> String {
    let mut xml = String::new();
    let (id, name) = (escape(id), escape(name));
    let _ = write!(
        xml,
        "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
         <w:basedOn w:val=\"TableNormal\"/><w:uiPriority w:val=\"38\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>\
         <w:tblBorders>"
    );
    let border = &look.border;
    for (border, edge) in
        [(border.top, "top"), (border.left, "left"), (border.bottom, "bottom"), (border.right, "right")]
    {
        if let Some(border) = border {
            super::Rule::of(border).write(edge, &mut xml);
        }
    }
    xml.push_str("</w:tblBorders>");
    let padding = &look.padding;
    // The last paragraph leaves its space behind it inside the box.
    let bottom = padding.bottom - look.line_height.ratio(1, 3).min(padding.bottom);
    margins(&Computed { padding: Edges { bottom, ..*padding }, ..look.clone() }, &mut xml);
    xml.push_str("</w:tblPr>");
    if let Some(fill) = look.background.map(Color::to_hex) {
        let _ = write!(xml, "<w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/></w:tcPr>");
    }
    xml.push_str("</w:style>");
    xml
}

fn margins(cell: &Computed, xml: &mut String) {
    let padding = &cell.padding;
    xml.push_str("<w:tblCellMar>");
    for (edge, width) in
        [("top", padding.top), ("left", padding.left), ("bottom", padding.bottom), ("right", padding.right)]
    {
        let _ = write!(xml, "<w:{edge} w:w=\"{}\" w:type=\"dxa\"/>", twips(width).max(0));
    }
    xml.push_str("</w:tblCellMar>");
}
