//! The lines of running text as they stand on the pages, read from the finished layout alone: nothing that the line breaker
//! says of itself is believed.

use std::collections::HashMap;

use trefoil::layout::{Content, ElementId, ElementKind, GlyphRun, Layout, Paint};
use trefoil::text::FontLibrary;

/// A line of running text. Lengths are in points.
#[derive(Clone, Debug, Default)]
pub(crate) struct SetLine {
    /// The page, from 0.
    pub(crate) page: usize,
    /// Left and right edge of what is inked.
    pub(crate) edges: (f64, f64),
    /// Width of the word spaces over their natural width; `None` without any.
    pub(crate) space_ratio: Option<f64>,
    /// The line ends in a hyphen, the text's own or not.
    pub(crate) hyphenated: bool,
    /// What it says.
    pub(crate) text: String,
    /// Size of the type.
    pub(crate) size: f64,
}

/// A block of running text.
#[derive(Clone, Debug, Default)]
pub(crate) struct SetParagraph {
    /// Its lines in reading order; never none.
    pub(crate) lines: Vec<SetLine>,
}

impl SetParagraph {
    /// Whether its spaces were stretched at all.
    #[must_use]
    pub(crate) fn is_justified(&self) -> bool {
        self.lines.iter().filter_map(|line| line.space_ratio).any(|ratio| (ratio - 1.0).abs() > 0.002)
    }

    /// The lines that had to reach both margins: not the last one, and not those that the author ended.
    pub(crate) fn justified_lines(&self) -> impl Iterator<Item = &SetLine> {
        let right = self.lines.iter().map(|line| line.edges.1).fold(f64::MIN, f64::max);
        let justified = self.is_justified();
        let (_, all_but_last) = self.lines.split_last().map_or((None, &[][..]), |(last, rest)| (Some(last), rest));
        let ended = move |line: &&SetLine| {
            let natural = line.space_ratio.is_none_or(|ratio| (ratio - 1.0).abs() < 0.002);
            natural && right - line.edges.1 > 0.5 * line.size
        };
        all_but_last.iter().filter(move |line| justified && !ended(line))
    }
}

/// What the pages hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    /// Paragraphs, items of lists and definitions, in reading order; neither headings, code, tables, captions, contents nor notes.
    pub(crate) paragraphs: Vec<SetParagraph>,
    /// The lowest baseline of each page, notes included, in points; `None` on empty pages.
    pub(crate) feet: Vec<Option<f64>>,
    /// Pages on which a heading is the last thing above the notes.
    pub(crate) headings_at_foot: usize,
    /// Pages in all.
    pub(crate) count: usize,
}

/// Reads the lines of a layout.
#[must_use]
pub(crate) fn read(layout: &Layout, library: &FontLibrary) -> Pages {
    let mut pages = Pages { count: layout.pages.len(), ..Pages::default() };
    let mut places: HashMap<ElementId, usize> = HashMap::new();
    let mut open: Vec<Open> = Vec::new();
    for (number, page) in layout.pages.iter().enumerate() {
        let mut lowest = (f64::MIN, false);
        let mut foot: Option<f64> = None;
        for item in &page.items {
            let (Content::Element(element), Paint::Text(run)) = (item.content, &item.paint) else { continue };
            let y = run.y.to_points();
            foot = Some(foot.map_or(y, |foot| foot.max(y)));
            let Some(leaf) = Leaf::of(layout, element) else { continue };
            if y > lowest.0 && !leaf.in_note {
                lowest = (y, leaf.is_heading);
            }
            if leaf.is_running_text {
                let place = *places.entry(leaf.element).or_insert_with(|| {
                    open.push(Open::default());
                    open.len() - 1
                });
                open[place].add(number, run, library);
            }
        }
        pages.headings_at_foot += usize::from(lowest.1);
        pages.feet.push(foot);
    }
    pages.paragraphs = open.into_iter().map(Open::close).filter(|paragraph| !paragraph.lines.is_empty()).collect();
    pages
}

/// The block in which inline content stands.
struct Leaf {
    element: ElementId,
    is_heading: bool,
    is_running_text: bool,
    in_note: bool,
}

