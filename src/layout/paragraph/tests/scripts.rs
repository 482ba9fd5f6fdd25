//! Scripts that are not set as Latin is.

use super::*;
use crate::style::FontStyle;
use crate::text::SystemFonts;

/// Lines in the handbook's font, which has a few characters of Chinese.
fn chinese(text: &str, style: &Computed, width: i64) -> Vec<Line> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("source/handbook/fonts");
    let (library, _) = FontLibrary::load(Some(&folder), SystemFonts::Ignore);
    let inlines = Inlines::from_text(text, style, Content::Element(ElementId(1)), "zh-Hans");
    set_with(&library, &[], &inlines, style, Length::points(width), &mut Vec::new())
}

fn ragged() -> Computed {
    Computed { text_align: TextAlign::Start, ..style() }
}

#[test]
fn punctuation_that_meets_shares_the_blank_of_its_squares() {
    let width = |text: &str| edges(&chinese(text, &ragged(), 400)[0]).1;
    let check = |text: &str, wanted: f64| assert!((width(text) - wanted).abs() < 0.05, "{text}: {}", width(text));
    check("世界", 20.0);
    // Alone, a sign keeps its square.
    check("世，界", 30.0);
    // 」 and ， lose half of theirs, and so does ， before 「.
    check("世」，界", 35.0);
    check("世」，「界", 40.0);
    check("世「『界", 35.0);
}

#[test]
fn the_edges_of_lines_are_those_of_the_signs() {
    for protrusion in [false, true] {
        let lines = chinese("「你好，世界」你好", &Computed { protrusion, ..style() }, 55);
        let first: Vec<_> = lines.iter().map(edges).collect();
        // The blank half of 「 is outside, and the text still ends at the margin.
        assert!((first[0].0 + 5.0).abs() < 0.05, "{first:?}");
        assert!(lines.iter().all(|line| !text_of(line).starts_with(['」', '，'])), "{:?}", texts(&lines));
    }
}

#[test]
fn ideographs_share_what_is_left_over() {
    let lines = chinese(&"世界你好".repeat(12), &style(), 104);
    for line in lines.iter().take(lines.len() - 1) {
        assert!((edges(line).1 - 104.0).abs() < 0.05, "{:?}", edges(line));
    }
}

#[test]
fn thai_is_broken_between_words_and_reaches_both_margins() {
    let text = "มนุษย์ทั้งปวงเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ต่างมีเหตุผลและมโนธรรม \
                และควรปฏิบัติต่อกันด้วยเจตนารมณ์แห่งภราดรภาพ";
    let (lines, diagnostics) = lines_in(text, &style(), 150, "th");
    assert!(diagnostics.is_empty() && lines.len() > 2, "{diagnostics:?}");
    for line in lines.iter().take(lines.len() - 1) {
        assert!((edges(line).1 - 150.0).abs() < 0.05, "{:?}", edges(line));
    }
    // Spaces and the places where words meet take all the room, letters none.
    let advances = |width| {
        let lines = lines_in(text, &style(), width, "th").0;
        lines.iter().flat_map(runs).flat_map(|run| run.glyphs.iter().map(|glyph| glyph.advance)).collect::<Vec<_>>()
    };
    let places = crate::text::line_breaks(text).len();
    let moved = |set: Vec<Length>, natural: &[Length]| {
        // What a line ends with is left away.
        let mut rest = natural.iter();
        set.iter().filter(|advance| rest.next().is_some_and(|natural| natural != *advance)).count()
    };
    let (wide, narrow) = (advances(10_000), advances(150));
    assert!(moved(narrow, &wide) <= places + lines.len(), "letters are spaced");
    let whole = ["มนุษย์", "อิสระ", "ปฏิบัติ", "เจตนารมณ์"];
    let set = texts(&lines).join("\n");
    assert!(whole.iter().all(|word| set.contains(word)), "{set}");
}

#[test]
fn chinese_quotation_marks_are_of_the_font_of_its_ideographs() {
    let faces = |lang: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("source/handbook/fonts");
        let (library, _) = FontLibrary::load(Some(&folder), SystemFonts::Ignore);
        let inlines = Inlines::from_text("a—b", &style(), Content::Element(ElementId(1)), lang);
        let lines = set_with(&library, &[], &inlines, &style(), Length::points(300), &mut Vec::new());
        runs(&lines[0]).count()
    };
    // The handbook's font has no dash: that of the text stays.
    assert_eq!(faces("zh"), faces("en"));
}

#[test]
fn brackets_are_mirrored_from_right_to_left() {
    let glyphs = |text: &str, lang: &str| {
        let (lines, _) = lines_in(text, &ragged(), 300, lang);
        let all = runs(&lines[0]).flat_map(|run| run.glyphs.iter().map(|g| g.id).collect::<Vec<_>>());
        all.collect::<Vec<_>>()
    };
    let (turned, plain) = (glyphs("(א)", "he"), glyphs("(", "en"));
    // What is leftmost closes, and looks as what opens in English does.
    assert_eq!(turned.first(), plain.first());
}

#[test]
fn words_against_the_direction_of_the_paragraph_are_not_hyphenated() {
    let text = "انظر (extraordinary) ثم (international translations considerable representation) ثم (understanding)";
    let hyphenated = |direction| {
        let mut inlines = Inlines::from_text(text, &style(), Content::Element(ElementId(1)), "en");
        inlines.direction = Some(direction);
        let lines = set_with(&FontLibrary::bundled(), &[], &inlines, &style(), Length::points(95), &mut Vec::new());
        texts(&lines).concat().contains('\u{AD}')
    };
    assert!(hyphenated(Direction::LeftToRight));
    assert!(!hyphenated(Direction::RightToLeft));
}

#[test]
fn a_space_typed_beside_a_full_width_sign_is_part_of_its_room() {
    let width = |text: &str| edges(&chinese(text, &ragged(), 400)[0]).1;
    for (typed, meant) in [("世， 界", "世，界"), ("世 「界", "世「界"), ("世， a", "世，a")] {
        assert!((width(typed) - width(meant)).abs() < 0.05, "{typed}: {} {}", width(typed), width(meant));
    }
    assert!(width("世 界") > width("世界") + 1.0);
}

#[test]
fn brackets_stand_as_upright_as_what_they_enclose() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("source/handbook/fonts");
    let (library, _) = FontLibrary::load(Some(&folder), SystemFonts::Ignore);
    let slants = |text: &str| {
        let style = Computed { font_style: FontStyle::Italic, ..ragged() };
        let inlines = Inlines::from_text(text, &style, Content::Element(ElementId(1)), "en");
        let lines = set_with(&library, &[], &inlines, &style, Length::points(300), &mut Vec::new());
        runs(&lines[0]).map(|run| library.face(run.face).style).collect::<Vec<_>>()
    };
    assert_eq!(slants("(世界)"), [FontStyle::Normal; 3]);
    assert_eq!(slants("(word)"), [FontStyle::Italic]);
    assert_eq!(slants("(é)"), [FontStyle::Italic]);
}
