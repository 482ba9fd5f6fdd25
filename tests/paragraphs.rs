//! What the properties of paragraphs do, by the glyphs on the pages.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use support::{Folder, glyph_runs};
use trefoil::diagnostic::Diagnostics;
use trefoil::layout::{GlyphRun, Layout, Paint};
use trefoil::units::Length;

/// The layout of a text in the style `article` with these lines added.
fn laid_out(text: &str, style: &str) -> (Layout, Diagnostics) {
    support::laid_out("article", text, style)
}

#[test]
fn a_table_says_how_far_the_signs_of_a_family_hang_out() {
    let start = |style: &str| {
        let (layout, _) = laid_out("“Quoted” at the start.", style);
        let found = glyph_runs(&layout).find(|run| run.text.starts_with('“')).map(|run| run.x);
        found.unwrap()
    };
    let flat = start("[body]\nprotrusion = false");
    let em = Length::points(11);
    let hang = |style: &str| ((flat - start(style)).0 * 1000 + em.0 / 2) / em.0;
    assert_eq!(hang(""), 170);
    assert_eq!(hang("[protrusion.\"libertinus serif\"]\n\"“”\" = [321, 0]"), 321);
    assert_eq!(hang("[protrusion.\"Libertinus Serif\"]\n\"“\" = 0"), 0);
    assert_eq!(hang("[protrusion.\"Source Sans 3\"]\n\"“\" = 0"), 170);
    assert_eq!(hang("[first-paragraph]\nprotrusion = false"), 0);
}

#[test]
fn the_widths_of_lines_count_what_hangs_out() {
    let text = "No sooner, no later, said he, and so, again, on we went, ".repeat(30);
    let style = "[protrusion.\"Libertinus Serif\"]\n\",\" = [0, 230]\n[body]\nexpansion = 0";
    let (layout, _) = laid_out(&text, style);
    let ends = |run: &&GlyphRun| {
        let width: Length = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        (run.x + width, run.text.trim_end().ends_with(','))
    };
    let edge =
        |comma: bool| glyph_runs(&layout).map(|run| ends(&run)).filter(|end| end.1 == comma).map(|end| end.0).max();
    let (Some(with), Some(without)) = (edge(true), edge(false)) else { panic!("both kinds of lines") };
    assert!((with - without).to_points() > 1.0, "{with:?} {without:?}");
}

#[test]
fn marks_of_notes_are_superior_figures_where_the_font_has_them() {
    let mark = |style: &str| {
        let (layout, _) = laid_out("Text[^a] goes on.\n\n[^a]: A note.", style);
        let found = glyph_runs(&layout).skip_while(|run| &*run.text != "Text").find(|run| &*run.text == "1").cloned();
        found.unwrap()
    };
    let text = |style: &str| {
        let (layout, _) = laid_out("Text[^a] goes on.\n\n[^a]: A note.", style);
        let found = glyph_runs(&layout).find(|run| run.text.starts_with("Text")).cloned();
        found.unwrap()
    };
    let (own, made) = (mark(""), mark("[note-reference]\nfont-variant-position = \"normal\""));
    assert_eq!((own.size, own.y), (text("").size, text("").y));
    assert!(made.size < own.size && made.y < own.y && made.glyphs.first() != own.glyphs.first());
    // A font without them makes do.
    let mono = "[body]\nfont-family = \"DejaVu Sans Mono\"";
    assert!(mark(mono).size < text(mono).size && mark(mono).y < text(mono).y);
}

#[test]
fn names_stay_whole_where_the_style_says_so() {
    let text =
        "Constantinopolitanischer Antidisestablishmentarianism incomprehensibilities Interdenominational ".repeat(30);
    let style = |value: &str| {
        format!(
            "[page]\nsize = \"a6\"\nmargin = \"10mm 30mm\"\n[body]\ntext-align = \"justify\"\nhyphenate-capitalized = {value}"
        )
    };
    let cut = |value: &str| {
        let (layout, _) = laid_out(&text, &style(value));
        let words = glyph_runs(&layout).filter_map(|run| run.text.strip_suffix('\u{AD}').map(str::to_owned));
        let last: Vec<String> = words.filter_map(|text| text.rsplit(' ').next().map(str::to_owned)).collect();
        (last.iter().filter(|word| word.starts_with(char::is_uppercase)).count(), last.len())
    };
    assert!(cut("true").0 > 0);
    let (names, all) = cut("false");
    assert!(names == 0 && all > 0, "{names} of {all}");
}

#[test]
fn what_is_raised_in_raised_text_is_raised_with_it() {
    let (layout, _) = laid_out("x<sup>2<em>n</em></sup> y", "");
    let y = |text: &str| glyph_runs(&layout).find(|run| &*run.text == text).map(|run| run.y);
    assert!(y("2").is_some() && y("2") == y("n"), "{:?} {:?}", y("2"), y("n"));
    assert!(y("2") < y("x"));
}

