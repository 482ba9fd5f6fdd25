//! LaTeX into a tree. The only module that knows pulldown-latex.

use std::error::Error;

use pulldown_latex::event::{
    ArrayColumn, ColorTarget, ColumnAlignment as LatexAlignment, Content, DelimiterSize, DelimiterType, Dimension,
    DimensionUnit, EnvironmentFlow, Event, Font, Grouping, RelationContent, ScriptPosition, ScriptType, StateChange,
    Style as LatexStyle, Visual,
};
use pulldown_latex::{Parser, ParserError, Storage};

use super::prepare::{self, Prepared, prepare};
use super::text::{self, Piece};
use super::variant::Variant;
use super::{Class, ColumnAlignment, Formula, Node, Operator, Style, Table, TableKind, spacing};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::model::Math;
use crate::units::Color;

/// How deeply the tree may be nested.
const MAX_DEPTH: usize = 150;
/// How many nodes a formula may have; macros can make many out of little.
const MAX_NODES: usize = 50_000;
/// The parser recurses for every command that stands as another's argument without braces; formulas longer than this (in
/// bytes) are read on a stack that suffices for the longest.
const SHORT: usize = 1_000;
/// That stack, in bytes.
const STACK: usize = 512 << 20;

/// Reads a formula. Where its LaTeX cannot be read there is no tree, and an error whose span lies in the formula.
#[must_use]
pub fn read(math: &Math, display: bool) -> (Formula, Diagnostics) {
    let result = if math.latex.len() <= SHORT {
        tree(&math.latex, State { display, ..State::default() })
    } else {
        std::thread::scope(|scope| {
            let work = || tree(&math.latex, State { display, ..State::default() });
            let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
            let failed = |message: &str| Err(Failure { message: message.into(), range: 0..math.latex.len() });
            match thread.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(result)) => result,
                Ok(Err(_)) => failed("the formula could not be read"),
                Err(_) => failed("no memory to read a formula of this length"),
            }
        })
    };
    let (tree, diagnostics) = match result {
        Ok(tree) => (Some(tree), Vec::new()),
        Err(failure) => (None, vec![diagnostic(math, &failure)]),
    };
    (Formula { latex: math.latex.clone(), display, tree }, diagnostics)
}

/// Why a formula could not be read, and the place in its LaTeX.
struct Failure {
    message: String,
    range: std::ops::Range<usize>,
}

fn diagnostic(math: &Math, failure: &Failure) -> Diagnostic {
    let start = math.span.range().start;
    // The span covers the LaTeX as written. Where it does not, because the source is indented or quoted, the whole formula is shown.
    let span = if math.span.range().len() == math.latex.len() {
        Span::new(math.span.file, start + failure.range.start..start + failure.range.end)
    } else {
        math.span
    };
    Diagnostic::error("math-error", format!("the formula cannot be read: {}", failure.message))
        .at(span)
        .help("its LaTeX source is shown in its place")
}

fn tree(latex: &str, state: State) -> Result<Node, Failure> {
    let refuse = |place: usize, message: String| Failure { message, range: place..(place + 1).min(latex.len()) };
    if state.depth > MAX_DEPTH {
        return Err(refuse(0, "nested too deeply".into()));
    }
    let prepared = prepare(latex).map_err(|refusal| refuse(refusal.place, refusal.message))?;
    let storage = Storage::new();
    let mut reader = Reader { parser: Parser::new(&prepared.latex, &storage), peeked: None, failure: None, nodes: 0 };
    let nodes = reader.sequence(state);
    match reader.failure {
        None => Ok(Node::row(nodes)),
        Some(Cause::Parser(error)) => Err(locate(latex, &prepared, &error)),
        Some(Cause::Inner(message)) => Err(Failure { message, range: 0..latex.len() }),
        Some(Cause::Size) => Err(Failure { message: "too long or nested too deeply".into(), range: 0..latex.len() }),
    }
}

