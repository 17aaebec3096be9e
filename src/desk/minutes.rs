//! The text of minutes: what the editor opens, and the Markdown page.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::domain::calendar::to_the_minute;
use crate::domain::meeting::amendment::amendments;
use crate::domain::meeting::{Meeting, Version};
use crate::domain::minutes::{Record, Said};
use crate::domain::subject::{Subject, SubjectKind};
use crate::i18n::{Words, value};
use crate::interchange::markdown::{self, MinutesDocument};
use crate::store::{StoreError, Writing};
use crate::t;

use super::context::Context;
use super::service::{MinutesText, OtherText};
use super::{Desk, DeskError, exports, history, system};

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
    let Some(about) = super::meeting::about(tx, context, subject)? else { return Ok(None) };
    let meeting = &about.meeting;
    let draft = tx.draft(&subject.to_string())?;
    let is_draft = draft.is_some();
    let version = meeting.latest().map_or(0, |latest| latest.version);
    let saved = saved(tx, meeting)?;
    let text = draft.or_else(|| saved.clone()).unwrap_or_default();
    let begun_on = tx.draft_base(&subject.to_string())?;
    let begun_on = begun_on.or_else(|| meeting.latest().map(|latest| latest.event.clone()));
    let mut others = Vec::new();
    for version in &meeting.versions {
        if !meeting.heads.contains(&version.event) || Some(&version.event) == begun_on.as_ref() {
            continue;
        }
        others.extend(other_text(tx, version)?);
    }
    let before = match amendments(meeting).pop().and_then(|last| last.before.of) {
        Some(event) => meeting.versions.iter().find(|version| version.event == event),
        None => None,
    };
    let before = before.map_or(Ok(None), |version| other_text(tx, version))?;
    let planned = &meeting.planned;
    Ok(Some(MinutesText {
        meeting: subject,
        number: planned.number.clone(),
        title: planned.title.clone(),
        text,
        version,
        saved,
        is_draft,
        about: Some(Arc::new(about)),
        others,
        before,
    }))
}

/// A version to be shown beside the text; `None` where its text was withheld or purged.
fn other_text(tx: &Writing<'_>, of: &Version) -> Result<Option<OtherText>, StoreError> {
    let (version, saved_at) = (of.version, of.saved_at);
    Ok(text_of(tx, of)?.map(|text| OtherText { version, saved_at, text }))
}

fn meeting(tx: &Writing<'_>, number: &str) -> Result<Option<Subject>, StoreError> {
    let subject = tx.numbered(number.trim())?.and_then(|text| text.parse::<Subject>().ok());
    Ok(subject.filter(|subject| subject.kind == SubjectKind::Meeting))
}

/// The text that stands, the signed one while it is signed, else the latest; `None` where there is none, or its part was withheld
/// or purged.
pub(super) fn saved(tx: &Writing<'_>, meeting: &Meeting) -> Result<Option<String>, StoreError> {
    meeting.standing().map_or(Ok(None), |standing| text_of(tx, standing))
}

/// The text of a version; `None` where its part was withheld or purged.
fn text_of(tx: &Writing<'_>, version: &Version) -> Result<Option<String>, StoreError> {
    version.part.as_ref().map_or(Ok(None), |part| history::text_of(tx, part))
}

/// A copy of signed minutes for one recipient.
#[derive(Debug, Clone, Copy)]
pub struct CopyFor<'a> {
    /// `JY-…`.
    pub serial: &'a str,
    /// Whose it is.
    pub recipient: &'a str,
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
    let Some(text) = saved(tx, &meeting)? else { return Ok(None) };
    Ok(Some(frame(tx, context, &meeting, None, words)?.around(&text)))
}

/// What stands around the text of minutes on a page.
#[derive(Debug)]
pub struct Frame {
    heading: String,
    banner: Option<String>,
    particulars: Vec<(String, Option<String>)>,
    unknown: String,
}

impl Frame {
    /// The page with that text.
    pub fn around(&self, text: &str) -> String {
        markdown::minutes(&MinutesDocument {
            heading: &self.heading,
            banner: self.banner.as_deref(),
            particulars: &self.particulars,
            unknown: &self.unknown,
            text,
        })
    }
}

