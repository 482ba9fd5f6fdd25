//! The styles of the document: Word's own where Word has one, ours where it has none, and one for each combination that the
//! document needs, so that nothing in the body is formatted by hand.
//!
//! **Invariant:** a style is only ever referred to by an id that [`Catalogue`] gave out, so every reference resolves.

pub(super) mod built_in;
mod context;
mod house;
mod initial;
mod latent;
mod letters;
mod look;
mod table;
mod write;

pub(super) use context::Context;
pub(super) use house::{renamed, used};
pub(super) use initial::Initial;
pub(super) use letters::Letters;
pub(super) use look::{ParagraphLook, Rule, RunLook, ThemeFonts, twips};

use std::collections::{HashMap, HashSet};

use crate::model::Alignment;
use crate::style::{Computed, Role, StyleSheet, TextAlign};

/// What kind of style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `w:type="paragraph"`.
    Paragraph,
    /// `w:type="character"`.
    Character,
}

/// One style with everything that it comes to.
#[derive(Clone, Debug)]
pub(super) struct Style {
    pub id: String,
    pub name: String,
    pub kind: Kind,
    pub based_on: Option<String>,
    pub next: Option<String>,
    /// Its place in Word's list of recommended styles.
    pub priority: u8,
    /// Shown in the gallery.
    pub quick: bool,
    pub paragraph: ParagraphLook,
    pub run: RunLook,
}

/// Every style that the document has so far.
#[derive(Debug)]
pub(super) struct Catalogue<'a> {
    pub sheet: &'a StyleSheet,
    pub theme: ThemeFonts,
    styles: Vec<Style>,
    by_id: HashMap<String, usize>,
    /// Names in lower case: Word does not tell `Note` from `note`.
    names: HashSet<String>,
    combinations: HashMap<(Vec<Letters>, bool, bool, i64), Option<String>>,
    boxes: Vec<BoxStyle>,
    /// A table has columns that the margins of cells would fill.
    narrow: bool,
}

/// A table style for boxes around other blocks.
#[derive(Debug)]
struct BoxStyle {
    id: String,
    name: String,
    look: Computed,
}

impl<'a> Catalogue<'a> {
    /// Word's own styles and ours, all filled from the sheet.
    pub(super) fn new(sheet: &'a StyleSheet) -> Self {
        let family = |c: &Computed| c.font_family.first().cloned().unwrap_or_else(|| "serif".into());
        let theme =
            ThemeFonts { major: family(&sheet.role(&Role::Heading(1))), minor: family(sheet.root()), complex: None };
        let mut catalogue = Self {
            sheet,
            theme,
            styles: Vec::with_capacity(96),
            by_id: HashMap::new(),
            names: HashSet::new(),
            combinations: HashMap::new(),
            boxes: Vec::new(),
            narrow: false,
        };
        built_in::add(&mut catalogue);
        catalogue
    }

    /// Sets headings upright, for a document in East Asian characters: Word would slant them by itself, as their fonts have no
    /// italics, and has one switch for them and the Latin letters beside them (ECMA-376 Part 1 §17.3.2.16).
    pub(super) fn set_headings_upright(&mut self) {
        for style in self.styles.iter_mut().filter(|style| style.paragraph.outline.is_some()) {
            style.run.italic = false;
        }
    }

    /// Adds a style unless there is one of that id; a name that is taken gets a number.
    pub(super) fn add(&mut self, mut style: Style) {
        if self.by_id.contains_key(&style.id) {
            return;
        }
        let plain = style.name.clone();
        let mut number = 1;
        while !self.names.insert(style.name.to_lowercase()) {
            number += 1;
            style.name = match style.kind {
                Kind::Character if number == 2 => format!("{plain} Char"),
                _ => format!("{plain} {number}"),
            };
        }
        self.by_id.insert(style.id.clone(), self.styles.len());
        self.styles.push(style);
    }

    /// The style of that id.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.by_id.get(id).and_then(|&place| self.styles.get(place))
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Style> {
        self.by_id.get(id).and_then(|&place| self.styles.get_mut(place))
    }

    /// The space that text paragraphs leave behind them, in twips: margins collapse in the sheet and add up in Word, so what
    /// follows text only adds the difference.
    pub(super) fn gap(&self) -> i32 {
        twips(self.sheet.role(&Role::Paragraph).margin.bottom).max(0)
    }

