//! Markdown to model: the only module that knows `pulldown-cmark`.
//!
//! **Invariant:** reading never fails. It yields a document and what there is to say about it.
//!
//! The stages, in order: [`mask`] hides the lines that CommonMark would take for something else; [`reader`] takes the
//! parser's events; [`builder`] keeps the stack of open nodes, which Markdown, container fences and raw [`html`] open
//! and close alike; [`close`] says what each node becomes; [`ids`] names the blocks.

mod attributes;
mod builder;
mod captions;
mod citations;
mod close;
mod code;
mod fence;
mod figures;
mod html;
mod ids;
mod inline;
mod mask;
mod metadata;
mod open;
#[cfg(test)]
mod outline;
mod paragraph;
mod people;
mod reader;
mod scripts;
mod tables;
mod text;
mod wiki;

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Sources, Span};
use crate::model::{Block, Chapter, Document, InlineKind, Note, visit_blocks_mut, visit_inlines_mut};
use crate::source::{Input, Project, front_matter};

/// Reads all files of a project into one document, in order.
#[must_use]
pub fn read(project: &Project) -> (Document, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let mut document = Document { sources: project.sources.clone(), ..Document::default() };
    let mut labels = Labels::default();
    let mut firsts = Vec::new();
    for (i, Input { file, .. }) in project.inputs.iter().enumerate() {
        let Some(source) = project.sources.get(*file).map(|file| file.text.clone()) else { continue };
        let (entries, start) = front_matter(*file, &source, &mut diagnostics);
        if i == 0 {
            metadata::read(&entries, &project.settings, &project.sources, &mut document, &mut diagnostics);
        } else if let [first, .., last] | [first @ last] = entries.as_slice() {
            let message = "only the front matter of the first file counts: this one is passed over";
            let place = first.span.to(last.value.span);
            diagnostics.push(Diagnostic::warning("ignored-front-matter", message).at(place));
        }
        let (mut blocks, mut notes) = reader::blocks(*file, &source, start, &mut diagnostics);
        labels.settle(*file, &mut blocks, &mut notes, &mut diagnostics);
        firsts.push((document.blocks.len(), blocks.is_empty()));
        document.blocks.append(&mut blocks);
        document.notes.append(&mut notes);
    }
    if let Some(input) = project.inputs.first().filter(|_| document.blocks.is_empty()) {
        let message = "there is no text in this document";
        let help = "write something below the front matter; the editions have nothing but a title";
        diagnostics.push(Diagnostic::warning("empty-document", message).at(Span::new(input.file, 0..0)).help(help));
    }
    wiki::link(&mut document, &project.inputs, &mut diagnostics);
    document.metadata.modified = project.modified;
    ids::assign(&mut document, &mut diagnostics);
    if project.inputs.len() > 1 {
        for (input, (first, empty)) in project.inputs.iter().zip(firsts) {
            let first = document.blocks.get(first).filter(|_| !empty).map(|block| block.id.clone());
            document.metadata.chapters.push(Chapter { path: input.path.clone(), first });
        }
    }
    (document, diagnostics)
}

/// Reads Markdown that is not on disk, such as that of a test.
#[must_use]
pub fn read_text(text: &str) -> (Document, Diagnostics) {
    let mut sources = Sources::default();
    let file = sources.add("text.md", text);
    let inputs = vec![Input { file, path: "text.md".into() }];
    read(&Project { inputs, sources, ..Project::default() })
}

/// The labels of notes, each of which may be used again in another file.
#[derive(Default)]
struct Labels {
    /// Where each label was defined.
    defined: HashMap<String, Span>,
}

impl Labels {
    fn settle(&mut self, file: FileId, blocks: &mut [Block], notes: &mut [Note], diagnostics: &mut Diagnostics) {
        let mut renamed: HashMap<String, String> = HashMap::new();
        for note in notes.iter_mut() {
            match self.defined.get(&note.label) {
                Some(span) if span.file == file => {
                    let message = format!("the note `[^{}]` is defined twice: the first counts", note.label);
                    diagnostics.push(Diagnostic::warning("duplicate-note", message).at(note.span));
                }
                Some(_) => {
                    let label = format!("{} ({})", note.label, file.0);
                    self.defined.insert(label.clone(), note.span);
                    renamed.insert(std::mem::replace(&mut note.label, label.clone()), label);
                }
                None => {
                    self.defined.insert(note.label.clone(), note.span);
                }
            }
        }
        if renamed.is_empty() {
            return;
        }
        let mut rename = |block: &mut Block| {
            for sequence in block.inline_sequences_mut() {
                visit_inlines_mut(sequence, &mut |inline| {
                    if let InlineKind::NoteReference(reference) = &mut inline.kind
                        && let Some(label) = renamed.get(&reference.label)
                    {
                        reference.label.clone_from(label);
                    }
                });
            }
        };
        visit_blocks_mut(blocks, &mut rename);
        notes.iter_mut().for_each(|note| visit_blocks_mut(&mut note.blocks, &mut rename));
    }
}

#[cfg(test)]
mod tests;
