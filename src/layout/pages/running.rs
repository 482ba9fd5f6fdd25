//! Running heads and feet, from the headings really on the page.

use std::borrow::Cow;

use super::Geometry;
use super::compose::Pages;
use crate::layout::fragment::{Fragment, HeadingMark};
use crate::layout::page::{Artifact, Content};
use crate::layout::plain;
use crate::model::{Metadata, Role as PersonRole, plain_text};
use crate::style::{Computed, Role, RunningLine, StyleSheet};
use crate::text::FontLibrary;
use crate::units::Length;
use rayon::prelude::*;

/// What running heads need to know of a page.
#[derive(Clone, Debug, Default)]
pub(in crate::layout) struct RunningText {
    /// Headings that begin on it.
    pub(in crate::layout) headings: Vec<HeadingMark>,
    /// It lies on its side.
    pub(in crate::layout) turned: bool,
    /// It is empty.
    pub(in crate::layout) blank: bool,
    /// It is the title page.
    pub(in crate::layout) title_page: bool,
    /// A chapter opens on it: no head.
    pub(in crate::layout) opening: bool,
}

/// The values of a template on one page.
struct Values<'a> {
    page: &'a str,
    pages: &'a str,
    title: &'a str,
    author: &'a str,
    chapter: &'a str,
    section: &'a str,
}

impl Pages {
    /// Adds running heads and feet to all pages.
    pub(in crate::layout) fn running_lines(
        &mut self,
        metadata: &Metadata,
        geometry: &Geometry,
        sheet: &StyleSheet,
        library: &FontLibrary,
    ) {
        let title = plain_text(&metadata.title);
        let authors = metadata.people.iter().filter(|person| person.role == PersonRole::Author);
        let author = authors.map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ");
        let last = self.pages.last().map(|page| page.label.clone()).unwrap_or_default();
        let (head_style, foot_style) = (sheet.role(&Role::Header), sheet.role(&Role::Footer));
        let turned = geometry.turned();
        let (mut chapter, mut section) = (String::new(), String::new());
        let mut lines: Vec<Vec<Placed>> = Vec::with_capacity(self.pages.len());
        for (i, (page, running)) in self.pages.iter().zip(&self.running).enumerate() {
            let (mut shown_chapter, mut shown_section) = (None, None);
            for heading in &running.headings {
                match heading.level {
                    1 => {
                        chapter.clone_from(&heading.text);
                        section.clear();
                        shown_chapter.get_or_insert_with(|| heading.text.clone());
                    }
                    2 => {
                        section.clone_from(&heading.text);
                        shown_section.get_or_insert_with(|| heading.text.clone());
                    }
                    _ => {}
                }
            }
            if running.blank || running.title_page {
                lines.push(Vec::new());
                continue;
            }
            let chapter_here = shown_chapter.as_deref().unwrap_or(&chapter);
            let values = Values {
                page: &page.label,
                pages: &last,
                title: &title,
                author: &author,
                chapter: chapter_here,
                section: shown_section.as_deref().unwrap_or(&section),
            };
            let geometry = if running.turned { &turned } else { geometry };
            let recto = geometry.is_recto(i);
            let pick = |right: &RunningLine, left: &Option<RunningLine>| match left {
                Some(left) if !recto => left.clone(),
                _ if recto => right.clone(),
                _ => RunningLine { left: right.right.clone(), center: right.center.clone(), right: right.left.clone() },
            };
            let (x, width) = (geometry.left(i), geometry.text_width);
            let mut own = Vec::with_capacity(2);
            if !running.opening {
                let line = pick(&sheet.page.header, &sheet.page.header_left).filled(&values);
                let y = geometry.head_line(sheet.page.header_distance, head_style.font_size);
                own.push(Placed { line, x, width, y, kind: Artifact::Header });
            }
            let line = pick(&sheet.page.footer, &sheet.page.footer_left).filled(&values);
            let y = geometry.foot_line(sheet.page.footer_distance, foot_style.font_size);
            own.push(Placed { line, x, width, y, kind: Artifact::Footer });
            lines.push(own);
        }
        self.pages.par_iter_mut().zip(lines).for_each(|(page, lines)| {
            let mut fragment = Fragment::default();
            for Placed { line, x, width, y, kind } in lines {
                let style = if kind == Artifact::Header { &head_style } else { &foot_style };
                line.set(library, style, (x, width), y, kind, &mut fragment);
            }
            page.items.reserve_exact(fragment.items.len());
            page.items.append(&mut fragment.items);
            page.settle();
        });
    }
}

/// A head or a foot, and where it stands on its page.
struct Placed {
    line: RunningLine,
    x: Length,
    width: Length,
    y: Length,
    kind: Artifact,
}

