//! Whole documents to PDF, judged by programs that nobody here wrote.

use std::path::{Path, PathBuf};
use std::process::Command;

use trefoil::{layout, markdown, pdf, resolve, source, style, text};

/// The PDF of a Markdown file, with the style of that name.
fn pdf_of(source: &Path, style_name: &str) -> Option<Vec<u8>> {
    pdf_with(source, style_name, &text::FontLibrary::bundled())
}

fn pdf_with(source: &Path, style_name: &str, library: &text::FontLibrary) -> Option<Vec<u8>> {
    let (project, _) = source::open(Some(source), Path::new(".")).ok()?;
    let (document, _) = markdown::read(&project);
    let sheet = style::StyleSheet::bundled(style_name)?;
    let (resolved, _) = resolve::resolve(document, &sheet, &project.files());
    let (pages, _) = layout::layout(&resolved, &sheet, library);
    pdf::write(&resolved, &sheet, &pages, library, pdf::PdfVersion::default()).ok().map(|(bytes, _)| bytes)
}

/// The document with every kind of node, and the corpus where `TREFOIL_CORPUS` says that there is one.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")];
    folders.extend(std::env::var_os("TREFOIL_CORPUS").map(PathBuf::from));
    let files =
        folders.iter().filter_map(|folder| folder.read_dir().ok()).flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect();
    files.sort();
    files
}

#[test]
fn qpdf_finds_nothing_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    // With `TREFOIL_KEEP` the files stay there, to be looked at or judged by other programs.
    let folder = std::env::var_os("TREFOIL_KEEP").map_or_else(|| folder.path().to_owned(), PathBuf::from);
    for source in sources() {
        let name = source.file_stem().expect("a name").to_string_lossy().into_owned();
        let path = folder.join(format!("{name}.pdf"));
        std::fs::write(&path, pdf_of(&source, "article").expect("a PDF")).expect("written");
        let Ok(checked) = Command::new("qpdf").arg("--check").arg(&path).output() else { return };
        assert!(checked.status.success(), "{name}: {}", String::from_utf8_lossy(&checked.stdout));
    }
}

/// Arabic letters are drawn as shapes and dots, kerned, and joined or parted by characters that show nothing; the words must
/// come out of the file whole and in order all the same.
#[test]
fn poppler_reads_right_to_left_words() {
    let words = "لینک هایی می‌کنید استفاده مشارکت الفبایی في التي تعليمية מערכות הפעלה גונן";
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("words.md");
    std::fs::write(&source, format!("---\nlang: fa\n---\n\n{words}\n\nברק גונן\u{200F}, סייבר\u{200F}\n"))
        .expect("written");
    let path = folder.path().join("words.pdf");
    std::fs::write(&path, pdf_of(&source, "article").expect("a PDF")).expect("written");
    // Poppler marks where the direction changes; a non-joiner may be lost, a letter may not.
    let unseen = |c: &char| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}');
    let plain = |text: &str| text.chars().filter(unseen).collect::<String>();
    let read = |options: &[&str]| {
        let output = Command::new("pdftotext").args(options).arg(&path).arg("-").output().ok()?;
        Some(plain(&String::from_utf8_lossy(&output.stdout)))
    };
    let (Some(ordered), Some(raw)) = (read(&[]), read(&["-raw"])) else { return };
    let mut ordered = ordered.split_whitespace();
    for word in plain(words).split_whitespace() {
        assert!(ordered.any(|found| found == word), "{word} is not where it should be");
        // In the order of the content stream, where a letter that stands apart tears its word.
        assert!(raw.split_whitespace().any(|found| found == word), "{word} is torn apart");
    }
    for word in ["גונן", "סייבר"] {
        assert!(raw.split_whitespace().any(|found| found.contains(word)), "{word} is torn apart");
    }
}

