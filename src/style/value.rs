//! Values as style sheets write them: each reader takes one TOML value and says in a sentence what it wanted instead.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::declarations::{BorderDeclaration, Dimension, LineHeight};
use crate::suggest;
use crate::units::{Color, Length};

/// A value with its place in the file.
pub(super) type Value<'a> = Spanned<DeValue<'a>>;

/// What is wrong with a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// What is wrong.
    pub(super) message: String,
    /// What to do about it.
    pub(super) help: Option<String>,
    /// Where, when it is not the whole value.
    pub(super) range: Option<Range<usize>>,
}

/// A value that was read, or what is wrong with it.
pub(super) type Parsed<T> = Result<T, Mistake>;

/// A mistake in the whole value.
pub(super) fn mistake<T>(message: impl Into<String>, help: Option<String>) -> Parsed<T> {
    Err(Mistake { message: message.into(), help, range: None })
}

/// How a message names what was found.
fn describe(value: &Value<'_>) -> String {
    match value.get_ref() {
        DeValue::String(s) => format!("`{s}`"),
        DeValue::Integer(n) => format!("`{n}`"),
        DeValue::Float(n) => format!("`{n}`"),
        DeValue::Boolean(b) => format!("`{b}`"),
        DeValue::Datetime(_) => "a date".into(),
        DeValue::Array(_) => "a list".into(),
        DeValue::Table(_) => "a table".into(),
    }
}

fn wanted<T>(what: &str, value: &Value<'_>) -> Parsed<T> {
    mistake(format!("expected {what}, found {}", describe(value)), None)
}

/// A string.
pub(super) fn string<'a>(value: &'a Value<'_>, what: &str) -> Parsed<&'a str> {
    value.get_ref().as_str().map_or_else(|| wanted(what, value), Ok)
}

/// `true` or `false`.
pub(super) fn boolean(value: &Value<'_>) -> Parsed<bool> {
    value.get_ref().as_bool().map_or_else(|| wanted("true or false", value), Ok)
}

