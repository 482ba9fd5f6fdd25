//! How far the signs of a family hang into the margins: the tables `[protrusion."FAMILY"]` of a style sheet.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::value::{self, Mistake, Parsed, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};

/// The tables of all families.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Protrusion {
    families: BTreeMap<String, BTreeMap<char, (i16, i16)>>,
}

/// What stands in a table for a sign.
const WHAT: &str =
    "expected thousandths of an em, such as 120 for both margins or [0, 160] for the start and the end of a line";

impl Protrusion {
    /// By how many thousandths of an em a sign of a family hangs out at the start and at the end of a line, where a table says so.
    #[must_use]
    pub fn of(&self, family: &str, sign: char) -> Option<(i64, i64)> {
        // Nearly always the name is written as the font has it.
        let like = || self.families.iter().find(|(name, _)| name.eq_ignore_ascii_case(family));
        let table = self.families.get(family).or_else(|| like().map(|(_, table)| table))?;
        table.get(&sign).map(|&(start, end)| (start.into(), end.into()))
    }

    /// Lays the tables of a sheet over those of the sheets that it extends, sign by sign.
    pub(super) fn apply(&mut self, file: FileId, tables: &DeTable<'_>, report: &mut Diagnostics) {
        for (key, value) in tables {
            let family = key.get_ref().as_ref();
            let Some(signs) = value.get_ref().as_table() else {
                let message = format!("`{family}` stands outside the table of a family");
                let help = "write `[protrusion.\"Libertinus Serif\"]`, and the signs of that family below";
                let span = Span::new(file, key.span());
                report.push(Diagnostic::error("unknown-property", message).at(span).help(help));
                continue;
            };
            let known = self.families.keys().find(|name| name.eq_ignore_ascii_case(family)).cloned();
            let table = self.families.entry(known.unwrap_or_else(|| family.to_owned())).or_default();
            for (key, value) in signs {
                match amounts(value) {
                    Ok(amounts) => table.extend(key.get_ref().chars().map(|sign| (sign, amounts))),
                    Err(Mistake { message, help, range }) => {
                        let span = Span::new(file, range.unwrap_or_else(|| value.span()));
                        let message = format!("`{}`: {message}", key.get_ref());
                        let diagnostic = Diagnostic::error("bad-value", message).at(span);
                        report.push(Diagnostic { help, ..diagnostic });
                    }
                }
            }
        }
    }
}

/// One number for both margins, or one for each.
fn amounts(v: &Value<'_>) -> Parsed<(i16, i16)> {
    match v.get_ref().as_array() {
        None => amount(v).map(|both| (both, both)),
        Some(list) => match list.iter().collect::<Vec<_>>().as_slice() {
            [start, end] => Ok((amount(start)?, amount(end)?)),
            _ => value::mistake(WHAT, None),
        },
    }
}

fn amount(v: &Value<'_>) -> Parsed<i16> {
    let whole = value::number(v).and_then(|n| (-500_i16..=500).find(|&whole| f64::from(whole) == n));
    match whole {
        Some(whole) => Ok(whole),
        None => value::mistake(WHAT, Some("whole numbers from -500 to 500 are possible".to_owned())),
    }
}
