//! The document as `printpdf` makes it: page tree, boxes and embedded fonts. Its text only names the glyphs of each font;
//! the content streams are replaced afterwards.

use lopdf::{Document, Object, ObjectId, Stream, dictionary};
use printpdf::{
    Codepoint, FontId, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem,
};

use super::Error;
use super::file::number;
use super::fonts::{Font, Fonts};
use super::image_object::Profiles;
use super::pages::PageContent;
use super::press::Press;
use crate::layout::Layout;
use crate::style::FontStyle;
use crate::text::FontLibrary;

/// Makes the container with every page's content in its place.
///
/// # Errors
/// When a font cannot be embedded.
pub(super) fn make(
    layout: &Layout,
    library: &FontLibrary,
    mut fonts: Fonts,
    contents: Vec<PageContent>,
    press: Press,
) -> Result<(Document, Vec<ObjectId>), Error> {
    let mut pdf = PdfDocument::new("");
    let mut naming = Vec::new();
    for font in &mut fonts.list {
        let Some(program) = font.program.take() else { continue };
        let id = FontId(font.name.clone());
        pdf.resources.fonts.map.insert(id.clone(), PdfFont::new(program));
        naming.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
        let glyphs = (1..font.glyph_count()).map(|glyph| Codepoint::with_cid(glyph, 0.0, " ".into())).collect();
        naming.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] });
    }
    pdf.pages = layout.pages.iter().map(|_| PdfPage::new(Mm(1.0), Mm(1.0), Vec::new())).collect();
    if let Some(first) = pdf.pages.first_mut() {
        first.ops = naming;
    }
    let mut document = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
    let page_ids: Vec<ObjectId> = document.page_iter().collect();
    if page_ids.len() != layout.pages.len() {
        return Err(Error::Container("pages are missing"));
    }
    let resources = shared_resources(&mut document, &page_ids)?;
    if let Some(spaces) = press.color_spaces() {
        document.get_dictionary_mut(resources)?.set("ColorSpace", spaces);
    }
    for (key, ((id, content), page)) in page_ids.iter().zip(contents).zip(&layout.pages).enumerate() {
        let dict = document.get_dictionary_mut(*id)?;
        let stream = dict.get(b"Contents")?.as_reference()?;
        // printpdf keeps sizes in 32-bit millimetres; ours are exact.
        press.boxes(dict, page.width, page.height);
        dict.set("Resources", resources);
        // ISO 32000-1 §14.7.4.4; ISO 14289-1 §7.18.3: the tab order is that of the structure.
        dict.set("StructParents", i64::try_from(key).unwrap_or(0));
        dict.set("Tabs", "S");
        let content = Stream::new(dictionary! { "Filter" => "FlateDecode" }, content.stream);
        document.set_object(stream, content.with_compression(false));
    }
    for font in fonts.list.iter().filter(|font| font.is_composite()) {
        finish_font(&mut document, resources, font, library)?;
    }
    add_drawn(&mut document, resources, fonts, library)?;
    Ok((document, page_ids))
}

/// A font program as printpdf knows it, under a name that tells it from other subsets; `None` where it cannot be read.
pub(super) fn parse(program: &[u8], name: &str) -> Option<ParsedFont> {
    let mut parsed = ParsedFont::from_bytes(program, 0, &mut Vec::new())?;
    parsed.font_name = Some(subset_name(program, name));
    Some(parsed)
}

/// The name of a subset: six capitals that differ between subsets (ISO 32000-1 §9.6.4), made from what it holds, and the name
/// of the font.
pub(super) fn subset_name(content: &[u8], name: &str) -> String {
    format!("{}+{}", subset_tag(content), postscript_name(name))
}

/// Fonts of drawn glyphs, which printpdf does not know.
fn add_drawn(document: &mut Document, resources: ObjectId, fonts: Fonts, library: &FontLibrary) -> Result<(), Error> {
    let mut profiles = Profiles::default();
    for font in fonts.list {
        for (name, id) in font.drawn.embed(library.face(font.face), document, &mut profiles) {
            let list = document.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
            document.get_dictionary_mut(list)?.set(name, id);
        }
    }
    Ok(())
}

fn subset_tag(program: &[u8]) -> String {
    let mut hash = super::identity::hash(&[program]);
    let mut letter = || {
        let letter = u8::try_from(hash % 26).unwrap_or(0);
        hash /= 26;
        char::from(b'A' + letter)
    };
    (0..6).map(|_| letter()).collect()
}

fn postscript_name(name: &str) -> String {
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    if name.is_empty() { "Font".into() } else { name }
}

