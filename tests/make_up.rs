//! How pages are made up: what stands on which of them, and what keeps company with what.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use trefoil::layout::{Artifact, Bounds, Content, Layout, Page, Paint};

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

/// A paragraph below a figure has no indent, but when the figure has moved away it goes on from the paragraph above. Notes stay on
/// the page of their mark, though the indent moves that to another line.
#[test]
fn text_goes_on_with_an_indent_where_a_figure_has_moved_away() {
    let paragraph = "So it was said and done again, and nobody knew why. ";
    let indent = |above: usize| {
        let after = format!("Hence that[^1] {}", paragraph.repeat(6));
        let text = format!("{}\n\n![One.](a.svg)\n\n{after}\n\n{after}\n\n[^1]: Noted.\n", paragraph.repeat(above));
        let layout = with_drawing(&text, (300, 300));
        let runs = layout.pages.iter().enumerate().flat_map(|(i, page)| {
            page.items.iter().filter_map(move |item| match (&item.content, &item.paint) {
                (Content::Element(_), Paint::Text(run)) => Some((i, run.x.to_points(), &*run.text)),
                _ => None,
            })
        });
        let of = |word: &str| runs.clone().find(|(.., text)| text.contains(word)).expect("it is there");
        let (after, noted, margin) = (of("Hence"), of("Noted."), of("So it"));
        assert_eq!(after.0, noted.0, "{above}");
        let moved = pictures(&layout).first().is_some_and(Vec::is_empty) && after.0 == 0;
        (moved, (after.1 - margin.1).round())
    };
    assert_eq!(indent(3), (false, 0.0));
    assert_eq!(indent(40), (true, 14.0));
}

/// What has no text has a page begin with it all the same, so that the EPUB marks the page before it.
#[test]
fn a_page_may_begin_with_a_picture() {
    let begins_with_it = |above: usize| {
        let layout = with_drawing(&format!("{}![](a.svg){{#a}}\n\nAfter.\n", "Word.\n\n".repeat(above)), (100, 100));
        layout.pages.iter().any(|page| page.start.as_ref().is_some_and(|start| start.block.as_str() == "a"))
    };
    assert!((30..60).any(begins_with_it));
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
    let text = "Having little or no money in his purse, and nothing particular to interest him on shore, he thought that \
                he would sail about a little, from mast-head to whale-boat, and see the watery part of the world. ";
    let text: String =
        (0..200).map(|i| format!("{}{}\n\n", "So it was. ".repeat(i % 9), text.repeat(3 + i % 5))).collect();
    let (layout, _) = support::laid_out("book", &text, "[body]\nfont-size = \"13pt\"");
    let last_line = |page: &Page| {
        let runs = page.items.iter().filter_map(|item| match (&item.content, &item.paint) {
            (Content::Element(_), Paint::Text(run)) => Some((run.y, run.x, run.text.to_string())),
            _ => None,
        });
        runs.max_by_key(|(y, x, _)| (*y, *x)).map(|(.., text)| text).unwrap_or_default()
    };
    let lines: Vec<String> = layout.pages.iter().map(last_line).collect();
    assert!(lines.len() > 20);
    let parted = lines.iter().filter(|line| line.trim_end().ends_with(['-', '\u{ad}']));
    assert_eq!(parted.collect::<Vec<_>>(), Vec::<&String>::new());
}

/// What is written on a page: in the text, or what stands around it.
fn written(page: &Page, wanted: fn(Content) -> bool) -> String {
    let runs = page.items.iter().filter_map(|item| match &item.paint {
        Paint::Text(run) if wanted(item.content) => Some(&*run.text),
        _ => None,
    });
    runs.collect::<Vec<_>>().join(" ")
}

fn is_text(content: Content) -> bool {
    matches!(content, Content::Element(_))
}

fn is_head(content: Content) -> bool {
    content == Content::Artifact(Artifact::Header)
}

/// Figures that move by themselves and those that are sent to the head of a page keep the order in which they were written.
#[test]
fn figures_of_every_kind_stay_in_order() {
    for (first, second) in [("", "{.top}"), ("{.top}", ""), ("", "{.bottom}"), ("{.bottom}", "")] {
        for words in (40..700).step_by(60) {
            let text = format!(
                "{0}\n\n![One.](a.svg){first}\n\n{0}\n\n![Two.](a.svg){second}\n\n{0}\n\n{0}\n",
                "word ".repeat(words)
            );
            let layout = with_drawing(&text, (200, 180));
            let mut places = Vec::new();
            for (i, page) in layout.pages.iter().enumerate() {
                for item in &page.items {
                    if let (Content::Element(_), Paint::Text(run)) = (item.content, &item.paint)
                        && (run.text.contains("One.") || run.text.contains("Two."))
                    {
                        places.push((i, run.y, run.text.contains("Two.")));
                    }
                }
            }
            places.sort();
            let order: Vec<bool> = places.into_iter().map(|(.., second)| second).collect();
            assert_eq!(order, [false, true], "{first} {second} {words}");
        }
    }
}

