//! The package document: metadata, manifest and spine (EPUB 3.3 §5).

use super::accessibility::Facts;
use super::book::Book;
use super::language::{self, well_formed};
use super::sort;
use super::xml::{close, tag};
use crate::model::{Date, Direction, Metadata, Role, plain_text};

/// A file of the package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Unique in the manifest.
    pub(super) id: String,
    /// Its path in the package.
    pub(super) path: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// `nav`, `cover-image`, `mathml`, …
    pub(super) properties: &'static str,
    /// It is read from beginning to end, in the order of the items.
    pub(super) in_spine: bool,
}

/// The prefix-free vocabularies need no declaration; `schema` and `dcterms` are reserved (EPUB 3.3 §D.1.4).
pub(super) fn write(book: &Book<'_>, items: &[Item], identifiers: &[String]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let right_to_left = book.direction == Direction::RightToLeft;
    let lang = well_formed(book.resolved.metadata.language()).unwrap_or_else(|| "en".into());
    tag(&mut out, "package")
        .attr("xmlns", "http://www.idpf.org/2007/opf")
        .attr("version", "3.0")
        .attr("unique-identifier", "id")
        .attr("xml:lang", &lang)
        .maybe("dir", right_to_left.then_some(language::dir(book.direction)))
        .open();
    out.push('\n');
    metadata(&mut out, book, &lang, identifiers, items);
    out.push_str("<manifest>\n");
    for item in items {
        tag(&mut out, "item")
            .attr("id", &item.id)
            .attr("href", &item.path)
            .attr("media-type", item.media_type)
            .unless_empty("properties", item.properties)
            .empty();
        out.push('\n');
    }
    out.push_str("</manifest>\n");
    tag(&mut out, "spine")
        .attr("toc", "ncx")
        .maybe("page-progression-direction", right_to_left.then_some("rtl"))
        .open();
    out.push('\n');
    for file in &book.files {
        if let Some(item) = items.iter().find(|item| item.in_spine && item.path == file.path) {
            tag(&mut out, "itemref").attr("idref", &item.id).empty();
            out.push('\n');
        }
    }
    out.push_str("</spine>\n</package>\n");
    out
}

/// Elements of the metadata, with ids for those that are refined.
struct Elements<'a> {
    out: &'a mut String,
    count: usize,
}

impl Elements<'_> {
    fn dc(&mut self, name: &str, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            let name = format!("dc:{name}");
            tag(self.out, &name).text(&name, text);
            self.out.push('\n');
        }
    }

    fn meta(&mut self, property: &str, text: &str) {
        tag(self.out, "meta").attr("property", property).text("meta", text);
        self.out.push('\n');
    }

    /// A property in words of ours, whatever the language of the publication.
    fn english(&mut self, property: &str, text: &str) {
        tag(self.out, "meta").attr("property", property).attr("xml:lang", "en").text("meta", text);
        self.out.push('\n');
    }

    /// An element and what refines it: property, scheme, value.
    fn refined(&mut self, name: &str, property: Option<&str>, text: &str, by: &[(&str, Option<&str>, &str)]) {
        self.count += 1;
        let id = format!("m{}", self.count);
        tag(self.out, name).attr("id", &id).maybe("property", property).text(name, text.trim());
        self.out.push('\n');
        for (property, scheme, value) in by {
            tag(self.out, "meta")
                .attr("refines", &format!("#{id}"))
                .attr("property", property)
                .maybe("scheme", *scheme)
                .text("meta", value);
            self.out.push('\n');
        }
    }
}

