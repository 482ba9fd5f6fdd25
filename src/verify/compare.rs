//! Looking for what is expected in what was read.

use std::ops::Range;

use super::expected::expect;
use super::flow::{Chunk, Place};
use super::parts::{parts, properties};
use super::report::Report;
use super::tally::{Known, links};
use crate::diagnostic::Diagnostics;
use crate::readback::{Readback, Stream};
use crate::resolve::Resolved;

/// How far ahead a chunk is looked for at first, in bytes beyond its own length: as far as an edition adds text of its own.
const NEAR: usize = 4_000;
/// How far ahead a single word is looked for.
const WORD: usize = 160;
/// Shorter chunks (in bytes) may be found by accident.
const TELLING: usize = 12;
/// How often everything ahead may be searched: once for every long addition, and never for everything that was lost.
const FAR: usize = 100;

/// Compares.
pub(super) fn compare(resolved: &Resolved, read: &Readback) -> Diagnostics {
    let expected = &expect(resolved);
    let mut report = Report::new(read.edition);
    let mut known = Known::new(read);
    Cursor { text: &read.body.text, at: 0, far: FAR, report: &mut report, known: &mut known }.chunks(&expected.body);
    Cursor { text: &read.notes.text, at: 0, far: FAR, report: &mut report, known: &mut known }.notes(&expected.notes);
    for chunk in &expected.anywhere {
        let found =
            |stream: &Stream| stream.text.contains(&chunk.text) || fold(&stream.text).contains(&fold(&chunk.text));
        if !found(&read.body) && !found(&read.notes) {
            report.text(chunk, 0..chunk.text.len());
        }
    }
    links(expected, read, &mut report);
    known.rest(expected, &mut report);
    parts(expected, read, &mut report);
    properties(&resolved.metadata, read, &mut report);
    let marks = read.body.note_marks + read.notes.note_marks;
    for span in expected.marks.iter().skip(marks) {
        report.add(
            "lost-note",
            format!("a mark of a note is missing ({} of {} are there)", marks, expected.marks.len()),
            *span,
        );
    }
    report.finish()
}

/// A place in the text that was read.
struct Cursor<'a, 'r> {
    text: &'a str,
    at: usize,
    /// How often everything ahead may still be searched.
    far: usize,
    report: &'r mut Report,
    known: &'r mut Known,
}

