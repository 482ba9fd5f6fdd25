//! What style sheets may ask for.

use super::*;

#[test]
fn short_notes_share_a_line_where_the_style_says_so() {
    let heights = [crate::style::NoteDisplay::Block, crate::style::NoteDisplay::Compact].map(|display| {
        let mut sheet = sheet();
        sheet.document.note_display = display;
        let mut content = noted("a");
        content.extend(noted("b"));
        let document = Document {
            blocks: blocks(vec![BlockKind::Paragraph(content)]),
            notes: vec![note("a", 1), note("b", 1)],
            ..Document::default()
        };
        let (layout, _) = set(document, &sheet);
        assert_eq!(count_words(&layout, "remark"), 2);
        baselines(&layout.pages[0]).len()
    });
    assert!(heights[1] < heights[0], "{heights:?}");
}

#[test]
fn numbers_stand_by_their_decimal_signs() {
    let mut table = table(1, 4, "x");
    table.columns[0].alignment = Some(Alignment::Right);
    // Numbers of the foot stand below those of the body.
    table.foot = table.body.split_off(3);
    for (row, number) in table.body.iter_mut().chain(&mut table.foot).zip(["1.5", "22.25", "333", "0.125"]) {
        row.cells[0].blocks = named(number, vec![BlockKind::Paragraph(text(number))]);
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("my.toml"), "extends = \"article\"\n[table]\ndecimal-align = true\n").unwrap();
    let (sheet, _) = StyleSheet::load("my.toml", folder.path(), &mut crate::diagnostic::Sources::default());
    let (layout, _) = set(Document { blocks: blocks(vec![BlockKind::Table(table)]), ..Document::default() }, &sheet);
    let mut signs = Vec::new();
    for item in &layout.pages[0].items {
        let Paint::Text(run) = &item.paint else { continue };
        let Some(whole) = ["1", "22", "333", "0"].iter().find(|whole| {
            *run.text == ***whole || run.text.strip_prefix(**whole).is_some_and(|rest| rest.starts_with('.'))
        }) else {
            continue;
        };
        if matches!(item.content, Content::Element(_)) {
            signs.push(run.x + run.glyphs.iter().take(whole.len()).map(|glyph| glyph.advance).sum());
        }
    }
    assert_eq!(signs.len(), 4);
    assert!(signs.iter().all(|sign| (*sign - signs[0]).0.abs() < Length::UNITS_PER_POINT / 10), "{signs:?}");
}

#[test]
fn a_book_has_pages_before_its_text() {
    let mut sheet = sheet();
    sheet.page.two_sided = true;
    sheet.page.front_folio = crate::model::NumberStyle::LowerRoman;
    (sheet.document.title_page, sheet.document.half_title, sheet.document.copyright_page) = (true, true, true);
    let metadata = crate::model::Metadata {
        title: text("Whales"),
        rights: Some("All rights reserved".into()),
        publisher: Some("Press".into()),
        ..Default::default()
    };
    let dedication = BlockKind::Container(named("inner", vec![BlockKind::Paragraph(text("For Nathaniel"))]));
    let mut blocks = blocks(vec![dedication, BlockKind::Paragraph(words(9))]);
    blocks[0].attributes.classes.push("dedication".into());
    let (layout, _) = set(Document { metadata, blocks, ..Document::default() }, &sheet);
    let texts: Vec<String> = layout.pages.iter().map(page_text).collect();
    // The half-title repeats the title, and is no content.
    assert!(texts[0].is_empty() && !layout.pages[0].items.is_empty());
    assert!(texts[1].is_empty() && layout.pages[1].items.is_empty());
    for (page, said) in [(2, "Whales"), (3, "All rights reserved"), (3, "Press"), (4, "For Nathaniel"), (6, "word")] {
        assert!(texts[page].contains(said), "{page} {said}: {texts:?}");
    }
    assert_eq!(layout.pages[6].label, "1");
    let foot = baselines(&layout.pages[3]).last().copied().unwrap_or_default();
    assert!(foot > layout.pages[3].height / 2);
    // No folio on any of them.
    assert!(
        layout.pages[..6]
            .iter()
            .all(|page| page.items.iter().all(|item| item.content != Content::Artifact(Artifact::Footer)))
    );
}

#[test]
fn chapters_open_at_one_height_whatever_stood_before_them() {
    let markdown = "# One\n\nA paragraph.\n\n# Two\n\n- A list.\n\n# Three\n\n```\ncode\n```\n\n# Four\n\nText.\n";
    let mut report = StyleSheet::bundled("report").unwrap();
    report.document.toc = false;
    report.document.title_page = false;
    let (layout, _) = set(read_text(markdown).0, &report);
    let tops: Vec<Length> = layout.pages.iter().filter_map(|page| baselines(page).first().copied()).collect();
    assert!(tops.len() == 4 && tops.iter().all(|top| *top == tops[0]), "{tops:?}");
}

#[test]
fn drawings_of_characters_are_made_smaller_before_they_wrap() {
    let sizes = |columns: usize| {
        let drawing = format!("```\n┌{0}┐\n└{0}┘\n```\n", "─".repeat(columns));
        let layout = set_markdown(&drawing);
        let runs = layout.pages[0].items.iter().filter_map(|item| match &item.paint {
            Paint::Text(run) if run.text.contains('─') => Some((run.y, run.size)),
            _ => None,
        });
        let mut lines: Vec<_> = runs.collect();
        lines.dedup();
        lines
    };
    let (small, fitting, wide) = (sizes(10), sizes(42), sizes(120));
    assert_eq!((small.len(), fitting.len()), (2, 2), "{fitting:?}");
    assert!(fitting[0].1 < small[0].1 && wide[0].1 < fitting[0].1);
    assert!(wide.len() > 2, "what would not be legible wraps");
}

#[test]
fn an_item_stays_with_the_list_that_it_heads() {
    for above in 1..16 {
        let items = "- item\n".repeat(above);
        let layout = set_markdown(&format!("{items}- parent\n  - child\n  - child\n  - child\n"));
        let foot = layout.pages.iter().map(page_text);
        assert!(foot.into_iter().all(|text| !text.trim_end().ends_with("parent")), "{above} items above");
    }
}

#[test]
fn a_page_may_begin_with_a_formula() {
    let begins_with_it = |above: usize| {
        let layout = set_markdown(&format!("{}$$x^2$$ {{#eq:x}}\n\nAfter.\n", "Word.\n\n".repeat(above)));
        layout.pages.iter().any(|page| page.start.as_ref().is_some_and(|start| start.block == BlockId::new("eq:x")))
    };
    assert!((1..16).any(begins_with_it));
}