/// The place of an error. The parser tells it only as an excerpt of up to 12 bytes to both sides.
fn locate(latex: &str, prepared: &Prepared, error: &ParserError) -> Failure {
    const CONTEXT: usize = 12;
    let mut message = error.source().map_or_else(|| "not understood".into(), ToString::to_string);
    let text = error.to_string();
    let excerpt = text.rsplit(['►']).next().unwrap_or("");
    let mut lines = excerpt.lines().skip(2).map(|line| line.trim_start_matches('│'));
    let first = lines.next().unwrap_or("");
    let cut_before = first.starts_with('…');
    let mut context = first.chars().skip(1).collect::<String>();
    for line in lines.take_while(|line| !line.trim_start().starts_with('^') && !line.starts_with('╰')) {
        context.push('\n');
        context.extend(line.chars().skip(1));
    }
    let found = prepared.latex.find(&context).filter(|_| !context.is_empty());
    let place = match found {
        Some(start) if cut_before => Some(start + CONTEXT),
        Some(start) if start + context.len() < prepared.latex.len() => (start + context.len()).checked_sub(CONTEXT),
        _ => None,
    };
    let mut range = 0..latex.len();
    if let Some(place) = place {
        let place = floor(&prepared.latex, place);
        let before = &prepared.latex[..place];
        let start = before.rfind('\\').filter(|i| before[i + 1..].chars().all(|c| c.is_ascii_alphabetic() || c == ' '));
        let start = start.unwrap_or_else(|| before.char_indices().next_back().map_or(0, |(i, _)| i));
        let (start, end) = (floor(latex, prepared.source(start)), floor(latex, prepared.source(place)));
        if start < end {
            range = start..end;
        }
    }
    if message.starts_with("unknown primitive") {
        let named = latex.get(range.clone()).unwrap_or("").trim();
        message = if named.starts_with('\\') && named.len() > 1 && range.len() < latex.len() {
            format!("unknown command `{named}`")
        } else {
            "unknown command".into()
        };
    }
    Failure { message, range }
}

