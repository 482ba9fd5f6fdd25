//! SVG that is safe to hand on: no scripts, no event handlers, nothing from elsewhere.

use quick_xml::Reader;
use quick_xml::Writer;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};

use super::Asset;

/// Elements that go, with all that is in them: they run, or hold what is not SVG (EPUB 3.3 §6.3 allows neither here).
const REFUSED: [&[u8]; 10] = [
    b"script",
    b"foreignObject",
    b"iframe",
    b"embed",
    b"object",
    b"audio",
    b"video",
    b"handler",
    b"listener",
    b"metadata",
];

/// An SVG without scripts, event handlers, references to other files and foreign objects; empty where it is not
/// well-formed.
#[must_use]
pub fn clean_svg(asset: &Asset) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&asset.bytes) else { return Vec::new() };
    cleaned(text.trim_start_matches('\u{FEFF}')).unwrap_or_default()
}

/// Whether an SVG holds anything that acts or leads elsewhere: it is left out of all editions.
#[must_use]
pub fn svg_reaches_out(asset: &Asset) -> bool {
    let Ok(text) = std::str::from_utf8(&asset.bytes) else { return false };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{FEFF}'));
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let acts = is_refused(&start) && start.local_name().as_ref() != b"metadata";
                if acts || start.attributes().flatten().any(|attribute| !may_stay(&attribute)) {
                    return true;
                }
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

fn cleaned(text: &str) -> Option<Vec<u8>> {
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::new());
    let mut refused = 0_usize;
    let mut depth = 0_usize;
    let mut style = false;
    loop {
        match reader.read_event().ok()? {
            Event::Eof => break,
            Event::Start(start) => {
                if refused > 0 || is_refused(&start) {
                    refused += 1;
                    continue;
                }
                depth += 1;
                style = start.local_name().as_ref() == b"style";
                writer.write_event(Event::Start(element(&start)?)).ok()?;
            }
            Event::Empty(start) => {
                if refused == 0 && !is_refused(&start) {
                    writer.write_event(Event::Empty(element(&start)?)).ok()?;
                }
            }
            Event::End(end) => {
                if refused > 0 {
                    refused -= 1;
                    continue;
                }
                depth = depth.checked_sub(1)?;
                style = false;
                writer.write_event(Event::End(end)).ok()?;
            }
            // A document type and processing instructions can name other files.
            Event::DocType(_) | Event::PI(_) | Event::Decl(_) | Event::Comment(_) => {}
            event @ (Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => {
                let remote = style && is_remote_style(&event);
                if refused == 0 && depth > 0 && !remote {
                    writer.write_event(event).ok()?;
                }
            }
        }
    }
    (depth == 0 && refused == 0).then(|| writer.into_inner())
}

fn is_refused(start: &BytesStart<'_>) -> bool {
    REFUSED.iter().any(|name| start.local_name().as_ref().eq_ignore_ascii_case(name))
}

fn is_remote_style(event: &Event<'_>) -> bool {
    let text: &[u8] = match event {
        Event::Text(text) => text,
        Event::CData(text) => text,
        _ => return false,
    };
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    text.contains("@import") || !is_local(&text)
}

/// The element with the attributes that may stay; `None` where one is malformed.
fn element<'a>(start: &BytesStart<'a>) -> Option<BytesStart<'a>> {
    let mut kept = BytesStart::new(String::from_utf8_lossy(start.name().as_ref()).into_owned());
    for attribute in start.attributes() {
        let attribute: Attribute<'_> = attribute.ok()?;
        if may_stay(&attribute) {
            // It is written between double quotes, whichever it had.
            let value = String::from_utf8_lossy(&attribute.value).replace('"', "&quot;");
            kept.push_attribute((attribute.key.as_ref(), value.as_bytes()));
        }
    }
    Some(kept)
}

/// Whether an attribute neither acts nor leads out of the file.
fn may_stay(attribute: &Attribute<'_>) -> bool {
    let name = attribute.key.local_name();
    let value = String::from_utf8_lossy(&attribute.value).trim().to_ascii_lowercase();
    let handler = name.as_ref().first_chunk::<2>().is_some_and(|start| start.eq_ignore_ascii_case(b"on"));
    let reference = matches!(name.as_ref(), b"href" | b"src");
    let elsewhere = reference && !(value.starts_with('#') || value.starts_with("data:image/"));
    !(handler || elsewhere || !is_local(&value) || value.contains("javascript:"))
}

/// Whether every `url(…)` stays in the file.
fn is_local(value: &str) -> bool {
    value.split("url(").skip(1).all(|rest| {
        rest.trim_start_matches(['"', '\'', ' ']).starts_with('#')
            || rest.trim_start_matches(['"', '\'']).starts_with("data:")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, expected: Option<&str>) {
        let cleaned = cleaned(from).map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        assert_eq!(cleaned.as_deref(), expected);
    }

    #[test]
    fn nothing_that_acts_or_fetches_stays() {
        check("<?xml version='1.0'?><svg><script>alert(1)</script><g/></svg>", Some("<svg><g/></svg>"));
        check("<svg onload='x()'><rect width='1' onclick='y()'/></svg>", Some("<svg><rect width=\"1\"/></svg>"));
        check(
            "<svg><image href='http://a/b.png'/><use href='#a'/></svg>",
            Some("<svg><image/><use href=\"#a\"/></svg>"),
        );
        check(
            "<svg><rect fill='url(http://a#b)'/><rect fill='url(#b)'/></svg>",
            Some("<svg><rect/><rect fill=\"url(#b)\"/></svg>"),
        );
        check("<svg><style>@import 'a.css';</style></svg>", Some("<svg><style></style></svg>"));
        check("<svg><foreignObject><p>x</p></foreignObject>t &amp; u</svg>", Some("<svg>t &amp; u</svg>"));
    }

    #[test]
    fn quotes_in_attributes_survive() {
        check(r#"<svg><text font-family='"A"'/></svg>"#, Some(r#"<svg><text font-family="&quot;A&quot;"/></svg>"#));
    }

    #[test]
    fn what_is_not_well_formed_does_not_pass() {
        check("<svg><g></svg>", None);
        check("<svg><g>", None);
    }
}
