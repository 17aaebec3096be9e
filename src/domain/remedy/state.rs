//! The states of a remedy.

use serde::{Deserialize, Serialize};

/// Where a remedy stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemedyState {
    /// 已提议: by a person, with the facts and the rule.
    Proposed,
    /// 已告知: whom it concerns knows what is proposed, and why.
    Notified,
    /// 已听取: the statement is recorded, or that the right to it was waived.
    Heard,
    /// 已决定 by the committee.
    Decided,
    /// 已提请董事会: a removal is the board's to decide.
    Referred,
    /// 已执行.
    Executed,
    /// 已免除: decided, and not carried out.
    Waived,
    /// 已撤回 before a decision.
    Withdrawn,
}

impl RemedyState {
    /// Every state, in the order of the procedure.
    pub const ALL: [RemedyState; 8] = [
        RemedyState::Proposed,
        RemedyState::Notified,
        RemedyState::Heard,
        RemedyState::Decided,
        RemedyState::Referred,
        RemedyState::Executed,
        RemedyState::Waived,
        RemedyState::Withdrawn,
    ];

    /// The word in data; the catalogue key is `state-remedy-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            RemedyState::Proposed => "proposed",
            RemedyState::Notified => "notified",
            RemedyState::Heard => "heard",
            RemedyState::Decided => "decided",
            RemedyState::Referred => "referred",
            RemedyState::Executed => "executed",
            RemedyState::Waived => "waived",
            RemedyState::Withdrawn => "withdrawn",
        }
    }

    /// Nothing follows, and nothing more is done.
    pub fn is_terminal(self) -> bool {
        self >= RemedyState::Executed
    }
}
