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

/// Where the words of a text begin that stand on the page by themselves.
fn left_of(layout: &Layout, text: &str) -> Length {
    let items = layout.pages.iter().flat_map(|page| &page.items);
    let mut runs = items.filter_map(|item| match &item.paint {
        Paint::Text(run) if run.text.trim() == text => Some(run.x),
        _ => None,
    });
    runs.next().unwrap_or_else(|| panic!("{text} does not stand in one piece"))
}

const LONG: &str = "The second of the letters, given to those who want to try what is nearly but not quite finished";

#[test]
fn names_stay_on_their_lines_beside_text_that_has_several() {
    let names = "|Gamma rays and friends|Delta and its longer name|s|\n";
    let table = format!("|a|b|c|\n|-|-|-|\n{names}{names}{names}{names}|d|e|{LONG} {LONG}|");
    let (layout, _) = set(read_text(&table).0, &StyleSheet::bundled("article").unwrap());
    left_of(&layout, "Gamma rays and friends");
    let known = layout.column_widths.values().next().unwrap();
    let total: Length = known.columns.iter().copied().sum();
    assert!((known.available - total).0.abs() < Length::points(2).0, "the text has all the rest");
}

#[test]
fn headings_of_several_lines_leave_no_holes_beside_numbers() {
    let heading = "Gross domestic product of all countries";
    let layout = set_markdown(&format!("|{heading}|{heading}|\n|-:|-:|\n|1|2|"));
    let known = layout.column_widths.values().next().unwrap();
    let widest = known.columns.iter().max().copied().unwrap();
    assert!(widest < known.available * 9 / 20, "{widest} of {}", known.available);
}

#[test]
fn cells_across_columns_have_room_too() {
    let row = format!("<tr><td>{LONG} {LONG}<td>1<td>2");
    let layout = set_markdown(&format!("<table><tr><td>s<td colspan=2>{LONG} {LONG}{row}</table>"));
    let known = layout.column_widths.values().next().unwrap();
    assert!(known.columns[1] + known.columns[2] > known.available * 2 / 5, "{known:?}");
}

#[test]
fn columns_follow_the_direction_of_the_language_and_alignments_the_sides_of_the_page() {
    let table = "|אחד|שתיים|\n|--|-:|\n|שלוש|12|\n|ארבע|3456|";
    let layout = set_markdown(&format!("---\nlang: he\n---\n{table}"));
    assert!(left_of(&layout, "אחד") > left_of(&layout, "שתיים"));
    assert!(left_of(&layout, "12") > left_of(&layout, "3456"), "numbers end below one another");
    let layout = set_markdown(table);
    assert!(left_of(&layout, "אחד") < left_of(&layout, "שתיים"));
    assert!(left_of(&layout, "12") > left_of(&layout, "3456"));
}

#[test]
fn a_table_too_wide_for_a_column_has_all_of_them_with_its_heading() {
    let mut sheet = sheet();
    sheet.page.columns = 2;
    let word = "ordinarily";
    let table = format!("|{word}|{word}|{word}|\n|-|-|-|\n|a|b|c|");
    let filler = "word ".repeat(24);
    let (layout, diagnostics) = set(read_text(&format!("{filler}\n\n# Head\n\n{table}\n\n{filler}")).0, &sheet);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    let known = layout.column_widths.values().next().unwrap();
    assert!(!known.turned && known.available > sheet.column_width());
    let page_of = |text: &str| layout.pages.iter().position(|page| page_text(page).contains(text));
    assert_eq!(page_of("Head"), page_of("ordinarily"));
}

#[test]
fn lines_beside_a_short_cell_are_as_far_from_one_another_as_others() {
    let long = vec!["cell"; 700].join(" ");
    let layout = set_markdown(&format!("|a|b|\n|-|-|\n|short|{long}|"));
    let mut lines: Vec<Length> =
        texts(&layout).into_iter().filter(|(text, _)| text.starts_with("cell")).map(|(_, y)| y).collect();
    lines.dedup();
    assert_eq!(lines[1] - lines[0], lines[2] - lines[1]);
}

#[test]
fn words_that_are_broken_anyway_leave_text_beside_them_its_room() {
    let name = "com.example.ServiceImplementationFactoryOfFactories".repeat(4);
    let layout = set_markdown(&format!("|a|b|c|\n|-|-|-|\n|{name}|{LONG} {LONG}|1|"));
    let known = layout.column_widths.values().next().unwrap();
    assert!(known.columns[1] > known.columns[0] * 3 / 4, "{known:?}");
}
