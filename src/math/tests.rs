use super::*;
use crate::diagnostic::{FileId, Span};
use crate::model::Math;
use crate::units::Length;

fn math(latex: &str) -> Math {
    Math { span: Span::new(FileId(0), 100..100 + latex.len()), latex: latex.into(), ..Math::default() }
}

pub(super) fn formula(latex: &str, display: bool) -> Formula {
    let (formula, diagnostics) = read(&math(latex), display);
    assert!(diagnostics.is_empty(), "{latex}: {diagnostics:?}");
    formula
}

/// The MathML inside the `math` element.
fn mathml(latex: &str) -> String {
    let text = mathml::write(&formula(latex, true));
    let start = text.find('>').map_or(0, |i| i + 1);
    text[start..].trim_end_matches("</math>").to_owned()
}

fn omml(latex: &str) -> String {
    let text = omml::write(&formula(latex, true));
    text.trim_start_matches("<m:oMath>").trim_end_matches("</m:oMath>").replace(" xml:space=\"preserve\"", "")
}

#[test]
fn formulas_become_mathml() {
    for (latex, expected) in [
        (r"\frac12", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"x_i^2", "<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>"),
        (r"a+b", "<mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow>"),
        (r"-a", "<mrow><mo lspace=\"0\" rspace=\"0\" stretchy=\"false\">−</mo><mi>a</mi></mrow>"),
        (r"\hat x", "<mover accent=\"true\"><mi>x</mi><mo stretchy=\"false\">^</mo></mover>"),
        (
            r"f'(x)",
            "<mrow><msup><mi>f</mi><mo lspace=\"0\" rspace=\"0\" stretchy=\"false\">′</mo></msup><mo form=\"prefix\" \
             stretchy=\"false\">(</mo><mi>x</mi><mo form=\"postfix\" stretchy=\"false\">)</mo></mrow>",
        ),
        (r"\mathrm{softmax}", "<mi>softmax</mi>"),
        (r"\mathbf{x}\in\mathbb R", "<mrow><mi>𝐱</mi><mo>∈</mo><mi>ℝ</mi></mrow>"),
        (r"\text{if }x", "<mrow><mtext>if\u{A0}</mtext><mi>x</mi></mrow>"),
        (r"\Gamma", "<mi mathvariant=\"normal\">Γ</mi>"),
        (r"\not=", "<mo lspace=\"0.2778em\" rspace=\"0.2778em\">≠</mo>"),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
    ] {
        assert_eq!(mathml(latex), expected, "{latex}");
    }
}

#[test]
fn limits_stand_below_in_displayed_formulas_only() {
    assert!(mathml(r"\sum_{i=1}^n i").contains("<munderover><mo movablelimits=\"false\">∑</mo>"));
    assert!(mathml(r"\operatorname*{argmin}_x f").starts_with("<mrow><munder><mi>argmin</mi><mi>x</mi></munder>"));
    assert!(mathml::write(&formula(r"\sum_{i=1}^n i", false)).contains("<msubsup>"));
}

#[test]
fn formulas_become_omml() {
    let letter = |c| format!("<m:r><m:t>{c}</m:t></m:r>");
    let number = |c| format!("<m:r><m:rPr><m:sty m:val=\"p\"/></m:rPr><m:t>{c}</m:t></m:r>");
    for (latex, expected) in [
        (r"\frac ab", format!("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", letter('a'), letter('b'))),
        (r"x^2", format!("<m:sSup><m:e>{}</m:e><m:sup>{}</m:sup></m:sSup>", letter('x'), number('2'))),
        (
            r"\sum_i x",
            format!(
                "<m:nary><m:naryPr><m:chr m:val=\"∑\"/><m:limLoc m:val=\"undOvr\"/><m:supHide m:val=\"1\"/></m:naryPr>\
                 <m:sub>{}</m:sub><m:sup></m:sup><m:e>{}</m:e></m:nary>",
                letter('i'),
                letter('x')
            ),
        ),
        (r"\hat y", format!("<m:acc><m:accPr><m:chr m:val=\"\u{302}\"/></m:accPr><m:e>{}</m:e></m:acc>", letter('y'))),
    ] {
        assert_eq!(omml(latex), expected, "{latex}");
    }
}

#[test]
fn an_error_points_into_the_formula() {
    let source = r"\frac{a}{b} + \nosuchcommand{x} + \alpha + \beta";
    let (formula, diagnostics) = read(&math(source), false);
    assert_eq!(formula.tree, None);
    let [diagnostic] = &diagnostics[..] else { panic!("{diagnostics:?}") };
    assert_eq!(diagnostic.code, "math-error");
    assert!(diagnostic.message.contains(r"`\nosuchcommand`"), "{}", diagnostic.message);
    let range = diagnostic.span.unwrap().range();
    assert_eq!(&source[range.start - 100..range.end - 100], r"\nosuchcommand");
    assert!(mathml::write(&formula).contains(r"\nosuchcommand"));
    assert!(omml::write(&formula).contains(r"\nosuchcommand"));
    assert_eq!(typeset(&formula, Length::points(10)), None);
}

#[test]
fn hostile_formulas_end() {
    for latex in [
        "{".repeat(20_000),
        r"\sqrt".repeat(10_000),
        r"\frac1".repeat(10_000),
        "x^".repeat(20_000),
        "x^{".repeat(90) + &"}".repeat(90),
        r"\left(".repeat(90) + &r"\right)".repeat(90),
        r"\hat{".repeat(90) + "x" + &"}".repeat(90),
        r"\relax ".repeat(9_000),
        r"\displaystyle ".repeat(4_000),
        r"\def\a{\b\b}\def\b{\c\c}\def\c{\a\a}\a".into(),
        r"\begin{matrix}".repeat(90) + "x" + &r"\end{matrix}".repeat(90),
        "\u{0}\u{E000}\u{E004}\\".into(),
        "}".into(),
        "&\\\\".into(),
        String::new(),
        r"\text{$\text{$x$}$}".into(),
        r"\sum_{\sum_{\sum_{\sum_x}}}".into(),
        r"\unknown é".into(),
        "é\\".into(),
    ] {
        let (formula, _) = read(&math(&latex), true);
        let _ = mathml::write(&formula);
        let _ = omml::write(&formula);
        let _ = typeset(&formula, Length::points(10));
    }
}

#[test]
fn aligned_equations_meet_at_their_sign() {
    let set =
        typeset(&formula(r"\begin{aligned} a &= b \\ aaaa &= b \end{aligned}", true), Length::points(10)).unwrap();
    let signs: Vec<Length> = {
        let single = typeset(&formula("=", true), Length::points(10)).unwrap();
        let id = single.glyphs[0].id;
        set.glyphs.iter().filter(|glyph| glyph.id == id).map(|glyph| glyph.x).collect()
    };
    assert_eq!(signs.len(), 2);
    assert_eq!(signs[0], signs[1]);
    assert!(set.ascent > Length::ZERO && set.descent > Length::ZERO);
}
