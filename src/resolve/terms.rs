//! Words that the editions add of their own accord, in the language of the document.

use crate::model::{CalloutKind, primary_language};

/// A word or phrase that an edition needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Term {
    /// "Figure", before a number.
    Figure,
    /// "Table", before a number.
    Table,
    /// "Listing", before a number.
    Listing,
    /// "Equation", before a number in running text.
    Equation,
    /// "Section", before a number in running text.
    Section,
    /// "Contents", as a heading.
    Contents,
    /// "List of figures", as a heading.
    ListOfFigures,
    /// "List of tables", as a heading.
    ListOfTables,
    /// "Notes", as a heading.
    Notes,
    /// "Abstract", as a heading.
    Abstract,
    /// "Keywords", before the keywords.
    Keywords,
    /// The title of a callout.
    Callout(CalloutKind),
    /// "Back to the text", what a back-link from a note is called.
    BackToText,
    /// "Title page", in navigation.
    TitlePage,
    /// "Cover", in navigation.
    Cover,
    /// "Page", before a number.
    Page,
}

/// The terms of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    row: &'static [&'static str; COLUMNS + 1],
}

const COLUMNS: usize = 20;

/// A language's primary subtag, then its terms in the order of [`Term::column`].
#[rustfmt::skip]
const TABLE: [[&str; COLUMNS + 1]; 22] = [
    ["en", "Figure", "Table", "Listing", "Equation", "Section", "Contents", "List of figures", "List of tables", "Notes", "Abstract", "Keywords", "Note", "Tip", "Important", "Warning", "Caution", "Back to the text", "Title page", "Cover", "Page"],
    ["ar", "شكل", "جدول", "قائمة", "معادلة", "قسم", "المحتويات", "قائمة الأشكال", "قائمة الجداول", "حواشٍ", "ملخص", "كلمات مفتاحية", "ملاحظة", "نصيحة", "مهم", "تحذير", "تنبيه", "العودة إلى النص", "صفحة العنوان", "الغلاف", "صفحة"],
    ["cs", "Obrázek", "Tabulka", "Výpis", "Rovnice", "Oddíl", "Obsah", "Seznam obrázků", "Seznam tabulek", "Poznámky", "Abstrakt", "Klíčová slova", "Poznámka", "Tip", "Důležité", "Varování", "Upozornění", "Zpět k textu", "Titulní strana", "Obálka", "Strana"],
    ["da", "Figur", "Tabel", "Kode", "Ligning", "Afsnit", "Indhold", "Figurer", "Tabeller", "Noter", "Resumé", "Nøgleord", "Bemærk", "Tip", "Vigtigt", "Advarsel", "Forsigtig", "Tilbage til teksten", "Titelblad", "Omslag", "Side"],
    ["de", "Abbildung", "Tabelle", "Listing", "Gleichung", "Abschnitt", "Inhalt", "Abbildungsverzeichnis", "Tabellenverzeichnis", "Anmerkungen", "Zusammenfassung", "Schlagwörter", "Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht", "Zurück zum Text", "Titelseite", "Umschlag", "Seite"],
    ["el", "Σχήμα", "Πίνακας", "Κώδικας", "Εξίσωση", "Ενότητα", "Περιεχόμενα", "Κατάλογος σχημάτων", "Κατάλογος πινάκων", "Σημειώσεις", "Περίληψη", "Λέξεις-κλειδιά", "Σημείωση", "Συμβουλή", "Σημαντικό", "Προειδοποίηση", "Προσοχή", "Πίσω στο κείμενο", "Σελίδα τίτλου", "Εξώφυλλο", "Σελίδα"],
    ["es", "Figura", "Tabla", "Listado", "Ecuación", "Sección", "Índice", "Índice de figuras", "Índice de tablas", "Notas", "Resumen", "Palabras clave", "Nota", "Consejo", "Importante", "Advertencia", "Precaución", "Volver al texto", "Portada", "Cubierta", "Página"],
    ["fi", "Kuva", "Taulukko", "Koodi", "Yhtälö", "Luku", "Sisällys", "Kuvat", "Taulukot", "Viitteet", "Tiivistelmä", "Avainsanat", "Huomautus", "Vinkki", "Tärkeää", "Varoitus", "Varo", "Takaisin tekstiin", "Nimiölehti", "Kansi", "Sivu"],
    ["fr", "Figure", "Tableau", "Code", "Équation", "Section", "Table des matières", "Table des figures", "Liste des tableaux", "Notes", "Résumé", "Mots-clés", "Note", "Conseil", "Important", "Avertissement", "Attention", "Retour au texte", "Page de titre", "Couverture", "Page"],
    ["he", "איור", "טבלה", "קוד", "משוואה", "סעיף", "תוכן העניינים", "רשימת האיורים", "רשימת הטבלאות", "הערות", "תקציר", "מילות מפתח", "הערה", "עצה", "חשוב", "אזהרה", "זהירות", "חזרה לטקסט", "שער", "כריכה", "עמוד"],
    ["it", "Figura", "Tabella", "Listato", "Equazione", "Sezione", "Indice", "Elenco delle figure", "Elenco delle tabelle", "Note", "Sommario", "Parole chiave", "Nota", "Suggerimento", "Importante", "Avviso", "Attenzione", "Torna al testo", "Frontespizio", "Copertina", "Pagina"],
    ["ja", "図", "表", "リスト", "式", "節", "目次", "図目次", "表目次", "注", "概要", "キーワード", "注記", "ヒント", "重要", "警告", "注意", "本文に戻る", "扉", "表紙", "ページ"],
    ["ko", "그림", "표", "코드", "식", "절", "차례", "그림 차례", "표 차례", "주석", "초록", "핵심어", "참고", "도움말", "중요", "경고", "주의", "본문으로 돌아가기", "속표지", "표지", "쪽"],
    ["nb", "Figur", "Tabell", "Kode", "Likning", "Avsnitt", "Innhold", "Figurer", "Tabeller", "Noter", "Sammendrag", "Nøkkelord", "Merk", "Tips", "Viktig", "Advarsel", "Forsiktig", "Tilbake til teksten", "Tittelside", "Omslag", "Side"],
    ["nl", "Figuur", "Tabel", "Listing", "Vergelijking", "Paragraaf", "Inhoud", "Lijst van figuren", "Lijst van tabellen", "Noten", "Samenvatting", "Trefwoorden", "Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op", "Terug naar de tekst", "Titelpagina", "Omslag", "Pagina"],
    ["pl", "Rysunek", "Tabela", "Wydruk", "Równanie", "Sekcja", "Spis treści", "Spis rysunków", "Spis tabel", "Przypisy", "Streszczenie", "Słowa kluczowe", "Uwaga", "Wskazówka", "Ważne", "Ostrzeżenie", "Przestroga", "Powrót do tekstu", "Strona tytułowa", "Okładka", "Strona"],
    ["pt", "Figura", "Tabela", "Listagem", "Equação", "Seção", "Sumário", "Lista de figuras", "Lista de tabelas", "Notas", "Resumo", "Palavras-chave", "Nota", "Dica", "Importante", "Aviso", "Cuidado", "Voltar ao texto", "Folha de rosto", "Capa", "Página"],
    ["ru", "Рисунок", "Таблица", "Листинг", "Формула", "Раздел", "Содержание", "Список рисунков", "Список таблиц", "Примечания", "Аннотация", "Ключевые слова", "Примечание", "Совет", "Важно", "Предупреждение", "Осторожно", "Вернуться к тексту", "Титульный лист", "Обложка", "Страница"],
    ["sv", "Figur", "Tabell", "Kod", "Ekvation", "Avsnitt", "Innehåll", "Figurer", "Tabeller", "Noter", "Sammanfattning", "Nyckelord", "Obs", "Tips", "Viktigt", "Varning", "Försiktigt", "Tillbaka till texten", "Titelsida", "Omslag", "Sida"],
    ["tr", "Şekil", "Tablo", "Kod", "Denklem", "Bölüm", "İçindekiler", "Şekil listesi", "Tablo listesi", "Notlar", "Özet", "Anahtar sözcükler", "Not", "İpucu", "Önemli", "Uyarı", "Dikkat", "Metne dön", "Başlık sayfası", "Kapak", "Sayfa"],
    ["uk", "Рисунок", "Таблиця", "Лістинг", "Рівняння", "Розділ", "Зміст", "Список рисунків", "Список таблиць", "Примітки", "Анотація", "Ключові слова", "Примітка", "Порада", "Важливо", "Попередження", "Обережно", "Повернутися до тексту", "Титульна сторінка", "Обкладинка", "Сторінка"],
    ["zh", "图", "表", "代码", "公式", "节", "目录", "图目录", "表目录", "注释", "摘要", "关键词", "注意", "提示", "重要", "警告", "小心", "返回正文", "扉页", "封面", "页"],
];

