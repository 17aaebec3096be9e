//! What a manager needs to know of a tender and its notice does not say: the ⚠ of the inbox.
//!
//! A notice that only asks for opinions, or tells who won, has no sale window to state; so times and lots are missed only
//! where competition is invited. An undivided tender and one that says nothing of lots look alike, so lots come last.

use serde::{Deserialize, Serialize};

use super::{Notice, Stage, WHOLE_LOT};

/// A field that a manager needs and that is not known without doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// 应答截止.
    Deadline,
    /// 售卖截止.
    SaleEnd,
    /// Neither 预算 nor 限价.
    Money,
    /// 客户.
    Customer,
    /// 省份.
    Province,
    /// 标段.
    Lots,
}

impl Gap {
    /// The word in data and catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Gap::Deadline => "deadline",
            Gap::SaleEnd => "sale_end",
            Gap::Money => "money",
            Gap::Customer => "customer",
            Gap::Province => "province",
            Gap::Lots => "lots",
        }
    }
}

/// What is missing, the most needed first.
pub fn gaps(notice: &Notice) -> Vec<Gap> {
    let invites = matches!(notice.stage.value, None | Some(Stage::Notice | Stage::Change));
    let whole = notice.lots.iter().all(|lot| lot.id == WHOLE_LOT);
    let missing = [
        (Gap::Deadline, invites && notice.deadline.value.is_none()),
        (Gap::SaleEnd, invites && notice.sale_end.value.is_none()),
        (Gap::Money, notice.budget.value.is_none() && notice.cap.value.is_none()),
        (Gap::Customer, notice.customer.value.is_none()),
        (Gap::Province, notice.province.value.is_none()),
        (Gap::Lots, invites && whole),
    ];
    missing.into_iter().filter(|(_, missing)| *missing).map(|(gap, _)| gap).collect()
}

#[cfg(test)]
mod tests {
    use super::super::Field;
    use super::*;

    #[test]
    fn a_bare_notice_lacks_everything_and_a_pre_notice_no_times() {
        let mut notice = Notice::bare("x".into(), "某工程".into());
        assert_eq!(gaps(&notice).len(), 6);
        assert_eq!(gaps(&notice)[0], Gap::Deadline);
        notice.stage = Field::recognised(Stage::PreNotice, "预公告", "category");
        assert_eq!(gaps(&notice), [Gap::Money, Gap::Customer, Gap::Province]);
    }
}
