//! Sections: paper, margins, columns, folios, and the running heads and feet that belong to them.

use std::fmt::Write as _;

use super::language::Language;
use super::numbering::format_name;
use super::package::{Package, Relationships};
use super::reference::Running;
use super::styles::{Catalogue, twips};
use super::xml::{DECLARATION, NAMESPACES, escape};
use crate::model::{BlockKind, Direction, Role, plain_text};
use crate::resolve::Resolved;
use crate::style::{NotePlacement, Role as Part, RunningLine, StyleSheet};

/// How a section begins, and how its paper lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Section {
    /// Which pages it has.
    pub matter: Matter,
    /// Whether it is the first of its matter: there folios may begin anew.
    pub first: bool,
    /// The way its paper lies.
    pub paper: Paper,
    /// Where it begins.
    pub start: Start,
}

/// Where a section begins (ECMA-376 Part 1 §17.6.22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// On a page of its own.
    Page,
    /// Below the section before it.
    Below,
}

/// The way the paper lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    /// As the style has it.
    Upright,
    /// Turned by a quarter, for a table that is too wide.
    Turned,
}

/// Which pages a section has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matter {
    /// Title page and contents.
    Front,
    /// The title above the columns of the text.
    Head,
    /// The text after front matter.
    Main,
    /// The whole document.
    Whole,
}

/// The sections of the document.
#[derive(Clone, Debug)]
pub(super) struct Sections<'a> {
    sheet: &'a StyleSheet,
    direction: Direction,
    /// `w:headerReference` and `w:footerReference` elements, for each way in which paper lies.
    references: Vec<(Paper, String)>,
    /// The first page of the document has heads of its own.
    first: bool,
}

pub(super) const HEADER: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml";
pub(super) const FOOTER: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml";

impl<'a> Sections<'a> {
    /// With the parts of its heads and feet put into the package: the `house`'s, or else those of the sheet, for each way in
    /// which paper lies in the document.
    pub(super) fn new(
        resolved: &Resolved,
        catalogue: &mut Catalogue<'a>,
        papers: &[Paper],
        house: Option<&Running>,
        package: &mut Package,
        relationships: &mut Relationships,
    ) -> Self {
        let sheet = catalogue.sheet;
        let direction = Language::new(resolved.metadata.language()).direction();
        let mut sections = Self { sheet, direction, references: Vec::new(), first: false };
        if let Some(house) = house {
            let references = house.carry(package, relationships);
            sections.references = papers.iter().map(|&paper| (paper, references.clone())).collect();
            sections.first = house.first;
            return sections;
        }
        let page = &sheet.page;
        let empty = |line: &RunningLine| line.left.is_empty() && line.center.is_empty() && line.right.is_empty();
        let lines = [
            ("header", HEADER, &page.header, page.header_left.as_ref()),
            ("footer", FOOTER, &page.footer, page.footer_left.as_ref()),
        ];
        let mut count = 0;
        for &paper in papers {
            let mut references = String::new();
            for (element, content_type, line, left) in lines {
                if empty(line) && left.is_none_or(empty) {
                    continue;
                }
                sections.first = true;
                let mut parts = vec![("default", line.clone())];
                if page.two_sided {
                    let mirrored =
                        RunningLine { left: line.right.clone(), center: line.center.clone(), right: line.left.clone() };
                    parts.push(("even", left.cloned().unwrap_or(mirrored)));
                }
                parts.push(("first", RunningLine::default()));
                let mut style = if element == "header" { "Header" } else { "Footer" }.to_owned();
                if paper == Paper::Turned {
                    let width = sections.turned_width();
                    style = catalogue.variant(&style, "landscape", |p| p.tabs = running_tabs(width));
                }
                for (kind, line) in &parts {
                    count += 1;
                    let name = format!("{element}{count}.xml");
                    package.add(
                        &format!("word/{name}"),
                        content_type,
                        running(element, &style, line, resolved, direction),
                    );
                    let id = relationships.part(element, &name);
                    let _ = write!(references, "<w:{element}Reference w:type=\"{kind}\" r:id=\"{id}\"/>");
                }
            }
            sections.references.push((paper, references));
        }
        sections
    }

