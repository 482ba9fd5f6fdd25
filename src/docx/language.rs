//! Languages as Word names them: always with a country, one each for Latin, East Asian and right-to-left text.

use crate::model::Direction;

use super::xml::escape;

/// Where the most readers of a language are, for tags that do not say: Word's proofing tools want a country.
const COUNTRIES: [(&str, &str); 48] = [
    ("en", "US"),
    ("de", "DE"),
    ("fr", "FR"),
    ("es", "ES"),
    ("it", "IT"),
    ("pt", "PT"),
    ("nl", "NL"),
    ("da", "DK"),
    ("sv", "SE"),
    ("nb", "NO"),
    ("nn", "NO"),
    ("no", "NO"),
    ("fi", "FI"),
    ("is", "IS"),
    ("et", "EE"),
    ("lv", "LV"),
    ("lt", "LT"),
    ("pl", "PL"),
    ("cs", "CZ"),
    ("sk", "SK"),
    ("sl", "SI"),
    ("hr", "HR"),
    ("hu", "HU"),
    ("ro", "RO"),
    ("bg", "BG"),
    ("el", "GR"),
    ("ru", "RU"),
    ("uk", "UA"),
    ("be", "BY"),
    ("tr", "TR"),
    ("ar", "SA"),
    ("he", "IL"),
    ("fa", "IR"),
    ("ur", "PK"),
    ("hi", "IN"),
    ("bn", "IN"),
    ("ta", "IN"),
    ("te", "IN"),
    ("th", "TH"),
    ("vi", "VN"),
    ("id", "ID"),
    ("ms", "MY"),
    ("zh", "CN"),
    ("ja", "JP"),
    ("ko", "KR"),
    ("ka", "GE"),
    ("hy", "AM"),
    ("ca", "ES"),
];

/// The document's language.
#[derive(Clone, Debug)]
pub(super) struct Language {
    tag: String,
}

impl Language {
    /// Of a BCP 47 tag.
    pub(super) fn new(tag: &str) -> Self {
        Self { tag: word_tag(tag) }
    }

    /// Which way its text runs.
    pub(super) fn direction(&self) -> Direction {
        match primary(&self.tag) {
            "ar" | "he" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "dv" | "syr" | "ckb" => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }

    /// Whether it is written in East Asian characters, which have no italics.
    pub(super) fn is_east_asian(&self) -> bool {
        matches!(primary(&self.tag), "zh" | "ja" | "ko")
    }

    fn slots(&self) -> (&str, &str, &str) {
        let tag = self.tag.as_str();
        match self.direction() {
            _ if self.is_east_asian() => ("en-US", tag, "ar-SA"),
            Direction::RightToLeft => ("en-US", "zh-CN", tag),
            Direction::LeftToRight => (tag, "zh-CN", "ar-SA"),
        }
    }

    /// `w:lang` for the whole document.
    pub(super) fn property(&self) -> String {
        let (latin, east, bidi) = self.slots();
        let (latin, east, bidi) = (escape(latin), escape(east), escape(bidi));
        format!("<w:lang w:val=\"{latin}\" w:eastAsia=\"{east}\" w:bidi=\"{bidi}\"/>")
    }

    /// The same for the settings part.
    pub(super) fn theme_property(&self) -> String {
        self.property().replacen("<w:lang ", "<w:themeFontLang ", 1)
    }

    /// `w:lang` for a stretch of text in it.
    pub(super) fn run_property(&self) -> String {
        let tag = escape(&self.tag);
        match primary(&self.tag) {
            "zh" | "ja" | "ko" => format!("<w:lang w:eastAsia=\"{tag}\"/>"),
            _ if self.direction() == Direction::RightToLeft => format!("<w:lang w:bidi=\"{tag}\"/>"),
            _ => format!("<w:lang w:val=\"{tag}\"/>"),
        }
    }
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// The tag with a country, and with the script that Word knows Chinese by.
fn word_tag(tag: &str) -> String {
    let clean: String = tag.replace('_', "-").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    match clean.as_str() {
        "zh-Hans" => return "zh-CN".into(),
        "zh-Hant" => return "zh-TW".into(),
        "" => return "en-US".into(),
        _ => {}
    }
    if clean.contains('-') {
        return clean;
    }
    let lower = clean.to_ascii_lowercase();
    COUNTRIES
        .iter()
        .find(|(language, _)| *language == lower)
        .map_or(clean, |(language, country)| format!("{language}-{country}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_get_a_country_and_their_slot() {
        assert_eq!(Language::new("ru").run_property(), "<w:lang w:val=\"ru-RU\"/>");
        assert_eq!(Language::new("zh-Hans").run_property(), "<w:lang w:eastAsia=\"zh-CN\"/>");
        assert_eq!(Language::new("he").run_property(), "<w:lang w:bidi=\"he-IL\"/>");
        assert_eq!(Language::new("en-GB").run_property(), "<w:lang w:val=\"en-GB\"/>");
    }
}
