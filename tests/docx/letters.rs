//! Letters: their fonts and their slant.

use super::*;

#[test]
fn the_base_of_all_paragraphs_names_its_letters_itself() {
    let parts = docx("| a |\n|---|\n| `code` |\n");
    let styles = parts.styles();
    let defaults = styles.split("<w:rPrDefault><w:rPr>").nth(1).unwrap().split("<w:lang").next().unwrap();
    assert!(defaults.contains("<w:rFonts") && defaults.contains("<w:color"), "{defaults}");
    assert!(style(styles, "Normal").contains(&format!("<w:rPr>{defaults}</w:rPr>")), "{}", style(styles, "Normal"));
    // What does not differ from it says nothing of them.
    assert!(!style(styles, "BodyText").contains("<w:rFonts"));
}

#[test]
fn headings_in_east_asian_characters_are_upright() {
    let italic = |lang: &str| {
        let parts = docx(&format!("---\nlang: {lang}\n---\n# 一\n\n### 二 *三*\n"));
        ["Heading3", "Emphasis"].map(|id| style(parts.styles(), id).contains("<w:i/>"))
    };
    assert_eq!(italic("en"), [true, true]);
    for lang in ["zh-Hans", "ja", "ko"] {
        assert_eq!(italic(lang), [false, true], "{lang}");
    }
}

/// Word has one font for all complex scripts in a style: those that it has no letters of get one by themselves.
#[test]
fn each_complex_script_is_in_a_font_that_has_it() {
    let parts = docx("See اللغة العربية مشكلات خط حجم (123) and **ภาษาไทย 1**, नमस्ते दुनिया\n");
    assert!(parts.get("word/theme/theme1.xml").contains("<a:cs typeface=\"Noto Naskh Arabic\"/>"));
    let run = |text: &str| {
        let before = parts.document().split(text).next().unwrap();
        values(before.rsplit("<w:r>").next().unwrap(), "<w:rStyle w:val=\"").next()
    };
    assert_eq!(run("اللغة العربية"), None, "what most letters need is the theme's");
    for (text, family) in [("ภาษาไทย 1<", "Noto Sans Thai"), ("नमस्ते दुनिया", "Noto Serif Devanagari")]
    {
        let id = run(text).unwrap();
        assert!(style(parts.styles(), id).contains(&format!("<w:rFonts w:cs=\"{family}\"/>")), "{text} in {id}");
        assert!(parts.get("word/fontTable.xml").contains(&format!("w:name=\"{family}\"")));
    }
    assert!(style(parts.styles(), run("ภาษาไทย").unwrap()).contains("<w:b/>"));
    // Of fonts that do not travel nothing is said: Word finds some by itself.
    let plain = styled("ไทย and العربية\n", "[docx]\nembed-fonts = false\n");
    assert!(!plain.document().contains("rStyle") && !plain.styles().contains("Noto Sans Thai"));
}

/// What East Asian text stands in need not be said of the document: their scripts have no italics.
#[test]
fn east_asian_characters_are_never_slanted() {
    let text = "# T\n\n### 系统设计\n\n### 系统 design\n\n*emphasis 强调*\n\n> Quote, 引用.\n";
    let parts = styled(text, "[quote]\nfont-style = \"italic\"\n");
    let (document, styles) = (parts.document(), parts.styles());
    let heading = values(paragraph(document, "系统设计"), "<w:pStyle w:val=\"").next().unwrap();
    let upright = style(styles, heading);
    assert!(upright.contains("<w:basedOn w:val=\"Heading3\"/>") && upright.contains("<w:i w:val=\"0\"/>"), "{upright}");
    let run = |text: &str| {
        let before = document.split(text).next().unwrap();
        style(styles, values(before.rsplit("<w:r>").next().unwrap(), "<w:rStyle w:val=\"").next().unwrap())
    };
    // Word takes italics in italics for upright letters (ECMA-376 Part 1 §17.7.3).
    assert!(run("系统<").contains("<w:i/>") && run("引用<").contains("<w:i/>"));
    assert!(run("emphasis ").contains("<w:i/>") && !run("强调<").contains("<w:i/>"));
}
