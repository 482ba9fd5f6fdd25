//! One style sheet's text laid over what it extends.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::computed::{
    Break, Computed, Edges, Float, FontStyle, LineBreaking, Role, StyleSheet, TextAlign, TextTransform,
};
use super::declarations::Declarations;
use super::document::{
    DocumentStyle, EpubNotes, Inks, Marks, NoteDisplay, NotePlacement, Opening, Page, PdfView, RunningLine,
};
use super::properties::{Property, properties};
use super::protrusion::Protrusion;
use super::roles::{Table, tables};
use super::settings::{
    document_properties, docx_properties, epub_properties, image_properties, page_properties, pdf_properties,
};
use super::value::{Mistake, Value};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span};
use crate::model::NumberStyle;
use crate::suggest;
use crate::units::{Color, Length};

/// A style sheet in the making: later sheets of a chain overwrite what earlier ones said.
pub(super) struct Draft {
    page: Page,
    document: DocumentStyle,
    roles: BTreeMap<Role, Declarations>,
    protrusion: Protrusion,
    /// Where the last `[page]` stands, for what is wrong with the page as a whole.
    page_span: Option<Span>,
    pub(super) diagnostics: Diagnostics,
}

/// The keys at the top of a sheet that are not tables of roles.
const TOP: [&str; 9] = ["extends", "description", "page", "document", "image", "pdf", "epub", "docx", "protrusion"];

impl Draft {
    /// Nothing said yet: every role with empty declarations.
    pub(super) fn new() -> Self {
        Self {
            page: plain_page(),
            document: plain_document(),
            roles: Role::all().into_iter().map(|role| (role, Declarations::default())).collect(),
            protrusion: Protrusion::default(),
            page_span: None,
            diagnostics: Vec::new(),
        }
    }

    /// Lays one sheet over what is there. General tables come before the particular ones inside them, wherever they stand.
    pub(super) fn apply(&mut self, file: FileId, sheet: &DeTable<'_>) {
        let known = tables();
        for (key, value) in sheet {
            let name = key.get_ref().as_ref();
            if matches!(name, "extends" | "description") {
                continue;
            }
            let Some(content) = value.get_ref().as_table() else {
                self.not_a_table(file, key, &known);
                continue;
            };
            let report = &mut self.diagnostics;
            match name {
                "page" => {
                    self.page_span = Some(Span::new(file, key.span()));
                    settings(&mut self.page, page_properties(), file, name, content, report);
                }
                "document" => settings(&mut self.document, document_properties(), file, name, content, report),
                "image" => settings(&mut self.document, image_properties(), file, name, content, report),
                "pdf" => settings(&mut self.document, pdf_properties(), file, name, content, report),
                "epub" => settings(&mut self.document, epub_properties(), file, name, content, report),
                "docx" => settings(&mut self.document, docx_properties(), file, name, content, report),
                "protrusion" => self.protrusion.apply(file, content, report),
                _ => match known.iter().find(|table| table.name == name) {
                    Some(table) => self.role_table(file, table, content),
                    None => self.unknown_table(file, key, &known),
                },
            }
        }
    }

    fn role_table(&mut self, file: FileId, table: &Table, content: &DeTable<'_>) {
        let own = |value: &Value<'_>| !value.get_ref().is_table();
        for (key, value) in content.iter().filter(|(_, value)| own(value)) {
            let help = match (table.classes, table.children.first()) {
                (true, _) => Some("properties stand in a table for one class, such as `[class.lead]`".to_owned()),
                (false, Some((child, _))) if table.children.iter().any(|(n, _)| n == key.get_ref()) => {
                    Some(format!("write a table, such as `[{}.{child}]`", table.name))
                }
                _ => None,
            };
            if help.is_some() {
                let message = format!("`{}` is not a property of `[{}]`", key.get_ref(), table.name);
                self.report("unknown-property", message, help, Span::new(file, key.span()));
                continue;
            }
            let Some(mut declared) = self.property(file, table.name, key, value) else { continue };
            for role in &table.roles {
                declared(self.roles.entry(role.clone()).or_default());
            }
        }
        for (key, value) in content {
            let Some(inner) = value.get_ref().as_table() else { continue };
            let name = key.get_ref().as_ref();
            let role = match table.children.iter().find(|(child, _)| *child == name) {
                Some((_, role)) => role.clone(),
                None if table.classes && is_class(name) => Role::Class(name.to_owned()),
                None => {
                    self.unknown_child(file, table, key);
                    continue;
                }
            };
            let full = format!("{}.{name}", table.name);
            let declarations = self.roles.entry(role).or_default();
            settings(declarations, properties(), file, &full, inner, &mut self.diagnostics);
        }
    }