    /// The table style of a box with these properties: its rules, its ground, and the space between them and what it holds.
    pub(super) fn boxed(&mut self, id: &str, name: &str, look: &Computed) -> String {
        let id = format!("{id}Box");
        if !self.boxes.iter().any(|known| known.id == id) {
            self.boxes.push(BoxStyle { id: id.clone(), name: format!("{name} Box"), look: look.clone() });
        }
        id
    }

    /// The style of a table whose columns are too narrow for the margins of cells.
    pub(super) fn narrow_table(&mut self) -> &'static str {
        self.narrow = true;
        "TableNarrow"
    }

    /// Where blocks of the body stand.
    pub(super) fn body(&self) -> Context {
        Context {
            text: "BodyText".into(),
            path: String::new(),
            left: 0,
            right: 0,
            box_left: 0,
            rules: [None; 4],
            shade: None,
            run: RunLook::of(self.sheet.root(), false),
            list_depth: 0,
            lists: 0,
            list_origin: (0, String::new()),
            follows: false,
            ends_list: false,
            lang: None,
            align: None,
            width: twips(self.sheet.column_width()),
            note: false,
            grouped: false,
            behind_code: false,
        }
    }

    /// The paragraph style `base` where the context stands: itself in the body, otherwise one based on it with the context's
    /// indents, box and letters.
    pub(super) fn within(&mut self, base: &str, context: &Context) -> String {
        if context.path.is_empty() {
            return base.to_owned();
        }
        let path = context.path.as_str();
        let id = format!("{base}-{}", id_of(path));
        if self.by_id.contains_key(&id) {
            return id;
        }
        let Some(parent) = self.get(base).cloned() else { return base.to_owned() };
        let root = RunLook::of(self.sheet.root(), false);
        let mut paragraph = parent.paragraph.clone();
        paragraph.left += context.left;
        paragraph.right += context.right;
        if paragraph.shade.is_none() && paragraph.rules.iter().all(Option::is_none) {
            paragraph.rules = context.rules;
            paragraph.shade = context.shade;
            // The rule at the start stands off by as much as the paragraph is indented, so that it goes on where the box's is.
            let start = paragraph.left + paragraph.first_line.min(0);
            if let Some(rule) = &mut paragraph.rules[1] {
                rule.space = (rule.space + i64::from(start - context.box_left) / 20).clamp(0, 31);
            }
            // Paragraphs of different indents are boxes of their own to Word: no padding between them.
            if context.list_depth > 0 || start != context.box_left {
                for place in [0, 2] {
                    if let Some(rule) = &mut paragraph.rules[place] {
                        rule.space = 0;
                    }
                }
            }
        }
        match context.align {
            Some(Alignment::Left) => paragraph.align = TextAlign::Start,
            Some(Alignment::Center) => paragraph.align = TextAlign::Center,
            Some(Alignment::Right) => paragraph.align = TextAlign::End,
            None => {}
        }
        paragraph.page_break_before = false;
        let style = Style {
            id: id.clone(),
            name: format!("{} ({})", parent.name, path.trim()),
            based_on: Some(base.to_owned()),
            quick: false,
            priority: 99,
            run: inherit(parent.run, &context.run, &root),
            paragraph,
            ..parent
        };
        self.add(style);
        id
    }

    /// A style like `base` but for something that its place in the document asks for, which `suffix` names.
    pub(super) fn variant(&mut self, base: &str, suffix: &str, change: impl FnOnce(&mut ParagraphLook)) -> String {
        let id = format!("{base}-{}", id_of(suffix));
        if !self.by_id.contains_key(&id)
            && let Some(parent) = self.get(base).cloned()
        {
            let name = format!("{} ({suffix})", parent.name);
            let mut paragraph = parent.paragraph.clone();
            change(&mut paragraph);
            let based_on = Some(base.to_owned());
            self.add(Style { id: id.clone(), name, based_on, quick: false, priority: 99, paragraph, ..parent });
        }
        if self.by_id.contains_key(&id) { id } else { base.to_owned() }
    }

    /// The paragraph style with its first line indented by so many letters.
    pub(super) fn indented(&mut self, base: &str, letters: u8) -> String {
        let Some(style) = self.get(base) else { return base.to_owned() };
        let indent = letters_wide(letters, &style.run);
        if style.paragraph.first_line == indent {
            return base.to_owned();
        }
        let suffix = match letters {
            0 => "no indent",
            1 => "one letter",
            _ => "two letters",
        };
        self.variant(base, suffix, |p| p.first_line = indent)
    }

    /// The paragraph style with the indent that the style sheet gives its role, where the document's language has changed that.
    pub(super) fn indented_as_declared(&mut self, base: &str) -> String {
        let role = match base {
            "BodyText" => Role::Paragraph,
            "FirstParagraph" => Role::FirstParagraph,
            _ => return base.to_owned(),
        };
        let indent = twips(self.sheet.role(&role).text_indent);
        if self.get(base).is_none_or(|style| style.paragraph.first_line == indent) {
            return base.to_owned();
        }
        self.variant(base, "other language", |p| p.first_line = indent)
    }

    /// Indents all text by so many letters, for a document in a language that has it so.
    pub(super) fn indent_text(&mut self, letters: u8) {
        for style in self.styles.iter_mut().filter(|style| matches!(&*style.id, "BodyText" | "FirstParagraph")) {
            style.paragraph.first_line = letters_wide(letters, &style.run);
        }
    }

    /// The paragraph style without its italics.
    pub(super) fn upright(&mut self, base: String) -> String {
        let Some(parent) = self.get(&base).filter(|style| style.run.italic).cloned() else { return base };
        let id = format!("{base}-upright");
        let name = format!("{} (upright)", parent.name);
        let run = RunLook { italic: false, ..parent.run.clone() };
        self.add(Style { id: id.clone(), name, based_on: Some(base), quick: false, priority: 99, run, ..parent });
        id
    }

    /// The paragraph style in smaller type, for a table that would not fit otherwise; `scale` is in thousandths.
    pub(super) fn scaled(&mut self, base: String, scale: u32) -> String {
        let smaller = |size: i64| (size * i64::from(scale) / 1000).max(2);
        let Some(parent) = self.get(&base).filter(|_| scale < 1000).cloned() else { return base };
        let percent = scale / 10;
        let id = format!("{base}-{percent}");
        let mut run = parent.run.clone();
        run.size = smaller(run.size);
        let mut paragraph = parent.paragraph.clone();
        paragraph.line = i32::try_from(smaller(i64::from(paragraph.line))).unwrap_or(paragraph.line).max(20);
        let name = format!("{} ({percent} %)", parent.name);
        self.add(Style {
            id: id.clone(),
            name,
            based_on: Some(base),
            quick: false,
            priority: 99,
            run,
            paragraph,
            ..parent
        });
        id
    }

    /// The families that the styles name, in alphabetical order.
    pub(super) fn families(&self) -> Vec<String> {
        let named: std::collections::BTreeSet<&String> = self
            .styles
            .iter()
            .flat_map(|s| s.run.family.iter().chain(&s.run.complex))
            .chain(&self.theme.complex)
            .collect();
        named.into_iter().cloned().collect()
    }

    /// The paragraph style of an author's class, of that name.
    pub(super) fn class(&mut self, name: &str) -> String {
        let id = id_of(name);
        if !self.by_id.contains_key(&id) {
            let computed = self.sheet.role(&Role::Class(name.into()));
            let (mut paragraph, base) = (ParagraphLook::of(&computed), self.get("BodyText"));
            // As in a quotation, the space is around all of its paragraphs and not between them.
            paragraph.contextual = self.gap() == 0;
            if let Some(base) = base {
                paragraph.after = paragraph.after.max(base.paragraph.after);
            }
            self.add(Style {
                id: id.clone(),
                name: name.into(),
                kind: Kind::Paragraph,
                based_on: Some("BodyText".into()),
                next: None,
                priority: 40,
                quick: true,
                paragraph,
                run: RunLook::of(&computed, false),
            });
        }
        id
    }
}

/// The width of so many letters of East Asian text, in twips.
fn letters_wide(letters: u8, run: &RunLook) -> i32 {
    i32::try_from(run.size * 10).unwrap_or(0).saturating_mul(i32::from(letters))
}

/// The letters of a style inside a box: what the box changes, where the style itself changes nothing.
fn inherit(own: RunLook, context: &RunLook, root: &RunLook) -> RunLook {
    let mut run = own;
    if run.family == root.family {
        run.family.clone_from(&context.family);
    }
    if run.color == root.color {
        run.color = context.color;
    }
    if run.size == root.size {
        run.size = context.size;
    }
    run.bold |= context.bold;
    run.italic |= context.italic;
    run
}

/// A style id for a name: Word's own are the name without spaces.
pub(super) fn id_of(name: &str) -> String {
    let id: String = name.chars().filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect();
    if id.is_empty() { format!("Style{:x}", super::names::hash(name)) } else { id }
}
