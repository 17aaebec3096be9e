//! The states of a conflict case.

use serde::{Deserialize, Serialize};

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// 待受理.
    Detected,
    /// 已受理.
    Accepted,
    /// 协商中.
    Consulting,
    /// 已建议.
    Recommended,
    /// 已下令.
    Ordered,
    /// 已和解.
    Settled,
    /// 执行中: decided and served on every party.
    Effective,
    /// 中止: the clock pauses.
    Suspended,
    /// 上报: with headquarters.
    Escalated,
    /// 结案.
    Closed,
    /// 被替代 by a later decision.
    Superseded,
    /// 不予受理.
    Rejected,
    /// 并案 with another case.
    Merged,
    /// 撤回.
    Withdrawn,
    /// 移送 to another region.
    Transferred,
    /// 失效: the opportunity passed without a decision.
    Lapsed,
}

impl State {
    /// Every state, in the order of the ladder.
    pub const ALL: [State; 16] = [
        State::Detected,
        State::Accepted,
        State::Consulting,
        State::Recommended,
        State::Ordered,
        State::Settled,
        State::Effective,
        State::Suspended,
        State::Escalated,
        State::Closed,
        State::Superseded,
        State::Rejected,
        State::Merged,
        State::Withdrawn,
        State::Transferred,
        State::Lapsed,
    ];

    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            State::Detected => "detected",
            State::Accepted => "accepted",
            State::Consulting => "consulting",
            State::Recommended => "recommended",
            State::Ordered => "ordered",
            State::Settled => "settled",
            State::Effective => "effective",
            State::Suspended => "suspended",
            State::Escalated => "escalated",
            State::Closed => "closed",
            State::Superseded => "superseded",
            State::Rejected => "rejected",
            State::Merged => "merged",
            State::Withdrawn => "withdrawn",
            State::Transferred => "transferred",
            State::Lapsed => "lapsed",
        }
    }

    /// The state of that name.
    pub fn parse(name: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Nothing follows, and nothing more is done.
    pub fn is_terminal(self) -> bool {
        self >= State::Closed
    }

    /// The clock pauses, or headquarters has it: it goes on from where it was.
    pub fn is_paused(self) -> bool {
        matches!(self, State::Suspended | State::Escalated)
    }

    /// States in which something remains to be done.
    pub const OPEN: &[State] = &[
        State::Detected,
        State::Accepted,
        State::Consulting,
        State::Recommended,
        State::Ordered,
        State::Settled,
        State::Effective,
        State::Suspended,
        State::Escalated,
    ];

    /// No decision has been taken: the case can still lapse or be withdrawn.
    pub fn is_before_decision(self) -> bool {
        self <= State::Recommended
    }
}
