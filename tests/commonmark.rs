//! The examples of the CommonMark specification: the model says what the specification's HTML says.
//!
//! Both are brought to a list of tags and words. What differs is listed in `commonmark-exceptions.txt` with its reason; an
//! example there that agrees after all fails the test too, so the list can only shrink.

#![expect(clippy::expect_used, clippy::print_stderr, reason = "a test fails by panicking, and says when it is skipped")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use trefoil::markdown::read_text;
use trefoil::model::{Block, BlockKind, Figure, Inline, InlineKind, ListKind};

#[test]
fn the_specification_is_kept() {
    let Some(corpus) = std::env::var_os("TREFOIL_CORPUS") else {
        eprintln!("skipped: TREFOIL_CORPUS is not set");
        return;
    };
    let path = std::path::Path::new(&corpus).join("commonmark-spec.md");
    let specification = std::fs::read_to_string(&path).expect("the specification");
    let exceptions: BTreeMap<usize, &str> = include_str!("commonmark-exceptions.txt")
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let (number, reason) = line.split_once(' ').expect("a reason");
            (number.parse().expect("a number"), reason)
        })
        .collect();
    let mut report = String::new();
    let mut count = 0;
    for (markdown, html) in examples(&specification) {
        count += 1;
        let ours = model(&markdown);
        let theirs = specified(&html);
        match (ours == theirs, exceptions.contains_key(&count)) {
            (true, true) => writeln!(report, "{count} agrees now: take it off the list").expect("memory"),
            (false, false) => {
                writeln!(report, "{count} {markdown:?}\n  ours   {ours:?}\n  theirs {theirs:?}").expect("memory");
            }
            _ => {}
        }
    }
    assert!(count > 640, "only {count} examples");
    assert!(report.is_empty(), "\n{report}");
}

/// Markdown and HTML of every example; `→` stands for a tab.
fn examples(specification: &str) -> Vec<(String, String)> {
    let fence = "`".repeat(32);
    let mut examples = Vec::new();
    let mut lines = specification.lines();
    while let Some(line) = lines.next() {
        if line != format!("{fence} example") {
            continue;
        }
        let mut parts = [String::new(), String::new()];
        let mut part = 0;
        for line in lines.by_ref().take_while(|line| *line != fence) {
            if line == "." {
                part = 1;
            } else {
                parts[part] += &line.replace('→', "\t");
                parts[part].push('\n');
            }
        }
        let [markdown, html] = parts;
        examples.push((markdown, html));
    }
    examples
}

/// The document in tags and words.
fn model(markdown: &str) -> Vec<String> {
    let (document, _) = read_text(markdown);
    let mut out = Outline::default();
    out.blocks(&document.blocks, false);
    out.finish()
}

#[derive(Default)]
struct Outline {
    tokens: Vec<String>,
    text: String,
}

impl Outline {
    fn finish(mut self) -> Vec<String> {
        self.flush();
        self.tokens
    }

    fn tag(&mut self, tag: &str) {
        self.flush();
        self.tokens.push(tag.to_owned());
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.tokens.extend(text.split_whitespace().map(str::to_owned));
    }

    fn blocks(&mut self, blocks: &[Block], tight: bool) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    if !tight {
                        self.tag("<p>");
                    }
                    self.inlines(content);
                    self.flush();
                    if !tight {
                        self.tag("</p>");
                    }
                }
                // An implicit figure is a paragraph with a picture to CommonMark.
                BlockKind::Figure(Figure { images, .. }) => {
                    if !tight {
                        self.tag("<p>");
                    }
                    for image in images {
                        self.image(&image.target, &image.alt, &image.title);
                    }
                    if !tight {
                        self.tag("</p>");
                    }
                }
                BlockKind::Heading { level, content } => {
                    self.tag(&format!("<h{level}>"));
                    self.inlines(content);
                    self.tag(&format!("</h{level}>"));
                }
                BlockKind::Quote(inner) => {
                    self.tag("<blockquote>");
                    self.blocks(inner, false);
                    self.tag("</blockquote>");
                }
                BlockKind::List(list) => {
                    let (open, close) = match list.kind {
                        ListKind::Bullet => ("<ul>".to_owned(), "</ul>"),
                        ListKind::Ordered { start: 1, .. } => ("<ol>".to_owned(), "</ol>"),
                        ListKind::Ordered { start, .. } => (format!("<ol start={start}>"), "</ol>"),
                    };
                    self.tag(&open);
                    for item in &list.items {
                        self.tag("<li>");
                        self.blocks(&item.blocks, list.tight);
                        self.tag("</li>");
                    }
                    self.tag(close);
                }
                BlockKind::Code(code) => {
                    let language = code.language.as_deref().unwrap_or("");
                    self.tag(&format!("<pre {language}>{}", code.text));
                }
                BlockKind::ThematicBreak => self.tag("<hr>"),
                BlockKind::Container(inner) => self.blocks(inner, false),
                other => self.tag(&format!("{other:?}")),
            }
        }
    }

    fn image(&mut self, target: &str, alt: &str, title: &str) {
        self.tag(&format!("<img {} {alt} {}>", decoded(target), one_line(title)));
    }

    fn link(&mut self, target: &str, title: &str) {
        self.tag(&format!("<a {} {}>", decoded(target), one_line(title)));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let name = match &inline.kind {
                InlineKind::Text(text) => {
                    self.text += text;
                    continue;
                }
                InlineKind::SoftBreak => {
                    self.text.push(' ');
                    continue;
                }
                InlineKind::LineBreak => {
                    self.tag("<br>");
                    continue;
                }
                InlineKind::Code { text, .. } => {
                    self.tag(&format!("<code>{text}"));
                    continue;
                }
                InlineKind::Image(image) => {
                    self.image(&image.target, &image.alt, &image.title);
                    continue;
                }
                InlineKind::Link(link) => {
                    self.link(&link.target, &link.title);
                    self.inlines(&link.content);
                    self.tag("</a>");
                    continue;
                }
                InlineKind::Emphasis(_) => "em",
                InlineKind::Strong(_) => "strong",
                InlineKind::Strikethrough(_) | InlineKind::Deletion(_) => "del",
                InlineKind::Span { .. } => "span",
                other => {
                    self.tag(&format!("{other:?}"));
                    continue;
                }
            };
            self.tag(&format!("<{name}>"));
            self.inlines(inline.children());
            self.tag(&format!("</{name}>"));
        }
    }
}

