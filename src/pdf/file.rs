//! Objects to a file, deflated in parallel: object streams and a cross-reference stream (ISO 32000-1 §7.5.7, §7.5.8), or objects one
//! by one and a table (§7.5.4).

use std::io::Write;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat};
use rayon::prelude::*;

use super::operators::real;
use super::pages::deflate;
use super::{Error, PdfVersion};

/// Objects in one object stream: large enough to deflate well, small enough for a reader to open quickly.
const OBJECTS_PER_STREAM: usize = 200;

/// A number object of at most three decimals.
pub(super) fn number(value: f64) -> Object {
    let value = (value * 1000.0).round() / 1000.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and small, or kept as a real number")]
    if value.fract() == 0.0 && value.abs() < 1e9 { Object::Integer(value as i64) } else { Object::Real(value as f32) }
}

/// A text string: ASCII as it is, anything else as UTF-16 with a byte order mark (ISO 32000-1 §7.9.2.2).
pub(super) fn text(text: &str) -> Object {
    Object::String(text_bytes(text), StringFormat::Literal)
}

/// The bytes of a text string.
pub(super) fn text_bytes(text: &str) -> Vec<u8> {
    if text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return text.as_bytes().to_vec();
    }
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    bytes
}

/// Writes the document. Streams without a filter are deflated, except metadata, which must be readable by programs that
/// know nothing of PDF (ISO 19005-2 §6.6.2.1 leaves it to us; search tools look for it).
///
/// # Errors
/// When a stream cannot be deflated.
pub(super) fn write(document: Document, version: PdfVersion) -> Result<Vec<u8>, Error> {
    let Document { objects, trailer, .. } = document;
    let by_itself = |object: &Object| version == PdfVersion::V1_4 || matches!(object, Object::Stream(_));
    let (streams, plain): (Vec<_>, Vec<_>) = objects.into_iter().partition(|(_, object)| by_itself(object));
    let bodies: Vec<(ObjectId, Vec<u8>)> =
        streams.into_par_iter().map(|(id, object)| Ok((id, body(object)?))).collect::<Result<_, Error>>()?;
    let packed: Vec<Vec<u8>> = plain.par_chunks(OBJECTS_PER_STREAM).map(object_stream).collect::<Result<_, Error>>()?;

    let first_packed = bodies.iter().map(|(id, _)| id.0).chain(plain.iter().map(|(id, _)| id.0)).max().unwrap_or(0) + 1;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let table_id = first_packed + count(packed.len());
    let size = if version == PdfVersion::V1_4 { table_id } else { table_id + 1 };
    let mut entries = vec![Entry::Free; size as usize];
    // The comment's bytes above 127 tell transfer programs that the file is binary (§7.5.2).
    let mut file = format!("%PDF-{}\n", version.number()).into_bytes();
    file.extend_from_slice(b"%\xE2\xE3\xCF\xD3\n");
    let packed = packed.into_iter().zip(first_packed..).map(|(body, id)| ((id, 0), body));
    for ((id, _), body) in bodies.into_iter().chain(packed) {
        entries[id as usize] = Entry::At(file.len() as u64);
        writeln!(file, "{id} 0 obj")?;
        file.extend_from_slice(&body);
        file.extend_from_slice(b"\nendobj\n");
    }
    for (place, (id, _)) in plain.iter().enumerate() {
        let (stream, index) = (place / OBJECTS_PER_STREAM, place % OBJECTS_PER_STREAM);
        entries[id.0 as usize] = Entry::Packed { stream: first_packed + count(stream), index: count(index) };
    }
    let start = file.len();
    if version == PdfVersion::V1_4 {
        plain_cross_references(&entries, trailer, &mut file)?;
    } else {
        entries[table_id as usize] = Entry::At(start as u64);
        writeln!(file, "{table_id} 0 obj")?;
        file.extend_from_slice(&cross_references(&entries, trailer)?);
        file.extend_from_slice(b"\nendobj\n");
    }
    write!(file, "startxref\n{start}\n%%EOF\n")?;
    Ok(file)
}

/// The table of twenty bytes an entry, in which free entries are a list (§7.5.4), and the trailer.
fn plain_cross_references(entries: &[Entry], trailer: Dictionary, file: &mut Vec<u8>) -> Result<(), Error> {
    writeln!(file, "xref\n0 {}", entries.len())?;
    let free = |from: usize| (from..entries.len()).find(|&place| matches!(entries[place], Entry::Free)).unwrap_or(0);
    for (place, entry) in entries.iter().enumerate() {
        match *entry {
            Entry::At(offset) => writeln!(file, "{offset:010} 00000 n ")?,
            Entry::Free | Entry::Packed { .. } => writeln!(file, "{:010} 65535 f ", free(place + 1))?,
        }
    }
    let mut dict = trailer;
    dict.set("Size", i64::try_from(entries.len()).unwrap_or(0));
    file.extend_from_slice(b"trailer\n");
    write_dictionary(&dict, file);
    file.push(b'\n');
    Ok(())
}

#[derive(Clone, Copy)]
enum Entry {
    Free,
    At(u64),
    Packed { stream: u32, index: u32 },
}

