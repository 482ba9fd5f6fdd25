//! What Word would choke on, from Markdown to the DOCX.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use std::collections::HashSet;

use support::Folder;

/// The parts of the DOCX of `tests/data/odd.md`, and what was said about it.
fn odd() -> (Vec<(String, String)>, String) {
    let text = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/odd.md")).unwrap();
    let folder = Folder::with(&[("odd.md", &text)]);
    let run = folder.trefoil(&["build", "odd.md", "--to", "docx"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join("odd.docx")).unwrap()).unwrap();
    let names: Vec<String> =
        zip.file_names().filter(|name| name.ends_with("xml") || name.ends_with("rels")).map(Into::into).collect();
    let parts = names.into_iter().map(|name| {
        let text = std::io::read_to_string(zip.by_name(&name).unwrap()).unwrap();
        (name, text)
    });
    (parts.collect(), run.err)
}

fn part<'p>(parts: &'p [(String, String)], name: &str) -> &'p str {
    &parts.iter().find(|(known, _)| known == name).unwrap().1
}

/// The values of an attribute, unescaped as far as the input needs it.
fn values<'x>(xml: &'x str, before: &'x str) -> impl Iterator<Item = &'x str> {
    xml.split(before).skip(1).map(|rest| rest.split('"').next().unwrap())
}

#[test]
fn every_part_is_xml() {
    let (parts, _) = odd();
    for (name, text) in &parts {
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Start(tag) | quick_xml::events::Event::Empty(tag) => {
                    tag.attributes().for_each(|attribute| drop(attribute.unwrap()));
                }
                _ => {}
            }
        }
        let illegal = |c: char| (c < ' ' && !"\t\n\r".contains(c)) || c == '\u{FFFE}' || c == '\u{FFFF}';
        assert!(!text.contains(illegal), "{name}");
    }
    let document = part(&parts, "word/document.xml");
    assert!(document.contains("abcd") && document.contains("Smith &amp; Sons"));
    assert_eq!(document.matches(&"abcdefgh".repeat(4096)).count(), 1, "the long word is whole");
    assert!(part(&parts, "docProps/core.xml").contains("Smith &amp; Sons &lt;odd@example.org&gt;"));
}

#[test]
fn bookmarks_are_what_word_takes_and_every_link_finds_its_own() {
    let (parts, said) = odd();
    let document = part(&parts, "word/document.xml");
    let names: Vec<&str> =
        document.split("<w:bookmarkStart ").skip(1).map(|b| values(b, "w:name=\"").next().unwrap()).collect();
    assert!(names.iter().all(|name| name.len() <= 40 && name.starts_with('_')), "{names:?}");
    let distinct: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(distinct.len(), names.len(), "Word does not tell case apart");
    for anchor in values(document, "w:anchor=\"") {
        assert!(names.contains(&anchor), "{anchor}");
    }
    assert!(said.contains("dead-link") && said.contains("nowhere"));
    let links = part(&parts, "word/_rels/document.xml.rels");
    for target in values(links, "Target=\"").filter(|target| target.contains("example.org")) {
        assert!(!target.contains([' ', '<', '\'']), "{target}");
    }
    assert!(links.contains("https://example.org/a%20b%20c") && links.contains("mailto:a&amp;b@example.org"));
}

#[test]
fn lists_and_tables_beyond_words_limits_are_kept_and_reported() {
    let (parts, said) = odd();
    let document = part(&parts, "word/document.xml");
    let mut before = 0;
    let styles = part(&parts, "word/styles.xml");
    for level in 1..=12 {
        let paragraph = document.split("<w:p ").find(|p| p.contains(&format!(">level {level}<"))).unwrap();
        let depth: usize = values(paragraph, "<w:ilvl w:val=\"").next().unwrap().parse().unwrap();
        assert_eq!(depth, (level - 1).min(8));
        // Deeper ones go on moving to the right: their list has an origin of its own.
        let list = values(paragraph, "<w:numId w:val=\"").next().unwrap();
        let numbering = part(&parts, "word/numbering.xml");
        let instance = numbering.split(&format!("<w:num w:numId=\"{list}\">")).nth(1).unwrap();
        let id = values(instance, "<w:abstractNumId w:val=\"").next().unwrap();
        let definition = numbering.split(&format!("w:abstractNumId=\"{id}\">")).nth(1).unwrap();
        let place = definition.split("<w:lvl ").nth(depth + 1).unwrap();
        let left: i32 = values(place, "w:left=\"").next().unwrap().parse().unwrap();
        assert!(left > before, "level {level} at {left}, the one above at {before}");
        before = left;
    }
    assert!(said.contains("deep-list") && said.contains("wide-table"), "{said}");
    assert_eq!(document.matches("<w:gridCol ").count(), 63);
    assert!(document.contains(">c63<"), "the cells that are too many stand in the last column");
    // It lies on its side, as on paper, and the heads of such pages are referred to.
    assert!(document.contains("w:orient=\"landscape\""));
    for id in values(part(&parts, "word/_rels/document.xml.rels"), "<Relationship Id=\"") {
        let named = [format!("r:id=\"{id}\""), format!("r:embed=\"{id}\"")];
        let links = part(&parts, "word/_rels/document.xml.rels");
        let running = links.contains(&format!(
            "Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\""
        ));
        assert!(!running || named.iter().any(|named| document.contains(named)), "{id}");
    }
    assert!(document.contains("\"TableNarrow\"") && styles.contains("\"TableNarrow\""));
}

