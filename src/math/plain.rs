//! A formula as a line of plain text, for those who copy and search: `a₁² + x_i ≤ √(c + 1)`.
//!
//! The form is that of Unicode Technical Note 28 (UnicodeMath) as far as a reader takes it without having learned it: letters, signs, scripts
//! and roots. For matrices, limits and fractions of more than digits the LaTeX stands.

use super::variant::Variant;
use super::{Class, Formula, Node, Operator};

/// Characters with a superscript of their own (Unicode blocks 0080 and 2070). Letters are left out: theirs are signs of phonetics, which
/// Unicode advises mathematics against (UTR 25 §2.13).
const SUPERSCRIPTS: &str = "0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺−⁻′′";
/// Characters with a subscript of their own (Unicode block 2080).
const SUBSCRIPTS: &str = "0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊−₋";

impl Formula {
    /// The formula as its reader would type it in a line of text; its LaTeX where Unicode has no characters for it.
    #[must_use]
    pub fn plain_text(&self) -> String {
        let mut out = String::with_capacity(self.latex.len());
        match self.tree.as_ref().and_then(|tree| node(tree, Place::Line, &mut out)) {
            Some(()) if !out.trim().is_empty() => out.trim().to_owned(),
            _ => self.latex.clone(),
        }
    }
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// On the line, with space around signs.
    Line,
    /// In a script, without.
    Script,
}

/// Writes a node; `None` where that would lose something.
fn node(node: &Node, place: Place, out: &mut String) -> Option<()> {
    match node {
        Node::Row(nodes) => row(nodes, place, out),
        Node::Identifier { text, variant } => {
            // Words need a space between them: `2 sin x`.
            let word = text.chars().nth(1).is_some();
            let last = out.chars().next_back();
            if last.is_some_and(|last| last.is_alphanumeric() && (word || ends_in_word(out))) || ends_in_script(out) {
                out.push(' ');
            }
            out.push_str(&letters(text, *variant));
            Some(())
        }
        Node::Number { text, variant } => {
            if ends_in_word(out) || ends_in_script(out) {
                out.push(' ');
            }
            out.push_str(&letters(text, *variant));
            Some(())
        }
        Node::Text { text, .. } => {
            out.push_str(text);
            Some(())
        }
        Node::Operator(sign) => {
            operator(sign, place, out);
            Some(())
        }
        Node::Space { width, .. } => {
            // A thin space and less is the setting's, not the text's.
            if *width > 0.2 && !out.ends_with(' ') {
                out.push(' ');
            }
            Some(())
        }
        Node::Fraction { numerator, denominator, line: None } => {
            // U+2044 makes one fraction of the digits around it (The Unicode Standard §6.2.9), and of nothing else.
            let digits = |part| atom(part).filter(|part| part.chars().all(|c| c.is_ascii_digit()));
            let (above, below) = (digits(numerator)?, digits(denominator)?);
            if out.ends_with(|c: char| c.is_ascii_digit()) {
                out.push(' ');
            }
            out.push_str(&above);
            out.push('\u{2044}');
            out.push_str(&below);
            Some(())
        }
        Node::Root { radicand, index: None } => {
            out.push('√');
            match atom(radicand) {
                Some(atom) => out.push_str(&atom),
                None => {
                    out.push('(');
                    self::node(radicand, place, out)?;
                    out.push(')');
                }
            }
            Some(())
        }
        Node::Scripts { base, sub, sup } => {
            self::node(base, place, out)?;
            for (script, sign, characters) in [(sub, '_', SUBSCRIPTS), (sup, '^', SUPERSCRIPTS)] {
                if let Some(script) = script {
                    out.push_str(&moved(script, sign, characters)?);
                }
            }
            let named = matches!(&**base, Node::Identifier { text, .. } if text.chars().nth(1).is_some());
            if named || base.core_operator().is_some_and(|sign| sign.class == Class::Large) {
                out.push(' ');
            }
            Some(())
        }
        Node::Accent { base, mark, under: false, .. } => {
            out.push_str(&atom(base).filter(|base| base.chars().nth(1).is_none())?);
            out.push(combining(*mark)?);
            Some(())
        }
        Node::Fenced { open, close, body } => {
            out.extend(open);
            row(body, place, out)?;
            trim(out);
            out.extend(close);
            Some(())
        }
        Node::Styled { body, .. } => row(body, place, out),
        Node::Fraction { .. }
        | Node::Root { .. }
        | Node::Limits { .. }
        | Node::Accent { .. }
        | Node::Table(_)
        | Node::Phantom { .. }
        | Node::Boxed(_)
        | Node::Negated(_) => None,
    }
}

