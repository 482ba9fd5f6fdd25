//! Parts of a zip container as XML events.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::Error;

/// The largest part that is read, in bytes; beyond that the container is taken to be damaged.
const LARGEST: u64 = 1 << 30;

/// A container in memory.
pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

pub(super) fn open(bytes: &[u8]) -> Result<Archive<'_>, Error> {
    ZipArchive::new(Cursor::new(bytes)).map_err(Error::Archive)
}

/// A part as text; `None` where there is no such part.
pub(super) fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, Error> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(Error::Archive(error)),
    };
    let mut bytes = Vec::with_capacity(usize::try_from(file.size().min(LARGEST)).unwrap_or(0));
    file.take(LARGEST).read_to_end(&mut bytes).map_err(|error| Error::Archive(error.into()))?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// What a reader of XML does with what it meets.
pub(super) trait Handler {
    /// An element begins. `false` skips its content; its end is not told then.
    fn start(&mut self, element: &Element<'_>) -> bool;
    /// An element ends.
    fn end(&mut self, name: &str);
    /// Text, with entities resolved.
    fn text(&mut self, text: &str);
}

/// The start of an element.
pub(super) struct Element<'a> {
    pub(super) name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// The value of an attribute, by its name as written.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let attribute = self.start.try_get_attribute(name).ok().flatten()?;
        let raw = std::str::from_utf8(&attribute.value).ok()?;
        quick_xml::escape::unescape(raw).ok().map(std::borrow::Cow::into_owned)
    }
}

/// Walks through a part.
pub(super) fn walk(name: &str, text: &str, handler: &mut impl Handler) -> Result<(), Error> {
    let mut reader = Reader::from_str(text);
    let damaged = |error| Error::Xml(name.to_owned(), error);
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(start) => {
                let end = start.to_end().into_owned();
                let name = start.name();
                let element = Element { name: std::str::from_utf8(name.as_ref()).unwrap_or(""), start: &start };
                if !handler.start(&element) {
                    reader.read_to_end(end.name()).map_err(damaged)?;
                }
            }
            Event::Empty(start) => {
                let name = start.name();
                let name = std::str::from_utf8(name.as_ref()).unwrap_or("");
                if handler.start(&Element { name, start: &start }) {
                    handler.end(name);
                }
            }
            Event::End(end) => handler.end(std::str::from_utf8(end.name().as_ref()).unwrap_or("")),
            Event::Text(text) => handler.text(&String::from_utf8_lossy(&text)),
            Event::CData(text) => handler.text(&String::from_utf8_lossy(&text)),
            Event::GeneralRef(reference) => resolve(&reference, handler),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

fn resolve(reference: &BytesRef<'_>, handler: &mut impl Handler) {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        handler.text(c.encode_utf8(&mut [0; 4]));
        return;
    }
    let text = match &**reference {
        b"amp" => "&",
        b"lt" => "<",
        b"gt" => ">",
        b"quot" => "\"",
        b"apos" => "'",
        _ => "",
    };
    handler.text(text);
}

/// A relative address as a path in the container, with its fragment: `text/a.xhtml`, `#b`.
pub(super) fn join(base: &str, address: &str) -> (String, Option<String>) {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(percent_decode(fragment))),
        None => (address, None),
    };
    if path.is_empty() {
        return (base.to_owned(), fragment);
    }
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { base.split('/').collect() };
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    (percent_decode(&parts.join("/")), fragment)
}

pub(super) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        let hex = bytes.get(i + 1..i + 3).and_then(|h| std::str::from_utf8(h).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(decoded) if byte == b'%' => {
                out.push(decoded);
                i += 3;
            }
            _ => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
