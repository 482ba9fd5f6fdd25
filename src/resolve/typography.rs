//! Typographic punctuation: straight quotes, double hyphens and three dots become what a printer would set, by the
//! language of the text, and one space stands for several. What the author typed as such (`“`, `–`, `…`, a no-break space) is never touched, nor are code,
//! formulas and addresses.

use super::quotes::{double, has_subtag, quotes, single};
use crate::model::{Inline, InlineKind, primary_language};
use crate::text::is_right_to_left;

/// What the author's habits say about dashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dashes {
    /// `---` is used for the long dash, so that `--` is the shorter one.
    ThreeIsEm,
    /// It is not: `--` between words without spaces is the long dash, as on a typewriter.
    TwoIsEm,
}

/// How many runs of exactly two hyphens inside words, and of exactly three, a text has.
pub(super) fn count_dashes(text: &str) -> (usize, usize) {
    let (mut two, mut three) = (0, 0);
    let mut rest = text;
    while let Some(at) = rest.find("--") {
        let run = rest[at..].bytes().take_while(|&b| b == b'-').count();
        let tight = rest[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        match run {
            2 if tight => two += 1,
            3 => three += 1,
            _ => {}
        }
        rest = &rest[at + run..];
    }
    (two, three)
}

/// A piece of a paragraph's text, in reading order.
enum Segment<'a> {
    Text(&'a mut String, &'a str),
    /// Something that is not text, as the character that stands for it.
    Object(char),
}

/// Sets the punctuation of one sequence of inlines.
pub(super) fn apply(inlines: &mut [Inline], language: &str, dashes: Dashes) {
    if !needs_work(inlines, language) {
        return;
    }
    // Languages of spans are cloned first, as the text is borrowed for change while they are asked for.
    let mut segments = Vec::new();
    collect(inlines, language, &mut segments);
    let characters: Vec<char> = segments
        .iter()
        .flat_map(|segment| match segment {
            Segment::Text(text, _) => text.chars().collect::<Vec<_>>(),
            Segment::Object(c) => vec![*c],
        })
        .collect();
    let written = written_in(&characters);
    let mut at = 0;
    for segment in segments {
        match segment {
            Segment::Object(_) => at += 1,
            Segment::Text(text, language) => {
                let length = text.chars().count();
                let language = written.filter(|_| !is_right_to_left(language)).unwrap_or(language);
                if let Some(mut set) = set(&characters, at..at + length, language, dashes) {
                    // All texts of a document stay in memory.
                    set.shrink_to_fit();
                    *text = set;
                }
                at += length;
            }
        }
    }
}

/// The language whose marks suit text in Arabic or Hebrew letters, of which nobody said what language it is in.
fn written_in(text: &[char]) -> Option<&'static str> {
    let count = |wanted: fn(char) -> bool| text.iter().filter(|&&c| wanted(c)).count();
    let arabic = count(|c| matches!(c, '\u{620}'..='\u{6D3}'));
    let hebrew = count(|c| matches!(c, '\u{5D0}'..='\u{5EA}'));
    let letters = count(char::is_alphabetic);
    match () {
        () if arabic * 2 > letters => Some("ar"),
        () if hebrew * 2 > letters => Some("he"),
        () => None,
    }
}

fn needs_work(inlines: &[Inline], language: &str) -> bool {
    inlines.iter().any(|inline| match &inline.kind {
        InlineKind::Text(text) => {
            primary_language(language) == "fr"
                || text.bytes().any(|b| matches!(b, b'"' | b'\''))
                || text.contains("--")
                || text.contains("...")
                || text.contains("  ")
        }
        InlineKind::Span { attributes, content } => needs_work(content, attributes.lang().unwrap_or(language)),
        _ => needs_work(inline.children(), language),
    })
}

fn collect<'a>(inlines: &'a mut [Inline], language: &'a str, out: &mut Vec<Segment<'a>>) {
    for inline in inlines {
        match &mut inline.kind {
            InlineKind::Text(text) => out.push(Segment::Text(text, language)),
            InlineKind::Emphasis(content)
            | InlineKind::Strong(content)
            | InlineKind::Strikethrough(content)
            | InlineKind::Superscript(content)
            | InlineKind::Subscript(content)
            | InlineKind::SmallCaps(content) => collect(content, language, out),
            InlineKind::Span { attributes, content } => {
                let language = attributes.pairs.iter().find(|(k, _)| k == "lang").map_or(language, |(_, v)| v.as_str());
                collect(content, language, out);
            }
            InlineKind::Link(link) if is_address(&link.content, &link.target) => out.push(Segment::Object('x')),
            InlineKind::Link(link) => collect(&mut link.content, language, out),
            InlineKind::Insertion(revision) | InlineKind::Deletion(revision) | InlineKind::Comment(revision) => {
                collect(&mut revision.content, language, out);
            }
            InlineKind::LineBreak | InlineKind::SoftBreak => out.push(Segment::Object(' ')),
            InlineKind::Code { .. }
            | InlineKind::Math(_)
            | InlineKind::Image(_)
            | InlineKind::Ruby(_)
            | InlineKind::CrossReference(_)
            | InlineKind::Citation(_) => out.push(Segment::Object('x')),
            InlineKind::NoteReference(_) | InlineKind::IndexMark(_) => {}
        }
    }
}

