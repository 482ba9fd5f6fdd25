//! Pandoc's attributes: `{#id .class key=value key="a value" -}`.

use crate::model::Attributes;

/// Longer braces are not attributes. Keeps a page of unbalanced braces from being read over and over.
const LONGEST: usize = 2_000;

/// Reads attributes at the start of `text`; the second value is their length in bytes. `None` when what stands there is
/// not all attributes, or empty braces: then it is text.
pub(super) fn parse(text: &str) -> Option<(Attributes, usize)> {
    let mut scanner = Scanner { text, at: 0 };
    scanner.eat('{')?;
    let mut attributes = Attributes::default();
    loop {
        scanner.space();
        match scanner.peek()? {
            '}' => {
                scanner.eat('}')?;
                return (!attributes.is_empty()).then_some((attributes, scanner.at));
            }
            '#' => {
                scanner.eat('#')?;
                attributes.id = Some(scanner.name()?.to_owned());
            }
            '.' => {
                scanner.eat('.')?;
                attributes.classes.push(scanner.name()?.to_owned());
            }
            '=' => {
                // The raw attribute `{=latex}`.
                scanner.eat('=')?;
                attributes.pairs.push(("=".into(), scanner.name()?.to_owned()));
            }
            '-' => {
                scanner.eat('-')?;
                attributes.classes.push("unnumbered".into());
            }
            _ => {
                let key = scanner.name()?.to_owned();
                scanner.eat('=')?;
                attributes.pairs.push((key, scanner.value()?));
            }
        }
        if !matches!(scanner.peek()?, '}' | ' ' | '\t' | '\n' | '\r') {
            return None;
        }
        if scanner.at > LONGEST {
            return None;
        }
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn eat(&mut self, c: char) -> Option<()> {
        (self.peek() == Some(c)).then(|| self.at += c.len_utf8())
    }

    fn space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }

    fn take(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let length = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn name(&mut self) -> Option<&'a str> {
        let name = self.take(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '/'));
        (!name.is_empty()).then_some(name)
    }

    fn value(&mut self) -> Option<String> {
        for quote in ['"', '\''] {
            if self.eat(quote).is_some() {
                let mut value = String::new();
                loop {
                    let rest = &self.text[self.at..];
                    let c = rest.chars().next()?;
                    self.at += c.len_utf8();
                    match c {
                        c if c == quote => return Some(value),
                        '\\' if rest[1..].starts_with([quote, '\\']) => {
                            value.push(self.peek()?);
                            self.at += 1;
                        }
                        '\n' | '\r' | '\t' => value.push(' '),
                        c if c.is_control() => {}
                        c => value.push(c),
                    }
                    if value.len() > LONGEST {
                        return None;
                    }
                }
            }
        }
        let value = self.take(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '}' | '"' | '\'' | '{' | '='));
        (!value.is_empty()).then(|| value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown = parse(text).map_or("text".to_owned(), |(a, length)| {
            let pairs: Vec<_> = a.pairs.iter().map(|(k, v)| format!("{k}={v}")).collect();
            format!("{}|{}|{}|{length}", a.id.as_deref().unwrap_or(""), a.classes.join(","), pairs.join(","))
        });
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn attributes_are_read_or_left() {
        check("{#fig:x .a .b width=50%} rest", "fig:x|a,b|width=50%|24");
        check("{caption=\"a } \\\"b\\\"\"}", "||caption=a } \"b\"|21");
        check("{-}", "|unnumbered||3");
        check("{x}", "text");
        check("{}", "text");
        check("{.a", "text");
        check("{a = b}", "text");
        check("{=latex}", "||==latex|8");
    }
}
