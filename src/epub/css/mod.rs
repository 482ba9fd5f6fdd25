//! The style sheet as CSS: relative to what the reader has chosen, light and dark.

mod color;
mod declarations;

use crate::style::{Role, StyleSheet, TextAlign, TokenClass};
use crate::units::Length;
pub(super) use color::{contrast, mix};
use declarations::{Rule, rule};

/// What the structure needs whatever the style says.
const BASE: &str = include_str!("base.css");

/// Cells with a row of the same group above them.
const BETWEEN_ROWS: &str = "tbody > tr:not(:first-child) > *, tfoot > tr:not(:first-child) > *";

/// The CSS of a style.
pub(super) fn write(sheet: &StyleSheet) -> String {
    let mut light = String::new();
    let mut dark = String::new();
    for (role, declarations) in sheet.roles() {
        let Some(selector) = selector(role) else { continue };
        let Rule { light: lines, dark: dark_lines } = rule(sheet, role, declarations);
        push_rule(&mut light, &selector, &lines, "");
        push_rule(&mut dark, &selector, &dark_lines, "  ");
        if declarations::is_set_apart(declarations) && holds_paragraphs(role) {
            let paragraphs: Vec<String> = selector.split(", ").map(|one| format!("{} p", one.trim())).collect();
            push_rule(&mut light, &paragraphs.join(", "), &["text-indent: 0".into()], "");
        }
        if let (Role::Table, Some(Some(border))) = (role, declarations.row_rule) {
            let row = declarations::edge(sheet, "border-top", border);
            push_rule(&mut light, BETWEEN_ROWS, &row.light, "");
            push_rule(&mut dark, BETWEEN_ROWS, &row.dark, "  ");
        }
    }
    // More exact than the selectors of paragraphs that are not indented.
    if sheet.role(&Role::Paragraph).text_indent > Length::ZERO {
        light.push_str("body p.one-letter { text-indent: 1em; }\nbody p.two-letters { text-indent: 2em; }\n");
    }
    light.push_str(place_of_tables(sheet));
    let base_dark = color::dark_base();
    format!("{BASE}\n{light}\n@media (prefers-color-scheme: dark) {{\n{base_dark}{dark}}}\n")
}

/// Whether an element of the role has paragraphs in it.
fn holds_paragraphs(role: &Role) -> bool {
    matches!(
        role,
        Role::Class(_)
            | Role::Quote
            | Role::Abstract
            | Role::ListItem
            | Role::Definition
            | Role::Callout(_)
            | Role::TableHeader
            | Role::TableCell
            | Role::TableFooter
    )
}

/// Where tables stand that are narrower than the screen: as on paper, where the lines of captions do, but where their own style
/// says otherwise.
fn place_of_tables(sheet: &StyleSheet) -> &'static str {
    let own = sheet.role(&Role::Table).text_align;
    let place = match own {
        TextAlign::Start | TextAlign::Justify => sheet.role(&Role::Caption).text_align,
        TextAlign::Center | TextAlign::End => own,
    };
    match place {
        TextAlign::Start | TextAlign::Justify => ".table > table { margin-inline: 0 auto; }\n",
        TextAlign::Center => "",
        TextAlign::End => ".table > table { margin-inline: auto 0; }\n",
    }
}

fn push_rule(out: &mut String, selector: &str, lines: &[String], indent: &str) {
    if lines.is_empty() {
        return;
    }
    out.push_str(indent);
    out.push_str(selector);
    out.push_str(" {\n");
    for line in lines {
        out.push_str(indent);
        out.push_str("  ");
        out.push_str(line);
        out.push_str(";\n");
    }
    out.push_str(indent);
    out.push_str("}\n");
}

