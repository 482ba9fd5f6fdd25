//! Marked-content sequences of a page: which operators belong to which element of the structure (ISO 32000-1 §14.6, §14.7.4).
//!
//! Where a word's text is given by `/ActualText`, it has a sequence of its own beside the others of its element, and not one
//! inside: Poppler loses what follows a sequence without an MCID inside one that has it.

use super::operators::Operators;
use crate::layout::{Artifact, ElementId};

/// The sequences of a page, as they are written.
#[derive(Debug, Default)]
pub(super) struct Sequences<'a> {
    /// The element of each, by MCID.
    marked: Vec<ElementId>,
    /// What is painted now.
    owner: Owner,
    /// What the open sequence says of its language; `None` where no sequence is open.
    open: Option<Option<&'a str>>,
}

/// What painted content belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Owner {
    #[default]
    Nothing,
    Artifact,
    Element(ElementId, &'static str),
}

impl<'a> Sequences<'a> {
    /// The element of each sequence, by MCID.
    pub(super) fn into_marked(self) -> Vec<ElementId> {
        self.marked
    }

    /// What is painted from here on belongs to an element; its sequences begin when something is painted.
    pub(super) fn enter(&mut self, element: ElementId, tag: &'static str) {
        self.owner = Owner::Element(element, tag);
    }

    /// Begins the sequence of an artifact.
    pub(super) fn enter_artifact(&mut self, artifact: Artifact, out: &mut Operators) {
        self.owner = Owner::Artifact;
        self.open = Some(None);
        out.raw(artifact_properties(artifact));
    }

    /// Ends what was entered last.
    pub(super) fn leave(&mut self, out: &mut Operators) {
        self.close(out);
        self.owner = Owner::Nothing;
    }

    /// Whether what is painted is an artifact, whose text does not matter.
    pub(super) fn in_artifact(&self) -> bool {
        self.owner == Owner::Artifact
    }

    /// Sees to it that a sequence is open for content of a language; `None` for that of the element.
    pub(super) fn open(&mut self, lang: Option<&'a str>, out: &mut Operators) {
        if self.open == Some(lang) || self.owner == Owner::Artifact {
            return;
        }
        self.close(out);
        if let Owner::Element(element, tag) = self.owner {
            self.begin(element, tag, lang, None, out);
        }
    }

    /// Begins a sequence whose text is given in place of its glyphs' (§14.9.4).
    pub(super) fn open_replaced(&mut self, text: &str, lang: Option<&'a str>, out: &mut Operators) {
        self.close(out);
        if let Owner::Element(element, _) = self.owner {
            // Poppler knows `/ActualText` of a `Span` only.
            self.begin(element, "Span", lang, Some(text), out);
        }
    }

    fn begin(
        &mut self,
        element: ElementId,
        tag: &str,
        lang: Option<&'a str>,
        actual_text: Option<&str>,
        out: &mut Operators,
    ) {
        out.raw("/").raw(tag).raw("<</MCID ").integer(self.marked.len() as u64);
        if let Some(lang) = lang {
            out.raw("/Lang").text_string(lang);
        }
        if let Some(text) = actual_text {
            out.raw("/ActualText").text_string(text);
        }
        out.raw(">>BDC\n");
        self.marked.push(element);
        self.open = Some(lang);
    }

    /// Ends the open sequence, if there is one.
    pub(super) fn close(&mut self, out: &mut Operators) {
        if self.open.take().is_some() {
            out.raw("EMC\n");
        }
    }
}

/// ISO 32000-1 §14.8.2.2.2.
fn artifact_properties(artifact: Artifact) -> &'static str {
    match artifact {
        Artifact::Layout => "/Artifact<</Type/Layout>>BDC\n",
        Artifact::Header => "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC\n",
        Artifact::Footer => "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC\n",
    }
}
