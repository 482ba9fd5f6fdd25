//! Style sheets from the outside.

use std::path::Path;

use super::*;
use crate::diagnostic::{Diagnostics, Sources};
use crate::model::{CalloutKind, NumberStyle};
use crate::units::{Color, Length};

fn bundled() -> impl Iterator<Item = (&'static str, StyleSheet)> {
    bundled_names().into_iter().filter_map(|(name, _)| Some((name, StyleSheet::bundled(name)?)))
}

/// Loads a sheet from a folder with the given files, the first of them.
fn load(files: &[(&str, &str)]) -> (StyleSheet, Diagnostics, Sources) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let mut sources = Sources::default();
    let (sheet, diagnostics) = StyleSheet::load(files[0].0, folder.path(), &mut sources);
    (sheet, diagnostics, sources)
}

/// Checks the diagnostics of a sheet, each as `line:text code: message (help)`; only what is given need be there.
#[track_caller]
fn check(sheet: &str, expected: &[&str]) {
    let (_, diagnostics, sources) = load(&[("my.toml", sheet)]);
    let found: Vec<_> = diagnostics
        .iter()
        .map(|d| {
            let span = d.span.unwrap();
            let line = sources.position(span).unwrap().1.line;
            let help = d.help.as_deref().unwrap_or_default();
            format!("{line}:{} {}: {} ({help})", sources.slice(span), d.code, d.message)
        })
        .collect();
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected) || found == expected, "{found}\n{expected}");
    }
}

#[test]
fn bundled_sheets_have_no_mistakes() {
    assert_eq!(bundled_names().len(), 4);
    for (name, _) in bundled_names().into_iter().chain([("base", "")]) {
        let mut sources = Sources::default();
        let (sheet, diagnostics) = StyleSheet::load(name, Path::new("."), &mut sources);
        assert_eq!(diagnostics, [], "{name}");
        assert_eq!(StyleSheet::bundled(name), Some(sheet));
    }
    assert_eq!(StyleSheet::bundled("nothing"), None);
}

#[test]
fn every_role_has_declarations_and_a_name() {
    for (name, sheet) in bundled() {
        for role in Role::all() {
            assert!(sheet.declarations(&role).is_some(), "{name} {role:?}");
        }
    }
    let names: std::collections::BTreeSet<_> = Role::all().iter().map(Role::name).collect();
    assert_eq!(names.len(), Role::all().len());
    assert_eq!(Role::Heading(2).name(), "heading.2");
    assert_eq!(Role::CalloutTitle.name(), "callout.title");
    assert_eq!(Role::Class("x".into()).name(), "class.x");
}

#[test]
fn all_text_of_bundled_sheets_can_be_read() {
    for (name, sheet) in bundled() {
        let roles: Vec<_> = sheet.roles().map(|(role, _)| (role.clone(), sheet.role(role))).collect();
        let mut grounds = vec![("paper".to_owned(), Color::WHITE)];
        grounds.extend(roles.iter().filter_map(|(role, c)| Some((role.name(), c.background?))));
        for (role, computed) in &roles {
            for (ground, background) in &grounds {
                let ratio = contrast(computed.color, *background);
                assert!(ratio >= 4.5, "{name}: {} on {ground} has a contrast of {ratio:.2}", role.name());
            }
        }
    }
}

#[test]
fn bundled_sheets_keep_the_measure_of_good_books() {
    for (name, sheet) in bundled() {
        let root = sheet.root();
        let ems = sheet.column_width().to_points() / root.font_size.to_points();
        let leading = root.line_height.to_points() / root.font_size.to_points();
        if name == "manuscript" {
            assert!(ems < 40.0 && leading == 2.0);
        } else {
            assert!((25.0..=34.0).contains(&ems), "{name}: {ems:.1} em");
            assert!((1.3..=1.45).contains(&leading), "{name}: {leading:.2}");
            assert!(root.protrusion && root.expansion == 20 && root.hyphens);
        }
        assert!(root.orphans == 2 && root.widows == 2);
        for level in 1..=6 {
            let heading = sheet.role(&Role::Heading(level));
            assert!(heading.keep_with_next && !heading.hyphens, "{name} {level}");
            assert!(
                heading.margin.top >= heading.margin.bottom || heading.break_before != Break::Auto,
                "{name} {level}"
            );
        }
    }
}

