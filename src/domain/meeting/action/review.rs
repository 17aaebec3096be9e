//! `review`: the minutes were reviewed.

use super::{Kind, MeetingAction, To, Who, optional, private, required};
use crate::domain::meeting::{MeetingState, condition};

/// Somebody other than the recorder reviewed the minutes as they were saved last (rule 3.4).
pub const ROW: MeetingAction = MeetingAction {
    id: "review",
    from: MeetingState::DURING,
    to: To::State(MeetingState::Reviewed),
    who: Who::Manager,
    rule: "HY-3.4",
    arguments: &[
        required("reviewer", Kind::Text, "HY-3.4"),
        private(optional("comment", Kind::Text)),
    ],
    conditions: &[condition::has_minutes],
    on_arguments: &[condition::is_not_the_recorder],
};
