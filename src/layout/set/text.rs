//! Paragraphs: their lines as slabs, with what stands in front of the first.

use std::sync::Arc;

use super::{NARROWEST, Setter, drop_cap};
use crate::diagnostic::Diagnostics;
use crate::layout::fragment::Fragment;
use crate::layout::inline::Object;
use crate::layout::line::{Line, LineLink};
use crate::layout::node::{Label, Text};
use crate::layout::page::{Bounds, LinkTarget, Paint, SourcePoint};
use crate::layout::paragraph::{self, Pliancy};
use crate::layout::vertical::{Elastic, Pliant, Slab, VerticalList, cost};
use crate::model::Direction;
use crate::style::{Computed, Role, TextAlign};
use crate::units::Length;

impl Setter<'_> {
    /// The lines of a paragraph.
    pub(super) fn text(&self, text: &Text, own: &Arc<Computed>, x: Length, width: Length, list: &mut VerticalList) {
        let clamped = clamp_indent(own, x, width);
        let style = clamped.as_ref().unwrap_or(own);
        let mut label = None;
        let dropped = text.drop_cap.then(|| self.dropped(&text.inlines, style, width, &mut list.diagnostics)).flatten();
        let (letter, dropped) = dropped.map(|dropped| (dropped.letter, dropped.lines)).unzip();
        let beside = if letter.is_some() { drop_cap::LINES } else { 0 };
        let mut pliancy = Pliancy::default();
        let lines = match &text.label {
            _ if dropped.is_some() => dropped.unwrap_or_default(),
            Some(own) => {
                let (line, label_width) = self.label(own, list);
                let indent = style.text_indent.at_least_zero();
                let gap = style.font_size.ratio(1, 4);
                let shifted = Computed { text_indent: indent + label_width + gap, ..style.clone() };
                label = Some((line, indent));
                self.lines(text, &shifted, width, &mut list.diagnostics)
            }
            // What stands in the column itself can give it a line.
            None if !text.first_line && self.turned.is_some() => {
                let (inlines, width) = (&text.inlines, width.max(NARROWEST));
                let messages = &mut list.diagnostics;
                let (lines, own) = paragraph::set_pliant(self.library, self.resolved, inlines, style, width, messages);
                pliancy = own;
                lines
            }
            None => self.lines(text, style, width, &mut list.diagnostics),
        };
        let mut slabs = line_slabs(lines, text, style, x, beside);
        if let Some(first) = slabs.first_mut() {
            first.fragment.headings.extend(text.heading.clone());
            if let Some((label, indent)) = label.take() {
                put_label(first, label, x + indent);
            }
            if let (Some(letter), Some(baseline)) = (letter, first.baseline) {
                let down = style.line_height * drop_cap::BELOW;
                first.fragment.absorb(Fragment { items: letter.items, ..Fragment::default() }, x, baseline + down);
            }
        }
        let even = slabs.iter().all(|slab| slab.height == style.line_height);
        if even && pliancy != Pliancy::default() {
            let (text, style, lines) = (text.clone(), own.clone(), slabs.len());
            if let Some(first) = slabs.first_mut() {
                first.pliant = Some(Box::new(Pliant { text, style, x, width, lines, pliancy }));
            }
        }
        if text.inlines.objects.iter().any(Object::is_picture_of_its_own_size) {
            let side = match (style.text_align, text.inlines.direction) {
                (TextAlign::Justify | TextAlign::Start, Some(Direction::RightToLeft)) => TextAlign::End,
                (align, _) => align,
            };
            for slab in &mut slabs {
                slab.elastic = Elastic::of(slab, (x, width), side, self.height);
            }
        }
        keep_pictures_off_text(&mut slabs, style);
        list.slabs.reserve_exact(slabs.len());
        slabs.into_iter().for_each(|slab| list.push(slab));
        // A note whose paragraph says nothing still shows its label.
        if let Some((label, indent)) = label {
            list.push(line_slab(label, x + indent));
        }
    }

    /// A paragraph in another number of lines.
    pub(in crate::layout) fn reset(&self, pliant: &Pliant, lines: usize) -> Option<Vec<Slab>> {
        let Pliant { text, style: own, x, width, .. } = pliant;
        let clamped = clamp_indent(own, *x, *width);
        let style = clamped.as_ref().unwrap_or(own);
        let width = (*width).max(NARROWEST);
        let lines = paragraph::set_in(self.library, self.resolved, &text.inlines, style, width, lines)?;
        Some(line_slabs(lines, text, style, *x, 0))
    }

    fn lines(&self, text: &Text, style: &Computed, width: Length, diagnostics: &mut Diagnostics) -> Vec<Line> {
        let width = width.max(NARROWEST);
        if text.first_line {
            let capitals = |own: &Computed| self.sheet.compute(&Role::SmallCaps, own);
            return paragraph::set_opening(
                self.library,
                self.resolved,
                &text.inlines,
                style,
                capitals,
                width,
                diagnostics,
            );
        }
        paragraph::set(self.library, self.resolved, &text.inlines, style, width, diagnostics)
    }

    /// A label as one line, and its width.
    pub(super) fn label(&self, label: &Label, list: &mut VerticalList) -> (Line, Length) {
        let (_, width) = paragraph::intrinsic_widths(self.library, self.resolved, &label.inlines, &label.style);
        let room = width + Length::points(1);
        let lines =
            paragraph::set(self.library, self.resolved, &label.inlines, &label.style, room, &mut list.diagnostics);
        let mut line = lines.into_iter().next().unwrap_or_default();
        if label.inlines.direction == Some(Direction::RightToLeft) {
            line.shift(width - room);
        }
        if let Some((element, target, number)) = &label.link {
            let area = Bounds { x: Length::ZERO, y: -line.ascent, width, height: line.ascent + line.descent };
            line.links.push(LineLink {
                area,
                target: LinkTarget::Element(*target),
                element: *element,
                description: number.clone(),
            });
        }
        (line, width)
    }
}

