//! Lists as Word keeps them: definitions of nine levels (`w:abstractNum`), and an instance (`w:num`) for each list.

use std::fmt::Write as _;

use super::names::hash;
use super::reference::{HouseList, HouseNumbering};
use super::styles::built_in::ListIndents;
use super::xml::{DECLARATION, NAMESPACES};
use crate::model::{Direction, NumberStyle};

/// Word has no more levels (ECMA-376 Part 1 §17.9.6).
pub(super) const LEVELS: u8 = 9;
/// Levels that have a style of their own.
const STYLED: u8 = 5;

/// What distinguishes numbered lists. Lists inside lists have definitions of their own, since instances of one definition
/// share its counters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ordered {
    /// The form of the numbers at the level of the list.
    pub style: NumberStyle,
    /// The level in Word's list.
    pub level: u8,
    /// How many lists are around it.
    pub nesting: u8,
    /// Which way its items run.
    pub direction: Direction,
}

/// A definition, by what distinguishes it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Shape {
    Bullets,
    Ordered(Ordered),
    /// Headings numbered down to that level, each level in its form.
    Headings(Vec<NumberStyle>),
    /// Lines of code.
    Lines,
    /// What stands in a break between scenes: a mark of the style, and no text.
    Ornament,
    /// Headings without a number among others that have one.
    Unnumbered,
    /// The definition of that number in the reference document.
    House(u32),
}

#[derive(Debug)]
struct Definition {
    shape: Shape,
    /// Twips from the start margin to where the outermost list stands.
    origin: i32,
}

#[derive(Debug)]
struct Instance {
    definition: usize,
    /// A level and the number that it begins with.
    start: Option<(u8, u64)>,
}

/// All lists of the document.
#[derive(Debug)]
pub(super) struct Numbering {
    definitions: Vec<Definition>,
    instances: Vec<Instance>,
    indents: ListIndents,
    /// Numbers below this are taken.
    free: u32,
}

impl Numbering {
    /// With the lists of the styles. Numbers below `free` are somebody else's.
    pub(super) fn new(indents: ListIndents, free: u32) -> Self {
        let mut numbering = Self { definitions: Vec::new(), instances: Vec::new(), indents, free: free.max(1) };
        let (style, direction) = (NumberStyle::Decimal, Direction::LeftToRight);
        let plain = Ordered { style, level: 0, nesting: 0, direction };
        numbering.instance(Shape::Bullets, 0, None);
        numbering.instance(Shape::Ordered(plain), 0, None);
        numbering
    }

    fn definition(&mut self, shape: Shape, origin: i32) -> usize {
        let known = self.definitions.iter().position(|d| d.shape == shape && d.origin == origin);
        known.unwrap_or_else(|| {
            self.definitions.push(Definition { shape, origin });
            self.definitions.len() - 1
        })
    }

    fn instance(&mut self, shape: Shape, origin: i32, start: Option<(u8, u64)>) -> u32 {
        let definition = self.definition(shape, origin);
        self.instances.push(Instance { definition, start });
        self.number(self.instances.len() - 1)
    }

    /// The number of the instance, or the definition, at that place.
    fn number(&self, place: usize) -> u32 {
        u32::try_from(place).map_or(u32::MAX, |place| self.free.saturating_add(place))
    }

    /// The instances that the styles List Bullet and List Number number themselves with.
    pub(super) const fn of_styles(&self) -> [u32; 2] {
        [self.free, self.free + 1]
    }

    /// The list that bullets at that place belong to.
    pub(super) fn bullets(&mut self, origin: i32) -> u32 {
        let definition = self.definition(Shape::Bullets, origin);
        let known = self.instances.iter().position(|i| i.definition == definition);
        match known {
            Some(place) => self.number(place),
            None => self.instance(Shape::Bullets, origin, None),
        }
    }

    /// A new list of numbers, which begins with `start`.
    pub(super) fn ordered(&mut self, list: Ordered, start: u64, origin: i32) -> u32 {
        self.instance(Shape::Ordered(list), origin, Some((list.level, start)))
    }

    /// A new list of numbers like those of the reference document.
    pub(super) fn like(&mut self, house: &HouseList, start: u64) -> u32 {
        self.instance(Shape::House(house.definition), 0, Some((house.level, start)))
    }

    /// The ornament of thematic breaks.
    pub(super) fn ornament(&mut self) -> u32 {
        self.instance(Shape::Ornament, 0, None)
    }

    /// The list of headings without a number, which keep the style of those that have one: in a style of its own the heading
    /// would be lost to `STYLEREF`.
    pub(super) fn unnumbered(&mut self) -> u32 {
        let definition = self.definition(Shape::Unnumbered, 0);
        match self.instances.iter().position(|instance| instance.definition == definition) {
            Some(place) => self.number(place),
            None => self.instance(Shape::Unnumbered, 0, None),
        }
    }

    /// Numbered lines of code.
    pub(super) fn lines(&mut self, start: u64, origin: i32) -> u32 {
        self.instance(Shape::Lines, origin, Some((0, start)))
    }

    /// The list of the headings, numbered in those forms from the first level down.
    pub(super) fn headings(&mut self, forms: Vec<NumberStyle>) -> u32 {
        self.instance(Shape::Headings(forms), 0, None)
    }

