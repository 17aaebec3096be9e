//! `postpone`: the meeting is moved to another time, or to another place.

use super::{Kind, MeetingAction, To, Who, optional, required};
use crate::domain::meeting::MeetingState;

/// The meeting is moved (篇1 §2). The notice that went out tells the old time: a new one is due, of a regular meeting too, and
/// of a special committee the marketing director is told why.
pub const ROW: MeetingAction = MeetingAction {
    id: "postpone",
    from: MeetingState::BEFORE,
    to: To::Same,
    who: Who::Manager,
    rule: "HYT-2",
    arguments: &[
        required("start", Kind::Moment, "HYT-2"),
        optional("place", Kind::Text),
        required("reasons", Kind::Text, "HYT-2"),
    ],
    conditions: &[],
    on_arguments: &[],
};
