//! Pictures in the PDF: what is passed through, what is refused, and that the rest is made all the same.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests may panic")]

mod support;

use std::io::{Cursor, Read as _};

use image::{ExtendedColorType, ImageEncoder, ImageFormat};
use lopdf::{Dictionary, Document, Object, Stream};
use support::Folder;

/// A profile with nothing but a header, which is all that is looked at.
fn profile(space: &[u8; 4]) -> Vec<u8> {
    let mut profile = vec![0; 132];
    profile[3] = 132;
    profile[8] = 4;
    profile[12..16].copy_from_slice(b"mntr");
    profile[16..20].copy_from_slice(space);
    profile[36..40].copy_from_slice(b"acsp");
    profile
}

fn png(bytes: &[u8], kind: ExtendedColorType, icc: Option<Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
    if let Some(icc) = icc {
        encoder.set_icc_profile(icc).unwrap();
    }
    encoder.write_image(bytes, 4, 4, kind).unwrap();
    out
}

/// The images of a PDF with these files, by the order of their objects.
fn images(files: &[(&str, &[u8])], arguments: &[&str]) -> (Vec<Stream>, Document) {
    let text: String = files.iter().map(|(name, _)| format!("![{name}]({name})\n\n")).collect();
    let files: Vec<(&str, &[u8])> = [("a.md", text.as_bytes())].into_iter().chain(files.iter().copied()).collect();
    let folder = Folder::with(&files);
    let run = folder.trefoil(&[&["build", "a.md", "--to", "pdf"], arguments].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    let document = Document::load_mem(&folder.read("a.pdf")).unwrap();
    let is_image =
        |dict: &Dictionary| dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image");
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    (streams.filter(|stream| is_image(&stream.dict)).cloned().collect(), document)
}

fn space(image: &Stream) -> String {
    format!("{:?}", image.dict.get(b"ColorSpace").unwrap())
}

#[test]
fn a_jpeg_of_four_inks_is_passed_through_with_a_profile() {
    let inks = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/inks.jpg")).unwrap();
    let (images, document) = images(&[("a.jpg", &inks)], &[]);
    assert_eq!(images.len(), 1);
    assert_eq!(images[0].content, inks);
    let space = images[0].dict.get(b"ColorSpace").unwrap().as_array().unwrap();
    let profile = document.get_object(space[1].as_reference().unwrap()).unwrap().as_stream().unwrap();
    assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), 4);
    // Adobe's programs write inks the wrong way round.
    assert!(images[0].dict.has(b"Decode"));
}

#[test]
fn profiles_are_kept_each_once() {
    let gray = png(&[9; 16], ExtendedColorType::L8, Some(profile(b"GRAY")));
    let color = png(&[9; 48], ExtendedColorType::Rgb8, Some(profile(b"RGB ")));
    let other = png(&[8; 48], ExtendedColorType::Rgb8, Some(profile(b"RGB ")));
    // A profile of other colours says nothing of these.
    let wrong = png(&[7; 48], ExtendedColorType::Rgb8, Some(profile(b"GRAY")));
    let (images, document) = images(&[("a.png", &gray), ("b.png", &color), ("c.png", &other), ("d.png", &wrong)], &[]);
    let spaces: Vec<String> = images.iter().map(space).collect();
    assert_eq!(spaces.iter().filter(|space| space.contains("ICCBased")).count(), 3, "{spaces:?}");
    assert_eq!(spaces.iter().filter(|space| space.contains("DeviceRGB")).count(), 1, "{spaces:?}");
    let profiles = document.objects.values().filter_map(|object| object.as_stream().ok());
    let profiles =
        profiles.filter(|stream| stream.decompressed_content().is_ok_and(|bytes| bytes.len() == 132)).count();
    assert_eq!(profiles, 2);
}

