//! `distribute`: a copy of the signed minutes goes to one recipient.

use super::{Kind, MeetingAction, To, Who, optional, required};
use crate::domain::meeting::{MeetingState, condition};

/// A copy of the signed minutes goes to one recipient under its serial: Word, Markdown, JSON, and the actions as a calendar
/// (rule 5.2).
pub const ROW: MeetingAction = MeetingAction {
    id: "distribute",
    from: MeetingState::AFTER,
    to: To::Same,
    who: Who::Manager,
    rule: "HY-5.2",
    arguments: &[required("recipient", Kind::Text, "HY-5.2"), optional("purpose", Kind::Text)],
    conditions: &[condition::has_minutes],
    on_arguments: &[condition::may_have_the_minutes],
};

/// The argument that the desk fills in: the serial of the copy.
pub const SERIAL: &str = "serial";
