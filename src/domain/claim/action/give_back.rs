//! `return`: something is missing; what it is goes back to the branch by name. It may report anew, with a new time.

use super::{ClaimAction, To, Who};
use crate::domain::claim::{ClaimState, condition};
use crate::domain::procedure::{Kind, optional};

/// Something is missing.
pub const ROW: ClaimAction = ClaimAction {
    id: "return",
    from: &[ClaimState::Submitted],
    to: To::State(ClaimState::Returned),
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[optional("lots", Kind::Text), optional("reasons", Kind::Text)],
    conditions: &[],
    on_arguments: &[condition::lacks_something],
};