/// A figure that is sent to the head of a page, and after which a picture comes that leaves it no room there, has that page to
/// itself: nothing is torn from its caption.
#[test]
fn captions_stay_with_their_pictures_whatever_is_sent_to_the_head_of_the_page() {
    let text = "Text.\n\n![One.](a.svg)\n\n![Two.](b.svg){.top}\n\n![Three.](a.svg)\n\nText.\n";
    let drawings = [drawing(250, 560), drawing(300, 250)];
    let files = [("a.svg", drawings[0].as_bytes()), ("b.svg", drawings[1].as_bytes())];
    let (layout, _) = support::laid_out_with(&files, "article", text, "[figure]\nfloat = \"none\"");
    let captions = layout.pages.iter().map(|page| written(page, is_text));
    let of =
        |said: String| ["One.", "Two.", "Three."].into_iter().filter(|name| said.contains(name)).collect::<Vec<_>>();
    let found: Vec<(usize, Vec<&str>)> =
        pictures(&layout).iter().map(Vec::len).zip(captions.map(of)).filter(|(count, _)| *count > 0).collect();
    assert_eq!(found, [(1, vec!["One."]), (1, vec!["Two."]), (1, vec!["Three."])]);
}

/// Blank pages are blank, front matter is counted in roman numerals, and a running head names a heading of its own chapter.
#[test]
fn running_heads_and_folios_belong_to_their_pages() {
    let chapter = |name: &str, words: usize| format!("# {name}\n\n{}\n\n", "word ".repeat(words));
    let text = format!(
        "---\ntitle: A Book\ntoc: true\n---\n\n{}{}{}",
        chapter("Alpha", 900),
        chapter("Beta", 1500),
        chapter("Gamma", 1500)
    );
    let (layout, _) = support::laid_out("book", &text, "");
    let begins = |name: &str| {
        let place = layout.places.iter().find(|(id, _)| id.as_str() == name).expect("a heading");
        place.1.page
    };
    let starts = ["alpha", "beta", "gamma"].map(begins);
    assert!(starts.iter().all(|page| page % 2 == 0), "chapters open on the right: {starts:?}");
    let mut blank = 0;
    for (i, page) in layout.pages.iter().enumerate() {
        if written(page, is_text).is_empty() {
            blank += usize::from(i > starts[0]);
            assert!(i < starts[0] || page.items.is_empty(), "page {i}");
        }
        let head = written(page, is_head);
        for (name, start, end) in
            [("Alpha", starts[0], starts[1]), ("Beta", starts[1], starts[2]), ("Gamma", starts[2], layout.pages.len())]
        {
            assert!(!head.contains(name) || (start + 1..end).contains(&i), "page {i}: {head}");
        }
        assert!(!starts.contains(&i) || head.is_empty(), "page {i} opens a chapter: {head}");
    }
    let heads: String = layout.pages.iter().map(|page| written(page, is_head)).collect();
    assert!(["Alpha", "Beta", "Gamma"].iter().all(|name| heads.contains(name)), "{heads}");
    assert!(blank > 0, "some chapter ends on a right-hand page");
    assert_eq!((&*layout.pages[0].label, &*layout.pages[starts[0]].label), ("i", "1"));
    let contents = layout.pages[..starts[0]].iter().position(|page| written(page, is_text).contains("Beta"));
    assert!(contents.is_some_and(|page| page % 2 == 0), "contents open on the right: {contents:?}");
}

/// What introduces a list, a listing or a table is on its page, as long as that is not left half empty.
#[test]
fn introductions_stay_with_what_they_introduce() {
    for what in ["- one\n- two\n- three", "```\none\ntwo\n```", "| one |\n|--|\n| two |"] {
        for words in 380..520 {
            let text = format!("{}\n\nThese are introduced:\n\n{what}\n\nAfter.\n", "word ".repeat(words));
            let (layout, _) = support::laid_out("article", &text, "");
            let page_of = |word: &str| layout.pages.iter().position(|page| written(page, is_text).contains(word));
            assert_eq!(page_of("introduced"), page_of("one"), "{what}: {words} words");
        }
    }
}

/// A page too small for its margins is set all the same, and the style sheet is told where it says so.
#[test]
fn a_page_too_small_for_its_margins_is_a_warning() {
    let folder = support::Folder::with(&[
        ("a.md", b"# Head\n\nSome text.\n"),
        ("small.toml", b"extends = \"article\"\n[page]\nsize = \"a6\"\nmargin = \"60mm\"\n"),
    ]);
    let run = folder.trefoil(&["build", "a.md", "--to", "pdf", "--style", "small.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("warning[page-too-small]") && run.err.contains("small.toml:"), "{}", run.err);
    assert!(folder.read("a.pdf").starts_with(b"%PDF"));
}