/// The frame of the version that stands. What is unsigned says so, and what is nobody's copy says that it stays here.
///
/// # Errors
/// When the store cannot be read.
pub fn frame(
    tx: &Writing<'_>,
    context: &Context,
    meeting: &Meeting,
    copy: Option<CopyFor<'_>>,
    words: &Words,
) -> Result<Frame, StoreError> {
    let planned = &meeting.planned;
    let cases = history::case_numbers(tx, context, &planned.cases)?;
    let (colon, comma) = (t!(words, "colon"), t!(words, "comma"));
    let version = meeting.standing().map(|standing| standing.version.to_string());
    let mut particulars = vec![
        (t!(words, "arg-number"), Some(planned.number.clone())),
        (t!(words, "arg-kind"), Some(words.say(&format!("choice-{}", planned.kind.name())))),
        (t!(words, "arg-start"), Some(to_the_minute(planned.start))),
        (t!(words, "arg-place"), planned.place.clone()),
        (t!(words, "arg-chair"), meeting.chair().map(str::to_owned)),
        (t!(words, "arg-recorder"), planned.recorder.clone()),
        (t!(words, "arg-participants"), Some(planned.participants.join(&comma))),
        (t!(words, "arg-cases"), Some(cases.join(&comma))),
        (t!(words, "arg-version"), version),
    ];
    let signature = meeting.signature();
    if let Some(signature) = &signature {
        let by = format!("{} · {}", signature.by, to_the_minute(signature.at));
        particulars.push((t!(words, "arg-signed_by"), Some(by)));
        particulars.push((t!(words, "arg-hash"), Some(signature.hash.clone())));
    }
    for amendment in amendments(meeting) {
        let told = value::amendment(words, &amendment);
        particulars.push((t!(words, "action-meeting-amend"), Some(told)));
    }
    if let Some(copy) = copy {
        particulars.push((t!(words, "arg-serial"), Some(copy.serial.to_owned())));
        particulars.push((t!(words, "arg-recipient"), Some(copy.recipient.to_owned())));
    }
    Ok(Frame {
        heading: format!("{}{colon}{}", t!(words, "minutes-heading"), planned.title),
        banner: match (&signature, copy) {
            (None, _) => Some(t!(words, "minutes-draft")),
            // Whose copy came to light is told by its serial: a page without one stays here.
            (Some(_), None) => Some(t!(words, "minutes-unnumbered")),
            (Some(_), Some(_)) => None,
        },
        particulars,
        unknown: t!(words, "not-recorded"),
    })
}

/// A text of minutes as people read it on paper: an item as a heading, a record by its word, every other line as a paragraph.
pub fn legible(text: &str, records: &[Record], words: &Words) -> String {
    let colon = t!(words, "colon");
    let mut page = String::new();
    let mut records = records.iter().peekable();
    for (line, text) in text.split('\n').enumerate() {
        let record = records.next_if(|record| record.line == line);
        let told = |label: String, text: &str| format!("- {label}{colon}{text}");
        let written = match record.map(|record| &record.said) {
            Some(Said::Item { title, at }) => match at {
                Some(at) => format!("## {title}（{}）", at.format("%H:%M")),
                None => format!("## {title}"),
            },
            Some(Said::Statement { who, text }) => format!("{who}{colon}{text}"),
            Some(Said::Resolution { text }) => told(t!(words, "minutes-resolution"), text),
            Some(Said::Fact { text }) => told(t!(words, "minutes-fact"), text),
            Some(Said::Vote(_)) => {
                let counts = text.trim_start().trim_start_matches(['?', '？']);
                told(t!(words, "minutes-vote"), counts.trim())
            }
            Some(Said::Action(task)) => {
                let unknown = t!(words, "not-recorded");
                let owner = task.owner.clone().unwrap_or_else(|| unknown.clone());
                let due = task.due.map_or(unknown, |day| day.to_string());
                let what = task.what.as_str();
                let text = t!(words, "minutes-action", what = what, owner = owner, due = due);
                told(t!(words, "minutes-to-do"), &text)
            }
            None => text.trim().to_owned(),
        };
        page.push_str(&written);
        // A line is a paragraph: Markdown would run two of them together.
        page.push_str("\n\n");
    }
    page
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
        let path = folder.join(format!("{}.md", exports::named(number)));
        system::write_whole(&path, page.as_bytes())?;
        Ok(Some(path))
    }
}
