//! Whole documents laid out, and what must hold for all of them.

mod bad_input;
mod code;
mod contents;
mod directions;
mod floats;
mod options;
mod parts;
mod room;
mod ruby;
mod tables;
mod turned;

use super::*;
use crate::markdown::read_text;
use crate::model::{
    Alignment, Block, BlockId, BlockKind, Cell, CodeBlock, Column, Document, Inline, InlineKind, List, ListItem,
    ListKind, Note, NoteReference, Row, Table,
};
use crate::source::Files;
use tables::table;

/// A small page: 200 × 160 pt of text in the measures of the article style.
pub(super) fn sheet() -> StyleSheet {
    let mut sheet = StyleSheet::bundled("article").unwrap();
    sheet.page.width = Length::points(260);
    sheet.page.height = Length::points(240);
    sheet.page.margin_top = Length::points(40);
    sheet.page.margin_bottom = Length::points(40);
    sheet.page.margin_inside = Length::points(30);
    sheet.page.margin_outside = Length::points(30);
    sheet
}

fn inline(kind: InlineKind) -> Inline {
    Inline { span: Default::default(), kind }
}

fn text(text: &str) -> Vec<Inline> {
    vec![inline(InlineKind::Text(text.into()))]
}

fn words(count: usize) -> Vec<Inline> {
    text(vec!["word"; count].join(" ").as_str())
}

/// Blocks with ids of their own.
fn blocks(kinds: Vec<BlockKind>) -> Vec<Block> {
    let block = |(i, kind)| Block {
        id: BlockId::new(&format!("b{i}")),
        span: Default::default(),
        attributes: Default::default(),
        kind,
    };
    kinds.into_iter().enumerate().map(block).collect()
}

fn named(prefix: &str, kinds: Vec<BlockKind>) -> Vec<Block> {
    let mut blocks = blocks(kinds);
    blocks.iter_mut().for_each(|block| block.id = BlockId::new(&format!("{prefix}-{}", block.id)));
    blocks
}

fn set(document: Document, sheet: &StyleSheet) -> (Layout, Diagnostics) {
    let mut document = document;
    document.assign_keys();
    let (resolved, _) = crate::resolve::resolve(document, sheet, &Files::default());
    let library = FontLibrary::bundled();
    let (layout, diagnostics) = layout(&resolved, sheet, &library);
    check(&layout);
    (layout, diagnostics)
}

fn set_markdown(markdown: &str) -> Layout {
    set(read_text(markdown).0, &sheet()).0
}

fn set_blocks(kinds: Vec<BlockKind>) -> (Layout, Diagnostics) {
    set(Document { blocks: blocks(kinds), ..Document::default() }, &sheet())
}

/// What must hold for every layout: nothing off the page, every element and place known.
fn check(layout: &Layout) {
    assert!(!layout.pages.is_empty());
    for (i, page) in layout.pages.iter().enumerate() {
        for item in &page.items {
            let area = measure::bounds(&item.paint);
            let slack = Length::points(4);
            assert!(area.x >= -slack && area.x + area.width <= page.width + slack, "page {i}: {item:?}");
            assert!(area.y >= -slack && area.y + area.height <= page.height + slack, "page {i}: {item:?}");
            if let Content::Element(id) = item.content {
                assert!((id.0 as usize) < layout.elements.len());
            }
        }
    }
    for place in layout.places.values() {
        assert!(place.page < layout.pages.len());
    }
}

/// The text of a page with its artifacts left out, runs in painting order.
fn page_text(page: &Page) -> String {
    let runs = page.items.iter().filter_map(|item| match (&item.content, &item.paint) {
        (Content::Element(_), Paint::Text(run)) => Some(&*run.text),
        _ => None,
    });
    runs.collect::<Vec<_>>().join(" ")
}

fn count_words(layout: &Layout, word: &str) -> usize {
    layout.pages.iter().map(|page| page_text(page).matches(word).count()).sum()
}

