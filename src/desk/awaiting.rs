//! What awaits headquarters: cases and files that desks moved apart, proposals that came, appeals and remedies to decide, violations
//! put before the committee, cases sent up or over, leads passed on, digests of the regions, desks that wait to be enrolled, a
//! directory that waits for signers, events of revoked keys.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::case::State;
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::fold::History;
use crate::domain::subject::Subject;
use crate::domain::territory::RegionCode;
use crate::domain::why::Why;
use crate::text::clean_line;

use super::Desk;
use super::command::Refusal;
use super::history;
use super::query::{Answer, Reading};
use super::relief::{FileDetail, FileKind, FileRow};
use super::view::{CaseRow, Filter};

/// How many leads passed on are listed.
const LEADS: usize = 200;

/// Something that awaits headquarters.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Awaiting {
    /// What it is; the catalogue key is `await-<kind>`.
    pub kind: &'static str,
    /// Its number; empty for what has none.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// From which region.
    pub from: Option<RegionCode>,
    /// Since when.
    pub since: Option<DateTime<Utc>>,
}

impl Reading<'_, '_> {
    /// What awaits headquarters, the longest waiting first within each kind.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn awaiting(&self) -> Answer<Vec<Awaiting>> {
        let mut rows = self.files_waiting()?;
        rows.extend(self.cases_waiting()?);
        rows.extend(self.leads_waiting()?);
        // Its own digests await nobody.
        for row in self.surveys()?.into_iter().filter(|row| row.from.is_some()) {
            // What headquarters took up or sent back awaits it no more.
            if self.said_of(&row.number)?.is_none() {
                rows.push(row);
            }
        }
        rows.sort_by_key(|row| (order(row.kind), row.since));
        Ok(rows)
    }

    /// What headquarters said last of what a number names, as the store words it.
    pub(super) fn said_of(&self, number: &str) -> Answer<Option<String>> {
        let Some(subject) = self.numbered(number)? else { return Ok(None) };
        Ok(self.tx.ruling(&subject.to_string())?.map(|(said, _)| said))
    }

    /// Files that are put before headquarters, and those of any kind that desks moved apart: it alone says which side stands.
    fn files_waiting(&self) -> Answer<Vec<Awaiting>> {
        let waits = |row: &FileRow| match row.kind {
            FileKind::Proposal => row.state == "submitted",
            FileKind::Violation => row.state == "referred",
            // The committee has them from the first day on.
            FileKind::Appeal | FileKind::Remedy => true,
            FileKind::Relation | FileKind::Meeting | FileKind::Trip | FileKind::Report => false,
        };
        let open = self.tx.open_files()?;
        let mut subjects: Vec<Subject> =
            open.iter().filter_map(|subject| subject.parse().ok()).collect();
        for subject in self.all_meetings()? {
            let meeting = history::meeting(self.tx, self.context, subject)?;
            if meeting.is_some_and(|meeting| !meeting.contested.is_empty()) {
                subjects.push(subject);
            }
        }
        let mut rows = Vec::new();
        for subject in subjects {
            let Some(FileDetail { row, contested, .. }) = self.file(subject)? else { continue };
            let kind = match contested.is_empty() {
                false => "contested-file",
                true if row.open && waits(&row) => row.kind.name(),
                true => continue,
            };
            rows.push(Awaiting {
                kind,
                from: self.author_of(subject)?,
                number: row.number,
                title: row.concerns,
                since: Some(row.opened_at),
            });
        }
        Ok(rows)
    }

    /// The region that wrote of a subject first.
    fn author_of(&self, subject: Subject) -> Answer<Option<RegionCode>> {
        let events = history::of(self.tx, self.context, subject)?;
        Ok(events.iter().find_map(|event| event.authority.region()))
    }

    fn cases_waiting(&self) -> Answer<Vec<Awaiting>> {
        let sent = |state| matches!(state, State::Escalated | State::Transferred);
        let cases = self.cases(&Filter::default(), true)?.into_iter();
        let kind = |case: &CaseRow| match case.state {
            // Where it stands is what desks differ on.
            _ if !case.contested.is_empty() => "contested",
            State::Escalated => "escalated",
            _ => "transferred",
        };
        let row = |case: CaseRow| Awaiting {
            kind: kind(&case),
            number: case.number,
            title: case.title,
            from: case.owner,
            since: Some(case.detected_at),
        };
        Ok(cases.filter(|case| sent(case.state) || !case.contested.is_empty()).map(row).collect())
    }

    /// Leads that a region passed on and nobody here has judged.
    fn leads_waiting(&self) -> Answer<Vec<Awaiting>> {
        let mut rows = Vec::new();
        for subject in self.tx.leads_asked(LEADS)? {
            let Ok(subject) = subject.parse::<Subject>() else { continue };
            let Some(lead) = history::lead(self.tx, self.context, subject)? else { continue };
            rows.push(Awaiting {
                kind: "lead",
                from: self.author_of(subject)?,
                number: lead.number,
                title: lead.notice.title,
                since: Some(lead.captured_at),
            });
        }
        Ok(rows)
    }

    /// Digests that were issued and stand, each with the region whose desk signed it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn surveys(&self) -> Answer<Vec<Awaiting>> {
        let mut rows = Vec::new();
        for subject in self.tx.files_of(&["survey"])? {
            let Ok(subject) = subject.parse::<Subject>() else { continue };
            let events = history::of(self.tx, self.context, subject)?;
            let issued = History::new(&events).effective().find_map(|event| match &event.fact {
                Fact::SurveyIssued(issued) => Some((issued.clone(), event.authority)),
                _ => None,
            });
            let Some((issued, authority)) = issued else { continue };
            rows.push(Awaiting {
                kind: "survey",
                number: issued.number,
                title: issued.month,
                from: authority.region(),
                since: Some(issued.at),
            });
        }
        Ok(rows)
    }

    /// The text of an issued digest by its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn survey_text(&self, number: &str) -> Answer<Option<String>> {
        let Some(subject) = self.numbered(number)? else { return Ok(None) };
        let events = history::of(self.tx, self.context, subject)?;
        let issued = events.iter().find(|event| matches!(event.fact, Fact::SurveyIssued(_)));
        let part =
            issued.and_then(|event| event.parts.iter().find(|p| p.name == super::survey::TEXT));
        part.map(|part| history::text_of(self.tx, part)).transpose().map(Option::flatten)
    }
}

