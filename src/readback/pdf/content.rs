//! Content streams: the text shown under each marked-content id of a page. A tokenizer of its own, since only a handful of
//! operators matter.

use std::collections::HashMap;
use std::sync::Arc;

use lopdf::{Document, Object, ObjectId};

use super::encoding::{Encoding, Fonts};
use super::object::{dictionary, follow, text};
use crate::readback::{is_right_to_left, push_shown};

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Text by marked-content id.
    pub(super) text: HashMap<i64, String>,
    /// Pictures painted as artifacts, which is what decorative ones are.
    pub(super) decorations: usize,
}

/// Reads a page.
pub(super) fn read(document: &Document, page: ObjectId, fonts: &Fonts) -> Page {
    let mut out = Page::default();
    let content = document.get_page_content(page);
    let mut names = HashMap::new();
    let mut node = document.get_dictionary(page).ok();
    // Resources may be inherited (ISO 32000-1 §7.7.3.4); a tree deeper than this is a circle.
    for _ in 0..32 {
        let Some(dict) = node else { break };
        if let Some(resources) = dictionary(document, dict, b"Resources") {
            if let Some(list) = dictionary(document, resources, b"Font") {
                for (name, font) in list {
                    if let Object::Reference(id) = font
                        && let Some(encoding) = fonts.get(id)
                    {
                        names.insert(name.clone(), Arc::clone(encoding));
                    }
                }
            }
            break;
        }
        node = dict.get(b"Parent").ok().map(|parent| follow(document, parent)).and_then(|parent| parent.as_dict().ok());
    }
    Interpreter { fonts: names, font: None, marks: Vec::new(), line: Line::default(), out: &mut out }.run(&content);
    out
}

/// A marked-content sequence that is open (ISO 32000-1 §14.6).
#[derive(Clone, Copy)]
struct Mark {
    id: Option<i64>,
    artifact: bool,
    /// Its text is given by `/ActualText`, and what is shown inside does not count.
    replaced: bool,
}

struct Interpreter<'a> {
    fonts: HashMap<Vec<u8>, Arc<Encoding>>,
    font: Option<Arc<Encoding>>,
    marks: Vec<Mark>,
    line: Line,
    out: &'a mut Page,
}

/// An operand, as far as it matters.
enum Operand<'a> {
    Name(&'a [u8]),
    String(Vec<u8>),
    Properties { id: Option<i64>, actual: Option<Vec<u8>> },
    Number,
}

