//! Text with an annotation above it.

use super::*;
use crate::layout::{ElementKind, Paint};
use crate::model::Ruby;

fn annotated(base: &str, annotation: &str) -> Layout {
    let ruby = InlineKind::Ruby(Ruby { base: base.into(), annotation: annotation.into() });
    let content = [text("Before "), vec![inline(ruby)], text(" after.")].into_iter().flatten();
    set(Document { blocks: blocks(vec![BlockKind::Paragraph(content.collect())]), ..Document::default() }, &sheet()).0
}

/// Left end, baseline, width and size in points of the run that says `wanted`.
fn place(layout: &Layout, wanted: &str) -> (f64, f64, f64, f64) {
    let mut runs = layout.pages[0].items.iter().filter_map(|item| match &item.paint {
        Paint::Text(run) if run.text.trim() == wanted => Some(run),
        _ => None,
    });
    let run = runs.next_back().expect(wanted);
    let width: f64 = run.glyphs.iter().map(|glyph| glyph.advance.to_points()).sum();
    (run.x.to_points(), run.y.to_points(), width, run.size.to_points())
}

#[test]
fn annotations_stand_centred_above_and_take_room() {
    for (base, annotation) in [("base", "above"), ("i", "a long annotation")] {
        let layout = annotated(base, annotation);
        let (low, high) = (place(&layout, base), place(&layout, annotation));
        assert!((low.3 - 2.0 * high.3).abs() < 0.01, "half of the size");
        assert!(high.1 < low.1 - 0.7 * low.3 && high.1 > low.1 - 1.2 * low.3, "{low:?} {high:?}");
        assert!((low.0 + low.2 / 2.0 - high.0 - high.2 / 2.0).abs() < 0.01, "{low:?} {high:?}");
        let after = place(&layout, "after.");
        assert!(after.0 >= low.0 + low.2 - 0.01 && after.0 >= high.0 + high.2 - 0.01, "{low:?} {high:?} {after:?}");
        let kinds: Vec<_> = layout.elements.iter().map(|element| &element.kind).collect();
        for kind in [ElementKind::Ruby, ElementKind::RubyBase, ElementKind::RubyText] {
            assert!(kinds.contains(&&kind), "{kind:?}");
        }
    }
}

#[test]
fn a_long_base_has_its_annotation_behind_it() {
    let layout = annotated("a base of more than sixteen letters", "above");
    let said: String = layout.pages[0]
        .items
        .iter()
        .filter_map(|item| match &item.paint {
            Paint::Text(run) => Some(&*run.text),
            _ => None,
        })
        .collect();
    assert!(said.contains("letters (above) after."), "{said}");
}
