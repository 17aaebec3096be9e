//! What has been kept long enough (gap G26): matters that are over, with the parts whose term has run out. Headquarters looks at
//! the list and orders the erasure as it orders any other; registers for which the regulation sets no term are not in it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use crate::domain::calendar::local;
use crate::domain::case::evidence::is_evidence;
use crate::domain::event::{Authority, Fact, Recorded};
use crate::domain::retention::Kept;
use crate::domain::subject::{Subject, SubjectKind};
use crate::domain::why::Why;
use crate::store::StoreError;

use super::Desk;
use super::command::Refusal;
use super::context::Seat;
use super::history;
use super::query::{Answer, Reading};

/// Something whose term is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlived {
    /// Number of the matter.
    pub number: String,
    /// What is kept of it: `evidence`.
    pub kept: &'static str,
    /// The day on which the matter was over.
    pub over: NaiveDate,
    /// The first day on which it might be erased.
    pub until: NaiveDate,
    /// The events whose parts it is.
    pub events: Vec<String>,
    /// How many parts.
    pub parts: usize,
}

impl Desk {
    /// What has been kept long enough, the longest first.
    ///
    /// # Errors
    /// At a region's desk it is refused; or when the store cannot be read.
    pub fn outlived(&mut self) -> Result<Vec<Outlived>, Refusal> {
        if self.context().profile.seat != Seat::Headquarters {
            return Err(Refusal::because(Why::rule("headquarters-decides", "G26")));
        }
        let found = self.look(|tx, context, now| Reading { tx, context, now }.outlived());
        found.map_err(|error: StoreError| Refusal::Store(error))
    }
}

impl Reading<'_, '_> {
    fn outlived(&self) -> Answer<Vec<Outlived>> {
        let mut found = Vec::new();
        for subject in self.tx.subjects()?.iter().filter_map(|text| text.parse().ok()) {
            found.extend(self.outlived_of(subject)?);
        }
        found.sort_by(|a, b| (a.until, &a.number, a.kept).cmp(&(b.until, &b.number, b.kept)));
        Ok(found)
    }

    fn outlived_of(&self, subject: Subject) -> Answer<Vec<Outlived>> {
        let events = history::of(self.tx, self.context, subject)?;
        if !events.iter().any(|event| !event.parts.is_empty()) {
            return Ok(Vec::new());
        }
        let Some((number, evidence)) = self.over(subject)? else { return Ok(Vec::new()) };
        let last = events.iter().map(|event| event.hlc.wall()).max().unwrap_or(self.now);
        let kept = match subject.kind {
            SubjectKind::Meeting => Kept::Minutes,
            SubjectKind::Lead | SubjectKind::Claim => Kept::Lead,
            _ => Kept::Decision,
        };
        let is_evidence = |event: &&Recorded| evidence.contains(&event.id);
        let (evidence, other): (Vec<&Recorded>, Vec<&Recorded>) = events
            .iter()
            .filter(|event| !event.parts.is_empty() && !is_purged(&events, event))
            .partition(is_evidence);
        let due = |kept: Kept, events: Vec<&Recorded>| self.due(&number, kept, last, &events);
        Ok(due(Kept::Evidence, evidence).into_iter().chain(due(kept, other)).collect())
    }

    fn due(
        &self,
        number: &str,
        kept: Kept,
        last: DateTime<Utc>,
        events: &[&Recorded],
    ) -> Option<Outlived> {
        let over = local(last).date();
        let until = kept.until(over);
        let parts: usize = events.iter().map(|event| event.parts.len()).sum();
        (parts > 0 && until <= local(self.now).date()).then(|| Outlived {
            number: number.to_owned(),
            kept: kept.name(),
            over,
            until,
            events: events.iter().map(|event| event.id.clone()).collect(),
            parts,
        })
    }

    /// Number of a matter that is over, and the events that are its evidence; nothing while it goes on or desks disagree on it.
    fn over(&self, subject: Subject) -> Answer<Option<(String, Vec<String>)>> {
        let (tx, context) = (self.tx, self.context);
        Ok(match subject.kind {
            SubjectKind::Conflict => {
                let case = history::case(tx, context, subject)?.map(|(case, _)| case);
                let case =
                    case.filter(|case| case.state.is_terminal() && case.contested.is_empty());
                case.map(|case| {
                    let evidence = case.timeline.iter().filter(|entry| is_evidence(entry));
                    let evidence = evidence.map(|entry| entry.event.clone()).collect();
                    (case.number, evidence)
                })
            }
            SubjectKind::Meeting => {
                let meeting = history::meeting(tx, context, subject)?;
                let meeting = meeting.filter(|it| it.course.is_over() && it.contested.is_empty());
                meeting.map(|it| (it.planned.number, Vec::new()))
            }
            // A tender is over with its lots; one that nobody followed, with the last word on it.
            SubjectKind::Lead => {
                let lead = history::lead(tx, context, subject)?;
                let lead = lead.filter(|lead| !lead.lives.iter().any(|life| life.step.stands()));
                lead.map(|lead| (lead.number, Vec::new()))
            }
            SubjectKind::Claim => {
                let claim = history::claim_alone(tx, context, subject)?;
                let claim = claim.filter(|claim| !claim.state_at(self.now).is_live());
                claim.map(|claim| (claim.submitted.number, Vec::new()))
            }
            SubjectKind::Appeal | SubjectKind::Remedy => {
                let number = tx.closed_file(&subject.to_string())?;
                number.map(|number| (number, Vec::new()))
            }
            _ => None,
        })
    }
}

/// Whether headquarters ordered the parts of an event away already.
fn is_purged(events: &[Recorded], event: &Recorded) -> bool {
    events.iter().any(|order| match &order.fact {
        Fact::Purged(ruled) => {
            order.authority == Authority::Headquarters && ruled.event == event.id
        }
        _ => false,
    })
}
