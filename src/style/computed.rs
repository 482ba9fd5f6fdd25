//! What a style sheet comes to: for each role, every property with its value.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::declarations::Declarations;
use super::document::{DocumentStyle, Page};
use super::protrusion::Protrusion;
use crate::model::{CalloutKind, NumberStyle};
use crate::units::{Color, Length};

/// What a stretch of the document is for; each has a table in the style sheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The whole text; every other role inherits from it.
    Body,
    /// The document's title on its title page or at its head.
    Title,
    /// The subtitle.
    Subtitle,
    /// The authors.
    Author,
    /// The date.
    Date,
    /// The abstract.
    Abstract,
    /// A heading of that level, 1 to 6.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// The first paragraph after a heading, quote, list, figure or table.
    FirstParagraph,
    /// A block quotation.
    Quote,
    /// A list; its left padding is the indent of its items.
    List,
    /// An item of a list.
    ListItem,
    /// The term of a definition list.
    DefinitionTerm,
    /// A definition.
    Definition,
    /// Code in the line.
    Code,
    /// A block of code.
    CodeBlock,
    /// A table as a whole.
    Table,
    /// A cell of its header rows.
    TableHeader,
    /// A cell of its body.
    TableCell,
    /// A cell of its footer rows.
    TableFooter,
    /// A figure as a whole.
    Figure,
    /// The caption of a figure, table or listing.
    Caption,
    /// The text of a footnote.
    Note,
    /// The mark of a footnote in the text.
    NoteReference,
    /// A callout of that kind.
    Callout(CalloutKind),
    /// A callout's title.
    CalloutTitle,
    /// A displayed formula.
    Math,
    /// The heading of the contents, and of the lists of figures and tables.
    ContentsTitle,
    /// An entry of the contents of that level, 1 to 6.
    ContentsEntry(u8),
    /// The running head.
    Header,
    /// The running foot.
    Footer,
    /// A thematic break.
    ThematicBreak,
    /// A link.
    Link,
    /// Emphasis.
    Emphasis,
    /// Strong importance.
    Strong,
    /// Struck-through text.
    Strikethrough,
    /// Superscript.
    Superscript,
    /// Subscript.
    Subscript,
    /// Small capitals.
    SmallCaps,
    /// A token of highlighted code.
    Token(TokenClass),
    /// An author's class on a span, container or other block.
    Class(String),
}

/// What a stretch of code is, for its colour: the classes every edition knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum TokenClass {
    Keyword,
    Type,
    Function,
    Variable,
    Constant,
    Number,
    String,
    Escape,
    Comment,
    Operator,
    Punctuation,
    Tag,
    Attribute,
    Heading,
    Inserted,
    Deleted,
    Invalid,
}

/// Upright or slanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum FontStyle {
    /// Upright.
    #[default]
    Normal,
    /// Italic, or oblique where a family has no italic.
    Italic,
}

/// How the lines of a block stand between its margins. Start and end follow the base direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextAlign {
    /// At the start margin, ragged at the end.
    Start,
    /// Centred.
    Center,
    /// At the end margin.
    End,
    /// Both margins straight, the last line at the start.
    #[default]
    Justify,
}

impl TextAlign {
    /// Whether lines begin elsewhere than at the margin, so that no indent can mark the beginning of one.
    #[must_use]
    pub fn is_set_apart(self) -> bool {
        matches!(self, Self::Center | Self::End)
    }
}

/// How the ends of lines are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LineBreaking {
    /// Over the whole paragraph, so that no line is worse than it has to be.
    #[default]
    Optimal,
    /// Line by line, each as full as it gets, as word processors do.
    FirstFit,
    /// So that all lines are of nearly one width, where margins are ragged; otherwise as [`Self::Optimal`].
    Balanced,
}

/// A change of case for display; the text itself stays as written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextTransform {
    /// As written.
    #[default]
    None,
    /// Capitals.
    Uppercase,
    /// Small letters as small capitals.
    SmallCaps,
}

/// Forms of letters and figures that are drawn to stand above or below a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VariantPosition {
    /// Superior ones.
    Super,
    /// Inferior ones.
    Sub,
}

/// Where a page may, must or must not end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Break {
    /// Where it falls.
    #[default]
    Auto,
    /// Not here.
    Avoid,
    /// A new page here.
    Page,
    /// A new right-hand page here.
    Recto,
}

/// Whether a figure may leave its place for a better page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Float {
    /// It stands where it was written.
    None,
    /// It moves down past text where it would leave a page partly empty.
    #[default]
    Auto,
    /// It stands at the head of a page.
    Top,
    /// It stands at the foot of a page.
    Bottom,
    /// It has a page to itself, or shares it with others.
    Page,
}

/// One value for each edge of a box. Left is the start edge in left-to-right text, and mirrored in right-to-left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edges<T> {
    /// Top.
    pub top: T,
    /// Right (end).
    pub right: T,
    /// Bottom.
    pub bottom: T,
    /// Left (start).
    pub left: T,
}

/// A solid rule along an edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Border {
    /// Its thickness.
    pub width: Length,
    /// Its colour.
    pub color: Color,
}

