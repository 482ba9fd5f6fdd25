//! Paragraphs, pictures, sections and properties.

use std::sync::atomic::{AtomicBool, Ordering};

use trefoil::edition::{self, Build, Format, Options, PdfVersion, Step};
use trefoil::text::SystemFonts;

use super::*;

#[test]
fn pictures_side_by_side_have_the_widths_asked_for() {
    let width = |text: &str| -> Vec<f64> {
        let parts = docx(text);
        values(parts.document(), "<wp:extent cx=\"").map(|cx| cx.parse::<f64>().unwrap()).collect()
    };
    let one = width("![One](chart.png){width=45%}\n");
    let two = width("![Left](chart.png){width=45%} ![Right](chart.png){width=45%}\n");
    assert_eq!(two.len(), 2);
    // Less the space between them.
    assert!((two[0] / one[0] - 1.0).abs() < 0.02, "{one:?} {two:?}");
}

#[test]
fn text_is_in_one_run_however_many_lines_it_stood_on() {
    let parts = docx("One line\nand *another*\nand a third.\n");
    let paragraph = parts.document().split("<w:p ").nth(1).unwrap();
    assert_eq!(paragraph.matches("<w:r>").count(), 3, "{paragraph}");
    assert!(paragraph.contains(">One line and <"), "{paragraph}");
}

#[test]
fn blocks_of_code_stand_apart() {
    let parts = docx("```\na\n```\n\n```\nb\n```\n\n    c\n");
    let styles: Vec<&str> = values(parts.document(), "<w:pStyle w:val=\"").collect();
    assert_eq!(styles, ["SourceCode", "BetweenCode", "SourceCode-behindcode", "BetweenCode", "SourceCode-behindcode"]);
}

/// The ornament is the style's, so that a change to the style changes it everywhere, and no text.
#[test]
fn a_thematic_break_shows_an_ornament_that_is_no_text() {
    let parts = docx("Before.\n\n---\n\nAfter.\n");
    let (document, styles, numbering) = (parts.document(), parts.styles(), parts.get("word/numbering.xml"));
    assert!(!document.contains('•'));
    let style = styles.split("w:styleId=\"ThematicBreak\"").nth(1).unwrap();
    let list = values(style, "<w:numId w:val=\"").next().unwrap();
    let instance = numbering.split(&format!("<w:num w:numId=\"{list}\">")).nth(1).unwrap();
    let id = values(instance, "<w:abstractNumId w:val=\"").next().unwrap();
    let definition = numbering.split(&format!("w:abstractNumId=\"{id}\">")).nth(1).unwrap();
    assert!(
        definition.starts_with("<w:nsid")
            && definition.split("</w:lvl>").next().unwrap().contains("•\u{2003}•\u{2003}•")
    );
}

#[test]
fn the_author_sets_the_direction_of_paragraphs() {
    let parts = docx("::: {dir=rtl}\nabc one\n:::\n\nabc two");
    let bidi = |text: &str| paragraph(parts.document(), text).contains("<w:bidi />");
    assert!(bidi("abc one") && !bidi("abc two"), "{}", parts.document());
}

/// A table that lies on its side takes its heading along, and leaves no empty page between or behind.
#[test]
fn sections_of_turned_tables_begin_with_their_heading_and_are_never_empty() {
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(24));
    let table = format!("{}{}{}", row("Heading"), row("---"), row("unbreakable"));
    let parts = docx(&format!("Before.\n\n# Wide\n\n{table}\n{table}"));
    let sections: Vec<&str> = parts.document().split("<w:sectPr>").collect();
    assert_eq!(sections.len() - 1, 3, "text, table, table");
    assert!(sections[0].contains(">Before.<") && !sections[0].contains("\"Heading1\""));
    assert!(sections[1].contains("\"Heading1\"") && sections[1].contains("<w:tbl>"));
    assert!(sections[2].contains("<w:tbl>") && sections[2..].iter().all(|s| s.contains("\"landscape\"")));
    assert!(!sections[3].contains("<w:p>") && !sections[3].contains("<w:p "), "{}", sections[3]);
}

#[test]
fn category_and_company_are_words_own_properties() {
    let source = "---\npublisher: Press\ncategory: Report & more\ncompany: Works\n---\ntext\n";
    assert!(docx(source).get("docProps/core.xml").contains("<cp:category>Report &amp; more</cp:category>"));
    assert!(docx(source).get("docProps/app.xml").contains("<Company>Works</Company>"));
    let published = "---\npublisher: Press\n---\ntext\n";
    assert!(docx(published).get("docProps/app.xml").contains("<Company>Press</Company>"));
    assert!(!docx(published).get("docProps/core.xml").contains("category"));
}

