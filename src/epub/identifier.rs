//! What identifies the publication: the author's ISBN or DOI, else a UUID made from what the document is.

use super::book::Book;
use crate::model::Metadata;

/// The identifiers of the publication; the first is the one that readers go by.
pub(super) fn identifiers(book: &Book<'_>) -> Vec<String> {
    let given = book.resolved.metadata.identifier.as_deref().map(str::trim).filter(|id| !id.is_empty()).map(read);
    vec![given.unwrap_or_else(|| uuid(book))]
}

/// An identifier as a URN or URL where its form is known.
fn read(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let bare = ["urn:isbn:", "isbn-13:", "isbn-10:", "isbn:", "isbn-13", "isbn-10", "isbn"]
        .iter()
        .find_map(|prefix| lower.strip_prefix(prefix))
        .unwrap_or(&lower);
    let digits: String = bare.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2010}'..='\u{2013}')).collect();
    if is_isbn(&digits) {
        return format!("urn:isbn:{}", digits.to_ascii_uppercase());
    }
    let doi = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"]
        .iter()
        .find_map(|prefix| lower.strip_prefix(prefix))
        .unwrap_or(&lower)
        .trim();
    if doi.starts_with("10.") && doi.contains('/') {
        return format!("https://doi.org/{}", doi.replace(' ', "%20"));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the digits are those of an ISBN, check digit included (ISO 2108).
fn is_isbn(digits: &str) -> bool {
    let values: Vec<u32> = digits
        .chars()
        .enumerate()
        .filter_map(|(i, c)| if c == 'x' && i == 9 { Some(10) } else { c.to_digit(10) })
        .collect();
    if values.len() != digits.chars().count() {
        return false;
    }
    match values.len() {
        10 => values.iter().zip((1..=10).rev()).map(|(v, weight)| v * weight).sum::<u32>() % 11 == 0,
        13 => values.iter().enumerate().map(|(i, v)| v * if i % 2 == 0 { 1 } else { 3 }).sum::<u32>() % 10 == 0,
        _ => false,
    }
}

/// A UUID of version 8 (RFC 9562 §5.8) over title, people and the names of the source files: the same from build to
/// build while the document is being written.
fn uuid(book: &Book<'_>) -> String {
    let Metadata { people, chapters, .. } = &book.resolved.metadata;
    let mut hash = Fnv::default();
    hash.add("trefoil");
    hash.add(&book.title);
    people.iter().for_each(|person| hash.add(&person.name));
    if chapters.is_empty() {
        let first = book.resolved.sources.iter().next();
        let name = first.and_then(|(_, file)| file.path.file_name()?.to_str()).unwrap_or_default();
        hash.add(name);
    }
    chapters.iter().for_each(|chapter| hash.add(&chapter.path));
    let bits = hash.0 & !(0xF << 76) & !(0x3 << 62) | 0x8 << 76 | 0x2 << 62;
    let hex = format!("{bits:032x}");
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    format!("urn:uuid:{}-{}-{}-{}-{}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
}

/// The 128-bit hash FNV-1a: stable for ever, which the standard library's hashers do not promise.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    fn add(&mut self, text: &str) {
        // A byte that UTF-8 never has keeps "a" + "bc" apart from "ab" + "c".
        for byte in text.bytes().chain([0xFF]) {
            self.0 = (self.0 ^ u128::from(byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_identifiers_take_their_standard_form() {
        for (from, to) in [
            ("978-3-16-148410-0", "urn:isbn:9783161484100"),
            ("ISBN 0-306-40615-2", "urn:isbn:0306406152"),
            ("978-3-16-148410-1", "978-3-16-148410-1"),
            ("doi:10.1000/182", "https://doi.org/10.1000/182"),
            ("my report 7", "my report 7"),
        ] {
            assert_eq!(read(from), to);
        }
    }
}