fn metadata(out: &mut String, book: &Book<'_>, lang: &str, identifiers: &[String], items: &[Item]) {
    let metadata = &book.resolved.metadata;
    tag(out, "metadata").attr("xmlns:dc", "http://purl.org/dc/elements/1.1/").open();
    out.push('\n');
    for (i, identifier) in identifiers.iter().enumerate() {
        tag(out, "dc:identifier").maybe("id", (i == 0).then_some("id")).text("dc:identifier", identifier);
        out.push('\n');
    }
    let mut elements = Elements { out, count: 0 };
    titles(&mut elements, book);
    elements.dc("language", lang);
    people(&mut elements, metadata);
    if let Some(date) = metadata.date.as_ref().and_then(iso_date) {
        elements.dc("date", &date);
    }
    elements.meta("dcterms:modified", &timestamp(metadata.modified.unwrap_or(0)));
    elements.dc("publisher", metadata.publisher.as_deref().unwrap_or_default());
    elements.dc("rights", metadata.rights.as_deref().unwrap_or_default());
    elements.dc("description", metadata.description.as_deref().unwrap_or_default());
    for subject in metadata.subjects.iter().chain(&metadata.keywords) {
        elements.dc("subject", subject);
    }
    if let Some((series, place)) = &metadata.series {
        let mut by = vec![("collection-type", None, "series")];
        by.extend(place.as_deref().filter(|place| is_position(place)).map(|place| ("group-position", None, place)));
        elements.refined("meta", Some("belongs-to-collection"), series, &by);
    }
    let facts = Facts::of(book);
    for (name, value) in facts.properties() {
        elements.meta(name, &value);
    }
    elements.english("schema:accessibilitySummary", &facts.summary());
    if facts.conforms() {
        elements.meta("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA");
        // A claim names the party that evaluated it (EPUB Accessibility 1.1 §3.5.3).
        let given = metadata.certified_by.as_deref().map(str::trim).filter(|name| !name.is_empty());
        match given {
            Some(name) => elements.meta("a11y:certifiedBy", name),
            None => elements.english("a11y:certifiedBy", "Trefoil, by automatic checks alone"),
        }
    }
    if book.page_targets().next().is_some() {
        elements.meta("pageBreakSource", &page_source(book, identifiers));
    }
    if let Some(cover) = items.iter().find(|item| item.properties == "cover-image") {
        // For readers of EPUB 2, which many still are.
        tag(elements.out, "meta").attr("name", "cover").attr("content", &cover.id).empty();
        elements.out.push('\n');
    }
    close(out, "metadata");
    out.push('\n');
}

/// What the pages are those of (EPUB Accessibility Techniques 1.1 §2.1.2): the identifier, which the PDF edition has in its own
/// metadata, or else a description that a catalogue could have.
fn page_source(book: &Book<'_>, identifiers: &[String]) -> String {
    let metadata = &book.resolved.metadata;
    let given = metadata.identifier.as_deref().is_some_and(|id| !id.trim().is_empty());
    if let Some(identifier) = identifiers.first().filter(|_| given) {
        return identifier.clone();
    }
    let authors = metadata.people.iter().filter(|person| person.role == Role::Author).map(|person| person.name.trim());
    let parts = std::iter::once(book.title.as_str()).chain(authors).chain(metadata.publisher.as_deref().map(str::trim));
    let parts: Vec<&str> = parts.chain(["PDF edition"]).filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

fn titles(elements: &mut Elements<'_>, book: &Book<'_>) {
    let metadata = &book.resolved.metadata;
    let subtitle = plain_text(&metadata.subtitle);
    let given = metadata.title_sort.as_deref().map(str::trim).filter(|sort| !sort.is_empty()).map(str::to_owned);
    let sort = given.unwrap_or_else(|| sort::title(&book.title, metadata.language()));
    let mut by = vec![("title-type", None, "main"), ("display-seq", None, "1"), ("file-as", None, sort.as_str())];
    if subtitle.trim().is_empty() {
        by.remove(1);
        return elements.refined("dc:title", None, &book.title, &by);
    }
    elements.refined("dc:title", None, &book.title, &by);
    elements.refined("dc:title", None, &subtitle, &[("title-type", None, "subtitle"), ("display-seq", None, "2")]);
}

fn people(elements: &mut Elements<'_>, metadata: &Metadata) {
    for person in metadata.people.iter().filter(|person| !person.name.trim().is_empty()) {
        let name = match person.role {
            Role::Author => "dc:creator",
            Role::Editor | Role::Translator | Role::Illustrator | Role::Contributor => "dc:contributor",
        };
        let sort = person.sort.clone().or_else(|| sort::name(&person.name));
        let mut by = vec![("role", Some("marc:relators"), person.role.relator())];
        by.extend(sort.as_deref().map(|sort| ("file-as", None, sort)));
        elements.refined(name, None, &person.name, &by);
    }
}

fn is_position(text: &str) -> bool {
    !text.is_empty() && text.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}

/// The date as far as it is known, in ISO 8601 form.
fn iso_date(date: &Date) -> Option<String> {
    let (year, month, day) = date.iso?;
    if !(0..=9_999).contains(&year) {
        return None;
    }
    Some(match (month, day) {
        (Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year:04}-{month:02}"),
        (None, _) => format!("{year:04}"),
    })
}

/// Seconds since 1970 as a date and time in UTC, as EPUB 3.3 §5.5.4.3 wants it.
fn timestamp(seconds: u64) -> String {
    // The last second of the year 9999: four digits are all there are.
    let seconds = seconds.min(253_402_300_799);
    let (days, time) = (seconds / 86_400, seconds % 86_400);
    // Howard Hinnant's civil-from-days, for days after 1970: eras of 400 years that begin in March.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", time / 3_600, time / 60 % 60, time % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_are_civil_dates() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_827_696, "2000-02-29T12:34:56Z"),
            (1_795_464_000, "2026-11-23T20:00:00Z"),
            (u64::MAX, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(timestamp(seconds), expected);
        }
    }
}
