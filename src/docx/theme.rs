//! The theme: the style sheet's two main families and its colours, so that Word's theme menus change the whole document.

use std::fmt::Write as _;

use super::settings::generic;
use super::styles::ThemeFonts;
use super::xml::{DECLARATION, escape};
use crate::style::{Role, StyleSheet};
use crate::units::Color;

/// `theme1.xml` (ECMA-376 Part 1 §14.2.7, §20.1.6).
pub(super) fn write(sheet: &StyleSheet, fonts: &ThemeFonts) -> String {
    let name = escape(&sheet.name);
    let mut xml = format!(
        "{DECLARATION}<a:theme xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" name=\"{name}\">\
         <a:themeElements><a:clrScheme name=\"{name}\">"
    );
    for (slot, color) in colors(sheet) {
        let _ = write!(xml, "<a:{slot}><a:srgbClr val=\"{}\"/></a:{slot}>", color.to_hex());
    }
    let _ = write!(xml, "</a:clrScheme><a:fontScheme name=\"{name}\">");
    for (slot, family) in [("majorFont", &fonts.major), ("minorFont", &fonts.minor)] {
        let sans = generic(family).0 != "roman";
        let (family, complex) = (escape(family), escape(fonts.complex.as_deref().unwrap_or("")));
        let _ = write!(
            xml,
            "<a:{slot}><a:latin typeface=\"{family}\"/><a:ea typeface=\"\"/><a:cs typeface=\"{complex}\"/>"
        );
        let named = fonts.complex.is_some();
        for (script, serif, plain) in SCRIPTS.into_iter().filter(|(script, ..)| !(named && COMPLEX.contains(script))) {
            let typeface = if sans { plain } else { serif };
            let _ = write!(xml, "<a:font script=\"{script}\" typeface=\"{typeface}\"/>");
        }
        let _ = write!(xml, "</a:{slot}>");
    }
    let _ =
        write!(xml, "</a:fontScheme><a:fmtScheme name=\"{name}\">{FORMATS}</a:fmtScheme></a:themeElements></a:theme>");
    xml
}

/// Text, page, headings and links from the sheet; the accents from what it colours.
fn colors(sheet: &StyleSheet) -> [(&'static str, Color); 12] {
    let of = |role: &Role| sheet.role(role).color;
    let shade = |role: &Role| sheet.role(role).background.unwrap_or(Color::rgb(0xEE, 0xEE, 0xEE));
    let callout = |kind| {
        let computed = sheet.role(&Role::Callout(kind));
        computed.border.left.map_or(computed.color, |border| border.color)
    };
    use crate::model::CalloutKind::{Caution, Important, Note, Tip, Warning};
    [
        ("dk1", of(&Role::Body)),
        ("lt1", Color::WHITE),
        ("dk2", of(&Role::Heading(1))),
        ("lt2", shade(&Role::CodeBlock)),
        ("accent1", callout(Note)),
        ("accent2", callout(Tip)),
        ("accent3", callout(Important)),
        ("accent4", callout(Warning)),
        ("accent5", callout(Caution)),
        ("accent6", of(&Role::Title)),
        ("hlink", of(&Role::Link)),
        ("folHlink", of(&Role::Link)),
    ]
}

/// For each script (ISO 15924) the families that come with Word, with and without serifs: those of its languages of proofing
/// are taken where `a:ea` and `a:cs` name none (ECMA-376 Part 1 §20.1.4.1.16).
const SCRIPTS: [(&str, &str, &str); 16] = [
    ("Jpan", "游明朝", "游ゴシック"),
    ("Hang", "바탕", "맑은 고딕"),
    ("Hans", "宋体", "等线"),
    ("Hant", "新細明體", "微軟正黑體"),
    ("Arab", "Times New Roman", "Arial"),
    ("Hebr", "Times New Roman", "Arial"),
    ("Thai", "Angsana New", "Cordia New"),
    ("Deva", "Mangal", "Nirmala UI"),
    ("Beng", "Vrinda", "Nirmala UI"),
    ("Taml", "Latha", "Nirmala UI"),
    ("Telu", "Gautami", "Nirmala UI"),
    ("Khmr", "MoolBoran", "DaunPenh"),
    ("Laoo", "DokChampa", "DokChampa"),
    ("Mymr", "Myanmar Text", "Myanmar Text"),
    ("Geor", "Sylfaen", "Sylfaen"),
    ("Viet", "Times New Roman", "Arial"),
];

/// Those of them that Word takes from `a:cs`: a family named there would yield to theirs, though it travels with the document.
const COMPLEX: [&str; 10] = ["Arab", "Hebr", "Thai", "Deva", "Beng", "Taml", "Telu", "Khmr", "Laoo", "Mymr"];

/// Fills, lines and effects of drawn shapes, of which a document of ours has none: the fewest that the schema allows.
const FORMATS: &str = "<a:fillStyleLst><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill>\
    <a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:fillStyleLst>\
    <a:lnStyleLst><a:ln w=\"6350\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill></a:ln><a:ln w=\"12700\"><a:solidFill>\
    <a:schemeClr val=\"phClr\"/></a:solidFill></a:ln><a:ln w=\"19050\"><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill>\
    </a:ln></a:lnStyleLst><a:effectStyleLst><a:effectStyle><a:effectLst/></a:effectStyle><a:effectStyle><a:effectLst/>\
    </a:effectStyle><a:effectStyle><a:effectLst/></a:effectStyle></a:effectStyleLst><a:bgFillStyleLst><a:solidFill>\
    <a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill><a:schemeClr val=\"phClr\"/></a:solidFill><a:solidFill>\
    <a:schemeClr val=\"phClr\"/></a:solidFill></a:bgFillStyleLst>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_for_complex_scripts_does_not_yield_to_those_of_their_languages() {
        let sheet = StyleSheet::standard();
        let of = |complex: Option<&str>| {
            let (major, minor) = ("Libertinus Serif".to_owned(), "Libertinus Serif".to_owned());
            write(&sheet, &ThemeFonts { major, minor, complex: complex.map(Into::into) })
        };
        let scripts = |xml: &str| ["Jpan", "Arab", "Deva"].map(|script| xml.matches(&format!("\"{script}\"")).count());
        assert_eq!(scripts(&of(None)), [2, 2, 2]);
        let named = of(Some("Noto Naskh Arabic"));
        assert_eq!(scripts(&named), [2, 0, 0]);
        assert_eq!(named.matches("<a:cs typeface=\"Noto Naskh Arabic\"/>").count(), 2);
    }
}
