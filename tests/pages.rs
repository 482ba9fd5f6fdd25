//! What the page properties of a style sheet do, by the glyphs on the pages.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use support::{Folder, glyph_runs};
use trefoil::layout;
use trefoil::style::StyleSheet;

/// The layout of a text in the style `book` with these lines added.
fn laid_out(text: &str, style: &str) -> layout::Layout {
    support::laid_out("book", text, style).0
}

fn opened(text: &str, opening: &str) -> layout::Layout {
    laid_out(text, &format!("[document]\nopening = \"{opening}\""))
}

#[test]
fn chapters_open_as_the_style_says() {
    let long = "of the sea and of those who go down to it in ships, with nothing particular to interest them on shore ";
    let text =
        format!("# One\n\nA tale {}\n\n# Two\n\nCall me, {}\n\n# Three\n\nShort.\n", long.repeat(5), long.repeat(5));
    let plain = glyph_runs(&opened(&text, "plain")).map(|run| run.size).max();

    // The letter says nothing: the first word does, space and all.
    let layout = opened(&text, "drop-cap");
    assert_eq!(glyph_runs(&layout).filter(|run| Some(run.size) > plain && run.text.is_empty()).count(), 2);
    assert_eq!(
        glyph_runs(&layout).filter(|run| run.text.starts_with("A tale") || run.text.starts_with("Call me")).count(),
        2
    );
    let first = glyph_runs(&layout).find(|run| run.text.starts_with("A tale")).and_then(|run| run.glyphs.first());
    assert_eq!(first.map(|glyph| glyph.text.clone()), Some(0..3));
    let lines = glyph_runs(&layout).filter(|run| !run.text.is_empty());
    let indented: Vec<_> = lines.skip_while(|run| !run.text.starts_with("Call me")).take(4).map(|run| run.x).collect();
    // Punctuation at the start of a line may hang a little.
    let near = |a: usize, b: usize| (indented[a] - indented[b]).to_points().abs() < 2.0;
    assert!(near(0, 1) && near(1, 2) && (indented[2] - indented[3]).to_points() > 10.0, "{indented:?}");

    let layout = opened(&text, "small-caps");
    assert!(glyph_runs(&layout).any(|run| &*run.text == "A tale of the"));
    assert!(glyph_runs(&layout).any(|run| &*run.text == "Call me"));
}

#[test]
fn a_drop_cap_takes_its_quotation_mark_along() {
    let long = "of the sea and of those who go down to it in ships, with nothing particular to interest them on shore ";
    let layout = opened(&format!("# One\n\n“Call me, {}\n", long.repeat(5)), "drop-cap");
    let body = trefoil::units::Length::from_points(10.5);
    let initial = glyph_runs(&layout).find(|run| run.size > body * 3 && run.text.is_empty()).unwrap();
    assert_eq!(initial.glyphs.len(), 2);
    let lines: Vec<_> = glyph_runs(&layout).filter(|run| !run.text.is_empty()).collect();
    let lines: Vec<_> = lines.into_iter().skip_while(|run| !run.text.starts_with("“Call me")).take(4).collect();
    // The letter stands at the margin, and the mark outside.
    let mark = initial.glyphs.iter().next().map(|glyph| glyph.advance).unwrap();
    assert!((lines[3].x - initial.x - mark).to_points().abs() < 1.0, "{:?}", lines[3].x - initial.x);
    let width: trefoil::units::Length = initial.glyphs.iter().map(|glyph| glyph.advance).sum();
    assert!(lines[1].x > initial.x + width);
}

#[test]
fn the_first_line_of_a_chapter_may_be_in_small_capitals() {
    let text =
        format!("# One\n\nA tale {}\n", "of those who go down to the sea in ships, and the words of it ".repeat(9));
    let lines = |layout: &layout::Layout| {
        let mut lines: Vec<(trefoil::units::Length, String, Vec<u16>)> = Vec::new();
        for run in glyph_runs(layout).filter(|run| run.size == trefoil::units::Length::from_points(10.5)) {
            let ids = run.glyphs.iter().map(|glyph| glyph.id);
            match lines.last_mut().filter(|line| line.0 == run.y) {
                Some((_, text, glyphs)) => {
                    text.push_str(&run.text);
                    glyphs.extend(ids);
                }
                None => lines.push((run.y, run.text.to_string(), ids.collect())),
            }
        }
        lines.into_iter().skip_while(|line| !line.1.starts_with("A tale")).collect::<Vec<_>>()
    };
    let (plain, opened) = (lines(&opened(&text, "plain")), lines(&opened(&text, "first-line")));
    assert!(opened.len() >= plain.len() && opened[0].1.len() < plain[0].1.len(), "capitals are wider");
    let all = |lines: &[(trefoil::units::Length, String, Vec<u16>)]| {
        lines.iter().map(|line| line.1.replace('\u{AD}', "")).collect::<String>()
    };
    assert_eq!(all(&opened), all(&plain));
    let small: std::collections::HashSet<u16> = plain.iter().flat_map(|line| line.2.iter().copied()).collect();
    let foreign =
        |line: &(trefoil::units::Length, String, Vec<u16>)| line.2.iter().filter(|id| !small.contains(id)).count();
    assert!(foreign(&opened[0]) * 2 > opened[0].2.len(), "the first line is in other letters");
    assert!(opened.iter().skip(1).all(|line| foreign(line) < 5), "and no other");
}

