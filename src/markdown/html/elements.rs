//! What each element of HTML means in the model.

use crate::model::{Attributes, RowGroup};

/// What is to be done with an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Role {
    /// A block: closes a paragraph that is open.
    Block(Element),
    /// An inline.
    Inline(Element),
    /// Its tags mean nothing here, its content is kept without a word (`<colgroup>`, `<picture>`).
    Transparent,
    /// A transparent block: it ends a paragraph.
    TransparentBlock,
    /// Dropped with all that is in it.
    Dropped,
    /// The model has no place for it: its tags are dropped with a diagnostic, its content is kept.
    Unsupported,
    /// No element of HTML, such as the `<T>` of a programming language: shown as text, with a diagnostic.
    Unknown,
}

/// Elements that the model has a place for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum Element {
    Paragraph,
    Division,
    Center,
    Details,
    Summary,
    Figure,
    Caption,
    Quote,
    BulletList,
    OrderedList,
    Item,
    DefinitionList,
    Term,
    Definition,
    Table,
    Rows(RowGroup),
    Row,
    Cell,
    HeadCell,
    Heading(u8),
    Preformatted,
    Rule,
    Emphasis,
    Strong,
    Strike,
    Deletion,
    Insertion,
    Superscript,
    Subscript,
    Code,
    Anchor,
    Span,
    /// A span of the class that is the element's name, or the one given.
    Classed(&'static str),
    QuotedText,
    Image,
    Break,
    Ruby,
    /// A part of it.
    RubyPart(RubyPart),
}

/// What `<ruby>` is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::markdown) enum RubyPart {
    Base,
    Annotation,
    /// For readers that cannot set annotations.
    Parenthesis,
}

/// The role of the element of that name.
pub(in crate::markdown) fn role(name: &str) -> Role {
    use Element as E;
    match name {
        "p" => Role::Block(E::Paragraph),
        "div" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "address" => {
            Role::Block(E::Division)
        }
        "center" => Role::Block(E::Center),
        "details" => Role::Block(E::Details),
        "summary" => Role::Block(E::Summary),
        "figure" => Role::Block(E::Figure),
        "figcaption" | "caption" => Role::Block(E::Caption),
        "blockquote" => Role::Block(E::Quote),
        "ul" | "menu" => Role::Block(E::BulletList),
        "ol" => Role::Block(E::OrderedList),
        "li" => Role::Block(E::Item),
        "dl" => Role::Block(E::DefinitionList),
        "dt" => Role::Block(E::Term),
        "dd" => Role::Block(E::Definition),
        "table" => Role::Block(E::Table),
        "thead" => Role::Block(E::Rows(RowGroup::Head)),
        "tbody" => Role::Block(E::Rows(RowGroup::Body)),
        "tfoot" => Role::Block(E::Rows(RowGroup::Foot)),
        "tr" => Role::Block(E::Row),
        "td" => Role::Block(E::Cell),
        "th" => Role::Block(E::HeadCell),
        "h1" => Role::Block(E::Heading(1)),
        "h2" => Role::Block(E::Heading(2)),
        "h3" => Role::Block(E::Heading(3)),
        "h4" => Role::Block(E::Heading(4)),
        "h5" => Role::Block(E::Heading(5)),
        "h6" => Role::Block(E::Heading(6)),
        "pre" => Role::Block(E::Preformatted),
        "hr" => Role::Block(E::Rule),
        "em" | "i" | "cite" | "dfn" | "var" => Role::Inline(E::Emphasis),
        "strong" | "b" => Role::Inline(E::Strong),
        "s" | "strike" => Role::Inline(E::Strike),
        "del" => Role::Inline(E::Deletion),
        "ins" => Role::Inline(E::Insertion),
        "sup" => Role::Inline(E::Superscript),
        "sub" => Role::Inline(E::Subscript),
        "code" | "tt" | "samp" => Role::Inline(E::Code),
        "a" => Role::Inline(E::Anchor),
        "span" | "font" | "bdi" | "bdo" | "time" | "data" => Role::Inline(E::Span),
        "abbr" | "acronym" => Role::Inline(E::Classed("abbr")),
        "kbd" => Role::Inline(E::Classed("kbd")),
        "mark" => Role::Inline(E::Classed("mark")),
        "u" => Role::Inline(E::Classed("underline")),
        "small" => Role::Inline(E::Classed("small")),
        "big" => Role::Inline(E::Classed("big")),
        "q" => Role::Inline(E::QuotedText),
        "img" => Role::Inline(E::Image),
        "br" => Role::Inline(E::Break),
        "ruby" => Role::Inline(E::Ruby),
        "rb" => Role::Inline(E::RubyPart(RubyPart::Base)),
        "rt" => Role::Inline(E::RubyPart(RubyPart::Annotation)),
        "rp" => Role::Inline(E::RubyPart(RubyPart::Parenthesis)),
        "picture" | "source" | "wbr" | "rtc" | "nobr" => Role::Transparent,
        "colgroup" | "col" | "html" | "body" | "hgroup" => Role::TransparentBlock,
        "script" | "style" | "head" | "title" | "template" | "textarea" | "select" | "svg" => Role::Dropped,
        "form" | "input" | "button" | "label" | "fieldset" | "legend" | "option" | "optgroup" | "datalist"
        | "output" | "progress" | "meter" | "dialog" | "slot" | "iframe" | "object" | "embed" | "param" | "audio"
        | "video" | "track" | "canvas" | "map" | "area" | "marquee" | "frame" | "frameset" | "noframes" | "meta"
        | "link" | "base" | "basefont" | "noscript" | "applet" | "math" | "search" | "dir" => Role::Unsupported,
        _ => Role::Unknown,
    }
}

