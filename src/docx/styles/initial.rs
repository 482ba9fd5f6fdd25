//! The style of a letter as tall as the lines beside it.

use super::{Catalogue, Style};
use crate::style::TextAlign;

/// What a letter has to fit: so many lines, in a face with these measures in font units.
#[derive(Clone, Copy, Debug)]
pub(in crate::docx) struct Initial {
    /// The lines beside it.
    pub lines: u8,
    /// The height of capitals.
    pub capitals: i64,
    /// The height of the face above the baseline.
    pub ascender: i64,
    /// Its depth below it.
    pub descender: i64,
    /// Font units in an em.
    pub units_per_em: i64,
}

impl Catalogue<'_> {
    /// The style of an initial in front of a paragraph in the style `base`: from the top of the first line's capitals to the
    /// baseline of the last line beside it.
    pub(in crate::docx) fn initial(&mut self, base: &str, fit: Initial) -> Option<String> {
        let id = format!("{base}-DropCap");
        if self.get(&id).is_some() {
            return Some(id);
        }
        let parent = self.get(base)?.clone();
        let (em, capitals) = (fit.units_per_em, fit.capitals);
        if em <= 0 || capitals <= 0 {
            return None;
        }
        // All in twips. Sizes count half-points, of ten twips each.
        let text = parent.run.size * 10;
        let depth = text * fit.descender / em;
        let line = i64::from(parent.paragraph.line).max(text * fit.ascender / em + depth);
        let lines = i64::from(fit.lines);
        let height = line * (lines - 1) + text * capitals / em;
        // A line of exact height has a fifth of it below its baseline, and a line of the text no more than its letters reach down.
        let lowered = line * lines / 5 - depth;
        let (mut paragraph, mut run) = (parent.paragraph.clone(), parent.run.clone());
        (paragraph.after, paragraph.first_line, paragraph.align) = (0, 0, TextAlign::Start);
        (paragraph.line, paragraph.exact) = (i32::try_from(line * lines).ok()?, true);
        (paragraph.keep_next, paragraph.contextual) = (true, false);
        run.size = (height * em / capitals / 10).clamp(2, 3_276);
        run.position = -(lowered + 5).div_euclid(10);
        let (name, based_on) = (format!("{} (drop cap)", parent.name), Some(base.to_owned()));
        let next = Some(base.to_owned());
        self.add(Style { id: id.clone(), name, based_on, next, quick: false, priority: 99, paragraph, run, ..parent });
        Some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::StyleSheet;

    /// Word makes this of three lines of Times New Roman in 12 pt, with lines of 13.8 pt: 42 pt or a little less, lowered by 5.5.
    #[test]
    fn an_initial_is_as_tall_as_its_lines_and_stands_on_the_last() {
        let sheet = StyleSheet::bundled("article").unwrap();
        let mut catalogue = Catalogue::new(&sheet);
        let body = catalogue.get_mut("BodyText").unwrap();
        (body.paragraph.line, body.run.size) = (276, 24);
        let times = Initial { lines: 3, capitals: 1_356, ascender: 1_825, descender: 443, units_per_em: 2_048 };
        let id = catalogue.initial("BodyText", times).unwrap();
        let style = catalogue.get(&id).unwrap();
        assert_eq!((style.paragraph.line, style.paragraph.exact), (828, true));
        assert_eq!((style.run.size, style.run.position), (107, -11));
        assert_eq!(catalogue.initial("BodyText", times), Some(id));
        assert_eq!(catalogue.initial("Title", Initial { capitals: 0, ..times }), None);
    }
}
