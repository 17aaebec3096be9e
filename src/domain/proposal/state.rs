//! The states of a proposal.

use serde::{Deserialize, Serialize};

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// 起草: the manager looks into it and may change it.
    Draft,
    /// 已提交: headquarters puts it to the board.
    Submitted,
    /// 已决议: the board resolved on the change.
    Resolved,
    /// 未通过.
    Rejected,
    /// 已撤回 by the manager.
    Withdrawn,
}

impl ProposalState {
    /// Every state, in the order of the procedure.
    pub const ALL: [ProposalState; 5] = [
        ProposalState::Draft,
        ProposalState::Submitted,
        ProposalState::Resolved,
        ProposalState::Rejected,
        ProposalState::Withdrawn,
    ];

    /// The word in data; the catalogue key is `state-proposal-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            ProposalState::Draft => "draft",
            ProposalState::Submitted => "submitted",
            ProposalState::Resolved => "resolved",
            ProposalState::Rejected => "rejected",
            ProposalState::Withdrawn => "withdrawn",
        }
    }

    /// Nothing follows, and nothing more is done.
    pub fn is_terminal(self) -> bool {
        self >= ProposalState::Resolved
    }
}
