//! A compact picture of a document for tests: one line, a letter or name for each node.

use crate::model::{
    Attributes, Block, BlockKind, Caption, Cell, ContentsKind, Document, Inline, InlineKind, ListKind, Row,
};

/// The outline of a document's blocks and notes.
#[must_use]
pub(super) fn outline(document: &Document) -> String {
    let mut text = blocks(&document.blocks);
    for note in &document.notes {
        text.push_str(&format!(" [^{}]({})", note.label, blocks(&note.blocks)));
    }
    text
}

fn blocks(blocks: &[Block]) -> String {
    blocks.iter().map(block).collect::<Vec<_>>().join(" ")
}

fn block(block: &Block) -> String {
    let a = attributes(&block.attributes);
    match &block.kind {
        BlockKind::Heading { level, content } => format!("h{level}{a}({})", inlines(content)),
        BlockKind::Paragraph(content) => format!("p{a}({})", inlines(content)),
        BlockKind::Quote(inner) => format!("quote{a}({})", blocks(inner)),
        BlockKind::List(list) => {
            let name = match list.kind {
                ListKind::Bullet => "ul".to_owned(),
                ListKind::Ordered { start: 1, style } if style == Default::default() => "ol".to_owned(),
                ListKind::Ordered { start, style } => format!("ol:{}", style.format(start)),
            };
            let loose = if list.tight { "" } else { "*" };
            let items = list.items.iter().map(|item| {
                let task = match item.task {
                    None => "",
                    Some(true) => "[x]",
                    Some(false) => "[ ]",
                };
                format!("li{task}({})", blocks(&item.blocks))
            });
            format!("{name}{loose}{a}({})", items.collect::<Vec<_>>().join(" "))
        }
        BlockKind::Definitions(items) => {
            let items = items.iter().map(|item| {
                let definitions: Vec<_> = item.definitions.iter().map(|d| format!("dd({})", blocks(d))).collect();
                format!("dt({}) {}", inlines(&item.term), definitions.join(" "))
            });
            format!("dl{a}({})", items.collect::<Vec<_>>().join(" "))
        }
        BlockKind::Code(code) => {
            let language = code.language.as_ref().map_or(String::new(), |l| format!(":{l}"));
            let first = code.first_line_number.map_or(String::new(), |n| format!(" from {n}"));
            let marked =
                if code.highlighted.is_empty() { String::new() } else { format!(" marked {:?}", code.highlighted) };
            format!(
                "code{language}{a}{first}{marked}({}{})",
                caption(code.caption.as_ref()),
                code.text.replace('\n', "⏎")
            )
        }
        BlockKind::Table(table) => {
            let rows = |rows: &[Row]| rows.iter().map(row).collect::<Vec<_>>().join(" / ");
            let foot = if table.foot.is_empty() { String::new() } else { format!(" | {}", rows(&table.foot)) };
            let caption = caption(table.caption.as_ref());
            format!("table{a}({caption}{} | {}{foot})", rows(&table.head), rows(&table.body))
        }
        BlockKind::Figure(figure) => {
            let images: Vec<_> = figure
                .images
                .iter()
                .map(|i| format!("img{}<{}>{}", attributes(&i.attributes), i.target, i.alt))
                .collect();
            format!("figure{a}({}{})", caption(figure.caption.as_ref()), images.join(" "))
        }
        BlockKind::Math(math) => format!("math{a}({})", math.latex.trim()),
        BlockKind::Callout { kind, title, blocks: inner } => {
            let title = title.as_ref().map_or(String::new(), |title| format!("caption({}) ", inlines(title)));
            format!("{}{a}({title}{})", kind.name(), blocks(inner))
        }
        BlockKind::Container(inner) => format!("div{a}({})", blocks(inner)),
        BlockKind::ThematicBreak => "hr".into(),
        BlockKind::PageBreak => "pagebreak".into(),
        BlockKind::Raw { format, text } => format!("raw:{format}({text})"),
        BlockKind::Contents(ContentsKind::Headings) => "contents".into(),
        BlockKind::Contents(ContentsKind::Figures) => "figures".into(),
        BlockKind::Contents(ContentsKind::Tables) => "tables".into(),
    }
}

