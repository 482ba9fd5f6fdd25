//! Ways through a PDF: outline, first view, page labels, named destinations, links and the ways back from notes.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use lopdf::{Dictionary, Document, Object, ObjectId};
use support::Folder;

fn built(text: &str, style: &str) -> (Document, support::Run) {
    let folder = Folder::with(&[("a.md", text.as_bytes()), ("house.toml", style.as_bytes())]);
    let run = folder.trefoil(&["build", "a.md", "--to", "pdf", "--style", "house.toml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    (Document::load_mem(&folder.read("a.pdf")).unwrap(), run)
}

fn follow<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).unwrap().1
}

fn dict<'a>(document: &'a Document, object: &'a Object) -> &'a Dictionary {
    follow(document, object).as_dict().unwrap()
}

fn string(object: &Object) -> String {
    String::from_utf8_lossy(object.as_str().unwrap()).into_owned()
}

/// The outline: titles indented, `+` where what is below is seen at once.
fn outline(document: &Document) -> String {
    fn walk(document: &Document, above: &Dictionary, depth: usize, out: &mut String) {
        let mut next = above.get(b"First").ok();
        while let Some(object) = next {
            let item = dict(document, object);
            let open = match item.get(b"Count").and_then(Object::as_i64) {
                Ok(count) if count > 0 => "+",
                Ok(_) => "-",
                Err(_) => "",
            };
            *out += &format!("{}{open}{}\n", " ".repeat(depth), string(item.get(b"Title").unwrap()));
            walk(document, item, depth + 1, out);
            next = item.get(b"Next").ok();
        }
    }
    let mut out = String::new();
    walk(document, dict(document, document.catalog().unwrap().get(b"Outlines").unwrap()), 0, &mut out);
    out
}

const PARTS: &str = "# One {#one}\n\n## Below\n\n### Deep\n\n# Two\n\n## Under\n";

#[test]
fn the_outline_is_open_as_deep_as_the_style_says() {
    let shown = |levels: &str| {
        let style = format!("extends = \"article\"\n[pdf]\noutline-open = {levels}\n");
        let (document, _) = built(PARTS, &style);
        assert_eq!(document.catalog().unwrap().get(b"PageMode").unwrap().as_name().unwrap(), b"UseOutlines");
        outline(&document)
    };
    assert_eq!(shown("1"), "-One\n -Below\n  Deep\n-Two\n Under\n");
    assert_eq!(shown("2"), "+One\n -Below\n  Deep\n+Two\n Under\n");
    assert_eq!(shown("3"), "+One\n +Below\n  Deep\n+Two\n Under\n");
}

#[test]
fn the_first_view_is_that_of_the_style() {
    for (pages, layout) in [("single", "SinglePage"), ("continuous", "OneColumn"), ("facing", "TwoPageRight")] {
        let (document, _) = built(PARTS, &format!("extends = \"article\"\n[pdf]\npages = \"{pages}\"\n"));
        assert_eq!(document.catalog().unwrap().get(b"PageLayout").unwrap().as_name().unwrap(), layout.as_bytes());
    }
    for (zoom, kind) in [("page", "Fit"), ("width", "FitH"), ("actual", "XYZ")] {
        let (document, _) = built(PARTS, &format!("extends = \"article\"\n[pdf]\nzoom = \"{zoom}\"\n"));
        let action = document.catalog().unwrap().get(b"OpenAction").unwrap().as_array().unwrap();
        assert_eq!(action[0].as_reference().unwrap(), document.get_pages()[&1]);
        assert_eq!(action[1].as_name().unwrap(), kind.as_bytes());
        if zoom == "actual" {
            assert_eq!(action[4].as_i64().unwrap(), 1);
        }
    }
    let (document, _) = built(PARTS, "extends = \"article\"\n");
    let catalog = document.catalog().unwrap();
    assert!(!catalog.has(b"PageLayout") && !catalog.has(b"OpenAction"), "the reader's own");
    let preferences = dict(&document, catalog.get(b"ViewerPreferences").unwrap());
    assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
}

#[test]
fn pages_have_the_labels_that_are_printed_on_them() {
    let text = "---\ntitle: A book\ntoc: true\n---\n\n# One\n\nText.\n\n# Two\n\nText.\n";
    let (document, _) = built(text, "extends = \"book\"\n");
    let labels = dict(&document, document.catalog().unwrap().get(b"PageLabels").unwrap());
    let numbers = labels.get(b"Nums").unwrap().as_array().unwrap();
    let ranges: Vec<(i64, String)> = numbers
        .chunks(2)
        .map(|pair| {
            let label = dict(&document, &pair[1]);
            let style = label
                .get(b"S")
                .and_then(Object::as_name)
                .map_or(String::new(), |name| String::from_utf8_lossy(name).into());
            (pair[0].as_i64().unwrap(), style)
        })
        .collect();
    assert_eq!(ranges[0], (0, "r".to_owned()), "{ranges:?}");
    assert!(ranges.iter().any(|(page, style)| *page > 0 && style == "D"), "{ranges:?}");
}

