//! Tables in the DOCX.

use super::*;

#[test]
fn columns_have_the_shares_that_they_have_on_paper() {
    use crate::layout::{ColumnWidths, Layout};
    use crate::units::Length;
    let sheet = StyleSheet::bundled("report").unwrap();
    let columns = [20, 50, 30].map(Length::points).to_vec();
    let known = ColumnWidths { columns, available: Length::points(100), scale: 1000, turned: false };
    let mut layout = Layout::default();
    layout.column_widths.insert(BlockId::new("tbl:things"), known);
    let (bytes, _) =
        crate::docx::write(&resolved(&sheet), &sheet, &FontLibrary::bundled(), Some(&layout), None).unwrap();
    let document = parts(&bytes, "word/document.xml");
    let table = document.split("<w:tblCaption w:val=\"Things").nth(1).unwrap();
    let grid = table.split("</w:tblGrid>").next().unwrap();
    let widths: Vec<f64> =
        grid.split("<w:gridCol w:w=\"").skip(1).map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect();
    let text = f64::from(crate::docx::styles::twips(sheet.column_width()));
    let shares: Vec<f64> = widths.iter().map(|width| (width / text * 100.0).round()).collect();
    assert_eq!(shares, [20.0, 50.0, 30.0]);
}

#[test]
fn a_table_that_is_too_wide_has_a_section_and_smaller_type_of_its_own() {
    use crate::layout::{ColumnWidths, Layout};
    use crate::units::Length;
    let sheet = StyleSheet::bundled("report").unwrap();
    let columns = [200, 300, 200].map(Length::points).to_vec();
    let known = ColumnWidths { columns, available: Length::points(700), scale: 800, turned: true };
    let mut layout = Layout::default();
    layout.column_widths.insert(BlockId::new("tbl:things"), known);
    let (bytes, _) =
        crate::docx::write(&resolved(&sheet), &sheet, &FontLibrary::bundled(), Some(&layout), None).unwrap();
    let (document, styles) = (parts(&bytes, "word/document.xml"), parts(&bytes, "word/styles.xml"));
    let sections: Vec<&str> = document.split("<w:sectPr>").skip(1).collect();
    let turned: Vec<&&str> = sections.iter().filter(|section| section.contains("w:orient=\"landscape\"")).collect();
    assert_eq!((turned.len(), sections.len()), (1, 4), "front matter, text before, table, text behind");
    assert!(document.contains("<w:pStyle w:val=\"TableText-80\""));
    let size = |name: &str| {
        let style = styles.split("<w:style ").find(|s| s.contains(&format!("<w:name w:val=\"{name}\"/>"))).unwrap();
        style.split("<w:sz w:val=\"").nth(1).unwrap().split('"').next().unwrap().parse::<u32>().unwrap()
    };
    assert_eq!(size("Table Text (80 %)"), size("Table Text") * 8 / 10);
    // The running head reaches from margin to margin on both kinds of paper.
    let heads = |section: &str| section.matches("<w:headerReference").count();
    assert!(heads(turned[0]) > 0 && sections.iter().all(|section| heads(section) == heads(turned[0])));
    let head = styles.split("<w:style ").find(|s| s.contains("<w:name w:val=\"header (landscape)\"/>")).unwrap();
    assert_eq!(
        head.matches("<w:tab w:val=\"clear\"").count(),
        2,
        "the tab stops of upright pages are taken away: {head}"
    );
}

