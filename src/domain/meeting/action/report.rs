//! `report`: the marketing director is told why a special committee was moved.

use super::{Kind, MeetingAction, To, Who, required};
use crate::domain::meeting::{MeetingState, condition};

/// The marketing director was told why the special committee is moved (篇1 §2): who told him, and how.
pub const ROW: MeetingAction = MeetingAction {
    id: "report",
    from: &[
        MeetingState::Planned,
        MeetingState::Held,
        MeetingState::Reviewed,
        MeetingState::Signed,
        MeetingState::Closed,
    ],
    to: To::Same,
    who: Who::Manager,
    rule: "HYT-2",
    arguments: &[
        required("recipient", Kind::Text, "HYT-2"),
        required("reasons", Kind::Text, "HYT-2"),
    ],
    conditions: &[condition::is_a_moved_committee],
    on_arguments: &[],
};
