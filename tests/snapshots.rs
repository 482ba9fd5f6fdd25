//! The model of a document with every kind of node, and the outline of it that readers get, as they were last approved.
//!
//! `INSTA_UPDATE=always cargo test --test snapshots` approves what is there now.

use std::fmt::Write as _;
use std::path::Path;

use trefoil::model::plain_text;
use trefoil::{markdown, source};

#[test]
fn the_model_of_every_node() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/every-node.md");
    let (project, _) = source::open(Some(&path), Path::new(".")).unwrap();
    let (document, _) = markdown::read(&project);
    let mut outline = String::new();
    document.visit(&mut |block| {
        let kind = format!("{:?}", block.kind);
        let kind = kind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let text: Vec<String> = block.inline_sequences().into_iter().map(|inlines| plain_text(inlines)).collect();
        let line = document.sources.position(block.span).map_or(0, |(_, position)| position.line);
        writeln!(outline, "{line}: {kind} #{} {}", block.id, text.join(" | ")).unwrap();
    });
    insta::assert_snapshot!(outline);
}
