//! How chapters open, by the glyphs on the pages.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use support::Folder;
use trefoil::style::StyleSheet;
use trefoil::text::FontLibrary;
use trefoil::{layout, markdown, resolve, source};

/// The layout of a text in the style `book` with this opening of its chapters.
fn opened(text: &str, opening: &str) -> layout::Layout {
    let sheet = format!("extends = \"book\"\n[document]\nopening = \"{opening}\"\n");
    let folder = Folder::with(&[("a.md", text.as_bytes()), ("house.toml", sheet.as_bytes())]);
    let (project, _) = source::open(Some(&folder.path().join("a.md")), folder.path()).unwrap();
    let (mut document, _) = markdown::read(&project);
    let (sheet, told) = StyleSheet::load("house.toml", folder.path(), &mut document.sources);
    assert_eq!(told, Vec::new());
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    layout::layout(&resolved, &sheet, &FontLibrary::bundled()).0
}

fn glyph_runs(layout: &layout::Layout) -> impl Iterator<Item = &layout::GlyphRun> {
    layout.pages.iter().flat_map(|page| &page.items).filter_map(|item| match &item.paint {
        layout::Paint::Text(run) => Some(run),
        _ => None,
    })
}

#[test]
fn chapters_open_as_the_style_says() {
    let long = "of the sea and of those who go down to it in ships, with nothing particular to interest them on shore ";
    let text =
        format!("# One\n\nA tale {}\n\n# Two\n\nCall me, {}\n\n# Three\n\nShort.\n", long.repeat(5), long.repeat(5));
    let plain = glyph_runs(&opened(&text, "plain")).map(|run| run.size).max();

    // The letter says nothing: the first word does, space and all.
    let layout = opened(&text, "drop-cap");
    assert_eq!(glyph_runs(&layout).filter(|run| Some(run.size) > plain && run.text.is_empty()).count(), 2);
    assert_eq!(
        glyph_runs(&layout).filter(|run| run.text.starts_with("A tale") || run.text.starts_with("Call me")).count(),
        2
    );
    let first = glyph_runs(&layout).find(|run| run.text.starts_with("A tale")).and_then(|run| run.glyphs.first());
    assert_eq!(first.map(|glyph| glyph.text.clone()), Some(0..3));
    let indented: Vec<_> =
        glyph_runs(&layout).skip_while(|run| !run.text.starts_with("Call me")).take(4).map(|run| run.x).collect();
    assert!(indented[0] == indented[1] && indented[1] == indented[2] && indented[3] < indented[2], "{indented:?}");

    let layout = opened(&text, "small-caps");
    assert!(glyph_runs(&layout).any(|run| run.text == "A tale of the"));
    assert!(glyph_runs(&layout).any(|run| run.text == "Call me"));
}
