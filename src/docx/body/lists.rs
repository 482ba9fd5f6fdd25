//! Lists: real ones, that go on when Enter is pressed.

use std::fmt::Write as _;

use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::diagnostic::Diagnostic;
use crate::docx::element::Piece;
use crate::docx::numbering::{LEVELS, Ordered, format_name};
use crate::docx::reference::HouseList;
use crate::docx::styles::built_in::list_indents;
use crate::docx::styles::{Context, twips};
use crate::model::{BlockKind, Direction, List, ListItem, ListKind, plain_text};
use crate::style::Role;

impl Body<'_> {
    pub(super) fn list(&mut self, list: &List, context: &Context) {
        let depth = context.list_depth.min(LEVELS - 1);
        let step = list_indents(&self.catalogue).step;
        if context.list_depth >= LEVELS && !self.deep_lists {
            self.deep_lists = true;
            let span = list.items.first().map(|item| item.span);
            let mut message = Diagnostic::warning("deep-list", "a list is nested more than nine levels deep");
            message.span = span;
            self.diagnostics.push(message.help("Word has nine levels of lists: deeper ones are indented in its DOCX, and share the ninth level's marks"));
        }
        // Levels that Word does not have become indents.
        let surplus = i32::from(context.list_depth - depth) * step;
        let origin = context.list_origin.0 + surplus;
        let styled = depth.min(4) + 1;
        let number = if styled == 1 { String::new() } else { styled.to_string() };
        let numbering = match self.house_list(list.kind, depth) {
            // The house's style has its bullets itself.
            Some(_) if list.kind == ListKind::Bullet => None,
            Some(house) => {
                let start = if let ListKind::Ordered { start, .. } = list.kind { start } else { 1 };
                Some((self.numbering.like(&house, start), house.level))
            }
            None => Some(match list.kind {
                ListKind::Bullet => (self.numbering.bullets(origin), depth),
                ListKind::Ordered { start, style } => {
                    let direction =
                        list.items.first().map_or(self.language.direction(), |item| self.item_direction(item));
                    let list = Ordered { style, level: depth, nesting: context.lists, direction };
                    (self.numbering.ordered(list, start, origin), depth)
                }
            }),
        };
        // The styles of lists are indented by their level already, and need what surrounds the outermost list.
        let outer = Context {
            left: origin + i32::from(depth.saturating_sub(4)) * step,
            path: deeper(&context.list_origin.1, depth, surplus),
            ..context.clone()
        };
        let continued = self.catalogue.within(&format!("ListContinue{number}"), &outer);
        let left = origin + step * (i32::from(depth) + 1);
        let inner = Context {
            text: continued,
            path: format!("{} List {}", context.list_origin.1, context.list_depth.saturating_add(1)).trim().to_owned(),
            left,
            list_depth: context.list_depth.saturating_add(1),
            lists: context.lists.saturating_add(1),
            grouped: false,
            ..context.clone()
        };
        for (place, item) in list.items.iter().enumerate() {
            let ends = (context.list_depth == 0 || context.ends_list) && place + 1 == list.items.len();
            let base = match (list.kind, item.task) {
                (_, Some(_)) => "ListTask",
                (ListKind::Bullet, None) => "ListBullet",
                (ListKind::Ordered { .. }, None) => "ListNumber",
            };
            let mut style = self.catalogue.within(&format!("{base}{number}"), &outer);
            if !list.tight {
                let gap = self.catalogue.get("ListContinue").map_or(0, |s| s.paragraph.after);
                style = self.catalogue.variant(&style, "loose", |p| p.after = p.after.max(gap));
            }
            if place == 0 && context.list_depth == 0 && context.follows {
                style = self.list_begin(&style);
            }
            let numbering = numbering.filter(|_| item.task.is_none());
            self.item(item, &style, numbering, &Context { ends_list: ends, ..inner.clone() });
        }
    }

    /// The style of the first paragraph of a list: the space above the list, less what stands before it leaves.
    fn list_begin(&mut self, style: &str) -> String {
        let lack = twips(self.catalogue.sheet.role(&Role::List).margin.top) - self.after;
        if lack < 20 {
            return style.to_owned();
        }
        let points = lack / 20;
        self.catalogue.variant(style, &format!("begin {points} pt"), |p| p.before = points * 20)
    }

    /// What the reference document numbers such a list with, if it does so in this form.
    fn house_list(&self, kind: ListKind, depth: u8) -> Option<HouseList> {
        let name = match kind {
            ListKind::Bullet => "List Bullet",
            ListKind::Ordered { .. } => "List Number",
        };
        let name = match depth {
            0 => name.to_owned(),
            1..=4 => format!("{name} {}", depth + 1),
            _ => return None,
        };
        let list = self.house?.list(&name)?;
        let format = match kind {
            ListKind::Bullet => "bullet",
            ListKind::Ordered { style, .. } => format_name(style),
        };
        (list.format == format).then_some(list)
    }

    /// Which way the item runs.
    fn item_direction(&self, item: &ListItem) -> Direction {
        match item.blocks.first().map(|block| &block.kind) {
            Some(BlockKind::Paragraph(content)) => self.direction(&plain_text(content)),
            _ => self.language.direction(),
        }
    }

    fn item(&mut self, item: &ListItem, style: &str, numbering: Option<(u32, u8)>, context: &Context) {
        // The mark of an item stands before its first paragraph; an item without one gets an empty one.
        let (lead, rest) = match item.blocks.split_first() {
            Some((block, rest)) => match &block.kind {
                BlockKind::Paragraph(content) => (Some((&block.id, content)), rest),
                _ => (None, item.blocks.as_slice()),
            },
            None => (None, &[][..]),
        };
        let style = if context.ends_list && rest.is_empty() { self.list_end(style) } else { style.to_owned() };
        let direction = self.item_direction(item);
        let voice = Voice::new(self, &style, context, direction);
        let paragraph = Paragraph { style: &style, block: lead.map(|(id, _)| id), numbering, direction };
        self.paragraph(paragraph, |body| {
            if let Some(ticked) = item.task {
                body.check_box(ticked, direction);
                body.run(&voice, [Piece::Tab]);
            }
            if let Some((_, content)) = lead {
                body.inlines(content, &voice);
            }
        });
        self.blocks(rest, context);
    }

    /// A box that can be ticked ([MS-DOCX] §2.6.1.14).
    fn check_box(&mut self, ticked: bool, direction: Direction) {
        let (state, mark) = if ticked { (1, '\u{2612}') } else { (0, '\u{2610}') };
        let rtl = if direction == Direction::RightToLeft { "<w:rPr><w:rtl/></w:rPr>" } else { "" };
        let _ = write!(
            self.xml,
            "<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val=\"{state}\"/>\
             <w14:checkedState w14:val=\"2612\" w14:font=\"MS Gothic\"/>\
             <w14:uncheckedState w14:val=\"2610\" w14:font=\"MS Gothic\"/></w14:checkbox></w:sdtPr>\
             <w:sdtContent><w:r>{rtl}<w:t>{mark}</w:t></w:r></w:sdtContent></w:sdt>"
        );
    }
}

/// The path for the style of a list deeper than Word's styles go.
fn deeper(path: &str, depth: u8, surplus: i32) -> String {
    if depth <= 4 {
        path.to_owned()
    } else {
        format!("{path} Level {}", i32::from(depth) + 1 + surplus).trim().to_owned()
    }
}