/// The space around a quotation or a container is around all of its paragraphs; what parts them is what parts those of text.
#[test]
fn space_around_a_group_is_not_repeated_inside_it() {
    let text = "> One.\n>\n> Two.\n>\n> Three.\n\n::: lead\nFour.\n\nFive.\n:::\n";
    let look = |parts: &Parts, text: &str| {
        let id = values(paragraph(parts.document(), text), "<w:pStyle w:val=\"").next().unwrap().to_owned();
        style(parts.styles(), &id).to_owned()
    };
    // With an indent and no space between paragraphs, the styles say that paragraphs of one kind go together.
    let parts = docx(text);
    for (first, next) in [("One", "Two"), ("Four", "Five")] {
        assert!(look(&parts, first).contains("<w:contextualSpacing/>"), "{}", look(&parts, first));
        assert!(look(&parts, next).contains("w:firstLine=") && !look(&parts, next).contains("w:spacing"));
    }
    // With space between paragraphs, that is between these, too.
    let parts = styled(text, "[paragraph]\nmargin = \"0 0 6pt\"\n[quote]\nmargin = \"20pt 0\"\n");
    let (first, middle, last) = (look(&parts, "One"), look(&parts, "Two"), look(&parts, "Three"));
    assert!(first.contains("w:before=\"280\" w:after=\"120\""), "{first}");
    assert!(middle.contains("w:before=\"0\" w:after=\"120\""), "{middle}");
    assert!(last.contains("w:before=\"0\" w:after=\"400\""), "{last}");
}

/// On paper the number is in the running head, too.
#[test]
fn running_heads_have_the_number_of_the_chapter() {
    let sheet = "[page]\nheader = { left = \"{chapter}\" }\n[document]\nnumber-depth = 1\n";
    let head = |text: &str| {
        let parts = styled(text, sheet);
        let header = parts.0.iter().find(|(name, text)| name.contains("header") && text.contains("STYLEREF"));
        let header = header.unwrap().1.clone();
        let code = header.split("<w:instrText xml:space=\"preserve\">").skip(1).map(|c| c.split('<').next().unwrap());
        let shown = header.split("<w:t xml:space=\"preserve\">").skip(1).map(|t| t.split('<').next().unwrap());
        (code.map(str::trim).collect::<Vec<_>>().join("|"), shown.collect::<String>())
    };
    assert_eq!(head("# One\n\n# Two\n"), ("STYLEREF 1 \\n|STYLEREF 1".into(), "1 One".into()));
    assert_eq!(head("# One {.unnumbered}\n\n## Two\n"), ("STYLEREF 1".into(), "One".into()));
    // Word's number of a heading without one is 0.
    let (code, shown) = head("# One {.unnumbered}\n\n# Two\n");
    assert_eq!(code, "IF|STYLEREF 1 \\n|= &quot;0&quot; &quot;&quot; &quot;|STYLEREF 1 \\n|&quot;|STYLEREF 1");
    assert_eq!(shown, "One");
    // Which it looks for in the style of that level, where the heading must be.
    let parts = styled("# One {.unnumbered}\n\n# Two\n", sheet);
    assert!(paragraph(parts.document(), ">One<").contains("w:val=\"Heading1\""));
    let list = values(paragraph(parts.document(), ">One<"), "<w:numId w:val=\"").next().unwrap();
    assert!(parts.get("word/numbering.xml").contains(&format!("<w:num w:numId=\"{list}\">")));
}

/// The text of a paragraph as Word copies it.
fn copied(paragraph: &str) -> String {
    let mut text = String::new();
    for element in paragraph.split('<').skip(1) {
        let (tag, behind) = element.split_once('>').unwrap();
        match tag.split(' ').next().unwrap().trim_end_matches('/') {
            "w:t" => text.push_str(behind),
            "w:br" => text.push('\n'),
            "w:tab" => text.push('\t'),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}

#[test]
fn what_is_copied_of_code_is_the_code() {
    let code = "fn main() {\n\tlet a = \"x  <y> & 'z'\";  // two  spaces\n\n    if a { b() }\n}\n\n  end";
    for language in ["rust", "", "rust {highlight=\"2-3\"}"] {
        let parts = docx(&format!("```{language}\n{code}\n```\n"));
        assert_eq!(copied(paragraph(parts.document(), "\"SourceCode\"")), code, "{language}");
    }
    // Numbered lines are paragraphs; the numbers are the list's.
    let parts = docx(&format!("```rust {{.numberLines}}\n{code}\n```\n"));
    let lines = parts.document().split("</w:p>").filter(|p| p.contains("\"SourceCodeNumbered\"")).map(copied);
    assert_eq!(lines.collect::<Vec<_>>().join("\n"), code);
}

/// Layout is what takes the room of a long text: nothing is laid out where no page number and no column comes of it.
#[test]
fn pages_are_laid_out_only_for_what_comes_of_them() {
    let laid_out = |text: &str| {
        let folder = Folder::with(&[("a.md", text.as_bytes())]);
        let options = Options {
            formats: vec![Format::Docx],
            style: None,
            reference_doc: None,
            verify: false,
            page_list: true,
            system_fonts: SystemFonts::Ignore,
            pages: None,
            pdf_version: PdfVersion::default(),
            imposition: None,
            timestamp: None,
        };
        let seen = AtomicBool::new(false);
        let observer = |step: Step| {
            if step == Step::Layout {
                seen.store(true, Ordering::Relaxed);
            }
        };
        let path = folder.path().join("a.md");
        edition::build(Some(&path), folder.path(), &Build { options: &options, observer: &observer }).unwrap();
        seen.load(Ordering::Relaxed)
    };
    assert!(!laid_out("# One\n\nText.\n\n- item\n"));
    assert!(laid_out("---\ntoc: true\n---\n# One\n"));
    assert!(laid_out("Text.[^a]\n\n[^a]: Note.\n\n    | a | b |\n    |---|---|\n    | c | d |\n"));
}