/// Titles are one line in the model.
fn one_line(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address without percent-encoding: the model keeps it as written.
fn decoded(target: &str) -> String {
    let bytes = target.as_bytes();
    let mut out = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        let hex = (bytes[i] == b'%').then(|| target.get(i + 1..i + 3)).flatten();
        if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            out.push(byte);
            i += 3;
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The specification's HTML in tags and words.
fn specified(html: &str) -> Vec<String> {
    let mut out = Outline::default();
    let mut rest = html;
    while !rest.is_empty() {
        if let Some(code) = rest.strip_prefix("<pre><code") {
            let (attribute, after) = code.split_once('>').expect("a tag");
            let (text, after) = after.split_once("</code></pre>").expect("an end tag");
            let language = attribute.trim().trim_start_matches("class=\"language-").trim_end_matches('"');
            let text = entities(text);
            out.tag(&format!("<pre {}>{}", entities(language), text.strip_suffix('\n').unwrap_or(&text)));
            rest = after;
        } else if let Some(code) = rest.strip_prefix("<code>") {
            let (text, after) = code.split_once("</code>").expect("an end tag");
            out.tag(&format!("<code>{}", entities(text)));
            rest = after;
        } else if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |i| i + 3);
            rest = &rest[end..];
        } else if let Some(tag) = rest.strip_prefix('<')
            && let Some((inside, after)) = split_tag(tag)
        {
            let inside = inside.trim_end_matches('/').trim();
            let name = inside.split(|c: char| c.is_whitespace()).next().unwrap_or("");
            let get = |key: &str| attribute(inside, key);
            match name {
                "a" if get("href").is_some() => {
                    let title = get("title").unwrap_or_default();
                    out.link(&get("href").unwrap_or_default(), &title);
                }
                "img" => {
                    let [src, alt, title] = ["src", "alt", "title"].map(|key| get(key).unwrap_or_default());
                    out.image(&src, &alt, &title);
                }
                "ol" => out.tag(&get("start").map_or("<ol>".into(), |start| format!("<ol start={start}>"))),
                // What means nothing to a reader of any edition.
                name if name.starts_with(['?', '!']) || matches!(name.to_lowercase().as_str(), "div" | "/div") => {
                    out.flush()
                }
                "a" => out.flush(),
                "i" | "/i" | "b" | "/b" => out.tag(&format!("<{}>", name.replace('i', "em").replace('b', "strong"))),
                _ => out.tag(&format!("<{name}>")),
            }
            rest = after;
        } else {
            let end = rest.match_indices('<').map(|(i, _)| i).find(|i| *i > 0).unwrap_or(rest.len());
            out.text += &entities(&rest[..end]);
            rest = &rest[end..];
        }
    }
    out.finish()
}

/// What stands in a tag, whose values may hold `>`.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (i, c) in text.char_indices() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(q)) if c == q => quote = None,
            ('>', None) => return Some((&text[..i], &text[i + 1..])),
            _ => {}
        }
    }
    None
}

fn attribute(tag: &str, key: &str) -> Option<String> {
    let start = tag.find(&format!(" {key}=\""))? + key.len() + 3;
    let value = tag[start..].split('"').next()?;
    Some(entities(value))
}

fn entities(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
