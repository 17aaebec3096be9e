//! `progress`: how an action of the minutes is getting on.

use super::{Kind, MeetingAction, To, Who, optional, required};
use crate::domain::meeting::{MeetingState, condition};

/// How an action of the signed minutes is getting on: begun, done with its proof, put off to another day, or dropped with the
/// reason.
pub const ROW: MeetingAction = MeetingAction {
    id: "progress",
    from: MeetingState::AFTER,
    to: To::Same,
    who: Who::Manager,
    rule: "HY-5.2",
    arguments: &[
        required("task", Kind::Text, "HY-5.2"),
        required("stage", Kind::Choice(&["doing", "done", "carried", "dropped"]), "HY-5.2"),
        optional("due", Kind::Moment),
        optional("proof", Kind::Text),
        optional("reasons", Kind::Text),
    ],
    conditions: &[condition::has_actions],
    on_arguments: &[condition::names_an_action, condition::stage_is_told_whole],
};
