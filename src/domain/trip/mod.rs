//! The trip (外出活动登记): every trip of a marketing person is entered in the register, before he leaves, and closed with what
//! came of it after he is back (art. 24).
//!
//! The desk enters it for the unit (代录). A trip that is entered after leaving is taken all the same, and marked late. Who
//! travels, who goes along, who let him go and whom he met are names of people: they travel as parts, and the body has none of
//! them. What may be done next is the table in [`action`]; how the limit to close it is kept, [`timing`]; what it says of
//! customers visited, [`visit`].

pub mod action;
pub mod condition;
mod state;
pub mod timing;
pub mod visit;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use action::{TripAction, amend, cancel, close};
pub use state::TripState;
pub use visit::Visit;

use super::event::{Fact, Recorded};
use super::fold::History;
use super::opening;
use super::procedure::{self, Argument, Kind, moment, optional, private, required};
use super::relief::{self, Act, Course, Entry, Opened};
use super::strict::Texts;
use super::subject::Subject;
use super::territory::RegionCode;
use super::why::Why;

/// What is entered of a trip.
pub const OPENING: &[Argument] = &[
    private(required("who", Kind::Text, "SCXT-24a")),
    required("unit", Kind::Unit, "SCXT-24a"),
    required("errand", Kind::Text, "SCXT-24a"),
    optional("customer", Kind::Customer),
    optional("site", Kind::Text),
    required("destination", Kind::Place, "SCXT-24a"),
    required("leaves", Kind::Moment, "SCXT-24a"),
    required("returns", Kind::Moment, "SCXT-24a"),
    private(optional("companions", Kind::Text)),
    optional("transport", Kind::Text),
    private(optional("approver", Kind::Text)),
    optional("about", Kind::About),
];

/// A trip was entered in the register.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Filed {
    /// `WC-…`.
    pub number: String,
    /// What was entered, by the names of [`OPENING`]; nothing that is private.
    pub args: Texts,
    /// The region of the desk; headquarters where it names none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<RegionCode>,
    /// When, by the desk's clock.
    pub at: DateTime<Utc>,
}

impl Filed {
    /// Unit code of the unit that travels.
    pub fn unit(&self) -> &str {
        self.args.get("unit").unwrap_or_default()
    }

    /// Leads, claims and cases that the trip is about.
    pub fn about(&self) -> Vec<Subject> {
        procedure::about(&self.args, "about")
    }
}

/// Enters a trip.
///
/// # Errors
/// Everything that is missing, does not fit, or has him back before he left. That he has left already is no reason to refuse it.
pub fn open(
    number: String,
    owner: Option<RegionCode>,
    args: &Texts,
    now: DateTime<Utc>,
) -> Result<Filed, Vec<Why>> {
    let mut unmet = opening::unfit(OPENING, args);
    let (leaves, returns) = (moment(args, "leaves"), moment(args, "returns"));
    unmet.extend(condition::in_order(leaves, returns).err());
    if unmet.is_empty() {
        Ok(Filed { number, args: args.clone(), owner, at: now })
    } else {
        Err(unmet)
    }
}

/// A trip as it stands.
#[derive(Debug, Clone)]
pub struct Trip {
    /// Its identity.
    pub subject: Subject,
    /// What was entered first.
    pub filed: Filed,
    /// The state that stands.
    pub state: TripState,
    /// Rival transitions by state and event, which desks wrote without knowing of each other; empty when they agree.
    pub contested: Vec<(TripState, String)>,
    /// What happened, in causal order.
    pub timeline: Vec<Entry>,
}

impl Trip {
    /// Folds a trip.
    pub fn fold(events: &[Recorded]) -> Option<Trip> {
        let history = History::new(events);
        let (event, filed) = relief::first(&history, None, |event| match &event.fact {
            Fact::TripFiled(filed) => Some((filed, filed.owner)),
            _ => None,
        })?;
        let opened = Opened {
            event,
            action: "file",
            at: filed.at,
            owner: filed.owner,
            state: TripState::Filed,
        };
        let Course { state, contested, timeline } =
            relief::course(&history, &opened, performed, holds);
        Some(Trip { subject: event.subject, filed: filed.clone(), state, contested, timeline })
    }

    /// Entries of one action that have effect.
    pub fn entries<'a>(
        &'a self,
        action: &'a str,
    ) -> impl DoubleEndedIterator<Item = &'a Entry> + 'a {
        relief::entries(&self.timeline, action)
    }

    /// What is planned under a name of [`OPENING`], as it was last amended before the trip was closed or called off.
    pub fn planned(&self, name: &str) -> Option<&str> {
        let ends = |entry: &Entry| {
            entry.counts && (entry.action == close::ROW.id || entry.action == cancel::ROW.id)
        };
        let before = self.timeline.iter().take_while(|entry| !ends(entry));
        let amended = before.filter(|entry| entry.counts && entry.action == amend::ROW.id);
        let last = amended.filter_map(|entry| entry.args.get(name)).last();
        last.or_else(|| self.filed.args.get(name))
    }

    /// When he means to leave.
    pub fn leaves_at(&self) -> Option<DateTime<Utc>> {
        self.planned("leaves").and_then(|text| text.parse().ok())
    }

    /// When he means to be back.
    pub fn returns_at(&self) -> Option<DateTime<Utc>> {
        self.planned("returns").and_then(|text| text.parse().ok())
    }

    /// The record that closed it.
    pub fn closed(&self) -> Option<&Entry> {
        let last = relief::decision(&self.timeline, &[close::ROW.id]);
        last.filter(|_| self.state == TripState::Closed)
    }

    /// When he left: as it was told on closing, and until then as it is planned.
    pub fn left_at(&self) -> Option<DateTime<Utc>> {
        self.closed().and_then(|entry| moment(&entry.args, "actual_from")).or(self.leaves_at())
    }

    /// When he was back: as it was told on closing, and until then as it is planned.
    pub fn back_at(&self) -> Option<DateTime<Utc>> {
        self.closed().and_then(|entry| moment(&entry.args, "actual_to")).or(self.returns_at())
    }

    /// Entered after he had left. The mark stays with a trip that was called off.
    pub fn is_late(&self) -> bool {
        self.left_at().is_some_and(|left| self.filed.at > left)
    }
}

fn performed(event: &Recorded) -> Option<(&'static TripAction, &Act)> {
    match &event.fact {
        Fact::TripActed(row, act) => Some((row, act)),
        _ => None,
    }
}

/// Whether a row may bring its state by what was entered: a trip is closed that has ended, and ended after it began.
fn holds(row: &TripAction, act: &Act) -> bool {
    row.id != close::ROW.id || condition::has_ended(&act.args, act.at).is_ok()
}

#[cfg(test)]
mod tests;