/// The attributes that the model keeps: id (or `name`), class, lang, dir, title and sizes. What runs code or restyles the
/// element is left behind.
pub(in crate::markdown) fn keep(attributes: &[(String, String)]) -> Attributes {
    let mut kept = Attributes::default();
    for (key, value) in attributes {
        match key.as_str() {
            "id" | "name" if !value.trim().is_empty() && (key == "id" || kept.id.is_none()) => {
                kept.id = Some(value.trim().to_owned());
            }
            "class" => kept.classes.extend(value.split_ascii_whitespace().map(str::to_owned)),
            "lang" | "xml:lang" if kept.lang().is_none() => kept.pairs.push(("lang".into(), value.clone())),
            "dir" | "title" | "width" | "height" | "open" => kept.pairs.push((key.clone(), value.clone())),
            "style" if kept.get("dir").is_none() => {
                let direction = declaration(value, "direction").filter(|value| matches!(value.as_str(), "rtl" | "ltr"));
                kept.pairs.extend(direction.map(|direction| ("dir".to_owned(), direction)));
            }
            _ => {}
        }
    }
    kept
}

/// How `align` or `style` sets the text: a class of that name.
pub(in crate::markdown) fn align_of(attributes: &[(String, String)]) -> Option<&'static str> {
    let value = attributes.iter().find_map(|(key, value)| match key.as_str() {
        "align" => Some(value.trim().to_ascii_lowercase()),
        "style" => declaration(value, "text-align"),
        _ => None,
    })?;
    match value.as_str() {
        "center" | "middle" => Some("center"),
        "right" | "end" => Some("right"),
        "left" | "start" => Some("left"),
        "justify" => Some("justify"),
        _ => None,
    }
}

/// Whether `style` asks for a page break before or after the element.
pub(in crate::markdown) fn breaks_page(attributes: &[(String, String)]) -> (bool, bool) {
    let asks = |property: &str| {
        attributes
            .iter()
            .filter(|(key, _)| key == "style")
            .filter_map(|(_, value)| declaration(value, property))
            .any(|value| matches!(value.as_str(), "always" | "page" | "left" | "right" | "recto" | "verso"))
    };
    (asks("page-break-before") || asks("break-before"), asks("page-break-after") || asks("break-after"))
}

pub(super) fn declaration(style: &str, property: &str) -> Option<String> {
    style.split(';').find_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        name.trim().eq_ignore_ascii_case(property).then(|| value.trim().to_ascii_lowercase())
    })
}
