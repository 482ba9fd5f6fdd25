//! Lists, quotations and callouts.

use super::{Adder, Shelf, callout_identity, list_indents};
use crate::docx::styles::{ParagraphLook, RunLook, twips};
use crate::model::CalloutKind;
use crate::style::Role;

impl Adder<'_, '_> {
    pub(super) fn lists(&mut self) {
        let item = self.computed(&Role::ListItem);
        let indents = list_indents(self.catalogue);
        for level in 1..=5_u8 {
            let left = indents.step * i32::from(level);
            let number = if level == 1 { String::new() } else { level.to_string() };
            let space = if level == 1 { String::new() } else { format!(" {level}") };
            for (id, name, hanging, after) in [
                ("ListBullet", "List Bullet", indents.bullet, 0),
                ("ListNumber", "List Number", indents.number, 0),
                ("ListTask", "List Task", indents.task, 0),
                ("ListContinue", "List Continue", 0, 1),
            ] {
                let own = twips(item.margin.bottom).max(0);
                let loose = self.gap().max(own);
                let shelf = Shelf(36, level == 1, None);
                self.changed(
                    &format!("{id}{number}"),
                    &format!("{name}{space}"),
                    "Normal",
                    &Role::ListItem,
                    shelf,
                    |p, _| {
                        (p.left, p.first_line, p.before) = (left, -hanging, 0);
                        p.after = if after == 1 { loose } else { own };
                    },
                );
            }
        }
        let term = Shelf(36, true, Some("Definition"));
        self.changed("DefinitionTerm", "Definition Term", "Normal", &Role::DefinitionTerm, term, |p, _| {
            p.keep_next = true;
        });
        self.paragraph("Definition", "Definition", "Normal", &Role::Definition, Shelf(36, true, None));
    }

    pub(super) fn boxes(&mut self) {
        let gap = self.gap();
        self.changed("Quote", "Quote", "Normal", &Role::Quote, Shelf(29, true, Some("BodyText")), |p, _| {
            p.before = (p.before - gap).max(0);
            p.contextual = gap == 0;
            p.first_line = 0;
        });
        let strong = self.catalogue.sheet.compute(&Role::Strong, &self.computed(&Role::Quote));
        let shelf = Shelf(30, true, Some("BodyText"));
        self.changed("IntenseQuote", "Intense Quote", "Quote", &Role::Quote, shelf, |p, r| {
            p.before = (p.before - gap).max(0);
            p.contextual = gap == 0;
            p.first_line = 0;
            *r = RunLook::of(&strong, false);
        });
        // Their rules and ground are those of the table around them.
        for kind in CalloutKind::ALL {
            let (id, name) = callout_identity(kind);
            let title_role = self.computed(&Role::CalloutTitle);
            let flat = |p: &mut ParagraphLook| {
                (p.before, p.first_line, p.left, p.right) = (0, 0, 0, 0);
                (p.rules, p.shade) = ([None; 4], None);
            };
            self.changed(&id, &name, "Normal", &Role::Callout(kind), Shelf(31, true, None), |p, _| {
                flat(p);
                p.after = p.line / 3;
            });
            let box_ = self.computed(&Role::Callout(kind));
            let inside = self.catalogue.sheet.compute(&Role::CalloutTitle, &box_);
            let shelf = Shelf(31, false, None);
            self.changed(&format!("{id}Title"), &format!("{name} Title"), &id, &Role::Callout(kind), shelf, |p, r| {
                flat(p);
                p.after = twips(title_role.margin.bottom).max(0);
                p.keep_next = true;
                *r = RunLook::of(&inside, false);
            });
        }
    }
}