/// The DOCX of a text, as the text of its document part.
fn document(text: &str) -> String {
    let picture = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/chart.png")).unwrap();
    let folder = Folder::with(&[("a.md", text.as_bytes()), ("chart.png", &picture)]);
    let run = folder.trefoil(&["build", "a.md", "--to", "docx"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join("a.docx")).unwrap()).unwrap();
    std::io::read_to_string(zip.by_name("word/document.xml").unwrap()).unwrap()
}

#[test]
fn pictures_side_by_side_have_the_widths_asked_for() {
    let width = |text: &str| -> Vec<f64> {
        let document = document(text);
        values(&document, "<wp:extent cx=\"").map(|cx| cx.parse::<f64>().unwrap()).collect()
    };
    let one = width("![One](chart.png){width=45%}\n");
    let two = width("![Left](chart.png){width=45%} ![Right](chart.png){width=45%}\n");
    assert_eq!(two.len(), 2);
    // Less the space between them.
    assert!((two[0] / one[0] - 1.0).abs() < 0.02, "{one:?} {two:?}");
}

#[test]
fn text_is_in_one_run_however_many_lines_it_stood_on() {
    let document = document("One line\nand *another*\nand a third.\n");
    let paragraph = document.split("<w:p ").nth(1).unwrap();
    assert_eq!(paragraph.matches("<w:r>").count(), 3, "{paragraph}");
    assert!(paragraph.contains(">One line and <"), "{paragraph}");
}

#[test]
fn blocks_of_code_stand_apart() {
    let document = document("```\na\n```\n\n```\nb\n```\n\n    c\n");
    let styles: Vec<&str> = values(&document, "<w:pStyle w:val=\"").collect();
    assert_eq!(styles, ["SourceCode", "AfterTable", "SourceCode", "AfterTable", "SourceCode"]);
}

#[test]
fn a_list_stands_off_from_the_text_above_it() {
    let document = document("Text.\n\n- one\n- two\n");
    let styles: Vec<&str> = values(&document, "<w:pStyle w:val=\"").collect();
    assert!(styles[1].starts_with("ListBullet-begin") && styles[2].starts_with("ListBullet-end"), "{styles:?}");
}

/// The ornament is the style's, so that a change to the style changes it everywhere, and no text.
#[test]
fn a_thematic_break_shows_an_ornament_that_is_no_text() {
    let folder = Folder::with(&[("a.md", b"Before.\n\n---\n\nAfter.\n")]);
    let run = folder.trefoil(&["build", "a.md", "--to", "docx"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join("a.docx")).unwrap()).unwrap();
    let mut read = |name: &str| std::io::read_to_string(zip.by_name(&format!("word/{name}.xml")).unwrap()).unwrap();
    let (document, styles, numbering) = (read("document"), read("styles"), read("numbering"));
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

/// Number format and first number of the list that the paragraph with that text is in.
fn list_of(parts: &[(String, String)], text: &str) -> (String, u32) {
    let document = part(parts, "word/document.xml");
    let paragraph = document.split("<w:p ").find(|p| p.contains(&format!(">{text}<"))).unwrap();
    let (list, level) =
        (values(paragraph, "<w:numId w:val=\"").next().unwrap(), values(paragraph, "<w:ilvl w:val=\"").next());
    let numbering = part(parts, "word/numbering.xml");
    let instance =
        numbering.split(&format!("<w:num w:numId=\"{list}\">")).nth(1).unwrap().split("</w:num>").next().unwrap();
    let id = values(instance, "<w:abstractNumId w:val=\"").next().unwrap();
    let definition = numbering.split(&format!("w:abstractNumId=\"{id}\">")).nth(1).unwrap();
    let level: usize = level.unwrap().parse().unwrap();
    let format = values(definition.split("<w:lvl ").nth(level + 1).unwrap(), "<w:numFmt w:val=\"").next().unwrap();
    (format.to_owned(), values(instance, "<w:startOverride w:val=\"").next().map_or(1, |start| start.parse().unwrap()))
}

#[test]
fn lists_begin_anew_begin_at_n_and_count_in_letters_and_roman_numerals() {
    let text = "1. first\n2. second\n\nText.\n\n1. again\n\nText.\n\n7. seventh\n\n<ol type=\"a\"><li>letter</li></ol>\n\n\
        <ol type=\"I\" start=\"4\"><li>roman</li></ol>\n\n- [x] done\n- [ ] open\n\n::: aside\nApart.\n:::\n";
    let folder = Folder::with(&[("a.md", text.as_bytes())]);
    let run = folder.trefoil(&["build", "a.md", "--to", "docx"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join("a.docx")).unwrap()).unwrap();
    let parts: Vec<(String, String)> = ["document", "numbering", "styles"]
        .map(|name| format!("word/{name}.xml"))
        .into_iter()
        .map(|name| (name.clone(), std::io::read_to_string(zip.by_name(&name).unwrap()).unwrap()))
        .collect();
    for (text, format, start) in [
        ("first", "decimal", 1),
        ("again", "decimal", 1),
        ("seventh", "decimal", 7),
        ("letter", "lowerLetter", 1),
        ("roman", "upperRoman", 4),
    ] {
        assert_eq!(list_of(&parts, text), (format.to_owned(), start), "{text}");
    }
    let document = part(&parts, "word/document.xml");
    let number = |text: &str| {
        let paragraph = document.split("<w:p ").find(|p| p.contains(&format!(">{text}<"))).unwrap();
        values(paragraph, "<w:numId w:val=\"").next().unwrap().to_owned()
    };
    assert_eq!(number("first"), number("second"), "one list goes on");
    assert_ne!(number("first"), number("again"), "another begins anew");
    let states: Vec<&str> = values(document, "<w14:checked w14:val=\"").collect();
    assert_eq!(states, ["1", "0"]);
    // An author's class is a style of that name.
    assert!(part(&parts, "word/styles.xml").contains("<w:name w:val=\"aside\"/>"));
}

#[test]
fn the_author_sets_the_direction_of_paragraphs() {
    let set = document("::: {dir=rtl}\nabc one\n:::\n\nabc two");
    let bidi = |text: &str| set.split("<w:p ").find(|p| p.contains(text)).unwrap().contains("<w:bidi />");
    assert!(bidi("abc one") && !bidi("abc two"), "{set}");
}

/// A table that lies on its side takes its heading along, and leaves no empty page between or behind.
#[test]
fn sections_of_turned_tables_begin_with_their_heading_and_are_never_empty() {
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(24));
    let table = format!("{}{}{}", row("Heading"), row("---"), row("unbreakable"));
    let document = document(&format!("Before.\n\n# Wide\n\n{table}\n{table}"));
    let sections: Vec<&str> = document.split("<w:sectPr>").collect();
    assert_eq!(sections.len() - 1, 3, "text, table, table");
    assert!(sections[0].contains(">Before.<") && !sections[0].contains("\"Heading1\""));
    assert!(sections[1].contains("\"Heading1\"") && sections[1].contains("<w:tbl>"));
    assert!(sections[2].contains("<w:tbl>") && sections[2..].iter().all(|s| s.contains("\"landscape\"")));
    assert!(!sections[3].contains("<w:p>") && !sections[3].contains("<w:p "), "{}", sections[3]);
}

