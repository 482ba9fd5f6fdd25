//! Pictures to image and form objects. What a reader can decompress is passed through as it is.

use std::borrow::Cow;
use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, ObjectId};
use rayon::prelude::*;

use super::image_object::{Image, Profiles, jpeg, raster};
use super::svg::Form;
use super::{Error, PdfVersion, png, svg};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::image::{Asset, AssetId, Format, decode, profile, reduce};
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

impl Drawn {
    /// Adds it to a document.
    pub(super) fn add(self, document: &mut Document, profiles: &mut Profiles) -> ObjectId {
        match self {
            Self::Image(image) => image.add(document, profiles),
            Self::Form(form) => form.add(document, profiles),
        }
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
        wanted: Wanted,
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
            .map(|(id, asset, width)| (id, picture(id, &thinned(asset, width, wanted.max_dpi), library, wanted)))
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
        let (mut resources, mut profiles) = (Dictionary::new(), Profiles::default());
        for picture in self.list.into_values() {
            resources.set(picture.name, picture.content.add(document, &mut profiles));
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

fn picture(
    id: AssetId,
    asset: &Asset,
    library: &FontLibrary,
    wanted: Wanted,
) -> Result<(Picture, Diagnostics), String> {
    let mut diagnostics = Diagnostics::new();
    let (content, orientation) = drawn(asset, library, wanted, &mut diagnostics)?;
    Ok((Picture { name: format!("I{}", id.0), orientation, content }, diagnostics))
}

/// A picture as an object of the size of the unit square, and how it is turned.
///
/// # Errors
/// When it cannot be read.
pub(super) fn drawn(
    asset: &Asset,
    library: &FontLibrary,
    wanted: Wanted,
    diagnostics: &mut Diagnostics,
) -> Result<(Drawn, u8), String> {
    let kept = match asset.format {
        Format::Jpeg => jpeg(asset),
        Format::Png => png::pass_through(&asset.bytes).map(|image| image.with_profile(profile(asset))),
        Format::Svg | Format::Gif | Format::WebP | Format::Bmp | Format::Tiff => None,
    };
    Ok(match kept.filter(|image| wanted.keeps(image)) {
        Some(image) => (Drawn::Image(image), asset.orientation),
        None if asset.format == Format::Svg => (Drawn::Form(svg::form(asset, library, wanted.inks, diagnostics)?), 1),
        None => {
            let decoded = decode(asset).map_err(|error| error.to_string())?;
            (Drawn::Image(raster(decoded, wanted.inks).map_err(|error| error.to_string())?), 1)
        }
    })
}

/// What pictures must keep to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// More pixels to an inch than this are not kept.
    pub(super) max_dpi: Option<u32>,
    /// What the pages are printed with.
    pub(super) inks: Inks,
    /// What readers must be able to read.
    pub(super) version: PdfVersion,
}

impl Wanted {
    /// Whether an image can stay as it is. Samples of 16 bits came with PDF 1.5 (ISO 32000-1 §8.9.5.1).
    fn keeps(self, image: &Image) -> bool {
        (self.inks != Inks::Gray || image.is_gray()) && (self.version == PdfVersion::V1_7 || image.bits() <= 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orientation_keeps_the_rectangle() {
        for orientation in 1..=8 {
            let picture = Picture { name: String::new(), orientation, content: Drawn::Form(Form::default()) };
            let [a, b, c, d, e, f] = picture.matrix([30.0, 20.0, 5.0, 7.0]);
            let mut corners: Vec<(f64, f64)> = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
                .map(|(x, y)| (a * x + c * y + e, b * x + d * y + f))
                .to_vec();
            corners.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
            assert_eq!(corners, [(5.0, 7.0), (5.0, 27.0), (35.0, 7.0), (35.0, 27.0)], "{orientation}");
        }
    }
}
