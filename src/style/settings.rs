//! The tables of a style sheet that are not roles: `[page]`, `[document]`, `[image]`, `[pdf]`, `[epub]` and `[docx]`.

use toml::de::DeValue;

use super::document::{
    DocumentStyle, EpubNotes, Inks, Marks, NoteDisplay, NotePlacement, Opening, Page, PagesShown, RunningLine, Zoom,
};
use super::properties::{Editions, NUMBERS, Property, numbers, put, row};
use super::value::{self, Mistake, Parsed, Value};
use crate::suggest;
use crate::units::Length;

/// The keys of `[page]`.
#[must_use]
pub fn page_properties() -> &'static [Property<Page>] {
    PAGE
}

/// The keys of `[document]`.
#[must_use]
pub fn document_properties() -> &'static [Property<DocumentStyle>] {
    DOCUMENT
}

/// The keys of `[image]`.
#[must_use]
pub fn image_properties() -> &'static [Property<DocumentStyle>] {
    IMAGE
}

/// The keys of `[pdf]`.
#[must_use]
pub fn pdf_properties() -> &'static [Property<DocumentStyle>] {
    PDF_KEYS
}

/// The keys of `[epub]`.
#[must_use]
pub fn epub_properties() -> &'static [Property<DocumentStyle>] {
    EPUB
}

/// The keys of `[docx]`.
#[must_use]
pub fn docx_properties() -> &'static [Property<DocumentStyle>] {
    DOCX
}

const PAGED: Editions = Editions::PAGED;
const PDF: Editions = Editions::PDF;
const LENGTH: &str = "length in pt, mm, cm or in";
const RUNNING: &str = "{ left, center, right } or \"none\"";

