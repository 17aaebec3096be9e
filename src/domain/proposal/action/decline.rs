//! `decline`: the change is not made.

use super::{Kind, ProposalAction, To, Who, required};
use crate::domain::proposal::ProposalState;

/// The board did not resolve on the change, or headquarters does not put it to the board; for reasons.
pub const ROW: ProposalAction = ProposalAction {
    id: "decline",
    from: &[ProposalState::Submitted],
    to: To::State(ProposalState::Rejected),
    who: Who::Headquarters,
    rule: "SCXT-17",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