    /// Reads a property once, so that a mistake in a table for many roles is reported once.
    fn property<'v>(
        &mut self,
        file: FileId,
        table: &str,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &'v Value<'_>,
    ) -> Option<impl FnMut(&mut Declarations) + use<'v>> {
        let before = self.diagnostics.len();
        let mut scratch = Declarations::default();
        set(&mut scratch, properties(), file, table, key, value, &mut self.diagnostics);
        let property = properties().iter().find(|p| p.name == key.get_ref().as_ref())?;
        let good = self.diagnostics.len() == before;
        good.then_some(move |declarations: &mut Declarations| {
            // It was read without a mistake a moment ago.
            let _ = (property.set)(declarations, value);
        })
    }

    fn report(&mut self, code: &'static str, message: String, help: Option<String>, span: Span) {
        let diagnostic = Diagnostic::error(code, message).at(span);
        self.diagnostics.push(Diagnostic { help, ..diagnostic });
    }

    fn not_a_table(&mut self, file: FileId, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[Table]) {
        let name = key.get_ref().as_ref();
        let is_table = TOP.contains(&name) || known.iter().any(|t| t.name == name);
        let (message, help) = if is_table {
            (format!("`{name}` is a table"), Some(format!("write `[{name}]` on a line of its own, and its keys below")))
        } else if properties().iter().any(|p| p.name == name) {
            (
                format!("`{name}` stands outside a table"),
                Some(format!("for the whole text, write it below `[body]`: {name} = …")),
            )
        } else {
            (format!("a style sheet has no key `{name}`"), suggest::did_you_mean(name, TOP))
        };
        self.report("unknown-key", message, help, Span::new(file, key.span()));
    }

    fn unknown_table(&mut self, file: FileId, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[Table]) {
        let name = key.get_ref().as_ref();
        let names = known.iter().map(|t| t.name).chain(TOP);
        let help = suggest::did_you_mean(name, names)
            .unwrap_or_else(|| format!("for a class of your own, write `[class.{name}]`"));
        self.report(
            "unknown-table",
            format!("a style sheet has no table `[{name}]`"),
            Some(help),
            Span::new(file, key.span()),
        );
    }

    fn unknown_child(&mut self, file: FileId, table: &Table, key: &Spanned<std::borrow::Cow<'_, str>>) {
        let (name, parent) = (key.get_ref().as_ref(), table.name);
        let message = format!("`[{parent}]` has no table `{name}`");
        let names: Vec<_> = table.children.iter().map(|(name, _)| *name).collect();
        let help = suggest::did_you_mean(name, names.iter().copied())
            .or_else(|| (!names.is_empty()).then(|| format!("known are {}", names.join(", "))));
        self.report("unknown-table", message, help, Span::new(file, key.span()));
    }

    /// The finished sheet, with what is wrong with it as a whole put right and reported.
    pub(super) fn finish(mut self, name: &str) -> (StyleSheet, Diagnostics) {
        self.check_page();
        let body = self.roles.get(&Role::Body).cloned().unwrap_or_default();
        // `rem` and `lh` in the body's own table refer to the body itself (CSS Values 4 §6.1.1), hence the second round.
        let initial = initial();
        let first = body.apply(initial.clone(), &initial);
        let base = Computed { root_font_size: first.font_size, root_line_height: first.line_height, ..initial };
        let mut root = body.apply(base.clone(), &base);
        root.protrusion_tables = Arc::new(self.protrusion);
        let sheet =
            StyleSheet { name: name.to_owned(), page: self.page, document: self.document, roles: self.roles, root };
        (sheet, self.diagnostics)
    }

    /// A text block narrower than an inch or lower than one cannot be set; the margins then give way.
    fn check_page(&mut self) {
        let inch = Length::points(72);
        let page = &mut self.page;
        let columns = i64::from(page.columns.max(1));
        let width = page.width - page.margin_inside - page.margin_outside - page.column_gap * (columns - 1);
        let height = page.height - page.margin_top - page.margin_bottom;
        if width / columns >= inch && height >= inch {
            return;
        }
        let message = if height < inch {
            "the margins leave less than an inch of the page's height for the text; they have been reduced"
        } else {
            "the margins leave less than an inch for each column of text; they have been reduced"
        };
        page.columns = 1;
        let (across, down) = (page.width / 8, page.height / 8);
        (page.margin_inside, page.margin_outside) = (page.margin_inside.min(across), page.margin_outside.min(across));
        (page.margin_top, page.margin_bottom) = (page.margin_top.min(down), page.margin_bottom.min(down));
        let diagnostic =
            Diagnostic::warning("page-too-small", message).help("make the margins smaller or the page larger");
        self.diagnostics.push(Diagnostic { span: self.page_span, ..diagnostic });
    }
}

