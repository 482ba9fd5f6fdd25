//! What stands in `\text{…}`: words, escapes, and formulas between dollar signs.

/// A piece of text mode.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    /// Words, with escapes resolved.
    Words(String),
    /// LaTeX between dollar signs.
    Formula(&'a str),
}

/// The pieces of a text argument. Font commands inside are dropped and their arguments kept.
pub(super) fn pieces(source: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut words = String::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let mut tail = &rest[c.len_utf8()..];
        match c {
            '$' => match tail.split_once('$') {
                Some((formula, after)) => {
                    if !words.is_empty() {
                        pieces.push(Piece::Words(std::mem::take(&mut words)));
                    }
                    pieces.push(Piece::Formula(formula));
                    tail = after;
                }
                None => words.push('$'),
            },
            '~' => words.push('\u{A0}'),
            '{' | '}' => {}
            '\\' => {
                let length = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
                if length == 0 {
                    if let Some(escaped) = tail.chars().next() {
                        words.push(escaped);
                        tail = &tail[escaped.len_utf8()..];
                    }
                } else {
                    words.push_str(symbol(&tail[..length]));
                    tail = tail[length..].trim_start();
                }
            }
            '&' if rest.starts_with("&nbsp;") => {
                words.push('\u{A0}');
                tail = &rest["&nbsp;".len()..];
            }
            '\n' | '\t' => words.push(' '),
            c if c.is_control() => {}
            c => words.push(c),
        }
        rest = tail;
    }
    if !words.is_empty() {
        pieces.push(Piece::Words(words));
    }
    pieces
}

/// Commands of text mode that show something by themselves.
fn symbol(command: &str) -> &'static str {
    match command {
        "textbackslash" => "\\",
        "dots" | "ldots" | "textellipsis" => "…",
        "quad" => "\u{2003}",
        "qquad" => "\u{2003}\u{2003}",
        "ss" => "ß",
        "ae" => "æ",
        "o" => "ø",
        "textasciitilde" => "~",
        "textasciicircum" => "^",
        "S" => "§",
        "copyright" => "©",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn text_holds_words_escapes_and_formulas() {
        assert_eq!(
            pieces(r"if \textbf{all} $x_i$ are 5\% of~it"),
            [Piece::Words("if all ".into()), Piece::Formula("x_i"), Piece::Words(" are 5% of\u{A0}it".into())]
        );
        assert_eq!(pieces("$ alone"), [Piece::Words("$ alone".into())]);
    }
}