fn row(row: &Row) -> String {
    row.cells.iter().map(cell).collect::<Vec<_>>().join(", ")
}

fn cell(cell: &Cell) -> String {
    let head = if cell.heads_row { "!" } else { "" };
    let span = match (cell.column_span, cell.row_span) {
        (1, 1) => String::new(),
        (columns, rows) => format!("{columns}x{rows}:"),
    };
    // A cell of one paragraph is shown as its text.
    match cell.blocks.as_slice() {
        [Block { kind: BlockKind::Paragraph(content), .. }] => format!("{head}{span}{}", inlines(content)),
        inner => format!("{head}{span}{}", blocks(inner)),
    }
}

fn caption(caption: Option<&Caption>) -> String {
    caption.map_or(String::new(), |caption| format!("caption({}) ", inlines(&caption.content)))
}

fn attributes(attributes: &Attributes) -> String {
    if attributes.is_empty() {
        return String::new();
    }
    let id = attributes.id.iter().map(|id| format!("#{id}"));
    let classes = attributes.classes.iter().map(|class| format!(".{class}"));
    let pairs = attributes.pairs.iter().map(|(key, value)| format!("{key}={value}"));
    format!("{{{}}}", id.chain(classes).chain(pairs).collect::<Vec<_>>().join(" "))
}

fn inlines(inlines: &[Inline]) -> String {
    inlines.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    let named = |name: &str, content: &[Inline]| format!("{name}({})", inlines(content));
    match &inline.kind {
        InlineKind::Text(text) => text.clone(),
        InlineKind::Emphasis(content) => named("em", content),
        InlineKind::Strong(content) => named("strong", content),
        InlineKind::Strikethrough(content) => named("s", content),
        InlineKind::Superscript(content) => named("sup", content),
        InlineKind::Subscript(content) => named("sub", content),
        InlineKind::SmallCaps(content) => named("sc", content),
        InlineKind::Code { text, attributes: a } => format!("`{text}`{}", attributes(a)),
        InlineKind::Math(math) => format!("${}$", math.latex),
        InlineKind::Link(link) => {
            let title = if link.title.is_empty() { String::new() } else { format!(" \"{}\"", link.title) };
            format!("a<{}{title}>{}({})", link.target, attributes(&link.attributes), inlines(&link.content))
        }
        InlineKind::Image(image) => {
            let title = if image.title.is_empty() { String::new() } else { format!(" \"{}\"", image.title) };
            format!("img<{}{title}>{}({})", image.target, attributes(&image.attributes), image.alt)
        }
        InlineKind::NoteReference(note) => format!("[^{}]", note.label),
        InlineKind::CrossReference(reference) => {
            format!("ref({}{})", if reference.bare { "-" } else { "" }, reference.target)
        }
        InlineKind::Citation(citation) => {
            let items = citation.items.iter().map(|item| {
                let dash = if item.suppress_author { "-" } else { "" };
                format!("{}|{dash}{}|{}", item.prefix, item.key, item.suffix)
            });
            format!("cite({})", items.collect::<Vec<_>>().join("; "))
        }
        InlineKind::Span { attributes: a, content } => format!("span{}({})", attributes(a), inlines(content)),
        InlineKind::Ruby(ruby) => format!("ruby({}|{})", ruby.base, ruby.annotation),
        InlineKind::LineBreak => "↵".into(),
        InlineKind::SoftBreak => "␣".into(),
        InlineKind::IndexMark(entry) => format!("index({entry})"),
        InlineKind::Insertion(r) => format!("ins({})", inlines(&r.content)),
        InlineKind::Deletion(r) => format!("del({})", inlines(&r.content)),
        InlineKind::Comment(r) => format!("comment({}: {})", inlines(&r.content), r.comment),
    }
}