impl RunningLine {
    fn filled(&self, values: &Values<'_>) -> Self {
        let names = |field: &str| [&self.left, &self.center, &self.right].iter().any(|part| part.contains(field));
        // Before the first chapter the title stands for it, before the first section the chapter, but not beside itself.
        let chapter = if values.chapter.is_empty() && !names("{title}") { values.title } else { values.chapter };
        let section = if values.section.is_empty() && !names("{chapter}") { chapter } else { values.section };
        let values = &Values { chapter, section, ..*values };
        Self { left: fill(&self.left, values), center: fill(&self.center, values), right: fill(&self.right, values) }
    }

    fn set(
        &self,
        library: &FontLibrary,
        style: &Computed,
        (x, width): (Length, Length),
        y: Length,
        kind: Artifact,
        fragment: &mut Fragment,
    ) {
        let gap = style.font_size * 2;
        let natural = |text: &str| if text.is_empty() { Length::ZERO } else { plain::width(library, text, style) };
        let (left, center, right) = (natural(&self.left), natural(&self.center), natural(&self.right));
        // The middle stays in the middle; the sides share what it leaves, the shorter one first.
        let side = if center > Length::ZERO { (width - center.min(width / 2)) / 2 - gap } else { width };
        let (left_room, right_room) = if center > Length::ZERO {
            (side, side)
        } else if left <= right {
            (left.min(width / 2), width - left.min(width / 2) - gap)
        } else {
            (width - right.min(width / 2) - gap, right.min(width / 2))
        };
        let mut put = |text: &str, own: Length, room: Length, place: fn(Length, Length) -> Length| {
            if text.is_empty() {
                return;
            }
            let (text, own) = shorten(library, (text, own), style, room.max(style.font_size));
            let run = std::iter::once((&*text, style));
            plain::set(library, run, (x + place(width, own), y), Content::Artifact(kind), fragment);
        };
        put(&self.left, left, if right > Length::ZERO || center > Length::ZERO { left_room } else { width }, |_, _| {
            Length::ZERO
        });
        put(&self.center, center, if left.max(right) > Length::ZERO { width / 2 } else { width }, |width, own| {
            (width - own) / 2
        });
        put(
            &self.right,
            right,
            if left > Length::ZERO || center > Length::ZERO { right_room } else { width },
            |width, own| width - own,
        );
    }
}

/// Puts values in place of their names.
fn fill(template: &str, values: &Values<'_>) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            break;
        };
        match name {
            "page" => out.push_str(values.page),
            "pages" => out.push_str(values.pages),
            "title" => out.push_str(values.title),
            "author" => out.push_str(values.author),
            "chapter" => out.push_str(values.chapter),
            "section" => out.push_str(values.section),
            _ => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// As much of a text of that width as fits, with an ellipsis where something was cut off, and how wide that is.
fn shorten<'a>(
    library: &FontLibrary,
    (text, width): (&'a str, Length),
    style: &Computed,
    room: Length,
) -> (Cow<'a, str>, Length) {
    if width <= room {
        return (text.into(), width);
    }
    let ends: Vec<usize> = plain::graphemes(text).map(|(i, _)| i).collect();
    let fits = |count: usize| {
        let cut = ends.get(count).and_then(|&end| text.get(..end)).unwrap_or(text);
        let cut = format!("{}…", cut.trim_end());
        let width = plain::width(library, &cut, style);
        (width <= room).then_some((cut.into(), width))
    };
    let count = (0..ends.len()).collect::<Vec<_>>().partition_point(|&count| fits(count).is_some());
    fits(count.saturating_sub(1)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled() {
        let values = Values { page: "7", pages: "9", title: "T", author: "A", chapter: "C", section: "S" };
        for (template, expected) in [
            ("{page} / {pages}", "7 / 9"),
            ("{title}: {chapter}, {section}", "T: C, S"),
            ("{unknown} {", "{unknown} {"),
            ("plain", "plain"),
        ] {
            assert_eq!(fill(template, &values), expected);
        }
    }

    #[test]
    fn the_title_stands_for_a_missing_chapter_and_that_for_a_section_once() {
        let values = Values { page: "7", pages: "9", title: "T", author: "A", chapter: "", section: "" };
        let line =
            |left: &str, right: &str| RunningLine { left: left.into(), right: right.into(), ..RunningLine::default() };
        assert_eq!(line("{page}", "{chapter}").filled(&values), line("7", "T"));
        assert_eq!(line("{title}", "{chapter}").filled(&values), line("T", ""));
        let values = Values { chapter: "C", ..values };
        assert_eq!(line("{page}", "{section}").filled(&values), line("7", "C"));
        assert_eq!(line("{chapter}", "{section}").filled(&values), line("C", ""));
    }
}
