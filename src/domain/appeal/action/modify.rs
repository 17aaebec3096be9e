//! `modify`: the decision stands with a change.

use super::{AppealAction, Kind, To, Who, required};
use crate::domain::appeal::{AppealState, condition};

/// The decision stands with a change, and what changes is stated.
pub const ROW: AppealAction = AppealAction {
    id: "modify",
    from: &[AppealState::Reviewing],
    to: To::State(AppealState::Modified),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("changes", Kind::Text, "SCXT-9"),
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
    ],
    conditions: &[condition::dossier_not_awaited],
    on_arguments: &[condition::rules_in_force, condition::nothing_forbidden_is_decided],
};
