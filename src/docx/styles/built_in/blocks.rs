//! Tables, figures, captions, contents, and running heads.

use super::{Adder, Shelf};
use crate::docx::sections::running_tabs;
use crate::docx::styles::{ParagraphLook, RunLook, twips};
use crate::style::{Role, TextAlign};

impl Adder<'_, '_> {
    pub(super) fn tables_and_figures(&mut self) {
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
            for (id, name, role) in [
                ("TableText", "Table Text", Role::TableCell),
                ("TableHeading", "Table Heading", Role::TableHeader),
                ("TableFooting", "Table Footing", Role::TableFooter),
            ] {
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
        self.changed(
            "BetweenCode",
            "Between Code",
            "Normal",
            &Role::Body,
            Shelf(98, false, Some("BodyText")),
            |p, _| {
                (p.before, p.after, p.line, p.exact) = (0, 0, 20, true);
            },
        );
    }

    pub(super) fn contents(&mut self) {
        let wide = twips(self.catalogue.sheet.column_width());
        let depth = 6_u8;
        for level in 1..=depth {
            self.changed(
                &format!("TOC{level}"),
                &format!("toc {level}"),
                "Normal",
                &Role::ContentsEntry(level),
                Shelf(39, false, Some("Normal")),
                |p, r| {
                    // Room for a number of as many parts as the level; longer entries go on behind it.
                    let em = i32::try_from(r.size * 10).unwrap_or(220);
                    let number = em * (7 + 9 * i32::from(level)) / 10;
                    p.left += number;
                    p.tabs = vec![("left", "none", p.left), ("right", "dot", wide)];
                    p.right = 0;
                    (p.align, p.hyphenate, p.first_line) = (TextAlign::Start, false, -number);
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
                p.tabs = running_tabs(text);
                (p.align, p.first_line, p.page_break_before) = (TextAlign::Start, 0, false);
            });
        }
    }
}
