//! Pictures and displayed formulas.

use super::{Setter, line_slab, put_label};
use crate::layout::fragment::Fragment;
use crate::layout::measure::line_width;
use crate::layout::node::{Formula, Picture};
use crate::layout::page::{Artifact, Bounds, Content, Item, Paint};
use crate::layout::paragraph;
use crate::layout::vertical::{Slab, VerticalList, cost};
use crate::model::Extent;
use crate::style::{Computed, TextAlign};
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
            list.push(Slab { height, fragment, ..Slab::default() });
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
