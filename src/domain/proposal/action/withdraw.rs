//! `withdraw`: the manager takes the proposal back before it is decided.

use super::{Kind, ProposalAction, To, Who, required};
use crate::domain::proposal::ProposalState;

/// The manager takes the proposal back before it is decided.
pub const ROW: ProposalAction = ProposalAction {
    id: "withdraw",
    from: &[ProposalState::Draft, ProposalState::Submitted],
    to: To::State(ProposalState::Withdrawn),
    who: Who::Manager,
    rule: "SCXT-14",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