    /// `numbering.xml`: the lists of the house, and ours behind them. `linked` is what the house calls one of our styles,
    /// and `None` where the style is numbered by the house itself.
    pub(super) fn write(&self, house: Option<&HouseNumbering>, linked: &dyn Fn(&str) -> Option<String>) -> String {
        let (definitions, instances) = (self.definitions(linked), self.instances());
        match house {
            Some(house) => {
                format!("{}{}{definitions}{}{instances}{}", house.open, house.definitions, house.instances, house.close)
            }
            None => format!("{DECLARATION}<w:numbering {NAMESPACES}>{definitions}{instances}</w:numbering>"),
        }
    }

    fn definitions(&self, linked: &dyn Fn(&str) -> Option<String>) -> String {
        let mut xml = String::new();
        for (place, definition) in self.definitions.iter().enumerate() {
            if matches!(definition.shape, Shape::House(_)) {
                continue;
            }
            // Word tells definitions apart by this when text is pasted from one document into another.
            let nsid = hash(&format!("{:?} {}", definition.shape, definition.origin)) & 0x7FFF_FFFF;
            let _ = write!(
                xml,
                "<w:abstractNum w:abstractNumId=\"{}\"><w:nsid w:val=\"{nsid:08X}\"/>\
                 <w:multiLevelType w:val=\"multilevel\"/>",
                self.number(place)
            );
            for level in 0..LEVELS {
                self.level(definition, level, place, linked, &mut xml);
            }
            xml.push_str("</w:abstractNum>");
        }
        xml
    }

    fn instances(&self) -> String {
        let mut xml = String::new();
        for (place, instance) in self.instances.iter().enumerate() {
            let definition = match self.definitions.get(instance.definition).map(|definition| &definition.shape) {
                Some(Shape::House(definition)) => *definition,
                _ => self.number(instance.definition),
            };
            let id = self.number(place);
            let _ = write!(xml, "<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{definition}\"/>");
            if let Some((level, start)) = instance.start {
                let start = start.min(32_767);
                let _ = write!(
                    xml,
                    "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>"
                );
            }
            xml.push_str("</w:num>");
        }
        xml
    }

    fn level(
        &self,
        definition: &Definition,
        level: u8,
        place: usize,
        linked: &dyn Fn(&str) -> Option<String>,
        xml: &mut String,
    ) {
        let mut left = definition.origin + self.indents.step * (i32::from(level) + 1);
        let (mut hang, mut justify) = (self.indents.bullet, "left");
        let number = u32::from(level) + 1;
        let (format, text, style) = match &definition.shape {
            Shape::Bullets => {
                let mark = ["•", "–", "▪"][usize::from(level % 3)];
                let style = (place == 0 && level < STYLED).then(|| styled("ListBullet", level));
                ("bullet", mark.to_owned(), style)
            }
            Shape::Ordered(list) => {
                let forms = [NumberStyle::Decimal, NumberStyle::LowerAlpha, NumberStyle::LowerRoman];
                let form = if level == list.level { list.style } else { forms[usize::from(level % 3)] };
                (hang, justify) = match list.direction {
                    Direction::LeftToRight => (self.indents.number, "right"),
                    // LibreOffice takes the word for the side of the paper.
                    Direction::RightToLeft => (self.indents.step, "left"),
                };
                let style = (place == 1 && level < STYLED).then(|| styled("ListNumber", level));
                (format_name(form), format!("%{number}."), style)
            }
            Shape::Headings(forms) => {
                (left, hang) = (0, 0);
                let Some(form) = forms.get(usize::from(level)) else { return unnumbered(level, "none", "", "", xml) };
                let text: Vec<String> = (1..=number).map(|n| format!("%{n}")).collect();
                (format_name(*form), text.join("."), Some(format!("Heading{number}")))
            }
            Shape::Lines => {
                (left, hang) = (definition.origin + 480, 480);
                ("decimal", "%1".into(), None)
            }
            Shape::Ornament => {
                let style = linked("ThematicBreak").filter(|_| level == 0);
                let style = style.map_or(String::new(), |style| format!("<w:pStyle w:val=\"{style}\"/>"));
                return unnumbered(level, "none", &style, "•\u{2003}•\u{2003}•", xml);
            }
            Shape::Unnumbered => return unnumbered(level, "none", "", "", xml),
            Shape::House(_) => return,
        };
        let _ = write!(xml, "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>");
        if let Some(style) = style.and_then(|style| linked(&style)) {
            let _ = write!(xml, "<w:pStyle w:val=\"{style}\"/>");
        }
        if matches!(definition.shape, Shape::Headings(_)) {
            xml.push_str("<w:suff w:val=\"space\"/>");
        }
        let _ = write!(
            xml,
            "<w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"{justify}\"/>\
             <w:pPr><w:ind w:left=\"{left}\" w:hanging=\"{hang}\"/></w:pPr></w:lvl>"
        );
    }
}

/// A level that counts nothing and takes no room of its own.
fn unnumbered(level: u8, format: &str, style: &str, text: &str, xml: &mut String) {
    let _ = write!(
        xml,
        "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{style}\
         <w:suff w:val=\"nothing\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
         <w:pPr><w:ind w:left=\"0\" w:firstLine=\"0\"/></w:pPr></w:lvl>"
    );
}

fn styled(base: &str, level: u8) -> String {
    if level == 0 { base.to_owned() } else { format!("{base}{}", level + 1) }
}

/// `ST_NumberFormat`.
pub(super) const fn format_name(style: NumberStyle) -> &'static str {
    match style {
        NumberStyle::Decimal => "decimal",
        NumberStyle::LowerAlpha => "lowerLetter",
        NumberStyle::UpperAlpha => "upperLetter",
        NumberStyle::LowerRoman => "lowerRoman",
        NumberStyle::UpperRoman => "upperRoman",
    }
}