fn floor(text: &str, place: usize) -> usize {
    let mut place = place.min(text.len());
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

/// What holds for the events of a group.
#[derive(Clone, Copy, Default)]
struct State {
    variant: Variant,
    /// Sums carry their limits above and below.
    display: bool,
    depth: usize,
}

impl State {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn text_style(self) -> Self {
        Self { display: false, ..self.deeper() }
    }
}

enum Cause {
    Parser(ParserError),
    /// An error in a formula inside `\text`.
    Inner(String),
    Size,
}

struct Reader<'a> {
    parser: Parser<'a>,
    peeked: Option<Option<Event<'a>>>,
    failure: Option<Cause>,
    nodes: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<Event<'a>> {
        if let Some(event) = self.peeked.take() {
            return event;
        }
        if self.failure.is_some() {
            return None;
        }
        match self.parser.next()? {
            Ok(event) => Some(event),
            Err(error) => {
                self.failure = Some(Cause::Parser(error));
                None
            }
        }
    }

    fn peek(&mut self) -> Option<&Event<'a>> {
        if self.peeked.is_none() {
            self.peeked = Some(self.next());
        }
        self.peeked.as_ref().and_then(Option::as_ref)
    }

    /// Whether there is room for another node at that depth.
    fn room(&mut self, state: State) -> bool {
        self.nodes += 1;
        if self.nodes > MAX_NODES || state.depth > MAX_DEPTH {
            self.failure.get_or_insert(Cause::Size);
            self.peeked = Some(None);
            return false;
        }
        true
    }

    /// Nodes up to the end of the group or cell, which is left to be read.
    fn sequence(&mut self, state: State) -> Vec<Node> {
        spacing::settle(self.unsettled(state))
    }

    fn unsettled(&mut self, mut state: State) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        while self.room(state) {
            match self.peek() {
                None | Some(Event::End | Event::EnvironmentFlow(_)) => break,
                Some(Event::StateChange(change)) => {
                    let change = *change;
                    self.next();
                    let (style, display) = match change {
                        StateChange::Font(font) => {
                            state.variant = font.map_or(Variant::Default, variant);
                            continue;
                        }
                        StateChange::Color(change) => {
                            let color = Color::rgb(change.color.0, change.color.1, change.color.2);
                            let style = match change.target {
                                ColorTarget::Text => Style::Color(color),
                                ColorTarget::Background => Style::Background(color),
                                ColorTarget::Border => {
                                    let body = self.sequence(state.deeper());
                                    nodes.push(Node::Boxed(body));
                                    break;
                                }
                            };
                            (style, state.display)
                        }
                        StateChange::Style(style) => (style_of(style), style == LatexStyle::Display),
                    };
                    let body = self.sequence(State { display, ..state.deeper() });
                    nodes.push(Node::Styled { style, body });
                    break;
                }
                Some(_) => {
                    let node = self.element(state.deeper());
                    join(&mut nodes, node);
                }
            }
        }
        nodes
    }

    /// One element: what counts as a single thing to a command.
    fn element(&mut self, state: State) -> Node {
        if !self.room(state) {
            return Node::Row(Vec::new());
        }
        match self.peek() {
            None | Some(Event::End | Event::EnvironmentFlow(_)) => return Node::Row(Vec::new()),
            Some(_) => {}
        }
        match self.next() {
            Some(Event::Content(content)) => self.content(content, state),
            Some(Event::Begin(grouping)) => {
                let node = self.group(grouping, state);
                if matches!(self.peek(), Some(Event::End)) {
                    self.next();
                }
                node
            }
            Some(Event::Visual(visual)) => self.visual(visual, state),
            Some(Event::Script { ty, position }) => self.script(ty, position, state),
            Some(Event::Space { width, height, depth }) => {
                Node::Space { width: ems(width), height: ems(height), depth: ems(depth) }
            }
            Some(Event::StateChange(_) | Event::End | Event::EnvironmentFlow(_)) | None => Node::Row(Vec::new()),
        }
    }

    fn visual(&mut self, visual: Visual, state: State) -> Node {
        match visual {
            Visual::SquareRoot => Node::Root { radicand: Box::new(self.element(state.deeper())), index: None },
            Visual::Root => {
                let radicand = Box::new(self.element(state.deeper()));
                Node::Root { radicand, index: Some(Box::new(self.element(state.text_style()))) }
            }
            Visual::Fraction(line) => {
                let numerator = Box::new(self.element(state.text_style()));
                let denominator = Box::new(self.element(state.text_style()));
                Node::Fraction { numerator, denominator, line: line.map(|line| ems(Some(line))) }
            }
            Visual::Negation => negate(self.element(state.deeper())),
        }
    }

    fn script(&mut self, ty: ScriptType, position: ScriptPosition, state: State) -> Node {
        let operator =
            matches!(self.peek(), Some(Event::Content(Content::Function(name))) if name.starts_with(prepare::LIMITS));
        let base = self.element(state.deeper());
        let above_below = match position {
            ScriptPosition::AboveBelow => true,
            ScriptPosition::Movable => state.display,
            ScriptPosition::Right => operator && state.display,
        };
        if above_below && ty != ScriptType::SubSuperscript {
            let under = ty == ScriptType::Subscript;
            if let Some(&Event::Content(Content::Ordinary { content, stretchy })) = self.peek()
                && is_accent(content)
            {
                self.next();
                // `\overline` comes as the mark of `\bar`; only one letter can carry a mark of fixed width.
                let wide = stretchy || (content == '‾' && !is_letter(&base));
                return Node::Accent { base: Box::new(base), mark: content, stretchy: wide, under };
            }
        }
        let base = Box::new(base);
        let mut below = None;
        let mut above = None;
        if ty != ScriptType::Superscript {
            below = Some(Box::new(self.element(state.text_style())));
        }
        if ty != ScriptType::Subscript {
            above = Some(Box::new(self.element(state.text_style())));
        }
        if above_below {
            Node::Limits { base, under: below, over: above }
        } else {
            Node::Scripts { base, sub: below, sup: above }
        }
    }

    fn content(&mut self, content: Content<'a>, state: State) -> Node {
        let sign = |text: String, class| Node::Operator(Operator { text, class, size: None, stretchy: false });
        match content {
            Content::Text(text) => self.text(text, state),
            Content::Number(text) => Node::Number { text: text.into(), variant: state.variant },
            Content::Function(name) => function(name),
            Content::Ordinary { content, stretchy } => match content {
                prepare::BOXED => Node::Boxed(vec![self.element(state.deeper())]),
                prepare::PHANTOM => self.phantom(true, true, state),
                prepare::PHANTOM_WIDTH => self.phantom(true, false, state),
                prepare::PHANTOM_HEIGHT => self.phantom(false, true, state),
                content if stretchy => Node::Operator(Operator {
                    text: content.into(),
                    class: Class::Ordinary,
                    size: None,
                    stretchy: true,
                }),
                // The parser gives the micro sign for mu.
                'µ' => Node::Identifier { text: "μ".into(), variant: state.variant },
                content => Node::Identifier { text: content.into(), variant: state.variant },
            },
            Content::LargeOp { content, small } => {
                sign(content.into(), if small { Class::Ordinary } else { Class::Large })
            }
            Content::BinaryOp { content, .. } => sign(content.into(), Class::Binary),
            Content::Relation { content, .. } => sign(relation(content), Class::Relation),
            Content::Delimiter { content, size, ty } => {
                let class = match ty {
                    DelimiterType::Open => Class::Open,
                    DelimiterType::Fence => Class::Ordinary,
                    DelimiterType::Close => Class::Close,
                };
                let size = match (size, ty) {
                    // `\middle`: the parser gives it a size, but it is as tall as the fences around it.
                    (Some(DelimiterSize::Big), DelimiterType::Fence) => Some(0.0),
                    (size, _) => size.map(|size| match size {
                        DelimiterSize::Big => 1.2,
                        DelimiterSize::BIG => 1.8,
                        DelimiterSize::Bigg => 2.4,
                        DelimiterSize::BIGG => 3.0,
                    }),
                };
                Node::Operator(Operator { text: content.into(), class, size, stretchy: false })
            }
            Content::Punctuation(content) => sign(content.into(), Class::Punctuation),
        }
    }

    fn phantom(&mut self, width: bool, height: bool, state: State) -> Node {
        Node::Phantom { body: vec![self.element(state.deeper())], width, height }
    }

    fn text(&mut self, source: &str, state: State) -> Node {
        let mut nodes = Vec::new();
        for piece in text::pieces(source) {
            match piece {
                Piece::Words(text) => nodes.push(Node::Text { text, variant: state.variant }),
                Piece::Formula(latex) => {
                    match tree(latex, State { display: false, variant: Variant::Default, ..state.deeper() }) {
                        Ok(node) => nodes.push(node),
                        Err(failure) => {
                            self.failure.get_or_insert(Cause::Inner(failure.message));
                        }
                    }
                }
            }
        }
        Node::row(nodes)
    }

    /// A group whose beginning has been read; its end is left to be read.
    fn group(&mut self, grouping: Grouping, state: State) -> Node {
        use ColumnAlignment::{Center, Left, Right};
        let state = state.deeper();
        // Letters and alphabets do not reach into environments (the parser's contract).
        let plain = State { variant: Variant::Default, ..state };
        let table = |kind, columns, display| Table { kind, columns, display, ..Table::default() };
        match grouping {
            Grouping::Normal => Node::row(self.sequence(state)),
            Grouping::LeftRight(open, close) => Node::Fenced { open, close, body: self.sequence(state) },
            Grouping::Array(columns) => {
                let mut array = Table::default();
                for column in &columns {
                    match column {
                        ArrayColumn::Column(alignment) => array.columns.push(alignment_of(*alignment)),
                        ArrayColumn::Separator(_) => array.column_lines.push(array.columns.len()),
                    }
                }
                self.table(array, plain)
            }
            Grouping::Matrix { alignment } => {
                self.table(table(TableKind::Matrix, vec![alignment_of(alignment)], false), plain)
            }
            Grouping::Cases { left } => {
                let body = vec![self.table(table(TableKind::Cases, vec![Left], false), plain)];
                Node::Fenced { open: left.then_some('{'), close: (!left).then_some('}'), body }
            }
            Grouping::Equation { .. } => {
                let mut nodes = Vec::new();
                loop {
                    nodes.extend(self.sequence(plain));
                    match self.peek() {
                        Some(Event::EnvironmentFlow(_)) => self.next(),
                        _ => break,
                    };
                }
                Node::row(nodes)
            }
            Grouping::SubArray { alignment } => {
                self.table(table(TableKind::Stack, vec![alignment_of(alignment)], false), plain)
            }
            Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
            | Grouping::Split => self.table(table(TableKind::Aligned, vec![Right, Left], true), plain),
            Grouping::Gather { .. } | Grouping::Gathered | Grouping::Multline => {
                self.table(table(TableKind::Aligned, vec![Center], true), plain)
            }
        }
    }

    fn table(&mut self, mut table: Table, state: State) -> Node {
        let mut small = false;
        // The parser says at the start of the environment that `dcases` is displayed and `smallmatrix` is small.
        if let Some(&Event::StateChange(StateChange::Style(style))) = self.peek() {
            self.next();
            table.display |= style == LatexStyle::Display;
            small = style == LatexStyle::Text;
        }
        let state = State { display: table.display, ..state };
        let mut row = Vec::new();
        let mut widest = 1;
        while self.room(state) {
            let mut cell = self.unsettled(state);
            // The right column of a pair begins with an empty atom, so that signs in front keep their space (amsmath §3.5).
            let right = table.kind == TableKind::Aligned && row.len() % 2 == 1;
            if right && matches!(cell.first(), Some(Node::Operator(_))) {
                cell.insert(0, Node::Row(Vec::new()));
            }
            row.push(Node::row(spacing::settle(cell)));
            widest = widest.max(row.len());
            match self.peek() {
                Some(Event::EnvironmentFlow(_)) => match self.next() {
                    Some(Event::EnvironmentFlow(EnvironmentFlow::NewLine { horizontal_lines, .. })) => {
                        table.rows.push(std::mem::take(&mut row));
                        if !horizontal_lines.is_empty() {
                            table.row_lines.push(table.rows.len());
                        }
                    }
                    Some(Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. })) => {
                        table.row_lines.push(0);
                        row.pop();
                    }
                    _ => {}
                },
                _ => break,
            }
        }
        let empty = |cell: &Node| matches!(cell, Node::Row(nodes) if nodes.is_empty());
        if !row.iter().all(empty) {
            table.rows.push(row);
        }
        if table.columns == [ColumnAlignment::Right, ColumnAlignment::Left] {
            table.columns =
                (0..widest).map(|i| if i % 2 == 0 { ColumnAlignment::Right } else { ColumnAlignment::Left }).collect();
        }
        let table = Node::Table(table);
        if small { Node::Styled { style: Style::Script, body: vec![table] } } else { table }
    }
}

