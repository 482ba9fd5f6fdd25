//! The DOCX as a whole, from Markdown to the parts of its package.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "../support/mod.rs"]
mod support;

mod letters;
mod lists;
mod odd;
mod openings;
mod text;

use std::collections::HashSet;

use support::Folder;

/// The parts of a DOCX that are XML.
struct Parts(Vec<(String, String)>);

impl Parts {
    /// Those of the file of that name in the folder.
    fn of(folder: &Folder, name: &str) -> Self {
        let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path().join(name)).unwrap()).unwrap();
        let names: Vec<String> =
            zip.file_names().filter(|name| name.ends_with("xml") || name.ends_with("rels")).map(Into::into).collect();
        let parts = names.into_iter().map(|name| {
            let text = std::io::read_to_string(zip.by_name(&name).unwrap()).unwrap();
            (name, text)
        });
        Self(parts.collect())
    }

    /// The part of that name.
    fn get(&self, name: &str) -> &str {
        &self.0.iter().find(|(known, _)| known == name).unwrap().1
    }

    fn document(&self) -> &str {
        self.get("word/document.xml")
    }

    fn styles(&self) -> &str {
        self.get("word/styles.xml")
    }
}

/// The DOCX of a text.
fn docx(text: &str) -> Parts {
    styled(text, "")
}

/// The DOCX of a text in a style sheet that says this on top of `article`.
fn styled(text: &str, sheet: &str) -> Parts {
    let picture = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/chart.png")).unwrap();
    let sheet = format!("extends = \"article\"\n{sheet}");
    let folder = Folder::with(&[("a.md", text.as_bytes()), ("chart.png", &picture), ("a.toml", sheet.as_bytes())]);
    let run = folder.trefoil(&["build", "a.md", "--to", "docx", "--style", "a.toml"]);
    assert_eq!((run.code, run.err.contains("unknown-key")), (Some(0), false), "{}", run.err);
    Parts::of(&folder, "a.docx")
}

/// The values of an attribute, unescaped as far as the input needs it.
fn values<'x>(xml: &'x str, before: &'x str) -> impl Iterator<Item = &'x str> {
    xml.split(before).skip(1).map(|rest| rest.split('"').next().unwrap())
}

/// The paragraph with that text in it.
fn paragraph<'x>(xml: &'x str, text: &str) -> &'x str {
    xml.split("<w:p ").find(|p| p.contains(text)).unwrap().split("</w:p>").next().unwrap()
}

/// The element of a style.
fn style<'x>(styles: &'x str, id: &str) -> &'x str {
    let rest = styles.split(&format!("w:styleId=\"{id}\"")).nth(1).unwrap();
    rest.split("</w:style>").next().unwrap()
}
