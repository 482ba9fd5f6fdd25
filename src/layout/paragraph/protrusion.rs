//! How far signs hang into the margins, so that the edges of a column look straight.

use crate::style::Protrusion;
use crate::text::Face;
use crate::units::Length;

/// How far a sign of that width may stand outside the margin: at the start and at the end of a line.
pub(super) fn of(tables: &Protrusion, face: &Face, c: char, size: Length, width: Length) -> (Length, Length) {
    match tables.of(&face.family, c) {
        Some((start, end)) => (size.ratio(start, 1000), size.ratio(end, 1000)),
        None => {
            let (start, end) = share(c);
            (width.ratio(start, 1000), width.ratio(end, 1000))
        }
    }
}

/// Thousandths of its width by which a sign of a family without a table hangs out.
///
/// Small signs that leave the edge looking dented hang most; letters with slanted or open sides a little. The values are our
/// own, judged by eye on the bundled faces.
fn share(c: char) -> (i64, i64) {
    match c {
        '.' | ',' | '·' => (0, 700),
        '-' | '\u{2010}' | '\u{2011}' | '\u{AD}' => (0, 600),
        '–' => (0, 300),
        '—' => (0, 180),
        ';' | ':' => (0, 450),
        '!' | '?' | '…' => (0, 180),
        '¿' | '¡' => (180, 0),
        '‘' | '’' | '‚' | '‹' | '›' | '\'' => (600, 600),
        '“' | '”' | '„' | '«' | '»' | '"' => (450, 450),
        '(' | '[' | '{' => (100, 0),
        ')' | ']' | '}' => (0, 100),
        '/' => (100, 150),
        '*' => (250, 250),
        'A' | 'V' | 'W' | 'Y' | 'T' => (50, 50),
        'v' | 'w' | 'y' => (60, 60),
        'r' | 'L' | 'P' | 'F' => (0, 50),
        'J' => (50, 0),
        '،' | '؛' | '۔' => (0, 500),
        _ => (0, 0),
    }
}