/// What stands still until headquarters speaks goes first, then what the committee and the board wait for.
fn order(kind: &str) -> usize {
    const ORDER: [&str; 10] = [
        "contested",
        "contested-file",
        "escalated",
        "transferred",
        "appeal",
        "violation",
        "remedy",
        "proposal",
        "lead",
        "survey",
    ];
    ORDER.iter().position(|known| *known == kind).unwrap_or(ORDER.len())
}

impl Desk {
    /// What awaits headquarters; desks that wait to be enrolled, a directory that waits for signers and events of revoked keys among it.
    ///
    /// # Errors
    /// Refused at a region's desk, which holds only its own part of it.
    pub fn awaiting(&mut self) -> Result<Vec<Awaiting>, Refusal> {
        if !self.is_headquarters() {
            return Err(Refusal::because(Why::rule("headquarters-decides", "SCXT-6")));
        }
        let mut rows: Vec<Awaiting> =
            self.look(|tx, context, now| Reading { tx, context, now }.awaiting())?;
        let file = self.home().directory_draft();
        if file.exists() {
            rows.insert(0, of_trust("directory", file.display().to_string()));
        }
        for waiting in self.enrolments_waiting()? {
            let (enrol, file) = (&waiting.enrol, waiting.file.display());
            let who = format!("{} {}", enrol.name, enrol.person);
            let title = clean_line(&format!("{} · {} · {file}", who.trim(), enrol.fingerprint()));
            let from = enrol.region.as_deref().and_then(|region| region.parse().ok());
            rows.insert(0, Awaiting { from, ..of_trust("enrolment", title) });
        }
        let beyond = self.beyond()?.into_iter().filter(|event| !event.voided).count();
        if beyond > 0 {
            rows.insert(0, of_trust("beyond", beyond.to_string()));
        }
        Ok(rows)
    }

    /// Digests that were issued here, or came.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn issued_surveys(&mut self) -> Answer<Vec<Awaiting>> {
        self.look(|tx, context, now| Reading { tx, context, now }.surveys())
    }

    /// The text of a digest that was issued, by its number.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn issued_survey(&mut self, number: &str) -> Answer<Option<String>> {
        self.look(|tx, context, now| Reading { tx, context, now }.survey_text(number))
    }

    /// The latest that a region wrote of what a number names and that stands: what is taken up or sent back. An act that was taken
    /// back is none, nor is the taking back.
    ///
    /// # Errors
    /// Why there is none.
    pub fn latest_event(&mut self, number: &str) -> Result<String, Refusal> {
        self.look(|tx, context, now| {
            let refused =
                |key| Refusal::because(Why::plain(key).with("number", clean_line(number)));
            let reading = Reading { tx, context, now };
            let subject = reading.numbered(number)?;
            let subject = subject.ok_or_else(|| refused("no-file-numbered"))?;
            let events = history::of(tx, context, subject)?;
            let of_a_region = |event: &Recorded| event.authority != Authority::Headquarters;
            let is_act =
                |event: &&Recorded| of_a_region(event) && !matches!(event.fact, Fact::Retracted(_));
            let history = History::new(&events);
            let latest = history.effective().filter(is_act).last().map(|event| event.id.clone());
            let none = match events.iter().any(of_a_region) {
                true => "nothing-stands",
                false => "nothing-of-a-region",
            };
            latest.ok_or_else(|| refused(none))
        })
    }
}

fn of_trust(kind: &'static str, title: String) -> Awaiting {
    Awaiting { kind, number: String::new(), title, from: None, since: None }
}
