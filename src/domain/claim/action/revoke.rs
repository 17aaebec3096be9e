//! `revoke`: the claim rested on false data. What was false is stated; what else follows from it is not decided here.

use super::{ClaimAction, To, Who};
use crate::domain::claim::ClaimState;
use crate::domain::procedure::{Kind, optional, required};

/// The claim rested on false data.
pub const ROW: ClaimAction = ClaimAction {
    id: "revoke",
    from: &[ClaimState::Submitted, ClaimState::Valid, ClaimState::Protected, ClaimState::Renewed],
    to: To::State(ClaimState::Revoked),
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[
        optional("lots", Kind::Text),
        required("facts", Kind::Text, "SCXT-7"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[],
    on_arguments: &[],
};
