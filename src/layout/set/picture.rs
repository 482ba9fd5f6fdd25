//! Pictures and displayed formulas.

use super::Setter;
use super::text::{line_slab, put_label};
use crate::layout::fragment::Fragment;
use crate::layout::glyphs::Glyphs;
use crate::layout::measure::line_width;
use crate::layout::node::{Formula, Picture};
use crate::layout::page::{Artifact, Bounds, Content, ElementId, Glyph, GlyphRun, Item, Paint, Rule};
use crate::layout::paragraph;
use crate::layout::vertical::{Elastic, Slab, VerticalList, cost};
use crate::math::{self, MathBox};
use crate::model::Extent;
use crate::style::{Computed, FontStyle, TextAlign};
use crate::text::FaceId;
use crate::units::Length;

impl Setter<'_> {
    /// Pictures beside one another, in as many rows as they need.
    pub(super) fn pictures(
        &self,
        pictures: &[Picture],
        style: &Computed,
        x: Length,
        width: Length,
        list: &mut VerticalList,
    ) {
        let gap = style.font_size;
        // Room for a caption of a few lines below the tallest picture.
        let tallest = (self.height - style.line_height * 4).max(self.height / 2);
        let mut sizes: Vec<(Length, Length)> = pictures.iter().map(|p| size(p, width, tallest)).collect();
        if pictures.len() > 1 && pictures.len() <= 4 && pictures.iter().all(|p| p.wanted_width.is_none()) {
            fit_row(&mut sizes, width, gap);
        }
        let mut row = 0;
        while row < pictures.len() {
            let mut end = row;
            let mut used = Length::ZERO;
            while let Some((picture_width, _)) = sizes.get(end) {
                let next = used + *picture_width + if end > row { gap } else { Length::ZERO };
                if end > row && next > width + Length(64) {
                    break;
                }
                used = next;
                end += 1;
            }
            let height = sizes[row..end].iter().map(|(_, height)| *height).max().unwrap_or(Length::ZERO);
            let free = (width - used).at_least_zero();
            let mut left = x + match style.text_align {
                TextAlign::Center => free / 2,
                TextAlign::End => free,
                TextAlign::Start | TextAlign::Justify => Length::ZERO,
            };
            let mut fragment = Fragment::default();
            for (picture, (picture_width, picture_height)) in pictures.iter().zip(&sizes).take(end).skip(row) {
                let y = height - *picture_height;
                let bounds = Bounds { x: left, y, width: *picture_width, height: *picture_height };
                let content = match picture.element {
                    Some(element) => {
                        fragment.extents.push((element, bounds));
                        Content::Element(element)
                    }
                    None => Content::Artifact(Artifact::Layout),
                };
                fragment.items.push(Item { content, paint: Paint::Image { asset: picture.asset, bounds } });
                left += *picture_width + gap;
            }
            if row > 0 {
                list.space(gap);
                list.cost(cost::AVOID);
            }
            let mut slab = Slab { height, fragment, ..Slab::default() };
            let given = |picture: &Picture| picture.wanted_width.is_some() || picture.wanted_height.is_some();
            if !pictures.iter().take(end).skip(row).any(given) {
                slab.elastic = Elastic::of(&slab, (x, width), style.text_align, self.height);
            }
            list.push(slab);
            row = end;
        }
    }

    pub(super) fn formula(
        &self,
        formula: &Formula,
        style: &Computed,
        x: Length,
        width: Length,
        list: &mut VerticalList,
    ) {
        let number = formula.number.as_ref().map(|number| {
            let own = Computed { text_align: TextAlign::Start, text_indent: Length::ZERO, ..style.inherited() };
            let (_, natural) = paragraph::intrinsic_widths(self.library, self.resolved, number, &own);
            let room = natural + Length::points(1);
            let lines = paragraph::set(self.library, self.resolved, number, &own, room, &mut list.diagnostics);
            (lines.into_iter().next().unwrap_or_default(), natural)
        });
        let first = list.slabs.len();
        if formula.source.is_none() {
            self.set_formula(formula, style, x, width, number.as_ref().map_or(Length::ZERO, |(_, width)| *width), list);
        }
        if let Some(source) = &formula.source {
            let own =
                Computed { text_align: TextAlign::Center, ..self.sheet.compute(&crate::style::Role::Code, style) };
            let lines = paragraph::set(self.library, self.resolved, source, &own, width, &mut list.diagnostics);
            for line in lines {
                list.push(line_slab(line, x));
            }
        }
        if let Some((line, natural)) = number {
            let right = x + width - natural;
            match list.slabs.get_mut(first) {
                Some(slab)
                    if slab
                        .fragment
                        .items
                        .iter()
                        .all(|item| crate::layout::measure::right_edge(&item.paint) < right) =>
                {
                    put_label(slab, line, right);
                }
                _ => {
                    let left = x + width - line_width(&line);
                    list.push(line_slab(line, left));
                }
            }
        }
    }
}

impl Setter<'_> {
    /// A formula, centred; one that is too wide is made smaller.
    fn set_formula(
        &self,
        formula: &Formula,
        style: &Computed,
        x: Length,
        width: Length,
        number: Length,
        list: &mut VerticalList,
    ) {
        let tree = self.resolved.formula(&formula.math);
        let Some(set) = math::typeset(tree, style.font_size) else { return };
        let Some(face) = self.library.in_family(MATH_FAMILY, 400, FontStyle::Normal) else { return };
        let gap = if number > Length::ZERO { style.font_size } else { Length::ZERO };
        // A number stands beside a formula that leaves it room, else below it.
        let beside = set.width <= width - number - gap;
        let mut fragment = math_fragment(&set, face, style, &tree.plain_text(), formula.element);
        let (mut own, mut ascent, mut height) = (set.width, set.ascent, set.ascent + set.descent);
        if own > width {
            fragment.scale(width.0, own.0.max(1));
            ascent = ascent.ratio(width.0, own.0.max(1));
            height = height.ratio(width.0, own.0.max(1));
            own = width;
        }
        let free = width - own;
        let left = match style.text_align {
            TextAlign::Start => Length::ZERO,
            TextAlign::End => free,
            TextAlign::Center | TextAlign::Justify if beside => (free / 2).min(free - number - gap).at_least_zero(),
            TextAlign::Center | TextAlign::Justify => free / 2,
        };
        fragment.translate(x + left, ascent);
        list.push(Slab { height, baseline: Some(ascent), fragment, ..Slab::default() });
    }
}

