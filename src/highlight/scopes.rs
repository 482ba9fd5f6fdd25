//! TextMate scopes to token classes.

use crate::style::TokenClass;

/// The class of a token: that of its innermost scope which has one, so that an escape inside a string is an escape.
/// A string or comment keeps its delimiters, which the grammars call punctuation.
pub(super) fn class<'s>(scopes: impl Iterator<Item = &'s str>) -> Option<TokenClass> {
    let mut found = None;
    for scope in scopes {
        match of(scope) {
            Some(TokenClass::Punctuation) if found.is_some() => {}
            // Plain text that is embedded in a string, such as `${…}` in a template, is code again.
            None if is_embedded(scope) => found = None,
            None => {}
            class => found = class,
        }
    }
    found
}

fn is_embedded(scope: &str) -> bool {
    scope.starts_with("meta.embedded") || scope.starts_with("meta.template.expression") || scope.starts_with("source.")
}

/// Prefixes of scopes with their class; the longest that fits counts. They follow the naming conventions of TextMate's
/// manual §12.4 and what the widely used grammars add to them.
const PREFIXES: [(&str, Option<TokenClass>); 66] = {
    use TokenClass as C;
    [
        ("comment", Some(C::Comment)),
        ("constant", Some(C::Constant)),
        ("constant.character.escape", Some(C::Escape)),
        ("constant.character.format", Some(C::Escape)),
        ("constant.numeric", Some(C::Number)),
        ("constant.other.color", Some(C::Number)),
        ("constant.other.caps", Some(C::Constant)),
        ("constant.other.placeholder", Some(C::Escape)),
        ("constant.other.symbol", Some(C::Constant)),
        ("entity.name.function", Some(C::Function)),
        ("entity.name.method", Some(C::Function)),
        ("entity.name.command", Some(C::Function)),
        ("entity.name.class", Some(C::Type)),
        ("entity.name.enum", Some(C::Type)),
        ("entity.name.interface", Some(C::Type)),
        ("entity.name.struct", Some(C::Type)),
        ("entity.name.trait", Some(C::Type)),
        ("entity.name.type", Some(C::Type)),
        ("entity.name.union", Some(C::Type)),
        ("entity.name.namespace", Some(C::Type)),
        ("entity.name.section", Some(C::Heading)),
        ("entity.name.tag", Some(C::Tag)),
        ("entity.other.attribute-name", Some(C::Attribute)),
        ("entity.other.inherited-class", Some(C::Type)),
        ("invalid", Some(C::Invalid)),
        ("keyword", Some(C::Keyword)),
        ("keyword.operator", Some(C::Operator)),
        ("keyword.operator.expression", Some(C::Keyword)),
        ("keyword.operator.logical.python", Some(C::Keyword)),
        ("keyword.operator.new", Some(C::Keyword)),
        ("keyword.operator.wordlike", Some(C::Keyword)),
        ("keyword.other.unit", Some(C::Number)),
        ("markup.changed", Some(C::Inserted)),
        ("markup.deleted", Some(C::Deleted)),
        ("markup.heading", Some(C::Heading)),
        ("markup.inline.raw", Some(C::String)),
        ("markup.inserted", Some(C::Inserted)),
        ("markup.raw", Some(C::String)),
        ("markup.underline.link", Some(C::String)),
        ("meta.diff.header", Some(C::Heading)),
        ("meta.diff.range", Some(C::Heading)),
        ("punctuation", Some(C::Punctuation)),
        ("punctuation.accessor", Some(C::Operator)),
        ("punctuation.definition.heading", Some(C::Heading)),
        ("punctuation.definition.inserted", Some(C::Inserted)),
        ("punctuation.definition.deleted", Some(C::Deleted)),
        ("punctuation.section.embedded", Some(C::Escape)),
        ("punctuation.definition.template-expression", Some(C::Escape)),
        ("storage", Some(C::Keyword)),
        ("storage.type.built-in", Some(C::Type)),
        ("storage.type.primitive", Some(C::Type)),
        ("storage.type.numeric", Some(C::Type)),
        ("storage.type.java", Some(C::Type)),
        ("string", Some(C::String)),
        ("string.regexp", Some(C::String)),
        ("string.unquoted", None),
        ("support.class", Some(C::Type)),
        ("support.constant", Some(C::Constant)),
        ("support.function", Some(C::Function)),
        ("support.type", Some(C::Type)),
        ("support.type.property-name", Some(C::Attribute)),
        ("variable", Some(C::Variable)),
        ("variable.function", Some(C::Function)),
        ("variable.language", Some(C::Keyword)),
        ("variable.other.constant", Some(C::Constant)),
        ("variable.parameter", Some(C::Variable)),
    ]
};

fn of(scope: &str) -> Option<TokenClass> {
    PREFIXES
        .iter()
        .filter(|(prefix, _)| scope.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        .max_by_key(|(prefix, _)| prefix.len())
        .and_then(|(_, class)| *class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_meaning_counts() {
        use TokenClass as C;
        for (stack, expected) in [
            (&["source.rust", "string.quoted.double", "punctuation.definition.string.begin"][..], Some(C::String)),
            (&["source.rust", "string.quoted.double", "constant.character.escape"], Some(C::Escape)),
            (&["source.rust", "meta.block", "punctuation.brackets"], Some(C::Punctuation)),
            (&["source.js", "string.template", "meta.template.expression.js", "variable.other"], Some(C::Variable)),
            (&["source.js", "string.template", "meta.embedded.line"], None),
            (&["source.rust", "keyword.operator.math"], Some(C::Operator)),
            (&["source.rust", "keywordlike"], None),
            (&["source.rust"], None),
        ] {
            assert_eq!(class(stack.iter().copied()), expected, "{stack:?}");
        }
    }
}
