//! Writing well-formed XML: tags, attributes and text.

/// A start tag that is being written.
#[must_use = "a tag is not complete until it is opened or closed as empty"]
pub(super) struct Tag<'a> {
    out: &'a mut String,
}

/// Begins a tag of that name.
pub(super) fn tag<'a>(out: &'a mut String, name: &str) -> Tag<'a> {
    out.push('<');
    out.push_str(name);
    Tag { out }
}

/// Writes an end tag.
pub(super) fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Writes an element that holds nothing but text.
pub(super) fn element(out: &mut String, name: &str, content: &str) {
    tag(out, name).text(name, content);
}

impl Tag<'_> {
    /// Adds an attribute.
    pub(super) fn attr(self, name: &str, value: &str) -> Self {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        push_attribute(self.out, value);
        self.out.push('"');
        self
    }

    /// Adds an attribute if there is a value for it.
    pub(super) fn maybe(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Adds an attribute unless its value is empty.
    pub(super) fn unless_empty(self, name: &str, value: &str) -> Self {
        self.maybe(name, (!value.is_empty()).then_some(value))
    }

    /// Ends the start tag.
    pub(super) fn open(self) {
        self.out.push('>');
    }

    /// Ends the tag of an element without content.
    pub(super) fn empty(self) {
        self.out.push_str("/>");
    }

    /// Ends the tag, writes the text and closes the element.
    pub(super) fn text(self, name: &str, content: &str) {
        self.out.push('>');
        push_text(self.out, content);
        close(self.out, name);
    }
}

/// Writes character data.
pub(super) fn push_text(out: &mut String, text: &str) {
    // Runs without anything special are copied whole; most text is one such run.
    let mut rest = text;
    while let Some(at) = rest.find(is_special) {
        let (plain, tail) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = tail.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            // Programs that look for attributes without reading XML would take code such as `alt="x"` for one.
            Some('"') => out.push_str("&quot;"),
            _ => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Writes the value of an attribute that stands in double quotes.
fn push_attribute(out: &mut String, value: &str) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(' '),
            c if is_legal(c) => out.push(c),
            _ => {}
        }
    }
}

fn is_special(c: char) -> bool {
    matches!(c, '&' | '<' | '>' | '"') || !is_legal(c)
}

/// Whether a character may stand in an XML 1.0 document (§2.2), less the controls and noncharacters that XML discourages
/// and HTML forbids. A carriage return would come back as a line feed.
fn is_legal(c: char) -> bool {
    match c {
        '\t' | '\n' => true,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FDD0}'..='\u{FDEF}' => false,
        c => u32::from(c) & 0xFFFE != 0xFFFE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped_and_cleaned() {
        let mut out = String::new();
        tag(&mut out, "p").attr("title", "a \"b\" & <c>\n\u{1}").text("p", "1 < \"2\" & \u{0}3\u{FFFE} \u{1F600}]]>");
        assert_eq!(
            out,
            "<p title=\"a &quot;b&quot; &amp; &lt;c&gt; \">1 &lt; &quot;2&quot; &amp; 3 \u{1F600}]]&gt;</p>"
        );
    }
}
