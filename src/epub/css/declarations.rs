//! What a role declares, as CSS in units relative to the reader's type.

use super::color;
use crate::style::{
    BorderDeclaration, Break, Declarations, Dimension, Edges, FontStyle, LineBreaking, LineHeight, Role, StyleSheet,
    TextAlign, TextTransform,
};
use crate::units::Color;

/// The lines of a rule.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) light: Vec<String>,
    /// What differs on a dark screen.
    pub(super) dark: Vec<String>,
}

/// The declarations of a role.
pub(super) fn rule(sheet: &StyleSheet, role: &Role, d: &Declarations) -> Rule {
    let mut rule = Rule::default();
    let length = |dimension: Dimension| length(sheet, dimension);
    let mut line = |text: String| rule.light.push(text);
    // The size of the text is the reader's own choice, and so is its family unless the book brings its own.
    if let Some(families) = d.font_family.as_ref().filter(|_| *role != Role::Body || sheet.document.epub_embed_fonts) {
        line(format!("font-family: {}", font_family(families)));
    }
    if let Some(size) = d.font_size.filter(|_| *role != Role::Body) {
        line(format!("font-size: {}", length(size)));
    }
    if let Some(weight) = d.font_weight {
        line(format!("font-weight: {weight}"));
    }
    if let Some(style) = d.font_style {
        line(format!(
            "font-style: {}",
            match style {
                FontStyle::Normal => "normal",
                FontStyle::Italic => "italic",
            }
        ));
    }
    if let Some(features) = d.font_features.as_ref().filter(|features| !features.is_empty()) {
        let tags: Vec<String> =
            features.iter().filter(|(tag, _)| is_feature(tag)).map(|(t, v)| format!("\"{t}\" {v}")).collect();
        line(format!("font-feature-settings: {}", tags.join(", ")));
    }
    match d.line_height {
        Some(LineHeight::Number(n)) => line(format!("line-height: {}", number(n))),
        Some(LineHeight::Absolute(l)) => {
            let own = sheet.role(role).font_size.to_points().max(1.0);
            line(format!("line-height: {}", number(l.to_points() / own)));
        }
        None => {}
    }
    // Entries of the contents are nested in e-books, so that their indents add up of themselves.
    let nested = matches!(role, Role::ContentsEntry(_));
    if !nested {
        box_lines(sheet, "padding", d.padding, &mut rule.light);
    }
    box_lines(sheet, "margin", d.margin, &mut rule.light);
    let mut line = |text: String| rule.light.push(text);
    if let Some(align) = d.text_align {
        line(format!(
            "text-align: {}",
            match align {
                TextAlign::Start => "start",
                TextAlign::Center => "center",
                TextAlign::End => "end",
                TextAlign::Justify => "justify",
            }
        ));
    }
    match d.text_indent {
        _ if is_set_apart(d) => line("text-indent: 0".into()),
        Some(indent) => line(format!("text-indent: {}", length(indent))),
        // First paragraphs are paragraphs to CSS, but not to the style sheet.
        None if *role == Role::FirstParagraph => line("text-indent: 0".into()),
        None => {}
    }
    if let Some(hyphens) = d.hyphens {
        let value = if hyphens { "auto" } else { "none" };
        line(format!("-webkit-hyphens: {value}"));
        line(format!("hyphens: {value}"));
    }
    match d.line_breaking {
        Some(LineBreaking::Balanced) => line("text-wrap: balance".into()),
        Some(LineBreaking::Optimal | LineBreaking::FirstFit) => line("text-wrap: wrap".into()),
        None => {}
    }
    if let Some(spacing) = d.letter_spacing {
        line(format!("letter-spacing: {}", length(spacing)));
    }
    match d.text_transform {
        Some(TextTransform::None) => line("text-transform: none".into()),
        Some(TextTransform::Uppercase) => line("text-transform: uppercase".into()),
        Some(TextTransform::SmallCaps) => line("font-variant-caps: small-caps".into()),
        None => {}
    }
    match (d.underline, d.line_through) {
        (Some(true), Some(true)) => line("text-decoration: underline line-through".into()),
        (Some(true), _) => line("text-decoration: underline".into()),
        (_, Some(true)) => line("text-decoration: line-through".into()),
        (Some(false), _) | (_, Some(false)) => line("text-decoration: none".into()),
        (None, None) => {}
    }
    if let Some(shift) = d.baseline_shift {
        line(format!("vertical-align: {}", length(shift)));
    }
    breaks(sheet, role, d, &mut rule.light);
    colors(sheet, role, d, &mut rule);
    rule
}

/// Whether they set lines apart from the margin.
pub(super) fn is_set_apart(d: &Declarations) -> bool {
    d.text_align.is_some_and(TextAlign::is_set_apart)
}

/// Space on the four edges; start and end are sides of the text, not of the page.
fn box_lines(sheet: &StyleSheet, name: &str, edges: Edges<Option<Dimension>>, lines: &mut Vec<String>) {
    let value = |dimension| length(sheet, dimension);
    if let Edges { top: Some(top), right: Some(right), bottom: Some(bottom), left: Some(left) } = edges
        && right == left
    {
        let (top, side, bottom) = (value(top), value(left), value(bottom));
        lines.push(match (top == bottom, top == side) {
            (true, true) => format!("{name}: {top}"),
            (true, false) => format!("{name}: {top} {side}"),
            (false, _) => format!("{name}: {top} {side} {bottom}"),
        });
        return;
    }
    for (edge, dimension) in
        [("top", edges.top), ("inline-end", edges.right), ("bottom", edges.bottom), ("inline-start", edges.left)]
    {
        lines.extend(dimension.map(|dimension| format!("{name}-{edge}: {}", value(dimension))));
    }
}

