//! Pictures to image and form objects. What a reader can decompress is passed through as it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use rayon::prelude::*;

use super::pages::deflate;
use super::svg::Form;
use super::{Error, png, svg};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::image::{Asset, AssetId, Colors, Format, Raster, decode, reduce};
use crate::layout::{Layout, Paint};
use crate::style::Inks;
use crate::text::FontLibrary;
use crate::units::Length;

/// A picture that pages show.
#[derive(Debug)]
pub(super) struct Picture {
    /// The name of its resource.
    pub(super) name: String,
    /// How the unit square is turned before it is placed.
    orientation: u8,
    content: Drawn,
}

/// A picture as objects.
#[derive(Debug)]
pub(super) enum Drawn {
    /// Pixels, with their soft mask.
    Image(Image),
    /// Vectors.
    Form(Form),
}

/// An image object before it is in a document.
#[derive(Debug)]
pub(super) struct Image {
    /// Its stream, filtered.
    pub(super) stream: Stream,
    /// The stream of its soft mask (ISO 32000-1 §11.6.5.3).
    pub(super) mask: Option<Stream>,
    /// An ICC profile: bytes and components.
    pub(super) profile: Option<(Vec<u8>, i64)>,
}

impl Image {
    /// Adds it to a document.
    pub(super) fn add(mut self, document: &mut Document) -> ObjectId {
        if let Some(mask) = self.mask {
            self.stream.dict.set("SMask", document.add_object(mask));
        }
        if let Some((profile, components)) = self.profile {
            let profile = document.add_object(Stream::new(dictionary! { "N" => components }, profile));
            self.stream.dict.set("ColorSpace", vec!["ICCBased".into(), profile.into()]);
        }
        document.add_object(self.stream)
    }
}

impl Picture {
    /// The matrix that puts the picture, turned by its orientation, on a rectangle: width, height, left, bottom.
    pub(super) fn matrix(&self, [width, height, left, bottom]: [f64; 4]) -> [f64; 6] {
        // Where the stored picture's lower left corner, right and up directions go in the unit square (TIFF 6.0,
        // Orientation).
        let [a, b, c, d, e, f] = match self.orientation {
            2 => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
            3 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
            4 => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
            5 => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
            6 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
            7 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
            8 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
            _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        };
        [a * width, b * height, c * width, d * height, left + e * width, bottom + f * height]
    }
}

/// A picture and what there is to say about it, or why there is none.
type Made = Result<(Picture, Diagnostics), String>;

/// All pictures that pages show, each once.
#[derive(Debug)]
pub(super) struct Pictures {
    list: BTreeMap<AssetId, Picture>,
}

impl Pictures {
    /// Makes them, in parallel. One that cannot be decoded is left out with a diagnostic.
    pub(super) fn make(
        assets: &[Asset],
        layout: &Layout,
        library: &FontLibrary,
        (max_dpi, inks): (Option<u32>, Inks),
        diagnostics: &mut Diagnostics,
    ) -> Self {
        // Each with the greatest width at which it is shown.
        let mut used: BTreeMap<AssetId, Length> = BTreeMap::new();
        for item in layout.pages.iter().flat_map(|page| &page.items) {
            if let Paint::Image { asset, bounds } = &item.paint {
                let width = used.entry(*asset).or_default();
                *width = bounds.width.max(*width);
            }
        }
        let made: Vec<(AssetId, Made)> = used
            .into_par_iter()
            .filter_map(|(id, width)| Some((id, assets.get(id.0 as usize)?, width)))
            .map(|(id, asset, width)| (id, picture(id, &thinned(asset, width, max_dpi), library, inks)))
            .collect();
        let mut list = BTreeMap::new();
        for (id, made) in made {
            let place = assets.get(id.0 as usize).and_then(|asset| asset.place);
            match made {
                Ok((picture, said)) => {
                    diagnostics.extend(said.into_iter().map(|said| Diagnostic { span: said.span.or(place), ..said }));
                    list.insert(id, picture);
                }
                Err(reason) => {
                    let name = assets.get(id.0 as usize).map_or("", |asset| asset.name.as_str());
                    let message = format!("the picture `{name}` cannot be shown in the PDF: {reason}");
                    let help = "save it again as PNG, JPEG or SVG; its place is left empty";
                    let diagnostic = Diagnostic::warning("broken-image", message).help(help);
                    diagnostics.push(Diagnostic { span: place, ..diagnostic });
                }
            }
        }
        Self { list }
    }

    /// The picture of an asset; `None` where it could not be read.
    pub(super) fn get(&self, asset: AssetId) -> Option<&Picture> {
        self.list.get(&asset)
    }

    /// Adds them to the document and to the resources of its pages.
    ///
    /// # Errors
    /// When the resources are not as expected.
    pub(super) fn embed(self, document: &mut Document, page_ids: &[ObjectId]) -> Result<(), Error> {
        let Some(first) = page_ids.first() else { return Ok(()) };
        if self.list.is_empty() {
            return Ok(());
        }
        let mut resources = Dictionary::new();
        for picture in self.list.into_values() {
            let id = match picture.content {
                Drawn::Image(image) => image.add(document),
                Drawn::Form(form) => form.add(document),
            };
            resources.set(picture.name, id);
        }
        let shared = document.get_dictionary(*first)?.get(b"Resources")?.as_reference()?;
        document.get_dictionary_mut(shared)?.set("XObject", resources);
        Ok(())
    }
}

