//! `win`: the unit won the lot; it follows from the progress recorded on the lead.

use super::{ClaimAction, To, Who};
use crate::domain::claim::ClaimState;
use crate::domain::procedure::{Kind, optional};

/// What became of the tender.
pub const ROW: ClaimAction = ClaimAction {
    id: "win",
    from: &[ClaimState::Submitted, ClaimState::Valid, ClaimState::Protected, ClaimState::Renewed],
    to: To::State(ClaimState::Won),
    who: Who::System,
    rule: "SCXT-8",
    arguments: &[optional("lots", Kind::Text), optional("result", Kind::Text)],
    conditions: &[],
    on_arguments: &[],
};
