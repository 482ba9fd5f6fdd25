//! The parser's vocabulary into ours.

use pulldown_latex::event::{
    ColumnAlignment as LatexAlignment, Dimension, DimensionUnit, Font, RelationContent, Style as LatexStyle,
};

use crate::math::prepare;
use crate::math::{ColumnAlignment, Node, Operator, Style, Variant};

/// Adds a node; upright letters beside one another become a word.
pub(super) fn join(nodes: &mut Vec<Node>, node: Node) {
    if let Node::Identifier { text, variant } = &node
        && !matches!(variant, Variant::Default | Variant::Italic)
        && text.chars().all(|c| c.is_ascii_alphabetic())
        && let Some(Node::Identifier { text: word, variant: before }) = nodes.last_mut()
        && before == variant
        && word.chars().all(|c| c.is_ascii_alphabetic())
    {
        word.push_str(text);
        return;
    }
    nodes.push(node);
}

/// The name of a function. It comes as written, so that it may hold spaces and font commands.
pub(super) fn function(name: &str) -> Node {
    let mut text = String::new();
    let mut rest = name.trim_start_matches(prepare::LIMITS).trim();
    while let Some(c) = rest.chars().next() {
        let mut tail = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
                if letters == 0 {
                    if tail.starts_with([',', ';', ':', ' ']) {
                        text.push('\u{2009}');
                    }
                    tail = tail.get(1..).unwrap_or("");
                } else {
                    if !tail[..letters].starts_with("math") && !matches!(&tail[..letters], "rm" | "text" | "limits") {
                        text.push_str(&tail[..letters]);
                    }
                    tail = tail[letters..].trim_start();
                }
            }
            '{' | '}' | '~' => {}
            '-' => text.push('\u{2010}'),
            ' ' if name.starts_with("lim ") => text.push('\u{2009}'),
            c if c.is_whitespace() || c.is_control() => {}
            c => text.push(c),
        }
        rest = tail;
    }
    Node::Identifier { variant: if text.chars().nth(1).is_some() { Variant::Default } else { Variant::Upright }, text }
}

pub(super) fn relation(content: RelationContent) -> String {
    let mut buffer = [0; 8];
    String::from_utf8_lossy(content.encode_utf8_to_buf(&mut buffer)).into_owned()
}

pub(super) fn is_letter(node: &Node) -> bool {
    matches!(node, Node::Identifier { text, .. } if text.chars().count() == 1)
}

/// The marks that the parser puts over and under things.
pub(super) fn is_accent(c: char) -> bool {
    "´‾_˘ˇ˙¨`^~→˚←⇒↔↼⇀⏜⏠⏡⏞⏟⏝⎴⎵".contains(c)
}

/// Signs that have a negated form of their own (Unicode's canonical compositions with U+0338).
pub(super) fn negate(node: Node) -> Node {
    const PAIRS: [(&str, &str); 28] = [
        ("=", "≠"),
        ("<", "≮"),
        (">", "≯"),
        ("≡", "≢"),
        ("∈", "∉"),
        ("∋", "∌"),
        ("∃", "∄"),
        ("∣", "∤"),
        ("∥", "∦"),
        ("∼", "≁"),
        ("≃", "≄"),
        ("≅", "≇"),
        ("≈", "≉"),
        ("≤", "≰"),
        ("≥", "≱"),
        ("⊂", "⊄"),
        ("⊃", "⊅"),
        ("⊆", "⊈"),
        ("⊇", "⊉"),
        ("→", "↛"),
        ("←", "↚"),
        ("↔", "↮"),
        ("⇒", "⇏"),
        ("⇐", "⇍"),
        ("⇔", "⇎"),
        ("⊢", "⊬"),
        ("⊨", "⊭"),
        ("≺", "⊀"),
    ];
    let negated = |text: &str| PAIRS.iter().find(|(sign, _)| *sign == text).map(|(_, negated)| (*negated).to_owned());
    match node {
        Node::Operator(operator) => match negated(&operator.text) {
            Some(text) => Node::Operator(Operator { text, ..operator }),
            None => Node::Negated(Box::new(Node::Operator(operator))),
        },
        Node::Identifier { text, variant } => match negated(&text) {
            Some(text) => Node::Identifier { text, variant },
            None => Node::Negated(Box::new(Node::Identifier { text, variant })),
        },
        node => Node::Negated(Box::new(node)),
    }
}

pub(super) const fn alignment_of(alignment: LatexAlignment) -> ColumnAlignment {
    match alignment {
        LatexAlignment::Left => ColumnAlignment::Left,
        LatexAlignment::Center => ColumnAlignment::Center,
        LatexAlignment::Right => ColumnAlignment::Right,
    }
}

pub(super) const fn style_of(style: LatexStyle) -> Style {
    match style {
        LatexStyle::Display => Style::Display,
        LatexStyle::Text => Style::Text,
        LatexStyle::Script => Style::Script,
        LatexStyle::ScriptScript => Style::ScriptScript,
    }
}

pub(super) const fn variant(font: Font) -> Variant {
    match font {
        Font::BoldScript => Variant::BoldScript,
        Font::BoldItalic => Variant::BoldItalic,
        Font::Bold => Variant::Bold,
        Font::BoldSymbol => Variant::BoldSymbol,
        Font::Fraktur => Variant::Fraktur,
        Font::Script => Variant::Script,
        Font::Monospace => Variant::Monospace,
        Font::SansSerif => Variant::SansSerif,
        Font::DoubleStruck | Font::DoubleStruckItalic => Variant::DoubleStruck,
        Font::Italic => Variant::Italic,
        Font::BoldFraktur => Variant::BoldFraktur,
        Font::SansSerifBoldItalic => Variant::SansSerifBoldItalic,
        Font::SansSerifItalic => Variant::SansSerifItalic,
        Font::BoldSansSerif => Variant::BoldSansSerif,
        Font::UpRight => Variant::Upright,
    }
}

/// A dimension in ems, an em taken as 10 pt where the unit is absolute; at most 100 of them.
pub(super) fn ems(dimension: Option<Dimension>) -> f32 {
    let Some(Dimension { value, unit }) = dimension else { return 0.0 };
    const POINT: f32 = 0.1;
    let factor = match unit {
        DimensionUnit::Em => 1.0,
        DimensionUnit::Mu => 1.0 / 18.0,
        DimensionUnit::Ex => 0.45,
        DimensionUnit::Pt | DimensionUnit::Bp => POINT,
        DimensionUnit::Pc | DimensionUnit::Cc => 12.0 * POINT,
        DimensionUnit::In => 72.0 * POINT,
        DimensionUnit::Cm => 72.0 / 2.54 * POINT,
        DimensionUnit::Mm => 7.2 / 2.54 * POINT,
        DimensionUnit::Dd => 1.07 * POINT,
        DimensionUnit::Sp => POINT / 65_536.0,
    };
    let ems = value * factor;
    if ems.is_finite() { ems.clamp(-100.0, 100.0) } else { 0.0 }
}
