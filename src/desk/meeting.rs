//! A meeting as the desk answers it: a file like the others, with its roll, what its minutes say, what the check finds, and what
//! became of its actions.

use chrono::NaiveDate;

use crate::domain::calendar::{local, to_the_minute};
use crate::domain::case::Case;
use crate::domain::meeting::action::{ACTIONS, Situation};
use crate::domain::meeting::amendment::{Amendment, amendments};
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
use super::relief::{FileDetail, FileKind, FileRow, named, reveal};
use super::view::ActionRow;

/// A meeting with what its minutes say.
#[derive(Debug)]
pub struct Around {
    /// The meeting.
    pub meeting: Meeting,
    /// The text of the version that stands, where it is here.
    pub text: Option<String>,
    /// What that text says.
    pub records: Vec<Record>,
    /// Its actions, and what became of them.
    pub tasks: Vec<Tracked>,
}

/// What the table of a meeting looks at beside it: only who is about to act asks for it.
#[derive(Debug)]
pub struct Watched {
    /// What the check finds in the text that stands.
    pub findings: Vec<Finding>,
    /// Something was typed since.
    pub has_draft: bool,
    /// Codes and names of parties of its cases that are not of one legal person.
    pub masked: Vec<String>,
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
    /// What was amended since the first.
    pub amendments: Vec<Amendment>,
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
    /// The day of the meeting, of which the minutes say 周五.
    pub fn day(&self) -> NaiveDate {
        local(self.meeting.planned.start).date()
    }

    /// What the check finds in a text.
    pub fn check(&self, text: &str, records: &[Record]) -> Vec<Finding> {
        checked(&self.meeting, &self.units, text, records)
    }
}

fn checked(meeting: &Meeting, units: &[String], text: &str, records: &[Record]) -> Vec<Finding> {
    check(&Checked {
        meeting,
        text,
        records,
        day: local(meeting.planned.start).date(),
        is_unit: &|name| units.iter().any(|unit| is_same(unit, name)),
        book: Rulebook::bundled(),
    })
}

/// Codes and names of the units that there are on the day of a meeting.
fn unit_words(context: &Context, meeting: &Meeting) -> Vec<String> {
    units(context, meeting.planned.start)
        .into_iter()
        .flat_map(|unit| [unit.code, unit.name])
        .collect()
}

/// The parties of its cases that are not of one legal person, by code and by name.
fn masked(
    tx: &Writing<'_>,
    context: &Context,
    meeting: &Meeting,
) -> Result<Vec<String>, StoreError> {
    let mut masked = Vec::new();
    for subject in &meeting.planned.cases {
        let case = history::case(tx, context, *subject)?.map(|(case, _)| case);
        let apart = case.filter(Case::is_cross_entity);
        masked.extend(apart.into_iter().flat_map(|case| case.parties).map(|party| party.unit));
    }
    let named = units(context, meeting.planned.start).into_iter();
    let named = named.filter(|unit| masked.contains(&unit.code));
    let names: Vec<String> = named.map(|unit| unit.name).collect();
    masked.extend(names);
    Ok(masked)
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
    let units = unit_words(context, &meeting);
    Ok(Some(About { meeting, units }))
}

/// A meeting with what its minutes say.
///
/// # Errors
/// When the store cannot be read.
pub fn around(
    tx: &Writing<'_>,
    context: &Context,
    subject: Subject,
) -> Result<Option<Around>, StoreError> {
    let Some(mut meeting) = history::meeting(tx, context, subject)? else { return Ok(None) };
    reveal(tx, &mut meeting.timeline)?;
    let text = saved(tx, &meeting)?;
    let day = local(meeting.planned.start).date();
    let records = text.as_deref().map(|text| records(text, day)).unwrap_or_default();
    let tasks = follow_up(&meeting, &records);
    Ok(Some(Around { meeting, text, records, tasks }))
}

