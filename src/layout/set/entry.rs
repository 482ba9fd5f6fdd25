//! Entries of the contents: their text, room for a leader and a page number, and the area that leads there.

use std::sync::Arc;

use super::text::line_slab;
use super::{NARROWEST, Setter};
use crate::layout::fragment::PageNumber;
use crate::layout::line::{Line, LineLink};
use crate::layout::node::Entry;
use crate::layout::page::{Bounds, LinkTarget};
use crate::layout::vertical::{VerticalList, cost};
use crate::layout::{measure, paragraph, plain};
use crate::style::{Computed, LineBreaking, TextAlign};
use crate::units::Length;

impl Setter<'_> {
    /// Those whose text runs from right to left are `mirrored`: their numbers stand at the left margin.
    pub(super) fn entry(
        &self,
        entry: &Entry,
        style: &Computed,
        mirrored: bool,
        (x, width): (Length, Length),
        list: &mut VerticalList,
    ) {
        // Room for four figures: the height of an entry must not depend on the number that is filled in later.
        let room = style.font_size * 3;
        let text_width = (width - room).max(width / 2);
        let own = Computed {
            text_align: TextAlign::Start,
            hyphens: false,
            line_breaking: LineBreaking::Balanced,
            ..style.clone()
        };
        // Further lines stand below the text after the number, or a little in where there is none.
        let number = entry.number.as_ref().map(|number| plain::width(self.library, number, &own));
        let hang = number.unwrap_or(style.font_size * 3 / 2).min(text_width / 3);
        let hanging = Computed { text_indent: -hang, ..own.clone() };
        let lines_width = (text_width - hang).max(NARROWEST);
        let diagnostics = &mut list.diagnostics;
        let lines = paragraph::set(self.library, self.resolved, &entry.inlines, &hanging, lines_width, diagnostics);
        let lines_x = if mirrored { x + width - hang - lines_width } else { x + hang };
        let count = lines.len();
        let number_style = Arc::new(Computed { text_indent: Length::ZERO, ..own });
        for (i, line) in lines.into_iter().enumerate() {
            if i > 0 {
                list.cost(cost::KEEP);
            }
            let reach = reach(&line);
            let (left, right) = (lines_x + reach.x, lines_x + reach.x + reach.width);
            let baseline = line.ascent;
            let mut slab = line_slab(line, lines_x);
            let last = i + 1 == count;
            slab.fragment.links.retain(|link| link.element != entry.link);
            slab.fragment.links.push(LineLink {
                area: Bounds {
                    x: if last { x } else { left },
                    y: Length::ZERO,
                    width: if last { width } else { (right - left).at_least_zero() },
                    height: slab.height,
                },
                target: LinkTarget::Block(entry.target.clone()),
                element: entry.link,
                description: entry.text.clone(),
            });
            if last {
                slab.fragment.page_numbers.push(PageNumber {
                    target: entry.target.clone(),
                    element: entry.link,
                    style: Arc::clone(&number_style),
                    from: if mirrored { left } else { right },
                    to: if mirrored { x } else { x + width },
                    y: baseline,
                });
            }
            list.push(slab);
        }
    }
}

/// What the ink of a line covers.
fn reach(line: &Line) -> Bounds {
    let areas = line.items.iter().map(|item| measure::bounds(&item.paint));
    areas.reduce(measure::union).unwrap_or_default()
}
