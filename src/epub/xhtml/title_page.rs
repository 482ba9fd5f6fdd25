//! The title page, from the front matter.

use super::Writer;
use crate::epub::xml::tag;
use crate::model::Role;
use crate::resolve::Term;

impl Writer<'_> {
    /// Title, subtitle, people, date, publisher, rights, and the abstract with the keywords.
    pub(super) fn title_page(&mut self) {
        let metadata = &self.book.resolved.metadata;
        tag(&mut self.out, "section").attr("class", "title-page").attr("epub:type", "titlepage").open();
        self.out.push('\n');
        if let Some(mark) = &self.book.pages.title {
            self.mark(mark);
        }
        tag(&mut self.out, "h1").attr("class", "title").attr("epub:type", "title").open();
        self.inlines(&metadata.title);
        self.end("h1");
        if !metadata.subtitle.is_empty() {
            tag(&mut self.out, "p")
                .attr("class", "subtitle")
                .attr("epub:type", "subtitle")
                .attr("role", "doc-subtitle")
                .open();
            self.inlines(&metadata.subtitle);
            self.end("p");
        }
        for person in &metadata.people {
            let class = if person.role == Role::Author { "author" } else { "author contributor" };
            tag(&mut self.out, "p").attr("class", class).text("p", &person.name);
            self.out.push('\n');
            if let Some(affiliation) = &person.affiliation {
                tag(&mut self.out, "p").attr("class", "affiliation").text("p", affiliation);
                self.out.push('\n');
            }
        }
        if let Some(date) = &metadata.date {
            tag(&mut self.out, "p").attr("class", "date").text("p", &date.text);
            self.out.push('\n');
        }
        for line in [&metadata.publisher, &metadata.rights].into_iter().flatten() {
            tag(&mut self.out, "p").attr("class", "imprint").text("p", line);
            self.out.push('\n');
        }
        self.end("section");
        if !metadata.abstract_.is_empty() {
            let title = self.book.term(Term::Abstract);
            tag(&mut self.out, "section")
                .attr("class", "abstract")
                .attr("role", "doc-abstract")
                .attr("aria-label", title)
                .open();
            self.out.push('\n');
            self.plain_heading("h2", "abstract-title", title);
            self.blocks(&metadata.abstract_);
            self.end("section");
        }
        if !metadata.keywords.is_empty() {
            let text = format!("{}: {}", self.book.term(Term::Keywords), metadata.keywords.join(", "));
            self.plain_heading("p", "keywords", &text);
        }
    }
}
