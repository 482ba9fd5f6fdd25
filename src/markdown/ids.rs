//! The ids of blocks: the author's, a heading's text, or what the block says.
//!
//! An id that comes from the content stays the same when other parts of the document are edited.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::{BlockId, BlockKind, Document, InlineKind, plain_text, slug, visit_inlines};

/// How much of a block that holds blocks goes into its id. Its beginning is enough to tell it from others, and nested blocks
/// are not read again and again.
const CONTAINER_BYTES: usize = 96;

/// Gives every block and note its id.
pub(super) fn assign(document: &mut Document, diagnostics: &mut Diagnostics) {
    let sources = std::mem::take(&mut document.sources);
    let mut names = Names::default();
    // What authors chose goes first, wherever it stands: nothing that is made up may take it.
    document.visit(&mut |block| {
        if let Some(id) = &block.attributes.id {
            names.chosen.insert(BlockId::new(id));
        }
        for sequence in block.inline_sequences() {
            visit_inlines(sequence, &mut |inline| {
                if let InlineKind::Span { attributes, .. } = &inline.kind
                    && let Some(id) = &attributes.id
                {
                    names.chosen.insert(BlockId::new(id));
                }
            });
        }
    });
    document.visit_mut(&mut |block| {
        block.id = match (&block.attributes.id, &block.kind) {
            (Some(id), _) => names.author(id, block.span, diagnostics),
            (None, BlockKind::Heading { content, .. }) => {
                let slug = slug(&plain_text(content));
                names.fresh(if slug.is_empty() { "section".into() } else { slug })
            }
            (None, kind) => names.content(kind, sources.slice(block.span)),
        };
    });
    for note in &mut document.notes {
        note.id = names.fresh(format!("fn-{}", note.label));
    }
    document.sources = sources;
}

#[derive(Default)]
struct Names {
    chosen: HashSet<BlockId>,
    used: HashSet<BlockId>,
    /// The next number to try after a name, so that a thousand blocks of one text stay linear.
    next: HashMap<String, u64>,
}

impl Names {
    fn author(&mut self, id: &str, span: Span, diagnostics: &mut Diagnostics) -> BlockId {
        let name = BlockId::new(id);
        if self.used.insert(name.clone()) {
            return name;
        }
        diagnostics.push(
            Diagnostic::warning("duplicate-id", format!("the id `{id}` is given twice; links lead to the first"))
                .at(span)
                .help("give this one another id"),
        );
        self.fresh(id.to_owned())
    }

    /// The name, or the first of `name-1`, `name-2` … that is free (as GitHub does it).
    fn fresh(&mut self, name: String) -> BlockId {
        let id = BlockId::new(&name);
        if !self.chosen.contains(&id) && self.used.insert(id.clone()) {
            return id;
        }
        let number = self.next.entry(name.clone()).or_insert(1);
        loop {
            let id = BlockId::new(&format!("{name}-{number}"));
            *number += 1;
            if !self.chosen.contains(&id) && self.used.insert(id.clone()) {
                return id;
            }
        }
    }

    fn content(&mut self, kind: &BlockKind, source: &str) -> BlockId {
        let (letter, whole) = match kind {
            BlockKind::Heading { .. } => ('h', true),
            BlockKind::Paragraph(_) => ('p', true),
            BlockKind::Quote(_) => ('q', false),
            BlockKind::List(_) => ('l', false),
            BlockKind::Definitions(_) => ('d', false),
            BlockKind::Code(_) => ('c', true),
            BlockKind::Table(_) => ('t', false),
            BlockKind::Figure(_) => ('f', true),
            BlockKind::Math(_) => ('m', true),
            BlockKind::Callout { .. } => ('n', false),
            BlockKind::Container(_) => ('g', false),
            BlockKind::ThematicBreak => ('b', true),
            BlockKind::PageBreak => ('k', true),
            BlockKind::Raw { .. } => ('r', true),
            BlockKind::Contents(_) => ('i', true),
        };
        let bytes = source.trim().as_bytes();
        let bytes = if whole { bytes } else { &bytes[..bytes.len().min(CONTAINER_BYTES)] };
        self.fresh(format!("{letter}{:07x}", fnv(bytes) & 0xFFF_FFFF))
    }
}

/// FNV-1a, 64 bits: the same on every platform and in every release.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3))
}
