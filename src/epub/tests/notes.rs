//! Where notes stand, by the style.

use super::*;
use crate::style::EpubNotes;

fn noted(placement: EpubNotes) -> BTreeMap<String, String> {
    let mut sheet = sheet("book");
    sheet.document.epub_notes = placement;
    let chapter = |name: &str, label: &str| {
        let words = vec![text("Text"), note_reference(label)];
        [heading(name, 1, name), block(&format!("p-{name}"), BlockKind::Paragraph(words))]
    };
    let mut document = document([chapter("One", "a"), chapter("Two", "b")].concat());
    let inner = vec![text("See"), note_reference("c")];
    document.notes = vec![
        note("a", vec![paragraph("na", "First.")]),
        note("b", vec![block("nb", BlockKind::Paragraph(inner))]),
        note("c", vec![paragraph("nc", "Third.")]),
    ];
    book_in(&sheet, document, None)
}

#[test]
fn footnotes_stand_in_the_file_of_their_mark() {
    let files = noted(EpubNotes::PopUp);
    let (one, two) = (&files["OEBPS/text/one.xhtml"], &files["OEBPS/text/two.xhtml"]);
    assert!(one.contains("<section class=\"notes\" epub:type=\"footnotes\""));
    assert!(one.contains("<aside id=\"note-a\" class=\"footnote\" epub:type=\"footnote\" role=\"doc-footnote\">"));
    assert!(two.contains("href=\"#note-c-mark\""));
}

#[test]
fn endnotes_of_chapters_are_numbered_through() {
    let files = noted(EpubNotes::Chapter);
    let (one, two) = (&files["OEBPS/text/one.xhtml"], &files["OEBPS/text/two.xhtml"]);
    for (file, note, number) in [(one, "a", 1), (two, "b", 2), (two, "c", 3)] {
        assert!(file.contains("epub:type=\"endnotes\" role=\"doc-endnotes\""));
        assert!(file.contains("<h2 class=\"notes-title\">Notes</h2>"));
        assert!(file.contains(&format!("<li id=\"note-{note}\" value=\"{number}\">")), "{file}");
        assert!(file.contains(&format!("role=\"doc-backlink\" href=\"#note-{note}-mark\"")));
    }
}

#[test]
fn endnotes_of_the_book_are_a_file_that_links_back_to_the_others() {
    let files = noted(EpubNotes::Book);
    let notes = &files["OEBPS/text/notes.xhtml"];
    assert!(files["OEBPS/text/one.xhtml"].contains("href=\"notes.xhtml#note-a\">1</a>"));
    assert!(!files["OEBPS/text/one.xhtml"].contains("endnotes"));
    assert!(notes.contains("<h1 class=\"level-1\">Notes</h1>"));
    assert!(notes.contains("href=\"one.xhtml#note-a-mark\""));
    assert!(notes.contains("href=\"two.xhtml#note-b-mark\""));
    // The mark of a note in a note.
    assert!(notes.contains("href=\"#note-c-mark\""));
    let navigation = &files["OEBPS/nav.xhtml"];
    assert!(navigation.contains("<li><a href=\"text/notes.xhtml\">Notes</a></li>"));
    assert!(navigation.contains("<a epub:type=\"endnotes\" href=\"text/notes.xhtml\">"));
}
