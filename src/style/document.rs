//! What a style sheet says of the page, of the document as a whole, and of one edition only.

use crate::model::NumberStyle;
use crate::units::Length;

/// The page and what stands on it besides the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Width of the paper.
    pub width: Length,
    /// Height of the paper.
    pub height: Length,
    /// Margin above the text block.
    pub margin_top: Length,
    /// Margin below it.
    pub margin_bottom: Length,
    /// Margin at the binding; the left one when the document is one-sided.
    pub margin_inside: Length,
    /// Margin away from the binding.
    pub margin_outside: Length,
    /// Whether left and right pages mirror one another.
    pub two_sided: bool,
    /// Columns of text.
    pub columns: u32,
    /// Space between columns.
    pub column_gap: Length,
    /// Whether the last lines of all full pages stand at the same height.
    pub flush_bottom: bool,
    /// Whether lines of the body stand on a grid of the body's line height.
    pub baseline_grid: bool,
    /// What is printed beyond the trimmed page and cut off.
    pub bleed: Length,
    /// Marks for those who cut the pages.
    pub marks: Marks,
    /// What the pages are printed with.
    pub inks: Inks,
    /// Running head, left, centre and right of a right-hand page (mirrored on left-hand pages). Templates may hold `{page}`,
    /// `{pages}`, `{title}`, `{author}`, `{chapter}` (the level 1 heading) and `{section}` (the level 2 heading).
    pub header: RunningLine,
    /// On left-hand pages, where it differs.
    pub header_left: Option<RunningLine>,
    /// Running foot.
    pub footer: RunningLine,
    /// On left-hand pages, where it differs.
    pub footer_left: Option<RunningLine>,
    /// Distance from the top of the paper to the baseline of the running head.
    pub header_distance: Length,
    /// Distance from the bottom of the paper to the baseline of the running foot.
    pub footer_distance: Length,
    /// Form of page numbers in the main matter.
    pub folio: NumberStyle,
    /// Form of page numbers in the front matter (title page, contents); the same count goes on where it is equal to `folio`.
    pub front_folio: NumberStyle,
}

/// The three parts of a running head or foot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunningLine {
    /// At the inner (left) margin.
    pub left: String,
    /// In the middle.
    pub center: String,
    /// At the outer (right) margin.
    pub right: String,
}

/// How the first paragraph of a chapter begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Opening {
    /// Like any other.
    #[default]
    Plain,
    /// With an initial that is several lines high.
    DropCap,
    /// With its first words in small capitals.
    SmallCaps,
    /// With its first line in small capitals.
    FirstLine,
}

/// Where notes stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NotePlacement {
    /// At the foot of the page.
    #[default]
    Page,
    /// At the end of the chapter.
    Chapter,
    /// At the end of the document.
    Document,
}

/// What the notes of the EPUB are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EpubNotes {
    /// Footnotes, which reading systems show in place; the others find them at the end of the file.
    #[default]
    PopUp,
    /// Endnotes of each chapter.
    Chapter,
    /// Endnotes of the book.
    Book,
}

/// How notes at the foot of a page follow one another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NoteDisplay {
    /// Each begins a line.
    #[default]
    Block,
    /// Short ones share a line.
    Compact,
}

/// What pages are printed with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Inks {
    /// Colours as they are.
    #[default]
    Full,
    /// One ink: colours become grays.
    Gray,
    /// Colours as they are, but gray and black text and rules are of black ink alone.
    BlackText,
}

/// Marks outside of the trimmed page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Marks {
    /// None.
    #[default]
    None,
    /// Where to cut.
    Crop,
    /// Where to cut, and targets to lay the inks over one another by.
    Registration,
}

/// How a reader shows the PDF when it is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PdfView {
    /// Levels of the outline that are seen at once; as many as have room where this is `None`.
    pub outline_open: Option<u8>,
    /// How pages follow one another.
    pub pages: PagesShown,
    /// How large they are.
    pub zoom: Zoom,
}

/// How pages follow one another on a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PagesShown {
    /// As the reader likes.
    #[default]
    Reader,
    /// One at a time.
    Single,
    /// One below the other.
    Continuous,
    /// Two beside one another, as in a book.
    Facing,
}

/// How large pages are on a screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// As the reader likes.
    #[default]
    Reader,
    /// The whole page is seen.
    Page,
    /// The page is as wide as the window.
    Width,
    /// As large as on paper.
    Actual,
}

/// Decisions about the document as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentStyle {
    /// The title stands on a page of its own.
    pub title_page: bool,
    /// The title stands on a page of its own before that, too.
    pub half_title: bool,
    /// Rights, publisher, series, date and identifier have a page after the title page.
    pub copyright_page: bool,
    /// Contents are shown when the author does not say.
    pub toc: bool,
    /// Heading levels in the contents.
    pub toc_depth: u8,
    /// Heading levels numbered when the author does not say; zero for none.
    pub number_depth: u8,
    /// How the first paragraph of a chapter begins.
    pub opening: Opening,
    /// Where notes stand.
    pub notes: NotePlacement,
    /// How those at the foot of a page follow one another.
    pub note_display: NoteDisplay,
    /// Headings of this level and above begin a file of the EPUB.
    pub epub_split_level: u8,
    /// What the notes of the EPUB are.
    pub epub_notes: EpubNotes,
    /// Fonts are embedded in the EPUB.
    pub epub_embed_fonts: bool,
    /// Fonts are embedded in the DOCX.
    pub docx_embed_fonts: bool,
    /// How the PDF is shown when it is opened.
    pub pdf_view: PdfView,
    /// Pixels to an inch beyond which pictures of the PDF are made smaller.
    pub image_max_dpi: Option<u32>,
    /// Pixels in all beyond which pictures of the EPUB are made smaller.
    pub image_max_pixels: Option<u32>,
}