impl Leaf {
    fn of(layout: &Layout, start: ElementId) -> Option<Self> {
        let get = |id: ElementId| layout.elements.get(id.0 as usize);
        let is_inline = |kind: &ElementKind| {
            use ElementKind as K;
            matches!(
                kind,
                K::Link
                    | K::NoteReference
                    | K::Emphasis
                    | K::Strong
                    | K::InlineCode
                    | K::Span
                    | K::Formula(_)
                    | K::Figure(_)
            )
        };
        let mut leaf = start;
        while is_inline(&get(leaf)?.kind) && get(leaf)?.parent != leaf {
            leaf = get(leaf)?.parent;
        }
        let kind = &get(leaf)?.kind;
        let mut ancestors = std::iter::successors(Some(leaf), |&id| {
            let parent = get(id)?.parent;
            (parent != id).then_some(parent)
        });
        let mut special = false;
        let mut in_note = false;
        for element in ancestors.by_ref().filter_map(get) {
            use ElementKind as K;
            in_note |= element.kind == K::Note;
            special |= matches!(
                element.kind,
                K::Table(_)
                    | K::Caption
                    | K::Contents
                    | K::Code
                    | K::Heading(_)
                    | K::Title
                    | K::ListLabel
                    | K::Figure(_)
            );
        }
        let is_running_text = !special && !in_note;
        Some(Self { element: leaf, is_heading: matches!(kind, ElementKind::Heading(_)), is_running_text, in_note })
    }
}

/// A block whose lines are still being put together.
#[derive(Default)]
struct Open {
    lines: Vec<OpenLine>,
}

#[derive(Default)]
struct OpenLine {
    page: usize,
    y: f64,
    size: f64,
    edges: (f64, f64),
    /// Spaces with their width and their natural width, and whether anything inked follows.
    spaces: Vec<(f64, f64, f64)>,
    text: String,
}

impl Open {
    fn add(&mut self, page: usize, run: &GlyphRun, library: &FontLibrary) {
        let (y, size) = (run.y.to_points(), run.size.to_points());
        // What is raised or lowered in a line belongs to it; the next line is further away than that.
        let same = |line: &&mut OpenLine| line.page == page && (line.y - y).abs() < 0.6 * line.size.max(size);
        let line = match self.lines.last_mut().filter(same) {
            Some(line) => line,
            None => {
                self.lines.push(OpenLine { page, y, size, edges: (f64::MAX, f64::MIN), ..OpenLine::default() });
                self.lines.last_mut().expect("a line that was pushed")
            }
        };
        let face = library.face(run.face);
        let natural = f64::from(face.advance(' ')) * size / f64::from(face.units_per_em);
        let mut x = run.x.to_points();
        for glyph in &run.glyphs {
            let width = glyph.advance.to_points() * f64::from(run.stretch) / 1000.0;
            let text = run.text.get(glyph.text.start as usize..glyph.text.end as usize).unwrap_or("");
            if text == " " || text == "\u{A0}" {
                if !face.monospaced {
                    line.spaces.push((x, width, natural));
                }
            } else {
                line.edges = (line.edges.0.min(x), line.edges.1.max(x + width));
            }
            x += width;
        }
        line.text.push_str(&run.text);
    }

    fn close(self) -> SetParagraph {
        let inked = |line: &OpenLine| line.edges.0 <= line.edges.1;
        SetParagraph { lines: self.lines.into_iter().filter(inked).map(OpenLine::close).collect() }
    }
}

impl OpenLine {
    fn close(self) -> SetLine {
        let (left, right) = self.edges;
        let inner = self.spaces.iter().filter(|(x, ..)| *x > left && *x < right);
        let (set, natural) = inner.fold((0.0, 0.0), |sum, (_, set, natural)| (sum.0 + set, sum.1 + natural));
        SetLine {
            page: self.page,
            edges: self.edges,
            space_ratio: (natural > 0.0).then(|| set / natural),
            hyphenated: self.text.trim_end().ends_with(['\u{AD}', '-', '\u{2010}']),
            text: self.text,
            size: self.size,
        }
    }
}