fn cross_references(entries: &[Entry], trailer: Dictionary) -> Result<Vec<u8>, Error> {
    let mut rows = Vec::with_capacity(entries.len() * 8);
    let mut above = [0_u8; 7];
    for entry in entries {
        let (kind, field, last) = match *entry {
            Entry::Free => (0, 0, 0),
            Entry::At(offset) => (1, u32::try_from(offset).map_err(|_| Error::TooLarge)?, 0),
            Entry::Packed { stream, index } => (2, stream, u16::try_from(index).unwrap_or(u16::MAX)),
        };
        let ([a, b, c, d], [e, f]) = (field.to_be_bytes(), last.to_be_bytes());
        let row = [kind, a, b, c, d, e, f];
        // PNG predictor "up" (§7.4.4.4): rows differ little from those above them.
        rows.push(2);
        rows.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = row;
    }
    let mut dict = trailer;
    dict.set("Type", "XRef");
    dict.set("Size", i64::try_from(entries.len()).unwrap_or(0));
    dict.set("W", vec![1.into(), 4.into(), 2.into()]);
    dict.set("DecodeParms", lopdf::dictionary! { "Predictor" => 12, "Columns" => 7 });
    filtered(dict, &deflate(&rows)?)
}

fn object_stream(objects: &[(ObjectId, Object)]) -> Result<Vec<u8>, Error> {
    let (mut index, mut body) = (Vec::new(), Vec::new());
    for (id, object) in objects {
        write!(index, "{} {} ", id.0, body.len())?;
        write_object(object, &mut body);
        body.push(b'\n');
    }
    let size = |n: usize| i64::try_from(n).unwrap_or(0);
    let dict = lopdf::dictionary! { "Type" => "ObjStm", "N" => size(objects.len()), "First" => size(index.len()) };
    index.extend_from_slice(&body);
    filtered(dict, &deflate(&index)?)
}

fn filtered(mut dict: Dictionary, content: &[u8]) -> Result<Vec<u8>, Error> {
    dict.set("Filter", "FlateDecode");
    stream_bytes(dict, content)
}

fn body(object: Object) -> Result<Vec<u8>, Error> {
    let Object::Stream(Stream { dict, content, .. }) = object else {
        let mut out = Vec::new();
        write_object(&object, &mut out);
        return Ok(out);
    };
    let metadata = dict.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"Metadata");
    if dict.has(b"Filter") || metadata || content.is_empty() {
        return stream_bytes(dict, &content);
    }
    filtered(dict, &deflate(&content)?)
}

fn stream_bytes(mut dict: Dictionary, content: &[u8]) -> Result<Vec<u8>, Error> {
    dict.set("Length", i64::try_from(content.len()).map_err(|_| Error::TooLarge)?);
    let mut out = Vec::with_capacity(content.len() + 128);
    write_dictionary(&dict, &mut out);
    out.extend_from_slice(b"\nstream\n");
    out.extend_from_slice(content);
    out.extend_from_slice(b"\nendstream");
    Ok(out)
}

/// Writes an object with as little space as its syntax allows (§7.3).
fn write_object(object: &Object, out: &mut Vec<u8>) {
    match object {
        Object::Null => word(b"null", out),
        Object::Boolean(value) => word(if *value { b"true" } else { b"false" }, out),
        Object::Integer(value) => word(value.to_string().as_bytes(), out),
        Object::Real(value) => word(real(f64::from(*value)).as_bytes(), out),
        Object::Name(name) => write_name(name, out),
        Object::String(bytes, StringFormat::Literal) => {
            out.push(b'(');
            for &byte in bytes {
                match byte {
                    b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
                    b'\r' => out.extend_from_slice(b"\\r"),
                    _ => out.push(byte),
                }
            }
            out.push(b')');
        }
        Object::String(bytes, StringFormat::Hexadecimal) => {
            out.push(b'<');
            bytes.iter().for_each(|byte| out.extend_from_slice(format!("{byte:02X}").as_bytes()));
            out.push(b'>');
        }
        Object::Array(items) => {
            out.push(b'[');
            items.iter().for_each(|item| write_object(item, out));
            out.push(b']');
        }
        Object::Dictionary(dict) => write_dictionary(dict, out),
        Object::Reference((id, generation)) => word(format!("{id} {generation} R").as_bytes(), out),
        // Streams are indirect (§7.3.8); none is ever inside another object.
        Object::Stream(stream) => write_dictionary(&stream.dict, out),
    }
}

fn write_dictionary(dict: &Dictionary, out: &mut Vec<u8>) {
    out.extend_from_slice(b"<<");
    for (key, value) in dict {
        write_name(key, out);
        write_object(value, out);
    }
    out.extend_from_slice(b">>");
}

/// A token that must not touch the one before it.
fn word(token: &[u8], out: &mut Vec<u8>) {
    if out.last().is_some_and(|last| !matches!(last, b'[' | b'(' | b'>' | b']' | b')' | b'\n' | b' ' | b'<')) {
        out.push(b' ');
    }
    out.extend_from_slice(token);
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.+*:'!".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}
