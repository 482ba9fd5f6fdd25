//! How wide the columns of a table are: as on our own pages, and no narrower than their longest words.

use super::Body;
use super::measure::Extent;
use super::table::{Slot, slots};
use crate::docx::styles::twips;
use crate::model::{Block, Table};
use crate::style::Role;
use crate::units::Length;

/// Narrower than this a column shows one letter a line.
pub(super) const NARROWEST: i32 = 240;
/// Twips more than its longest word that a column gets, since editors round and other letters may stand in for ours.
const SLACK: i32 = 40;
/// Twips that a column gets where there is room.
const COMFORTABLE: i32 = 720;

/// The columns of a table.
pub(super) struct Columns {
    /// In twips.
    pub(super) widths: Vec<i32>,
    /// The scale of the type in thousandths.
    pub(super) scale: u32,
    /// The margins of cells leave some column no room for its words.
    pub(super) is_narrow: bool,
}

impl Body<'_> {
    /// What the margins of a cell take of its width, in twips.
    pub(super) fn cell_padding(&self) -> i32 {
        let padding = self.catalogue.sheet.role(&Role::TableCell).padding;
        twips(padding.left + padding.right).max(0)
    }

    /// The columns of a table that may be `available` wide: those of our own layout, else as the contents ask
    /// for; none narrower than its longest word where there is room.
    pub(super) fn columns(&self, block: &Block, table: &Table, columns: usize, available: i32) -> Columns {
        let (wanted, words) = self.wanted(table, columns);
        let known = self.layout.and_then(|layout| layout.column_widths.get(&block.id));
        if let Some(known) = known.filter(|known| known.columns.len() == columns) {
            let width = |share| twips(Length::points(available.into()).scale(share / 20.0)).max(NARROWEST);
            let widths: Vec<i32> = known.shares().into_iter().map(width).collect();
            // How wide the letters of a house are is not known here: its tables get all the room there is.
            let widths = if self.house.is_some() { share(&widths, available) } else { widths };
            // The type is smaller, the margins of the cells are not.
            let padding = self.cell_padding() + SLACK;
            let scale = i32::try_from(known.scale).unwrap_or(1000);
            let scaled = |word: &i32| (word - padding) * scale / 1000 + padding;
            let words: Vec<i32> = words.iter().map(scaled).collect();
            return self.fitting(&widths, &words, available, known.scale);
        }
        let total: i32 = wanted.iter().sum();
        let asked = table.columns.iter().any(|column| column.width.is_some());
        let wanted =
            if total <= available && !asked && self.house.is_none() { wanted } else { share(&wanted, available) };
        self.fitting(&wanted, &words, available, 1000)
    }

    fn fitting(&self, wanted: &[i32], words: &[i32], available: i32, scale: u32) -> Columns {
        let widths = fitted(wanted, words, available);
        let padded = self.cell_padding() + NARROWEST;
        let is_narrow = widths.iter().zip(words).any(|(width, word)| *width < padded.min(*word));
        Columns { widths, scale, is_narrow }
    }

    /// What each column would take on one line, within reason, and what its longest word takes.
    fn wanted(&self, table: &Table, columns: usize) -> (Vec<i32>, Vec<i32>) {
        let sheet = self.catalogue.sheet;
        let own = sheet.role(&Role::Table);
        let (head, body) = (sheet.compute(&Role::TableHeader, &own), sheet.compute(&Role::TableCell, &own));
        let padding = self.cell_padding() + SLACK;
        let mut extents = vec![Extent::default(); columns];
        let mut covered = vec![(0, 0); columns];
        let rows = table.head.iter().map(|row| (row, &head)).chain(table.body.iter().map(|row| (row, &body)));
        for (row, look) in rows {
            let mut column = 0;
            for slot in slots(row, &mut covered) {
                let span = match slot {
                    Slot::Cell(cell, span, _) => {
                        if span == 1
                            && let Some(entry) = extents.get_mut(column)
                        {
                            let extent = self.extent(cell, look);
                            entry.word = entry.word.max(extent.word);
                            entry.line = entry.line.max(extent.line);
                        }
                        span
                    }
                    Slot::Covered(span) => span,
                };
                column += span;
            }
        }
        let available = twips(sheet.column_width());
        let most = own.font_size.to_points() * 30.0;
        let wide = |points: f64| twips(Length::from_points(points.min(1_500.0))) + padding;
        let asked = |column: usize| {
            let share = table.columns.get(column).and_then(|c| c.width)?;
            Some(twips(Length::from_points(share.clamp(0.0, 1.0) * f64::from(available) / 20.0)))
        };
        let words: Vec<i32> = extents.iter().map(|extent| wide(extent.word)).collect();
        let wanted = extents
            .iter()
            .enumerate()
            .map(|(column, extent)| asked(column).unwrap_or_else(|| wide(extent.line.min(most)).max(COMFORTABLE)));
        (wanted.collect(), words)
    }
}

