//! `amend`: signed minutes are opened again.

use super::{Kind, MeetingAction, To, Who, required};
use crate::domain::meeting::MeetingState;

/// Signed minutes are opened again, for a reason and on somebody's word; what was signed stays on record with its hash, and the
/// chair signs anew.
pub const ROW: MeetingAction = MeetingAction {
    id: "amend",
    from: MeetingState::AFTER,
    to: To::State(MeetingState::Held),
    who: Who::Manager,
    rule: "HY-3.4",
    arguments: &[
        required("proposed_by", Kind::Text, "HY-3.4"),
        required("reasons", Kind::Text, "HY-3.4"),
    ],
    conditions: &[],
    on_arguments: &[],
};
