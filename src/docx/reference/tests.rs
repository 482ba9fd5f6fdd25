//! A template made of parts, and what becomes of it.

use std::io::{Cursor, Write as _};

use super::{Reference, Unusable};
use crate::diagnostic::Diagnostics;
use crate::docx::styles::built_in::ListIndents;
use crate::docx::tests::{parts, resolved};
use crate::style::StyleSheet;
use crate::text::FontLibrary;

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relationships(list: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    let all: String = list.iter().map(one).collect();
    format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{all}</Relationships>"
    )
}

/// A house that speaks German, numbers its lists, and has a head with a picture in it.
fn house() -> Vec<(&'static str, String)> {
    let style = |id: &str, name: &str, rest: &str| {
        format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{rest}</w:style>")
    };
    let listed = |list: u32| format!("<w:pPr><w:numPr><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>");
    let styles = [
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Standard\"><w:name w:val=\"Normal\"/>\
         <w:rPr><w:lang w:val=\"de-DE\"/></w:rPr></w:style>"
            .to_owned(),
        style("berschrift1", "heading 1", "<w:basedOn w:val=\"Standard\"/><w:rPr><w:color w:val=\"AA0033\"/></w:rPr>"),
        style("Verzeichnis", "TOC Heading", "<w:basedOn w:val=\"berschrift1\"/>"),
        style("Aufzhlung", "List Bullet", &listed(4)),
        style("Nummern", "List Number", &listed(5)),
        // The id that one of ours has, for something else.
        style("BodyText", "Rechtliches", ""),
        "<w:style w:type=\"character\" w:styleId=\"Betont\"><w:name w:val=\"Emphasis\"/></w:style>".to_owned(),
    ];
    let level =
        |format: &str| format!("<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/></w:lvl>");
    let definition =
        |id: u32, format: &str| format!("<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>", level(format));
    let instance = |id: u32, of: u32| format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{of}\"/></w:num>");
    vec![
        ("_rels/.rels", relationships(&[("rId1", "officeDocument", "word/document.xml")])),
        (
            "word/document.xml",
            format!(
                "<w:document {W}><w:body><w:p/><w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/>\
                 <w:pgSz w:w=\"9000\" w:h=\"14000\"/><w:pgMar w:top=\"1000\" w:right=\"900\" w:bottom=\"1100\" w:left=\"800\" \
                 w:header=\"500\" w:footer=\"400\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            relationships(&[
                ("s", "styles", "styles.xml"),
                ("n", "numbering", "/word/numbering.xml"),
                ("t", "theme", "theme/theme1.xml"),
                ("h", "header", "header7.xml"),
                ("set", "settings", "settings.xml"),
            ]),
        ),
        ("word/styles.xml", format!("<w:styles {W}>{}</w:styles>", styles.concat())),
        (
            "word/numbering.xml",
            format!(
                "<w:numbering {W}>{}{}{}{}</w:numbering>",
                definition(2, "bullet"),
                definition(3, "decimal"),
                instance(4, 2),
                instance(5, 3)
            ),
        ),
        ("word/theme/theme1.xml", "<a:theme xmlns:a=\"x\" name=\"House\"/>".to_owned()),
        (
            "word/settings.xml",
            format!("<w:settings {W}><w:evenAndOddHeaders/><w:attachedTemplate r:id=\"x\"/></w:settings>"),
        ),
        (
            "word/header7.xml",
            format!(
                "<w:hdr {W}><w:p><w:r><w:t>House &amp; Sons</w:t></w:r><w:r><w:drawing><wp:docPr id=\"1\" name=\"Logo\"/>\
                 <x r:embed=\"logo\"/></w:drawing></w:r></w:p></w:hdr>"
            ),
        ),
        ("word/_rels/header7.xml.rels", relationships(&[("logo", "image", "media/logo.png")])),
        ("word/media/logo.png", "a picture".to_owned()),
    ]
}

