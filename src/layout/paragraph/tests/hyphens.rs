//! Words divided at the ends of lines.

use super::*;

#[test]
fn ragged_words_are_hyphenated_where_a_line_would_stay_emptier_than_its_zone() {
    let set = |hyphenate_limit_zone, width| {
        let ragged = Computed { hyphenate_limit_zone, text_align: TextAlign::Start, ..style() };
        texts(&lines_in("Mikhail Mishustin", &ragged, width, "en").0)
    };
    assert_eq!(set(160, 70), ["Mikhail Mishus\u{AD}", "tin"]);
    assert_eq!(set(1000, 70), ["Mikhail ", "Mishustin"]);
    let narrow = set(1000, 36);
    assert!(narrow.iter().any(|line| line.ends_with('\u{AD}')), "what fits on no line is: {narrow:?}");
}

#[test]
fn no_third_line_in_a_row_ends_in_a_hyphen() {
    let text = "incomprehensible individualities of characteristic and misunderstood persons ".repeat(12);
    let (lines, _) = lines_in(&text, &style(), 200, "en");
    assert!(lines.iter().any(|line| line.hyphenated));
    assert!(!lines.windows(3).any(|run| run.iter().all(|line| line.hyphenated)), "{:?}", texts(&lines));
}

#[test]
fn hyphenated_lines_end_in_a_soft_hyphen() {
    let (lines, _) = lines_in("Incomprehensibilities notwithstanding, characteristically", &style(), 80, "en");
    let hyphenated: Vec<_> = lines.iter().filter(|line| line.hyphenated).collect();
    assert!(!hyphenated.is_empty());
    for line in hyphenated {
        let text = text_of(line);
        assert!(text.ends_with('\u{AD}'), "{text}");
        let run = runs(line).last().expect("a run");
        let last = run.glyphs.iter().last().expect("a glyph");
        assert_eq!(&run.text[last.text.start as usize..last.text.end as usize], "\u{AD}");
    }
}

#[test]
fn ligatures_are_undone_where_a_line_breaks_in_them() {
    let text = "Auf\u{AD}lage";
    let (lines, _) = lines_in(text, &Computed { hyphens: false, ..style() }, 25, "de");
    assert_eq!(texts(&lines), ["Auf\u{AD}", "lage"]);
    assert_eq!(runs(&lines[0]).next().map(|run| run.glyphs.len()), Some(4));
}

#[test]
fn the_authors_hyphenation_is_kept() {
    let library = FontLibrary::bundled();
    let set = |exceptions: &[String]| {
        let inlines = Inlines::from_text("see hyphenation", &style(), Content::Element(ElementId(1)), "en");
        texts(&set_with(&library, exceptions, &inlines, &style(), Length::points(58), &mut Vec::new()))
    };
    assert_eq!(set(&["hyphena-tion".to_owned()])[0], "see hyphena\u{AD}");
    assert!(!set(&["hyphenation".to_owned()]).concat().contains('\u{AD}'));
}

#[test]
fn no_line_of_code_begins_with_a_hyphen() {
    let mut inlines = Inlines::default();
    let content = Content::Element(ElementId(1));
    let text = "build --output=one-two-three --another-long-option=four".repeat(3);
    inlines.push(&text, &std::sync::Arc::new(style()), content, &std::sync::Arc::from("en"), RunKind::Code, None);
    for width in 130..180 {
        let lines = set_with(&FontLibrary::bundled(), &[], &inlines, &style(), Length::points(width), &mut Vec::new());
        let begins = |text: &String| text.starts_with('-') && !text.starts_with("--");
        assert!(!texts(&lines).iter().any(begins), "{width}: {:?}", texts(&lines));
    }
}

#[test]
fn names_in_code_end_lines_at_their_hyphens_rather_than_leave_holes() {
    let set = |before: &str, width| {
        let mut inlines = Inlines::default();
        let content = Content::Element(ElementId(1));
        let (style, lang) = (std::sync::Arc::new(style()), std::sync::Arc::from("en"));
        for (text, kind) in
            [(before, RunKind::Text), ("free-programming-books", RunKind::Code), (" are here", RunKind::Text)]
        {
            inlines.push(text, &style, content, &lang, kind, None);
        }
        set_with(&FontLibrary::bundled(), &[], &inlines, &style, Length::points(width), &mut Vec::new())
    };
    assert_eq!(texts(&set("all that ", 100))[0], "all that free-");
    // Where there are no holes, the name stays whole.
    let prose = "all that may be said of them ".repeat(3);
    let whole = |width| texts(&set(&prose, width)).iter().any(|line| line.starts_with("free-programming-books"));
    assert!((150..200).any(whole));
}

#[test]
fn readers_of_a_page_are_told_what_nobody_sees_at_the_end_of_a_line() {
    let style = Computed { hyphens: false, ..style() };
    let last = |line: &Line| runs(line).last().map(|run| run.text.clone());
    let (lines, _) = lines_in("Incomprehensibilities", &style, 40, "en");
    assert_eq!(last(&lines[0]).as_deref(), Some("\u{AD}"));
    assert_ne!(last(lines.last().unwrap()).as_deref(), Some("\u{AD}"));
    let (lines, _) = lines_in("שלום עולם Trefoil.", &style, 200, "he");
    assert_eq!(last(&lines[0]).as_deref(), Some(" "));
}

#[test]
fn words_in_other_letters_are_hyphenated_by_the_patterns_of_these() {
    let set = |text: &str, lang: &str| texts(&lines_in(text, &style(), 75, lang).0).concat();
    for lang in ["en", "el"] {
        let greek = set("αποτελέσματα αυτοματοποιημένου ελέγχου", lang);
        assert!(greek.contains('\u{AD}'), "{greek}");
        assert_eq!(greek, set("αποτελέσματα αυτοματοποιημένου ελέγχου", "el"));
    }
    let russian = set("представление рекомендательного", "en");
    assert_eq!(russian, set("представление рекомендательного", "ru"));
    assert!(russian.contains('\u{AD}'), "{russian}");
}
