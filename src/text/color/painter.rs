//! The paint of a `COLR` glyph as an SVG document.

use std::fmt::Write;

use skrifa::color::{Brush, Color, ColorPainter, CompositeMode, Transform};
use skrifa::instance::{Location, Size};
use skrifa::outline::{DrawSettings, OutlineGlyphCollection, OutlinePen};
use skrifa::raw::FontRef;
use skrifa::raw::types::BoundingBox;
use skrifa::{GlyphId, MetadataProvider};

use super::brush::{self, Fill};
use super::{ColorGlyph, Drawing};

/// CSS pixels of an em in the SVG, which decide how fine those parts are that become pixels.
const PIXELS: f32 = 96.0;

/// Writes what it is told to paint. An element is begun for every clip and transform, so that all that is told of inside
/// them is inside it.
pub(super) struct Painter<'a> {
    outlines: OutlineGlyphCollection<'a>,
    location: &'a Location,
    palette: &'a [Color],
    /// The content of every open layer, the innermost last.
    layers: Vec<String>,
    /// What all open transforms come to, one by one.
    transforms: Vec<Transform>,
    /// Left, bottom, right, top of what the open clips leave, one by one.
    clips: Vec<[f32; 4]>,
    /// The same of all that has a shape.
    bounds: Option<[f32; 4]>,
    /// How many elements have been named.
    named: usize,
}

impl<'a> Painter<'a> {
    pub(super) fn new(font: &FontRef<'a>, location: &'a Location, palette: &'a [Color]) -> Self {
        Self {
            outlines: font.outline_glyphs(),
            location,
            palette,
            layers: vec![String::new()],
            transforms: Vec::new(),
            clips: Vec::new(),
            bounds: None,
            named: 0,
        }
    }

    /// The document; `None` where nothing has a shape.
    pub(super) fn finish(self, units_per_em: u16) -> Option<ColorGlyph> {
        let [left, bottom, right, top] = self.bounds?;
        let (width, height) = (right - left, top - bottom);
        if !(width > 0.0 && height > 0.0 && width.is_finite() && height.is_finite()) {
            return None;
        }
        let scale = PIXELS / f32::from(units_per_em);
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='{}' viewBox='{left} {} {width} {height}'>\
             <g transform='scale(1 -1)'>{}</g></svg>",
            width * scale,
            height * scale,
            -top,
            self.layers.concat()
        );
        Some(ColorGlyph { drawing: Drawing::Svg(svg), left, bottom, width, height })
    }

    fn write(&mut self, text: std::fmt::Arguments<'_>) {
        if let Some(layer) = self.layers.last_mut() {
            // Writing to a string cannot fail.
            let _ = layer.write_fmt(text);
        }
    }

    fn name(&mut self) -> usize {
        self.named += 1;
        self.named
    }

    /// The outline of a glyph as path data, and the bounds of what it covers.
    fn outline(&self, glyph: GlyphId) -> (String, Option<[f32; 4]>) {
        let mut pen = Pen::default();
        let settings = DrawSettings::unhinted(Size::unscaled(), self.location);
        if let Some(outline) = self.outlines.get(glyph) {
            // What is damaged shows as far as it could be read.
            let _ = outline.draw(settings, &mut pen);
        }
        let bounds = pen.bounds.map(|area| moved(area, self.place()));
        (pen.path, bounds)
    }

    /// What all open transforms come to.
    fn place(&self) -> Transform {
        self.transforms.last().copied().unwrap_or_default()
    }

    /// Counts what is painted there, as far as clips leave it.
    fn cover(&mut self, area: [f32; 4]) {
        let shown = self.clips.last().map_or(area, |clip| common(*clip, area));
        if shown[0] < shown[2] && shown[1] < shown[3] {
            self.bounds = Some(self.bounds.map_or(shown, |bounds| hull(bounds, shown)));
        }
    }

    /// Writes a shape filled with a brush; `shape` is an element's name and its geometry.
    fn fill_shape(&mut self, shape: &str, brush: &Brush<'_>, transform: Option<Transform>) {
        let name = self.name();
        match brush::fill(brush, self.palette, name, transform) {
            Fill::Color(color) => self.write(format_args!("<{shape} {color}/>")),
            Fill::Gradient(gradient) => self.write(format_args!("{gradient}<{shape} fill='url(#p{name})'/>")),
            Fill::Wedges(wedges) => {
                let clip = format!("<clipPath id='p{name}'><{shape}/></clipPath><g clip-path='url(#p{name})'>");
                let place = transform.map(matrix).unwrap_or_default();
                self.write(format_args!("{clip}<g{place}>{wedges}</g></g>"));
            }
        }
    }

    fn clip(&mut self, shape: &str, area: [f32; 4]) {
        self.clips.push(self.clips.last().map_or(area, |clip| common(*clip, area)));
        let name = self.name();
        self.write(format_args!("<clipPath id='c{name}'><{shape}/></clipPath><g clip-path='url(#c{name})'>"));
    }
}

