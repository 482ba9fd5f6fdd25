//! `styles.xml`.

use std::fmt::Write as _;

use super::{Catalogue, Kind, ParagraphLook, RunLook, Style, latent, table};
use crate::docx::language::Language;
use crate::docx::xml::{DECLARATION, NAMESPACES, escape};

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
        latent::write(&mut xml);
        for style in &self.styles {
            // In cells LibreOffice lays the defaults over character styles, but for what the paragraph's style says itself.
            let base = if style.id == "Normal" { &nothing } else { &root };
            self.style(style, base, Base::Ours, &mut xml);
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
        if !latent::is_known(&style.name) {
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
        if !letters.is_empty() && style.id != "DefaultParagraphFont" {
            let _ = write!(xml, "<w:rPr>{letters}</w:rPr>");
        }
        xml.push_str("</w:style>");
    }
}
