//! How many lines paragraphs have, can have and may have.

use super::*;

#[test]
fn looseness_asks_for_another_number_of_lines() {
    let count = |looseness| lines_in(PROSE, &Computed { looseness, ..style() }, 200, "en").0.len();
    assert_eq!(count(1), count(0) + 1);
    assert_eq!(count(-3), count(-1).min(count(0)), "what the words do not allow is not forced");
}

#[test]
fn paragraphs_say_what_lines_they_can_give() {
    let library = FontLibrary::bundled();
    let own = style();
    let mut given = 0;
    for width in 120..320 {
        let inlines = Inlines::from_text(&PROSE.repeat(2), &own, Content::Element(ElementId(1)), "en");
        let width = Length::points(width);
        let paragraph = Paragraph::new(&library, &[], &inlines, &own, width, &mut Vec::new());
        let breaks = paragraph.break_lines(&mut Vec::new());
        let (pliancy, lines) = (paragraph.pliancy(&breaks), breaks.lines());
        for (demerits, wanted) in [(pliancy.shorter, lines - 1), (pliancy.longer, lines + 1)] {
            if demerits.is_none() {
                continue;
            }
            given += 1;
            let (breaks, _) = paragraph.in_lines(u32::try_from(wanted).expect("few lines")).expect("what was promised");
            let lines = paragraph.finish(&breaks, &mut Vec::new());
            assert_eq!(lines.len(), wanted);
            let inner = lines.iter().take(wanted - 1).map(|line| line.space_ratio);
            assert!(inner.clone().all(|ratio| (795..=1_505).contains(&ratio)), "{:?}", inner.collect::<Vec<_>>());
        }
    }
    assert!(given > 2, "{given}");
}

/// What it takes to find out grows with the square of the lines, and a paragraph that no page holds cannot give its page one.
#[test]
fn paragraphs_longer_than_a_page_give_nothing() {
    let library = FontLibrary::bundled();
    let own = style();
    let gives = |times: usize| {
        (200..300).any(|width| {
            let inlines = Inlines::from_text(&PROSE.repeat(times), &own, Content::Element(ElementId(1)), "en");
            let paragraph = Paragraph::new(&library, &[], &inlines, &own, Length::points(width), &mut Vec::new());
            paragraph.pliancy(&paragraph.break_lines(&mut Vec::new())) != Pliancy::default()
        })
    };
    assert!(gives(4) && !gives(40));
}

#[test]
fn a_megabyte_in_one_paragraph_is_set() {
    let text = PROSE.repeat((1 << 20) / PROSE.len());
    let (lines, _) = lines_in(&text, &style(), 300, "en");
    assert!(lines.len() > 12_000 && lines.iter().all(|line| line.overfull == Length::ZERO));
}

#[test]
fn a_word_of_many_pages_is_cut_into_lines() {
    let (lines, diagnostics) = lines_in(&"x".repeat(60_000), &style(), 300, "en");
    assert!(lines.len() > 900 && lines.iter().all(|line| edges(line).1 <= 300.1));
    assert!(!diagnostics.is_empty());
}
