//! `submit`: the proposal goes to headquarters, for the board.

use super::{ProposalAction, To, Who};
use crate::domain::proposal::ProposalState;

/// The proposal goes to headquarters, for the board (art. 17). Not while an item of its list has no finding; that one of them
/// does not hold bars nothing, and is told.
pub const ROW: ProposalAction = ProposalAction {
    id: "submit",
    from: &[ProposalState::Draft],
    to: To::State(ProposalState::Submitted),
    who: Who::Manager,
    rule: "SCXT-17",
    arguments: &[],
    conditions: &[],
    on_arguments: &[],
};
