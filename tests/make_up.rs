//! How pages are made up: what stands on which of them, and what keeps company with what.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use trefoil::layout::{Bounds, Layout, Paint};

/// A drawing so many points wide and high.
fn drawing(width: u32, height: u32) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" height=\"{height}pt\" \
         viewBox=\"0 0 {width} {height}\"><rect width=\"{width}\" height=\"{height}\" fill=\"#246\"/></svg>"
    )
}

fn with_drawing(text: &str, (width, height): (u32, u32)) -> Layout {
    support::laid_out_with(&[("a.svg", drawing(width, height).as_bytes())], "article", text, "").0
}

/// The pictures of each page.
fn pictures(layout: &Layout) -> Vec<Vec<Bounds>> {
    let of = |paint: &Paint| if let Paint::Image { bounds, .. } = paint { Some(*bounds) } else { None };
    layout.pages.iter().map(|page| page.items.iter().filter_map(|item| of(&item.paint)).collect()).collect()
}

/// A picture that does not quite fit below a heading is made a little smaller, and keeps its shape and the middle of the page. One
/// whose size the author gives has that size, and one that would have to become much smaller has the next page.
#[test]
fn a_picture_is_made_smaller_rather_than_leave_half_a_page_empty() {
    let text = |picture: &str, words: usize| format!("{}\n\n## Heading\n\n{picture}\n\nMore.\n", "word ".repeat(words));
    for picture in ["![](a.svg)", "<p align=\"center\"><img src=\"a.svg\"><br><em>a source</em></p>"] {
        let layout = with_drawing(&text(picture, 200), (300, 420));
        let found = pictures(&layout);
        let [area] = found[0].as_slice() else { panic!("{picture}: {found:?}") };
        let (width, height) = (area.width.to_points(), area.height.to_points());
        assert!((295.0..415.0).contains(&height), "{picture}: {height}");
        assert!((width / height - 300.0 / 420.0).abs() < 0.001, "{picture}: {width} × {height}");
        let middle = area.x + area.width / 2 - layout.pages[0].width / 2;
        assert!(middle.to_points().abs() < 0.01, "{picture}: {middle}");
    }
    for (picture, words) in [("![](a.svg){width=300pt}", 200), ("![](a.svg)", 420)] {
        let layout = with_drawing(&text(picture, words), (300, 420));
        let found = pictures(&layout);
        let heights: Vec<f64> = found[1].iter().map(|area| area.height.to_points().round()).collect();
        assert_eq!(heights, [420.0], "{picture}");
    }
}

/// A heading with one line below it is not left at the foot of a page when the text can go on overleaf together.
#[test]
fn a_heading_has_more_than_a_line_below_it() {
    for words in 380..520 {
        let text = format!("{}\n\n## Heading\n\nOne line.\n\n{}\n", "word ".repeat(words), "more ".repeat(60));
        let (layout, _) = support::laid_out("article", &text, "");
        let page_of = |word: &str| {
            layout.pages.iter().position(|page| {
                page.items.iter().any(|item| matches!(&item.paint, Paint::Text(run) if run.text.contains(word)))
            })
        };
        assert_eq!(page_of("Heading"), page_of("more"), "{words} words");
    }
}

/// Pages end in no hyphen, whether the source has it or not, as long as pages can end elsewhere.
#[test]
fn pages_do_not_end_in_hyphens() {
    let text = "Unquestionably the sea-captain's whale-ship went down, and the mast-head with it, incomprehensibly. ";
    let text: String = (0..130).map(|i| format!("{}{}\n\n", "So ".repeat(i % 9), text.repeat(5 + i % 4))).collect();
    let (layout, _) = support::laid_out("article", &text, "");
    let last_line = |page: &trefoil::layout::Page| {
        let runs = page.items.iter().filter_map(|item| match (&item.content, &item.paint) {
            (trefoil::layout::Content::Element(_), Paint::Text(run)) => Some((run.y, run.x, run.text.to_string())),
            _ => None,
        });
        runs.max_by_key(|(y, x, _)| (*y, *x)).map(|(.., text)| text).unwrap_or_default()
    };
    let lines: Vec<String> = layout.pages.iter().map(last_line).collect();
    assert!(lines.len() > 20);
    let parted = lines.iter().filter(|line| line.trim_end().ends_with(['-', '\u{ad}']));
    // Where the line above ends in one as well, and the page cannot be two lines short, there is no other place.
    assert!(parted.clone().count() <= 2, "{:?}", parted.collect::<Vec<_>>());
}
