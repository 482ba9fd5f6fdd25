//! The styles that Word has built in and shows once they are used, with the places that its own blank document gives them in
//! its lists (ECMA-376 Part 1 §17.7.4.5).
//!
//! What is not in `styles.xml` is in Word as the list here says: with a short one, panes and galleries show hundreds of table
//! styles that Word's own documents hold back.

use std::fmt::Write as _;
use std::sync::LazyLock;

/// What Word does with a style that nothing uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    /// Shown among the recommended styles.
    Always,
    /// Shown in the gallery, too.
    Gallery,
    /// Held back until it is used.
    Used,
    /// Held back until it is used, then shown in the gallery.
    UsedGallery,
    /// Never shown.
    Never,
}

use Shown::{Always, Gallery, Never, Used, UsedGallery};

/// A row of styles: their names, where `#` stands for a number from the first to the second, the priority of the first, and
/// by how much that grows.
struct Family(&'static str, (u8, u8), u8, u8, Shown);

/// One style.
const fn one(name: &'static str, priority: u8, shown: Shown) -> Family {
    Family(name, (1, 1), priority, 0, shown)
}

/// Styles that stand behind all others in the lists.
const fn plain(name: &'static str) -> Family {
    one(name, 99, Used)
}

/// Those without accents, in Word's order.
const STYLES: [Family; 107] = [
    one("Normal", 0, Gallery),
    one("heading 1", 9, Gallery),
    Family("heading #", (2, 9), 9, 0, UsedGallery),
    Family("index #", (1, 9), 99, 0, Used),
    Family("toc #", (1, 9), 39, 0, Used),
    plain("Normal Indent"),
    plain("footnote text"),
    plain("annotation text"),
    plain("header"),
    plain("footer"),
    plain("index heading"),
    one("caption", 35, UsedGallery),
    plain("table of figures"),
    plain("envelope address"),
    plain("envelope return"),
    plain("footnote reference"),
    plain("annotation reference"),
    plain("line number"),
    plain("page number"),
    plain("endnote reference"),
    plain("endnote text"),
    plain("table of authorities"),
    plain("macro"),
    plain("toa heading"),
    plain("List"),
    plain("List Bullet"),
    plain("List Number"),
    Family("List #", (2, 5), 99, 0, Used),
    Family("List Bullet #", (2, 5), 99, 0, Used),
    Family("List Number #", (2, 5), 99, 0, Used),
    one("Title", 10, Gallery),
    plain("Closing"),
    plain("Signature"),
    one("Default Paragraph Font", 1, Used),
    plain("Body Text"),
    plain("Body Text Indent"),
    plain("List Continue"),
    Family("List Continue #", (2, 5), 99, 0, Used),
    plain("Message Header"),
    one("Subtitle", 11, Gallery),
    plain("Salutation"),
    plain("Date"),
    plain("Body Text First Indent"),
    plain("Body Text First Indent 2"),
    plain("Note Heading"),
    Family("Body Text #", (2, 3), 99, 0, Used),
    Family("Body Text Indent #", (2, 3), 99, 0, Used),
    plain("Block Text"),
    plain("Hyperlink"),
    plain("FollowedHyperlink"),
    one("Strong", 22, Gallery),
    one("Emphasis", 20, Gallery),
    plain("Document Map"),
    plain("Plain Text"),
    plain("E-mail Signature"),
    plain("HTML Top of Form"),
    plain("HTML Bottom of Form"),
    plain("Normal (Web)"),
    plain("HTML Acronym"),
    plain("HTML Address"),
    plain("HTML Cite"),
    plain("HTML Code"),
    plain("HTML Definition"),
    plain("HTML Keyboard"),
    plain("HTML Preformatted"),
    plain("HTML Sample"),
    plain("HTML Typewriter"),
    plain("HTML Variable"),
    plain("Normal Table"),
    plain("annotation subject"),
    plain("No List"),
    Family("Outline List #", (1, 3), 99, 0, Used),
    Family("Table Simple #", (1, 3), 99, 0, Used),
    Family("Table Classic #", (1, 4), 99, 0, Used),
    Family("Table Colorful #", (1, 3), 99, 0, Used),
    Family("Table Columns #", (1, 5), 99, 0, Used),
    Family("Table Grid #", (1, 8), 99, 0, Used),
    Family("Table List #", (1, 8), 99, 0, Used),
    Family("Table 3D effects #", (1, 3), 99, 0, Used),
    plain("Table Contemporary"),
    plain("Table Elegant"),
    plain("Table Professional"),
    Family("Table Subtle #", (1, 2), 99, 0, Used),
    Family("Table Web #", (1, 3), 99, 0, Used),
    plain("Balloon Text"),
    one("Table Grid", 39, Always),
    plain("Table Theme"),
    one("Placeholder Text", 99, Never),
    one("No Spacing", 1, Gallery),
    one("Revision", 99, Never),
    one("List Paragraph", 34, Gallery),
    one("Quote", 29, Gallery),
    one("Intense Quote", 30, Gallery),
    one("Subtle Emphasis", 19, Gallery),
    one("Intense Emphasis", 21, Gallery),
    one("Subtle Reference", 31, Gallery),
    one("Intense Reference", 32, Gallery),
    one("Book Title", 33, Gallery),
    one("Bibliography", 37, Used),
    one("TOC Heading", 39, UsedGallery),
    Family("Plain Table #", (1, 5), 41, 1, Always),
    one("Grid Table Light", 40, Always),
    plain("Mention"),
    plain("Smart Hyperlink"),
    plain("Hashtag"),
    plain("Unresolved Mention"),
    plain("Smart Link"),
];

/// Table styles that there are once without and once with each of the six accents of the theme.
const ACCENTED: [(&str, u8); 28] = [
    ("Light Shading", 60),
    ("Light List", 61),
    ("Light Grid", 62),
    ("Medium Shading 1", 63),
    ("Medium Shading 2", 64),
    ("Medium List 1", 65),
    ("Medium List 2", 66),
    ("Medium Grid 1", 67),
    ("Medium Grid 2", 68),
    ("Medium Grid 3", 69),
    ("Dark List", 70),
    ("Colorful Shading", 71),
    ("Colorful List", 72),
    ("Colorful Grid", 73),
    ("Grid Table 1 Light", 46),
    ("Grid Table 2", 47),
    ("Grid Table 3", 48),
    ("Grid Table 4", 49),
    ("Grid Table 5 Dark", 50),
    ("Grid Table 6 Colorful", 51),
    ("Grid Table 7 Colorful", 52),
    ("List Table 1 Light", 46),
    ("List Table 2", 47),
    ("List Table 3", 48),
    ("List Table 4", 49),
    ("List Table 5 Dark", 50),
    ("List Table 6 Colorful", 51),
    ("List Table 7 Colorful", 52),
];

/// Every style that Word has built in.
static ALL: LazyLock<Vec<(String, u8, Shown)>> = LazyLock::new(|| {
    let mut all = Vec::with_capacity(376);
    for Family(name, (first, last), priority, step, shown) in STYLES {
        for number in first..=last {
            let name = name.replace('#', &number.to_string());
            all.push((name, priority + step * (number - first), shown));
        }
    }
    for (name, priority) in ACCENTED {
        all.push((name.to_owned(), priority, Always));
        all.extend((1..=6).map(|accent| (format!("{name} Accent {accent}"), priority, Always)));
    }
    all
});

/// Whether Word has a style of that name; every other is the document's own.
pub(super) fn is_known(name: &str) -> bool {
    ALL.iter().any(|(known, ..)| known.eq_ignore_ascii_case(name))
}

/// `w:latentStyles`.
pub(super) fn write(xml: &mut String) {
    let _ = write!(
        xml,
        "<w:latentStyles w:defLockedState=\"0\" w:defUIPriority=\"99\" w:defSemiHidden=\"0\" \
         w:defUnhideWhenUsed=\"0\" w:defQFormat=\"0\" w:count=\"{}\">",
        ALL.len()
    );
    for (name, priority, shown) in ALL.iter() {
        let _ = write!(xml, "<w:lsdException w:name=\"{name}\"");
        if matches!(shown, Used | UsedGallery | Never) {
            xml.push_str(" w:semiHidden=\"1\"");
        }
        if *priority != 99 {
            let _ = write!(xml, " w:uiPriority=\"{priority}\"");
        }
        if matches!(shown, Used | UsedGallery) {
            xml.push_str(" w:unhideWhenUsed=\"1\"");
        }
        if matches!(shown, Gallery | UsedGallery) {
            xml.push_str(" w:qFormat=\"1\"");
        }
        xml.push_str("/>");
    }
    xml.push_str("</w:latentStyles>");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As many as Word writes into a blank document, each once.
    #[test]
    fn the_list_is_whole() {
        let names: std::collections::BTreeSet<String> = ALL.iter().map(|(name, ..)| name.to_lowercase()).collect();
        assert_eq!((ALL.len(), names.len()), (376, 376));
        let mut xml = String::new();
        write(&mut xml);
        for exception in [
            "<w:lsdException w:name=\"heading 2\" w:semiHidden=\"1\" w:uiPriority=\"9\" w:unhideWhenUsed=\"1\" w:qFormat=\"1\"/>",
            "<w:lsdException w:name=\"Medium Grid 2 Accent 6\" w:uiPriority=\"68\"/>",
            "<w:lsdException w:name=\"Plain Table 5\" w:uiPriority=\"45\"/>",
            "<w:lsdException w:name=\"List Bullet 5\" w:semiHidden=\"1\" w:unhideWhenUsed=\"1\"/>",
            "<w:lsdException w:name=\"Placeholder Text\" w:semiHidden=\"1\"/>",
        ] {
            assert!(xml.contains(exception), "{exception}");
        }
        assert!(is_known("Heading 1") && is_known("caption") && !is_known("Source Code"));
    }
}
