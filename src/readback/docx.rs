//! DOCX: the main document and the notes it refers to (ECMA-376 part 1, §17).

mod styles;

use std::collections::{HashMap, HashSet};

use styles::{Meaning, Styles};

use super::properties::DublinCore;
use super::xml::{self, Element, Handler};
use super::{Error, Part, Readback, Stream, Target};

/// Word opens no table with more columns.
const MOST_COLUMNS: usize = 63;

/// Reads a DOCX.
///
/// # Errors
/// When the container or one of the parts that hold text cannot be read.
pub fn read(bytes: &[u8]) -> Result<Readback, Error> {
    let mut archive = xml::open(bytes)?;
    let mut root = Relationships::default();
    root.walk(&mut archive, "_rels/.rels")?;
    let main = root.of_type("/officeDocument").unwrap_or("word/document.xml").trim_start_matches('/').to_owned();
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let mut relationships = Relationships::default();
    relationships.walk(&mut archive, &format!("{folder}/_rels/{name}.rels"))?;
    let mut core = DublinCore::default();
    if let Some(name) = root.of_type("/core-properties").map(|name| name.trim_start_matches('/').to_owned())
        && let Some(text) = xml::part(&mut archive, &name)?
    {
        xml::walk(&name, &text, &mut core)?;
    }
    let mut all = Readback {
        edition: "DOCX",
        properties: core.properties,
        keeps_code: true,
        most_columns: Some(MOST_COLUMNS),
        ..Readback::default()
    };
    let text = xml::part(&mut archive, &main)?.ok_or_else(|| Error::Missing(main.clone()))?;
    let mut styles = Styles::default();
    if let Some(target) = relationships.of_type("/styles") {
        let (path, _) = xml::join(&main, target);
        if let Some(text) = xml::part(&mut archive, &path)? {
            xml::walk(&path, &text, &mut styles)?;
        }
    }
    let mut notes = Vec::new();
    let mut places = HashSet::new();
    for kind in ["footnotes", "endnotes"] {
        let Some(target) = relationships.of_type(&format!("/{kind}")) else { continue };
        let (path, _) = xml::join(&main, target);
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
        let mut relationships = Relationships::default();
        relationships.walk(&mut archive, &format!("{folder}/_rels/{name}.rels"))?;
        let text = xml::part(&mut archive, &path)?.ok_or_else(|| Error::Missing(path.clone()))?;
        let mut story = Story::new(&relationships, &styles, &places);
        xml::walk(&path, &text, &mut story)?;
        let found = story.anchors;
        places.extend(found);
        notes.push((path, text, relationships));
    }
    let mut story = Story::new(&relationships, &styles, &places);
    xml::walk(&main, &text, &mut story)?;
    story.out.links.append(&mut story.references);
    all.anchors.extend(story.anchors);
    all.body = story.out;
    for (path, text, relationships) in &notes {
        let mut story = Story::new(relationships, &styles, &places);
        story.out = std::mem::take(&mut all.notes);
        xml::walk(path, text, &mut story)?;
        story.out.links.append(&mut story.references);
        all.anchors.extend(story.anchors);
        all.notes = story.out;
    }
    Ok(all)
}

#[derive(Default)]
struct Relationships {
    /// Type and target by id.
    list: HashMap<String, (String, String)>,
}

impl Relationships {
    fn walk(&mut self, archive: &mut xml::Archive<'_>, name: &str) -> Result<(), Error> {
        match xml::part(archive, name)? {
            Some(text) => xml::walk(name, &text, self),
            None => Ok(()),
        }
    }

    /// The target of the relationship whose type ends like this.
    fn of_type(&self, suffix: &str) -> Option<&str> {
        self.list.values().find(|(kind, _)| kind.ends_with(suffix)).map(|(_, target)| target.as_str())
    }
}

impl Handler for Relationships {
    fn start(&mut self, element: &Element<'_>) -> bool {
        if element.name == "Relationship" {
            let get = |name| element.attribute(name).unwrap_or_default();
            self.list.insert(get("Id"), (get("Type"), get("Target")));
        }
        true
    }
    fn end(&mut self, _: &str) {}
    fn text(&mut self, _: &str) {}
}

/// A field that is open (§17.16.18).
#[derive(Default)]
struct Field {
    instruction: String,
    /// Past its separator, where its result stands.
    result: bool,
    /// A generated list or the number of a note, whose result is not part of the text.
    generated: bool,
}

/// A part that holds text.
struct Story<'a> {
    relationships: &'a Relationships,
    styles: &'a Styles,
    out: Stream,
    anchors: HashSet<String>,
    /// The places among the notes. Word has no notes in notes: there a mark is a reference to another of them.
    notes: &'a HashSet<String>,
    /// Inside a link to one of them.
    in_mark: bool,
    /// Where fields lead that show the text of another place.
    references: Vec<Target>,
    fields: Vec<Field>,
    /// What the text of the open element is.
    text: Text,
    /// Paragraphs that are open, the innermost last: a text box in a paragraph has its own.
    paragraphs: Vec<Paragraph>,
    /// Inside the properties of a paragraph.
    properties: bool,
}

/// A paragraph that is open.
#[derive(Default)]
struct Paragraph {
    heading: bool,
    /// Its text as it is copied, if it is code.
    code: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    None,
    Shown,
    Instruction,
}

impl<'a> Story<'a> {
    fn new(relationships: &'a Relationships, styles: &'a Styles, notes: &'a HashSet<String>) -> Self {
        Self {
            relationships,
            styles,
            out: Stream::default(),
            anchors: HashSet::new(),
            notes,
            in_mark: false,
            references: Vec::new(),
            fields: Vec::new(),
            text: Text::None,
            paragraphs: Vec::new(),
            properties: false,
        }
    }