/// A picture with no more pixels to an inch than are wanted, at the width at which it is shown.
fn thinned(asset: &Asset, width: Length, max_dpi: Option<u32>) -> Cow<'_, Asset> {
    let dpi = f64::from(asset.width) * 72.0 / width.to_points().max(0.01);
    // A tenth too many is not worth what is lost by counting anew.
    let share = max_dpi.map_or(1.0, |most| f64::from(most) / dpi);
    if share > 0.9 || asset.format == Format::Svg {
        return Cow::Borrowed(asset);
    }
    // One that is damaged is reported when it is made.
    reduce(asset, share).map_or(Cow::Borrowed(asset), Cow::Owned)
}

fn picture(id: AssetId, asset: &Asset, library: &FontLibrary, inks: Inks) -> Result<(Picture, Diagnostics), String> {
    let name = format!("I{}", id.0);
    let mut diagnostics = Diagnostics::new();
    let (content, orientation) = match asset.format {
        Format::Svg => (Drawn::Form(svg::form(asset, library, inks, &mut diagnostics)?), 1),
        Format::Jpeg => match jpeg(asset).filter(|image| keeps(inks, image)) {
            Some(image) => (Drawn::Image(image), asset.orientation),
            None => (Drawn::Image(decoded(asset, inks)?), 1),
        },
        Format::Png => match png::pass_through(&asset.bytes).filter(|image| keeps(inks, image)) {
            Some(image) => (Drawn::Image(image), asset.orientation),
            None => (Drawn::Image(decoded(asset, inks)?), 1),
        },
        Format::Gif | Format::WebP | Format::Bmp | Format::Tiff => (Drawn::Image(decoded(asset, inks)?), 1),
    };
    Ok((Picture { name, orientation, content }, diagnostics))
}

/// Whether an image can stay as it is for these inks.
fn keeps(inks: Inks, image: &Image) -> bool {
    let gray =
        || image.stream.dict.get(b"ColorSpace").and_then(Object::as_name).is_ok_and(|name| name == b"DeviceGray");
    inks != Inks::Gray || gray()
}

/// What every image says of itself.
pub(super) fn image_dictionary(width: u32, height: u32, bits: i64, space: impl Into<Object>) -> Dictionary {
    dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(width), "Height" => i64::from(height),
        "BitsPerComponent" => bits, "ColorSpace" => space.into(),
    }
}

fn decoded(asset: &Asset, inks: Inks) -> Result<Image, String> {
    raster(decode(asset).map_err(|error| error.to_string())?, inks).map_err(|error| error.to_string())
}

/// Pixels as an image object.
pub(super) fn raster(raster: Raster, inks: Inks) -> Result<Image, Error> {
    let raster = if inks == Inks::Gray { raster.into_gray() } else { raster };
    let space = match raster.colors {
        Colors::Gray => "DeviceGray",
        Colors::Rgb => "DeviceRGB",
    };
    let stream = |space: &'static str, samples: &[u8]| -> Result<Stream, Error> {
        let mut dict = image_dictionary(raster.width, raster.height, 8, space);
        dict.set("Filter", "FlateDecode");
        Ok(Stream::new(dict, deflate(samples)?).with_compression(false))
    };
    let mask = raster.alpha.as_deref().map(|alpha| stream("DeviceGray", alpha)).transpose()?;
    Ok(Image { stream: stream(space, &raster.samples)?, mask, profile: None })
}

/// A JPEG as it is (ISO 32000-1 §7.4.8). CMYK is decoded instead: with an RGB output intent PDF/A has no device CMYK
/// (ISO 19005-2 §6.2.4.3).
fn jpeg(asset: &Asset) -> Option<Image> {
    let (bits, components) = jpeg_frame(&asset.bytes)?;
    let space = match components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        _ => return None,
    };
    if bits != 8 {
        return None;
    }
    let (width, height) =
        if asset.orientation >= 5 { (asset.height, asset.width) } else { (asset.width, asset.height) };
    let mut dict = image_dictionary(width, height, 8, space);
    dict.set("Filter", "DCTDecode");
    let stream = Stream::new(dict, asset.bytes.to_vec()).with_compression(false);
    Some(Image { stream, mask: None, profile: None })
}

/// Bits a sample and components from the frame header (ITU T.81 §B.2.2), of the kinds of frame that readers must know.
fn jpeg_frame(bytes: &[u8]) -> Option<(u8, u8)> {
    let mut at = 2;
    loop {
        let &[mark, marker, high, low] = bytes.get(at..)?.first_chunk::<4>()?;
        match (mark, marker) {
            (0xFF, 0xFF) => at += 1,
            (0xFF, 0xC0..=0xC2) => return Some((*bytes.get(at + 4)?, *bytes.get(at + 9)?)),
            (0xFF, 0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xDA) => return None,
            (0xFF, _) => at += 2 + usize::from(u16::from_be_bytes([high, low])),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orientation_keeps_the_rectangle() {
        for orientation in 1..=8 {
            let stream = Stream::new(Dictionary::new(), Vec::new());
            let content = Drawn::Image(Image { stream, mask: None, profile: None });
            let picture = Picture { name: String::new(), orientation, content };
            let [a, b, c, d, e, f] = picture.matrix([30.0, 20.0, 5.0, 7.0]);
            let mut corners: Vec<(f64, f64)> = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
                .map(|(x, y)| (a * x + c * y + e, b * x + d * y + f))
                .to_vec();
            corners.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
            assert_eq!(corners, [(5.0, 7.0), (5.0, 27.0), (35.0, 7.0), (35.0, 27.0)], "{orientation}");
        }
    }
}
