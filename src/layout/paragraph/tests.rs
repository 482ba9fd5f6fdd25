mod counts;
mod hyphens;
mod scripts;

use super::*;
use crate::layout::page::{Content, ElementId, GlyphRun, Paint};
use crate::style::{Break, Edges, FontStyle, LineBreaking, TextAlign, TextTransform};
use crate::units::Color;

/// Ten-point book text, justified and hyphenated, without expansion or protrusion.
pub(super) fn style() -> Computed {
    Computed {
        font_family: vec!["serif".into()],
        font_size: Length::points(10),
        font_weight: 400,
        font_style: FontStyle::Normal,
        font_features: Vec::new(),
        line_height: Length::points(13),
        color: Color::BLACK,
        background: None,
        border: Edges::default(),
        padding: Edges::default(),
        margin: Edges::default(),
        text_align: TextAlign::Justify,
        text_indent: Length::ZERO,
        hyphens: true,
        letter_spacing: Length::ZERO,
        text_transform: TextTransform::None,
        underline: false,
        line_through: false,
        baseline_shift: Length::ZERO,
        break_before: Break::Auto,
        break_after: Break::Auto,
        break_inside: Break::Auto,
        keep_with_next: false,
        float: Default::default(),
        orphans: 2,
        widows: 2,
        hyphenate_capitalized: true,
        hyphenate_limit_zone: 160,
        variant_position: None,
        protrusion: false,
        protrusion_tables: Default::default(),
        expansion: 0,
        line_breaking: LineBreaking::Optimal,
        looseness: 0,
        column_span: false,
        decimal_align: false,
        number_style: None,
        row_rule: None,
        root_font_size: Length::points(10),
        root_line_height: Length::points(13),
    }
}

fn lines_in(text: &str, style: &Computed, width: i64, lang: &str) -> (Vec<Line>, Diagnostics) {
    let library = FontLibrary::bundled();
    let inlines = Inlines::from_text(text, style, Content::Element(ElementId(1)), lang);
    let mut diagnostics = Vec::new();
    let lines = set_with(&library, &[], &inlines, style, Length::points(width), &mut diagnostics);
    (lines, diagnostics)
}

fn runs(line: &Line) -> impl Iterator<Item = &GlyphRun> {
    line.items.iter().filter_map(|item| match &item.paint {
        Paint::Text(run) => Some(run),
        Paint::Rule(_) | Paint::Image { .. } => None,
    })
}

fn text_of(line: &Line) -> String {
    runs(line).map(|run| &*run.text).collect()
}

fn texts(lines: &[Line]) -> Vec<String> {
    lines.iter().map(text_of).collect()
}

/// Left and right edge of a line, without the spaces at its end.
fn edges(line: &Line) -> (f64, f64) {
    let mut edges = (f64::MAX, f64::MIN);
    for run in runs(line) {
        let mut x = run.x.to_points();
        for glyph in &run.glyphs {
            let end = x + glyph.advance.to_points() * f64::from(run.stretch) / 1000.0;
            let is_space = run.text.get(glyph.text.start as usize..glyph.text.end as usize) == Some(" ");
            if !is_space {
                edges = (edges.0.min(x), edges.1.max(end));
            }
            x = end;
        }
    }
    edges
}

const PROSE: &str = "In olden times when wishing still helped one, there lived a king whose daughters were all beautiful, but the \
    youngest was so beautiful that the sun itself, which has seen so much, was astonished whenever it shone in her face. \
    Close by the king’s castle lay a great dark forest, and under an old lime-tree in the forest was a well, and when the \
    day was very warm, the king’s child went out into the forest and sat down by the side of the cool fountain.";

#[test]
fn justified_lines_reach_both_margins() {
    for (expansion, ratios) in [(0, 700..=1700), (20, 800..=1500)] {
        let style = Computed { expansion, ..style() };
        let (lines, diagnostics) = lines_in(PROSE, &style, 240, "en");
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let (last, others) = lines.split_last().expect("lines");
        for line in others {
            let (left, right) = edges(line);
            assert!(left.abs() < 0.01 && (right - 240.0).abs() < 0.02, "{left} {right} {:?}", text_of(line));
            assert!(ratios.contains(&line.space_ratio), "{}", line.space_ratio);
        }
        assert!(edges(last).1 < 240.0);
    }
}

