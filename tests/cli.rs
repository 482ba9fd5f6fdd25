//! The command line, as its users meet it: what it writes, what it says, and what it returns.

mod support;

use support::Folder;

/// Builds one document and returns the run with the folder.
fn build(text: &str) -> (support::Run, Folder) {
    let folder = Folder::with(&[("a.md", text.as_bytes())]);
    let run = folder.trefoil(&["build", "a.md"]);
    (run, folder)
}

const EDITIONS: [&str; 4] = ["a.docx", "a.epub", "a.md", "a.pdf"];

#[test]
fn a_file_gets_its_editions_beside_it() {
    let (run, folder) = build("# Hello\n\nWorld.\n");
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(folder.names(), EDITIONS);
}

#[test]
fn a_project_gets_its_editions_in_out() {
    let folder = Folder::with(&[]);
    assert_eq!(folder.trefoil(&["init", "book"]).code, Some(0));
    let run = folder.trefoil(&["build", "book"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let editions = folder.names().into_iter().filter(|name| name.starts_with("book/out/")).count();
    assert_eq!(editions, 3, "{:?}", folder.names());
    assert_eq!(folder.trefoil(&["init", "book"]).code, Some(2), "a folder that is not empty is left alone");
}

#[test]
fn a_new_project_has_nothing_to_complain_of() {
    let folder = Folder::with(&[]);
    folder.trefoil(&["init", "book"]);
    let run = folder.trefoil(&["check", "--strict", "book"]);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn only_what_is_asked_for_is_written() {
    let folder = Folder::with(&[("a.md", b"text")]);
    assert_eq!(folder.trefoil(&["build", "a.md", "--to", "epub,docx", "-o", "there"]).code, Some(0));
    assert_eq!(folder.names(), ["a.md", "there/a.docx", "there/a.epub"]);
}

#[test]
fn check_writes_nothing() {
    let folder = Folder::with(&[("a.md", b"[x](#nowhere)")]);
    let run = folder.trefoil(&["check", "a.md"]);
    assert_eq!(run.code, Some(0));
    assert!(run.err.contains("a.md:1:1") && run.err.contains("dead-link"), "{}", run.err);
    assert_eq!(folder.trefoil(&["check", "--strict", "a.md"]).code, Some(1));
    assert_eq!(folder.names(), ["a.md"]);
}

#[test]
fn editors_get_json() {
    let folder = Folder::with(&[("a.md", b"text\n\n[x](#nowhere)")]);
    let run = folder.trefoil(&["check", "--message-format", "json", "a.md"]);
    let message: serde_json::Value = serde_json::from_str(run.out.lines().next().unwrap()).unwrap();
    assert_eq!((&message["code"], &message["line"]), (&"dead-link".into(), &3.into()));
    assert_eq!(run.err, "");
}

#[test]
fn the_same_source_gives_the_same_bytes() {
    let source = include_bytes!("data/every-node.md");
    let read = |folder: &Folder| {
        EDITIONS
            .iter()
            .filter(|n| **n != "a.md")
            .map(|n| std::fs::read(folder.path().join(n)).unwrap())
            .collect::<Vec<_>>()
    };
    let once = || {
        let folder = Folder::with(&[("a.md", source)]);
        let file = std::fs::File::options().write(true).open(folder.path().join("a.md")).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000)).unwrap();
        folder.trefoil(&["build", "a.md"]);
        read(&folder)
    };
    assert!(once() == once());
}

/// Pages are laid out for the EPUB's page list even where no PDF is made, unless nobody wants them.
#[test]
fn an_epub_has_page_numbers_without_a_pdf() {
    let folder = Folder::with(&[("a.md", b"# One\n\ntext\n")]);
    let package = |arguments: &[&str]| {
        let run = folder.trefoil(&[&["build", "a.md", "--to", "epub"], arguments].concat());
        assert_eq!(run.code, Some(0), "{}", run.err);
        let bytes = std::fs::read(folder.path().join("a.epub")).unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        std::io::read_to_string(archive.by_name("OEBPS/content.opf").unwrap()).unwrap()
    };
    assert!(package(&[]).contains("pageBreakSource"));
    let without = package(&["--no-page-list"]);
    assert!(!without.contains("pageBreakSource") && !without.contains("pageBreakMarkers"), "{without}");
}

#[test]
fn what_is_not_there_is_named() {
    let folder = Folder::with(&[]);
    let run = folder.trefoil(&["build", "gone.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("gone.md"), "{}", run.err);
    let run = folder.trefoil(&["build"]);
    assert_eq!(run.code, Some(2));
    assert!(!run.err.is_empty());
    assert_eq!(folder.trefoil(&["build", "--to", "odt"]).code, Some(2));
}

#[test]
fn a_target_that_cannot_be_written_is_named() {
    let folder = Folder::with(&[("a.md", b"text"), ("taken", b"a file, not a folder")]);
    let run = folder.trefoil(&["build", "a.md", "-o", "taken"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("taken"), "{}", run.err);
    assert_eq!(folder.names(), ["a.md", "taken"]);
}

/// `/dev/full` takes no byte, as a full disk does.
#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_no_partial_file() {
    let folder = Folder::with(&[("a.md", b"text"), ("a.pdf", b"the last good one")]);
    // A limit on the size of files stands in for the disk: nothing beyond it can be written.
    let run = std::process::Command::new("sh")
        .args(["-c", "ulimit -f 1; trap '' XFSZ; exec \"$0\" build a.md --to pdf", env!("CARGO_BIN_EXE_trefoil")])
        .current_dir(folder.path())
        .output()
        .map(support::Run::from)
        .unwrap();
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert_eq!(folder.names(), ["a.md", "a.pdf"]);
    assert_eq!(std::fs::read(folder.path().join("a.pdf")).unwrap(), b"the last good one");
}

#[test]
fn invalid_utf8_is_reported_with_its_place() {
    let folder = Folder::with(&[("a.md", b"good\n\nbad \xff here\n")]);
    let run = folder.trefoil(&["build", "a.md"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("offset 10"), "{}", run.err);
}

#[test]
fn unknown_keys_are_reported_with_a_suggestion() {
    let (run, _) = build("---\ntitel: X\n---\ntext\n");
    assert!(run.err.contains("titel") && run.err.contains("title") && run.err.contains("a.md:2:"), "{}", run.err);
    let folder =
        Folder::with(&[("a.md", b"text"), ("s.toml", b"extends = \"article\"\n[body]\nfont-sise = \"11pt\"\n")]);
    let run = folder.trefoil(&["build", "a.md", "--style", "s.toml"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("font-size") && run.err.contains("s.toml:3:"), "{}", run.err);
}

#[test]
fn odd_documents_still_become_editions() {
    let wide_row = format!("|{}\n", " cell |".repeat(40));
    let table = format!("{wide_row}|{}\n{wide_row}", "---|".repeat(40));
    let cases = [
        ("empty", String::new()),
        ("blank", "\n\n\n".into()),
        ("one word", "word".into()),
        ("forty columns", table),
        ("a long word", "x".repeat(5_000)),
        ("deep quotes", format!("{} deep\n", ">".repeat(500))),
        ("deep lists", (0..60).map(|i| format!("{}- item {i}\n", "  ".repeat(i))).collect()),
        ("deep emphasis", format!("{}x{}", "*a ".repeat(500), " b*".repeat(500))),
        ("controls", "a\u{1}b\u{8}c \u{fffe} d".into()),
        ("only a picture", "![gone](gone.png)".into()),
        ("only a note", "[^1]\n\n[^1]: text".into()),
        ("pictures outside", "![x](../../../etc/passwd)".into()),
    ];
    for (name, text) in cases {
        let (run, folder) = build(&text);
        assert_eq!(run.code, Some(0), "{name}: {}", run.err);
        assert_eq!(folder.names(), EDITIONS, "{name}");
        assert_eq!(run.err.contains("warning[empty-document]"), text.trim().is_empty(), "{name}: {}", run.err);
    }
}

#[test]
fn broken_pictures_are_reported_and_the_rest_is_made() {
    let folder = Folder::with(&[
        ("a.md", b"before\n\n![broken](b.png)\n\n![bomb](c.svg)\n\nafter\n"),
        ("b.png", b"\x89PNG\r\n\x1a\nnot a picture"),
        (
            "c.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://example.com/x.png'/><script>1</script>",
        ),
    ]);
    let run = folder.trefoil(&["build", "a.md"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("a.md:3:1") && run.err.contains("a.md:5:1"), "{}", run.err);
    assert!(folder.names().contains(&"a.pdf".to_owned()));
}

/// A picture in a line is as wide as the paragraph's shortest line, and what follows it may stand on the next.
#[test]
fn a_wide_picture_in_an_indented_paragraph_fits() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='2000' height='100'><rect width='9' height='9'/></svg>";
    let text = b"before\n\nthen\n![wide](a.svg)\n:label:`of_the_picture`\n";
    let folder = Folder::with(&[("a.md", text), ("a.svg", svg)]);
    let run = folder.trefoil(&["build", "a.md", "--style", "book"]);
    assert_eq!((run.code, run.err.contains("warning")), (Some(0), false), "{}", run.err);
}

/// What stands in one line is read in its own order, whichever way the line runs.
#[test]
fn lines_from_right_to_left_are_tagged_in_the_order_of_reading() {
    let text = "# אחת\n\n## מערכות הפעלה\n\n* [מערכות הפעלה](https://example.org) – ברק\n\n## שתיים\n";
    let folder = Folder::with(&[("a.md", text.as_bytes())]);
    let run = folder.trefoil(&["build", "a.md", "--style", "report"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
}

#[test]
fn what_is_higher_than_a_page_is_named_with_its_place() {
    let rows = "a \\\\ ".repeat(120);
    let (run, _) = build(&format!("# One\n\n$$\\begin{{pmatrix}}{rows}\\end{{pmatrix}}$$\n"));
    assert!(run.err.contains("warning[too-tall]") && run.err.contains("a.md:3:1"), "{}", run.err);
}

#[test]
fn styles_fonts_and_completions_are_listed() {
    let folder = Folder::with(&[]);
    let run = folder.trefoil(&["styles"]);
    for style in ["article", "book", "report", "manuscript"] {
        assert!(run.out.contains(style), "{}", run.out);
    }
    let run = folder.trefoil(&["styles", "book"]);
    assert!(run.out.contains("extends"), "{}", run.out);
    assert_eq!(folder.trefoil(&["styles", "none-such"]).code, Some(2));
    let run = folder.trefoil(&["fonts", "--no-system-fonts"]);
    assert!(run.out.contains("Libertinus Serif"), "{}", run.out);
    let arabic = run.out.lines().find(|line| line.starts_with("Arabic ")).unwrap();
    assert!(arabic.ends_with("Noto Naskh Arabic"), "the font that a paragraph is set in: {arabic}");
    assert!(folder.trefoil(&["completions", "bash"]).out.contains("trefoil"));
    assert_eq!(folder.trefoil(&["man", "man"]).code, Some(0));
    assert!(folder.names().contains(&"man/trefoil-build.1".to_owned()), "{:?}", folder.names());
}

#[test]
fn paths_are_shown_as_they_were_given() {
    let folder = Folder::with(&[("nb/source/a.md", b"![x](gone.png)")]);
    let run = folder.trefoil(&["build", "./nb/.", "--to", "docx"]);
    for shown in [" nb/source/a.md:1:1", "no file nb/source/gone.png", "wrote nb/out/nb.docx"] {
        assert!(run.err.contains(shown), "{shown} not in {}", run.err);
    }
}

#[test]
fn a_missing_chapter_is_shown_where_it_is_named() {
    let folder = Folder::with(&[("trefoil.toml", b"chapters = [\"a.md\", \"bb.md\"]\n"), ("a.md", b""), ("b.md", b"")]);
    let run = folder.trefoil(&["build"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("trefoil.toml:1:22") && run.err.contains("missing-chapter"), "{}", run.err);
    assert_eq!(folder.names(), ["a.md", "b.md", "trefoil.toml"]);
}

#[test]
fn a_project_file_may_hold_its_style() {
    let settings = b"[style]\nextends = \"book\"\n[style.body]\nfont-sise = \"11pt\"\n";
    let folder = Folder::with(&[("trefoil.toml", settings), ("a.md", b"text")]);
    let run = folder.trefoil(&["check"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("trefoil.toml:4:1") && run.err.contains("did you mean `font-size`"), "{}", run.err);
}

#[test]
fn nesting_and_notes_in_notes_lose_nothing() {
    let cases = [
        ("lists", (0..300).map(|i| format!("{}- item {i}\n", "  ".repeat(i))).collect::<String>()),
        ("spans", format!("{}deep{}\n", "<b><i>".repeat(500), "</i></b>".repeat(500))),
        ("containers", format!("{}deep\n\n{}", "::: a\n".repeat(500), ":::\n".repeat(500))),
        ("notes in notes", "x[^1]\n\n[^1]: one [^2]\n\n[^2]: two *[^3]*\n\n[^3]: three\n".into()),
    ];
    for (name, text) in cases {
        let (run, folder) = build(&text);
        assert_eq!(run.code, Some(0), "{name}: {}", run.err);
        assert_eq!(folder.names(), EDITIONS, "{name}");
    }
}

/// A DOCX of our own serves as a template: it has every style by its name.
#[test]
fn a_template_dresses_the_docx() {
    let folder = Folder::with(&[
        ("house.md", b"# House\n\n- a list\n"),
        ("p/trefoil.toml", b"reference-doc = \"../house.docx\"\nchapters = [\"a.md\"]\n"),
        ("p/a.md", b"# Title\n\nText.\n\n- item\n\n1. one\n"),
    ]);
    let run = folder.trefoil(&["build", "house.md", "--to", "docx", "--style", "manuscript"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let styles = |docx: &str| {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join(docx)).unwrap()).unwrap();
        std::io::read_to_string(zip.by_name("word/styles.xml").unwrap()).unwrap()
    };
    let heading = |docx: &str| {
        let styles = styles(docx);
        let style = styles.split("<w:style ").find(|style| style.contains("w:styleId=\"Heading1\"")).map(str::to_owned);
        style.unwrap()
    };
    let run = folder.trefoil(&["build", "p", "--to", "docx", "-o", "project"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(heading("project/p.docx"), heading("house.docx"));
    let run = folder.trefoil(&["build", "p/a.md", "--to", "docx", "-o", "file", "--reference-doc", "house.docx"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(heading("file/a.docx"), heading("house.docx"));
    folder.trefoil(&["build", "p/a.md", "--to", "docx", "-o", "plain"]);
    assert_ne!(heading("plain/a.docx"), heading("house.docx"));
}

#[test]
fn a_broken_template_is_reported_and_the_docx_made_without_it() {
    let folder = Folder::with(&[("a.md", b"text"), ("house.docx", b"no package")]);
    let run = folder.trefoil(&["build", "a.md", "--to", "docx", "--reference-doc", "house.docx"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(run.err.contains("reference-document") && run.err.contains("house.docx"), "{}", run.err);
    assert!(folder.names().contains(&"a.docx".to_owned()));
    let run = folder.trefoil(&["build", "a.md", "--to", "docx", "--reference-doc", "gone.docx"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("gone.docx"), "{}", run.err);
}

/// Notes on the page, at the end of chapters and at the end of the document: real ones of Word's each time, one that stands in
/// another among them.
#[test]
fn notes_may_stand_at_the_end() {
    let text = "# One\n\nText[^a], more[^b], again[^a].\n\n[^a]: First *note*.\n\n    Its second paragraph.\n\n\
        [^b]: Second, see[^c].\n[^c]: Nested.\n\n# Two\n\nText[^d].\n\n[^d]: Fourth.\n";
    for (place, part, marks) in
        [("page", "footnotes", "footnote"), ("chapter", "endnotes", "endnote"), ("document", "endnotes", "endnote")]
    {
        let sheet = format!("extends = \"report\"\n[document]\nnotes = \"{place}\"\n");
        let folder = Folder::with(&[("a.md", text.as_bytes()), ("s.toml", sheet.as_bytes())]);
        let run = folder.trefoil(&["build", "a.md", "--to", "docx", "--style", "s.toml"]);
        assert_eq!((run.code, run.err.contains("lost-text")), (Some(0), false), "{place}: {}", run.err);
        let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join("a.docx")).unwrap()).unwrap();
        let mut read = |name: &str| std::io::read_to_string(zip.by_name(&format!("word/{name}.xml")).unwrap()).unwrap();
        let (document, notes, settings) = (read("document"), read(part), read("settings"));
        assert_eq!(document.matches(&format!("<w:{marks}Reference ")).count(), 3, "{place}");
        assert!(notes.contains("Its second paragraph.") && notes.contains("Nested."), "{place}");
        // The bookmarks of blocks in notes stand where the mark stands: editors keep them there.
        assert!(!notes.contains("w:name=\"_tf_"), "{place}");
        assert_eq!(settings.contains("<w:endnotePr>"), place != "page");
        assert_eq!(settings.contains("sectEnd"), place == "chapter");
    }
}
