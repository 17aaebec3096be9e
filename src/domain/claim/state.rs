//! Where a claim stands on one lot.

use serde::{Deserialize, Serialize};

/// The states of a claim, per lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimState {
    /// 草稿: written down, not yet reported; counts against nobody.
    Draft,
    /// 已报: reported; live.
    Submitted,
    /// 有效: the minimum fields are there; live.
    Valid,
    /// 保护中: protected until a day; live.
    Protected,
    /// 续期: protected once more, on proof of progress; live.
    Renewed,
    /// 退回: something is missing; it may be reported anew.
    Returned,
    /// 不予登记: the unit may not claim this.
    Barred,
    /// 到期: the protection ran out.
    Expired,
    /// 放弃: given up.
    Released,
    /// 被替代: a decision gave the lot to another unit.
    Superseded,
    /// 撤销: it rested on false data.
    Revoked,
    /// 中标.
    Won,
    /// 未中标.
    Lost,
}

impl ClaimState {
    /// Every state: the living first, in the order of how far they are.
    pub const ALL: [ClaimState; 13] = [
        ClaimState::Draft,
        ClaimState::Submitted,
        ClaimState::Valid,
        ClaimState::Protected,
        ClaimState::Renewed,
        ClaimState::Returned,
        ClaimState::Barred,
        ClaimState::Expired,
        ClaimState::Released,
        ClaimState::Superseded,
        ClaimState::Revoked,
        ClaimState::Won,
        ClaimState::Lost,
    ];

    /// The word in data; the catalogue key is `state-claim-<name>`.
    pub fn name(self) -> &'static str {
        match self {
            ClaimState::Draft => "draft",
            ClaimState::Submitted => "submitted",
            ClaimState::Valid => "valid",
            ClaimState::Protected => "protected",
            ClaimState::Renewed => "renewed",
            ClaimState::Returned => "returned",
            ClaimState::Barred => "barred",
            ClaimState::Expired => "expired",
            ClaimState::Released => "released",
            ClaimState::Superseded => "superseded",
            ClaimState::Revoked => "revoked",
            ClaimState::Won => "won",
            ClaimState::Lost => "lost",
        }
    }

    /// Whether the claim counts against others: only live claims can be in conflict.
    pub fn is_live(self) -> bool {
        matches!(
            self,
            ClaimState::Submitted | ClaimState::Valid | ClaimState::Protected | ClaimState::Renewed
        )
    }

    /// Whether it is protected, so that it may run out.
    pub fn is_protected(self) -> bool {
        matches!(self, ClaimState::Protected | ClaimState::Renewed)
    }

    /// Whether the unit may report the lot anew: a new claim with a time of its own, linked to this one.
    pub fn may_refile(self) -> bool {
        matches!(self, ClaimState::Returned | ClaimState::Expired | ClaimState::Released)
    }

    /// Whether the claimant lost something by it and is told why.
    pub fn is_lost_to_claimant(self) -> bool {
        matches!(
            self,
            ClaimState::Returned
                | ClaimState::Barred
                | ClaimState::Superseded
                | ClaimState::Revoked
                | ClaimState::Lost
                | ClaimState::Expired
        )
    }

    /// The most alive of several, for a claim on several lots.
    pub fn foremost(states: impl Iterator<Item = ClaimState>) -> Option<ClaimState> {
        let place = |state: ClaimState| match state {
            ClaimState::Renewed => 0,
            ClaimState::Protected => 1,
            ClaimState::Valid => 2,
            ClaimState::Submitted => 3,
            ClaimState::Won => 4,
            ClaimState::Draft => 5,
            other => 6 + other as u8,
        };
        states.min_by_key(|state| place(*state))
    }
}
