//! Which faces the text is set in, and which characters it has.

use std::collections::BTreeSet;

use crate::epub::book::Book;
use crate::model::{Block, BlockKind, Inline, InlineKind, List};
use crate::style::{Computed, FontStyle, Role};

/// What the text needs.
#[derive(Debug, Default)]
pub(super) struct Used {
    pub(super) faces: BTreeSet<WantedFace>,
    pub(super) characters: BTreeSet<char>,
}

/// What a style asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct WantedFace {
    pub(super) families: Vec<String>,
    pub(super) weight: u16,
    pub(super) italic: bool,
}

impl WantedFace {
    pub(super) fn style(&self) -> FontStyle {
        if self.italic { FontStyle::Italic } else { FontStyle::Normal }
    }
}

/// Characters that reading systems add to the text: numbers and marks of lists, hyphens.
const ADDED: &str = "\u{A0}\u{AD}\u{2010}\u{2011}–—•◦▪‣…";

/// Walks over the text with the style of each part of it in hand.
pub(super) struct Walk<'a> {
    book: &'a Book<'a>,
    pub(super) used: Used,
}

impl<'a> Walk<'a> {
    pub(super) fn over(book: &'a Book<'a>) -> Used {
        let mut walk = Self { book, used: Used::default() };
        let root = book.sheet.root();
        let resolved = book.resolved;
        walk.used.characters.extend((' '..='~').chain(ADDED.chars()));
        walk.face(root);
        let metadata = &resolved.metadata;
        walk.inlines(&metadata.title, &walk.style(&Role::Title, root));
        walk.inlines(&metadata.subtitle, &walk.style(&Role::Subtitle, root));
        walk.string(&metadata.people.iter().map(|person| person.name.as_str()).collect::<String>());
        walk.blocks(&metadata.abstract_, &walk.style(&Role::Abstract, root));
        walk.blocks(book.blocks, root);
        let note = walk.style(&Role::Note, root);
        resolved.notes.iter().for_each(|n| walk.blocks(&n.blocks, &note));
        walk.used
    }

    fn style(&self, role: &Role, parent: &Computed) -> Computed {
        self.book.sheet.compute(role, parent)
    }

    fn face(&mut self, style: &Computed) {
        let face = WantedFace {
            families: style.font_family.clone(),
            weight: style.font_weight,
            italic: style.font_style == FontStyle::Italic,
        };
        self.used.faces.insert(face);
    }

    fn string(&mut self, text: &str) {
        // ASCII is there already.
        self.used.characters.extend(text.chars().filter(|c| !c.is_ascii()));
    }

    fn text(&mut self, text: &str, style: &Computed) {
        self.face(style);
        self.string(text);
    }

    fn blocks(&mut self, blocks: &[Block], parent: &Computed) {
        for block in blocks {
            self.block(block, parent);
        }
    }

