//! How catalogues sort titles and names.

use crate::model::primary_language;

/// Articles that titles are sorted without, by language.
const ARTICLES: [(&str, &[&str]); 10] = [
    ("en", &["the", "a", "an"]),
    ("de", &["der", "die", "das", "ein", "eine"]),
    ("fr", &["le", "la", "les", "l’", "l'", "un", "une"]),
    ("es", &["el", "la", "los", "las", "un", "una"]),
    ("it", &["il", "lo", "la", "i", "gli", "le", "l’", "l'", "un", "uno", "una"]),
    ("pt", &["o", "a", "os", "as", "um", "uma"]),
    ("nl", &["de", "het", "een"]),
    ("da", &["den", "det", "de", "en", "et"]),
    ("nb", &["den", "det", "de", "en", "ei", "et"]),
    ("sv", &["den", "det", "de", "en", "ett"]),
];

/// `Whale, The` for `The Whale`: the article of the language stands last.
pub(super) fn title(title: &str, language: &str) -> String {
    let primary = primary_language(language).to_ascii_lowercase();
    let articles = ARTICLES.iter().find(|(language, _)| *language == primary).map_or(&[][..], |(_, articles)| articles);
    let split = articles.iter().find_map(|article| {
        let (first, rest) = title.split_at_checked(article.len())?;
        let elided = article.ends_with(['’', '\'']);
        let parted = elided || rest.starts_with(' ');
        (parted && first.to_lowercase() == **article).then(|| (first, rest.trim_start()))
    });
    match split.filter(|(_, rest)| !rest.is_empty()) {
        Some((article, rest)) => format!("{rest}, {article}"),
        None => title.to_owned(),
    }
}

/// `Melville, Herman` for `Herman Melville`; a name of one word, or in a script that has the family first, is sorted
/// as it is. None where a name has another form: it is then not ours to guess.
pub(super) fn name(name: &str) -> Option<String> {
    let name = name.trim();
    let east = |c: char| matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}');
    let Some((given, family)) = name.rsplit_once(' ').filter(|_| !name.starts_with(east)) else {
        return Some(name.to_owned());
    };
    let latin = name.chars().filter(|c| c.is_alphabetic()).all(|c| c < '\u{250}');
    let plain = !name.contains([',', '.', '(', '&']) || given.ends_with('.');
    let word = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
    // "van Beethoven", "de Gaulle": where the family name begins differs from country to country.
    (latin && plain && name.split_whitespace().all(word)).then(|| format!("{family}, {}", given.trim()))
}

#[cfg(test)]
mod tests {
    #[test]
    fn articles_stand_last() {
        for (title, language, expected) in [
            ("The Whale", "en-GB", "Whale, The"),
            ("A", "en", "A"),
            ("Theory", "en", "Theory"),
            ("L’Étranger", "fr", "Étranger, L’"),
            ("Die Verwandlung", "de", "Verwandlung, Die"),
            ("Die Hard", "en", "Die Hard"),
            ("鯨", "ja", "鯨"),
        ] {
            assert_eq!(super::title(title, language), expected);
        }
    }

    #[test]
    fn names_are_sorted_by_family_where_it_is_plain() {
        for (name, expected) in [
            ("Herman Melville", Some("Melville, Herman")),
            ("J. R. R. Tolkien", Some("Tolkien, J. R. R.")),
            ("Ludwig van Beethoven", None),
            ("毛 泽东", Some("毛 泽东")),
            ("Plato", Some("Plato")),
            ("Smith, Inc.", None),
        ] {
            assert_eq!(super::name(name).as_deref(), expected, "{name}");
        }
    }
}
