//! `styles.xml`.

use std::fmt::Write as _;

use super::{Catalogue, Kind, ParagraphLook, RunLook, Style, table};
use crate::docx::language::Language;
use crate::docx::xml::{DECLARATION, NAMESPACES, escape};

/// Styles of Word's own that every document of ours has, with their priorities, so that its lists show them where its
/// users expect them; all others are latent.
const LATENT: [(&str, u8, bool); 21] = [
    ("Normal", 0, true),
    ("heading 1", 9, true),
    ("heading 2", 9, true),
    ("heading 3", 9, true),
    ("heading 4", 9, true),
    ("heading 5", 9, true),
    ("heading 6", 9, true),
    ("heading 7", 9, true),
    ("heading 8", 9, true),
    ("heading 9", 9, true),
    ("toc 1", 39, false),
    ("toc 2", 39, false),
    ("toc 3", 39, false),
    ("caption", 35, true),
    ("Title", 10, true),
    ("Subtitle", 11, true),
    ("Strong", 22, true),
    ("Emphasis", 20, true),
    ("Quote", 29, true),
    ("Table Grid", 39, false),
    ("List Paragraph", 34, true),
];

/// Names that Word knows; every other style is marked as the document's own.
const KNOWN: [&str; 14] = [
    "Normal",
    "Default Paragraph Font",
    "Body Text",
    "Title",
    "Subtitle",
    "Date",
    "Quote",
    "Strong",
    "Emphasis",
    "Hyperlink",
    "FollowedHyperlink",
    "TOC Heading",
    "Bibliography",
    "Placeholder Text",
];

fn is_known(style: &Style) -> bool {
    let name = style.name.as_str();
    let numbered = ["List Bullet", "List Number", "List Continue", "heading", "toc"];
    KNOWN.contains(&name)
        || ["caption", "table of figures", "header", "footer", "footnote text", "footnote reference"].contains(&name)
        || ["endnote text", "endnote reference", "annotation text", "annotation reference"].contains(&name)
        || numbered.iter().any(|n| {
            name.strip_prefix(n).is_some_and(|rest| rest.is_empty() || rest.trim_start().parse::<u8>().is_ok())
        })
}

/// Where the style comes from that a style is based on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Base {
    /// It is one of ours: only what differs from it is said.
    Ours,
    /// It is somebody else's: spaces and indents are said whatever they are.
    Foreign,
}

impl Catalogue<'_> {
    /// The part, in schema order but for the children of properties.
    pub(in crate::docx) fn write(&self, language: &Language) -> String {
        let mut xml = format!("{DECLARATION}<w:styles {NAMESPACES}>");
        let root = RunLook::of(self.sheet.root(), false);
        xml.push_str("<w:docDefaults><w:rPrDefault><w:rPr>");
        let nothing = RunLook { size: 0, ..RunLook::default() };
        xml.push_str(&root.write(&nothing, &self.theme));
        xml.push_str(&language.property());
        xml.push_str("</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>");
        latent(&mut xml);
        for style in &self.styles {
            self.style(style, &root, Base::Ours, &mut xml);
        }
        xml.extend(table::all(self).into_iter().map(|style| style.xml));
        xml.push_str(
            "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>\
             <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/></w:style></w:styles>",
        );
        xml
    }

    pub(super) fn style(&self, style: &Style, root: &RunLook, on: Base, xml: &mut String) {
        let kind = match style.kind {
            Kind::Paragraph => "paragraph",
            Kind::Character => "character",
        };
        let default = matches!(style.id.as_str(), "Normal" | "DefaultParagraphFont");
        let (id, name) = (escape(&style.id), escape(&style.name));
        let _ = write!(xml, "<w:style w:type=\"{kind}\"");
        if default {
            xml.push_str(" w:default=\"1\"");
        }
        if !is_known(style) {
            xml.push_str(" w:customStyle=\"1\"");
        }
        let _ = write!(xml, " w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>");
        if let Some(base) = &style.based_on {
            let _ = write!(xml, "<w:basedOn w:val=\"{}\"/>", escape(base));
        }
        if let Some(next) = &style.next {
            let _ = write!(xml, "<w:next w:val=\"{}\"/>", escape(next));
        }
        let _ = write!(xml, "<w:uiPriority w:val=\"{}\"/>", style.priority);
        if style.id == "DefaultParagraphFont" {
            xml.push_str("<w:semiHidden/><w:unhideWhenUsed/>");
        }
        if style.quick {
            xml.push_str("<w:qFormat/>");
        }
        let base = style.based_on.as_deref().and_then(|id| self.get(id));
        if style.kind == Kind::Paragraph {
            let plain = ParagraphLook { widow_control: true, hyphenate: true, line: 0, ..ParagraphLook::default() };
            // Word's own default is ragged text.
            let plain = ParagraphLook { align: crate::style::TextAlign::Start, ..plain };
            let unlike = ParagraphLook { before: i32::MIN, left: i32::MIN, ..plain.clone() };
            let properties = style.paragraph.write(match on {
                Base::Ours => base.map_or(&plain, |b| &b.paragraph),
                Base::Foreign => &unlike,
            });
            if !properties.is_empty() {
                let _ = write!(xml, "<w:pPr>{properties}</w:pPr>");
            }
        }
        let letters = style.run.write(base.map_or(root, |b| &b.run), &self.theme);
        if !letters.is_empty() && !default {
            let _ = write!(xml, "<w:rPr>{letters}</w:rPr>");
        }
        xml.push_str("</w:style>");
    }
}

pub(super) fn latent(xml: &mut String) {
    xml.push_str(
        "<w:latentStyles w:defLockedState=\"0\" w:defUIPriority=\"99\" w:defSemiHidden=\"0\" \
         w:defUnhideWhenUsed=\"0\" w:defQFormat=\"0\" w:count=\"376\">",
    );
    for (name, priority, quick) in LATENT {
        let quick = u8::from(quick);
        let _ = write!(xml, "<w:lsdException w:name=\"{name}\" w:uiPriority=\"{priority}\" w:qFormat=\"{quick}\"/>");
    }
    xml.push_str("</w:latentStyles>");
}
