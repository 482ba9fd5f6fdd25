//! Paper, margins, columns, heads and feet of the reference document.

use super::parts::{Parts, Target};
use super::tree::{Element, edited};
use crate::docx::names::hash;
use crate::docx::package::{Ends, Package, Relationships};
use crate::style::{Role, StyleSheet};
use crate::units::Length;

/// The set-up of the pages of the text: that of the last section (ECMA-376 Part 1 §17.6.17).
#[derive(Clone, Debug, Default)]
pub(super) struct PageSetup {
    /// Width and height of the paper, in twips.
    paper: Option<(i64, i64)>,
    /// Top, right, bottom, left, to the head and to the foot, in twips.
    margins: Option<[i64; 6]>,
    columns: Option<(u32, i64)>,
    /// Left and right pages mirror one another.
    pub mirrored: bool,
}

/// Heads and feet with the parts that they need.
#[derive(Clone, Debug, Default)]
pub(in crate::docx) struct Running {
    /// `header` or `footer`, on which pages (`default`, `first`, `even`), and the part.
    lines: Vec<(&'static str, String, Carried)>,
    /// The first page has its own.
    pub(in crate::docx) first: bool,
    /// Left pages have their own.
    pub(in crate::docx) even: bool,
}

/// A part that is carried over, with its pictures and links.
#[derive(Clone, Debug, Default)]
pub(in crate::docx) struct Carried {
    text: String,
    /// Relationships of the part in their own terms: id, URL or picture.
    targets: Vec<(String, Link)>,
}

#[derive(Clone, Debug)]
enum Link {
    Url(String),
    Picture { extension: &'static str, bytes: Vec<u8> },
}

impl PageSetup {
    pub(super) fn of(document: &Element, mirrored: bool) -> Self {
        let Some(last) = sections(document).pop() else { return Self { mirrored, ..Self::default() } };
        let number = |element: &Element, name: &str| measure(element.attribute(name)?);
        let paper = last.child("w:pgSz").and_then(|size| {
            let sides = (number(size, "w:w")?, number(size, "w:h")?);
            (sides.0 >= 1_440 && sides.1 >= 1_440).then_some(sides)
        });
        let margins = last.child("w:pgMar").and_then(|margins| {
            let gutter = number(margins, "w:gutter").unwrap_or(0);
            let side = |name: &str| number(margins, name);
            let (top, bottom) = (side("w:top")?.abs(), side("w:bottom")?.abs());
            let left = side("w:left").or_else(|| side("w:start"))? + gutter;
            let right = side("w:right").or_else(|| side("w:end"))?;
            Some([top, right, bottom, left, side("w:header").unwrap_or(720), side("w:footer").unwrap_or(720)])
        });
        let columns = last.child("w:cols").map(|columns| {
            let count = columns.attribute("w:num").and_then(|n| n.parse().ok()).unwrap_or(1_u32);
            (count.clamp(1, 8), number(columns, "w:space").unwrap_or(720))
        });
        let fits = |paper: (i64, i64), m: [i64; 6]| {
            m.iter().all(|&m| (0..31_680).contains(&m))
                && m[1] + m[3] + 1_440 <= paper.0
                && m[0] + m[2] + 1_440 <= paper.1
        };
        // Margins that leave no room for text are no set-up.
        let margins = margins.filter(|&margins| fits(paper.unwrap_or((12_240, 15_840)), margins));
        Self { paper, margins, columns, mirrored }
    }

