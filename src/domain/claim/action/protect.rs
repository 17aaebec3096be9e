//! `protect`: a valid claim is protected for a period (gap G19), where nobody else stands on the ground.

use super::{ClaimAction, To, Who};
use crate::domain::claim::{ClaimState, condition};
use crate::domain::procedure::{Kind, optional};

/// The claim is protected.
pub const ROW: ClaimAction = ClaimAction {
    id: "protect",
    from: &[ClaimState::Valid],
    to: To::State(ClaimState::Protected),
    who: Who::Manager,
    rule: "G19",
    arguments: &[optional("lots", Kind::Text), optional("until", Kind::Moment)],
    conditions: &[
        condition::one_legal_person,
        condition::nobody_else_is_protected,
        condition::no_open_case,
        condition::not_decided_for_another,
    ],
    on_arguments: &[condition::ends_within_the_period],
};
