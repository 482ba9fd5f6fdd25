//! Our styles among those of a reference document: what the house has under the same name is the house's, and only what the
//! document needs besides is added.

use std::collections::{BTreeSet, HashMap};

use super::table::{self, TableStyle};
use super::write::Base;
use super::{Catalogue, Kind, RunLook, Style, latent};
use crate::docx::canonical::{Malformed, canonical};
use crate::docx::language::Language;
use crate::docx::reference::HouseStyles;

/// The styles of the house and of the document brought together.
#[derive(Debug)]
pub(in crate::docx) struct Matched {
    /// `styles.xml`.
    pub xml: String,
    /// What each of our styles is called in it.
    pub ids: HashMap<String, String>,
    /// Names of styles of Word's own, or of ours, that the document uses and the house lacks.
    pub lacking: Vec<String>,
}

impl Catalogue<'_> {
    /// Matches styles by name. `used` are the ids that the document refers to.
    pub(in crate::docx) fn matched(
        &self,
        house: &HouseStyles,
        used: &BTreeSet<String>,
        language: &Language,
    ) -> Result<Matched, Malformed> {
        let boxes = table::all(self);
        let mut ids = HashMap::new();
        let mut theirs = HashMap::new();
        let all = self.styles.iter().map(|style| (&style.id, &style.name, kind(style)));
        for (id, name, kind) in all.chain(boxes.iter().map(|style| (&style.id, &style.name, "table"))) {
            if let Some(found) = house.find(kind, name) {
                ids.insert(id.clone(), found.id.clone());
                theirs.insert(id.clone(), found);
            } else {
                let free = (1..).map(|n| if n == 1 { id.clone() } else { format!("{id}-{n}") });
                ids.extend(free.into_iter().find(|new| !house.has_id(new)).map(|new| (id.clone(), new)));
            }
        }
        let added: Vec<&Style> = self.styles.iter().filter(|style| !theirs.contains_key(&style.id)).collect();
        let wanted = self.wanted(used);
        let mut xml = house.open.clone();
        xml.push_str(&canonical(&format!(
            "<w:docDefaults><w:rPrDefault><w:rPr>{}{}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{}</w:pPr></w:pPrDefault>\
             </w:docDefaults>",
            house.letter_defaults,
            language.property(),
            house.paragraph_defaults
        ))?);
        match &house.latent {
            Some(own) => xml.push_str(own),
            None => latent::write(&mut xml),
        }
        // Headings that are to be numbered, where the house does not number them.
        let numbered: HashMap<&str, (u32, u8)> = self
            .styles
            .iter()
            .filter(|style| style.id.starts_with("Heading"))
            .filter_map(|style| Some((theirs.get(&style.id)?, style.paragraph.numbering?)))
            .filter(|(theirs, _)| theirs.numbering.is_none())
            .map(|(theirs, numbering)| (theirs.id.as_str(), numbering))
            .collect();
        for style in house.iter() {
            let based_on_numbered = style.based_on.as_deref().is_some_and(|base| numbered.contains_key(base));
            match numbered.get(style.id.as_str()) {
                Some(&(list, level)) => xml.push_str(&style.numbered(list, level)),
                // Such as the heading of the contents, which is based on that of chapters.
                None if based_on_numbered && style.numbering.is_none() => xml.push_str(&style.numbered(0, 0)),
                None => xml.push_str(&style.xml),
            }
        }
        let root = RunLook::of(self.sheet.root(), false);
        for style in added.iter().filter(|style| wanted.contains(style.id.as_str())) {
            let base = style.based_on.as_deref();
            let mut own = (*style).clone();
            own.id = ids.get(&style.id).cloned().unwrap_or_default();
            if house.has_name(&style.name) {
                // A style of another kind has the name.
                own.name = format!("{} ({})", style.name, kind(style));
            }
            own.next = style
                .next
                .as_ref()
                .filter(|next| theirs.contains_key(*next) || wanted.contains(next.as_str()))
                .cloned();
            let on = if base == Some("Normal") { Base::Foreign } else { Base::Ours };
            let mut element = String::new();
            self.style(&own, &root, on, &mut element);
            xml.push_str(&canonical(&renamed(&element, &ids))?);
        }
        for TableStyle { id, xml: element, .. } in &boxes {
            if !theirs.contains_key(id)
                && (used.contains(id) || id == "TableNormal" || (id == "Table" && used.contains("TableNarrow")))
            {
                let own = format!("w:styleId=\"{}\"", ids.get(id).map_or("", String::as_str));
                let element = element.replace(&format!("w:styleId=\"{id}\""), &own);
                xml.push_str(&canonical(&renamed(&element, &ids))?);
            }
        }
        xml.push_str(&house.close);
        let lacking = added
            .iter()
            .filter(|style| used.contains(&style.id) && style.priority < 98 && !style.name.contains(" ("))
            .map(|style| style.name.clone())
            .chain(boxes.iter().filter(|b| used.contains(&b.id) && !theirs.contains_key(&b.id)).map(|b| b.name.clone()))
            .collect();
        Ok(Matched { xml, ids, lacking })
    }

    /// The styles used and those that they are based on.
    fn wanted<'s>(&'s self, used: &'s BTreeSet<String>) -> BTreeSet<&'s str> {
        let mut wanted: BTreeSet<&str> = BTreeSet::new();
        let mut open: Vec<&str> = used.iter().map(String::as_str).collect();
        while let Some(id) = open.pop() {
            if wanted.insert(id) {
                open.extend(self.get(id).and_then(|style| style.based_on.as_deref()));
            }
        }
        wanted
    }
}

const fn kind(style: &Style) -> &'static str {
    match style.kind {
        Kind::Paragraph => "paragraph",
        Kind::Character => "character",
    }
}

/// The elements whose value is the id of a style.
const REFERENCES: [&str; 6] = ["pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"];

/// The part with our styles under the names that they have now.
pub(in crate::docx) fn renamed(part: &str, ids: &HashMap<String, String>) -> String {
    let mut out = String::with_capacity(part.len());
    let mut rest = part;
    while let Some(at) = rest.find("<w:") {
        let (before, element) = rest.split_at(at + "<w:".len());
        out.push_str(before);
        rest = element;
        let value = REFERENCES.iter().find_map(|name| element.strip_prefix(name)?.strip_prefix(" w:val=\""));
        if let Some((id, behind)) = value.and_then(|value| value.split_once('"')) {
            let start = element.len() - behind.len() - id.len() - 1;
            out.push_str(element.get(..start).unwrap_or_default());
            out.push_str(ids.get(id).map_or(id, String::as_str));
            rest = element.get(start + id.len()..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// The ids of the styles that a part refers to.
pub(in crate::docx) fn used(part: &str, into: &mut BTreeSet<String>) {
    for piece in part.split("Style w:val=\"").skip(1) {
        into.extend(piece.split_once('"').map(|(id, _)| id.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_to_styles_are_renamed_and_nothing_else() {
        let ids = HashMap::from([("Quote".to_owned(), "Zitat".to_owned())]);
        let part = "<w:p><w:pPr><w:pStyle w:val=\"Quote\"/><w:jc w:val=\"Quote\"/></w:pPr><w:r><w:t>&lt;w:pStyle</w:t></w:r></w:p>";
        assert_eq!(renamed(part, &ids), part.replacen("\"Quote\"", "\"Zitat\"", 1));
        let mut found = BTreeSet::new();
        used(part, &mut found);
        assert_eq!(found, BTreeSet::from(["Quote".to_owned()]));
    }
}