/// Adds a node; upright letters beside one another become a word.
fn join(nodes: &mut Vec<Node>, node: Node) {
    if let Node::Identifier { text, variant } = &node
        && !matches!(variant, Variant::Default | Variant::Italic)
        && text.chars().all(|c| c.is_ascii_alphabetic())
        && let Some(Node::Identifier { text: word, variant: before }) = nodes.last_mut()
        && before == variant
        && word.chars().all(|c| c.is_ascii_alphabetic())
    {
        word.push_str(text);
        return;
    }
    nodes.push(node);
}

/// The name of a function. It comes as written, so that it may hold spaces and font commands.
fn function(name: &str) -> Node {
    let mut text = String::new();
    let mut rest = name.trim_start_matches(prepare::LIMITS).trim();
    while let Some(c) = rest.chars().next() {
        let mut tail = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
                if letters == 0 {
                    if tail.starts_with([',', ';', ':', ' ']) {
                        text.push('\u{2009}');
                    }
                    tail = tail.get(1..).unwrap_or("");
                } else {
                    if !tail[..letters].starts_with("math") && !matches!(&tail[..letters], "rm" | "text" | "limits") {
                        text.push_str(&tail[..letters]);
                    }
                    tail = tail[letters..].trim_start();
                }
            }
            '{' | '}' | '~' => {}
            '-' => text.push('\u{2010}'),
            ' ' if name.starts_with("lim ") => text.push('\u{2009}'),
            c if c.is_whitespace() || c.is_control() => {}
            c => text.push(c),
        }
        rest = tail;
    }
    Node::Identifier { variant: if text.chars().nth(1).is_some() { Variant::Default } else { Variant::Upright }, text }
}

