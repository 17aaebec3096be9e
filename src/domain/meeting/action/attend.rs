//! `attend`: how somebody attended.

use super::{Kind, MeetingAction, To, Who, optional, private, required};
use crate::domain::meeting::roll::PRESENCES;
use crate::domain::meeting::{MeetingState, condition};

/// How somebody attended: there, late, gone early, absent with the reason, or by proxy (rule 4). What is said last of somebody
/// stands.
pub const ROW: MeetingAction = MeetingAction {
    id: "attend",
    from: &[MeetingState::Planned, MeetingState::Held, MeetingState::Reviewed],
    to: To::Same,
    who: Who::Manager,
    rule: "HY-4",
    arguments: &[
        required("attendee", Kind::Text, "HY-4"),
        required("presence", Kind::Choice(PRESENCES), "HY-4"),
        optional("minutes", Kind::Text),
        optional("proxy", Kind::Text),
        private(optional("reasons", Kind::Text)),
    ],
    conditions: &[],
    on_arguments: &[condition::minutes_are_a_number, condition::presence_is_told_whole],
};
