//! What parts of a book are called, and where they are listed.

use super::*;

fn named(id: &str, class: &str) -> Block {
    let attributes = Attributes { classes: vec![class.into()], ..Attributes::default() };
    Block { attributes, ..heading(id, 1, id) }
}

#[test]
fn sections_have_the_names_of_the_vocabulary() {
    let figure = BlockKind::Figure(Figure {
        images: vec![Image { target: "none.png".into(), alt: "Not there".into(), ..Image::default() }],
        caption: Some(Caption { content: vec![text("A figure")], ..Caption::default() }),
    });
    let files = book(
        document(vec![
            named("Before", "preface"),
            paragraph("p1", "Text."),
            heading("One", 1, "One"),
            block("fig", figure),
            named("More", "appendix"),
            paragraph("p2", "Text."),
            named("Words", "index"),
            paragraph("p3", "Text."),
        ]),
        None,
    );
    for (file, matter, kind) in [
        ("before", "frontmatter", "preface"),
        ("one", "bodymatter", "chapter"),
        ("more", "backmatter", "appendix"),
        ("words", "backmatter", "index"),
    ] {
        let text = &files[&format!("OEBPS/text/{file}.xhtml")];
        assert!(text.contains(&format!("<body epub:type=\"{matter}\">")), "{text}");
        assert!(text.contains(&format!("<section epub:type=\"{kind}\" role=\"doc-{kind}\"")), "{text}");
    }
    let navigation = &files["OEBPS/nav.xhtml"];
    for landmark in [
        "<a epub:type=\"bodymatter\" href=\"text/one.xhtml\">One</a>",
        "<a epub:type=\"preface\" href=\"text/before.xhtml\">Before</a>",
        "<a epub:type=\"index\" href=\"text/words.xhtml\">Words</a>",
        // Nobody asked for the list, so that it is for reading systems alone.
        "<nav hidden=\"hidden\" epub:type=\"loi\"",
        "<a href=\"text/one.xhtml#fig\">Figure\u{A0}1 A figure</a>",
    ] {
        assert!(navigation.contains(landmark), "{landmark}");
    }
    assert!(!navigation.contains("epub:type=\"lot\""));
}

#[test]
fn options_of_apple_are_there_with_fonts_alone() {
    let (mut with, mut without) = (sheet("book"), sheet("book"));
    with.document.epub_embed_fonts = true;
    without.document.epub_embed_fonts = false;
    let name = "META-INF/com.apple.ibooks.display-options.xml";
    assert!(book_in(&with, document(vec![paragraph("p", "Text.")]), None)[name].contains("specified-fonts\">true<"));
    assert!(!book_in(&without, document(vec![paragraph("p", "Text.")]), None).contains_key(name));
}

#[test]
fn headers_of_tables_are_claimed_where_all_have_some() {
    let table = |id: &str, headed: bool| {
        let cell = |id: String| Cell {
            span: Span::default(),
            heads_row: false,
            column_span: 1,
            row_span: 1,
            alignment: None,
            blocks: vec![paragraph(&id, "cell")],
        };
        let row = |name: &str| vec![Row { span: Span::default(), cells: vec![cell(format!("{id}-{name}"))] }];
        let head = if headed { row("head") } else { Vec::new() };
        block(
            id,
            BlockKind::Table(Table {
                caption: None,
                columns: vec![Column::default()],
                head,
                body: row("body"),
                foot: Vec::new(),
            }),
        )
    };
    let claim = |blocks| book(document(blocks), None)["OEBPS/content.opf"].contains("Tables have marked headers");
    assert!(claim(vec![table("a", true)]));
    assert!(!claim(vec![table("a", true), table("b", false)]));
    assert!(!claim(vec![paragraph("p", "Text.")]));
}

#[test]
fn conformance_is_claimed_where_it_can_be_judged() {
    let package = |lang: Option<&str>, certified_by: Option<&str>| {
        let mut document = document(vec![paragraph("p", "Text.")]);
        document.metadata.lang = lang.map(str::to_owned);
        document.metadata.certified_by = certified_by.map(str::to_owned);
        document.metadata.title = vec![text("The Whale")];
        book(document, None).remove("OEBPS/content.opf").unwrap()
    };
    assert!(!package(None, None).contains("conformsTo"), "the language is a guess");
    let claimed = package(Some("en"), None);
    assert!(claimed.contains("WCAG 2.2 Level AA"));
    assert!(
        claimed
            .contains("<meta property=\"a11y:certifiedBy\" xml:lang=\"en\">Trefoil, by automatic checks alone</meta>")
    );
    assert!(claimed.contains("property=\"file-as\">Whale, The</meta>"));
    assert!(claimed.contains("accessibilitySummary\" xml:lang=\"en\">"));
    assert!(package(Some("en"), Some("Eva Examiner")).contains("certifiedBy\">Eva Examiner<"));
}
