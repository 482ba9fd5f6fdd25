//! SVG to form objects: paths, gradients, clips and opacity as vectors; what PDF cannot say, as pixels.
//!
//! Every stream works in the SVG's own pixels, downwards, so that the transforms of gradients (which are relative to the
//! stream they are used in, ISO 32000-1 §8.7.2) are those that `usvg` gives.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use resvg::tiny_skia::Pixmap;
use usvg::tiny_skia_path::Path as PathData;
use usvg::{BlendMode, FillRule, LineCap, LineJoin, Node, Paint, Transform};

use super::image_object::{Image, Profiles, raster};
use super::operators::Operators;
use super::svg_gradient::{device, is_opaque, is_vector, opacity, shading};
use super::svg_path::{clip_paths, outline};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::image::{Asset, Colors, Raster, svg_tree};
use crate::style::Inks;
use crate::text::FontLibrary;
use crate::units::Color;

/// Pixels for each of the SVG's own where it is drawn as pixels: 288 per inch at its natural size.
const SCALE: f32 = 3.0;
/// Most pixels along an edge of such a part.
const MAX_EDGE: f32 = 4_000.0;

/// A form object before it is in a document.
#[derive(Debug, Default)]
pub(super) struct Form {
    dict: Dictionary,
    content: Vec<u8>,
    states: Vec<(String, Object)>,
    patterns: Vec<(String, Object)>,
    objects: Vec<(String, Part)>,
    /// What says how much is seen of what is painted in a state.
    masks: Vec<(String, Form)>,
}

/// What a form shows besides its own paths.
#[derive(Debug)]
enum Part {
    Form(Form),
    Image(Image),
}

impl Form {
    /// Adds it to a document, with all that it shows.
    pub(super) fn add(self, document: &mut Document, profiles: &mut Profiles) -> ObjectId {
        let mut objects = Dictionary::new();
        for (name, part) in self.objects {
            let id = match part {
                Part::Form(form) => form.add(document, profiles),
                Part::Image(image) => image.add(document, profiles),
            };
            objects.set(name, id);
        }
        let mut states = self.states;
        for (name, form) in self.masks {
            // ISO 32000-1 §11.6.5.2.
            let mask = dictionary! { "Type" => "Mask", "S" => "Luminosity", "G" => form.add(document, profiles) };
            states.push((name, dictionary! { "Type" => "ExtGState", "SMask" => mask }.into()));
        }
        let mut resources = Dictionary::new();
        for (key, entries) in [("ExtGState", states), ("Pattern", self.patterns)] {
            if !entries.is_empty() {
                resources.set(key, entries.into_iter().collect::<Dictionary>());
            }
        }
        if !objects.is_empty() {
            resources.set("XObject", objects);
        }
        let mut dict = self.dict;
        dict.set("Type", "XObject");
        dict.set("Subtype", "Form");
        dict.set("Resources", resources);
        document.add_object(Stream::new(dict, self.content))
    }
}

/// An SVG as a form of the size of the unit square.
///
/// # Errors
/// When it cannot be read.
pub(super) fn form(
    asset: &Asset,
    library: &FontLibrary,
    inks: Inks,
    diagnostics: &mut Diagnostics,
) -> Result<Form, String> {
    // Black ink by itself is for text.
    let inks = if inks == Inks::Gray { inks } else { Inks::Full };
    let tree = svg_tree(asset, library).map_err(|error| error.to_string())?;
    let mut pixels = false;
    let mut form = tree_form(&tree, inks, &mut pixels);
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    form.dict.set("Matrix", numbers(&[1.0 / width, 0.0, 0.0, -1.0 / height, 0.0, 1.0]));
    if pixels {
        let name = &asset.name;
        let message =
            format!("parts of `{name}` are shown as pixels: PDF has no filters, masks or patterns like those of SVG");
        diagnostics.push(Diagnostic::warning("svg-rasterised", message).help("draw it without them to keep it sharp"));
    }
    Ok(form)
}

fn tree_form(tree: &usvg::Tree, inks: Inks, pixels: &mut bool) -> Form {
    let mut walk = Walk { out: Operators::of(inks), form: Form::default(), pixels };
    walk.group(tree.root());
    let size = [0.0, 0.0, f64::from(tree.size().width()), f64::from(tree.size().height())];
    let mut form = walk.finish();
    form.dict.set("BBox", numbers(&size));
    form
}

