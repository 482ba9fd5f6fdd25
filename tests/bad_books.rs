//! Sources that make a book hard to write: each becomes an EPUB that can be read back, and what is wrong is said.

mod support;

use support::Folder;

/// A source, what of it is reported, and the exit code.
struct Case {
    name: &'static str,
    source: Vec<u8>,
    codes: &'static [&'static str],
    exit: i32,
}

fn case(name: &'static str, source: impl Into<Vec<u8>>, codes: &'static [&'static str]) -> Case {
    Case { name, source: source.into(), codes, exit: 0 }
}

fn cases() -> Vec<Case> {
    let nested: String =
        (0..5_000).map(|i| format!("{} Heading {}\n\nText.\n\n", "#".repeat(i % 6 + 1), i % 7)).collect();
    vec![
        case("two chapters with the same title", "# Same\n\nOne.\n\n# Same\n\nTwo.\n", &[]),
        case("quotes, ampersands, slashes", "# \"Q\" & 'a' / b \\ <i>c</i>\n\nText.\n\n# &amp;/\\\n\nText.\n", &[]),
        case("only emoji", "---\ntitle: 😀\n---\n\n# 😀\n\n😀\n\n# 👩‍👩‍👧‍👦\n\n😀\n", &[]),
        case("five thousand headings", nested, &[]),
        case("no heading at all", "Only text.\n", &[]),
        case("nothing at all", "", &["empty-document"]),
        case("ids that are no XML names", "# A {#1:/x}\n\n[to it](#1:/x), [to that](#9ä)\n\n# B {#9ä}\n\nText.\n", &[]),
        case("an id that can be none", "# A {#9😀}\n\n[to it](#9😀)\n", &["dead-link"]),
        case("control characters", b"# A\x01\x0b\x7f\n\nB\x1b\xef\xbf\xbe.\n".to_vec(), &["control-character"]),
        Case { exit: 1, ..case("lone surrogates", b"# A \xed\xa0\x80\n\nB \xff.\n".to_vec(), &["invalid-utf8"]) },
        case("a cover that is missing", "---\ncover: none.png\n---\n\nText.\n", &["missing-image"]),
        case("a cover that is broken", "---\ncover: broken.png\n---\n\nText.\n", &["broken-image"]),
        case("a note that is missing", "# A[^x]\n\nText.[^x]\n", &["missing-note"]),
    ]
}

#[test]
fn every_bad_source_becomes_a_book_and_a_message() {
    for Case { name, source, codes, exit } in cases() {
        let folder = Folder::with(&[("book.md", &source), ("broken.png", b"\x89PNG\r\n\x1a\nno picture")]);
        // The book is read back and compared with the document before the program ends.
        let run = folder.trefoil(&["build", "book.md", "--to", "epub", "--message-format", "json"]);
        assert_eq!(run.code, Some(exit), "{name}: {}{}", run.out, run.err);
        assert!(folder.read("book.epub").starts_with(b"PK"), "{name}");
        for code in codes {
            assert!(run.out.contains(&format!("\"code\":\"{code}\"")), "{name}: {}", run.out);
        }
        if codes.is_empty() {
            assert_eq!(run.out.matches("\"severity\"").count(), 0, "{name}: {}", run.out);
        }
    }
}
