//! A long text is laid out in parts.

use super::*;
use crate::layout::flow::Flow;

fn heading(content: &str) -> BlockKind {
    BlockKind::Heading { level: 1, content: text(content) }
}

#[test]
fn parts_begin_with_pages_and_are_not_too_small() {
    let sheet = StyleSheet::bundled("book").unwrap();
    let kinds = (0..600).map(|i| if i % 50 == 0 { heading("A") } else { BlockKind::Paragraph(words(2)) });
    let mut kinds: Vec<BlockKind> = kinds.collect();
    kinds[597] = BlockKind::PageBreak;
    let (resolved, _) =
        crate::resolve::resolve(Document { blocks: blocks(kinds), ..Document::default() }, &sheet, &Files::default());
    let mut flow = Flow::new(&resolved, &sheet);
    let lengths: Vec<usize> = std::iter::from_fn(|| flow.next_part()).map(|part| part.len()).collect();
    assert_eq!(lengths, [300, 297, 3]);
}

/// What stands at the end of a part does not count at the head of the next.
#[test]
fn a_part_begins_where_a_page_of_the_same_text_would() {
    let sheet = sheet();
    let book = |paragraphs: usize| {
        let mut kinds = vec![BlockKind::Paragraph(words(2)); paragraphs];
        kinds.extend([BlockKind::PageBreak, heading("Next"), BlockKind::Paragraph(words(40))]);
        let (layout, diagnostics) = set(Document { blocks: blocks(kinds), ..Document::default() }, &sheet);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let last = layout.pages.last().unwrap();
        let texts: Vec<_> = last.items.iter().map(|item| format!("{:?}", item.paint)).collect();
        (texts, layout.pages.len())
    };
    // The first is laid out at once, the other in two parts, and both end on a left-hand or right-hand page.
    let (first, pages) = book(20);
    let (second, more) = book(320);
    assert!(more > pages);
    assert_eq!(first.len(), second.len());
    assert_eq!(first.first(), second.first());
}