fn package(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The document with every kind of node in the house's clothes, and everything said about it.
fn dressed(house: &[(&str, String)]) -> (Vec<u8>, Diagnostics) {
    let sheet = StyleSheet::bundled("report").unwrap();
    let (reference, mut diagnostics) = Reference::read(&package(house)).unwrap();
    let written = crate::docx::write(&resolved(&sheet), &sheet, &FontLibrary::bundled(), None, Some(&reference));
    let (bytes, more) = written.unwrap();
    diagnostics.extend(more);
    (bytes, diagnostics)
}

/// The element of the style of that name.
fn style<'s>(styles: &'s str, name: &str) -> &'s str {
    let found = styles.split("<w:style ").find(|style| style.contains(&format!("<w:name w:val=\"{name}\"/>")));
    found.unwrap_or_else(|| panic!("no style {name}"))
}

#[test]
fn styles_are_matched_by_name() {
    let (bytes, diagnostics) = dressed(&house());
    let (document, styles) = (parts(&bytes, "word/document.xml"), parts(&bytes, "word/styles.xml"));
    assert!(document.contains("<w:pStyle w:val=\"berschrift1\"") && !document.contains("w:val=\"Heading1\""));
    assert!(style(&styles, "heading 1").contains("AA0033"));
    assert!(!styles.contains("de-DE") && styles.contains("<w:lang "), "the language is the document's");
    // The house's style keeps its id, ours gets another.
    assert!(style(&styles, "Rechtliches").contains("w:styleId=\"BodyText\""));
    assert!(style(&styles, "Body Text").contains("w:styleId=\"BodyText-2\""));
    assert!(document.contains("<w:pStyle w:val=\"BodyText-2\""));
    let lacking = diagnostics.iter().find(|d| d.code == "reference-lacks").unwrap();
    assert!(lacking.message.contains("`Body Text`") && !lacking.message.contains("`heading 1`"), "{}", lacking.message);
    for attribute in ["w:styleId=\"", "<w:name w:val=\""] {
        let mut all: Vec<String> =
            styles.split(attribute).skip(1).map(|s| s.split('"').next().unwrap().to_lowercase()).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "{attribute} is there twice");
    }
    for element in ["pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"] {
        for piece in format!("{document}{styles}").split(&format!("<w:{element} w:val=\"")).skip(1) {
            let id = piece.split('"').next().unwrap();
            assert!(styles.contains(&format!("w:styleId=\"{id}\"")), "{element} {id}");
        }
    }
}

#[test]
fn paper_heads_and_theme_are_the_houses() {
    let (bytes, _) = dressed(&house());
    let document = parts(&bytes, "word/document.xml");
    assert!(document.contains("<w:pgSz w:w=\"9000\" w:h=\"14000\"/>"));
    assert!(
        document.contains(
            "w:top=\"1000\" w:right=\"900\" w:bottom=\"1100\" w:left=\"800\" w:header=\"500\" w:footer=\"400\""
        )
    );
    for grid in document.split("<w:tblGrid>").skip(1).map(|rest| rest.split("</w:tblGrid>").next().unwrap()) {
        let width: i32 =
            grid.split("w:w=\"").skip(1).map(|w| w.split('"').next().unwrap().parse::<i32>().unwrap()).sum();
        assert!(width <= 7_300, "a table of {width} on a line of 7300");
    }
    assert_eq!(
        document.matches("<w:headerReference w:type=\"default\"").count(),
        document.matches("<w:sectPr>").count()
    );
    let head = parts(&bytes, "word/header1.xml");
    assert!(head.contains("House &amp; Sons") && !head.contains("docPr id=\"1\""), "{head}");
    assert!(parts(&bytes, "word/_rels/header1.xml.rels").contains("Id=\"logo\""));
    assert_eq!(parts(&bytes, "word/media/header1-1.png"), "a picture");
    assert!(parts(&bytes, "word/theme/theme1.xml").contains("name=\"House\""));
    let settings = parts(&bytes, "word/settings.xml");
    assert!(settings.contains("<w:evenAndOddHeaders/>") && !settings.contains("attachedTemplate"));
}