/// What two rectangles have in common.
fn common(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [a[0].max(b[0]), a[1].max(b[1]), a[2].min(b[2]), a[3].min(b[3])]
}

/// The rectangle around two.
fn hull(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

/// The rectangle around a rectangle that is moved.
fn moved([left, bottom, right, top]: [f32; 4], transform: Transform) -> [f32; 4] {
    let corners = [(left, bottom), (right, bottom), (left, top), (right, top)];
    let corners = corners.map(|(x, y)| transform.transform(x, y)).map(|(x, y)| [x, y, x, y]);
    corners.into_iter().reduce(hull).unwrap_or_default()
}

/// The transform back; `None` where all is moved to a line.
fn back(Transform { xx, yx, xy, yy, dx, dy }: Transform) -> Option<Transform> {
    let area = xx * yy - xy * yx;
    let back = Transform { xx: yy / area, yx: -yx / area, xy: -xy / area, yy: xx / area, dx: 0.0, dy: 0.0 };
    let (x, y) = back.transform(dx, dy);
    (area != 0.0).then_some(Transform { dx: -x, dy: -y, ..back })
}

/// The attribute that says a transform.
fn matrix(Transform { xx, yx, xy, yy, dx, dy }: Transform) -> String {
    format!(" transform='matrix({xx} {yx} {xy} {yy} {dx} {dy})'")
}

impl ColorPainter for Painter<'_> {
    fn push_transform(&mut self, transform: Transform) {
        self.transforms.push(self.place() * transform);
        self.write(format_args!("<g{}>", matrix(transform)));
    }

    fn pop_transform(&mut self) {
        self.transforms.pop();
        self.write(format_args!("</g>"));
    }

    fn push_clip_glyph(&mut self, glyph: GlyphId) {
        let (outline, area) = self.outline(glyph);
        self.clip(&format!("path d='{outline}'"), area.unwrap_or_default());
    }

    fn push_clip_box(&mut self, area: BoundingBox<f32>) {
        let area = [area.x_min, area.y_min, area.x_max, area.y_max];
        self.clip(&rectangle(area), moved(area, self.place()));
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
        self.write(format_args!("</g>"));
    }

    fn fill(&mut self, brush: Brush<'_>) {
        // All that clips leave.
        let (Some(clip), Some(back)) = (self.clips.last().copied(), back(self.place())) else { return };
        self.cover(clip);
        self.fill_shape(&rectangle(moved(clip, back)), &brush, None);
    }

    fn fill_glyph(&mut self, glyph: GlyphId, transform: Option<Transform>, brush: Brush<'_>) {
        let (outline, Some(area)) = self.outline(glyph) else { return };
        self.cover(area);
        self.fill_shape(&format!("path d='{outline}'"), &brush, transform);
    }

    fn push_layer(&mut self, _: CompositeMode) {
        self.layers.push(String::new());
    }

    fn pop_layer_with_mode(&mut self, mode: CompositeMode) {
        if self.layers.len() < 2 {
            return;
        }
        let source = self.layers.pop().unwrap_or_default();
        let name = self.name();
        // What is there already is what the layer is laid upon: the two are all that a `PaintComposite` has.
        let Some(below) = self.layers.last_mut() else { return };
        let masked = |by: &str, shown: &str| {
            format!("<mask id='m{name}' style='mask-type:alpha'>{by}</mask><g mask='url(#m{name})'>{shown}</g>")
        };
        match laid(mode) {
            Laid::Nothing => below.clear(),
            Laid::Source => *below = source,
            Laid::Backdrop => {}
            Laid::Under => below.insert_str(0, &source),
            Laid::SourceInside => *below = masked(below, &source),
            Laid::BackdropInside => *below = masked(&source, below),
            Laid::Atop => {
                let atop = masked(below, &source);
                below.push_str(&atop);
            }
            Laid::Blended(mode) => {
                below.push_str(&format!("<g style='mix-blend-mode:{mode}'>{source}</g>"));
            }
        }
    }
}

