//! How chapters begin.

use super::*;

#[test]
fn a_drop_cap_is_a_frame_of_its_own_inside_the_bookmark_of_its_paragraph() {
    let long = "all me Ishmael, some years ago, never mind how long precisely ".repeat(5);
    let text = format!("# One\n\nC{long}\n\nNext to it.\n\n# Two\n\nC{long}\n");
    let parts = styled(&text, "[document]\nopening = \"drop-cap\"\n");
    let (document, styles) = (parts.document(), parts.styles());
    let found = document.split("<w:framePr w:dropCap=\"drop\" w:lines=\"3\" ").skip(1);
    let frames: Vec<&str> = found.map(|rest| rest.split("</w:p>").next().unwrap()).collect();
    assert_eq!(frames.len(), 2);
    for frame in frames {
        assert!(frame.contains("<w:t xml:space=\"preserve\">C</w:t>"), "{frame}");
        assert!(frame.contains("<w:bookmarkStart ") && !frame.contains("<w:bookmarkEnd "), "{frame}");
    }
    assert!(paragraph(document, ">all me Ishmael").contains("<w:bookmarkEnd "));
    let id = "FirstParagraph-DropCap";
    assert_eq!(values(document, "<w:pStyle w:val=\"").filter(|style| *style == id).count(), 2);
    let style = style(styles, id);
    let of = |name: &str| values(style, name).next().and_then(|value| value.parse::<i32>().ok());
    let line = of("w:line=\"");
    assert!(style.contains("<w:keepNext/>") && style.contains("w:lineRule=\"exact\""), "{style}");
    // As tall as two lines and a capital, on the baseline of the third.
    assert!(of("<w:sz w:val=\"").unwrap() * 10 > line.unwrap(), "{style}");
    assert!(of("<w:position w:val=\"").unwrap() < 0, "{style}");
}

#[test]
fn a_word_with_a_drop_cap_is_proven_as_one() {
    let text = format!("# One\n\nCall me {}\n", "of the sea and of those who go down to it in ships ".repeat(5));
    let sheet = "extends = \"article\"\n[document]\nopening = \"drop-cap\"\n";
    let folder = Folder::with(&[("a.md", text.as_bytes()), ("a.toml", sheet.as_bytes())]);
    let run = folder.trefoil(&["build", "a.md", "--to", "docx", "--style", "a.toml"]);
    assert_eq!((run.code, run.err.contains("warning")), (Some(0), false), "{}", run.err);
    assert!(Parts::of(&folder, "a.docx").document().contains("w:dropCap"));
}
