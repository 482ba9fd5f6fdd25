//! Small paragraphs of given widths.

use super::*;

/// Words of these widths with spaces of 10 between them.
fn paragraph(words: &[i64]) -> (Vec<Sum>, Vec<Breakpoint>) {
    let mut sums = vec![Sum::default()];
    let point = |end, start, kind| Breakpoint {
        at: start,
        end,
        start,
        penalty: 0,
        kind,
        added: Length::ZERO,
        unused: (0, 0),
        hang_end: Length::ZERO,
        hang_start: Length::ZERO,
    };
    let mut points = vec![point(0, 0, BreakKind::Forced)];
    for (i, &word) in words.iter().enumerate() {
        let last = *sums.last().expect("a sum");
        let after = Sum { width: last.width + word, ..last };
        sums.push(after);
        if i + 1 < words.len() {
            sums.push(Sum { width: after.width + 10, stretch: last.stretch + 5, shrink: last.shrink + 3, ..last });
            points.push(point(i * 2 + 1, i * 2 + 2, BreakKind::Plain));
        }
    }
    points.push(point(sums.len() - 1, sums.len() - 1, BreakKind::Forced));
    (sums, points)
}

fn measure(sums: &[Sum]) -> Measure<'_> {
    let width = Length(100);
    Measure {
        sums,
        first: width,
        short: 1,
        width,
        expansion: 0,
        rag: None,
        runt: Length::ZERO,
        effort: Effort::Ordinary,
        lines: Lines::Best,
    }
}

fn worst(measure: &Measure<'_>, points: &[Breakpoint], breaks: &[usize]) -> i64 {
    let lines = breaks.windows(2).filter(|pair| pair[1] + 1 < points.len());
    lines.map(|pair| measure.fit(&points[pair[0]], &points[pair[1]], 1).ratio.abs()).max().unwrap_or(0)
}

#[test]
fn the_whole_paragraph_counts_not_the_first_line() {
    // Filling the first line as far as it goes leaves the second one hopelessly loose.
    let (sums, points) = paragraph(&[30, 25, 22, 8, 70, 12, 40, 38]);
    let measure = measure(&sums);
    let first_fit = [0, 4, 5, 7, 8];
    let found = best(&measure, &points, 50_000, true).expect("a way").breaks;
    assert!(worst(&measure, &points, &found) < worst(&measure, &points, &first_fit), "{found:?}");
}

#[test]
fn tolerance_is_kept_or_nothing_comes_of_it() {
    let (sums, points) = paragraph(&[60, 70, 60]);
    assert_eq!(best(&measure(&sums), &points, 1_000, false), None);
    assert_eq!(best(&measure(&sums), &points, 50_000, true).map(|way| way.breaks), Some(vec![0, 1, 2, 3]));
}

#[test]
fn what_fits_nowhere_gets_a_line_of_its_own() {
    let (sums, points) = paragraph(&[40, 180, 50]);
    assert_eq!(best(&measure(&sums), &points, 50_000, true).map(|way| way.breaks), Some(vec![0, 1, 2, 3]));
}

#[test]
fn the_end_of_a_word_is_no_last_line_if_the_line_before_can_do_without_its_beginning() {
    let (mut sums, mut points) = paragraph(&[10, 10, 10, 10, 10, 10, 10, 10, 10, 20]);
    let end = points.pop().expect("an end");
    points.push(Breakpoint { kind: BreakKind::Hyphenated, ..end });
    let last = sums.last().expect("a sum");
    sums.push(Sum { width: last.width + 60, ..*last });
    points.push(Breakpoint { at: end.at + 1, end: end.end + 1, start: end.start + 1, ..end });
    let lines = |width| {
        let measure = Measure { first: Length(width), width: Length(width), ..measure(&sums) };
        best(&measure, &points, 1_150, false).map(|way| way.breaks)
    };
    assert_eq!(lines(214), Some(vec![0, 9, 11]));
    assert_eq!(lines(230), Some(vec![0, 10, 11]));
}

#[test]
fn lines_that_nothing_can_fill_are_as_full_as_can_be() {
    // An address of five parts between which there is no space.
    let widths = [60, 25, 35, 30, 20];
    let mut sums = vec![Sum::default()];
    let (_, points) = paragraph(&[1]);
    let mut points = vec![points[0]];
    for (i, width) in (1..).zip(widths) {
        let before = sums[i - 1];
        sums.push(Sum { width: before.width + width, ..before });
        let kind = if i < widths.len() { BreakKind::Plain } else { BreakKind::Forced };
        points.push(Breakpoint { at: i, end: i, start: i, kind, ..points[0] });
    }
    assert_eq!(best(&measure(&sums), &points, 1_000, false), None);
    assert_eq!(best(&measure(&sums), &points, 50_000, true).map(|way| way.breaks), Some(vec![0, 2, 5]));
}
