//! `supersede`: a decision gave the lot to another unit; the claim no longer counts.

use super::{ClaimAction, To, Who};
use crate::domain::claim::{ClaimState, condition};
use crate::domain::procedure::{Kind, optional, required};

/// A decision gave the lot to another unit.
pub const ROW: ClaimAction = ClaimAction {
    id: "supersede",
    from: &[ClaimState::Submitted, ClaimState::Valid, ClaimState::Protected, ClaimState::Renewed],
    to: To::State(ClaimState::Superseded),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        optional("lots", Kind::Text),
        required("case", Kind::Case, "SCXT-8"),
        optional("note", Kind::Text),
    ],
    conditions: &[],
    on_arguments: &[condition::case_decided_for_another],
};
