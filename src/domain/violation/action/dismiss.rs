//! `dismiss`: the committee finds no violation.

use super::{Kind, To, ViolationAction, Who, required};
use crate::domain::violation::{ViolationState, condition};

/// The committee finds no violation.
pub const ROW: ViolationAction = ViolationAction {
    id: "dismiss",
    from: &[ViolationState::Referred],
    to: To::State(ViolationState::Dismissed),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
    ],
    conditions: &[],
    on_arguments: &[condition::rules_in_force],
};