impl Around {
    /// What the table looks at beside the meeting.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn watched(&self, tx: &Writing<'_>, context: &Context) -> Result<Watched, StoreError> {
        let units = unit_words(context, &self.meeting);
        let text = self.text.as_deref();
        let check = |text| checked(&self.meeting, &units, text, &self.records);
        let findings = text.map(check).unwrap_or_default();
        let has_draft = tx.draft(&self.meeting.subject.to_string())?.is_some();
        let masked = masked(tx, context, &self.meeting)?;
        Ok(Watched { findings, has_draft, masked })
    }

    /// The facts that the minutes hold for a case, with their lines from 0.
    pub fn facts(&self) -> impl Iterator<Item = (usize, &str)> {
        self.records.iter().filter_map(|record| match &record.said {
            Said::Fact { text } if !text.is_empty() => Some((record.line, text.as_str())),
            _ => None,
        })
    }

    /// What its table may look at.
    pub fn situation<'a>(
        &'a self,
        watched: &'a Watched,
        reading: &Reading<'a, '_>,
    ) -> Situation<'a> {
        Situation {
            meeting: &self.meeting,
            authority: reading.context.profile.authority(),
            now: reading.now,
            calendar: reading.context.calendar(),
            has_text: self.text.is_some(),
            has_draft: watched.has_draft,
            findings: &watched.findings,
            masked: &watched.masked,
            facts: self.facts().count(),
            tasks: &self.tasks,
        }
    }
}

impl Reading<'_, '_> {
    pub(super) fn meeting_file(&self, subject: Subject) -> Answer<Option<FileDetail>> {
        let Some(around) = around(self.tx, self.context, subject)? else { return Ok(None) };
        let watched = around.watched(self.tx, self.context)?;
        let situation = around.situation(&watched, self);
        let actions = ACTIONS.iter().map(|row| ActionRow {
            id: row.id,
            unmet: row.unmet(&situation),
            arguments: row.arguments,
        });
        let actions = actions.collect();
        let Around { meeting, records, tasks, .. } = around;
        let planned = &meeting.planned;
        let cases = history::case_numbers(self.tx, self.context, &planned.cases)?;
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
        let said = said(&meeting, &cases);
        let sheet = MeetingSheet {
            roll: roll(&meeting),
            signature: meeting.signature(),
            amendments: amendments(&meeting),
            tally: tally(&meeting),
            records,
            findings: watched.findings,
            tasks,
        };
        let (timeline, contested) = (meeting.timeline, meeting.contested);
        let meeting = Some(Box::new(sheet));
        Ok(Some(FileDetail {
            row,
            said,
            limits: Vec::new(),
            actions,
            notes: Vec::new(),
            contested: named(&contested, |state| state.name()),
            timeline,
            meeting,
            impact: None,
            numbers: Default::default(),
        }))
    }
}

/// What is known of a meeting, by the names of arguments.
fn said(meeting: &Meeting, cases: &[String]) -> Vec<(&'static str, String)> {
    let planned = &meeting.planned;
    let mut said = vec![("start", to_the_minute(planned.start))];
    said.extend(planned.end.map(|end| ("end", to_the_minute(end))));
    let texts = [
        ("place", &planned.place),
        ("mode", &planned.mode),
        ("aim", &planned.purpose),
        ("convener", &planned.convener),
        ("chair", &planned.chair),
        ("recorder", &planned.recorder),
    ];
    said.extend(texts.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))));
    let presided = meeting.chair().filter(|one| planned.chair.as_deref() != Some(one));
    said.extend(presided.map(|one| ("presided", one.to_owned())));
    let mut names = |name, names: &[String]| {
        if !names.is_empty() {
            said.push((name, names.join("、")));
        }
    };
    names("participants", &planned.participants);
    names("cases", cases);
    if let Some(last) = meeting.notices.last() {
        said.push(("sent_at", to_the_minute(last.sent_at)));
        said.push(("channel", last.channel.clone()));
        if !last.cc.is_empty() {
            said.push(("cc", last.cc.join("、")));
        }
        said.push(("notices", meeting.notices.len().to_string()));
    }
    said
}