#[test]
fn a_png_stays_as_it_is_where_the_version_allows() {
    let deep: Vec<u8> = (0..4 * 4 * 3 * 2).collect();
    let deep = png(&deep, ExtendedColorType::Rgb16, None);
    let bits = |image: &Stream| image.dict.get(b"BitsPerComponent").unwrap().as_i64().unwrap();
    let (new, _) = images(&[("a.png", &deep), ("again.png", &deep)], &[]);
    assert_eq!(new.iter().map(bits).collect::<Vec<_>>(), [16], "identical pictures are stored once");
    let (old, document) = images(&[("a.png", &deep)], &["--pdf-version", "1.4"]);
    assert_eq!((old.iter().map(bits).collect::<Vec<_>>(), document.version.as_str()), (vec![8], "1.4"));
}

#[test]
fn opacity_becomes_a_soft_mask_and_one_colour_a_hard_one() {
    let half = png(&[10, 20, 30, 128].repeat(16), ExtendedColorType::Rgba8, None);
    let mut keyed = png(&[5; 16], ExtendedColorType::L8, None);
    // `tRNS`: the gray 5 is not shown; its checksum is not looked at by those who pass it through.
    let at = keyed.windows(4).position(|four| four == b"IDAT").unwrap() - 4;
    keyed.splice(at..at, *b"\0\0\0\x02tRNS\0\x05\x1C\xE5\xB5\x4F");
    let (images, _) = images(&[("a.png", &half), ("b.png", &keyed)], &[]);
    assert!(images.iter().any(|image| image.dict.has(b"SMask")));
    let key = images.iter().find_map(|image| image.dict.get(b"Mask").ok()).unwrap();
    assert_eq!(key.as_array().unwrap().iter().map(|n| n.as_i64().unwrap()).collect::<Vec<_>>(), [5, 5]);
}

/// The project with a picture of every kind, in the style `article` with these lines added.
fn gallery(style: &str) -> (support::Run, Document) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures");
    let mut files = vec![("house.toml".to_owned(), format!("extends = \"article\"\n{style}").into_bytes())];
    for name in ["source", "fonts"] {
        for entry in root.join(name).read_dir().unwrap().flatten() {
            let path = format!("{name}/{}", entry.file_name().to_string_lossy());
            files.push((path, std::fs::read(entry.path()).unwrap()));
        }
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let folder = Folder::with(&files);
    std::fs::write(folder.path().join("trefoil.toml"), "style = \"house.toml\"\n").unwrap();
    let run = folder.trefoil(&["build", "--to", "pdf", "-o", "out"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let name = folder.names().into_iter().find(|name| name.ends_with(".pdf")).unwrap();
    (run, Document::load_mem(&folder.read(&name)).unwrap())
}

fn gallery_images(document: &Document) -> Vec<&Stream> {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let kind =
        |stream: &&Stream| stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image");
    streams.filter(kind).collect()
}

#[test]
fn pictures_of_every_kind_are_shown_and_kept_where_they_can_be() {
    let (run, document) = gallery("");
    assert!(!run.err.contains("warning"), "{}", run.err);
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures/source");
    let images = gallery_images(&document);
    // JPEGs of all kinds are there byte by byte.
    for name in ["baseline.jpg", "progressive.jpg", "gray.jpg", "inks.jpg"] {
        let bytes = std::fs::read(root.join(name)).unwrap();
        assert_eq!(images.iter().filter(|image| image.content == bytes).count(), 1, "{name}");
    }
    // So is what PNGs hold, but for interlaced ones and those with opacity among the colours.
    for name in ["plain.png", "palette.png", "deep.png", "profile.png"] {
        let bytes = std::fs::read(root.join(name)).unwrap();
        let at = bytes.windows(4).position(|four| four == b"IDAT").unwrap() + 4;
        let kept = images.iter().filter(|image| bytes[at..].starts_with(&image.content)).count();
        // The picture with a profile has the same pixels as that without.
        assert_eq!(kept, if ["plain.png", "profile.png"].contains(&name) { 2 } else { 1 }, "{name}");
    }
    let size = |image: &&&Stream| image.dict.get(b"Width").unwrap().as_i64().unwrap() == 48;
    // Fifteen files, of which two have a soft mask each; one is shown four times.
    assert_eq!(images.iter().filter(size).count(), 15 + 2);
    assert_eq!(images.iter().filter(|image| image.dict.has(b"SMask")).count(), 2);
    let bits = |image: &&Stream| image.dict.get(b"BitsPerComponent").unwrap().as_i64().unwrap();
    assert_eq!(images.iter().map(bits).filter(|&bits| bits == 16).count(), 1);
    assert_eq!(images.iter().filter(|image| space(image).contains("Indexed")).count(), 1);
    assert_eq!(images.iter().filter(|image| space(image).contains("ICCBased")).count(), 2);
}

#[test]
fn pictures_have_no_more_pixels_than_are_wanted() {
    let (_, document) = gallery("[image]\nmax-dpi = 36\n");
    // Two centimetres at 36 pixels to an inch.
    let widths = gallery_images(&document).into_iter().map(|image| image.dict.get(b"Width").unwrap().as_i64().unwrap());
    assert!(widths.clone().all(|width| (28..=30).contains(&width)), "{:?}", widths.collect::<Vec<_>>());
}

#[test]
fn the_words_of_a_drawing_go_with_its_outlines() {
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'><text y='15'>Drawn words</text></svg>";
    let folder = Folder::with(&[("a.md", b"![A](a.svg)\n"), ("a.svg", svg)]);
    assert_eq!(folder.trefoil(&["build", "a.md", "--to", "pdf"]).code, Some(0));
    let document = Document::load_mem(&folder.read("a.pdf")).unwrap();
    let words: String = "Drawn words".encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok()?.decompressed_content().ok());
    assert!(streams.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).any(|text| text.contains(&words)));
}

