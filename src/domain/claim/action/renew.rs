//! `renew`: a protection is prolonged once, on proof of progress (gap G19).

use super::{ClaimAction, To, Who};
use crate::domain::claim::{ClaimState, condition};
use crate::domain::procedure::{Kind, optional, required};

/// The protection is prolonged.
pub const ROW: ClaimAction = ClaimAction {
    id: "renew",
    from: &[ClaimState::Protected],
    to: To::State(ClaimState::Renewed),
    who: Who::Manager,
    rule: "G19",
    arguments: &[optional("lots", Kind::Text), required("progress", Kind::Text, "G19")],
    conditions: &[condition::one_legal_person, condition::no_open_case],
    on_arguments: &[],
};