    fn block(&mut self, block: &Block, parent: &Computed) {
        let classes = block.attributes.classes.iter();
        let with_classes = |style: Computed| {
            classes.clone().fold(style, |style, class| self.style(&Role::Class(class.clone()), &style))
        };
        match &block.kind {
            BlockKind::Heading { level, content } => {
                let style = with_classes(self.style(&Role::Heading(*level), parent));
                self.inlines(content, &style);
            }
            BlockKind::Paragraph(content) => {
                let style = with_classes(self.style(&Role::Paragraph, parent));
                self.inlines(content, &style);
            }
            BlockKind::Quote(blocks) => {
                let style = with_classes(self.style(&Role::Quote, parent));
                self.blocks(blocks, &style);
            }
            BlockKind::List(List { items, .. }) => {
                let style = self.style(&Role::ListItem, &with_classes(self.style(&Role::List, parent)));
                items.iter().for_each(|item| self.blocks(&item.blocks, &style));
                if items.iter().any(|item| item.task.is_some()) {
                    self.string("☐☑");
                }
            }
            BlockKind::Definitions(items) => {
                let (term, definition) =
                    (self.style(&Role::DefinitionTerm, parent), self.style(&Role::Definition, parent));
                for item in items {
                    self.inlines(&item.term, &term);
                    item.definitions.iter().for_each(|blocks| self.blocks(blocks, &definition));
                }
            }
            BlockKind::Code(code) => {
                let style = self.style(&Role::CodeBlock, parent);
                self.text(&code.text, &style);
                if code.language.is_some() {
                    // Comments are often slanted.
                    let comment = self.style(&Role::Token(crate::style::TokenClass::Comment), &style);
                    self.face(&comment);
                }
                self.caption(code.caption.as_ref(), parent);
            }
            BlockKind::Table(table) => {
                let style = self.style(&Role::Table, parent);
                self.caption(table.caption.as_ref(), &style);
                for (group, rows) in table.groups() {
                    let style = self.style(&Role::cell_of(group), &style);
                    rows.iter().flat_map(|row| &row.cells).for_each(|cell| self.blocks(&cell.blocks, &style));
                }
            }
            BlockKind::Figure(figure) => self.caption(figure.caption.as_ref(), &self.style(&Role::Figure, parent)),
            BlockKind::Callout { kind, title, blocks } => {
                let style = self.style(&Role::Callout(*kind), parent);
                let heading = self.style(&Role::CalloutTitle, &style);
                self.face(&heading);
                self.inlines(title.as_deref().unwrap_or_default(), &heading);
                self.blocks(blocks, &style);
            }
            BlockKind::Container(blocks) => {
                let style = with_classes(parent.inherited());
                self.blocks(blocks, &style);
            }
            BlockKind::Raw { text, .. } => {
                let style = self.style(&Role::CodeBlock, parent);
                self.text(text, &style);
            }
            BlockKind::Contents(_) => {
                let styles = (1..=6).map(|level| self.style(&Role::ContentsEntry(level), parent));
                let title = self.style(&Role::ContentsTitle, parent);
                styles.chain([title]).collect::<Vec<_>>().iter().for_each(|style| self.face(style));
            }
            BlockKind::Math(_) | BlockKind::ThematicBreak | BlockKind::PageBreak => {}
        }
    }

    fn caption(&mut self, caption: Option<&crate::model::Caption>, parent: &Computed) {
        let style = self.style(&Role::Caption, parent);
        if let Some(caption) = caption {
            self.inlines(&caption.content, &style);
        }
    }

    fn inlines(&mut self, inlines: &[Inline], style: &Computed) {
        for inline in inlines {
            let role = match &inline.kind {
                InlineKind::Text(text) => {
                    self.text(text, style);
                    continue;
                }
                InlineKind::Code { text, .. } => {
                    let style = self.style(&Role::Code, style);
                    self.text(text, &style);
                    continue;
                }
                InlineKind::Citation(citation) => {
                    self.string(&citation.source);
                    continue;
                }
                InlineKind::Ruby(ruby) => {
                    self.text(&ruby.base, style);
                    self.text(&ruby.annotation, style);
                    continue;
                }
                InlineKind::CrossReference(reference) => {
                    self.string(&self.book.resolved.reference(reference).text);
                    continue;
                }
                InlineKind::Span { attributes, content } => {
                    let style = attributes
                        .classes
                        .iter()
                        .fold(style.inherited(), |style, class| self.style(&Role::Class(class.clone()), &style));
                    self.inlines(content, &style);
                    continue;
                }
                InlineKind::Emphasis(_) => Role::Emphasis,
                InlineKind::Strong(_) => Role::Strong,
                InlineKind::Strikethrough(_) => Role::Strikethrough,
                InlineKind::Superscript(_) => Role::Superscript,
                InlineKind::Subscript(_) => Role::Subscript,
                InlineKind::SmallCaps(_) => Role::SmallCaps,
                InlineKind::Link(_) => Role::Link,
                InlineKind::Insertion(_) | InlineKind::Deletion(_) | InlineKind::Comment(_) => {
                    self.inlines(inline.children(), style);
                    continue;
                }
                InlineKind::Math(_)
                | InlineKind::Image(_)
                | InlineKind::NoteReference(_)
                | InlineKind::LineBreak
                | InlineKind::SoftBreak
                | InlineKind::IndexMark(_) => continue,
            };
            let style = self.style(&role, style);
            self.inlines(inline.children(), &style);
        }
    }
}