fn relation(content: RelationContent) -> String {
    let mut buffer = [0; 8];
    String::from_utf8_lossy(content.encode_utf8_to_buf(&mut buffer)).into_owned()
}

fn is_letter(node: &Node) -> bool {
    matches!(node, Node::Identifier { text, .. } if text.chars().count() == 1)
}

/// The marks that the parser puts over and under things.
fn is_accent(c: char) -> bool {
    "´‾_˘ˇ˙¨`^~→˚←⇒↔↼⇀⏜⏠⏡⏞⏟⏝⎴⎵".contains(c)
}

/// Signs that have a negated form of their own (Unicode's canonical compositions with U+0338).
fn negate(node: Node) -> Node {
    const PAIRS: [(&str, &str); 28] = [
        ("=", "≠"),
        ("<", "≮"),
        (">", "≯"),
        ("≡", "≢"),
        ("∈", "∉"),
        ("∋", "∌"),
        ("∃", "∄"),
        ("∣", "∤"),
        ("∥", "∦"),
        ("∼", "≁"),
        ("≃", "≄"),
        ("≅", "≇"),
        ("≈", "≉"),
        ("≤", "≰"),
        ("≥", "≱"),
        ("⊂", "⊄"),
        ("⊃", "⊅"),
        ("⊆", "⊈"),
        ("⊇", "⊉"),
        ("→", "↛"),
        ("←", "↚"),
        ("↔", "↮"),
        ("⇒", "⇏"),
        ("⇐", "⇍"),
        ("⇔", "⇎"),
        ("⊢", "⊬"),
        ("⊨", "⊭"),
        ("≺", "⊀"),
    ];
    let negated = |text: &str| PAIRS.iter().find(|(sign, _)| *sign == text).map(|(_, negated)| (*negated).to_owned());
    match node {
        Node::Operator(operator) => match negated(&operator.text) {
            Some(text) => Node::Operator(Operator { text, ..operator }),
            None => Node::Negated(Box::new(Node::Operator(operator))),
        },
        Node::Identifier { text, variant } => match negated(&text) {
            Some(text) => Node::Identifier { text, variant },
            None => Node::Negated(Box::new(Node::Identifier { text, variant })),
        },
        node => Node::Negated(Box::new(node)),
    }
}

