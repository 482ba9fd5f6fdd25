//! Families of the machine that are tried first for a script, and what to install where there is none.

use unicode_script::{Script, UnicodeScript};

/// Whose forms of East Asian characters are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Region {
    /// The language does not say: simplified Chinese forms.
    #[default]
    Any,
    /// Traditional Chinese.
    Traditional,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
}

impl Region {
    /// The region a BCP 47 tag asks for.
    #[must_use]
    pub fn of(lang: &str) -> Self {
        let lang = lang.to_ascii_lowercase();
        let mut parts = lang.split('-');
        match parts.next() {
            Some("ja") => Self::Japanese,
            Some("ko") => Self::Korean,
            Some("zh") if parts.any(|part| matches!(part, "tw" | "hk" | "mo" | "hant")) => Self::Traditional,
            _ => Self::Any,
        }
    }
}

/// Whether a character is one of East Asian text, whose punctuation has forms of its own.
pub(super) fn is_square(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}'
        | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFD}')
}

const SIMPLIFIED: &[&str] = &[
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "Songti SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "AR PL UMing CN",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Droid Sans Fallback",
];
const TRADITIONAL: &[&str] = &[
    "Noto Serif CJK TC",
    "Source Han Serif TC",
    "Noto Serif TC",
    "Songti TC",
    "PMingLiU",
    "Noto Sans CJK TC",
    "Source Han Sans TC",
    "Noto Sans TC",
    "PingFang TC",
    "Microsoft JhengHei",
    "AR PL UMing TW",
    "WenQuanYi Zen Hei",
];
const JAPANESE: &[&str] = &[
    "Noto Serif CJK JP",
    "Source Han Serif",
    "Noto Serif JP",
    "Hiragino Mincho ProN",
    "Yu Mincho",
    "MS Mincho",
    "IPAexMincho",
    "IPAMincho",
    "Noto Sans CJK JP",
    "Source Han Sans",
    "Noto Sans JP",
    "Hiragino Kaku Gothic ProN",
    "Yu Gothic",
    "MS Gothic",
    "IPAexGothic",
    "IPAGothic",
    "VL Gothic",
    "TakaoPGothic",
];
const KOREAN: &[&str] = &[
    "Noto Serif CJK KR",
    "Source Han Serif K",
    "Noto Serif KR",
    "AppleMyungjo",
    "Batang",
    "NanumMyeongjo",
    "Noto Sans CJK KR",
    "Source Han Sans K",
    "Noto Sans KR",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
    "NanumGothic",
    "Baekmuk Batang",
    "UnBatang",
];
const NONE: &[&str] = &[];

/// Families to try for a character before any other of the machine's.
pub(super) fn families(character: char, region: Region) -> impl Iterator<Item = &'static str> {
    let script = character.script();
    let lists: [&[&str]; 4] = match script {
        Script::Hiragana | Script::Katakana => [JAPANESE, SIMPLIFIED, TRADITIONAL, KOREAN],
        Script::Hangul => [KOREAN, SIMPLIFIED, JAPANESE, TRADITIONAL],
        Script::Bopomofo => [TRADITIONAL, SIMPLIFIED, JAPANESE, KOREAN],
        // Signs of no script of their own go with the text around them, whose language is in `region`.
        Script::Han | Script::Common | Script::Inherited => match region {
            Region::Any => [SIMPLIFIED, JAPANESE, TRADITIONAL, KOREAN],
            Region::Traditional => [TRADITIONAL, SIMPLIFIED, JAPANESE, KOREAN],
            Region::Japanese => [JAPANESE, SIMPLIFIED, TRADITIONAL, KOREAN],
            Region::Korean => [KOREAN, JAPANESE, TRADITIONAL, SIMPLIFIED],
        },
        _ => [NONE; 4],
    };
    lists.into_iter().flatten().copied()
}

/// What no font has, and what to install: a whole script, or a single sign.
#[must_use]
pub fn describe_missing(character: char) -> (String, String) {
    match character.script() {
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => (
            "characters of Chinese, Japanese or Korean".to_owned(),
            "Put a font such as Noto Serif CJK into the project's fonts folder, or install one \
             (Debian, Ubuntu: fonts-noto-cjk)."
                .to_owned(),
        ),
        Script::Common | Script::Inherited | Script::Unknown => (
            format!("the character {character} (U+{:04X})", u32::from(character)),
            "Put a font that has it into the project's fonts folder, or install one \
             (Debian, Ubuntu: fonts-noto-core, fonts-symbola)."
                .to_owned(),
        ),
        script => {
            let name = script.full_name().replace('_', " ");
            let advice = format!(
                "Put a font such as Noto Serif {name} or Noto Sans {name} into the project's fonts folder, or install \
                 one (Debian, Ubuntu: fonts-noto-core)."
            );
            (format!("characters of the {name} script"), advice)
        }
    }
}

/// Names the character where [`describe_missing`] speaks of a script.
#[must_use]
pub fn example(character: char, what: &str) -> String {
    if what.starts_with("the character") {
        return String::new();
    }
    format!(", such as {character} (U+{:04X})", u32::from(character))
}
