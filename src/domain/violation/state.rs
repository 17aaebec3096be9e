//! The states of a reported violation.

use serde::{Deserialize, Serialize};

/// Where a reported violation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViolationState {
    /// 已报告.
    Reported,
    /// 已移送委员会.
    Referred,
    /// 已认定 by the committee.
    Found,
    /// 不成立, as the committee found.
    Dismissed,
    /// 已撤回 before it was referred.
    Withdrawn,
}

impl ViolationState {
    /// Every state, in the order of the procedure.
    pub const ALL: [ViolationState; 5] = [
        ViolationState::Reported,
        ViolationState::Referred,
        ViolationState::Found,
        ViolationState::Dismissed,
        ViolationState::Withdrawn,
    ];

    /// The word in data; the catalogue key is `state-violation-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            ViolationState::Reported => "reported",
            ViolationState::Referred => "referred",
            ViolationState::Found => "found",
            ViolationState::Dismissed => "dismissed",
            ViolationState::Withdrawn => "withdrawn",
        }
    }

    /// Nothing follows, and nothing more is done.
    pub fn is_terminal(self) -> bool {
        self >= ViolationState::Found
    }
}
