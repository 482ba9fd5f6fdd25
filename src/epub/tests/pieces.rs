//! Blocks that are too large for a file.

use super::*;

/// The sizes of the texts of a book.
fn sizes(files: &BTreeMap<String, String>) -> Vec<usize> {
    files.iter().filter(|(name, _)| name.starts_with("OEBPS/text/")).map(|(_, text)| text.len()).collect()
}

fn items(count: usize) -> Vec<ListItem> {
    let words = "word ".repeat(40);
    let item = |i| ListItem { span: Span::default(), task: None, blocks: vec![paragraph(&format!("i{i}"), &words)] };
    (0..count).map(item).collect()
}

fn list(count: usize) -> BlockKind {
    let kind = ListKind::Ordered { start: 1, style: NumberStyle::Decimal };
    BlockKind::List(List { kind, tight: true, items: items(count) })
}

#[test]
fn a_long_list_goes_on_in_another_file() {
    let files = book(document(vec![heading("h", 1, "Long"), block("list", list(4_000))]), None);
    let sizes = sizes(&files);
    assert!(sizes.len() >= 4 && sizes.iter().all(|&size| size <= 300_000), "{sizes:?}");
    let texts = files.iter().filter(|(name, _)| name.starts_with("OEBPS/text/"));
    let mut starts: Vec<usize> =
        texts.filter_map(|(_, text)| text.split_once("start=\"")?.1.split('"').next()?.parse().ok()).collect();
    starts.sort_unstable();
    let before: usize = files["OEBPS/text/long.xhtml"].matches("<li id=").count();
    assert_eq!(starts.first(), Some(&(before + 1)));
    let all: usize =
        files.iter().filter(|(name, _)| name.starts_with("OEBPS/text/")).map(|f| f.1.matches("<li id=").count()).sum();
    assert_eq!(all, 4_000);
}

#[test]
fn containers_are_cut_with_what_is_in_them() {
    let quote = block("quote", BlockKind::Quote(vec![block("list", list(4_000)), paragraph("end", "The end.")]));
    let files = book(document(vec![block("box", BlockKind::Container(vec![quote]))]), None);
    let sizes = sizes(&files);
    assert!(sizes.len() >= 4 && sizes.iter().all(|&size| size <= 300_000), "{sizes:?}");
}

#[test]
fn a_long_table_repeats_its_head_and_keeps_its_spans_together() {
    let cell = |id: String, rows| Cell {
        span: Span::default(),
        heads_row: false,
        column_span: 1,
        row_span: rows,
        alignment: None,
        blocks: vec![paragraph(&id, "a cell of a few words")],
    };
    let row = |cells| Row { span: Span::default(), cells };
    // Two rows each share their first cell.
    let rows = (0..6_000).map(|i| match i % 2 {
        0 => row(vec![cell(format!("a{i}"), 2), cell(format!("b{i}"), 1)]),
        _ => row(vec![cell(format!("b{i}"), 1)]),
    });
    let table = Table {
        caption: Some(Caption { content: vec![text("Caption")], ..Caption::default() }),
        columns: vec![Column::default(); 2],
        head: vec![row(vec![cell("h1".into(), 1), cell("h2".into(), 1)])],
        body: rows.collect(),
        foot: vec![row(vec![cell("f1".into(), 1), cell("f2".into(), 1)])],
    };
    let layout = Layout { pages: vec![page("1", "h1", 0), page("2", "b5999", 2)], ..Layout::default() };
    let files = book(document(vec![heading("h", 1, "Long"), block("table", BlockKind::Table(table))]), Some(&layout));
    let sizes = sizes(&files);
    assert!(sizes.len() >= 2 && sizes.iter().all(|&size| size <= 300_000), "{sizes:?}");
    let texts: Vec<&String> =
        files.iter().filter(|(name, _)| name.starts_with("OEBPS/text/long")).map(|f| f.1).collect();
    assert_eq!(texts.iter().map(|text| text.matches("<caption>").count()).sum::<usize>(), 1);
    for text in &texts {
        assert_eq!(text.matches("<thead>").count(), 1);
        assert_eq!(
            text.matches("<tfoot>").count(),
            usize::from(text.contains("id=\"b5999\"")),
            "the foot ends the last part"
        );
        let body = text.split_once("<tbody>").unwrap().1.split("</tbody>").next().unwrap();
        assert_eq!(text.matches("rowspan=\"2\"").count() * 2, body.matches("<tr>").count());
    }
    let marks: usize = texts.iter().map(|text| text.matches("doc-pagebreak").count()).sum();
    assert_eq!(marks, 2, "each page begins once");
}
