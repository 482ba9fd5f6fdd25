//! Computed properties as Word's: what `w:pPr` and `w:rPr` of a style say.
//!
//! A style writes only what differs from the style it is based on, as one made by hand does.

use std::fmt::Write as _;

use crate::docx::xml::escape;
use crate::style::{Border, Break, Computed, FontStyle, TextAlign, TextTransform};
use crate::units::{Color, Length};

/// Twentieths of a point, Word's unit of length (ECMA-376 Part 1 §17.18.105).
pub(in crate::docx) fn twips(length: Length) -> i32 {
    let twips = (length.0.saturating_mul(20) + Length::UNITS_PER_POINT / 2).div_euclid(Length::UNITS_PER_POINT);
    // The longest measure that Word takes is 22 inches.
    i32::try_from(twips.clamp(-31_680, 31_680)).unwrap_or(0)
}

/// A rule beside a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::docx) struct Rule {
    /// Eighths of a point, 2 to 96 (§17.3.4).
    pub size: i64,
    /// Points to the text, 0 to 31.
    pub space: i64,
    /// Its colour.
    pub color: Color,
}

impl Rule {
    /// A rule of a table, which stands off by the margins of the cells.
    pub(in crate::docx) fn of(border: Border) -> Self {
        Self::new(border, Length::ZERO)
    }

    fn new(border: Border, padding: Length) -> Self {
        let size = (border.width.0 * 8 / Length::UNITS_PER_POINT).clamp(2, 96);
        Self { size, space: (padding.0 / Length::UNITS_PER_POINT).clamp(0, 31), color: border.color }
    }

    pub(in crate::docx) fn write(self, edge: &str, xml: &mut String) {
        let (size, space, color) = (self.size, self.space, self.color.to_hex());
        let _ = write!(xml, "<w:{edge} w:val=\"single\" w:sz=\"{size}\" w:space=\"{space}\" w:color=\"{color}\"/>");
    }
}

/// The properties of a paragraph style. Lengths in twips.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::docx) struct ParagraphLook {
    pub before: i32,
    pub after: i32,
    pub line: i32,
    /// Lines are exactly that high, whatever stands in them.
    pub exact: bool,
    pub left: i32,
    pub right: i32,
    pub first_line: i32,
    pub align: TextAlign,
    pub keep_next: bool,
    pub keep_lines: bool,
    pub page_break_before: bool,
    pub widow_control: bool,
    pub hyphenate: bool,
    pub contextual: bool,
    /// Top, left, bottom, right.
    pub rules: [Option<Rule>; 4],
    pub shade: Option<Color>,
    /// 0 for the highest heading.
    pub outline: Option<u8>,
    /// Alignment, leader and position of each tab stop.
    pub tabs: Vec<(&'static str, &'static str, i32)>,
    /// The list and level that the style numbers its paragraphs with; list 0 for none.
    pub numbering: Option<(u32, u8)>,
}

impl ParagraphLook {
    /// The look of a block with these properties; box edges become indents, rules and shading.
    pub(in crate::docx) fn of(c: &Computed) -> Self {
        // Word shades up to the rules, so a background that is to have padding needs rules of its own colour.
        let rule = |border: Option<Border>, padding: Length| {
            let filler = c.background.map(|color| Border { width: Length::from_points(0.5), color });
            border.or(filler).map(|b| Rule::new(b, padding))
        };
        let edge = |border: Option<Border>| border.map_or(Length::ZERO, |b| b.width);
        Self {
            before: twips(c.margin.top).max(0),
            after: twips(c.margin.bottom).max(0),
            line: twips(c.line_height).max(20),
            exact: false,
            left: twips(c.margin.left + c.padding.left + edge(c.border.left)),
            right: twips(c.margin.right + c.padding.right + edge(c.border.right)),
            first_line: twips(c.text_indent),
            align: c.text_align,
            keep_next: c.keep_with_next || c.break_after == Break::Avoid,
            keep_lines: c.break_inside == Break::Avoid,
            page_break_before: matches!(c.break_before, Break::Page | Break::Recto),
            widow_control: c.orphans > 1 || c.widows > 1,
            hyphenate: c.hyphens,
            contextual: false,
            rules: [
                rule(c.border.top, c.padding.top),
                rule(c.border.left, c.padding.left),
                rule(c.border.bottom, c.padding.bottom),
                rule(c.border.right, c.padding.right),
            ],
            shade: c.background,
            outline: None,
            tabs: Vec::new(),
            numbering: None,
        }
    }

