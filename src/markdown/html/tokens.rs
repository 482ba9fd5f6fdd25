//! A small tolerant tokenizer: tags, comments and text, with their places.

use std::ops::Range;

/// A piece of HTML with its place in the text that was tokenized.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::markdown) struct Token<'a> {
    /// Its bytes.
    pub(in crate::markdown) range: Range<usize>,
    /// What it is.
    pub(in crate::markdown) kind: TokenKind<'a>,
}

/// What a piece of HTML is.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::markdown) enum TokenKind<'a> {
    /// Text; entities are not decoded.
    Text(&'a str),
    /// `<name attributes>`; names are in lower case, values not decoded.
    Start { name: String, attributes: Vec<(String, &'a str)>, closed: bool },
    /// `</name>`.
    End(String),
    /// `<!-- … -->`, what stands inside.
    Comment(&'a str),
    /// Declarations and processing instructions.
    Other,
}

/// The tokens of a text.
pub(in crate::markdown) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// The element whose content is no markup (`<script>`), until its end tag.
    verbatim: Option<String>,
}

impl<'a> Tokens<'a> {
    /// Tokenizes `text`; `verbatim` names an open element whose content is no markup.
    pub(in crate::markdown) fn new(text: &'a str, verbatim: Option<&str>) -> Self {
        Self { text, at: 0, verbatim: verbatim.map(str::to_owned) }
    }

    fn text_to(&mut self, end: usize) -> Token<'a> {
        let range = self.at..end;
        self.at = end;
        Token { kind: TokenKind::Text(&self.text[range.clone()]), range }
    }

    fn markup(&self) -> Option<(TokenKind<'a>, usize)> {
        let rest = &self.text[self.at..];
        if let Some(inside) = rest.strip_prefix("<!--") {
            // HTML standard §13.2.5.44: `<!-->` and `<!--->` are comments too.
            if inside.starts_with('>') {
                return Some((TokenKind::Comment(""), 5));
            }
            let end = inside.find("-->").unwrap_or(inside.len());
            return Some((TokenKind::Comment(&inside[..end]), (4 + end + 3).min(rest.len())));
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            // CommonMark 0.31 §6.6: each of these has an end of its own.
            let close = if rest.starts_with("<?") {
                "?>"
            } else if rest.starts_with("<![CDATA[") {
                "]]>"
            } else {
                ">"
            };
            let end = rest.find(close).map_or(rest.len(), |i| i + close.len());
            return Some((TokenKind::Other, end));
        }
        let closing = rest.starts_with("</");
        let name_start = if closing { 2 } else { 1 };
        let name: &str = {
            let after = rest.get(name_start..)?;
            let length =
                after.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ':'))).unwrap_or(after.len());
            &after[..length]
        };
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let lower = name.to_ascii_lowercase();
        let mut at = name_start + name.len();
        if closing {
            let end = rest[at..].find('>')?;
            return Some((TokenKind::End(lower), at + end + 1));
        }
        let mut attributes = Vec::new();
        loop {
            let after = rest.get(at..)?;
            let skipped = after.len() - after.trim_start().len();
            at += skipped;
            let after = &rest[at..];
            if after.starts_with('>') {
                return Some((TokenKind::Start { name: lower, attributes, closed: false }, at + 1));
            }
            if after.starts_with("/>") {
                return Some((TokenKind::Start { name: lower, attributes, closed: true }, at + 2));
            }
            if after.starts_with('/') {
                at += 1;
                continue;
            }
            let length = after.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))?;
            if length == 0 {
                // A stray `=`.
                at += 1;
                continue;
            }
            let key = after[..length].to_ascii_lowercase();
            at += length;
            let after = &rest[at..];
            let trimmed = after.trim_start();
            let Some(value) = trimmed.strip_prefix('=') else {
                attributes.push((key, ""));
                continue;
            };
            let value = value.trim_start();
            at = rest.len() - value.len();
            let (value, length) = match value.chars().next()? {
                quote @ ('"' | '\'') => {
                    let inside = &value[1..];
                    let end = inside.find(quote)?;
                    (&inside[..end], end + 2)
                }
                _ => {
                    let end = value.find(|c: char| c.is_whitespace() || c == '>')?;
                    (&value[..end], end)
                }
            };
            at += length;
            attributes.push((key, value));
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        if let Some(name) = self.verbatim.take() {
            let end = rest
                .match_indices("</")
                .find(|(i, _)| rest.get(i + 2..i + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(&name)))
                .map_or(rest.len(), |(i, _)| i);
            if end > 0 {
                return Some(self.text_to(self.at + end));
            }
        }
        if rest.starts_with('<')
            && let Some((kind, length)) = self.markup()
        {
            if let TokenKind::Start { name, closed: false, .. } = &kind
                && matches!(name.as_str(), "script" | "style" | "textarea" | "title")
            {
                self.verbatim = Some(name.clone());
            }
            let range = self.at..self.at + length;
            self.at = range.end;
            return Some(Token { range, kind });
        }
        let skip = usize::from(rest.starts_with('<'));
        let end = rest[skip..].find('<').map_or(rest.len(), |i| i + skip);
        Some(self.text_to(self.at + end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown: Vec<String> = Tokens::new(text, None)
            .map(|token| match token.kind {
                TokenKind::Text(text) => format!("'{text}'"),
                TokenKind::Start { name, attributes, closed } => {
                    let pairs: Vec<_> = attributes.iter().map(|(k, v)| format!(" {k}={v}")).collect();
                    format!("<{name}{}{}>", pairs.concat(), if closed { "/" } else { "" })
                }
                TokenKind::End(name) => format!("</{name}>"),
                TokenKind::Comment(text) => format!("!{text}"),
                TokenKind::Other => "?".into(),
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn tokens_of_good_and_bad_html() {
        check("<P align=\"center\">a<br/>b</p>", &["<p align=center>", "'a'", "<br/>", "'b'", "</p>"]);
        check("a < b <1> </ x", &["'a '", "'< b '", "'<1> '", "'</ x'"]);
        check("<img src=a.png width=3 hidden>", &["<img src=a.png width=3 hidden=>"]);
        check("<!-- a > b --><!-->x<!-- y", &["! a > b ", "!", "'x'", "! y"]);
        check("<script>if (a<b) </p></SCRIPT>x", &["<script>", "'if (a<b) </p>'", "</script>", "'x'"]);
        check("<!DOCTYPE html><?php '>' ?><![CDATA[<a>]]>", &["?", "?", "?"]);
        check("<a href='x", &["'<a href='x'"]);
        check("<a = =x>", &["<a x=>"]);
    }
}
