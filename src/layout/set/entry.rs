//! Entries of the contents: their text, room for a leader and a page number, and the area that leads there.

use std::sync::Arc;

use super::{Setter, line_slab};
use crate::layout::fragment::PageNumber;
use crate::layout::line::LineLink;
use crate::layout::node::Entry;
use crate::layout::page::{Bounds, LinkTarget};
use crate::layout::paragraph;
use crate::layout::vertical::{VerticalList, cost};
use crate::style::{Computed, TextAlign};
use crate::units::Length;

impl Setter<'_> {
    pub(super) fn entry(&self, entry: &Entry, style: &Computed, x: Length, width: Length, list: &mut VerticalList) {
        // Room for four figures: the height of an entry must not depend on the number that is filled in later.
        let room = style.font_size * 3;
        let text_width = (width - room).max(width / 2);
        let own = Computed { text_align: TextAlign::Start, hyphens: false, ..style.clone() };
        let lines =
            paragraph::set(self.library, self.resolved, &entry.inlines, &own, text_width, &mut list.diagnostics);
        let count = lines.len();
        let number_style = Arc::new(Computed { text_indent: Length::ZERO, ..own });
        for (i, line) in lines.into_iter().enumerate() {
            if i > 0 {
                list.cost(cost::KEEP);
            }
            let end = line.items.iter().map(|item| crate::layout::measure::right_edge(&item.paint)).max();
            let baseline = line.ascent;
            let mut slab = line_slab(line, x);
            let end = x + end.unwrap_or(Length::ZERO);
            let last = i + 1 == count;
            slab.fragment.links.retain(|link| link.element != entry.link);
            slab.fragment.links.push(LineLink {
                area: Bounds {
                    x,
                    y: Length::ZERO,
                    width: if last { width } else { (end - x).at_least_zero() },
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
                    x: end,
                    right: x + width,
                    y: baseline,
                });
            }
            list.push(slab);
        }
    }
}