#[test]
fn a_sheet_speaks_last_and_tables_reach_their_roles() {
    let (sheet, diagnostics, _) = load(&[
        (
            "styles/mine.toml",
            r##"
            extends = "../house.toml"
            [heading.2]
            color = "navy"
            [heading]
            color = "#123"
            margin = "1em 2pt"
            [class.fun]
            text-decoration = "underline line-through"
            border = "1pt solid red"
            [page]
            size = "a5 landscape"
            margin = "1in 2in"
            header = { left = "{title}", right = "p. {page}" }
            folio = "upper-roman"
            "##,
        ),
        ("house.toml", "extends = \"book\"\n[body]\nfont-size = \"10pt\"\nline-height = 1.5\n[callout]\npadding = 0\n"),
    ]);
    assert_eq!(diagnostics, []);
    assert_eq!(sheet.name, "mine");
    assert_eq!(sheet.root().font_size, Length::points(10));
    assert_eq!(sheet.root().root_line_height, Length::points(15));
    let heading = sheet.role(&Role::Heading(1));
    assert_eq!((heading.color, heading.margin.top), (Color::rgb(0x11, 0x22, 0x33), heading.font_size));
    assert_eq!(heading.margin.right, Length::points(2));
    assert_eq!(sheet.role(&Role::Heading(2)).color, Color::rgb(0, 0, 0x80));
    let fun = sheet.role(&Role::Class("fun".into()));
    assert!(fun.underline && fun.line_through && fun.border.left.is_some());
    assert_eq!(sheet.role(&Role::Callout(CalloutKind::Tip)).padding, Edges::default());
    assert_eq!((sheet.page.margin_top, sheet.page.margin_inside), (Length::points(72), Length::points(144)));
    assert!(sheet.page.width > sheet.page.height && sheet.page.two_sided);
    assert_eq!(sheet.page.folio, NumberStyle::UpperRoman);
    assert_eq!(sheet.page.header.right, "p. {page}");
}

#[test]
fn every_mistake_is_found_in_one_go() {
    check(
        "[body]\nfont-sze = 3\nfont-size = 12\ncolor = \"nvay\"\ntext-align = \"left\"\n[headnig]\n[page]\nsize = \"a44\"\n",
        &[
            "2:font-sze unknown-property: `[body]` has no property `font-sze` (did you mean `font-size`?)",
            "3:12 bad-value: `font-size`: expected a length such as 12pt, 5mm, 1.5em or 0.5lh, found `12` (did you mean `12pt` or `12em`?)",
            "4:\"nvay\" bad-value: `color`: expected a colour such as #1a2b3c or navy, found `nvay` (did you mean `navy`?)",
            "5:\"left\" bad-value: `text-align`: `left` would be wrong in right-to-left text (write \"start\"",
            "6:headnig unknown-table: a style sheet has no table `[headnig]` (did you mean `heading`?)",
            "8:\"a44\" bad-value: `size`: expected a size",
        ],
    );
}

#[test]
fn mistakes_have_their_exact_place() {
    check(
        "font-size = 3",
        &["1:font-size unknown-key: `font-size` stands outside a table (for the whole text, write it below `[body]`"],
    );
    check("body = 3", &["1:body unknown-key: `body` is a table"]);
    check("extend = \"book\"", &["1:extend unknown-key: a style sheet has no key `extend` (did you mean `extends`?)"]);
    check("[heading.7]\n", &["1:7 unknown-table: `[heading]` has no table `7`"]);
    check("[heading]\nsize = 1\n", &["2:size unknown-property: `[heading]` has no property `size`"]);
    check("[class]\ncolor = \"red\"\n", &["2:color unknown-property: `color` is not a property of `[class]`"]);
    check(
        "[page]\nheader = { middle = \"x\" }\n",
        &["2:middle bad-value: `header`: a running line has no part `middle`"],
    );
    check(
        "[page]\nheader = { left = \"{titel}\" }\n",
        &["2:\"{titel}\" bad-value: `header`: a running line has no field `{titel}` (did you mean `title`?)"],
    );
    check("[body]\nfont-features = [\"onum\", \"x\"]\n", &["2:\"x\" bad-value"]);
    check("[body]\ncolor = \n[title]\ncolor = \"rde\"\n", &["2:", "4:\"rde\" bad-value"]);
    check("[page]\nmargin = \"200mm\"\n", &["1:page page-too-small: the margins leave less than an inch"]);
}

