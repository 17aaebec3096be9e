//! `withdraw`: the report is taken back before it is referred.

use super::{Kind, To, ViolationAction, Who, required};
use crate::domain::violation::ViolationState;

/// The manager takes the report back, for reasons. What the committee has before it is not his to take back.
pub const ROW: ViolationAction = ViolationAction {
    id: "withdraw",
    from: &[ViolationState::Reported],
    to: To::State(ViolationState::Withdrawn),
    who: Who::Manager,
    rule: "SCXT-9",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
