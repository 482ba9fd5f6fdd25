//! Office Math Markup (ECMA-376 part 1, §22.1): formulas that stay editable in Word.
//!
//! Elements and properties come in the order of the schema `shared-math.xsd`. Letters stay plain, their alphabet is a property
//! (`m:scr`, `m:sty`), so that Word can edit them.

use std::fmt::Write;

use super::escape;
use super::variant::{Variant, italic_by_default};
use super::{Class, ColumnAlignment, Formula, Node, Operator, Style, Table, TableKind};
use crate::units::Color;

/// A formula as an `m:oMath` element; the prefix `m` is to be bound to
/// `http://schemas.openxmlformats.org/officeDocument/2006/math` and `w` to WordprocessingML's namespace. Where it could not be read, its LaTeX as text.
#[must_use]
pub fn write(formula: &Formula) -> String {
    let mut writer = Writer { out: String::from("<m:oMath>"), color: None };
    match &formula.tree {
        Some(tree) => writer.nodes(std::slice::from_ref(tree)),
        None => writer.run(formula.latex.trim(), "<m:nor/>"),
    }
    writer.out.push_str("</m:oMath>");
    writer.out
}

struct Writer {
    out: String,
    color: Option<Color>,
}

impl Writer {
    /// `<m:name>` … `</m:name>`.
    fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        let _ = write!(self.out, "<m:{name}>");
        content(self);
        let _ = write!(self.out, "</m:{name}>");
    }

    fn argument(&mut self, name: &str, node: &Node) {
        self.element(name, |w| w.nodes(std::slice::from_ref(node)));
    }

    fn nodes(&mut self, nodes: &[Node]) {
        let mut i = 0;
        while let Some(node) = nodes.get(i) {
            i += 1;
            if is_nary(node) {
                // A sum holds what it sums over: everything up to the next sign of its own or lesser rank (m:nary/m:e).
                let rest = nodes.get(i..).unwrap_or(&[]);
                let length = rest.iter().position(ends_operand).unwrap_or(rest.len());
                self.nary(node, rest.get(..length).unwrap_or(&[]));
                i += length;
            } else {
                self.node(node);
            }
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Row(nodes) => self.nodes(nodes),
            Node::Identifier { text, variant } => self.identifier(text, *variant),
            Node::Number { text, variant } => self.run(text, &properties(*variant, true)),
            Node::Operator(operator) if operator.class == Class::Large => self.nary(node, &[]),
            Node::Operator(operator) => self.run(&operator.text, "<m:sty m:val=\"p\"/>"),
            Node::Text { text, .. } => self.run(text, "<m:nor/>"),
            Node::Space { width, .. } => self.space(*width),
            Node::Fraction { numerator, denominator, line } => self.element("f", |w| {
                if *line == Some(0.0) {
                    w.out.push_str("<m:fPr><m:type m:val=\"noBar\"/></m:fPr>");
                }
                w.argument("num", numerator);
                w.argument("den", denominator);
            }),
            Node::Root { radicand, index } => self.element("rad", |w| {
                match index {
                    Some(index) => w.argument("deg", index),
                    None => w.out.push_str("<m:radPr><m:degHide m:val=\"1\"/></m:radPr><m:deg/>"),
                }
                w.argument("e", radicand);
            }),
            Node::Scripts { .. } | Node::Limits { .. } if is_nary(node) => self.nary(node, &[]),
            Node::Scripts { base, sub, sup } => match (sub, sup) {
                (Some(sub), Some(sup)) => self.element("sSubSup", |w| {
                    w.argument("e", base);
                    w.argument("sub", sub);
                    w.argument("sup", sup);
                }),
                (Some(sub), None) => self.element("sSub", |w| {
                    w.argument("e", base);
                    w.argument("sub", sub);
                }),
                (None, Some(sup)) => self.element("sSup", |w| {
                    w.argument("e", base);
                    w.argument("sup", sup);
                }),
                (None, None) => self.node(base),
            },
            Node::Limits { base, under, over } => self.limits(base, under.as_deref(), over.as_deref()),
            Node::Accent { base, mark, under, .. } => self.accent(base, *mark, *under),
            Node::Fenced { open, close, body } => self.fenced(*open, *close, body),
            Node::Table(table) => self.table(table),
            Node::Styled { style, body } => match style {
                Style::Color(color) => {
                    let before = self.color.replace(*color);
                    self.nodes(body);
                    self.color = before;
                }
                Style::Background(_) | Style::Display | Style::Text | Style::Script | Style::ScriptScript => {
                    self.nodes(body)
                }
            },
            Node::Phantom { body, width, height } => self.element("phant", |w| {
                w.out.push_str("<m:phantPr><m:show m:val=\"0\"/>");
                if !width {
                    w.out.push_str("<m:zeroWid m:val=\"1\"/>");
                }
                if !height {
                    w.out.push_str("<m:zeroAsc m:val=\"1\"/><m:zeroDesc m:val=\"1\"/>");
                }
                w.out.push_str("</m:phantPr>");
                w.element("e", |w| w.nodes(body));
            }),
            Node::Boxed(body) => self.element("borderBox", |w| w.element("e", |w| w.nodes(body))),
            Node::Negated(base) => match &**base {
                Node::Operator(operator) => self.run(&format!("{}\u{338}", operator.text), "<m:sty m:val=\"p\"/>"),
                base => self.element("borderBox", |w| {
                    w.out.push_str(
                        "<m:borderBoxPr><m:hideTop m:val=\"1\"/><m:hideBot m:val=\"1\"/><m:hideLeft m:val=\"1\"/>\
                         <m:hideRight m:val=\"1\"/><m:strikeBLTR m:val=\"1\"/></m:borderBoxPr>",
                    );
                    w.argument("e", base);
                }),
            },
        }
    }

    /// A run of text with math properties.
    fn run(&mut self, text: &str, properties: &str) {
        if text.is_empty() {
            return;
        }
        self.out.push_str("<m:r>");
        if !properties.is_empty() {
            let _ = write!(self.out, "<m:rPr>{properties}</m:rPr>");
        }
        if let Some(color) = self.color {
            let _ = write!(self.out, "<w:rPr><w:color w:val=\"{}\"/></w:rPr>", color.to_hex());
        }
        self.out.push_str("<m:t xml:space=\"preserve\">");
        escape(text, &mut self.out);
        self.out.push_str("</m:t></m:r>");
    }

    fn identifier(&mut self, text: &str, variant: Variant) {
        let mut letters = text.chars();
        let upright = match (letters.next(), letters.next()) {
            (Some(c), None) => !italic_by_default(c),
            _ => true,
        };
        self.run(text, &properties(variant, upright));
    }

    /// Spaces are characters (§22.1.2 has no element for them); negative ones do not exist.
    fn space(&mut self, width: f32) {
        let text = match width {
            w if w <= 0.05 => return,
            w if w < 0.2 => "\u{2009}".to_owned(),
            w if w < 0.26 => "\u{205F}".to_owned(),
            w if w < 0.4 => "\u{2004}".to_owned(),
            w if w < 0.75 => "\u{2002}".to_owned(),
            w => {
                let mut ems = w;
                let mut text = String::new();
                while ems >= 0.75 && text.len() < 300 {
                    text.push('\u{2003}');
                    ems -= 1.0;
                }
                text
            }
        };
        self.run(&text, "<m:sty m:val=\"p\"/>");
    }

    fn nary(&mut self, node: &Node, operand: &[Node]) {
        let (base, sub, sup, limits) = match node {
            Node::Scripts { base, sub, sup } => (&**base, sub.as_deref(), sup.as_deref(), "subSup"),
            Node::Limits { base, under, over } => (&**base, under.as_deref(), over.as_deref(), "undOvr"),
            node => (node, None, None, "subSup"),
        };
        let sign = base.core_operator().map_or("", |operator| operator.text.as_str());
        self.element("nary", |w| {
            w.out.push_str("<m:naryPr><m:chr m:val=\"");
            escape(sign, &mut w.out);
            let _ = write!(w.out, "\"/><m:limLoc m:val=\"{limits}\"/>");
            for (hidden, name) in [(sub.is_none(), "subHide"), (sup.is_none(), "supHide")] {
                if hidden {
                    let _ = write!(w.out, "<m:{name} m:val=\"1\"/>");
                }
            }
            w.out.push_str("</m:naryPr>");
            w.element("sub", |w| w.nodes(sub.map_or(&[], std::slice::from_ref)));
            w.element("sup", |w| w.nodes(sup.map_or(&[], std::slice::from_ref)));
            w.element("e", |w| w.nodes(operand));
        });
    }

    fn limits(&mut self, base: &Node, under: Option<&Node>, over: Option<&Node>) {
        match (under, over) {
            (Some(limit), over) => self.element("limLow", |w| {
                w.element("e", |w| w.limits(base, None, over));
                w.argument("lim", limit);
            }),
            (None, Some(limit)) => self.element("limUpp", |w| {
                w.argument("e", base);
                w.argument("lim", limit);
            }),
            (None, None) => self.node(base),
        }
    }

    fn accent(&mut self, base: &Node, mark: char, under: bool) {
        // §22.1.2.7 m:bar, §22.1.2.41 m:groupChr, §22.1.2.1 m:acc
        match mark {
            '‾' | '_' => self.element("bar", |w| {
                let _ = write!(w.out, "<m:barPr><m:pos m:val=\"{}\"/></m:barPr>", if under { "bot" } else { "top" });
                w.argument("e", base);
            }),
            '⏞' | '⏟' | '⏜' | '⏝' | '⎴' | '⎵' | '⏠' | '⏡' | '⇒' => self.group_sign(base, mark, under),
            mark if under => self.group_sign(base, mark, true),
            mark => self.element("acc", |w| {
                let _ = write!(w.out, "<m:accPr><m:chr m:val=\"{}\"/></m:accPr>", combining(mark));
                w.argument("e", base);
            }),
        }
    }

    fn group_sign(&mut self, base: &Node, mark: char, under: bool) {
        self.element("groupChr", |w| {
            let (place, align) = if under { ("bot", "top") } else { ("top", "bot") };
            let _ = write!(
                w.out,
                "<m:groupChrPr><m:chr m:val=\"{mark}\"/><m:pos m:val=\"{place}\"/><m:vertJc m:val=\"{align}\"/></m:groupChrPr>"
            );
            w.argument("e", base);
        });
    }

    fn fenced(&mut self, open: Option<char>, close: Option<char>, body: &[Node]) {
        self.element("d", |w| {
            w.out.push_str("<m:dPr>");
            for (name, delimiter) in [("begChr", open), ("endChr", close)] {
                let _ = write!(w.out, "<m:{name} m:val=\"");
                escape(delimiter.unwrap_or(' ').encode_utf8(&mut [0; 4]).trim(), &mut w.out);
                w.out.push_str("\"/>");
            }
            w.out.push_str("</m:dPr>");
            w.element("e", |w| w.nodes(body));
        });
    }

    fn table(&mut self, table: &Table) {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        if table.rows.is_empty() {
            return;
        }
        if width <= 1 || table.kind == TableKind::Aligned {
            // §22.1.2.34: an ampersand marks where rows of an equation array are aligned, every second one a gap.
            self.element("eqArr", |w| {
                for row in &table.rows {
                    w.element("e", |w| {
                        for (i, cell) in row.iter().enumerate() {
                            if i > 0 {
                                w.run("&", "");
                            }
                            w.node(cell);
                        }
                    });
                }
            });
            return;
        }
        self.element("m", |w| {
            w.out.push_str("<m:mPr><m:plcHide m:val=\"1\"/><m:mcs>");
            for column in 0..width {
                let align = match table.columns.get(column).or(table.columns.last()).copied().unwrap_or_default() {
                    ColumnAlignment::Left => "left",
                    ColumnAlignment::Center => "center",
                    ColumnAlignment::Right => "right",
                };
                let _ =
                    write!(w.out, "<m:mc><m:mcPr><m:count m:val=\"1\"/><m:mcJc m:val=\"{align}\"/></m:mcPr></m:mc>");
            }
            w.out.push_str("</m:mcs></m:mPr>");
            for row in &table.rows {
                w.element("mr", |w| {
                    for column in 0..width {
                        w.element("e", |w| w.nodes(row.get(column).map_or(&[], std::slice::from_ref)));
                    }
                });
            }
        });
    }
}