#[rustfmt::skip] // One row, one key.
const PAGE: &[Property<Page>] = &[
    row("size", "name such as \"a4\", or \"6in x 9in\"", "The paper after trimming; `landscape` after a name turns it.", PAGED, |p, v| {
        (p.width, p.height) = size(v)?;
        Ok(())
    }),
    row("margin", "1 to 4 lengths", "Margins of the page: top, outside, bottom, inside.", PAGED, |p, v| {
        let text = value::string(v, "one to four lengths such as \"25mm 20mm\"")?;
        let found = text.split_whitespace().map(value::paper_text).collect::<Parsed<Vec<_>>>()?;
        match value::four(&found) {
            Some([top, outside, bottom, inside]) => {
                (p.margin_top, p.margin_outside, p.margin_bottom, p.margin_inside) = (top, outside, bottom, inside);
                Ok(())
            }
            None => value::mistake("expected one to four lengths", None),
        }
    }),
    row("margin-top", LENGTH, "Margin above the text.", PAGED, |p, v| put(&mut p.margin_top, value::paper(v))),
    row("margin-bottom", LENGTH, "Margin below the text.", PAGED, |p, v| put(&mut p.margin_bottom, value::paper(v))),
    row("margin-inside", LENGTH, "Margin at the binding; the left one when pages are not two-sided.", PAGED, |p, v| put(&mut p.margin_inside, value::paper(v))),
    row("margin-outside", LENGTH, "Margin away from the binding; the right one when pages are not two-sided.", PAGED, |p, v| put(&mut p.margin_outside, value::paper(v))),
    row("two-sided", "true or false", "Left and right pages mirror each other.", PAGED, |p, v| put(&mut p.two_sided, value::boolean(v))),
    row("columns", "1 to 4", "Columns of text.", PAGED, |p, v| put(&mut p.columns, value::integer(v, 1, 4))),
    row("column-gap", LENGTH, "Space between columns.", PAGED, |p, v| put(&mut p.column_gap, value::paper(v))),
    row("bottom", "\"flush\" or \"ragged\"", "Whether facing pages and neighbouring columns end on the same line, or where their last line falls.", PDF, |p, v| put(&mut p.flush_bottom, value::word(v, &[("flush", true), ("ragged", false)]))),
    row("baseline-grid", "true or false", "Lines of the body stand on a grid of the body's line height.", PDF, |p, v| put(&mut p.baseline_grid, value::boolean(v))),
    row("bleed", "length in pt, mm, cm or in, up to 72pt", "Room around the trimmed page that is printed and cut off.", PDF, |p, v| put(&mut p.bleed, value::paper(v).map(|bleed| bleed.min(Length::points(72))))),
    row("marks", "\"none\", \"crop\" or \"registration\"", "Marks outside of the trimmed page: where to cut, and with `registration` also targets to lay inks over one another by.", PDF, |p, v| put(&mut p.marks, value::word(v, &[("none", Marks::None), ("crop", Marks::Crop), ("registration", Marks::Registration)]))),
    row("colour", "\"rgb\", \"gray\" or \"cmyk-black-text\"", "What the pages are printed with: colours as they are; grays, pictures included; or colours with black and gray text of black ink alone.", PDF, |p, v| put(&mut p.inks, value::word(v, &[("rgb", Inks::Full), ("gray", Inks::Gray), ("cmyk-black-text", Inks::BlackText)]))),
    row("header", RUNNING, "Running head: at the inner margin, in the middle, at the outer margin. May hold {page}, {pages}, {title}, {author}, {chapter} and {section}.", PAGED, |p, v| put(&mut p.header, running(v))),
    row("header-left", RUNNING, "The running head of left-hand pages, where it differs; parts as on a right-hand page, and mirrored.", PAGED, |p, v| put(&mut p.header_left, running(v).map(Some))),
    row("footer", RUNNING, "Running foot, as `header`.", PAGED, |p, v| put(&mut p.footer, running(v))),
    row("footer-left", RUNNING, "The running foot of left-hand pages, where it differs.", PAGED, |p, v| put(&mut p.footer_left, running(v).map(Some))),
    row("header-distance", LENGTH, "From the top of the paper to the baseline of the running head.", PAGED, |p, v| put(&mut p.header_distance, value::paper(v))),
    row("footer-distance", LENGTH, "From the bottom of the paper to the baseline of the running foot.", PAGED, |p, v| put(&mut p.footer_distance, value::paper(v))),
    row("folio", NUMBERS, "Form of the page numbers.", PAGED, |p, v| put(&mut p.folio, numbers(v))),
    row("front-folio", NUMBERS, "Form of the page numbers of title page and contents; where it differs from `folio`, the text begins at 1.", PAGED, |p, v| put(&mut p.front_folio, numbers(v))),
];

#[rustfmt::skip] // One row, one key.
const DOCUMENT: &[Property<DocumentStyle>] = &[
    row("title-page", "true or false", "The title stands on a page of its own.", PAGED, |d, v| put(&mut d.title_page, value::boolean(v))),
    row("half-title", "true or false", "The title stands by itself on a page before the title page.", Editions::PDF, |d, v| put(&mut d.half_title, value::boolean(v))),
    row("copyright-page", "true or false", "Rights, publisher, date, series and identifier stand at the foot of the page after the title page.", Editions::PDF, |d, v| put(&mut d.copyright_page, value::boolean(v))),
    row("toc", "true or false", "Contents are shown where the document does not say.", Editions::ALL, |d, v| put(&mut d.toc, value::boolean(v))),
    row("toc-depth", "1 to 6", "Heading levels in the contents.", Editions::ALL, |d, v| put(&mut d.toc_depth, level(v, 1))),
    row("number-depth", "0 to 6", "Heading levels that are numbered where the document does not say.", Editions::ALL, |d, v| put(&mut d.number_depth, level(v, 0))),
    row("opening", "\"plain\", \"drop-cap\", \"small-caps\" or \"first-line\"", "How the first paragraph of a chapter begins: as any other, with a letter as tall as three lines, with a few words in small capitals, or with its first line in them. The DOCX has a few words for the line, and no drop caps in the type of a template.", Editions::ALL, |d, v| put(&mut d.opening, value::word(v, &[("plain", Opening::Plain), ("drop-cap", Opening::DropCap), ("small-caps", Opening::SmallCaps), ("first-line", Opening::FirstLine)]))),
    row("notes", "\"page\", \"chapter\" or \"document\"", "Where notes stand: at the foot of the page, or at the end.", Editions::ALL, |d, v| put(&mut d.notes, value::word(v, &[("page", NotePlacement::Page), ("chapter", NotePlacement::Chapter), ("document", NotePlacement::Document)]))),
    row("note-display", "\"block\" or \"compact\"", "Whether each note at the foot of a page begins a line, or short ones share a line.", Editions::PDF, |d, v| put(&mut d.note_display, value::word(v, &[("block", NoteDisplay::Block), ("compact", NoteDisplay::Compact)]))),
];