#[test]
fn the_last_row_of_a_table_takes_the_format_of_its_foot() {
    let of = |table: &str| {
        let (document, _) = crate::markdown::read_text(table);
        let sheet = StyleSheet::bundled("report").unwrap();
        let (resolved, _) = resolve(document, &sheet, &Files::default());
        let (bytes, _) = crate::docx::write(&resolved, &sheet, &FontLibrary::bundled(), None, None).unwrap();
        (parts(&bytes, "word/document.xml"), parts(&bytes, "word/styles.xml"))
    };
    let table = "|a|b|\n|-|-:|\n|c|d|\n|===|===|\n|e|f|";
    let (document, styles) = of(table);
    assert!(document.contains("w:tblLook w:val=\"0660\" w:firstRow=\"1\" w:lastRow=\"1\""), "{document}");
    assert!(document.contains("w:val=\"TableFooting\"") && document.contains("w:val=\"TableFootingRight\""));
    assert!(!document.contains("<w:tcBorders>"), "the style says it all");
    let last = styles.split("<w:tblStylePr w:type=\"lastRow\">").nth(1).unwrap();
    assert!(last.starts_with("<w:tblPr/><w:tcPr><w:tcBorders><w:top w:val=\"single\""), "{last}");
    // Word's format is for one row: where there are several the rule stands above the first.
    let (document, styles) = of(&format!("{table}\n|g|h|"));
    let rules: Vec<bool> = document.split("<w:tr>").skip(1).map(|row| row.contains("<w:tcBorders>")).collect();
    assert_eq!(rules, [false, false, true, true]);
    // The foot is not left alone on a page: what stands above it goes with it.
    let kept: Vec<bool> = document.split("<w:tr>").skip(1).map(|row| row.contains("-withnext\"")).collect();
    assert_eq!(kept, [true, true, true, false]);
    assert!(
        styles
            .split("<w:style ")
            .any(|style| style.contains("TableFooting-withnext") && style.contains("<w:keepNext/>"))
    );
    let (document, _) = of("|a|b|\n|-|-:|\n|c|d|");
    assert!(document.contains("w:lastRow=\"0\"") && !document.contains("TableFooting"));
}

#[test]
fn columns_of_single_letters_keep_the_margins_of_their_cells() {
    let (document, _) = crate::markdown::read_text("|a|b|\n|-|-|\n|1|2|");
    let sheet = StyleSheet::bundled("article").unwrap();
    let (resolved, _) = resolve(document, &sheet, &Files::default());
    let library = FontLibrary::bundled();
    let (layout, _) = crate::layout::layout(&resolved, &sheet, &library);
    let (bytes, _) = crate::docx::write(&resolved, &sheet, &library, Some(&layout), None).unwrap();
    assert!(!parts(&bytes, "word/document.xml").contains("TableNarrow"));
}

#[test]
fn no_row_of_a_table_stands_alone() {
    let document = document("|a|\n|-|\n|1|\n|2|\n|3|\n|4|\n|5|");
    let kept: Vec<bool> = document.split("<w:tr>").skip(1).map(|row| row.contains("-withnext\"")).collect();
    assert_eq!(kept, [true, true, false, false, true, false]);
}

fn document(markdown: &str) -> String {
    let (document, _) = crate::markdown::read_text(markdown);
    let sheet = StyleSheet::bundled("report").unwrap();
    let (resolved, _) = resolve(document, &sheet, &Files::default());
    let (bytes, _) = crate::docx::write(&resolved, &sheet, &FontLibrary::bundled(), None, None).unwrap();
    parts(&bytes, "word/document.xml")
}

#[test]
fn alignments_are_sides_of_the_page_where_lines_run_from_right_to_left() {
    let table = |cell: &str| document(&format!("|a|\n|-:|\n|{cell}|"));
    assert!(table("12").contains("w:val=\"TableTextRight\""));
    // ECMA-376 Part 4 §2.10.2: in such paragraphs `right` is where lines end.
    assert!(table("שלוש").contains("w:val=\"TableText\""));
}

#[test]
fn code_has_the_direction_of_its_letters_where_these_have_but_one() {
    let rtl = |text: &str| {
        let document = document(&format!("שלום `{text}` שלום"));
        let run = document.split("<w:r>").find(|run| run.contains("\"Code") || run.contains("VerbatimChar")).unwrap();
        run.contains("<w:rtl/>")
    };
    assert!(rtl("[רשימה]"));
    assert!(!rtl("--option"));
}
