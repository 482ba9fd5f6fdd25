//! Figures that move down past text.

use super::*;
use crate::layout::Structure;
use crate::layout::vertical::{Part, PartKind, Slab, VerticalList};

/// A list of parts: a slab of so many points each, with the margins above and below it.
fn list(parts: &[(PartKind, i64)]) -> VerticalList {
    let mut list = VerticalList::default();
    for (i, &(kind, height)) in parts.iter().enumerate() {
        let mut part = VerticalList::default();
        let margin = Length::points(if kind == PartKind::Float { 20 } else { 0 });
        part.anchor(&BlockId::new(&format!("p{i}")));
        part.space(margin);
        part.push(Slab { height: Length::points(height), ..Slab::default() });
        part.space(margin);
        list.append_part(part, kind);
    }
    list
}

fn order(list: &VerticalList) -> Vec<String> {
    list.slabs.iter().map(|slab| slab.fragment.anchors[0].to_string()).collect()
}

#[test]
fn a_float_takes_its_margins_along() {
    use PartKind::{Float, Text};
    let mut list = list(&[(Text, 10), (Float, 50), (Text, 10), (Text, 11), (Text, 12)]);
    list.slabs[1].cost = 7;
    list.move_down(1..2, 4);
    assert_eq!(order(&list), ["p0", "p2", "p3", "p1", "p4"]);
    let spaces: Vec<i64> = list.slabs.iter().map(|s| s.space.length().0 / Length::UNITS_PER_POINT).collect();
    assert_eq!(spaces, [0, 0, 0, 20, 20]);
    assert_eq!(list.slabs[1].cost, 7);
    let ranges: Vec<_> = list.parts.iter().map(|Part { slabs, .. }| slabs.clone()).collect();
    assert_eq!(ranges, [0..1, 1..2, 2..3, 3..4, 4..5]);
}

/// The order in which pages of 160 points come to show the parts.
#[track_caller]
fn check(parts: &[(PartKind, i64)], expected: &[&str]) {
    let mut diagnostics = Diagnostics::new();
    let sheet = sheet();
    let geometry = pages::Geometry::new(&sheet, &mut diagnostics);
    let makeup = pages::Makeup { geometry: &geometry, sheet: &sheet, chapter: 1, reset: &|_, _| None };
    let mut composer = pages::Composer::new(&makeup, 0);
    let mut structure = Structure::default();
    composer.text(list(parts), &mut structure);
    let pages = composer.finish(&mut structure);
    let mut places: Vec<_> = pages.places.iter().map(|(id, place)| (place.page, place.y, id.to_string())).collect();
    places.sort();
    assert_eq!(places.into_iter().map(|(_, _, id)| id).collect::<Vec<_>>(), expected);
}

#[test]
fn figures_move_past_text_only_where_a_page_would_stay_empty() {
    use PartKind::{Bar, Float, Text};
    // It fits.
    check(&[(Text, 40), (Float, 60), (Text, 30), (Text, 30)], &["p0", "p1", "p2", "p3"]);
    // It does not: the text goes on.
    check(&[(Text, 60), (Float, 90), (Text, 80), (Text, 80)], &["p0", "p2", "p1", "p3"]);
    // Not past a heading, and not past another figure.
    check(&[(Text, 60), (Float, 90), (Bar, 80), (Text, 80)], &["p0", "p1", "p2", "p3"]);
    check(&[(Text, 60), (Float, 90), (Float, 90), (Text, 90), (Text, 30)], &["p0", "p3", "p1", "p2", "p4"]);
}

#[test]
fn headings_and_pictures_bar_the_way() {
    let kind = |build: fn(&mut VerticalList)| {
        let mut list = VerticalList::default();
        list.push(Slab { height: Length::points(10), ..Slab::default() });
        build(&mut list);
        (list.text(), list.float())
    };
    assert_eq!(kind(|_| ()), (PartKind::Text, PartKind::Float));
    assert_eq!(kind(|list| list.force(crate::style::Break::Page)), (PartKind::Bar, PartKind::Bar));
    assert_eq!(kind(|list| list.slabs[0].fragment.notes.push(0)), (PartKind::Text, PartKind::Bar));
    assert_eq!(kind(|list| list.cost(vertical::cost::KEEP)).0, PartKind::Bar);
}

