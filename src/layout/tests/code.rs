//! Code.

use super::*;

/// The lines of a listing: their text, the number before them, and whether something stands behind them.
fn listing(code: CodeBlock) -> Vec<(String, Option<String>, bool)> {
    let (layout, _) = set_blocks(vec![BlockKind::Code(code)]);
    let mut lines: std::collections::BTreeMap<Length, (String, Option<String>)> = Default::default();
    let mut grounds = Vec::new();
    for item in &layout.pages[0].items {
        match (&item.content, &item.paint) {
            (Content::Element(_), Paint::Text(run)) => lines.entry(run.y).or_default().0.push_str(&run.text),
            (Content::Artifact(Artifact::Layout), Paint::Text(run)) => {
                lines.entry(run.y).or_default().1.get_or_insert_default().push_str(&run.text);
            }
            // Behind one line only, and not the whole listing.
            (_, Paint::Rule(rule)) if rule.bounds.height < Length::points(20) => grounds.push(rule.bounds),
            _ => {}
        }
    }
    let within = |y: Length| {
        grounds.iter().any(|area| area.width > Length::points(100) && area.y < y && y < area.y + area.height)
    };
    lines.into_iter().map(|(y, (text, number))| (text.trim_end().to_owned(), number, within(y))).collect()
}

#[test]
fn lines_have_numbers_and_some_are_highlighted() {
    let long = "a line that is much too long to stand in the two hundred points of this page";
    let code = CodeBlock {
        text: format!("one\n{long}\nthree"),
        first_line_number: Some(9),
        highlighted: vec![2],
        ..CodeBlock::default()
    };
    let lines = listing(code);
    let numbers: Vec<&str> = lines.iter().filter_map(|(_, number, _)| number.as_deref()).collect();
    assert_eq!(numbers, ["9", "10", "11"], "what goes on has no number of its own");
    let wrapped = lines.len() - 2;
    assert!(wrapped > 1);
    assert_eq!(lines.iter().map(|(.., highlighted)| *highlighted).filter(|on| *on).count(), wrapped);
    assert!(!lines[0].2 && !lines[lines.len() - 1].2);
    let copied: String = lines.iter().skip(1).take(wrapped).map(|(text, ..)| text.replace(' ', "")).collect();
    assert_eq!(copied, long.replace(' ', ""), "neither numbers nor marks are copied with the text");
}

#[test]
fn characters_of_two_columns_have_the_room_of_two() {
    let code = CodeBlock { text: "漢字a|\nabcda|".into(), ..CodeBlock::default() };
    let (layout, _) = set_blocks(vec![BlockKind::Code(code)]);
    let ends: Vec<Length> = layout.pages[0]
        .items
        .iter()
        .filter_map(|item| match &item.paint {
            Paint::Text(run) if run.text.ends_with('|') => {
                Some(run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum())
            }
            _ => None,
        })
        .collect();
    let [first, second] = ends[..] else { panic!("{ends:?}") };
    assert!((first - second).0.abs() < Length::points(1).0 / 10, "{ends:?}");
}
