//! `cancel`: the meeting will not take place.

use super::{Kind, MeetingAction, To, Who, required};
use crate::domain::meeting::MeetingState;

/// The meeting will not take place; whoever was told of it is told so.
pub const ROW: MeetingAction = MeetingAction {
    id: "cancel",
    from: MeetingState::BEFORE,
    to: To::State(MeetingState::Cancelled),
    who: Who::Manager,
    rule: "HYT-2",
    arguments: &[required("reasons", Kind::Text, "HYT-2")],
    conditions: &[],
    on_arguments: &[],
};
