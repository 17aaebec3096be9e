//! `survey`: what attendees thought of the meeting, as counts.

use super::{Kind, MeetingAction, To, Who, optional, private, required};
use crate::domain::meeting::{MeetingState, condition};

/// What attendees thought of the meeting, as counts and without names (rule 5.1): how many gave one to five points, and for how
/// many it was useful.
pub const ROW: MeetingAction = MeetingAction {
    id: "survey",
    from: &[MeetingState::Held, MeetingState::Reviewed, MeetingState::Signed],
    to: To::Same,
    who: Who::Manager,
    rule: "HY-5.1",
    arguments: &[
        required("points", Kind::Text, "HY-5.1"),
        optional("useful", Kind::Text),
        private(optional("improve", Kind::Text)),
    ],
    conditions: &[],
    on_arguments: &[condition::points_are_counts],
};
