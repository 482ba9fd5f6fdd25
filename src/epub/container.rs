//! The container: `epub-builder` assembles the files, and what it made is then put into one archive in a fixed order with a
//! fixed time.
//!
//! **Invariant:** the package document, the navigation document and the NCX in the result are ours. Those that the
//! builder makes cannot express what this edition says, so they are replaced whole.

use std::io::{Cursor, Write};

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, ZipLibrary};
use rayon::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::Error;
use super::book::{NAVIGATION, STYLESHEET};
use super::package::Item;

/// The folder that the builder puts everything into.
const ROOT: &str = "OEBPS";

/// A file with its place in the manifest.
pub(super) struct Entry<'a> {
    pub(super) item: Item,
    pub(super) bytes: &'a [u8],
}

/// Assembles the archive: package document, navigation and NCX as given, and the entries in their order.
///
/// Compression is most of the work, and a builder does it on one core; so several builders take a share of the entries each.
pub(super) fn assemble(package: &str, navigation: &str, ncx: &str, entries: &[Entry<'_>]) -> Result<Vec<u8>, Error> {
    let built = shares(entries).par_iter().map(|share| build(share)).collect::<Result<Vec<_>, _>>()?;
    let size = built.iter().map(Vec::len).sum::<usize>();
    let mut archives = Vec::new();
    for bytes in &built {
        archives.push(ZipArchive::new(Cursor::new(bytes.as_slice()))?);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(size + 65_536)));
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    // The first entry, stored, so that the type can be told from the first bytes (OCF §4.3).
    writer.start_file("mimetype", options.compression_method(CompressionMethod::Stored))?;
    writer.write_all(b"application/epub+zip")?;
    let options = options.compression_method(CompressionMethod::Deflated);
    let fonts = entries.iter().any(|entry| entry.item.media_type.starts_with("font/"));
    let apple = fonts.then(|| ("META-INF/com.apple.ibooks.display-options.xml".to_owned(), APPLE));
    for (name, content) in [
        ("META-INF/container.xml".to_owned(), CONTAINER),
        (format!("{ROOT}/content.opf"), package),
        (format!("{ROOT}/{NAVIGATION}"), navigation),
        (format!("{ROOT}/toc.ncx"), ncx),
    ]
    .into_iter()
    .chain(apple)
    {
        writer.start_file(name, options)?;
        writer.write_all(content.as_bytes())?;
    }
    for (share, archive) in shares(entries).into_iter().zip(&mut archives) {
        for entry in share {
            let name = format!("{ROOT}/{}", entry.item.path);
            let Some(place) = archive.index_for_name(&name) else { return Err(Error::Missing(name)) };
            writer.raw_copy_file_touch(archive.by_index_raw(place)?, DateTime::default(), Some(0o644))?;
        }
    }
    Ok(writer.finish()?.into_inner())
}

/// Runs of entries of about the same size. They depend on the entries alone; the archive does not depend on them.
fn shares<'a, 'b>(entries: &'b [Entry<'a>]) -> Vec<&'b [Entry<'a>]> {
    const ENOUGH: usize = 200_000;
    let mut shares = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (i, entry) in entries.iter().enumerate() {
        size += entry.bytes.len();
        if size >= ENOUGH {
            shares.extend(entries.get(start..=i));
            (start, size) = (i + 1, 0);
        }
    }
    shares.extend(entries.get(start..).filter(|rest| !rest.is_empty()));
    shares
}

/// Where the package document is (OCF §4.2.6.3.1).
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">
<rootfiles>
<rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/>
</rootfiles>
</container>
";

/// Without it Apple Books does not use the fonts that a book brings with it (Apple Books Asset Guide, "Fonts").
const APPLE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<display_options>
<platform name=\"*\">
<option name=\"specified-fonts\">true</option>
</platform>
</display_options>
";

/// What the builder makes of the entries.
fn build(entries: &[Entry<'_>]) -> Result<Vec<u8>, Error> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    for Entry { item, bytes } in entries {
        let path = item.path.as_str();
        if item.in_spine {
            builder.add_content(EpubContent::new(path, *bytes))?;
        } else if item.properties == "cover-image" {
            builder.add_cover_image(path, *bytes, item.media_type)?;
        } else if path == STYLESHEET {
            builder.stylesheet(*bytes)?;
        } else {
            builder.add_resource(path, *bytes, item.media_type)?;
        }
    }
    let mut built = Vec::new();
    builder.generate(&mut built)?;
    Ok(built)
}