    /// `w:sectPr`.
    pub(super) fn properties(&self, Section { matter, first, paper, start }: Section) -> String {
        let page = &self.sheet.page;
        let turned = paper == Paper::Turned;
        let (width, height) = (twips(page.width), twips(page.height));
        let (width, height) = if turned { (height, width) } else { (width, height) };
        let references = self.references.iter().find(|(known, _)| *known == paper);
        let mut xml = format!("<w:sectPr>{}", references.map_or("", |(_, references)| references));
        if self.sheet.document.notes != NotePlacement::Page {
            // LibreOffice looks for their form here, and else takes roman numerals.
            xml.push_str("<w:endnotePr><w:numFmt w:val=\"decimal\"/></w:endnotePr>");
        }
        let _ = write!(
            xml,
            "<w:type w:val=\"{}\"/><w:pgSz w:w=\"{width}\" w:h=\"{height}\"{}/>",
            match start {
                Start::Below => "continuous",
                Start::Page if page.two_sided && matter == Matter::Main && first => "oddPage",
                Start::Page => "nextPage",
            },
            if width > height { " w:orient=\"landscape\"" } else { "" }
        );
        // The sheet measures to the baseline of the running lines, Word to their edge.
        let line = twips(self.sheet.role(&Part::Header).font_size);
        let (header, footer) = (twips(page.header_distance) - line, twips(page.footer_distance) - line / 4);
        let (top, bottom) = (twips(page.margin_top), twips(page.margin_bottom));
        let (inside, outside) = (twips(page.margin_inside).max(0), twips(page.margin_outside).max(0));
        // Turned paper takes its margins along; the binding is above.
        let [top, right, bottom, left] =
            if turned { [inside.max(header + line * 2), top, outside, bottom] } else { [top, outside, bottom, inside] };
        // Running lines that reach into the text push it away.
        let above = |distance: i32, margin: i32, role| {
            let height = twips(self.sheet.role(&role).line_height);
            distance.min(margin - height).max(0)
        };
        let _ = write!(
            xml,
            "<w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"{}\" \
             w:footer=\"{}\" w:gutter=\"0\"/>",
            above(header, top, Part::Header),
            above(footer, bottom, Part::Footer)
        );
        let format = if matter == Matter::Front { page.front_folio } else { page.folio };
        let restart = match matter {
            Matter::Main if first && page.front_folio != page.folio => " w:start=\"1\"",
            Matter::Front | Matter::Head | Matter::Main | Matter::Whole => "",
        };
        let _ = write!(xml, "<w:pgNumType w:fmt=\"{}\"{restart}/>", format_name(format));
        if page.columns > 1 && matches!(matter, Matter::Main | Matter::Whole) && !turned {
            let _ = write!(xml, "<w:cols w:num=\"{}\" w:space=\"{}\"/>", page.columns, twips(page.column_gap));
        }
        if self.first && matter != Matter::Main && first {
            // The first page of the document has its title and needs no head.
            xml.push_str("<w:titlePg/>");
        }
        if self.direction == Direction::RightToLeft {
            xml.push_str("<w:bidi/>");
        }
        xml.push_str("</w:sectPr>");
        xml
    }
}

impl Sections<'_> {
    /// The width of the text on turned paper, in twips.
    pub(super) fn turned_width(&self) -> i32 {
        let page = &self.sheet.page;
        twips(page.height - page.margin_top - page.margin_bottom)
    }
}

/// The tab stops of running heads and feet on lines of that width, in twips.
pub(super) fn running_tabs(width: i32) -> Vec<(&'static str, &'static str, i32)> {
    vec![("center", "none", width / 2), ("right", "none", width)]
}