/// Lines of the body stand on the same heights on all pages, whatever is between them.
#[test]
fn the_body_stands_on_a_grid_where_the_style_asks_for_one() {
    let body = "body ".repeat(150);
    let between = [
        "## Heading\n",
        "> Quoted.\n",
        "- a\n- b\n",
        "| a | b |\n|--|--|\n| c | d |\n",
        "```\ncode\nmore\n```\n",
        "$$x^2$$\n",
    ];
    let text = (0..30).map(|i| format!("{body}\n\n{}\n{body}\n\n", between[i % between.len()])).collect::<String>();
    let off_grid = |layout: &layout::Layout| {
        let line = StyleSheet::bundled("book").unwrap().root().line_height;
        let heights = glyph_runs(layout).filter(|run| run.text.contains("body body")).map(|run| run.y.0 % line.0);
        heights.collect::<std::collections::BTreeSet<_>>().len() - 1
    };
    let on_grid = laid_out(&text, "[page]\nbaseline-grid = true");
    assert_eq!(off_grid(&on_grid), 0);
    assert!(off_grid(&laid_out(&text, "")) > 0);
    let lowest = glyph_runs(&on_grid).filter(|run| run.text.contains("body")).map(|run| run.y).max().unwrap();
    let plain =
        glyph_runs(&laid_out(&text, "")).filter(|run| run.text.contains("body")).map(|run| run.y).max().unwrap();
    assert!(lowest <= plain, "a grid leaves the margins as they are");
}

/// A picture in `pixels` in each direction, as PNG.
fn square(pixels: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_fn(pixels, pixels, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, 7]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn pictures_have_as_many_pixels_as_the_style_allows() {
    let folder = Folder::with(&[
        ("a.md", b"![A square](a.png){width=2in}\n"),
        ("a.png", &square(900)),
        ("house.toml", b"extends = \"article\"\n[image]\nmax-dpi = 150\nmax-pixels = 160000\n"),
        ("none.toml", b"extends = \"article\"\n[image]\nmax-pixels = \"none\"\n"),
    ]);
    let widths = |style: &str| {
        let run = folder.trefoil(&["build", "a.md", "--style", style]);
        assert_eq!((run.code, run.err.contains("warning")), (Some(0), false), "{}", run.err);
        let pdf = folder.read("a.pdf");
        let key = b"/Width ";
        let at = pdf.windows(key.len()).position(|window| window == key).unwrap() + key.len();
        let digits = pdf[at..].iter().take_while(|byte| byte.is_ascii_digit()).copied().collect();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(folder.read("a.epub"))).unwrap();
        let mut file = archive.by_name("OEBPS/images/a.png").unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        (String::from_utf8(digits).unwrap(), trefoil::image::load(bytes, "a.png").unwrap().width)
    };
    assert_eq!(widths("house.toml"), ("300".into(), 400));
    assert_eq!(widths("none.toml"), ("900".into(), 900));
}

/// The last page of a text in columns ends evenly, whatever notes there were before.
#[test]
fn columns_end_at_the_same_height() {
    let body = "body ".repeat(120);
    let text = format!("{body}[^n]\n\n[^n]: A note.\n\n{}", format!("{body}\n\n").repeat(22));
    let layout = laid_out(&text, "[page]\ncolumns = 2\nmargin = \"12mm\"");
    let last = layout.pages.last().unwrap();
    let mut lowest = std::collections::BTreeMap::new();
    for item in &last.items {
        if let layout::Paint::Text(run) = &item.paint
            && run.text.contains("body")
        {
            let column = run.x > last.width / 2;
            let y = lowest.entry(column).or_insert(run.y);
            *y = run.y.max(*y);
        }
    }
    assert!(layout.pages.len() > 1 && lowest.len() == 2, "{lowest:?}");
    assert!((lowest[&false] - lowest[&true]).to_points().abs() < 30.0, "{lowest:?}");
}

