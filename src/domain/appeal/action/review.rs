//! `review`: the committee sits: who was present, and who of them was recused.

use super::{AppealAction, Kind, To, Who, optional, required};
use crate::domain::appeal::{AppealState, condition};

/// The committee sits: who was present, and who of them was recused. Three of its five have to remain, and whoever took part
/// in the case is recused (gap G11). It may sit more than once.
pub const ROW: AppealAction = AppealAction {
    id: "review",
    from: &[AppealState::Accepted, AppealState::Reviewing],
    to: To::State(AppealState::Reviewing),
    who: Who::Headquarters,
    rule: "G11",
    arguments: &[
        required("members", Kind::Text, "G11"),
        optional("recused", Kind::Text),
        optional("note", Kind::Text),
    ],
    conditions: &[],
    on_arguments: &[
        condition::seats_are_not_exceeded,
        condition::nobody_sits_over_his_own_act,
        condition::quorum_remains,
    ],
};
