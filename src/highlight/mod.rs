//! Colours for code: the only module that knows `syntaxmate`.
//!
//! TextMate grammars name each token with a stack of scopes; [`scopes`] reduces them to the few classes that every
//! edition can show and a style sheet can colour.

mod scopes;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use syntaxmate::{Catalog, Highlighter};

use crate::style::TokenClass;

/// Code longer than this stays uncoloured, so that a data file pasted into a document costs no seconds.
const MAX_BYTES: usize = 512 * 1024;

/// Names that authors write and the grammars do not know.
const ALIASES: [(&str, &str); 12] = [
    ("golang", "go"),
    ("py3", "python"),
    ("python3", "python"),
    ("pycon", "python"),
    ("node", "javascript"),
    ("c++11", "cpp"),
    ("h", "c"),
    ("hpp", "cpp"),
    ("console", "shellscript"),
    ("shell-session", "shellscript"),
    ("patch", "diff"),
    ("plist", "xml"),
];

/// The classes of the tokens of `code`, as byte ranges in ascending order that do not overlap; what stands between them has
/// no class. Empty where the language is not known or the code is too long. `language` is what stands behind the fence:
/// a name or an alias in any case, perhaps with more after a comma.
#[must_use]
pub fn tokens(language: &str, code: &str) -> Vec<(Range<usize>, TokenClass)> {
    if code.len() > MAX_BYTES {
        return Vec::new();
    }
    // The grammars run on regular expressions of many hands: a fault in one costs the colours, not the document.
    let found = catch_unwind(AssertUnwindSafe(|| {
        let language = canonical(language)?;
        let document = highlighter()?.tokenize(&language, code).ok()?;
        let mut tokens = Vec::new();
        let mut start = 0;
        for (line, tokenized) in code.split('\n').zip(document.lines()) {
            for token in tokenized.tokens() {
                if let Some(class) = scopes::class(token.scopes()) {
                    let range = token.range();
                    push(&mut tokens, code, start + range.start..start + range.end, class);
                }
            }
            start += line.len() + 1;
        }
        Some(tokens)
    }));
    found.ok().flatten().unwrap_or_default()
}

/// The languages there are colours for, by the names of their grammars, in alphabetical order.
#[must_use]
pub fn languages() -> Vec<String> {
    let mut names: Vec<_> = catalog().languages().into_iter().map(str::to_owned).collect();
    names.sort_unstable();
    names
}

/// Whether there are colours for that language.
#[must_use]
pub fn knows(language: &str) -> bool {
    canonical(language).is_some()
}

/// Adds a token, and joins it to the last one where they touch and are alike. What would break the promise of [`tokens`]
/// is left out.
fn push(tokens: &mut Vec<(Range<usize>, TokenClass)>, code: &str, range: Range<usize>, class: TokenClass) {
    let last_end = tokens.last().map_or(0, |(last, _)| last.end);
    if range.start < last_end || code.get(range.clone()).is_none_or(|text| text.trim().is_empty()) {
        return;
    }
    match tokens.last_mut() {
        Some((last, same)) if *same == class && last.end == range.start => last.end = range.end,
        _ => tokens.push((range, class)),
    }
}

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::bundled)
}

fn highlighter() -> Option<&'static Highlighter> {
    static HIGHLIGHTER: OnceLock<Option<Highlighter>> = OnceLock::new();
    HIGHLIGHTER.get_or_init(|| catch_unwind(|| Highlighter::new(catalog())).ok()).as_ref()
}