    /// What this look says beyond `base`.
    pub(in crate::docx) fn write(&self, base: &Self) -> String {
        let mut xml = String::new();
        switch(&mut xml, "keepNext", self.keep_next, base.keep_next);
        switch(&mut xml, "keepLines", self.keep_lines, base.keep_lines);
        switch(&mut xml, "pageBreakBefore", self.page_break_before, base.page_break_before);
        switch(&mut xml, "widowControl", self.widow_control, base.widow_control);
        if let Some((list, level)) = self.numbering.filter(|_| self.numbering != base.numbering) {
            let _ = write!(xml, "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>");
        }
        if self.rules != base.rules {
            xml.push_str("<w:pBdr>");
            for (rule, edge) in self.rules.iter().zip(["top", "left", "bottom", "right"]) {
                match rule {
                    Some(rule) => rule.write(edge, &mut xml),
                    None => {
                        let _ = write!(xml, "<w:{edge} w:val=\"nil\"/>");
                    }
                }
            }
            xml.push_str("</w:pBdr>");
        }
        if self.shade != base.shade {
            let fill = self.shade.map_or("auto".to_owned(), Color::to_hex);
            let _ = write!(xml, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>");
        }
        if self.tabs != base.tabs && !self.tabs.is_empty() {
            xml.push_str("<w:tabs>");
            // Tab stops of the base are inherited one by one (ECMA-376 Part 1 §17.3.1.38).
            for (_, _, position) in base.tabs.iter().filter(|old| self.tabs.iter().all(|new| new.2 != old.2)) {
                let _ = write!(xml, "<w:tab w:val=\"clear\" w:pos=\"{position}\"/>");
            }
            for (kind, leader, position) in &self.tabs {
                let _ = write!(xml, "<w:tab w:val=\"{kind}\" w:leader=\"{leader}\" w:pos=\"{position}\"/>");
            }
            xml.push_str("</w:tabs>");
        }
        switch(&mut xml, "suppressAutoHyphens", !self.hyphenate, !base.hyphenate);
        if (self.before, self.after, self.line, self.exact) != (base.before, base.after, base.line, base.exact) {
            let (before, after, line) = (self.before, self.after, self.line);
            let rule = if self.exact { "exact" } else { "atLeast" };
            let _ = write!(
                xml,
                "<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"{line}\" w:lineRule=\"{rule}\"/>"
            );
        }
        if (self.left, self.right, self.first_line) != (base.left, base.right, base.first_line) {
            let (left, right) = (self.left, self.right);
            let (name, first) =
                if self.first_line < 0 { ("hanging", -self.first_line) } else { ("firstLine", self.first_line) };
            let _ = write!(xml, "<w:ind w:left=\"{left}\" w:right=\"{right}\" w:{name}=\"{first}\"/>");
        }
        switch(&mut xml, "contextualSpacing", self.contextual, base.contextual);
        if self.align != base.align {
            // `start` and `end` are spelled `left` and `right` in the transitional schema and follow the direction.
            let value = match self.align {
                TextAlign::Start => "left",
                TextAlign::Center => "center",
                TextAlign::End => "right",
                TextAlign::Justify => "both",
            };
            let _ = write!(xml, "<w:jc w:val=\"{value}\"/>");
        }
        if let Some(level) = self.outline.filter(|_| self.outline != base.outline) {
            let _ = write!(xml, "<w:outlineLvl w:val=\"{level}\"/>");
        }
        xml
    }
}

/// An on/off property where it differs (§17.17.4).
fn switch(xml: &mut String, name: &str, own: bool, base: bool) {
    match (own, base) {
        (true, false) => drop(write!(xml, "<w:{name}/>")),
        (false, true) => drop(write!(xml, "<w:{name} w:val=\"0\"/>")),
        _ => {}
    }
}

/// The properties of letters.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::docx) struct RunLook {
    pub family: Option<String>,
    /// Of complex scripts, where it is not what goes with `family`.
    pub complex: Option<String>,
    pub bold: bool,
    pub italic: bool,
    pub caps: bool,
    pub small_caps: bool,
    pub strike: bool,
    pub underline: bool,
    pub color: Color,
    /// Twips between letters.
    pub spacing: i32,
    /// Half-points, as Word counts sizes.
    pub size: i64,
    pub shade: Option<Color>,
    pub frame: Option<Rule>,
    /// Half-points above the baseline.
    pub position: i64,
    /// `superscript` or `subscript`.
    pub script: Option<&'static str>,
    pub no_proof: bool,
}

impl RunLook {
    /// The look of letters with these properties; `inline` ones have a background and a frame of their own.
    pub(in crate::docx) fn of(c: &Computed, inline: bool) -> Self {
        let feature = |name: &str| c.font_features.iter().any(|(f, value)| f == name && *value > 0);
        Self {
            family: c.font_family.first().cloned(),
            complex: None,
            bold: c.font_weight >= 600,
            italic: c.font_style == FontStyle::Italic,
            caps: c.text_transform == TextTransform::Uppercase,
            small_caps: c.text_transform == TextTransform::SmallCaps || feature("smcp"),
            strike: c.line_through,
            underline: c.underline,
            color: c.color,
            spacing: twips(c.letter_spacing),
            size: half_points(c.font_size).clamp(2, 3_276),
            shade: c.background.filter(|_| inline),
            frame: c.border.top.or(c.border.bottom).filter(|_| inline).map(|b| Rule::new(b, Length::ZERO)),
            position: if inline { half_points(c.baseline_shift) } else { 0 },
            script: None,
            no_proof: false,
        }
    }

