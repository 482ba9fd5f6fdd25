use super::*;
use crate::layout::pages::notes::NoteLine;
use crate::layout::pages::spreads::Spread;
use crate::layout::vertical::cost;

const ROOM: Room = Room {
    height: Length::points(100),
    separator: Length::points(5),
    line: Length::points(10),
    keep_first_space: false,
    head: Head { height: Length::ZERO, columns: 0 },
    spread: Spread::RAGGED,
};

thread_local! {
    /// How many columns the last search of this thread has weighed.
    pub(super) static TRIED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Pages of a book, the first a right-hand one.
const FACING: Room = Room { spread: Spread::FACING, ..ROOM };

fn facing(units: &[Unit]) -> Vec<Column> {
    break_columns(units, &NoteLines::default(), &Heights::default(), FACING)
}

#[test]
fn facing_pages_run_short_together() {
    // Nothing may end after 9 or 20 lines: the second page is a line short, and so is the third.
    let mut units = lines(48);
    units[9].cost = cost::WIDOW;
    units[20].cost = cost::WIDOW;
    let columns = facing(&units);
    assert_eq!(columns.iter().map(|column| column.end).collect::<Vec<_>>(), [10, 19, 28, 38, 48]);
    let line = Length::points(10);
    assert_eq!(
        columns.iter().map(|column| column.raised).collect::<Vec<_>>()[..4],
        [Length::ZERO, line, line, Length::ZERO]
    );
    assert_eq!(ends(&units)[..3], [10, 19, 29]);
}

#[test]
fn spaces_grow_before_pages_run_short() {
    let mut units = lines(48);
    units[9].cost = cost::WIDOW;
    units[20].cost = cost::WIDOW;
    units[15].glue = Length::points(10);
    let columns = facing(&units);
    assert_eq!((columns[1].end, columns[1].raised, columns[1].stretch), (19, Length::ZERO, Length::points(10)));
    assert_eq!((columns[2].end, columns[2].raised, columns[2].stretch), (29, Length::ZERO, Length::ZERO));
}

#[test]
fn a_page_that_ends_above_its_neighbour_holds_what_it_can() {
    // What stands below 25 lines needs a page for itself, so that the spread of the second page is uneven in any case.
    let mut units = lines(36);
    units[25].height = Length::points(100);
    units[24].cost = cost::WIDOW;
    let ends: Vec<usize> = facing(&units).iter().map(|column| column.end).collect();
    assert_eq!(ends, [10, 20, 25, 26, 36]);
}

#[test]
fn a_paragraph_gives_a_line_where_a_page_needs_it() {
    // No page may end with the 9th or the 10th line, nor with the 19th or 20th.
    let mut units = lines(40);
    for place in [9, 10, 19, 20] {
        units[place].cost = cost::WIDOW;
    }
    units[6].give = Some(Give::new(4, Length::points(10), Some(100), None));
    let columns = facing(&units);
    assert_eq!((columns[0].end, columns[0].reset, columns[0].growth), (11, Some((3, 3)), Length::points(-10)));
    units[6].give = Some(Give::new(4, Length::points(10), None, Some(100)));
    units[9].cost = 0;
    let columns = facing(&units);
    assert_eq!((columns[0].end, columns[0].reset, columns[0].growth), (9, Some((3, 5)), Length::points(10)));
}

#[test]
fn a_paragraph_that_a_page_has_in_part_gives_nothing() {
    let mut units = lines(40);
    units[10].cost = cost::WIDOW;
    units[9].cost = cost::WIDOW;
    units[11].give = Some(Give::new(6, Length::points(10), Some(0), Some(0)));
    assert!(facing(&units)[0].reset.is_none());
}

fn lines(count: usize) -> Vec<Unit> {
    vec![Unit { height: Length::points(10), ..Unit::default() }; count]
}

fn ends(units: &[Unit]) -> Vec<usize> {
    break_columns(units, &NoteLines::default(), &Heights::default(), ROOM)
        .into_iter()
        .map(|column| column.end)
        .collect()
}

#[test]
fn pages_are_filled() {
    assert_eq!(ends(&lines(25)), [10, 20, 25]);
    assert_eq!(ends(&[]), [0; 0]);
}

#[test]
fn widows_and_headings_move_to_the_next_page() {
    let mut units = lines(25);
    units[10].cost = cost::WIDOW;
    assert_eq!(ends(&units)[0], 9);
    units[9].cost = cost::KEEP;
    assert_eq!(ends(&units)[0], 8);
}

#[test]
fn the_search_looks_ahead() {
    // Filling the first page leaves one line over; a page of nine lines avoids it.
    let mut units = lines(31);
    units[20].cost = cost::WIDOW;
    let ends = ends(&units);
    assert!(!ends.contains(&20));
    assert_eq!(ends.len(), 4);
}

#[test]
fn a_last_page_is_not_left_with_one_line() {
    let ends = ends(&lines(21));
    assert!(21 - ends[ends.len() - 2] > 1, "{ends:?}");
}

#[test]
fn what_is_higher_than_a_page_has_one_for_itself() {
    let mut units = lines(3);
    units[1].height = Length::points(900);
    assert_eq!(ends(&units), [1, 2, 3]);
}

#[test]
fn space_at_the_head_of_a_page_is_dropped() {
    let mut units = lines(20);
    units[10].space = Length::points(10);
    assert_eq!(ends(&units), [10, 20]);
}

#[test]
fn repeated_headers_take_room() {
    let mut units = lines(20);
    units.iter_mut().for_each(|unit| unit.head = Length::points(20));
    assert_eq!(ends(&units), [8, 16, 20]);
}

fn with_note(mark: usize, count: usize, note_lines: usize) -> (Vec<Unit>, NoteLines) {
    let mut units = lines(count);
    for unit in &mut units[mark..] {
        unit.notes_end = note_lines;
        unit.notes_least = note_lines.min(2);
    }
    (units, NoteLines::new(std::iter::repeat_n(NoteLine::of(Length::points(10)), note_lines), None))
}

#[test]
fn notes_stand_on_the_page_of_their_mark() {
    let (units, notes) = with_note(3, 12, 2);
    let columns = break_columns(&units, &notes, &Heights::default(), ROOM);
    assert_eq!((columns[0].end, &columns[0].notes), (7, &(0..2)));
    let (units, notes) = with_note(9, 20, 2);
    let columns = break_columns(&units, &notes, &Heights::default(), ROOM);
    assert_eq!((columns[0].end, &columns[0].notes), (9, &(0..0)));
    assert_eq!(columns[1].notes, 0..2);
}

#[test]
fn a_note_longer_than_a_page_is_split() {
    let (units, notes) = with_note(1, 12, 30);
    let columns = break_columns(&units, &notes, &Heights::default(), ROOM);
    let mut next = 0;
    for column in &columns {
        assert_eq!(column.notes.start, next);
        next = column.notes.end;
    }
    assert_eq!(next, 30);
    assert_eq!(columns.last().map(|c| c.end), Some(12));
}

#[test]
fn a_note_is_split_rather_than_leave_a_quarter_of_a_page_empty() {
    let (units, notes) = with_note(24, 60, 20);
    let columns = break_columns(&units, &notes, &Heights::default(), TALL);
    assert!(columns[0].end > 24 && columns[0].notes.len() >= 2 && columns[0].notes.end < 20, "{columns:?}");
    // Short of a few lines it stays whole.
    let (units, notes) = with_note(34, 60, 8);
    let columns = break_columns(&units, &notes, &Heights::default(), TALL);
    assert_eq!((columns[0].end, &columns[0].notes, &columns[1].notes), (34, &(0..0), &(0..8)));
}

type Shape = (usize, Range<usize>, Range<usize>, Range<usize>);

/// What each column holds: its slabs, and the inserts at its head, at its foot and below its text.
fn shape(units: &[Unit], inserts: &Heights) -> Vec<Shape> {
    let columns = break_columns(units, &NoteLines::default(), inserts, ROOM);
    columns.into_iter().map(|column| (column.end, column.top, column.bottom, column.tail)).collect()
}

/// Lines with an insert after each of some of them.
fn written(count: usize, after: &[usize]) -> Vec<Unit> {
    let mut units = lines(count);
    for (i, unit) in units.iter_mut().enumerate() {
        unit.inserts_end = after.iter().filter(|&&line| line <= i).count();
    }
    units
}

#[test]
fn inserts_stand_at_the_head_of_the_next_column_or_at_the_foot_of_this() {
    use crate::style::Float::{Bottom, Top};
    let top = Heights::of(&[(Top, 25)], Length::points(5));
    assert_eq!(shape(&written(17, &[3]), &top), [(10, 0..0, 0..0, 0..0), (17, 0..1, 1..1, 1..1)]);
    let bottom = Heights::of(&[(Bottom, 25)], Length::points(5));
    assert_eq!(shape(&written(17, &[3]), &bottom), [(7, 0..0, 0..1, 1..1), (17, 1..1, 1..1, 1..1)]);
}

#[test]
fn inserts_keep_their_order() {
    use crate::style::Float::{Bottom, Top};
    let both = Heights::of(&[(Top, 25), (Bottom, 25)], Length::points(5));
    // The second could stand at the foot of the first column, but the first comes before it.
    let columns = shape(&written(22, &[2, 3]), &both);
    assert_eq!(columns[0], (10, 0..0, 0..0, 0..0));
    assert_eq!((&columns[1].1, &columns[1].2), (&(0..1), &(1..2)));
}

#[test]
fn what_has_a_page_of_its_own_shares_it_with_its_like_only() {
    use crate::style::Float::{Bottom, Page, Top};
    // The text is shorter than a page, and still nothing stands below it that has its own.
    let page = Heights::of(&[(Top, 15), (Page, 25), (Page, 25), (Bottom, 15)], Length::points(5));
    let columns = shape(&written(4, &[3, 3, 3, 3]), &page);
    assert_eq!(columns, [(4, 0..0, 0..0, 0..1), (4, 1..3, 3..3, 3..3), (4, 3..4, 4..4, 4..4)]);
    // A figure above text goes before, on the page that follows the text; then comes the page without any.
    let columns = shape(&written(26, &[3, 3, 3, 3]), &page);
    let tops: Vec<_> = columns.iter().map(|column| (column.1.clone(), column.2.clone())).collect();
    assert_eq!(tops, [(0..0, 0..0), (0..1, 1..1), (1..3, 3..3), (3..3, 3..4)]);
}

#[test]
fn what_wants_the_foot_of_a_column_is_never_at_its_head() {
    use crate::style::Float::Bottom;
    let bottom = Heights::of(&[(Bottom, 25)], Length::points(5));
    // Written too far down for the column at hand.
    let columns = shape(&written(27, &[9]), &bottom);
    assert_eq!(columns, [(10, 0..0, 0..0, 0..0), (17, 0..0, 0..1, 1..1), (27, 1..1, 1..1, 1..1)]);
}

#[test]
fn inserts_that_the_text_is_too_short_for_come_after_it() {
    use crate::style::Float::{Page, Top};
    let top = Heights::of(&[(Top, 25)], Length::points(5));
    assert_eq!(shape(&written(4, &[3]), &top), [(4, 0..0, 0..0, 0..1)]);
    assert_eq!(shape(&written(9, &[3]), &top), [(9, 0..0, 0..0, 0..0), (9, 0..1, 1..1, 1..1)]);
    let page = Heights::of(&[(Page, 25)], Length::points(5));
    assert_eq!(
        shape(&written(20, &[3]), &page),
        [(10, 0..0, 0..0, 0..0), (10, 0..1, 1..1, 1..1), (20, 1..1, 1..1, 1..1)]
    );
}

#[test]
fn no_insert_stands_in_the_next_chapter() {
    let mut units = written(21, &[3]);
    units[8].bars_inserts = true;
    let top = Heights::of(&[(crate::style::Float::Top, 25)], Length::points(5));
    assert_eq!(shape(&units, &top)[..2], [(8, 0..0, 0..0, 0..0), (15, 0..1, 1..1, 1..1)]);
}

#[test]
fn a_line_beside_others_is_no_column() {
    // Of three lines, the last that a paragraph has, none stands alone.
    let mut units = lines(3);
    units[2].cost = cost::WIDOW;
    let none = NoteLines::default();
    let mut columns = break_columns(&units, &none, &Heights::default(), ROOM);
    crate::layout::pages::balance(&mut columns, &units, &none, ROOM, 3);
    assert_eq!(columns.iter().map(|column| column.end).collect::<Vec<_>>(), [3]);
}

/// Pages of forty lines.
const TALL: Room = Room { height: Length::points(400), ..ROOM };

#[test]
fn pictures_become_smaller_where_a_page_would_stay_half_empty() {
    // A picture of fifteen lines that may lose six, where there is room for ten, and where there is room for eight.
    let pictured = |above: usize| {
        let mut units = lines(above + 61);
        units[above] = Unit { height: Length::points(150), shrink: Length::points(60), ..Unit::default() };
        break_columns(&units, &NoteLines::default(), &Heights::default(), TALL)
    };
    let columns = pictured(30);
    assert_eq!((columns[0].end, columns[0].shrink, columns[0].growth), (31, Length::points(50), Length::points(-50)));
    let columns = pictured(32);
    assert_eq!((columns[0].end, columns[0].shrink, columns[0].growth), (32, Length::ZERO, Length::ZERO));
}

#[test]
fn no_page_ends_early_without_a_reason() {
    // What stands below 65 lines needs a page for itself: the one before it is short, no other shares that.
    let mut units = lines(66);
    units[65].height = Length::points(400);
    let columns = break_columns(&units, &NoteLines::default(), &Heights::default(), TALL);
    let ends: Vec<usize> = columns.iter().map(|column| column.end).collect();
    assert_eq!(ends, [40, 65, 66]);
}

#[test]
fn one_page_runs_short_so_that_the_last_is_not_left_with_a_line() {
    let columns = break_columns(&lines(121), &NoteLines::default(), &Heights::default(), TALL);
    let ends: Vec<usize> = columns.iter().map(|column| column.end).collect();
    let begins = std::iter::once(0).chain(ends.iter().copied());
    let mut held: Vec<usize> = begins.zip(&ends).map(|(begin, end)| end - begin).collect();
    held.sort_unstable();
    assert_eq!(held, [4, 37, 40, 40]);
}

#[test]
fn a_paragraph_gives_a_line_so_that_no_page_is_left_with_one() {
    let mut units = lines(21);
    units[6].give = Some(Give::new(4, Length::points(10), Some(100), None));
    let columns = break_columns(&units, &NoteLines::default(), &Heights::default(), ROOM);
    let shape: Vec<_> = columns.iter().map(|column| (column.end, column.reset)).collect();
    assert_eq!(shape, [(11, Some((3, 3))), (21, None)]);
}

#[test]
fn two_pages_run_a_line_short_rather_than_end_in_a_hyphen() {
    let mut units = lines(48);
    units[20].cost = cost::HYPHEN;
    let ends: Vec<usize> = facing(&units).iter().map(|column| column.end).collect();
    assert!(!ends.contains(&20), "{ends:?}");
}

#[test]
fn twice_as_many_rows_are_twice_as_much_work() {
    let tried = |rows: usize| {
        // Rows below a header that every page repeats, with a line that a page need not have.
        let row = Unit { space: Length::points(1), head: Length::points(12), ..lines(1)[0] };
        assert!(break_columns(&vec![row; rows], &NoteLines::default(), &Heights::default(), FACING).len() > rows / 10);
        TRIED.get()
    };
    let (half, whole) = (tried(700), tried(1_400));
    assert!(half > 700 && whole < half * 21 / 10, "{half} {whole}");
}