struct Walk<'a> {
    out: Operators,
    form: Form,
    /// Set when something had to be drawn as pixels.
    pixels: &'a mut bool,
}

impl Walk<'_> {
    fn finish(mut self) -> Form {
        self.form.content = self.out.into_bytes();
        self.form
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Group(group) => {
                let clip = group.clip_path().map(|clip| clip_paths(clip, group.abs_transform()));
                if !group.filters().is_empty() || group.mask().is_some() || matches!(clip, Some(None)) {
                    self.as_pixels(node);
                    return;
                }
                self.out.raw("q\n");
                if let Some(Some((paths, rule))) = clip {
                    self.clip(&paths, rule);
                }
                if group.should_isolate() {
                    self.isolated(group);
                } else {
                    self.group(group);
                }
                self.out.raw("Q\n");
            }
            Node::Path(path) if path.is_visible() => self.path(path, node),
            Node::Image(image) if image.is_visible() => self.image(image, node),
            Node::Text(text) => self.text(text),
            Node::Path(_) | Node::Image(_) => {}
        }
    }

    /// Text as outlines, with the words that they show (ISO 32000-1 §14.9.4).
    fn text(&mut self, text: &usvg::Text) {
        let words: Vec<&str> = text.chunks().iter().map(|chunk| chunk.text().trim()).collect();
        self.out.raw("/Span<</ActualText").text_string(&words.join(" ")).raw(">>BDC\n");
        self.group(text.flattened());
        self.out.raw("EMC\n");
    }

    fn group(&mut self, group: &usvg::Group) {
        group.children().iter().for_each(|node| self.node(node));
    }

    /// A transparency group (ISO 32000-1 §11.6.6).
    fn isolated(&mut self, group: &usvg::Group) {
        let inks = self.out.inks();
        let mut inner = Walk { out: Operators::of(inks), form: Form::default(), pixels: &mut *self.pixels };
        inner.group(group);
        let mut form = inner.finish();
        let area = group.abs_layer_bounding_box();
        let corners = [area.left(), area.top(), area.right(), area.bottom()].map(f64::from);
        form.dict.set("BBox", numbers(&corners));
        form.dict.set("Group", dictionary! { "S" => "Transparency", "CS" => device(inks), "I" => true });
        self.state(dictionary! {
            "ca" => super::file::number(f64::from(group.opacity().get())), "BM" => blend_mode(group.blend_mode()),
        });
        self.show(Part::Form(form));
    }

    fn clip(&mut self, paths: &[(PathData, Transform)], rule: FillRule) {
        for (path, transform) in paths {
            if let Some(path) = path.clone().transform(*transform) {
                outline(&path, &mut self.out);
            }
        }
        self.out.raw(if rule == FillRule::EvenOdd { "W* n\n" } else { "W n\n" });
    }

    fn path(&mut self, path: &usvg::Path, node: &Node) {
        let fill = path.fill().map(|fill| (fill.paint(), fill.opacity().get()));
        let stroke = path.stroke().map(|stroke| (stroke.paint(), stroke.opacity().get()));
        let paints = || [fill, stroke].into_iter().flatten().map(|(paint, _)| paint);
        // A mask holds for fill and stroke alike.
        if !paints().all(is_vector) || (paints().count() > 1 && !paints().all(is_opaque)) {
            self.as_pixels(node);
            return;
        }
        let to_canvas = path.abs_transform();
        self.out.raw("q\n");
        let (fill_opacity, stroke_opacity) = (fill.map_or(1.0, |f| f.1), stroke.map_or(1.0, |s| s.1));
        if fill_opacity < 1.0 || stroke_opacity < 1.0 {
            let number = |opacity: f32| super::file::number(f64::from(opacity));
            self.state(dictionary! { "ca" => number(fill_opacity), "CA" => number(stroke_opacity) });
        }
        for paint in paints().filter(|paint| !is_opaque(paint)) {
            self.mask(paint, to_canvas, node.abs_layer_bounding_box());
        }
        if let Some((paint, _)) = fill {
            self.paint(paint, to_canvas, false);
        }
        if let Some((paint, _)) = stroke {
            self.paint(paint, to_canvas, true);
        }
        self.out.reals(&matrix(to_canvas)).raw("cm\n");
        if let Some(stroke) = path.stroke() {
            self.stroke_style(stroke);
        }
        let even_odd = path.fill().is_some_and(|fill| fill.rule() == FillRule::EvenOdd);
        let painting = match (fill.is_some(), stroke.is_some(), even_odd) {
            (true, true, false) => "B",
            (true, true, true) => "B*",
            (true, false, false) => "f",
            (true, false, true) => "f*",
            (false, true, _) => "S",
            (false, false, _) => "n",
        };
        if painting.starts_with('B') && (stroke_opacity < 1.0 || path.paint_order() == usvg::PaintOrder::StrokeAndFill)
        {
            let fill = if even_odd { "f*\n" } else { "f\n" };
            let order =
                if path.paint_order() == usvg::PaintOrder::StrokeAndFill { ["S\n", fill] } else { [fill, "S\n"] };
            for operator in order {
                outline(path.data(), &mut self.out);
                self.out.raw(operator);
            }
        } else {
            outline(path.data(), &mut self.out);
            self.out.raw(painting).raw("\n");
        }
        self.out.raw("Q\n");
    }

    fn paint(&mut self, paint: &Paint, to_canvas: Transform, stroke: bool) {
        let (select, set) = if stroke { ("/Pattern CS/", " SCN\n") } else { ("/Pattern cs/", " scn\n") };
        let pattern = match paint {
            Paint::Color(color) => {
                let color = Color::rgb(color.red, color.green, color.blue);
                if stroke {
                    self.out.stroke_color(color)
                } else {
                    self.out.fill_color(color)
                };
                return;
            }
            Paint::LinearGradient(_) | Paint::RadialGradient(_) | Paint::Pattern(_) => {
                shading(paint, to_canvas, self.out.inks())
            }
        };
        let Some(pattern) = pattern else { return };
        let name = format!("P{}", self.form.patterns.len());
        self.out.raw(select).raw(&name).raw(set);
        self.form.patterns.push((name, pattern.into()));
    }

    /// Lets as much be seen of what is painted next as the stops of a gradient say, in an area.
    fn mask(&mut self, paint: &Paint, to_canvas: Transform, area: Option<usvg::NonZeroRect>) {
        let (Some(pattern), Some(area)) = (opacity(paint, to_canvas), area) else { return };
        let corners = [area.left(), area.top(), area.right(), area.bottom()].map(f64::from);
        let size = [area.left(), area.top(), area.width(), area.height()].map(f64::from);
        let mut out = Operators::default();
        out.raw("/Pattern cs/P scn ").reals(&size).raw("re f");
        let dict = dictionary! {
            "BBox" => numbers(&corners), "Group" => dictionary! { "S" => "Transparency", "CS" => "DeviceGray" },
        };
        let patterns = vec![("P".to_owned(), pattern.into())];
        let name = format!("M{}", self.form.masks.len());
        self.out.raw("/").raw(&name).raw(" gs\n");
        self.form.masks.push((name, Form { dict, content: out.into_bytes(), patterns, ..Form::default() }));
    }

    fn stroke_style(&mut self, stroke: &usvg::Stroke) {
        self.out.real(f64::from(stroke.width().get())).raw(" w ");
        self.out.raw(match stroke.linecap() {
            LineCap::Butt => "0 J ",
            LineCap::Round => "1 J ",
            LineCap::Square => "2 J ",
        });
        self.out.raw(match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => "0 j ",
            LineJoin::Round => "1 j ",
            LineJoin::Bevel => "2 j ",
        });
        self.out.real(f64::from(stroke.miterlimit().get())).raw(" M ");
        if let Some(dashes) = stroke.dasharray() {
            let dashes: Vec<f64> = dashes.iter().map(|dash| f64::from(*dash)).collect();
            self.out.raw("[").reals(&dashes).raw("] ").real(f64::from(stroke.dashoffset())).raw(" d ");
        }
        self.out.raw("\n");
    }

    fn image(&mut self, image: &usvg::Image, node: &Node) {
        let usvg::ImageKind::SVG(tree) = image.kind() else {
            // Pictures inside a drawing are rare; as pixels they keep their transform and interpolation.
            self.pixels_of(node);
            return;
        };
        let mut form = tree_form(tree, self.out.inks(), self.pixels);
        form.dict.set("Matrix", numbers(&matrix(image.abs_transform())));
        self.show(Part::Form(form));
    }

    /// Draws a node as pixels, which the author is told of.
    fn as_pixels(&mut self, node: &Node) {
        *self.pixels = true;
        self.pixels_of(node);
    }

    fn pixels_of(&mut self, node: &Node) {
        let Some(area) = node.abs_layer_bounding_box() else { return };
        let scale = SCALE.min(MAX_EDGE / area.width().max(area.height()));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let pixels = |length: f32| (length * scale).ceil().clamp(1.0, MAX_EDGE) as u32;
        let Some(mut pixmap) = Pixmap::new(pixels(area.width()), pixels(area.height())) else { return };
        // It moves the node's own box to the origin, and knows nothing of the groups around.
        let place = Transform::from_scale(scale, scale).pre_translate(-area.x(), -area.y());
        let place = place.pre_concat(around(node)).pre_translate(area.x(), area.y());
        let _ = resvg::render_node(node, place, &mut pixmap.as_mut());
        let (width, height) = (pixmap.width(), pixmap.height());
        let pixels = pixmap.take_demultiplied();
        let samples = pixels.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3)).copied().collect();
        let alpha = pixels.chunks_exact(4).filter_map(|pixel| pixel.last()).copied().collect();
        let raster_image = Raster { width, height, colors: Colors::Rgb, samples, alpha: Some(alpha), profile: None };
        let Ok(image) = raster(raster_image, self.out.inks()) else { return };
        #[expect(clippy::cast_precision_loss, reason = "at most a few thousand")]
        let (drawn_width, drawn_height) = (f64::from(width as f32 / scale), f64::from(height as f32 / scale));
        let (x, y) = (f64::from(area.x()), f64::from(area.y()));
        // Images stand upright, and y goes down here.
        self.out.raw("q ").reals(&[drawn_width, 0.0, 0.0, -drawn_height, x, y + drawn_height]).raw("cm\n");
        self.show(Part::Image(image));
        self.out.raw("Q\n");
    }

    fn show(&mut self, part: Part) {
        let name = format!("X{}", self.form.objects.len());
        self.out.raw("/").raw(&name).raw(" Do\n");
        self.form.objects.push((name, part));
    }

    fn state(&mut self, dict: Dictionary) {
        let name = format!("G{}", self.form.states.len());
        self.out.raw("/").raw(&name).raw(" gs\n");
        self.form.states.push((name, dict.into()));
    }
}

