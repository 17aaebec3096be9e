//! The table of meetings: what may be done about one, from which state, on which preconditions.
//!
//! One row is one file below, as with the table of [cases](crate::domain::case::action); to add a row, write its file, list it in
//! [`ACTIONS`], and give it its words in both catalogues. Planning, the notice and the versions of the minutes are facts of their
//! own: they need no state, and a draft is written before anybody has recorded that the meeting began.

use chrono::{DateTime, Utc};

use super::{Meeting, MeetingState};
use crate::domain::calendar::Calendar;
use crate::domain::event::Authority;
pub use crate::domain::procedure::{Kind, To, Who, optional, private, required};
use crate::domain::procedure::{Matter, Row};
use crate::domain::relief;
use crate::domain::why::Why;

use super::follow_up::Tracked;
use super::lint::Finding;

pub mod agenda;
pub mod amend;
pub mod attend;
pub mod cancel;
pub mod close;
pub mod correct;
pub mod distribute;
pub mod hold;
pub mod object;
pub mod postpone;
pub mod progress;
pub mod receipt;
pub mod report;
pub mod resolve;
pub mod review;
pub mod sign;
pub mod survey;
pub mod tell;

/// A row of the table.
pub type MeetingAction = Row<Meeting>;

impl Matter for Meeting {
    type State = MeetingState;
    type Situation<'a> = Situation<'a>;
}

/// Everything a precondition may look at.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// The meeting.
    pub meeting: &'a Meeting,
    /// Who acts: the desk's place in the directory.
    pub authority: Authority,
    /// Now.
    pub now: DateTime<Utc>,
    /// Working days.
    pub calendar: &'a Calendar,
    /// The text of the version that stands is here.
    pub has_text: bool,
    /// Something was typed since the latest version.
    pub has_draft: bool,
    /// What the check of the latest version found.
    pub findings: &'a [Finding],
    /// Codes and names of parties of its cases that are not of one legal person.
    pub masked: &'a [String],
    /// How many facts for a case the minutes hold.
    pub facts: usize,
    /// The actions of the minutes that were signed.
    pub tasks: &'a [Tracked],
}

/// The table, in the order of the procedure.
pub const ACTIONS: &[&MeetingAction] = &[
    &agenda::ROW,
    &correct::ROW,
    &postpone::ROW,
    &report::ROW,
    &cancel::ROW,
    &hold::ROW,
    &attend::ROW,
    &review::ROW,
    &sign::ROW,
    &distribute::ROW,
    &receipt::ROW,
    &progress::ROW,
    &tell::ROW,
    &object::ROW,
    &amend::ROW,
    &survey::ROW,
    &close::ROW,
    &resolve::ROW,
];

/// The row of that id.
pub fn find(id: &str) -> Option<&'static MeetingAction> {
    ACTIONS.iter().find(|action| action.id == id).copied()
}

impl MeetingAction {
    /// Everything that keeps this row from being performed now, before input; empty when it may be.
    pub fn unmet(&self, situation: &Situation<'_>) -> Vec<Why> {
        let meeting = situation.meeting;
        let contested = !meeting.contested.is_empty();
        let mut unmet = Vec::new();
        let owner = meeting.owner;
        unmet.extend(relief::without_power(self.who, situation.authority, owner, self.rule));
        unmet.extend(relief::held_by_contest(self, contested));
        if relief::is_closed_in(self, meeting.course, contested) {
            unmet.push(relief::wrong_state(
                self,
                "meeting-wrong-state",
                "meeting",
                meeting.state(),
                MeetingState::name,
            ));
        } else {
            unmet.extend(self.unmet_conditions(situation));
        }
        unmet
    }
}
