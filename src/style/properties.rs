//! Every property a role may have: one table, from which sheets are read and the handbook's reference is made.

use super::computed::{Break, Float, FontStyle, LineBreaking, TextAlign, TextTransform, VariantPosition};
use super::declarations::Declarations;
use super::value::{self, Parsed, Value};
use crate::model::NumberStyle;

/// The editions that honour a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Editions {
    pub pdf: bool,
    pub epub: bool,
    pub docx: bool,
}

impl Editions {
    /// All three.
    pub const ALL: Self = Self { pdf: true, epub: true, docx: true };
    /// Those with pages.
    pub const PAGED: Self = Self { epub: false, ..Self::ALL };
    /// The PDF.
    pub const PDF: Self = Self { pdf: true, epub: false, docx: false };
    /// The EPUB.
    pub const EPUB: Self = Self { pdf: false, epub: true, docx: false };
    /// The DOCX.
    pub const DOCX: Self = Self { pdf: false, epub: false, docx: true };
}

/// A key of a style sheet, with what the handbook says of it.
#[derive(Clone, Copy, Debug)]
pub struct Property<T> {
    /// Its name.
    pub name: &'static str,
    /// What may stand for its value.
    pub syntax: &'static str,
    /// What it does, in a sentence.
    pub meaning: &'static str,
    /// The editions that honour it.
    pub editions: Editions,
    pub(super) set: fn(&mut T, &Value<'_>) -> Parsed<()>,
}

/// A key of a role's table.
pub type PropertyDoc = Property<Declarations>;

/// The properties of a role, in the order in which the handbook lists them.
#[must_use]
pub fn properties() -> &'static [PropertyDoc] {
    PROPERTIES
}