impl Term {
    const fn column(self) -> usize {
        match self {
            Self::Figure => 1,
            Self::Table => 2,
            Self::Listing => 3,
            Self::Equation => 4,
            Self::Section => 5,
            Self::Contents => 6,
            Self::ListOfFigures => 7,
            Self::ListOfTables => 8,
            Self::Notes => 9,
            Self::Abstract => 10,
            Self::Keywords => 11,
            Self::Callout(CalloutKind::Note) => 12,
            Self::Callout(CalloutKind::Tip) => 13,
            Self::Callout(CalloutKind::Important) => 14,
            Self::Callout(CalloutKind::Warning) => 15,
            Self::Callout(CalloutKind::Caution) => 16,
            Self::BackToText => 17,
            Self::TitlePage => 18,
            Self::Cover => 19,
            Self::Page => 20,
        }
    }
}

impl Terms {
    /// The terms of the language of that BCP 47 tag; English where there are none.
    #[must_use]
    pub fn of(language: &str) -> Self {
        let primary = primary_language(language).to_ascii_lowercase();
        let primary = match primary.as_str() {
            "no" | "nn" => "nb",
            other => other,
        };
        Self { row: TABLE.iter().find(|row| row[0] == primary).unwrap_or(&TABLE[0]) }
    }

    /// The term in this language.
    #[must_use]
    pub fn get(&self, term: Term) -> &'static str {
        self.row[term.column()]
    }

    /// The language they are in: the document's where its terms are known, else English.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.row[0]
    }

    /// A term with a number, such as `Figure 3` or `图 3`.
    #[must_use]
    pub fn numbered(&self, term: Term, number: &str) -> String {
        format!("{}\u{a0}{number}", self.get(term))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_term() {
        for row in &TABLE {
            assert!(row.iter().all(|term| !term.is_empty()), "{}", row[0]);
        }
        assert_eq!(Terms::of("de-AT").get(Term::Contents), "Inhalt");
        assert_eq!(Terms::of("nn").get(Term::Page), "Side");
        assert_eq!(Terms::of("tlh").get(Term::Figure), "Figure");
        assert_eq!(Terms::of("en").get(Term::Callout(CalloutKind::Caution)), "Caution");
    }
}