/// A large operator, with or without scripts.
fn is_nary(node: &Node) -> bool {
    let base = match node {
        Node::Scripts { base, .. } => base,
        Node::Limits { base, .. } => base,
        Node::Operator(_) => node,
        _ => return false,
    };
    matches!(base, Node::Operator(Operator { class: Class::Large, .. }))
}

/// Whether the operand of a sum ends before this node.
fn ends_operand(node: &Node) -> bool {
    match node.core_operator().map(|operator| operator.class) {
        Some(Class::Relation | Class::Binary | Class::Punctuation | Class::Close) => true,
        Some(Class::Large | Class::Open | Class::Ordinary) | None => false,
    }
}

/// `m:scr` and `m:sty` (§22.1.2.93, §22.1.2.111). `upright` is the default of the letters concerned.
fn properties(variant: Variant, upright: bool) -> String {
    let default = if upright { "p" } else { "i" };
    let (script, style) = match variant {
        Variant::Default => ("", default),
        Variant::Upright => ("", "p"),
        Variant::Italic => ("", "i"),
        Variant::Bold => ("", "b"),
        Variant::BoldSymbol => ("", if upright { "b" } else { "bi" }),
        Variant::BoldItalic => ("", "bi"),
        Variant::Script => ("script", "p"),
        Variant::BoldScript => ("script", "b"),
        Variant::Fraktur => ("fraktur", "p"),
        Variant::BoldFraktur => ("fraktur", "b"),
        Variant::DoubleStruck => ("double-struck", "p"),
        Variant::SansSerif => ("sans-serif", "p"),
        Variant::BoldSansSerif => ("sans-serif", "b"),
        Variant::SansSerifItalic => ("sans-serif", "i"),
        Variant::SansSerifBoldItalic => ("sans-serif", "bi"),
        Variant::Monospace => ("monospace", "p"),
    };
    let mut properties = String::new();
    if !script.is_empty() {
        let _ = write!(properties, "<m:scr m:val=\"{script}\"/>");
    }
    if !(script.is_empty() && style == "i") {
        let _ = write!(properties, "<m:sty m:val=\"{style}\"/>");
    }
    properties
}

/// Accents of `m:acc` are combining characters.
fn combining(mark: char) -> char {
    match mark {
        '´' => '\u{301}',
        '˘' => '\u{306}',
        'ˇ' => '\u{30C}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '`' => '\u{300}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '˚' => '\u{30A}',
        '→' => '\u{20D7}',
        '←' => '\u{20D6}',
        '↔' => '\u{20E1}',
        '↼' => '\u{20D0}',
        '⇀' => '\u{20D1}',
        mark => mark,
    }
}
