//! Tables: in the table style, as wide as the text, header rows repeated, spans as Word has them.

use std::fmt::Write as _;

use super::Body;
use super::grid::{Grid, Look};
use super::measure::Extent;
use crate::docx::names::Purpose;
use crate::docx::sections::Paper;
use crate::docx::styles::{Context, twips};
use crate::model::{Alignment, Block, BlockKind, Cell, Row, Table, plain_text, visit_blocks};
use crate::style::Role;
use crate::units::Length;

/// Word has no more columns ([MS-OI29500] §2.1.159).
const MOST_COLUMNS: usize = 63;
/// Narrower than this a column shows one letter a line.
const NARROWEST: i32 = 240;
/// Twips more than its longest word that a column gets, since editors round and other letters may stand in for ours.
const SLACK: i32 = 40;
/// Twips that a column gets where there is room.
const COMFORTABLE: i32 = 720;

/// A cell on the grid of columns.
enum Slot<'t> {
    /// With how many columns it spans, and cells beyond the last column that Word can have, which stand in it too.
    Cell(&'t Cell, usize, &'t [Cell]),
    /// Covered by a cell above that spans that many columns.
    Covered(usize),
}

/// The columns of a table.
struct Columns {
    /// In twips.
    widths: Vec<i32>,
    /// The scale of the type in thousandths.
    scale: u32,
}