/// Above columns the title is as wide as all of them, and they begin below it.
#[test]
fn a_title_stands_above_the_columns() {
    let body = "body ".repeat(1500);
    let front = |abstract_: &str| format!("---\ntitle: A title over columns\nabstract: {abstract_}\n---\n\n{body}\n");
    let style = "[page]\ncolumns = 2\nmargin = \"12mm\"\n[document]\ntitle-page = false\ntoc = false";
    let layout = laid_out(&front("In short."), style);
    let first = layout.pages.first().unwrap();
    let runs = || glyph_runs(&layout).take_while(|run| !std::ptr::eq(*run, glyph_runs(&layout).last().unwrap()));
    let title = runs().find(|run| run.text.contains("title over")).unwrap();
    let width: trefoil::units::Length = title.glyphs.iter().map(|glyph| glyph.advance).sum();
    let middle = title.x + width / 2 - first.width / 2;
    assert!(middle.to_points().abs() < 4.0, "the title is in the middle of the page");
    let on_first = first.items.iter().filter_map(|item| match &item.paint {
        layout::Paint::Text(run) if run.text.contains("body") => Some(run),
        _ => None,
    });
    let tops = on_first.fold(std::collections::BTreeMap::new(), |mut tops, run| {
        let top = tops.entry(run.x > first.width / 2).or_insert(run.y);
        *top = run.y.min(*top);
        tops
    });
    assert_eq!(tops.get(&false), tops.get(&true), "both columns begin below it");
    assert!(tops[&false] > title.y);
    // One that would leave little of the page stands in the first column.
    let long = laid_out(&front(&"abstract ".repeat(900)), style);
    let right = glyph_runs(&long).filter(|run| run.text.contains("abstract")).map(|run| run.x).max().unwrap();
    assert!(right > first.width / 2, "it goes on in the second column");
}

/// Word does the same: the text in columns is a section that begins below the title's.
#[test]
fn a_title_stands_above_the_columns_of_the_docx() {
    let folder = Folder::with(&[
        ("a.md", b"---\ntitle: Above\n---\n\n# One\n\ntext\n"),
        ("two.toml", b"extends = \"article\"\n[page]\ncolumns = 2\n"),
    ]);
    let run = folder.trefoil(&["build", "a.md", "--to", "docx", "--style", "two.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(folder.read("a.docx"))).unwrap();
    let body = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
    let sections: Vec<&str> = body.split("<w:sectPr").skip(1).collect();
    assert_eq!(sections.len(), 2);
    assert!(sections[0].contains("nextPage") && !sections[0].contains("w:cols"), "{}", sections[0]);
    assert!(sections[1].contains("continuous") && sections[1].contains("w:num=\"2\""), "{}", sections[1]);
}

/// Code stands from left to right, whichever way the text around it and the letters in it run.
#[test]
fn code_with_arabic_letters_begins_at_the_left() {
    let layout = laid_out("```\n[یک کتاب](http://example.com)\n```\n", "");
    let of = |sign: &str| glyph_runs(&layout).filter(|run| run.text.contains(sign)).map(|run| run.x).next().unwrap();
    assert!(of("[") < of("کتاب") && of("کتاب") < of("http"), "{:?}", [of("["), of("کتاب"), of("http")]);
    let read: String = glyph_runs(&layout).map(|run| &*run.text).collect();
    assert!(read.contains("[یک کتاب](http://example.com)"), "painted in the order of reading: {read}");
}

/// A long text is laid out in parts. What waits at the end of a part for the line after it, a margin and the place of an empty
/// block, comes to the line that the next part begins with.
#[test]
fn a_part_begins_as_a_page_of_the_same_text_would() {
    let style = "[paragraph]\nmargin-bottom = \"40pt\"\n[heading.2]\nmargin-top = \"0pt\"";
    let opening = |paragraphs: usize| {
        let text = format!("{}::: {{#here}}\n:::\n\n\\pagebreak\n\n## Next\n", "Before.\n\n".repeat(paragraphs));
        let (layout, _) = support::laid_out("article", &text, style);
        let heading = glyph_runs(&layout).find(|run| &*run.text == "Next").expect("the heading").y;
        let (last, place) = (layout.pages.len() - 1, layout.places.iter().find(|(id, _)| id.as_str() == "here"));
        assert_eq!(place.map(|(_, place)| place.page), Some(last));
        (heading, layout.pages[last].height)
    };
    // The first is one part, the other two.
    assert_eq!(opening(20), opening(320));
}

/// The rule beside a callout is seen, and not hidden by what is behind the text.
#[test]
fn rules_of_frames_lie_over_their_backgrounds() {
    let (layout, _) = support::laid_out("article", "> [!NOTE]\n> Text.\n", "");
    let rules = layout.pages[0].items.iter().filter_map(|item| match &item.paint {
        layout::Paint::Rule(rule) => Some(rule.bounds.width),
        layout::Paint::Text(_) | layout::Paint::Image { .. } => None,
    });
    let widths: Vec<_> = rules.collect();
    assert!(matches!(widths.as_slice(), [background, rule] if background > rule), "{widths:?}");
}
