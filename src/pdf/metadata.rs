//! What the file says of itself: the XMP packet, and the information dictionary in agreement with it.

use std::fmt::Write;

use lopdf::{Dictionary, Object, dictionary};

use super::file::text;
use crate::model::{Date, Metadata, plain_text};

/// The program's name in `/Producer`, `/Creator` and their XMP counterparts.
const PROGRAM: &str = concat!("Trefoil ", env!("CARGO_PKG_VERSION"));

/// The metadata of a document as strings.
#[derive(Debug)]
pub(super) struct Description {
    /// The title; never empty (ISO 14289-1 §7.1).
    pub(super) title: String,
    /// The language as a BCP 47 tag.
    pub(super) language: String,
    authors: Vec<String>,
    subject: Option<String>,
    keywords: Vec<String>,
    subjects: Vec<String>,
    publisher: Option<String>,
    rights: Option<String>,
    identifier: Option<String>,
    /// The document's own date, as ISO 8601 writes it.
    date: Option<String>,
    /// Seconds since 1970-01-01 UTC.
    modified: Option<u64>,
}

impl Description {
    /// Collects it; `untitled` stands in for a missing title.
    pub(super) fn new(metadata: &Metadata, untitled: Option<&str>) -> Self {
        let given = |text: &Option<String>| text.as_deref().map(clean).filter(|text| !text.is_empty());
        let title = clean(&plain_text(&metadata.title));
        let title = Some(title).filter(|title| !title.is_empty()).or_else(|| untitled.map(clean));
        Self {
            title: title.filter(|title| !title.is_empty()).unwrap_or_else(|| "Untitled".into()),
            language: metadata.language().to_owned(),
            authors: metadata.people.iter().map(|person| clean(&person.name)).collect(),
            subject: given(&metadata.description),
            keywords: metadata.keywords.iter().map(|keyword| clean(keyword)).collect(),
            subjects: metadata.subjects.iter().map(|subject| clean(subject)).collect(),
            publisher: given(&metadata.publisher),
            rights: given(&metadata.rights),
            identifier: given(&metadata.identifier),
            date: metadata.date.as_ref().and_then(iso),
            modified: metadata.modified,
        }
    }

    /// The information dictionary (ISO 32000-1 §14.3.3).
    pub(super) fn information(&self) -> Dictionary {
        let mut info =
            dictionary! { "Title" => text(&self.title), "Creator" => text(PROGRAM), "Producer" => text(PROGRAM) };
        if !self.authors.is_empty() {
            info.set("Author", text(&self.authors.join("; ")));
        }
        if let Some(subject) = &self.subject {
            info.set("Subject", text(subject));
        }
        if !self.keywords.is_empty() {
            info.set("Keywords", text(&self.keywords.join(", ")));
        }
        // Keys beyond those of Table 317 are allowed, and shown by readers as the document's own.
        for (key, value) in [("Identifier", &self.identifier), ("Rights", &self.rights), ("Date", &self.date)] {
            if let Some(value) = value {
                info.set(key, text(value));
            }
        }
        if let Some(time) = self.modified {
            let [year, month, day, hour, minute, second] = civil(time);
            let date = format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z");
            info.set("CreationDate", Object::string_literal(date.as_str()));
            info.set("ModDate", Object::string_literal(date));
        }
        info
    }

    /// The XMP packet (ISO 16684-1), with the marks of PDF/A-2a (ISO 19005-2 §6.6.4) and PDF/UA-1 (ISO 14289-1 §5).
    /// `identity` is 32 hexadecimal digits that are the content's own.
    pub(super) fn xmp(&self, identity: &str) -> String {
        let mut xmp = String::from(
            "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
             <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description rdf:about=\"\"\n \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n \
             xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n xmlns:xmpRights=\"http://ns.adobe.com/xap/1.0/rights/\"\n \
             xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n \
             xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n",
        );
        let xmp = &mut xmp;
        element(xmp, "dc:format", "application/pdf");
        alternatives(xmp, "dc:title", &self.title);
        list(xmp, "dc:creator", "Seq", &self.authors);
        if let Some(subject) = &self.subject {
            alternatives(xmp, "dc:description", subject);
        }
        let subjects: Vec<String> = self.keywords.iter().chain(&self.subjects).cloned().collect();
        list(xmp, "dc:subject", "Bag", &subjects);
        list(xmp, "dc:language", "Bag", std::slice::from_ref(&self.language));
        list(xmp, "dc:publisher", "Bag", self.publisher.as_slice());
        if let Some(rights) = &self.rights {
            alternatives(xmp, "dc:rights", rights);
            element(xmp, "xmpRights:Marked", "True");
        }
        if let Some(identifier) = &self.identifier {
            element(xmp, "dc:identifier", identifier);
        }
        list(xmp, "dc:date", "Seq", self.date.as_slice());
        if !self.keywords.is_empty() {
            element(xmp, "pdf:Keywords", &self.keywords.join(", "));
        }
        element(xmp, "pdf:Producer", PROGRAM);
        element(xmp, "xmp:CreatorTool", PROGRAM);
        if let Some(time) = self.modified {
            let [year, month, day, hour, minute, second] = civil(time);
            let date = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z");
            for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"] {
                element(xmp, name, &date);
            }
        }
        let uuid = format!("uuid:{}", hyphenated(identity));
        element(xmp, "xmpMM:DocumentID", &uuid);
        element(xmp, "xmpMM:InstanceID", &uuid);
        element(xmp, "pdfaid:part", "2");
        element(xmp, "pdfaid:conformance", "A");
        element(xmp, "pdfuaid:part", "1");
        xmp.push_str("</rdf:Description>\n");
        xmp.push_str(PDFUA_EXTENSION_SCHEMA);
        xmp.push_str("</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
        std::mem::take(xmp)
    }
}

