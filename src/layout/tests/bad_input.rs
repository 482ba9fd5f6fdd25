//! Input that no page was made for: it is set as well as possible, and stays on the page.

use super::*;

/// Sets blocks with one more rule in the style sheet.
fn set_with(rule: &str, kinds: Vec<BlockKind>) -> Layout {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("my.toml"), format!("extends = \"article\"\n{rule}\n")).unwrap();
    let mut sources = crate::diagnostic::Sources::default();
    let (mut sheet, diagnostics) = StyleSheet::load("my.toml", folder.path(), &mut sources);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    sheet.page = super::sheet().page;
    set(Document { blocks: blocks(kinds), ..Document::default() }, &sheet).0
}

#[test]
fn a_heading_of_400_words_goes_over_pages() {
    let heading = BlockKind::Heading { level: 1, content: words(400) };
    let (layout, _) = set_blocks(vec![BlockKind::Paragraph(words(5)), heading, BlockKind::Paragraph(words(5))]);
    assert_eq!(count_words(&layout, "word"), 410);
    assert!(layout.pages.len() > 4 && layout.pages.len() < 60);
}

#[test]
fn a_paragraph_of_one_word_without_end_is_cut() {
    let (layout, diagnostics) = set_blocks(vec![BlockKind::Paragraph(text(&"x".repeat(5_000)))]);
    assert_eq!(count_words(&layout, "x"), 5_000);
    assert!(diagnostics.iter().any(|d| d.code == "overfull-line"));
}

#[test]
fn notes_in_notes_are_shown_once() {
    let mut outer = note("a", 5);
    outer.blocks = named("outer", vec![BlockKind::Paragraph(noted("b"))]);
    let document = Document {
        blocks: blocks(vec![BlockKind::Paragraph(noted("a"))]),
        notes: vec![outer, note("b", 7)],
        ..Document::default()
    };
    let (layout, _) = set(document, &sheet());
    assert_eq!(count_words(&layout, "remark"), 7);
    assert_eq!(count_words(&layout, "word"), 60);
}

#[test]
fn code_from_right_to_left_is_kept() {
    let code = "let x = \"\u{5e9}\u{5dc}\u{5d5}\u{5dd}\"; ".repeat(20) + "\n\u{627}\u{628}\u{62c} = 1";
    let (layout, _) = set_blocks(vec![BlockKind::Code(CodeBlock { text: code, ..CodeBlock::default() })]);
    assert_eq!(count_words(&layout, "let"), 20);
    assert_eq!(count_words(&layout, "\u{5e9}"), 20);
    assert_eq!(count_words(&layout, "\u{627}"), 1);
}

#[test]
fn negative_margins_leave_text_on_the_page() {
    for rule in [
        "margin = \"0 -900pt\"",
        "margin-left = \"-900pt\"",
        "margin-right = \"-900pt\"",
        "margin-top = \"-900pt\"\nmargin-bottom = \"-900pt\"",
        "margin = \"0 900pt\"",
        "text-indent = \"-900pt\"",
        "text-indent = \"900pt\"",
    ] {
        let paragraphs = vec![BlockKind::Paragraph(words(60)), BlockKind::Paragraph(words(60))];
        let rule = format!("[paragraph]\n{rule}\n[first-paragraph]\n{rule}");
        // Words are cut where they find no room.
        assert_eq!(count_words(&set_with(&rule, paragraphs), "w"), 120, "{rule}");
    }
}