    fn generated(&self) -> bool {
        self.in_mark || self.fields.iter().any(|field| field.generated)
    }

    /// A field's instruction is complete.
    fn instructed(&mut self) {
        let Some(field) = self.fields.last_mut() else { return };
        field.result = true;
        let mut words = field.instruction.split_whitespace();
        match words.next() {
            Some("TOC" | "INDEX") => field.generated = true,
            Some("REF" | "PAGEREF") if field.instruction.contains("\\h") => {
                if let Some(name) = words.next() {
                    let target = Target::Internal(name.to_owned());
                    if !self.generated() {
                        self.references.push(target);
                    }
                }
            }
            Some("NOTEREF") => {
                field.generated = true;
                self.out.note_marks += 1;
            }
            Some("HYPERLINK") => {
                let quoted = field.instruction.split('"').nth(1).unwrap_or("").to_owned();
                let local = field.instruction.contains("\\l");
                if !self.generated() {
                    self.out.links.push(if local { Target::Internal(quoted) } else { Target::External(quoted) });
                }
            }
            _ => {}
        }
    }

    /// The style of the open paragraph.
    fn style(&mut self, id: &str) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match self.styles.meaning(id) {
            Some(Meaning::Code) => paragraph.code = Some(String::new()),
            Some(Meaning::Heading(level)) => {
                paragraph.heading = true;
                self.out.begin(Part::Heading(level));
            }
            None => {}
        }
    }

    /// Text of the innermost paragraph that is no text of the document, such as a tab.
    fn code(&mut self, text: &str) {
        if let Some(code) = self.paragraphs.last_mut().and_then(|paragraph| paragraph.code.as_mut()) {
            code.push_str(text);
        }
    }

    fn link(&mut self, element: &Element<'_>) {
        let external = element.attribute("r:id").and_then(|id| self.relationships.list.get(&id));
        let target = match external {
            Some((_, url)) => Target::External(url.clone()),
            None => Target::Internal(element.attribute("w:anchor").unwrap_or_default()),
        };
        self.out.links.push(target);
    }
}

impl Handler for Story<'_> {
    fn start(&mut self, element: &Element<'_>) -> bool {
        match element.name {
            "w:t" | "w:delText" => self.text = Text::Shown,
            "w:instrText" | "w:delInstrText" => self.text = Text::Instruction,
            "w:noBreakHyphen" if !self.generated() => self.out.push("\u{2011}"),
            "w:sym" if !self.generated() => {
                let code = element.attribute("w:char").and_then(|hex| u32::from_str_radix(&hex, 16).ok());
                if let Some(c) = code.and_then(char::from_u32) {
                    self.out.push(c.encode_utf8(&mut [0; 4]));
                }
            }
            "w:fldChar" => match element.attribute("w:fldCharType").as_deref() {
                Some("begin") => self.fields.push(Field::default()),
                Some("separate") => self.instructed(),
                Some("end") => {
                    if self.fields.last().is_some_and(|field| !field.result) {
                        self.instructed();
                    }
                    self.fields.pop();
                }
                _ => {}
            },
            "w:fldSimple" => {
                self.fields
                    .push(Field { instruction: element.attribute("w:instr").unwrap_or_default(), ..Field::default() });
                self.instructed();
            }
            "w:hyperlink" if element.attribute("w:anchor").is_some_and(|name| self.notes.contains(&name)) => {
                self.in_mark = true;
                self.out.note_marks += 1;
            }
            "w:hyperlink" if !self.generated() => self.link(element),
            "w:bookmarkStart" => self.anchors.extend(element.attribute("w:name")),
            "w:footnoteReference" | "w:endnoteReference" => self.out.note_marks += 1,
            "wp:docPr" => self.out.images.push(element.attribute("descr").unwrap_or_default()),
            "m:oMath" => {
                self.out.formulas.push(None);
                return false;
            }
            // §17.11.10: separators between text and notes are notes to the format only.
            "w:footnote" | "w:endnote" if element.attribute("w:type").is_some_and(|kind| kind != "normal") => {
                return false;
            }
            "w:p" => self.paragraphs.push(Paragraph::default()),
            "w:pPr" => self.properties = true,
            "w:pStyle" => {
                if let Some(id) = element.attribute("w:val") {
                    self.style(&id);
                }
            }
            "w:br" if !self.properties => self.code("\n"),
            "w:tab" if !self.properties => self.code("\t"),
            "w:tc" => self.out.begin(Part::Cell),
            "mc:Fallback" | "w:rPr" | "w:sectPr" => return false,
            _ => {}
        }
        true
    }

    fn end(&mut self, name: &str) {
        match name {
            "w:t" | "w:delText" | "w:instrText" | "w:delInstrText" => self.text = Text::None,
            "w:fldSimple" => {
                self.fields.pop();
            }
            "w:hyperlink" => self.in_mark = false,
            "w:pPr" => self.properties = false,
            "w:tc" => self.out.end(),
            "w:p" => {
                let Some(paragraph) = self.paragraphs.pop() else { return };
                if paragraph.heading {
                    self.out.end();
                }
                if let Some(code) = paragraph.code {
                    self.out.code(&code);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.text {
            Text::None => {}
            Text::Instruction => {
                if let Some(field) = self.fields.last_mut() {
                    field.instruction.push_str(text);
                }
            }
            Text::Shown => {
                if !self.generated() {
                    self.out.push(text);
                    self.code(text);
                }
            }
        }
    }
}