/// A picture with a caption, in a container of that class.
fn figure(caption: &str) -> BlockKind {
    let captioned = crate::model::Caption { content: text(caption), ..Default::default() };
    let image = crate::model::Image { target: "no.png".into(), ..Default::default() };
    BlockKind::Figure(crate::model::Figure { images: vec![image], caption: Some(captioned) })
}

fn apart(class: &str, caption: &str) -> BlockKind {
    let mut inner = named(caption, vec![figure(caption)]);
    inner[0].attributes.classes.push(class.into());
    BlockKind::Container(inner)
}

#[test]
fn figures_stand_where_their_class_sends_them() {
    for (class, page) in [("top", 1), ("bottom", 0), ("apart", 1)] {
        let kinds = vec![BlockKind::Paragraph(words(10)), apart(class, "Thing"), BlockKind::Paragraph(words(260))];
        let (layout, _) = set_blocks(kinds);
        let found: Vec<usize> =
            (0..layout.pages.len()).filter(|&i| page_text(&layout.pages[i]).contains("Thing")).collect();
        assert_eq!(found, [page], "{class}");
        assert_eq!(count_words(&layout, "word"), 270, "{class}");
        let words = page_text(&layout.pages[page]).matches("word").count();
        assert_eq!(words == 0, class == "apart", "{class}");
    }
}

#[test]
fn a_figure_is_found_where_it_has_come_to_stand() {
    for (class, page) in [("top", 1), ("apart", 1)] {
        let kinds = vec![BlockKind::Paragraph(words(10)), figure("Thing"), BlockKind::Paragraph(words(260))];
        let mut blocks = blocks(kinds);
        blocks[1].attributes.classes.push(class.into());
        let (layout, _) = set(Document { blocks, ..Document::default() }, &sheet());
        assert!(page_text(&layout.pages[page]).contains("Thing"), "{class}");
        assert_eq!(layout.places[&BlockId::new("b1")].page, page, "{class}");
    }
}

/// A sheet with more than the plain one says.
fn sheet_with(more: &str) -> StyleSheet {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("my.toml"), format!("extends = \"article\"\n{more}")).unwrap();
    StyleSheet::load("my.toml", folder.path(), &mut crate::diagnostic::Sources::default()).0
}

#[test]
fn the_class_of_one_figure_counts_more_than_what_the_style_does_with_all() {
    let sheet = sheet_with("[figure]\nfloat = \"bottom\"\n");
    let order = |class: &str| {
        let kinds = vec![BlockKind::Paragraph(words(10)), apart(class, "Thing"), BlockKind::Paragraph(words(20))];
        let (layout, _) = set(Document { blocks: blocks(kinds), ..Document::default() }, &sheet);
        let below = layout.places[&BlockId::new("Thing-b0")].y;
        let after = layout.places[&BlockId::new("b2")].y;
        (layout.pages.len(), below > after)
    };
    assert_eq!(order("other"), (1, true));
    assert_eq!(order("here"), (1, false));
}

#[test]
fn the_class_of_a_container_counts_for_the_figure_in_it() {
    let sheet = sheet_with("[figure]\nfloat = \"bottom\"\n");
    let mut all =
        blocks(vec![BlockKind::Paragraph(words(10)), apart("other", "Thing"), BlockKind::Paragraph(words(20))]);
    all[1].attributes.classes.push("apart".into());
    let (layout, _) = set(Document { blocks: all, ..Document::default() }, &sheet);
    assert_eq!(layout.places[&BlockId::new("Thing-b0")].page, 1);
}

#[test]
fn tables_span_the_columns_where_the_style_says_so() {
    let widths = ["none", "all"].map(|span| {
        let sheet = sheet_with(&format!("[page]\ncolumns = 2\n[table]\ncolumn-span = \"{span}\"\n"));
        let kinds = vec![
            BlockKind::Paragraph(words(40)),
            BlockKind::Table(table(1, 2, "tabulated ".repeat(30).trim())),
            BlockKind::Paragraph(words(40)),
        ];
        let (layout, _) = set(Document { blocks: blocks(kinds), ..Document::default() }, &sheet);
        let lines = layout.pages[0].items.iter().filter_map(|item| match &item.paint {
            Paint::Text(run) if run.text.contains("tabulated") => Some(run.y),
            _ => None,
        });
        lines.collect::<std::collections::BTreeSet<_>>().len()
    });
    assert!(widths[1] < widths[0], "{widths:?}");
}