/// The elements of a role; none where an e-book has nothing of the kind.
fn selector(role: &Role) -> Option<String> {
    Some(match role {
        Role::Body => "body".into(),
        Role::Title => ".title".into(),
        Role::Subtitle => ".subtitle".into(),
        Role::Author => ".author".into(),
        Role::Date => ".date".into(),
        Role::Abstract => ".abstract".into(),
        Role::Heading(level) => format!(".level-{level}"),
        Role::Paragraph => "p".into(),
        Role::FirstParagraph => {
            "h1 + p, h2 + p, h3 + p, h4 + p, h5 + p, h6 + p, blockquote + p, ul + p, ol + p, dl + p, figure + p, div + p, pre + p, hr + p, \
             aside + p, blockquote > p:first-child, li > p:first-child, dd > p:first-child, td > p:first-child, aside > p:first-child, .callout-title + p"
                .into()
        }
        Role::Quote => "blockquote".into(),
        Role::List => "ul, ol".into(),
        Role::ListItem => "li".into(),
        Role::DefinitionTerm => "dt".into(),
        Role::Definition => "dd".into(),
        Role::Code => "code".into(),
        Role::CodeBlock => "pre".into(),
        Role::Table => "table".into(),
        Role::TableHeader => "thead th, thead td".into(),
        Role::TableCell => "tbody th, tbody td, tfoot th, tfoot td".into(),
        Role::TableFooter => "tfoot th, tfoot td".into(),
        Role::Figure => "figure".into(),
        Role::Caption => "figcaption, caption".into(),
        Role::Note => "aside.footnote, ol.endnotes".into(),
        Role::NoteReference => ".note-reference".into(),
        Role::Callout(kind) => format!("aside.callout.{}", kind.name()),
        Role::CalloutTitle => "p.callout-title".into(),
        Role::Math => "div.math".into(),
        Role::ContentsTitle => ".contents-title".into(),
        Role::ContentsEntry(level) => format!(".contents-{level} > li > a"),
        // Running heads belong to the reading system.
        Role::Header | Role::Footer => return None,
        Role::ThematicBreak => "hr".into(),
        Role::Link => "a".into(),
        Role::Emphasis => "em".into(),
        Role::Strong => "strong".into(),
        Role::Strikethrough => "s".into(),
        Role::Superscript => "sup".into(),
        Role::Subscript => "sub".into(),
        Role::SmallCaps => ".small-caps".into(),
        Role::Token(class) => format!(".{}", token_class(*class)),
        Role::Class(name) => match super::xhtml::element_of_class(name) {
            Some(element) => element.into(),
            None => format!(".{}", super::xhtml::css_class(name)),
        },
    })
}

/// The class of a token of code.
pub(super) const fn token_class(class: TokenClass) -> &'static str {
    match class {
        TokenClass::Keyword => "t-keyword",
        TokenClass::Type => "t-type",
        TokenClass::Function => "t-function",
        TokenClass::Variable => "t-variable",
        TokenClass::Constant => "t-constant",
        TokenClass::Number => "t-number",
        TokenClass::String => "t-string",
        TokenClass::Escape => "t-escape",
        TokenClass::Comment => "t-comment",
        TokenClass::Operator => "t-operator",
        TokenClass::Punctuation => "t-punctuation",
        TokenClass::Tag => "t-tag",
        TokenClass::Attribute => "t-attribute",
        TokenClass::Heading => "t-heading",
        TokenClass::Inserted => "t-inserted",
        TokenClass::Deleted => "t-deleted",
        TokenClass::Invalid => "t-invalid",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stand_where_the_lines_of_captions_do() {
        let css = |name| write(&StyleSheet::bundled(name).unwrap());
        assert!(css("report").contains("margin-inline: 0 auto") && !css("article").contains("margin-inline:"));
    }

    #[test]
    fn sheets_become_balanced_css_in_relative_units() {
        for (name, _) in crate::style::bundled_names() {
            let sheet = StyleSheet::bundled(name).unwrap();
            let css = write(&sheet);
            assert_eq!(css.matches('{').count(), css.matches('}').count());
            assert!(!css.contains("pt;"), "absolute units in {name}");
            assert!(css.contains("prefers-color-scheme"));
            if let Ok(folder) = std::env::var("TREFOIL_DUMP") {
                std::fs::write(format!("{folder}/{name}.css"), css).unwrap();
            }
        }
    }
}