impl Interpreter<'_> {
    fn run(&mut self, content: &[u8]) {
        let mut lexer = Lexer { bytes: content, place: 0 };
        let mut operands: Vec<Operand<'_>> = Vec::new();
        while let Some(token) = lexer.next() {
            match token {
                Token::Name(name) => operands.push(Operand::Name(name)),
                Token::String(string) => operands.push(Operand::String(string)),
                Token::Number(_) => operands.push(Operand::Number),
                Token::DictionaryStart => operands.push(properties(&mut lexer)),
                Token::ArrayStart | Token::ArrayEnd | Token::DictionaryEnd => {}
                Token::Operator(operator) => {
                    // Text that is placed anew is a run of its own.
                    if matches!(operator, b"Td" | b"TD" | b"Tm" | b"T*" | b"ET" | b"'" | b"\"") {
                        self.flush();
                    }
                    self.operator(operator, &operands);
                    operands.clear();
                    if operator == b"ID" {
                        lexer.skip_image();
                    }
                }
            }
        }
    }

    fn operator(&mut self, operator: &[u8], operands: &[Operand<'_>]) {
        match operator {
            b"Tf" => {
                if let Some(Operand::Name(name)) = operands.iter().rev().nth(1) {
                    self.font = self.fonts.get(*name).cloned();
                }
            }
            b"Tj" | b"TJ" | b"'" | b"\"" => self.show(operands),
            b"BMC" | b"BDC" => self.begin(operands),
            b"EMC" => {
                if self.marks.last().is_some_and(|mark| mark.id.is_some()) {
                    self.flush();
                }
                self.marks.pop();
            }
            b"Do" if self.marks.iter().any(|mark| mark.artifact) => self.out.decorations += 1,
            _ => {}
        }
    }

    fn begin(&mut self, operands: &[Operand<'_>]) {
        let artifact = matches!(operands.first(), Some(Operand::Name(name)) if *name == b"Artifact");
        let mut mark = Mark { id: None, artifact, replaced: false };
        if let Some(Operand::Properties { id, actual }) = operands.get(1) {
            mark.id = *id;
            if id.is_some() {
                self.flush();
            }
            let hidden = self.marks.iter().any(|mark| mark.replaced || mark.artifact);
            self.marks.push(mark);
            if let Some(actual) = actual {
                if !hidden && !artifact {
                    push_shown(&text(actual), &mut self.line.text);
                    self.line.end_unit();
                }
                if let Some(mark) = self.marks.last_mut() {
                    mark.replaced = true;
                }
            }
            return;
        }
        self.marks.push(mark);
    }

    /// Adds the run that has been shown to the text of its marked-content id.
    fn flush(&mut self) {
        if let Some(id) = self.marks.iter().rev().find_map(|mark| mark.id) {
            self.line.read(self.out.text.entry(id).or_default());
        }
        self.line.text.clear();
        self.line.units.clear();
    }

    fn show(&mut self, operands: &[Operand<'_>]) {
        if self.marks.iter().any(|mark| mark.replaced || mark.artifact) {
            return;
        }
        let Some(font) = &self.font else { return };
        for operand in operands {
            if let Operand::String(string) = operand {
                font.decode(string, &mut self.line);
            }
        }
    }
}

/// A run of text on one line, from left to right as it is shown.
#[derive(Default)]
pub(super) struct Line {
    pub(super) text: String,
    /// Where the text of each glyph, or of each replacement for glyphs, ends.
    units: Vec<usize>,
}

impl Line {
    /// What was added last is a unit, which is not turned round.
    pub(super) fn end_unit(&mut self) {
        self.units.push(self.text.len());
    }

    /// Adds the run in reading order. Right-to-left letters were shown backwards, and what reads from left to right among them
    /// (numbers, Latin) was not.
    fn read(&self, out: &mut String) {
        // The lead bytes of Hebrew and everything up to it, Arabic Extended and the presentation forms.
        let may_turn = self.text.bytes().any(|byte| matches!(byte, 0xD6..=0xE0 | 0xEF..));
        if !may_turn || !self.text.chars().any(is_right_to_left) {
            out.push_str(&self.text);
            return;
        }
        let mut start = 0;
        let mut units: Vec<&str> = Vec::with_capacity(self.units.len());
        for &end in &self.units {
            units.push(self.text.get(start..end).unwrap_or(""));
            start = end;
        }
        let forwards = |unit: &str| unit.chars().next().is_some_and(|c| c.is_alphanumeric() && !is_right_to_left(c));
        for stretch in units.chunk_by(|a, b| forwards(a) == forwards(b)).rev() {
            if stretch.first().is_some_and(|unit| forwards(unit)) {
                out.extend(stretch.iter().copied());
            } else {
                out.extend(stretch.iter().rev().copied());
            }
        }
    }
}

/// The property list of `BDC` whose `<<` has been read.
fn properties<'a>(lexer: &mut Lexer<'a>) -> Operand<'a> {
    let (mut id, mut actual) = (None, None);
    let mut key: &[u8] = b"";
    let mut depth = 1;
    while let Some(token) = lexer.next() {
        match token {
            Token::DictionaryStart => depth += 1,
            Token::DictionaryEnd => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            Token::Name(name) => key = name,
            Token::Number(number) if depth == 1 && key == b"MCID" => id = Some(number),
            Token::String(string) if depth == 1 && key == b"ActualText" => actual = Some(string),
            _ => {}
        }
    }
    Operand::Properties { id, actual }
}

/// A token (ISO 32000-1 §7.2).
pub(super) enum Token<'a> {
    Name(&'a [u8]),
    String(Vec<u8>),
    /// Its whole part.
    Number(i64),
    ArrayStart,
    ArrayEnd,
    DictionaryStart,
    DictionaryEnd,
    Operator(&'a [u8]),
}

/// Cuts a content stream or a CMap into tokens.
pub(super) struct Lexer<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) place: usize,
}