/// Names and the pages that they lead to.
fn destinations(document: &Document) -> Vec<(String, ObjectId)> {
    fn walk(document: &Document, node: &Dictionary, out: &mut Vec<(String, ObjectId)>) {
        for kid in node.get(b"Kids").and_then(Object::as_array).into_iter().flatten() {
            walk(document, dict(document, kid), out);
        }
        for pair in node.get(b"Names").and_then(Object::as_array).map_or(&[][..], Vec::as_slice).chunks(2) {
            let place = follow(document, &pair[1]).as_array().unwrap();
            out.push((string(&pair[0]), place[0].as_reference().unwrap()));
        }
    }
    let mut out = Vec::new();
    let names = dict(document, document.catalog().unwrap().get(b"Names").unwrap());
    walk(document, dict(document, names.get(b"Dests").unwrap()), &mut out);
    out
}

#[test]
fn every_id_is_a_destination() {
    let text = "# One {#one}\n\n::: {#box}\nText.\n:::\n\n\\newpage\n\n![A](a.png){#fig:a}\n\n| a |\n|---|\n| b |\n\n: C {#tbl:t}\n\n$$x$$ {#eq:e}\n";
    let (document, _) = built(text, "extends = \"article\"\n");
    let found = destinations(&document);
    let pages = document.get_pages();
    for (id, page) in [("one", 1), ("box", 1), ("fig-a", 2), ("tbl-t", 2), ("eq-e", 2)] {
        assert!(found.contains(&(id.to_owned(), pages[&page])), "{id} in {found:?}");
    }
    let names: Vec<&String> = found.iter().map(|(name, _)| name).collect();
    assert!(names.is_sorted(), "readers look for them by bisection");
}

/// The annotations of a page, in order.
fn annotations(document: &Document, page: u32) -> Vec<&Dictionary> {
    let page = document.get_dictionary(document.get_pages()[&page]).unwrap();
    follow(document, page.get(b"Annots").unwrap())
        .as_array()
        .unwrap()
        .iter()
        .map(|object| dict(document, object))
        .collect()
}

#[test]
fn notes_lead_back_to_where_they_are_referred_to() {
    let (document, _) = built("Text.[^n]\n\n[^n]: Said.\n", "extends = \"article\"\n");
    let found = annotations(&document, 1);
    assert_eq!(found.len(), 2);
    let there = found.iter().find(|link| link.get(b"Dest").unwrap().as_str().is_ok()).unwrap();
    assert_eq!(string(there.get(b"Dest").unwrap()), "fn-n");
    assert!(destinations(&document).iter().any(|(name, _)| name == "fn-n"));
    // Back to the mark itself, which has no name: to its line, above the note.
    let back = found.iter().find_map(|link| link.get(b"Dest").unwrap().as_array().ok()).unwrap();
    let top = back[3].as_float().unwrap();
    let rect = |link: &Dictionary| link.get(b"Rect").unwrap().as_array().unwrap()[1].as_float().unwrap();
    assert!(top >= rect(there), "{top}");
    // ISO 14289-1 §7.18.5.
    assert!(found.iter().all(|link| !string(link.get(b"Contents").unwrap()).is_empty()));
}

#[test]
fn a_link_over_two_lines_has_an_area_on_each() {
    let words = "words ".repeat(12);
    let text = format!("{words} [a link that goes on over the end of a line {words}](https://example.org/) end.\n");
    let (document, _) = built(&text, "extends = \"article\"\n");
    let found = annotations(&document, 1);
    assert_eq!(found.len(), 1);
    let quads = found[0].get(b"QuadPoints").unwrap().as_array().unwrap();
    assert_eq!(quads.len(), 16);
    let at = |place: usize| quads[place].as_float().unwrap();
    assert!(at(9) < at(1), "the second below the first");
}

/// Nothing that a reader clicks does more than open a page.
#[test]
fn links_lead_to_pages_and_nothing_else() {
    let text = "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](data:text/html,x) [d](vbscript:x) [e](ftp://example.org/x) \
                [f](tel:123) [g](https://example.org) [h](http://example.org) [i](mailto:a@example.org) [j](#here) [k](other.exe)\n\n# Here\n";
    let (document, run) = built(text, "extends = \"article\"\n");
    let mut found: Vec<String> = Vec::new();
    for link in annotations(&document, 1) {
        if let Ok(action) = link.get(b"A") {
            let action = dict(&document, action);
            assert_eq!(action.get(b"S").unwrap().as_name().unwrap(), b"URI");
            found.push(string(action.get(b"URI").unwrap()));
        } else {
            found.push(format!("#{}", string(link.get(b"Dest").unwrap())));
        }
    }
    assert_eq!(found, ["https://example.org/", "http://example.org/", "mailto:a@example.org", "#here"]);
    for scheme in ["javascript:", "file:", "data:", "vbscript:", "ftp:", "tel:"] {
        assert!(run.err.contains(scheme), "{scheme} in {}", run.err);
    }
    for object in document.objects.values() {
        let Ok(dict) = object.as_dict() else { continue };
        for key in [b"JS".as_slice(), b"JavaScript", b"AA", b"EmbeddedFiles", b"XFA"] {
            assert!(!dict.has(key), "{}", String::from_utf8_lossy(key));
        }
        let kind = dict.get(b"S").and_then(Object::as_name).unwrap_or(b"");
        assert!(![b"Launch".as_slice(), b"JavaScript", b"SubmitForm", b"GoToR"].contains(&kind));
    }
}
