//! Lists: labels in the indent, on the baseline of the item's first line.

use super::text::{line_slab, put_label};
use super::{NARROWEST, Setter, inside};
use crate::layout::node::{Item, Node};
use crate::layout::vertical::{VerticalList, cost};
use crate::units::Length;

impl Setter<'_> {
    pub(super) fn list(&self, items: &[Item], node: &Node, x: Length, width: Length, list: &mut VerticalList) {
        let style = &*node.style;
        let gap = style.font_size.ratio(2, 5);
        let labels: Vec<_> =
            items.iter().map(|item| item.label.as_ref().map(|label| self.label(label, list))).collect();
        let widest = labels.iter().flatten().map(|(_, width)| *width).max().unwrap_or(Length::ZERO);
        let edges = super::mirror(super::padding_and_border(style), node.mirrored);
        let indent = if node.mirrored { edges.right } else { edges.left };
        // Indents shrink as lists go deeper, so that ten ems are always left, or most of a narrow column.
        let left = (style.root_font_size * 10).min(self.measure.ratio(2, 3));
        let spare = (width - left).at_least_zero();
        let indent = indent.max(widest + gap).min(spare / 4).max((widest + gap).min(spare));
        let beside = indent >= widest + gap;
        let other = if node.mirrored { edges.left } else { edges.right };
        let (inner_x, inner_width) = {
            let edges = if node.mirrored { (other, indent) } else { (indent, other) };
            inside(x, width, crate::style::Edges { left: edges.0, right: edges.1, ..Default::default() }, NARROWEST)
        };
        let mut above = 0;
        for (i, (item, label)) in items.iter().zip(labels).enumerate() {
            list.space(item.style.margin.top);
            let mut body = self.nodes(&item.body, inner_x, inner_width);
            body.finish();
            // A lone line at either end of a list looks forsaken on its page.
            let (first, last) = (i == 1 && above == 1, i + 1 == items.len() && body.slabs.len() == 1);
            if i > 0 && items.len() > 2 && (first || last) {
                list.cost(cost::DISCOURAGED * 8);
            }
            above = body.slabs.len();
            if let Some((line, label_width)) = label {
                let label_x = match (node.mirrored, beside) {
                    (false, true) => inner_x - gap - label_width,
                    (false, false) => x,
                    (true, true) => inner_x + inner_width + gap,
                    (true, false) => x + width - label_width,
                };
                let first = body.slabs.iter_mut().find(|slab| slab.baseline.is_some());
                match first {
                    Some(slab) if beside => put_label(slab, line, label_x),
                    _ => {
                        list.push(line_slab(line, label_x));
                        list.cost(cost::KEEP);
                    }
                }
            }
            list.append(body);
            list.space(item.style.margin.bottom);
        }
    }
}
