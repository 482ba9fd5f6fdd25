//! Formulas: LaTeX read once into a tree, and the tree written as MathML, OMML or glyphs and rules.

/// A formula that has been read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formula {
    /// The LaTeX source, the alternative text of the formula everywhere.
    pub latex: String,
    /// Set apart on lines of its own.
    pub display: bool,
    /// The tree; `None` where the LaTeX could not be read, and its source is shown.
    pub tree: Option<Node>,
}

/// A node of a formula's tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Nodes beside one another.
    Row(Vec<Node>),
}
