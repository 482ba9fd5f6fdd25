//! `settings.xml`, `webSettings.xml` and `fontTable.xml`.

use std::fmt::Write as _;

use super::fonts::Embedded;
use super::language::Language;
use super::package::Relationships;
use super::reference::Reference;
use super::xml::{DECLARATION, NAMESPACES, escape};
use crate::style::{NotePlacement, Role, StyleSheet};

/// Settings of the document; fields are left as they are written, so that Word asks nothing when it opens it.
///
/// With a `house`, its left and right pages and its mapping of colours.
pub(super) fn settings(
    sheet: &StyleSheet,
    language: &Language,
    fonts: &[Embedded],
    house: Option<&Reference>,
) -> String {
    let mut xml = format!("{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/>");
    if !fonts.is_empty() {
        xml.push_str("<w:embedTrueTypeFonts/><w:saveSubsetFonts/>");
    }
    if sheet.page.two_sided {
        xml.push_str("<w:mirrorMargins/>");
    }
    xml.push_str("<w:defaultTabStop w:val=\"720\"/>");
    if sheet.role(&Role::Paragraph).hyphens {
        xml.push_str("<w:autoHyphenation/><w:consecutiveHyphenLimit w:val=\"3\"/>");
    }
    let running = house.map(|house| &house.running).filter(|running| !running.is_empty());
    if running.map_or(sheet.page.two_sided, |running| running.even) {
        xml.push_str("<w:evenAndOddHeaders/>");
    }
    xml.push_str(
        "<w:characterSpacingControl w:val=\"doNotCompress\"/><w:footnotePr><w:footnote w:id=\"-1\"/><w:footnote w:id=\"0\"/>\
         </w:footnotePr>",
    );
    let end = match sheet.document.notes {
        NotePlacement::Page => None,
        NotePlacement::Chapter => Some("<w:pos w:val=\"sectEnd\"/>"),
        // At the end of the document they stand of their own accord.
        NotePlacement::Document => Some(""),
    };
    if let Some(end) = end {
        let _ = write!(
            xml,
            "<w:endnotePr>{end}<w:numFmt w:val=\"decimal\"/><w:endnote w:id=\"-1\"/>\
             <w:endnote w:id=\"0\"/></w:endnotePr>"
        );
    }
    // A line that ends with a break of its own is not to be stretched (ECMA-376 Part 4 §14.8.3.14).
    xml.push_str(
        "<w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/><w:compatSetting \
         w:name=\"overrideTableStyleFontSizeAndJustification\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"1\"/>\
         <w:compatSetting w:name=\"enableOpenTypeFeatures\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"1\"/>\
         <w:compatSetting w:name=\"doNotFlipMirrorIndents\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"1\"/>\
         </w:compat><m:mathPr><m:mathFont m:val=\"Cambria Math\"/><m:brkBin m:val=\"before\"/><m:brkBinSub m:val=\"--\"/>\
         <m:smallFrac m:val=\"0\"/><m:dispDef/><m:lMargin m:val=\"0\"/><m:rMargin m:val=\"0\"/><m:defJc m:val=\"centerGroup\"/>\
         <m:wrapIndent m:val=\"1440\"/><m:intLim m:val=\"subSup\"/><m:naryLim m:val=\"undOvr\"/></m:mathPr>",
    );
    xml.push_str(&language.theme_property());
    xml.push_str(house.and_then(|house| house.colors.as_deref()).unwrap_or(
        "<w:clrSchemeMapping w:bg1=\"light1\" w:t1=\"dark1\" w:bg2=\"light2\" w:t2=\"dark2\" w:accent1=\"accent1\" \
         w:accent2=\"accent2\" w:accent3=\"accent3\" w:accent4=\"accent4\" w:accent5=\"accent5\" w:accent6=\"accent6\" \
         w:hyperlink=\"hyperlink\" w:followedHyperlink=\"followedHyperlink\"/>",
    ));
    xml.push_str("<w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>");
    xml
}

pub(super) fn web_settings() -> String {
    format!("{DECLARATION}<w:webSettings {NAMESPACES}><w:optimizeForBrowser/></w:webSettings>")
}

/// What kind of letters a family has, for finding another where it is not installed.
pub(super) fn generic(family: &str) -> (&'static str, &'static str, &'static str) {
    let lower = family.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if has(&["mono", "code", "courier", "consol"]) {
        ("modern", "fixed", "Courier New")
    } else if has(&["sans", "arial", "helvet", "calibri", "gothic", "grotesk"]) {
        ("swiss", "variable", "Arial")
    } else {
        ("roman", "variable", "Times New Roman")
    }
}

/// The families that the styles name (ECMA-376 Part 1 §17.8.3.10), each with one that every machine has, and the files that
/// travel with the document.
pub(super) fn font_table(families: &[String], fonts: &[Embedded], relationships: &mut Relationships) -> String {
    let mut xml = format!("{DECLARATION}<w:fonts {NAMESPACES}>");
    for family in families {
        let (kind, pitch, other) = generic(family);
        let _ = write!(
            xml,
            "<w:font w:name=\"{}\"><w:altName w:val=\"{other}\"/><w:charset w:val=\"00\"/><w:family w:val=\"{kind}\"/>\
             <w:pitch w:val=\"{pitch}\"/>",
            escape(family)
        );
        for (place, font) in fonts.iter().enumerate().filter(|(_, font)| font.family == *family) {
            let id = relationships.part("font", &font_file(place));
            let _ = write!(xml, "<w:{} r:id=\"{id}\" w:fontKey=\"{}\"/>", font.cut.element(), font.key);
        }
        xml.push_str("</w:font>");
    }
    xml.push_str("</w:fonts>");
    xml
}

/// Where the font of that place in the list is in the package, relative to `word/`.
pub(super) fn font_file(place: usize) -> String {
    format!("fonts/font{}.odttf", place + 1)
}
