//! `refer`: the violation is put before the committee.

use super::{Kind, To, ViolationAction, Who, private, required};
use crate::domain::violation::ViolationState;

/// The manager puts the violation before the committee, with what speaks for it; that stays with region and headquarters.
pub const ROW: ViolationAction = ViolationAction {
    id: "refer",
    from: &[ViolationState::Reported],
    to: To::State(ViolationState::Referred),
    who: Who::Manager,
    rule: "SCXT-9",
    arguments: &[private(required("reasons", Kind::Text, "SCXT-7"))],
    conditions: &[],
    on_arguments: &[],
};