/// A part of the DOCX of that text.
fn part_of(text: &str, name: &str) -> String {
    let folder = Folder::with(&[("text.md", text.as_bytes())]);
    let run = folder.trefoil(&["build", "text.md", "--to", "docx"]);
    assert_eq!((run.code, run.err.contains("unknown-key")), (Some(0), false), "{}", run.err);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join("text.docx")).unwrap()).unwrap();
    std::io::read_to_string(zip.by_name(name).unwrap()).unwrap()
}

/// The element of a style.
fn style<'x>(styles: &'x str, id: &str) -> &'x str {
    let rest = styles.split(&format!("w:styleId=\"{id}\"")).nth(1).unwrap();
    rest.split("</w:style>").next().unwrap()
}

#[test]
fn the_base_of_all_paragraphs_names_its_letters_itself() {
    let styles = part_of("| a |\n|---|\n| `code` |\n", "word/styles.xml");
    let defaults = styles.split("<w:rPrDefault><w:rPr>").nth(1).unwrap().split("<w:lang").next().unwrap();
    assert!(defaults.contains("<w:rFonts") && defaults.contains("<w:color"), "{defaults}");
    assert!(style(&styles, "Normal").contains(&format!("<w:rPr>{defaults}</w:rPr>")), "{}", style(&styles, "Normal"));
    // What does not differ from it says nothing of them.
    assert!(!style(&styles, "BodyText").contains("<w:rFonts"));
}

#[test]
fn category_and_company_are_words_own_properties() {
    let source = "---\npublisher: Press\ncategory: Report & more\ncompany: Works\n---\ntext\n";
    assert!(part_of(source, "docProps/core.xml").contains("<cp:category>Report &amp; more</cp:category>"));
    assert!(part_of(source, "docProps/app.xml").contains("<Company>Works</Company>"));
    let published = "---\npublisher: Press\n---\ntext\n";
    assert!(part_of(published, "docProps/app.xml").contains("<Company>Press</Company>"));
    assert!(!part_of(published, "docProps/core.xml").contains("category"));
}

#[test]
fn headings_in_east_asian_characters_are_upright() {
    let italic = |lang: &str| {
        let styles = part_of(&format!("---\nlang: {lang}\n---\n# 一\n\n### 二 *三*\n"), "word/styles.xml");
        ["Heading3", "Emphasis"].map(|id| style(&styles, id).contains("<w:i/>"))
    };
    assert_eq!(italic("en"), [true, true]);
    for lang in ["zh-Hans", "ja", "ko"] {
        assert_eq!(italic(lang), [false, true], "{lang}");
    }
}
