//! What the columns of a table get of the width that it has.

use super::lowest::{Contents, lowest};
use super::widths::Widths;
use crate::units::Length;

/// What columns come to in a given width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    /// Their widths, in the scale of the text.
    pub(super) widths: Vec<Length>,
    /// The scale of the text, in thousandths: 1000, or down to 800 where the table would not fit.
    pub(super) scale: i64,
    /// Words must be broken anywhere for it to fit.
    pub(super) broken: bool,
}

/// The part of what is left for it that a column with broken words keeps at least.
const MOST_BROKEN: (i64, i64) = (3, 5);

/// The smallest scale a table's text is set in, in thousandths.
const SMALLEST: i64 = 800;

/// The width that columns need in the smallest type if no word is broken.
pub(super) fn least_width(columns: &[Widths]) -> Length {
    columns.iter().map(|w| w.least).sum::<Length>().ratio(SMALLEST, 1000)
}

/// Gives columns their widths so that they fill at most `width`.
pub(super) fn distribute(
    columns: &[Widths],
    contents: &Contents<'_>,
    shares: &[Option<f64>],
    width: Length,
) -> Columns {
    let least: Length = columns.iter().map(|w| w.least).sum();
    if least > width {
        let scale = width.0.saturating_mul(1000) / least.0.max(1);
        if scale >= SMALLEST {
            // A little smaller than it must be, so that columns of long text have more than their longest word.
            let scale = (scale - 60).max(SMALLEST);
            return Columns { widths: by_content(columns, contents, width.ratio(1000, scale)), scale, broken: false };
        }
        let room = width.ratio(1000, SMALLEST);
        return Columns { widths: broken(columns, contents, room), scale: SMALLEST, broken: true };
    }
    let shared = shares.iter().take(columns.len()).any(Option::is_some);
    let widths = if shared { by_shares(columns, shares, width) } else { by_content(columns, contents, width) };
    Columns { widths, scale: 1000, broken: false }
}

/// Columns have their natural widths if these fit; else those that make the table least high.
fn by_content(columns: &[Widths], contents: &Contents<'_>, width: Length) -> Vec<Length> {
    let most: Length = columns.iter().map(|w| w.most).sum();
    if most <= width {
        return columns.iter().map(|w| w.most).collect();
    }
    lowest(columns, contents, [fill(columns, width, |w| w.least, |w| w.most), stretched(columns, width)])
}

/// All columns have their least width, and what is left in proportion to what they lack.
fn stretched(columns: &[Widths], width: Length) -> Vec<Length> {
    let least: Length = columns.iter().map(|w| w.least).sum();
    let lack: Length = columns.iter().map(|w| w.most - w.least).sum();
    columns.iter().map(|w| w.least + (width - least).ratio((w.most - w.least).0, lack.0.max(1))).collect()
}

/// Fills `width`: every column has its `floor`; those that want less than an even share of what is left get what they want.
fn fill(columns: &[Widths], width: Length, floor: fn(&Widths) -> Length, wish: fn(&Widths) -> Length) -> Vec<Length> {
    let mut given: Vec<Option<Length>> = vec![None; columns.len()];
    loop {
        let open: Vec<usize> = (0..columns.len()).filter(|&i| given[i].is_none()).collect();
        let taken: Length = given.iter().flatten().copied().sum();
        let room = (width - taken).at_least_zero();
        let wishes: Length = open.iter().map(|&i| wish(&columns[i])).sum();
        let count = i64::try_from(open.len().max(1)).unwrap_or(1);
        // Modest columns are settled first, then those whose share would be less than their floor; one at a time, since
        // each leaves the others another room.
        let modest = |&i: &usize| wish(&columns[i]) <= room / count && wishes > room;
        let poor = |&i: &usize| room.ratio(wish(&columns[i]).0, wishes.0.max(1)) < floor(&columns[i]);
        let settled = if let Some(i) = open.iter().copied().find(modest) {
            given[i] = Some(wish(&columns[i]).max(floor(&columns[i])));
            true
        } else if let Some(i) = open.iter().copied().find(poor) {
            given[i] = Some(floor(&columns[i]));
            true
        } else {
            false
        };
        if !settled {
            for &i in &open {
                given[i] = Some(room.ratio(wish(&columns[i]).0, wishes.0.max(1)));
            }
            let widths: Vec<Length> = given.into_iter().flatten().collect();
            return trim(widths, columns, width, floor);
        }
    }
}