#[test]
fn the_author_sets_the_direction() {
    let (layout, _) = laid_out("::: {dir=rtl}\nabc, אבג\n\n- one\n:::\n\nabc, אבג\n\nin [a אב c]{dir=ltr} דה", "");
    let x =
        |text: &str, nth: usize| glyph_runs(&layout).filter(|run| run.text.contains(text)).nth(nth).map(|run| run.x);
    assert!(x("אבג", 0).is_some() && x("abc", 0) > x("אבג", 0), "from right to left");
    assert!(x("•", 0) > x("one", 0), "and so the list");
    assert!(x("abc", 1).is_some() && x("abc", 1) < x("אבג", 1), "elsewhere the text says it");
}

#[test]
fn code_runs_from_left_to_right() {
    let (layout, _) = laid_out("```python\n# שלום hello\n```", "");
    let x = |text: &str| glyph_runs(&layout).find(|run| run.text.trim() == text).map(|run| run.x);
    assert!(x("#") < x("שלום") && x("שלום") < x("hello"));
}

#[test]
fn the_mark_of_a_wrapped_line_is_drawn_and_not_written() {
    let (layout, _) = laid_out(&format!("```\n{}\n```", "a long line of code, ".repeat(9)), "");
    let code: Vec<&str> = glyph_runs(&layout).map(|run| &*run.text).filter(|text| text.contains("code")).collect();
    assert!(code.len() > 1, "{code:?}");
    assert_eq!(code.concat(), "a long line of code, ".repeat(9));
    assert!(!glyph_runs(&layout).any(|run| run.text.contains('↪')));
    let rules = layout.pages.iter().flat_map(|page| &page.items).filter(|item| matches!(item.paint, Paint::Rule(_)));
    assert!(rules.count() > code.len());
}

#[test]
fn drawings_of_characters_have_no_gaps() {
    let pitch = |text: &str| {
        let (layout, _) = laid_out(&format!("```\n{text}\n```"), "");
        let y: Vec<Length> = glyph_runs(&layout).map(|run| run.y).collect();
        y[1] - y[0]
    };
    let (drawn, plain) = (pitch("├── a\n└── b"), pitch("a\nb"));
    assert!(drawn < plain.ratio(9, 10), "{drawn:?} {plain:?}");
}

#[test]
fn a_line_that_is_too_wide_is_reported_with_place_word_and_excess() {
    let text = "Short, then `an_identifier_of_code_that_cannot_be_broken_anywhere_at_all` and more.";
    let style = "[page]\nsize = \"a6\"\nmargin = \"10mm 38mm\"\n[code]\nletter-spacing = \"30pt\"";
    let (_, told) = laid_out(text, style);
    let overfull: Vec<_> = told.iter().filter(|d| d.code == "overfull-line").collect();
    assert!(!overfull.is_empty());
    assert!(overfull.iter().all(|d| d.span.is_some() && d.message.contains('“')), "{overfull:?}");
}

#[test]
fn pages_are_the_same_for_any_number_of_threads() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/every-node.md")).unwrap();
    let text = format!("{text}\n\n{}", "A paragraph among many, with *emphasis* and `code`.\n\n".repeat(200));
    let laid = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (layout, told) = laid_out(&text, "");
            format!("{:?} {:?} {:?} {told:?}", layout.pages, layout.elements, layout.outline)
        })
    };
    let alone = laid(1);
    assert!(alone == laid(2) && alone == laid(7));
}

#[test]
fn the_direction_of_a_container_is_that_of_its_paragraphs_in_the_epub() {
    let folder = Folder::with(&[("a.md", "# A\n\n::: {dir=rtl}\nabc one\n:::\n\nabc two".as_bytes())]);
    assert_eq!(folder.trefoil(&["build", "a.md", "--to", "epub"]).code, Some(0));
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join("a.epub")).unwrap()).unwrap();
    let names: Vec<String> = zip.file_names().filter(|name| name.ends_with(".xhtml")).map(Into::into).collect();
    let mut texts = names.iter().map(|name| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap());
    let text = texts.find(|text| text.contains("abc one")).unwrap();
    assert!(text.contains("dir=\"rtl\"") && !text.contains("dir=\"ltr\""), "{text}");
}

/// The full stop behind a number stands where the text goes on: to its left in a list from right to left.
#[test]
fn labels_of_lists_run_with_their_items() {
    let (layout, _) = laid_out("1. פריט ראשון\n\n<!-- -->\n\n1. item\n", "");
    let runs: Vec<_> = glyph_runs(&layout).collect();
    let stop = runs.iter().find(|run| &*run.text == ".").expect("a full stop by itself");
    let number = runs.iter().find(|run| &*run.text == "1").expect("a number by itself");
    assert!(stop.x < number.x && stop.y == number.y);
    assert!(runs.iter().any(|run| &*run.text == "1."));
}