    /// What this look says beyond `base`; `theme` names the families that the theme holds.
    pub(in crate::docx) fn write(&self, base: &Self, theme: &ThemeFonts) -> String {
        let mut xml = String::new();
        let family = self.family.as_deref().filter(|_| self.family != base.family);
        let complex = self.complex.as_deref().filter(|_| self.complex != base.complex);
        xml.push_str(&theme.fonts(family, complex));
        for (name, own, old) in [("b", self.bold, base.bold), ("i", self.italic, base.italic)] {
            // Complex scripts take their weight and slant from properties of their own.
            switch(&mut xml, name, own, old);
            switch(&mut xml, &format!("{name}Cs"), own, old);
        }
        switch(&mut xml, "caps", self.caps, base.caps);
        switch(&mut xml, "smallCaps", self.small_caps, base.small_caps);
        switch(&mut xml, "strike", self.strike, base.strike);
        switch(&mut xml, "noProof", self.no_proof, base.no_proof);
        if self.color != base.color {
            let _ = write!(xml, "<w:color w:val=\"{}\"/>", self.color.to_hex());
        }
        if self.spacing != base.spacing {
            let _ = write!(xml, "<w:spacing w:val=\"{}\"/>", self.spacing);
        }
        if self.position != base.position && self.script.is_none() {
            let _ = write!(xml, "<w:position w:val=\"{}\"/>", self.position);
        }
        if self.size != base.size {
            let _ = write!(xml, "<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", self.size);
        }
        if self.underline != base.underline {
            let _ = write!(xml, "<w:u w:val=\"{}\"/>", if self.underline { "single" } else { "none" });
        }
        if let Some(rule) = self.frame.filter(|_| self.frame != base.frame) {
            rule.write("bdr", &mut xml);
        }
        if let Some(color) = self.shade.filter(|_| self.shade != base.shade) {
            let _ = write!(xml, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>", color.to_hex());
        }
        if let Some(script) = self.script.filter(|_| self.script != base.script) {
            let _ = write!(xml, "<w:vertAlign w:val=\"{script}\"/>");
        }
        xml
    }
}

fn half_points(length: Length) -> i64 {
    (length.0 * 2 + Length::UNITS_PER_POINT / 2).div_euclid(Length::UNITS_PER_POINT)
}

/// The two families of the theme: changing them in Word changes the whole document.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::docx) struct ThemeFonts {
    /// Of headings.
    pub major: String,
    /// Of text.
    pub minor: String,
    /// Of complex scripts, in both; none for those that Word has for the language.
    pub complex: Option<String>,
}

impl ThemeFonts {
    /// The family of complex scripts that goes with a family.
    pub(in crate::docx) fn complex_of<'f>(&'f self, family: &'f str) -> Option<&'f str> {
        if self.name(family).is_some() { self.complex.as_deref() } else { Some(family) }
    }

    /// What the theme calls a family that it holds.
    fn name(&self, family: &str) -> Option<&'static str> {
        if family == self.minor {
            Some("minor")
        } else if family == self.major {
            Some("major")
        } else {
            None
        }
    }

    /// `w:rFonts` for a family, and for one of complex scripts (ECMA-376 Part 1 §17.3.2.26); nothing for neither.
    pub(in crate::docx) fn fonts(&self, family: Option<&str>, complex: Option<&str>) -> String {
        let mut xml = String::from("<w:rFonts");
        match family.map(|family| (family, self.name(family))) {
            Some((_, Some(name))) => {
                let _ = write!(
                    xml,
                    " w:asciiTheme=\"{name}HAnsi\" w:hAnsiTheme=\"{name}HAnsi\" w:eastAsiaTheme=\"{name}EastAsia\""
                );
                if complex.is_none() {
                    let _ = write!(xml, " w:cstheme=\"{name}Bidi\"");
                }
            }
            Some((family, None)) => {
                let _ = write!(xml, " w:ascii=\"{0}\" w:hAnsi=\"{0}\"", escape(family));
            }
            None if complex.is_none() => return String::new(),
            None => {}
        }
        let own = family.filter(|family| self.name(family).is_none());
        if let Some(complex) = complex.or(own) {
            let _ = write!(xml, " w:cs=\"{}\"", escape(complex));
        }
        xml.push_str("/>");
        xml
    }
}
