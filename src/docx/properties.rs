//! Document properties: `docProps/core.xml`, `app.xml`, `custom.xml`.

use std::fmt::Write as _;

use super::xml::{DECLARATION, escape};
use crate::model::Role;
use crate::resolve::Resolved;

/// When the document was made, in RFC 3339: its date, else the last change of its source, else the beginning of ZIP's time.
pub(super) fn date(resolved: &Resolved) -> String {
    let metadata = &resolved.metadata;
    if let Some((year, month, day)) = metadata.date.as_ref().and_then(|date| date.iso)
        && (1601..=9999).contains(&year)
    {
        return format!("{year:04}-{:02}-{:02}T00:00:00Z", month.unwrap_or(1), day.unwrap_or(1));
    }
    metadata.modified.map_or_else(|| "1980-01-01T00:00:00Z".into(), timestamp)
}

/// Seconds since 1970 as RFC 3339, by Hinnant's algorithm for the Gregorian calendar.
fn timestamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let z = days + 719_468;
    let era = z / 146_097;
    let day_of_era = z % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// ECMA-376 Part 2 §11.
pub(super) fn core(resolved: &Resolved) -> String {
    let metadata = &resolved.metadata;
    let names = |wanted: fn(Role) -> bool| {
        let people = metadata.people.iter().filter(|p| wanted(p.role));
        people.map(|p| p.name.as_str()).collect::<Vec<_>>().join("; ")
    };
    let creators = names(|role| role == Role::Author);
    let mut xml = format!(
        "{DECLARATION}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
    );
    let mut element = |name: &str, text: &str| {
        if !text.is_empty() {
            let _ = write!(xml, "<{name}>{}</{name}>", escape(text));
        }
    };
    element("dc:title", &resolved.display_title);
    element("dc:subject", &metadata.subjects.join("; "));
    element("dc:creator", &creators);
    element("cp:keywords", &metadata.keywords.join(", "));
    element("dc:description", metadata.description.as_deref().unwrap_or(""));
    element("cp:category", metadata.category.as_deref().unwrap_or(""));
    element("cp:lastModifiedBy", &creators);
    element("cp:revision", "1");
    element("dc:identifier", metadata.identifier.as_deref().unwrap_or(""));
    element("dc:language", metadata.language());
    let date = date(resolved);
    for name in ["created", "modified"] {
        let _ = write!(xml, "<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{date}</dcterms:{name}>");
    }
    xml.push_str("</cp:coreProperties>");
    xml
}

/// ECMA-376 Part 1 §22.2.
pub(super) fn app(resolved: &Resolved) -> String {
    let metadata = &resolved.metadata;
    let company = metadata.company.as_deref().or(metadata.publisher.as_deref());
    let company = company.map_or(String::new(), |company| format!("<Company>{}</Company>", escape(company)));
    format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>Trefoil</Application>{company}<AppVersion>1.0000</AppVersion></Properties>"
    )
}

/// What else the front matter says, as text (ECMA-376 Part 1 §22.3); `None` without any.
pub(super) fn custom(resolved: &Resolved) -> Option<String> {
    let metadata = &resolved.metadata;
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    pairs.extend(metadata.rights.as_deref().map(|rights| ("rights", rights)));
    for (name, value) in &metadata.custom {
        if !name.is_empty() && !pairs.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
            pairs.push((name, value));
        }
    }
    if pairs.is_empty() {
        return None;
    }
    let mut xml = format!(
        "{DECLARATION}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">"
    );
    for (place, (name, value)) in pairs.iter().enumerate() {
        let _ = write!(
            xml,
            "<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"{}\" name=\"{}\">\
             <vt:lpwstr>{}</vt:lpwstr></property>",
            place + 2,
            escape(&name.chars().take(255).collect::<String>()),
            escape(value)
        );
    }
    xml.push_str("</Properties>");
    Some(xml)
}

#[cfg(test)]
mod tests {
    #[test]
    fn seconds_become_dates() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_700_000_000, "2023-11-14T22:13:20Z"),
        ] {
            assert_eq!(super::timestamp(seconds), text);
        }
    }
}
