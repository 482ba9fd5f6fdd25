//! The styles of letters.

use super::Adder;
use crate::docx::styles::{Catalogue, Kind, ParagraphLook, RunLook, Style};
use crate::style::Role;

impl Adder<'_, '_> {
    pub(super) fn letters(&mut self) {
        let root = self.catalogue.sheet.root().clone();
        let plain = RunLook::of(&root, false);
        let script = |id: &str, name: &str, run: RunLook, priority: u8, quick: bool| Style {
            id: id.into(),
            name: name.into(),
            kind: Kind::Character,
            based_on: Some("DefaultParagraphFont".into()),
            next: None,
            priority,
            quick,
            paragraph: ParagraphLook::default(),
            run,
        };
        let of = |catalogue: &Catalogue<'_>, role: &Role| RunLook::of(&catalogue.sheet.role(role), true);
        let raised = RunLook { script: Some("superscript"), ..plain.clone() };
        let lowered = RunLook { script: Some("subscript"), ..plain.clone() };
        let mark = of(self.catalogue, &Role::NoteReference);
        let mark = RunLook { script: Some("superscript"), size: plain.size, position: 0, ..mark };
        let code = RunLook { no_proof: true, ..of(self.catalogue, &Role::Code) };
        let link = of(self.catalogue, &Role::Link);
        let small = RunLook { size: (plain.size * 3 / 4).max(2), ..plain.clone() };
        for style in [
            script("Strong", "Strong", of(self.catalogue, &Role::Strong), 22, true),
            script("Emphasis", "Emphasis", of(self.catalogue, &Role::Emphasis), 20, true),
            script("Hyperlink", "Hyperlink", link.clone(), 99, false),
            script("FollowedHyperlink", "FollowedHyperlink", link, 99, false),
            script("FootnoteReference", "footnote reference", mark.clone(), 99, false),
            script("EndnoteReference", "endnote reference", mark, 99, false),
            script("VerbatimChar", "Verbatim Char", code.clone(), 30, true),
            script("Strikethrough", "Strikethrough", of(self.catalogue, &Role::Strikethrough), 40, false),
            script("Superscript", "Superscript", raised, 40, false),
            script("Subscript", "Subscript", lowered, 40, false),
            script("SmallCaps", "Small Caps", of(self.catalogue, &Role::SmallCaps), 40, false),
            script("CommentReference", "annotation reference", small, 99, false),
            script("LaTeX", "LaTeX", code, 99, false),
            script(
                "PlaceholderText",
                "Placeholder Text",
                RunLook { color: crate::units::Color::rgb(102, 102, 102), ..plain },
                99,
                false,
            ),
        ] {
            self.catalogue.add(style);
        }
    }
}