fn breaks(sheet: &StyleSheet, role: &Role, d: &Declarations, lines: &mut Vec<String>) {
    // A chapter is a file, and a file begins a page; a second break would leave an empty one.
    let opens_file = matches!(role, Role::Heading(level) if *level <= sheet.document.epub_split_level);
    for (name, old, value) in [
        ("break-before", "page-break-before", d.break_before),
        ("break-after", "page-break-after", d.break_after),
        ("break-inside", "page-break-inside", d.break_inside),
    ] {
        let (value, old_value) = match value {
            Some(Break::Auto) => ("auto", "auto"),
            Some(Break::Avoid) => ("avoid", "avoid"),
            // Right-hand pages are a matter of paper.
            Some(Break::Page | Break::Recto) if name != "break-inside" && !opens_file => ("page", "always"),
            Some(Break::Page | Break::Recto) | None => continue,
        };
        lines.push(format!("{old}: {old_value}"));
        lines.push(format!("{name}: {value}"));
    }
    if d.keep_with_next == Some(true) {
        lines.push("page-break-after: avoid".into());
        lines.push("break-after: avoid".into());
    }
    if let Some(orphans) = d.orphans {
        lines.push(format!("orphans: {orphans}"));
    }
    if let Some(widows) = d.widows {
        lines.push(format!("widows: {widows}"));
    }
}

/// Colours, on light paper and on a dark screen.
fn colors(sheet: &StyleSheet, role: &Role, d: &Declarations, rule: &mut Rule) {
    let background = match (d.background, role) {
        (Some(background), _) => background,
        (None, Role::Token(_)) => sheet.role(&Role::CodeBlock).background,
        (None, _) => None,
    };
    // The page and the text as a whole keep the reader's colours.
    if *role == Role::Body {
        return;
    }
    if let Some(color) = d.color {
        let paper = background.unwrap_or(Color::WHITE);
        let screen = background.map_or(color::SCREEN, color::darken);
        rule.light.push(format!("color: {}", hex(color::readable(color, paper))));
        rule.dark.push(format!("color: {}", hex(color::lighten(color, screen))));
    }
    match d.background {
        Some(Some(background)) => {
            rule.light.push(format!("background: {}", hex(background)));
            rule.dark.push(format!("background: {}", hex(color::darken(background))));
            if d.color.is_none() {
                // A light background under a reader's own light text would hide it.
                rule.light.push(format!("color: {}", hex(color::readable(sheet.role(role).color, background))));
                rule.dark.push(format!("color: {}", hex(color::TEXT)));
            }
        }
        Some(None) => rule.light.push("background: none".into()),
        None => {}
    }
    for (name, border) in [
        ("border-top", d.border.top),
        ("border-inline-end", d.border.right),
        ("border-bottom", d.border.bottom),
        ("border-inline-start", d.border.left),
    ] {
        match border {
            Some(Some(border)) => {
                let edge = edge(sheet, name, border);
                rule.light.extend(edge.light);
                rule.dark.extend(edge.dark);
            }
            Some(None) => rule.light.push(format!("{name}: 0")),
            None => {}
        }
    }
}

/// A rule along an edge.
pub(super) fn edge(sheet: &StyleSheet, name: &str, border: BorderDeclaration) -> Rule {
    let BorderDeclaration { width, color } = border;
    Rule {
        light: vec![format!("{name}: {} solid {}", length(sheet, width), hex(color))],
        dark: vec![format!("{name}-color: {}", hex(color::dark_rule(color)))],
    }
}

/// A length relative to the type: absolute ones by what they are to the body's type on paper.
fn length(sheet: &StyleSheet, dimension: Dimension) -> String {
    let root = sheet.root();
    let size = root.font_size.to_points().max(1.0);
    let (value, unit) = match dimension {
        Dimension::Em(n) => (n, "em"),
        Dimension::Rem(n) => (n, "rem"),
        Dimension::Line(n) => (n * root.line_height.to_points() / size, "rem"),
        Dimension::Absolute(l) => (l.to_points() / size, "rem"),
    };
    if value == 0.0 { "0".into() } else { format!("{}{unit}", number(value)) }
}

/// A number with at most three decimals.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn hex(color: Color) -> String {
    format!("#{}", color.to_hex().to_ascii_lowercase())
}

fn is_feature(tag: &str) -> bool {
    tag.len() == 4 && tag.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Families in quotes, and the generic family that they belong to.
pub(in crate::epub) fn font_family(families: &[String]) -> String {
    let mut list: Vec<String> =
        families.iter().map(|family| format!("\"{}\"", family.replace(['"', '\\', '\n'], ""))).collect();
    let all = families.join(" ").to_ascii_lowercase();
    list.push(
        if all.contains("mono") || all.contains("code") || all.contains("courier") {
            "monospace"
        } else if all.contains("sans") || all.contains("grotesk") || all.contains("helvetica") || all.contains("arial")
        {
            "sans-serif"
        } else {
            "serif"
        }
        .into(),
    );
    list.join(", ")
}