/// A finite number.
pub(super) fn number(value: &Value<'_>) -> Option<f64> {
    let number = match value.get_ref() {
        DeValue::Integer(n) => f64::from(i32::from_str_radix(n.as_str(), n.radix()).ok()?),
        DeValue::Float(n) => n.as_str().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// A whole number between `low` and `high`.
pub(super) fn integer(value: &Value<'_>, low: u32, high: u32) -> Parsed<u32> {
    let found = match value.get_ref() {
        DeValue::Integer(n) => u32::from_str_radix(n.as_str(), n.radix()).ok(),
        _ => None,
    };
    match found {
        Some(n) if (low..=high).contains(&n) => Ok(n),
        _ => wanted(&format!("a whole number from {low} to {high}"), value),
    }
}

/// One of a few words.
pub(super) fn word<T: Copy>(value: &Value<'_>, words: &[(&str, T)]) -> Parsed<T> {
    let names: Vec<_> = words.iter().map(|(name, _)| *name).collect();
    let Some(found) = value.get_ref().as_str() else {
        return wanted(&alternatives(&names), value);
    };
    match words.iter().find(|(name, _)| *name == found) {
        Some((_, result)) => Ok(*result),
        None => {
            let help = suggest::did_you_mean(found, names.iter().copied());
            mistake(format!("expected {}, found `{found}`", alternatives(&names)), help)
        }
    }
}

/// `a`, `b` or `c`, each quoted as TOML wants it.
pub(super) fn alternatives(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|n| format!("\"{n}\"")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

const UNITS: [&str; 8] = ["pt", "mm", "cm", "in", "em", "rem", "lh", "%"];

/// A number with its unit, split: `1.5em` is (1.5, "em").
fn quantity(text: &str) -> Option<(f64, &str)> {
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '.' | '+' | '-')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let number: f64 = number.parse().ok()?;
    number.is_finite().then_some((number, unit.trim()))
}

/// A length in an absolute unit.
fn absolute(number: f64, unit: &str) -> Option<Length> {
    match unit {
        "pt" => Some(Length::from_points(number)),
        "mm" => Some(Length::from_millimetres(number)),
        "cm" => Some(Length::from_millimetres(number * 10.0)),
        "in" => Some(Length::from_points(number * 72.0)),
        "" if number == 0.0 => Some(Length::ZERO),
        _ => None,
    }
}

/// Lengths beyond ten metres are slips of the hand, and could overflow sums in layout.
fn sane(number: f64) -> bool {
    number.abs() <= 30_000.0
}

fn bad_length<T>(text: &str, relative: bool) -> Parsed<T> {
    let example = if relative { "such as 12pt, 5mm, 1.5em or 0.5lh" } else { "such as 12pt, 5mm, 2cm or 1in" };
    let help = match quantity(text) {
        Some((n, "")) => Some(format!("did you mean `{n}pt` or `{n}em`?")),
        Some((n, "px")) => Some(format!("pixels have no size on paper; `{}pt` is the same in CSS", n * 0.75)),
        Some((_, unit)) if relative => suggest::did_you_mean(unit, UNITS),
        _ => None,
    };
    mistake(format!("expected a length {example}, found `{text}`"), help)
}

fn dimension_text(text: &str, percent_of_font: bool) -> Parsed<Dimension> {
    let Some((number, unit)) = quantity(text).filter(|(n, _)| sane(*n)) else {
        return bad_length(text, true);
    };
    match unit {
        "em" => Ok(Dimension::Em(number)),
        "rem" => Ok(Dimension::Rem(number)),
        "lh" => Ok(Dimension::Line(number)),
        "%" if percent_of_font => Ok(Dimension::Em(number / 100.0)),
        "%" => mistake(format!("a percentage has no meaning here, found `{text}`"), Some("use em, rem or lh".into())),
        _ => absolute(number, unit).map_or_else(|| bad_length(text, true), |l| Ok(Dimension::Absolute(l))),
    }
}

/// The text of a length; a bare zero needs no unit.
fn length_text(value: &Value<'_>) -> Parsed<String> {
    match (value.get_ref(), number(value)) {
        (DeValue::String(s), _) => Ok(s.trim().to_owned()),
        (_, Some(n)) => Ok(n.to_string()),
        _ => wanted("a length such as \"12pt\" or \"1.5em\"", value),
    }
}

/// A length; percentages are not allowed.
pub(super) fn dimension(value: &Value<'_>) -> Parsed<Dimension> {
    dimension_text(&length_text(value)?, false)
}

/// A length, or a percentage of the size of the type.
pub(super) fn font_relative(value: &Value<'_>) -> Parsed<Dimension> {
    dimension_text(&length_text(value)?, true)
}

/// A length that is not negative.
pub(super) fn positive(value: &Value<'_>, zero: bool) -> Parsed<Dimension> {
    let found = font_relative(value)?;
    let (negative, nothing) = sign(found);
    if negative || (nothing && !zero) { wanted("a length above zero", value) } else { Ok(found) }
}

fn sign(dimension: Dimension) -> (bool, bool) {
    match dimension {
        Dimension::Absolute(l) => (l < Length::ZERO, l == Length::ZERO),
        Dimension::Em(n) | Dimension::Rem(n) | Dimension::Line(n) => (n < 0.0, n == 0.0),
    }
}

/// A length on the page, in absolute units, not negative.
pub(super) fn paper(value: &Value<'_>) -> Parsed<Length> {
    paper_text(&length_text(value)?)
}

/// The same from text.
pub(super) fn paper_text(text: &str) -> Parsed<Length> {
    let found = quantity(text).filter(|(n, _)| sane(*n)).and_then(|(n, unit)| absolute(n, unit));
    match found {
        Some(length) if length >= Length::ZERO => Ok(length),
        Some(_) => mistake(format!("expected a length that is not negative, found `{text}`"), None),
        None => bad_length(text, false),
    }
}

/// A factor, a percentage or a length.
pub(super) fn line_height(value: &Value<'_>) -> Parsed<LineHeight> {
    let found = match number(value) {
        Some(n) => LineHeight::Number(n),
        None => match dimension_text(&length_text(value)?, true)? {
            Dimension::Absolute(length) => LineHeight::Absolute(length),
            Dimension::Em(n) => LineHeight::Number(n),
            Dimension::Rem(_) | Dimension::Line(_) => return wanted("a factor such as 1.4, or a length in pt", value),
        },
    };
    // Lines closer than half the type would be set over one another.
    match found {
        LineHeight::Number(n) if !(0.5..=10.0).contains(&n) => wanted("a line height from 0.5 to 10", value),
        LineHeight::Absolute(l) if l <= Length::ZERO => wanted("a line height above zero", value),
        other => Ok(other),
    }
}

/// One to four lengths, for the edges in the order of CSS: top, right, bottom, left.
pub(super) fn edges(value: &Value<'_>, negative: bool) -> Parsed<[Dimension; 4]> {
    let text = length_text(value)?;
    let mut found = Vec::new();
    for part in text.split_whitespace() {
        let length = dimension_text(part, false)?;
        if sign(length).0 && !negative {
            return mistake(format!("expected lengths that are not negative, found `{part}`"), None);
        }
        found.push(length);
    }
    four(&found).map_or_else(|| wanted("one to four lengths", value), Ok)
}

/// CSS 2.1 §8.3: missing edges are those opposite.
pub(super) fn four<T: Copy>(found: &[T]) -> Option<[T; 4]> {
    match *found {
        [all] => Some([all; 4]),
        [block, inline] => Some([block, inline, block, inline]),
        [top, inline, bottom] => Some([top, inline, bottom, inline]),
        [top, right, bottom, left] => Some([top, right, bottom, left]),
        _ => None,
    }
}

/// A colour.
pub(super) fn color(value: &Value<'_>) -> Parsed<Color> {
    color_text(string(value, "a colour such as \"#1a2b3c\" or \"navy\"")?)
}

fn color_text(text: &str) -> Parsed<Color> {
    if let Some(color) = Color::from_hex(text).or_else(|| named_color(text)) {
        return Ok(color);
    }
    let help = suggest::did_you_mean(text, COLORS.iter().map(|(name, _)| *name));
    mistake(format!("expected a colour such as #1a2b3c or navy, found `{text}`"), help)
}

/// A colour, or `none`.
pub(super) fn color_or_none(value: &Value<'_>) -> Parsed<Option<Color>> {
    match value.get_ref().as_str() {
        Some("none" | "transparent") => Ok(None),
        _ => color(value).map(Some),
    }
}

/// CSS Color Module Level 4 §6.1: the sixteen names of CSS 1, and a few that every browser has had since.
const COLORS: [(&str, u32); 20] = [
    ("black", 0x00_00_00),
    ("silver", 0xc0_c0_c0),
    ("gray", 0x80_80_80),
    ("grey", 0x80_80_80),
    ("white", 0xff_ff_ff),
    ("maroon", 0x80_00_00),
    ("red", 0xff_00_00),
    ("purple", 0x80_00_80),
    ("fuchsia", 0xff_00_ff),
    ("green", 0x00_80_00),
    ("lime", 0x00_ff_00),
    ("olive", 0x80_80_00),
    ("yellow", 0xff_ff_00),
    ("navy", 0x00_00_80),
    ("blue", 0x00_00_ff),
    ("teal", 0x00_80_80),
    ("aqua", 0x00_ff_ff),
    ("orange", 0xff_a5_00),
    ("brown", 0xa5_2a_2a),
    ("rebeccapurple", 0x66_33_99),
];

fn named_color(name: &str) -> Option<Color> {
    let (_, rgb) = COLORS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let [_, red, green, blue] = rgb.to_be_bytes();
    Some(Color::rgb(red, green, blue))
}

/// A rule such as `0.5pt #333`, or `none`.
pub(super) fn border(value: &Value<'_>) -> Parsed<Option<BorderDeclaration>> {
    let text = string(value, "a rule such as \"0.5pt #333\", or \"none\"")?;
    if text == "none" {
        return Ok(None);
    }
    let mut width = None;
    let mut color = None;
    for part in text.split_whitespace() {
        if part.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+')) {
            let found = dimension_text(part, false)?;
            if sign(found).0 || width.replace(found).is_some() {
                return wanted("a rule such as \"0.5pt #333\"", value);
            }
        } else if part != "solid" && color.replace(color_text(part)?).is_some() {
            return wanted("a rule of one colour", value);
        }
    }
    match width {
        Some(width) => Ok(Some(BorderDeclaration { width, color: color.unwrap_or(Color::BLACK) })),
        None => wanted("a rule with a thickness, such as \"0.5pt #333\"", value),
    }
}

/// One name or several.
pub(super) fn families(value: &Value<'_>) -> Parsed<Vec<String>> {
    let names: Vec<String> = match value.get_ref() {
        DeValue::String(s) => s.split(',').map(|n| n.trim().to_owned()).collect(),
        DeValue::Array(items) => items
            .iter()
            .map(|item| string(item, "the name of a family").map(|n| n.trim().to_owned()))
            .collect::<Parsed<_>>()?,
        _ => return wanted("the name of a family, or a list of names", value),
    };
    if names.is_empty() || names.iter().any(String::is_empty) {
        return wanted("the name of a family, or a list of names", value);
    }
    Ok(names)
}

/// OpenType features: `["onum", "liga=0"]`.
pub(super) fn features(value: &Value<'_>) -> Parsed<Vec<(String, u32)>> {
    const WHAT: &str = "features of four letters, such as [\"onum\", \"liga=0\"]";
    let Some(items) = value.get_ref().as_array() else {
        return wanted(WHAT, value);
    };
    items
        .iter()
        .map(|item| {
            let text = string(item, WHAT)?;
            let (tag, setting) = text.split_once('=').unwrap_or((text, "1"));
            let known = tag.len() == 4 && tag.bytes().all(|b| b.is_ascii_alphanumeric());
            match (known, setting.parse()) {
                (true, Ok(setting)) => Ok((tag.to_owned(), setting)),
                _ => Err(Mistake {
                    message: format!("expected {WHAT}, found `{text}`"),
                    help: None,
                    range: Some(item.span()),
                }),
            }
        })
        .collect()
}
