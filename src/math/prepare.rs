//! LaTeX that the parser does not know, rewritten into LaTeX that it knows.
//!
//! Commands without an equivalent become a mark of Unicode's private use area in front of a group; [mod@super::read] gives it its
//! meaning. Positions are kept, so that errors point into the author's source.

/// `\boxed{…}`.
pub(super) const BOXED: char = '\u{E000}';
/// `\phantom{…}`.
pub(super) const PHANTOM: char = '\u{E001}';
/// `\hphantom{…}`.
pub(super) const PHANTOM_WIDTH: char = '\u{E002}';
/// `\vphantom{…}`.
pub(super) const PHANTOM_HEIGHT: char = '\u{E003}';
/// In front of the name in `\operatorname*{…}`.
pub(super) const LIMITS: char = '\u{E004}';

/// How deeply groups and environments may stand inside one another.
const MAX_DEPTH: usize = 100;
/// How long a formula may be, in bytes.
const MAX_LENGTH: usize = 1 << 16;

/// Rewritten LaTeX.
#[derive(Debug, Default)]
pub(super) struct Prepared {
    /// The LaTeX for the parser.
    pub(super) latex: String,
    /// Where stretches that were copied begin: in `latex`, and in the source.
    anchors: Vec<(usize, usize)>,
}

impl Prepared {
    /// The place in the source of a place in the rewritten LaTeX.
    pub(super) fn source(&self, place: usize) -> usize {
        let next = self.anchors.partition_point(|&(to, _)| to <= place);
        let Some(&(to, from)) = next.checked_sub(1).and_then(|i| self.anchors.get(i)) else { return 0 };
        let limit = self.anchors.get(next).map_or(usize::MAX, |&(_, from)| from);
        (from + (place - to)).min(limit)
    }

    fn copy(&mut self, source: &str, range: std::ops::Range<usize>) {
        self.anchors.push((self.latex.len(), range.start));
        self.latex.push_str(source.get(range).unwrap_or(""));
    }
}

/// What keeps a formula from being read at all, and where.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) place: usize,
}

/// Rewrites `source`.
pub(super) fn prepare(source: &str) -> Result<Prepared, Refusal> {
    if source.len() > MAX_LENGTH {
        return Err(Refusal { message: format!("a formula of more than {MAX_LENGTH} bytes"), place: 0 });
    }
    let mut prepared = Prepared::default();
    let mut writer = Writer { source, place: 0, copied: 0, closing: Vec::new(), depth: 0, rows: false, columns: false };
    writer.run(&mut prepared)?;
    if writer.rows || writer.columns {
        let environment = if writer.columns { "aligned" } else { "gathered" };
        let opening = format!("\\begin{{{environment}}}");
        prepared.anchors.iter_mut().for_each(|(to, _)| *to += opening.len());
        prepared.latex = format!("{opening}{}\\end{{{environment}}}", prepared.latex);
    }
    Ok(prepared)
}

struct Writer<'a> {
    source: &'a str,
    place: usize,
    /// Up to where the source has been written.
    copied: usize,
    /// Depths at which a brace closes a rewritten group, too.
    closing: Vec<usize>,
    depth: usize,
    /// A line end outside all environments.
    rows: bool,
    /// A column mark outside all environments.
    columns: bool,
}