/// The space between Han and Latin letters, and that which fills the lines of ideographs, is none that is copied.
#[test]
fn room_between_letters_is_no_space() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("a.md");
    let sentence = "这是用Git管理的第1本书、版本为Markdown格式的文件，";
    let text = sentence.repeat(8);
    std::fs::write(&source, format!("---\nlang: zh\n---\n\n{text}\n")).expect("written");
    let path = folder.path().join("a.pdf");
    let (library, _) = text::FontLibrary::load(None, text::SystemFonts::Use);
    std::fs::write(&path, pdf_with(&source, "article", &library).expect("a PDF")).expect("written");
    let Ok(output) = Command::new("pdftotext").arg(&path).arg("-").output() else { return };
    let read = String::from_utf8_lossy(&output.stdout).replace('\n', "");
    assert!(read.contains("Git管理的") && read.contains("1本书"), "{read}");
    // No bundled font has ideographs.
    if library.covering('用', 400, style::FontStyle::Normal, "zh").is_some() {
        assert!(read.contains(&text), "{read}");
    }
}

/// A reader can select one word of a text whose words have no spaces between them.
#[test]
fn words_without_spaces_are_units_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    std::fs::write(&path, "เราขอต้อนรับผู้ร่วมสร้างหน้าใหม่ทุกคนที่นี่\n").expect("written");
    let document = lopdf::Document::load_mem(&pdf_of(&path, "article").expect("a PDF")).expect("a PDF");
    let content = document.get_page_content(document.get_pages()[&1]);
    let content = String::from_utf8_lossy(&content);
    let spans = content.split("/ActualText<FEFF").skip(1).filter_map(|rest| rest.split('>').next());
    let lengths: Vec<usize> = spans.map(|digits| digits.len() / 4).collect();
    assert!(lengths.len() > 4 && lengths.iter().all(|&length| length < 14), "{lengths:?}");
}

/// What an abbreviation stands for is told with it, whether it is written in HTML or not.
#[test]
fn abbreviations_are_expanded() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.md");
    let text = "The <abbr title=\"United Nations\">UN</abbr> and the [EU]{.abbr title=\"European Union\"}.\n";
    std::fs::write(&path, text).expect("written");
    let document = lopdf::Document::load_mem(&pdf_of(&path, "article").expect("a PDF")).expect("a PDF");
    let expansions =
        document.objects.values().filter_map(|object| object.as_dict().ok()?.get(b"E").ok()?.as_str().ok());
    assert_eq!(expansions.collect::<Vec<_>>(), [b"United Nations".as_slice(), b"European Union"]);
}

/// A hyphen at the end of a line is a soft one, which readers leave out of the word that is copied (ISO 32000-1 §14.8.2.2.3).
#[test]
fn copied_words_have_no_hyphens() {
    let folder = tempfile::tempdir().expect("a folder");
    let source = folder.path().join("a.md");
    let words =
        "Donaudampfschifffahrt Verantwortungsbewusstsein Unabhängigkeitserklärung Wiedervereinigung well-known "
            .repeat(20);
    std::fs::write(&source, format!("---\nlang: de\n---\n\n{words}\n")).expect("written");
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, pdf_of(&source, "article").expect("a PDF")).expect("written");
    for program in [&["pdftotext", "-raw"][..], &["pdftotext"]] {
        let Ok(output) = Command::new(program[0]).args(&program[1..]).arg(&path).arg("-").output() else { return };
        let read = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(read.contains('\u{AD}'), "there are hyphens at all: {read}");
        let whole = read.replace("\u{AD}\n", "").replace("-\n", "-");
        let count = |word: &str| whole.split_whitespace().filter(|found| *found == word).count();
        for word in words.split_whitespace().take(5) {
            assert_eq!(count(word), 20, "{word} in {whole}");
        }
    }
}

#[test]
fn no_font_is_embedded_twice() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/every-node.md");
    let document = lopdf::Document::load_mem(&pdf_of(&path, "article").expect("a PDF")).expect("a PDF");
    let dictionaries = document.objects.values().filter_map(|object| object.as_dict().ok());
    let programs = dictionaries.filter(|dict| dict.has(b"FontFile2") || dict.has(b"FontFile3"));
    let names = programs.filter_map(|dict| dict.get(b"FontName").and_then(lopdf::Object::as_name).ok());
    // Six capitals and a plus sign tell subsets apart.
    let mut names: Vec<&[u8]> = names.map(|name| &name[7..]).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert!(count > 5 && count == names.len(), "{count} of {}", names.len());
}
