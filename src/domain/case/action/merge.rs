//! `merge`: the same project is already another case.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// The same project is already another case.
pub const ROW: Action = Action {
    id: "merge",
    from: &[State::Detected, State::Accepted],
    to: To::State(State::Merged),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required("master", Kind::Case, "SCXT-7"),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[condition::names_another_case],
};