impl Writer<'_> {
    fn run(&mut self, out: &mut Prepared) -> Result<(), Refusal> {
        let bytes = self.source.as_bytes();
        while let Some(&byte) = bytes.get(self.place) {
            match byte {
                b'\\' => self.command(out)?,
                b'{' => {
                    self.deeper()?;
                    self.place += 1;
                }
                b'}' => {
                    if self.closing.last() == Some(&self.depth) {
                        self.closing.pop();
                        self.replace(out, self.place..self.place, "}");
                    }
                    self.depth = self.depth.saturating_sub(1);
                    self.place += 1;
                }
                b'%' => self.place = self.source[self.place..].find('\n').map_or(bytes.len(), |n| self.place + n),
                b'&' => {
                    self.columns |= self.depth == 0;
                    self.place += 1;
                }
                _ => self.place += 1,
            }
        }
        out.copy(self.source, self.copied..bytes.len());
        out.latex.extend(std::iter::repeat_n('}', self.closing.len()));
        Ok(())
    }

    fn deeper(&mut self) -> Result<(), Refusal> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Refusal {
                message: format!("more than {MAX_DEPTH} groups inside one another"),
                place: self.place,
            });
        }
        Ok(())
    }

    /// Writes `text` in place of a range of the source, and goes on behind the range.
    fn replace(&mut self, out: &mut Prepared, range: std::ops::Range<usize>, text: &str) {
        out.copy(self.source, self.copied..range.start);
        out.anchors.push((out.latex.len(), range.start));
        out.latex.push_str(text);
        self.copied = range.end;
    }

    fn command(&mut self, out: &mut Prepared) -> Result<(), Refusal> {
        let start = self.place;
        let tail = &self.source[start + 1..];
        let letters = tail.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(tail.len());
        if letters == 0 {
            self.rows |= self.depth == 0 && tail.starts_with('\\');
            self.place = start + 1 + tail.chars().next().map_or(0, char::len_utf8);
            return Ok(());
        }
        let name = &tail[..letters];
        let mut end = start + 1 + letters;
        let starred = self.source[end..].starts_with('*');
        match name {
            "nonumber" | "notag" | "displaylimits" | "allowbreak" | "nobreak" | "smash" => {
                self.replace(out, start..end, "")
            }
            "mbox" | "hbox" | "textnormal" | "textup" | "textmd" => self.replace(out, start..end, "\\text"),
            "bm" | "pmb" | "mathbold" => self.replace(out, start..end, "\\boldsymbol"),
            "mathscr" => self.replace(out, start..end, "\\mathcal"),
            "mathbbm" | "mathds" => self.replace(out, start..end, "\\mathbb"),
            "boxed" | "fbox" => self.mark(out, start..end, BOXED),
            "phantom" => self.mark(out, start..end, PHANTOM),
            "hphantom" => self.mark(out, start..end, PHANTOM_WIDTH),
            "vphantom" => self.mark(out, start..end, PHANTOM_HEIGHT),
            "label" => {
                end = self.group(end).map_or(end, |group| group.end + 1);
                self.replace(out, start..end, "");
            }
            "tag" => {
                let open = end + usize::from(starred);
                if let Some(group) = self.group(open) {
                    let text = &self.source[group.clone()];
                    let text = if starred { text.to_owned() } else { format!("({text})") };
                    end = group.end + 1;
                    self.replace(out, start..end, &format!("\\qquad\\text{{{text}}}"));
                }
            }
            "operatorname" if starred => {
                if let Some(group) = self.group(end + 1) {
                    self.replace(out, start..group.start, &format!("\\operatorname{{{LIMITS}"));
                    end = group.start;
                    self.deeper()?;
                }
            }
            "left" => self.deeper()?,
            "right" => self.depth = self.depth.saturating_sub(1),
            "begin" | "end" => {
                let group = self.group(end);
                let environment = group.clone().and_then(|group| self.source.get(group)).unwrap_or("");
                let known = match (environment, name) {
                    ("eqnarray" | "eqnarray*", "begin") => Some("array}{rcl"),
                    ("eqnarray" | "eqnarray*", _) => Some("array"),
                    ("flalign" | "flalign*", _) => Some("align*"),
                    ("multline*", _) => Some("multline"),
                    ("displaymath" | "math", _) => Some("equation*"),
                    _ => None,
                };
                if let Some(group) = group {
                    end = group.end + 1;
                    if let Some(known) = known {
                        self.replace(out, group, known);
                    }
                }
                if name == "begin" {
                    self.deeper()?;
                } else {
                    self.depth = self.depth.saturating_sub(1);
                }
            }
            _ => {}
        }
        self.place = end;
        Ok(())
    }

    /// Puts a mark in front of the group that follows a command, and a group around both.
    fn mark(&mut self, out: &mut Prepared, command: std::ops::Range<usize>, mark: char) {
        if self.group(command.end).is_some() {
            self.replace(out, command, &format!("{{{mark}"));
            self.closing.push(self.depth + 1);
        }
    }

    /// What stands between the braces that follow `place`.
    fn group(&self, place: usize) -> Option<std::ops::Range<usize>> {
        let rest = self.source.get(place..)?;
        let open = place + rest.len() - rest.trim_start().len();
        if !self.source[open..].starts_with('{') {
            return None;
        }
        let mut depth = 0_usize;
        let mut escaped = false;
        for (i, c) in self.source[open..].char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '{' => depth += 1,
                '}' => {
                    depth -= 1;
                    if depth == 0 {
                        return Some(open + 1..open + i);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::prepare;

    fn rewritten(source: &str) -> String {
        prepare(source).map_or_else(|refusal| refusal.message, |prepared| prepared.latex)
    }

    #[test]
    fn unknown_commands_are_rewritten() {
        for (from, to) in [
            (r"a \\ b", r"\begin{gathered}a \\ b\end{gathered}"),
            (r"a &= b", r"\begin{aligned}a &= b\end{aligned}"),
            (r"\begin{matrix}a & b\end{matrix}", r"\begin{matrix}a & b\end{matrix}"),
            (r"\operatorname*{argmin}_x f", "\\operatorname{\u{E004}argmin}_x f"),
            (r"\boxed{a^{2}}+1", "{\u{E000}{a^{2}}}+1"),
            (r"x \tag{1}\label{eq:a}", r"x \qquad\text{(1)}"),
            (r"\begin{eqnarray*}a&=&b\end{eqnarray*}", r"\begin{array}{rcl}a&=&b\end{array}"),
        ] {
            assert_eq!(rewritten(from), to);
        }
        assert!(rewritten(&"{".repeat(5_000)).contains("inside one another"));
    }

    #[test]
    fn places_are_found_again() {
        let source = r"\bm{x} + \label{y} z";
        let prepared = prepare(source).unwrap_or_default();
        for word in ["{x}", "z"] {
            let place = prepared.latex.find(word).unwrap_or(0);
            assert_eq!(prepared.source(place), source.find(word).unwrap_or(0), "{word}");
        }
    }
}
