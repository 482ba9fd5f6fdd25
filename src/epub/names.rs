//! Names of files and ids: ASCII, stable, unique.

use std::collections::HashSet;

/// Names given so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// `wanted`, or with `-2`, `-3`, … after it the first that is free. File names are compared without case, as some file
    /// systems do.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut count = 1_u32;
        while !self.taken.insert(name.to_ascii_lowercase()) {
            count += 1;
            name = format!("{wanted}-{count}");
        }
        name
    }

    /// Marks a name as taken.
    pub(super) fn reserve(&mut self, name: &str) {
        self.taken.insert(name.to_ascii_lowercase());
    }
}

/// The longest name made of a text, in bytes.
const LONGEST: usize = 40;

/// The text as small ASCII letters, digits and hyphens, accents dropped; `fallback` where nothing is left of it.
pub(super) fn ascii_name(text: &str, fallback: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        if name.len() >= LONGEST {
            break;
        }
        let plain = c.to_lowercase().next().map_or("", base_letters);
        let lower = c.to_ascii_lowercase();
        if lower.is_ascii_alphanumeric() {
            name.push(lower);
        } else if !plain.is_empty() {
            name.push_str(plain);
        } else if !matches!(c, '\'' | '’') && !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() { fallback.to_owned() } else { name.to_owned() }
}

/// The ASCII letters nearest to a Latin letter.
const fn base_letters(c: char) -> &'static str {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ạ'..='ặ' => "a",
        'æ' => "ae",
        'ç' | 'ć'..='č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è'..='ë' | 'ē'..='ě' | 'ẹ'..='ệ' => "e",
        'ĝ'..='ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì'..='ï' | 'ĩ'..='ı' | 'ỉ' | 'ị' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ'..='ł' => "l",
        'ñ' | 'ń'..='ň' => "n",
        'ò'..='ö' | 'ø' | 'ō'..='ő' | 'ơ' | 'ọ'..='ợ' => "o",
        'œ' => "oe",
        'ŕ'..='ř' => "r",
        'ś'..='š' | 'ș' => "s",
        'ß' => "ss",
        'ţ'..='ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ũ'..='ų' | 'ư' | 'ụ'..='ự' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' | 'ỳ'..='ỹ' => "y",
        'ź'..='ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ascii_and_unique() {
        let mut names = Names::default();
        for (text, expected) in [
            ("Loomings", "loomings"),
            ("LOOMINGS!", "loomings-2"),
            ("What’s “new” / old & <good>?", "whats-new-old-good"),
            ("Größe à l’œuvre", "grosse-a-loeuvre"),
            ("😀", "chapter"),
            ("第一章", "chapter-2"),
        ] {
            assert_eq!(names.unique(&ascii_name(text, "chapter")), expected, "{text}");
        }
    }
}
