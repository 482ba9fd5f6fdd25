//! The styles that every document has: names and ids are those that Word translates and its commands look for
//! (ECMA-376 Part 1 §17.7.4.9, [MS-OI29500] §2.1.236).

mod blocks;
mod letters;
mod lists;

use super::{Catalogue, Kind, ParagraphLook, RunLook, Style, twips};
use crate::model::CalloutKind;
use crate::style::{Computed, Role, TextAlign};
use crate::units::Length;

/// Adds all of them.
pub(super) fn add(catalogue: &mut Catalogue<'_>) {
    let mut add = Adder { catalogue };
    add.text();
    add.front_matter();
    add.headings();
    add.lists();
    add.boxes();
    add.tables_and_figures();
    add.contents();
    add.notes();
    add.letters();
}

struct Adder<'c, 'a> {
    catalogue: &'c mut Catalogue<'a>,
}

/// How a style is shown in Word's lists, and what follows it.
#[derive(Clone, Copy)]
struct Shelf(u8, bool, Option<&'static str>);

impl Adder<'_, '_> {
    fn computed(&self, role: &Role) -> Computed {
        self.catalogue.sheet.role(role)
    }

    fn paragraph(&mut self, id: &str, name: &str, base: &str, role: &Role, shelf: Shelf) {
        self.changed(id, name, base, role, shelf, |_, _| {});
    }

    fn changed(
        &mut self,
        id: &str,
        name: &str,
        base: &str,
        role: &Role,
        Shelf(priority, quick, next): Shelf,
        change: impl FnOnce(&mut ParagraphLook, &mut RunLook),
    ) {
        let computed = self.computed(role);
        let (mut paragraph, mut run) = (ParagraphLook::of(&computed), RunLook::of(&computed, false));
        change(&mut paragraph, &mut run);
        self.catalogue.add(Style {
            id: id.into(),
            name: name.into(),
            kind: Kind::Paragraph,
            based_on: (!base.is_empty()).then(|| base.into()),
            next: next.map(Into::into),
            priority,
            quick,
            paragraph,
            run,
        });
    }

    fn gap(&self) -> i32 {
        self.catalogue.gap()
    }

    fn text(&mut self) {
        let gap = self.gap();
        self.changed("Normal", "Normal", "", &Role::Body, Shelf(0, true, None), |p, _| {
            (p.before, p.after) = (0, 0);
        });
        self.catalogue.add(Style {
            id: "DefaultParagraphFont".into(),
            name: "Default Paragraph Font".into(),
            kind: Kind::Character,
            based_on: None,
            next: None,
            priority: 1,
            quick: false,
            paragraph: ParagraphLook::default(),
            run: RunLook::of(self.catalogue.sheet.root(), false),
        });
        self.paragraph("BodyText", "Body Text", "Normal", &Role::Paragraph, Shelf(1, true, None));
        let first = Shelf(1, true, Some("BodyText"));
        self.changed("FirstParagraph", "First Paragraph", "BodyText", &Role::FirstParagraph, first, |p, _| {
            p.after = p.after.max(gap);
        });
        self.changed(
            "SourceCode",
            "Source Code",
            "Normal",
            &Role::CodeBlock,
            Shelf(30, true, Some("BodyText")),
            |p, r| {
                p.before = (p.before - gap).max(0);
                p.hyphenate = false;
                p.align = TextAlign::Start;
                r.no_proof = true;
            },
        );
        // One paragraph for each line, so that the numbers are the list's and not the text's.
        self.changed(
            "SourceCodeNumbered",
            "Source Code Numbered",
            "SourceCode",
            &Role::CodeBlock,
            Shelf(30, false, None),
            |p, r| {
                p.before = (p.before - gap).max(0);
                p.contextual = true;
                p.hyphenate = false;
                p.align = TextAlign::Start;
                p.left += 480;
                p.first_line = -480;
                r.no_proof = true;
            },
        );
        self.paragraph(
            "ThematicBreak",
            "Thematic Break",
            "Normal",
            &Role::ThematicBreak,
            Shelf(40, false, Some("BodyText")),
        );
        let wide = twips(self.catalogue.sheet.column_width());
        self.changed("Equation", "Equation", "Normal", &Role::Math, Shelf(36, true, Some("BodyText")), |p, _| {
            p.tabs = vec![("center", "none", wide / 2), ("right", "none", wide)];
            p.align = TextAlign::Start;
            p.first_line = 0;
            (p.left, p.right) = (0, 0);
        });
        self.changed("PageBreak", "Page Break", "Normal", &Role::Body, Shelf(98, false, Some("BodyText")), |p, _| {
            (p.before, p.after, p.line, p.exact) = (0, 0, 20, true);
            p.page_break_before = true;
        });
        self.changed(
            "SectionBreak",
            "Section Break",
            "Normal",
            &Role::Body,
            Shelf(98, false, Some("BodyText")),
            |p, _| {
                (p.before, p.after, p.line, p.exact) = (0, 0, 20, true);
            },
        );
        self.paragraph("Bibliography", "Bibliography", "Normal", &Role::Paragraph, Shelf(37, false, None));
    }

    fn front_matter(&mut self) {
        for (id, name, role, priority) in [
            ("Title", "Title", Role::Title, 10),
            ("Subtitle", "Subtitle", Role::Subtitle, 11),
            ("Author", "Author", Role::Author, 12),
            ("Affiliation", "Affiliation", Role::Date, 12),
            ("Date", "Date", Role::Date, 13),
            ("Abstract", "Abstract", Role::Abstract, 14),
            ("Keywords", "Keywords", Role::Abstract, 14),
        ] {
            self.changed(id, name, "Normal", &role, Shelf(priority, true, Some("BodyText")), |p, _| {
                if role == Role::Abstract {
                    p.before = 0;
                }
            });
        }
        let (strong, gap) = (Shelf(14, true, Some("Abstract")), self.gap());
        self.changed("AbstractTitle", "Abstract Title", "Abstract", &Role::Abstract, strong, |p, r| {
            r.bold = true;
            (p.keep_next, p.first_line, p.after) = (true, 0, gap.min(120));
            if p.align == TextAlign::Justify {
                p.align = TextAlign::Start;
            }
        });
    }

    fn headings(&mut self) {
        let gap = self.gap();
        for level in 1..=6_u8 {
            let shelf = Shelf(9, level <= 4, Some("FirstParagraph"));
            let (id, name) = (format!("Heading{level}"), format!("heading {level}"));
            self.changed(&id, &name, "Normal", &Role::Heading(level), shelf, |p, _| {
                p.before = (p.before - gap).max(0);
                p.outline = Some(level - 1);
                (p.keep_next, p.keep_lines, p.hyphenate) = (true, true, false);
            });
        }
    }

    fn notes(&mut self) {
        for (id, name) in [("FootnoteText", "footnote text"), ("EndnoteText", "endnote text")] {
            self.paragraph(id, name, "Normal", &Role::Note, Shelf(99, false, None));
        }
        let comment = Shelf(99, false, None);
        self.changed("CommentText", "annotation text", "Normal", &Role::Body, comment, |p, r| {
            (p.align, p.before, p.after) = (TextAlign::Start, 0, 0);
            r.size = 20;
        });
    }
}

/// The indents of lists, in twips.
#[derive(Clone, Copy, Debug)]
pub(in crate::docx) struct ListIndents {
    /// From one level to the next.
    pub step: i32,
    /// How far bullets hang to the left of the text.
    pub bullet: i32,
    /// How far numbers, which end all at the same place, stand off from the text.
    pub number: i32,
    /// How far boxes to be ticked hang to the left of the text.
    pub task: i32,
}

/// The indents of lists in that style sheet; marks are as near to their text as on paper.
pub(in crate::docx) fn list_indents(catalogue: &Catalogue<'_>) -> ListIndents {
    let list = catalogue.sheet.role(&Role::List);
    let step = twips(list.padding.left + list.margin.left);
    let step = if step < 200 { twips(Length::points(18)) } else { step };
    let hang = |num, den| twips(list.font_size.ratio(num, den)).min(step);
    ListIndents { step, bullet: hang(4, 5), number: hang(2, 5), task: hang(4, 3) }
}

/// The id and name of a callout's style.
pub(in crate::docx) fn callout_identity(kind: CalloutKind) -> (String, String) {
    let name = match kind {
        CalloutKind::Note => "Note",
        CalloutKind::Tip => "Tip",
        CalloutKind::Important => "Important",
        CalloutKind::Warning => "Warning",
        CalloutKind::Caution => "Caution",
    };
    (format!("Callout{name}"), format!("Callout {name}"))
}