/// Whether a link shows its own address.
fn is_address(content: &[Inline], target: &str) -> bool {
    match content {
        [Inline { kind: InlineKind::Text(text), .. }] => {
            target == text || target.strip_prefix("mailto:") == Some(text) || text.contains("://")
        }
        _ => false,
    }
}

/// The text of `range` with its punctuation set, or `None` where nothing changes.
fn set(all: &[char], range: std::ops::Range<usize>, language: &str, dashes: Dashes) -> Option<String> {
    let marks = quotes(language);
    let french = primary_language(language) == "fr";
    // Canada sets colons and quotation marks apart, but no other signs (Office québécois de la langue française).
    let apart = french && !has_subtag(language, &["CA"]);
    let chinese = matches!(primary_language(language), "zh" | "ja");
    // Where a dash between spaces parts sentences, it is the long one.
    let long = matches!(primary_language(language), "ru" | "uk" | "be" | "bg" | "kk");
    let mut out = String::with_capacity(range.len() + 8);
    let mut changed = false;
    let mut i = range.start;
    while i < range.end {
        let before = i.checked_sub(1).map(|j| all[j]);
        let c = all[i];
        let run = all[i..range.end].iter().take_while(|&&d| d == c).count();
        let after = all.get(i + run).copied();
        let (text, used): (&str, usize) = match c {
            '"' if run == 1 => (double(all, i, marks), 1),
            '\'' if run == 1 => (single(all, i, marks), 1),
            '-' if run == 3 => (if chinese { "——" } else { "—" }, 3),
            '-' if run == 2 => {
                let tight = before.is_some_and(|b| !b.is_whitespace()) && after.is_some_and(|a| !a.is_whitespace());
                let digits = before.is_some_and(char::is_numeric) && after.is_some_and(char::is_numeric);
                // "Wait--" at the end of speech is a long dash too.
                let broken_off = before.is_some_and(char::is_alphabetic);
                // An option such as `--verbose` keeps its hyphens.
                let option = before.is_none_or(|b| b.is_whitespace() || b == '(' || b == '[')
                    && after.is_some_and(|a| a.is_ascii_lowercase());
                let spaced = before.is_some_and(char::is_whitespace) && after.is_some_and(char::is_whitespace);
                // What begins a paragraph is the dash of direct speech.
                let speech = before.is_none() && after.is_some_and(|a| a.is_whitespace() || a.is_alphabetic());
                if option {
                    ("--", 2)
                } else if dashes == Dashes::TwoIsEm && chinese && !digits {
                    ("——", 2)
                } else if dashes == Dashes::TwoIsEm && (tight || broken_off || speech || (long && spaced)) && !digits {
                    ("—", 2)
                } else {
                    ("–", 2)
                }
            }
            '.' if run == 3 => (if chinese { "……" } else { "…" }, 3),
            // One space is as good as many, in HTML and in print.
            ' ' if before == Some(' ') => ("", run),
            ' ' if french && after == Some('»') => ("\u{202f}", run),
            ' ' if apart && matches!(after, Some(';' | '!' | '?')) => ("\u{202f}", run),
            ' ' if french && after == Some(':') => ("\u{a0}", run),
            ' ' if french && before == Some('«') => ("\u{202f}", run),
            ' ' if run > 1 => (" ", run),
            ';' | '!' | '?' if apart && before.is_some_and(char::is_alphanumeric) && ends_word(after) => {
                out.push('\u{202f}');
                out.extend(std::iter::repeat_n(c, run));
                changed = true;
                i += run;
                continue;
            }
            ':' if french && before.is_some_and(char::is_alphabetic) && ends_word(after) && run == 1 => ("\u{a0}:", 1),
            _ => {
                out.extend(std::iter::repeat_n(c, run));
                i += run;
                continue;
            }
        };
        out.push_str(text);
        changed = true;
        i += used;
    }
    changed.then_some(out)
}

