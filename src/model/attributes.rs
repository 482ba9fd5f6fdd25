//! Ids, classes and key–value pairs: what stands in `{#id .class key=value}`.

use std::fmt;
use std::sync::Arc;

use super::Direction;

/// The id of a block: unique in its document and a valid XML `NCName`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockId(Arc<str>);

impl BlockId {
    /// An id as near to `text` as an `NCName` allows (Namespaces in XML 1.0 §3): letters, digits, `-`, `_` and `.`, and
    /// not a digit, `-` or `.` in front.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut id = String::with_capacity(text.len() + 1);
        for c in text.chars() {
            let keep = c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
            id.push(if keep && is_name_char(c) { c } else { '-' });
        }
        if !id.chars().next().is_some_and(|c| c == '_' || (c.is_alphabetic() && is_name_start(c))) {
            id.insert(0, '_');
        }
        Self(id.into())
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// XML 1.0 §2.3 `NameStartChar`, less the colon.
fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// XML 1.0 §2.3 `NameChar`, less the colon.
fn is_name_char(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// The anchor that GitHub gives a heading, and that authors therefore link to: lower case, spaces as hyphens, punctuation gone.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' | '\t' | '\n' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_alphanumeric() || is_mark(c) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}

/// Combining marks that belong to words in scripts such as Devanagari and Thai, and in Arabic and Hebrew pointing.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}'
        | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{94F}' | '\u{981}'..='\u{983}' | '\u{9BC}'..='\u{9CD}'
        | '\u{E31}' | '\u{E34}'..='\u{E3A}' | '\u{E47}'..='\u{E4E}')
}

/// Classes and key–value pairs of a node. Its id, if the author gave one, is [`Attributes::id`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// The id as the author wrote it, without `#`.
    pub id: Option<String>,
    /// Classes in order, without the dot.
    pub classes: Vec<String>,
    /// Other pairs in order.
    pub pairs: Vec<(String, String)>,
}

impl Attributes {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.id.is_none() && self.classes.is_empty() && self.pairs.is_empty()
    }

    /// Whether it has that class.
    #[must_use]
    pub fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|c| c == class)
    }

    /// The value of that key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }

    /// The language of the content as a BCP 47 tag, if given.
    #[must_use]
    pub fn lang(&self) -> Option<&str> {
        self.get("lang")
    }

    /// The direction that the author asks for, where there is one.
    #[must_use]
    pub fn direction(&self) -> Option<Direction> {
        match self.get("dir")? {
            "ltr" => Some(Direction::LeftToRight),
            "rtl" => Some(Direction::RightToLeft),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_xml_names() {
        for (from, to) in
            [("1-foo", "_1-foo"), ("a b", "a-b"), ("", "_"), ("größe", "größe"), ("x:y", "x-y"), ("第一", "第一")]
        {
            assert_eq!(BlockId::new(from).as_str(), to);
        }
    }

    #[test]
    fn slugs_are_those_of_github() {
        for (from, to) in
            [("What's new?", "whats-new"), ("A  B", "a--b"), ("系统设计", "系统设计"), ("`code` & more", "code--more")]
        {
            assert_eq!(slug(from), to);
        }
    }
}