/// The grammar's name for a language.
fn canonical(language: &str) -> Option<String> {
    let name = language.trim().trim_start_matches("language-").trim_start_matches('.');
    let name = name.split(|c: char| c == ',' || c == '{' || c.is_whitespace()).next()?.to_ascii_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, name)| name);
    if name.is_empty() {
        return None;
    }
    catalog().canonical_language(name).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tokens as `text:class` for reading.
    fn shown(language: &str, code: &str) -> Vec<String> {
        let tokens = tokens(language, code);
        let mut end = 0;
        for (range, _) in &tokens {
            assert!(range.start >= end && range.end > range.start && range.end <= code.len(), "{range:?}");
            end = range.end;
        }
        tokens.iter().map(|(range, class)| format!("{}:{}", &code[range.clone()], class.name())).collect()
    }

    #[track_caller]
    fn check(language: &str, code: &str, expected: &[&str]) {
        let found = shown(language, code);
        for wanted in expected {
            assert!(found.iter().any(|f| f == wanted), "{language}: no `{wanted}` in {found:#?}");
        }
    }

    #[test]
    fn tokens_have_the_classes_a_reader_expects() {
        check(
            "rust",
            "// héllo\nfn main() -> u8 { let s = \"a\\n\"; 42 }",
            &["// héllo:comment", "fn:keyword", "main:function", "u8:type", "\\n:escape", "42:number", "let:keyword"],
        );
        check(
            "Python",
            "def f(x):\n    # why\n    return None or 'a' + str(1)",
            &["def:keyword", "f:function", "# why:comment", "None:constant", "'a':string", "1:number"],
        );
        check("js,linenos", "const a = () => `x`;", &["const:keyword", "`x`:string"]);
        check("c++", "class A {}; int x = 0x1F;", &["class:keyword", "int:type", "0x1F:number"]);
        check("sh", "if true; then echo \"$HOME\"; fi", &["if:keyword", "then:keyword"]);
        check("html", "<a href=\"x\">y</a>", &["a:tag", "href:attribute", "\"x\":string"]);
        check("toml", "[a]\nb = 1 # c", &["1:number", "# c:comment"]);
        check("diff", "-old\n+new\n", &["-old:deleted", "+new:inserted"]);
        check("json", "{\"a\": true}", &["true:constant"]);
        check("css", "a { color: #fff; }", &["a:tag"]);
        check("markdown", "# Title\n", &["Title:heading"]);
    }

    #[test]
    fn line_endings_do_not_shift_tokens() {
        check("rust", "let a;\r\nlet b;\r\n\r\nfn c() {}", &["let:keyword", "fn:keyword", "c:function"]);
        check("rust", "\n\n/* ü */ fn a() {}\n", &["/* ü */:comment", "fn:keyword", "a:function"]);
    }

    #[test]
    fn aliases_are_known() {
        for name in [
            "rs",
            "py",
            "js",
            "jsx",
            "ts",
            "tsx",
            "sh",
            "bash",
            "zsh",
            "c",
            "c++",
            "cpp",
            "c#",
            "cs",
            "go",
            "golang",
            "java",
            "kt",
            "rb",
            "php",
            "sql",
            "yaml",
            "yml",
            "toml",
            "json",
            "xml",
            "html",
            "css",
            "scss",
            "md",
            "tex",
            "latex",
            "r",
            "lua",
            "perl",
            "swift",
            "scala",
            "haskell",
            "hs",
            "ps1",
            "dockerfile",
            "make",
            "makefile",
            "diff",
            "ini",
            "nix",
            "julia",
            "matlab",
            "console",
            "python3",
            "javascript",
            "typescript",
            "language-rust",
        ] {
            assert!(knows(name), "{name}");
        }
    }

    #[test]
    fn the_unknown_and_the_huge_stay_plain() {
        for (language, code) in [("", "x"), ("klingon", "x"), ("rust", ""), ("text", "x"), (",", "x")] {
            assert_eq!(tokens(language, code), [], "{language}");
        }
        assert_eq!(tokens("rust", &"let a = 1;\n".repeat(100_000)), []);
        let long = format!("let a = \"{}\";", "x".repeat(100_000));
        let _ = tokens("rust", &long);
        let _ = tokens("js", &"(".repeat(7_000));
        let _ = tokens("rust", "\u{0}\u{feff}\u{2028}\r\r\n\"");
    }

    #[test]
    fn languages_are_listed_in_order() {
        let names = languages();
        assert!(names.len() > 50 && names.is_sorted() && names.iter().any(|n| n == "rust"));
    }
}