/// How a layer and what it is laid upon make one picture.
enum Laid {
    Nothing,
    Source,
    Backdrop,
    Under,
    SourceInside,
    BackdropInside,
    Atop,
    Blended(&'static str),
}

/// What SVG has for a mode. It cannot leave out what a shape covers (`SrcOut` and its kin), which is rare: there the layer
/// simply lies on top.
fn laid(mode: CompositeMode) -> Laid {
    match mode {
        CompositeMode::Clear => Laid::Nothing,
        CompositeMode::Src => Laid::Source,
        CompositeMode::Dest => Laid::Backdrop,
        CompositeMode::DestOver => Laid::Under,
        CompositeMode::SrcIn => Laid::SourceInside,
        CompositeMode::DestIn => Laid::BackdropInside,
        CompositeMode::SrcAtop => Laid::Atop,
        CompositeMode::Plus => Laid::Blended("plus-lighter"),
        CompositeMode::Screen => Laid::Blended("screen"),
        CompositeMode::Overlay => Laid::Blended("overlay"),
        CompositeMode::Darken => Laid::Blended("darken"),
        CompositeMode::Lighten => Laid::Blended("lighten"),
        CompositeMode::ColorDodge => Laid::Blended("color-dodge"),
        CompositeMode::ColorBurn => Laid::Blended("color-burn"),
        CompositeMode::HardLight => Laid::Blended("hard-light"),
        CompositeMode::SoftLight => Laid::Blended("soft-light"),
        CompositeMode::Difference => Laid::Blended("difference"),
        CompositeMode::Exclusion => Laid::Blended("exclusion"),
        CompositeMode::Multiply => Laid::Blended("multiply"),
        CompositeMode::HslHue => Laid::Blended("hue"),
        CompositeMode::HslSaturation => Laid::Blended("saturation"),
        CompositeMode::HslColor => Laid::Blended("color"),
        CompositeMode::HslLuminosity => Laid::Blended("luminosity"),
        CompositeMode::SrcOver
        | CompositeMode::SrcOut
        | CompositeMode::DestOut
        | CompositeMode::DestAtop
        | CompositeMode::Xor
        | CompositeMode::Unknown => Laid::Blended("normal"),
    }
}

fn rectangle([left, bottom, right, top]: [f32; 4]) -> String {
    format!("rect x='{left}' y='{bottom}' width='{}' height='{}'", right - left, top - bottom)
}

/// Path data, and the bounds of all points, of ends and of handles.
#[derive(Default)]
struct Pen {
    path: String,
    bounds: Option<[f32; 4]>,
}

impl Pen {
    fn segment(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        for &(x, y) in points {
            let _ = write!(self.path, "{x} {y} ");
            let point = [x, y, x, y];
            self.bounds = Some(self.bounds.map_or(point, |bounds| hull(bounds, point)));
        }
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.segment('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.segment('L', &[(x, y)]);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.segment('Q', &[(cx, cy), (x, y)]);
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.segment('C', &[(cx0, cy0), (cx1, cy1), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}
