//! Gradients to shadings (ISO 32000-1 §8.7.4.5).

use lopdf::{Dictionary, Object, dictionary};

use usvg::{Paint, SpreadMethod, Stop, Transform};

use super::svg::{matrix, numbers};
use crate::style::Inks;
use crate::units::Color;

/// The colour space of drawings for these inks.
pub(super) fn device(inks: Inks) -> &'static str {
    if inks == Inks::Gray { "DeviceGray" } else { "DeviceRGB" }
}

/// The pattern of a gradient in canvas units (§8.7.4.5.3, §8.7.4.5.4), which goes on in the end colours beyond its ends;
/// `None` where the paint is no gradient.
pub(super) fn shading(paint: &Paint, to_canvas: Transform, inks: Inks) -> Option<Dictionary> {
    let color = |stop: &Stop| {
        let color = stop.color();
        let color = Color::rgb(color.red, color.green, color.blue);
        let number = |channel: u8| super::file::number(f64::from(channel) / 255.0);
        match inks {
            Inks::Gray => vec![number(color.to_gray().red)],
            Inks::Full | Inks::BlackText => [color.red, color.green, color.blue].map(number).into(),
        }
    };
    pattern(paint, to_canvas, device(inks), &color)
}

/// The pattern that says in gray how opaque a gradient is.
pub(super) fn opacity(paint: &Paint, to_canvas: Transform) -> Option<Dictionary> {
    let gray = |stop: &Stop| vec![super::file::number(f64::from(stop.opacity().get()))];
    pattern(paint, to_canvas, "DeviceGray", &gray)
}

/// Whether PDF can fill with it: colours, and gradients that pad.
pub(super) fn is_vector(paint: &Paint) -> bool {
    match paint {
        Paint::Color(_) => true,
        Paint::LinearGradient(gradient) => gradient.spread_method() == SpreadMethod::Pad,
        Paint::RadialGradient(gradient) => gradient.spread_method() == SpreadMethod::Pad,
        Paint::Pattern(_) => false,
    }
}

/// Whether nothing is seen through a paint, but for an opacity of its own.
pub(super) fn is_opaque(paint: &Paint) -> bool {
    stops(paint).iter().all(|stop| stop.opacity().get() >= 1.0)
}

fn stops(paint: &Paint) -> &[Stop] {
    match paint {
        Paint::LinearGradient(gradient) => gradient.stops(),
        Paint::RadialGradient(gradient) => gradient.stops(),
        Paint::Color(_) | Paint::Pattern(_) => &[],
    }
}

fn pattern(
    paint: &Paint,
    to_canvas: Transform,
    space: &str,
    color: &dyn Fn(&Stop) -> Vec<Object>,
) -> Option<Dictionary> {
    let (kind, coordinates, transform) = match paint {
        Paint::LinearGradient(gradient) => {
            (2, vec![gradient.x1(), gradient.y1(), gradient.x2(), gradient.y2()], gradient.transform())
        }
        Paint::RadialGradient(gradient) => {
            let [from, to] = [gradient.fr().get(), gradient.r().get()];
            let circles = vec![gradient.fx(), gradient.fy(), from, gradient.cx(), gradient.cy(), to];
            (3, circles, gradient.transform())
        }
        Paint::Color(_) | Paint::Pattern(_) => return None,
    };
    let coordinates: Vec<Object> = coordinates.into_iter().map(Object::Real).collect();
    let shading = dictionary! {
        "ShadingType" => kind, "ColorSpace" => space, "Coords" => coordinates,
        "Function" => function(stops(paint), color), "Extend" => vec![true.into(), true.into()],
    };
    Some(dictionary! {
        "Type" => "Pattern", "PatternType" => 2, "Matrix" => numbers(&matrix(to_canvas.pre_concat(transform))),
        "Shading" => shading,
    })
}

/// Values between stops: one exponential function for each pair, stitched together (§7.10.3, §7.10.4).
fn function(stops: &[Stop], color: &dyn Fn(&Stop) -> Vec<Object>) -> Dictionary {
    let unit = || Object::Array(vec![0.into(), 1.into()]);
    let between = |from: &Stop, to: &Stop| {
        dictionary! { "FunctionType" => 2, "Domain" => unit(), "C0" => color(from), "C1" => color(to), "N" => 1 }
    };
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
        return dictionary! { "FunctionType" => 2, "Domain" => unit(), "N" => 1 };
    };
    let mut functions: Vec<Object> = Vec::new();
    let mut bounds: Vec<Object> = Vec::new();
    let mut at = 0.0;
    let mut add = |function: Dictionary, end: f32| {
        if end > at {
            bounds.push(Object::Real(end));
            functions.push(function.into());
            at = end;
        }
    };
    add(between(first, first), first.offset().get());
    for pair in stops.windows(2) {
        if let [from, to] = pair {
            add(between(from, to), to.offset().get());
        }
    }
    add(between(last, last), 1.0);
    bounds.pop();
    let encode: Vec<Object> = functions.iter().flat_map(|_| [0.into(), 1.into()]).collect();
    dictionary! {
        "FunctionType" => 3, "Domain" => unit(), "Functions" => functions, "Bounds" => bounds, "Encode" => encode,
    }
}
