//! What shapes of a `COLR` glyph are filled with, in SVG.

use std::fmt::Write;

use skrifa::color::{Brush, Color, ColorStop, Extend, Transform};

/// A length in font units beyond which no glyph reaches.
const FAR: f32 = 65_536.0;

/// The colour of the text around (OpenType 1.9.1, `CPAL`), which is as good as always black.
const FOREGROUND: u16 = 0xFFFF;

/// Into how many parts of one colour each the gradient around a point is cut, which SVG does not have.
const WEDGES: u16 = 90;

/// What a shape is filled with.
pub(super) enum Fill {
    /// The attributes that say a colour.
    Color(String),
    /// The element of a gradient.
    Gradient(String),
    /// Shapes that are seen through the shape.
    Wedges(String),
}

/// A brush, moved by a transform of its own; a gradient gets the name `p` and a number.
pub(super) fn fill(brush: &Brush<'_>, palette: &[Color], number: usize, transform: Option<Transform>) -> Fill {
    match brush {
        Brush::Solid { palette_index, alpha } => Fill::Color(color("fill", palette, *palette_index, *alpha)),
        Brush::LinearGradient { p0, p1, color_stops, extend } => {
            let place = format!("x1='{}' y1='{}' x2='{}' y2='{}'", p0.x, p0.y, p1.x, p1.y);
            Fill::Gradient(gradient("linearGradient", number, &place, palette, color_stops, *extend, transform))
        }
        Brush::RadialGradient { c0, r0, c1, r1, color_stops, extend } => {
            let place = format!("fx='{}' fy='{}' fr='{r0}' cx='{}' cy='{}' r='{r1}'", c0.x, c0.y, c1.x, c1.y);
            Fill::Gradient(gradient("radialGradient", number, &place, palette, color_stops, *extend, transform))
        }
        Brush::SweepGradient { c0, start_angle, end_angle, color_stops, extend } => {
            let mut shapes = String::new();
            let step = 360.0 / f32::from(WEDGES);
            for wedge in 0..WEDGES {
                let from = f32::from(wedge) * step;
                let along = (from + step / 2.0 - start_angle) / (end_angle - start_angle);
                let attributes = at(along, palette, color_stops, *extend);
                // A little more than its share, so that no gap is seen between two.
                let corner = |degrees: f32| {
                    let (sin, cos) = degrees.to_radians().sin_cos();
                    (c0.x + cos * FAR, c0.y + sin * FAR)
                };
                let ((ax, ay), (bx, by)) = (corner(from), corner(from + step * 1.1));
                let _ = write!(shapes, "<path d='M{} {} L{ax} {ay} L{bx} {by}Z' {attributes}/>", c0.x, c0.y);
            }
            Fill::Wedges(shapes)
        }
    }
}

/// The attributes that say a colour of the palette, of the property `fill` or `stop`.
fn color(property: &str, palette: &[Color], index: u16, alpha: f32) -> String {
    let known = palette.get(usize::from(index)).filter(|_| index != FOREGROUND);
    let (red, green, blue, own) = known.map_or((0, 0, 0, u8::MAX), |c| (c.red, c.green, c.blue, c.alpha));
    mixed(property, [red, green, blue].map(f32::from), f32::from(own) / 255.0 * alpha)
}

fn mixed(property: &str, rgb: [f32; 3], alpha: f32) -> String {
    let [red, green, blue] = rgb.map(|value| value.round().clamp(0.0, 255.0));
    let name = if property == "stop" { "stop-color" } else { property };
    format!("{name}='rgb({red},{green},{blue})' {property}-opacity='{}'", alpha.clamp(0.0, 1.0))
}

fn gradient(
    element: &str,
    number: usize,
    place: &str,
    palette: &[Color],
    stops: &[ColorStop],
    extend: Extend,
    transform: Option<Transform>,
) -> String {
    let spread = match extend {
        Extend::Repeat => "repeat",
        Extend::Reflect => "reflect",
        Extend::Pad | Extend::Unknown => "pad",
    };
    let moved = transform.map_or_else(String::new, |Transform { xx, yx, xy, yy, dx, dy }| {
        format!(" gradientTransform='matrix({xx} {yx} {xy} {yy} {dx} {dy})'")
    });
    let mut out =
        format!("<{element} id='p{number}' gradientUnits='userSpaceOnUse' {place} spreadMethod='{spread}'{moved}>");
    for stop in stops {
        let color = color("stop", palette, stop.palette_index, stop.alpha);
        let _ = write!(out, "<stop offset='{}' {color}/>", stop.offset.clamp(0.0, 1.0));
    }
    let _ = write!(out, "</{element}>");
    out
}

/// The colour at a place between the stops, which stand in order from 0 to 1.
fn at(along: f32, palette: &[Color], stops: &[ColorStop], extend: Extend) -> String {
    let along = match extend {
        Extend::Repeat => along.rem_euclid(1.0),
        Extend::Reflect => 1.0 - (along.rem_euclid(2.0) - 1.0).abs(),
        Extend::Pad | Extend::Unknown => along,
    };
    let parts = |stop: &ColorStop| {
        let known = palette.get(usize::from(stop.palette_index)).filter(|_| stop.palette_index != FOREGROUND);
        let c = known.map_or([0, 0, 0, u8::MAX], |c| [c.red, c.green, c.blue, c.alpha]).map(f32::from);
        [c[0], c[1], c[2], c[3] / 255.0 * stop.alpha]
    };
    let after = stops.partition_point(|stop| stop.offset <= along);
    let (first, second) = (stops.get(after.saturating_sub(1)), stops.get(after).or(stops.last()));
    let (Some(first), Some(second)) = (first, second) else { return "fill='none'".to_owned() };
    let distance = second.offset - first.offset;
    let share = if distance > 0.0 { ((along - first.offset) / distance).clamp(0.0, 1.0) } else { 1.0 };
    let (a, b) = (parts(first), parts(second));
    let mix = |i: usize| a[i] + (b[i] - a[i]) * share;
    mixed("fill", [mix(0), mix(1), mix(2)], mix(3))
}