    /// The sheet with this set-up in place of its own.
    pub(super) fn apply(&self, sheet: &mut StyleSheet) {
        let length = |twips: i64| Length::points(twips) / 20;
        let line = sheet.role(&Role::Header).font_size;
        let page = &mut sheet.page;
        if let Some((width, height)) = self.paper {
            (page.width, page.height) = (length(width), length(height));
        }
        if let Some([top, right, bottom, left, header, footer]) = self.margins {
            (page.margin_top, page.margin_bottom) = (length(top), length(bottom));
            (page.margin_inside, page.margin_outside) = (length(left), length(right));
            // The sheet measures to the baseline of the running lines, Word to their edge.
            (page.header_distance, page.footer_distance) = (length(header) + line, length(footer) + line / 4);
        }
        if let Some((columns, gap)) = self.columns {
            (page.columns, page.column_gap) = (columns, length(gap));
        }
        page.two_sided = self.mirrored;
    }
}

/// A measure in twips, bare or with its unit (ECMA-376 Part 1 §22.9.2.15).
fn measure(text: &str) -> Option<i64> {
    if let Ok(twips) = text.parse::<i64>() {
        return Some(twips);
    }
    let (number, unit) = text.split_at(text.len().checked_sub(2).filter(|&at| text.is_char_boundary(at))?);
    let twips_each = match unit {
        "pt" => 20.0,
        "in" => 1_440.0,
        "mm" => 1_440.0 / 25.4,
        "cm" => 1_440.0 / 2.54,
        "pc" | "pi" => 240.0,
        _ => return None,
    };
    let points = number.parse::<f64>().ok()? * twips_each / 20.0;
    Some(i64::from(crate::docx::styles::twips(Length::from_points(points.clamp(-2_000.0, 2_000.0)))))
}

/// The properties of all sections, in order.
fn sections(document: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    document.each(&mut |element| {
        if element.name == "w:sectPr" {
            found.push(element);
        }
    });
    found
}

impl Running {
    /// The heads and feet of the last section, which has those of earlier ones where it says nothing (§17.10.1). Ones that
    /// need more than pictures and links are left out, and named in `refused`.
    pub(super) fn of(
        document: &Element,
        even: bool,
        targets: &[Target],
        parts: &mut Parts<'_>,
        refused: &mut Vec<String>,
    ) -> Self {
        let mut wanted: Vec<(&'static str, String, &Target)> = Vec::new();
        let sections = sections(document);
        for reference in sections.iter().flat_map(|section| &section.children) {
            let element = match reference.name.as_str() {
                "w:headerReference" => "header",
                "w:footerReference" => "footer",
                _ => continue,
            };
            let pages = reference.attribute("w:type").filter(|pages| matches!(*pages, "first" | "even"));
            let pages = pages.unwrap_or("default");
            let Some(target) = targets.iter().find(|t| Some(t.id.as_str()) == reference.attribute("r:id")) else {
                continue;
            };
            wanted.retain(|(e, p, _)| (*e, p.as_str()) != (element, pages));
            wanted.push((element, pages.to_owned(), target));
        }
        let first = sections.last().is_some_and(|section| section.is_on("w:titlePg"));
        let mut lines = Vec::new();
        for (element, pages, target) in wanted {
            match Carried::of(&target.name, parts) {
                Some(carried) => lines.push((element, pages, carried)),
                None => refused.push(target.name.clone()),
            }
        }
        Self { lines, first, even }
    }

    pub(in crate::docx) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Puts the parts into the package; the references to them, for the sections.
    pub(in crate::docx) fn carry(&self, package: &mut Package, relationships: &mut Relationships) -> String {
        let mut references = String::new();
        for (place, (element, pages, carried)) in self.lines.iter().enumerate() {
            let name = format!("{element}{}.xml", place + 1);
            let content_type = match *element {
                "header" => crate::docx::sections::HEADER,
                _ => crate::docx::sections::FOOTER,
            };
            carried.add(&name, content_type, package);
            let id = relationships.part(element, &name);
            references.push_str(&format!("<w:{element}Reference w:type=\"{pages}\" r:id=\"{id}\"/>"));
        }
        references
    }
}

impl Carried {
    /// The part with its pictures and links; `None` when it is not XML or needs anything else, such as an embedded object.
    pub(super) fn of(name: &str, parts: &mut Parts<'_>) -> Option<Self> {
        let text = parts.text(name)?;
        let root = Element::parse(&text)?;
        let mut used = Vec::new();
        let mut drawings = Vec::new();
        root.each(&mut |element| {
            if element.name == "wp:docPr" {
                drawings.push(element);
            }
            for (key, value) in &element.attributes {
                if key.starts_with("r:") {
                    used.push(value.as_str());
                }
            }
        });
        let mut links = Vec::new();
        for target in parts.targets(name).into_iter().filter(|target| used.contains(&target.id.as_str())) {
            let link = match (target.kind.as_str(), target.external) {
                ("hyperlink", true) => Link::Url(target.name),
                ("image", false) => {
                    let extension = picture_extension(&target.name)?;
                    Link::Picture { extension, bytes: parts.bytes(&target.name)? }
                }
                _ => return None,
            };
            links.push((target.id, link));
        }
        used.iter()
            .all(|id| links.iter().any(|(known, _)| known == id))
            .then(|| Self { text: drawings_apart(&text, name, &drawings), targets: links })
    }

    /// The part itself.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds the part as `word/name`.
    pub(in crate::docx) fn add(&self, name: &str, content_type: &'static str, package: &mut Package) {
        package.add(&format!("word/{name}"), content_type, self.text.as_str());
        self.relate(name, package);
    }

    /// Adds what the part `word/name` needs.
    pub(in crate::docx) fn relate(&self, name: &str, package: &mut Package) {
        let mut relationships = Relationships::default();
        // Pictures lie beside the folder of the part.
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let up = if folder.is_empty() { "" } else { "../" };
        let stem = file.trim_end_matches(".xml");
        for (place, (id, link)) in self.targets.iter().enumerate() {
            match link {
                Link::Url(url) => relationships.with_id(id, "hyperlink", url, Ends::Outside),
                Link::Picture { extension, bytes } => {
                    let picture = format!("media/{stem}-{}.{extension}", place + 1);
                    relationships.with_id(id, "image", &format!("{up}{picture}"), Ends::Inside);
                    package.add_media(&format!("word/{picture}"), bytes.as_slice());
                }
            }
        }
        package.relate(&format!("word/{name}"), &relationships);
    }
}

/// The part with other numbers for its drawings: those of the body are counted from 1, and no two may be the same.
fn drawings_apart(text: &str, name: &str, drawings: &[&Element]) -> String {
    let first = 0x4000_0000 + (hash(name) & 0x0FFF_FF00);
    let edits = drawings.iter().zip(first..).filter_map(|(drawing, number)| {
        let start = drawing.range.start + text.get(drawing.range.clone())?.find(" id=\"")? + " id=\"".len();
        let end = start + text.get(start..)?.find('"')?;
        Some((start..end, number.to_string()))
    });
    edited(text, edits.collect())
}

/// The extension of a picture whose type the package can name.
fn picture_extension(name: &str) -> Option<&'static str> {
    let extension = name.rsplit_once('.')?.1.to_ascii_lowercase();
    ["png", "jpeg", "jpg", "gif", "svg", "emf", "wmf", "bmp", "tiff", "tif"]
        .into_iter()
        .find(|&known| known == extension)
}

#[cfg(test)]
mod tests {
    use super::measure;

    #[test]
    fn measures_may_have_units() {
        assert_eq!(measure("1440"), Some(1_440));
        assert_eq!(measure("2.54cm"), Some(1_440));
        assert_eq!(measure("72pt"), Some(1_440));
        assert_eq!(measure("é"), None);
        assert_eq!(measure("12xy"), None);
    }
}
