//! `uphold`: the decision stands.

use super::{AppealAction, Kind, To, Who, required};
use crate::domain::appeal::{AppealState, condition};

/// The decision stands. Where the manager did not hand over his dossier in time it has no basis to stand on.
pub const ROW: AppealAction = AppealAction {
    id: "uphold",
    from: &[AppealState::Reviewing],
    to: To::State(AppealState::Upheld),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
    ],
    conditions: &[condition::dossier_not_awaited, condition::dossier_came_in_time],
    on_arguments: &[condition::rules_in_force],
};
