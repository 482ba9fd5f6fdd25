//! How paragraphs begin in the three editions.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use std::io::Read as _;

use support::{Folder, glyph_runs, laid_out, laid_out_with};
use trefoil::layout::Paint;
use trefoil::units::Length;

const CENTRED: &str = "[class.dedication]\ntext-align = \"center\"\n[class.aside]\ntext-align = \"end\"";

/// Every file of that name's end in a zip, one after another.
fn parts(zip: &[u8], end: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let mut text = String::new();
    for place in 0..zip.len() {
        let mut file = zip.by_index(place).unwrap();
        if file.name().ends_with(end) {
            file.read_to_string(&mut text).unwrap();
        }
    }
    text
}

/// The EPUB's pages with its style, and the paragraphs of the DOCX with its styles, in the style `book` with these lines added.
fn written(text: &str, style: &str) -> [String; 4] {
    let sheet = format!("extends = \"book\"\n{style}\n");
    let folder = Folder::with(&[("a.md", text.as_bytes()), ("house.toml", sheet.as_bytes())]);
    let run = folder.trefoil(&["build", "a.md", "--to", "epub,docx", "--style", "house.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let (epub, docx) = (folder.read("a.epub"), folder.read("a.docx"));
    [parts(&epub, ".xhtml"), parts(&epub, ".css"), parts(&docx, "word/document.xml"), parts(&docx, "word/styles.xml")]
}

/// How the paragraph of the DOCX with that text in it begins, in twips.
fn first_line(document: &str, styles: &str, text: &str) -> i32 {
    let before = document.split(text).next().unwrap();
    let mut id = before.rsplit("<w:pStyle w:val=\"").next().unwrap().split('"').next().unwrap().to_owned();
    loop {
        let own = styles.split(&format!("w:styleId=\"{id}\"")).nth(1).unwrap().split("</w:style>").next().unwrap();
        if let Some(value) = own.split("w:firstLine=\"").nth(1) {
            return value.split('"').next().unwrap().parse().unwrap();
        }
        let Some(base) = own.split("<w:basedOn w:val=\"").nth(1) else { return 0 };
        id = base.split('"').next().unwrap().to_owned();
    }
}

fn x(layout: &trefoil::layout::Layout, text: &str) -> Length {
    glyph_runs(layout).find(|run| run.text.starts_with(text)).map(|run| run.x).unwrap()
}

#[test]
fn lines_that_are_centred_or_flush_right_are_not_indented() {
    let text = "::: dedication\nFor one\n\nFor two\n:::\n\n::: aside\nAnd one\n\nAnd two\n:::\n\nText.\n\nMore text.";
    let (layout, _) = laid_out("book", text, CENTRED);
    let (one, two) = (x(&layout, "For one"), x(&layout, "For two"));
    assert!((one - two).0.abs() < Length::points(1).0 * 4, "{one:?} {two:?}");
    let end = |text: &str| {
        let run = glyph_runs(&layout).find(|run| run.text.starts_with(text)).unwrap();
        run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum::<Length>()
    };
    assert!((end("And one") - end("And two")).0.abs() < Length::points(1).0);
    assert!(x(&layout, "More text") > x(&layout, "Text"));

    let [_, css, document, styles] = written(text, CENTRED);
    for class in [".dedication", ".aside"] {
        assert!(css.contains(&format!("{class} p {{\n  text-indent: 0;\n}}")), "{css}");
    }
    let begins = |text| first_line(&document, &styles, text);
    assert_eq!(["For one", "For two", "And one", "And two"].map(begins), [0; 4]);
    assert_eq!(begins("More text."), 252);
}

#[test]
fn chinese_begins_two_letters_from_the_margin_and_japanese_one() {
    let text = "# 系统设计\n\n设计可扩展的系统。\n\n> 引用一段话。\n\n- 甲\n\n- 乙\n\n  乙之二\n\n\
        ::: {lang=ja}\nシステム設計。\n:::\n\n::: {lang=en}\nOne.\n\nMore.\n:::";
    for front in ["", "---\nlang: zh-CN\n---\n\n"] {
        let text = format!("{front}{text}");
        let (layout, _) = laid_out("book", &text, "");
        let em = 10.5;
        let margin = x(&layout, "One").to_points();
        let begins = |text: &str| ((x(&layout, text).to_points() - margin) / em * 100.0).round() / 100.0;
        assert_eq!((begins("设计可"), begins("システム"), begins("More")), (2.0, 1.0, 1.2));
        // The type of quotations is smaller.
        assert_eq!(begins("引用"), ((1.8 + 2.0) * 95.0_f64).round() / 100.0);
        assert_eq!(begins("乙之二") - begins("乙"), 2.0);

        let [pages, css, document, styles] = written(&text, "");
        assert!(
            css.contains("p.two-letters { text-indent: 2em; }") && css.contains("p.one-letter { text-indent: 1em; }")
        );
        for (class, text) in [("two-letters", "设计可"), ("two-letters", "引用"), ("one-letter", "システム")] {
            let tag = pages.split(&format!(">{text}")).next().unwrap().rsplit('<').next().unwrap();
            assert!(tag.starts_with("p ") && tag.contains(&format!("class=\"{class}\"")), "{tag}");
        }
        let begins = |text| first_line(&document, &styles, text);
        assert_eq!(["设计可", "引用", "乙之二", "システム", "More"].map(begins), [420, 400, 420, 210, 252]);
    }
    // A style that parts paragraphs by space parts those of all languages so.
    let (layout, _) = laid_out("report", text, "");
    assert_eq!(x(&layout, "设计可"), x(&layout, "One"));
}

#[test]
fn a_picture_that_begins_a_paragraph_stands_at_the_margin_and_off_the_text_above() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900pt\" height=\"180pt\" viewBox=\"0 0 90 18\"/>";
    let text = "Here.\n\n![Bar](bar.svg)\nbehind it\n\nMore text.";
    let (layout, _) = laid_out_with(&[("bar.svg", drawing.as_bytes())], "book", text, "");
    let area = layout.pages.iter().flat_map(|page| &page.items).find_map(|item| match item.paint {
        Paint::Image { bounds, .. } => Some(bounds),
        _ => None,
    });
    let area = area.unwrap();
    assert_eq!(area.x, x(&layout, "Here"));
    let above = glyph_runs(&layout).find(|run| run.text.starts_with("Here")).unwrap();
    // The descent of a line, and the room between two.
    let room = (area.y - above.y).to_points();
    assert!((6.0..9.0).contains(&room), "{room}");

    let folder = Folder::with(&[("a.md", text.as_bytes()), ("bar.svg", drawing.as_bytes())]);
    let run = folder.trefoil(&["build", "a.md", "--to", "epub,docx", "--style", "book"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let docx = folder.read("a.docx");
    let begins = |text| first_line(&parts(&docx, "word/document.xml"), &parts(&docx, "word/styles.xml"), text);
    assert_eq!((begins("behind it"), begins("More text.")), (0, 252));
    assert!(parts(&folder.read("a.epub"), ".xhtml").contains("class=\"pictured\""));
}
