//! What a document says, for programs that look for it in an edition: a line for each stretch of text, without white space, after
//! `ordered`, `near` or `note`.
//!
//!     cargo run --release --example words -- source/briefing
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use std::error::Error;
use std::path::{Path, PathBuf};

use trefoil::style::StyleSheet;
use trefoil::{markdown, resolve, source, verify};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map(PathBuf::from).ok_or("name a document")?;
    let (project, diagnostics) = source::open(Some(&path), Path::new(".")).map_err(|error| format!("{error:?}"))?;
    if let Some(diagnostic) = diagnostics.first() {
        return Err(diagnostic.message.clone().into());
    }
    let (document, _) = markdown::read(&project);
    let name = document.metadata.style.as_ref().map_or("article", |(name, _)| name.as_str());
    let sheet = StyleSheet::bundled(name).or_else(|| StyleSheet::bundled("article")).ok_or("no style sheet")?;
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    let words = verify::words(&resolved);
    for (kind, stretches) in [("ordered", words.ordered), ("near", words.near), ("note", words.notes)] {
        stretches.iter().for_each(|text| println!("{kind}\t{text}"));
    }
    Ok(())
}
