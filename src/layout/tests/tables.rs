//! Tables.

use super::*;

fn cell(content: &str, id: &str) -> Cell {
    Cell {
        span: Default::default(),
        heads_row: false,
        column_span: 1,
        row_span: 1,
        alignment: None,
        blocks: named(id, vec![BlockKind::Paragraph(text(content))]),
    }
}

pub(super) fn table(columns: usize, rows: usize, content: &str) -> Table {
    let row = |r: usize, content: &str| Row {
        span: Default::default(),
        cells: (0..columns).map(|c| cell(content, &format!("c{r}-{c}"))).collect(),
    };
    Table {
        caption: None,
        columns: vec![Column { alignment: Some(Alignment::Left), width: None }; columns],
        head: vec![row(9_999, "head")],
        body: (0..rows).map(|r| row(r, content)).collect(),
        foot: Vec::new(),
    }
}

#[test]
fn the_foot_of_a_table_stands_once_and_not_without_a_row_above_it() {
    for rows in 1..60 {
        let mut table = table(2, rows, "cell");
        table.foot = self::table(2, 1, "sum").body;
        table.foot[0]
            .cells
            .iter_mut()
            .for_each(|cell| cell.blocks[0].id = BlockId::new(&format!("{}f", cell.blocks[0].id)));
        let (layout, _) = set_blocks(vec![BlockKind::Table(table)]);
        assert_eq!((count_words(&layout, "cell"), count_words(&layout, "sum")), (rows * 2, 2));
        let on = |page: &Page, word: &str| {
            page.items.iter().any(|item| matches!(&item.paint, Paint::Text(run) if run.text.contains(word)))
        };
        let feet: Vec<usize> = (0..layout.pages.len()).filter(|&i| on(&layout.pages[i], "sum")).collect();
        assert_eq!(feet, [layout.pages.len() - 1], "{rows} rows");
        assert!(on(&layout.pages[feet[0]], "cell"), "{rows} rows");
    }
}

#[test]
fn no_row_of_a_divided_table_stands_alone() {
    for words in 40..200 {
        let heading = BlockKind::Heading { level: 2, content: self::words(2) };
        let (layout, _) = set_blocks(vec![
            BlockKind::Paragraph(self::words(words)),
            heading,
            BlockKind::Table(table(1, 12, "cell")),
            BlockKind::Paragraph(self::words(20)),
        ]);
        let counts: Vec<usize> = layout.pages.iter().map(|page| page_text(page).matches("cell").count()).collect();
        assert!(!counts.contains(&1), "{words} words: {counts:?}");
    }
}

#[test]
fn small_tables_are_not_divided() {
    for words in 40..90 {
        let small = Table { head: Vec::new(), ..table(1, 2, "cell") };
        let (layout, _) = set_blocks(vec![
            BlockKind::Paragraph(self::words(words)),
            BlockKind::Table(small),
            BlockKind::Paragraph(self::words(20)),
        ]);
        let counts: Vec<usize> = layout.pages.iter().map(|page| page_text(page).matches("cell").count()).collect();
        assert!(counts.iter().all(|&count| count == 0 || count == 2), "{words} words: {counts:?}");
    }
}

#[test]
fn the_header_of_a_table_is_repeated_as_an_artifact() {
    let (layout, _) = set_blocks(vec![BlockKind::Table(table(3, 40, "cell"))]);
    assert!(layout.pages.len() > 2);
    assert_eq!(count_words(&layout, "cell"), 120);
    assert_eq!(count_words(&layout, "head"), 3);
    for page in &layout.pages[1..] {
        let repeated = page.items.iter().filter(|item| {
            matches!(&item.paint, Paint::Text(run) if run.text.contains("head"))
                && item.content == Content::Artifact(Artifact::Layout)
        });
        assert_eq!(repeated.count(), 3);
    }
    assert_eq!(layout.column_widths[&BlockId::new("b0")].columns.len(), 3);
}

#[test]
fn a_table_of_forty_columns_stays_on_the_page() {
    let (layout, _) = set_blocks(vec![BlockKind::Table(table(40, 3, "cell"))]);
    let known = &layout.column_widths[&BlockId::new("b0")];
    assert!(known.columns.iter().copied().sum::<Length>() <= known.available + Length::points(1));
    assert!(known.shares().iter().sum::<f64>() < 1.01);
}

#[test]
fn a_cell_longer_than_a_page_is_divided() {
    let long = vec!["cell"; 700].join(" ");
    let (layout, _) = set_blocks(vec![BlockKind::Table(table(1, 1, &long))]);
    assert_eq!(count_words(&layout, "cell"), 700);
    assert!(layout.pages.len() > 3);
}

/// What is set in the pages, with the baselines.
fn texts(layout: &Layout) -> Vec<(&str, Length)> {
    let items = layout.pages.iter().flat_map(|page| &page.items);
    items
        .filter_map(|item| match &item.paint {
            Paint::Text(run) => Some((run.text.trim(), run.y)),
            _ => None,
        })
        .collect()
}

#[test]
fn bullets_stand_beside_their_items_in_narrow_cells_too() {
    let layout = set_markdown("<table><tr><td>a<td><ul><li>four<li>five</ul></table>");
    let texts = texts(&layout);
    for item in ["four", "five"] {
        let line = texts.iter().find(|(text, _)| *text == item).unwrap().1;
        assert!(texts.iter().any(|&(text, baseline)| text == "•" && baseline == line), "{texts:?}");
    }
}

#[test]
fn rules_between_rows_stop_at_cells_that_reach_over_them() {
    let table = "<table><tr><td rowspan=2>long<td>b<tr><td>c<tr><td>d<td>e</table>";
    let report = StyleSheet::bundled("report").unwrap();
    let color = report.role(&crate::style::Role::Table).row_rule.unwrap().color;
    let (layout, _) = set(read_text(table).0, &report);
    let widths = |page: &Page| -> Vec<Length> {
        let rule = |item: &Item| match &item.paint {
            Paint::Rule(rule) if rule.color == color => Some(rule.bounds.width),
            _ => None,
        };
        page.items.iter().filter_map(rule).collect()
    };
    let widths = widths(layout.pages.last().unwrap());
    assert_eq!(widths.len(), 2, "{widths:?}");
    assert!(widths.iter().min() < widths.iter().max(), "{widths:?}");
}
