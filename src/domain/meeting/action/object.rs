//! `object`: an attendee objects to the minutes.

use super::{Kind, MeetingAction, To, Who, required};
use crate::domain::meeting::{MeetingState, condition};

/// An attendee objects to what the signed minutes say; it is kept with them.
pub const ROW: MeetingAction = MeetingAction {
    id: "object",
    from: MeetingState::AFTER,
    to: To::Same,
    who: Who::Manager,
    rule: "HY-3.4",
    arguments: &[
        required("attendee", Kind::Text, "HY-3.4"),
        required("text", Kind::Text, "HY-3.4"),
    ],
    conditions: &[],
    on_arguments: &[condition::took_part],
};
