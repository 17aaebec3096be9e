//! A meeting as the desk answers it: a file like the others, with its roll, what its minutes say, what the check finds, and what
//! became of its actions.

use chrono::NaiveDate;

use crate::domain::calendar::{Calendar, local};
use crate::domain::meeting::action::{ACTIONS, Situation};
use crate::domain::meeting::follow_up::{Tracked, follow_up};
use crate::domain::meeting::lint::{Checked, Finding, check};
use crate::domain::meeting::roll::{Attendance, is_same, roll};
use crate::domain::meeting::survey::{Tally, tally};
use crate::domain::meeting::{Meeting, Signature};
use crate::domain::minutes::{Record, Said, records};
use crate::domain::rulebook::Rulebook;
use crate::domain::subject::Subject;
use crate::store::{StoreError, Writing};

use super::context::Context;
use super::history;
use super::minutes::saved;
use super::query::{Answer, Reading, units};
use super::relief::{FileDetail, FileKind, FileRow};
use super::view::ActionRow;

/// What stands around a meeting.
#[derive(Debug)]
pub struct Around {
    /// The meeting.
    pub meeting: Meeting,
    /// The text of the latest version, where it is here.
    pub text: Option<String>,
    /// What that text says.
    pub records: Vec<Record>,
    /// What the check finds in it.
    pub findings: Vec<Finding>,
    /// Its actions, and what became of them.
    pub tasks: Vec<Tracked>,
    /// Something was typed since.
    pub has_draft: bool,
}

/// What a person sees of a meeting beside its table.
#[derive(Debug, Clone, PartialEq)]
pub struct MeetingSheet {
    /// Who came.
    pub roll: Vec<Attendance>,
    /// What the latest version of the minutes says.
    pub records: Vec<Record>,
    /// What the check finds.
    pub findings: Vec<Finding>,
    /// What became of the actions.
    pub tasks: Vec<Tracked>,
    /// The chair's signature.
    pub signature: Option<Signature>,
    /// What attendees thought, as counts.
    pub tally: Tally,
}

/// What a text of minutes is checked against: its meeting, and the units that there are.
#[derive(Debug, Clone)]
pub struct About {
    /// The meeting.
    pub meeting: Meeting,
    /// Codes and names of units.
    pub units: Vec<String>,
}

impl About {
    /// The records of a text.
    pub fn records(&self, text: &str) -> Vec<Record> {
        records(text, self.day())
    }

    /// The day of the meeting, of which the minutes say 周五.
    pub fn day(&self) -> NaiveDate {
        local(self.meeting.planned.start).date()
    }

    /// What the check finds in a text.
    pub fn check(&self, text: &str, records: &[Record]) -> Vec<Finding> {
        check(&Checked {
            meeting: &self.meeting,
            text,
            records,
            day: self.day(),
            is_unit: &|name| self.units.iter().any(|unit| is_same(unit, name)),
            book: Rulebook::bundled(),
        })
    }
}

/// What the text of a meeting's minutes is checked against.
///
/// # Errors
/// When the store cannot be read.
pub fn about(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<About>, StoreError> {
    let Some(meeting) = history::meeting(tx, context, subject)? else { return Ok(None) };
    let units = units(tx)?.into_iter().flat_map(|unit| [unit.code, unit.name]).collect();
    Ok(Some(About { meeting, units }))
}

/// A meeting with what stands around it.
///
/// # Errors
/// When the store cannot be read.
pub fn around(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Around>, StoreError> {
    let Some(mut about) = about(tx, context, subject)? else { return Ok(None) };
    reveal(tx, &mut about.meeting)?;
    let text = saved(tx, &about.meeting)?;
    let records = text.as_deref().map(|text| about.records(text)).unwrap_or_default();
    let findings = text.as_deref().map(|text| about.check(text, &records)).unwrap_or_default();
    let meeting = about.meeting;
    let tasks = follow_up(&meeting, &records);
    let has_draft = tx.draft(&subject.to_string())?.is_some();
    Ok(Some(Around { meeting, text, records, findings, tasks, has_draft }))
}

/// Puts what was kept out of the events back to where it was entered, as far as its bytes are here.
fn reveal(tx: &Writing<'_>, meeting: &mut Meeting) -> Result<(), StoreError> {
    for entry in &mut meeting.timeline {
        for part in &entry.parts {
            let bytes = tx.part(&part.hash)?.map(|part| part.bytes);
            if let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
                entry.args.0.insert(part.name.clone(), text);
            }
        }
    }
    Ok(())
}

impl Around {
    /// The facts that the minutes hold for a case, with their lines from 0.
    pub fn facts(&self) -> impl Iterator<Item = (usize, &str)> {
        self.records.iter().filter_map(|record| match &record.said {
            Said::Fact { text } if !text.is_empty() => Some((record.line, text.as_str())),
            _ => None,
        })
    }

    /// What its table may look at.
    pub fn situation<'a>(&'a self, reading: &Reading<'_, '_>) -> Situation<'a> {
        Situation {
            meeting: &self.meeting,
            authority: reading.context.profile.authority(),
            now: reading.now,
            calendar: Calendar::bundled(),
            has_text: self.text.is_some(),
            has_draft: self.has_draft,
            findings: &self.findings,
            facts: self.facts().count(),
            tasks: &self.tasks,
        }
    }
}

impl Reading<'_, '_> {
    pub(super) fn meeting_file(&self, subject: Subject) -> Answer<Option<FileDetail>> {
        let Some(around) = around(self.tx, self.context, subject)? else { return Ok(None) };
        let situation = around.situation(self);
        let actions = ACTIONS.iter().map(|row| ActionRow {
            id: row.id,
            unmet: row.unmet(&situation),
            arguments: row.arguments,
        });
        let actions = actions.collect();
        let meeting = &around.meeting;
        let planned = &meeting.planned;
        let mut cases = Vec::new();
        for about in &planned.cases {
            cases
                .extend(history::case(self.tx, self.context, *about)?.map(|(case, _)| case.number));
        }
        let state = meeting.state();
        let row = FileRow {
            subject,
            kind: FileKind::Meeting,
            number: planned.number.clone(),
            case: cases.first().cloned(),
            concerns: planned.title.clone(),
            state: state.name(),
            open: !state.is_over(),
            opened_at: meeting.timeline.first().map_or(planned.start, |entry| entry.at),
            measure: None,
            delivery: self.delivery(&subject.to_string())?,
        };
        let mut said = vec![("start", local(planned.start).format("%Y-%m-%d %H:%M").to_string())];
        let names = |name, text: &Option<String>| text.clone().map(|text| (name, text));
        said.extend(names("place", &planned.place));
        said.extend(names("chair", &planned.chair));
        said.extend(names("recorder", &planned.recorder));
        if !planned.participants.is_empty() {
            said.push(("participants", planned.participants.join("、")));
        }
        if !cases.is_empty() {
            said.push(("cases", cases.join("、")));
        }
        let sheet = MeetingSheet {
            roll: roll(meeting),
            signature: meeting.signature(),
            tally: tally(meeting),
            records: around.records.clone(),
            findings: around.findings.clone(),
            tasks: around.tasks.clone(),
        };
        let timeline = meeting.timeline.clone();
        let meeting = Some(Box::new(sheet));
        Ok(Some(FileDetail { row, said, limits: Vec::new(), actions, timeline, meeting }))
    }
}
