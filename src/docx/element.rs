//! Paragraphs, runs and comments through `docx-rs`: the only file that names it.
//!
//! `docx-rs` serves as the builder of these elements; each is rendered on its own through `BuildXML` and put into schema order
//! by [mod@super::canonical]. Its tables (rules, widths and justification that would override the table style), hyperlinks (a
//! relationship for each, in hash order), revisions and drawings (ids from counters of the whole process) and its
//! package writer are not used.

use docx_rs::{BreakType, BuildXML, Comment, IndentLevel, NumberingId, Paragraph, ParagraphProperty, Run};

use super::xml::legal;

/// What a run holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Deleted(&'a str),
    Tab,
    LineBreak,
}

/// `w:r` with a character style, properties that `docx-rs` has no words for, and content.
pub(super) fn run<'a>(
    style: Option<&str>,
    properties: &str,
    pieces: impl IntoIterator<Item = Piece<'a>>,
    xml: &mut String,
) {
    let mut run = Run::new();
    if let Some(style) = style {
        run = run.style(style);
    }
    for piece in pieces {
        run = match piece {
            Piece::Text(text) => run.add_text(legal(text)),
            Piece::Deleted(text) => run.add_delete_text(legal(text)),
            Piece::Tab => run.add_tab(),
            Piece::LineBreak => run.add_break(BreakType::TextWrapping),
        };
    }
    let mut rendered = render(&run);
    // What a break is when nothing is said of it (ECMA-376 Part 1 §17.3.3.1).
    if rendered.contains("<w:br ") {
        rendered = rendered.replace("<w:br w:type=\"textWrapping\" />", "<w:br/>");
    }
    match properties {
        "" => xml.push_str(&rendered),
        _ => {
            let with = format!("<w:rPr>{properties}");
            let rendered = rendered.replacen("<w:rPr />", &format!("{with}</w:rPr>"), 1);
            xml.push_str(&if rendered.starts_with("<w:r><w:rPr>") && !rendered.starts_with(&format!("<w:r>{with}")) {
                rendered.replacen("<w:rPr>", &with, 1)
            } else {
                rendered
            });
        }
    }
}

/// The start tag of `w:p` and its properties; the caller writes content and end tag. `numbering` is list and level.
pub(super) fn open_paragraph(
    style: &str,
    id: Option<&str>,
    numbering: Option<(u32, u8)>,
    bidi: bool,
    xml: &mut String,
) {
    let mut property = ParagraphProperty::new().style(style);
    if let Some((list, level)) = numbering {
        property = property.numbering(NumberingId::new(list as usize), IndentLevel::new(usize::from(level)));
    }
    if bidi {
        property.bidi = Some(true);
    }
    xml.push_str("<w:p");
    if let Some(id) = id {
        xml.push_str(" w14:paraId=\"");
        xml.push_str(id);
        xml.push('"');
    }
    xml.push('>');
    xml.push_str(&render(&property));
}

/// The start tag of the paragraph of an initial beside so many lines, which the next paragraph runs around `gap` twips away
/// (`w:framePr`, ECMA-376 Part 1 §17.3.1.11). `docx-rs` has frames without drop caps, and LibreOffice takes none from a style.
pub(super) fn open_drop_cap(style: &str, lines: u8, gap: i32, xml: &mut String) {
    let property = render(&ParagraphProperty::new().style(style));
    let frame = format!(
        "<w:framePr w:dropCap=\"drop\" w:lines=\"{lines}\" w:hSpace=\"{gap}\" w:wrap=\"around\" w:vAnchor=\"text\" \
         w:hAnchor=\"text\"/></w:pPr>"
    );
    xml.push_str("<w:p>");
    xml.push_str(&property.replacen("</w:pPr>", &frame, 1));
}

/// `w:comment` by that author at that RFC 3339 time.
pub(super) fn comment(id: u32, author: &str, date: &str, paragraph: &str, text: &str, xml: &mut String) {
    let mut body = Paragraph { id: paragraph.into(), ..Paragraph::default() }.style("CommentText");
    body = body.add_run(Run::new().add_text(legal(text)));
    // The builder escapes text, and not the author's name.
    let author = super::xml::escape(author);
    let comment = Comment::new(id as usize).author(author).date(date).add_paragraph(body);
    xml.push_str(&render(&comment));
}

fn render(element: &impl BuildXML) -> String {
    String::from_utf8(element.build()).unwrap_or_default()
}
