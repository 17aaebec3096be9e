//! `tell`: the facts of the signed minutes go to the cases that the meeting was about.

use super::{MeetingAction, To, Who};
use crate::domain::meeting::{MeetingState, condition};

/// The facts (`～`) of the signed minutes go to the cases that the meeting was about, as evidence that names minutes and line:
/// what was said at the table is read by whoever decides (art. 7).
pub const ROW: MeetingAction = MeetingAction {
    id: "tell",
    from: MeetingState::AFTER,
    to: To::Same,
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[],
    conditions: &[condition::has_facts_for_a_case],
    on_arguments: &[],
};
