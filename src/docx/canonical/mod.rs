//! Children into the order of their schema.
//!
//! WordprocessingML's complex types are sequences: a reader that validates refuses `w:jc` before `w:pStyle`. Builders (and
//! `docx-rs` above all) write properties in the order in which it suits them; this pass puts them right, wherever they
//! come from, and leaves out property lists that came out empty.

mod schema;

use quick_xml::Reader;
use quick_xml::events::Event;

use schema::sequence;

/// A part whose text is not XML, which no input can bring about.
#[derive(Debug)]
pub(super) struct Malformed(pub(super) quick_xml::Error);

/// One element being copied whose children wait to be sorted.
struct Sorting {
    order: &'static [&'static str],
    /// Where its first child begins in the output.
    content: usize,
    /// Where its start tag begins in the output.
    tag: usize,
    /// Whether it may be left out when it comes out empty.
    optional: bool,
    /// Rank and output range of each child so far.
    children: Vec<(usize, usize, usize)>,
    depth: usize,
}

/// The part with the children of every sorted element in order.
pub(super) fn canonical(part: &str) -> Result<String, Malformed> {
    let mut reader = Reader::from_str(part);
    let mut output = String::with_capacity(part.len());
    let mut open: Vec<Sorting> = Vec::new();
    let mut depth = 0_usize;
    let mut before = 0_usize;
    loop {
        let event = reader.read_event().map_err(Malformed)?;
        let after = usize::try_from(reader.buffer_position()).unwrap_or(part.len());
        let source = part.get(before..after).unwrap_or_default();
        before = after;
        match event {
            Event::Start(tag) => {
                begin_child(&mut open, tag.name().as_ref(), depth, output.len());
                if let Some(order) = sequence(tag.name().as_ref()) {
                    let start = output.len();
                    output.push_str(source);
                    let optional = matches!(tag.name().as_ref(), b"w:pPr" | b"w:rPr" | b"w:trPr")
                        && tag.attributes_raw().trim_ascii().is_empty();
                    open.push(Sorting {
                        order,
                        content: output.len(),
                        tag: start,
                        optional,
                        children: Vec::new(),
                        depth: depth + 1,
                    });
                } else {
                    output.push_str(source);
                }
                depth += 1;
            }
            Event::End(_) => {
                if open.last().is_some_and(|sorting| sorting.depth == depth)
                    && let Some(sorting) = open.pop()
                {
                    finish(sorting, &mut output, source);
                } else {
                    output.push_str(source);
                }
                depth = depth.saturating_sub(1);
                end_child(&mut open, depth, output.len());
            }
            Event::Empty(tag) => {
                if matches!(tag.name().as_ref(), b"w:pPr" | b"w:rPr") {
                    continue;
                }
                begin_child(&mut open, tag.name().as_ref(), depth, output.len());
                output.push_str(source);
                end_child(&mut open, depth, output.len());
            }
            Event::Eof => return Ok(output),
            _ => output.push_str(source),
        }
    }
}

fn begin_child(open: &mut [Sorting], name: &[u8], depth: usize, position: usize) {
    if let Some(parent) = open.last_mut().filter(|parent| parent.depth == depth) {
        let local = name.splitn(2, |&b| b == b':').last().unwrap_or(name);
        let rank = parent.order.iter().position(|known| known.as_bytes() == local).unwrap_or(parent.order.len());
        parent.children.push((rank, position, position));
    }
}

fn end_child(open: &mut [Sorting], depth: usize, position: usize) {
    if let Some(child) = open.last_mut().filter(|parent| parent.depth == depth).and_then(|p| p.children.last_mut()) {
        child.2 = position;
    }
}

/// Puts the children in order behind the start tag, then the end tag.
fn finish(mut sorting: Sorting, output: &mut String, end_tag: &str) {
    sorting.children.retain(|child| child.1 < child.2);
    if sorting.children.is_empty() && sorting.optional {
        output.truncate(sorting.tag);
        return;
    }
    if !sorting.children.is_sorted_by_key(|child| child.0) {
        sorting.children.sort_by_key(|child| child.0);
        let content: String =
            sorting.children.iter().map(|&(_, start, end)| output.get(start..end).unwrap_or_default()).collect();
        output.truncate(sorting.content);
        output.push_str(&content);
    }
    output.push_str(end_tag);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: &str) {
        assert_eq!(canonical(from).map_err(|e| e.0.to_string()), Ok(to.to_owned()));
    }

    #[test]
    fn children_are_put_in_order_at_every_depth() {
        check(
            "<w:pPr><w:rPr><w:lang w:val=\"ru\"/><w:b/></w:rPr><w:numPr><w:numId/><w:ilvl/></w:numPr><w:pStyle/></w:pPr>",
            "<w:pPr><w:pStyle/><w:numPr><w:ilvl/><w:numId/></w:numPr><w:rPr><w:b/><w:lang w:val=\"ru\"/></w:rPr></w:pPr>",
        );
    }

    #[test]
    fn empty_property_lists_are_left_out() {
        check(
            "<w:p><w:pPr><w:rPr /></w:pPr><w:r><w:rPr /><w:t>a</w:t></w:r></w:p>",
            "<w:p><w:r><w:t>a</w:t></w:r></w:p>",
        );
    }

    #[test]
    fn text_is_kept() {
        check("<w:t xml:space=\"preserve\"> a &amp; b </w:t>", "<w:t xml:space=\"preserve\"> a &amp; b </w:t>");
    }
}
