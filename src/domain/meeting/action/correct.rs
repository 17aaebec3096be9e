//! `correct`: the plan is put right, and the time stays.

use super::{Kind, MeetingAction, To, Who, optional, required};
use crate::domain::meeting::plan::{MODES, PURPOSES};
use crate::domain::meeting::{MeetingState, condition};

/// The plan is put right while the time stays: what is entered takes the place of what stood there. What a notice tells is told
/// anew where one went out (篇1 §3).
pub const ROW: MeetingAction = MeetingAction {
    id: "correct",
    from: MeetingState::BEFORE,
    to: To::Same,
    who: Who::Manager,
    rule: "HYT-3",
    arguments: &[
        optional("title", Kind::Text),
        optional("place", Kind::Text),
        optional("end", Kind::Moment),
        optional("participants", Kind::Text),
        optional("chair", Kind::Text),
        optional("recorder", Kind::Text),
        optional("convener", Kind::Text),
        optional("aim", Kind::Choice(PURPOSES)),
        optional("mode", Kind::Choice(MODES)),
        required("reasons", Kind::Text, "HYT-3"),
    ],
    conditions: &[],
    on_arguments: &[condition::corrects_something, condition::planned_end_is_behind_its_start],
};
