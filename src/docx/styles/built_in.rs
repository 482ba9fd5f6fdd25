//! The styles that every document has: names and ids are those that Word translates and its commands look for
//! (ECMA-376 Part 1 §17.7.4.9, [MS-OI29500] §2.1.236).

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

    fn lists(&mut self) {
        let item = self.computed(&Role::ListItem);
        let (step, hang) = list_indents(self.catalogue);
        for level in 1..=5_u8 {
            let left = step * i32::from(level);
            let number = if level == 1 { String::new() } else { level.to_string() };
            let space = if level == 1 { String::new() } else { format!(" {level}") };
            for (id, name, hanging, after) in [
                ("ListBullet", "List Bullet", hang, 0),
                ("ListNumber", "List Number", hang, 0),
                ("ListTask", "List Task", hang, 0),
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

    fn boxes(&mut self) {
        let gap = self.gap();
        self.changed("Quote", "Quote", "Normal", &Role::Quote, Shelf(29, true, Some("BodyText")), |p, _| {
            p.before = (p.before - gap).max(0);
            p.contextual = gap == 0;
            p.first_line = 0;
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

    fn tables_and_figures(&mut self) {
        let gap = self.gap();
        self.changed("Figure", "Figure", "Normal", &Role::Figure, Shelf(35, true, Some("Caption")), |p, _| {
            p.before = (p.before - gap).max(0);
            (p.first_line, p.keep_lines) = (0, true);
            if p.align == TextAlign::Justify {
                p.align = TextAlign::Center;
            }
        });
        self.changed(
            "FigureKept",
            "Figure with Caption",
            "Figure",
            &Role::Figure,
            Shelf(35, false, Some("Caption")),
            |p, _| {
                p.before = (p.before - gap).max(0);
                (p.first_line, p.keep_lines, p.keep_next, p.after) = (0, true, true, 0);
                if p.align == TextAlign::Justify {
                    p.align = TextAlign::Center;
                }
            },
        );
        self.changed("Caption", "caption", "Normal", &Role::Caption, Shelf(35, true, Some("BodyText")), |p, _| {
            p.keep_lines = true;
            p.after = p.after.max(gap);
        });
        self.changed(
            "CaptionAbove",
            "Caption Above",
            "Caption",
            &Role::Caption,
            Shelf(35, false, Some("BodyText")),
            |p, _| {
                (p.keep_lines, p.keep_next) = (true, true);
                std::mem::swap(&mut p.before, &mut p.after);
                p.after = p.after.max(60);
            },
        );
        let cells =
            [("", "", TextAlign::Start), ("Center", " Center", TextAlign::Center), ("Right", " Right", TextAlign::End)];
        for (suffix, space, align) in cells {
            for (id, name, role) in
                [("TableText", "Table Text", Role::TableCell), ("TableHeading", "Table Heading", Role::TableHeader)]
            {
                let base = if suffix.is_empty() { "Normal" } else { id };
                let head = role == Role::TableHeader;
                let own = self.computed(&Role::Table);
                let cell = self.catalogue.sheet.compute(&role, &own);
                self.changed(
                    &format!("{id}{suffix}"),
                    &format!("{name}{space}"),
                    base,
                    &role,
                    Shelf(38, true, None),
                    |p, r| {
                        *p = ParagraphLook {
                            line: twips(cell.line_height),
                            hyphenate: !head && cell.hyphens,
                            ..ParagraphLook::default()
                        };
                        (p.align, p.keep_next, p.widow_control) = (align, head, true);
                        *r = RunLook::of(&cell, false);
                    },
                );
            }
        }
        let table = (twips(self.computed(&Role::Table).margin.bottom) - 120).max(0);
        // The paragraph that Word wants behind a table, and the space between the table and what follows.
        self.changed("AfterTable", "After Table", "Normal", &Role::Body, Shelf(98, false, Some("BodyText")), |p, _| {
            (p.before, p.after, p.line, p.exact) = (0, table, 120, true);
        });
    }

    fn contents(&mut self) {
        let wide = twips(self.catalogue.sheet.column_width());
        let depth = 6_u8;
        for level in 1..=depth {
            self.changed(
                &format!("TOC{level}"),
                &format!("toc {level}"),
                "Normal",
                &Role::ContentsEntry(level),
                Shelf(39, false, Some("Normal")),
                |p, _| {
                    // Room for a number of as many parts as the level.
                    let number = p.left + 280 + 200 * i32::from(level);
                    p.tabs = vec![("left", "none", number), ("right", "dot", wide)];
                    p.right = 0;
                    (p.align, p.hyphenate, p.first_line) = (TextAlign::Start, false, 0);
                },
            );
        }
        self.changed(
            "TableofFigures",
            "table of figures",
            "Normal",
            &Role::ContentsEntry(1),
            Shelf(99, false, Some("Normal")),
            |p, r| {
                (p.right, p.keep_next) = (0, false);
                p.tabs = vec![("right", "dot", wide)];
                (p.align, p.hyphenate, p.first_line, p.before) = (TextAlign::Start, false, 0, 0);
                r.bold = false;
            },
        );
        self.changed(
            "TOCHeading",
            "TOC Heading",
            "Normal",
            &Role::ContentsTitle,
            Shelf(39, true, Some("Normal")),
            |p, _| {
                p.keep_next = true;
                p.before = p.before.max(p.line);
            },
        );
        for (id, name, role) in [("Header", "header", Role::Header), ("Footer", "footer", Role::Footer)] {
            let text = twips(self.catalogue.sheet.text_width());
            self.changed(id, name, "Normal", &role, Shelf(99, false, None), |p, _| {
                p.tabs = vec![("center", "none", text / 2), ("right", "none", text)];
                (p.align, p.first_line, p.page_break_before) = (TextAlign::Start, 0, false);
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

    fn letters(&mut self) {
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

/// Twips from one level of a list to the next, and how far its marks hang to the left of the text.
pub(in crate::docx) fn list_indents(catalogue: &Catalogue<'_>) -> (i32, i32) {
    let list = catalogue.sheet.role(&Role::List);
    let step = twips(list.padding.left + list.margin.left);
    let step = if step < 200 { twips(Length::points(18)) } else { step };
    (step, step.min(360))
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