#[test]
fn a_document_of_one_figure_is_not_lost() {
    for class in ["top", "bottom", "apart"] {
        let (layout, _) = set_blocks(vec![apart(class, "Thing")]);
        assert_eq!(count_words(&layout, "Thing"), 1, "{class}");
    }
}

#[test]
fn what_spans_the_columns_divides_them() {
    let mut sheet = sheet();
    (sheet.page.columns, sheet.page.height) = (2, Length::points(500));
    let kinds = vec![
        BlockKind::Paragraph(words(14)),
        BlockKind::Heading { level: 1, content: text("A heading much wider than one column") },
        BlockKind::Paragraph(words(14)),
    ];
    let mut blocks = blocks(kinds);
    blocks[1].attributes.classes.push("wide".into());
    let (layout, _) = set(Document { blocks, ..Document::default() }, &sheet);
    assert_eq!(layout.pages.len(), 1);
    assert_eq!(count_words(&layout, "word"), 28);
    let heading = layout.places[&BlockId::new("b1")];
    // Both columns above it end before it begins, and both below begin after it.
    let middle = layout.pages[0].width / 2;
    let runs = |wanted: fn(Length, Length) -> bool| {
        let items = layout.pages[0].items.iter().filter_map(|item| match (&item.content, &item.paint) {
            (Content::Element(_), Paint::Text(run)) if run.text.contains("word") => Some((run.x, run.y)),
            _ => None,
        });
        items.filter(|&(_, y)| wanted(y, heading.y)).map(|(x, _)| x > middle).collect::<Vec<_>>()
    };
    for side in [runs(|y, heading| y < heading), runs(|y, heading| y > heading)] {
        assert!(side.contains(&true) && side.contains(&false), "{side:?}");
    }
}

#[test]
fn headings_and_figures_go_across_three_columns() {
    let mut sheet = sheet();
    (sheet.page.columns, sheet.page.width, sheet.page.height) = (3, Length::points(460), Length::points(500));
    let heading = BlockKind::Heading { level: 1, content: text("A heading much wider than one column of the three") };
    for spanning in [heading, figure("A caption that is much wider than one column of the three")] {
        let kinds = vec![BlockKind::Paragraph(words(90)), spanning, BlockKind::Paragraph(words(90))];
        let mut blocks = blocks(kinds);
        blocks[1].attributes.classes.push("wide".into());
        let (layout, _) = set(Document { blocks, ..Document::default() }, &sheet);
        assert_eq!((layout.pages.len(), count_words(&layout, "word")), (1, 180));
        let page = &layout.pages[0];
        let runs = |wanted: fn(&str) -> bool| {
            let text = page.items.iter().filter_map(|item| match (&item.content, &item.paint) {
                (Content::Element(_), Paint::Text(run)) if wanted(&run.text) => Some(measure::bounds(&item.paint)),
                _ => None,
            });
            text.collect::<Vec<_>>()
        };
        let across = runs(|text| text.contains("much wider"));
        let [line] = across.as_slice() else { panic!("it stands on one line: {across:?}") };
        assert!(line.width > Length::points(400) / 3);
        // The text above ends before it, that below begins after it, each in three columns that end almost at one height.
        let column = |area: &Bounds| (area.x - Length::points(30)).0 * 3 / Length::points(400).0;
        for above in [true, false] {
            let mut feet = std::collections::BTreeMap::new();
            for area in runs(|text| text.contains("word")).iter().filter(|area| (area.y < line.y) == above) {
                let foot = feet.entry(column(area)).or_insert(area.y);
                *foot = area.y.max(*foot);
            }
            let (lowest, highest) = (feet.values().max().copied(), feet.values().min().copied());
            assert_eq!(feet.len(), 3, "{feet:?}");
            assert!(lowest.unwrap_or_default() - highest.unwrap_or_default() < Length::points(30), "{feet:?}");
        }
    }
}
