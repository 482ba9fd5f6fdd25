//! Code blocks and the words after their fences.

use super::attributes;
use super::builder::Builder;
use super::close::{code_block, take_pair};
use super::text;
use crate::diagnostic::Span;
use crate::model::{Attributes, BlockKind, Caption};

/// A code block that is being read.
pub(super) struct Code {
    pub(super) info: Option<String>,
    pub(super) text: String,
    pub(super) span: Span,
}

impl Builder<'_> {
    /// A code block, or the raw text that `{=format}` after its fence makes of it.
    pub(super) fn code(&mut self, code: Code) {
        let Code { info, text, span } = code;
        let (kept, dropped) = text::clean(&text, true);
        if let Some((_, c)) = dropped.first() {
            self.warn(
                "control-character",
                format!("control characters such as U+{:04X} are left out of this code", u32::from(*c)),
                span,
            );
        }
        let attributes = info.as_deref().map(info_string).unwrap_or_default();
        if let Some(format) = attributes.get("=").map(str::to_owned) {
            self.block(
                BlockKind::Raw { format, text: kept.trim_end_matches('\n').to_owned() },
                span,
                Attributes::default(),
            );
            return;
        }
        let (mut code, mut attributes) = code_block(&kept, attributes);
        let first_line = self.first_line(span);
        code.caption = take_pair(&mut attributes, "caption")
            .or_else(|| take_pair(&mut attributes, "title"))
            .map(|caption| Caption { span: first_line, content: self.title(&caption, first_line) });
        self.block(BlockKind::Code(code), span, attributes);
    }
}

/// The words after a fence: `rust`, `{.rust #id}`, `rust {.numberLines}`, `rust,ignore`, `rust title="x"`.
fn info_string(info: &str) -> Attributes {
    let info = info.trim();
    if info.starts_with('{')
        && let Some((attributes, length)) = attributes::parse(info)
        && length == info.len()
    {
        return attributes;
    }
    let end = info.find(|c: char| c.is_whitespace() || matches!(c, ',' | '{')).unwrap_or(info.len());
    let (language, rest) = (&info[..end], info[end..].trim());
    let mut attributes = if rest.starts_with('{') {
        // mdBook and others write line numbers in bare braces: `rust {2,4-5}`.
        let lines = rest
            .strip_prefix('{')
            .and_then(|r| r.strip_suffix('}'))
            .filter(|r| !r.is_empty() && r.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'-' | b' ')));
        match lines {
            Some(lines) => Attributes { pairs: vec![("highlight".into(), lines.into())], ..Attributes::default() },
            None => attributes::parse(rest).map(|(attributes, _)| attributes).unwrap_or_default(),
        }
    } else {
        attributes::parse(&format!("{{{rest}}}")).map(|(attributes, _)| attributes).unwrap_or_default()
    };
    let language: String = language.chars().filter(|c| !c.is_control()).collect();
    if !language.is_empty() {
        attributes.classes.insert(0, language);
    }
    attributes
}