impl Body<'_> {
    pub(super) fn table(&mut self, block: &Block, table: &Table, context: &Context) {
        let columns = table.columns.len().clamp(1, MOST_COLUMNS);
        if table.columns.len() > MOST_COLUMNS {
            let message = format!("a table has {} columns", table.columns.len());
            let help = "Word takes 63: in its DOCX the others stand in the last column";
            let diagnostic = crate::diagnostic::Diagnostic::warning("wide-table", message);
            self.diagnostics.push(diagnostic.at(block.span).help(help));
        }
        let turned = self.is_turned(block, context);
        if turned {
            self.turn();
        }
        let available = if turned { self.sections.turned_width() } else { Self::width(context) };
        if let Some(caption) = &table.caption {
            self.caption(&block.id, caption, true, context);
        }
        let grid = self.columns(block, table, columns, available);
        self.bookmarked(Purpose::Block, &block.id, |body| {
            // Margins that leave no room for a letter are left out.
            let narrow = grid.widths.iter().any(|width| *width < body.cell_padding() + NARROWEST);
            let start = Grid {
                style: if narrow { body.catalogue.narrow_table() } else { "Table" },
                left: context.left.max(0),
                widths: &grid.widths,
                look: if table.head.is_empty() { Look::Plain } else { Look::Headed },
                caption: table.caption.as_ref().map(|caption| plain_text(&caption.content)),
                description: summary(table),
            };
            body.open_table(&start, context);
            let mut covered = vec![(0_u32, 0_usize); columns];
            let rows = table.head.iter().map(|row| (row, true)).chain(table.body.iter().map(|row| (row, false)));
            for (row, head) in rows {
                body.row(row, head, table, &grid, &mut covered, context);
            }
            body.xml.push_str("</w:tbl>");
        });
        if turned {
            self.end_section();
            self.section.paper = Paper::Upright;
        }
    }

    /// Whether our own layout has turned the page for the table, and Word can: sections are divided in the body alone.
    fn is_turned(&self, block: &Block, context: &Context) -> bool {
        let body = context.path.is_empty() && context.lists == 0 && context.width == self.catalogue.body().width;
        let known = self.layout.and_then(|layout| layout.column_widths.get(&block.id));
        body && known.is_some_and(|known| known.turned)
    }

    /// From here on the paper lies on its side, if it does not yet.
    fn turn(&mut self) {
        if self.section.paper == Paper::Upright {
            // A section without anything in it would be an empty page.
            if !self.at_section_start() {
                self.end_section();
            }
            self.section.paper = Paper::Turned;
        }
    }

    /// Begins the page of a table that lies on its side, where it is what comes next. Headings over it stand on that page.
    pub(super) fn turn_ahead(&mut self, blocks: &[Block], context: &Context) {
        let below = blocks.iter().find(|block| !matches!(block.kind, BlockKind::Heading { .. }));
        if below.is_some_and(|table| matches!(table.kind, BlockKind::Table(_)) && self.is_turned(table, context)) {
            self.turn();
        }
    }

    fn row(
        &mut self,
        row: &Row,
        head: bool,
        table: &Table,
        grid: &Columns,
        covered: &mut [(u32, usize)],
        context: &Context,
    ) {
        self.xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
        if head {
            self.xml.push_str("<w:tblHeader/>");
        }
        self.xml.push_str("</w:trPr>");
        let mut column = 0;
        for slot in slots(row, covered) {
            let span = match &slot {
                Slot::Cell(_, span, _) | Slot::Covered(span) => *span,
            };
            let width: i32 = grid.widths.iter().skip(column).take(span).sum();
            let _ = write!(self.xml, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
            if span > 1 {
                let _ = write!(self.xml, "<w:gridSpan w:val=\"{span}\"/>");
            }
            match slot {
                Slot::Cell(cell, _, surplus) => {
                    if cell.row_span > 1 {
                        self.xml.push_str("<w:vMerge w:val=\"restart\"/>");
                    }
                    self.xml.push_str("</w:tcPr>");
                    let alignment = cell.alignment.or_else(|| table.columns.get(column).and_then(|c| c.alignment));
                    let style = cell_style(cell, head, alignment);
                    let style = self.catalogue.scaled(style, grid.scale);
                    self.cell(&[std::slice::from_ref(cell), surplus], style, alignment, width, context);
                }
                Slot::Covered(_) => {
                    self.xml.push_str("<w:vMerge/></w:tcPr><w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>");
                }
            }
            self.xml.push_str("</w:tc>");
            column += span;
        }
        self.xml.push_str("</w:tr>");
    }

    /// The content of one cell, and of those that share its place.
    fn cell(&mut self, cells: &[&[Cell]], text: String, alignment: Option<Alignment>, width: i32, context: &Context) {
        let run = self.catalogue.get(&text).map_or_else(|| context.run.clone(), |style| style.run.clone());
        let padded = width - self.cell_padding();
        let width = if padded < NARROWEST { width } else { padded };
        let mut inner = context.inside_cell(text, format!("Table {}", suffix(alignment)).trim().to_owned(), run, width);
        inner.align = alignment.or(Some(Alignment::Left));
        inner.list_origin.1 = "Table".into();
        let mut filled = cells.iter().copied().flatten().filter(|cell| !cell.blocks.is_empty()).peekable();
        if filled.peek().is_none() {
            let style = inner.text.clone();
            self.text_paragraph(&style, None, &[], &inner);
        }
        for cell in filled {
            self.blocks(&cell.blocks, &inner);
        }
    }

    fn cell_padding(&self) -> i32 {
        let padding = self.catalogue.sheet.role(&Role::TableCell).padding;
        twips(padding.left + padding.right).max(0)
    }

    /// The columns of a table that may be `available` wide: those of our own layout, else as the contents ask
    /// for; none narrower than its longest word where there is room.
    fn columns(&self, block: &Block, table: &Table, columns: usize, available: i32) -> Columns {
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
            return Columns { widths: fitted(&widths, &words, available), scale: known.scale };
        }
        let total: i32 = wanted.iter().sum();
        let asked = table.columns.iter().any(|column| column.width.is_some());
        let wanted =
            if total <= available && !asked && self.house.is_none() { wanted } else { share(&wanted, available) };
        Columns { widths: fitted(&wanted, &words, available), scale: 1000 }
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

/// The style of the paragraphs in a cell.
fn cell_style(cell: &Cell, head: bool, alignment: Option<Alignment>) -> String {
    let base = if head || cell.heads_row { "TableHeading" } else { "TableText" };
    format!("{base}{}", suffix(alignment))
}

const fn suffix(alignment: Option<Alignment>) -> &'static str {
    match alignment {
        Some(Alignment::Center) => "Center",
        Some(Alignment::Right) => "Right",
        Some(Alignment::Left) | None => "",
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

/// The cells of a row on the grid, with what cells above cover, and nothing beyond the last column. `covered` holds for each
/// column how many rows more a cell covers, and how many columns it spans from there.
fn slots<'t>(row: &'t Row, covered: &mut [(u32, usize)]) -> Vec<Slot<'t>> {
    let columns = covered.len();
    let mut slots = Vec::with_capacity(columns);
    let mut cells = row.cells.as_slice();
    let mut column = 0;
    while column < columns {
        let (rows, span) = covered[column];
        if rows > 0 {
            let span = span.clamp(1, columns - column);
            covered[column].0 -= 1;
            slots.push(Slot::Covered(span));
            column += span;
            continue;
        }
        let Some((cell, rest)) = cells.split_first() else {
            // A short row: Word wants every row to fill the grid.
            slots.push(Slot::Cell(&EMPTY, 1, &[]));
            column += 1;
            continue;
        };
        let free = covered[column..].iter().take_while(|(rows, _)| *rows == 0).count();
        let span = usize::try_from(cell.column_span).unwrap_or(1).clamp(1, free.max(1));
        if cell.row_span > 1 {
            covered[column] = (cell.row_span - 1, span);
        }
        column += span;
        let surplus = if column == columns { rest } else { &[] };
        cells = rest;
        slots.push(Slot::Cell(cell, span, surplus));
    }
    slots
}

static EMPTY: Cell = Cell {
    span: crate::diagnostic::Span { file: crate::diagnostic::FileId(0), start: 0, end: 0 },
    heads_row: false,
    column_span: 1,
    row_span: 1,
    alignment: None,
    blocks: Vec::new(),
};

/// What the columns are, for those who cannot see them.
fn summary(table: &Table) -> Option<String> {
    let row = table.head.first()?;
    let names: Vec<String> = row
        .cells
        .iter()
        .map(|cell| {
            let mut text = String::new();
            visit_blocks(&cell.blocks, &mut |block| {
                for sequence in block.inline_sequences() {
                    text.push_str(&plain_text(sequence));
                }
            });
            text
        })
        .filter(|text| !text.is_empty())
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
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
