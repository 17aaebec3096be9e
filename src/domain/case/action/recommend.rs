//! `recommend`: a recommendation, after consultation was truly tried.

use super::{Action, Kind, To, Who, optional, required};
use crate::domain::case::{State, condition, guard};

/// A recommendation, after consultation was truly tried.
pub const ROW: Action = Action {
    id: "recommend",
    from: &[State::Consulting],
    to: To::State(State::Recommended),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required("facts", Kind::Text, "SCXT-7"),
        required("outcome", Kind::Choice(guard::OUTCOMES), "SCXT-3"),
        optional("lead_unit", Kind::Units),
        required("reasons", Kind::Text, "SCXT-7"),
        required("rules", Kind::Rules, "SCXT-7"),
        required("reply_limit", Kind::Moment, "SCXT-8"),
    ],
    conditions: &[
        condition::one_legal_person,
        condition::everyone_heard,
        condition::consultation_over,
    ],
    on_arguments: &[condition::guard_passes, condition::rules_in_force],
};
