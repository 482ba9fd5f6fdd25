//! SVG through `usvg`, within bounds that are checked before it is parsed.

use std::collections::HashMap;
use std::sync::Arc;

use ::image::{DynamicImage, RgbaImage};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use usvg::fontdb;

use super::{Asset, Error};
use crate::text::FontLibrary;

/// Most elements, with every `use` counted as what it stands for.
const MAX_ELEMENTS: u64 = 100_000;
/// Deepest nesting.
const MAX_DEPTH: usize = 200;
/// Most bytes.
const MAX_BYTES: usize = 50 << 20;
/// Most pixels along an edge when drawn as pixels.
const MAX_EDGE: f32 = 4_000.0;

/// The size of an SVG in CSS pixels, rounded up.
///
/// # Errors
/// When it cannot be read, or only at a cost out of all proportion.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), Error> {
    let tree = parse(bytes, None)?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive and far below 2^32")]
    let pixels = |length: f32| length.ceil().clamp(1.0, 65_535.0) as u32;
    Ok((pixels(tree.size().width()), pixels(tree.size().height())))
}

/// Reads an SVG: its shapes, and its text as outlines of the library's faces.
///
/// # Errors
/// When it cannot be read.
pub fn tree(asset: &Asset, library: &FontLibrary) -> Result<usvg::Tree, Error> {
    parse(&asset.bytes, Some(library))
}

/// Draws an SVG with `scale` pixels for each of its own, or as many as are reasonable.
pub(super) fn render(asset: &Asset, library: &FontLibrary, scale: f32) -> Result<DynamicImage, Error> {
    let tree = tree(asset, library)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = scale.min(MAX_EDGE / width.max(height));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let pixels = |length: f32| (length * scale).ceil().clamp(1.0, MAX_EDGE) as u32;
    let mut pixmap = resvg::tiny_skia::Pixmap::new(pixels(width), pixels(height))
        .ok_or_else(|| Error::damaged("SVG", "it has no size"))?;
    resvg::render(&tree, usvg::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    let (width, height) = (pixmap.width(), pixmap.height());
    let pixels = pixmap.take_demultiplied();
    RgbaImage::from_raw(width, height, pixels)
        .map(DynamicImage::ImageRgba8)
        .ok_or_else(|| Error::damaged("SVG", "it has no size"))
}

fn parse(bytes: &[u8], library: Option<&FontLibrary>) -> Result<usvg::Tree, Error> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::damaged("SVG", "it is not in UTF-8"))?;
    guard(text)?;
    let mut options = usvg::Options { font_family: "Libertinus Serif".into(), ..usvg::Options::default() };
    // Only data that the file itself carries; no path and no address is ever followed.
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    if let Some(library) = library {
        options.fontdb = Arc::new(fonts(library));
    }
    usvg::Tree::from_str(text, &options).map_err(|error| Error::damaged("SVG", error))
}

fn fonts(library: &FontLibrary) -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    for face in library.faces().iter().filter(|face| face.index == 0 && face.variations.is_empty()) {
        fonts.load_font_source(fontdb::Source::Binary(Arc::new(face.data.clone())));
    }
    fonts.set_serif_family("Libertinus Serif");
    fonts.set_sans_serif_family("Source Sans 3");
    fonts.set_monospace_family("DejaVu Sans Mono");
    fonts
}

/// An element while its end is awaited.
struct Open {
    id: Option<String>,
    /// Elements inside it and itself.
    count: u64,
    uses: Vec<String>,
}

