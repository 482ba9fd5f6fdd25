//! Pictures in their true size, with what they show in words.

use std::fmt::Write as _;

use super::inlines::Voice;
use super::{Body, Paragraph};
use crate::diagnostic::Diagnostic;
use crate::docx::media::Stored;
use crate::docx::styles::{Context, Letters};
use crate::docx::xml::escape;
use crate::model::{Block, Extent, Figure, Image};
use crate::resolve::Picture;
use crate::units::Length;

/// English Metric Units in a point, DrawingML's unit of length.
const EMU_PER_POINT: f64 = 12_700.0;

/// The room that a picture has on its line, in twips.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// The whole line: what a width in per cent is meant of.
    pub whole: i32,
    /// What a picture may take that says nothing of its width.
    pub share: i32,
}

impl Body<'_> {
    pub(super) fn figure(&mut self, block: &Block, figure: &Figure, context: &Context) {
        let style = if figure.caption.is_some() { "FigureKept" } else { "Figure" };
        let style = self.catalogue.within(style, context);
        let style = self.spaced(style);
        let direction = self.language.direction();
        let voice = Voice::new(self, &style, context, direction);
        let count = i32::try_from(figure.images.len()).unwrap_or(i32::MAX).max(1);
        // Room for the space between them.
        let whole = Self::width(context) - 80 * (count - 1);
        let room = Room { whole, share: whole / count };
        let paragraph = Paragraph { style: &style, block: Some(&block.id), direction, numbering: None };
        self.paragraph(paragraph, |body| {
            for (place, image) in figure.images.iter().enumerate() {
                if place > 0 {
                    body.text(" ", &voice);
                }
                body.picture(image, room, &voice);
            }
        });
        if let Some(caption) = &figure.caption {
            self.caption(&block.id, caption, false, context);
        }
    }

    /// A picture that fits into the room; one that could not be read is named in its place.
    pub(super) fn picture(&mut self, image: &Image, room: Room, voice: &Voice) {
        let resolved = self.resolved;
        let (stored, problem) = match resolved.picture(image) {
            Picture::Asset(id) => self.media.store(*id, resolved.asset(*id)),
            Picture::Missing => (None, None),
        };
        if let Some(problem) = problem {
            let message = format!("the picture `{}` cannot be converted to PNG: {problem}", image.target);
            let help = "save it again as PNG or JPEG; a frame with its description stands in its place";
            self.diagnostics.push(Diagnostic::warning("broken-image", message).at(image.span).help(help));
        }
        let (Picture::Asset(id), Some(stored)) = (resolved.picture(image), stored) else {
            let mut placeholder = voice.clone();
            placeholder.letters = vec![Letters::Class("missing-picture".into())];
            return self.text(&format!("[{} {}]", image.alt, image.target), &placeholder);
        };
        let asset = resolved.asset(*id);
        let natural = (asset.natural_width().to_points(), asset.natural_height().to_points());
        let asked = |key: &str| image.attributes.get(key).and_then(Extent::parse);
        let width = if asked("width").is_some() { room.whole } else { room.share };
        let limit = (f64::from(width) / 20.0, self.text_height() * 0.92);
        let size = fit(natural, asked("width"), asked("height"), limit);
        self.drawing(image, &stored, size, voice);
    }

    fn text_height(&self) -> f64 {
        let page = &self.catalogue.sheet.page;
        (page.height - page.margin_top - page.margin_bottom).max(Length::points(72)).to_points()
    }

    /// `wp:inline` (ECMA-376 Part 1 §20.4.2.8).
    fn drawing(&mut self, image: &Image, stored: &Stored, (width, height): (f64, f64), voice: &Voice) {
        let emu = |points: f64| Length::from_points(points * EMU_PER_POINT).0 / Length::UNITS_PER_POINT;
        let (cx, cy) = (emu(width).max(1), emu(height).max(1));
        let id = self.names.drawing_id();
        let relationship = self.relationships.part("image", &stored.raster);
        let alt = escape(&image.alt);
        let title = if image.title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&image.title)) };
        // [MS-ODRAWXML] §2.3.1: decoration says so, and has no description.
        let decorative = if image.alt.is_empty() {
            "<a:extLst xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\">\
             <a:ext uri=\"{C183D7F6-B498-43B3-948B-1728B52AA6E4}\"><adec:decorative \
             xmlns:adec=\"http://schemas.microsoft.com/office/drawing/2017/decorative\" val=\"1\"/></a:ext></a:extLst>"
        } else {
            ""
        };
        let vector = stored.vector.as_ref().map_or(String::new(), |target| {
            let id = self.relationships.part("image", target);
            format!(
                "<a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip \
                 xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"{id}\"/></a:ext>\
                 </a:extLst>"
            )
        });
        let mut content = String::new();
        let _ = write!(
            content,
            "<w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{cx}\" cy=\"{cy}\"/>\
             <wp:docPr id=\"{id}\" name=\"Picture {id}\" descr=\"{alt}\"{title}>{decorative}</wp:docPr>\
             <wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/></wp:cNvGraphicFramePr><a:graphic>\
             <a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr>\
             <pic:cNvPr id=\"{id}\" name=\"{}\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>\
             <a:blip r:embed=\"{relationship}\">{vector}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>\
             <pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm>\
             <a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>\
             </wp:inline></w:drawing>",
            escape(&stored.name)
        );
        self.revised(voice, |body| {
            let _ = write!(body.xml, "<w:r>{content}</w:r>");
        });
    }
}

/// Width and height in points: as asked, in proportion, and within the limit.
fn fit(
    (width, height): (f64, f64),
    asked_width: Option<Extent>,
    asked_height: Option<Extent>,
    (most_width, most_height): (f64, f64),
) -> (f64, f64) {
    let (width, height) = (width.max(1.0), height.max(1.0));
    let points = |extent: Extent, whole: f64| match extent {
        Extent::Points(points) => points,
        Extent::Share(share) => share * whole,
    };
    let (mut w, mut h) =
        match (asked_width.map(|e| points(e, most_width)), asked_height.map(|e| points(e, most_height))) {
            (Some(w), Some(h)) => (w, h),
            (Some(w), None) => (w, w * height / width),
            (None, Some(h)) => (h * width / height, h),
            (None, None) => (width, height),
        };
    let scale = (most_width / w).min(most_height / h).min(1.0);
    (w, h) = (w * scale, h * scale);
    (w.max(1.0), h.max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_shape_within_the_text() {
        let limit = (400.0, 600.0);
        assert_eq!(fit((100.0, 50.0), None, None, limit), (100.0, 50.0));
        assert_eq!(fit((800.0, 400.0), None, None, limit), (400.0, 200.0));
        assert_eq!(fit((100.0, 50.0), Some(Extent::Share(0.5)), None, limit), (200.0, 100.0));
        assert_eq!(fit((100.0, 3_000.0), None, None, limit), (20.0, 600.0));
    }
}
