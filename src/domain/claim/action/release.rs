//! `release`: the branch gives the claim up.

use super::{ClaimAction, To, Who};
use crate::domain::claim::ClaimState;
use crate::domain::procedure::{Kind, optional, required};

/// The claim is given up.
pub const ROW: ClaimAction = ClaimAction {
    id: "release",
    from: &[
        ClaimState::Draft,
        ClaimState::Submitted,
        ClaimState::Valid,
        ClaimState::Protected,
        ClaimState::Renewed,
    ],
    to: To::State(ClaimState::Released),
    who: Who::Recorder,
    rule: "SCXT-7",
    arguments: &[optional("lots", Kind::Text), required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