fn row(nodes: &[Node], place: Place, out: &mut String) -> Option<()> {
    nodes.iter().try_for_each(|each| node(each, place, out))
}

/// Space stands around binary signs and relations that have something on their left, and after commas (TeX: The Program §764).
fn operator(sign: &Operator, place: Place, out: &mut String) {
    let prefix = out.trim_end().chars().next_back().is_none_or(|last| matches!(last, '(' | '[' | '{' | ',' | '='));
    match sign.class {
        Class::Relation => spaced(&sign.text, place, out),
        Class::Binary if !prefix => spaced(&sign.text, place, out),
        Class::Punctuation => {
            trim(out);
            out.push_str(&sign.text);
            if place == Place::Line {
                out.push(' ');
            }
        }
        Class::Close => {
            trim(out);
            out.push_str(&sign.text);
        }
        Class::Ordinary | Class::Large | Class::Binary | Class::Open => out.push_str(&sign.text),
    }
}

fn spaced(sign: &str, place: Place, out: &mut String) {
    let space = place == Place::Line;
    if space && !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
    out.push_str(sign);
    if space {
        out.push(' ');
    }
}

fn trim(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
}

/// Letters of a mathematical alphabet. Italics are only how mathematics sets its variables; other alphabets say something.
fn letters(text: &str, variant: Variant) -> String {
    match variant {
        Variant::Default | Variant::Upright | Variant::Italic => text.to_owned(),
        variant => variant.map(text),
    }
}

fn ends_in_word(out: &str) -> bool {
    out.chars().rev().take(2).filter(|c| c.is_alphabetic()).count() == 2
}

/// Whether what follows would be taken for a part of a script.
fn ends_in_script(out: &str) -> bool {
    let mut last = out.chars().rev();
    last.next().is_some_and(char::is_alphanumeric) && matches!(last.next(), Some('_' | '^'))
}

/// A node that is a single letter or number.
fn atom(only: &Node) -> Option<String> {
    match only {
        Node::Identifier { .. } | Node::Number { .. } => {
            let mut out = String::new();
            node(only, Place::Script, &mut out).map(|()| out)
        }
        Node::Row(nodes) | Node::Styled { body: nodes, .. } => match nodes.as_slice() {
            [only] => atom(only),
            _ => None,
        },
        _ => None,
    }
}

/// A script in characters of its own, found in pairs of the plain character and the raised or lowered one; else behind the sign.
fn moved(script: &Node, sign: char, pairs: &str) -> Option<String> {
    let mut plain = String::new();
    node(script, Place::Script, &mut plain)?;
    let find = |c: char| {
        let mut pairs = pairs.chars();
        while let (Some(from), Some(to)) = (pairs.next(), pairs.next()) {
            if from == c {
                return Some(to);
            }
        }
        None
    };
    let short = plain.chars().nth(1).is_none();
    let behind = || if short { format!("{sign}{plain}") } else { format!("{sign}({plain})") };
    Some(plain.chars().map(find).collect::<Option<String>>().unwrap_or_else(behind))
}

/// The combining mark of an accent that is written as a character by itself.
fn combining(mark: char) -> Option<char> {
    Some(match mark {
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' | '‾' | '―' => '\u{304}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '→' => '\u{20D7}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::formula;

    #[track_caller]
    fn check(latex: &str, expected: &str) {
        assert_eq!(formula(latex, false).plain_text(), expected, "{latex}");
    }

    #[test]
    fn what_unicode_can_say_is_plain_text() {
        check("a_1^2+b", "a₁² + b");
        check("e^{i+1}=-x_ij", "e^(i+1) = −x_i j");
        check(r"f'(x) \le 2\sin x, y", "f′(x) ≤ 2 sin x, y");
        check(r"\mathbf{x}\in\mathbb R^n", "𝐱 ∈ ℝ^n");
        check(r"2\frac12 \sqrt{a+b} \sqrt2", "2 1\u{2044}2√(a + b)√2");
        check(r"x^{\top} e^{i\pi}", "x^⊤e^(iπ)");
        check(r"\lim_{x \to 0} x", "lim_(x→0) x");
        check(r"\hat{y}", "y\u{302}");
        check(r"\sum_{i=1}^n x_i", "∑_(i=1)^n x_i");
    }

    #[test]
    fn what_it_can_not_say_is_latex() {
        for latex in [r"\frac{a}{c}", r"\begin{pmatrix} a & b \end{pmatrix}", r"\sqrt[3]{x}", r"\underbrace{x}_y"] {
            check(latex, latex);
        }
    }
}
