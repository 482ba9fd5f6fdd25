//! Authors, editors and others in front matter.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Person, Role};
use crate::source::{Value, ValueKind};

/// Reads a name, a list of names, or a list of tables with `name`, `role`, `affiliation`, `email` and `sort`.
pub(super) fn read(key: &str, value: &Value, diagnostics: &mut Diagnostics) -> Vec<Person> {
    let role = role(key).unwrap_or_default();
    match &value.kind {
        ValueKind::List(items) => items.iter().filter_map(|item| person(item, role, diagnostics)).collect(),
        _ => person(value, role, diagnostics).into_iter().collect(),
    }
}

fn person(value: &Value, role_of_key: Role, diagnostics: &mut Diagnostics) -> Option<Person> {
    if let Some(name) = value.as_text() {
        let name = clean(&name);
        return (!name.is_empty()).then(|| Person { name, role: role_of_key, ..Person::default() });
    }
    let ValueKind::Map(entries) = &value.kind else {
        let message = format!("a person is a name or a table with `name`, not {}", value.kind_name());
        diagnostics.push(Diagnostic::error("wrong-type", message).at(value.span));
        return None;
    };
    let mut person = Person { role: role_of_key, ..Person::default() };
    let (mut given, mut family) = (None, None);
    for entry in entries {
        let text = joined(&entry.value);
        match entry.key.as_str() {
            "name" | "text" | "literal" => match &entry.value.kind {
                // Quarto writes `name: {given: A, family: B}`.
                ValueKind::Map(parts) => {
                    for part in parts {
                        match part.key.as_str() {
                            "given" => given = joined(&part.value),
                            "family" => family = joined(&part.value),
                            _ => person.name = joined(&part.value).unwrap_or_default(),
                        }
                    }
                }
                _ => person.name = text.unwrap_or_default(),
            },
            "given" => given = text,
            "family" => family = text,
            "sort" | "file-as" | "sort-name" => person.sort = text,
            "affiliation" | "affiliations" | "institute" => person.affiliation = text,
            "email" => person.email = text,
            "role" | "roles" => match text.as_deref().map(role) {
                Some(Some(role)) => person.role = role,
                _ => {
                    person.role = Role::Contributor;
                    diagnostics.push(
                        Diagnostic::warning(
                            "unknown-key",
                            "this role is not known; the person counts as a contributor",
                        )
                        .at(entry.value.span)
                        .help("author, editor, translator, illustrator or contributor"),
                    );
                }
            },
            // Pandoc's templates carry more than the editions show (orcid, url, correspondence …).
            _ => {}
        }
    }
    if let (true, Some(family)) = (person.name.is_empty(), &family) {
        person.name = given.iter().chain([family]).map(String::as_str).collect::<Vec<_>>().join(" ");
    }
    if let (None, Some(family), Some(given)) = (&person.sort, family, given) {
        person.sort = Some(format!("{family}, {given}"));
    }
    if person.name.is_empty() {
        diagnostics.push(Diagnostic::error("wrong-type", "this person has no `name`").at(value.span));
        return None;
    }
    Some(person)
}

fn joined(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::List(items) => Some(items.iter().filter_map(joined).collect::<Vec<_>>().join(", ")),
        ValueKind::Map(entries) => {
            entries.iter().find(|entry| entry.key == "name").and_then(|entry| joined(&entry.value))
        }
        _ => value.as_text().map(|text| clean(&text)),
    }
}

fn clean(text: &str) -> String {
    super::text::clean(text.trim(), false).0.into_owned()
}

/// The role of that name or MARC relator code.
fn role(name: &str) -> Option<Role> {
    Some(match name.trim().to_ascii_lowercase().as_str() {
        "author" | "authors" | "creator" | "aut" => Role::Author,
        "editor" | "editors" | "edt" => Role::Editor,
        "translator" | "translators" | "trl" => Role::Translator,
        "illustrator" | "illustrators" | "ill" => Role::Illustrator,
        "contributor" | "contributors" | "ctb" => Role::Contributor,
        _ => return None,
    })
}