/// The widths, none below `least` where there is room for that: what some columns lack is taken from what the others have
/// to spare. Where there is not, the longest words of all are broken and the others stay whole.
fn fitted(widths: &[i32], least: &[i32], available: i32) -> Vec<i32> {
    let least = &levelled(least, available)[..];
    let total: i32 = widths.iter().sum();
    let widths = if total > available { share(widths, available) } else { widths.to_vec() };
    let lack: i32 = widths.iter().zip(least).map(|(w, l)| (l - w).max(0)).sum();
    if lack == 0 {
        return widths;
    }
    let total: i32 = widths.iter().sum();
    let slack: i32 = widths.iter().zip(least).map(|(w, l)| (w - l).max(0)).sum();
    // A table that is narrower than the text grows before it takes anything from its other columns.
    let taken = (lack - (available - total)).max(0);
    let rest = |w: i32, l: i32| {
        let spare = i64::from((w - l).max(0));
        i32::try_from(spare * i64::from(taken) / i64::from(slack.max(1))).unwrap_or(0)
    };
    widths.iter().zip(least).map(|(&w, &l)| if w < l { l } else { w - rest(w, l) }).collect()
}

/// The widths with the largest made smaller, all to the same, until they come to no more than `available`.
fn levelled(widths: &[i32], available: i32) -> Vec<i32> {
    let mut sorted = widths.to_vec();
    sorted.sort_unstable();
    let (mut rest, mut count) = (available.max(0), i32::try_from(sorted.len()).unwrap_or(i32::MAX));
    for width in sorted {
        let most = rest / count.max(1);
        if width > most {
            return widths.iter().map(|&width| width.min(most)).collect();
        }
        (rest, count) = (rest - width, count - 1);
    }
    widths.to_vec()
}

/// The widths in proportion, so that they come to `available` in all.
fn share(widths: &[i32], available: i32) -> Vec<i32> {
    let total: i64 = widths.iter().map(|w| i64::from(*w)).sum::<i64>().max(1);
    let scaled = |w: i32| i32::try_from(i64::from(w) * i64::from(available) / total).unwrap_or(0);
    widths.iter().map(|&w| scaled(w).max(20)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_wide_enough_for_their_words() {
        assert_eq!(fitted(&[400, 2_000], &[700, 900], 3_000), [700, 2_000], "a narrow table grows");
        assert_eq!(fitted(&[400, 2_600], &[700, 900], 3_000), [700, 2_300], "a full one takes from the other column");
        assert_eq!(fitted(&[500, 500], &[400, 400], 3_000), [500, 500]);
        assert_eq!(fitted(&[4_000, 4_000], &[2_000, 2_000], 3_000), [1_500, 1_500], "words that do not fit are broken");
        assert_eq!(fitted(&[1_000, 1_000, 1_000], &[9_000, 700, 800], 3_000), [1_500, 700, 800], "the longest first");
    }
}
