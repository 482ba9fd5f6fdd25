//! Diagnostics as people and editors read them.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use serde::Serialize;

use super::args::MessageFormat;
use crate::diagnostic::{Diagnostic, Position, Severity, Sources, Span};

/// Diagnostics of one kind shown to people by `build` before it only counts them; `check` shows all.
const SHOWN_OF_A_KIND: usize = 5;

/// How much of what there is to say is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// The first few of each kind, then their number.
    Digest,
    /// Everything.
    Full,
}

/// Prints diagnostics to standard error, or as JSON to standard output.
pub(super) fn print(
    diagnostics: &[Diagnostic],
    sources: &Sources,
    format: MessageFormat,
    detail: Detail,
) -> io::Result<()> {
    match format {
        MessageFormat::Human => {
            let styled = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            human(&mut io::stderr().lock(), diagnostics, sources, styled, detail)
        }
        MessageFormat::Json => json(&mut io::stdout().lock(), diagnostics, sources),
    }
}

fn human(
    out: &mut impl Write,
    diagnostics: &[Diagnostic],
    sources: &Sources,
    styled: bool,
    detail: Detail,
) -> io::Result<()> {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(if styled { DecorStyle::Unicode } else { DecorStyle::Ascii });
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        let count = counts.entry(diagnostic.code).or_default();
        *count += 1;
        if detail == Detail::Full || *count <= SHOWN_OF_A_KIND || diagnostic.severity == Severity::Error {
            writeln!(out, "{}\n", renderer.render(&[group(diagnostic, sources)]))?;
        } else if *count == SHOWN_OF_A_KIND + 1 {
            let all = diagnostics.iter().filter(|d| d.code == diagnostic.code).count() - SHOWN_OF_A_KIND;
            writeln!(out, "and {all} more of `{}`; `trefoil check` shows them all\n", diagnostic.code)?;
        }
    }
    Ok(())
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code));
    if let Some((snippet, _)) = diagnostic.span.and_then(|span| excerpt(span, sources)) {
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

/// The lines that a span begins on, few enough for a screen; a whole book would be split into lines for every message.
fn excerpt(span: Span, sources: &Sources) -> Option<(Snippet<'_, annotate_snippets::Annotation<'_>>, Position)> {
    const LONGEST: usize = 400;
    let file = sources.get(span.file)?;
    let (_, position) = sources.position(span)?;
    let text: &str = &file.text;
    let start = floor(text, span.start as usize);
    let end = floor(text, (span.end as usize).max(start)).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
    // A very long line is shown from near the place on.
    let from = floor(text, line_start.max(start.saturating_sub(LONGEST / 2)));
    let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
    let to = floor(text, line_end.min(start + LONGEST)).max(start);
    let mark = start - from..end.min(to).max(start) - from;
    let path = file.path.to_string_lossy();
    let snippet = Snippet::source(&text[from..to])
        .line_start(position.line)
        .path(path)
        .annotation(AnnotationKind::Primary.span(mark));
    Some((snippet, position))
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A diagnostic for editors. Lines and columns count from 1, columns in characters; bytes from 0.
#[derive(Serialize)]
struct Message<'a> {
    severity: &'static str,
    code: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<(u32, u32)>,
}

fn json(out: &mut impl Write, diagnostics: &[Diagnostic], sources: &Sources) -> io::Result<()> {
    for diagnostic in diagnostics {
        let start = diagnostic.span.and_then(|span| sources.position(span));
        let end = diagnostic.span.and_then(|span| sources.position(Span { start: span.end, ..span }));
        let message = Message {
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            },
            code: diagnostic.code,
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            file: start.map(|(path, _)| path.to_string_lossy().into_owned()),
            line: start.map(|(_, position)| position.line),
            column: start.map(|(_, position)| position.column),
            end_line: end.map(|(_, position)| position.line),
            end_column: end.map(|(_, position)| position.column),
            bytes: diagnostic.span.map(|span| (span.start, span.end)),
        };
        serde_json::to_writer(&mut *out, &message)?;
        writeln!(out)?;
    }
    Ok(())
}

/// `2 errors, 1 warning`; empty when there is nothing.
pub(super) fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
        .into_iter()
        .map(|(severity, name)| (count(severity), name))
        .filter(|(n, _)| *n > 0)
        .map(|(n, name)| format!("{n} {name}{}", if n == 1 { "" } else { "s" }))
        .collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> (Vec<Diagnostic>, Sources) {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "one\ntwo ünd three\n");
        let diagnostic =
            Diagnostic::warning("dead-link", "nothing has the id `x`").at(Span::new(file, 8..12)).help("mend it");
        (vec![diagnostic], sources)
    }

    #[test]
    fn people_see_the_line() {
        let (diagnostics, sources) = example();
        let mut out = Vec::new();
        human(&mut out, &diagnostics, &sources, false, Detail::Full).unwrap();
        let out = String::from_utf8(out).unwrap();
        for part in ["warning[dead-link]", "a.md:2:5", "two ünd three", "^^^", "help: mend it"] {
            assert!(out.contains(part), "{part} not in\n{out}");
        }
    }

    #[test]
    fn editors_get_positions() {
        let (diagnostics, sources) = example();
        let mut out = Vec::new();
        json(&mut out, &diagnostics, &sources).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out).unwrap();
        assert_eq!((&value["line"], &value["column"], &value["end_column"]), (&2.into(), &5.into(), &8.into()));
    }

    #[test]
    fn a_digest_counts_what_it_does_not_show() {
        let (mut diagnostics, sources) = example();
        let one = diagnostics[0].clone();
        diagnostics.extend(std::iter::repeat_n(one, 9));
        let mut out = Vec::new();
        human(&mut out, &diagnostics, &sources, false, Detail::Digest).unwrap();
        assert!(String::from_utf8(out).unwrap().contains("and 5 more of `dead-link`"));
    }
}
