//! `validate`: the manager finds everything that a claim needs.

use super::{ClaimAction, To, Who};
use crate::domain::claim::{ClaimState, condition};
use crate::domain::procedure::{Kind, optional};

/// The claim has what it needs.
pub const ROW: ClaimAction = ClaimAction {
    id: "validate",
    from: &[ClaimState::Submitted],
    to: To::State(ClaimState::Valid),
    who: Who::Manager,
    rule: "SCXT-7",
    arguments: &[optional("note", Kind::Text)],
    conditions: &[
        condition::identified,
        condition::customer_named,
        condition::site_named,
        condition::scope_named,
        condition::proof_or_contact,
        condition::unit_allowed,
        condition::origin_lawful,
    ],
    on_arguments: &[],
};
