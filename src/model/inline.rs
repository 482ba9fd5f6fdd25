//! Inlines: what stands beside one another in a line.

use super::Attributes;
use crate::diagnostic::Span;

/// An inline with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Inline {
    /// The inline in the source.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
}

/// Every kind of inline. Backends match it exhaustively.
#[derive(Clone, Debug, PartialEq)]
pub enum InlineKind {
    /// Text. Never contains a line feed or a control character.
    Text(String),
    /// Emphasis, italic by convention.
    Emphasis(Vec<Inline>),
    /// Strong importance, bold by convention.
    Strong(Vec<Inline>),
    /// Struck through.
    Strikethrough(Vec<Inline>),
    /// Raised.
    Superscript(Vec<Inline>),
    /// Lowered.
    Subscript(Vec<Inline>),
    /// Small capitals.
    SmallCaps(Vec<Inline>),
    /// Code.
    Code {
        /// The code as written; a line end in the source is a space (CommonMark 0.31 §6.1).
        text: String,
        /// What the author gave it.
        attributes: Attributes,
    },
    /// A formula in the line.
    Math(Math),
    /// A link.
    Link(Link),
    /// A picture in the line.
    Image(Image),
    /// A mark that refers to a footnote.
    NoteReference(NoteReference),
    /// A reference to a numbered figure, table, equation, listing or section (`@fig:x`).
    CrossReference(CrossReference),
    /// A citation (`[@cite]`).
    Citation(Citation),
    /// A named span (`[…]{.class}`). `<kbd>`, `<mark>`, `<u>` and `<small>` are spans of the classes `kbd`, `mark`,
    /// `underline` and `small`; `lang` is in the attributes.
    Span {
        /// What the author gave it.
        attributes: Attributes,
        /// What it holds.
        content: Vec<Inline>,
    },
    /// Text with an annotation above it, such as its pronunciation (HTML `<ruby>`).
    Ruby(Ruby),
    /// A line break that the author asked for.
    LineBreak,
    /// A line end in the source: a space, or nothing between East Asian characters.
    SoftBreak,
    /// A mark for the index; shows nothing.
    IndexMark(String),
    /// Text that a reviewer put in.
    Insertion(Revision),
    /// Text that a reviewer took out.
    Deletion(Revision),
    /// What a reviewer remarked on a stretch of text; the remark is in the revision's `comment`.
    Comment(Revision),
}

/// A place in the side tables of a resolved document. Given out by [`super::Document::assign_keys`]; zero before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(pub u32);

/// A formula.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Math {
    /// Where the LaTeX stands in the source, without the dollar signs.
    pub span: Span,
    /// The LaTeX source.
    pub latex: String,
    /// Its place among all formulas of the document.
    pub key: Key,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The destination as written: `#anchor`, a URL, or a path to another source file.
    pub target: String,
    /// The link's title, empty where there is none.
    pub title: String,
    /// What is shown.
    pub content: Vec<Inline>,
    /// What the author gave it.
    pub attributes: Attributes,
    /// Its place among all links of the document.
    pub key: Key,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    /// The picture in the source.
    pub span: Span,
    /// Its address as written.
    pub target: String,
    /// The alternative text; empty for a decorative picture.
    pub alt: String,
    /// The title, empty where there is none.
    pub title: String,
    /// What the author gave it; `width` and `height` among the pairs.
    pub attributes: Attributes,
    /// Its place among all pictures of the document.
    pub key: Key,
}

/// A mark that refers to a footnote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoteReference {
    /// The label of the definition.
    pub label: String,
    /// Its place among all note references of the document.
    pub key: Key,
}

/// A reference to something numbered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrossReference {
    /// The id that the author gave the target, such as `fig:wheel`.
    pub target: String,
    /// Only the number is wanted, without `Figure` in front (`[-@fig:x]`).
    pub bare: bool,
    /// Its place among all cross-references of the document.
    pub key: Key,
}

/// A citation of one or more works.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Citation {
    /// The works cited.
    pub items: Vec<CitationItem>,
    /// As written in the source, shown where the work is not known.
    pub source: String,
}

/// One work in a citation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CitationItem {
    /// The work's key, without `@`.
    pub key: String,
    /// Text before (`see`).
    pub prefix: String,
    /// Text after (`p. 3`).
    pub suffix: String,
    /// The author is named in the text (`-@key`).
    pub suppress_author: bool,
}

/// Text with an annotation. More than text in either is not ruby to the model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruby {
    /// What is annotated; never empty.
    pub base: String,
    /// The annotation; never empty.
    pub annotation: String,
}

/// What a reviewer did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revision {
    /// The text put in, taken out or remarked on.
    pub content: Vec<Inline>,
    /// Who.
    pub author: Option<String>,
    /// When, as an RFC 3339 date.
    pub date: Option<String>,
    /// The remark; empty for insertions and deletions without one.
    pub comment: String,
}

impl Inline {
    /// The inlines inside this one; none for a leaf.
    #[must_use]
    pub fn children(&self) -> &[Inline] {
        match &self.kind {
            InlineKind::Emphasis(c)
            | InlineKind::Strong(c)
            | InlineKind::Strikethrough(c)
            | InlineKind::Superscript(c)
            | InlineKind::Subscript(c)
            | InlineKind::SmallCaps(c)
            | InlineKind::Span { content: c, .. } => c,
            InlineKind::Link(link) => &link.content,
            InlineKind::Insertion(r) | InlineKind::Deletion(r) | InlineKind::Comment(r) => &r.content,
            InlineKind::Text(_)
            | InlineKind::Code { .. }
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::NoteReference(_)
            | InlineKind::CrossReference(_)
            | InlineKind::Citation(_)
            | InlineKind::Ruby(_)
            | InlineKind::LineBreak
            | InlineKind::SoftBreak
            | InlineKind::IndexMark(_) => &[],
        }
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match &mut self.kind {
            InlineKind::Emphasis(c)
            | InlineKind::Strong(c)
            | InlineKind::Strikethrough(c)
            | InlineKind::Superscript(c)
            | InlineKind::Subscript(c)
            | InlineKind::SmallCaps(c)
            | InlineKind::Span { content: c, .. } => Some(c),
            InlineKind::Link(link) => Some(&mut link.content),
            InlineKind::Insertion(r) | InlineKind::Deletion(r) | InlineKind::Comment(r) => Some(&mut r.content),
            InlineKind::Text(_)
            | InlineKind::Code { .. }
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::NoteReference(_)
            | InlineKind::CrossReference(_)
            | InlineKind::Citation(_)
            | InlineKind::Ruby(_)
            | InlineKind::LineBreak
            | InlineKind::SoftBreak
            | InlineKind::IndexMark(_) => None,
        }
    }
}