/// One resource dictionary for all pages, without the empty parts that printpdf writes.
fn shared_resources(document: &mut Document, page_ids: &[ObjectId]) -> Result<ObjectId, Error> {
    let mut shared = None;
    for id in page_ids {
        let resources = document.get_dictionary(*id)?.get(b"Resources")?.as_reference()?;
        if shared.is_none() {
            shared = Some(resources);
        } else {
            document.objects.remove(&resources);
        }
    }
    let shared = shared.ok_or(Error::Container("there are no pages"))?;
    let dict = document.get_dictionary(shared)?.clone();
    let fonts = dict.get(b"Font")?.as_reference()?;
    for key in [b"XObject".as_slice(), b"ExtGState", b"Shading"] {
        if let Ok(part) = dict.get(key).and_then(Object::as_reference) {
            document.objects.remove(&part);
        }
    }
    document.set_object(shared, dictionary! { "Font" => fonts });
    Ok(shared)
}

/// Puts right what printpdf cannot know of a subset: exact widths, the text of each glyph, the metrics of the face.
fn finish_font(document: &mut Document, resources: ObjectId, font: &Font, library: &FontLibrary) -> Result<(), Error> {
    let fonts = document.get_dictionary(resources)?.get(b"Font")?.as_reference()?;
    let id = document.get_dictionary(fonts)?.get(font.name.as_bytes())?.as_reference()?;
    let scale = 1000.0 / f64::from(font.units_per_em);
    let em = |units: i16| number((f64::from(units) * scale).round());
    let widths: Vec<Object> = font.codes.iter().skip(1).map(|code| number(f64::from(code.width) * scale)).collect();
    let to_unicode = document.add_object(Stream::new(lopdf::Dictionary::new(), to_unicode(font)));
    let map = font.has_map().then(|| {
        let glyphs = font.codes.iter().flat_map(|code| code.glyph.to_be_bytes()).collect();
        document.add_object(Stream::new(lopdf::Dictionary::new(), glyphs))
    });

    let dict = document.get_dictionary_mut(id)?;
    let old = dict.get(b"ToUnicode").and_then(Object::as_reference);
    dict.set("ToUnicode", to_unicode);
    let descendants = dict.get(b"DescendantFonts")?.clone();
    if let Ok(old) = old {
        document.objects.remove(&old);
    }
    let (holder, Object::Array(descendants)) = document.dereference(&descendants)? else {
        return Err(Error::Container("a font has no descendant"));
    };
    let (holder, descendant) =
        (holder, descendants.first().cloned().ok_or(Error::Container("a font has no descendant"))?);
    let change = |descendant: &mut lopdf::Dictionary| {
        descendant.set("DW", 0);
        descendant.set("W", vec![1.into(), Object::Array(widths)]);
        if let Some(map) = map {
            // ISO 32000-1 §9.7.4.2: only TrueType has one, and only it has glyphs of several codes.
            descendant.set("CIDToGIDMap", map);
        }
        descendant.get(b"FontDescriptor").and_then(Object::as_reference)
    };
    let descriptor = match descendant {
        Object::Reference(id) => change(document.get_dictionary_mut(id)?),
        Object::Dictionary(mut descendant) => {
            let descriptor = change(&mut descendant);
            let list = Object::Array(vec![descendant.into()]);
            match holder {
                Some(holder) => document.set_object(holder, list),
                None => document.get_dictionary_mut(id)?.set("DescendantFonts", list),
            }
            descriptor
        }
        _ => return Err(Error::Container("a font has no descendant")),
    }?;
    let face = library.face(font.face);
    let descriptor = document.get_dictionary_mut(descriptor)?;
    // ISO 32000-1 table 123: symbolic, since the codes are those of the subset and of no standard encoding.
    let italic = if face.style == FontStyle::Italic { 64 } else { 0 };
    descriptor.set("Flags", 4 + italic);
    descriptor.set("Ascent", em(face.ascender));
    descriptor.set("Descent", em(face.descender));
    descriptor.set("CapHeight", em(face.cap_height));
    descriptor.set("XHeight", em(face.x_height));
    Ok(())
}

/// The CMap from codes to text (ISO 32000-1 §9.10.3).
fn to_unicode(font: &Font) -> Vec<u8> {
    let texts = font.codes.iter().skip(1).map(|code| code.text.as_str());
    cmap(texts, 4)
}

/// The CMap of codes from one on that are written with so many hexadecimal digits.
pub(super) fn cmap<'a>(texts: impl Iterator<Item = &'a str>, digits: usize) -> Vec<u8> {
    let mut map = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n<< /Registry (Adobe)\n\
         /Ordering (UCS)\n/Supplement 0\n>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
         1 begincodespacerange\n<{}> <{}>\nendcodespacerange\n",
        "0".repeat(digits),
        "F".repeat(digits)
    );
    let lines: Vec<String> = (1..)
        .zip(texts)
        .map(|(code, text): (usize, &str)| {
            let text: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            format!("<{code:0digits$X}> <{text}>\n")
        })
        .collect();
    // At most a hundred in a section.
    for section in lines.chunks(100) {
        map.push_str(&format!("{} beginbfchar\n{}endbfchar\n", section.len(), section.concat()));
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    map.into_bytes()
}
