//! The text of minutes: what the editor opens, and the Markdown page.

use std::path::{Path, PathBuf};

use crate::domain::calendar;
use crate::domain::subject::{Subject, SubjectKind};
use crate::i18n::Words;
use crate::interchange::markdown::{self, Labels, MinutesDocument};
use crate::store::{StoreError, Writing};
use crate::t;

use super::context::Context;
use super::service::MinutesText;
use super::{Desk, DeskError, history, system};

/// What the editor opens: the draft if there is one, else the latest version, else nothing.
///
/// # Errors
/// When the store cannot be read.
pub fn open(
    tx: &Writing<'_>,
    context: &Context,
    number: &str,
) -> Result<Option<MinutesText>, StoreError> {
    let Some(subject) = meeting(tx, number)? else { return Ok(None) };
    let Some(meeting) = history::meeting(tx, context, subject)? else { return Ok(None) };
    let draft = tx.draft(&subject.to_string())?;
    let is_draft = draft.is_some();
    let version = meeting.latest().map_or(0, |latest| latest.version);
    let text = match draft {
        Some(text) => text,
        None => saved(tx, &meeting)?.unwrap_or_default(),
    };
    let planned = meeting.planned;
    Ok(Some(MinutesText {
        meeting: subject,
        number: planned.number,
        title: planned.title,
        text,
        version,
        is_draft,
    }))
}

fn meeting(tx: &Writing<'_>, number: &str) -> Result<Option<Subject>, StoreError> {
    let subject = tx.numbered(number.trim())?.and_then(|text| text.parse::<Subject>().ok());
    Ok(subject.filter(|subject| subject.kind == SubjectKind::Meeting))
}

/// The latest saved text; `None` where there is none, or its part was withheld or purged.
fn saved(
    tx: &Writing<'_>,
    meeting: &crate::domain::meeting::Meeting,
) -> Result<Option<String>, StoreError> {
    let Some(part) = meeting.latest().and_then(|latest| latest.part.as_ref()) else {
        return Ok(None);
    };
    let bytes = tx.part(&part.hash)?.map(|part| part.bytes);
    Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
}

/// The latest saved version as a Markdown page; `None` where no version is saved or its text is not here.
///
/// # Errors
/// When the store cannot be read.
pub fn page(
    tx: &Writing<'_>,
    context: &Context,
    number: &str,
    words: &Words,
) -> Result<Option<String>, StoreError> {
    let Some(subject) = meeting(tx, number)? else { return Ok(None) };
    let Some(meeting) = history::meeting(tx, context, subject)? else { return Ok(None) };
    let (Some(text), Some(latest)) = (saved(tx, &meeting)?, meeting.latest()) else {
        return Ok(None);
    };
    let mut cases = Vec::new();
    for about in &meeting.planned.cases {
        cases.extend(history::case(tx, context, *about)?.map(|(case, _)| case.number));
    }
    let label = [
        t!(words, "minutes-heading"),
        t!(words, "arg-number"),
        t!(words, "arg-kind"),
        t!(words, "arg-start"),
        t!(words, "arg-place"),
        t!(words, "arg-chair"),
        t!(words, "arg-recorder"),
        t!(words, "arg-participants"),
        t!(words, "arg-cases"),
        t!(words, "arg-version"),
        t!(words, "minutes-draft"),
        t!(words, "not-recorded"),
        t!(words, "colon"),
        t!(words, "comma"),
    ];
    let [
        minutes,
        number,
        kind,
        start,
        place,
        chair,
        recorder,
        participants,
        cases_label,
        version,
        draft,
        unknown,
        colon,
        comma,
    ] = &label;
    let planned = &meeting.planned;
    let document = MinutesDocument {
        labels: Labels {
            minutes,
            number,
            kind,
            start,
            place,
            chair,
            recorder,
            participants,
            cases: cases_label,
            version,
            draft,
            unknown,
            colon,
            comma,
        },
        number: &planned.number,
        title: &planned.title,
        kind: &words.say(&format!("choice-{}", planned.kind.name())),
        start: &calendar::local(planned.start).format("%Y-%m-%d %H:%M").to_string(),
        place: planned.place.as_deref(),
        chair: planned.chair.as_deref(),
        recorder: planned.recorder.as_deref(),
        participants: &planned.participants,
        cases: &cases,
        version: latest.version,
        text: &text,
        // Signing is not there yet: whatever leaves this desk says that nobody signed it.
        draft: true,
    };
    Ok(Some(markdown::minutes(&document)))
}

impl Desk {
    /// The latest saved version of the minutes as a Markdown page.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn minutes_page(
        &mut self,
        number: &str,
        words: &Words,
    ) -> Result<Option<String>, StoreError> {
        self.look(|tx, context, _| page(tx, context, number, words))
    }

    /// Writes the minutes of a meeting as `<number>.md` into a folder; `None` where no version is saved.
    ///
    /// # Errors
    /// When the store cannot be read or the file not written.
    pub fn write_minutes(
        &mut self,
        number: &str,
        folder: &Path,
        words: &Words,
    ) -> Result<Option<PathBuf>, DeskError> {
        let page = self.look(|tx, context, _| page(tx, context, number, words))?;
        let Some(page) = page else { return Ok(None) };
        // A number that came from elsewhere names a file and nothing more.
        let name: String =
            number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let path = folder.join(format!("{name}.md"));
        system::write_whole(&path, page.as_bytes())?;
        Ok(Some(path))
    }
}
