//! Image objects: what a reader can decompress as it is, and pixels deflated.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::pages::deflate;
use super::{Error, color_profile, identity, png};
use crate::image::{Asset, Colors, Raster, encode_png, profile, profile_components};
use crate::style::Inks;

/// An image object before it is in a document.
#[derive(Debug)]
pub(super) struct Image {
    /// Its stream, filtered.
    pub(super) stream: Stream,
    /// The stream of its soft mask (ISO 32000-1 §11.6.5.3).
    pub(super) mask: Option<Stream>,
    /// The ICC profile of its colours, in place of the device's.
    pub(super) profile: Option<Vec<u8>>,
}

/// The profiles in a document, by their hash, each once.
#[derive(Debug, Default)]
pub(super) struct Profiles(BTreeMap<u128, ObjectId>);

impl Profiles {
    /// The colour space of a profile (§8.6.5.5).
    fn space(&mut self, profile: Vec<u8>, document: &mut Document) -> Option<Object> {
        let components = i64::from(profile_components(&profile)?);
        let id = *self
            .0
            .entry(identity::hash(&[&profile]))
            .or_insert_with(|| document.add_object(Stream::new(dictionary! { "N" => components }, profile)));
        Some(vec!["ICCBased".into(), id.into()].into())
    }
}

impl Image {
    /// An image whose samples are of the device.
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream, mask: None, profile: None }
    }

    /// The image with a profile, if it is one for such colours.
    pub(super) fn with_profile(self, profile: Option<Vec<u8>>) -> Self {
        let components = match self.space() {
            Some(b"DeviceGray") => 1,
            Some(b"DeviceRGB") => 3,
            Some(b"DeviceCMYK") => 4,
            _ => 0,
        };
        let profile = profile.filter(|profile| profile_components(profile) == Some(components));
        Self { profile: profile.or(self.profile), ..self }
    }

    /// The name of the device's colours, or of those that a palette holds.
    fn space(&self) -> Option<&[u8]> {
        match self.stream.dict.get(b"ColorSpace").ok()? {
            Object::Name(name) => Some(name),
            Object::Array(parts) => parts.get(1)?.as_name().ok(),
            _ => None,
        }
    }

    /// Whether it has no colour.
    pub(super) fn is_gray(&self) -> bool {
        self.space() == Some(b"DeviceGray")
    }

    /// The bits of a sample.
    pub(super) fn bits(&self) -> i64 {
        self.stream.dict.get(b"BitsPerComponent").and_then(Object::as_i64).unwrap_or(8)
    }

    /// Adds it to a document.
    pub(super) fn add(mut self, document: &mut Document, profiles: &mut Profiles) -> ObjectId {
        if let Some(mask) = self.mask {
            self.stream.dict.set("SMask", document.add_object(mask));
        }
        if let Some(space) = self.profile.and_then(|profile| profiles.space(profile, document)) {
            match self.stream.dict.get_mut(b"ColorSpace") {
                Ok(Object::Array(parts)) if parts.len() > 1 => parts[1] = space,
                _ => self.stream.dict.set("ColorSpace", space),
            }
        }
        document.add_object(self.stream)
    }
}

/// What every image says of itself.
pub(super) fn image_dictionary(width: u32, height: u32, bits: i64, space: impl Into<Object>) -> Dictionary {
    dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => i64::from(width), "Height" => i64::from(height),
        "BitsPerComponent" => bits, "ColorSpace" => space.into(),
    }
}

/// Pixels as an image object.
pub(super) fn raster(raster: Raster, inks: Inks) -> Result<Image, Error> {
    let raster = if inks == Inks::Gray { raster.into_gray() } else { raster };
    let stream = |colors: Colors, samples: &[u8]| -> Result<Stream, Error> {
        let space = match colors {
            Colors::Gray => "DeviceGray",
            Colors::Rgb => "DeviceRGB",
        };
        let mut dict = image_dictionary(raster.width, raster.height, 8, space);
        dict.set("Filter", "FlateDecode");
        let plain = Stream::new(dict, deflate(samples)?).with_compression(false);
        // Photographs become smaller by the filters of PNG, drawings without them.
        let filtered = encode_png(raster.width, raster.height, colors, samples).ok();
        let filtered = filtered.and_then(|png| png::pass_through(&png)).map(|image| image.stream);
        Ok(filtered.filter(|stream| stream.content.len() < plain.content.len()).unwrap_or(plain))
    };
    let mask = raster.alpha.as_deref().map(|alpha| stream(Colors::Gray, alpha)).transpose()?;
    let image = Image { mask, ..Image::new(stream(raster.colors, &raster.samples)?) };
    Ok(image.with_profile(raster.profile))
}

/// A JPEG as it is (ISO 32000-1 §7.4.8).
pub(super) fn jpeg(asset: &Asset) -> Option<Image> {
    let frame = jpeg_frame(&asset.bytes)?;
    let space = match frame.components {
        1 => "DeviceGray",
        3 => "DeviceRGB",
        4 => "DeviceCMYK",
        _ => return None,
    };
    if frame.bits != 8 {
        return None;
    }
    let (width, height) =
        if asset.orientation >= 5 { (asset.height, asset.width) } else { (asset.width, asset.height) };
    let mut dict = image_dictionary(width, height, 8, space);
    dict.set("Filter", "DCTDecode");
    if frame.components == 4 && frame.of_adobe {
        // Adobe's programs write inks the wrong way round, and readers of PDF take them as they are.
        let decode: Vec<Object> = [1, 0, 1, 0, 1, 0, 1, 0].map(Object::Integer).into();
        dict.set("Decode", decode);
    }
    let image =
        Image::new(Stream::new(dict, asset.bytes.to_vec()).with_compression(false)).with_profile(profile(asset));
    if frame.components == 4 && image.profile.is_none() {
        // ISO 19005-2 §6.2.4.3: with an RGB output intent there are no inks of the device.
        return Some(image.with_profile(Some(color_profile::inks())));
    }
    Some(image)
}

/// What the headers of a JPEG say of its data.
struct Frame {
    /// Bits of a sample.
    bits: u8,
    components: u8,
    /// It has Adobe's segment (Adobe Technical Note 5116 §18).
    of_adobe: bool,
}

/// The frame header (ITU T.81 §B.2.2), of the kinds of frame that readers must know.
fn jpeg_frame(bytes: &[u8]) -> Option<Frame> {
    let (mut at, mut of_adobe) = (2, false);
    loop {
        let &[mark, marker, high, low] = bytes.get(at..)?.first_chunk::<4>()?;
        match (mark, marker) {
            (0xFF, 0xFF) => at += 1,
            (0xFF, 0xC0..=0xC2) => {
                return Some(Frame { bits: *bytes.get(at + 4)?, components: *bytes.get(at + 9)?, of_adobe });
            }
            (0xFF, 0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xDA) => return None,
            (0xFF, _) => {
                of_adobe |= marker == 0xEE && bytes.get(at + 4..).is_some_and(|data| data.starts_with(b"Adobe"));
                at += 2 + usize::from(u16::from_be_bytes([high, low]));
            }
            _ => return None,
        }
    }
}
