//! `send-back`: headquarters asks for more before it goes to the board.

use super::{Kind, ProposalAction, To, Who, required};
use crate::domain::proposal::ProposalState;

/// Headquarters asks for more before it goes to the board; what was found so far stands.
pub const ROW: ProposalAction = ProposalAction {
    id: "send-back",
    from: &[ProposalState::Submitted],
    to: To::State(ProposalState::Draft),
    who: Who::Headquarters,
    rule: "SCXT-17",
    arguments: &[required("reasons", Kind::Text, "SCXT-7")],
    conditions: &[],
    on_arguments: &[],
};
