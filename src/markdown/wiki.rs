//! Wiki links: `[[Heading]]`, `[[chapter#Heading]]`, `[[chapter|words to show]]`.
//!
//! `pulldown-cmark` reads them only at the price of CommonMark's nested brackets (`[[1], [2]]` would lose its own). So they are looked for
//! in what it left as text, and only those that lead somewhere in the document become links; all others are text, as CommonMark has them.

use std::collections::HashSet;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Diagnostics, Sources, Span};
use crate::model::{Block, BlockKind, Document, Inline, InlineKind, Link, plain_text, slug};
use crate::source::Input;

/// Makes links of the wiki links that lead to a heading or a chapter.
pub(super) fn link(document: &mut Document, inputs: &[Input], diagnostics: &mut Diagnostics) {
    if !document.sources.iter().any(|(_, file)| file.text.contains("[[")) {
        return;
    }
    let sources = std::mem::take(&mut document.sources);
    let mut wiki = Wiki { sources: &sources, headings: HashSet::new(), inputs, dead: Vec::new() };
    document.visit(&mut |block| {
        wiki.headings.extend(block.attributes.id.clone());
        if let BlockKind::Heading { content, .. } = &block.kind {
            wiki.headings.insert(slug(&plain_text(content)));
        }
    });
    document.visit_mut(&mut |block| wiki.block(block));
    for (target, span) in wiki.dead {
        let message = format!("`[[{target}]]` names no heading and no chapter of this document");
        let help = "correct the name, or write the brackets as `\\[[`; the text is kept as it is";
        diagnostics.push(Diagnostic::warning("dead-link", message).at(span).help(help));
    }
    document.sources = sources;
}

struct Wiki<'a> {
    sources: &'a Sources,
    /// What headings are called in addresses.
    headings: HashSet<String>,
    inputs: &'a [Input],
    /// Those that lead nowhere.
    dead: Vec<(String, Span)>,
}

impl Wiki<'_> {
    fn block(&mut self, block: &mut Block) {
        for sequence in block.inline_sequences_mut() {
            self.sequence(sequence);
        }
    }

    fn sequence(&mut self, inlines: &mut Vec<Inline>) {
        let mut at = 0;
        while at < inlines.len() {
            let length = inlines[at..].iter().take_while(|inline| matches!(inline.kind, InlineKind::Text(_))).count();
            if length == 0 {
                // A link holds no links.
                let inline = &mut inlines[at];
                if !matches!(inline.kind, InlineKind::Link(_))
                    && let Some(children) = inline.children_mut()
                {
                    self.sequence(children);
                }
                at += 1;
            } else if let Some(linked) = self.stretch(&inlines[at..at + length]) {
                let now = linked.len();
                inlines.splice(at..at + length, linked);
                at += now;
            } else {
                at += length;
            }
        }
    }

    /// Neighbouring texts with the links in them; `None` where there are none.
    fn stretch(&mut self, texts: &[Inline]) -> Option<Vec<Inline>> {
        let whole: String = texts.iter().map(|inline| plain_text(std::slice::from_ref(inline))).collect();
        let span = texts.first()?.span.to(texts.last()?.span);
        let text = |from: usize, to: usize| {
            let kind = InlineKind::Text(whole[from..to].to_owned());
            (from < to).then_some(Inline { span, kind })
        };
        let mut out = Vec::new();
        let (mut plain, mut read) = (0, span.start as usize);
        for (at, _) in whole.match_indices("[[") {
            let Some(inner) = whole[at + 2..].split_once("]]").map(|(inner, _)| inner) else { break };
            let end = at + 2 + inner.len() + 2;
            if at < plain || inner.contains(['[', ']']) {
                continue;
            }
            let Some(place) = self.written(&whole[at..end], Span { start: u32::try_from(read).ok()?, ..span }) else {
                continue;
            };
            read = place.range().end;
            if self.escaped(place) {
                continue;
            }
            let (target, shown) = inner.split_once('|').unwrap_or((inner, inner));
            match self.address(target.trim()) {
                Some(target) => {
                    out.extend(text(plain, at));
                    let content = vec![Inline { span: place, kind: InlineKind::Text(shown.trim().to_owned()) }];
                    let link = Link { target, content, ..Link::default() };
                    out.push(Inline { span: place, kind: InlineKind::Link(link) });
                    plain = end;
                }
                // `[[1, 2]]` is no link that failed.
                None if target.starts_with(char::is_alphabetic) && !target.contains([',', ';', '=', '"']) => {
                    self.dead.push((target.to_owned(), place));
                }
                None => {}
            }
        }
        if out.is_empty() {
            return None;
        }
        out.extend(text(plain, whole.len()));
        Some(out)
    }

    /// Where the next such text stands in the source.
    fn written(&self, text: &str, within: Span) -> Option<Span> {
        let at = self.sources.slice(within).find(text)? + within.start as usize;
        Some(Span::new(within.file, at..at + text.len()))
    }

    fn escaped(&self, place: Span) -> bool {
        let before = self.sources.get(place.file).and_then(|file| file.text.get(..place.range().start));
        before.is_some_and(|before| before.ends_with('\\'))
    }

    /// What leads to the place of that name: an anchor, or the path of a chapter with or without one.
    fn address(&self, target: &str) -> Option<String> {
        let (page, heading) = target.split_once('#').map_or((target, None), |(page, heading)| (page, Some(heading)));
        let anchor = |name: &str| (!name.is_empty() && self.headings.contains(name)).then(|| format!("#{name}"));
        if page.is_empty() {
            return anchor(&slug(heading?)).or_else(|| anchor(heading?));
        }
        let chapter = self.inputs.iter().filter(|_| self.inputs.len() > 1).find(|input| {
            let path = Path::new(&input.path);
            let stem = path.file_stem().map(|stem| slug(&stem.to_string_lossy()));
            stem == Some(slug(page)) || path == Path::new(page)
        });
        match (chapter, heading) {
            (Some(chapter), Some(heading)) => Some(format!("/{}#{}", chapter.path, slug(heading))),
            (Some(chapter), None) => Some(format!("/{}", chapter.path)),
            (None, None) => anchor(&slug(page)).or_else(|| anchor(page)),
            (None, Some(_)) => None,
        }
    }
}