/// What is clipped, blurred, masked or fades is where it belongs, whatever groups and view boxes it is in.
#[test]
fn drawings_are_transformed_with_all_their_parts() {
    let shapes = |scale: i32, x: i32, y: i32| {
        let at = |left: i32, top: i32| (left * scale + x, top * scale + y);
        let length = |length: i32| length * scale;
        let ((cx, cy), (fx, fy), (gx, gy), (mx, my)) = (at(10, 6), at(6, 16), at(16, 12), at(2, 1));
        let (r, small, wide, high) = (length(5), length(3), length(10), length(8));
        format!(
            "<defs><clipPath id='c'><circle cx='{cx}' cy='{cy}' r='{r}'/></clipPath>\
             <filter id='f'><feOffset dx='0' dy='0'/></filter>\
             <linearGradient id='g' gradientUnits='userSpaceOnUse' x1='{gx}' y1='0' x2='{}' y2='0'>\
             <stop offset='0' stop-color='#00f'/><stop offset='1' stop-color='#00f' stop-opacity='0'/></linearGradient>\
             <mask id='m' maskUnits='userSpaceOnUse' x='0' y='0' width='120' height='80'>\
             <rect x='{mx}' y='{my}' width='{small}' height='{high}' fill='#fff'/></mask></defs>\
             <rect x='{}' y='{cy}' width='{wide}' height='{wide}' fill='#c00' clip-path='url(#c)'/>\
             <circle cx='{fx}' cy='{fy}' r='{small}' fill='#080' filter='url(#f)'/>\
             <rect x='{gx}' y='{gy}' width='{wide}' height='{high}' fill='url(#g)'/>\
             <rect x='{mx}' y='{my}' width='{wide}' height='{high}' fill='#808' mask='url(#m)'/>",
            gx + wide,
            cx - wide / 2,
        )
    };
    let plain = format!("<svg xmlns='http://www.w3.org/2000/svg' width='120' height='80'>{}</svg>", shapes(3, 20, 10));
    let turned = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='120' height='80' viewBox='0 0 60 40'>\
         <g transform='translate(10 5)'><g transform='scale(1.5)'>{}</g></g></svg>",
        shapes(1, 0, 0)
    );
    let page = |svg: &str| {
        let folder = Folder::with(&[("a.md", b"![A](a.svg)\n"), ("a.svg", svg.as_bytes())]);
        assert_eq!(folder.trefoil(&["build", "a.md", "--to", "pdf"]).code, Some(0));
        let arguments = ["-r", "144", "-png", "-singlefile", "a.pdf", "a"];
        std::process::Command::new("pdftoppm").args(arguments).current_dir(folder.path()).output().ok()?;
        Some(image::open(folder.path().join("a.png")).unwrap().to_rgb8())
    };
    let (Some(plain), Some(turned)) = (page(&plain), page(&turned)) else { return };
    let differs = |(a, b): (&image::Rgb<u8>, &image::Rgb<u8>)| a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > 60);
    let painted = plain.pixels().filter(|pixel| pixel.0.iter().any(|&channel| channel < 200)).count();
    let different = plain.pixels().zip(turned.pixels()).filter(|pair| differs(*pair)).count();
    assert!(painted > 2_000 && different < painted / 50, "{different} of {painted}");
    // The fading is no picture of pixels, and the mask is seen through.
    let of = |[red, green, blue]: [bool; 3]| {
        let is = |pixel: &&image::Rgb<u8>| pixel.0.map(|channel| channel > 100) == [red, green, blue];
        plain.pixels().filter(is).count()
    };
    for color in [[true, false, false], [false, true, false], [false, false, true], [true, false, true]] {
        assert!(of(color) > 50, "{color:?}: {}", of(color));
    }
}

