//! The parts of the reference document, and what they are related to.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use super::tree::Element;
use crate::docx::package::OFFICE;

/// Larger parts are not read: no style sheet of Word comes near.
const LARGEST: u64 = 32 << 20;

/// A package that is being read.
pub(super) struct Parts<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
}

/// What a part is related to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub id: String,
    /// The last step of the type's name, as in `header`.
    pub kind: String,
    /// The name of the part, or the URL of what is outside the package.
    pub name: String,
    pub external: bool,
}

impl<'b> Parts<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        Some(Self { zip: ZipArchive::new(Cursor::new(bytes)).ok()? })
    }

    /// Whether there is a part whose name satisfies the test.
    pub(super) fn any(&self, test: impl Fn(&str) -> bool) -> bool {
        self.zip.file_names().any(test)
    }

    pub(super) fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let file = self.zip.by_name(name.trim_start_matches('/')).ok()?;
        let mut bytes = Vec::new();
        // One byte more than allowed tells a part that is too large from one that is just large enough.
        file.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= LARGEST).then_some(bytes)
    }

    /// A part that is text, without the mark of byte order that some programs put before it.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let text = String::from_utf8(self.bytes(name)?).ok()?;
        Some(text.strip_prefix('\u{FEFF}').map_or(text.clone(), str::to_owned))
    }

    /// What the part is related to (ECMA-376 Part 2 §9.3); `""` for the package itself.
    pub(super) fn targets(&mut self, part: &str) -> Vec<Target> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let root = self.text(&format!("{folder}{slash}_rels/{file}.rels")).and_then(|text| Element::parse(&text));
        let mut targets = Vec::new();
        for element in root.iter().flat_map(|root| root.all("Relationship")) {
            let of = |name: &str| element.attribute(name).unwrap_or_default();
            let external = of("TargetMode") == "External";
            let kind = of("Type");
            targets.push(Target {
                id: of("Id").to_owned(),
                kind: kind.strip_prefix(OFFICE).or(kind.rsplit('/').next()).unwrap_or(kind).to_owned(),
                name: if external { of("Target").to_owned() } else { resolved(folder, of("Target")) },
                external,
            });
        }
        targets
    }
}

/// The name of the part that a reference in `folder` leads to.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_their_folder() {
        assert_eq!(resolved("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolved("word", "../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(resolved("word", "/word/media/a.png"), "word/media/a.png");
        assert_eq!(resolved("", "../../etc/passwd"), "etc/passwd");
    }
}