/// Refuses what would take a parser too long: entities, deep nesting, and elements used by elements used by elements.
fn guard(text: &str) -> Result<(), Error> {
    if text.len() > MAX_BYTES {
        return Err(Error::Hostile("it is larger than 50 MB"));
    }
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut open = vec![Open { id: None, count: 0, uses: Vec::new() }];
    let mut named: HashMap<String, (u64, Vec<String>)> = HashMap::new();
    loop {
        match reader.read_event().map_err(|error| Error::damaged("SVG", error))? {
            Event::Eof => break,
            Event::DocType(declaration) if declaration.windows(7).any(|word| word.eq_ignore_ascii_case(b"!ENTITY")) => {
                return Err(Error::Hostile("it declares entities"));
            }
            Event::Start(start) => {
                if open.len() > MAX_DEPTH {
                    return Err(Error::Hostile("its elements are nested too deep"));
                }
                open.push(element(&start));
            }
            Event::Empty(start) => close(element(&start), &mut open, &mut named),
            Event::End(_) if open.len() > 1 => {
                if let Some(done) = open.pop() {
                    close(done, &mut open, &mut named);
                }
            }
            _ => {}
        }
    }
    while open.len() > 1 {
        if let Some(done) = open.pop() {
            close(done, &mut open, &mut named);
        }
    }
    let Some(root) = open.pop() else { return Ok(()) };
    let mut sizes = HashMap::new();
    let used: u64 = root.uses.iter().map(|id| expanded(id, &named, &mut sizes, 0)).fold(0, u64::saturating_add);
    if root.count.saturating_add(used) > MAX_ELEMENTS {
        return Err(Error::Hostile("it has too many elements, or elements that use one another too often"));
    }
    Ok(())
}

fn element(start: &BytesStart<'_>) -> Open {
    let mut open = Open { id: None, count: 1, uses: Vec::new() };
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = String::from_utf8_lossy(&attribute.value);
        if attribute.key.as_ref() == b"id" {
            open.id = Some(value.clone().into_owned());
        }
        // `href="#a"` of a `use`, and `url(#a)` of patterns, markers, masks and clips in any attribute.
        if attribute.key.local_name().as_ref() == b"href" {
            open.uses.extend(value.strip_prefix('#').map(str::to_owned));
        }
        let references = value.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
        open.uses
            .extend(references.filter_map(|id| id.trim_matches(['"', '\'', ' ']).strip_prefix('#')).map(str::to_owned));
    }
    open
}

fn close(done: Open, open: &mut [Open], named: &mut HashMap<String, (u64, Vec<String>)>) {
    if let Some(parent) = open.last_mut() {
        parent.count += done.count;
        parent.uses.extend_from_slice(&done.uses);
    }
    if let Some(id) = done.id {
        named.entry(id).or_insert((done.count, done.uses));
    }
}

/// How many elements a reference stands for.
fn expanded(
    id: &str,
    named: &HashMap<String, (u64, Vec<String>)>,
    sizes: &mut HashMap<String, u64>,
    depth: usize,
) -> u64 {
    if let Some(&size) = sizes.get(id) {
        return size;
    }
    let Some((count, uses)) = named.get(id) else { return 0 };
    if depth > MAX_DEPTH {
        return MAX_ELEMENTS;
    }
    // A circle counts once; the parser cuts it.
    sizes.insert(id.to_owned(), 0);
    let inner = uses.iter().map(|id| expanded(id, named, sizes, depth + 1)).fold(*count, u64::saturating_add);
    sizes.insert(id.to_owned(), inner);
    inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    fn svg(body: &str) -> String {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='40' height='20.5'>{body}</svg>"
        )
    }

    #[test]
    fn sizes_are_in_pixels() {
        assert_eq!(size(svg("<rect width='4' height='4'/>").as_bytes()), Ok((40, 21)));
    }

    #[test]
    fn bombs_are_refused() {
        let mut body = String::from("<defs><g id='a0'><rect width='1' height='1'/></g>");
        for level in 1..12 {
            let uses = format!("<use xlink:href='#a{}'/>", level - 1).repeat(10);
            let _ = write!(body, "<g id='a{level}'>{uses}</g>");
        }
        body.push_str("</defs><use xlink:href='#a11'/>");
        assert!(matches!(size(svg(&body).as_bytes()), Err(Error::Hostile(_))));
        assert!(matches!(size(svg(&"<g>".repeat(5_000)).as_bytes()), Err(Error::Hostile(_))));
        let entities = "<!DOCTYPE svg [<!ENTITY a 'x'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>";
        assert!(matches!(size(entities.as_bytes()), Err(Error::Hostile(_))));
    }
}