#[test]
fn decoration_is_no_figure() {
    let mut dot = Cursor::new(Vec::new());
    image::RgbImage::new(2, 2).write_to(&mut dot, ImageFormat::Png).unwrap();
    let folder =
        Folder::with(&[("a.md", b"Text\n\n![](a.png)\n\n![](a.png){.decorative}\n"), ("a.png", dot.get_ref())]);
    let run = folder.trefoil(&["build", "a.md", "--to", "pdf"]);
    assert_eq!(run.err.matches("figure-without-alt").count(), 1, "{}", run.err);
    let document = Document::load_mem(&folder.read("a.pdf")).unwrap();
    let content = document.get_page_content(document.get_pages()[&1]);
    let content = String::from_utf8_lossy(&content);
    assert!(!content.contains("/Figure") && content.contains("/Artifact<</Type/Layout>>BDC\nq "), "{content}");
}

/// In a line too, unless it is all that there is of a link.
#[test]
fn decoration_in_a_line_is_no_figure() {
    let mut dot = Cursor::new(Vec::new());
    image::RgbImage::new(2, 2).write_to(&mut dot, ImageFormat::Png).unwrap();
    let text = b"A ![](a.png) dot, ![](a.png){.decorative} and [![](a.png)](https://example.org) one.\n";
    let folder = Folder::with(&[("a.md", text), ("a.png", dot.get_ref())]);
    let run = folder.trefoil(&["build", "a.md", "--to", "pdf"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert_eq!(run.err.matches("figure-without-alt").count(), 2, "{}", run.err);
    assert_eq!(run.err.matches("counts as decoration").count(), 1, "{}", run.err);
    let document = Document::load_mem(&folder.read("a.pdf")).unwrap();
    let content = document.get_page_content(document.get_pages()[&1]);
    let content = String::from_utf8_lossy(&content);
    assert_eq!(content.matches("/Artifact<</Type/Layout>>BDC\nq ").count(), 2, "{content}");
    assert_eq!(content.matches("/Figure<</MCID").count(), 1, "{content}");
}

/// What is wrong with a picture is said with its place, and everything else is made.
#[test]
fn bad_pictures_are_reported_and_the_rest_is_made() {
    let rects = "<rect width='1' height='1'/>".repeat(1_000_000);
    let svg = |body: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:l='http://www.w3.org/1999/xlink' width='9' height='9'>{body}</svg>"
        )
    };
    let mut bomb = String::from("<g id='a0'><rect width='1' height='1'/></g>");
    for level in 1..12 {
        bomb += &format!("<g id='a{level}'>{}</g>", format!("<use l:href='#a{}'/>", level - 1).repeat(10));
    }
    let files: [(&str, Vec<u8>, &str); 9] = [
        ("a.avif", b"\0\0\0\x1Cftypavif\0\0\0\0avifmif1miaf".to_vec(), "AVIF pictures cannot be read"),
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "HEIC pictures cannot be read"),
        ("wrong.png", b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec(), "the JPEG file is damaged"),
        ("header.png", b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x08\x02\0\0\0".to_vec(), "too large"),
        ("million.svg", svg(&rects).into(), "too many elements"),
        ("bomb.svg", svg(&format!("<defs>{bomb}</defs><use l:href='#a11'/>")).into(), "too many elements"),
        ("entity.svg", b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text>&x;</text></svg>".to_vec(), "declares entities"),
        ("script.svg", svg("<script>alert(1)</script><rect width='5' height='5'/>").into(), "has scripts or names other files"),
        ("remote.svg", svg("<image l:href='http://example.org/a.png' width='5' height='5'/>").into(), "has scripts or names other files"),
    ];
    for (name, bytes, said) in &files {
        let text = format!("Before.\n\n![It]({name})\n\nThe rest of it.\n");
        let folder = Folder::with(&[("a.md", text.as_bytes()), (name, bytes)]);
        let run = folder.trefoil(&["build", "a.md", "--to", "pdf"]);
        assert_eq!(run.code, Some(0), "{name}: {}", run.err);
        assert!(run.err.contains(said) && run.err.contains("a.md:3:1"), "{name}: {}", run.err);
        let read = format!("{:?}", trefoil::readback::pdf::read(&folder.read("a.pdf")).unwrap());
        assert!(read.contains("Before") && read.contains("rest"), "{name}: {read}");
        assert!(!read.contains("root:"), "nothing is read from elsewhere");
    }
}

/// A JPEG of 48 by 16 pixels, black on the left, that says that its left side is up (EXIF 2.32 §4.6.4, orientation 6).
fn lying() -> Vec<u8> {
    let pixels: Vec<u8> = (0..48 * 16).map(|i| if i % 48 < 24 { 0 } else { 255 }).collect();
    let mut jpeg = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new(&mut jpeg);
    encoder.write_image(&pixels, 48, 16, ExtendedColorType::L8).unwrap();
    let tiff = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xFF, 0xE1], &length[..], tiff].concat();
    jpeg.splice(2..2, segment);
    jpeg
}

