//! The fences of containers: `::: name`, `::: {#id .class key=value}`, `:::`.

use super::attributes;
use crate::model::{Attributes, CalloutKind};

/// A line that opens or closes a container.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fence {
    /// Opens one.
    Open(Attributes),
    /// Closes one.
    Close,
}

/// Reads a line without its end and indentation; `None` for a line that is text.
pub(super) fn parse(line: &str) -> Option<Fence> {
    let rest = line.trim_start_matches(':');
    if line.len() - rest.len() < 3 {
        return None;
    }
    let rest = rest.trim();
    if rest.is_empty() {
        return Some(Fence::Close);
    }
    let rest = rest.trim_end_matches(':').trim_end();
    if rest.starts_with('{') {
        let (attributes, length) = attributes::parse(rest)?;
        return (length == rest.len()).then_some(Fence::Open(attributes));
    }
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '{' | '[')).unwrap_or(rest.len());
    let (name, rest) = (&rest[..end], rest[end..].trim());
    if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        return None;
    }
    let mut attributes = Attributes::default();
    if rest.starts_with('{') {
        let (given, length) = attributes::parse(rest)?;
        if length != rest.len() {
            return None;
        }
        attributes = given;
    } else if !rest.is_empty() {
        // Other tools let a title follow the name of a callout: `::: warning Mind the gap`.
        callout(name)?;
        let title = rest.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(rest);
        attributes.pairs.push(("title".into(), title.into()));
    }
    attributes.classes.insert(0, name.to_owned());
    Some(Fence::Open(attributes))
}

/// The callout that a class stands for.
pub(super) fn callout(class: &str) -> Option<CalloutKind> {
    let class = class.strip_prefix("callout-").unwrap_or(class);
    Some(match class.to_ascii_lowercase().as_str() {
        "note" | "info" => CalloutKind::Note,
        "tip" | "hint" => CalloutKind::Tip,
        "important" => CalloutKind::Important,
        "warning" | "attention" => CalloutKind::Warning,
        "caution" | "danger" | "error" => CalloutKind::Caution,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_open_and_close() {
        assert_eq!(parse(":::"), Some(Fence::Close));
        assert_eq!(parse("::"), None);
        assert_eq!(parse("::: two words"), None);
        let Some(Fence::Open(attributes)) = parse("::: warning Mind the gap") else { panic!("no fence") };
        assert_eq!(attributes.get("title"), Some("Mind the gap"));
        let Some(Fence::Open(attributes)) = parse(":::: {#a .b c=\"d e\"} ::::") else { panic!("no fence") };
        assert_eq!((attributes.id.as_deref(), attributes.get("c")), (Some("a"), Some("d e")));
    }
}