/// A row of a table of properties.
pub(super) const fn row<T>(
    name: &'static str,
    syntax: &'static str,
    meaning: &'static str,
    editions: Editions,
    set: fn(&mut T, &Value<'_>) -> Parsed<()>,
) -> Property<T> {
    Property { name, syntax, meaning, editions, set }
}

/// Keeps a value that was read.
pub(super) fn put<T>(field: &mut T, found: Parsed<T>) -> Parsed<()> {
    *field = found?;
    Ok(())
}

fn some<T>(field: &mut Option<T>, found: Parsed<T>) -> Parsed<()> {
    *field = Some(found?);
    Ok(())
}

const ALL: Editions = Editions::ALL;
const PAGED: Editions = Editions::PAGED;
const PDF: Editions = Editions::PDF;

const LENGTH: &str = "length";
const EDGES: &str = "1 to 4 lengths";
const RULE: &str = "length and colour, or \"none\"";
const BREAK: &str = "\"auto\", \"avoid\", \"page\" or \"recto\"";

#[rustfmt::skip] // One row, one property.
const PROPERTIES: &[PropertyDoc] = &[
    row("font-family", "name, or list of names", "Families in order of preference; bundled ones follow where a character is missing.", ALL, |d, v| some(&mut d.font_family, value::families(v))),
    row("font-size", "length or percentage", "Size of the type; em and % refer to the surrounding text.", ALL, |d, v| some(&mut d.font_size, value::positive(v, false))),
    row("font-weight", "100 to 900, \"normal\" or \"bold\"", "Weight; the nearest face of the family is taken.", ALL, |d, v| some(&mut d.font_weight, weight(v))),
    row("font-style", "\"normal\" or \"italic\"", "Upright or italic.", ALL, |d, v| some(&mut d.font_style, value::word(v, &[("normal", FontStyle::Normal), ("italic", FontStyle::Italic)]))),
    row("font-features", "list such as [\"onum\", \"liga=0\"]", "OpenType features; Word knows those for figures and ligatures.", ALL, |d, v| some(&mut d.font_features, value::features(v))),
    row("line-height", "factor, percentage or length", "Distance from baseline to baseline.", ALL, |d, v| some(&mut d.line_height, value::line_height(v))),
    row("color", "colour", "Colour of the text.", ALL, |d, v| some(&mut d.color, value::color(v))),
    row("background", "colour or \"none\"", "Colour behind the text or block.", ALL, |d, v| some(&mut d.background, value::color_or_none(v))),
    row("border", RULE, "Rules on all four edges.", ALL, |d, v| {
        let rule = value::border(v)?;
        for edge in [&mut d.border.top, &mut d.border.right, &mut d.border.bottom, &mut d.border.left] {
            *edge = Some(rule);
        }
        Ok(())
    }),
    row("border-top", RULE, "The rule above.", ALL, |d, v| some(&mut d.border.top, value::border(v))),
    row("border-right", RULE, "The rule at the end edge (right in left-to-right text).", ALL, |d, v| some(&mut d.border.right, value::border(v))),
    row("border-bottom", RULE, "The rule below.", ALL, |d, v| some(&mut d.border.bottom, value::border(v))),
    row("border-left", RULE, "The rule at the start edge (left in left-to-right text).", ALL, |d, v| some(&mut d.border.left, value::border(v))),
    row("row-rule", RULE, "For `table`: the rule between rows.", ALL, |d, v| some(&mut d.row_rule, value::border(v))),
    row("padding", EDGES, "Space between the rules and the content: top, right, bottom, left.", ALL, |d, v| {
        let [top, right, bottom, left] = value::edges(v, false)?.map(Some);
        d.padding = super::Edges { top, right, bottom, left };
        Ok(())
    }),
    row("padding-top", LENGTH, "Space inside, above.", ALL, |d, v| some(&mut d.padding.top, value::positive(v, true))),
    row("padding-right", LENGTH, "Space inside, at the end edge.", ALL, |d, v| some(&mut d.padding.right, value::positive(v, true))),
    row("padding-bottom", LENGTH, "Space inside, below.", ALL, |d, v| some(&mut d.padding.bottom, value::positive(v, true))),
    row("padding-left", LENGTH, "Space inside, at the start edge; for `list` the indent of its items.", ALL, |d, v| some(&mut d.padding.left, value::positive(v, true))),
    row("margin", EDGES, "Space outside the rules: top, right, bottom, left. Vertical margins of neighbours collapse to the larger.", ALL, |d, v| {
        let [top, right, bottom, left] = value::edges(v, true)?.map(Some);
        d.margin = super::Edges { top, right, bottom, left };
        Ok(())
    }),
    row("margin-top", LENGTH, "Space above.", ALL, |d, v| some(&mut d.margin.top, value::dimension(v))),
    row("margin-right", LENGTH, "Space at the end edge.", ALL, |d, v| some(&mut d.margin.right, value::dimension(v))),
    row("margin-bottom", LENGTH, "Space below.", ALL, |d, v| some(&mut d.margin.bottom, value::dimension(v))),
    row("margin-left", LENGTH, "Space at the start edge.", ALL, |d, v| some(&mut d.margin.left, value::dimension(v))),
    row("text-align", "\"start\", \"center\", \"end\" or \"justify\"", "How lines stand between the margins; start and end follow the direction of the text.", ALL, |d, v| some(&mut d.text_align, align(v))),
    row("text-indent", LENGTH, "Indent of the first line; negative for a hanging one. Lines that are centred or flush right have none.", ALL, |d, v| some(&mut d.text_indent, value::dimension(v))),
    row("hyphens", "\"auto\" or \"none\"", "Whether words may be hyphenated.", ALL, |d, v| some(&mut d.hyphens, value::word(v, &[("auto", true), ("none", false)]))),
    row("hyphenate-capitalized", "true or false", "Where words may be hyphenated: whether those with a capital in front may, such as names.", PDF, |d, v| some(&mut d.hyphenate_capitalized, value::boolean(v))),
    row("hyphenate-limit-zone", "percentage up to 100%", "Where words may be hyphenated and the margin is ragged: how much of a line may stay empty before one is; with 100%, only those that fit on no line.", PDF, |d, v| some(&mut d.hyphenate_limit_zone, percentage(v, 1000))),
    row("letter-spacing", "length or percentage", "Space added between letters.", ALL, |d, v| some(&mut d.letter_spacing, value::font_relative(v))),
    row("text-transform", "\"none\", \"uppercase\" or \"small-caps\"", "Case for display; copied text stays as written.", ALL, |d, v| some(&mut d.text_transform, value::word(v, &[("none", TextTransform::None), ("uppercase", TextTransform::Uppercase), ("small-caps", TextTransform::SmallCaps)]))),
    row("text-decoration", "\"none\", \"underline\", \"line-through\" or both", "Lines under or through the text.", ALL, |d, v| {
        let (underline, line_through) = value::word(v, &[("none", (false, false)), ("underline", (true, false)), ("line-through", (false, true)), ("underline line-through", (true, true))])?;
        (d.underline, d.line_through) = (Some(underline), Some(line_through));
        Ok(())
    }),
    row("baseline-shift", "length or percentage", "Rise above the baseline; negative for subscripts.", ALL, |d, v| some(&mut d.baseline_shift, value::font_relative(v))),
    row("font-variant-position", "\"normal\", \"super\" or \"sub\"", "Superior or inferior figures and letters of the font, at the size of the text around; where the font lacks one of them, `font-size` and `baseline-shift` make up for it.", PDF, |d, v| some(&mut d.variant_position, value::word(v, &[("normal", None), ("super", Some(VariantPosition::Super)), ("sub", Some(VariantPosition::Sub))]))),
    row("break-before", BREAK, "Whether a page begins with this block; recto for a right-hand one. In an EPUB, a page of the reader's screen.", ALL, |d, v| some(&mut d.break_before, breaks(v))),
    row("break-after", BREAK, "Whether a page ends with this block.", ALL, |d, v| some(&mut d.break_after, breaks(v))),
    row("break-inside", "\"auto\" or \"avoid\"", "Whether the block may be divided between pages.", ALL, |d, v| some(&mut d.break_inside, value::word(v, &[("auto", Break::Auto), ("avoid", Break::Avoid)]))),
    row("keep-with-next", "true or false", "Stays on the page of the block that follows.", ALL, |d, v| some(&mut d.keep_with_next, value::boolean(v))),
    row("float", "\"auto\", \"none\", \"top\", \"bottom\" or \"page\"", "For `figure`: where one with a caption stands. `auto` lets it move down past the text after it, up to the next heading, where it would leave a page partly empty; `top` and `bottom` are the head and the foot of a page, `page` is a page without text.", PDF, |d, v| some(&mut d.float, value::word(v, &[("auto", Float::Auto), ("none", Float::None), ("top", Float::Top), ("bottom", Float::Bottom), ("page", Float::Page)]))),
    row("column-span", "\"none\" or \"all\"", "Whether the block is as wide as all columns of the page, which end above it and begin anew below.", PDF, |d, v| some(&mut d.column_span, value::word(v, &[("none", false), ("all", true)]))),
    row("orphans", "1 to 9", "Fewest lines of a paragraph at the foot of a page; Word keeps two where this is more than one.", ALL, |d, v| some(&mut d.orphans, value::integer(v, 1, 9))),
    row("widows", "1 to 9", "Fewest lines of a paragraph at the head of a page; Word keeps two where this is more than one.", ALL, |d, v| some(&mut d.widows, value::integer(v, 1, 9))),
    row("protrusion", "true or false", "Whether punctuation and thin letters hang a little into the margins.", PDF, |d, v| some(&mut d.protrusion, value::boolean(v))),
    row("expansion", "percentage up to 5%", "Most by which letters may be widened or narrowed to even out the spaces; in columns narrower than 28.5 em half as much again where a word would have to be cut without, and up to twice as much in a line that would have holes whichever way its paragraph is broken.", PDF, |d, v| some(&mut d.expansion, percentage(v, 50))),
    row("line-breaking", "\"optimal\", \"balanced\" or \"first-fit\"", "Whether the ends of lines are chosen over the whole paragraph, so that lines with a ragged margin are of nearly one width (as in titles; `text-wrap` in the EPUB), or line by line as word processors do.", Editions { docx: false, ..ALL }, |d, v| some(&mut d.line_breaking, value::word(v, &[("optimal", LineBreaking::Optimal), ("balanced", LineBreaking::Balanced), ("first-fit", LineBreaking::FirstFit)]))),
    row("looseness", "-3 to 3", "Lines that a paragraph should have more (or fewer) than comes out best, where its words allow it.", PDF, |d, v| some(&mut d.looseness, looseness(v))),
    row("decimal-align", "true or false", "For `table`: whether numbers in columns that are aligned at the right stand with their decimal signs below one another.", PDF, |d, v| some(&mut d.decimal_align, value::boolean(v))),
    row("number-style", NUMBERS, "Form of the numbers of headings and ordered lists.", PAGED, |d, v| some(&mut d.number_style, numbers(v))),
];

pub(super) const NUMBERS: &str = "\"decimal\", \"lower-alpha\", \"upper-alpha\", \"lower-roman\" or \"upper-roman\"";

/// The form of a number, by the names of CSS's `list-style-type`.
pub(super) fn numbers(v: &Value<'_>) -> Parsed<NumberStyle> {
    value::word(
        v,
        &[
            ("decimal", NumberStyle::Decimal),
            ("lower-alpha", NumberStyle::LowerAlpha),
            ("upper-alpha", NumberStyle::UpperAlpha),
            ("lower-roman", NumberStyle::LowerRoman),
            ("upper-roman", NumberStyle::UpperRoman),
        ],
    )
}

fn looseness(v: &Value<'_>) -> Parsed<i8> {
    match value::number(v).and_then(|n| (-3_i8..=3).find(|&whole| f64::from(whole) == n)) {
        Some(lines) => Ok(lines),
        None => value::mistake("expected a whole number from -3 to 3", None),
    }
}

fn weight(v: &Value<'_>) -> Parsed<u16> {
    if v.get_ref().is_str() {
        return value::word(v, &[("normal", 400), ("bold", 700)]);
    }
    Ok(u16::try_from(value::integer(v, 100, 900)?).unwrap_or(400))
}

fn breaks(v: &Value<'_>) -> Parsed<Break> {
    let words = [("auto", Break::Auto), ("avoid", Break::Avoid), ("page", Break::Page), ("recto", Break::Recto)];
    value::word(v, &words)
}

fn align(v: &Value<'_>) -> Parsed<TextAlign> {
    match v.get_ref().as_str() {
        Some(physical @ ("left" | "right")) => {
            let logical = if physical == "left" { "start" } else { "end" };
            let message = format!("`{physical}` would be wrong in right-to-left text");
            value::mistake(message, Some(format!("write \"{logical}\", which follows the direction of the text")))
        }
        _ => value::word(
            v,
            &[
                ("start", TextAlign::Start),
                ("center", TextAlign::Center),
                ("end", TextAlign::End),
                ("justify", TextAlign::Justify),
            ],
        ),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to lie between 0 and 50")]
/// A percentage from nothing to `most`, in thousandths.
fn percentage(v: &Value<'_>, most: u32) -> Parsed<u32> {
    let share = match v.get_ref().as_str() {
        Some(text) => text.strip_suffix('%').and_then(|n| n.trim().parse::<f64>().ok()),
        None => value::number(v).filter(|n| *n == 0.0),
    };
    match share.map(|n| n * 10.0) {
        Some(n) if (0.0..=f64::from(most)).contains(&n) => Ok(n.round() as u32),
        _ => value::mistake(
            format!("expected a percentage from 0% to {}%", most / 10),
            Some("write it as \"2%\"".into()),
        ),
    }
}
