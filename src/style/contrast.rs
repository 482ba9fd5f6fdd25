//! Contrast of colours as WCAG 2.2 defines it.

use crate::units::Color;

/// The contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio"); text needs at least 4.5.
#[must_use]
pub fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Relative luminance of an sRGB colour.
fn luminance(color: Color) -> f64 {
    let linear = |channel: u8| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_on_white_is_the_most_there_is() {
        assert!((contrast(Color::BLACK, Color::WHITE) - 21.0).abs() < 1e-9);
        assert!((contrast(Color::WHITE, Color::WHITE) - 1.0).abs() < 1e-9);
        // The lightest grey that WCAG's own examples allow on white.
        assert!(contrast(Color::rgb(0x76, 0x76, 0x76), Color::WHITE) >= 4.5);
        assert!(contrast(Color::rgb(0x77, 0x77, 0x77), Color::WHITE) < 4.5);
    }
}
