//! Lengths and colours.
//!
//! **Invariant:** lengths are integers, so that layout gives the same result on every platform and with any
//! number of threads.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A length in 1/65536 of a point (1 pt = 1/72 inch, as in PDF).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(pub i64);

impl Length {
    /// No length at all.
    pub const ZERO: Self = Self(0);
    /// Longer than any page, and still safe to add to.
    pub const MAX: Self = Self(i64::MAX / 4);
    /// One point in the unit of this type.
    pub const UNITS_PER_POINT: i64 = 65_536;

    /// A whole number of points.
    #[must_use]
    pub const fn points(points: i64) -> Self {
        Self(points * Self::UNITS_PER_POINT)
    }

    /// Points, rounded to the nearest unit; a value that is not finite is zero.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and not-a-number becomes zero")]
    pub fn from_points(points: f64) -> Self {
        Self((points * 65_536.0).round() as i64)
    }

    /// Millimetres, rounded to the nearest unit.
    #[must_use]
    pub fn from_millimetres(millimetres: f64) -> Self {
        Self::from_points(millimetres * 72.0 / 25.4)
    }

    /// This length in points.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "lengths on paper are far below 2^53 units")]
    pub fn to_points(self) -> f64 {
        self.0 as f64 / 65_536.0
    }

    /// This length times a factor, rounded to the nearest unit.
    #[must_use]
    pub fn scale(self, factor: f64) -> Self {
        Self::from_points(self.to_points() * factor)
    }

    /// This length times `numerator / denominator`, in integers, rounded towards zero.
    #[must_use]
    pub fn ratio(self, numerator: i64, denominator: i64) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        // A division of 128 bits is many times slower than one of 64, and hardly ever needed.
        if let Some(product) = self.0.checked_mul(numerator) {
            return Self(product.checked_div(denominator).unwrap_or(Self::MAX.0));
        }
        let product = i128::from(self.0) * i128::from(numerator) / i128::from(denominator);
        Self(i64::try_from(product).unwrap_or(Self::MAX.0))
    }

    /// The greater of zero and this length.
    #[must_use]
    pub fn at_least_zero(self) -> Self {
        self.max(Self::ZERO)
    }
}

impl Add for Length {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Length {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl SubAssign for Length {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Neg for Length {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul<i64> for Length {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}

impl Div<i64> for Length {
    type Output = Self;
    fn div(self, divisor: i64) -> Self {
        Self(self.0 / divisor)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.3}pt", self.to_points())
    }
}

/// An opaque sRGB colour, eight bits a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Color {
    /// Red, 0 to 255.
    pub red: u8,
    /// Green, 0 to 255.
    pub green: u8,
    /// Blue, 0 to 255.
    pub blue: u8,
}

impl Color {
    /// The gray that is as light to the eye (ITU-R BT.709, of the coded values).
    #[must_use]
    pub fn to_gray(self) -> Self {
        let weighted = 2_126 * u32::from(self.red) + 7_152 * u32::from(self.green) + 722 * u32::from(self.blue);
        let gray = u8::try_from((weighted + 5_000) / 10_000).unwrap_or(u8::MAX);
        Self::rgb(gray, gray, gray)
    }

    /// Full black.
    pub const BLACK: Self = Self::rgb(0, 0, 0);
    /// Full white.
    pub const WHITE: Self = Self::rgb(255, 255, 255);

    /// A colour of its three channels.
    #[must_use]
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#rgb` or `#rrggbb`; `None` for anything else.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let channel = |range: std::ops::Range<usize>| u8::from_str_radix(digits.get(range)?, 16).ok();
        match digits.len() {
            3 => Some(Self::rgb(channel(0..1)? * 17, channel(1..2)? * 17, channel(2..3)? * 17)),
            6 => Some(Self::rgb(channel(0..2)?, channel(2..4)?, channel(4..6)?)),
            _ => None,
        }
    }

    /// Six hexadecimal digits without a `#`, as WordprocessingML's `ST_HexColorRGB` wants them.
    #[must_use]
    pub fn to_hex(self) -> String {
        format!("{:02X}{:02X}{:02X}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_keep_points_exactly() {
        assert_eq!(Length::points(12).to_points(), 12.0);
        assert_eq!(Length::from_points(0.5), Length(32_768));
        assert_eq!(Length::from_points(f64::NAN), Length::ZERO);
        assert_eq!(Length::points(3).ratio(1, 3), Length::points(1));
    }

    #[test]
    fn colours_read_both_hexadecimal_forms() {
        assert_eq!(Color::from_hex("#fa0"), Some(Color::rgb(255, 170, 0)));
        assert_eq!(Color::from_hex("#0A1b2C").map(Color::to_hex), Some("0A1B2C".into()));
        assert_eq!(Color::from_hex("#12"), None);
        assert_eq!(Color::from_hex("#äa"), None);
    }
}
