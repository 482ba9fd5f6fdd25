//! Pages of a document, as readers of printed matter write them: `3-10`, `1,4-6`, `12-`.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// Ranges of pages, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRanges(Vec<RangeInclusive<usize>>);

impl PageRanges {
    /// The places of these pages among so many, counted from 0.
    #[must_use]
    pub fn places(&self, count: usize) -> BTreeSet<usize> {
        (0..count).filter(|place| self.0.iter().any(|range| range.contains(&(place + 1)))).collect()
    }
}

impl FromStr for PageRanges {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |part: &str| format!("`{part}` is no page and no range of pages such as 3-10");
        let ranges = text.split(',').map(str::trim).map(|part| {
            let number = |text: &str, open: usize| match text.trim() {
                "" => Ok(open),
                text => text.parse().ok().filter(|number| *number > 0).ok_or_else(|| wrong(part)),
            };
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            if first.trim().is_empty() && last.trim().is_empty() {
                return Err(wrong(part));
            }
            let (first, last) = (number(first, 1)?, number(last, usize::MAX)?);
            if first > last { Err(format!("`{part}` ends before it begins")) } else { Ok(first..=last) }
        });
        ranges.collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_they_are_written_on_paper() {
        let check = |text: &str, expected: Option<&[usize]>| {
            let found = text.parse::<PageRanges>().ok().map(|ranges| ranges.places(6).into_iter().collect::<Vec<_>>());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        check("3", Some(&[2]));
        check("2-3, 5", Some(&[1, 2, 4]));
        check("-2,5-", Some(&[0, 1, 4, 5]));
        check("9", Some(&[]));
        for wrong in ["", "-", "0", "4-2", "a", "1,,2"] {
            check(wrong, None);
        }
    }
}
