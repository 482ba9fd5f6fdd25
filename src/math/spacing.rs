//! The space that TeX puts between atoms, as far as operators do not carry it themselves (The TeXbook, appendix G rules 5 and 6,
//! and the table of chapter 18).

use super::{Class, Node};

/// A thin space, 3 mu.
const THIN: f32 = 3.0 / 18.0;

/// What a node is to its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Atom {
    Ordinary,
    /// A large operator, which carries its own space.
    Large,
    /// The name of a function.
    Function,
    Binary,
    Relation,
    Open,
    Close,
    Punctuation,
}

/// Settles signs: a binary operator without something on both sides becomes ordinary, function names get thin spaces,
/// and primes become superscripts.
pub(super) fn settle(nodes: Vec<Node>) -> Vec<Node> {
    space_functions(settle_binary(raise_primes(nodes)))
}

fn atom(node: &Node) -> Option<Atom> {
    if let Some(operator) = node.core_operator() {
        return Some(match operator.class {
            Class::Ordinary => Atom::Ordinary,
            Class::Large => Atom::Large,
            Class::Binary => Atom::Binary,
            Class::Relation => Atom::Relation,
            Class::Open => Atom::Open,
            Class::Close => Atom::Close,
            Class::Punctuation => Atom::Punctuation,
        });
    }
    match node {
        Node::Space { .. } => None,
        Node::Row(nodes) if nodes.is_empty() => Some(Atom::Ordinary),
        node if is_function(node) => Some(Atom::Function),
        _ => Some(Atom::Ordinary),
    }
}

fn is_function(node: &Node) -> bool {
    match node {
        Node::Identifier { text, .. } => text.chars().nth(1).is_some(),
        Node::Scripts { base, .. } | Node::Limits { base, .. } => is_function(base),
        _ => false,
    }
}

fn settle_binary(mut nodes: Vec<Node>) -> Vec<Node> {
    let atoms: Vec<Option<Atom>> = nodes.iter().map(atom).collect();
    let mut before = None;
    for (i, node) in nodes.iter_mut().enumerate() {
        let Some(this) = atoms.get(i).copied().flatten() else { continue };
        let mut now = this;
        if this == Atom::Binary {
            let after = atoms.iter().skip(i + 1).copied().flatten().next();
            let operand_before = matches!(before, Some(Atom::Ordinary | Atom::Close));
            let operand_after = !matches!(after, None | Some(Atom::Relation | Atom::Close | Atom::Punctuation));
            if !(operand_before && operand_after) {
                now = Atom::Ordinary;
                if let Node::Operator(operator) = node {
                    operator.class = Class::Ordinary;
                }
            }
        }
        before = Some(now);
    }
    nodes
}

fn space_functions(nodes: Vec<Node>) -> Vec<Node> {
    let mut spaced = Vec::with_capacity(nodes.len());
    let mut before = None;
    for node in nodes {
        let now = atom(&node);
        let thin = match (before, now) {
            (Some(Atom::Ordinary | Atom::Close), Some(Atom::Function)) => true,
            (Some(Atom::Function), Some(Atom::Ordinary | Atom::Function)) => {
                !matches!(node, Node::Fenced { .. } | Node::Styled { .. })
            }
            _ => false,
        };
        if thin {
            spaced.push(Node::space(THIN));
        }
        before = now;
        spaced.push(node);
    }
    spaced
}

fn primes(node: &Node) -> Option<usize> {
    match node {
        Node::Identifier { text, .. } if !text.is_empty() && text.chars().all(|c| c == '′') => {
            Some(text.chars().count())
        }
        _ => None,
    }
}

fn prime_sign(count: usize) -> Node {
    let text = match count {
        1 => "′".into(),
        2 => "″".into(),
        3 => "‴".into(),
        4 => "⁗".into(),
        n => "′".repeat(n),
    };
    Node::Operator(super::Operator { text, class: Class::Ordinary, size: None, stretchy: false })
}

/// `f'` and `f'_n^2`: the parser gives primes as signs of their own, TeX makes them superscripts.
fn raise_primes(nodes: Vec<Node>) -> Vec<Node> {
    let mut raised: Vec<Node> = Vec::with_capacity(nodes.len());
    let mut waiting = 0;
    for node in nodes {
        if let Some(count) = primes(&node) {
            waiting += count;
            continue;
        }
        match node {
            Node::Scripts { base, sub, sup } if primes(&base).is_some() => {
                waiting += primes(&base).unwrap_or(0);
                attach(&mut raised, waiting, sub, sup);
                waiting = 0;
            }
            node => {
                if waiting > 0 {
                    attach(&mut raised, waiting, None, None);
                    waiting = 0;
                }
                raised.push(node);
            }
        }
    }
    if waiting > 0 {
        attach(&mut raised, waiting, None, None);
    }
    raised
}

fn attach(nodes: &mut Vec<Node>, count: usize, sub: Option<Box<Node>>, sup: Option<Box<Node>>) {
    let prime = prime_sign(count);
    let raised = match sup {
        Some(sup) => Node::Row(vec![prime, *sup]),
        None => prime,
    };
    let base = match nodes.pop() {
        Some(Node::Scripts { base, sub: Some(below), sup: None }) if sub.is_none() => {
            nodes.push(Node::Scripts { base, sub: Some(below), sup: Some(Box::new(raised)) });
            return;
        }
        Some(base) => base,
        None => Node::Row(Vec::new()),
    };
    nodes.push(Node::Scripts { base: Box::new(base), sub, sup: Some(Box::new(raised)) });
}
