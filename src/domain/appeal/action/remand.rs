//! `remand`: the manager decides anew, as the committee instructs.

use super::{AppealAction, Kind, To, Who, required};
use crate::domain::appeal::{AppealState, condition};

/// The manager decides anew, as the committee instructs.
pub const ROW: AppealAction = AppealAction {
    id: "remand",
    from: &[AppealState::Reviewing],
    to: To::State(AppealState::Remanded),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("instructions", Kind::Text, "SCXT-9"),
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
    ],
    conditions: &[condition::dossier_not_awaited],
    on_arguments: &[condition::rules_in_force, condition::nothing_forbidden_is_decided],
};