/// Takes what is too much from columns that are wider than their floor.
fn trim(mut widths: Vec<Length>, columns: &[Widths], width: Length, floor: fn(&Widths) -> Length) -> Vec<Length> {
    let total: Length = widths.iter().copied().sum();
    let excess = total - width;
    if excess <= Length::ZERO {
        return widths;
    }
    let slack: Length = widths.iter().zip(columns).map(|(w, c)| (*w - floor(c)).at_least_zero()).sum();
    for (own, column) in widths.iter_mut().zip(columns) {
        let spare = (*own - floor(column)).at_least_zero();
        *own -= excess.ratio(spare.0, slack.0.max(1)).min(spare);
    }
    widths
}

/// Widths as the author wants them, as far as the content allows.
fn by_shares(columns: &[Widths], shares: &[Option<f64>], width: Length) -> Vec<Length> {
    let share = |i: usize| shares.get(i).copied().flatten().filter(|s| s.is_finite() && *s > 0.0);
    let given: f64 = (0..columns.len()).filter_map(share).sum();
    let scale = if given > 1.0 { 1.0 / given } else { 1.0 };
    let mut widths: Vec<Length> = Vec::with_capacity(columns.len());
    let open: Length = (0..columns.len()).filter(|&i| share(i).is_none()).map(|i| columns[i].most).sum();
    let rest = (width - width.scale(given * scale)).at_least_zero();
    for (i, column) in columns.iter().enumerate() {
        let own = match share(i) {
            Some(share) => width.scale(share * scale),
            None => rest.ratio(column.most.0, open.0.max(1)).min(column.most),
        };
        widths.push(own.max(column.least));
    }
    trim(widths, columns, width, |w| w.least)
}

/// Columns of which some have their words broken, and may have them broken more where that makes the table lower.
fn broken(columns: &[Widths], contents: &Contents<'_>, width: Length) -> Vec<Length> {
    let squeezed = squeeze(columns, width);
    let least = |(column, own): (&Widths, &Length)| Widths {
        least: if *own < column.least { own.ratio(MOST_BROKEN.0, MOST_BROKEN.1) } else { column.least },
        most: column.most,
    };
    let columns: Vec<Widths> = columns.iter().zip(&squeezed).map(least).collect();
    lowest(&columns, contents, [squeezed.clone(), squeezed])
}

/// Columns too narrow for their longest words: those that are modest keep what they need, the others share the rest.
fn squeeze(columns: &[Widths], width: Length) -> Vec<Length> {
    let count = i64::try_from(columns.len().max(1)).unwrap_or(1);
    let even = width / count;
    let needs: Vec<Widths> =
        columns.iter().map(|w| Widths { least: w.least.min(even).min(Length::points(12)), most: w.least }).collect();
    fill(&needs, width, |w| w.least, |w| w.most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(pairs: &[(i64, i64)]) -> Vec<Widths> {
        pairs.iter().map(|&(a, b)| Widths { least: Length::points(a), most: Length::points(b) }).collect()
    }

    #[track_caller]
    fn check(pairs: &[(i64, i64)], width: i64, scale: i64, broken: bool) -> Vec<i64> {
        let columns = distribute(&widths(pairs), &Contents::default(), &[], Length::points(width));
        assert_eq!((columns.scale, columns.broken), (scale, broken));
        let total: Length = columns.widths.iter().copied().sum();
        assert!(total.ratio(scale, 1000) <= Length::points(width) + Length(64), "{total}");
        columns.widths.iter().map(|w| w.0 / Length::UNITS_PER_POINT).collect()
    }

    #[test]
    fn columns_keep_their_natural_width_while_they_fit() {
        assert_eq!(check(&[(10, 50), (20, 100)], 200, 1000, false), [50, 100]);
    }

    #[test]
    fn modest_columns_are_not_broken() {
        let columns = widths(&[(10, 30), (20, 1000), (10, 40)]);
        let filled = fill(&columns, Length::points(300), |w| w.least, |w| w.most);
        assert_eq!(filled, [30, 230, 40].map(Length::points));
    }

    #[test]
    fn a_table_too_wide_shrinks_before_words_break() {
        assert_eq!(check(&[(100, 100), (100, 100)], 180, 840, false), [100, 100]);
        let widths = check(&[(20, 20), (300, 300)], 100, 800, true);
        assert_eq!(widths[0], 20);
    }

    #[test]
    fn forty_columns_all_get_some_room() {
        let widths = check(&[(40, 80); 40], 300, 800, true);
        assert!(widths.iter().all(|w| *w >= 5));
    }

    #[test]
    fn shares_of_the_author_are_kept() {
        let columns = distribute(
            &widths(&[(10, 300), (10, 300)]),
            &Contents::default(),
            &[Some(0.25), Some(0.75)],
            Length::points(200),
        );
        assert_eq!(columns.widths, [Length::points(50), Length::points(150)]);
    }
}
