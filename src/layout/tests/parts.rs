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
