//! Contents lists.

use super::*;

/// The lines of the contents: for each the left and right edge of its text, and the page number where it has one.
fn contents_lines(page: &Page) -> Vec<(Length, Length, bool)> {
    let runs = page.items.iter().filter_map(|item| match (&item.content, &item.paint) {
        (Content::Element(_), Paint::Text(run)) => Some((run.y, measure::bounds(&item.paint), run.text.clone())),
        _ => None,
    });
    let mut lines: std::collections::BTreeMap<Length, (Length, Length, bool)> = Default::default();
    for (y, area, text) in runs {
        let line = lines.entry(y).or_insert((Length::MAX, Length::ZERO, false));
        if text.chars().all(|c| c.is_ascii_digit()) {
            line.2 = true;
        } else {
            (line.0, line.1) = (line.0.min(area.x), line.1.max(area.x + area.width));
        }
    }
    lines.into_values().collect()
}

fn contents_of(heading: &str) -> Vec<(Length, Length, bool)> {
    let mut sheet = sheet();
    sheet.document.toc = true;
    sheet.document.title_page = true;
    let document = Document {
        blocks: blocks(vec![
            BlockKind::Heading { level: 1, content: text(heading) },
            BlockKind::Heading { level: 1, content: text("short") },
        ]),
        ..Document::default()
    };
    let (layout, _) = set(document, &sheet);
    contents_lines(&layout.pages[0]).split_off(1)
}

#[test]
fn long_entries_of_the_contents_hang_and_stay_clear_of_the_numbers() {
    for count in 6..24 {
        let lines = contents_of(&vec!["word"; count].join(" "));
        let (first, rest) = lines.split_first().unwrap();
        // Letters may hang a little into the margin.
        assert!(first.0 > Length::points(29) && first.0 <= Length::points(30), "{count} words");
        let further = &rest[..rest.len() - 1];
        for line in further {
            assert!(line.0 > first.0 + Length::points(10), "{count} words");
        }
        assert!(further.len() != 1 || further[0].1 - further[0].0 > Length::points(40), "{count} words");
        // The page is 260 pt wide with margins of 30 pt; numbers have 3 em.
        assert!(lines.iter().all(|line| line.1 < Length::points(205)), "{count} words");
        assert_eq!(lines.iter().filter(|line| line.2).count(), 2);
    }
}

#[test]
fn entries_from_right_to_left_begin_at_the_right_margin() {
    let lines = contents_of(&["\u{5d0}\u{5d1}\u{5d2}\u{5d3}"; 14].join(" "));
    let (first, last) = (lines[0], lines[lines.len() - 2]);
    assert!(first.1 > Length::points(225) && last.1 < first.1 - Length::points(10));
    assert!(lines[..lines.len() - 1].iter().all(|line| line.0 > Length::points(55)));
}

#[test]
fn no_entry_of_the_contents_stands_alone_on_a_page() {
    let mut sheet = sheet();
    sheet.document.toc = true;
    for count in 2..60 {
        let heading = |_| BlockKind::Heading { level: 1, content: text("heading") };
        let (layout, _) =
            set(Document { blocks: blocks((0..count).map(heading).collect()), ..Document::default() }, &sheet);
        let entries = layout.pages.iter().map(|page| contents_lines(page).iter().filter(|line| line.2).count());
        let alone = entries.filter(|entries| *entries == 1).count();
        assert_eq!(alone, 0, "{count} headings");
    }
}