fn ends_word(after: Option<char>) -> bool {
    after.is_none_or(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    #[track_caller]
    fn check(language: &str, input: &str, expected: &str) {
        let mut inlines = vec![Inline { span: Span::default(), kind: InlineKind::Text(input.into()) }];
        apply(&mut inlines, language, Dashes::TwoIsEm);
        assert_eq!(crate::model::plain_text(&inlines), expected);
    }

    #[test]
    fn one_space_stands_for_several() {
        check("en", "form,  and   it ", "form, and it ");
        check("fr", "ah  !", "ah\u{202f}!");
    }

    #[test]
    fn quotes_follow_the_language() {
        check("en", "\"Yes,\" he said, \"it's 'fine'.\"", "“Yes,” he said, “it’s ‘fine’.”");
        check("de", "\"Ja\", sagte er.", "„Ja“, sagte er.");
        check("fr", "\"Oui !\" dit-il : voilà", "«\u{202f}Oui\u{202f}!\u{202f}» dit-il\u{a0}: voilà");
        check("ru", "\"Да\"", "«Да»");
        check("fr", "\"Il a dit 'non'.\"", "«\u{202f}Il a dit “non”.\u{202f}»");
        check("fr-CA", "Quoi? \"Oui!\" Non : rien.", "Quoi? «\u{202f}Oui!\u{202f}» Non\u{a0}: rien.");
        check("es", "\"Sí, 'claro'\"", "«Sí, “claro”»");
        check("es-MX", "\"Sí\"", "“Sí”");
        check("pt-PT", "\"Sim\"", "«Sim»");
        check("pl", "\"Tak, 'tak'\"", "„Tak, «tak»”");
        check("hu", "\"Igen\"", "„Igen”");
        check("de-ch", "\"Ja\"", "«Ja»");
        check("ar", "\"نعم\"", "«نعم»");
        // Letters tell it where nobody says it.
        check("en", "قال \"نعم\" ثم \"Details\"", "قال «نعم» ثم «Details»");
        check("en", "אמר \"כן\" לו", "אמר ”כן” לו");
        check("ur", "\"جی\"", "”جی“");
        check("en", "say \"نعم\" twice", "say “نعم” twice");
        check("zh-Hant-HK", "\"好\"", "「好」");
        check("zh", "\"好\"", "“好”");
    }

    #[test]
    fn quotes_open_between_letters_where_none_is_open() {
        check("zh", "他说\"好\"。她说：\"《书》好！\"然后\"走\"了", "他说“好”。她说：“《书》好！”然后“走”了");
        check("ja", "彼は\"はい\"と言った", "彼は「はい」と言った");
        check("ar", "و\"نعم\" و\"لا\"", "و«نعم» و«لا»");
        check("th", "คำว่า\"ใช่\"นั้น", "คำว่า“ใช่”นั้น");
        check("en", "צה\"ל", "צה”ל");
        check("zh", "他说'好'。她用'a'和'书'了", "他说‘好’。她用‘a’和‘书’了");
        check("zh", "使用' - '(空格)。他说'好'，don't用'90年代", "使用‘ - ’(空格)。他说‘好’，don’t用’90年代");
        check("ja", "彼は'はい'と言った", "彼は『はい』と言った");
        check("en", "joined by \" - \" or ' / ' there", "joined by “ - ” or ‘ / ’ there");
        check("en", "\"Yes,\"he said,\"no.\"", "“Yes,”he said,“no.”");
    }

    #[test]
    fn quotes_behind_figures_are_primes_where_none_is_open() {
        check("en", "5\"x7\", 6'2\" and 5' 10\" tall", "5″x7″, 6′2″ and 5′ 10″ tall");
        check("en", "\"in 1990\" and 'in 1990'", "“in 1990” and ‘in 1990’");
        check("en", "the 1990's, the '90s", "the 1990’s, the ’90s");
    }

    #[test]
    fn quotes_close_behind_what_breaks_off() {
        check("en", "\"But--\", 'and—', he said", "“But—”, ‘and—’, he said");
        check("en", "he said--\"no\"", "he said—“no”");
    }

    #[test]
    fn dashes_and_dots_follow_the_language() {
        check("ru", "Москва -- столица", "Москва — столица");
        check("de", "Berlin -- die Stadt", "Berlin – die Stadt");
        check("es", "--Hola --dijo.", "—Hola --dijo.");
        check("zh", "他说--好...", "他说——好……");
        check("zh", "2019--2020", "2019–2020");
        check("ru", "да — нет – … уже", "да — нет – … уже");
    }

    #[test]
    fn apostrophes_are_not_quotes() {
        check(
            "en",
            "'Tis the dogs' dinner of the '90s, rock 'n' roll",
            "’Tis the dogs’ dinner of the ’90s, rock ’n’ roll",
        );
    }

    #[test]
    fn dashes_and_dots() {
        check("en", "ago--never mind", "ago—never mind");
        check("en", "pages 3--5 ...", "pages 3–5 …");
        check("en", "run with --verbose", "run with --verbose");
        check("en", "---- keeps", "---- keeps");
    }

    #[test]
    fn habits_are_counted() {
        assert_eq!(count_dashes("a--b --- c -- d----e, f--g"), (2, 1));
    }

    #[test]
    fn what_the_author_typed_stays() {
        check("de", "“so”, ‘und’ – so … «da»", "“so”, ‘und’ – so … «da»");
    }

    #[test]
    fn quotes_pair_across_markup() {
        let text = |t: &str| Inline { span: Span::default(), kind: InlineKind::Text(t.into()) };
        let emphasis = Inline { span: Span::default(), kind: InlineKind::Emphasis(vec![text("word")]) };
        let mut inlines = vec![text("a \""), emphasis, text("\" b")];
        apply(&mut inlines, "en", Dashes::ThreeIsEm);
        assert_eq!(crate::model::plain_text(&inlines), "a “word” b");
    }
}
