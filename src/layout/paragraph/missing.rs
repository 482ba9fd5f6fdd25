//! Characters that no font has: one message for each script in a document, with how many there are and where the first stands.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::layout::inline::Inlines;
use crate::text;

const CODE: &str = "missing-glyph";
/// What stands before the number of characters at the end of a message.
const COUNT: &str = "; in all ";

/// One warning for each script, and for each sign that belongs to none.
pub(super) fn report(inlines: &Inlines, missing: &[usize], diagnostics: &mut Diagnostics) {
    let mut found: Vec<(String, usize, usize)> = Vec::new();
    for &at in missing {
        let Some(c) = inlines.text.get(at..).and_then(|text| text.chars().next()) else { continue };
        let (what, _) = text::describe_missing(c);
        match found.iter_mut().find(|(known, ..)| *known == what) {
            Some((.., count)) => *count += 1,
            None => found.push((what, at, 1)),
        }
    }
    for (what, at, count) in found {
        let Some(c) = inlines.text.get(at..).and_then(|text| text.chars().next()) else { continue };
        let (_, advice) = text::describe_missing(c);
        let message = format!("no font at hand has {what}{}{COUNT}{count}", text::example(c, &what));
        let diagnostic = Diagnostic::warning(CODE, message).help(advice);
        diagnostics.push(match inlines.span_of(at..at + c.len_utf8()) {
            Some(span) => diagnostic.at(span),
            None => diagnostic,
        });
    }
}

/// Keeps the first of each kind of message about missing glyphs, which every paragraph reports for itself, with the sum of
/// their numbers.
pub(super) fn merge(diagnostics: &mut Diagnostics) {
    let mut seen: Vec<(String, usize)> = Vec::new();
    diagnostics.retain(|diagnostic| {
        let Some((kind, count)) = parts(diagnostic) else { return true };
        match seen.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum += count,
            None => {
                seen.push((kind.to_owned(), count));
                return true;
            }
        }
        false
    });
    for diagnostic in diagnostics {
        let Some((kind, _)) = parts(diagnostic) else { continue };
        let Some((_, sum)) = seen.iter().find(|(known, _)| known == kind) else { continue };
        let message = diagnostic.message.rsplit_once(COUNT).map_or("", |(message, _)| message);
        diagnostic.message = if *sum > 1 { format!("{message}{COUNT}{sum}") } else { message.to_owned() };
    }
}

/// What a message is about, without its example, and how many there are.
fn parts(diagnostic: &Diagnostic) -> Option<(&str, usize)> {
    if diagnostic.code != CODE {
        return None;
    }
    let (message, count) = diagnostic.message.rsplit_once(COUNT)?;
    Some((message.split(", such as").next().unwrap_or(message), count.parse().ok()?))
}
