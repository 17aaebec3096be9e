//! `annul`: the decision falls.

use super::{AppealAction, Kind, To, Who, required};
use crate::domain::appeal::{AppealState, condition};

/// The decision falls, and nothing takes its place.
pub const ROW: AppealAction = AppealAction {
    id: "annul",
    from: &[AppealState::Reviewing],
    to: To::State(AppealState::Annulled),
    who: Who::Headquarters,
    rule: "SCXT-9",
    arguments: &[
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
    ],
    conditions: &[condition::dossier_not_awaited],
    on_arguments: &[condition::rules_in_force],
};