#[test]
fn first_fit_fills_each_line_and_is_looser_for_it() {
    let set = |line_breaking| lines_in(PROSE, &Computed { line_breaking, ..style() }, 220, "en").0;
    let widest = |lines: &[Line]| lines.iter().map(|line| line.space_ratio).max();
    let (optimal, greedy) = (set(LineBreaking::Optimal), set(LineBreaking::FirstFit));
    assert!(greedy.iter().all(|line| line.space_ratio >= 1000));
    assert!(widest(&optimal) < widest(&greedy), "{:?} {:?}", widest(&optimal), widest(&greedy));
    assert_eq!(texts(&greedy).concat().replace('\u{AD}', ""), PROSE);
}

#[test]
fn balanced_lines_are_of_one_width_and_no_more_than_before() {
    let title = "Putin and Xi, allies in the spirit of multipolarity";
    let set = |line_breaking, width| {
        let ragged = Computed { line_breaking, text_align: TextAlign::Center, hyphens: false, ..style() };
        texts(&lines_in(title, &ragged, width, "en").0)
    };
    assert_eq!(set(LineBreaking::FirstFit, 180), ["Putin and Xi, allies in the spirit of ", "multipolarity"]);
    assert_eq!(set(LineBreaking::Balanced, 180), ["Putin and Xi, allies in the ", "spirit of multipolarity"]);
    assert_eq!(set(LineBreaking::Balanced, 400), [title]);
    // A word that is wider than the line is cut as it always is.
    assert_eq!(set(LineBreaking::Balanced, 20), set(LineBreaking::Optimal, 20));
}

#[test]
fn letters_give_once_more_where_spaces_would_leave_holes() {
    let text = "“Befooled, befooled!”—drawing in a long lean breath—“Aye, Parsee! I see thee again, and then no more.";
    let first = |expansion, width| {
        let (lines, _) = lines_in(text, &Computed { expansion, ..style() }, width, "en");
        let scale = runs(&lines[0]).map(|run| run.stretch).max().unwrap_or(1000);
        (lines[0].space_ratio, scale)
    };
    let well = 800..=1500;
    let saved = (240..320).filter(|&width| {
        let (rigid, (given, scale)) = (first(0, width).0, first(20, width));
        assert!((960..=1040).contains(&scale));
        !well.contains(&rigid) && well.contains(&given) && scale.abs_diff(1000) > 20
    });
    assert!(saved.count() > 5);
}

#[test]
fn no_character_is_lost_at_the_line_ends() {
    let (lines, _) = lines_in(PROSE, &style(), 130, "en");
    let all: String = texts(&lines).concat().replace('\u{AD}', "");
    assert_eq!(all, PROSE);
    let mut offset = 0;
    for line in &lines {
        assert_eq!(line.offset, offset);
        offset += text_of(line).replace('\u{AD}', "").chars().count();
    }
}

#[test]
fn glyph_ranges_cover_the_text_of_their_run() {
    let (lines, _) = lines_in("The office’s affluent staff", &style(), 300, "en");
    let run = runs(&lines[0]).next().expect("a run");
    let mut end = 0;
    for glyph in &run.glyphs {
        assert!(glyph.text.start == end || glyph.text.end == end);
        end = glyph.text.end;
    }
    assert_eq!(end as usize, run.text.len());
}

#[test]
fn hebrew_stands_at_the_right_and_reads_from_there() {
    let (lines, _) = lines_in("שלום עולם 12 (abc)", &Computed { text_align: TextAlign::Start, ..style() }, 200, "he");
    let line = &lines[0];
    assert!((edges(line).1 - 200.0).abs() < 0.01);
    // Painted in logical order, each further to the left.
    let read: Vec<&str> = runs(line).map(|run| run.text.trim()).filter(|text| !text.is_empty()).collect();
    assert_eq!(read.first().copied(), Some("שלום עולם"));
    assert!(read.concat().contains("12") && read.concat().find("12") < read.concat().find("abc"), "{read:?}");
    let hebrew = runs(line).next().expect("a run");
    assert!(runs(line).skip(1).all(|run| run.x < hebrew.x));
    let starts: Vec<u32> = hebrew.glyphs.iter().map(|glyph| glyph.text.start).collect();
    assert!(starts.windows(2).all(|pair| pair[0] >= pair[1]), "{starts:?}");
}