#[test]
fn lists_are_the_houses_where_it_has_them() {
    let (bytes, _) = dressed(&house());
    let numbering = parts(&bytes, "word/numbering.xml");
    assert!(
        numbering.rfind("<w:abstractNum ").unwrap() < numbering.find("<w:num ").unwrap(),
        "definitions stand in front"
    );
    let document = parts(&bytes, "word/document.xml");
    let bullets = document.split("<w:p ").find(|p| p.contains("<w:pStyle w:val=\"Aufzhlung\"")).unwrap();
    assert!(!bullets.contains("<w:numPr>"), "the style has its bullets itself");
    let styles = parts(&bytes, "word/styles.xml");
    // The document wants its headings numbered and the house does not number them.
    let (heading, contents) = (style(&styles, "heading 1"), style(&styles, "TOC Heading"));
    let list = heading.split("<w:numId w:val=\"").nth(1).unwrap().split('"').next().unwrap();
    assert!(numbering.contains(&format!("<w:num w:numId=\"{list}\">")), "{list}");
    assert!(numbering.contains("<w:pStyle w:val=\"berschrift1\"/>"));
    assert!(contents.contains("<w:numId w:val=\"0\"/>"), "{contents}");
    for id in document.split("<w:numId w:val=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(numbering.contains(&format!("<w:num w:numId=\"{id}\">")), "{id}");
    }
}

#[test]
fn numbered_lists_begin_anew_in_the_houses_form() {
    let (reference, _) = Reference::read(&package(&house())).unwrap();
    let list = reference.list("List Number").unwrap();
    assert_eq!((list.definition, list.level, list.format.as_str()), (3, 0, "decimal"));
    let indents = ListIndents { step: 360, bullet: 180, number: 90, task: 300 };
    let mut numbering = crate::docx::numbering::Numbering::new(indents, 6);
    let first = numbering.like(&list, 3);
    let second = numbering.like(&list, 1);
    assert_ne!(first, second);
    let xml = numbering.write(reference.numbering.as_ref(), &|id| Some(id.to_owned()));
    let expected = format!(
        "<w:num w:numId=\"{first}\"><w:abstractNumId w:val=\"3\"/><w:lvlOverride w:ilvl=\"0\">\
         <w:startOverride w:val=\"3\"/></w:lvlOverride></w:num>"
    );
    assert!(xml.contains(&expected), "{xml}");
    assert_eq!(xml.matches("w:abstractNumId=\"3\"").count(), 1, "a number of a definition is given once");
}

#[test]
fn macros_stay_behind() {
    let mut parts = house();
    parts.push(("word/vbaProject.bin", "Sub AutoOpen()".into()));
    let (bytes, diagnostics) = dressed(&parts);
    assert!(diagnostics.iter().any(|d| d.code == "reference-document" && d.message.contains("macros")));
    let zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert!(zip.file_names().all(|name| !name.contains("vba")));
    assert!(!crate::docx::tests::parts(&bytes, "[Content_Types].xml").contains("macroEnabled"));
}

#[test]
fn heads_with_objects_in_them_stay_behind() {
    let mut parts = house();
    for (name, text) in &mut parts {
        if *name == "word/_rels/header7.xml.rels" {
            *text = relationships(&[("logo", "oleObject", "embeddings/evil.bin")]);
        }
    }
    let (bytes, diagnostics) = dressed(&parts);
    assert!(diagnostics.iter().any(|d| d.message.contains("header7.xml")), "{diagnostics:?}");
    let zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    assert!(zip.file_names().all(|name| !name.contains("evil")));
}

#[test]
fn broken_templates_are_refused_with_a_reason() {
    let check = |bytes: &[u8], why: Unusable| assert_eq!(Reference::read(bytes).err(), Some(why));
    check(b"no zip at all", Unusable::NoPackage);
    check(&package(&[("a.txt", "text".into())]), Unusable::NoDocument);
    let with = |name: &str, text: &str| {
        let mut parts = house();
        parts.iter_mut().filter(|(n, _)| *n == name).for_each(|part| part.1 = text.into());
        package(&parts)
    };
    check(&with("word/document.xml", "<w:document"), Unusable::NoDocument);
    check(
        &with("word/document.xml", "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"/>"),
        Unusable::Strict,
    );
    check(&with("word/styles.xml", "<w:styles>"), Unusable::NoStyles);
    check(&with("word/styles.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><w:styles/>"), Unusable::NoStyles);
    let whole = package(&house());
    check(&whole[..whole.len() / 2], Unusable::NoPackage);
    // Damage elsewhere costs only what is damaged.
    let (reference, _) = Reference::read(&with("word/numbering.xml", "<broken")).unwrap();
    assert!(reference.numbering.is_none() && reference.list("List Bullet").is_none());
}