#[rustfmt::skip] // One row, one key.
const IMAGE: &[Property<DocumentStyle>] = &[
    row("max-dpi", "36 to 9600, or \"none\"", "Most pixels to an inch at the size at which a picture is shown; more are done without.", Editions::PDF, |d, v| put(&mut d.image_max_dpi, limit(v, 36, 9_600))),
    row("max-pixels", "10000 to 1000000000, or \"none\"", "Most pixels in a picture; a larger one is made smaller. GIF and WebP, which may move, stay as they are.", Editions::EPUB, |d, v| put(&mut d.image_max_pixels, limit(v, 10_000, 1_000_000_000))),
];

#[rustfmt::skip] // One row, one key.
const PDF_KEYS: &[Property<DocumentStyle>] = &[
    row("outline-open", "1 to 6, or \"auto\"", "Levels of the outline that are seen when the file is opened; with `auto` two, or one where two would be many entries.", PDF, |d, v| put(&mut d.pdf_view.outline_open, match v.get_ref() {
        DeValue::String(text) if text == "auto" => Ok(None),
        _ => level(v, 1).map(Some),
    })),
    row("pages", "\"reader\", \"single\", \"continuous\" or \"facing\"", "How pages are shown at first: as the reader likes, one at a time, one below the other, or two beside one another with odd ones on the right.", PDF, |d, v| put(&mut d.pdf_view.pages, value::word(v, &[("reader", PagesShown::Reader), ("single", PagesShown::Single), ("continuous", PagesShown::Continuous), ("facing", PagesShown::Facing)]))),
    row("zoom", "\"reader\", \"page\", \"width\" or \"actual\"", "How large pages are at first: as the reader likes, the whole page, as wide as the window, or as large as on paper.", PDF, |d, v| put(&mut d.pdf_view.zoom, value::word(v, &[("reader", Zoom::Reader), ("page", Zoom::Page), ("width", Zoom::Width), ("actual", Zoom::Actual)]))),
];

#[rustfmt::skip] // One row, one key.
const EPUB: &[Property<DocumentStyle>] = &[
    row("split-level", "1 to 6", "Headings of this level and above begin a file of the book.", Editions::EPUB, |d, v| put(&mut d.epub_split_level, level(v, 1))),
    row("notes", "\"pop-up\", \"chapter\" or \"book\"", "Whether notes are footnotes that reading systems show in place, or endnotes of each chapter or of the book.", Editions::EPUB, |d, v| put(&mut d.epub_notes, value::word(v, &[("pop-up", EpubNotes::PopUp), ("chapter", EpubNotes::Chapter), ("book", EpubNotes::Book)]))),
    row("embed-fonts", "true or false", "The fonts travel with the book.", Editions::EPUB, |d, v| put(&mut d.epub_embed_fonts, value::boolean(v))),
];

#[rustfmt::skip] // One row, one key.
const DOCX: &[Property<DocumentStyle>] = &[
    row("embed-fonts", "true or false", "The fonts travel with the document.", Editions::DOCX, |d, v| put(&mut d.docx_embed_fonts, value::boolean(v))),
];

/// A number, or `"none"` for no limit.
fn limit(v: &Value<'_>, low: u32, high: u32) -> Parsed<Option<u32>> {
    match v.get_ref() {
        DeValue::String(text) if text == "none" => Ok(None),
        _ => value::integer(v, low, high).map(Some),
    }
}