#[test]
fn a_word_wider_than_the_line_is_cut_and_reported() {
    let (lines, diagnostics) = lines_in(&"m".repeat(60), &Computed { hyphens: false, ..style() }, 100, "en");
    assert!(lines.len() > 4);
    assert!(lines.iter().all(|line| edges(line).1 <= 100.1 && line.overfull == Length::ZERO));
    assert!(diagnostics.iter().all(|d| d.code == "overfull-line") && !diagnostics.is_empty());
}

#[test]
fn characters_that_no_font_has_stay_in_the_text() {
    let (lines, diagnostics) = lines_in("see 中文 here", &style(), 300, "en");
    assert_eq!(texts(&lines).concat(), "see 中文 here");
    assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["missing-glyph"]);
}

#[test]
fn a_character_that_no_font_has_costs_its_neighbours_nothing() {
    // A private character between a Hebrew letter and a symbol, which are in two of the bundled fonts.
    let (lines, diagnostics) = lines_in("a\u{F8F0}ש\u{F8F1}⌘\u{F8F0}z", &style(), 300, "en");
    let mut blank = String::new();
    for run in runs(&lines[0]) {
        for glyph in run.glyphs.iter().filter(|glyph| glyph.id == 0) {
            blank.push_str(&run.text[glyph.text.start as usize..glyph.text.end as usize]);
        }
    }
    assert_eq!(blank, "\u{F8F0}\u{F8F1}\u{F8F0}");
    assert_eq!(diagnostics.len(), 2, "{diagnostics:?}");
}

#[test]
fn what_fonts_lack_is_said_once_with_its_number() {
    let mut diagnostics = lines_in("see 中文 here", &style(), 300, "en").1;
    diagnostics.extend(lines_in("and 漢字假名 there, \u{F8F0}", &style(), 300, "en").1);
    merge_diagnostics(&mut diagnostics);
    let messages: Vec<&str> = diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("such as 中") && messages[0].ends_with("in all 6"), "{messages:?}");
    assert!(!messages[1].contains("in all"), "{messages:?}");
}

#[test]
fn author_breaks_and_ideographs_break_lines() {
    let (lines, _) = lines_in("中文排版，需要避头尾规则。", &style(), 28, "zh");
    assert!(lines.len() >= 3);
    assert!(texts(&lines).iter().all(|text| !text.starts_with(['，', '。'])), "{:?}", texts(&lines));
}

#[test]
fn ideographs_and_western_letters_stand_a_quarter_em_apart() {
    let ragged = Computed { text_align: TextAlign::Start, ..style() };
    let set = |text: &str, width| lines_in(text, &ragged, width, "zh").0;
    let width = |text: &str| edges(&set(text, 400)[0]).1;
    let apart = width("中文abc中文") - width("中文") * 2.0 - width("abc");
    assert!((apart - 5.0).abs() < 0.05, "{apart}");
    assert_eq!(texts(&set("中文abc中文", 400)), ["中文abc中文"]);
    // Punctuation has its own space, and what the author typed is kept.
    assert!((width("文，a") - width("文，") - width("a")).abs() < 0.05);
    assert!((width("文 a") - width("文") - width("a") - width("a a") + 2.0 * width("a")).abs() < 0.05);
    // No gap is left over where a line ends between the two.
    let lines = set("中文abc", 24);
    assert_eq!(texts(&lines), ["中文", "abc"]);
    assert!((edges(&lines[0]).1 - width("中文")).abs() < 0.05, "{:?}", edges(&lines[0]));
}

#[test]
fn ragged_and_centred_lines_keep_their_spaces() {
    let centred = Computed { text_align: TextAlign::Center, ..style() };
    let (lines, _) = lines_in("A centred title", &centred, 200, "en");
    let (left, right) = edges(&lines[0]);
    assert!((left - (200.0 - right)).abs() < 0.1);
    let ragged = Computed { text_align: TextAlign::Start, ..style() };
    let (lines, _) = lines_in(PROSE, &ragged, 200, "en");
    assert!(lines.iter().all(|line| line.space_ratio == 1000 && edges(line).1 <= 200.01));
}