/// A picture of several lines in the text does not touch the line above it: below it there is the room between two lines as well.
fn keep_pictures_off_text(slabs: &mut [Slab], style: &Computed) {
    let room = (style.line_height - style.font_size).at_least_zero();
    for slab in slabs.iter_mut().filter(|slab| slab.height > style.line_height * 2) {
        if slab.fragment.items.iter().any(|item| matches!(item.paint, Paint::Image { .. })) {
            slab.space.collapse(room);
        }
    }
}

/// The style with an indent that leaves room for something and hangs out as far as the column, where its own does not.
fn clamp_indent(style: &Computed, x: Length, width: Length) -> Option<Computed> {
    let indent = style.text_indent.clamp(-x, (width - NARROWEST).at_least_zero().max(-x));
    (indent != style.text_indent).then(|| Computed { text_indent: indent, ..style.clone() })
}

/// The lines of a paragraph as slabs; the first `beside` stand beside an initial.
fn line_slabs(lines: Vec<Line>, text: &Text, style: &Computed, x: Length, beside: usize) -> Vec<Slab> {
    let count = lines.len();
    let orphans = (style.orphans.max(1) as usize).min(count);
    let widows = (style.widows.max(1) as usize).min(count);
    let mut parted = false;
    let slabs = lines.into_iter().enumerate().map(|(i, line)| {
        let cost = match () {
            () if i == 0 => 0,
            () if style.keep_with_next || i < beside => cost::KEEP,
            () if i < orphans || count - i < widows => cost::WIDOW,
            () if parted => cost::HYPHEN,
            () => 0,
        };
        parted = line.ends_in_hyphen;
        let start = text
            .source
            .as_ref()
            .map(|(block, prefix)| SourcePoint { block: block.clone(), offset: line.offset.saturating_sub(*prefix) });
        let mut slab = Slab { cost, ..line_slab(line, x) };
        slab.fragment.start = start;
        slab
    });
    slabs.collect()
}

/// A line as a slab.
pub(super) fn line_slab(line: Line, x: Length) -> Slab {
    let (ascent, height) = (line.ascent, line.ascent + line.descent);
    Slab { height, baseline: Some(ascent), fragment: Fragment::of_line(line, x), ..Slab::default() }
}

/// Puts a label on the baseline of a slab, before what it holds.
pub(super) fn put_label(slab: &mut Slab, label: Line, x: Length) {
    let baseline = slab.baseline.unwrap_or(label.ascent);
    let lift = (label.ascent - baseline).at_least_zero();
    // Half-leading of a label in other type must not push lines apart; only what is truly taller does.
    let lift = if label.ascent + label.descent <= slab.height { Length::ZERO } else { lift };
    let depth = baseline + lift + label.descent;
    // Set anew, it would have lost its label.
    slab.pliant = None;
    slab.elastic = None;
    let mut fragment = Fragment::default();
    fragment.absorb(
        Fragment { items: label.items, links: label.links, notes: label.notes, ..Fragment::default() },
        x,
        baseline + lift,
    );
    fragment.absorb(std::mem::take(&mut slab.fragment), Length::ZERO, lift);
    slab.fragment = fragment;
    slab.height = (slab.height + lift).max(depth.min(slab.height + lift + label.descent));
    slab.baseline = Some(baseline + lift);
}
