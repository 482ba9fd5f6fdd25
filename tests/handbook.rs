//! The handbook says of the program what the program says of itself: properties of style sheets, diagnostics, commands.
//!
//! With `TREFOIL_UPDATE=1` the tables of properties are written anew.

#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use trefoil::style::{
    Editions, Property, document_properties, docx_properties, epub_properties, image_properties, page_properties,
    pdf_properties, properties,
};

fn chapter(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("source/handbook").join(name)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A table of properties as Markdown, with its caption.
fn table<T>(properties: &[Property<T>], caption: &str, id: &str) -> String {
    let mut out = String::from("| Property | Value | Meaning | Editions |\n|:--|:--|:--|:--|\n");
    for Property { name, syntax, meaning, editions, .. } in properties {
        let (syntax, meaning) = (as_code(syntax), as_code(meaning.trim_end_matches('.')));
        out += &format!("| `{name}` | {syntax} | {meaning} | {} |\n", honouring(*editions));
    }
    out + &format!("\n: {caption} {{#{id} widths=\"24,26,36,14\"}}\n")
}

fn honouring(Editions { pdf, epub, docx }: Editions) -> String {
    if pdf && epub && docx {
        return "all".into();
    }
    let names = [(pdf, "PDF"), (epub, "EPUB"), (docx, "DOCX")];
    names.iter().filter(|(honoured, _)| *honoured).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

/// What stands in quotation marks, brackets or braces is to be written as it stands, so it is code; a bar would end the cell.
fn as_code(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['"', '[', '{', '`']) {
        let (before, from) = rest.split_at(start);
        let close = match from.as_bytes()[0] {
            b'[' => ']',
            b'{' => '}',
            b'`' => '`',
            _ => '"',
        };
        let Some(end) = from[1..].find(close).map(|i| i + 2) else { break };
        let inside = from[..end].trim_matches('`');
        out += &format!("{before}`{inside}`");
        rest = &from[end..];
    }
    (out + rest).replace('|', "\\|")
}

/// `text` with what stands between the comments `<!-- name -->` and `<!-- /name -->` replaced.
fn between(text: &str, name: &str, content: &str) -> String {
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&open).unwrap_or_else(|| panic!("no {open}")) + open.len();
    let end = text.find(&close).unwrap_or_else(|| panic!("no {close}"));
    format!("{}\n{content}\n{}", &text[..start], &text[end..])
}

#[test]
fn every_property_is_in_the_handbook() {
    let path = chapter("04-style-sheets.md");
    let written = read(&path);
    let mut text = written.clone();
    for (name, content) in [
        ("properties", table(properties(), "Properties of parts", "tbl:properties")),
        ("page-properties", table(page_properties(), "Keys of `[page]`", "tbl:page")),
        ("document-properties", table(document_properties(), "Keys of `[document]`", "tbl:document")),
        ("image-properties", table(image_properties(), "Keys of `[image]`", "tbl:image")),
        ("pdf-properties", table(pdf_properties(), "Keys of `[pdf]`", "tbl:pdf")),
        ("epub-properties", table(epub_properties(), "Keys of `[epub]`", "tbl:epub")),
        ("docx-properties", table(docx_properties(), "Keys of `[docx]`", "tbl:docx")),
    ] {
        text = between(&text, name, &content);
    }
    if std::env::var_os("TREFOIL_UPDATE").is_some() {
        fs::write(&path, &text).expect("the chapter can be written");
    } else {
        assert!(text == written, "{} is out of date: run the tests with TREFOIL_UPDATE=1", path.display());
    }
}

/// All Rust files below a folder.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(read(&path));
        }
    }
}

/// The string that begins `text`, if it looks like a code.
fn code(text: &str) -> Option<&str> {
    let inside = text.trim_start().strip_prefix('"')?;
    let code = &inside[..inside.find('"')?];
    let good = !code.is_empty() && code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    good.then_some(code)
}

#[test]
fn every_diagnostic_is_in_the_handbook() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut raised = BTreeSet::new();
    for file in &files {
        // Helpers that take the code as their first argument count too; so do codes that are chosen beforehand.
        for call in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note(", ".warn(", ".report(", ".add("] {
            raised
                .extend(file.split(call).skip(1).filter_map(code).filter(|code| code.contains('-') || call != ".add("));
        }
        if file.contains("Diagnostic::") {
            raised.extend(file.split("=> (").skip(1).filter_map(code).filter(|code| code.contains("-without-")));
        }
    }
    let text = read(&chapter("08-diagnostics.md"));
    let documented: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix('`')?.split_once("` *(").map(|(code, _)| code)).collect();
    let missing: Vec<_> = raised.difference(&documented).collect();
    assert!(missing.is_empty(), "not in the handbook: {missing:?}");
    let quoted = |code: &str| files.iter().any(|file| file.contains(&format!("\"{code}\"")));
    let gone: Vec<_> = documented.iter().filter(|code| !quoted(code)).collect();
    assert!(gone.is_empty(), "in the handbook, but not in the program: {gone:?}");
}

fn help(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_trefoil")).args(arguments).arg("--help").output();
    String::from_utf8(output.expect("the program runs").stdout).expect("help is UTF-8")
}

/// The words that begin the lines below `heading`.
fn listed(help: &str, heading: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| line.trim() != heading).skip(1);
    lines
        .take_while(|line| line.is_empty() || line.starts_with(' '))
        .filter(|line| line.starts_with("  ") && !line.starts_with("          "))
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect()
}

#[test]
fn every_command_and_option_is_in_the_handbook() {
    let text = read(&chapter("07-commands.md"));
    let sections: Vec<&str> = text.split("\n## ").collect();
    let commands = listed(&help(&[]), "Commands:");
    assert!(commands.len() > 3, "{commands:?}");
    for command in commands.iter().filter(|command| *command != "help") {
        let section = sections.iter().find(|section| section.lines().next() == Some(command.as_str()));
        let section = section.unwrap_or_else(|| panic!("`{command}` is not in the handbook"));
        let help = help(&[command]);
        let mut options: BTreeSet<&str> = BTreeSet::new();
        for word in help.lines().map(str::trim).filter(|line| line.starts_with('-')).flat_map(str::split_whitespace) {
            let word = word.trim_end_matches(',');
            if word.starts_with('-') && !matches!(word, "-h" | "--help" | "-V" | "--version" | "-") {
                options.insert(word);
            }
        }
        for option in &options {
            let named = section.contains(&format!("`{option}`")) || section.contains(&format!("`{option} "));
            assert!(named, "`{option}` of `{command}` is not in the handbook");
        }
        for row in section.lines().filter(|line| line.starts_with("| `-")) {
            for option in row.split('`').filter(|word| word.starts_with('-')) {
                let option = option.split(' ').next().unwrap_or_default();
                assert!(options.contains(option), "`{command}` has no option `{option}`");
            }
        }
    }
}
