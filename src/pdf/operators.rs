//! Bytes of content streams: operators and their operands (ISO 32000-1 §7.8.2).

use crate::style::Inks;
use crate::units::{Color, Length};

/// The name of the colour space of black ink among a page's resources.
pub(super) const BLACK: &str = "Black";

/// A content stream under construction.
#[derive(Debug, Default)]
pub(super) struct Operators {
    bytes: Vec<u8>,
    inks: Inks,
}

impl Operators {
    /// A stream whose colours are of these inks.
    pub(super) fn of(inks: Inks) -> Self {
        Self { bytes: Vec::new(), inks }
    }

    /// What colours are written in.
    pub(super) fn inks(&self) -> Inks {
        self.inks
    }

    /// The finished stream.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Appends operands and operators as they are.
    pub(super) fn raw(&mut self, text: &str) -> &mut Self {
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    /// Appends a byte of a string operand that needs no escape.
    pub(super) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Appends a byte inside a literal string, escaped where it must be (§7.3.4.2).
    pub(super) fn string_byte(&mut self, byte: u8) {
        match byte {
            b'(' | b')' | b'\\' => self.bytes.extend_from_slice(&[b'\\', byte]),
            // A bare carriage return inside a literal string is read as a line feed.
            b'\r' => self.bytes.extend_from_slice(b"\\r"),
            _ => self.bytes.push(byte),
        }
    }

    /// Appends a number given in thousandths, without trailing zeros.
    pub(super) fn milli(&mut self, value: i64) -> &mut Self {
        let magnitude = value.unsigned_abs();
        if value < 0 {
            self.bytes.push(b'-');
        }
        let (whole, fraction) = (magnitude / 1000, magnitude % 1000);
        if whole > 0 || fraction == 0 {
            self.integer(whole);
        }
        if fraction > 0 {
            self.bytes.push(b'.');
            let mut rest = fraction;
            let mut unit = 100;
            while rest > 0 {
                self.bytes.push(b'0' + u8::try_from(rest / unit).unwrap_or(0));
                rest %= unit;
                unit /= 10;
            }
        }
        self
    }

    /// Appends a whole number.
    pub(super) fn integer(&mut self, mut value: u64) -> &mut Self {
        let start = self.bytes.len();
        loop {
            self.bytes.push(b'0' + u8::try_from(value % 10).unwrap_or(0));
            value /= 10;
            if value == 0 {
                break;
            }
        }
        self.bytes[start..].reverse();
        self
    }

    /// Appends numbers in thousandths, each followed by a space.
    pub(super) fn millis(&mut self, values: &[i64]) -> &mut Self {
        for &value in values {
            self.milli(value).raw(" ");
        }
        self
    }

    /// Appends a number to six significant decimals.
    pub(super) fn real(&mut self, value: f64) -> &mut Self {
        self.bytes.extend_from_slice(real(value).as_bytes());
        self
    }

    /// Appends numbers, each followed by a space.
    pub(super) fn reals(&mut self, values: &[f64]) -> &mut Self {
        for &value in values {
            self.real(value).raw(" ");
        }
        self
    }

    /// Sets the colour for filling, as gray where it is one.
    pub(super) fn fill_color(&mut self, color: Color) -> &mut Self {
        self.channels(color, ["g", "rg", "cs", "scn"])
    }

    /// Sets the colour for strokes.
    pub(super) fn stroke_color(&mut self, color: Color) -> &mut Self {
        self.channels(color, ["G", "RG", "CS", "SCN"])
    }

    fn channels(&mut self, color: Color, [gray, rgb, space, tint]: [&str; 4]) -> &mut Self {
        let milli = |channel: u8| (i64::from(channel) * 1000 + 127) / 255;
        let color = if self.inks == Inks::Gray { color.to_gray() } else { color };
        let is_gray = color.red == color.green && color.green == color.blue;
        if is_gray && self.inks == Inks::BlackText {
            self.raw("/").raw(BLACK).raw(" ").raw(space).raw(" ");
            self.milli(1000 - milli(color.red)).raw(" ").raw(tint).raw("\n")
        } else if is_gray {
            self.milli(milli(color.red)).raw(" ").raw(gray).raw("\n")
        } else {
            self.millis(&[milli(color.red), milli(color.green), milli(color.blue)]).raw(rgb).raw("\n")
        }
    }

    /// Appends a text string as UTF-16 in hexadecimal, with the byte order mark (§7.9.2.2).
    pub(super) fn text_string(&mut self, text: &str) -> &mut Self {
        self.raw("<FEFF");
        for unit in text.encode_utf16() {
            for shift in [12, 8, 4, 0] {
                let digit = u8::try_from(unit >> shift & 15).unwrap_or(0);
                self.bytes.push(if digit < 10 { b'0' + digit } else { b'A' + digit - 10 });
            }
        }
        self.raw(">")
    }
}

/// A number as PDF writes it: plain decimals, at most six of them, never an exponent.
pub(super) fn real(value: f64) -> String {
    if !value.is_finite() {
        return "0".into();
    }
    let text = format!("{value:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

/// A length in thousandths of a point, rounded to the hundredth: finer than any printer, and short to write.
pub(super) fn milli_points(length: Length) -> i64 {
    let hundredths = (i128::from(length.0) * 100 + 32_768).div_euclid(65_536);
    i64::try_from(hundredths).unwrap_or(0).saturating_mul(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn milli(value: i64, expected: &str) {
        let mut operators = Operators::default();
        operators.milli(value);
        assert_eq!(String::from_utf8(operators.into_bytes()).as_deref(), Ok(expected));
    }

    #[test]
    fn numbers_are_short_and_exact() {
        milli(0, "0");
        milli(-1, "-.001");
        milli(12_340, "12.34");
        milli(-250, "-.25");
        milli(7_000, "7");
        assert_eq!(real(-0.000_000_1), "0");
        assert_eq!(real(1e-3), "0.001");
        assert_eq!(real(f64::NAN), "0");
    }

    #[test]
    fn lengths_round_to_the_hundredth() {
        assert_eq!(milli_points(Length::from_points(1.005)), 1_010);
        assert_eq!(milli_points(Length::from_points(-1.004)), -1_000);
    }
}
