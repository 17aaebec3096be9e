//! `close`: the matter is done with.

use super::{MeetingAction, To, Who};
use crate::domain::meeting::{MeetingState, condition};

/// Every action of the minutes is done or dropped: the meeting is done with.
pub const ROW: MeetingAction = MeetingAction {
    id: "close",
    from: MeetingState::AFTER,
    to: To::State(MeetingState::Closed),
    who: Who::Manager,
    rule: "HY-5.2",
    arguments: &[],
    conditions: &[condition::was_distributed, condition::every_action_is_over],
    on_arguments: &[],
};
