//! Gradients to shadings (ISO 32000-1 §8.7.4.5).

use lopdf::{Dictionary, Object, dictionary};

use crate::style::Inks;
use crate::units::Color;

/// The colour space of drawings for these inks.
pub(super) fn device(inks: Inks) -> &'static str {
    if inks == Inks::Gray { "DeviceGray" } else { "DeviceRGB" }
}

/// A shading of a type, 2 for axial or 3 for radial, that goes on in the end colours beyond its ends.
pub(super) fn shading(kind: i64, coordinates: &[f32], stops: &[usvg::Stop], inks: Inks) -> Dictionary {
    let coordinates: Vec<Object> = coordinates.iter().map(|value| Object::Real(*value)).collect();
    dictionary! {
        "ShadingType" => kind, "ColorSpace" => device(inks), "Coords" => coordinates,
        "Function" => function(stops, inks), "Extend" => vec![true.into(), true.into()],
    }
}

/// Colours between stops: one exponential function for each pair, stitched together (§7.10.3, §7.10.4).
fn function(stops: &[usvg::Stop], inks: Inks) -> Dictionary {
    let unit = || Object::Array(vec![0.into(), 1.into()]);
    let color = |stop: &usvg::Stop| {
        let color = stop.color();
        let color = Color::rgb(color.red, color.green, color.blue);
        let number = |channel: u8| super::file::number(f64::from(channel) / 255.0);
        Object::Array(match inks {
            Inks::Gray => vec![number(color.to_gray().red)],
            Inks::Full | Inks::BlackText => [color.red, color.green, color.blue].map(number).into(),
        })
    };
    let between = |from: &usvg::Stop, to: &usvg::Stop| {
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
