//! The arrows between modules point down: each module may use only modules on floors below its own.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;
use std::path::{Path, PathBuf};

/// The floors, from the ground up. A module may use those before its own entry's floor; `peers` may not use one another.
const FLOORS: [&[&str]; 9] = [
    &["units", "diagnostic", "suggest"],
    &["model"],
    &["source", "style"],
    &["markdown", "text", "math", "highlight", "image"],
    &["resolve"],
    &["layout"],
    &["pdf", "epub", "docx", "readback", "verify"],
    &["edition"],
    &["cli"],
];

/// Arrows between modules of one floor that are meant.
const ALLOWED: [(&str, &str); 3] = [("diagnostic", "units"), ("image", "text"), ("verify", "readback")];

/// Crates that exactly one module may know.
const EDGES: [(&str, &str); 9] = [
    ("pulldown_cmark", "markdown"),
    ("printpdf", "pdf"),
    ("epub_builder", "epub"),
    ("docx_rs", "docx"),
    ("clap", "cli"),
    ("syntaxmate", "highlight"),
    ("pulldown_latex", "math"),
    ("formulary", "math"),
    ("harfrust", "text"),
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// Every source file with the module it belongs to and its text without comments.
fn modules() -> Vec<(String, PathBuf, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut modules = Vec::new();
    for path in files {
        let relative = path.strip_prefix(&src).unwrap();
        let module = relative.components().next().unwrap().as_os_str().to_string_lossy().replace(".rs", "");
        if module == "lib" || module == "main" {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        modules.push((module, path, code.join("\n")));
    }
    modules
}

/// The names after `crate::` in a text, groups (`crate::{a, b::C}`) included.
fn uses(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let preceded = code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        if preceded {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut item = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => names.push(std::mem::take(&mut item)),
                    c => item.push(c),
                }
            }
            names.push(item);
        } else {
            names.push(rest.to_owned());
        }
    }
    let first =
        |text: &String| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    names.iter().map(first).filter(|name| !name.is_empty()).collect()
}

#[test]
fn every_module_has_a_floor() {
    for (module, path, _) in modules() {
        assert!(floor(&module).is_some(), "{} belongs to no floor", path.display());
    }
}

/// A file that no other names as its module is not compiled, and its tests are not run.
#[test]
fn every_file_is_a_module_of_its_parent() {
    let orphan = |path: &Path| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let folder = path.parent().unwrap();
        let (name, folder) = if name == "mod" {
            (folder.file_name().unwrap().to_string_lossy().into_owned(), folder.parent().unwrap())
        } else {
            (name, folder)
        };
        let parents =
            [folder.join("mod.rs"), folder.with_extension("rs"), folder.join("lib.rs"), folder.join("main.rs")];
        let declared = |text: String| text.lines().any(|line| line.trim_end().ends_with(&format!("mod {name};")));
        !parents.iter().filter_map(|parent| fs::read_to_string(parent).ok()).any(declared)
    };
    let orphans: Vec<PathBuf> = modules().into_iter().map(|(_, path, _)| path).filter(|path| orphan(path)).collect();
    assert!(orphans.is_empty(), "{orphans:?}");
}

#[test]
fn no_arrow_runs_upwards() {
    let mut wrong = Vec::new();
    for (module, path, code) in modules() {
        for used in uses(&code) {
            let (Some(from), Some(to)) = (floor(&module), floor(&used)) else { continue };
            let allowed = module == used || to < from || ALLOWED.contains(&(module.as_str(), used.as_str()));
            if !allowed {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "arrows that run upwards or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn each_edge_is_known_to_one_module() {
    let mut wrong = Vec::new();
    for (module, path, code) in modules() {
        for (name, owner) in EDGES {
            let known = code.contains(&format!("{name}::")) || code.contains(&format!("use {name};"));
            if known && module != owner {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "crates known outside their module:\n{}", wrong.join("\n"));
}

#[test]
fn groups_of_uses_are_read() {
    assert_eq!(uses("use crate::{docx, epub::{self, Error}, pdf};"), ["docx", "epub", "pdf"]);
    assert_eq!(uses("crate::model::Block"), ["model"]);
}
