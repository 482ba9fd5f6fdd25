//! LaTeX into a tree. The only module that knows pulldown-latex.

mod convert;
mod reader;

use std::error::Error;

use pulldown_latex::{Parser, ParserError, Storage};

use reader::{Cause, Reader, State};

use super::prepare::{Prepared, prepare};
use super::{Formula, Node};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::Math;

/// How deeply the tree may be nested.
const MAX_DEPTH: usize = 150;
/// The parser recurses for every command that stands as another's argument without braces; formulas longer than this (in
/// bytes) are read on a stack that suffices for the longest.
const SHORT: usize = 1_000;
/// That stack, in bytes.
const STACK: usize = 512 << 20;

/// Reads a formula. Where its LaTeX cannot be read there is no tree, and an error whose span lies in the formula.
#[must_use]
pub fn read(math: &Math, display: bool) -> (Formula, Diagnostics) {
    let result = if math.latex.len() <= SHORT {
        tree(&math.latex, State { display, ..State::default() })
    } else {
        std::thread::scope(|scope| {
            let work = || tree(&math.latex, State { display, ..State::default() });
            let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            let failed = |message: &str| Err(Failure { message: message.into(), range: 0..math.latex.len() });
            match thread.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(result)) => result,
                Ok(Err(_)) => failed("the formula could not be read"),
                Err(_) => failed("no memory to read a formula of this length"),
            }
        })
    };
    let (tree, diagnostics) = match result {
        Ok(tree) => (Some(tree), Vec::new()),
        Err(failure) => (None, vec![diagnostic(math, &failure)]),
    };
    (Formula { latex: math.latex.clone(), display, tree }, diagnostics)
}

/// Why a formula could not be read, and the place in its LaTeX.
struct Failure {
    message: String,
    range: std::ops::Range<usize>,
}

fn diagnostic(math: &Math, failure: &Failure) -> Diagnostic {
    let start = math.span.range().start;
    // The span covers the LaTeX as written. Where it does not, because the source is indented or quoted, the whole formula is shown.
    let span = if math.span.range().len() == math.latex.len() {
        Span::new(math.span.file, start + failure.range.start..start + failure.range.end)
    } else {
        math.span
    };
    Diagnostic::error("math-error", format!("the formula cannot be read: {}", failure.message))
        .at(span)
        .help("its LaTeX source is shown in its place")
}

fn tree(latex: &str, state: State) -> Result<Node, Failure> {
    let refuse = |place: usize, message: String| Failure { message, range: place..(place + 1).min(latex.len()) };
    if state.depth > MAX_DEPTH {
        return Err(refuse(0, "nested too deeply".into()));
    }
    let prepared = prepare(latex).map_err(|refusal| refuse(refusal.place, refusal.message))?;
    let storage = Storage::new();
    let mut reader = Reader::new(Parser::new(&prepared.latex, &storage));
    let nodes = reader.sequence(state);
    match reader.failure {
        None => Ok(Node::row(nodes)),
        Some(Cause::Parser(error)) => Err(locate(latex, &prepared, &error)),
        Some(Cause::Inner(message)) => Err(Failure { message, range: 0..latex.len() }),
        Some(Cause::Size) => Err(Failure { message: "too long or nested too deeply".into(), range: 0..latex.len() }),
    }
}

/// The place of an error. The parser tells it only as an excerpt of up to 12 bytes to both sides.
fn locate(latex: &str, prepared: &Prepared, error: &ParserError) -> Failure {
    const CONTEXT: usize = 12;
    let mut message = error.source().map_or_else(|| "not understood".into(), ToString::to_string);
    let text = error.to_string();
    let excerpt = text.rsplit(['►']).next().unwrap_or("");
    let mut lines = excerpt.lines().skip(2).map(|line| line.trim_start_matches('│'));
    let first = lines.next().unwrap_or("");
    let cut_before = first.starts_with('…');
    let mut context = first.chars().skip(1).collect::<String>();
    for line in lines.take_while(|line| !line.trim_start().starts_with('^') && !line.starts_with('╰')) {
        context.push('\n');
        context.extend(line.chars().skip(1));
    }
    let found = prepared.latex.find(&context).filter(|_| !context.is_empty());
    let place = match found {
        Some(start) if cut_before => Some(start + CONTEXT),
        Some(start) if start + context.len() < prepared.latex.len() => (start + context.len()).checked_sub(CONTEXT),
        _ => None,
    };
    let mut range = 0..latex.len();
    if let Some(place) = place {
        let place = floor(&prepared.latex, place);
        let before = &prepared.latex[..place];
        let start = before.rfind('\\').filter(|i| before[i + 1..].chars().all(|c| c.is_ascii_alphabetic() || c == ' '));
        let start = start.unwrap_or_else(|| before.char_indices().next_back().map_or(0, |(i, _)| i));
        let (start, end) = (floor(latex, prepared.source(start)), floor(latex, prepared.source(place)));
        if start < end {
            range = start..end;
        }
    }
    if message.starts_with("unknown primitive") {
        let named = latex.get(range.clone()).unwrap_or("").trim();
        message = if named.starts_with('\\') && named.len() > 1 && range.len() < latex.len() {
            format!("unknown command `{named}`")
        } else {
            "unknown command".into()
        };
    }
    Failure { message, range }
}

fn floor(text: &str, place: usize) -> usize {
    let mut place = place.min(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}
