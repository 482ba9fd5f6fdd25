//! Pages to content streams. Every item stands in a marked-content sequence: of an element of the structure, or of an
//! artifact (ISO 14289-1 §7.1).

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};
use rayon::prelude::*;

use super::Error;
use super::fonts::Fonts;
use super::marked::Sequences;
use super::operators::{Operators, milli_points};
use super::pictures::Pictures;
use super::press::Press;
use super::text::TextState;
use crate::layout::{Bounds, Content, ElementId, Item, Layout, Page, Paint};
use crate::units::Length;

/// A page's content stream.
#[derive(Debug)]
pub(super) struct PageContent {
    /// Deflated.
    pub(super) stream: Vec<u8>,
    /// The element of each marked-content sequence, by MCID.
    pub(super) marked: Vec<ElementId>,
}

/// Writes all pages, in parallel.
///
/// # Errors
/// When a stream cannot be deflated.
pub(super) fn write(
    layout: &Layout,
    document_language: &str,
    tags: &[&'static str],
    fonts: &Fonts,
    pictures: &Pictures,
    press: Press,
) -> Result<Vec<PageContent>, Error> {
    let languages = languages(layout, document_language);
    layout
        .pages
        .par_iter()
        .map(|page| {
            let (content, marked) = page_content(page, tags, &languages, fonts, pictures, press);
            Ok(PageContent { stream: deflate(&content)?, marked })
        })
        .collect()
}

/// The language of every element: its own, or that of what it is in.
fn languages<'a>(layout: &'a Layout, document_language: &'a str) -> Vec<&'a str> {
    let mut languages: Vec<&str> = Vec::with_capacity(layout.elements.len());
    for element in &layout.elements {
        let around = languages.get(element.parent.0 as usize).copied().unwrap_or(document_language);
        languages.push(element.lang.as_deref().unwrap_or(around));
    }
    languages
}

thread_local! {
    /// To set its tables up takes a page's worth of time.
    static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(6), true));
}

/// Deflates to the zlib format of `FlateDecode`.
pub(super) fn deflate(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    COMPRESS.with_borrow_mut(|compress| {
        compress.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let rest = usize::try_from(compress.total_in()).ok().and_then(|read| bytes.get(read..)).unwrap_or_default();
            match compress.compress_vec(rest, &mut out, FlushCompress::Finish).map_err(std::io::Error::from)? {
                Status::StreamEnd => return Ok(out),
                Status::Ok | Status::BufError => out.reserve(out.capacity().max(1024)),
            }
        }
    })
}

fn page_content(
    page: &Page,
    tags: &[&'static str],
    languages: &[&str],
    fonts: &Fonts,
    pictures: &Pictures,
    press: Press,
) -> (Vec<u8>, Vec<ElementId>) {
    let mut writer = PageWriter {
        page,
        fonts,
        pictures,
        out: Operators::of(press.inks()),
        text: TextState::default(),
        sequences: Sequences::default(),
    };
    let is_text = |item: &Item| matches!(item.paint, Paint::Text(_));
    for group in page.items.chunk_by(|a, b| a.content == b.content && is_text(a) == is_text(b)) {
        let Some(first) = group.first() else { continue };
        // A sequence begun inside a text object must end there (ISO 32000-1 §14.6.1).
        if is_text(first) {
            writer.text.begin(&mut writer.out);
        } else {
            writer.text.end(&mut writer.out);
        }
        let language = match first.content {
            Content::Artifact(artifact) => {
                writer.sequences.enter_artifact(artifact, &mut writer.out);
                ""
            }
            Content::Element(element) => {
                writer.sequences.enter(element, tags.get(element.0 as usize).copied().unwrap_or("Span"));
                languages.get(element.0 as usize).copied().unwrap_or("")
            }
        };
        writer.group(group, language);
        writer.sequences.leave(&mut writer.out);
    }
    writer.text.end(&mut writer.out);
    press.draw(page.width, page.height, &mut writer.out);
    (writer.out.into_bytes(), writer.sequences.into_marked())
}

struct PageWriter<'a> {
    page: &'a Page,
    fonts: &'a Fonts,
    pictures: &'a Pictures,
    out: Operators,
    text: TextState,
    sequences: Sequences<'a>,
}

impl<'a> PageWriter<'a> {
    /// Either text alone, inside a text object, or no text.
    fn group(&mut self, group: &'a [Item], language: &str) {
        for item in group {
            match &item.paint {
                Paint::Text(run) => {
                    let (page, sequences) = (self.page.height, &mut self.sequences);
                    self.text.show(run, page, language, self.fonts, sequences, &mut self.out);
                }
                Paint::Rule(rule) => {
                    self.sequences.open(None, &mut self.out);
                    self.text.fill(rule.color, &mut self.out);
                    self.rectangle(rule.bounds);
                    self.out.raw("f\n");
                }
                Paint::Image { asset, bounds } => {
                    self.sequences.open(None, &mut self.out);
                    if let Some(picture) = self.pictures.get(*asset) {
                        let bottom = self.page.height - bounds.y - bounds.height;
                        let place = [
                            bounds.width.to_points(),
                            bounds.height.to_points(),
                            bounds.x.to_points(),
                            bottom.to_points(),
                        ];
                        self.out.raw("q ").reals(&picture.matrix(place)).raw("cm/").raw(&picture.name).raw(" Do Q\n");
                    }
                }
            }
        }
    }

    fn rectangle(&mut self, bounds: Bounds) {
        let (left, right) = (milli_points(bounds.x), milli_points(bounds.x + bounds.width));
        let top = self.page.height - bounds.y;
        let (bottom, top) = (milli_points(top - bounds.height), milli_points(top));
        // A rule thinner than a hundredth of a point is still a rule.
        let positive = |length: i64, given: Length| if given > Length::ZERO { length.max(10) } else { length };
        let (width, height) = (positive(right - left, bounds.width), positive(top - bottom, bounds.height));
        self.out.millis(&[left, bottom, width, height]).raw("re ");
    }
}