/// CSS identifiers, more or less: what the Markdown of a span or container can hold as a class.
fn is_class(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '.' | '#' | '{' | '}'))
}

/// Reads all keys of a table.
fn settings<T>(
    target: &mut T,
    known: &[Property<T>],
    file: FileId,
    table: &str,
    content: &DeTable<'_>,
    report: &mut Diagnostics,
) {
    for (key, value) in content {
        set(target, known, file, table, key, value, report);
    }
}

/// Reads one key.
fn set<T>(
    target: &mut T,
    known: &[Property<T>],
    file: FileId,
    table: &str,
    key: &Spanned<std::borrow::Cow<'_, str>>,
    value: &Value<'_>,
    report: &mut Diagnostics,
) {
    let name = key.get_ref().as_ref();
    let Some(property) = known.iter().find(|property| property.name == name) else {
        let mut diagnostic = Diagnostic::error("unknown-property", format!("`[{table}]` has no property `{name}`"))
            .at(Span::new(file, key.span()));
        diagnostic.help = suggest::did_you_mean(name, known.iter().map(|property| property.name));
        report.push(diagnostic);
        return;
    };
    if let Err(Mistake { message, help, range }) = (property.set)(target, value) {
        let span = Span::new(file, range.unwrap_or_else(|| value.span()));
        let diagnostic = Diagnostic::error("bad-value", format!("`{name}`: {message}")).at(span);
        report.push(Diagnostic { help, ..diagnostic });
    }
}

/// The string under a key at the top of a sheet.
pub(super) fn top_string<'t>(sheet: &'t DeTable<'_>, name: &str) -> Option<(&'t str, &'t Spanned<DeValue<'t>>)> {
    let value = sheet.get(name)?;
    Some((value.get_ref().as_str()?, value))
}

fn plain_page() -> Page {
    let margin = Length::points(72);
    Page {
        width: Length::from_millimetres(210.0),
        height: Length::from_millimetres(297.0),
        margin_top: margin,
        margin_bottom: margin,
        margin_inside: margin,
        margin_outside: margin,
        two_sided: false,
        columns: 1,
        column_gap: Length::points(18),
        flush_bottom: false,
        baseline_grid: false,
        bleed: Length::ZERO,
        marks: Marks::None,
        inks: Inks::Full,
        header: RunningLine::default(),
        header_left: None,
        footer: RunningLine::default(),
        footer_left: None,
        header_distance: Length::points(36),
        footer_distance: Length::points(36),
        folio: NumberStyle::Decimal,
        front_folio: NumberStyle::Decimal,
    }
}

fn plain_document() -> DocumentStyle {
    DocumentStyle {
        title_page: false,
        half_title: false,
        copyright_page: false,
        toc: false,
        toc_depth: 3,
        number_depth: 0,
        opening: Opening::Plain,
        notes: NotePlacement::Page,
        note_display: NoteDisplay::Block,
        epub_split_level: 1,
        epub_notes: EpubNotes::PopUp,
        epub_embed_fonts: false,
        docx_embed_fonts: false,
        pdf_view: PdfView::default(),
        image_max_dpi: None,
        image_max_pixels: None,
    }
}

/// What every property is before any sheet has spoken.
fn initial() -> Computed {
    Computed {
        font_family: Vec::new(),
        font_size: Length::points(10),
        font_weight: 400,
        font_style: FontStyle::Normal,
        font_features: Vec::new(),
        line_height: Length::points(13),
        color: Color::BLACK,
        background: None,
        border: Edges::default(),
        padding: Edges::default(),
        margin: Edges::default(),
        text_align: TextAlign::Start,
        text_indent: Length::ZERO,
        hyphens: false,
        letter_spacing: Length::ZERO,
        text_transform: TextTransform::None,
        underline: false,
        line_through: false,
        baseline_shift: Length::ZERO,
        break_before: Break::Auto,
        break_after: Break::Auto,
        break_inside: Break::Auto,
        keep_with_next: false,
        float: Float::Auto,
        column_span: false,
        orphans: 2,
        widows: 2,
        hyphenate_capitalized: true,
        hyphenate_limit_zone: 160,
        variant_position: None,
        protrusion: false,
        protrusion_tables: Arc::default(),
        expansion: 0,
        line_breaking: LineBreaking::Optimal,
        looseness: 0,
        number_style: None,
        decimal_align: false,
        row_rule: None,
        root_font_size: Length::points(10),
        root_line_height: Length::points(13),
    }
}