const fn alignment_of(alignment: LatexAlignment) -> ColumnAlignment {
    match alignment {
        LatexAlignment::Left => ColumnAlignment::Left,
        LatexAlignment::Center => ColumnAlignment::Center,
        LatexAlignment::Right => ColumnAlignment::Right,
    }
}

const fn style_of(style: LatexStyle) -> Style {
    match style {
        LatexStyle::Display => Style::Display,
        LatexStyle::Text => Style::Text,
        LatexStyle::Script => Style::Script,
        LatexStyle::ScriptScript => Style::ScriptScript,
    }
}

const fn variant(font: Font) -> Variant {
    match font {
        Font::BoldScript => Variant::BoldScript,
        Font::BoldItalic => Variant::BoldItalic,
        Font::Bold => Variant::Bold,
        Font::BoldSymbol => Variant::BoldSymbol,
        Font::Fraktur => Variant::Fraktur,
        Font::Script => Variant::Script,
        Font::Monospace => Variant::Monospace,
        Font::SansSerif => Variant::SansSerif,
        Font::DoubleStruck | Font::DoubleStruckItalic => Variant::DoubleStruck,
        Font::Italic => Variant::Italic,
        Font::BoldFraktur => Variant::BoldFraktur,
        Font::SansSerifBoldItalic => Variant::SansSerifBoldItalic,
        Font::SansSerifItalic => Variant::SansSerifItalic,
        Font::BoldSansSerif => Variant::BoldSansSerif,
        Font::UpRight => Variant::Upright,
    }
}

/// A dimension in ems, an em taken as 10 pt where the unit is absolute; at most 100 of them.
fn ems(dimension: Option<Dimension>) -> f32 {
    let Some(Dimension { value, unit }) = dimension else { return 0.0 };
    const POINT: f32 = 0.1;
    let factor = match unit {
        DimensionUnit::Em => 1.0,
        DimensionUnit::Mu => 1.0 / 18.0,
        DimensionUnit::Ex => 0.45,
        DimensionUnit::Pt | DimensionUnit::Bp => POINT,
        DimensionUnit::Pc | DimensionUnit::Cc => 12.0 * POINT,
        DimensionUnit::In => 72.0 * POINT,
        DimensionUnit::Cm => 72.0 / 2.54 * POINT,
        DimensionUnit::Mm => 7.2 / 2.54 * POINT,
        DimensionUnit::Dd => 1.07 * POINT,
        DimensionUnit::Sp => POINT / 65_536.0,
    };
    let ems = value * factor;
    if ems.is_finite() { ems.clamp(-100.0, 100.0) } else { 0.0 }
}
