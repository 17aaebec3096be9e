//! The states of an appeal.

use serde::{Deserialize, Serialize};

/// Where an appeal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppealState {
    /// 已提出: the committee has not taken it up yet.
    Filed,
    /// 已受理.
    Accepted,
    /// 审理中: the committee sits over it.
    Reviewing,
    /// 维持: the decision stands.
    Upheld,
    /// 变更: the decision stands with a change.
    Modified,
    /// 撤销: the decision falls.
    Annulled,
    /// 发回: the manager decides anew.
    Remanded,
    /// 不予受理, on a stated ground.
    Inadmissible,
    /// 办结: what was decided is carried out.
    Closed,
}

impl AppealState {
    /// Every state, in the order of the procedure.
    pub const ALL: [AppealState; 9] = [
        AppealState::Filed,
        AppealState::Accepted,
        AppealState::Reviewing,
        AppealState::Upheld,
        AppealState::Modified,
        AppealState::Annulled,
        AppealState::Remanded,
        AppealState::Inadmissible,
        AppealState::Closed,
    ];

    /// The word in data; the catalogue key is `state-appeal-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            AppealState::Filed => "filed",
            AppealState::Accepted => "accepted",
            AppealState::Reviewing => "reviewing",
            AppealState::Upheld => "upheld",
            AppealState::Modified => "modified",
            AppealState::Annulled => "annulled",
            AppealState::Remanded => "remanded",
            AppealState::Inadmissible => "inadmissible",
            AppealState::Closed => "closed",
        }
    }

    /// Nothing follows, and nothing more is done.
    pub fn is_terminal(self) -> bool {
        self >= AppealState::Inadmissible
    }

    /// The committee has still to say something.
    pub fn is_undecided(self) -> bool {
        self <= AppealState::Reviewing
    }
}
