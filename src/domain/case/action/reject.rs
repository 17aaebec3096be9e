//! `reject`: the manager does not take it on, for one of five grounds and with reasons.

use super::{Action, Kind, To, Who, required};
use crate::domain::case::{State, condition};

/// The manager does not take it on, for one of five grounds and with reasons.
pub const ROW: Action = Action {
    id: "reject",
    from: &[State::Detected],
    to: To::State(State::Rejected),
    who: Who::Manager,
    rule: "SCXT-8",
    arguments: &[
        required(
            "ground",
            Kind::Choice(&["not_conflict", "post_decision", "out_of_area", "repeat", "no_fact"]),
            "SCXT-7",
        ),
        required("reasons", Kind::Text, "SCXT-7"),
    ],
    conditions: &[condition::one_legal_person],
    on_arguments: &[],
};
