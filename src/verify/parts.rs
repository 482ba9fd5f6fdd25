//! Headings, table cells and lines of code, which must be what they are and not only say it.

use super::flow::{Expected, Part};
use super::report::Report;
use crate::diagnostic::Span;
use crate::model::{Metadata, Role};
use crate::readback::{Readback, Stream, push_shown};

/// Compares what is more than text, each kind in its order. An edition may have more of each: headings over generated lists, cells
/// that lay something out.
pub(super) fn parts(expected: &Expected, read: &Readback, report: &mut Report) {
    let streams = [&read.body, &read.notes];
    let headings: Vec<_> = streams.iter().flat_map(|stream| &stream.headings).collect();
    for (level, part) in in_order(&expected.headings, &headings, |(levels, part), (level, text)| {
        levels.contains(level) && part.is_in(text)
    }) {
        let message = format!("“{}” is no heading of level {}", part.excerpt(), level[0]);
        report.add("lost-heading", message, part.span);
    }
    let cells: Vec<_> = streams.iter().flat_map(|stream| &stream.cells).collect();
    // A table that is too wide for the format keeps its words, not its columns.
    let most = read.most_columns.unwrap_or(usize::MAX);
    let wanted: Vec<&Part> =
        expected.cells.iter().filter(|(columns, _)| *columns <= most).map(|(_, part)| part).collect();
    for part in in_order(&wanted, &cells, |part, text| part.is_in(text)) {
        report.add("lost-cell", format!("“{}” is in no cell of a table", part.excerpt()), part.span);
    }
    if read.keeps_code {
        lines(expected, &streams, report);
    }
}

/// Lines of code, character by character: white space counts there.
fn lines(expected: &Expected, streams: &[&Stream], report: &mut Report) {
    let lines: Vec<&str> = streams.iter().flat_map(|stream| &stream.code).map(|line| line.trim_end()).collect();
    let wanted: Vec<(&str, Span)> = expected.code.iter().map(|(line, span)| (line.trim_end(), *span)).collect();
    let mut last = None;
    for (line, span) in in_order(&wanted, &lines, |(line, _), read| line == read) {
        // The first line tells of a block of which all are wrong.
        if last.replace(*span) != Some(*span) {
            report.add("lost-code", format!("a line of code is not as it was written: “{line}”"), *span);
        }
    }
}

/// What of `wanted` is not found in `there` in its order.
fn in_order<'a, W, T>(wanted: &'a [W], there: &[T], is: impl Fn(&W, &T) -> bool) -> Vec<&'a W> {
    /// Beyond so many, the rest is lost too.
    const MOST: usize = 40;
    let mut at = 0;
    let mut lost = Vec::new();
    for one in wanted {
        match there.get(at..).unwrap_or(&[]).iter().position(|other| is(one, other)) {
            Some(place) => at += place + 1,
            None => lost.push(one),
        }
        if lost.len() > MOST {
            break;
        }
    }
    lost
}

/// What the file says of itself, as far as every format can say it.
pub(super) fn properties(metadata: &Metadata, read: &Readback, report: &mut Report) {
    let place = metadata.title.first().map_or_else(Span::default, |inline| inline.span);
    let mut check = |what: &str, text: &str, there: &str| {
        if !shown(there).contains(&shown(text)) {
            report.add("lost-property", format!("the file's properties do not give the {what} “{text}”"), place);
        }
    };
    let there = &read.properties;
    check("title", &crate::model::plain_text(&metadata.title), &there.title);
    // Core properties of a DOCX have room for authors only (ECMA-376 part 2, §11).
    let authors = metadata.people.iter().filter(|person| person.role == Role::Author);
    authors.for_each(|person| check("author", &person.name, &there.people));
    metadata.keywords.iter().for_each(|keyword| check("keyword", keyword, &there.keywords));
    check("language", metadata.language(), &there.language);
}

/// As texts are compared, in small letters.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_shown(text, &mut out);
    out.to_lowercase()
}

impl Part {
    /// Whether all of it is in a text, in its order. What stands between may be numbers and marks.
    fn is_in(&self, text: &str) -> bool {
        let text = shown(text);
        if self.turned {
            return true;
        }
        let mut rest = text.as_str();
        self.texts.iter().all(|wanted| {
            let wanted = wanted.to_lowercase();
            match rest.split_once(wanted.as_str()) {
                Some((_, after)) => {
                    rest = after;
                    true
                }
                None => false,
            }
        })
    }

    fn excerpt(&self) -> String {
        self.texts.concat().chars().take(40).collect()
    }
}