/// ISO 19005-2 §6.6.2.3.3: a schema that PDF/A does not know describes itself.
const PDFUA_EXTENSION_SCHEMA: &str = "<rdf:Description rdf:about=\"\"\n \
    xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n \
    xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n \
    xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n\
    <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n\
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n\
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n\
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n\
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n\
    <pdfaProperty:name>part</pdfaProperty:name>\n<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n\
    <pdfaProperty:category>internal</pdfaProperty:category>\n\
    <pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>\n\
    </rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n</rdf:Description>\n";

/// Text without control characters, which neither XML nor a title has room for.
fn clean(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The date of the document, as exactly as it is known (ISO 8601; XMP part 1 §8.2.1.2).
fn iso(date: &Date) -> Option<String> {
    let (year, month, day) = date.iso?;
    let mut text = format!("{year:04}");
    for part in [month, month.and(day)].into_iter().flatten() {
        text.push_str(&format!("-{part:02}"));
    }
    Some(text)
}

fn element(xmp: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(xmp, "<{name}>{}</{name}>", escape(value));
}

fn alternatives(xmp: &mut String, name: &str, value: &str) {
    let value = escape(value);
    let _ = writeln!(xmp, "<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{value}</rdf:li></rdf:Alt></{name}>");
}

fn list(xmp: &mut String, name: &str, kind: &str, values: &[String]) {
    if values.is_empty() {
        return;
    }
    let items: String = values.iter().map(|value| format!("<rdf:li>{}</rdf:li>", escape(value))).collect();
    let _ = writeln!(xmp, "<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>");
}

fn hyphenated(hex: &str) -> String {
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|range| hex.get(range).unwrap_or(""));
    parts.join("-")
}

/// Year, month, day, hour, minute and second, UTC, of a Unix time: days counted in eras of 400 years that begin in March,
/// so that the leap day comes last.
fn civil(time: u64) -> [u64; 6] {
    let (days, seconds) = (time / 86_400 + 719_468, time % 86_400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    [era * 400 + year, month, day, seconds / 3_600, seconds / 60 % 60, seconds % 60]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unix_times_become_dates() {
        assert_eq!(civil(0), [1970, 1, 1, 0, 0, 0]);
        assert_eq!(civil(951_827_696), [2000, 2, 29, 12, 34, 56]);
        assert_eq!(civil(1_679_270_400), [2023, 3, 20, 0, 0, 0]);
    }

    #[test]
    fn the_packet_and_the_dictionary_agree() {
        let date = Date { text: "October 1851".into(), iso: Some((1851, Some(10), None)) };
        let metadata = Metadata { date: Some(date), rights: Some("CC0".into()), ..Metadata::default() };
        let description = Description::new(&metadata, None);
        assert!(
            description.xmp(&"0".repeat(32)).contains("<dc:date><rdf:Seq><rdf:li>1851-10</rdf:li></rdf:Seq></dc:date>")
        );
        let told = |key: &[u8]| description.information().get(key).and_then(Object::as_str).map(<[u8]>::to_vec).ok();
        assert_eq!((told(b"Date"), told(b"Rights")), (Some(b"1851-10".to_vec()), Some(b"CC0".to_vec())));
    }

    #[test]
    fn values_are_escaped() {
        let metadata = Metadata { publisher: Some("A & <B>\u{1}".into()), ..Metadata::default() };
        let xmp = Description::new(&metadata, None).xmp("00112233445566778899aabbccddeeff");
        assert!(xmp.contains("<rdf:li>A &amp; &lt;B&gt;</rdf:li>"));
        assert!(xmp.contains("uuid:00112233-4455-6677-8899-aabbccddeeff"));
    }
}
