//! The parser's events into nodes.

use pulldown_latex::event::{
    ArrayColumn, ColorTarget, Content, DelimiterSize, DelimiterType, EnvironmentFlow, Event, Grouping, ScriptPosition,
    ScriptType, StateChange, Style as LatexStyle, Visual,
};
use pulldown_latex::{Parser, ParserError};

use super::convert::{alignment_of, ems, function, is_accent, is_letter, join, negate, relation, style_of, variant};
use super::{MAX_DEPTH, tree};
use crate::math::prepare;
use crate::math::text::{self, Piece};
use crate::math::{Class, ColumnAlignment, Node, Operator, Style, Table, TableKind, Variant, spacing};
use crate::units::Color;

/// How many nodes a formula may have; macros can make many out of little.
const MAX_NODES: usize = 50_000;

/// What holds for the events of a group.
#[derive(Clone, Copy, Default)]
pub(super) struct State {
    pub(super) variant: Variant,
    /// Sums carry their limits above and below.
    pub(super) display: bool,
    pub(super) depth: usize,
}

impl State {
    fn deeper(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    fn text_style(self) -> Self {
        Self { display: false, ..self.deeper() }
    }
}

pub(super) enum Cause {
    Parser(ParserError),
    /// An error in a formula inside `\text`.
    Inner(String),
    Size,
}

pub(super) struct Reader<'a> {
    parser: Parser<'a>,
    peeked: Option<Option<Event<'a>>>,
    pub(super) failure: Option<Cause>,
    nodes: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(parser: Parser<'a>) -> Self {
        Self { parser, peeked: None, failure: None, nodes: 0 }
    }

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
    pub(super) fn sequence(&mut self, state: State) -> Vec<Node> {
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