/// Baselines of text that is not an artifact, from top to bottom.
fn baselines(page: &Page) -> Vec<Length> {
    let mut found: Vec<Length> = page
        .items
        .iter()
        .filter_map(|item| match (&item.content, &item.paint) {
            (Content::Element(_), Paint::Text(run)) => Some(run.y),
            _ => None,
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn an_empty_document_has_one_page() {
    let (layout, _) = set_blocks(Vec::new());
    assert_eq!(layout.pages.len(), 1);
    assert_eq!(layout.pages[0].label, "1");
}

#[test]
fn no_word_of_a_long_text_is_lost() {
    let (layout, _) = set_blocks(vec![BlockKind::Paragraph(words(400)), BlockKind::Paragraph(words(300))]);
    assert!(layout.pages.len() > 2);
    assert_eq!(count_words(&layout, "word"), 700);
    assert!(layout.pages.iter().all(|page| page.start.is_some()));
    let last = layout.pages.last().and_then(|page| page.start.as_ref()).unwrap();
    assert_eq!(last.block.as_str(), "b1");
    assert!(last.offset > 0);
}

#[test]
fn there_are_neither_widows_nor_orphans() {
    for count in 60..90 {
        let paragraphs = (0..6).map(|_| BlockKind::Paragraph(words(count))).collect();
        let (layout, _) = set_blocks(paragraphs);
        for page in &layout.pages {
            let mut lines: Vec<(ElementId, Length)> = Vec::new();
            for item in &page.items {
                if let (Content::Element(id), Paint::Text(run)) = (item.content, &item.paint)
                    && lines.last() != Some(&(id, run.y))
                {
                    lines.push((id, run.y));
                }
            }
            lines.dedup();
            for id in lines.iter().map(|(id, _)| *id) {
                assert!(lines.iter().filter(|(other, _)| *other == id).count() > 1, "{count} words");
            }
        }
    }
}

#[test]
fn headings_stand_with_what_follows() {
    for count in 20..70 {
        let (layout, _) = set_blocks(vec![
            BlockKind::Paragraph(words(count * 2)),
            BlockKind::Heading { level: 2, content: text("Heading") },
            BlockKind::Paragraph(words(40)),
        ]);
        let page = layout.places[&BlockId::new("b1")].page;
        assert_eq!(page, layout.places[&BlockId::new("b2")].page, "{count}");
    }
}

#[test]
fn margins_collapse_to_the_larger() {
    let mut list = vertical::VerticalList::default();
    let slab = || vertical::Slab { height: Length::points(10), ..vertical::Slab::default() };
    list.push(slab());
    list.space(Length::points(5));
    list.space(Length::points(8));
    list.space(Length::points(-2));
    let mut other = vertical::VerticalList::default();
    other.space(Length::points(7));
    other.push(slab());
    list.append(other);
    assert_eq!(list.slabs[1].space.length(), Length::points(6));
}

fn noted(label: &str) -> Vec<Inline> {
    let mut content = words(30);
    content.push(inline(InlineKind::NoteReference(NoteReference { label: label.into(), ..Default::default() })));
    content
}

fn note(label: &str, count: usize) -> Note {
    let kind = BlockKind::Paragraph(text(vec!["remark"; count].join(" ").as_str()));
    Note {
        id: BlockId::new(&format!("note-{label}")),
        label: label.into(),
        span: Default::default(),
        blocks: named(&format!("n{label}"), vec![kind]),
    }
}

#[test]
fn notes_stand_at_the_foot_of_the_page_of_their_mark() {
    let kinds = (0..6).map(|i| BlockKind::Paragraph(noted(&i.to_string()))).collect();
    let notes = (0..6).map(|i| note(&i.to_string(), 12)).collect();
    let (layout, _) = set(Document { blocks: blocks(kinds), notes, ..Document::default() }, &sheet());
    assert_eq!(count_words(&layout, "remark"), 72);
    for i in 0..6 {
        let mark = layout.places[&BlockId::new(&format!("b{i}"))];
        let note = layout.places[&BlockId::new(&format!("note-{i}"))];
        // The mark ends its paragraph, which may have begun a page earlier.
        assert!(note.page >= mark.page && note.page <= mark.page + 1);
        assert!(note.page > mark.page || note.y > mark.y);
    }
    let kinds = |kind: &str| layout.elements.iter().filter(|e| format!("{:?}", e.kind) == kind).count();
    assert_eq!(kinds("Note"), 6);
}

#[test]
fn a_note_longer_than_a_page_goes_on() {
    let document = Document {
        blocks: blocks(vec![BlockKind::Paragraph(noted("a")), BlockKind::Paragraph(words(200))]),
        notes: vec![note("a", 600)],
        ..Document::default()
    };
    let (layout, _) = set(document, &sheet());
    assert_eq!(count_words(&layout, "remark"), 600);
    assert_eq!(count_words(&layout, "word"), 230);
}

#[test]
fn notes_that_nothing_refers_to_are_shown_at_the_end() {
    let document = Document {
        blocks: blocks(vec![BlockKind::Paragraph(words(3))]),
        notes: vec![note("a", 5)],
        ..Document::default()
    };
    let (layout, _) = set(document, &sheet());
    assert_eq!(count_words(&layout, "remark"), 5);
}

#[test]
fn lists_sixty_deep_do_not_run_out_of_width() {
    let mut kind = BlockKind::Paragraph(text("deep"));
    for depth in 0..60 {
        let item = ListItem {
            span: Default::default(),
            task: None,
            blocks: named(&format!("d{depth}"), vec![BlockKind::Paragraph(text("item")), kind]),
        };
        kind = BlockKind::List(List { kind: ListKind::Bullet, tight: true, items: vec![item] });
    }
    let (layout, _) = set_blocks(vec![kind]);
    assert_eq!(count_words(&layout, "item"), 60);
    assert_eq!(count_words(&layout, "deep"), 1);
}

#[test]
fn code_breaks_over_pages_and_keeps_every_line() {
    let code = (0..60).map(|i| format!("line_{i}_ends")).collect::<Vec<_>>().join("\n");
    let (layout, _) = set_blocks(vec![BlockKind::Code(CodeBlock { text: code, ..CodeBlock::default() })]);
    assert_eq!(count_words(&layout, "_ends"), 60);
    assert!(layout.pages.len() > 2);
    // The background is painted on every page.
    for page in &layout.pages {
        assert!(
            page.items
                .iter()
                .any(|item| matches!(item.paint, Paint::Rule(rule) if rule.bounds.height > Length::points(20)))
        );
    }
}

#[test]
fn a_page_too_small_for_its_margins_is_mended() {
    let mut sheet = sheet();
    sheet.page.width = Length::points(50);
    sheet.page.margin_inside = Length::points(100);
    sheet.page.margin_top = Length::points(-20);
    let document = Document { blocks: blocks(vec![BlockKind::Paragraph(text("a b c"))]), ..Document::default() };
    let (_, diagnostics) = set(document, &sheet);
    assert!(diagnostics.iter().any(|d| d.code == "page-too-small"));
}

#[test]
fn page_breaks_begin_new_pages_and_blank_ones_only_where_asked() {
    let (layout, _) = set_blocks(vec![
        BlockKind::PageBreak,
        BlockKind::Paragraph(words(2)),
        BlockKind::PageBreak,
        BlockKind::PageBreak,
        BlockKind::Paragraph(words(2)),
    ]);
    assert_eq!(layout.pages.len(), 2);
    assert!(baselines(&layout.pages[1]).len() == 1);
}

#[test]
fn columns_share_the_last_page() {
    let mut sheet = sheet();
    sheet.page.columns = 2;
    sheet.page.column_gap = Length::points(10);
    let document = Document { blocks: blocks(vec![BlockKind::Paragraph(words(30))]), ..Document::default() };
    let (layout, _) = set(document, &sheet);
    assert_eq!(layout.pages.len(), 1);
    let middle = Length::points(130);
    let right = layout.pages[0]
        .items
        .iter()
        .filter(|item| measure::bounds(&item.paint).x > middle && matches!(item.content, Content::Element(_)));
    assert!(right.count() > 0);
}

#[test]
fn columns_share_the_last_page_above_their_notes() {
    let mut sheet = sheet();
    (sheet.page.columns, sheet.page.column_gap) = (2, Length::points(10));
    let document = Document {
        blocks: blocks(vec![BlockKind::Paragraph(noted("a")), BlockKind::Paragraph(words(10))]),
        notes: vec![note("a", 3)],
        ..Document::default()
    };
    let (layout, _) = set(document, &sheet);
    assert_eq!((layout.pages.len(), count_words(&layout, "word"), count_words(&layout, "remark")), (1, 40, 3));
    let lowest = |wanted: &str, right: bool| {
        let runs = layout.pages[0].items.iter().filter_map(|item| match &item.paint {
            Paint::Text(run) if run.text.contains(wanted) && (run.x > Length::points(130)) == right => Some(run.y),
            _ => None,
        });
        runs.max().unwrap_or_default()
    };
    let (left, right) = (lowest("word", false), lowest("word", true));
    assert!((left - right).0.abs() < Length::points(20).0, "{left} {right}");
    assert!(lowest("remark", false).max(lowest("remark", true)) > left.max(right) + Length::points(10));
}

/// A book with a title page and a contents list of so many entries.
fn book(sheet: &mut StyleSheet, chapters: usize) -> Layout {
    sheet.page.two_sided = true;
    sheet.page.folio = crate::model::NumberStyle::Decimal;
    sheet.page.front_folio = crate::model::NumberStyle::LowerRoman;
    sheet.document.title_page = true;
    sheet.document.toc = true;
    let chapters = (0..chapters)
        .flat_map(|_| [BlockKind::Heading { level: 1, content: text("Chapter") }, BlockKind::Paragraph(words(20))]);
    let metadata = crate::model::Metadata { title: text("Title"), ..Default::default() };
    set(Document { metadata, blocks: blocks(chapters.collect()), ..Document::default() }, sheet).0
}

#[test]
fn the_text_begins_on_page_1_even_after_an_empty_left_hand_page() {
    for chapters in [2, 14, 26] {
        let layout = book(&mut sheet(), chapters);
        let first = layout.places[&BlockId::new("b0")].page;
        assert_eq!(layout.pages[first].label, "1");
        assert_eq!(first % 2, 0);
        let roman = layout.pages[..first].iter().map(|page| page.label.as_str());
        assert!(roman.eq(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"].into_iter().take(first)));
    }
}
