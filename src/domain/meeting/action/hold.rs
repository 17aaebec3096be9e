//! `hold`: the meeting took place.

use super::{Kind, MeetingAction, To, Who, optional, required};
use crate::domain::meeting::{MeetingState, condition};

/// The meeting took place: from when until when (rule 3.3), and under whom, where that was not whom the plan names.
pub const ROW: MeetingAction = MeetingAction {
    id: "hold",
    from: MeetingState::BEFORE,
    to: To::State(MeetingState::Held),
    who: Who::Manager,
    rule: "HY-3.3",
    arguments: &[
        required("began", Kind::Moment, "HY-3.3"),
        optional("ended", Kind::Moment),
        optional("presided", Kind::Text),
    ],
    conditions: &[],
    on_arguments: &[condition::ends_after_it_began],
};
