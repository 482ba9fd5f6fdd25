//! The structure tree of a PDF, element by element, with the attributes that those who cannot see a page go by.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use lopdf::{Dictionary, Document, Object};
use support::Folder;

const TEXT: &str = "---
title: The *title*
lang: en
---

# First {#first}

A *soft* and **strong** word, `code`, H~2~O, ~~gone~~, $x^2$, a [link](https://example.org), [Wort]{lang=de},
<abbr title=\"United Nations\">UN</abbr>, <ruby>漢<rt>kan</rt></ruby>, @tbl:one and ![a wheel](wheel.svg){width=9pt}.[^n]

[^n]: Said *below*.

1. One
2. Two

<ol type=\"i\"><li>Roman</li></ol>

- [x] Done

Term
: What it means

> Quoted

::: {lang=fr}
Un mot
:::

| A | B |
|---|---|
| c | d |

: Caption {#tbl:one}

<table><thead><tr><th colspan=\"2\">Head</th></tr></thead><tbody><tr><th scope=\"row\">Row</th><td rowspan=\"2\">x</td></tr><tr><td>y</td></tr></tbody></table>

![Of a **wheel**](wheel.svg){#fig:wheel}

![](wheel.svg){.decorative}

$$y$$

```rust
let x = 1;
```

> [!NOTE]
> Mind this.
";

/// The elements with their attributes, each indented under that which it is in; `*` for an annotation.
fn tree(document: &Document) -> String {
    let root = follow(document, document.catalog().unwrap().get(b"StructTreeRoot").unwrap()).as_dict().unwrap();
    let mut out = String::new();
    kids(document, root, 0, &mut out);
    out
}

fn follow<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).unwrap().1
}

fn kids(document: &Document, element: &Dictionary, depth: usize, out: &mut String) {
    let Ok(below) = element.get(b"K") else { return };
    let below = match follow(document, below) {
        Object::Array(list) => list.iter().collect(),
        only => vec![only],
    };
    for kid in below {
        let Ok(dict) = follow(document, kid).as_dict() else { continue };
        if dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"OBJR") {
            *out += &format!("{}*\n", "  ".repeat(depth));
        }
        let Ok(kind) = dict.get(b"S").and_then(Object::as_name) else { continue };
        *out += &format!("{}{}", "  ".repeat(depth), String::from_utf8_lossy(kind));
        for key in ["Lang", "E", "Alt"] {
            if let Ok(Object::String(bytes, _)) = dict.get(key.as_bytes()) {
                *out += &format!(" {key}={}", String::from_utf8_lossy(bytes));
            }
        }
        if let Ok(attributes) = dict.get(b"A").and_then(Object::as_dict) {
            for (key, value) in attributes.iter().filter(|(key, _)| *key != b"O") {
                let shown = match value {
                    Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
                    Object::Integer(number) => number.to_string(),
                    _ => "…".to_owned(),
                };
                *out += &format!(" {}={shown}", String::from_utf8_lossy(key));
            }
        }
        out.push('\n');
        kids(document, dict, depth + 1, out);
    }
}

/// Contents are entries that lead somewhere; what stands at the head and foot of pages is in none of the elements.
#[test]
fn contents_are_links_and_running_heads_are_artifacts() {
    let text =
        "---\ntitle: The title\nlang: en\ntoc: true\n---\n\n# First\n\n## Below\n\nText.\n\n\\newpage\n\nMore.\n";
    let folder = Folder::with(&[("a.md", text.as_bytes())]);
    let run = folder.trefoil(&["build", "a.md", "--to", "pdf", "--style", "report"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let document = Document::load_mem(&folder.read("a.pdf")).unwrap();
    let found = tree(&document);
    let flat = found.lines().map(str::trim).collect::<Vec<_>>().join("\n");
    assert_eq!(flat.matches("TOCI\nReference\nLink\n").count(), 2, "{found}");
    for page in document.get_pages().into_values() {
        let content = document.get_page_content(page);
        let content = String::from_utf8_lossy(&content);
        // Nothing is painted outside of a sequence.
        let mut depth = 0_i32;
        for line in content.lines() {
            if line.ends_with("BDC") || line.contains("BDC ") {
                depth += 1;
            }
            assert!(depth > 0 || !(line.ends_with("TJ") || line.ends_with(" Do Q") || line == "f"), "{line}");
            depth -= i32::from(line.ends_with("EMC"));
        }
        assert_eq!(depth, 0);
    }
    let all: String = document
        .get_pages()
        .into_values()
        .map(|page| String::from_utf8_lossy(&document.get_page_content(page)).into_owned())
        .collect();
    assert!(all.contains("/Artifact<</Type/Pagination/Subtype/Footer"), "folios");
}

#[test]
fn every_kind_of_element_is_what_it_is() {
    let wheel = include_bytes!("data/wheel.svg");
    let folder = Folder::with(&[("a.md", TEXT.as_bytes()), ("wheel.svg", wheel)]);
    let run = folder.trefoil(&["build", "a.md", "--to", "pdf", "--style", "article"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let document = Document::load_mem(&folder.read("a.pdf")).unwrap();
    assert_eq!(tree(&document), TREE);
}

const TREE: &str = "\
Document
  Title
    Em
  H1
  P
    Em
    Strong
    Code
    Span
    Span
    Formula Alt=x^2 BBox=…
    Link
      *
    Span Lang=de
    Span E=United Nations
    Ruby
      RB
      RT
    Link
      *
    Figure Alt=a wheel BBox=…
    Reference
      Link
        *
  Note
    Lbl
      Link
        *
    P
      Em
  L ListNumbering=Decimal
    LI
      Lbl
      LBody
        P
    LI
      Lbl
      LBody
        P
  L ListNumbering=LowerRoman
    LI
      Lbl
      LBody
        P
  L ListNumbering=Disc
    LI
      Lbl
      LBody
        P
  L ListNumbering=None
    LI
      Lbl
      LBody
        P
  BlockQuote
    P
  Div Lang=fr
    P Lang=fr
  Table
    Caption
    THead
      TR
        TH Scope=Column
          P
        TH Scope=Column
          P
    TBody
      TR
        TD
          P
        TD
          P
  Table
    THead
      TR
        TH ColSpan=2 Scope=Column
          P
    TBody
      TR
        TH Scope=Row
          P
        TD RowSpan=2
          P
      TR
        TD
          P
  Figure Alt=Of a wheel BBox=…
    Caption
      Strong
  Formula Alt=y BBox=…
  Code
  Aside
    P
    P
";