/// The transform of all that a node is in.
fn around(node: &Node) -> Transform {
    match node {
        Node::Group(group) => {
            let own = group.transform().invert().unwrap_or_default();
            group.abs_transform().pre_concat(own)
        }
        Node::Path(_) | Node::Image(_) | Node::Text(_) => node.abs_transform(),
    }
}

fn blend_mode(mode: BlendMode) -> &'static str {
    match mode {
        BlendMode::Normal => "Normal",
        BlendMode::Multiply => "Multiply",
        BlendMode::Overlay => "Overlay",
        BlendMode::Darken => "Darken",
        BlendMode::Lighten => "Lighten",
        BlendMode::ColorDodge => "ColorDodge",
        BlendMode::ColorBurn => "ColorBurn",
        BlendMode::HardLight => "HardLight",
        BlendMode::SoftLight => "SoftLight",
        BlendMode::Difference => "Difference",
        BlendMode::Exclusion => "Exclusion",
        BlendMode::Hue => "Hue",
        BlendMode::Saturation => "Saturation",
        BlendMode::Color => "Color",
        BlendMode::Luminosity => "Luminosity",
        // PDF cannot add colours; this is what comes nearest.
        BlendMode::Screen | BlendMode::PlusLighter => "Screen",
    }
}

pub(super) fn matrix(t: Transform) -> [f64; 6] {
    [t.sx, t.ky, t.kx, t.sy, t.tx, t.ty].map(f64::from)
}

/// Numbers as an array.
#[expect(clippy::cast_possible_truncation, reason = "objects hold 32-bit numbers")]
pub(super) fn numbers(values: &[f64]) -> Object {
    values.iter().map(|value| Object::Real(*value as f32)).collect::<Vec<_>>().into()
}
