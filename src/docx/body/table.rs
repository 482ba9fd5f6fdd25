//! Tables: in the table style, as wide as the text, header rows repeated, spans as Word has them.

use std::fmt::Write as _;

use super::Body;
use super::columns::{Columns, NARROWEST};
use super::grid::{Grid, Look};
use crate::docx::names::Purpose;
use crate::docx::sections::Paper;
use crate::docx::styles::Context;
use crate::model::{Alignment, Block, BlockKind, Cell, Direction, Row, RowGroup, Table, plain_text, visit_blocks};

/// Word has no more columns ([MS-OI29500] §2.1.159).
const MOST_COLUMNS: usize = 63;

/// Where a row stands.
struct Place {
    /// In which group.
    group: RowGroup,
    /// Properties that its cells have besides those of the table style.
    format: String,
    /// It stands on the page of the next row.
    keeps_next: bool,
}

/// A cell on the grid of columns.
pub(super) enum Slot<'t> {
    /// With how many columns it spans, and cells beyond the last column that Word can have, which stand in it too.
    Cell(&'t Cell, usize, &'t [Cell]),
    /// Covered by a cell above that spans that many columns.
    Covered(usize),
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
            let start = Grid {
                style: if grid.is_narrow { body.catalogue.narrow_table() } else { "Table" },
                left: context.left.max(0),
                widths: &grid.widths,
                look: Look { first_row: !table.head.is_empty(), last_row: !table.foot.is_empty() },
                caption: table.caption.as_ref().map(|caption| plain_text(&caption.content)),
                description: summary(table),
            };
            body.open_table(&start, context);
            for (group, rows) in table.groups() {
                let mut covered = vec![(0_u32, 0_usize); columns];
                for (i, row) in rows.iter().enumerate() {
                    // The conditional formats of the style are those of one row.
                    let one_of_many = rows.len() > 1 && body.house.is_none();
                    let format = if one_of_many { body.catalogue.row(group, i, rows.len()) } else { String::new() };
                    let keeps_next = keeps_next(table, group, i);
                    body.row(row, &Place { group, format, keeps_next }, table, &grid, &mut covered, context);
                }
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
        place: &Place,
        table: &Table,
        grid: &Columns,
        covered: &mut [(u32, usize)],
        context: &Context,
    ) {
        self.xml.push_str("<w:tr><w:trPr><w:cantSplit/>");
        if place.group == RowGroup::Head {
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
            self.xml.push_str(&place.format);
            match slot {
                Slot::Cell(cell, _, surplus) => {
                    if cell.row_span > 1 {
                        self.xml.push_str("<w:vMerge w:val=\"restart\"/>");
                    }
                    self.xml.push_str("</w:tcPr>");
                    let alignment = cell.alignment.or_else(|| table.columns.get(column).and_then(|c| c.alignment));
                    let alignment = self.in_direction(alignment, cell);
                    let style = cell_style(cell, place.group, alignment);
                    let mut style = self.catalogue.scaled(style, grid.scale);
                    if place.keeps_next {
                        style = self.catalogue.variant(&style, "with next", |p| p.keep_next = true);
                    }
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

    /// An alignment as Word has it: where lines run from right to left, `w:jc` takes left for where they begin. A table means the sides
    /// of the page.
    fn in_direction(&self, alignment: Option<Alignment>, cell: &Cell) -> Option<Alignment> {
        match (alignment?, self.direction(&text_of(cell))) {
            (Alignment::Left, Direction::RightToLeft) => Some(Alignment::Right),
            (Alignment::Right, Direction::RightToLeft) => Some(Alignment::Left),
            (own, _) => Some(own),
        }
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
}

/// Whether a row stands on the page of the next: the header is followed by a row, no row of the body stands alone at the foot or the head
/// of a page, and the foot not without one above it.
fn keeps_next(table: &Table, group: RowGroup, row: usize) -> bool {
    let (rows, more) = match group {
        RowGroup::Head => (&table.head, !table.body.is_empty() || !table.foot.is_empty()),
        RowGroup::Body => (&table.body, !table.foot.is_empty()),
        RowGroup::Foot => (&table.foot, false),
    };
    let below = rows.len() - 1 - row;
    match group {
        RowGroup::Head | RowGroup::Foot => below > 0 || more,
        RowGroup::Body => (below == 0 && more) || (below > 0 && (row == 0 || below == 1)),
    }
}

/// The style of the paragraphs in a cell.
fn cell_style(cell: &Cell, group: RowGroup, alignment: Option<Alignment>) -> String {
    let base = match group {
        RowGroup::Head => "TableHeading",
        RowGroup::Body | RowGroup::Foot if cell.heads_row => "TableHeading",
        RowGroup::Body => "TableText",
        RowGroup::Foot => "TableFooting",
    };
    format!("{base}{}", suffix(alignment))
}

const fn suffix(alignment: Option<Alignment>) -> &'static str {
    match alignment {
        Some(Alignment::Center) => "Center",
        Some(Alignment::Right) => "Right",
        Some(Alignment::Left) | None => "",
    }
}

/// The cells of a row on the grid, with what cells above cover, and nothing beyond the last column. `covered` holds for each
/// column how many rows more a cell covers, and how many columns it spans from there.
pub(super) fn slots<'t>(row: &'t Row, covered: &mut [(u32, usize)]) -> Vec<Slot<'t>> {
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

fn text_of(cell: &Cell) -> String {
    let mut text = String::new();
    visit_blocks(&cell.blocks, &mut |block| {
        for sequence in block.inline_sequences() {
            text.push_str(&plain_text(sequence));
        }
    });
    text
}

/// What the columns are, for those who cannot see them.
fn summary(table: &Table) -> Option<String> {
    let row = table.head.first()?;
    let names: Vec<String> = row.cells.iter().map(text_of).filter(|text| !text.is_empty()).collect();
    (!names.is_empty()).then(|| names.join(", "))
}