impl<'a> Cursor<'a, '_> {
    fn chunks(&mut self, chunks: &[Chunk]) {
        for (i, chunk) in chunks.iter().enumerate() {
            let following = chunks.get(i + 1..).unwrap_or(&[]);
            self.chunk(chunk, following);
        }
    }

    /// Notes: a note may be looked for in front of others, since a note in a note comes where its edition puts it.
    fn notes(&mut self, chunks: &[Chunk]) {
        for (i, chunk) in chunks.iter().enumerate() {
            if self.ahead(0).starts_with(&chunk.text) {
                self.at += chunk.text.len();
            } else if let Some(place) = self.text.find(&chunk.text).filter(|_| self.far > 0) {
                self.far -= 1;
                self.at = place + chunk.text.len();
            } else {
                self.chunk(chunk, chunks.get(i + 1..).unwrap_or(&[]));
            }
        }
    }

    /// The text from here on, at most `length` bytes, or all of it where that is zero.
    fn ahead(&self, length: usize) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or("");
        if length == 0 || length >= rest.len() {
            return rest;
        }
        let mut end = length;
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        &rest[..end]
    }

    fn chunk(&mut self, chunk: &Chunk, following: &[Chunk]) {
        let text = chunk.text.as_str();
        match chunk.place {
            Place::Ordered => {}
            Place::Near | Place::NearOrImage | Place::NearOrFormula => return self.near(chunk),
        }
        if self.ahead(0).starts_with(text) {
            self.at += text.len();
            return;
        }
        let mut found = self.ahead(text.len() + NEAR).find(text);
        if found.is_none() && text.len() >= 2 * TELLING && self.far > 0 {
            // A whole list may have been added in front.
            self.far -= 1;
            found = self.ahead(0).find(text);
        }
        if let Some(skipped) = found
            && self.may_skip(skipped, text, following)
        {
            self.at += skipped + text.len();
            return;
        }
        if self.caseless(text, following) {
            return;
        }
        if chunk.turned {
            return self.turned(chunk);
        }
        self.words(chunk, following);
    }

    /// Text of both directions: a PDF shows the stretches of a line from left to right, whatever the order in which they are
    /// read, so that only the presence of its words can be told.
    fn turned(&mut self, chunk: &Chunk) {
        let mut left = Leftover { text: self.ahead(chunk.text.len() + WORD).to_owned(), found: Vec::new() };
        let (mut count, mut missing) = (0, Vec::new());
        for word in chunk.words() {
            let text = chunk.text.get(word.clone()).unwrap_or("");
            for part in text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
                count += 1;
                if !left.take(part) {
                    missing.push((part, word.clone()));
                }
            }
        }
        // A word may stand in several stretches; what is left when all whole words are found holds few of its pieces by accident.
        missing.retain(|(part, _)| !left.take_in_pieces(part));
        if missing.len() * 2 > count {
            return self.report.text(chunk, 0..chunk.text.len());
        }
        missing.dedup_by(|a, b| a.1 == b.1);
        for (_, word) in missing {
            self.report.text(chunk, word);
        }
        // The text goes as far as its length from its first word; words further on were found in what follows.
        let start = left.found.iter().map(|word| word.start).min().unwrap_or(0);
        let ends = left.found.iter().map(|word| word.end).filter(|end| *end <= start + chunk.text.len());
        self.at += ends.max().unwrap_or(0);
    }

    /// Whether what lies between may be an addition: not if the following chunks are in it.
    fn may_skip(&self, skipped: usize, text: &str, following: &[Chunk]) -> bool {
        if skipped == 0 || (skipped <= 64 && text.len() >= TELLING) {
            return true;
        }
        let mut telling = telling(following, text).peekable();
        if skipped > 64 && text.len() < TELLING && telling.peek().is_none() {
            return false;
        }
        let skipped_text = self.ahead(skipped);
        !telling.any(|chunk| skipped_text.contains(chunk.beginning(2 * TELLING)))
    }

    /// Small capitals and titles may be written in capitals.
    fn caseless(&mut self, text: &str, following: &[Chunk]) -> bool {
        let ahead = self.ahead(text.len() + WORD);
        let folded = fold(ahead);
        let Some(place) = folded.find(&fold(text)) else { return false };
        let before = folded.get(..place).map_or(0, |before| before.chars().count());
        let length = text.chars().count();
        if !self.may_skip(ahead.chars().take(before).map(char::len_utf8).sum(), text, following) {
            return false;
        }
        self.at += ahead.chars().take(before + length).map(char::len_utf8).sum::<usize>();
        true
    }

    fn near(&mut self, chunk: &Chunk) {
        const BEHIND: usize = 400;
        let mut start = self.at.saturating_sub(BEHIND);
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let before = std::mem::replace(&mut self.at, start);
        let mut text = self.ahead(BEHIND + NEAR + chunk.text.len());
        let mut found = text.contains(&chunk.text);
        if !found && self.far > 0 {
            self.far -= 1;
            text = self.ahead(0);
            found = text.contains(&chunk.text);
        }
        self.at = before;
        let also = match chunk.place {
            Place::NearOrImage => self.known.take_image(&chunk.text),
            Place::NearOrFormula => self.known.take_formula(&chunk.text),
            Place::Near | Place::Ordered => false,
        };
        if !also && !found && !fold(text).contains(&fold(&chunk.text)) {
            // Text may have been added in it; the words must stand somewhere behind.
            let at = self.at;
            self.at = start;
            self.words(chunk, &[]);
            self.at = at;
        }
    }

    /// Compares word by word, and tells what is missing.
    fn words(&mut self, chunk: &Chunk, following: &[Chunk]) {
        let words = chunk.words();
        let start = self.at;
        let mut lost: Vec<usize> = Vec::new();
        for (i, range) in words.iter().enumerate() {
            let word = chunk.text.get(range.clone()).unwrap_or("");
            let next = words.get(i + 1).and_then(|next| chunk.text.get(next.clone())).filter(|next| next.len() > 3);
            let ahead = self.ahead(word.len() + WORD);
            let place = ahead.find(word).filter(|&place| {
                let before = ahead.get(..place).unwrap_or("");
                place <= 8 || next.is_none_or(|next| next == word || !before.contains(next))
            });
            match place {
                Some(place) => self.at += place + word.len(),
                None => lost.push(i),
            }
        }
        let passed = self.text.get(start..self.at).unwrap_or("");
        let too_far = telling(following, &chunk.text).any(|next| passed.contains(next.beginning(2 * TELLING)));
        if too_far || lost.len() * 2 > words.len() {
            self.at = start;
            self.report.text(chunk, 0..chunk.text.len());
            return;
        }
        let mut runs = lost.as_slice();
        while let Some((&first, _)) = runs.split_first() {
            let length = runs.iter().zip(first..).take_while(|(lost, expected)| *lost == expected).count();
            let last = first + length - 1;
            if let (Some(first), Some(last)) = (words.get(first), words.get(last)) {
                self.report.text(chunk, first.start..last.end);
            }
            runs = runs.get(length..).unwrap_or(&[]);
        }
    }
}

/// Text of which each place is found only once.
struct Leftover {
    text: String,
    found: Vec<Range<usize>>,
}

impl Leftover {
    fn take(&mut self, part: &str) -> bool {
        let Some(at) = self.text.find(part) else { return false };
        let range = at..at + part.len();
        self.text.replace_range(range.clone(), &"\0".repeat(part.len()));
        self.found.push(range);
        true
    }

    /// The longest beginning first, then the rest in the same way.
    fn take_in_pieces(&mut self, mut part: &str) -> bool {
        while !part.is_empty() {
            let ends = part.char_indices().rev().map(|(at, c)| at + c.len_utf8());
            let Some(end) = ends.into_iter().find(|&end| self.text.contains(&part[..end])) else { return false };
            self.take(&part[..end]);
            part = &part[end..];
        }
        true
    }
}

/// The next chunks that are not found by accident.
fn telling<'a>(following: &'a [Chunk], text: &'a str) -> impl Iterator<Item = &'a Chunk> {
    following
        .iter()
        .filter(move |chunk| chunk.place == Place::Ordered && chunk.text.len() >= TELLING && chunk.text != text)
        .take(3)
}

fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}