/// The part of a running head or foot.
fn running(element: &str, style: &str, line: &RunningLine, resolved: &Resolved, direction: Direction) -> String {
    let root = if element == "header" { "hdr" } else { "ftr" };
    let mut xml = format!("{DECLARATION}<w:{root} {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"{style}\"/>");
    if direction == Direction::RightToLeft {
        xml.push_str("<w:bidi/>");
    }
    xml.push_str("</w:pPr>");
    let beside_chapter = [&line.left, &line.center, &line.right].iter().any(|part| part.contains("{chapter}"));
    template(&line.left, resolved, beside_chapter, &mut xml);
    if !(line.center.is_empty() && line.right.is_empty()) {
        xml.push_str("<w:r><w:tab/></w:r>");
        template(&line.center, resolved, beside_chapter, &mut xml);
    }
    if !line.right.is_empty() {
        xml.push_str("<w:r><w:tab/></w:r>");
        template(&line.right, resolved, beside_chapter, &mut xml);
    }
    let _ = write!(xml, "</w:p></w:{root}>");
    xml
}

/// A template such as `{chapter} · {page}` with its places as fields; without sections the chapter stands for them, but not
/// beside itself.
fn template(text: &str, resolved: &Resolved, beside_chapter: bool, xml: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        plain(before, xml);
        match name {
            "page" => field("PAGE", "1", xml),
            "pages" => field("NUMPAGES", "1", xml),
            "title" => plain(&resolved.display_title, xml),
            "author" => plain(&authors(resolved), xml),
            "chapter" => running_heading(1, resolved, xml),
            "section" => running_heading(if beside_chapter || has_level(2, resolved) { 2 } else { 1 }, resolved, xml),
            other => plain(&format!("{{{other}}}"), xml),
        }
        rest = behind;
    }
    plain(rest, xml);
}

/// The heading of that level on the page, with its number as on paper; the field names the style by its level, which is the
/// same in every language of Word. Nothing without such a heading, where the field would show an error.
fn running_heading(level: u8, resolved: &Resolved, xml: &mut String) {
    let headings = resolved.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading { level: own, content } if *own == level => {
            Some((resolved.heading_number(&block.id), content))
        }
        _ => None,
    });
    let headings: Vec<_> = headings.collect();
    let Some((number, title)) = headings.first() else { return };
    let reference = format!("STYLEREF {level}");
    let shown = number.map_or("", |number| number.text.as_str());
    if headings.iter().all(|(number, _)| number.is_some()) {
        field(&format!("{reference} \\n"), shown, xml);
        plain(" ", xml);
    } else if headings.iter().any(|(number, _)| number.is_some()) {
        // Word's number of a heading without one is 0 (§17.16.5.59). The fields in the instruction have no results of their
        // own: LibreOffice would show them.
        let space = if shown.is_empty() { "" } else { " " };
        begin_field("IF ", xml);
        field(&format!("{reference} \\n"), "", xml);
        code(" = \"0\" \"\" \"", xml);
        field(&format!("{reference} \\n"), "", xml);
        code(" \" ", xml);
        end_field(&format!("{shown}{space}"), xml);
    }
    field(&reference, &plain_text(title), xml);
}

fn has_level(level: u8, resolved: &Resolved) -> bool {
    resolved.blocks.iter().any(|block| matches!(block.kind, BlockKind::Heading { level: own, .. } if own == level))
}

fn authors(resolved: &Resolved) -> String {
    let names: Vec<&str> =
        resolved.metadata.people.iter().filter(|p| p.role == Role::Author).map(|p| p.name.as_str()).collect();
    names.join(", ")
}

fn plain(text: &str, xml: &mut String) {
    if !text.is_empty() {
        let _ = write!(xml, "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text));
    }
}

fn field(instruction: &str, result: &str, xml: &mut String) {
    begin_field(&format!("{instruction} "), xml);
    end_field(result, xml);
}

/// The beginning of a field and of its instruction, in which other fields may stand.
fn begin_field(instruction: &str, xml: &mut String) {
    xml.push_str("<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>");
    code(&format!(" {instruction}"), xml);
}

/// A part of an instruction.
fn code(text: &str, xml: &mut String) {
    let _ = write!(xml, "<w:r><w:instrText xml:space=\"preserve\">{}</w:instrText></w:r>", escape(text));
}

/// The result of a field, and its end.
fn end_field(result: &str, xml: &mut String) {
    xml.push_str("<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
    plain(result, xml);
    xml.push_str("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
}