fn level(v: &Value<'_>, low: u32) -> Parsed<u8> {
    Ok(u8::try_from(value::integer(v, low, 6)?).unwrap_or(6))
}

/// Sizes by name, width and height in points (ISO 216, ANSI, and the trim sizes of American book printers).
const SIZES: [(&str, f64, f64); 12] = [
    ("a3", 841.89, 1190.55),
    ("a4", 595.276, 841.89),
    ("a5", 419.528, 595.276),
    ("a6", 297.638, 419.528),
    ("b4", 708.661, 1000.63),
    ("b5", 498.898, 708.661),
    ("letter", 612.0, 792.0),
    ("legal", 612.0, 1008.0),
    ("executive", 522.0, 756.0),
    ("digest", 396.0, 612.0),
    ("trade", 432.0, 648.0),
    ("royal", 442.205, 663.307),
];

fn size(v: &Value<'_>) -> Parsed<(Length, Length)> {
    const WHAT: &str = "a size such as \"a4\", \"letter landscape\" or \"6in x 9in\"";
    let text = value::string(v, WHAT)?.trim().to_lowercase();
    let (name, landscape) = match text.strip_suffix("landscape") {
        Some(name) => (name.trim(), true),
        None => (text.as_str(), false),
    };
    if let Some((_, width, height)) = SIZES.iter().find(|(known, ..)| *known == name) {
        let (width, height) = (Length::from_points(*width), Length::from_points(*height));
        return Ok(if landscape { (height, width) } else { (width, height) });
    }
    let Some((width, height)) = text.split_once(['x', '×']) else {
        let help = suggest::did_you_mean(name, SIZES.iter().map(|(known, ..)| *known));
        return value::mistake(format!("expected {WHAT}, found `{text}`"), help);
    };
    let (width, height) = (value::paper_text(width.trim())?, value::paper_text(height.trim())?);
    let possible = Length::points(72)..=Length::points(14_400);
    if !possible.contains(&width) || !possible.contains(&height) {
        // ISO 32000-1 Annex C.2: pages are at most 14400 units a side.
        return value::mistake("a page is from 1in to 200in wide and high", None);
    }
    Ok((width, height))
}

/// What a running head may hold in braces.
const FIELDS: [&str; 6] = ["page", "pages", "title", "author", "chapter", "section"];

fn running(v: &Value<'_>) -> Parsed<RunningLine> {
    let parts = match v.get_ref() {
        DeValue::String(text) if text == "none" => return Ok(RunningLine::default()),
        DeValue::Table(parts) => parts,
        _ => return value::mistake("expected { left = \"…\", center = \"…\", right = \"…\" }, or \"none\"", None),
    };
    let mut line = RunningLine::default();
    for (key, part) in parts {
        let field = match key.get_ref().as_ref() {
            "left" => &mut line.left,
            "center" => &mut line.center,
            "right" => &mut line.right,
            other => {
                let help = suggest::did_you_mean(other, ["left", "center", "right"]);
                let message = format!("a running line has no part `{other}`");
                return Err(Mistake { message, help, range: Some(key.span()) });
            }
        };
        let at = |m: Mistake| Mistake { range: m.range.or(Some(part.span())), ..m };
        let text = value::string(part, "a text").map_err(at)?;
        check_fields(text).map_err(at)?;
        text.clone_into(field);
    }
    Ok(line)
}

fn check_fields(text: &str) -> Parsed<()> {
    for piece in text.split('{').skip(1) {
        let name = piece.split('}').next().unwrap_or_default();
        if !piece.contains('}') || !FIELDS.contains(&name) {
            let help = suggest::did_you_mean(name, FIELDS)
                .or_else(|| Some("known are {page}, {pages}, {title}, {author}, {chapter} and {section}".into()));
            return value::mistake(format!("a running line has no field `{{{name}}}`"), help);
        }
    }
    Ok(())
}