/// The family of the face that formulas are set in.
const MATH_FAMILY: &str = "STIX Two Math";

/// The glyphs and rules of a formula, relative to the left end of its baseline. Its first glyph stands for all of its text.
fn math_fragment(set: &MathBox, face: FaceId, style: &Computed, plain: &str, element: ElementId) -> Fragment {
    let content = Content::Element(element);
    let mut fragment = Fragment::default();
    for rule in &set.rules {
        let bounds = Bounds { x: rule.x, y: rule.y, width: rule.width, height: rule.height };
        let color = rule.color.unwrap_or(style.color);
        fragment.items.push(Item { content, paint: Paint::Rule(Rule { bounds, color }) });
    }
    let whole = u32::try_from(plain.len()).unwrap_or(u32::MAX);
    for (i, glyph) in set.glyphs.iter().enumerate() {
        let (text, range) = if i == 0 { (plain.to_owned(), 0..whole) } else { (String::new(), 0..0) };
        let run = GlyphRun {
            face,
            size: glyph.size,
            color: glyph.color.unwrap_or(style.color),
            x: glyph.x,
            y: glyph.y,
            stretch: 1000,
            glyphs: Glyphs::from(vec![Glyph {
                id: glyph.id,
                advance: glyph.advance,
                dx: Length::ZERO,
                dy: Length::ZERO,
                text: range,
            }]),
            text: text.into(),
            lang: None,
        };
        fragment.items.push(Item { content, paint: Paint::Text(run) });
    }
    let area = Bounds { x: Length::ZERO, y: -set.ascent, width: set.width, height: set.ascent + set.descent };
    fragment.extents.push((element, area));
    fragment
}

/// The size of a picture: as the author wants it, else its natural one, never larger than the room.
fn size(picture: &Picture, width: Length, height: Length) -> (Length, Length) {
    let least = Length::points(1);
    let (natural_width, natural_height) = (picture.width.max(least), picture.height.max(least));
    let resolve = |extent: Extent, whole: Length| match extent {
        Extent::Points(points) => Length::from_points(points),
        Extent::Share(share) => whole.scale(share),
    };
    let wanted_width = picture.wanted_width.map(|extent| resolve(extent, width).max(least));
    let wanted_height = picture.wanted_height.map(|extent| resolve(extent, height).max(least));
    let (mut w, mut h) = match (wanted_width, wanted_height) {
        (Some(w), Some(h)) => (w, h),
        (Some(w), None) => (w, natural_height.ratio(w.0, natural_width.0)),
        (None, Some(h)) => (natural_width.ratio(h.0, natural_height.0), h),
        (None, None) => (natural_width, natural_height),
    };
    if w > width {
        (w, h) = (width, h.ratio(width.0, w.0));
    }
    if h > height {
        (w, h) = (w.ratio(height.0, h.0), height);
    }
    (w.max(Length(1)), h.max(Length(1)))
}

/// Brings pictures to one height at which they fill at most one row, unless that made them small.
fn fit_row(sizes: &mut [(Length, Length)], width: Length, gap: Length) {
    let gaps = gap * i64::try_from(sizes.len().saturating_sub(1)).unwrap_or(0);
    let total: Length = sizes.iter().map(|(w, _)| *w).sum();
    if total + gaps <= width {
        return;
    }
    let tallest = sizes.iter().map(|(_, h)| *h).max().unwrap_or(Length::ZERO);
    let even: Length = sizes.iter().map(|(w, h)| w.ratio(tallest.0, h.0.max(1))).sum();
    let height = tallest.ratio((width - gaps).0, even.0.max(1));
    if height < Length::points(36) {
        return;
    }
    for (w, h) in sizes {
        *w = w.ratio(height.0, h.0.max(1));
        *h = height;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::AssetId;

    fn picture(width: i64, height: i64) -> Picture {
        Picture {
            asset: AssetId(0),
            element: None,
            width: Length::points(width),
            height: Length::points(height),
            wanted_width: None,
            wanted_height: None,
        }
    }

    #[test]
    fn pictures_fit_the_page() {
        let room = (Length::points(300), Length::points(500));
        let check = |w, h, expected: (i64, i64)| {
            let (width, height) = size(&picture(w, h), room.0, room.1);
            assert_eq!((width, height), (Length::points(expected.0), Length::points(expected.1)));
        };
        check(100, 50, (100, 50));
        check(600, 200, (300, 100));
        check(200, 1000, (100, 500));
        let (width, height) = size(&picture(1, 30_000), room.0, room.1);
        assert!(width > Length::ZERO && height == room.1);
    }

    #[test]
    fn a_row_is_filled_at_one_height() {
        let mut sizes = vec![(Length::points(300), Length::points(100)), (Length::points(300), Length::points(200))];
        fit_row(&mut sizes, Length::points(320), Length::points(20));
        assert!(sizes[0].1 == sizes[1].1);
        let total = sizes[0].0 + sizes[1].0;
        assert!(total <= Length::points(300) && total > Length::points(299));
    }
}
