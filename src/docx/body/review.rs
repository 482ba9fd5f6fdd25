//! Insertions, deletions and comments, as reviewers make them with change tracking on.

use std::fmt::Write as _;

use super::Body;
use super::inlines::Voice;
use crate::docx::element;
use crate::docx::xml::escape;
use crate::model::Revision;

impl Body<'_> {
    /// Runs inside the insertion or deletion that they belong to.
    pub(super) fn revised(&mut self, voice: &Voice, content: impl FnOnce(&mut Self)) {
        let Some((inserted, author, date)) = &voice.revision else { return content(self) };
        self.revisions += 1;
        let (name, id) = (if *inserted { "ins" } else { "del" }, self.revisions);
        let (author, date) = (escape(author), escape(date));
        let _ = write!(self.xml, "<w:{name} w:id=\"{id}\" w:author=\"{author}\" w:date=\"{date}\">");
        content(self);
        let _ = write!(self.xml, "</w:{name}>");
    }

    pub(super) fn revision(&mut self, inserted: bool, revision: &Revision, voice: &Voice) {
        let mut inner = voice.clone();
        let author = revision.author.clone().unwrap_or_else(|| "Reviewer".into());
        let date = revision.date.as_deref().and_then(date_time).unwrap_or_else(|| self.date.clone());
        inner.revision = Some((inserted, author, date));
        if revision.comment.is_empty() {
            self.inlines(&revision.content, &inner);
        } else {
            self.comment(revision, |body| body.inlines(&revision.content, &inner));
        }
    }

    pub(super) fn comment(&mut self, revision: &Revision, content: impl FnOnce(&mut Self)) {
        if revision.comment.is_empty() {
            return content(self);
        }
        let id = self.comment_count;
        self.comment_count += 1;
        let author = revision.author.as_deref().unwrap_or("Reviewer");
        let date = revision.date.as_deref().and_then(date_time).unwrap_or_else(|| self.date.clone());
        let paragraph = self.names.paragraph_id(&crate::model::BlockId::new(&format!("comment-{id}")));
        element::comment(id, author, &date, &paragraph, &revision.comment, &mut self.comments);
        let _ = write!(self.xml, "<w:commentRangeStart w:id=\"{id}\"/>");
        content(self);
        let _ = write!(
            self.xml,
            "<w:commentRangeEnd w:id=\"{id}\"/><w:r><w:rPr><w:rStyle w:val=\"CommentReference\"/></w:rPr>\
             <w:commentReference w:id=\"{id}\"/></w:r>"
        );
    }
}

/// A reviewer's date as `xsd:dateTime` (XML Schema Part 2 §3.2.7), which `w:date` must be: a day alone begins at midnight.
fn date_time(text: &str) -> Option<String> {
    let text = text.trim();
    let (day, time) = text.split_once(['T', ' ']).unwrap_or((text, "00:00:00Z"));
    let shaped = |text: &str, shape: &str| {
        text.len() == shape.len()
            && text.bytes().zip(shape.bytes()).all(|(b, s)| if s == b'0' { b.is_ascii_digit() } else { b == s })
    };
    let valid_day = shaped(day, "0000-00-00")
        && day.get(5..7).is_some_and(|month| ("01"..="12").contains(&month))
        && day.get(8..10).is_some_and(|day| ("01"..="31").contains(&day));
    let valid_time = shaped(time, "00:00:00") || shaped(time, "00:00:00Z") || shaped(time, "00:00:00+00:00");
    (valid_day && valid_time).then(|| format!("{day}T{time}"))
}

#[cfg(test)]
mod tests {
    use super::date_time;

    #[test]
    fn days_become_moments_and_other_text_none() {
        assert_eq!(date_time("2026-11-23").as_deref(), Some("2026-11-23T00:00:00Z"));
        assert_eq!(date_time("2026-11-23T10:00:00Z").as_deref(), Some("2026-11-23T10:00:00Z"));
        assert_eq!(date_time("yesterday"), None);
        assert_eq!(date_time("2026-13-01"), None);
    }
}
