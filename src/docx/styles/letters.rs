//! The styles of letters: one for each combination that the document has.

use super::{Catalogue, Kind, ParagraphLook, RunLook, Style, id_of};
use crate::style::{Role, TokenClass};
use crate::units::Color;

/// What a stretch of letters is, apart from its paragraph.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::docx) enum Letters {
    Emphasis,
    Strong,
    Strikethrough,
    Superscript,
    Subscript,
    SmallCaps,
    Code,
    Link,
    Token(TokenClass),
    /// A line of code to be emphasised.
    MarkedLine,
    Class(String),
    /// Letters of a complex script that this family has, and the family of the text has not.
    Family(String),
    /// East Asian characters, which have no italics.
    Upright,
}

impl Letters {
    /// The role in the style sheet; none for what the letters themselves ask for.
    fn role(&self) -> Option<Role> {
        Some(match self {
            Self::Emphasis => Role::Emphasis,
            Self::Strong => Role::Strong,
            Self::Strikethrough => Role::Strikethrough,
            Self::Superscript => Role::Superscript,
            Self::Subscript => Role::Subscript,
            Self::SmallCaps => Role::SmallCaps,
            Self::Code => Role::Code,
            Self::Link => Role::Link,
            Self::Token(class) => Role::Token(*class),
            Self::MarkedLine => Role::Class("marked-line".into()),
            Self::Class(name) => Role::Class(name.clone()),
            Self::Family(_) | Self::Upright => return None,
        })
    }

    /// The id of its style and the style's name, Word's own where it has one.
    fn identity(&self) -> (String, String) {
        let both = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        match self {
            Self::Emphasis => both("Emphasis", "Emphasis"),
            Self::Strong => both("Strong", "Strong"),
            Self::Strikethrough => both("Strikethrough", "Strikethrough"),
            Self::Superscript => both("Superscript", "Superscript"),
            Self::Subscript => both("Subscript", "Subscript"),
            Self::SmallCaps => both("SmallCaps", "Small Caps"),
            Self::Code => both("VerbatimChar", "Verbatim Char"),
            Self::Link => both("Hyperlink", "Hyperlink"),
            Self::MarkedLine => both("MarkedLine", "Marked Line"),
            Self::Token(class) => (format!("Token{class:?}"), format!("Token {class:?}")),
            Self::Class(name) => (format!("{}Char", id_of(name)), name.clone()),
            Self::Family(name) => (format!("{}Face", id_of(name)), name.clone()),
            Self::Upright => both("EastAsian", "East Asian"),
        }
    }
}

impl Catalogue<'_> {
    /// The character style of letters that are all of these at once, in a paragraph with those letters; `None` for none.
    pub(in crate::docx) fn letters(&mut self, letters: &[Letters], paragraph: &RunLook) -> Option<String> {
        let mut all: Vec<Letters> = Vec::with_capacity(letters.len());
        for one in letters {
            if !all.contains(one) {
                all.push(one.clone());
            }
        }
        if all.is_empty() {
            return None;
        }
        let key = (all, paragraph.bold, paragraph.italic, paragraph.size);
        if let Some(known) = self.combinations.get(&key) {
            return known.clone();
        }
        let id = self.combine(&key.0, paragraph);
        self.combinations.insert(key, Some(id.clone()));
        Some(id)
    }

    fn combine(&mut self, letters: &[Letters], paragraph: &RunLook) -> String {
        let root = RunLook::of(self.sheet.root(), false);
        let mut computed = self.sheet.root().clone();
        let (mut id, mut name) = (String::new(), String::new());
        let mut script = None;
        let mut complex = None;
        for one in letters {
            if let Some(role) = one.role() {
                computed = self.sheet.compute(&role, &computed);
            }
            let (own_id, own_name) = one.identity();
            id.push_str(&own_id);
            name = if name.is_empty() { own_name } else { format!("{name} {own_name}") };
            match one {
                Letters::Superscript => script = Some("superscript"),
                Letters::Subscript => script = Some("subscript"),
                Letters::Family(name) => complex = Some(name.clone()),
                _ => {}
            }
        }
        let mut run = RunLook::of(&computed, true);
        run.script = script;
        run.complex = complex;
        run.no_proof = letters.iter().any(|l| matches!(l, Letters::Code | Letters::Token(_) | Letters::MarkedLine));
        if script.is_some() {
            // Word makes them smaller of its own accord.
            run.size = root.size;
        }
        let unknown = |class: &str| {
            letters.contains(&Letters::Class(class.into()))
                && self.sheet.declarations(&Role::Class(class.into())).is_none()
        };
        run.underline |= unknown("underline");
        if letters.contains(&Letters::MarkedLine) {
            let ground = self.sheet.role(&Role::CodeBlock).background.unwrap_or(Color::WHITE);
            // As on paper: a tinge of yellow over the ground of the block.
            let tinged = Color::rgb(ground.red, ground.green.saturating_sub(6), ground.blue.saturating_sub(40));
            run.shade = run.shade.or(Some(tinged));
        }
        if unknown("mark") {
            run.shade = run.shade.or(Some(Color::rgb(255, 242, 168)));
        }
        // Bold inside bold: Word toggles where two styles both say so (ECMA-376 Part 1 §17.7.3).
        if run.bold && paragraph.bold {
            run.bold = false;
            id.push_str("-Bold");
            name.push_str(" (in bold)");
        }
        if letters.contains(&Letters::Upright) {
            // Italics of the paragraph's style are undone by those of its letters' (§17.7.3).
            run.italic = paragraph.italic;
            if paragraph.italic {
                id.push_str("-Italic");
                name.push_str(" (in italics)");
            }
        }
        if run.size != root.size && paragraph.size != root.size && root.size > 0 {
            run.size = run.size * paragraph.size / root.size;
            id.push_str(&format!("-{}", run.size));
            name.push_str(&format!(" ({} half-points)", run.size));
        }
        let style = Style {
            id: id.clone(),
            name,
            kind: Kind::Character,
            based_on: Some("DefaultParagraphFont".into()),
            next: None,
            priority: 99,
            quick: false,
            paragraph: ParagraphLook::default(),
            run,
        };
        self.add(style);
        id
    }
}
