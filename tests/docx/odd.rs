//! What Word would choke on.

use super::*;

/// The parts of the DOCX of `tests/data/odd.md`, and what was said about it.
fn odd() -> (Parts, String) {
    let text = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/odd.md")).unwrap();
    let folder = Folder::with(&[("odd.md", &text)]);
    let run = folder.trefoil(&["build", "odd.md", "--to", "docx"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    (Parts::of(&folder, "odd.docx"), run.err)
}

#[test]
fn every_part_is_xml() {
    let (parts, _) = odd();
    for (name, text) in &parts.0 {
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
    let document = parts.document();
    assert!(document.contains("abcd") && document.contains("Smith &amp; Sons"));
    assert_eq!(document.matches(&"abcdefgh".repeat(4096)).count(), 1, "the long word is whole");
    assert!(parts.get("docProps/core.xml").contains("Smith &amp; Sons &lt;odd@example.org&gt;"));
}

#[test]
fn bookmarks_are_what_word_takes_and_every_link_finds_its_own() {
    let (parts, said) = odd();
    let document = parts.document();
    let names: Vec<&str> =
        document.split("<w:bookmarkStart ").skip(1).map(|b| values(b, "w:name=\"").next().unwrap()).collect();
    assert!(names.iter().all(|name| name.len() <= 40 && name.starts_with('_')), "{names:?}");
    let distinct: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(distinct.len(), names.len(), "Word does not tell case apart");
    for anchor in values(document, "w:anchor=\"") {
        assert!(names.contains(&anchor), "{anchor}");
    }
    assert!(said.contains("dead-link") && said.contains("nowhere"));
    let links = parts.get("word/_rels/document.xml.rels");
    for target in values(links, "Target=\"").filter(|target| target.contains("example.org")) {
        assert!(!target.contains([' ', '<', '\'']), "{target}");
    }
    assert!(links.contains("https://example.org/a%20b%20c") && links.contains("mailto:a&amp;b@example.org"));
}

#[test]
fn lists_and_tables_beyond_words_limits_are_kept_and_reported() {
    let (parts, said) = odd();
    let document = parts.document();
    let mut before = 0;
    let styles = parts.styles();
    for level in 1..=12 {
        let paragraph = document.split("<w:p ").find(|p| p.contains(&format!(">level {level}<"))).unwrap();
        let depth: usize = values(paragraph, "<w:ilvl w:val=\"").next().unwrap().parse().unwrap();
        assert_eq!(depth, (level - 1).min(8));
        // Deeper ones go on moving to the right: their list has an origin of its own.
        let list = values(paragraph, "<w:numId w:val=\"").next().unwrap();
        let numbering = parts.get("word/numbering.xml");
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
    for id in values(parts.get("word/_rels/document.xml.rels"), "<Relationship Id=\"") {
        let named = [format!("r:id=\"{id}\""), format!("r:embed=\"{id}\"")];
        let links = parts.get("word/_rels/document.xml.rels");
        let running = links.contains(&format!(
            "Id=\"{id}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\""
        ));
        assert!(!running || named.iter().any(|named| document.contains(named)), "{id}");
    }
    assert!(document.contains("\"TableNarrow\"") && styles.contains("\"TableNarrow\""));
}

#[test]
fn running_lines_stay_out_of_the_text_where_margins_are_narrow() {
    let page = "[page]\nmargin = \"15mm\"\nheader-distance = \"15mm\"\nfooter-distance = \"14mm\"\n";
    let parts = styled("# One\n\nText.", &format!("{page}header = {{ center = \"head\" }}\n"));
    let margins = parts.document().split("<w:pgMar ").nth(1).unwrap();
    let of = |name: &str| values(margins, name).next().unwrap().parse::<i32>().unwrap();
    // Twips; Word and LibreOffice push text away from running lines that need more than the margin leaves them.
    assert!(of("w:top=\"") - of("w:header=\"") >= 230, "{margins:.200}");
    assert!(of("w:bottom=\"") - of("w:footer=\"") >= 230, "{margins:.200}");
}
