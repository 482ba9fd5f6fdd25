//! MathML Core, for EPUB and for the layout engine.
//!
//! Attributes that MathML Core no longer has (`columnalign`, `columnlines`) are written beside the CSS that replaces them, since
//! reading systems of both kinds are in use.

mod table;

use std::fmt::Write;

use super::escape;
use super::variant::{Variant, italic_by_default};
use super::{Class, Formula, Node, Operator, Style};
use crate::units::Color;

/// Behind what is to be framed, for the layout engine, which has no frames.
pub(super) const FRAME: Color = Color::rgb(1, 254, 3);
/// Behind what is to be struck out.
pub(super) const STRIKE: Color = Color::rgb(3, 254, 1);

/// Who reads it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// A reading system.
    Browser,
    /// The layout engine.
    Engine,
}

/// A formula as a `math` element. Where it could not be read, its LaTeX as text.
#[must_use]
pub fn write(formula: &Formula) -> String {
    let mut out = String::with_capacity(256);
    out.push_str("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"");
    out.push_str(if formula.display { "block" } else { "inline" });
    out.push_str("\" alttext=\"");
    escape(formula.latex.trim(), &mut out);
    out.push_str("\">");
    let mut writer = Writer { out, reader: Reader::Browser };
    match &formula.tree {
        Some(tree) => writer.group(std::slice::from_ref(tree), false),
        None => {
            writer.out.push_str("<mtext>");
            escape(formula.latex.trim(), &mut writer.out);
            writer.out.push_str("</mtext>");
        }
    }
    writer.out.push_str("</math>");
    writer.out
}

/// Nodes as a `math` element for the layout engine.
pub(super) fn for_engine(node: &Node, display: bool) -> String {
    let opening = if display { "<math display=\"block\">" } else { "<math>" };
    let mut writer = Writer { out: String::from(opening), reader: Reader::Engine };
    writer.group(std::slice::from_ref(node), false);
    writer.out.push_str("</math>");
    writer.out
}

struct Writer {
    out: String,
    reader: Reader,
}

/// Where a node stands.
#[derive(Clone, Copy)]
struct Place {
    /// In a script, where signs have no space around them.
    script: bool,
    /// With neighbours on both sides, so that an operator is infix by itself (MathML Core §3.2.4.2).
    between: bool,
}

impl Writer {
    /// Nodes as one element.
    fn group(&mut self, nodes: &[Node], script: bool) {
        match nodes {
            [Node::Row(inner)] => self.group(inner, script),
            [node] => self.node(node, Place { script, between: false }),
            nodes => {
                self.out.push_str("<mrow>");
                self.children(nodes, script);
                self.out.push_str("</mrow>");
            }
        }
    }

    fn children(&mut self, nodes: &[Node], script: bool) {
        for (i, node) in nodes.iter().enumerate() {
            self.node(node, Place { script, between: i > 0 && i + 1 < nodes.len() });
        }
    }

    fn element(&mut self, name: &str, attributes: &str, content: impl FnOnce(&mut Self)) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push_str(attributes);
        self.out.push('>');
        content(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn node(&mut self, node: &Node, place: Place) {
        let script = place.script;
        match node {
            Node::Row(nodes) => self.group(nodes, script),
            Node::Identifier { text, variant } => self.identifier(text, *variant),
            Node::Number { text, variant } => {
                self.element("mn", "", |w| escape(&variant.map(text), &mut w.out));
            }
            Node::Operator(operator) => self.operator(operator, place),
            Node::Text { text, variant } => self.element("mtext", "", |w| {
                let text = variant.map(text);
                let inner = text.trim_matches(' ');
                // White space at the ends of a token is dropped (MathML 3 §2.1.7).
                if text.starts_with(' ') {
                    w.out.push('\u{A0}');
                }
                escape(inner, &mut w.out);
                if text.ends_with(' ') && !inner.is_empty() {
                    w.out.push('\u{A0}');
                }
            }),
            Node::Space { width, height, depth } => self.space(*width, *height, *depth),
            Node::Fraction { numerator, denominator, line } => {
                let attributes = line.map_or(String::new(), |line| match line {
                    0.0 => " linethickness=\"0\"".into(),
                    line => format!(" linethickness=\"{}em\"", number(line)),
                });
                self.element("mfrac", &attributes, |w| {
                    w.group(std::slice::from_ref(numerator), script);
                    w.group(std::slice::from_ref(denominator), script);
                });
            }
            Node::Root { radicand, index: None } => self.element("msqrt", "", |w| match &**radicand {
                Node::Row(nodes) => w.children(nodes, script),
                node => w.node(node, Place { script, between: false }),
            }),
            Node::Root { radicand, index: Some(index) } => self.element("mroot", "", |w| {
                w.group(std::slice::from_ref(radicand), script);
                w.group(std::slice::from_ref(index), true);
            }),
            Node::Scripts { base, sub, sup } => {
                self.scripts(["msub", "msup", "msubsup"], base, sub.as_deref(), sup.as_deref(), place);
            }
            Node::Limits { base, under, over } => {
                self.scripts(["munder", "mover", "munderover"], base, under.as_deref(), over.as_deref(), place);
            }
            Node::Accent { base, mark, stretchy, under } => self.accent(base, *mark, *stretchy, *under, script),
            Node::Fenced { open, close, body } => self.element("mrow", "", |w| {
                w.fence(*open, "prefix");
                w.group(body, script);
                w.fence(*close, "postfix");
            }),
            Node::Table(table) => self.table(table, script),
            Node::Styled { style, body } => {
                let attributes = match style {
                    Style::Color(color) => format!(" mathcolor=\"#{}\"", color.to_hex()),
                    Style::Background(color) => format!(" mathbackground=\"#{}\"", color.to_hex()),
                    Style::Display => " displaystyle=\"true\" scriptlevel=\"0\"".into(),
                    Style::Text => " displaystyle=\"false\" scriptlevel=\"0\"".into(),
                    Style::Script => " displaystyle=\"false\" scriptlevel=\"1\"".into(),
                    Style::ScriptScript => " displaystyle=\"false\" scriptlevel=\"2\"".into(),
                };
                self.element("mstyle", &attributes, |w| w.children(body, script));
            }
            Node::Phantom { body, width, height } => {
                let phantom = |w: &mut Self| w.element("mphantom", "", |w| w.children(body, script));
                match (width, height) {
                    (true, true) => phantom(self),
                    (true, false) => self.element("mpadded", " height=\"0\" depth=\"0\"", phantom),
                    (false, _) => self.element("mpadded", " width=\"0\"", phantom),
                }
            }
            Node::Boxed(body) => match self.reader {
                Reader::Browser => {
                    self.element("mrow", " style=\"border: 1px solid; padding: 0.25em\"", |w| w.children(body, script));
                }
                Reader::Engine => {
                    let attributes = format!(" mathbackground=\"#{}\"", FRAME.to_hex());
                    self.element("mstyle", &attributes, |w| w.framed(body, script));
                }
            },
            Node::Negated(base) => match (&**base, self.reader) {
                (Node::Identifier { text, variant }, _) => {
                    let struck = variant.map(text) + "\u{338}";
                    self.element("mi", "", |w| escape(&struck, &mut w.out));
                }
                (Node::Operator(operator), _) => {
                    let struck = Operator { text: format!("{}\u{338}", operator.text), ..operator.clone() };
                    self.operator(&struck, place);
                }
                (base, Reader::Browser) => {
                    self.element("menclose", " notation=\"updiagonalstrike\"", |w| {
                        w.group(std::slice::from_ref(base), script)
                    });
                }
                (base, Reader::Engine) => {
                    let attributes = format!(" mathbackground=\"#{}\"", STRIKE.to_hex());
                    self.element("mstyle", &attributes, |w| w.group(std::slice::from_ref(base), script));
                }
            },
        }
    }

    fn framed(&mut self, body: &[Node], script: bool) {
        self.out.push_str("<mspace width=\"0.3em\"/>");
        self.group(body, script);
        self.out.push_str("<mspace width=\"0.3em\"/>");
    }

    fn identifier(&mut self, text: &str, variant: Variant) {
        let mut letters = text.chars();
        let single = letters.next().filter(|_| letters.next().is_none());
        let upright = match (single, variant) {
            // A single letter in `mi` is italic unless told otherwise (MathML Core §3.2.2).
            (Some(c), Variant::Default) => c.is_alphabetic() && !italic_by_default(c),
            (Some(c), Variant::Upright) => c.is_alphabetic(),
            _ => false,
        };
        let attributes = if upright { " mathvariant=\"normal\"" } else { "" };
        let mapped = if single.is_some() && variant == Variant::Italic { text.to_owned() } else { variant.map(text) };
        self.element("mi", attributes, |w| escape(&mapped, &mut w.out));
    }

    fn operator(&mut self, operator: &Operator, place: Place) {
        let mut attributes = String::new();
        let text = operator.text.as_str();
        let (lspace, rspace) = match operator.class {
            Class::Large => (None, None),
            Class::Ordinary | Class::Open | Class::Close => (Some("0"), Some("0")),
            Class::Binary | Class::Relation | Class::Punctuation if place.script => (Some("0"), Some("0")),
            Class::Binary if place.between && "+−±∓∪∩∧∨⊕⊖".contains(text) => (None, None),
            Class::Binary => (Some("0.2222em"), Some("0.2222em")),
            Class::Relation if place.between && "=<>≤≥≠≈∼≡∈∉⊂⊆→←⇒".contains(text) => {
                (None, None)
            }
            Class::Relation => (Some("0.2778em"), Some("0.2778em")),
            Class::Punctuation if place.between && ",;".contains(text) => (None, None),
            Class::Punctuation => (Some("0"), Some("0.1667em")),
        };
        match operator.class {
            Class::Open => attributes.push_str(" form=\"prefix\""),
            Class::Close => attributes.push_str(" form=\"postfix\""),
            Class::Large | Class::Ordinary | Class::Binary | Class::Relation | Class::Punctuation => {
                for (name, space) in [("lspace", lspace), ("rspace", rspace)] {
                    if let Some(space) = space {
                        let _ = write!(attributes, " {name}=\"{space}\"");
                    }
                }
            }
        }
        match operator.size {
            Some(size) if size > 0.0 => {
                let size = number(size);
                let _ = write!(
                    attributes,
                    " stretchy=\"true\" symmetric=\"true\" minsize=\"{size}em\" maxsize=\"{size}em\""
                );
            }
            Some(_) => attributes.push_str(" stretchy=\"true\" symmetric=\"true\""),
            None if operator.stretchy => attributes.push_str(" stretchy=\"true\""),
            None => match operator.class {
                Class::Open | Class::Close | Class::Ordinary => attributes.push_str(" stretchy=\"false\""),
                Class::Relation if "↑↓↕⇑⇓⇕|∥".contains(text) => {
                    attributes.push_str(" stretchy=\"false\"")
                }
                Class::Large => attributes.push_str(" movablelimits=\"false\""),
                Class::Relation | Class::Binary | Class::Punctuation => {}
            },
        }
        self.element("mo", &attributes, |w| escape(text, &mut w.out));
    }

    fn fence(&mut self, delimiter: Option<char>, form: &str) {
        if let Some(c) = delimiter {
            let attributes = format!(" form=\"{form}\" stretchy=\"true\" symmetric=\"true\" lspace=\"0\" rspace=\"0\"");
            self.element("mo", &attributes, |w| escape(c.encode_utf8(&mut [0; 4]), &mut w.out));
        }
    }

    fn scripts(&mut self, names: [&str; 3], base: &Node, below: Option<&Node>, above: Option<&Node>, place: Place) {
        let [only_below, only_above, both] = names;
        let name = match (below, above) {
            (Some(_), Some(_)) => both,
            (Some(_), None) => only_below,
            (None, _) => only_above,
        };
        self.element(name, "", |w| {
            match base {
                Node::Row(nodes) if nodes.len() != 1 => w.group(nodes, place.script),
                base => w.node(base, place),
            }
            for script in [below, above].into_iter().flatten() {
                w.group(std::slice::from_ref(script), true);
            }
        });
    }

    fn accent(&mut self, base: &Node, mark: char, stretchy: bool, under: bool, script: bool) {
        let (name, attribute) = if under { ("munder", " accentunder=\"true\"") } else { ("mover", " accent=\"true\"") };
        let mark = match self.reader {
            Reader::Browser => mark,
            Reader::Engine => combining(mark, stretchy),
        };
        self.element(name, attribute, |w| {
            w.group(std::slice::from_ref(base), script);
            let attributes = format!(" stretchy=\"{stretchy}\"");
            w.element("mo", &attributes, |w| escape(mark.encode_utf8(&mut [0; 4]), &mut w.out));
        });
    }

    fn space(&mut self, width: f32, height: f32, depth: f32) {
        self.out.push_str("<mspace");
        if width < 0.0 && self.reader == Reader::Browser {
            let _ = write!(self.out, " style=\"margin-left: {}em\"", number(width));
        }
        for (name, value) in [("width", width.max(0.0)), ("height", height.max(0.0)), ("depth", depth.max(0.0))] {
            if value > 0.0 {
                let _ = write!(self.out, " {name}=\"{}em\"", number(value));
            }
        }
        self.out.push_str("/>");
    }
}

/// The combining form of a mark, which carries the font's attachment points and wider variants.
fn combining(mark: char, stretchy: bool) -> char {
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
        // A bar that grows is an assembly, which covers its base exactly.
        '‾' if !stretchy => '\u{305}',
        '→' if !stretchy => '\u{20D7}',
        mark => mark,
    }
}

/// A number without needless digits.
fn number(value: f32) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.to_owned() }
}
