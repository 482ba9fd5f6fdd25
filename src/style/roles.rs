//! The names of roles in style sheets, both ways.

use super::computed::{Role, TokenClass};
use crate::model::{CalloutKind, RowGroup};

/// A table of a style sheet: the roles its properties are for, and the tables in it.
pub(super) struct Table {
    /// Its name.
    pub(super) name: &'static str,
    /// The roles that its own properties are for: one, several for which they are defaults, or none.
    pub(super) roles: Vec<Role>,
    /// Tables inside it.
    pub(super) children: Vec<(&'static str, Role)>,
    /// Whether every other name inside it is an author's class.
    pub(super) classes: bool,
}

/// All tables for roles, in the order of the handbook.
pub(super) fn tables() -> Vec<Table> {
    let one = |name, role| Table { name, roles: vec![role], children: Vec::new(), classes: false };
    let group = |name, members: Vec<(&'static str, Role)>| Table {
        name,
        roles: members.iter().map(|(_, role)| role.clone()).collect(),
        children: members,
        classes: false,
    };
    let mut callout = group("callout", CalloutKind::ALL.map(|kind| (kind.name(), Role::Callout(kind))).to_vec());
    callout.children.push(("title", Role::CalloutTitle));
    let mut contents = group("contents", levels(Role::ContentsEntry));
    contents.children.push(("title", Role::ContentsTitle));
    let mut table = one("table", Role::Table);
    table.children = vec![("header", Role::TableHeader), ("cell", Role::TableCell), ("footer", Role::TableFooter)];
    vec![
        one("body", Role::Body),
        one("title", Role::Title),
        one("subtitle", Role::Subtitle),
        one("author", Role::Author),
        one("date", Role::Date),
        one("abstract", Role::Abstract),
        group("heading", levels(Role::Heading)),
        one("paragraph", Role::Paragraph),
        one("first-paragraph", Role::FirstParagraph),
        one("quote", Role::Quote),
        one("list", Role::List),
        one("list-item", Role::ListItem),
        one("definition-term", Role::DefinitionTerm),
        one("definition", Role::Definition),
        one("code", Role::Code),
        one("code-block", Role::CodeBlock),
        table,
        one("figure", Role::Figure),
        one("caption", Role::Caption),
        one("note", Role::Note),
        one("note-reference", Role::NoteReference),
        callout,
        one("math", Role::Math),
        contents,
        one("header", Role::Header),
        one("footer", Role::Footer),
        one("thematic-break", Role::ThematicBreak),
        one("link", Role::Link),
        one("emphasis", Role::Emphasis),
        one("strong", Role::Strong),
        one("strikethrough", Role::Strikethrough),
        one("superscript", Role::Superscript),
        one("subscript", Role::Subscript),
        one("small-caps", Role::SmallCaps),
        group("token", TokenClass::ALL.map(|class| (class.name(), Role::Token(class))).to_vec()),
        Table { name: "class", roles: Vec::new(), children: Vec::new(), classes: true },
    ]
}

fn levels(role: fn(u8) -> Role) -> Vec<(&'static str, Role)> {
    ["1", "2", "3", "4", "5", "6"].into_iter().zip(1..).map(|(name, level)| (name, role(level))).collect()
}

impl TokenClass {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Keyword,
        Self::Type,
        Self::Function,
        Self::Variable,
        Self::Constant,
        Self::Number,
        Self::String,
        Self::Escape,
        Self::Comment,
        Self::Operator,
        Self::Punctuation,
        Self::Tag,
        Self::Attribute,
        Self::Heading,
        Self::Inserted,
        Self::Deleted,
        Self::Invalid,
    ];

    /// Its name in style sheets and classes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::Type => "type",
            Self::Function => "function",
            Self::Variable => "variable",
            Self::Constant => "constant",
            Self::Number => "number",
            Self::String => "string",
            Self::Escape => "escape",
            Self::Comment => "comment",
            Self::Operator => "operator",
            Self::Punctuation => "punctuation",
            Self::Tag => "tag",
            Self::Attribute => "attribute",
            Self::Heading => "heading",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::Invalid => "invalid",
        }
    }
}

impl Role {
    /// The name of its table in style sheets, such as `heading.1`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Class(name) => format!("class.{name}"),
            role => tables()
                .iter()
                .find_map(|table| {
                    let child = table.children.iter().find(|(_, child)| child == role);
                    match child {
                        Some((name, _)) => Some(format!("{}.{name}", table.name)),
                        None => table.roles.contains(role).then(|| table.name.to_owned()),
                    }
                })
                .unwrap_or_default(),
        }
    }

    /// The role of the cells in rows of that group.
    #[must_use]
    pub const fn cell_of(group: RowGroup) -> Self {
        match group {
            RowGroup::Head => Self::TableHeader,
            RowGroup::Body => Self::TableCell,
            RowGroup::Foot => Self::TableFooter,
        }
    }

    /// Every role but classes, in the order of the handbook.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut roles = Vec::new();
        for table in tables() {
            for role in table.roles.into_iter().chain(table.children.into_iter().map(|(_, role)| role)) {
                if !roles.contains(&role) {
                    roles.push(role);
                }
            }
        }
        roles
    }
}
