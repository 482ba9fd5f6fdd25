//! Inlines that run in a direction of their own.

use super::*;

/// Whether the opening bracket of a text stands to the left of the closing one.
#[track_caller]
fn opens_at_left(markdown: &str) -> bool {
    let layout = set_markdown(markdown);
    let mut signs = Vec::new();
    for item in layout.pages.iter().flat_map(|page| &page.items) {
        let Paint::Text(run) = &item.paint else { continue };
        let mut x = run.x;
        for glyph in run.glyphs.iter() {
            if let Some(sign @ ("[" | "]")) = run.text.get(glyph.text.start as usize..glyph.text.end as usize) {
                signs.push((sign.to_owned(), x));
            }
            x += glyph.advance;
        }
    }
    signs.sort();
    let [(_, open), (_, close)] = &signs[..] else { panic!("{signs:?}") };
    open < close
}

#[test]
fn code_of_letters_from_right_to_left_has_their_direction_and_other_code_has_not() {
    for around in ["בתוך {} טקסט", "inside {} text"] {
        assert!(!opens_at_left(&around.replace("{}", "`[רשימה]`")), "{around}");
        assert!(opens_at_left(&around.replace("{}", "`[list]`")), "{around}");
        assert!(opens_at_left(&around.replace("{}", "`[רשימה list]`")), "{around}");
    }
}

#[test]
fn what_stands_for_a_missing_picture_is_read_by_itself() {
    for around in ["בתוך {} טקסט", "inside {} text"] {
        assert!(!opens_at_left(&around.replace("{}", "![תמונה](gone.png)")), "{around}");
        assert!(opens_at_left(&around.replace("{}", "![Logo](gone.png)")), "{around}");
    }
}

#[test]
fn names_in_code_are_not_broken_behind_hyphens_where_they_run_against_their_paragraph() {
    let breaks = |word: &str| {
        let layout = set_markdown(&format!("{word} `read-only-memory-of-names` ").repeat(12));
        let items = layout.pages.iter().flat_map(|page| &page.items);
        items.filter(|item| matches!(&item.paint, Paint::Text(run) if run.text.trim_end().ends_with('-'))).count()
    };
    assert!(breaks("inside") > 0);
    assert_eq!(breaks("בתוך"), 0);
}
