//! All pages of a document are in memory at once.

use super::*;

#[test]
fn pages_take_no_more_room_than_what_is_on_them() {
    let code = CodeBlock { text: "let code = 1;\n".repeat(40), ..CodeBlock::default() };
    let mut kinds = vec![BlockKind::Contents(crate::model::ContentsKind::Headings)];
    for _ in 0..3 {
        kinds.push(BlockKind::Heading { level: 1, content: text("A heading that runs") });
        kinds.push(BlockKind::Paragraph(words(400)));
        kinds.push(BlockKind::Code(code.clone()));
    }
    let (layout, _) = set_blocks(kinds);
    assert!(layout.pages.len() > 5);
    for page in &layout.pages {
        assert_eq!(page.items.capacity(), page.items.len());
        for item in &page.items {
            if let Paint::Text(run) = &item.paint {
                assert!(run.glyphs.are_packed(), "“{}” on page {}", run.text, page.label);
            }
        }
    }
}