#[test]
fn photographs_stand_upright_in_all_editions() {
    let folder = Folder::with(&[("a.md", b"![Upright](a.jpg)"), ("a.jpg", &lying())]);
    let run = folder.trefoil(&["build", "a.md"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let upright = |bytes: &[u8]| {
        let picture = image::load_from_memory(bytes).unwrap().to_luma8();
        assert_eq!(picture.dimensions(), (16, 48));
        assert!(picture.get_pixel(8, 4).0[0] < 32 && picture.get_pixel(8, 44).0[0] > 224);
    };
    let part = |edition: &str, wanted: fn(&str) -> bool| {
        let mut archive = zip::ZipArchive::new(Cursor::new(folder.read(edition))).unwrap();
        let name = archive.file_names().find(|name| wanted(name)).unwrap().to_owned();
        let mut bytes = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        bytes
    };
    // Word does not look at the orientation; browsers do (CSS Images 3 §5.1).
    upright(&part("a.docx", |name| name.starts_with("word/media/")));
    assert_eq!(part("a.epub", |name| name.ends_with("a.jpg")), lying());
    let document = Document::load_mem(&folder.read("a.pdf")).unwrap();
    // The PDF turns it where it is painted.
    let page = *document.get_pages().values().next().unwrap();
    let content = lopdf::content::Content::decode(&document.get_page_content(page)).unwrap();
    let painted = content.operations.iter().position(|operation| operation.operator == "Do").unwrap();
    let turned = content.operations[..painted].iter().rev().find(|operation| operation.operator == "cm").unwrap();
    let matrix: Vec<f32> = turned.operands.iter().map(|number| number.as_float().unwrap()).collect();
    assert!(matrix[0].abs() < 0.01 && matrix[1] < 0.0 && matrix[2] > 0.0 && matrix[3].abs() < 0.01, "{matrix:?}");
    assert!((matrix[1] / matrix[2]).abs() > 2.9, "higher than wide: {matrix:?}");
}
