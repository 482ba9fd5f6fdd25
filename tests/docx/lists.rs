//! Lists.

use super::*;

/// The instance of the list that the paragraph with that text is in, and its level in the definition.
fn level_of<'p>(parts: &'p Parts, text: &str) -> (&'p str, &'p str) {
    let paragraph = paragraph(parts.document(), &format!(">{text}<"));
    let list = values(paragraph, "<w:numId w:val=\"").next().unwrap();
    let level: usize = values(paragraph, "<w:ilvl w:val=\"").next().unwrap().parse().unwrap();
    let numbering = parts.get("word/numbering.xml");
    let instance =
        numbering.split(&format!("<w:num w:numId=\"{list}\">")).nth(1).unwrap().split("</w:num>").next().unwrap();
    let id = values(instance, "<w:abstractNumId w:val=\"").next().unwrap();
    let definition = numbering.split(&format!("w:abstractNumId=\"{id}\">")).nth(1).unwrap();
    (instance, definition.split("<w:lvl ").nth(level + 1).unwrap())
}

/// Number format and first number of the list that the paragraph with that text is in.
fn list_of(parts: &Parts, text: &str) -> (String, u32) {
    let (instance, level) = level_of(parts, text);
    let format = values(level, "<w:numFmt w:val=\"").next().unwrap();
    (format.to_owned(), values(instance, "<w:startOverride w:val=\"").next().map_or(1, |start| start.parse().unwrap()))
}

#[test]
fn lists_begin_anew_begin_at_n_and_count_in_letters_and_roman_numerals() {
    let text = "1. first\n2. second\n\nText.\n\n1. again\n\nText.\n\n7. seventh\n\n<ol type=\"a\"><li>letter</li></ol>\n\n\
        <ol type=\"I\" start=\"4\"><li>roman</li></ol>\n\n- [x] done\n- [ ] open\n\n::: aside\nApart.\n:::\n";
    let parts = docx(text);
    for (text, format, start) in [
        ("first", "decimal", 1),
        ("again", "decimal", 1),
        ("seventh", "decimal", 7),
        ("letter", "lowerLetter", 1),
        ("roman", "upperRoman", 4),
    ] {
        assert_eq!(list_of(&parts, text), (format.to_owned(), start), "{text}");
    }
    let number = |text: &str| {
        values(paragraph(parts.document(), &format!(">{text}<")), "<w:numId w:val=\"").next().unwrap().to_owned()
    };
    assert_eq!(number("first"), number("second"), "one list goes on");
    assert_ne!(number("first"), number("again"), "another begins anew");
    let states: Vec<&str> = values(parts.document(), "<w14:checked w14:val=\"").collect();
    assert_eq!(states, ["1", "0"]);
    // An author's class is a style of that name.
    assert!(parts.styles().contains("<w:name w:val=\"aside\"/>"));
}

#[test]
fn a_list_stands_off_from_the_text_above_it() {
    let parts = docx("Text.\n\n- one\n- two\n");
    let styles: Vec<&str> = values(parts.document(), "<w:pStyle w:val=\"").collect();
    assert!(styles[1].starts_with("ListBullet-begin") && styles[2].starts_with("ListBullet-end"), "{styles:?}");
}

/// As on paper, the ends of numbers stand under one another, as far from their text as they need; bullets stand in the indent.
#[test]
fn marks_stand_close_to_their_text() {
    let parts = docx("- bullet\n\n1. number\n\n::: {dir=rtl}\n1. עברית\n:::\n");
    let place = |text: &str| {
        let level = level_of(&parts, text).1;
        let number = |name: &str| -> i32 { values(level, name).next().unwrap().parse().unwrap() };
        (values(level, "<w:lvlJc w:val=\"").next().unwrap(), number("w:left=\""), number("w:hanging=\""))
    };
    let (bullet, number, hebrew) = (place("bullet"), place("number"), place("עברית"));
    assert!(bullet.0 == "left" && bullet.2 < bullet.1, "{bullet:?}");
    assert!(number.0 == "right" && number.2 < bullet.2 && number.1 == bullet.1, "{number:?}");
    // LibreOffice does not turn the sides round.
    assert_eq!((hebrew.0, hebrew.1), ("left", hebrew.2));
}