const fn is_white(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

impl<'a> Lexer<'a> {
    pub(super) fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = *self.bytes.get(self.place)?;
            self.place += 1;
            return Some(match byte {
                byte if is_white(byte) => continue,
                b'%' => {
                    while self.bytes.get(self.place).is_some_and(|b| !matches!(b, b'\n' | b'\r')) {
                        self.place += 1;
                    }
                    continue;
                }
                b'/' => Token::Name(self.regular()),
                b'(' => Token::String(self.literal()),
                b'<' if self.bytes.get(self.place) == Some(&b'<') => {
                    self.place += 1;
                    Token::DictionaryStart
                }
                b'<' => Token::String(self.hexadecimal()),
                b'>' => {
                    if self.bytes.get(self.place) == Some(&b'>') {
                        self.place += 1;
                    }
                    Token::DictionaryEnd
                }
                b'[' => Token::ArrayStart,
                b']' => Token::ArrayEnd,
                b')' | b'{' | b'}' => continue,
                b'0'..=b'9' | b'+' | b'-' | b'.' => {
                    self.place -= 1;
                    Token::Number(whole(self.regular()))
                }
                _ => {
                    self.place -= 1;
                    Token::Operator(self.regular())
                }
            });
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = self.bytes.get(self.place..).unwrap_or(&[]);
        let length = rest.iter().take_while(|&&b| !is_white(b) && !is_delimiter(b)).count();
        self.place += length;
        rest.get(..length).unwrap_or(&[])
    }

    /// A literal string (§7.3.4.2) whose `(` has been read.
    fn literal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut depth = 1;
        while let Some(&byte) = self.bytes.get(self.place) {
            self.place += 1;
            match byte {
                b'(' => {
                    depth += 1;
                    out.push(byte);
                }
                b')' => {
                    depth -= 1;
                    if depth == 0 {
                        break;
                    }
                    out.push(byte);
                }
                b'\\' => {
                    let Some(&escaped) = self.bytes.get(self.place) else { break };
                    self.place += 1;
                    match escaped {
                        b'n' => out.push(b'\n'),
                        b'r' => out.push(b'\r'),
                        b't' => out.push(b'\t'),
                        b'b' => out.push(8),
                        b'f' => out.push(12),
                        b'\n' => {}
                        b'\r' => {
                            if self.bytes.get(self.place) == Some(&b'\n') {
                                self.place += 1;
                            }
                        }
                        b'0'..=b'7' => {
                            let mut code = u16::from(escaped - b'0');
                            for _ in 0..2 {
                                match self.bytes.get(self.place) {
                                    Some(&digit @ b'0'..=b'7') => {
                                        code = code * 8 + u16::from(digit - b'0');
                                        self.place += 1;
                                    }
                                    _ => break,
                                }
                            }
                            out.push(u8::try_from(code & 0xFF).unwrap_or(0));
                        }
                        other => out.push(other),
                    }
                }
                byte => out.push(byte),
            }
        }
        out
    }

    /// A hexadecimal string (§7.3.4.3) whose `<` has been read.
    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        let mut high = None;
        while let Some(&byte) = self.bytes.get(self.place) {
            self.place += 1;
            let digit = match byte {
                b'>' => break,
                b'0'..=b'9' => byte - b'0',
                b'a'..=b'f' => byte - b'a' + 10,
                b'A'..=b'F' => byte - b'A' + 10,
                _ => continue,
            };
            match high.take() {
                None => high = Some(digit),
                Some(high) => out.push(high * 16 + digit),
            }
        }
        out.extend(high.map(|high| high * 16));
        out
    }

    /// The data of an inline image (§8.9.7), up to its `EI`.
    fn skip_image(&mut self) {
        while let Some(rest) = self.bytes.get(self.place..) {
            match rest {
                [white, b'E', b'I', after, ..] if is_white(*white) && is_white(*after) => break,
                [] | [_] | [_, _] | [_, _, _] => break,
                _ => self.place += 1,
            }
        }
    }
}

/// The whole part of a number.
fn whole(number: &[u8]) -> i64 {
    let digits = number.iter().skip_while(|b| matches!(b, b'+' | b'-')).take_while(|b| b.is_ascii_digit());
    let value = digits.fold(0_i64, |value, &b| value.saturating_mul(10).saturating_add(i64::from(b - b'0')));
    if number.first() == Some(&b'-') { -value } else { value }
}
