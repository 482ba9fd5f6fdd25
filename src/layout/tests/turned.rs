//! Tables on pages that lie on their side.

use super::*;

/// A table so wide that it turns its page, after other blocks.
fn turned_after(mut before: Vec<BlockKind>) -> Layout {
    let mut wide = table(9, 2, "indivisible-long");
    wide.caption = Some(crate::model::Caption { content: text("Caption"), ..crate::model::Caption::default() });
    before.extend([BlockKind::Table(wide), BlockKind::Paragraph(words(60))]);
    let mut sheet = sheet();
    sheet.page.height = Length::points(500);
    set(Document { blocks: blocks(before), ..Document::default() }, &sheet).0
}

#[test]
fn a_heading_goes_with_the_table_that_turns_its_page() {
    let heading = || BlockKind::Heading { level: 2, content: text("Heading") };
    for (before, heading_at) in [
        (vec![BlockKind::Paragraph(words(60)), heading()], 1),
        (vec![BlockKind::Paragraph(words(60)), heading(), BlockKind::Paragraph(words(6))], 1),
        (vec![heading()], 0),
    ] {
        let table_at = before.len();
        let layout = turned_after(before);
        let place = |i: usize| layout.places[&BlockId::new(&format!("b{i}"))];
        let page = &layout.pages[place(table_at).page];
        assert!(page.width > page.height);
        assert_eq!(place(heading_at).page, place(table_at).page);
        assert!(place(heading_at).y < place(table_at).y);
        assert_eq!(layout.pages.len(), if table_at == 1 { 2 } else { 3 });
    }
}

#[test]
fn a_long_text_before_a_turned_table_stays_upright() {
    let heading = BlockKind::Heading { level: 2, content: text("Heading") };
    let layout = turned_after(vec![heading, BlockKind::Paragraph(words(60))]);
    assert_eq!(layout.places[&BlockId::new("b0")].page, 0);
    assert_eq!(layout.places[&BlockId::new("b2")].page, 1);
}

#[test]
fn the_caption_of_a_turned_table_is_centred_above_it() {
    let layout = turned_after(vec![BlockKind::Paragraph(words(10))]);
    let page = &layout.pages[1];
    let first = baselines(page)[0];
    let caption = page.items.iter().filter(|item| matches!(&item.paint, Paint::Text(run) if run.y == first));
    let caption = caption.map(|item| measure::bounds(&item.paint)).reduce(measure::union).unwrap();
    let middle = caption.x + caption.width / 2;
    assert!((middle - page.width / 2).0.abs() < Length::points(8).0, "{middle}");
}