#[test]
fn bad_values_of_every_kind_are_refused() {
    for line in [
        "font-size = \"0pt\"",
        "font-size = \"-1em\"",
        "font-size = \"1e9pt\"",
        "font-size = true",
        "font-size = \"12 apples\"",
        "font-family = []",
        "font-family = \"\"",
        "font-weight = 50",
        "font-weight = \"boldd\"",
        "line-height = 0.1",
        "line-height = \"2lh\"",
        "line-height = nan",
        "color = \"none\"",
        "border = \"red\"",
        "border = \"1pt 2pt red\"",
        "padding = \"1em 1em 1em 1em 1em\"",
        "padding = \"-1em\"",
        "padding = \"\"",
        "margin = \"5%\"",
        "margin = \"3px\"",
        "orphans = 0",
        "widows = \"2\"",
        "expansion = \"9%\"",
        "expansion = 20",
        "looseness = 4",
        "looseness = 0.5",
        "line-breaking = \"best\"",
        "protrusion = \"yes\"",
        "hyphens = true",
        "break-inside = \"page\"",
        "text-decoration = \"blink\"",
        "font-features = \"onum\"",
        "number-style = 1",
        "baseline-shift = \"up\"",
        "color = 1979-05-27",
        "color = { r = 1 }",
        "row-rule = []",
    ] {
        let (_, diagnostics, _) = load(&[("my.toml", &format!("[paragraph]\n{line}\n"))]);
        assert_eq!(diagnostics.len(), 1, "{line}: {diagnostics:#?}");
    }
}

#[test]
fn chains_that_lead_nowhere_still_give_a_sheet() {
    let code = |files: &[(&str, &str)]| {
        let (sheet, diagnostics, _) = load(files);
        assert!(sheet.declarations(&Role::Body).is_some_and(|body| body.font_size.is_some()));
        diagnostics.iter().map(|d| (d.code, d.help.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    assert_eq!(code(&[("a.toml", "extends = \"b.toml\""), ("b.toml", "extends = \"a.toml\"")])[0].0, "style-cycle");
    assert_eq!(code(&[("a.toml", "extends = \"./a.toml\"")])[0].0, "style-cycle");
    assert_eq!(code(&[("a.toml", "extends = \"boook\"")]), [("style-not-found", "did you mean `book`?".into())]);
    assert_eq!(code(&[("a.toml", "extends = \"none.toml\"")])[0].0, "style-not-found");
    assert_eq!(code(&[("a.toml", "extends = \"../../../../../../etc/hosts\"")])[0].0, "style-outside-project");
    assert_eq!(code(&[("a.toml", "extends = 3")])[0].0, "bad-value");
    assert_eq!(code(&[("a.toml", "")]), []);
    assert_eq!(code(&[("a.toml", "]]]\n[body\n")])[0].0, "style-syntax");
    let mut sources = Sources::default();
    for name in ["", "artcle", "/", "missing.toml", "\0.toml"] {
        let (sheet, diagnostics) = StyleSheet::load(name, Path::new("."), &mut sources);
        assert_eq!((sheet.name.as_str(), diagnostics.len()), ("article", 1), "{name:?}");
    }
}

#[test]
fn the_reference_is_complete() {
    fn complete<T>(table: &[Property<T>]) {
        let mut names = std::collections::BTreeSet::new();
        for p in table {
            assert!(names.insert(p.name), "{} twice", p.name);
            assert!(!p.syntax.is_empty() && p.meaning.ends_with('.'), "{}", p.name);
            assert!(p.editions.pdf || p.editions.epub || p.editions.docx, "{}", p.name);
        }
    }
    complete(properties());
    complete(page_properties());
    complete(document_properties());
    complete(image_properties());
    complete(epub_properties());
    complete(docx_properties());
}
