//! Colours for light paper and dark screens, with the contrast that WCAG 2.2 §1.4.3 asks for.

use crate::units::Color;

/// The dark screen: not black, on which white type flickers.
pub(super) const SCREEN: Color = Color::rgb(0x1b, 0x1b, 0x1d);

/// Text on it.
pub(super) const TEXT: Color = Color::rgb(0xe2, 0xe0, 0xdb);

/// The least contrast of text on paper.
const CONTRAST: f64 = 4.5;

/// The least contrast of text on a dark screen, where thin strokes are harder to see.
const DARK_CONTRAST: f64 = 6.0;

/// Rules for the page as a whole on a dark screen.
pub(super) fn dark_base() -> String {
    format!(
        "  body {{ background: #{}; color: #{}; }}\n  a {{ color: #9ecbff; }}\n  mark {{ background: #6b5b00; color: #fff8d6; }}\n  img {{ background: #f4f3f0; }}\n",
        SCREEN.to_hex().to_ascii_lowercase(),
        TEXT.to_hex().to_ascii_lowercase()
    )
}

/// Relative luminance (WCAG 2.2, definition), 0 to 1.
fn luminance(color: Color) -> f64 {
    let channel = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(color.red) + 0.7152 * channel(color.green) + 0.0722 * channel(color.blue)
}

/// Contrast ratio (WCAG 2.2, definition), 1 to 21.
pub(in crate::epub) fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// A mixture of two colours, `share` of the second in 255ths.
pub(in crate::epub) fn mix(a: Color, b: Color, share: u8) -> Color {
    let channel = |a: u8, b: u8| {
        let sum = u32::from(a) * u32::from(255 - share) + u32::from(b) * u32::from(share);
        u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
    };
    Color::rgb(channel(a.red, b.red), channel(a.green, b.green), channel(a.blue, b.blue))
}

/// The colour nearest to `color`, on the way to `end`, that can be read on `ground`.
fn towards(color: Color, end: Color, ground: Color, least: f64) -> Color {
    (0..=255).map(|share| mix(color, end, share)).find(|&c| contrast(c, ground) >= least).unwrap_or(end)
}

/// A colour of text dark (or light) enough for its ground.
pub(super) fn readable(color: Color, ground: Color) -> Color {
    let end = if luminance(ground) > 0.18 { Color::BLACK } else { Color::WHITE };
    towards(color, end, ground, CONTRAST)
}

/// A colour of text made for paper, as light as a dark screen needs it; greys become the text's own grey.
pub(super) fn lighten(color: Color, ground: Color) -> Color {
    let (least, most) = extremes(color);
    if most - least < 24 && most < 96 {
        return towards(TEXT, Color::WHITE, ground, DARK_CONTRAST);
    }
    towards(color, Color::WHITE, ground, DARK_CONTRAST)
}

/// A background made for paper, as dark as a dark screen needs it, with a hint of its hue.
pub(super) fn darken(color: Color) -> Color {
    if luminance(color) < 0.1 {
        return mix(color, SCREEN, 128);
    }
    // The hue is what the paper's colour lacks of white.
    let (least, most) = extremes(color);
    let tint = Color::rgb(color.red - least, color.green - least, color.blue - least);
    let strength = most - least;
    let base = Color::rgb(0x2a, 0x2a, 0x2d);
    // Half a per cent of hue on paper is one of grey here; strong hues are held back, or type would drown in them.
    if strength == 0 { base } else { mix(base, spread(tint, strength), strength.saturating_mul(2).min(30)) }
}

/// A rule made for paper: between screen and text.
pub(super) fn dark_rule(color: Color) -> Color {
    if luminance(color) > 0.18 { mix(SCREEN, TEXT, 64) } else { towards(mix(color, TEXT, 96), TEXT, SCREEN, 3.0) }
}

fn extremes(color: Color) -> (u8, u8) {
    let (r, g, b) = (color.red, color.green, color.blue);
    (r.min(g).min(b), r.max(g).max(b))
}

/// A tint at full strength.
fn spread(tint: Color, strength: u8) -> Color {
    let channel = |c: u8| u8::try_from(u32::from(c) * 255 / u32::from(strength.max(1))).unwrap_or(u8::MAX);
    Color::rgb(channel(tint.red), channel(tint.green), channel(tint.blue))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_can_be_read_on_both_grounds() {
        for step in 0..=16_u8 {
            for (r, g, b) in [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 1, 1), (0, 1, 1)] {
                let level = |on: u8| on * step.saturating_mul(15);
                let color = Color::rgb(level(r), level(g), level(b));
                assert!(contrast(readable(color, Color::WHITE), Color::WHITE) >= CONTRAST);
                assert!(contrast(lighten(color, SCREEN), SCREEN) >= CONTRAST, "{color:?}");
                let ground = darken(color);
                assert!(contrast(lighten(color, ground), ground) >= CONTRAST, "{color:?} on {ground:?}");
                assert!(contrast(TEXT, ground) >= CONTRAST, "text on {ground:?}");
            }
        }
    }
}
