//! Elements of layout to standard structure types (ISO 32000-1 §14.8.4) and their attributes.

use lopdf::{Dictionary, Object, dictionary};

use crate::layout::{Bounds, CellScope, Element, ElementKind};
use crate::model::NumberStyle;
use crate::units::Length;

/// Types of our own and the standard types that readers take them for (ISO 32000-1 §14.7.3).
pub(super) const ROLES: [(&str, &str); 4] = [("Title", "P"), ("Em", "Span"), ("Strong", "Span"), ("Aside", "Sect")];

/// The structure type of every element. Headings are renumbered so that none is skipped.
pub(super) fn tags(elements: &[Element]) -> Vec<&'static str> {
    let mut open: Vec<u8> = Vec::new();
    elements
        .iter()
        .map(|element| match element.kind {
            ElementKind::Heading(level) => {
                // ISO 14289-1 §7.4.2: the first is H1, and no level is skipped on the way down.
                open.retain(|&above| above < level);
                open.push(level);
                ["H1", "H2", "H3", "H4", "H5", "H6"][open.len().clamp(1, 6) - 1]
            }
            ref kind => tag(kind),
        })
        .collect()
}

fn tag(kind: &ElementKind) -> &'static str {
    match kind {
        ElementKind::Document => "Document",
        ElementKind::Section => "Sect",
        ElementKind::Title => "Title",
        ElementKind::Heading(_) => "H1",
        ElementKind::Paragraph => "P",
        ElementKind::Quote => "BlockQuote",
        ElementKind::List { .. } | ElementKind::Definitions => "L",
        ElementKind::ListItem => "LI",
        ElementKind::ListLabel | ElementKind::DefinitionTerm => "Lbl",
        ElementKind::ListBody | ElementKind::Definition => "LBody",
        ElementKind::Code | ElementKind::InlineCode => "Code",
        ElementKind::Table(_) => "Table",
        ElementKind::TableHead => "THead",
        ElementKind::TableBody => "TBody",
        ElementKind::TableFoot => "TFoot",
        ElementKind::TableRow => "TR",
        ElementKind::TableHeaderCell { .. } => "TH",
        ElementKind::TableCell { .. } => "TD",
        ElementKind::Figure(_) => "Figure",
        ElementKind::Caption => "Caption",
        ElementKind::Formula(_) => "Formula",
        ElementKind::Callout => "Aside",
        ElementKind::Container => "Div",
        ElementKind::Note => "Note",
        ElementKind::Contents => "TOC",
        ElementKind::ContentsEntry => "TOCI",
        ElementKind::Link => "Link",
        ElementKind::NoteReference => "Reference",
        ElementKind::Emphasis => "Em",
        ElementKind::Strong => "Strong",
        ElementKind::Span => "Span",
        ElementKind::Ruby => "Ruby",
        ElementKind::RubyBase => "RB",
        ElementKind::RubyText => "RT",
    }
}

/// Whether it stands in a line: its place among its siblings is that of its content.
pub(super) fn is_inline(kind: &ElementKind) -> bool {
    match kind {
        ElementKind::Link
        | ElementKind::NoteReference
        | ElementKind::Emphasis
        | ElementKind::Strong
        | ElementKind::InlineCode
        | ElementKind::Span
        | ElementKind::Ruby
        | ElementKind::RubyBase
        | ElementKind::RubyText => true,
        ElementKind::Document
        | ElementKind::Section
        | ElementKind::Title
        | ElementKind::Heading(_)
        | ElementKind::Paragraph
        | ElementKind::Quote
        | ElementKind::List { .. }
        | ElementKind::ListItem
        | ElementKind::ListLabel
        | ElementKind::ListBody
        | ElementKind::Definitions
        | ElementKind::DefinitionTerm
        | ElementKind::Definition
        | ElementKind::Code
        | ElementKind::Table(_)
        | ElementKind::TableHead
        | ElementKind::TableBody
        | ElementKind::TableFoot
        | ElementKind::TableRow
        | ElementKind::TableHeaderCell { .. }
        | ElementKind::TableCell { .. }
        | ElementKind::Figure(_)
        | ElementKind::Caption
        | ElementKind::Formula(_)
        | ElementKind::Callout
        | ElementKind::Container
        | ElementKind::Note
        | ElementKind::Contents
        | ElementKind::ContentsEntry => false,
    }
}

/// Whether it holds lines: everything inside it stands in the order of its content.
pub(super) fn holds_lines(kind: &ElementKind) -> bool {
    is_inline(kind)
        || matches!(
            kind,
            ElementKind::Title
                | ElementKind::Heading(_)
                | ElementKind::Paragraph
                | ElementKind::ListLabel
                | ElementKind::DefinitionTerm
                | ElementKind::Code
                | ElementKind::Caption
                | ElementKind::ContentsEntry
        )
}

/// The attributes of an element on a page of that height (ISO 32000-1 §14.8.5).
pub(super) fn attributes(kind: &ElementKind, height: Length) -> Option<Dictionary> {
    let listed = |numbering: &str| dictionary! { "O" => "List", "ListNumbering" => numbering };
    match *kind {
        ElementKind::List { ordered: false, .. } => Some(listed("Disc")),
        ElementKind::List { ordered: true, style } => Some(listed(match style {
            NumberStyle::Decimal => "Decimal",
            NumberStyle::LowerAlpha => "LowerAlpha",
            NumberStyle::UpperAlpha => "UpperAlpha",
            NumberStyle::LowerRoman => "LowerRoman",
            NumberStyle::UpperRoman => "UpperRoman",
        })),
        ElementKind::Definitions => Some(listed("None")),
        ElementKind::TableHeaderCell { scope, columns, rows } => {
            let mut attributes = spans(columns, rows);
            // ISO 14289-1 §7.5: header cells say what they head.
            let scope = match scope {
                CellScope::Column => "Column",
                CellScope::Row => "Row",
            };
            attributes.set("Scope", scope);
            Some(attributes)
        }
        ElementKind::TableCell { columns, rows } => Some(spans(columns, rows)).filter(|spans| spans.len() > 1),
        ElementKind::Figure(bounds) | ElementKind::Formula(bounds) if bounds.width > Length::ZERO => {
            Some(dictionary! { "O" => "Layout", "BBox" => rectangle(bounds, height) })
        }
        _ => None,
    }
}

fn spans(columns: u32, rows: u32) -> Dictionary {
    let mut attributes = dictionary! { "O" => "Table" };
    if columns > 1 {
        attributes.set("ColSpan", i64::from(columns));
    }
    if rows > 1 {
        attributes.set("RowSpan", i64::from(rows));
    }
    attributes
}

/// Bounds as a PDF rectangle on a page of that height.
pub(super) fn rectangle(bounds: Bounds, height: Length) -> Object {
    let number = |length: Length| super::file::number(length.to_points());
    let top = height - bounds.y;
    Object::Array(vec![number(bounds.x), number(top - bounds.height), number(bounds.x + bounds.width), number(top)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Structure;

    #[test]
    fn headings_skip_no_level() {
        let mut structure = Structure::default();
        for level in [2, 4, 3, 2, 1, 6] {
            structure.add(ElementKind::Heading(level), Structure::ROOT, None);
        }
        assert_eq!(tags(&structure.elements), ["Document", "H1", "H2", "H2", "H1", "H1", "H2"]);
    }
}
