//! `expire`: the tender was cancelled or came to nothing, and with it ends what was claimed on it. That a protection's days
//! have run out is no act: it is read off the clock.

use super::{ClaimAction, To, Who};
use crate::domain::claim::ClaimState;
use crate::domain::procedure::{Kind, optional};

/// The tender was cancelled or came to nothing.
pub const ROW: ClaimAction = ClaimAction {
    id: "expire",
    from: &[ClaimState::Submitted, ClaimState::Valid, ClaimState::Protected, ClaimState::Renewed],
    to: To::State(ClaimState::Expired),
    who: Who::System,
    rule: "G19",
    arguments: &[optional("lots", Kind::Text), optional("result", Kind::Text)],
    conditions: &[],
    on_arguments: &[],
};