/// Every property of a role, in absolute units. CSS names, underscores for hyphens.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// Families in order of preference; the bundled fallbacks follow them.
    pub font_family: Vec<String>,
    /// Size of the type.
    pub font_size: Length,
    /// Weight, 100 to 900.
    pub font_weight: u16,
    /// Upright or italic.
    pub font_style: FontStyle,
    /// OpenType features with their values, such as `("onum", 1)`.
    pub font_features: Vec<(String, u32)>,
    /// Distance from baseline to baseline.
    pub line_height: Length,
    /// Colour of the text.
    pub color: Color,
    /// Colour behind the text or block.
    pub background: Option<Color>,
    /// Rules around the block.
    pub border: Edges<Option<Border>>,
    /// Space between rule and content.
    pub padding: Edges<Length>,
    /// Space outside the rules. Vertical margins of neighbours collapse to the larger (CSS 2.1 §8.3.1).
    pub margin: Edges<Length>,
    /// Alignment of lines.
    pub text_align: TextAlign,
    /// Indent of the first line; negative for a hanging one.
    pub text_indent: Length,
    /// Whether words may be hyphenated.
    pub hyphens: bool,
    /// Space added between letters.
    pub letter_spacing: Length,
    /// Case.
    pub text_transform: TextTransform,
    /// Underlined.
    pub underline: bool,
    /// Struck through.
    pub line_through: bool,
    /// Rise of the baseline; negative for subscripts.
    pub baseline_shift: Length,
    /// The break in front of the block.
    pub break_before: Break,
    /// The break after it.
    pub break_after: Break,
    /// Whether it may be broken inside.
    pub break_inside: Break,
    /// Stays on the page of the block that follows.
    pub keep_with_next: bool,
    /// For figures: whether one with a caption may move.
    pub float: Float,
    /// It is as wide as all columns, which end above it and begin anew below.
    pub column_span: bool,
    /// Fewest lines of a paragraph at the foot of a page.
    pub orphans: u32,
    /// Fewest lines at the head of a page.
    pub widows: u32,
    /// Whether words with a capital in front, such as names, may be hyphenated where words may.
    pub hyphenate_capitalized: bool,
    /// How much of a ragged line may stay empty before a word is hyphenated, in thousandths of its width (CSS Text 4,
    /// `hyphenate-limit-zone`).
    pub hyphenate_limit_zone: u32,
    /// Superior or inferior forms of the font are wanted, at the size of the text around; where the font lacks one of them, the
    /// size and baseline of the style stand in.
    pub variant_position: Option<(VariantPosition, Length)>,
    /// Glyphs may hang into the margins.
    pub protrusion: bool,
    /// How far the signs of each family do.
    pub protrusion_tables: Arc<Protrusion>,
    /// Most by which glyphs may be widened or narrowed to justify, in thousandths (20 for ±2 %); zero for not at all. Columns
    /// narrower than 28.5 em get half as much again where a word would have to be cut, and a line that would have holes whichever
    /// way its paragraph is broken up to twice as much.
    pub expansion: u32,
    /// How the ends of lines are chosen.
    pub line_breaking: LineBreaking,
    /// Lines that paragraphs should have more (or fewer) than comes out best, if their words allow it.
    pub looseness: i8,
    /// The form of this role's numbers: headings, list items, pages.
    pub number_style: Option<NumberStyle>,
    /// For tables: numbers in columns that are aligned at the end stand with their decimal signs below one another.
    pub decimal_align: bool,
    /// For tables: the rule between rows.
    pub row_rule: Option<Border>,
    /// Size of the body's type, to which `rem` refers.
    pub root_font_size: Length,
    /// Line height of the body, to which `lh` refers.
    pub root_line_height: Length,
}

/// A style sheet with `extends` worked out.
///
/// **Invariant:** it has declarations (perhaps empty ones) for every role but classes, so asking for one never fails.
#[derive(Clone, Debug, PartialEq)]
pub struct StyleSheet {
    /// Its name, such as `book`.
    pub name: String,
    /// The page.
    pub page: Page,
    /// The document as a whole.
    pub document: DocumentStyle,
    pub(super) roles: BTreeMap<Role, Declarations>,
    pub(super) root: Computed,
}

impl StyleSheet {
    /// The properties of the whole text: what [`Role::Body`] declares over the defaults.
    #[must_use]
    pub fn root(&self) -> &Computed {
        &self.root
    }

    /// The properties of a role inside something with the properties `parent`: inherited properties (CSS 2.1 §6.2) are
    /// the parent's, the others start afresh, and what the role declares overrides both. An unknown class declares nothing.
    #[must_use]
    pub fn compute(&self, role: &Role, parent: &Computed) -> Computed {
        // A cell of a footer is a cell of the body, unless the sheet says otherwise.
        let start = match role {
            Role::TableFooter => self.compute(&Role::TableCell, parent),
            _ => parent.inherited(),
        };
        match self.roles.get(role) {
            Some(declarations) => declarations.apply(start, parent),
            None => start,
        }
    }

    /// The properties of a role directly inside the body.
    #[must_use]
    pub fn role(&self, role: &Role) -> Computed {
        self.compute(role, &self.root)
    }

    /// What the sheet says of a role, and nothing that it inherits; `None` for a class it does not know.
    #[must_use]
    pub fn declarations(&self, role: &Role) -> Option<&Declarations> {
        self.roles.get(role)
    }

    /// All roles with what the sheet says of them, in a fixed order.
    pub fn roles(&self) -> impl Iterator<Item = (&Role, &Declarations)> {
        self.roles.iter()
    }

    /// Width of the text block.
    #[must_use]
    pub fn text_width(&self) -> Length {
        self.page.width - self.page.margin_inside - self.page.margin_outside
    }

    /// Width of one column of text.
    #[must_use]
    pub fn column_width(&self) -> Length {
        let columns = i64::from(self.page.columns.max(1));
        (self.text_width() - self.page.column_gap * (columns - 1)) / columns
    }
}
