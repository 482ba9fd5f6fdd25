//! From codes in strings to text: the `/ToUnicode` CMaps of fonts (ISO 32000-1 §9.10.3).

use std::collections::HashMap;
use std::sync::Arc;

use lopdf::{Document, Object, ObjectId};
use rayon::prelude::*;

use super::content::{Lexer, Line, Token};
use super::object::{get, utf16};
use crate::readback::{is_shown, push_shown};

/// The encodings of all fonts of a document.
pub(super) type Fonts = HashMap<ObjectId, Arc<Encoding>>;

/// What the codes of a font mean.
#[derive(Debug, Default)]
pub(super) struct Encoding {
    /// Codes of two bytes, as composite fonts have them (§9.7).
    wide: bool,
    text: HashMap<u32, Box<str>>,
}

/// Reads the encodings of all fonts.
pub(super) fn fonts(document: &Document) -> Fonts {
    let fonts: Vec<_> = document
        .objects
        .iter()
        .filter_map(|(id, object)| {
            let dictionary = object.as_dict().ok()?;
            let name = dictionary.get(b"Type").ok()?.as_name().ok()?;
            (name == b"Font").then_some((*id, dictionary))
        })
        .collect();
    fonts
        .par_iter()
        .map(|(id, dictionary)| {
            let wide = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0");
            let mut encoding = Encoding { wide, text: HashMap::new() };
            if let Some(Object::Stream(stream)) = get(document, dictionary, b"ToUnicode") {
                let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                encoding.read(&content);
            }
            (*id, Arc::new(encoding))
        })
        .collect()
}

impl Encoding {
    /// Adds the text that a string stands for, glyph by glyph.
    pub(super) fn decode(&self, string: &[u8], line: &mut Line) {
        let width = if self.wide { 2 } else { 1 };
        for code in string.chunks(width) {
            let code = code.iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
            match self.text.get(&code) {
                Some(text) => line.text.push_str(text),
                None if !self.wide => line.text.extend(char::from_u32(code).filter(|c| is_shown(*c))),
                None => line.text.push(char::REPLACEMENT_CHARACTER),
            }
            line.end_unit();
        }
    }

    fn read(&mut self, cmap: &[u8]) {
        let mut lexer = Lexer { bytes: cmap, place: 0 };
        let mut strings: Vec<Vec<u8>> = Vec::new();
        // Strings inside an array count as one operand of a range.
        let mut array: Option<Vec<Vec<u8>>> = None;
        let mut ranges: Vec<(u32, Vec<Vec<u8>>)> = Vec::new();
        while let Some(token) = lexer.next() {
            match token {
                Token::String(string) => match &mut array {
                    Some(array) => array.push(string),
                    None => strings.push(string),
                },
                Token::ArrayStart => array = Some(Vec::new()),
                Token::ArrayEnd => {
                    if let (Some(list), Some(start)) = (array.take(), strings.len().checked_sub(2)) {
                        let first = strings.get(start).map_or(0, |code| number(code));
                        strings.truncate(start);
                        ranges.push((first, list));
                    }
                }
                Token::Operator(b"begincodespacerange" | b"beginbfchar" | b"beginbfrange") => {
                    strings.clear();
                    ranges.clear();
                }
                Token::Operator(b"endbfchar") => {
                    for pair in strings.chunks_exact(2) {
                        if let [code, text] = pair {
                            self.insert(number(code), &utf16(text));
                        }
                    }
                    strings.clear();
                }
                Token::Operator(b"endbfrange") => {
                    for triple in strings.chunks_exact(3) {
                        if let [first, last, text] = triple {
                            self.range(number(first), number(last), &utf16(text));
                        }
                    }
                    strings.clear();
                    for (first, list) in ranges.drain(..) {
                        for (code, text) in (first..).zip(&list) {
                            self.insert(code, &utf16(text));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    /// Codes in a row whose text differs in the last character.
    fn range(&mut self, first: u32, last: u32, text: &str) {
        let Some(end) = text.chars().next_back() else { return };
        let stem = text.get(..text.len() - end.len_utf8()).unwrap_or("");
        for (code, c) in (first..=last.min(first.saturating_add(0xFFFF))).zip(u32::from(end)..) {
            let mut text = stem.to_owned();
            text.extend(char::from_u32(c));
            self.insert(code, &text);
        }
    }

    fn insert(&mut self, code: u32, text: &str) {
        let mut shown = String::new();
        push_shown(text, &mut shown);
        self.text.insert(code, shown.into());
    }
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |code, &byte| code << 8 | u32::from(byte))
}
