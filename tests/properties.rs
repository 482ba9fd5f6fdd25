//! Whatever an author types, all three editions are made, nothing is lost in them, and nothing panics.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use trefoil::diagnostic::{Diagnostics, Severity};
use trefoil::edition::{Build, Format, Options, build};
use trefoil::text::SystemFonts;

mod support;
use support::Folder;

/// Pieces that Markdown and pandoc's conventions give a meaning, cut so that they meet in ways nobody meant.
const MARKUP: &[&str] = &[
    "# ",
    "## ",
    "###### ",
    "> ",
    "- ",
    "1. ",
    "a) ",
    "- [x] ",
    "    ",
    "\t",
    "```\n",
    "```rust\n",
    "~~~",
    "***",
    "---\n",
    "===\n",
    "*",
    "**",
    "_",
    "~~",
    "~",
    "^",
    "`",
    "``",
    "$",
    "$$",
    "$$\n",
    "[",
    "](",
    "]",
    ")",
    "][",
    "![",
    "](x.png)",
    "{#id}",
    "{.class}",
    "{",
    "}",
    "[^1]",
    "[^1]: ",
    "^[",
    "::: note\n",
    ":::\n",
    "::: {.x #y}\n",
    "| a | b |\n",
    "|---|:-:|\n",
    "| ",
    " |",
    "\n: ",
    "Table: ",
    "@fig:x",
    "[@key]",
    "<b>",
    "</b>",
    "<br>",
    "<table><tr><td>",
    "</td></tr></table>",
    "<!--",
    "-->",
    "<script>",
    "&amp;",
    "&#0;",
    "\\",
    "\\\n",
    "https://example.org/a_b",
    "<https://example.org>",
    "[TOC]\n",
    "\\pagebreak\n",
    "--",
    "...",
    "'",
    "\"",
];

/// Words of many scripts, and characters that have broken programs.
const WORDS: &[&str] = &[
    "word",
    "Typography",
    "fi",
    "naïve",
    "Привет",
    "中文",
    "日本語",
    "한국어",
    "שלום",
    "مرحبا",
    "हिन्दी",
    "ภาษาไทย",
    "👩‍👩‍👧",
    "e\u{301}",
    "\u{200b}",
    "\u{200f}",
    "\u{202e}",
    "\u{feff}",
    "\u{0}",
    "\u{7}",
    "\u{fffe}",
    "\u{ad}",
    "\u{a0}",
    "x²",
    "1.5",
    "A-B",
    "C++",
    "a/b",
];

fn document() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(MARKUP).prop_map(str::to_owned),
        3 => prop::sample::select(WORDS).prop_map(str::to_owned),
        2 => Just(" ".to_owned()),
        2 => Just("\n".to_owned()),
        1 => Just("\n\n".to_owned()),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn told(text: &str) -> Diagnostics {
    let folder = Folder::with(&[("a.md", text.as_bytes())]);
    let options = Options {
        formats: Format::ALL.to_vec(),
        style: None,
        reference_doc: None,
        verify: true,
        system_fonts: SystemFonts::Ignore,
        timestamp: Some(0),
        page_list: true,
        pages: None,
        imposition: None,
        pdf_version: trefoil::pdf::PdfVersion::default(),
    };
    let outcome =
        build(Some(Path::new("a.md")), folder.path(), &Build { options: &options, observer: &|_| {} }).unwrap();
    assert_eq!(outcome.editions.len(), 3);
    outcome.diagnostics
}

fn errors(text: &str) -> Vec<String> {
    let told = told(text);
    let errors = told.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|diagnostic| format!("{}: {}", diagnostic.code, diagnostic.message)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, rng_seed: RngSeed::Fixed(20), ..ProptestConfig::default() })]

    #[test]
    fn any_text_becomes_three_editions(text in document()) {
        let errors = errors(&text);
        // Readers of a PDF disagree about the order of text that changes its direction: there, only that nothing panics.
        if !trefoil::text::may_turn(&text) {
            prop_assert_eq!(errors, Vec::<String>::new());
        }
    }
}

/// Blocks that stand in one another leave each other room to be read, however deep they go.
#[test]
fn nothing_is_lost_where_blocks_stand_deep_in_one_another() {
    for marks in ["> - ", "> ", "- ", "1. "] {
        let told = told(&format!("# Deep\n\n{}the deepest words of all\n\nThe end.\n", marks.repeat(60)));
        // Word has nine levels of lists, and its DOCX says so.
        let told: Vec<_> = told.iter().filter(|diagnostic| diagnostic.code != "deep-list").collect();
        assert!(told.is_empty(), "{marks}: {told:?}");
    }
}
