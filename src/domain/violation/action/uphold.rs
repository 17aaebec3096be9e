//! `uphold`: the committee finds that the rule was violated.

use super::{Kind, To, ViolationAction, Who, required};
use crate::domain::violation::{ViolationState, condition};

/// The committee finds that the rule was violated. What follows is a remedy of its own.
pub const ROW: ViolationAction = ViolationAction {
    id: "uphold",
    from: &[ViolationState::Referred],
    to: To::State(ViolationState::Found),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
    ],
    conditions: &[],
    on_arguments: &[condition::rules_in_force],
};
